"""Passes as they are looked at: those of a place, one to print, and what a gate does when a number is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db.models import Q

from wumen.queries import facts
from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.queries.turns import noted_of
from wumen.records import clock, sealing
from wumen.records.models import GatePass, Household, Order, Outing, Resident
from wumen.records.orders import binding
from wumen.rules.areas import ancestors, counted_in, span
from wumen.rules.entries import Coming, GateFacts, may_come_in
from wumen.rules.gate_passes import (
    NO_PASS,
    PASS_NAMES,
    PassFacts,
    PassKind,
    as_printed,
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
from wumen.rules.turns import before

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
        """The number as people read it."""
        return as_printed(self.number)


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
    """Which goings out of some passes are over, or noted no more."""
    outings = {row.outing for row in rows if row.outing}
    if not outings:
        return set()
    out = Outing.objects.filter(Q(back_at=None) | Q(back_at__gt=now), id__in=outings)
    return {*outings - set(out.values_list("id", flat=True))}


@dataclass(frozen=True)
class Holder:
    """Whom orders are looked up for: at which place, who lives there, or whether any part of it may be gone to."""

    place: str
    resident: UUID | None = None
    inside: bool = False

    def bound_by(self, area: str, resident: UUID | None) -> bool:
        """Whether what an order names binds her: she, a place over hers, or a part of it that she may go to."""
        if resident is not None:
            return resident == self.resident
        return (self.inside and area.startswith(self.place)) or self.place.startswith(area)


def holder(row: GatePass) -> Holder:
    """For whom the orders on a pass are looked up."""
    return Holder(row.area, row.resident, inside=row.resident is None)


def bound(holders: Iterable[Holder], now: datetime) -> dict[Holder, list[OrderInForce]]:
    """What binds some holders at an instant, in one statement, of single homes nothing; inside the running scope."""
    some = set(holders)
    chain = {one for held in some for one in [*ancestors(held.place), held.place]}
    people = {held.resident for held in some if held.resident}
    wanted = Q(area__in=chain, resident__isnull=True) | Q(resident__in=people)
    parts = [span(held.place) for held in some if held.inside]
    for part in parts:
        wanted |= Q(area__gt=part.lo, area__lt=part.hi, resident__isnull=True)
    rows = binding(now).filter(wanted).select_related("order")
    if parts:
        rows = rows.exclude(area__in=Household.objects.exclude(area__in=chain).values("area"))
    found = [(one.area, one.resident, _in_force(one.order, one.over_at, now)) for one in rows]
    return {
        held: [order for area, resident, order in found if held.bound_by(area, resident)]
        for held in some
    }


def _in_force(row: Order, ends: datetime, now: datetime) -> OrderInForce:
    hours, known = Interval(row.from_at, ends), row.confirmed_at or now
    return OrderInForce(row.number, str(row.outbreak_id), row.regime, hours, known)


def shown(viewer: Viewer, number: str, way: Way, now: datetime, *, by_turns: bool) -> Shown:
    """What a gate does with a number that is shown; of one that nobody gave the same as of one that is over.

    `by_turns`: whose turn it is is asked too. Inside the viewer's scope.
    """
    row = GatePass.objects.select_related("made_by").filter(number=number).first()
    if row is None:
        return Shown(None, NO_PASS)
    playbooks = facts.outbreaks()
    orders = bound([holder(row)], now)[holder(row)]
    known = MovementFacts(now, orders)
    if by_turns:
        known = _turns(viewer, row, known, playbooks)
    answer = pass_answer(_facts(row, way, known, _out([row]), playbooks))
    door = row.area if row.resident else ""
    return Shown(row.id, answer, door, said_of(row).purpose)


def _turns(
    viewer: Viewer, row: GatePass, known: MovementFacts, playbooks: Mapping[str, Playbook]
) -> MovementFacts:
    """What the rule looks at for who lives there; nothing of turns where none binds."""
    days = days_of_turns(known.orders, known.now, playbooks)
    if row.resident is None or not days:
        return known
    home = Resident.objects.filter(id=row.resident).values_list("household", flat=True).first()
    gone, whole = noted_of(viewer, row.area, home, days) if home else (None, True)
    return replace(known, outings=gone and before(gone, known.now), whole=whole)


def _out(rows: Sequence[GatePass]) -> list[Outing]:
    """The goings out of those who hold some passes."""
    people = [row.resident for row in rows if row.resident]
    return list(Outing.objects.filter(resident__in=people)) if people else []


def _facts(
    row: GatePass,
    way: Way,
    known: MovementFacts,
    outings: Sequence[Outing],
    playbooks: Mapping[str, Playbook],
) -> PassFacts:
    said, now = said_of(row), known.now
    out = [one for one in outings if one.back_at is None or one.back_at > now]
    if row.resident:
        purpose = Purpose(said.purpose) if said.purpose else Purpose.OTHER
        beyond = purpose is not Purpose.GOODS
        rule = may_go_out(Asked(purpose, beyond), known, playbooks)
    else:
        rule = may_come_in(Coming(said.coming), GateFacts(now, known.orders), playbooks)
    return PassFacts(
        way=way,
        stands=stands(row.from_at, row.until_at, row.revoked_at is not None, now)
        and (row.outing is None or row.outing in {one.id for one in out}),
        lives_here=row.resident is not None,
        kept=kept_in(known.orders, now, playbooks),
        out_now=any(
            one.resident == row.resident and one.left_at <= now < one.due_at for one in out
        ),
        rule=rule,
    )


def standing_passes(area: str, now: datetime) -> list[GatePass]:
    """The passes of a gate that are in their hours, in the running scope."""
    rows = GatePass.objects.filter(area__startswith=area, until_at__gt=now, from_at__lte=now)
    return list(rows.filter(revoked_at=None).order_by("number")[:_MOST])


def counting(
    rows: Sequence[GatePass],
    orders: Mapping[Holder, Sequence[OrderInForce]],
    now: datetime,
    playbooks: Mapping[str, Playbook],
) -> list[str]:
    """The numbers of those passes that open their gate now, for the sheet of a guard without a machine.

    One that counts again later, as after an order ended, is checked by telephone.
    """
    # Whom no order binds goes by the rule, noted as going out or not.
    out, opens = _out([row for row in rows if row.outing or orders[holder(row)]]), []
    for row in rows:
        way = Way.OUT if row.resident else Way.IN
        known = MovementFacts(now, orders[holder(row)])
        if counts_for(_facts(row, way, known, out, playbooks)):
            opens.append(as_printed(row.number))
    return opens
