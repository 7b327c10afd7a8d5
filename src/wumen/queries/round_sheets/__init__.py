"""Rounds on paper as they are looked at: the sheets of a few days, one with its lines, who could have gone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from wumen.queries.doors import Doors, compounds_of
from wumen.queries.posts import Doer, acting, could_have
from wumen.queries.round_sheets.visits import visit_round
from wumen.queries.rounds import DutyOnCard, Round, SubjectOnCard, one_round
from wumen.queries.rounds_of_a_day import names_of
from wumen.records import clock
from wumen.records.models import (
    FormerResident,
    Resident,
    RoundSheet,
    RoundSheetLine,
)
from wumen.rules.areas import code, in_order
from wumen.rules.masks import mask_name
from wumen.rules.paper import SHEETS_LISTED_FOR
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import letter_of
from wumen.rules.round_sheets.rows import Kind
from wumen.rules.rounds import RoundKey, floor_of

# Who walks a building most likely stands first among those who could have.
_WALKS = ("captain", "deputy_captain", "unit_lead", "grid_worker", "sampler")


@dataclass(frozen=True)
class SheetLine:
    """A sheet in a list: which round, when printed, and who keyed it in after whose walk."""

    number: int
    key: str
    win: str
    names: tuple[str, ...]
    day: date
    printed_at: datetime
    printed_by: str
    keyed_at: datetime | None
    keyed_by: str
    went: str
    walked_at: datetime | None
    kind: Kind = Kind.DOORS


@dataclass(frozen=True)
class PersonOnLine:
    """Somebody of a line under her letter, her name masked; `gone`: she lives at this door no more."""

    letter: str
    name: str
    gone: bool


@dataclass(frozen=True)
class DoorOnSheet:
    """A numbered door: its people as printed, what is owed there today, and what was keyed for it.

    `duties` are those of the subjects that were printed, `fresh` counts what came to this door since, `apart`:
    it is gone to last and alone; `place`: its compound or village, where a sheet goes through several.
    """

    line: int
    area: str
    room: str
    floor: int
    people: tuple[PersonOnLine, ...]
    things: tuple[str, ...]
    duties: tuple[DutyOnCard, ...]
    given: tuple[int, ...]
    fresh: int
    said: str
    apart: bool = False
    place: str = ""


@dataclass(frozen=True)
class WholeSheet:
    """A sheet with its doors, in the order of their numbers; `opens` is when its window begins."""

    line: SheetLine
    key: RoundKey
    opens: datetime
    doors: tuple[DoorOnSheet, ...]

    @property
    def people(self) -> dict[int, int]:
        """How many people with letters each line has."""
        return {door.line: len(door.people) for door in self.doors}


Numbered = Sequence[tuple[int, str, Sequence[SubjectOnCard]]]


def numbered(found: Round, kind: Kind = Kind.DOORS) -> Numbered:
    """The doors of a round under their line numbers, as one walks them: from the top, those apart last.

    Isolated homes lie in many buildings and are visited from door to door.
    """
    cards = found.walked if kind is Kind.DOORS else found.floors[0].doors
    return [(line, card.area, card.subjects) for line, card in enumerate(cards, start=1)]


def same_sheet(key: RoundKey, lines: Numbered, kind: Kind = Kind.DOORS) -> RoundSheet | None:
    """The newest sheet of a round that nobody keyed yet, if its lines are what would be printed now."""
    sheet = (
        RoundSheet.objects.filter(area=key.unit, day=key.day, win=key.win, kind=kind, keyed_at=None)
        .order_by("-number")
        .first()
    )
    if sheet is None:
        return None
    printed = {(row.line, row.area, subject_of(row)) for row in sheet.lines.all()}
    now = {(line, area, one.id) for line, area, some in lines for one in some}
    return sheet if printed == now else None


def subject_of(row: RoundSheetLine) -> UUID:
    """Of whom or of what something was owed."""
    found = row.resident or row.household or row.thing
    assert found is not None
    return found


def lines_of(rows: Sequence[RoundSheet]) -> list[SheetLine]:
    names = names_of([row.area for row in rows])
    return [
        SheetLine(
            number=row.number,
            key=str(RoundKey(row.day, row.win, row.area)),
            win=row.win,
            names=names[row.area],
            day=row.day,
            printed_at=row.printed_at,
            printed_by=row.printed_by.name,
            keyed_at=row.keyed_at,
            keyed_by=row.keyed_by.name if row.keyed_by else "",
            went=row.went.name if row.went else "",
            walked_at=row.walked_at,
            kind=Kind(row.kind),
        )
        for row in rows
    ]


def round_sheets(viewer: Viewer) -> list[SheetLine]:
    """The sheets of the last days in the viewer's area: those that nobody keyed first, the oldest of them first."""
    viewer.must(Right.SETTLE)
    with acting(viewer):
        rows = (
            RoundSheet.objects.filter(day__gte=clock.today() - SHEETS_LISTED_FOR)
            .select_related("printed_by", "keyed_by", "went")
            .order_by("number")
        )
        lines = lines_of(list(rows))
    waiting = [one for one in lines if one.keyed_at is None]
    return [*waiting, *reversed([one for one in lines if one.keyed_at is not None])]


