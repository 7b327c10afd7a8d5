"""Gate sheets: printed under a number, and keyed back row by row as who stood there had written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.duties.raised import follow_went_out
from wumen.actions.log import log
from wumen.actions.passages import made, seal
from wumen.queries.gate_sheets import gate_sheet
from wumen.queries.passages import Judged, gate_of, judged, left_isolations, passage_said
from wumen.queries.posts import acting, viewer_by
from wumen.records import clock
from wumen.records.models import CrewMember, GateSheet, Passage
from wumen.rules.gate_sheets import KeyedRows, Row, read_rows
from wumen.rules.passages import Decision, differs
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class KeyedIn:
    """What is keyed for a sheet: who stood at the gate, and its rows."""

    stood: str
    text: str


@dataclass
class SheetDone:
    """What came of keying a sheet, by the numbers of its rows.

    `before`: stood there already just so; `otherwise`: the gate did not do as the rule says; `unasked`: what was
    written is not enough to ask the rule.
    """

    new: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    otherwise: list[int] = field(default_factory=list)
    unasked: list[int] = field(default_factory=list)


def print_gate_sheets(viewer: Viewer, path: str, day: date, many: int = 1) -> list[int]:
    """Give a gate numbered sheets for a day, today or later, and say their numbers.

    Problems: those of `gate_of`; `gate_sheet_day` for a day that is over.
    """
    gate = gate_of(viewer, path)
    if day < clock.today():
        raise Problem("gate_sheet_day")
    with changing(viewer):
        numbers = []
        for _ in range(many):
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('gate_sheet_number')")
                numbers.append(int(cursor.fetchone()[0]))
        GateSheet.objects.bulk_create(
            GateSheet(
                number=number,
                area=gate,
                day=day,
                printed_at=clock.now(),
                printed_by_id=viewer.person,
            )
            for number in numbers
        )
        log(viewer, "gate_sheet.printed", gate, numbers=numbers)
    return numbers


def check_rows(sheet_day: date, said: KeyedIn, noted: Mapping[int, datetime]) -> KeyedRows:
    """What was keyed, before anything of it is noted; `noted`: when each row was that stands already.

    Problems `gate_sheet_old`, `gate_rows_missing`.
    """
    keyed = read_rows(said.text, sheet_day, clock.now(), noted)
    if not (keyed.rows or keyed.unread):
        raise Problem("gate_rows_missing")
    return keyed


def key_gate_sheet(viewer: Viewer, number: int, said: KeyedIn) -> SheetDone:
    """Note the rows of a sheet as the word of who stood there; what was keyed before changes nothing.

    A row that says something else than before is put right. Nothing is noted as long as one cannot be read.
    Problems: `gate_sheet_unknown`, `gate_rows_unread`, `crew_unknown`, those of `check_rows`, rights.
    """
    viewer.must(Right.KEEP_GATE)
    with acting(viewer):
        found = gate_sheet(number)
    viewer.must(Right.KEEP_GATE, found.area)
    by = viewer_by(said.stood, Right.KEEP_GATE, [found.area])
    with changing(viewer):
        stands = Passage.objects.filter(sheet__number=number).values_list("line", "at")
        keyed = check_rows(found.day, said, {line: at for line, at in stands if line})
        if keyed.unread:
            raise Problem("gate_rows_unread", many=len(keyed.unread))
        rows = [_asked(viewer, found.area, one) for one in keyed.rows]
        left = _left(rows)
        # A plan takes its lock first and logs last.
        hold_plans(set(left.values()))
        sheet = GateSheet.objects.select_for_update().get(number=number)
        done = _note(viewer, by, sheet, rows, left)
        if done.new or done.changed:
            _keyed_by(viewer, by, sheet)
            new, changed = len(done.new), len(done.changed)
            told = {"number": number, "new": new, "changed": changed}
            log(viewer, "gate_sheet.keyed", sheet.area, by=by.person, sheet=told)
    return done


def _keyed_by(viewer: Viewer, by: Viewer, sheet: GateSheet) -> None:
    sheet.keyed_at = clock.now()
    sheet.keyed_by = CrewMember.objects.get(id=viewer.person)
    sheet.stood = CrewMember.objects.get(id=by.person)
    sheet.save(update_fields=["keyed_at", "keyed_by", "stood"])


@dataclass(frozen=True)
class _Asked:
    """A row with what the rule said of it, and what became of it."""

    row: Row
    found: Judged | None
    decision: Decision


def _asked(viewer: Viewer, gate: str, one: Row) -> _Asked:
    """What the rule said at that hour; nothing where what was written is not enough to ask it."""
    decision = one.said.decision or Decision.PASSED
    try:
        return _Asked(one, judged(viewer, gate, one.said, one.at, stands_there=False), decision)
    except Problem:
        return _Asked(one, None, decision)


def _left(rows: Sequence[_Asked]) -> dict[int, str]:
    """The homes in isolation from which somebody went out, by the lines that tell of it."""
    entries = [
        (one.row.said, one.found.door if one.found else "", one.decision, one.row.at)
        for one in rows
    ]
    homes = left_isolations(entries)
    return {one.row.line: home for one, home in zip(rows, homes, strict=True) if home}


def _note(
    viewer: Viewer, by: Viewer, sheet: GateSheet, rows: Sequence[_Asked], left: Mapping[int, str]
) -> SheetDone:
    done = SheetDone()
    standing = {row.line: row for row in sheet.passages.select_for_update()}
    for asked in rows:
        one, found, decision = asked.row, asked.found, asked.decision
        verdict = found.answer.verdict if found else None
        (done.otherwise if differs(verdict, decision) else []).append(one.line)
        (done.unasked if found is None else []).append(one.line)
        row = standing.get(one.line)
        if row is not None and _same(row, one, decision, by):
            done.before.append(one.line)
            continue
        if row is None:
            row = made(viewer, sheet.area, one.said, one.at, found, decision)
            row.sheet, row.line, row.stood_id = sheet, one.line, by.person
            row.save(force_insert=True)
            done.new.append(one.line)
        else:
            _put_right(row, one, found, decision, by)
            done.changed.append(one.line)
        if one.line in left:
            follow_went_out(by, left[one.line], one.at)
    return done


def _same(row: Passage, one: Row, decision: Decision, by: Viewer) -> bool:
    """Whether a row says what was keyed for it before."""
    known = (row.at, row.direction, row.decision, row.stood_id, passage_said(row).words)
    return known == (one.at, one.said.way, decision, by.person, one.said.words)


def _put_right(
    row: Passage, one: Row, found: Judged | None, decision: Decision, by: Viewer
) -> None:
    row.at, row.direction, row.decision = one.at, one.said.way.value, decision.value
    row.verdict = found.answer.verdict.value if found else ""
    row.shown_id = found.shown if found else None
    row.stood_id = by.person
    seal(row, one.said, found, "")
    row.save()
