"""Lists on paper: printed under a number, keyed back by line and code, once by whatever way it is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from wumen.actions.calls import NewList, make_list, note_call, show_numbers_of
from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.duties.settle import cannot, do
from wumen.actions.knocks import knock
from wumen.actions.log import log
from wumen.actions.round_sheets import keyed_by, made_sheet
from wumen.queries.calls import Listed, people_for
from wumen.queries.posts import acting, viewer_by
from wumen.queries.round_sheets import sheet_of
from wumen.queries.round_sheets.rows import (
    Part,
    RowOnSheet,
    WholeRows,
    parts_of,
    same_list,
    whole_rows,
)
from wumen.records import clock, planning, sealing
from wumen.records.models import (
    Call,
    CallList,
    Duty,
    Instruction,
    Knock,
    Resident,
    RoundSheet,
    RoundSheetLine,
)
from wumen.rules.areas import counted_in, read_path, subdistrict
from wumen.rules.calls import CallResult, Source
from wumen.rules.duties import PENDING, DutyKey
from wumen.rules.instructions import GIVEN, win_of
from wumen.rules.knocks import Result
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import read_walked_at
from wumen.rules.round_sheets.rows import (
    ASKS,
    ASKS_WHO,
    DONE,
    LISTED,
    RIGHTS,
    WHY,
    Kind,
    Paper,
    Row,
    Rows,
    Told,
    check_day,
    code_named,
    read_rows,
)
from wumen.rules.rounds import EARLY
from wumen.rules.time import local, whole_day

# Who noted the same by phone or on the page did so within this time of what stands on paper.
_NEAR = timedelta(minutes=30)
_BEFORE = frozenset(
    {"duty_already_done", "duty_already_waived", "duty_withdrawn", "instruction_closed"}
)
_A_MINUTE, _A_SECOND = timedelta(minutes=1), timedelta(seconds=1)


@dataclass(frozen=True)
class KeyedRows:
    """What is keyed for a list: who went, on which day, when, and the lines; `rest`: all others were well."""

    went: str
    hour: str
    text: str
    day: str = ""
    rest: bool = False


@dataclass
class RowsDone:
    """What came of keying a list: how many lines under each code, and those that somebody should look at.

    `same`: said the same when the sheet was keyed before; `before`: known by phone or from a page; `look`: lines
    that were not noted, each with its Problem.
    """

    noted: dict[str, int] = field(default_factory=dict)
    same: int = 0
    before: list[int] = field(default_factory=list)
    look: list[tuple[int, Problem]] = field(default_factory=list)


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
                place=0,
                household=ident if kind is Kind.KNOCKS else None,
                thing=ident if kind is not Kind.KNOCKS else None,
            )
            for line, (area, ident) in enumerate(part.lines, start=1)
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
        keying = _Keying(viewer, by, sheet, whole)
        for row in rows.lines:
            keying.note(row)
        keyed_by(sheet, viewer, by, told.at)
        many = sum(keying.done.noted.values())
        body: dict[str, Any] = {"number": number, "list": kind, "lines": many}
        log(viewer, "round.list_keyed", counted_in(found.area), by=by.person, **body)
    return keying.done


class _Keying:
    """One keying of one list, inside its transaction."""

    def __init__(self, viewer: Viewer, by: Viewer, sheet: RoundSheet, whole: WholeRows) -> None:
        self.viewer, self.by, self.sheet, self.kind = viewer, by, sheet, whole.kind
        self.lines = {one.line: one for one in whole.rows}
        self.done = RowsDone()
        self.known = _known(self.kind, [one.subject for one in whole.rows])

    def note(self, row: Row) -> None:
        """Note one line, unless it is no news."""
        line, kept = self.lines[row.line], _kept(row)
        if line.kept == kept:
            self.done.same += 1
            return
        if self._is_known(line, row):
            self.done.before.append(row.line)
        else:
            try:
                self._note(line, self._after(line, row))
            except Problem as problem:
                if problem.code not in _BEFORE:
                    self.done.look.append((row.line, problem))
                    return
                self.done.before.append(row.line)
            else:
                self.done.noted[row.code] = self.done.noted.get(row.code, 0) + 1
        self.sheet.lines.filter(line=row.line).update(said=kept)

    def _is_known(self, line: RowOnSheet, row: Row) -> bool:
        """Whether somebody noted the same at that hour on the page or by phone."""
        result = CallResult.REACHED if row.code == ASKS else row.code
        return not line.kept and any(
            one == result and abs(when - row.at) < _NEAR for when, one in self.known(line.subject)
        )

    def _after(self, line: RowOnSheet, row: Row) -> Row:
        """A line that was keyed wrongly and is keyed again: the later word of the same minute stands."""
        if not line.kept:
            return row
        same = [when for when, _ in self.known(line.subject) if row.at <= when < row.at + _A_MINUTE]
        at = max(same) + _A_SECOND if same else row.at
        return Row(row.line, row.code, row.said, at, row.back_at)

    def _note(self, line: RowOnSheet, row: Row) -> None:
        paper = Paper(self.sheet.number, row.line, row.at, self.by)
        if line.gone and self.kind is not Kind.ASKED:
            raise Problem("sheet_row_gone", line=row.line)
        if self.kind is Kind.KNOCKS:
            self._knock(line, row, paper)
        elif self.kind is Kind.CALLS:
            result = CallResult.REACHED if row.code == ASKS else CallResult(row.code)
            wanted = row.code == ASKS and bool(row.said)
            note_call(self.viewer, line.subject, result, row.said, row.back_at, wanted, paper)
        else:
            self._settle(line, row, paper)

    def _knock(self, line: RowOnSheet, row: Row, paper: Paper) -> None:
        if row.code in ASKS_WHO and Resident.objects.filter(household=line.subject).exists():
            raise Problem("sheet_row_asks_who", line=row.line)
        knock(self.viewer, line.subject, Result(row.code), row.said, paper)

    def _settle(self, line: RowOnSheet, row: Row, paper: Paper) -> None:
        """What was asked for is done, or stays open with why it is not."""
        number = (
            Instruction.objects.filter(id=line.subject).values_list("number", flat=True).first()
        )
        owed = Duty.objects.filter(what__in=GIVEN, win=win_of(number or 0), state__in=PENDING)
        duty = owed.filter(day__lte=clock.today()).order_by("-day").first()
        if duty is None:
            raise Problem("instruction_closed", number=number or 0)
        key = DutyKey(duty.day, duty.what, str(duty.subject), duty.win)
        if row.code == DONE:
            note = {"note": row.said} if row.said else {}
            do(self.viewer, key, evidence={**note, **paper.told}, by=self.by)
            return
        why = _why(self.kind, row)
        if duty.reason != why:
            cannot(self.viewer, key, why, self.by, paper)


def _why(kind: Kind, row: Row) -> str:
    """Why something was not done, as it is kept: by its key, or in words where some were added."""
    if row.code == WHY:
        return row.said
    return f"{code_named(kind, row.code).named.zh}，{row.said}" if row.said else row.code


def _kept(row: Row) -> str:
    """What is kept of a line to know it again: its code and hour; of words a keyed hash alone."""
    back = f" {local(row.back_at):%H:%M}" if row.back_at else ""
    words = sealing.keyed("sheet_row", row.said).hex()[:16] if row.said else ""
    return f"{row.code} {local(row.at):%m-%d %H:%M}{back} {words}".strip()


_Seen = Callable[[UUID], list[tuple[datetime, str]]]


def _known(kind: Kind, subjects: list[UUID]) -> _Seen:
    """What pages and phones noted of the subjects of a list, with its hour."""
    found: dict[UUID, list[tuple[datetime, str]]] = {}
    rows: list[tuple[UUID, datetime, str]] = []
    if kind is Kind.KNOCKS:
        knocks = Knock.objects.filter(household__in=subjects)
        rows = list(knocks.values_list("household", "knocked_at", "result"))
    elif kind is Kind.CALLS:
        rows = list(
            Call.objects.filter(entry__in=subjects).values_list("entry", "called_at", "result")
        )
    for subject, when, result in rows:
        found.setdefault(subject, []).append((when, result))
    return lambda subject: found.get(subject, [])