def sheet_of(number: int) -> RoundSheet:
    """The sheet of that number inside the running scope; Problem `round_sheet_unknown`."""
    row = (
        RoundSheet.objects.select_related("printed_by", "keyed_by", "went")
        .filter(number=number)
        .first()
    )
    if row is None:
        raise Problem("round_sheet_unknown")
    return row


def kind_of(viewer: Viewer, number: int) -> Kind:
    """What the lines of the sheet of that number are; Problem `round_sheet_unknown`."""
    viewer.must(Right.SETTLE)
    with acting(viewer):
        return Kind(sheet_of(number).kind)


def whole_sheet(viewer: Viewer, number: int) -> WholeSheet:
    """One sheet with its lines as printed and what is owed there today; Problem `round_sheet_unknown`."""
    viewer.must(Right.SETTLE)
    with acting(viewer):
        row = sheet_of(number)
        kind = Kind(row.kind)
        if kind not in (Kind.DOORS, Kind.VISITS):
            raise Problem("sheet_kind_other")
        rows = list(row.lines.order_by("line", "place"))
        key = RoundKey(row.day, row.win, row.area)
        found = _round(viewer, key, kind, sorted({one.area for one in rows}, key=in_order))
        doors = _placed(_doors(rows, found, _names(rows)))
        duties = [duty for door in doors for duty in door.duties]
        # A visit that met nobody lets a duty open later than its window did.
        opens = (duty.tried[0] if duty.tried else duty.opens_at for duty in duties)
        (line,) = lines_of([row])
        return WholeSheet(line, key, min(opens, default=row.printed_at), doors)


def _round(viewer: Viewer, key: RoundKey, kind: Kind, doors: Sequence[str]) -> Round:
    """The round as it stands; an empty one where nothing of it is owed any more."""
    try:
        if kind is Kind.VISITS:
            return visit_round(viewer, key, doors)
        return one_round(viewer, key)
    except Problem as problem:
        if problem.code != "round_unknown":
            raise
        return Round(key, (), ())


def _names(rows: Iterable[RoundSheetLine]) -> dict[UUID, tuple[str, str]]:
    """Name and door of the residents of a sheet, also of those who left since."""
    people = [row.resident for row in rows if row.resident]
    former = FormerResident.objects.filter(id__in=people).values_list("id", "name")
    known = {ident: (name, "") for ident, name in former}
    here = Resident.objects.filter(id__in=people).values_list("id", "name", "area")
    return known | {ident: (name, area) for ident, name, area in here}


def _doors(
    rows: Sequence[RoundSheetLine], found: Round, names: Mapping[UUID, tuple[str, str]]
) -> tuple[DoorOnSheet, ...]:
    cards = {card.area: card for floor in found.floors for card in floor.doors}
    by_line: dict[int, list[RoundSheetLine]] = {}
    for row in rows:
        by_line.setdefault(row.line, []).append(row)
    doors = []
    for line, some in sorted(by_line.items()):
        area, card = some[0].area, cards.get(some[0].area)
        subjects = {one.id: one for one in card.subjects} if card else {}
        printed = {subject_of(row) for row in some}
        door = DoorOnSheet(
            line=line,
            area=area,
            room=code(area),
            floor=floor_of(area),
            people=_people([row.resident for row in some if row.resident], area, names),
            things=tuple(
                one.name for ident, one in subjects.items() if ident in printed and not _person(one)
            ),
            duties=tuple(
                duty for ident in printed & subjects.keys() for duty in subjects[ident].duties
            ),
            given=card.given if card else (),
            fresh=sum(ident not in printed for ident in subjects),
            said=some[0].said,
            apart=area in found.apart,
        )
        doors.append(replace(door, duties=tuple(sorted(door.duties, key=lambda one: one.what))))
    return tuple(doors)


def _placed(doors: tuple[DoorOnSheet, ...]) -> tuple[DoorOnSheet, ...]:
    """The doors with their compounds where there are several: 1-1-102 stands in each of them."""
    places = compounds_of(one.area for one in doors)
    return tuple(replace(one, place=places.get(one.area, "")) for one in doors)


def _person(one: SubjectOnCard) -> bool:
    return one.kind == "resident"


def _people(
    people: Sequence[UUID], area: str, names: Mapping[UUID, tuple[str, str]]
) -> tuple[PersonOnLine, ...]:
    made = []
    for place, ident in enumerate(people):
        name, door = names.get(ident, ("", ""))
        made.append(PersonOnLine(letter_of(place), mask_name(name), door != area))
    return tuple(made)


def walkers(
    viewer: Viewer, area: str, right: Right = Right.SETTLE, doors: Iterable[str] = ()
) -> list[Doer]:
    """Who could have walked a round there: the posts over it that may settle, or do else, its captain first.

    `doors`: of a sheet that several may have gone with, each to some of them.
    """
    viewer.must(Right.SETTLE, area)
    return could_have(viewer, area, right, _WALKS, doors)


def who_visits(viewer: Viewer, sheet: WholeSheet) -> list[Doer]:
    """Who could have gone with a sheet; visits of a sub-district are made by teams, each in its own community."""
    if sheet.line.kind is not Kind.VISITS:
        return walkers(viewer, sheet.key.unit)
    found = walkers(viewer, sheet.key.unit, doors=[door.area for door in sheet.doors])
    with acting(viewer):
        words = Doors.of(one.area for one in found)
        return [replace(one, place=words.short(one.area)) for one in found]
