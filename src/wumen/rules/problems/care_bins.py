"""The problems of bins for waste of isolated homes."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "bin_unknown": Sentence(
        zh="没有这个专用桶，或不在您这里。",
        en="There is no such bin, or it is not in your area.",
        next_zh="请从页面上列出的里面选。",
        next_en="Choose one that the page lists.",
    ),
    "bin_state_unknown": Sentence(
        zh="没选桶现在怎么样。",
        en="It is not said how the bin is.",
        next_zh="请选能用、满了，或坏了、没有盖。",
        next_en="Choose in use, full, or damaged.",
    ),
    "bin_place_wrong": Sentence(
        zh="桶放在哪里要写，{most} 个字以内，不写房号。",
        en="Say where the bin stands, in {most} characters at most, without a room.",
        next_zh="例如“1单元门东侧”“垃圾房北墙”。",
        next_en="Such as “east of the door of unit 1”.",
    ),
    "bin_not_medical": Sentence(
        zh="专用桶里清出来的，按涉疫的一类交接。",
        en="What comes out of such a bin is handed on as waste of isolated homes.",
        next_zh="请选“涉疫”这一类，不与普通垃圾混装。",
        next_en="Choose the class of isolated homes; the two are not mixed.",
    ),
    "bin_still_needed": Sentence(
        zh="这个桶今天还要清，还不能撤。",
        en="This bin is still to be emptied today; it cannot go.",
        next_zh="请先清空、记下交接；坏了的换一个新的，再改成“能用”。",
        next_en="Empty it and note the collection first; replace a damaged one and say that it is in use.",
    ),
}
