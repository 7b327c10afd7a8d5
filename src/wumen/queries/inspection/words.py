"""The Chinese of the inspection file: windows, states, and what stands below a photo."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from wumen.queries import facts
from wumen.queries.photos import PhotoLine
from wumen.rules.inspection import Picture
from wumen.rules.instructions import number_of
from wumen.rules.occurrences import occurrence_of
from wumen.rules.photos import MOMENT_NAMES, Moment
from wumen.rules.playbooks import ONCE_NAMES, WHAT_NAMES, What
from wumen.rules.posts import ROLES
from wumen.rules.time import instant_zh


class State(StrEnum):
    """How a duty stands, as it is told to inspectors."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    WAIVED = "waived"
    OVERDUE = "overdue"

    @property
    def zh(self) -> str:
        """In Chinese."""
        return _STATES[self]


_STATES: Mapping[State, str] = {
    State.OPEN: "待办",
    State.TAKEN: "已接手",
    State.DONE: "已办",
    State.WAIVED: "免办",
    State.OVERDUE: "超时未办",
}


class Windows:
    """The names of windows by their keys, by the rules of all outbreaks; inside the running scope."""

    def __init__(self) -> None:
        """Read the names."""
        books = facts.books().values()
        self._known = {key: one.name_zh for book in books for key, one in book.windows.items()}
        self._known |= {key: one.zh for key, one in ONCE_NAMES.items()}

    def __call__(self, key: str) -> str:
        """The name of one; of an instruction or an occurrence its number."""
        number, happened = number_of(key), occurrence_of(key)
        if number is not None:
            return f"{number}号交办"
        return f"{happened}号发生后" if happened is not None else self._known.get(key, key)


def pictures(lines: Sequence[PhotoLine], windows: Windows) -> tuple[Picture, ...]:
    """Photos with time, place, matter and hand below each."""
    return tuple(Picture(one.file, _caption(one, windows)) for one in lines)


def _caption(one: PhotoLine, windows: Windows) -> str:
    moment = "" if one.moment is Moment.SHOWN else f"【{MOMENT_NAMES[one.moment].zh}】"
    floor = f" {one.floor} 层" if one.floor is not None else ""
    if one.number is not None:
        of = windows(one.win)
    elif one.what:
        of = f"{windows(one.win)} {WHAT_NAMES[What(one.what)].zh}"
    else:
        of = f"{windows(one.win)} 公共部位" if one.round else "敲门"
    role = f"{ROLES[one.role].zh} " if one.role in ROLES else ""
    thing = f" {one.thing}" if one.thing else ""
    return f"{moment}{instant_zh(one.taken_at)} · {one.place}{floor}{thing} · {of} · {role}{one.by}"
