"""The overview: the four promises, today by measure, what is overdue and whose; and the rows behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from wumen.queries import facts
from wumen.queries.board import Board, Count, MeasureLine, OrderLine, OverdueLine
from wumen.queries.board import board as board_of
from wumen.queries.desk_stations import fallen
from wumen.queries.duties import (
    DutyLine,
    compound_names,
    duty_lines,
    place_names,
    thing_names,
    waived_by,
)
from wumen.queries.escalation import Answers, answers_for
from wumen.queries.grounds import DutyGrounds, grounds_by_key
from wumen.queries.phones import access, own_address
from wumen.queries.sampling_rounds.beside import NO_ROUNDS, RoundsBeside, rounds_beside
from wumen.rules.duties import PENDING
from wumen.rules.instructions import GIVEN, number_of
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import round_of
from wumen.rules.sampling_rounds.standing import Tally
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.desk import call_link
from wumen.web.ids import read_number
from wumen.web.menu import DOORS, ways
from wumen.web.rulebook import Rulebook, Words, rulebook

PAGE_LENGTH = 200
# The longest overdue places of a board; the rest is one tap away.
OVERDUE_SHOWN = 30
# A wall is not scrolled: the first of each list, and how many more there are.
ON_WALL = 3


def rows_at(day: date, area: str, **asked: str) -> str:
    """The address of the rows behind a number."""
    given = {"day": str(day), "area": area, **asked}
    return f"{reverse('duties')}?{urlencode({key: text for key, text in given.items() if text})}"


@dataclass(frozen=True)
class Measure:
    """A line of today's duties with the words and links of the page."""

    line: MeasureLine
    window: Words
    links: dict[str, str]


@dataclass(frozen=True)
class Late:
    """Something overdue with its window's name and its rows."""

    line: OverdueLine
    window: Words
    link: str


@dataclass(frozen=True)
class InForce:
    """An order in force with its regime's name."""

    line: OrderLine
    regime: Words


STATES = ("standing", "done", "waived", "waiting", "overdue")
TAKEN = ("taken",)


def _measures(shown: Board, book: Rulebook, area: str) -> Iterator[Measure]:
    for line in shown.measures:
        asked = {"what": line.what, "win": line.win}
        links = {state: rows_at(shown.day, area, state=state, **asked) for state in STATES}
        for grade in line.count.by_grade:
            links[grade] = rows_at(shown.day, area, state="done", grade=grade, **asked)
        yield Measure(line, book.window(line.win) if line.win else ("", ""), links)


def _late(shown: Board, book: Rulebook, most: int) -> Iterator[Late]:
    for line in shown.overdue[:most]:
        asked = {"state": "overdue", "what": line.what, "win": line.win}
        yield Late(line, book.window(line.win), rows_at(shown.day, line.area, **asked))


def _given(shown: Board) -> Count:
    """All that was asked for beyond the rules and stands today, in one count."""
    total = Count()
    for line in shown.measures:
        if line.what in GIVEN:
            _add(total, line.count)
    return total


# How many rows of each list the first screen shows; the rest is one tap away.
FIRST = 8
OPENINGS_SHOWN = 20


def _zones(shown: Board, book: Rulebook) -> list[InForce]:
    """The orders on places whose end has conditions, as the playbook has them."""
    return [InForce(line, book.regime(line.regime)) for line in shown.orders if line.missing]


@dataclass(frozen=True)
class Sampling:
    """The samples of a day on which a round is held: the numbers of its rounds, and all that is owed of them."""

    rounds: tuple[int, ...]
    count: Count

    @property
    def homes(self) -> Tally:
        """The same as rounds count it."""
        said = self.count
        return Tally(due=said.standing, done=said.done, waived=said.waived)


