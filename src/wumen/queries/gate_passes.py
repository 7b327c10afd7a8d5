"""Passes as they are looked at: those of a place, one to print, and what a gate does when a number is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db.models import Q

from wumen.queries import facts
from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.queries.turns import noted_of
from wumen.records import clock, sealing
from wumen.records.models import GatePass, Household, Outing, Resident
from wumen.records.orders import binding
from wumen.rules.areas import ancestors, counted_in, span
from wumen.rules.entries import Coming, GateFacts, may_come_in
from wumen.rules.gate_passes import (
    NO_PASS,
    PASS_NAMES,
    PassFacts,
    PassKind,
    counts_for,
    kept_in,
    pass_answer,
    stands,
)
from wumen.rules.movement import (
    Answer,
    Asked,
    MovementFacts,
    Purpose,
    days_of_turns,
    may_go_out,
)
from wumen.rules.orders import OrderInForce
from wumen.rules.passages import Way
from wumen.rules.playbooks import Named, Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import Interval

# What ended is shown for a day; so many stand on a page and on a gate sheet.
_ENDED_FOR = timedelta(days=1)
_MOST = 300


class PassSaid(msgspec.Struct, frozen=True):
    """What is sealed in a pass: for whom, what for, or who comes from outside."""

    name: str = ""
    plate: str = ""
    purpose: str = ""
    coming: str = ""


@dataclass(frozen=True)
class PassLine:
    """A pass in a list or in print: what it is called, for whom, where, from when until when.

    `place`: the building alone, for a pass is lost easily. `open`: neither over nor taken back.
    """

    number: str
    kind: Named
    name: str
    plate: str
    place: str
    begins: datetime
    ends: datetime
    made_by: str
    revoked_at: datetime | None
    open: bool
    with_outing: bool

    @property
    def printed(self) -> str:
        """The number as people read it: 482-913."""
        return f"{self.number[:3]}-{self.number[3:]}"


@dataclass(frozen=True)
class Shown:
    """A pass that was shown at a gate: what to do, and which home goes and what for."""

    id: UUID | None
    answer: Answer
    door: str = ""
    purpose: str = ""


def said_of(row: GatePass) -> PassSaid:
    """What is sealed in a pass."""
    text = sealing.unseal("gate_pass", row.id, row.said_sealed) or "{}"
    return msgspec.json.decode(text, type=PassSaid)


def passes(viewer: Viewer) -> list[PassLine]:
    """The passes of the viewer's area that stand or ended lately, the newest first. Problem `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = GatePass.objects.filter(until_at__gt=clock.now() - _ENDED_FOR)
        found = list(rows.select_related("made_by").order_by("-made_at")[:_MOST])
        return pass_lines(found)


