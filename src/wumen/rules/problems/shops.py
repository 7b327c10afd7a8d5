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
}
