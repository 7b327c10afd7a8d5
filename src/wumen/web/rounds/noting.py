"""What is noted on a round: a floor in one tap, and what was read or seen at one door."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wumen.actions.duties.settle import do, take
from wumen.actions.rounds import floor_done
from wumen.queries.rounds import one_round
from wumen.rules.duties import DutyKey, DutyState, read_key
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey, read_reason, read_round_key
from wumen.rules.temperatures import FEVER, read_celsius
from wumen.web.acting import acting_page
from wumen.web.errors import problem_response, status_of
from wumen.web.rounds.looking import OTHER, SAID, Excepted, round_context
from wumen.web.rulebook import rulebook

# As the buttons below the readings say.
_GRADED = frozenset({Grade.MEASURED, Grade.REPORTED})


def _answer(
    request: HttpRequest, viewer: Viewer, key: RoundKey, floor: int, said: dict[str, Any]
) -> HttpResponse:
    """The floor anew for htmx; else back to the round, at that floor, with what was said."""
    if not getattr(request, "htmx", False):
        request.session[SAID] = {**said, "floor": floor}
        to = reverse("rounds_one", args=[str(key)])
        return HttpResponseRedirect(f"{to}#floor-{floor}", status=303)
    told = {**said, "floor": floor}
    context = round_context(viewer, one_round(viewer, key), said=told, swapped=True)
    context["floor"] = next(page for page in context["floors"] if page.floor == floor)
    return render(request, "rounds/swapped.html", context)


def _again(
    request: HttpRequest, viewer: Viewer, key: RoundKey, problem: Problem, **typed: object
) -> HttpResponse:
    """The round with the problem above it and all that was typed still in place."""
    if getattr(request, "htmx", False):
        return problem_response(request, problem)
    found = one_round(viewer, key)
    context = round_context(viewer, found, problem=problem, **typed)  # type: ignore[arg-type]
    return render(request, "rounds/one.html", context, status=status_of(problem))


def _exceptions(request: HttpRequest) -> dict[str, str]:
    """The rooms that are excepted with what was chosen or written for each."""
    rooms = [name.removeprefix("reason-") for name in request.POST if name.startswith("reason-")]
    chosen = {}
    for room in rooms:
        reason = request.POST[f"reason-{room}"]
        written = request.POST.get(f"words-{room}", "").strip()
        if reason or written:
            chosen[room] = written if written or reason == OTHER else reason
    return chosen


@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def floor(request: HttpRequest, viewer: Viewer, key: str, floor: int) -> HttpResponse:
    """All normal on this floor, except for the rooms that were named."""
    read = read_round_key(key)
    if request.method == "GET":
        return HttpResponseRedirect(reverse("rounds_one", args=[str(read)]))
    chosen = _exceptions(request)
    try:
        excepted = {room: read_reason(reason) for room, reason in chosen.items()}
    except Problem as problem:
        kept = {room: Excepted.of(reason) for room, reason in chosen.items()}
        return _again(request, viewer, read, problem, chosen=kept, open_rooms=[*kept])
    done = floor_done(viewer, read, floor, excepted)
    said = {**done.as_dict(), "kind": "floor"}
    return _answer(request, viewer, read, floor, said)


def _typed(request: HttpRequest) -> dict[UUID, str]:
    """The readings that were typed, by resident."""
    typed = {}
    for name in request.POST:
        text = request.POST[name]
        if name.startswith("celsius-") and text.strip():
            try:
                typed[UUID(name.removeprefix("celsius-"))] = text
            except ValueError:
                raise Problem("resident_unknown") from None
    return typed


def _measure(request: HttpRequest, viewer: Viewer, key: RoundKey, what: str) -> int:
    """Note that the ticked people were seen to, as measured by the role whose work it is."""
    book = rulebook()
    roles = {role for clause, role in book.measured_by.items() if book.what[clause] == what}
    if viewer.role not in roles:
        mine = ROLES[viewer.role]
        raise Problem("right_missing", role_zh=mine.zh, role_en=mine.en)
    ticked = request.POST.getlist("seen")
    for subject in ticked:
        do(viewer, DutyKey(key.day, what, subject, key.win), grade=Grade.MEASURED)
    return len(ticked)


def _take(viewer: Viewer, key: RoundKey, room: str) -> int:
    """Take all that is open at a door of the round and that nobody has taken; how much."""
    cards = [card for floor in one_round(viewer, key).floors for card in floor.doors]
    open_ = [
        duty.key
        for card in cards
        if card.room == room
        for one in card.subjects
        for duty in one.duties
        if duty.state == DutyState.OPEN
    ]
    for duty in open_:
        take(viewer, read_key(duty))
    return len(open_)


def _note(viewer: Viewer, key: RoundKey, readings: dict[UUID, float], grade: str) -> int:
    """Settle the temperatures that were read; how many of them are a fever."""
    # The highest first: a fever holds more than its own row, and holds it before anything else is held.
    for subject, celsius in sorted(readings.items(), key=lambda one: -one[1]):
        duty = DutyKey(key.day, What.TEMPERATURE, str(subject), key.win)
        do(viewer, duty, grade=grade, evidence={"celsius": celsius})
    return sum(celsius >= FEVER for celsius in readings.values())


def _tick(request: HttpRequest, viewer: Viewer, key: RoundKey, grade: str) -> int:
    """Settle what was ticked beside the temperatures, as WHAT:SUBJECT; how many."""
    ticked = request.POST.getlist("ticked")
    for one in ticked:
        what, _, subject = one.partition(":")
        do(viewer, DutyKey(key.day, what, subject, key.win), grade=grade)
    return len(ticked)


@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def door(request: HttpRequest, viewer: Viewer, key: str, floor: int) -> HttpResponse:
    """What was read or seen at one door, person by person."""
    read = read_round_key(key)
    if request.method == "GET":
        return HttpResponseRedirect(reverse("rounds_one", args=[str(read)]))
    room, what = request.POST.get("room", ""), request.POST.get("what", "")
    grade, typed = request.POST.get("grade", ""), _typed(request)
    entered = bool(typed or request.POST.getlist("ticked"))
    if request.POST.get("hand") == "take" and not entered:
        said = {"kind": "taken", "room": room, "n": _take(viewer, read, room)}
        return _answer(request, viewer, read, floor, said)
    if what and what != What.TEMPERATURE and not entered:
        said = {"n": _measure(request, viewer, read, what), "grade": Grade.MEASURED, "fever": 0}
        return _answer(request, viewer, read, floor, {**said, "kind": "door", "room": room})
    try:
        if not entered:
            raise Problem("readings_none")
        if grade not in _GRADED:
            raise Problem("readings_ungraded")
        readings = {subject: read_celsius(text) for subject, text in typed.items()}
    except Problem as problem:
        return _again(request, viewer, read, problem, typed=typed, open_rooms=[room])
    fever = _note(viewer, read, readings, grade)
    noted = len(readings) + _tick(request, viewer, read, grade)
    said = {"kind": "door", "room": room, "n": noted, "grade": grade, "fever": fever}
    # What is ticked for another button is not noted by this one, and its ticks are gone.
    left = len(request.POST.getlist("seen"))
    return _answer(request, viewer, read, floor, {**said, "left": left})
