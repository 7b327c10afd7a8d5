"""Captains answer for their buildings: which one an entry speaks of, and whether it says that nobody came."""

import re

from wumen.rules.relay.places import labelled

_NUMBER = re.compile(r"^\s*[0-9]{1,3}\s*[.、．)）]\s*(?=\S)")
_BUILDING = re.compile(
    r"^第?\s*([0-9]{1,3}|[A-Za-z])\s*(?:号楼|号院|栋楼?|幢|座|#楼?|号)(?!\s*[1-9])"
)
_NOBODY = re.compile(
    r"[\s:：,，]*(?:昨晚|昨夜|昨天|昨日|今早|今天|今日|目前|暂时|暂)?(?:都|还|均)?"
    r"(?:没有|没|无|零|0)\s*(?:人员|人)?\s*(?:返回|返郑|回来|回)?(?:的|人员|情况)?\s*[。.!！~]*\s*"
)


def own_line(text: str) -> str:
    """What an entry says, without its number in the list."""
    return _NUMBER.sub("", text.strip(), count=1)


def building_of_captain(text: str) -> int | str | None:
    """The building with whose name an entry begins, as 2号楼 没有 does; None where it names a door or none."""
    found = _BUILDING.match(own_line(text))
    return labelled(found[1].upper()) if found else None


def nobody_came(text: str) -> bool:
    """Whether an entry says of a whole building that nobody came back, and nothing else."""
    said = own_line(text)
    found = _BUILDING.match(said)
    return found is not None and _NOBODY.fullmatch(said, found.end()) is not None
