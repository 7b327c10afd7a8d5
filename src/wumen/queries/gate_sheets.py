"""Gate sheets as they are looked at: those that wait to be keyed, one with its rows, and how a gate decides today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count

from wumen.queries import facts
from wumen.queries.doors import Doors
from wumen.queries.explain import whom_to_ask
from wumen.queries.gate_passes import Holder, bound, counting, holder, standing_passes
from wumen.queries.passages import PassageLine, passage_line
from wumen.queries.posts import Doer, acting, could_have
from wumen.records import clock
from wumen.records.models import Area, GateSheet
from wumen.rules.areas import AreaKind, in_order, span
from wumen.rules.entries import COMING_NAMES, Coming, GateFacts, may_come_in
from wumen.rules.movement import (
    PURPOSE_NAMES,
    Asked,
    MovementFacts,
    Purpose,
    Verdict,
    may_go_out,
)
from wumen.rules.orders import OrderInForce
from wumen.rules.paper import SHEETS_LISTED_FOR
from wumen.rules.playbooks import Named, Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# Who goes out for what, and who comes in, as a guard reads it in the cold; care and what cannot wait are said above.
_OUT = (Purpose.GOODS, Purpose.WORK, Purpose.FAMILY, Purpose.OTHER)
_IN = (Coming.CARER, Coming.REPAIR, Coming.SUPPLY, Coming.RIDER, Coming.VISITOR, Coming.BUILDER)


@dataclass(frozen=True)
class GateSheetLine:
    """A sheet in a list: which gate and day, when printed, how many rows are noted, keyed by whom after whom."""

    number: int
    area: str
    place: str
    day: date
    printed_at: datetime
    printed_by: str
    rows: int
    keyed_at: datetime | None
    keyed_by: str
    stood: str


@dataclass(frozen=True)
class Zone:
    """Buildings with the same orders over them: what a guard does there with whom, until when."""

    places: tuple[str, ...]
    regimes: tuple[Named, ...]
    until: datetime | None
    goes: tuple[tuple[Verdict, tuple[Named, ...]], ...]
    comes: tuple[tuple[Verdict, tuple[Named, ...]], ...]


@dataclass(frozen=True)
class GuardedToday:
    """What is printed beside the rows: how a gate decides, whom to ask, which passes count."""

    zones: Sequence[Zone]
    ask: tuple[str, str]
    passes: Sequence[str]


def gate_sheet(number: int) -> GateSheet:
    """The sheet of that number inside the running scope; Problem `gate_sheet_unknown`."""
    row = (
        GateSheet.objects.select_related("printed_by", "keyed_by", "stood")
        .filter(number=number)
        .annotate(rows=Count("passages"))
        .first()
    )
    if row is None:
        raise Problem("gate_sheet_unknown")
    return row


def gate_sheets(viewer: Viewer) -> list[GateSheetLine]:
    """The sheets of the last days, those that nobody keyed first, the oldest of them first. Problem `right_missing`."""
    viewer.must(Right.KEEP_GATE)
    with acting(viewer):
        rows = GateSheet.objects.filter(day__gte=clock.today() - SHEETS_LISTED_FOR)
        found = list(
            rows.select_related("printed_by", "keyed_by", "stood")
            .annotate(rows=Count("passages"))
            .order_by("number")
        )
        lines = _lines(found)
    waiting = [one for one in lines if one.keyed_at is None]
    return [*waiting, *reversed([one for one in lines if one.keyed_at is not None])]


def one_gate_sheet(viewer: Viewer, number: int) -> tuple[GateSheetLine, list[PassageLine]]:
    """One sheet with the rows that are noted; Problems `gate_sheet_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_GATE)
    with acting(viewer):
        row = gate_sheet(number)
        rows = row.passages.select_related("sheet").order_by("line")
        return _lines([row])[0], [passage_line(one, viewer) for one in rows]


def sheets_to_print(viewer: Viewer, numbers: Sequence[int]) -> list[GateSheetLine]:
    """Some sheets of one gate, that of the first, by their numbers; Problems `gate_sheet_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_GATE)
    with acting(viewer):
        rows = GateSheet.objects.filter(number__in=numbers).order_by("number")
        found = list(rows.select_related("printed_by", "keyed_by", "stood"))
        if not found:
            raise Problem("gate_sheet_unknown")
        return _lines([row for row in found if row.area == found[0].area])


