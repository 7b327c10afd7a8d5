"""Figures of places at an instant: counted off the register, the kept counts and the orders, few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wumen.queries.duties import within
from wumen.queries.figures.asked import Asked, Counter
from wumen.queries.figures.at_work import at_work
from wumen.queries.figures.duties import duties, reasons
from wumen.queries.figures.orders import orders
from wumen.queries.figures.people import care, crew, knocks
from wumen.queries.figures.regimes import UnderRegime, books, regime_lines, regime_names, regimes
from wumen.queries.figures.register import register
from wumen.queries.installation import made_at
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Area
from wumen.rules.areas import OFFICES, AreaKind, common, read_path
from wumen.rules.figures import Figure, Values, day_of, declared, together
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# Each counts its figures for several places at once. Requests add theirs here when they are kept.
COUNTERS: tuple[Counter, ...] = (
    register,
    regimes,
    duties,
    reasons,
    at_work,
    care,
    knocks,
    orders,
    crew,
)
# A report for 20:00 is made at 19:30; one for next week says nothing.
_AHEAD = timedelta(hours=24)
_THIS_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Figures:
    """The figures of a place: of the instant `at` as it was asked for, as they stood at `counted_at`."""

    area: str
    place: str
    at: datetime
    counted_at: datetime
    day: date
    values: Values
    known: tuple[Figure, ...]


@dataclass(frozen=True)
class Instant:
    """Which instant a report tells of, when it is counted, and whether that is over: `passed`."""

    at: datetime
    counted_at: datetime
    passed: bool

    @property
    def day(self) -> date:
        """The day of which it tells."""
        return day_of(self.at)


def instant_of(at: datetime | None) -> Instant:
    """The instant that is asked for, now if none is; it is counted now at the latest.

    What is asked for this minute is now. Problem `report_too_early` for more than a day ahead.
    """
    now = clock.now()
    asked = at or now
    if asked > now + _AHEAD:
        raise Problem("report_too_early")
    passed = asked < now - _THIS_MINUTE
    return Instant(asked, asked if passed else now, passed)


def place_asked(viewer: Viewer, area: str | None) -> str:
    """The path of a place as the viewer named it, or of her post; Problems `area_not_yours`, …"""
    within(viewer, area)
    return read_path(area) if area else viewer.area


def name_of(path: str) -> str:
    """What a place is called; everywhere by the office over all of it. Inside the running scope."""
    if not path:
        offices = Area.objects.filter(kind__in=list(OFFICES)).exclude(kind=AreaKind.DISTRICT)
        path = common(list(offices.values_list("area", flat=True)))
    return Area.objects.filter(area=path).values_list("name", flat=True).first() or ""


def count(places: Sequence[str], when: Instant) -> list[Values]:
    """The figures of several places at an instant, inside the running scope.

    Of an instant before the installation was made nobody knows anything.
    """
    asked = Asked(tuple(places), when.day, when.counted_at, when.passed)
    columns = [counter(asked) for counter in COUNTERS]
    values: list[Values] = [together(of_place) for of_place in zip(*columns, strict=True)]
    if when.passed and when.counted_at < made_at():
        return [dict.fromkeys(one, None) for one in values]
    return values


def figures(viewer: Viewer, area: str | None = None, at: datetime | None = None) -> Figures:
    """All figures of a place at an instant, now if none is named.

    Problems: `right_missing`, `area_not_yours`, `report_too_early`.
    """
    viewer.must(Right.REPORT)
    path = place_asked(viewer, area)
    when = instant_of(at)
    with acting(viewer):
        values = count([path], when)[0]
        known = declared(regime_names(books()))
        return Figures(path, name_of(path), when.at, when.counted_at, when.day, values, known)


def figures_of(
    viewer: Viewer, areas: Sequence[str], at: datetime | None = None
) -> dict[str, Values]:
    """The figures of several places, by path; Problems as `figures`."""
    viewer.must(Right.REPORT)
    paths = sorted({place_asked(viewer, one) for one in areas})
    when = instant_of(at)
    if not paths:
        return {}
    with acting(viewer):
        return dict(zip(paths, count(paths, when), strict=True))


def known_figures(viewer: Viewer) -> tuple[Figure, ...]:
    """The figures that can be asked for under the rules in force; Problem `right_missing`."""
    viewer.must(Right.REPORT)
    with acting(viewer):
        return declared(regime_names(books()))


@dataclass(frozen=True)
class RegimeRow:
    """A place under a regime, by name, with what is its own."""

    line: UnderRegime
    name: str


def regime_rows(
    viewer: Viewer, regime: str, area: str | None = None
) -> tuple[Named, list[RegimeRow]]:
    """The rows behind a regime's figures now, with the regime's name; Problems `regime_unknown`, …"""
    viewer.must(Right.REPORT)
    path = place_asked(viewer, area)
    with acting(viewer):
        names = regime_names(books())
        if regime not in names:
            raise Problem("regime_unknown", regime=regime, known=" ".join(names))
        lines = regime_lines(path, regime, clock.now())
        named = dict(
            Area.objects.filter(area__in=[one.path for one in lines]).values_list("area", "name")
        )
        return names[regime], [RegimeRow(one, named.get(one.path, "")) for one in lines]
