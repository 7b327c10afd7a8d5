"""Problems of letters from home."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "home_letter_empty": Sentence(
        zh="家书要有几句话。",
        en="The letter needs a few words.",
        next_zh="请写上，给每一户都合适的话。",
        next_en="Write what is right for every home.",
    ),
    "home_letter_long": Sentence(
        zh="家书最多 {most} 字，再长一页印不下。",
        en="At most {most} characters fit on the sheet.",
        next_zh="请写短一点。",
        next_en="Write less.",
    ),
    "home_letter_whose": Sentence(
        zh="没有这样的家书名单。",
        en="There is no such list of letters.",
        next_zh="请选居家隔离的户，或等物品包的户。",
        next_en="Choose homes in isolation, or those that wait for a kit.",
    ),
}
