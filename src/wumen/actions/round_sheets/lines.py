"""What each line of a list on paper notes: by the same actions as from its page, once by whatever way it is told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from wumen.actions.arrivals import hand_kit
from wumen.actions.calls import note_call
from wumen.actions.duties.raised import requests_of_today
from wumen.actions.duties.settle import cannot, do
from wumen.actions.knocks import knock
from wumen.actions.transfers import note_step
from wumen.queries.round_sheets.rows import RowOnSheet, WholeRows
from wumen.records import clock, sealing
from wumen.records.models import Arrival, Call, Duty, Instruction, Knock, Resident, RoundSheet
from wumen.rules.calls import CallResult
from wumen.rules.duties import PENDING, DutyKey
from wumen.rules.instructions import GIVEN, win_of
from wumen.rules.knocks import Result
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import (
    AGAIN,
    ASKS,
    ASKS_WHO,
    DONE,
    WHY,
    Kind,
    Paper,
    Row,
    code_named,
)
from wumen.rules.time import local

# Who noted the same by phone or on the page did so within this time of what stands on paper.
_NEAR = timedelta(minutes=30)
_BEFORE = frozenset(
    {
        "duty_already_done",
        "duty_already_waived",
        "duty_withdrawn",
        "instruction_closed",
        "arrival_kit_given",
        "transfer_step_noted",
    }
)
# What a line says so that somebody has to do something.
_ASKING = frozenset({Result.NEEDS.value, ASKS})
# What is kept of a line: its code, day and hour, and what else tells it from another.
_PARTS = re.compile(r"(?P<code>\w+) (?P<hour>[\d-]{5} [\d:]{5})(?P<more>.*)")
_A_MINUTE, _A_SECOND = timedelta(minutes=1), timedelta(seconds=1)


@dataclass
class RowsDone:
    """What came of keying a list: how many lines under each code, and those that somebody should look at.

    `same`: said the same when the sheet was keyed before; `before`: known by phone or from a page; `look`: lines
    that were not noted, and those whose former keying is a request that still stands, each with its Problem.
    """

    noted: dict[str, int] = field(default_factory=dict)
    same: int = 0
    before: list[int] = field(default_factory=list)
    look: list[tuple[int, Problem]] = field(default_factory=list)


class Keying:
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
        if problem := stands_already(line, row):
            self.done.look.append((row.line, problem))
            return
        if self._is_known(line, row):
            self.done.before.append(row.line)
        else:
            standing = self._asked_wrongly(line, kept)
            try:
                self._note(line, self._after(line, row))
            except Problem as problem:
                if problem.code not in _BEFORE:
                    self.done.look.append((row.line, problem))
                    return
                self.done.before.append(row.line)
            else:
                self.done.noted[row.code] = self.done.noted.get(row.code, 0) + 1
                self.done.look += [
                    (row.line, Problem("sheet_row_asked_before", line=row.line, number=number))
                    for number in standing
                ]
        self.sheet.lines.filter(line=row.line).update(said=kept)

    def _asked_wrongly(self, line: RowOnSheet, kept: str) -> list[int]:
        """The open requests of a home that this line asked for when it was keyed before, in other words than now."""
        if line.said not in _ASKING or _asked(line.kept) == _asked(kept):
            return []
        rows = requests_of_today(line.household) if line.household else Instruction.objects.none()
        return list(rows.order_by("number").values_list("number", flat=True))

    def _is_known(self, line: RowOnSheet, row: Row) -> bool:
        """Whether somebody noted the same at that hour on the page or by phone."""
        result = CallResult.REACHED if row.code == ASKS else row.code
        near = _NEAR
        if line.kept:
            # A further try is on its line already when the whole sheet is keyed once more.
            near = _A_MINUTE if line.said == row.code else timedelta()
        known = self.known(line.subject)
        return any(one == result and abs(when - row.at) < near for when, one in known)

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
        elif self.kind is Kind.KITS:
            self._kit(line, row, paper)
        elif self.kind is Kind.TRANSFERS:
            self._step(line, row, paper)
        else:
            self._settle(line, row, paper)

    def _knock(self, line: RowOnSheet, row: Row, paper: Paper) -> None:
        if row.code in ASKS_WHO and Resident.objects.filter(household=line.subject).exists():
            raise Problem("sheet_row_asks_who", line=row.line)
        knock(self.viewer, line.subject, Result(row.code), row.said, paper)

    def _kit(self, line: RowOnSheet, row: Row, paper: Paper) -> None:
        """The kit of a home was brought: of who came home to it and has none, or else had it before."""
        came = Arrival.objects.filter(
            household=line.subject, dropped_at=None, came_at__isnull=False
        ).order_by(F("kit_at").asc(nulls_first=True), "id")
        found = came.first()
        if found is None:
            raise Problem("sheet_row_gone", line=row.line)
        hand_kit(self.viewer, found.id, paper)

    def _step(self, line: RowOnSheet, row: Row, paper: Paper) -> None:
        """A step for who is moved was done; one that stands with another hour is told and not noted again."""
        assert line.step is not None
        was = line.step.at
        if was is not None and abs(was - row.at) >= _NEAR:
            raise Problem("sheet_row_stands", line=row.line, **_apart(_hour(was), _hour(row.at)))
        if was is not None and row.said and row.said != line.step.said:
            raise Problem("sheet_row_words_differ", line=row.line)
        note_step(self.viewer, line.subject, line.step.step, row.at, row.said, paper)

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


def stands_already(line: RowOnSheet, row: Row) -> Problem | None:
    """Problem `sheet_row_stands`, `sheet_row_stands_try`: a line that was keyed before says the same at another hour.

    Nobody home and no answer may be written once more, where the line itself bears the hour of the further try.
    """
    kept = _kept(row)
    before, now = _PARTS.fullmatch(line.kept), _PARTS.fullmatch(kept)
    if before is None or now is None or line.kept == kept:
        return None
    if (before["code"], before["more"]) != (now["code"], now["more"]):
        return None
    if row.own_hour and row.code in AGAIN:
        return None
    code = "sheet_row_stands_try" if row.code in AGAIN else "sheet_row_stands"
    return Problem(code, line=row.line, **_apart(before["hour"], now["hour"]))


def _hour(when: datetime) -> str:
    return f"{local(when):%m-%d %H:%M}"


def _apart(was: str, now: str) -> dict[str, str]:
    """Two hours that differ as they are told: with their days where these differ, too."""
    (was_day, was_hour), (day, hour) = was.split(), now.split()
    return {"was": was_hour, "now": hour} if was_day == day else {"was": was, "now": now}


def _kept(row: Row) -> str:
    """What is kept of a line to know it again: its code and hour; of words a keyed hash alone."""
    back = f" {local(row.back_at):%H:%M}" if row.back_at else ""
    words = sealing.keyed("sheet_row", row.said).hex()[:16] if row.said else ""
    return f"{row.code} {_hour(row.at)}{back} {words}".strip()


def _asked(kept: str) -> tuple[str, str]:
    """Under which code and in which words something was asked for, at whatever hour; of words their hash."""
    code, *rest = kept.split(" ")
    return code, rest[-1] if len(rest) > 2 else ""


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
