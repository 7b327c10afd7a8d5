"""Teams of homes in isolation for the office, and a member's own homes with what is hers to see."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions import teams
from wumen.queries.crew import places
from wumen.queries.teams import my_homes
from wumen.queries.teams import teams as teams_of
from wumen.rules.knocks import RESULT_NAMES, Result
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import KINDS
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.force.words import ident, places_served


def _page(
    request: HttpRequest, viewer: Viewer, area: str, key: str, problem: Problem | None = None
) -> HttpResponse:
    try:
        found = teams_of(viewer, area, key)
    except Problem as refused:
        found, problem = None, problem or refused
    context = {
        "found": found,
        "area": area,
        "places": places_served(places(viewer)),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "force/teams.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def force_teams(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every home in isolation with its team, the incomplete first; the button fills what is empty."""
    sent = request.POST or request.GET
    area, key = sent.get("area", ""), sent.get("team", "")
    if request.method == "GET":
        return _page(request, viewer, area, key)
    try:
        with transaction.atomic():
            many = teams.form_teams(viewer, area, key)
    except Problem as problem:
        return _page(request, viewer, area, key, problem)
    messages.success(request, _("已补上 %(n)s 个位置。") % {"n": many})
    return _back(area, key)


def _back(area: str, key: str) -> HttpResponse:
    return redirect(f"{reverse('force_teams')}?area={area}&team={key}")


@require_POST
@acting_page(Right.KEEP_CREW)
def force_team_put(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Somebody by hand in a place of a home's team."""
    sent = request.POST
    area, key = sent.get("area", ""), sent.get("team", "")
    try:
        with transaction.atomic():
            member = ident(sent.get("member", ""))
            teams.put(viewer, household, key, sent.get("place", ""), member)
    except Problem as problem:
        return _page(request, viewer, area, key, problem)
    messages.success(request, _("已换好。"))
    return _back(area, key)


@require_GET
@acting_page(Right.LOOK_AFTER)
def my_homes_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The homes of whoever looks."""
    return TemplateResponse(request, "force/my_homes.html", {"homes": my_homes(viewer)})


@require_GET
@acting_page(Right.LOOK_AFTER)
def my_home(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """One of them: what her place in the team is shown, and nothing else; the look is logged."""
    found = teams.look_at_home(viewer, household)
    seen = found.seen
    context = {
        "home": found,
        "people": [(one, [KINDS[need.kind] for need in one.health or ()]) for one in found.people],
        "visits": None
        if seen is None
        else [(at, RESULT_NAMES[Result(result)]) for at, result in seen],
    }
    return TemplateResponse(request, "force/my_home.html", context)


urls = [
    path("force/teams/", force_teams, name="force_teams"),
    path("force/teams/<uuid:household>/", force_team_put, name="force_team_put"),
    path("my-homes/", my_homes_page, name="my_homes"),
    path("my-homes/<uuid:household>/", my_home, name="my_homes_one"),
]