def _sampling(shown: Board, beside: RoundsBeside) -> Sampling | None:
    """How the sampling rounds of the day stand, with what rules ask beside; None on a day without a round.

    A round that is held for organisations alone asks for no duty.
    """
    lines = [one for one in shown.measures if one.what == What.SAMPLING]
    owed = {number for one in lines if (number := round_of(one.win)) is not None}
    rounds = sorted(owed.union(beside.numbers))
    if not rounds:
        return None
    total = Count()
    for line in lines:
        _add(total, line.count)
    return Sampling(tuple(rounds), total)


def _add(total: Count, count: Count) -> None:
    for name in ("standing", "done", "waived", "open", "overdue"):
        setattr(total, name, getattr(total, name) + getattr(count, name))


def _contacts(shown: Board) -> int:
    """How many homes nobody has spoken to today."""
    return sum(line.count.open for line in shown.measures if line.what == What.CONTACT)


def _now(viewer: Viewer, shown: Board, book: Rulebook, area: str, first: int) -> dict[str, object]:
    """What needs somebody now: the `first` of each list."""
    helps = [one for one in shown.asked if one.urgency == "life"]
    more = [one for one in shown.asked if one.urgency != "life"]
    return {
        "helps": helps,
        "asked": more[:first],
        "more_asked": max(0, len(more) - first),
        "openings": shown.openings[: first if first == ON_WALL else OPENINGS_SHOWN],
        "fallen": fallen(shown.fell, first),
        "not_reached": shown.not_reached[:FIRST],
        "not_reached_all": _contacts(shown),
        "more_not_reached": max(0, _contacts(shown) - FIRST),
        "may_keep_crew": viewer.may(Right.KEEP_CREW),
        "may_answer": viewer.may(Right.ENTER_ORDER) or viewer.may(Right.CONFIRM_ORDER),
        "call_link": call_link(viewer, area) if viewer.may(Right.KEEP_REGISTER) else "",
        "zones": (zones := _zones(shown, book))[: first if first == ON_WALL else None],
        "more_zones": max(0, len(zones) - first) if first == ON_WALL else 0,
    }


def _context(viewer: Viewer, area: str, wall: bool) -> dict[str, object]:
    """What the changing part of the board shows; on a wall the first of each list."""
    overdue, first = (ON_WALL, ON_WALL) if wall else (OVERDUE_SHOWN, FIRST)
    shown = board_of(viewer, area or None, wall=wall)
    book = rulebook(shown.rules)
    beside = rounds_beside(viewer, shown.day, area) if shown.rounds else NO_ROUNDS
    return {
        "board": shown,
        "area": area,
        "access": access(),
        "measures": list(_measures(shown, book, area)),
        "late": list(_late(shown, book, overdue)),
        "more_late": max(0, len(shown.overdue) - overdue),
        "orders": [InForce(line, book.regime(line.regime)) for line in shown.orders],
        "notices": book.notices,
        "waiting": shown.total.open - shown.total.overdue,
        "links": {state: rows_at(shown.day, area, state=state) for state in STATES},
        "may_plan": viewer.may(Right.PLAN),
        "given": _given(shown),
        "sampling": (sampling := _sampling(shown, beside)),
        "rounds": beside,
        "everybody": beside.work.beside(sampling.homes) if sampling else None,
        **_now(viewer, shown, book, area, first),
    }


