"""The problem of a phone app that nobody has built."""

from wumen.rules.problems.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "field_app_missing": Sentence(
        zh="这台电脑上的手机应用还没有装好。",
        en="The phone app is not built on this machine.",
        next_zh="请负责电脑的人运行 make setup 再重启；这之前用纸质入户单。",
        next_en="Whoever keeps the machine runs make setup and starts it again; until then use paper sheets.",
    ),
}
