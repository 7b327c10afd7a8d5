"""The duty log of an office and a day: what the event log tells by the hour, lines that were added, sign-offs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import connection

from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Area, DutyLogLine, DutyLogSign, Post
from wumen.records.rosters import published
from wumen.rules.areas import AreaKind
from wumen.rules.duty_log import KINDS, Happened, Hour, by_hour
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.time import local, whole_day

SAID = "duty_log_line"
# What happens by the hundred is counted where it lies; what stands one by one is read with what it tells.
_EVENTS = """
    SELECT kind, made_at, area, convert_from(body, 'UTF8'), 1::bigint FROM event
    WHERE arrived_on >= %(first)s AND arrived_on <= %(last)s AND made_at >= %(begins)s AND made_at < %(ends)s
        AND area >= %(lo)s AND area < %(hi)s AND kind = ANY(%(each)s)
    UNION ALL
    SELECT kind, min(made_at), CASE WHEN count(DISTINCT area) = 1 THEN min(area) ELSE '' END, NULL, count(*) FROM event
    WHERE arrived_on >= %(first)s AND arrived_on <= %(last)s AND made_at >= %(begins)s AND made_at < %(ends)s
        AND area >= %(lo)s AND area < %(hi)s AND kind = ANY(%(many)s)
    GROUP BY kind, date_trunc('hour', made_at)
"""


@dataclass(frozen=True)
class LogLine:
    """A line that somebody added: of which instant, what, who, and whether its hour was signed off before."""

    at: datetime
    said: str
    by: str
    noted_at: datetime
    late: bool


@dataclass(frozen=True)
class SignedOff:
    """A sign-off: who handed over to whom, how many entries and lines the log held then, under which mark."""

    at: datetime
    by: str
    to: str
    entries: int
    lines: int
    digest: str


@dataclass(frozen=True)
class OnDuty:
    """Somebody who stood somewhere that day by a published roster, and whether she was seen to come."""

    station: str
    begins: datetime
    ends: datetime
    person: str
    came: bool


@dataclass(frozen=True)
class DutyLog:
    """The log of a day: hours, lines by their hour, sign-offs, who was on duty; `entries` were made by themselves."""

    day: date
    place: str
    hours: tuple[Hour, ...]
    lines: tuple[LogLine, ...]
    signs: tuple[SignedOff, ...]
    on_duty: tuple[OnDuty, ...]
    entries: int

    def lines_in(self, hour: int) -> list[LogLine]:
        """The lines of an hour."""
        return [one for one in self.lines if local(one.at).hour == hour]


def duty_log(viewer: Viewer, day: date) -> DutyLog:
    """The log of the viewer's office for a day; Problem `right_missing`."""
    viewer.must(Right.REPORT)
    with acting(viewer):
        events, entries = _events(viewer, day)
        place = Area.objects.filter(area=viewer.area).values_list("name", flat=True).first()
        return DutyLog(
            day=day,
            place=place or "",
            hours=tuple(by_hour(events)),
            lines=lines_of(viewer.area, day),
            signs=_signs(viewer.area, day),
            on_duty=_on_duty(viewer, day),
            entries=entries,
        )


def entries_of(viewer: Viewer, day: date) -> int:
    """How many events of a day stand in the log by themselves; inside the running scope."""
    return _events(viewer, day)[1]


def _events(viewer: Viewer, day: date) -> tuple[list[Happened], int]:
    held, hours = viewer.span, whole_day(day)
    first, last = clock.arrival_days(day)
    asked: dict[str, Any] = {
        "first": first,
        "last": last,
        "begins": hours.begins,
        "ends": hours.ends,
        "lo": held.lo,
        "hi": held.hi,
        "each": [key for key, kind in KINDS.items() if kind.each],
        "many": [key for key, kind in KINDS.items() if not kind.each],
    }
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, asked)
        rows = cursor.fetchall()
    places = _offices()
    events = [
        Happened(kind, at, _office(places, area), _body(body), many)
        for kind, at, area, body, many in rows
    ]
    return events, sum(one.times for one in events)


def _body(text: str | None) -> dict[str, Any]:
    """What an event tells in the open; what is sealed in it stays sealed."""
    said = msgspec.json.decode(text) if text else {}
    found = said.get("body", {})
    return found if isinstance(found, dict) else {}


def _offices() -> dict[str, str]:
    """The names of the communities and villages of the scope: no door and no building stands in the log."""
    rows = Area.objects.filter(kind__in=[AreaKind.COMMUNITY, AreaKind.VILLAGE])
    return dict(rows.values_list("area", "name"))


def _office(places: dict[str, str], area: str) -> str:
    return next((name for path, name in places.items() if area.startswith(path)), "")


def lines_of(area: str, day: date) -> tuple[LogLine, ...]:
    """What was added to an office's log of a day, by the instant that it tells of; inside the running scope."""
    rows = DutyLogLine.objects.filter(area=area, day=day).select_related("by")
    return tuple(
        LogLine(
            *(one.at, sealing.unseal(SAID, one.id, one.said_sealed) or "", one.by.name),
            *(one.noted_at, one.late),
        )
        for one in rows.order_by("at", "noted_at", "id")
    )


def _signs(area: str, day: date) -> tuple[SignedOff, ...]:
    rows = DutyLogSign.objects.filter(area=area, day=day).select_related("by", "to")
    return tuple(
        SignedOff(one.signed_at, one.by.name, one.to.name, one.entries, one.lines, one.digest)
        for one in rows.order_by("signed_at")
    )


def takers(viewer: Viewer) -> list[tuple[str, str]]:
    """To whom the viewer may hand over: who holds a post of an office in her area; crew number and name."""
    viewer.must(Right.REPORT)
    now, roles = clock.now(), [key for key, role in ROLES.items() if Right.REPORT in role.rights]
    with acting(viewer):
        rows = Post.objects.filter(area=viewer.area, role__in=roles, from_at__lte=now)
        held = (
            rows.exclude(until_at__lte=now).exclude(person=viewer.person).select_related("person")
        )
        return sorted({(one.person.number, one.person.name) for one in held})


def signed_until(area: str, day: date) -> datetime | None:
    """Up to when an office's log of a day was signed off; inside the running scope."""
    rows = DutyLogSign.objects.filter(area=area, day=day)
    return rows.order_by("-signed_at").values_list("signed_at", flat=True).first()


def _on_duty(viewer: Viewer, day: date) -> tuple[OnDuty, ...]:
    held = viewer.span
    rows = published().filter(day=day, area__gte=held.lo, area__lt=held.hi, person__isnull=False)
    return tuple(
        OnDuty(
            *(one.station.name, one.begins_at, one.ends_at),
            *(one.person.name if one.person else "", one.came_at is not None),
        )
        for one in rows.select_related("station", "person").order_by(
            "station__name", "begins_at", "seat"
        )
    )
