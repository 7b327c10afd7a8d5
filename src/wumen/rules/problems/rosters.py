"""The problems of rosters: what the engine cannot take."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "roster_names_unknown": Sentence(
        zh="第 {day} 天有一条班次需求、意愿或固定格（{shift}），人员、班次或日期不在本表里。",
        en="On day {day} a need, wish or fixed cell ({shift}) names a person, shift or day that is not there.",
        next_zh="请核对班次和人员清单。",
        next_en="Compare it with the lists of shifts and people.",
    ),
    "roster_shift_too_long": Sentence(
        zh="班次 {shift} 太长，加上休息时间会排到第三天。",
        en="Shift {shift} is so long that its rest reaches into the third day.",
        next_zh="请把它拆成两个班次。",
        next_en="Divide it into two shifts.",
    ),
    "roster_person_impossible": Sentence(
        zh="{person} 的条件互相冲突，怎么排都不行。",
        en="The conditions of {person} contradict each other: no roster keeps them.",
        next_zh="请放宽她的固定格、休息日、工时或连班限制中的一项。",
        next_en="Loosen one of her fixed cells, days off, hours or limits of runs.",
    ),
}
