"""Lines of a printed roster as they are keyed in: 1-40, 43."""

import re

from wumen.rules.problems import Problem

_PARTED = re.compile(r"[\s,，、;；]+")
_LINES = re.compile(r"(\d{1,5})(?:[-－—~～至到](\d{1,5}))?")


def read_lines(text: str, most: int) -> frozenset[int]:
    """The lines that were sampled, each from 1 to `most`; Problem `round_lines_wrong`."""
    found: set[int] = set()
    for said in filter(None, _PARTED.split(text.strip())):
        whole = _LINES.fullmatch(said)
        first = int(whole[1]) if whole else 0
        last = int(whole[2] or whole[1]) if whole else 0
        if not 1 <= first <= last <= most:
            raise Problem("round_lines_wrong", said=said[:40])
        found.update(range(first, last + 1))
    if not found:
        raise Problem("round_lines_wrong", said=text.strip()[:40] or "—")
    return frozenset(found)
