"""The rounds of today as a list: a window after the other, the first of each; one window whole, page by page."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from wumen.queries import facts
from wumen.queries.instructions import instructions
from wumen.queries.rounds_of_a_day import RoundLine, rounds_of_a_day
from wumen.rules.areas import words_in_order
from wumen.rules.posts import Right, Viewer
from wumen.web.acting import acting_page
from wumen.web.rulebook import Rulebook, Words, rulebook

# An office walks none of them itself: of each window it sees the first, and of one window a page at a time.
FIRST = 6
PAGE = 60


@dataclass(frozen=True)
class WindowRounds:
    """The rounds of one window of the day."""

    win: str
    name: Words
    opens: time | None
    due_at: datetime
    past: bool
    lines: list[RoundLine]

    @property
    def overdue(self) -> int:
        """How much of the window is overdue."""
        return sum(line.overdue for line in self.lines)

    @property
    def shown(self) -> list[RoundLine]:
        """The first of what is still to be walked; the rest is one tap away."""
        return self.left[:FIRST]

    @property
    def more(self) -> int:
        """How many more there are to be walked."""
        return max(0, len(self.left) - FIRST)

    @property
    def left(self) -> list[RoundLine]:
        """The rounds that are still to be walked."""
        return [line for line in self.lines if line.open]

    @property
    def finished(self) -> list[RoundLine]:
        """The rounds in which nothing is left to do; they stand folded."""
        return [line for line in self.lines if not line.open]


def _in_order(line: RoundLine) -> list[tuple[int, str]]:
    """Buildings and units by number, 2 before 10."""
    return words_in_order(line.area)


# What a link says of where a page ended has so many signs between its parts; anything else is the beginning.
_PARTED = 2
Urgent = tuple[bool, bool, bool, datetime, str]


def _urgent(line: RoundLine, others: Set[str], now: datetime) -> Urgent:
    """What comes first: what is overdue and whoever looks can do, for it is not the work of `others`."""
    return (line.watch, line.late <= others, line.due_at <= now, line.due_at, line.win)


def _stands(line: RoundLine, others: Set[str], now: datetime) -> str:
    """Where a round stands in the order of its window, as a link says where a page ended.

    A round may be finished by whoever walks it while an office turns the page: then it is gone, its place is not.
    """
    *flags, due_at, _win = _urgent(line, others, now)
    return f"{''.join('01'[bool(one)] for one in flags)}~{due_at.isoformat()}~{line.area}"


def _in_turn(stands: str) -> tuple[str, str, list[tuple[int, str]]]:
    """A place in the order of a window, to be compared."""
    flags, _, rest = stands.partition("~")
    due_at, _, area = rest.partition("~")
    return flags, due_at, words_in_order(area)


def _windows(
    lines: Sequence[RoundLine], book: Rulebook, others: Set[str], now: datetime
) -> list[WindowRounds]:
    """The windows of a day: what is overdue first, then the next to close, what is over and done last.

    A round stands where it is most urgent: of one window those that are overdue are a group of their own,
    and watches stand behind all.
    """

    def urgent(line: RoundLine) -> Urgent:
        return _urgent(line, others, now)

    groups = groupby(sorted(lines, key=urgent), key=urgent)
    return [
        WindowRounds(
            win,
            book.window(win),
            book.opens.get(win),
            due_at,
            due_at <= now,
            sorted(some, key=_in_order),
        )
        for (*_rest, due_at, win), some in groups
    ]


def _work_of_others(viewer: Viewer, book: Rulebook) -> set[str]:
    """The clauses that another role must measure; none for an office, which looks after all of it."""
    if viewer.may(Right.SEE_BOARD):
        return set()
    return {clause for clause, role in book.measured_by.items() if role != viewer.role}


@gzip_page
@require_safe
@acting_page(Right.SEE_REGISTER)
def rounds(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Today's rounds of the viewer's area: what is overdue first, then the next window; `win` opens one."""
    area, win = request.GET.get("area", ""), request.GET.get("win", "")
    found = rounds_of_a_day(viewer, facts.today(), area or None)
    book = rulebook(found.rules)
    others = _work_of_others(viewer, book)
    if win:
        lines = [one for one in found.lines if one.win == win]
        return _one_window(request, lines, book, others, win)
    windows = _windows(found.lines, book, others, facts.now())
    asked = [one for one in instructions(viewer, area) if one.duty] if found.asked else []
    overdue = sum(one.overdue for one in windows) + sum(one.state == "overdue" for one in asked)
    context = {"windows": windows, "overdue": overdue, "asked": asked, "area": area}
    if not viewer.may(Right.SEE_BOARD):
        # Whoever has no overview reads here what waits for her doors.
        context["lying"] = found.lying
    return render(request, "rounds/list.html", context)


def _one_window(
    request: HttpRequest, lines: Sequence[RoundLine], book: Rulebook, others: Set[str], win: str
) -> HttpResponse:
    """All rounds of one window, what presses first, then those that are done; `after`: where the page before ended."""
    now = facts.now()
    windows = _windows(lines, book, others, now)
    done = request.GET.get("done", "") == "1"
    found = [line for one in windows for line in (one.finished if done else one.left)]
    after = request.GET.get("after", "")
    if after.count("~") == _PARTED:
        found = [line for line in found if _in_turn(_stands(line, others, now)) > _in_turn(after)]
    page = found[:PAGE]
    context = {
        "window": windows[0] if windows else None,
        "name": book.window(win),
        "win": win,
        "area": request.GET.get("area", ""),
        "done": done,
        "lines": page,
        "left": sum(len(one.left) for one in windows),
        "finished": sum(len(one.finished) for one in windows),
        "after": _stands(page[-1], others, now) if len(found) > PAGE else "",
    }
    return render(request, "rounds/window.html", context)
