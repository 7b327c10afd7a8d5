"""Rounds on paper (入户单): found by number, printed for a building at once, keyed back by keyboard."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions.round_sheets import KeyedIn, SheetDone, check_keyed, key_sheet, print_sheets
from wumen.actions.round_sheets.hours import correct_hour
from wumen.actions.round_sheets.visits import check_went, key_visits
from wumen.queries import facts
from wumen.queries.lifts import team_lifts
from wumen.queries.round_sheets import (
    DoorOnSheet,
    WholeSheet,
    kind_of,
    round_sheets,
    who_visits,
    whole_sheet,
)
from wumen.queries.rounds_of_a_day import RoundLine
from wumen.queries.rounds_of_a_day import rounds as rounds_of
from wumen.rules.areas import counted_in, in_order
from wumen.rules.duties import PENDING
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import DONE, LETTERS, Keyed, declares, letter_of
from wumen.rules.round_sheets.rows import KIND_NAMES, LISTED, Kind
from wumen.rules.rounds import REASON_NAMES, RoundKey, read_round_key
from wumen.rules.temperatures import FEVER
from wumen.rules.time import local
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_numbers, read_sheet_number
from wumen.web.rulebook import Rulebook, Words, rulebook

SAID = "round_sheet_said"
_KEPT = ("went", "walked_at", "walked", "text")
# A unit of this many doors fills some forty pages; more at once would be cut by the browser's patience.
_MOST = 60
# A path down to a building, split at its slashes, has this many parts.
_BUILDING = 6


@dataclass(frozen=True)
class Owed:
    """One thing at a door of a sheet: how many times it is still due, and who must do it if not anybody."""

    what: str
    due: int
    done: int
    waits_for: str | None


@dataclass(frozen=True)
class LineToPrint:
    """A line as it is printed; `first` begins a floor, `apart` the block of those that are gone to last.

    `place`: the compound or village that begins with it, where a sheet goes through several.
    """

    door: DoorOnSheet
    owed: list[Owed]
    first: bool
    apart: bool = False
    place: str = ""


@dataclass(frozen=True)
class PlaceOfRounds:
    """A building with the rounds of one window, by which sheets are printed; `choice` is window and place."""

    choice: str
    name: str
    many: int


def _legend() -> list[tuple[str, Any]]:
    return [(letter, REASON_NAMES[reason]) for reason, letter in LETTERS.items()]


def _owed(door: DoorOnSheet, book: Rulebook) -> list[Owed]:
    due = Counter(one.what for one in door.duties if one.state in PENDING)
    done = Counter(one.what for one in door.duties if one.state not in PENDING)
    roles: dict[str, set[str | None]] = {}
    for one in door.duties:
        roles.setdefault(one.what, set()).add(
            None if one.clause in book.declared else book.measured_by.get(one.clause)
        )
    return [
        Owed(what, due[what], done[what], min(roles[what], key=lambda role: role or ""))
        for what in sorted(roles)
    ]


def _to_print(sheet: WholeSheet, book: Rulebook) -> list[LineToPrint]:
    lines, floor, place = [], None, ""
    last = [door.line for door in sheet.doors if not door.apart]
    # Who became isolated since it was printed stands where she was printed, and is not parted from there.
    begins = next((door.line for door in sheet.doors if door.line > max(last, default=0)), None)
    for door in sheet.doors:
        first = door.floor != floor or door.line == begins
        begun = "" if door.place == place else door.place
        lines.append(LineToPrint(door, _owed(door, book), first, door.line == begins, begun))
        floor, place = door.floor, door.place
    return lines


def _measured_alone(lines: list[LineToPrint]) -> bool:
    """Whether nothing of a sheet counts by being left unwritten: a list at a sampling table is no walk past doors."""
    owed = [one for line in lines for one in line.owed if one.due]
    return bool(owed) and all(one.waits_for for one in owed)


def _todays(viewer: Viewer) -> list[RoundLine]:
    return [one for one in rounds_of(viewer, facts.today()) if not one.watch]


def _groups(lines: list[RoundLine], book: Rulebook) -> list[tuple[Words, list[PlaceOfRounds]]]:
    """Today's rounds by window, the next one to close first, and by building."""
    now = facts.now()
    ends = {one.win: one.due_at for one in sorted(lines, key=lambda one: one.due_at)}
    groups = []
    for win in sorted(ends, key=lambda one: (ends[one] <= now, ends[one])):
        held: dict[str, list[RoundLine]] = {}
        for one in lines:
            if one.win == win:
                held.setdefault(counted_in(one.area), []).append(one)
        places = [
            PlaceOfRounds(f"{win} {place}", _name(held[place][0]), len(held[place]))
            for place in sorted(held, key=in_order)
        ]
        groups.append((book.window(win), places))
    return groups


