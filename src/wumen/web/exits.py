"""Blocked exits: telling one, opening it with a photo, and the street's word that it is open."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions import exits as actions
from wumen.actions.exits import ExitSaid
from wumen.queries.doors import place_meant
from wumen.queries.exits import exit_lines, exit_place
from wumen.queries.help_numbers import numbers_at
from wumen.queries.openings import resident_at
from wumen.rules.exits import (
    KIND_NAMES,
    LOCKED_NAMES,
    is_of_street,
    read_kind,
    read_locked_by,
    ways_out,
)
from wumen.rules.openings import STEP_NAMES, Opening
from wumen.rules.photos import LONGER_SIDE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.errors import status_of

_TYPED = ("door", "name", "said", "place", "kind", "words", "locked_by")


def said_of(request: HttpRequest) -> ExitSaid:
    """What a form says of a blocked exit; Problem `exit_kind_missing`."""
    sent = request.POST
    kind = read_kind(sent.get("kind", ""))
    return ExitSaid(kind, sent.get("words", ""), read_locked_by(sent.get("locked_by", "")))


def form_words(request: HttpRequest) -> dict[str, object]:
    """What the form of a blocked exit offers, and what was typed into it."""
    return {
        "exit_kinds": [(one.value, named) for one, named in KIND_NAMES.items()],
        "exit_lockers": [(one.value, named) for one, named in LOCKED_NAMES.items()],
        "typed": {name: request.POST.get(name, "").strip() for name in _TYPED},
    }


def _page(
    request: HttpRequest, viewer: Viewer, problem: Problem | None = None, at: int = 0
) -> HttpResponse:
    lines = exit_lines(viewer)
    rows = [
        {"line": one, "steps": [(step, STEP_NAMES[step.step]) for step in one.steps]}
        for one in lines
    ]
    context = {
        "rows": rows,
        "left": sum(one.stands is not Opening.CONFIRMED for one in lines),
        "may_settle": viewer.may(Right.SETTLE),
        "street": is_of_street(viewer.area),
        "longer_side": LONGER_SIDE,
        "problem": problem,
        "at": at,
        **form_words(request),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "exits/page.html", context, status=status)


@require_GET
@acting_page(Right.SEE_REGISTER)
def exits(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The blocked exits, those that nobody has confirmed as open first."""
    return _page(request, viewer)


@require_http_methods(["GET", "POST"])
@acting_page()
def exits_new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Tell of one: for who rang, or because one met it; any post may, the gate's too.

    Whose post lies at a compound or below tells of that place where she names none.
    """
    own, told, problem = viewer.area if ways_out(viewer.area) else "", 0, None
    context = {
        "own": own,
        "ring": numbers_at(viewer, own),
        "may_see": viewer.may(Right.SEE_REGISTER),
        **form_words(request),
    }
    if request.method == "POST":
        try:
            with transaction.atomic():
                place = place_meant(viewer, request.POST.get("place", "")) or own
                told = actions.tell(viewer, place, said_of(request))
        except Problem as refused:
            problem = refused
    context |= {"told": told, "problem": problem}
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "exits/new.html", context, status=status)


def _did(
    request: HttpRequest, viewer: Viewer, number: int, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do it and say so, or show what stands against it at its exit with all that was typed."""
    try:
        with transaction.atomic():
            act()
    except Problem as problem:
        return _page(request, viewer, problem, number)
    messages.success(request, said)
    return redirect("exits")


@require_POST
@acting_page(Right.SETTLE)
def exits_opened(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """It was opened: the photo."""

    def act() -> object:
        return actions.opened(viewer, number, uploaded(request, "photo") or b"")

    return _did(request, viewer, number, act, _("已记下打开，照片已存。由街道核实后结束。"))


@require_POST
@acting_page(Right.SETTLE)
def exits_blocked(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """It is blocked still."""

    def act() -> object:
        return actions.still_blocked(viewer, number, request.POST.get("said", ""))

    return _did(request, viewer, number, act, _("已记下：还堵着。请马上去开。"))


@require_POST
@acting_page(Right.SETTLE)
def exits_confirmed(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """The street has the word of who lives there, or a second person saw it."""
    sent = {name: request.POST.get(name, "").strip() for name in ("door", "name")}

    def act() -> None:
        known = None
        if sent["door"] or sent["name"]:
            area = exit_place(viewer, number)
            known = resident_at(viewer, area, sent["door"], sent["name"])
        actions.confirm(viewer, number, known)

    return _did(request, viewer, number, act, _("已核实打开，这一处办完了。"))


urls = [
    path("exits/", exits, name="exits"),
    path("exits/new/", exits_new, name="exits_new"),
    path("exits/<int:number>/opened/", exits_opened, name="exits_opened"),
    path("exits/<int:number>/blocked/", exits_blocked, name="exits_blocked"),
    path("exits/<int:number>/confirmed/", exits_confirmed, name="exits_confirmed"),
]
