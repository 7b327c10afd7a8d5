"""One's own shifts: those of today, what was handed over before, and the days ahead for a calendar."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wumen.queries.organisations import spoken_places
from wumen.queries.posts import looking_around
from wumen.queries.stations import ShiftLine, by_crew, shift_line
from wumen.records import clock, sealing
from wumen.records.models import Shift
from wumen.records.rosters import published

NOTE_SEALED_AS = "shift_note"
_AHEAD, _BEHIND = timedelta(days=35), timedelta(hours=1)


@dataclass(frozen=True)
class OwnShift:
    """A shift of one's own; `handed_over` is what the shift before said at its end."""

    line: ShiftLine
    station: str
    place: str
    area: str
    handed_over: str = ""
    handed_by: str = ""


def own_shifts(person: UUID, ahead: timedelta = _AHEAD) -> list[OwnShift]:
    """Somebody's published shifts from now on, wherever they are, the next first."""
    now = clock.now()
    with looking_around():
        rows = list(
            published()
            .filter(person=person, ends_at__gt=now - _BEHIND, begins_at__lt=now + ahead)
            .select_related("person", "roster", "station", "was")
            .order_by("begins_at")
        )
        said = spoken_places({row.area for row in rows})
        by_id = {row.id: row for row in rows}
        lines = [(one, by_id[one.id]) for one in by_crew(shift_line(row) for row in rows)]
        return [
            OwnShift(
                line,
                row.station.name,
                said[row.area],
                row.area,
                *(_handed_over(row, now) if row.begins_at < now + timedelta(hours=1) else ("", "")),
            )
            for line, row in lines
        ]


def _handed_over(row: Shift, now: datetime) -> tuple[str, str]:
    """What whoever stood there before wrote down, and who she was."""
    before = (
        Shift.objects.filter(
            station=row.station_id,
            begins_at__lt=row.begins_at,
            begins_at__gte=now - timedelta(days=1),
            handed_over_sealed__isnull=False,
            roster__published_at__isnull=False,
        )
        .select_related("person")
        .order_by("-begins_at")
        .first()
    )
    if before is None or before.person is None:
        return "", ""
    note = sealing.unseal(NOTE_SEALED_AS, before.id, before.handed_over_sealed) or ""
    return note, before.person.name
