"""Problems of the numbers of help that an office keeps."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "help_kind_unknown": Sentence(
        zh="请选是哪一种：{known}。",
        en="Choose what the number is for: {known}.",
        next_zh="120、119、110 一直在，不用登记。",
        next_en="120, 119 and 110 always stand and need not be entered.",
    ),
    "help_number_unreadable": Sentence(
        zh="电话号码看不懂。",
        en="That is no telephone number.",
        next_zh="只写数字，例如 0371-67890000 或 95598。",
        next_en="Write digits only, such as 0371-67890000 or 95598.",
    ),
    "help_words_long": Sentence(
        zh="写得太长，最多 {most} 个字。",
        en="That is too long: {most} characters at most.",
        next_zh="请写短一点。",
        next_en="Make it shorter.",
    ),
    "help_gate_unnamed": Sentence(
        zh="没有写救护车走哪个门。",
        en="The gate for the ambulance is not named.",
        next_zh="写门名和路名，例如“北门（昆仑路）”。",
        next_en="Name the gate and its street.",
    ),
    "help_number_unknown": Sentence(
        zh="没有这个号码，或不归您管。",
        en="There is no such number in your area.",
        next_zh="请从列表里选。",
        next_en="Choose it from the list.",
    ),
}
