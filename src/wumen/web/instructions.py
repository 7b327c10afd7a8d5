"""Instructions and requests (交办): today's list, entering one from its sheet, and one with all that became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions import instructions as actions
from wumen.queries import facts
from wumen.queries.doors import place_meant
from wumen.queries.escalation import Answers, answers_for
from wumen.queries.help_numbers import numbers_at
from wumen.queries.instructions import InstructionLine, about, instruction_line
from wumen.queries.instructions import instructions as all_of
from wumen.queries.photos import of_given
from wumen.rules.help_numbers import for_text
from wumen.rules.instructions import (
    CLOSED_NAMES,
    ORIGIN_NAMES,
    URGENCY_NAMES,
    Closed,
    InstructionDraft,
    Origin,
)
from wumen.rules.needs import Urgency
from wumen.rules.photos import LONGER_SIDE
from wumen.rules.playbooks import GRADE_NAMES, Grade, Named
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.resident_page import due
from wumen.rules.time import local, read_time
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.duty import forms
from wumen.web.errors import status_of
from wumen.web.photo_rows import shown

_FIELDS = (
    *("area", "at", "about", "origin", "said", "asked_by", "passed_on_by", "document"),
    *("opens", "due", "owes", "grade", "urgency", "outbreak", "photos"),
)
_OWING_ROLES = tuple(
    key for key, one in ROLES.items() if Right.SETTLE in one.rights and key != "operator"
)


@dataclass(frozen=True)
class Row:
    """An instruction in the list, with who answers for it now."""

    line: InstructionLine
    origin: Named
    urgency: Named
    closed: Named | None
    answers: Answers | None = None


def _row(line: InstructionLine, answers: Answers | None = None) -> Row:
    closed = CLOSED_NAMES[Closed(line.state)] if line.closed_at else None
    return Row(
        line,
        ORIGIN_NAMES[Origin(line.origin)],
        URGENCY_NAMES[Urgency(line.urgency)],
        closed,
        answers,
    )


@require_safe
@acting_page(Right.SEE_REGISTER)
def instructions(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What stands, the most urgent first; or what was closed, the latest first."""
    area, closed = request.GET.get("area", ""), request.GET.get("state") == "closed"
    lines = all_of(viewer, area, closed)
    duties = [one.duty for one in lines if one.duty is not None]
    answering = answers_for(viewer, duties)
    context = {
        "rows": [_row(one, answering.get(one.duty.key) if one.duty else None) for one in lines],
        "closed": closed,
        "area": area,
        "overdue": sum(one.state == "overdue" for one in lines),
        "may_give": viewer.may(Right.GIVE),
        "may_keep": viewer.may(Right.KEEP_REGISTER),
        "may_settle": viewer.may(Right.SETTLE),
        "here": request.get_full_path(),
    }
    return TemplateResponse(request, "instructions/list.html", context)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed, or what a fresh form begins with: from now until the end of the working day.

    A flaw that inspectors found begins with their visit of today and asks for photos of before and after.
    """
    if request.method == "POST":
        return {name: request.POST.get(name, "").strip() for name in _FIELDS}
    now = local(facts.now())
    fresh, flaw = dict.fromkeys(_FIELDS, ""), bool(request.GET.get("photos"))
    return fresh | {
        "area": request.GET.get("area", ""),
        "about": request.GET.get("about", "") or "place",
        "origin": Origin.SUPERIOR.value,
        "opens": f"{now:%Y-%m-%dT%H:%M}",
        "grade": (Grade.MEASURED if flaw else Grade.DECLARED).value,
        "photos": "1" if flaw else "",
        "document": f"{now.month}月{now.day}日现场检查" if flaw else "",
        "urgency": Urgency.NORMAL.value,
    }


def _draft(typed: dict[str, str]) -> InstructionDraft:
    """The draft that a form says; `about` is place, household, or a resident or facility by id."""
    kind, _colon, ident = typed["about"].partition(":")
    owes, _colon, post = typed["owes"].partition(":")
    return InstructionDraft(
        origin=typed["origin"],
        said=typed["said"],
        asked_by=typed["asked_by"],
        opens=read_time(typed["opens"]),
        due=read_time(typed["due"]) if typed["due"] else _due(typed["urgency"]),
        role=owes,
        path=typed["area"] if kind in ("place", "household", "") else "",
        resident=ident if kind == "resident" else "",
        facility=ident if kind == "facility" else "",
        document=typed["document"],
        passed_on_by=typed["passed_on_by"],
        post=post,
        grade=typed["grade"],
        urgency=typed["urgency"],
        photos=bool(typed["photos"]),
    )


def _due(urgency: str) -> datetime:
    """By when it is to be done where nobody wrote an hour: by how urgent it is."""
    return due(Urgency(urgency) if urgency in set(Urgency) else Urgency.NORMAL, facts.now())


def _ring(viewer: Viewer, area: str, text: str) -> dict[str, object]:
    """Whom to ring at a place, and first of all for what is written."""
    lines = numbers_at(viewer, area)
    return {"ring": lines, "fitting": for_text(text, lines)}


def _form(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    typed = _typed(request)
    try:
        place = about(viewer, place_meant(viewer, typed["area"]) or typed["at"])
        # The place stands in words below its field, which is for another one.
        typed["area"] = ""
    except Problem as unknown:
        # What was typed stands again; only the place falls back to the post's own.
        place, problem = about(viewer, ""), problem or unknown
    context: dict[str, Any] = {
        "typed": typed,
        "at": place,
        "origins": [(one.value, named) for one, named in ORIGIN_NAMES.items()],
        "urgencies": [(one.value, named) for one, named in URGENCY_NAMES.items()],
        "grades": [(one.value, named) for one, named in GRADE_NAMES.items()],
        "roles": _OWING_ROLES,
        "longer_side": LONGER_SIDE,
        "problem": problem,
        **_ring(viewer, place.path, typed["said"]),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "instructions/new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.GIVE)
def instructions_new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Enter one: first where, then what, by when, and whose it is."""
    if request.method == "GET" or "look" in request.POST:
        return _form(request, viewer)
    try:
        with transaction.atomic():
            typed = _typed(request)
            typed["area"] = place_meant(viewer, typed["area"]) or typed["at"] or viewer.area
            before = uploaded(request, "photo") or b""
            row = actions.give(viewer, _draft(typed), typed["outbreak"], before=before)
    except Problem as problem:
        return _form(request, viewer, problem)
    messages.success(request, _("已登记为 %(n)s 号，到办结为止每天都会列出。") % {"n": row.number})
    return redirect("instructions_one", number=row.number)


