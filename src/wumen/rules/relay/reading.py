"""Reads a pasted relay text whole: which list stands, its entries, what a person must read herself."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from wumen.rules.problems import Problem
from wumen.rules.relay.comparing import Difference, compare
from wumen.rules.relay.entries import SURE, Entry
from wumen.rules.relay.kinds import Kind
from wumen.rules.relay.lines import LONGEST, Line, Part, RelayList, sort_lines
from wumen.rules.relay.one_entry import Head, read_entry
from wumen.rules.relay.places import buildings_in, flat, units_in

# Lists whose heads differ are the same list once more when half of the earlier entries come again.
_AGAIN = 0.5
# Signs of the head that name a list among others.
_TITLE = 40


@dataclass(frozen=True)
class Reading:
    """A relay text as it was read: the entries that stand, every line with its part.

    `replaced`: what the last repeat changed against the one before it in the same text.
    """

    kind: Kind
    title: str
    building: int | str | None
    entries: tuple[Entry, ...]
    lines: tuple[Line, ...]
    replaced: Difference | None = None

    @property
    def unread(self) -> list[Line]:
        """The lines that were not understood: a person reads them."""
        parts = {Part.UNREAD}
        if not any(line.part in (Part.HEAD, Part.ENTRY) for line in self.lines):
            parts.add(Part.NOTE)
        return [line for line in self.lines if line.part in parts]

    @property
    def aside(self) -> list[Line]:
        """Courtesies and empty numbers: kept and shown, nobody must act on them."""
        return [line for line in self.lines if line.part in (Part.COURTESY, Part.EMPTY)]

    @property
    def unsure(self) -> list[Entry]:
        """The entries that a person looks at first."""
        return [entry for entry in self.entries if entry.confidence < SURE]


def read_relay(text: str, kind: Kind, building: int | str | None = None) -> Reading:
    """Read a relay text; `building` is that of the group, where the text itself names none.

    Problems: `relay_empty`, `relay_too_long`, `relay_not_text`.
    """
    check_text(text)
    paper = sort_lines(text)
    standing = _standing(paper.lists)
    entries: list[Entry] = []
    former: list[Entry] = []
    for last, before in standing:
        head = _head(last, building)
        entries += (read_entry(raw, kind, head) for raw in last.raws)
        if before:
            former += (read_entry(raw, kind, head) for raw in before.raws)
    replaced = any(before for _, before in standing)
    notes = list(chain.from_iterable(one.notes for one, _ in standing))
    found = {head.building for head in (_head(one, building) for one, _ in standing)}
    return Reading(
        kind=kind,
        title=notes[0][:_TITLE] if notes else "",
        building=found.pop() if len(found) == 1 else None,
        entries=tuple(entries),
        lines=paper.lines,
        replaced=compare(former, entries) if replaced else None,
    )


def check_text(text: str) -> None:
    """Whether something can be read at all; Problems `relay_empty`, `relay_too_long`, `relay_not_text`."""
    if len(text) > LONGEST:
        raise Problem("relay_too_long", most=LONGEST)
    if "\x00" in text or "\ufffd" in text:
        raise Problem("relay_not_text")
    if not flat(text):
        raise Problem("relay_empty")


def _head(one: RelayList, building: int | str | None) -> Head:
    """The building and the unit that the head of a list names, where it names one alone."""
    said = " ".join(one.notes)
    buildings, units = buildings_in(said), units_in(said)
    return Head(
        building=buildings[0] if len(buildings) == 1 else building,
        unit=units[0] if len(units) == 1 else None,
    )


def _standing(lists: tuple[RelayList, ...]) -> list[tuple[RelayList, RelayList | None]]:
    """The lists that stand, each with the one that it replaced last: a later message repeats it whole."""
    found: list[tuple[RelayList, RelayList | None]] = []
    for one in lists:
        for at, (last, _) in enumerate(found):
            if _repeats(last, one):
                found[at] = (one, last)
                break
        else:
            found.append((one, None))
    return found


def _repeats(before: RelayList, after: RelayList) -> bool:
    """Whether a list is another once more: the same head with an entry in common, or half of what it had.

    A few entries told again below a list are no list that lost all others.
    """
    if not before.raws:
        return before.notes == after.notes
    was, now = (Counter(flat(raw.body) for raw in one.raws) for one in (before, after))
    common = (was & now).total()
    if before.notes[:1] == after.notes[:1] and before.notes:
        return common > 0
    return common >= max(1, _AGAIN * was.total())
