"""How words of forms are compared: without spaces, units in brackets and signs that say nothing."""

import re
import unicodedata
from collections.abc import Mapping

_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_SIGNS = re.compile(r"[\s:：、,，.。·*＊_\-—/\\\"“”'‘’]+")
# What a head adds and our names do not: 今日应检人数合计（人）.
_ADDED = re.compile(r"^(?:今日|当日|当天|本日|现有|目前|其中)|(?:总数|数量|合计|情况|人次)$")


def plain(text: str) -> str:
    """Words as they are compared."""
    narrow = unicodedata.normalize("NFKC", text)
    return _SIGNS.sub("", _BRACKETS.sub("", narrow)).lower()


def forms_of(text: str) -> tuple[str, ...]:
    """A head as it is written, and without what adds nothing; the whole first."""
    whole = plain(text)
    short = _ADDED.sub("", whole)
    return tuple(dict.fromkeys(one for one in (whole, short) if one))


# 锦绣城社区 is written 锦绣城 in a form, 1号楼 1#, 1栋 or 1幢.
_PLACE_ENDS = re.compile(r"(?:社区|居委会|村委会|村|小区|号楼|号院|楼|栋|幢|座|#|号)+$")


def same_place(head: str, places: Mapping[str, str]) -> str | None:
    """The place that a head names: by its whole name, else by its name without what kind it is.

    Two places that would both be meant are none.
    """
    said = plain(head)
    if not said:
        return None
    whole = [path for path, name in places.items() if plain(name) == said]
    if whole:
        return whole[0] if len(whole) == 1 else None
    short = _PLACE_ENDS.sub("", said)
    alike = [path for path, name in places.items() if _PLACE_ENDS.sub("", plain(name)) == short]
    return alike[0] if short and len(alike) == 1 else None