def _one(
    request: HttpRequest,
    viewer: Viewer,
    number: int,
    problem: Problem | None = None,
    opened: InstructionLine | None = None,
) -> HttpResponse:
    line = opened or instruction_line(viewer, number)
    duty = line.duty
    answers = answers_for(viewer, [duty]).get(duty.key) if duty else None
    here = reverse("instructions_one", args=[number])
    context: dict[str, Any] = {
        "row": _row(line, answers),
        "line": line,
        "settle": forms(viewer, duty, here) if duty and not line.closed_at else None,
        "may_open": viewer.may(Right.GIVE) or viewer.may(Right.SETTLE),
        "may_end": viewer.may(Right.GIVE) and line.closed_at is None and not line.exit,
        "why": request.POST.get("why", ""),
        "photos": shown(viewer, of_given(viewer, [number]).get(number, [])),
        "name": viewer.name,
        "problem": problem,
        **_ring(viewer, line.area, line.said.text),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "instructions/one.html", context, status=status)


@require_safe
@acting_page(Right.SEE_REGISTER)
def instructions_one(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """One instruction: what it says, whose it is, how it stands, and how it may end."""
    return _one(request, viewer, number)


@require_POST
@acting_page(Right.SEE_REGISTER)
def instructions_words(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """The same page with all that was said, once the look is logged."""
    return _one(request, viewer, number, opened=actions.open_words(viewer, number))


@require_POST
@acting_page(Right.GIVE)
def instructions_end(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Cancel it, or note that its authority withdrew it."""
    try:
        with transaction.atomic():
            actions.end(viewer, number, request.POST.get("how", ""), request.POST.get("why", ""))
    except Problem as problem:
        return _one(request, viewer, number, problem)
    messages.success(request, _("已记下，不再列出。"))
    return redirect("instructions_one", number=number)


urls = [
    path("instructions/", instructions, name="instructions"),
    path("instructions/new/", instructions_new, name="instructions_new"),
    path("instructions/<int:number>/", instructions_one, name="instructions_one"),
    path("instructions/<int:number>/words/", instructions_words, name="instructions_words"),
    path("instructions/<int:number>/end/", instructions_end, name="instructions_end"),
]
