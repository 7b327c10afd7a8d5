"""Lists on paper: printed under a number, keyed back by line and code, once by whatever way it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from wumen.actions.calls import NewList, make_list, show_numbers_of
from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.log import log
from wumen.actions.round_sheets import keyed_by, made_sheet
from wumen.actions.round_sheets.lines import Keying, RowsDone
from wumen.queries.calls import Listed, people_for
from wumen.queries.posts import acting, viewer_by
from wumen.queries.round_sheets import sheet_of
from wumen.queries.round_sheets.rows import (
    Part,
    WholeRows,
    parts_of,
    same_list,
    whole_rows,
)
from wumen.records import clock, planning
from wumen.records.models import (
    CallList,
    RoundSheet,
    RoundSheetLine,
)
from wumen.rules.areas import counted_in, read_path, subdistrict
from wumen.rules.calls import Source
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import read_walked_at
from wumen.rules.round_sheets.rows import (
    LISTED,
    RIGHTS,
    Kind,
    Rows,
    Told,
    check_day,
    read_rows,
)
from wumen.rules.rounds import EARLY
from wumen.rules.time import local, whole_day

_OF_HOMES = frozenset({Kind.KNOCKS, Kind.KITS})


@dataclass(frozen=True)
class KeyedRows:
    """What is keyed for a list: who went, on which day, when, and the lines; `rest`: all others were well."""

    went: str
    hour: str
    text: str
    day: str = ""
    rest: bool = False


def print_list(viewer: Viewer, kind: Kind, area: str = "", about: UUID | None = None) -> list[int]:
    """Give what a list holds now numbered lines; the numbers of its sheets.

    A sheet that nobody keyed yet and that would look the same is printed again under its number.
    Problems: `sheets_nothing_to_print`, `right_missing`, `area_not_yours`, those of the list's own page.
    """
    viewer.must(Right.SETTLE)
    with changing(viewer):
        parts = [one for one in parts_of(viewer, kind, area, about) if one.lines]
        numbers = [_printed(viewer, kind, one, about) for one in parts]
        if not numbers:
            raise Problem("sheets_nothing_to_print")
    return numbers


def _printed(viewer: Viewer, kind: Kind, part: Part, about: UUID | None) -> int:
    viewer.must(Right.SETTLE, read_path(part.area))
    sheet = same_list(part, kind, about)
    if sheet is None:
        sheet = made_sheet(viewer, part.area, clock.today(), kind=kind, about=about)
        RoundSheetLine.objects.bulk_create(
            RoundSheetLine(
                id=uuid4(),
                sheet=sheet,
                area=area,
                line=line,
                place=place,
                household=ident if kind in _OF_HOMES else None,
                thing=ident if kind not in _OF_HOMES else None,
            )
            for line, (area, ident, place) in enumerate(part.lines, start=1)
        )
    log(viewer, "round.sheet_printed", counted_in(part.area), number=sheet.number, list=kind)
    return int(sheet.number)


def print_not_reached(viewer: Viewer, area: str, purpose: str) -> list[int]:
    """Make the call list of who still owes a word today and print it at once; the numbers of its sheets.

    The same list that nobody rang yet is printed again. Problems: those of `make_list` and `print_list`.
    """
    new = NewList(purpose, area or viewer.area, Source.OPEN_DUTIES, what=What.CONTACT)
    with changing(viewer):
        people = people_for(viewer, read_path(new.area), new.source, "", new.what)
        made = _same_people(new, people) or make_list(viewer, new, people).id
        return print_list(viewer, Kind.CALLS, about=made)


def _same_people(new: NewList, people: Sequence[Listed]) -> UUID | None:
    """The list that somebody made for the same purpose today of the same people, and is open: nobody is rung twice."""
    lists = CallList.objects.filter(
        area=read_path(new.area), purpose=new.purpose, source=new.source, closed_at=None
    )
    wanted = {one.resident for one in people}
    for row in lists.filter(made_at__gte=whole_day(clock.today()).begins):
        if set(row.entries.values_list("resident", flat=True)) == wanted:
            return row.id
    return None


def numbers_to_print(viewer: Viewer, whole: WholeRows) -> Mapping[UUID, tuple[str, ...]]:
    """The complete numbers of a call sheet by entry, each look written down; nothing for other lists."""
    if whole.kind is not Kind.CALLS:
        return {}
    entries = [one.subject for one in whole.rows if not one.gone]
    return show_numbers_of(viewer, entries, whole.line.number)


def check_rows(sheet: WholeRows, said: KeyedRows, now: datetime) -> tuple[Rows, Told]:
    """What was keyed and when it was done, before anything of it is noted.

    Problems: `sheet_day_wrong`, `sheet_hour_*`; what cannot be read stands in `Rows.unread`.
    """
    printed = sheet.line.printed_at
    day = check_day(said.day, sheet.line.day, local(now).date())
    told = Told(read_walked_at(said.hour, day, printed, now), day, printed - EARLY, now)
    return read_rows(sheet.kind, said.text, [one.line for one in sheet.rows], told, said.rest), told


def key_list(viewer: Viewer, number: int, said: KeyedRows) -> RowsDone:
    """Note what a list on paper says, line by line, by the same actions as from its page.

    The sheet twice, or what came by phone before, changes nothing. Nothing is noted as long as one piece cannot be
    read; a line that cannot be noted as it stands is told with its reason, and the others are.
    Problems: `round_sheet_unknown`, `sheet_kind_other`, `sheet_lines_unread`, `crew_unknown`, those of
    `check_rows`, `area_not_yours`, `right_missing`.
    """
    viewer.must(Right.SETTLE)
    with acting(viewer):
        found = sheet_of(number)
    kind = Kind(found.kind)
    if kind not in LISTED:
        raise Problem("sheet_kind_other")
    viewer.must(Right.SETTLE, found.area)
    by = viewer_by(said.went, RIGHTS[kind], [found.area])
    with changing(viewer):
        # What a line asks for makes duties: the plans are held before anything is locked.
        hold_plans([found.area])
        planning.lock_for_settling(clock.today(), subdistrict(found.area))
        sheet = RoundSheet.objects.select_for_update().get(number=number)
        whole = whole_rows(viewer, number)
        rows, told = check_rows(whole, said, clock.now())
        if rows.unread:
            raise Problem("sheet_lines_unread", many=len(rows.unread))
        keying = Keying(viewer, by, sheet, whole)
        for row in rows.lines:
            keying.note(row)
        keyed_by(sheet, viewer, by, told.at)
        many = sum(keying.done.noted.values())
        body: dict[str, Any] = {"number": number, "list": kind, "lines": many}
        log(viewer, "round.list_keyed", counted_in(found.area), by=by.person, **body)
    return keying.done
