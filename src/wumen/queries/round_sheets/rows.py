"""Lists on paper as they are looked at: what a knocking, call or request sheet holds now, and one as it was printed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.calls import EntryLine, call_list, door_codes
from wumen.queries.homes import place_of
from wumen.queries.instructions import InstructionLine, instructions, lines_by_id
from wumen.queries.kits import kits
from wumen.queries.knocks import knock_list
from wumen.queries.posts import acting
from wumen.queries.round_sheets import SheetLine, lines_of, sheet_of, subject_of
from wumen.queries.transfers import (
    StepLine,
    TransferLine,
    transfer,
    transfers,
    transfers_by_id,
)
from wumen.records.models import Household, Instruction, Resident, RoundSheet, RoundSheetLine
from wumen.rules.areas import ancestors, code
from wumen.rules.arrivals import KitItem
from wumen.rules.calls import Step as CallStep
from wumen.rules.knocks import Step as KnockStep
from wumen.rules.masks import mask_name
from wumen.rules.needs import Urgency
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import LISTED, Kind

# A door that opened, is empty or waits for a call is not knocked at again.
_TO_KNOCK = frozenset({KnockStep.FIRST, KnockStep.NOW, KnockStep.LATER, KnockStep.SLIP})


@dataclass(frozen=True)
class Part:
    """What one sheet of a list holds now: its place, and door, subject and place of each line in their order.

    The place is that of a step among all steps of a transfer, 0 in other lists.
    """

    area: str
    lines: tuple[tuple[str, UUID, int], ...]


@dataclass(frozen=True)
class RowOnSheet:
    """A line as it is printed: its door, who, what to know; `kept` is what was keyed for it, with its hour.

    `number`: under which it was asked for; `urgent`: danger to life first; `gone`: not there any more; `things`: what
    a kit holds; `step`: what is to be done for somebody who is moved, under her name where that `begins`.
    """

    line: int
    subject: UUID
    area: str
    door: str
    who: str
    words: tuple[str, ...] = ()
    household: UUID | None = None
    number: int | None = None
    due: datetime | None = None
    urgent: Urgency = Urgency.NORMAL
    gone: bool = False
    kept: str = ""
    things: tuple[KitItem, ...] = ()
    step: StepLine | None = None
    begins: bool = False

    @property
    def said(self) -> str:
        """The code that was keyed for it."""
        return self.kept.partition(" ")[0]


@dataclass(frozen=True)
class WholeRows:
    """A list with its lines in the order of their numbers; `title`: what it is about, whose it is."""

    line: SheetLine
    kind: Kind
    area: str
    about: UUID | None
    title: str
    whose: str
    rows: tuple[RowOnSheet, ...]


def common_place(paths: Sequence[str]) -> str:
    """The narrowest place that holds all of some doors."""
    shared = [*ancestors(paths[0]), paths[0]]
    for path in paths[1:]:
        above = {*ancestors(path), path}
        shared = [one for one in shared if one in above]
    return shared[-1] if shared else ""


def parts_of(viewer: Viewer, kind: Kind, area: str, about: UUID | None) -> list[Part]:
    """The sheets that a list fills now: stairwell by stairwell, caller by caller, doer by doer.

    Problems: those of the list's own page, `sheet_kind_other`.
    """
    if kind is Kind.KNOCKS:
        return _to_knock(viewer, area)
    if kind is Kind.CALLS and about:
        return _to_ring(viewer, about)
    if kind is Kind.ASKED:
        return _asked(viewer, area)
    if kind is Kind.KITS:
        homes = kits(viewer).homes
        return _one_part((one.area, one.household, 0) for one in homes)
    if kind is Kind.TRANSFERS:
        moved = [transfer(viewer, about)] if about else transfers(viewer)
        return _one_part(line for one in moved for line in _steps_left(one))
    raise Problem("sheet_kind_other")


def _one_part(lines: Iterable[tuple[str, UUID, int]]) -> list[Part]:
    """All lines on one sheet: who carries, or goes with the bus, has one list."""
    some = tuple(lines)
    return [Part(common_place([area for area, _, _ in some]), some)] if some else []


def _steps_left(one: TransferLine) -> list[tuple[str, UUID, int]]:
    if one.ended_at is not None:
        return []
    return [(one.area, one.id, place) for place, step in enumerate(one.steps) if not step.done]


def _to_knock(viewer: Viewer, area: str) -> list[Part]:
    by_stretch: dict[str, list[tuple[str, UUID, int]]] = {}
    for one in knock_list(viewer, area).doors:
        if one.next.step in _TO_KNOCK:
            by_stretch.setdefault(one.door.stretch, []).append(
                (one.door.area, one.door.household, 0)
            )
    return [Part(place, tuple(lines)) for place, lines in by_stretch.items()]


def _to_ring(viewer: Viewer, about: UUID) -> list[Part]:
    whole = call_list(viewer, about)
    if whole.line.closed:
        raise Problem("call_list_unknown")
    shares: dict[UUID | None, list[EntryLine]] = {}
    for one in sorted(whole.entries, key=lambda entry: entry.place):
        if one.next.step is not CallStep.DONE:
            shares.setdefault(one.caller, []).append(one)
    return [
        Part(whole.area, tuple((one.area, one.id, 0) for one in some)) for some in shares.values()
    ]


def _asked(viewer: Viewer, area: str) -> list[Part]:
    shares: dict[str, list[InstructionLine]] = {}
    for one in instructions(viewer, area):
        if one.duty is not None:
            shares.setdefault(_owes(one), []).append(one)
    with acting(viewer):
        wanted = [one.number for some in shares.values() for one in some]
        rows = Instruction.objects.filter(number__in=wanted)
        idents = dict(rows.values_list("number", "id"))
    return [
        Part(
            common_place([one.area for one in some]),
            tuple((one.area, idents[one.number], 0) for one in some),
        )
        for some in shares.values()
    ]


def _owes(one: InstructionLine) -> str:
    return f"{one.owner.role} {one.owner.name}" if one.owner else one.role


def same_list(part: Part, kind: Kind, about: UUID | None) -> RoundSheet | None:
    """The newest sheet of a list that nobody keyed yet, if its lines are what would be printed now."""
    sheets = RoundSheet.objects.filter(area=part.area, kind=kind, about=about, keyed_at=None)
    for sheet in sheets.order_by("-number")[:20]:
        rows = sheet.lines.order_by("line")
        if tuple((row.area, subject_of(row), row.place) for row in rows) == part.lines:
            return sheet
    return None


def whole_rows(viewer: Viewer, number: int) -> WholeRows:
    """One list with its lines as printed; Problems `round_sheet_unknown`, `sheet_kind_other`."""
    viewer.must(Right.SETTLE)
    with acting(viewer):
        row = sheet_of(number)
        kind = Kind(row.kind)
        if kind not in LISTED:
            raise Problem("sheet_kind_other")
        lines = list(row.lines.order_by("line"))
        (line,) = lines_of([row])
    made = _MAKERS[kind](viewer, row, lines)
    whose = next((whose for whose in made.whose if whose), "")
    return WholeRows(line, kind, row.area, row.about, made.title, whose, tuple(made.rows))


@dataclass(frozen=True)
class _Made:
    title: str
    whose: Sequence[str]
    rows: Sequence[RowOnSheet]


def _knock_rows(viewer: Viewer, sheet: RoundSheet, lines: Sequence[RoundSheetLine]) -> _Made:
    place = place_of(viewer, sheet.area)
    homes = [row.household for row in lines if row.household]
    with acting(viewer):
        here = set(Household.objects.filter(id__in=homes).values_list("id", flat=True))
        people: dict[UUID, list[str]] = {}
        rows = Resident.objects.filter(household_id__in=homes).order_by("place", "id")
        for home, name in rows.values_list("household_id", "name"):
            people.setdefault(home, []).append(mask_name(name))
    made = [
        RowOnSheet(
            *(row.line, ident, row.area, code(row.area)),
            " ".join(people.get(ident, ())),
            household=ident if ident in here else None,
            gone=ident not in here,
            kept=row.said,
        )
        for row in lines
        if (ident := row.household)
    ]
    return _Made(place.full_name, (), made)


def _gone(row: RoundSheetLine) -> RowOnSheet:
    """A line of what nobody here sees any more."""
    return RowOnSheet(row.line, subject_of(row), row.area, "", "", gone=True, kept=row.said)


def _call_rows(viewer: Viewer, sheet: RoundSheet, lines: Sequence[RoundSheetLine]) -> _Made:
    assert sheet.about is not None
    whole = call_list(viewer, sheet.about)
    known: Mapping[UUID, EntryLine] = {one.id: one for one in whole.entries}
    made, whose = [], []
    for row in lines:
        ident = subject_of(row)
        one = known.get(ident)
        if one is None:
            made.append(_gone(row))
            continue
        whose.append(one.caller_name)
        words = (one.said,) if one.said else ()
        made.append(
            RowOnSheet(
                *(row.line, ident, row.area, one.door, one.name, words, one.household),
                kept=row.said,
            )
        )
    return _Made(whole.line.purpose, whose, made)


def _asked_rows(viewer: Viewer, sheet: RoundSheet, lines: Sequence[RoundSheetLine]) -> _Made:
    known = lines_by_id(viewer, [subject_of(row) for row in lines])
    with acting(viewer):
        doors = door_codes([one.area for one in known.values()])
    made, whose = [], []
    for row in lines:
        ident = subject_of(row)
        one = known.get(ident)
        if one is None:
            made.append(_gone(row))
            continue
        whose.append(one.owner.name if one.owner else "")
        made.append(
            RowOnSheet(
                *(row.line, ident, row.area, doors[one.area] or one.place, _who(one)),
                (one.said.text,),
                number=one.number,
                due=one.due_at,
                urgent=Urgency(one.urgency),
                gone=one.closed_at is not None,
                kept=row.said,
            )
        )
    return _Made("", whose, made)


def _who(one: InstructionLine) -> str:
    """Who it is about, or who asked; not her door once more."""
    asked = one.said.asked_by
    return one.subject or ("" if one.place.endswith(asked) else asked)


def _kit_rows(viewer: Viewer, sheet: RoundSheet, lines: Sequence[RoundSheetLine]) -> _Made:
    homes = [row.household for row in lines if row.household]
    waiting = {one.household: one for one in kits(viewer, homes).homes}
    with acting(viewer):
        here = set(Household.objects.filter(id__in=homes).values_list("id", flat=True))
        doors = door_codes([row.area for row in lines])
    made = [
        RowOnSheet(
            *(row.line, ident, row.area, doors[row.area], ""),
            household=ident if ident in here else None,
            things=waiting[ident].items if ident in waiting else (),
            gone=ident not in here,
            kept=row.said,
        )
        for row in lines
        if (ident := row.household)
    ]
    return _Made("", (), made)


def _transfer_rows(viewer: Viewer, sheet: RoundSheet, lines: Sequence[RoundSheetLine]) -> _Made:
    known = {one.id: one for one in transfers_by_id(viewer, [subject_of(row) for row in lines])}
    made: list[RowOnSheet] = []
    for row in lines:
        one = known.get(subject_of(row))
        if one is None:
            made.append(_gone(row))
            continue
        made.append(
            RowOnSheet(
                *(row.line, one.id, row.area, one.place, one.name),
                (one.said.where_to,) if one.said else (),
                household=one.household,
                due=one.bus_at,
                kept=row.said,
                step=one.steps[row.place],
                begins=not made or made[-1].subject != one.id,
            )
        )
    return _Made("", (), made)


_Maker = Callable[[Viewer, RoundSheet, Sequence[RoundSheetLine]], _Made]
_MAKERS: Mapping[Kind, _Maker] = {
    Kind.KNOCKS: _knock_rows,
    Kind.CALLS: _call_rows,
    Kind.ASKED: _asked_rows,
    Kind.KITS: _kit_rows,
    Kind.TRANSFERS: _transfer_rows,
}
