"""The problems of texts that are ticked as sent to a group."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "group_unknown": Sentence(
        zh="没有这个群。",
        en="There is no such group.",
        next_zh="请在页面上点对应那一段的“已发”。",
        next_en="Tick the text on the page.",
    ),
    "group_matter_unknown": Sentence(
        zh="不知道发的是哪份名单。",
        en="It is not known which list was sent.",
        next_zh="请重新打开名单，再点“已发”。",
        next_en="Open the list again and tick it there.",
    ),
}
