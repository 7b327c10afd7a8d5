"""The problems of searching the register."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "number_incomplete": Sentence(
        zh="号码还没有写完整。",
        en="The number is not complete yet.",
        next_zh="身份证号要18位，手机号要11位，写全了才能查到；也可以打姓名或房号。",
        next_en="An identity number has 18 characters, a mobile number 11; a name or a room also finds people.",
    ),
}
