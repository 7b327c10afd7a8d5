"""One place of a roster as the office looks at it: whose it is, who might have it, what was handed over."""

from dataclasses import dataclass
from uuid import UUID

from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.queries.rosters.manning import beside, manning_of, placed_of, stays
from wumen.queries.rosters.mine import NOTE_SEALED_AS
from wumen.queries.stations import ShiftLine, shift_line
from wumen.records import sealing
from wumen.records.models import CrewMember, Shift
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.asking import SOFT, against


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


def shift_page(viewer: Viewer, ident: UUID) -> ShiftPage:
    """One place; Problems `shift_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with acting(viewer):
        row = Shift.objects.select_related("person", "roster", "station").filter(id=ident).first()
        if row is None or not viewer.span.holds(row.area) or row.roster.dropped_at is not None:
            raise Problem("shift_unknown")
        task, placed = manning_of(row.roster, viewer.span), placed_of(row.roster)
        manned = next(one for one in task.manned if one.id == str(row.hours_id))
        crew = {
            str(one.id): one
            for one in CrewMember.objects.filter(id__in=[p.id for p in task.people])
        }
        choices, fast = [], stays(row)
        for one in task.people:
            found = against(task, beside(row, placed, one.id, fast), one.id, manned, row.day)
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
            line=shift_line(row),
            roster=row.roster_id,
            number=row.roster.number,
            station=row.station.name,
            place=spoken_places({row.area})[row.area],
            choices=tuple(sorted(choices, key=lambda c: (len(c.forbids), len(c.grants), c.name))),
            note=sealing.unseal(NOTE_SEALED_AS, row.id, row.handed_over_sealed) or "",
        )
