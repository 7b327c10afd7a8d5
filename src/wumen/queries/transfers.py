"""Transfers as they stand: step by step for whoever helps at the door, where to and why for the office alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec

from wumen.queries.doors import Doors
from wumen.queries.movement import depends_on_care, movement_facts
from wumen.queries.past import By, behind
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Duty, Household, Resident, Transfer, TransferStep
from wumen.rules.areas import parent
from wumen.rules.duties import PENDING, DutyKey
from wumen.rules.homes import present
from wumen.rules.movement import Asked, Purpose, may_go_out
from wumen.rules.occurrences import win_of
from wumen.rules.playbooks import Named, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import business_day
from wumen.rules.transfers import (
    IN_ORDER,
    NOTE_NAMES,
    OF_OFFICE,
    STEP_NAMES,
    Step,
    TransferFacts,
    next_step,
)


class Said(msgspec.Struct, frozen=True):
    """What lies sealed in a transfer: where to, on what ground, and who called for it."""

    where_to: str
    why: str
    told_by: str


@dataclass(frozen=True)
class StepLine:
    """A step of a transfer: when it was done, who noted it, what was said; `at` is None while it is open.

    `may`: whoever looks may note it. `duty`: the key of the duty that settles it, where one stands.
    """

    step: Step
    name: Named
    asks: Named | None
    may: bool
    at: datetime | None = None
    by: str = ""
    said: str = ""
    duty: str = ""

    @property
    def done(self) -> bool:
        """Whether it is done."""
        return self.at is not None


@dataclass(frozen=True)
class TransferLine:
    """A transfer with its steps; `said` is None for a post that helps at the door and needs no reason."""

    id: UUID
    area: str
    place: str
    household: UUID
    resident: UUID
    name: str
    bus_at: datetime
    opened_at: datetime
    opened_by: str
    ended_at: datetime | None
    steps: tuple[StepLine, ...]
    called_off: StepLine | None
    next: Named | None
    said: Said | None

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(one.done for one in self.steps)

    @property
    def on_bus(self) -> bool:
        """Whether she has gone: then it cannot be called off any more."""
        return self.has(Step.ON_BUS)

    def has(self, step: Step) -> bool:
        """Whether a step is done."""
        return any(one.step is step and one.done for one in self.steps)


@dataclass(frozen=True)
class Tally:
    """How far the transfers of a list are, in numbers alone."""

    called: int
    on_bus: int
    arrived: int
    disinfected: int


def transfers(viewer: Viewer, ended: bool = False) -> list[TransferLine]:
    """The transfers of the viewer's area: those under way by the hour of the bus, or those that are over.

    Problem `right_missing`.
    """
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = Transfer.objects.filter(ended_at__isnull=not ended)
        order = ("-ended_at",) if ended else ("bus_at",)
        return _lines(
            viewer, list(rows.select_related("opened_by").order_by(*order, "area", "id")[:300])
        )


def transfer(viewer: Viewer, ident: UUID) -> TransferLine:
    """One transfer; Problems `right_missing`, `transfer_unknown`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = list(Transfer.objects.filter(id=ident).select_related("opened_by"))
        if not rows:
            raise Problem("transfer_unknown")
        return _lines(viewer, rows)[0]


