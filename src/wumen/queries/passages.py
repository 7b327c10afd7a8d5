"""Entries at a gate: what the rules say of who comes or goes there, and the day as it stands noted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from wumen.queries import facts
from wumen.queries.doors import places_below
from wumen.queries.doors_apart import isolated_then
from wumen.queries.explain import grounds_over, whom_to_ask
from wumen.queries.field.told import told_today
from wumen.queries.gate_passes import Holder, PassLine, bound, pass_lines, shown
from wumen.queries.passages_twice import both_noted, sealed_said
from wumen.queries.posts import acting
from wumen.queries.turns import noted_of
from wumen.records import clock
from wumen.records.models import Area, Household, Outing, Passage
from wumen.records.orders import binding
from wumen.rules.addresses import code_of_label
from wumen.rules.areas import AreaKind, in_order, parent, read_path, span
from wumen.rules.entries import Coming, GateFacts, may_come_in
from wumen.rules.field.told import PASSAGE, DayAtPlace, day_at
from wumen.rules.movement import (
    CARE,
    EMERGENCIES,
    Answer,
    Asked,
    MovementFacts,
    Purpose,
    Verdict,
    days_of_turns,
    may_go_out,
)
from wumen.rules.passages import (
    LEAVES,
    MOVED,
    ON_THE_WAY,
    Decision,
    PassageSaid,
    Said,
    Way,
    differs,
    goes_beyond,
    leaves_home,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay.places import find_building, find_door, flat
from wumen.rules.search import codes_below_compound
from wumen.rules.time import business_day, local, whole_day
from wumen.rules.turns import before_typed

_GATES = (AreaKind.COMPOUND, AreaKind.VILLAGE, AreaKind.SITE)
_DOORS = (AreaKind.BUILDING, AreaKind.UNIT)
# Who always comes in, by whatever door.
_BY_ANY_DOOR = frozenset(
    {Coming.RESCUE, Coming.RESIDENT, Coming.NO_PHONE, Coming.RETURNING}
    | {Coming.CARER, Coming.REPAIR, Coming.SUPPLY}
)
LATEST = 15


@dataclass(frozen=True)
class Judged:
    """What the rules say of an entry, which home goes, what a pass that was shown is for, and which."""

    answer: Answer
    door: str = ""
    purpose: str = ""
    shown: UUID | None = None


@dataclass(frozen=True)
class PassageLine:
    """An entry of today: who it was stands there for who noted it and for nobody else."""

    id: UUID
    at: datetime
    way: Way
    decision: Decision
    differs: bool
    words: str
    why: str
    number: int | None
    line: int | None
    mine: bool


@dataclass(frozen=True)
class GateDay:
    """A gate today, by machine, paper and phones: how many went which way, what was otherwise, the latest entries.

    `twice`: how many a phone and the office both noted, each counted once. `page`: which fifteen of the latest, from 1
    on; `more`: whether earlier ones stand behind these. `hours`: in which any were noted, each with the page on which
    the last of them stands.
    """

    area: str
    all: DayAtPlace
    by_phones: int
    twice: int
    otherwise: int
    latest: Sequence[PassageLine]
    page: int = 1
    more: bool = False
    hours: Sequence[tuple[int, int]] = ()


def gates(viewer: Viewer) -> list[tuple[str, str]]:
    """The gates to choose from: compounds, villages and sites; for who keeps a door below one her own place."""
    return places_below(viewer, *_GATES) or places_below(viewer, *_DOORS)


def buildings_of(viewer: Viewer, path: str) -> list[str]:
    """The buildings of a gate by the words with which an entry names one, in order."""
    held = span(path)
    with acting(viewer):
        rows = Area.objects.filter(kind=AreaKind.BUILDING, area__gte=held.lo, area__lt=held.hi)
        named = dict(rows.values_list("area", "name"))
    names = [named[one] for one in sorted(named, key=in_order)]
    return [one for one in names if find_building(flat(one))]


def gate_of(viewer: Viewer, path: str) -> str:
    """The gate of that path; Problems `area_unknown`, `area_not_yours`, `right_missing`."""
    gate = read_path(path)
    viewer.must(Right.KEEP_GATE, gate)
    with acting(viewer):
        if not Area.objects.filter(area=gate).exclude(kind=AreaKind.HOUSEHOLD).exists():
            raise Problem("area_unknown", path=gate)
    return gate


def judged(
    viewer: Viewer, gate: str, said: Said, at: datetime, *, stands_there: bool = True
) -> Judged:
    """What the rules say of somebody at a gate at an instant, as far as a gate may know it.

    Orders over places count; an order that somebody has of her own is not told to a gate, but stands against a
    pass. Whose turn it is is asked of who `stands_there` now: of a row on paper nobody is to be told that any more.
    Problems where what was written is not enough: `passage_place_missing`, `passage_kind_missing`,
    `passage_why_missing`, `place_not_found`. Inside the viewer's scope.
    """
    if said.number:
        found = shown(viewer, said.number, said.way, at, by_turns=stands_there)
        return Judged(found.answer, found.door, found.purpose, found.id)
    if said.purpose in EMERGENCIES:
        return Judged(may_go_out(Asked(said.purpose), MovementFacts(at, ()), {}))
    door, place = _meant(gate, said)
    if said.way is Way.IN:
        return Judged(_comes_in(gate, door, place, said, at), door)
    if said.purpose is Purpose.TRANSFER:
        return Judged(MOVED, door)
    if said.outsider and said.purpose is None:
        return Judged(LEAVES)
    gone = _goes_out(viewer, gate, door, place, said, at, by_turns=stands_there)
    return Judged(gone, door)


def left_isolation(said: Said, door: str, decision: Decision, at: datetime) -> str:
    """The home in isolation that somebody went out from, for the office to ask after; nothing of any other.

    Of whom the office noted itself as gone out it knows. The gate is told nothing: an order that somebody has of
    her own is not its business. Inside the viewer's scope.
    """
    (left,) = left_isolations([(said, door, decision, at)])
    return left


def left_isolations(entries: Sequence[tuple[Said, str, Decision, datetime]]) -> list[str]:
    """The same of many entries: which doors are isolated is asked once for all of them."""
    left = [
        (door, at) if door and leaves_home(said, decision) else None
        for said, door, decision, at in entries
    ]
    isolated = isolated_then(filter(None, left))
    return [one[0] if one and one in isolated and not _noted_as_gone(*one) else "" for one in left]


def _noted_as_gone(door: str, at: datetime) -> bool:
    """Whether the office noted somebody of a home as out at an instant."""
    gone = Outing.objects.filter(area=door, left_at__lte=at + ON_THE_WAY)
    return gone.filter(Q(back_at=None) | Q(back_at__gt=at)).exists()


def _comes_in(gate: str, door: str, place: str, said: Said, at: datetime) -> Answer:
    who = said.coming
    if who not in _BY_ANY_DOOR and not door and _zones(place or gate, at):
        raise Problem("passage_kind_missing" if who is None else "passage_place_missing")
    over = place or gate
    here = Holder(over, inside=True)
    orders = bound([here], at)[here]
    if who is None and orders:
        raise Problem("passage_kind_missing")
    known = GateFacts(at, orders, whom_to_ask(over))
    return may_come_in(who or Coming.VISITOR, known, facts.outbreaks())


def _goes_out(
    viewer: Viewer, gate: str, door: str, place: str, said: Said, at: datetime, *, by_turns: bool
) -> Answer:
    care = said.purpose in CARE
    if not door and not care and _zones(place or gate, at):
        raise Problem("passage_place_missing")
    over = place or gate
    orders, books = [one.order for one in grounds_over(over, at, None)], facts.outbreaks()
    known = MovementFacts(at, orders, ask=whom_to_ask(over))
    days = days_of_turns(orders, at, books) if by_turns and not care else 0
    home = Household.objects.filter(area=door).first() if days and door else None
    if home is not None:
        gone, whole = noted_of(viewer, door, home.id, days)
        known = replace(known, outings=gone and before_typed(gone, at), whole=whole)
    asked = Asked(said.purpose or Purpose.OTHER, goes_beyond(said, _at_compound(gate)))
    answer = may_go_out(asked, known, books)
    if answer.verdict is Verdict.NOT_NOW and said.purpose is None:
        raise Problem("passage_why_missing")
    return answer


def _at_compound(gate: str) -> bool:
    """Whether a gate is that of a compound or a wider place, and not the door of a building."""
    return not Area.objects.filter(area=gate, kind__in=_DOORS).exists()


def _zones(gate: str, at: datetime) -> bool:
    """Whether an order binds a part of a place, so that it matters which one somebody goes to or comes from."""
    held = span(gate)
    rows = binding(at).filter(area__gt=held.lo, area__lt=held.hi, resident__isnull=True)
    homes = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
    return rows.exclude(area__in=homes.values("area")).exists()


def _meant(gate: str, said: Said) -> tuple[str, str]:
    """The home that was written, if the register knows it, and the place whose orders a gate may know.

    Of a home that nobody registered the building counts; Problem `place_not_found` where that is none here.
    """
    text = flat(said.door)
    place = (find_door(text) if said.whole_door else find_building(text)) if text else None
    if place is None:
        return "", ""
    building, unit, room = (
        "" if one is None else code_of_label(str(one))
        for one in (place.building, place.unit, place.room if said.whole_door else None)
    )
    held = span(gate)
    ends = Q(area__endswith=f"/{building or room}/") | Q(area__endswith=f"/{room or building}/")
    rows = Area.objects.filter(ends, area__gte=held.lo, area__lt=held.hi)
    found = [(path, codes_below_compound(path)) for path in rows.values_list("area", flat=True)]
    doors = [path for path, own in found if room and _is(own, building, unit, room)]
    if len(doors) == 1:
        return doors[0], parent(doors[0])
    whole = [path for path, own in found if building and own == [building]]
    if len(whole) == 1:
        return "", whole[0]
    if building and not whole:
        raise Problem("place_not_found")
    return "", ""


def _is(own: Sequence[str], building: str, unit: str, room: str) -> bool:
    """Whether the codes of a door are those written; what was not written may be any."""
    if len(own) < 2 or own[-1] != room or (building and own[0] != building):
        return False
    return not unit or own[1:-1] == [unit]


def passed_today(viewer: Viewer, place: str) -> DayAtPlace:
    """Who went in and out of a place today, by machine, paper and phones. Problem `area_not_yours`."""
    phones = day_at(told_today(viewer, place))
    with acting(viewer):
        noted, _ = _noted(place)
        twice = _twice(place, phones, noted)
    return _both(phones, noted, twice)


def _twice(place: str, phones: DayAtPlace, noted: DayAtPlace) -> DayAtPlace:
    """What a phone and the office both noted at a place today; nothing is opened where one of them noted nothing."""
    if not (phones.passages and noted.passages):
        return DayAtPlace()
    found = both_noted(place, whole_day(business_day(clock.now())))
    return day_at(_Sum(way, done, times) for (way, done), times in found.items())


def _both(phones: DayAtPlace, noted: DayAtPlace, twice: DayAtPlace) -> DayAtPlace:
    return replace(
        phones,
        went_in=phones.went_in + noted.went_in - twice.went_in,
        went_out=phones.went_out + noted.went_out - twice.went_out,
        stopped=phones.stopped + noted.stopped - twice.stopped,
    )


@dataclass(frozen=True)
class _Sum:
    """How often somebody went one way with one decision, as the counts of phones are told."""

    direction: str
    decision: str
    times: int
    kind: str = PASSAGE
    many: int = 0


def _noted(place: str) -> tuple[DayAtPlace, int]:
    """What the office noted at a place today, and how often it was otherwise than the rule says."""
    held, day = span(place), whole_day(business_day(clock.now()))
    rows = Passage.objects.filter(
        area__gte=held.lo, area__lt=held.hi, at__gte=day.begins, at__lt=day.ends
    )
    kinds = rows.order_by().values_list("direction", "decision", "verdict")
    sums = list(kinds.annotate(times=Count("id")))
    other = sum(n for _, done, said, n in sums if _differs(said, done))
    return day_at(_Sum(way, done, n) for way, done, _, n in sums), other


def _differs(verdict: str, decision: str) -> bool:
    return differs(Verdict(verdict) if verdict else None, Decision(decision))


def gate_day(viewer: Viewer, path: str, page: int = 1, beside: UUID | None = None) -> GateDay:
    """A gate today with its latest entries, those before them, or those `beside` one wherever it stands by now.

    Problems `area_not_yours`, `right_missing`.
    """
    gate = read_path(path)
    viewer.must(Right.KEEP_GATE, gate)
    phones = day_at(told_today(viewer, gate))
    with acting(viewer):
        (noted, other), day = _noted(gate), whole_day(business_day(clock.now()))
        twice = _twice(gate, phones, noted)
        rows = Passage.objects.filter(area=gate, at__gte=day.begins, at__lt=day.ends)
        in_order = rows.select_related("sheet").order_by("-noted_at", "-at", "id")
        places = list(in_order.values_list("id", "noted_at"))
        here = next(
            (nr for nr, (one, _) in enumerate(places) if one == beside), LATEST * (page - 1)
        )
        first = max(0, min(here, len(places) - 1)) // LATEST * LATEST
        found = list(in_order[first : first + LATEST])
    return GateDay(
        *(gate, _both(phones, noted, twice), phones.passages, twice.passages, other),
        latest=[passage_line(row, viewer) for row in found],
        page=first // LATEST + 1,
        more=len(places) > first + LATEST,
        hours=_hours([at for _, at in places]),
    )


def _hours(noted: Sequence[datetime]) -> list[tuple[int, int]]:
    """The hours in which something was noted, each with the page of the last of it; `noted`: the last first."""
    pages: dict[int, int] = {}
    for nr, at in enumerate(noted):
        pages.setdefault(local(at).hour, nr // LATEST + 1)
    return sorted(pages.items())


def stands_noted(viewer: Viewer, ident: UUID) -> bool:
    """Whether an entry stands already: a form that is sent twice is one."""
    viewer.must(Right.KEEP_GATE)
    with acting(viewer):
        return Passage.objects.filter(id=ident).exists()


def holder_of(viewer: Viewer, ident: UUID) -> PassLine | None:
    """Whose pass opened at an entry, to be compared with who stands there; None where none was shown or it did not."""
    viewer.must(Right.KEEP_GATE)
    with acting(viewer):
        row = Passage.objects.select_related("shown__made_by").filter(id=ident).first()
        if row is None or row.shown is None or row.verdict == Verdict.NOT_NOW:
            return None
        return pass_lines([row.shown])[0]


def passage_line(row: Passage, viewer: Viewer) -> PassageLine:
    """An entry as the viewer may read it."""
    mine = row.noted_by_id == viewer.person
    said = passage_said(row) if mine else PassageSaid("")
    return PassageLine(
        id=row.id,
        at=row.at,
        way=Way(row.direction),
        decision=Decision(row.decision),
        differs=_differs(row.verdict, row.decision),
        words=said.words,
        why=said.why,
        number=row.sheet.number if row.sheet else None,
        line=row.line,
        mine=mine,
    )


def passage_said(row: Passage) -> PassageSaid:
    """What is sealed of an entry."""
    return sealed_said(row.id, row.said_sealed)