@require_safe
@acting_page(Right.SEE_BOARD)
def board(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The board as a page; for htmx its changing part, or 304 while nothing changed."""
    area = request.GET.get("area", "")
    wall = request.GET.get("projector") == "1"
    context = {**_context(viewer, area, wall), "projector": wall}
    live = render_to_string("board/live.html", context, request)
    tag = f'"{sha256(live.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        template = "board/poll.html" if getattr(request, "htmx", False) else "board/page.html"
        beside = [way for way in ways(viewer, DOORS[0]) if way.href != reverse("board")]
        more = {"live": live, "tag": tag, "ways": beside, "own_address": own_address()}
        response = render(request, template, {**context, **more})
    response["ETag"] = tag
    return response


@dataclass(frozen=True)
class Asked:
    """What a look at the rows of a day asks for."""

    day: date
    area: str
    state: str
    what: str
    win: str
    grade: str
    page: int

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """Read a request; Problems `day_unreadable`, `state_unknown`, `what_unknown`."""
        get = request.GET.get
        state, what = get("state") or "standing", get("what", "")
        if state not in {*STATES, "open", *TAKEN, "withdrawn"}:
            raise Problem("state_unknown", state=state)
        if what and what not in set(What):
            raise Problem("what_unknown", what=what, known=" ".join(What))
        number = get("page", "1")
        return cls(
            read_day(get("day") or str(facts.today())),
            get("area", ""),
            state,
            what,
            get("win", ""),
            get("grade", ""),
            max(1, read_number(number)),
        )

    @property
    def stored(self) -> str | None:
        """The state as the list of duties is asked for it; None for more than one."""
        return None if self.state == "standing" else self.state

    def holds(self, line: DutyLine) -> bool:
        """Whether a duty belongs to what is asked for."""
        return (
            (not self.what or line.what == self.what)
            and (not self.win or line.win == self.win)
            and (not self.grade or line.grade == self.grade)
            and not (self.state == "waiting" and line.overdue)
            and not (self.state == "standing" and line.state == "withdrawn")
        )

    def link(self, **changed: object) -> str:
        """The address of the same look with something changed."""
        given = {"what": self.what, "win": self.win, "grade": self.grade, "state": self.state}
        words = {key: str(text) for key, text in (given | changed).items()}
        return rows_at(self.day, self.area, **words)


@dataclass(frozen=True)
class Row:
    """A duty of the list: its window's name, whose it is or who asked, who answers now, and what made it.

    `thing`: which facility it is, at a common part; `compound`: where its door is, among doors of several.
    """

    line: DutyLine
    window: Words
    of_resident: bool
    number: int | None
    answers: Answers | None
    waived_by: str
    pending: bool
    place: str
    compound: str
    thing: str
    grounds: DutyGrounds | None


def _state_links(asked: Asked) -> list[tuple[str, str, bool]]:
    return [(state, asked.link(state=state), state == asked.state) for state in (*STATES, *TAKEN)]


@gzip_page
@require_safe
@acting_page(Right.SEE_REGISTER)
def duties(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The rows behind a number: doors, with their compounds where there are several, states, owners, 200 a page."""
    asked, book = Asked.of(request), rulebook()
    lines = duty_lines(viewer, asked.day, asked.stored, asked.area or None)
    begin = (asked.page - 1) * PAGE_LENGTH
    some = list(islice(filter(asked.holds, lines), begin, begin + PAGE_LENGTH + 1))
    shown = some[:PAGE_LENGTH]
    answering, waivers = answers_for(viewer, shown), waived_by(viewer, shown)
    places = place_names(viewer, [one for one in shown if number_of(one.win)])
    within = compound_names(viewer, shown)
    things, grounds = thing_names(viewer, shown), grounds_by_key(viewer, shown)
    context = {
        "asked": asked,
        "window": book.window(asked.win),
        "may_settle": viewer.may(Right.SETTLE),
        "here": request.get_full_path(),
        "rows": [
            Row(
                line,
                book.window(line.win),
                line.basis["clause"] in book.of_residents,
                number_of(line.win),
                answering.get(line.key),
                waivers.get(line.key, ""),
                line.state in PENDING,
                places.get(line.area, ""),
                "" if line.area in places else within.get(line.area, ""),
                things.get(line.subject, ""),
                grounds.get(line.key),
            )
            for line in shown
        ],
        "first": begin + 1,
        "last": begin + min(len(some), PAGE_LENGTH),
        "before": asked.link(page=asked.page - 1) if asked.page > 1 else "",
        "after": asked.link(page=asked.page + 1) if len(some) > PAGE_LENGTH else "",
        "states": _state_links(asked),
    }
    return render(request, "board/duties.html", context)


urls = [
    path("board/", board, name="board"),
    path("duties/", duties, name="duties"),
]