def one_pass(viewer: Viewer, number: str) -> PassLine:
    """A pass to print; Problems `pass_unknown`, `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        row = GatePass.objects.select_related("made_by").filter(number=number).first()
        if row is None:
            raise Problem("pass_unknown")
        viewer.must(Right.CORRECT_HOMES, row.area)
        return pass_lines([row])[0]


def pass_lines(rows: Sequence[GatePass]) -> list[PassLine]:
    now = clock.now()
    words = Doors.of({counted_in(row.area) for row in rows})
    back = _back(rows, now)
    lines = []
    for row in rows:
        said = said_of(row)
        opens = stands(row.from_at, row.until_at, row.revoked_at is not None, now)
        waits = row.from_at > now and row.revoked_at is None
        lines.append(
            PassLine(
                number=row.number,
                kind=PASS_NAMES[PassKind(row.kind)],
                name=said.name,
                plate=said.plate,
                place=words.short(counted_in(row.area)),
                begins=row.from_at,
                ends=row.until_at,
                made_by=row.made_by.name,
                revoked_at=row.revoked_at,
                open=(opens or waits) and row.outing not in back,
                with_outing=row.outing is not None,
            )
        )
    return lines


def _back(rows: Iterable[GatePass], now: datetime) -> set[UUID | None]:
    """Which goings out of some passes were over at an instant, or are noted no more."""
    outings = _of(rows)
    if not outings:
        return set()
    still = Outing.objects.filter(_not_back(now), id__in=outings)
    return {*outings - set(still.values_list("id", flat=True))}


def _not_back(now: datetime) -> Q:
    return Q(back_at=None) | Q(back_at__gt=now)


def bound(
    holders: Iterable[tuple[str, UUID | None]], now: datetime, inside: bool = False
) -> dict[tuple[str, UUID | None], list[OrderInForce]]:
    """What binds some holders at an instant, by place and person, in one statement; inside the running scope.

    `inside`: of who does not live there, also what binds a part of the place, for she may go to any; of homes
    nothing is told.
    """
    some = set(holders)
    chain = {one for place, _ in some for one in [*ancestors(place), place]}
    people = {who for _, who in some if who}
    wanted = Q(area__in=chain, resident__isnull=True) | Q(resident__in=people)
    parts = [span(place) for place, who in some if inside and who is None]
    for held in parts:
        wanted |= Q(area__gt=held.lo, area__lt=held.hi, resident__isnull=True)
    rows = binding(now).filter(wanted).select_related("order")
    if parts:
        homes = Household.objects.exclude(area__in=chain)
        rows = rows.exclude(area__in=homes.values("area"))
    scopes = list(rows)
    return {
        (place, who): [
            OrderInForce(
                one.order.number,
                str(one.order.outbreak_id),
                one.order.regime,
                Interval(one.order.from_at, one.over_at),
                one.order.confirmed_at or now,
            )
            for one in scopes
            if (one.resident is not None and one.resident == who)
            or (one.resident is None and place.startswith(one.area))
            or (inside and who is one.resident is None and one.area.startswith(place))
        ]
        for place, who in some
    }


def shown(viewer: Viewer, number: str, way: Way, now: datetime) -> Shown:
    """What a gate does with a number that is shown; of one that nobody gave the same as of one that is over.

    Inside the viewer's scope.
    """
    row = GatePass.objects.select_related("made_by").filter(number=number).first()
    if row is None:
        return Shown(None, NO_PASS)
    playbooks = facts.outbreaks()
    orders = bound([(row.area, row.resident)], now, inside=True)[row.area, row.resident]
    turns = _turns(viewer, row, orders, now, playbooks)
    known = _facts(row, way, now, orders, _out_now([row], now), _back([row], now), turns, playbooks)
    answer = pass_answer(known)
    door = row.area if row.resident else ""
    return Shown(row.id, answer, door, said_of(row).purpose)


def _turns(
    viewer: Viewer,
    row: GatePass,
    orders: Sequence[OrderInForce],
    now: datetime,
    playbooks: Mapping[str, Playbook],
) -> MovementFacts:
    """What the rule looks at for who lives there; nothing of turns where none binds."""
    days = days_of_turns(orders, now, playbooks)
    if row.resident is None or not days:
        return MovementFacts(now, orders)
    home = Resident.objects.filter(id=row.resident).values_list("household", flat=True).first()
    gone, whole = noted_of(viewer, row.area, home, days) if home else (None, True)
    return MovementFacts(now, orders, outings=gone, whole=whole)


def _of(rows: Iterable[GatePass]) -> set[UUID]:
    return {row.outing for row in rows if row.outing}


def _out_now(rows: Sequence[GatePass], now: datetime) -> set[UUID]:
    """Which holders have a going out noted for this hour."""
    people = [row.resident for row in rows if row.resident]
    if not people:
        return set()
    out = Outing.objects.filter(
        _not_back(now), resident__in=people, left_at__lte=now, due_at__gt=now
    )
    return set(out.values_list("resident", flat=True))


def _facts(
    row: GatePass,
    way: Way,
    now: datetime,
    orders: Sequence[OrderInForce],
    out: set[UUID],
    back: set[UUID | None],
    movement: MovementFacts,
    playbooks: Mapping[str, Playbook],
) -> PassFacts:
    said = said_of(row)
    if row.resident:
        purpose = Purpose(said.purpose) if said.purpose else Purpose.OTHER
        beyond = purpose is not Purpose.GOODS
        rule = may_go_out(Asked(purpose, beyond), movement, playbooks)
    else:
        rule = may_come_in(Coming(said.coming), GateFacts(now, orders), playbooks)
    return PassFacts(
        way=way,
        stands=stands(row.from_at, row.until_at, row.revoked_at is not None, now)
        and row.outing not in back,
        lives_here=row.resident is not None,
        kept=kept_in(orders, now, playbooks),
        out_now=row.resident in out,
        rule=rule,
    )


def counting(area: str, now: datetime) -> list[PassLine]:
    """The passes of a gate that open it now, for the sheet of a guard without a machine; in the running scope.

    One that counts again later, as after an order ended, is checked by telephone.
    """
    rows = GatePass.objects.filter(area__startswith=area, until_at__gt=now, from_at__lte=now)
    some = list(rows.filter(revoked_at=None).select_related("made_by").order_by("number")[:_MOST])
    if not some:
        return []
    playbooks, back = facts.outbreaks(), _back(some, now)
    orders, out = (
        bound([(row.area, row.resident) for row in some], now, inside=True),
        _out_now(some, now),
    )
    opens = []
    for row in some:
        over = orders[row.area, row.resident]
        way = Way.OUT if row.resident else Way.IN
        movement = MovementFacts(now, over)
        if counts_for(_facts(row, way, now, over, out, back, movement, playbooks)):
            opens.append(row)
    return pass_lines(opens)
