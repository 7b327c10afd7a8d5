"""Problems of hand-overs at a door."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "hand_over_to_nobody": Sentence(
        zh="没有写交给谁。",
        en="Who takes over is missing.",
        next_zh="请写接班人的姓名。",
        next_en="Write the name of who takes over.",
    ),
    "hand_over_count": Sentence(
        zh="数量只写数字，最多 {most}。",
        en="Counts are numbers, {most} at most.",
        next_zh="没有数的就空着。",
        next_en="Leave empty what was not counted.",
    ),
    "hand_over_words_long": Sentence(
        zh="写得太长，最多 {most} 个字。",
        en="That is too long: {most} characters at most.",
        next_zh="请写短一点，别的登记成交办。",
        next_en="Make it shorter, enter the rest as requests.",
    ),
}
