"""The problems of homes: states, absences, people of a household."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "home_state_unknown": Sentence(
        zh="没有这种住户状态。",
        en="There is no such state of a home.",
        next_zh="可用：{known}。",
        next_en="Known: {known}.",
    ),
    "home_not_empty": Sentence(
        zh="这一户还登记着 {people} 人，不能记为空置。",
        en="The home is not empty: still registered here are {people}.",
        next_zh="人已经不在这里住的，请先在“有人不在这里住了”里说明；只是外出的，请记外出。",
        next_en="Say first who lives here no longer; who is only away is noted as away.",
    ),
    "away_backwards": Sentence(
        zh="回来的日子（{until}）在离开的日子（{since}）之前。",
        en="The day of return ({until}) lies before the day of leaving ({since}).",
        next_zh="请核对两个日期；不知道哪天回来的，可以空着。",
        next_en="Check the two days; leave the return empty if nobody knows it.",
    ),
    "nobody_ticked": Sentence(
        zh="还没有勾选是谁。",
        en="Nobody is ticked.",
        next_zh="请在名单里勾选，再点一次。",
        next_en="Tick who is meant, then press again.",
    ),
}
