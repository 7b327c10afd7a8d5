"""Knocking at doors: the doors of a place by what is next, one tap a result, and slips to leave."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from wumen.actions.knocks import knock, knock_gone, leave_slips
from wumen.queries import facts
from wumen.queries.group_text import group_box
from wumen.queries.homes import Home
from wumen.queries.homes import home as home_of
from wumen.queries.knocks import KnockList, door_knocks, knock_list, slips
from wumen.rules.knocks import LEAVING, RESULT_NAMES, Result, Step, read_result
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.homes import home_page, ticked
from wumen.web.ids import read_id
from wumen.web.templatetags.homes import next_words, result_name
from wumen.web.templatetags.wumen import zh

# The order of the list: where one goes now, then what waits, last what is done.
_ORDER = (Step.NOW, Step.FIRST, Step.SLIP, Step.LATER, Step.CALL, Step.QUIET, Step.DONE)
# Somebody knocked and met nobody; what a group reads above these rooms does not say so.
_MISSED = (Step.NOW, Step.LATER, Step.SLIP, Step.CALL)
_RING_BACK = "请下列房号方便时给楼长回个电话"
# Two buttons stand beside every door; the rarer results open below them.
_NEAR = (Result.SPOKEN, Result.NOBODY_HOME)


def _read_household(text: str) -> UUID:
    return read_id(text, "household_unknown")


def _back(area: str, household: UUID) -> HttpResponse:
    """To the list from which one came, else to the page of the household."""
    if area.strip("/"):
        return redirect("knocks", area=area.strip("/"))
    return redirect("home", household)


def _noted(
    request: HttpRequest, viewer: Viewer, household: UUID, result: Result, area: str
) -> HttpResponse:
    """Say what was noted and what is next; needs go on to the household's own page."""
    home = home_of(viewer, household)
    said = _("%(door)s：已记“%(result)s”。") % {
        "door": zh(home.words),
        "result": escape(result_name(result)),
    }
    messages.success(request, mark_safe(said))
    if result is Result.NOBODY_HOME:
        messages.success(request, next_words(door_knocks(viewer, home).next, facts.now()))
    return redirect("home_needs", household) if result is Result.NEEDS else _back(area, household)


def _ask_who(
    request: HttpRequest, home: Home, result: Result, area: str, problem: Problem | None = None
) -> HttpResponse:
    """Who of the people it is that lives here no longer; all are ticked where they moved away."""
    everybody = [str(one.id) for one in home.people]
    alone = len(everybody) == 1 or result is Result.MOVED
    context = {
        "home": home,
        "result": result,
        "area": area,
        "ticked": request.POST.getlist("resident") if problem else everybody if alone else [],
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "knocks/gone.html", context, status=status)


def _knocked(
    request: HttpRequest, viewer: Viewer, household: UUID, result: Result, area: str
) -> HttpResponse:
    """One tap: note it at once, or ask first of whom it is said."""
    if result not in LEAVING:
        knock(viewer, household, result, request.POST.get("said", ""))
        return _noted(request, viewer, household, result, area)
    home = home_of(viewer, household)
    if home.people and "asked" not in request.POST:
        return _ask_who(request, home, result, area)
    try:
        knock_gone(viewer, household, result, ticked(request))
    except Problem as problem:
        if problem.code != "nobody_ticked":
            raise
        return _ask_who(request, home, result, area, problem)
    return _noted(request, viewer, household, result, area)


@require_http_methods(["POST"])
@acting_page(Right.CORRECT_HOMES)
def home_knock(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Note a visit from the page of a household, or who it was that left."""
    area = request.POST.get("area", "")
    try:
        result = read_result(request.POST.get("result", ""))
    except Problem as problem:
        return home_page(request, viewer, household, problem)
    return _knocked(request, viewer, household, result, area)


def _groups(found: KnockList) -> list[dict[str, Any]]:
    """The doors by what is next; where all is said and done there is nothing to tap."""
    return [
        {"step": step, "doors": doors, "buttons": step is not Step.DONE}
        for step in _ORDER
        if (doors := found.at(step))
    ]


@gzip_page
@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def knocks(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """The doors of a place by what is next at each; a button says which door and what was found."""
    if request.method == "POST":
        for name in set(Result) & set(request.POST):
            household = _read_household(request.POST[name])
            return _knocked(request, viewer, household, Result(name), area)
        raise Problem("knock_result_unknown", known=" ".join(Result))
    found = knock_list(viewer, area)
    stretches = {one.door.stretch: one.door.stretch_name for one in found.doors}
    names = [(str(key), named) for key, named in RESULT_NAMES.items()]
    context = {
        "list": found,
        "groups": _groups(found),
        "done": len(found.at(Step.DONE)),
        "slips": len(found.at(Step.SLIP)),
        "missed": sum(len(found.at(step)) for step in _MISSED),
        "stretches": stretches if len(stretches) > 1 else {},
        "near": [one for one in names if one[0] in _NEAR],
        "far": [one for one in names if one[0] not in _NEAR],
        "may_correct": viewer.may(Right.CORRECT_HOMES),
        "today": facts.today(),
        "now": facts.now(),
    }
    return TemplateResponse(request, "knocks/list.html", context)


@require_safe
@acting_page(Right.CORRECT_HOMES)
def knock_group(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """The rooms at which nobody was found yet, as texts for the group; a page of its own, for it asks more."""
    found = knock_list(viewer, area)
    doors = [one.door.area for step in _MISSED for one in found.at(step)]
    matter = f"knock:{facts.today()}/{found.place.area.strip('/')}"
    box, problem = None, None
    try:
        box = group_box(viewer, found.place.area, matter, doors, _RING_BACK)
    except Problem as refused:
        problem = refused
    context = {"place": found.place, "area": area, "box": box, "problem": problem}
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "knocks/group.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.CORRECT_HOMES)
def knock_slips(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """Slips to print and leave at doors, four a sheet; noted once they hang there."""
    if request.method == "POST":
        chosen = [_read_household(one) for one in request.POST.getlist("household")]
        count = leave_slips(viewer, area, chosen)
        messages.success(
            request,
            ngettext(
                "已记 %(n)s 户留条。接下来请打电话。", "已记 %(n)s 户留条。接下来请打电话。", count
            )
            % {"n": count},
        )
        return HttpResponseRedirect(reverse("knocks", args=[area.rstrip("/")]), status=303)
    asked = request.GET.get("home", "")
    household = _read_household(asked) if asked else None
    context = {"pages": slips(viewer, area, household), "area": area}
    return TemplateResponse(request, "knocks/slips.html", context)


urls = [
    path("register/home/<uuid:household>/knock/", home_knock, name="home_knock"),
    path("register/knocks/<path:area>/slips/", knock_slips, name="knock_slips"),
    path("register/knocks/<path:area>/group/", knock_group, name="knock_group"),
    path("register/knocks/<path:area>/", knocks, name="knocks"),
]
