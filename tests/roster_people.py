"""People of the force for tests of rosters: invented, by name, with the wishes and years that a test needs."""

from datetime import date
from uuid import UUID

from tests.cast import COMPOUND, PATH, Cast
from tests.street import at
from wumen.actions.force import enlist
from wumen.actions.rosters.changing import publish
from wumen.actions.rosters.making import start_roster
from wumen.actions.stations import make_station
from wumen.queries.posts import acting
from wumen.records.models import DayAsked, Roster, Shift, Station, StationHours
from wumen.rules.sign_up import SignUp
from wumen.rules.stations import PATTERNS, Hours

MONDAY = date(2022, 1, 10)
NAMES = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")


def joins(cast: Cast, many: int = 8, **said: object) -> list[UUID]:
    """So many people who serve in the compound; their crew ids."""
    known = len(_KNOWN)
    found = []
    for n in range(known, known + many):
        given: dict[str, object] = {
            "name": f"值守{NAMES[n % 10]}{n}",
            "telephone": f"1900000{n:04d}",
            "profession": "volunteer",
        }
        row = enlist(cast.clerk, COMPOUND, SignUp(**{**given, **said}), "ledger")  # type: ignore[arg-type]
        found.append(row.person_id)
        _KNOWN.append(row.person_id)
    return found


_KNOWN: list[UUID] = []


def watch(
    cast: Cast, name: str = "1号楼值守", hours: tuple[Hours, ...] = (), **like: object
) -> Station:
    """A station of the compound, manned day and night in three shifts unless said otherwise."""
    asked = hours or PATTERNS["eights"][1]
    return make_station(cast.clerk, f"{COMPOUND}/1", "watch", name, asked, **like)  # type: ignore[arg-type]


def made(cast: Cast, *stations: Station, days: int = 7, first: date = MONDAY) -> Roster:
    """A roster of stations, not yet published."""
    ids = [one.id for one in stations]
    return start_roster(cast.clerk, COMPOUND, ids, first, days, background=False)


def published(cast: Cast, *stations: Station, days: int = 7) -> Roster:
    """A roster that holds."""
    return publish(cast.clerk, made(cast, *stations, days=days).id)


def places(cast: Cast, roster: Roster) -> list[Shift]:
    """The places of a roster in the order of their beginning."""
    with acting(cast.clerk):
        rows = Shift.objects.filter(roster=roster).select_related(
            "person", "roster", "station", "hours"
        )
        return list(rows.order_by("begins_at", "station__name", "seat"))


def keep_station(by: UUID) -> None:
    """A station at the building with its hours, a roster, a place of it, and a day that somebody asked."""
    if Station.objects.exists():
        return
    area, when = f"{PATH}1/", at(1, 9)
    station = Station.objects.create(
        area=area, kind="watch", name="值守", rings_after=10, made_at=when
    )
    hours = StationHours.objects.create(
        area=area, station=station, start=480, minutes=480, weekdays=127, need=1
    )
    roster = Roster.objects.create(
        area=area, number=1, first_day=date(2022, 1, 10), days=1, stations=[station.id], people=[],
        seed=1, made_at=when, post=by,
    )  # fmt: skip
    Shift.objects.create(
        area=area, roster=roster, station=station, hours=hours, day=roster.first_day, seat=1,
        begins_at=at(1, 10, 8), ends_at=at(1, 10, 16), person_id=by,
    )  # fmt: skip
    DayAsked.objects.create(
        area=area, person_id=by, day=roster.first_day, kind="free", noted_at=when, noted_by=by
    )
