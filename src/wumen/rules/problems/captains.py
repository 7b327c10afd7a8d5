"""The problems of assigning captains."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "captain_fixed_twice": Sentence(
        zh="同一个人被手动定在两个位置上。",
        en="One person is fixed to two places.",
        next_zh="请去掉其中一个。",
        next_en="Take one of them away.",
    ),
    "captain_seat_unknown": Sentence(
        zh="{building} 没有这个位置，不能手动指定。",
        en="{building} has no such place to fix somebody to.",
        next_zh="请从楼栋清单里选；150 户以上的楼才有单元长。",
        next_en="Choose from the list of buildings; only those above 150 homes have unit leads.",
    ),
    "captain_weights": Sentence(
        zh="权重应在 0 到 {most} 之间。",
        en="A weight lies between 0 and {most}.",
        next_zh="请改好再算。",
        next_en="Mend it and try again.",
    ),
}
