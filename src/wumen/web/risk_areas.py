"""The day's list of risk areas (风险地区): pasted, read, and who came from where × left when against it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wumen.actions.risk_areas import SHOWN, look_at_people, take_risk_list
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.risk_areas import LEVEL_NAMES, Level
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_UNREAD = "risk_unread"


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    held = look_at_people(viewer)
    found = held.risk
    places = [
        (LEVEL_NAMES[level], [one for one in found.areas if one.level is level])
        for level in Level
        if any(one.level is level for one in found.areas)
    ]
    people = [
        (LEVEL_NAMES[level], len(some), some[:SHOWN], level is Level.ELSEWHERE)
        for level, some in held.by_level
    ]
    context = {
        "found": found,
        "places": places,
        "people": [(words, n, some) for words, n, some, elsewhere in people if not elsewhere],
        "elsewhere": [(words, n, some) for words, n, some, elsewhere in people if elsewhere],
        "ask": held.ask[:SHOWN],
        "many_ask": len(held.ask),
        "held": held,
        "unread": request.session.pop(_UNREAD, ()),
        "typed": request.POST,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "risk_areas/page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.KEEP_REGISTER)
def risk_areas(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The list in force and who falls under what; a new list is pasted."""
    if request.method != "POST":
        return _page(request, viewer)
    try:
        _id, found = take_risk_list(
            viewer, request.POST.get("text", ""), request.POST.get("source", "")
        )
    except Problem as problem:
        return _page(request, viewer, problem)
    # Lines of a public list: no person stands in them.
    request.session[_UNREAD] = list(found.unread[:SHOWN])
    many = len(found.areas)
    messages.success(
        request,
        ngettext(
            "看懂 %(n)s 个地方，已作为今天的名单。", "看懂 %(n)s 个地方，已作为今天的名单。", many
        )
        % {"n": many},
    )
    return redirect("risk_areas")


urls = [path("risk-areas/", risk_areas, name="risk_areas")]
