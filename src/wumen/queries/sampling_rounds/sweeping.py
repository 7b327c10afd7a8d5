"""Who of a building is still missing in a round: doors and names with what was said, for calls and the group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wumen.queries.calls import Listed
from wumen.queries.doors import Doors
from wumen.queries.group_text import GroupBox, group_box
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.lines import RoundLine
from wumen.queries.sampling_rounds.organisations import RosterPlace, roster_in_round
from wumen.queries.sampling_rounds.standing import (
    Missing,
    counted,
    held_below,
    line_of,
    missing,
    round_row,
    slots_of,
)
from wumen.queries.search import telephones_of
from wumen.records import sealing
from wumen.records.models import NotSampled, Resident
from wumen.rules.areas import is_common_part, read_path, span
from wumen.rules.playbooks import Named, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.saying import missing_heading_zh
from wumen.rules.sampling_rounds.slotting import Slot
from wumen.rules.sampling_rounds.standing import ANSWERED, Tally, together, why_name

# What was said of somebody stands sealed under this name.
SAID = "not_sampled.said"


@dataclass(frozen=True)
class MissingLine:
    """Somebody who is missing: who, whether at her door, why if anybody said so, and what was said."""

    resident: UUID
    name: str
    key: str
    door: bool
    why: Named | None
    said: str
    answered: bool
    telephones: bool


@dataclass(frozen=True)
class MissingDoor:
    """A door with those behind it who are missing."""

    area: str
    room: str
    people: tuple[MissingLine, ...]


@dataclass(frozen=True)
class Sweep:
    """A building in a round: how it stands, who is missing, and the texts for its groups.

    `untold`: why there is none, where all homes but the isolated would stand in it.
    """

    line: RoundLine
    area: str
    words: str
    tally: Tally
    slot: Slot | None
    doors: tuple[MissingDoor, ...]
    box: GroupBox | None
    untold: Problem | None

    @property
    def to_ring(self) -> int:
        """How many have a telephone and gave no answer."""
        people = (person for one in self.doors for person in one.people)
        return sum(person.telephones and not person.answered for person in people)


def unanswered(found: Sequence[Missing]) -> list[Missing]:
    """Those nobody knows anything of: they are asked, and no others."""
    return [one for one in found if one.why not in ANSWERED]


def sweep(viewer: Viewer, ident: UUID, area: str) -> Sweep:
    """Who of a place is missing; Problems `round_unknown`, `area_not_yours`, `right_missing`."""
    path = read_path(area)
    viewer.must(Right.SEE_REGISTER, path)
    with acting(viewer):
        row = round_row(viewer, ident)
        held = held_below(row, path)
        found = missing(row, held)
        sums = counted(row, held).items()
        tally = together(one for at, one in sums if span(path).holds(at))
        slot = slots_of(row).get(path) if tally.due > tally.door else None
        words = Doors.of([path, row.area, *(one.area for one in found)])
        line = line_of(row, tally, words)
        # Whoever waits at home for the team, or gave an answer, is not named in the group.
        told = [one for one in unanswered(found) if not one.door and not is_common_part(one.area)]
        heading = missing_heading_zh(row.number, row.ends_at, row.day, slot)
        rooms = list(dict.fromkeys(one.area for one in told))
        box = _texts(viewer, path, row.id, rooms, heading)
        doors = _doors(row.id, row.day, found, words)
        return Sweep(line, path, words.short(path), tally, slot, doors, *box)


def _texts(
    viewer: Viewer, path: str, ident: UUID, rooms: Sequence[str], heading: str
) -> tuple[GroupBox | None, Problem | None]:
    """The texts with some rooms, or why nothing may be told in a group."""
    try:
        return group_box(viewer, path, f"sampling:missing/{ident}", rooms, heading), None
    except Problem as problem:
        return None, problem


def _doors(
    ident: UUID, day: date, found: Sequence[Missing], words: Doors
) -> tuple[MissingDoor, ...]:
    people = {one.id: one for one in Resident.objects.filter(id__in=[x.resident for x in found])}
    said = {
        one.resident: sealing.unseal(SAID, one.id, one.said_sealed) or ""
        for one in NotSampled.objects.filter(round=ident, resident__in=list(people))
    }
    doors: dict[str, list[MissingLine]] = {}
    for one in found:
        who = people.get(one.resident)
        doors.setdefault(one.area, []).append(
            MissingLine(
                *(one.resident, who.name if who else ""),
                f"{day}/{What.SAMPLING}/{one.resident}/{one.win}",
                *(one.door, why_name(one.why) if one.why else None),
                said.get(one.resident, ""),
                one.why in ANSWERED,
                bool(who and who.telephones_sealed),
            )
        )
    made = []
    for path, some in doors.items():
        door = words.door(path)
        room = f"{door.unit} {door.room}".strip()
        made.append(MissingDoor(path, room, tuple(some)))
    return tuple(made)


def to_ring(viewer: Viewer, ident: UUID, area: str) -> list[Listed]:
    """Who of a place is to be rung, in the order of doors; inside the viewer's scope."""
    row = round_row(viewer, ident)
    found = unanswered(missing(row, held_below(row, read_path(area))))
    rows = Resident.objects.filter(
        id__in=[one.resident for one in found], telephones_sealed__isnull=False
    )
    return [
        Listed(row.area, row.id, tuple(telephones_of(row)))
        for row in rows.order_by("area", "place", "id")
    ]


@dataclass(frozen=True)
class RosterSheet:
    """The roster of an organisation in the round `id`, line by line, as it is printed and keyed in."""

    id: UUID
    number: int
    day: date
    open: bool
    name: str
    people: tuple[RosterPlace, ...]


def roster_of(viewer: Viewer, ident: UUID, organisation: UUID) -> RosterSheet:
    """The roster of an organisation in a round, line by line; Problems `round_unknown`, `organisation_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row = round_row(viewer, ident)
        name, people = roster_in_round(viewer, row, organisation)
        return RosterSheet(
            *(row.id, row.number, row.day, row.closed_at is None, name), tuple(people)
        )
