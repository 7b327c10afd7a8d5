"""Call lists: made from numbers or people, dealt to callers, rung one after another with one tap a result."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.calls import (
    NewList,
    close_list,
    deal_list,
    make_list,
    note_call,
    show_numbers,
)
from wumen.queries import facts
from wumen.queries.calls import call_list, call_lists, callers
from wumen.queries.crew import places
from wumen.rules.areas import AreaKind
from wumen.rules.calls import (
    RESULT_NAMES,
    SOURCE_NAMES,
    STEP_NAMES,
    CallResult,
    Source,
    read_pasted,
    read_result,
)
from wumen.rules.playbooks import WHAT_NAMES, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import read_time
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_number

_KEPT = ("purpose", "area", "source", "pasted", "what", "due_at")
_SAID = ("said", "back_at", "wanted")
_PLACES = frozenset(AreaKind) - {AreaKind.UNIT, AreaKind.HOUSEHOLD}
# What somebody can be asked on the telephone.
_ASKED = (What.TEMPERATURE, What.SYMPTOMS, What.SAMPLING, What.CONTACT, What.SUPPLY)


def _typed(request: HttpRequest) -> dict[str, str]:
    sent = request.POST or request.GET
    return {name: sent.get(name, "").strip() for name in _KEPT}


def _unread(request: HttpRequest, problem: Problem | None) -> list[str]:
    """The pasted lines in which no telephone was read, where that is why no list was made."""
    if problem is None or problem.code != "call_lines_unread":
        return []
    return read_pasted(request.POST.get("pasted", ""))[1]


def _instant(text: str) -> datetime | None:
    return read_time(text) if text else None


@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def calls(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The lists of the viewer's area, and the form that makes one; nothing typed is lost."""
    problem = None
    if request.method == "POST":
        try:
            typed = _typed(request)
            source = Source(typed["source"]) if typed["source"] in set(Source) else Source.PASTED
            new = NewList(
                typed["purpose"],
                typed["area"],
                source,
                request.POST.get("pasted", ""),
                typed["what"],
                _instant(typed["due_at"]),
                read_number(request.POST.get("left_out", "")),
            )
            made = make_list(viewer, new)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("名单已建好，请分给打电话的人。"))
            return redirect("call_list", made.id)
    context = {
        "lists": call_lists(viewer),
        "may_make": viewer.may(Right.KEEP_REGISTER),
        "places": [one for one in places(viewer) if one.kind in _PLACES],
        "sources": [(key.value, named) for key, named in SOURCE_NAMES.items()],
        "sources_by_key": {key.value: named for key, named in SOURCE_NAMES.items()},
        "whats": [(what.value, WHAT_NAMES[what]) for what in _ASKED],
        "typed": _typed(request),
        "unread": _unread(request, problem),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "calls/lists.html", context, status=status)


def _list_page(
    request: HttpRequest,
    viewer: Viewer,
    ident: UUID,
    problem: Problem | None = None,
    **more: Any,
) -> HttpResponse:
    whole = call_list(viewer, ident)
    keeps = viewer.may(Right.KEEP_REGISTER)
    mine = request.GET.get("mine") == "1" or not keeps
    entries = [one for one in whole.entries if not mine or one.caller == viewer.person]
    context = {
        "line": whole.line,
        "groups": [
            (step, named, [one for one in entries if one.next.step is step])
            for step, named in STEP_NAMES.items()
        ],
        "callers": callers(viewer, ident) if keeps else [],
        "keeps": keeps,
        "mine": mine,
        "results": [(key.value, named) for key, named in RESULT_NAMES.items()],
        "results_by_key": {key.value: named for key, named in RESULT_NAMES.items()},
        "now": facts.now(),
        "problem": problem,
        **more,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "calls/one.html", context, status=status)


@require_safe
@acting_page(Right.SEE_REGISTER)
def call_list_page(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One list: whom to ring now, later, whom to knock at, who is reached."""
    return _list_page(request, viewer, ident)


def _done(
    request: HttpRequest,
    viewer: Viewer,
    ident: UUID,
    act: Callable[[], object],
    said: str,
    **refused: Any,
) -> HttpResponse:
    """Do it and go back to the list; or show there what was wrong, with what the page needs then."""
    try:
        act()
    except Problem as problem:
        if problem.code == "call_list_unknown":
            raise
        return _list_page(request, viewer, ident, problem, **refused)
    messages.success(request, said)
    # Back to whom to ring next, not to where the one who was rung has moved.
    mine = "?mine=1" if request.GET.get("mine") == "1" else ""
    return redirect(f"{reverse('call_list', args=[ident])}{mine}#step-call")


@require_POST
@acting_page(Right.KEEP_REGISTER)
def deal_page(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Deal those who are not reached to the ticked callers."""

    def act() -> None:
        try:
            chosen = [UUID(one) for one in request.POST.getlist("caller")]
        except ValueError:
            raise Problem("crew_unknown", crew_no="") from None
        deal_list(viewer, ident, chosen)

    return _done(request, viewer, ident, act, _("已分好。"))


@require_POST
@acting_page(Right.KEEP_REGISTER)
def close_page(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Close a list."""
    close_list(viewer, ident)
    messages.success(request, _("名单已收起。"))
    return redirect("calls")


@require_POST
@acting_page(Right.SEE_REGISTER)
def call_page(request: HttpRequest, viewer: Viewer, ident: UUID, entry: UUID) -> HttpResponse:
    """Show somebody's numbers, once that is logged; or note what the call found."""
    if "show" in request.POST:
        try:
            numbers = show_numbers(viewer, entry)
        except Problem as problem:
            return _list_page(request, viewer, ident, problem)
        return _list_page(request, viewer, ident, shown=entry, numbers=numbers)

    def act() -> None:
        result = read_result(request.POST.get("result", ""))
        back = request.POST.get("back_at", "").strip() if result is CallResult.LATER else ""
        at = read_time(f"{facts.today()}T{back}") if back else None
        note_call(viewer, entry, result, request.POST.get("said", ""), at, "wanted" in request.POST)

    # What she wrote while somebody spoke stands again; her number is no new look.
    typed = {name: request.POST.get(name, "") for name in _SAID}
    return _done(request, viewer, ident, act, _("已记下。"), shown=entry, typed=typed)


urls = [
    path("calls/", calls, name="calls"),
    path("calls/<uuid:ident>/", call_list_page, name="call_list"),
    path("calls/<uuid:ident>/deal/", deal_page, name="calls_deal"),
    path("calls/<uuid:ident>/close/", close_page, name="calls_close"),
    path("calls/<uuid:ident>/<uuid:entry>/", call_page, name="calls_call"),
]
