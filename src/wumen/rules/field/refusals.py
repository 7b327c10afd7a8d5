"""How a refusal stands in the log beside its event: code and details, nothing by which a person could be found."""

from typing import Any

import msgspec

from wumen.rules.problems import CATALOGUE, Problem

# What names a person, a door or words that somebody wrote stays out of the log.
_OPEN_TO_ALL = (int, float, bool)
_SAYABLE = frozenset({"accepted", "grade", "kind", "opens", "lowest", "highest", "hours", "day"})
_LEFT_OUT = "…"
# What the pages say with the key of a duty is said without it here.
_NAMELESS = {
    "duty_unknown": "field_duty_unknown",
    "duty_key_unreadable": "field_duty_unknown",
    "duty_withdrawn": "field_duty_gone",
    "duty_already_waived": "field_duty_waived",
    "duty_already_done": "field_done_before",
}


class _Kept(msgspec.Struct):
    code: str
    details: dict[str, Any] = {}


def keep(problem: Problem) -> str:
    """A problem as the log keeps it."""
    code = _NAMELESS.get(problem.code, problem.code)
    details = {
        name: (value if isinstance(value, _OPEN_TO_ALL) else str(value))
        if name in _SAYABLE or isinstance(value, _OPEN_TO_ALL)
        else _LEFT_OUT
        for name, value in problem.details.items()
    }
    return msgspec.json.encode(_Kept(code, details)).decode()


def told(kept: str) -> Problem:
    """The problem that the log keeps, as it is told; one that this version does not know is told as unreadable."""
    read = msgspec.json.decode(kept, type=_Kept)
    if read.code not in CATALOGUE:
        return Problem("field_event_unreadable")
    return Problem(read.code, **read.details)


def code_of(kept: str) -> str:
    """The code alone."""
    return msgspec.json.decode(kept, type=_Kept).code
