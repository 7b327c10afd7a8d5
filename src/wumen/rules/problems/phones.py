"""The problems of phones that reach the office."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "phones_need_none": Sentence(
        zh="现在没有要装的证书。",
        en="There is no certificate to install now.",
        next_zh="在办公电脑上点“队伍 → 手机”，看手机现在能不能连上、怎样连。",
        next_en="On the office machine, under crew and then phones, it says whether phones reach it, and how.",
    ),
}
