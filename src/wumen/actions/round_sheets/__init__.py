"""Rounds on paper: printed under a number, and keyed back under their line numbers as who went had found it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.duties.raised import Hot, fever_told, follow_fevers
from wumen.actions.duties.settle import do
from wumen.actions.log import log
from wumen.actions.rounds import Walk, note_infants, settle_measured, settle_walk
from wumen.queries.posts import acting, viewer_by
from wumen.queries.round_sheets import (
    Numbered,
    WholeSheet,
    numbered,
    same_sheet,
    sheet_of,
    subject_of,
    whole_sheet,
)
from wumen.queries.rounds import one_round
from wumen.records import clock, planning
from wumen.records.models import CrewMember, Duty, RoundSheet, RoundSheetLine
from wumen.rules.areas import code, counted_in, read_path, subdistrict
from wumen.rules.duties import PENDING, DutyKey, DutyState
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import (
    NORMAL,
    Keyed,
    Reading,
    declares,
    letter_of,
    read_keyed,
    read_walked,
    read_walked_at,
)
from wumen.rules.round_sheets.rows import Kind, Paper
from wumen.rules.rounds import RoundKey
from wumen.rules.temperatures import FEVER

# What says that a reading stands there already, or that nobody owes it any more: no reason to refuse a sheet.
_BEFORE = frozenset({"duty_already_done", "duty_already_waived"})
_GONE = frozenset({"duty_unknown", "duty_withdrawn"})


@dataclass(frozen=True)
class KeyedIn:
    """What is keyed for a sheet: who went, when, which lines, and what was not normal."""

    went: str
    walked_at: str
    text: str = ""
    walked: str = ""


@dataclass
class SheetDone:
    """What came of keying a sheet: counts of duties, and the lines that somebody should look at.

    `met`: measured by the role of who went; `before`: was settled already; `late`: named, but settled before;
    `gone`: owed by nobody at that door any more; `fresh`: somebody came to that door after it was printed;
    `stands`: it was keyed before under another hour, which stays.
    """

    done: int = 0
    met: int = 0
    read: int = 0
    excepted: list[int] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    before: int = 0
    late: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    fresh: list[int] = field(default_factory=list)
    fever: list[str] = field(default_factory=list)
    stands: datetime | None = None


def print_sheet(viewer: Viewer, key: RoundKey) -> int:
    """Give one round its sheet, as `print_sheets` does; the number."""
    (number,) = print_sheets(viewer, [key])
    return number


def print_sheets(viewer: Viewer, keys: Iterable[RoundKey]) -> list[int]:
    """Give rounds numbered lines, as they stand now, in one go; the numbers of their sheets.

    A sheet that nobody keyed yet and that would look the same is printed again under its number.
    Problems: `sheets_nothing_to_print` without a round, `round_unknown`, `right_missing`, `area_not_yours`.
    """
    rounds = [RoundKey(key.day, key.win, read_path(key.unit)) for key in keys]
    if not rounds:
        raise Problem("sheets_nothing_to_print")
    for key in rounds:
        viewer.must(Right.SETTLE, key.unit)
    with changing(viewer):
        _forget_said()
        return [_printed(viewer, key) for key in rounds]


def _printed(viewer: Viewer, key: RoundKey) -> int:
    lines = numbered(one_round(viewer, key))
    sheet = same_sheet(key, lines)
    if sheet is None:
        sheet = made_sheet(viewer, key.unit, key.day, win=key.win)
        add_lines(sheet, lines)
    log(viewer, "round.sheet_printed", counted_in(key.unit), number=sheet.number)
    return int(sheet.number)


def _forget_said() -> None:
    """What lines of former days said is gone with their rounds, refusals above all; duties keep how they ended."""
    former = RoundSheetLine.objects.filter(sheet__day__lt=clock.today())
    former.exclude(said="").update(said="")


def made_sheet(viewer: Viewer, area: str, day: date, **more: Any) -> RoundSheet:
    """A new sheet of a place under the next number; `more`: its kind, its window, what it is about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('round_sheet_number')")
        number = int(cursor.fetchone()[0])
    return RoundSheet.objects.create(
        number=number,
        area=area,
        day=day,
        printed_at=clock.now(),
        printed_by_id=viewer.person,
        **more,
    )


def add_lines(sheet: RoundSheet, lines: Numbered) -> None:
    """Give a new sheet its lines, each with who and what stands at its door."""
    RoundSheetLine.objects.bulk_create(
        _line(sheet, line, area, place, one.kind, one.id)
        for line, area, some in lines
        for place, one in enumerate(some)
    )


def _line(
    sheet: RoundSheet, line: int, area: str, place: int, kind: str, subject: UUID
) -> RoundSheetLine:
    row = RoundSheetLine(id=uuid4(), sheet=sheet, area=area, line=line, place=place)
    if kind == "resident":
        row.resident = subject
    elif kind == "household":
        row.household = subject
    else:
        row.thing = subject
    return row


