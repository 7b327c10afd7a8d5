"""One place of a roster as the office looks at it: whose it is, who might have it, what was handed over."""

from dataclasses import dataclass
from uuid import UUID

from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.queries.rosters.manning import beside, manning_of, placed_of, stays
from wumen.queries.rosters.mine import NOTE_SEALED_AS
from wumen.queries.stations import ShiftLine, by_crew, shift_line
from wumen.records import sealing
from wumen.records.models import CrewMember, Shift
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.asking import SOFT, Asking


@dataclass(frozen=True)
class Choice:
    """Somebody who might have the place: what she has to be asked for, or what forbids it."""

    person: UUID
    crew_no: str
    name: str
    grants: tuple[str, ...]
    forbids: tuple[str, ...]


@dataclass(frozen=True)
class ShiftPage:
    """A place with everything of it."""

    line: ShiftLine
    roster: UUID
    number: int
    station: str
    place: str
    choices: tuple[Choice, ...]
    note: str

    @property
    def may(self) -> list[Choice]:
        """Whom nothing forbids, who has least to grant first."""
        return [one for one in self.choices if not one.forbids]


def _line(row: Shift) -> ShiftLine:
    """The place; one that a crew fills with all its places of these hours."""
    if not row.block:
        return shift_line(row)
    whole = Shift.objects.filter(
        roster=row.roster_id, hours=row.hours_id, day=row.day, person=row.person_id, block=True
    )
    rows = whole.select_related("person", "roster", "was").order_by("seat")
    return by_crew(shift_line(one) for one in rows)[0]


def shift_page(viewer: Viewer, ident: UUID) -> ShiftPage:
    """One place; Problems `shift_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with acting(viewer):
        row = (
            Shift.objects.select_related("person", "roster", "station", "was")
            .filter(id=ident)
            .first()
        )
        if row is None or not viewer.span.holds(row.area) or row.roster.dropped_at is not None:
            raise Problem("shift_unknown")
        task, placed = manning_of(row.roster), placed_of(row.roster)
        manned = next(one for one in task.manned if one.id == str(row.hours_id))
        crew = {
            str(one.id): one
            for one in CrewMember.objects.filter(id__in=[p.id for p in task.people])
        }
        choices, fast, asking = [], stays(row), Asking(task, placed)
        for one in task.people:
            besides = beside(row, asking.has(one.id), one.id, fast)
            found = asking.against(one.id, manned, row.day, besides)
            choices.append(
                Choice(
                    crew[one.id].id,
                    crew[one.id].number,
                    crew[one.id].name,
                    tuple(why for why in found if why in SOFT),
                    tuple(why for why in found if why not in SOFT),
                )
            )
        return ShiftPage(
            line=_line(row),
            roster=row.roster_id,
            number=row.roster.number,
            station=row.station.name,
            place=spoken_places({row.area})[row.area],
            choices=tuple(sorted(choices, key=lambda c: (len(c.forbids), len(c.grants), c.name))),
            note=sealing.unseal(NOTE_SEALED_AS, row.id, row.handed_over_sealed) or "",
        )
