"""The problems of special needs: details that cannot be, and needs that are not there."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "need_kind_unknown": Sentence(
        zh="没有“{kind}”这一类需求。",
        en="There is no kind of need “{kind}”.",
        next_zh="请从列出的几类里选一类。",
        next_en="Choose one of the kinds in the list.",
    ),
    "need_weekday_impossible": Sentence(
        zh="看不懂“{text}”是星期几。",
        en="“{text}” names no days of the week.",
        next_zh="请写 1 到 7，或者 一、二……日，例如“二、四、六”。",
        next_en="Give 1 (Monday) to 7 (Sunday), for example 2, 4, 6.",
    ),
    "need_hour_impossible": Sentence(
        zh="看不懂“{text}”是几点。",
        en="“{text}” is no time of day.",
        next_zh="请按 24 小时写，例如 7:00 或 14:30。",
        next_en="Give it by 24 hours, for example 7:00 or 14:30.",
    ),
    "need_date_impossible": Sentence(
        zh="{day} 不太可能：今天是 {today}，只收 {before} 天前到 {after} 天后的日期。",
        en="{day} is unlikely: today is {today}; dates from {before} days ago to {after} days ahead are taken.",
        next_zh="请核对年份和月份；不清楚可以先不填。",
        next_en="Check year and month; leave it empty while it is not known.",
    ),
    "need_days_impossible": Sentence(
        zh="“{text}”不是能用的天数。",
        en="“{text}” is no number of days.",
        next_zh="请写 0 到 366 的整数；药已经没有了写 0。",
        next_en="Give a whole number from 0 to 366; 0 when nothing is left.",
    ),
    "need_words_long": Sentence(
        zh="写得太长了，最多 {most} 个字。",
        en="That is too long: at most {most} characters.",
        next_zh="请写短一些，只写办事要用的。",
        next_en="Make it shorter: only what the work needs.",
    ),
    "need_stands_already": Sentence(
        zh="这个人的这一类需求已经登记了。",
        en="This kind of need is noted for this person already.",
        next_zh="请在这一户的需求里找到它，更改就可以。",
        next_en="Find it among the household’s needs and change it there.",
    ),
    "need_unknown": Sentence(
        zh="没有这一项需求，或者已经结束。",
        en="There is no such need, or it has ended.",
        next_zh="请回到这一户的需求再看一次。",
        next_en="Go back to the household’s needs and look again.",
    ),
}
