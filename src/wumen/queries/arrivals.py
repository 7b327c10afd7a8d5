"""Who comes back: expected by day, come or not, what the day's list of risk areas says of each, her home's kit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Count, Q, QuerySet

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.queries.risk_areas import RiskPage, asked_of_who_comes_back, list_in_force
from wumen.records import clock, sealing
from wumen.records.models import Arrival, Resident
from wumen.records.orders import binding
from wumen.rules.arrivals import ArrivalDraft, SaidBy, Staying, Suited, another_origin, suited
from wumen.rules.masks import mask_telephone
from wumen.rules.playbooks import ComingBack
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.retention import kept_from
from wumen.rules.risk_areas import Level
from wumen.rules.risk_fit import Against, Judged
from wumen.rules.time import business_day

SEALED_AS = "arrival"
PAGE = 50
# So many are opened to be held against a list; a larger place is looked at community by community.
OPENED_AT_MOST = 5000
# Who was expected in the days before and has not come is still looked out for at a gate.
LOOKED_OUT_FOR = timedelta(days=2)
_AHEAD = timedelta(days=14)
_WHO = ("id", "household_id", "name")


class Former(msgspec.Struct, frozen=True):
    """From where and when she left, as she said it before she named another place."""

    origin: str
    left_on: date | None = None


class Said(msgspec.Struct, frozen=True):
    """What lies sealed of somebody who comes back; `before`: what of it a later word of hers corrected."""

    name: str = ""
    telephone: str = ""
    origin: str = ""
    left_on: date | None = None
    hour: str = ""
    transport: str = ""
    answers: dict[str, bool] = {}
    words: str = ""
    unclear: str = ""
    before: tuple[Former, ...] = ()

    def for_a_captain(self) -> "Said":
        """What a captain needs: who, about when, the six answers; not from where, nor how, nor the telephone."""
        return Said(name=self.name, hour=self.hour, answers=self.answers)


def filled(was: Said, draft: ArrivalDraft, by: SaidBy) -> Said:
    """What stood, with what is said now in its place, or only where nothing stood; the hour is always the newest.

    Another place that she names herself stands in place of the former, which stays to be read. A finer word of hers
    for the same place stands, a rougher one does not.
    """
    over, herself = by is SaidBy.OFFICE, by is SaidBy.HERSELF
    elsewhere = another_origin(was.origin, draft.origin)
    moved = herself and elsewhere

    def of(name: str, newest: bool = over) -> Any:
        old, new = getattr(was, name), getattr(draft, name)
        return (new or old) if newest else (old or new)

    finer = herself and was.origin in draft.origin
    former = (*was.before, Former(was.origin, was.left_on)) if moved else was.before
    return Said(
        of("name"),
        of("telephone"),
        of("origin", over or moved or finer),
        of("left_on", over or moved),
        draft.hour or was.hour,
        of("transport", over or moved),
        was.answers,
        of("words"),
        draft.unclear,
        () if over and elsewhere else former,
    )


@dataclass(frozen=True)
class ArrivalLine:
    """Somebody who comes back; `asks` is the playbook's rule for her, `decided` that an order on her stands.

    `at_home_decided`: an order on somebody else of the home stands. `judged` is None for who has no register to keep:
    a captain sees no place and no level, only whether something is still `sure` and what to say. Telephones are
    masked.
    """

    id: UUID
    household: UUID | None
    area: str
    door: str
    said: Said
    expected_on: date
    came_at: datetime | None
    came_by: str
    noted_by: str
    noted_at: datetime
    asked_at: datetime | None
    kit_at: datetime | None
    judged: Judged | None
    sure: bool
    asks: ComingBack | None
    decided: bool
    at_home_decided: bool

    @property
    def late(self) -> bool:
        """Whether she was expected on a day that is over and nobody saw her come."""
        return self.came_at is None and self.expected_on < clock.today()

    @property
    def waits(self) -> bool:
        """Whether an authority has still to decide about her."""
        return bool(self.asks and self.asks.awaits_order and not self.decided)

    @property
    def stays(self) -> bool:
        """Whether an authority decides, or decided, about her or her home: only then is anything signed or asked."""
        return self.waits or self.decided or self.at_home_decided

    @property
    def suited(self) -> Suited:
        """What the six answers say of the home."""
        return suited(self.said.answers)


@dataclass(frozen=True)
class DayCount:
    """How many are expected on a day, and how many of them are home."""

    day: date
    expected: int
    came: int


@dataclass(frozen=True)
class ArrivalsPage:
    """A page of who comes back: one day's, who is late, or all who came; `after` leads on."""

    lines: Sequence[ArrivalLine]
    days: Sequence[DayCount]
    late: int
    after: str
    risk: RiskPage


