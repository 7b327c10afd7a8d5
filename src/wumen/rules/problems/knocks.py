"""The problems of knocks at doors and of leave slips."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "knock_result_unknown": Sentence(
        zh="没有这种敲门结果。",
        en="There is no such result of a knock.",
        next_zh="可用：{known}。",
        next_en="Known: {known}.",
    ),
    "no_slip_due": Sentence(
        zh="这一户最近一次敲门不是“家里没人”，不用留条。",
        en="The last knock at this door did not find nobody home, so no slip is due.",
        next_zh="请先记下敲门结果，再打印留条。",
        next_en="Note the result of the knock first, then print the slip.",
    ),
}