def _lines(rows: Sequence[GateSheet]) -> list[GateSheetLine]:
    words = Doors.of({row.area for row in rows})
    return [
        GateSheetLine(
            number=row.number,
            area=row.area,
            place=words.short(row.area),
            day=row.day,
            printed_at=row.printed_at,
            printed_by=row.printed_by.name,
            rows=getattr(row, "rows", 0),
            keyed_at=row.keyed_at,
            keyed_by=row.keyed_by.name if row.keyed_by else "",
            stood=row.stood.name if row.stood else "",
        )
        for row in rows
    ]


def guards(viewer: Viewer, area: str) -> list[Doer]:
    """Who could have stood at a gate: those whose post is the gate first."""
    viewer.must(Right.KEEP_GATE, area)
    return could_have(viewer, area, Right.KEEP_GATE, ("gate",))


def guarded_today(viewer: Viewer, gate: str) -> GuardedToday:
    """How a gate decides as things stand now, for the sheet of a guard without a machine.

    By the orders over places; what somebody has of her own stands on no sheet. Problems `right_missing`,
    `area_not_yours`.
    """
    viewer.must(Right.KEEP_GATE, gate)
    with acting(viewer):
        now, playbooks, passes = clock.now(), facts.outbreaks(), standing_passes(gate, clock.now())
        names = _buildings(gate)
        over = bound([*map(Holder, names), *map(holder, passes)], now)
        groups: dict[tuple[str, ...], list[str]] = {}
        for one in sorted(names, key=in_order):
            key = tuple(sorted(order.number for order in over[Holder(one)]))
            groups.setdefault(key, []).append(one)
        zones = [
            _zone([names[one] for one in some], over[Holder(some[0])], playbooks, now)
            for some in groups.values()
        ]
        numbers = counting(passes, over, now, playbooks)
        return GuardedToday(_merged(zones), whom_to_ask(gate), numbers)


def _buildings(gate: str) -> dict[str, str]:
    """The names of the buildings of a gate; of one without buildings itself."""
    held = span(gate)
    rows = Area.objects.filter(kind=AreaKind.BUILDING, area__gte=held.lo, area__lt=held.hi)
    return dict(rows.values_list("area", "name")) or {gate: ""}


def _merged(zones: Sequence[Zone]) -> list[Zone]:
    """Places under several orders that say the same until the same hour, in one line."""
    found: dict[Zone, tuple[str, ...]] = {}
    for one in zones:
        key = replace(one, places=())
        found[key] = (*found.get(key, ()), *one.places)
    return [replace(key, places=places) for key, places in found.items()]


def _by_verdict(
    answers: Iterable[tuple[Named, Verdict]],
) -> tuple[tuple[Verdict, tuple[Named, ...]], ...]:
    """What may be done, from the mildest verdict on."""
    some = list(answers)
    groups = ((one, tuple(named for named, said in some if said is one)) for one in Verdict)
    return tuple((one, names) for one, names in groups if names)


def _zone(
    names: Sequence[str],
    orders: Sequence[OrderInForce],
    playbooks: Mapping[str, Playbook],
    now: datetime,
) -> Zone:
    regimes = [playbooks[one.outbreak].regimes[one.regime] for one in orders]
    known, at_gate = MovementFacts(now, orders), GateFacts(now, orders)
    return Zone(
        places=tuple(names),
        regimes=tuple(dict.fromkeys(Named(zh=one.name_zh, en=one.name_en) for one in regimes)),
        until=max((one.interval.ends for one in orders), default=None),
        goes=_by_verdict(
            (
                PURPOSE_NAMES[one],
                may_go_out(Asked(one, one is not Purpose.GOODS), known, playbooks).verdict,
            )
            for one in _OUT
        ),
        comes=_by_verdict(
            (COMING_NAMES[one], may_come_in(one, at_gate, playbooks).verdict) for one in _IN
        ),
    )