def read_said(row: Arrival) -> Said:
    """What was noted of somebody; Problem `seal_broken`."""
    text = sealing.unseal(SEALED_AS, row.id, row.said_sealed) or "{}"
    return msgspec.json.decode(text, type=Said)


def kept() -> QuerySet[Arrival]:
    """Who stands on the list, inside the running scope."""
    rows = Arrival.objects.filter(dropped_at__isnull=True).order_by("expected_on", "id")
    return rows.select_related("noted_by", "came_by")


def arrivals(viewer: Viewer, show: str = "", after: str = "") -> ArrivalsPage:
    """Who comes back to the viewer's area: `late`, `home`, or those of a day (today for nothing).

    The look of an office is the caller's to log.
    `after`: where the page before ended. Problems `right_missing`, `day_unreadable`.
    """
    viewer.must(Right.CORRECT_HOMES)
    today = clock.today()
    with acting(viewer):
        wanted = kept().filter(_shown(show, today))
        some = list(_behind(wanted, after)[: PAGE + 1])
        risk = list_in_force(viewer)
        lines = lines_of(viewer, some[:PAGE], risk)
        days, late = _by_day(today)
    last = some[PAGE - 1] if len(some) > PAGE else None
    return ArrivalsPage(lines, days, late, f"{last.expected_on}.{last.id}" if last else "", risk)


def _shown(show: str, today: date) -> Q:
    if show == "late":
        return Q(expected_on__lt=today, came_at__isnull=True)
    if show == "home":
        return Q(came_at__isnull=False)
    try:
        return Q(expected_on=date.fromisoformat(show) if show else today)
    except ValueError:
        raise Problem("day_unreadable", text=show) from None


def _behind(rows: QuerySet[Arrival], after: str) -> QuerySet[Arrival]:
    """The rows behind a place in the order; a place that nobody can read is the beginning."""
    day, _, ident = after.partition(".")
    try:
        key = (date.fromisoformat(day), UUID(ident))
    except ValueError:
        return rows
    return rows.filter(Q(expected_on__gt=key[0]) | Q(expected_on=key[0], id__gt=key[1]))


def _by_day(today: date) -> tuple[list[DayCount], int]:
    """How many of each day, and how many are late, in one statement."""
    rows = (
        Arrival.objects.filter(
            dropped_at__isnull=True,
            expected_on__gte=kept_from(today),
            expected_on__lte=today + _AHEAD,
        )
        .values("expected_on")
        .annotate(n=Count("id"), came=Count("id", filter=Q(came_at__isnull=False)))
        .order_by("expected_on")
    )
    found = [DayCount(row["expected_on"], row["n"], row["came"]) for row in rows]
    late = sum(one.expected - one.came for one in found if one.day < today)
    return [one for one in found if one.day >= today - LOOKED_OUT_FOR], late


def lines_of(
    viewer: Viewer,
    rows: Sequence[Arrival],
    risk: RiskPage,
    people: Sequence[Resident] | None = None,
) -> list[ArrivalLine]:
    """Some rows as the viewer may see them, inside the running scope: four statements, however many they are.

    `people`: who lives in their homes, where the caller has read them already.
    """
    words = Doors.of(row.area for row in rows)
    rules = asked_of_who_comes_back()
    within = {level: one.within_days for level, one in rules.items() if one.within_days is not None}
    against = Against(risk.areas, within, of_today=not risk.stale)
    homes = {row.household for row in rows if row.household}
    if people is None:
        people = list(Resident.objects.filter(household_id__in=homes).only(*_WHO))
    ordered = _ordered(people)
    office = viewer.may(Right.KEEP_REGISTER)
    return [_line(row, words, against, rules, ordered, office) for row in rows]


