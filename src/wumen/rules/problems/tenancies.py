"""The problems of let homes: who lets, from when until when."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "landlord_unnamed": Sentence(
        zh="没有写房东是谁。",
        en="The landlord is not named.",
        next_zh="请写房东姓名，或选一位已登记的居民。",
        next_en="Give the landlord’s name, or choose a resident.",
    ),
    "landlord_lodges": Sentence(
        zh="房东不能是这一户的租户。",
        en="The landlord cannot be a tenant of the same home.",
        next_zh="请核对谁是房东；房东也住在这里的，关系不要写“租户”。",
        next_en="Check who lets; a landlord who lives here too is no tenant.",
    ),
    "tenancy_state_unfit": Sentence(
        zh="出租的住户只能是“出租”“合租”或“集体宿舍”。",
        en="A home that is let is “let”, “shared” or a “dormitory”.",
        next_zh="请选其中一种。",
        next_en="Choose one of them.",
    ),
    "tenancy_backwards": Sentence(
        zh="租期的结束（{ends}）早于开始（{begins}）。",
        en="The tenancy would end ({ends}) before it begins ({begins}).",
        next_zh="请核对两个日期。",
        next_en="Check both days.",
    ),
    "tenancy_unknown": Sentence(
        zh="这一户没有正在登记的租赁。",
        en="This home has no tenancy that stands.",
        next_zh="请先登记房东。",
        next_en="Note the landlord first.",
    ),
    "tenancy_ends_later": Sentence(
        zh="结束日期 {ends} 还没有到。",
        en="The last day, {ends}, has not come yet.",
        next_zh="请写今天或以前的日期；以后才到期的，写在租期里。",
        next_en="Give today or an earlier day; a later end belongs into the dates of the tenancy.",
    ),
}
