"""Visits to isolated homes on paper: temperature, disinfection, waste, goods of each home, at the hour of the visit."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.round_sheets import (
    KeyedIn,
    Keying,
    SheetDone,
    add_lines,
    check_keyed,
    key_sheet,
    made_sheet,
)
from wumen.actions.rounds import Walk, leave_open, settle_visited
from wumen.queries.posts import acting, viewer_by
from wumen.queries.round_sheets import numbered, same_sheet, sheet_of, subject_of, whole_sheet
from wumen.queries.round_sheets.rows import common_place
from wumen.queries.round_sheets.visits import owed_at, visit_round, visited_doors
from wumen.records import clock
from wumen.records.models import Duty, RoundSheet
from wumen.rules.areas import counted_in
from wumen.rules.duties import PENDING
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import NORMAL, Keyed, Written
from wumen.rules.round_sheets.rows import Kind
from wumen.rules.rounds import EARLY, RoundKey, unit_of


def print_visits(viewer: Viewer, win: str, area: str = "") -> int:
    """Give the isolated homes of a place numbered lines for one visit today; the number of the sheet.

    A sheet that nobody keyed yet and that would look the same is printed again under its number.
    Problems: `sheets_nothing_to_print`, `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.SETTLE)
    with changing(viewer):
        doors = visited_doors(viewer, area)
        if not doors:
            raise Problem("sheets_nothing_to_print")
        place = common_place([unit_of(one) for one in doors])
        viewer.must(Right.SETTLE, place)
        key = RoundKey(clock.today(), win, place)
        lines = numbered(visit_round(viewer, key, doors), Kind.VISITS)
        sheet = same_sheet(key, lines, Kind.VISITS)
        if sheet is None:
            sheet = made_sheet(viewer, place, key.day, win=win, kind=Kind.VISITS)
            add_lines(sheet, lines)
        log(viewer, "round.sheet_printed", counted_in(place), number=sheet.number, list=Kind.VISITS)
    return int(sheet.number)


class Visiting(Keying):
    """One keying of one sheet of visits: nothing is normal that was not written, and nobody declares for a home."""

    kind = Kind.VISITS

    @classmethod
    def who_went(cls, viewer: Viewer, sheet: RoundSheet, said: KeyedIn) -> Viewer:
        """Who went, in her post over the doors that are written: a sub-district's sheet is keyed team by team.

        Problem `sheet_went_elsewhere` where one of them is not hers.
        """
        whole = whole_sheet(viewer, sheet.number)
        keyed, _, _ = check_keyed(whole, said, clock.now())
        doors = {door.line: door.area for door in whole.doors}
        written = [doors[one.line] for one in keyed.lines] or [str(sheet.area)]
        try:
            return viewer_by(said.went, Right.SETTLE, written)
        except Problem as problem:
            if problem.code == "area_not_yours":
                raise Problem("sheet_went_elsewhere") from None
            raise

    def note(self, keyed: Keyed, walked: Iterable[int]) -> None:
        """First the temperatures, then what was done at each home, then what stood in the way."""
        hot = self.read(keyed)
        for one in keyed.lines:
            self._door(one)
        self.done.late = sorted({*self.done.late, *hot})
        self.done.fresh = [
            door.line for door in self.whole.doors if door.fresh and door.line in walked
        ]

    def _door(self, one: Written) -> None:
        pending, before = self._here(one.line)
        wanted = [
            duty
            for duty in pending
            if duty.what != What.TEMPERATURE and (not one.things or duty.what in one.things)
        ]
        content = {"walked_at": self.at, "line": one.line}
        if one.done:
            if not wanted and not before:
                self.done.gone.append(one.line)
            self.done.before += before if not wanted else 0
            for win, some in _by_window(wanted):
                met, left = settle_visited(self._walk(win), some, content)
                self.done.met += met
                for what, many in left.items():
                    self.done.left[what] = self.done.left.get(what, 0) + many
        elif one.reason:
            many = sum(
                leave_open(self._walk(win), some, one.reason, content)
                for win, some in _by_window(pending)
            )
            if not many and not pending:
                # Done before: what stands is what was done, and not this.
                self.done.late.append(one.line)
                return
            self.done.excepted.append(one.line)
        said = one.reason or NORMAL
        self.news = self.news or self.done.met > 0 or self.rows[one.line][0].said != said
        self.sheet.lines.filter(line=one.line).update(said=said)

    def _walk(self, win: str) -> Walk:
        key = RoundKey(self.whole.key.day, win, self.whole.key.unit)
        return Walk(self.viewer, self.by, key, self.at, self.walk.kind, self.walk.told)

    def _here(self, line: int) -> tuple[list[Duty], int]:
        """What can be done at a door at the hour of the visit, held, and how much was settled before."""
        rows = self.rows[line]
        subjects = {subject_of(row) for row in rows}
        owed = [
            one
            for one in owed_at(self.whole.key.day, self.whole.key.win, [rows[0].area])
            if one.subject in subjects
        ]
        held = Duty.objects.select_for_update().filter(
            day=self.whole.key.day, area=rows[0].area, subject__in=subjects
        )
        locked = {(one.what, one.subject, one.win): one for one in held.order_by("what", "subject")}
        pending = [locked[one.what, one.subject, one.win] for one in owed if one.state in PENDING]
        return begun(pending, self.at), len(owed) - len(pending)


def key_visits(viewer: Viewer, number: int, said: KeyedIn) -> SheetDone:
    """Note what a sheet of visits says, as `key_sheet` does for a round.

    Problems as there, and `sheet_went_elsewhere` where a door that is written is not hers who went.
    """
    return key_sheet(viewer, number, said, Visiting)


def check_went(viewer: Viewer, number: int, said: KeyedIn) -> None:
    """Problem `sheet_went_elsewhere`, before anything of a sheet of visits is noted."""
    with acting(viewer):
        sheet = sheet_of(number)
    Visiting.who_went(viewer, sheet, said)


def begun(duties: Sequence[Duty], at: datetime) -> list[Duty]:
    """Those that may be done at an hour."""
    return [one for one in duties if one.opens_at - EARLY <= at]


def _by_window(duties: Iterable[Duty]) -> list[tuple[str, list[Duty]]]:
    by_window: dict[str, list[Duty]] = {}
    for one in duties:
        by_window.setdefault(one.win, []).append(one)
    return sorted(by_window.items())