def check_keyed(
    sheet: WholeSheet, said: KeyedIn, now: datetime
) -> tuple[Keyed, frozenset[int], datetime]:
    """What was keyed, which lines were walked and when, before anything of it is noted.

    Problems: `sheet_walked_unreadable`, `sheet_hour_*`; what cannot be read stands in `Keyed.unread`.
    """
    walked = read_walked(said.walked, sheet.people)
    printed = sheet.line.printed_at
    at = read_walked_at(said.walked_at, sheet.key.day, sheet.opens, now, printed)
    visits = sheet.line.kind is Kind.VISITS
    return read_keyed(said.text, sheet.people, walked, things=visits), walked, at


def key_sheet(
    viewer: Viewer, number: int, said: KeyedIn, of_kind: "type[Keying] | None" = None
) -> SheetDone:
    """Note what a sheet says: its walked lines normal as declared by who went, but for those with a reason.

    The sheet twice, or what came by phone before, changes nothing. Nothing is noted as long as one piece
    cannot be read. `of_kind`: what the lines of the sheet must be, doors of a round unless said otherwise.
    Problems: `round_sheet_unknown`, `sheet_kind_other`, `sheet_lines_unread`, `crew_unknown`, those of
    `check_keyed`, `area_not_yours`, `right_missing`.
    """
    of_kind = of_kind or Keying
    viewer.must(Right.SETTLE)
    with acting(viewer):
        found = sheet_of(number)
    viewer.must(Right.SETTLE, found.area)
    by = of_kind.who_went(viewer, found, said)
    with changing(viewer):
        # A fever on it asks for more than its own row: the plans are held before anything is locked.
        hold_plans([found.area])
        planning.lock_for_settling(found.day, subdistrict(found.area))
        sheet = RoundSheet.objects.select_for_update().get(number=number)
        whole = whole_sheet(viewer, number)
        if whole.line.kind is not of_kind.kind:
            raise Problem("sheet_kind_other")
        keyed, walked, at = check_keyed(whole, said, clock.now())
        if keyed.unread:
            raise Problem("sheet_lines_unread", many=len(keyed.unread))
        went = by if by.person != viewer.person else None
        keying = of_kind(viewer, went, sheet, whole, at)
        keying.note(keyed, walked)
        if keying.news or sheet.walked_at is None:
            keyed_by(sheet, viewer, by, at)
        elif sheet.walked_at != at:
            # The same lines again are the same walk: its hour is put right by itself, and not by the way.
            keying.done.stands = sheet.walked_at
    return keying.done


def keyed_by(sheet: RoundSheet, viewer: Viewer, by: Viewer, at: datetime) -> None:
    """Note on a sheet who keyed it in, who had gone and when."""
    sheet.keyed_at, sheet.walked_at = clock.now(), at
    sheet.keyed_by = CrewMember.objects.get(id=viewer.person)
    sheet.went = CrewMember.objects.get(id=by.person)
    sheet.save(update_fields=["keyed_at", "keyed_by", "went", "walked_at"])


