"""Shifts: one's own with check-in, hand-over and calendar; for the office one place and who came to it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.rosters.changing import place
from wumen.actions.rosters.taking import take_calendar
from wumen.actions.shifts import check_in, check_in_crew, hand_over, key_in
from wumen.queries import facts
from wumen.queries.rosters.mine import own_shifts
from wumen.queries.rosters.one import shift_page
from wumen.rules.numbers import typed_number
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.asking import WHY_NAMES
from wumen.rules.shifts import OPENS_BEFORE
from wumen.rules.time import local, read_time
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.rosters import calendar_response
from wumen.web.templatetags.wumen import in_language


@require_safe
@acting_page()
def mine(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """One's own shifts, the next first: check in, read what was handed over, hand over."""
    return _mine(request, viewer)


def _mine(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    now, shifts = facts.now(), own_shifts(viewer.person)
    current = [one for one in shifts if one.line.interval.begins - OPENS_BEFORE <= now]
    context = {
        "current": current,
        "later": [one for one in shifts if one not in current],
        "now": now,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "shifts/mine.html", context, status=status)


@require_safe
@acting_page()
def my_calendar(_request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """One's own shifts as .ics; nobody else's name is in it."""
    return calendar_response(take_calendar(viewer, viewer.person))


@require_POST
@acting_page()
def came(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Check in for a shift: one's own, or on the station's phone whoever is named for it."""
    by_count = "many" in request.POST
    row = check_in_crew(viewer, ident, _many(request)) if by_count else check_in(viewer, ident)
    messages.success(request, _("已签到。"))
    return redirect("shifts") if row.person_id == viewer.person else redirect("stations")


def _many(request: HttpRequest) -> int:
    """How many of a crew came; what cannot be read is nobody."""
    text = typed_number(request.POST.get("many", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


@require_POST
@acting_page()
def handed_over(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Hand over at the end of a shift."""
    try:
        with transaction.atomic():
            row = hand_over(viewer, ident, request.POST.get("note", ""))
    except Problem as problem:
        if problem.code in {"shift_unknown"}:
            raise
        return _mine(request, viewer, problem)
    messages.success(request, _("已交接，辛苦了。"))
    return redirect("shifts") if row.person_id == viewer.person else redirect("stations")


@require_safe
@acting_page(Right.KEEP_CREW)
def one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One place of a roster, for the office."""
    return _one(request, viewer, ident)


def _one(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    found, now = shift_page(viewer, ident), facts.now()
    context = {
        "found": found,
        "begun": found.line.published and found.line.interval.begins <= now,
        "over": found.line.interval.ends <= now,
        "came_typed": request.POST.get("came_at")
        or f"{local(found.line.came_at or found.line.interval.begins):%H:%M}",
        "why_names": WHY_NAMES,
        "problem": problem,
        "now": now,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "shifts/one.html", context, status=status)


@require_POST
@acting_page(Right.KEEP_CREW)
def change(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Give a place to somebody, or key in from paper who came."""
    try:
        with transaction.atomic():
            said = _change(request, viewer, ident)
    except Problem as problem:
        if problem.code in {"shift_unknown", "roster_unknown"}:
            raise
        return _one(request, viewer, ident, problem)
    messages.success(request, said)
    return redirect("shifts_one", ident)


def _change(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    text = request.POST.get("person", "")
    try:
        person = UUID(text) if text else None
    except ValueError:
        raise Problem("roster_person_not_in") from None
    if "many" in request.POST:
        hour = request.POST.get("came_at", "").strip()
        begins = shift_page(viewer, ident).line.interval.begins
        came_at = read_time(f"{local(begins):%Y-%m-%d} {hour}") if hour else None
        check_in_crew(viewer, ident, _many(request), came_at)
        return _("已按纸面补录。")
    if "came" not in request.POST:
        ask = place(viewer, ident, person)
        if ask:
            said = "、".join(in_language(WHY_NAMES[why]) for why in ask)
            return _("已排上。请先跟本人说好：%(what)s。") % {"what": said}
        return _("已改好。") if person else _("这一班空出来了。")
    if person is None:
        raise Problem("shift_nobodys")
    line = shift_page(viewer, ident).line
    hour = request.POST.get("came_at", "").strip()
    came_at = read_time(f"{local(line.interval.begins):%Y-%m-%d} {hour}")
    key_in(viewer, ident, person, came_at)
    return _("已按纸面补录。")


urls = [
    path("shifts/", mine, name="shifts"),
    path("shifts/calendar/", my_calendar, name="shifts_calendar"),
    path("shifts/<uuid:ident>/", one, name="shifts_one"),
    path("shifts/<uuid:ident>/came/", came, name="shifts_came"),
    path("shifts/<uuid:ident>/over/", handed_over, name="shifts_over"),
    path("shifts/<uuid:ident>/change/", change, name="shifts_change"),
]
