"""The problems of stock."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "stock_unknown": Sentence(
        zh="这个暂存点没有这样东西，或不归您管。",
        en="There is no such thing at that point, or it is not yours.",
        next_zh="请从页面上列出的里面选。",
        next_en="Choose one of those listed on the page.",
    ),
    "stock_name_wrong": Sentence(
        zh="东西要写名称，{most} 个字以内。",
        en="Name the thing, in {most} characters at most.",
        next_zh="例如“防护服”“采样管”。",
        next_en="Such as “suits” or “tubes”.",
    ),
    "stock_unit_wrong": Sentence(
        zh="单位要写，{most} 个字以内，不带数字。",
        en="Say in what it is counted, in {most} characters at most, without digits.",
        next_zh="例如“套”“支”“箱”。",
        next_en="Such as “sets” or “tubes”.",
    ),
    "stock_unit_other": Sentence(
        zh="这里的{name}按“{unit}”记，不能同时按别的单位记。",
        en="{name} is counted here in {unit} and in nothing else.",
        next_zh="请换成“{unit}”的数；要另外按箱记，名称里写明，如“{name}（箱）”。",
        next_en="Give the number in {unit}, or name it apart, as in “{name} (boxes)”.",
    ),
    "stock_count_unreadable": Sentence(
        zh="数量没看懂：请写数字，不超过 {most}。",
        en="The number cannot be read: digits, {most} at most.",
        next_zh="请改好再记。",
        next_en="Correct it and note it again.",
    ),
    "stock_none": Sentence(
        zh="没写到了多少。",
        en="It is not said how many came.",
        next_zh="请写一个大于 0 的数。",
        next_en="Give a number above nought.",
    ),
    "stock_source_missing": Sentence(
        zh="从哪里来的要写，{most} 个字以内，不写电话。",
        en="Say from whom it came, in {most} characters at most, without a telephone.",
        next_zh="例如“区指挥部调拨”“街道仓库”。",
        next_en="Such as “allotted by the district” or “the sub-district's store”.",
    ),
    "stock_why_needed": Sentence(
        zh="和账上不一样、和人头不一样，要写原因，{most} 个字以内。",
        en="Say why it differs from what stood there or from the head count, in {most} characters at most.",
        next_zh="例如“破损3套”“少来2人”“上次漏记”；不写谁的身体情况。",
        next_en="Such as “three torn”, “two fewer came” or “not noted before”; nobody's health.",
    ),
    "stock_day_far": Sentence(
        zh="物资只发今天和明天的。",
        en="Goods are issued for today and tomorrow only.",
        next_zh="请选今天或明天。",
        next_en="Choose today or tomorrow.",
    ),
    "stock_nothing": Sentence(
        zh="按人头没有要发的：都发过了，或者每人多少还没定，或者班表还没发布。",
        en="By head count nothing is to be issued: all of it was, or no norm is set, or no roster is published.",
        next_zh="请先看表里各处已经领了多少；没定的，先定每人多少。",
        next_en="Look at what each place got; where no norm is set, set it.",
    ),
    "stock_all_short": Sentence(
        zh="{names}不够每处都发，一件也没有发出去。",
        en="There is not enough of {names} for every place; nothing was issued.",
        next_zh="请用“某处发多少”写清先给谁几件，或者先调货入库。",
        next_en="Say which place gets how many, or have more brought first.",
    ),
    "stock_short": Sentence(
        zh="{name}只剩 {held} {unit}，发不出 {asked} {unit}。",
        en="Of {name} there are {held} {unit} left, not {asked}.",
        next_zh="请改小，或者先把到的货入库；和实物不符的先盘点。",
        next_en="Give fewer, enter what has come, or count what is there.",
    ),
    "stock_team_unknown": Sentence(
        zh="这一天没有这一处，或者由别的暂存点发。",
        en="No such place is manned on that day, or another point serves it.",
        next_zh="请从页面上列出的里面选；没有的，先发布班表或叫半天。",
        next_en="Choose one listed; else publish its roster or take people for half a day.",
    ),
    "stock_send_none": Sentence(
        zh="没写调多少。",
        en="It is not said how many are to be sent.",
        next_zh="请写一个大于 0 的数。",
        next_en="Give a number above nought.",
    ),
    "stock_send_other": Sentence(
        zh="两头要是两个暂存点，记的是同一样东西、同一个单位。",
        en="It goes between two points at which the same thing is kept in the same unit.",
        next_zh="请先在收的那边“加一样东西”，名称和单位都写成一样。",
        next_en="Keep the thing at the receiving point first, under the same name and unit.",
    ),
    "stock_send_needed": Sentence(
        zh="那边自己今天、明天还要用 {needed} {unit}，{name}最多能调出 {spare} {unit}。",
        en="That point needs {needed} {unit} itself today and tomorrow; of {name} it can give {spare}.",
        next_zh="请改小；那边确实用不了这么多的，先在那边用“某处发多少”改小，再调。",
        next_en="Send fewer; if it needs fewer, say there first which place gets how many.",
    ),
    "stock_way_unknown": Sentence(
        zh="没有这一趟调货，或不归您管。",
        en="No such goods are on their way, or they are not yours.",
        next_zh="请重新打开“物资库存”再看。",
        next_en="Open the page of stock again.",
    ),
    "stock_way_over": Sentence(
        zh="这一趟已经收下或退回了，没有再记。",
        en="These goods arrived already or were called back; nothing more was noted.",
        next_zh="数不对的，用“盘点”写明原因。",
        next_en="If the number is wrong, count what is there and say why it differs.",
    ),
    "stock_way_open": Sentence(
        zh="还有在路上的，不能撤。",
        en="Some of it is on its way; it cannot be taken off.",
        next_zh="请等收下、点数以后再撤；没发出去的，先退回。",
        next_en="Wait until it is counted on arrival, or call it back if it never left.",
    ),
    "stock_holds": Sentence(
        zh="还剩 {n} {unit}，不能撤。",
        en="{n} {unit} are left; it cannot be taken off.",
        next_zh="发完、退回或盘点为 0 以后再撤。",
        next_en="Issue it, or count it as nought with the reason, then take it off.",
    ),
}