def transfers_by_id(viewer: Viewer, idents: Iterable[UUID]) -> list[TransferLine]:
    """Some transfers, those that are over among them. Problem `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = Transfer.objects.filter(id__in=set(idents)).select_related("opened_by")
        return _lines(viewer, list(rows.order_by("bus_at", "area", "id")))


def tally(lines: Iterable[TransferLine]) -> Tally:
    """The numbers of a list, for whoever asks by telephone."""
    some = [one for one in lines if one.called_off is None]
    counted = {step: sum(one.has(step) for one in some) for step in Step}
    return Tally(
        len(some),
        counted[Step.ON_BUS],
        counted[Step.ARRIVED],
        counted[Step.DISINFECTED],
    )


def _lines(viewer: Viewer, rows: Sequence[Transfer]) -> list[TransferLine]:
    words = Doors.of(row.area for row in rows)
    people = [row.resident for row in rows]
    names = dict(Resident.objects.filter(id__in=people).values_list("id", "name"))
    steps: dict[UUID, dict[Step, TransferStep]] = {}
    for one in TransferStep.objects.filter(transfer__in=rows).select_related("by"):
        steps.setdefault(one.transfer_id, {})[Step(one.step)] = one
    duties = disinfections(rows)
    refs = [one.evidence for one in duties.values() if one.evidence]
    proofs = behind(refs) if refs else {}
    return [
        _line(viewer, row, words, names, steps.get(row.id, {}), _Home(duties.get(row.id), proofs))
        for row in rows
    ]


_NOBODY: tuple[By, datetime | None] = (By(), None)


@dataclass(frozen=True)
class _Home:
    """The duty to disinfect a home, if one stands, and who stands behind evidence, by where it lies in the log."""

    duty: Duty | None
    proofs: Mapping[str, tuple[By, datetime]]


def _line(
    viewer: Viewer,
    row: Transfer,
    words: Doors,
    names: Mapping[UUID, str],
    steps: Mapping[Step, TransferStep],
    home: _Home,
) -> TransferLine:
    shown = {one: _step(viewer, row, one, steps.get(one), home) for one in Step}
    noted = {one: line.at for one, line in shown.items() if line.at is not None}
    following = next_step(noted)
    return TransferLine(
        id=row.id,
        area=row.area,
        place=words.short(row.area),
        household=row.household,
        resident=row.resident,
        name=names.get(row.resident, ""),
        bus_at=row.bus_at,
        opened_at=row.opened_at,
        opened_by=row.opened_by.name,
        ended_at=row.ended_at,
        steps=tuple(shown[one] for one in IN_ORDER),
        called_off=shown[Step.CALLED_OFF] if shown[Step.CALLED_OFF].done else None,
        next=STEP_NAMES[following] if following else None,
        said=said_of(row) if viewer.may(Right.KEEP_REGISTER) else None,
    )


def _step(
    viewer: Viewer, row: Transfer, step: Step, noted: TransferStep | None, home: _Home
) -> StepLine:
    """A step as it was noted; that the home is disinfected its duty says, where one stands.

    Why nobody is moved after all is the office's to know, as why somebody is.
    """
    may = viewer.may(Right.KEEP_REGISTER) or step not in OF_OFFICE
    line = StepLine(step, STEP_NAMES[step], NOTE_NAMES.get(step), may)
    if noted is not None:
        hidden = step is Step.CALLED_OFF and not viewer.may(Right.KEEP_REGISTER)
        said = None if hidden else noted.said_sealed
        words = sealing.unseal_transfer(row.outbreak_id, noted.id, bytes(said)) if said else ""
        return replace(line, at=noted.happened_at, by=noted.by.name, said=words)
    duty = home.duty
    if step is Step.DISINFECTED and duty is not None:
        by, at = _NOBODY if duty.state in PENDING else home.proofs.get(duty.evidence or "", _NOBODY)
        return replace(line, at=at, by=by.name, duty=key_of(duty))
    return line


def key_of(duty: Duty) -> str:
    """The key of a duty as addresses carry it."""
    return str(DutyKey(duty.day, duty.what, str(duty.subject), duty.win))


def said_of(row: Transfer) -> Said:
    """Where to, why and who said so; Problem `seal_broken`."""
    text = sealing.unseal_transfer(row.outbreak_id, row.id, bytes(row.said_sealed))
    return msgspec.json.decode(text, type=Said)


def disinfections(rows: Iterable[Transfer]) -> dict[UUID, Duty]:
    """The duty to disinfect the home of each who is on the bus, where an order asks for it and nobody waived it."""
    by_win = {win_of(row.occurrence): row for row in rows if row.occurrence is not None}
    if not by_win:
        return {}
    since = min(business_day(row.opened_at) for row in by_win.values())
    found = Duty.objects.filter(
        day__gte=since,
        win__in=list(by_win),
        what=What.DISINFECTION,
        subject__in=[row.household for row in by_win.values()],
        day__lte=clock.today(),
    ).exclude(state__in=("withdrawn", "waived"))
    return {by_win[one.win].id: one for one in found}


def facts_of(viewer: Viewer, row: Transfer) -> TransferFacts:
    """What the rule looks at before a step of a transfer, inside the running scope."""
    steps = {Step(one.step): one for one in TransferStep.objects.filter(transfer=row)}
    carer = steps.get(Step.CARER)
    sealed = carer.said_sealed if carer else None
    said = sealing.unseal_transfer(row.outbreak_id, carer.id, bytes(sealed)) if carer and sealed else ""  # fmt: skip
    known, books = movement_facts(viewer, str(row.resident))
    duty = disinfections([row]).get(row.id)
    return TransferFacts(
        now=clock.now(),
        noted={step: one.happened_at for step, one in steps.items()},
        carer=said,
        dependent=known.dependent,
        left_alone=_left_alone(row),
        disinfection_open=duty is not None and duty.state in PENDING,
        movement=may_go_out(Asked(Purpose.TRANSFER, companion=said), known, books),
    )


def _left_alone(row: Transfer) -> bool:
    """Whether who stays behind depends on care and nobody who does not is at home with her."""
    today = clock.today()
    gone = set(
        Transfer.objects.filter(household=row.household, ended_at__isnull=True)
        .filter(steps__step=Step.ON_BUS)
        .values_list("resident", flat=True)
    )
    home = Household.objects.filter(id=row.household).first()
    people = [
        one
        for one in (home.residents.all() if home else ())
        if one.id != row.resident and one.id not in gone
    ]
    needy = [depends_on_care(one, today) for one in present(people, today)]
    return bool(needy) and all(needy)


def at_home(viewer: Viewer, path: str) -> tuple[str, str, list[tuple[UUID, str]]]:
    """A home's words, its place above, and who lives there. Problems `area_not_yours`, `occurrence_nobody_lives`."""
    viewer.must(Right.CORRECT_HOMES, path)
    with acting(viewer):
        home = Household.objects.filter(area=path).first()
        if home is None:
            raise Problem("occurrence_nobody_lives")
        people = home.residents.order_by("place", "id").values_list("id", "name")
        return Doors.of([path]).short(path), parent(path), list(people)