def _name(line: RoundLine) -> str:
    """The building of a round in words: what stands above its units."""
    return " ".join(line.names[: len(line.names) - len(line.area.split("/")) + _BUILDING])


def list_page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    book, lines = rulebook(), _todays(viewer)
    context = {
        "sheets": [
            (one, book.window(one.win) if one.win else None, KIND_NAMES[one.kind])
            for one in round_sheets(viewer)
        ],
        "groups": _groups(lines, book),
        "chosen": request.GET.get("choice", ""),
        "said": request.session.pop(SAID, None),
        "number": request.GET.get("number", ""),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "round_sheets/list.html", context, status=status)


@require_GET
@acting_page(Right.SETTLE)
def sheets(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The sheets that wait to be keyed, a number to find one by, and the form that prints today's."""
    number = request.GET.get("number", "").strip()
    if not number:
        return list_page(request, viewer)
    try:
        asked = read_sheet_number(number)
        kind = kind_of(viewer, asked)
    except Problem as problem:
        return list_page(request, viewer, problem)
    return redirect("list_sheets_key" if kind in LISTED else "round_sheets_key", asked)


def numbers_of(request: HttpRequest) -> list[int]:
    """The sheets that a print asks for, by their numbers."""
    return read_numbers(request.GET.getlist("n"), _MOST)


def _chosen(request: HttpRequest, viewer: Viewer) -> list[RoundKey]:
    """One round by its key, or all of a window in a building."""
    if request.POST.get("key"):
        return [read_round_key(request.POST["key"])]
    win, _, place = request.POST.get("choice", "").partition(" ")
    found = [one for one in _todays(viewer) if (one.win, counted_in(one.area)) == (win, place)]
    return [read_round_key(one.key) for one in sorted(found, key=lambda one: in_order(one.area))]


@require_POST
@acting_page(Right.SETTLE)
def make(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Give rounds their sheets, and on to the print."""
    try:
        numbers = print_sheets(viewer, _chosen(request, viewer)[:_MOST])
    except Problem as problem:
        return list_page(request, viewer, problem)
    return to_print("round_sheets_print", numbers)


def to_print(page: str, numbers: Iterable[int]) -> HttpResponse:
    """On to the print of some sheets."""
    asked = QueryDict(mutable=True)
    asked.setlist("n", [str(number) for number in numbers])
    return HttpResponseRedirect(f"{reverse(page)}?{asked.urlencode()}", status=303)


@require_GET
@acting_page(Right.SETTLE)
def printed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Sheets as they are printed, each beginning a page."""
    book = rulebook()
    found = [whole_sheet(viewer, number) for number in numbers_of(request)]
    if not found:
        raise Problem("round_sheet_unknown")
    lifts = team_lifts(viewer, [one.key.unit for one in found])
    context = {
        "sheets": [
            (
                *(one, book.window(one.key.win), (lines := _to_print(one, book))),
                *(lifts.get(one.key.unit), one.line.kind is Kind.VISITS or _measured_alone(lines)),
                KIND_NAMES[one.line.kind],
            )
            for one in found
        ],
        "legend": _legend(),
        "done_letter": DONE,
    }
    response = TemplateResponse(request, "round_sheets/print.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _understood(
    sheet: WholeSheet, keyed: Keyed, walked: frozenset[int], at: datetime, declared: bool
) -> dict[str, Any]:
    """What was keyed as it was understood, for a look before it is noted."""
    rooms = {door.line: door for door in sheet.doors}
    lines = [
        {
            "line": one.line,
            "door": rooms[one.line],
            "reason": one.reason,
            "done": one.done,
            "things": sorted(one.things),
            "infants": [letter_of(person) for person in one.infants],
            "readings": [
                (letter_of(reading.person), reading, reading.celsius >= FEVER)
                for reading in one.readings
            ],
        }
        for one in keyed.lines
    ]
    return {
        "lines": lines,
        "walked": len(walked),
        "normal": len(walked) - len(keyed.reasons) if declared else 0,
        "at": at,
        "next_day": local(at).date() != sheet.key.day,
    }


def _key_page(
    request: HttpRequest,
    viewer: Viewer,
    sheet: WholeSheet,
    problem: Problem | None = None,
    **more: Any,
) -> HttpResponse:
    book = rulebook()
    context = {
        "sheet": sheet,
        "line": sheet.line,
        "window": book.window(sheet.key.win),
        "lines": _to_print(sheet, book),
        "walkers": who_visits(viewer, sheet),
        "legend": _legend(),
        "done_letter": DONE,
        "last": len(sheet.doors),
        "kind_name": KIND_NAMES[sheet.line.kind],
        "typed": {name: request.POST.get(name, "") for name in _KEPT},
        "problem": problem,
        **more,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "round_sheets/key.html", context, status=status)


def _said(sheet: WholeSheet, done: SheetDone) -> dict[str, Any]:
    """What came of it, with the rooms beside the lines that somebody should look at."""
    rooms = {door.line: door.room for door in sheet.doors}

    def named(lines: list[int]) -> list[str]:
        return [f"{line}({rooms[line]})" for line in lines]

    return {
        "number": sheet.line.number,
        "visits": sheet.line.kind is Kind.VISITS,
        "names": list(sheet.line.names),
        "done": done.done,
        "read": done.read,
        "met": done.met,
        "before": done.before,
        "left": done.left,
        "excepted": named(done.excepted),
        "late": named(done.late),
        "gone": named(done.gone),
        "fresh": named(done.fresh),
        "fever": done.fever,
        "stands": f"{local(done.stands):%H:%M}" if done.stands else "",
    }


@require_http_methods(["GET", "POST"])
@acting_page(Right.SETTLE)
def key(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Key in one sheet: read first, shown as it was understood, noted at the second Enter."""
    sheet = whole_sheet(viewer, number)
    if request.method == "GET":
        return _key_page(request, viewer, sheet)
    typed = {name: request.POST.get(name, "").strip() for name in _KEPT}
    said, visits = KeyedIn(**typed), sheet.line.kind is Kind.VISITS
    try:
        keyed, walked, at = check_keyed(sheet, said, facts.now())
        if keyed.unread:
            problem = Problem("sheet_lines_unread", many=len(keyed.unread))
            return _key_page(request, viewer, sheet, problem, unread=keyed.unread)
        if visits:
            check_went(viewer, number, said)
        if "sure" not in request.POST:
            roles = {one.crew_no: one.role for one in who_visits(viewer, sheet)}
            declared = declares(roles.get(said.went, viewer.role)) and not visits
            shown = _understood(sheet, keyed, walked, at, declared)
            return _key_page(request, viewer, sheet, understood=shown)
        done = key_visits(viewer, number, said) if visits else key_sheet(viewer, number, said)
    except Problem as problem:
        return _key_page(request, viewer, sheet, problem)
    request.session[SAID] = _said(sheet, done)
    return redirect("round_sheets")


@require_POST
@acting_page(Right.SETTLE)
def correct(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Put right the hour at which a sheet that was keyed in had been walked."""
    typed = request.POST.get("hour", "")
    try:
        correct_hour(viewer, number, typed)
    except Problem as problem:
        return _key_page(request, viewer, whole_sheet(viewer, number), problem, mending=typed)
    messages.success(request, _("时间改好了。"))
    return redirect("round_sheets_key", number)


urls = [
    path("round-sheets/", sheets, name="round_sheets"),
    path("round-sheets/make/", make, name="round_sheets_make"),
    path("round-sheets/print/", printed, name="round_sheets_print"),
    path("round-sheets/<int:number>/", key, name="round_sheets_key"),
    path("round-sheets/<int:number>/hour/", correct, name="round_sheets_hour"),
]
