"""The problems of lots of goods for homes."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "lot_unknown": Sentence(
        zh="没有这一批，或者没有您这里的户。",
        en="There is no such lot, or none of its homes is yours.",
        next_zh="请重新打开“到货分送”再看。",
        next_en="Open the page of lots again.",
    ),
    "lot_mode_unknown": Sentence(
        zh="没选给哪些户。",
        en="It is not said for which homes it came.",
        next_zh="请选每户一样多、按人数、按接龙，或按名单。",
        next_en="Choose every home, by people, by a relay, or a list.",
    ),
    "lot_pieces_wrong": Sentence(
        zh="到了多少要写，1 到 {most}。",
        en="Say how many came, 1 to {most}.",
        next_zh="请点数以后再记；一份也没到的不用登记。",
        next_en="Count it, then note it; where nothing came there is nothing to enter.",
    ),
    "lot_each_wrong": Sentence(
        zh="每户（每人）多少要写，1 到 {most}。",
        en="Say how many each home or person gets, 1 to {most}.",
        next_zh="请改好再记。",
        next_en="Correct it and note it again.",
    ),
    "lot_place_other": Sentence(
        zh="这个暂存点不管那里的户。",
        en="That deposit point does not serve those homes.",
        next_zh="请选暂存点所在的小区、楼栋或单元，或换一个暂存点。",
        next_en="Choose a place that the point serves, or another point.",
    ),
    "lot_homes_many": Sentence(
        zh="一次最多分给 {most} 户。",
        en="At most {most} homes at once.",
        next_zh="请一栋楼一栋楼地登记。",
        next_en="Enter it building by building.",
    ),
    "lot_nobody": Sentence(
        zh="没有一户要分到这一批。",
        en="No home gets any of it.",
        next_zh="请看选的地方里有没有住人，接龙里是不是这样写的，名单对不对。",
        next_en="Look whether anybody lives there, what the relay says, or whether the list is right.",
    ),
    "lot_words_needed": Sentence(
        zh="没写接龙里叫什么。",
        en="It is not said what it is called in the relay.",
        next_zh="请写接龙里大家用的词，如“蔬菜包”；几种叫法用顿号隔开。",
        next_en="Write the word that people used; several with blanks between.",
    ),
    "lot_relay_unknown": Sentence(
        zh="没有这份要东西的接龙。",
        en="There is no such relay of needs.",
        next_zh="请先在“粘贴接龙”里粘进来，再到这里选。",
        next_en="Paste it on the page of relays first, then choose it here.",
    ),
    "lot_floor_done": Sentence(
        zh="这一层已经都交了，或者都勾成没送了。",
        en="This floor has it all already, or all of it is excepted.",
        next_zh="请看别的楼层。",
        next_en="Go on with another floor.",
    ),
    "lot_lies": Sentence(
        zh="还有 {n} {unit} 没送到户，不能结。",
        en="{n} {unit} lie for homes still; the lot cannot be ended.",
        next_zh="请先送到；分错的在这一批的楼层里撤下，没读准是哪一户的到“到件登记”看。",
        next_en="Hand them over; take down on its floor what was dealt wrongly, read unread lines on the parcels page.",
    ),
    "lot_end_needed": Sentence(
        zh="多的、少的怎么办要写，{most} 个字以内。",
        en="Say what became of what is over or short, in {most} characters at most.",
        next_zh="例如“多的3份退回超市”“少2份明天补”；不写谁的身体情况。",
        next_en="Such as “three returned to the shop” or “two come tomorrow”; nobody's health.",
    ),
}
