"""A text as it is seen: one form of each sign, and none that stands unseen between letters or turns them around."""

import unicodedata
from collections.abc import Callable

# The characters of needs and illnesses that some write in the old way.
_SIMPLE = str.maketrans(
    "氣燒發熱頭暈門鎖著樓電煙濃單開關進過來沒飯餓東個體溫悶醫藥說話邊動壓報殺傷絕婦產從裏裡對還鐵鏈護車內嘔搖喚應島腫瘺癲癇殘鬱結",
    "气烧发热头晕门锁着楼电烟浓单开关进过来没饭饿东个体温闷医药说话边动压报杀伤绝妇产从里里对还铁链护车内呕摇唤应岛肿瘘癫痫残郁结",
)
_UNSEEN = frozenset({"Cf", "Mn", "Me"})


class Signs(dict[int, str]):
    """What becomes of each sign of a text, for `str.translate`: found out once for each that ever comes."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        """Nothing is known before it comes."""
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        """A sign that comes for the first time."""
        self[code] = found = self._becomes(chr(code))
        return found


_SEEN = Signs(lambda one: "" if unicodedata.category(one) in _UNSEEN else one)


def as_seen(text: str) -> str:
    """The text in one form of each sign, without those that nobody sees."""
    return unicodedata.normalize("NFKC", text).translate(_SEEN)


def in_one_script(text: str) -> str:
    """A text in one form of each sign, none unseen, in simple characters as far as words of need have others."""
    return as_seen(text).translate(_SIMPLE)