def _line(
    row: Arrival,
    words: Doors,
    against: Against,
    rules: Mapping[str, ComingBack],
    ordered: Mapping[UUID, Collection[str]],
    office: bool,
) -> ArrivalLine:
    said = read_said(row)
    came_on = business_day(row.came_at) if row.came_at else row.expected_on
    before = [(one.origin, one.left_on) for one in said.before]
    found = against.judged(said.origin, said.left_on, came_on, before)
    names = ordered.get(row.household, ()) if row.household else ()
    masked = msgspec.structs.replace(
        said, telephone=mask_telephone(said.telephone) if said.telephone else ""
    )
    return ArrivalLine(
        row.id,
        row.household,
        row.area,
        words.short(row.area),
        masked if office else said.for_a_captain(),
        row.expected_on,
        row.came_at,
        row.came_by.name if row.came_by else "",
        row.noted_by.name,
        row.noted_at,
        row.asked_at,
        row.kit_at,
        found if office else None,
        found.sure and not said.unclear,
        rules.get(found.level),
        said.name in names,
        bool(names) and said.name not in names,
    )


def _ordered(residents: Iterable[Resident]) -> dict[UUID, set[str]]:
    """Of each home the names of those on whom an order holds now: about them the authority has decided."""
    people = {one.id: (one.household_id, one.name) for one in residents}
    rows = binding(clock.now()).filter(resident__in=list(people))
    found: dict[UUID, set[str]] = {}
    for ident in rows.values_list("resident", flat=True):
        if ident in people:
            home, name = people[ident]
            found.setdefault(home, set()).add(name)
    return found


def staying_of(lines: Sequence[ArrivalLine]) -> dict[UUID, Staying]:
    """The homes about which an authority decides or decided, with for how many days the playbook reckons."""
    found: dict[UUID, Staying] = {}
    for one in lines:
        if one.household and one.stays:
            days = (one.asks.within_days if one.asks else None) or 0
            known = found.get(one.household, Staying())
            found[one.household] = Staying(max(days, known.days or 0) or None)
    return found


def arrival(viewer: Viewer, ident: UUID) -> ArrivalLine:
    """One who comes back; the look of an office is the caller's to log. Problems `right_missing`, `arrival_unknown`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        row = kept().filter(id=ident).first()
        if row is None:
            raise Problem("arrival_unknown")
        return lines_of(viewer, [row], list_in_force(viewer))[0]


@dataclass(frozen=True)
class AgainstList:
    """Who came lately or is coming, against the day's list, by level; `ask` are those of whom more must be known.

    `too_many`: more than are opened at once; a smaller place has to be looked at.
    """

    by_level: Sequence[tuple[Level, Sequence[ArrivalLine]]]
    ask: Sequence[ArrivalLine]
    waits: int
    too_many: bool
    risk: RiskPage


def against_list(viewer: Viewer) -> AgainstList:
    """Everybody of the last fourteen days and ahead, by where from × left when; the look is the caller's to log.

    Problem `right_missing` for whoever keeps no register.
    """
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        wanted = kept().filter(expected_on__gte=kept_from(clock.today()))
        rows = list(wanted[: OPENED_AT_MOST + 1])
        risk = list_in_force(viewer)
        lines = lines_of(viewer, rows[:OPENED_AT_MOST], risk)
    by_level = [(level, [one for one in lines if _surely(one, level)]) for level in Level]
    return AgainstList(
        [(level, some) for level, some in by_level if some],
        [one for one in lines if not one.sure],
        sum(one.waits for one in lines),
        len(rows) > OPENED_AT_MOST,
        risk,
    )


def _surely(line: ArrivalLine, level: Level) -> bool:
    return line.sure and line.judged is not None and line.judged.level is level