class Keying:
    """One keying of one sheet of a kind, inside its transaction."""

    kind = Kind.DOORS

    def __init__(
        self, viewer: Viewer, by: Viewer | None, sheet: RoundSheet, whole: WholeSheet, at: datetime
    ) -> None:
        self.viewer, self.by, self.sheet, self.whole, self.at = viewer, by, sheet, whole, at
        told = {"number": sheet.number}
        self.walk = Walk(viewer, by, whole.key, at, "round.sheet_keyed", told)
        self.rows: dict[int, list[RoundSheetLine]] = {}
        self.infants: frozenset[UUID] = frozenset()
        self.fevers: list[Hot] = []
        for row in sheet.lines.order_by("line", "place"):
            self.rows.setdefault(row.line, []).append(row)
        self.done = SheetDone()
        self.news = False

    @classmethod
    def who_went(cls, viewer: Viewer, sheet: RoundSheet, said: KeyedIn) -> Viewer:
        """Who went, in her post over all of the sheet. Problems of `viewer_by`."""
        return viewer_by(said.went, Right.SETTLE, [sheet.area])

    def note(self, keyed: Keyed, walked: Iterable[int]) -> None:
        """First what was measured, then all the rest of the walked lines, each as it was said."""
        hot = self.read(keyed)
        self._infants({one.line: one.infants for one in keyed.lines if one.infants})
        self._met([one.line for one in keyed.lines if one.done])
        # A line that says the same as before is no news, whenever it is keyed again.
        said = {line: keyed.reasons.get(line, NORMAL) for line in sorted(walked)}
        if not declares((self.by or self.viewer).role):
            said = dict(keyed.reasons)
        news = {line: one for line, one in said.items() if self.rows[line][0].said != one}
        self.news = self.news or bool(news)
        pending, before, gone = self._pending(news)
        self.done.before += before - self.done.met
        self.done.gone = sorted({*self.done.gone, *gone})
        # A fever of somebody who was declared normal before is told above all.
        late = {line for line in keyed.reasons if line in news and line not in pending}
        self.done.late = sorted({*late, *hot} - {*self.done.gone})
        rooms = {code(self.rows[line][0].area): one for line, one in news.items() if one != NORMAL}
        flat = self._others(pending)
        content = {"walked_at": self.at, "lines": sorted(news)}
        if flat:
            self.done.done, _, self.done.left = settle_walk(self.walk, flat, rooms, content)
        aside = {*self.done.late, *self.done.gone}
        self.done.excepted = [line for line in sorted(keyed.reasons) if line not in aside]
        self.done.fresh = [
            door.line for door in self.whole.doors if door.fresh and door.line in said
        ]
        for one in set(news.values()):
            alike = [line for line, said in news.items() if said == one]
            self.sheet.lines.filter(line__in=alike).update(said=one)

    def read(self, keyed: Keyed) -> list[int]:
        """Note all temperatures; the lines with a fever of somebody whose temperature stood there before."""
        known = [
            one.line
            for one in keyed.lines
            for reading in one.readings
            if not self._measure(one.line, reading) and reading.celsius >= FEVER
        ]
        follow_fevers(self.viewer, self.viewer.area, self.fevers, self.by)
        self.news = self.done.read > 0
        return known

    def _infants(self, lines: Mapping[int, Sequence[int]]) -> None:
        """Who of these lines is an infant is not sampled, and nobody declares or measures her sample with the rest."""
        people = {line: [row.resident for row in self.rows[line] if row.resident] for line in lines}
        self.infants = frozenset(people[line][one] for line, some in lines.items() for one in some)
        pending, _, _ = self._pending(lines)
        hers = [one for some in pending.values() for one in some if one.subject in self.infants]
        note_infants(self.walk, hers, {"walked_at": self.at, "lines": sorted(lines)})

    def _others(self, pending: Mapping[int, Sequence[Duty]]) -> list[Duty]:
        """What is still to be done but for the samples of infants."""
        return [
            duty
            for some in pending.values()
            for duty in some
            if duty.what != What.SAMPLING or duty.subject not in self.infants
        ]

    def _met(self, lines: Sequence[int]) -> None:
        """What the role of who walked must measure was done at these lines."""
        pending, _, _ = self._pending(lines)
        flat = self._others(pending)
        content = {"walked_at": self.at, "lines": lines}
        self.done.met = settle_measured(self.walk, flat, content)
        self.news = self.news or self.done.met > 0

    def _pending(self, lines: Iterable[int]) -> tuple[dict[int, list[Duty]], int, set[int]]:
        """What is still to be done of who was printed on these lines and lives there yet, locked in one order;
        how much is settled; and the lines of which nothing is owed any more.
        """
        where = {(subject_of(row), row.area): line for line in lines for row in self.rows[line]}
        key = self.whole.key
        rows = (
            Duty.objects.select_for_update()
            .filter(day=key.day, win=key.win, subject__in={subject for subject, _ in where})
            .exclude(state=DutyState.WITHDRAWN)
            .order_by("what", "subject")
        )
        found: dict[int, list[Duty]] = {}
        owed, before = set[int](), 0
        for duty in rows:
            line = where.get((duty.subject, duty.area))
            if line is None:
                continue
            owed.add(line)
            if duty.state in PENDING:
                found.setdefault(line, []).append(duty)
            else:
                before += 1
        return found, before, set(where.values()) - owed

    def _measure(self, line: int, reading: Reading) -> bool:
        """Note one temperature; False where somebody had settled it before, or nobody owes it any more."""
        people: Sequence[UUID] = [row.resident for row in self.rows[line] if row.resident]
        key = self.whole.key
        duty = DutyKey(key.day, What.TEMPERATURE, str(people[reading.person]), key.win)
        if reading.celsius >= FEVER:
            self.done.fever.append(f"{line}{letter_of(reading.person)}")
        try:
            evidence = self._evidence(line, reading)
            do(self.viewer, duty, reading.grade, evidence, self.by, fevers=self.fevers)
        except Problem as problem:
            if problem.code in _BEFORE:
                self.done.before += 1
                self._declared_before(duty, reading)
            elif problem.code in _GONE:
                self.done.gone.append(line)
            else:
                raise
            return False
        self.done.read += 1
        return True

    def _declared_before(self, key: DutyKey, reading: Reading) -> None:
        """Let a fever be told of whom somebody had declared normal, though her duty stays done; of each sheet once."""
        if reading.celsius < FEVER:
            return
        rows = Duty.objects.filter(day=key.day, what=key.what, subject=key.subject, win=key.win)
        duty = rows.filter(state=DutyState.DONE, grade=Grade.DECLARED).first()
        if duty is None or fever_told(duty.subject, self.at):
            return
        outbreak = UUID(duty.basis["outbreak"])
        hot = Hot(duty.subject, duty.area, reading.celsius, reading.grade, outbreak, self.at)
        self.fevers.append(hot)

    def _evidence(self, line: int, reading: Reading) -> dict[str, Any]:
        """What was read, and where it was written when."""
        paper = Paper(self.sheet.number, line, self.at, self.by or self.viewer)
        return {"celsius": reading.celsius, **paper.told}
