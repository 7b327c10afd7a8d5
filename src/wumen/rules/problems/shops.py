"""The problems of supply shops."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "shop_unknown": Sentence(
        zh="没有这家商户，或不在您这里。",
        en="There is no such shop, or it is not in your area.",
        next_zh="请从页面上列出的里面选。",
        next_en="Choose one of those listed on the page.",
    ),
    "shop_state_unknown": Sentence(
        zh="没选接不接单。",
        en="It is not said whether the shop takes orders.",
        next_zh="请选接单、限量接单或暂停。",
        next_en="Choose orders, orders within limits, or closed.",
    ),
    "shop_name_wrong": Sentence(
        zh="商户要写店名，{most} 个字以内，不写电话。",
        en="Write the name of the shop, in {most} characters at most, without a telephone.",
        next_zh="例如“社区超市”“粮油店”。",
        next_en="Such as “community supermarket”.",
    ),
    "shop_hours_wrong": Sentence(
        zh="几点接单要写短些，{most} 个字以内。",
        en="Say the hours in {most} characters at most.",
        next_zh="例如“8:00–18:00”。",
        next_en="Such as “8:00–18:00”.",
    ),
    "shop_limits_needed": Sentence(
        zh="限量接单要写怎么限，{most} 个字以内。",
        en="Say which limits hold, in {most} characters at most.",
        next_zh="例如“只接蔬菜包，一天100份”。",
        next_en="Such as “vegetables only, 100 a day”.",
    ),
    "shop_not_suspended": Sentence(
        zh="现在没有通告要求这家店停业。",
        en="No order suspends the trade of this shop now.",
        next_zh="请先看通告的范围和时间；不在范围内的，可以营业。",
        next_en="Look at the scope and hours of the orders; outside them it may trade.",
    ),
    "shop_still_suspended": Sentence(
        zh="这家店还在另一份通告的停业范围内，到 {until}。",
        en="Another order still suspends this shop, until {until}.",
        next_zh="请先不要告诉它可以营业；等那份通告结束，或由有权机关另行决定。",
        next_en="Do not tell it that it may trade; wait for the end of that order, or for its authority’s decision.",
    ),
    "supply_needs_document": Sentence(
        zh="定为保供商户，要写哪个机关、哪份文件定的。",
        en="To deliver in a zone a shop needs an authority and its document.",
        next_zh="请把决定机关和文号写上，例如“中原区疫情防控指挥部”“保供名单第2批”。",
        next_en="Write the authority that decided and its document.",
    ),
    "supply_words_long": Sentence(
        zh="机关和文件名各 {most} 个字以内。",
        en="Authority and document in {most} characters each at most.",
        next_zh="请写简称和文号。",
        next_en="Write short names and the number.",
    ),
    "supply_stands": Sentence(
        zh="这家店在这份通告下已经有保供决定。",
        en="Under this order the shop has a decision to deliver already.",
        next_zh="有新文件的，先结束原来的，再记新的。",
        next_en="Where there is a new document, end the former decision first.",
    ),
    "supply_unknown": Sentence(
        zh="没有这条保供决定，或已经结束。",
        en="There is no such decision, or it has ended.",
        next_zh="请从页面上列出的里面选。",
        next_en="Choose one that the page lists.",
    ),
    "shop_found_unknown": Sentence(
        zh="没选看到的是什么情况。",
        en="It is not said what was found.",
        next_zh="请选已告知、没有接待进店，或还在接待进店。",
        next_en="Choose told, nobody let in, or letting people in.",
    ),
    "shop_note_long": Sentence(
        zh="情况要写短些，{most} 个字以内，不写姓名电话。",
        en="Say it in {most} characters at most, without names and telephones.",
        next_zh="例如“说货要坏了，想卖完再关”。",
        next_en="Such as “fresh goods, wants to sell them off first”.",
    ),
    "shop_door_unknown": Sentence(
        zh="台账里没有这间商铺，或不在所选的地方。",
        en="The register has no such shop, or it lies elsewhere.",
        next_zh="请从页面上列出的商铺里选，或先在住户页把这一户改成商铺。",
        next_en="Choose one that the page lists, or make that home a shop in the register first.",
    ),
    "shop_photo_of_nothing": Sentence(
        zh="今天这家店没有要拍照的事项，照片没有地方放。",
        en="Nothing about this shop asks for a photo today; there is nowhere to keep it.",
        next_zh="不用传照片，直接记下看到的情况。",
        next_en="Note what was found without a photo.",
    ),
}
