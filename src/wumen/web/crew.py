"""The crew: who works in which post, adding a person, granting a post, printing a sign-in card."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions.accounts import make_link
from wumen.actions.crew import add_crew, grant_post
from wumen.queries.accounts import card_made_by
from wumen.queries.crew import CrewLine, crew_line, crew_lines, places
from wumen.queries.devices import device_lines, outbreak_open
from wumen.rules.posts import PROFESSIONS, ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.links import printed
from wumen.web.templatetags.wumen import in_language

_KEPT = ("name", "profession", "telephone", "crew_no", "role", "area")


def _choices(viewer: Viewer) -> dict[str, object]:
    """What may be chosen: professions, the roles within the viewer's own rights, her places."""
    return {
        "professions": {
            key: in_language(words) for key, words in PROFESSIONS.items() if key != "operator"
        },
        "roles": {
            key: in_language(one)
            for key, one in ROLES.items()
            if one.rights <= viewer.rights and key != "operator"
        },
        "places": places(viewer),
    }


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in _KEPT}


def _row(line: CrewLine) -> dict[str, object]:
    return {"line": line, "profession": PROFESSIONS[line.profession]}


def _list_page(
    request: HttpRequest, viewer: Viewer, problem: Problem | None = None
) -> HttpResponse:
    context = {
        "rows": [_row(line) for line in crew_lines(viewer)],
        "bound": {line.crew_no for line in device_lines(viewer) if line.bound},
        "typed": _typed(request),
        "problem": problem,
        **_choices(viewer),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "crew/list.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def crew(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who works here; the form adds a person together with her first post, or not at all."""
    if request.method == "GET":
        return _list_page(request, viewer)
    typed = _typed(request)
    try:
        with transaction.atomic():
            member = add_crew(viewer, typed["name"], typed["profession"], typed["telephone"])
            grant_post(viewer, member.number, typed["role"], typed["area"])
    except Problem as problem:
        return _list_page(request, viewer, problem)
    text = _("已登记，工号 %(number)s。现在可以打印登录卡。")
    messages.success(request, text % {"number": member.number})
    return redirect("crew_one", crew_no=member.number)


def _stands_for_two(line: CrewLine) -> bool:
    """Whether a person enters or confirms orders: then it matters who made her card."""
    rights = {right for post in line.posts for right in ROLES[post.role].rights}
    return bool(rights & {Right.ENTER_ORDER, Right.CONFIRM_ORDER})


def _person_page(
    request: HttpRequest, viewer: Viewer, crew_no: str, problem: Problem | None = None
) -> HttpResponse:
    line = crew_line(viewer, crew_no)
    context = {
        "person": _row(line),
        "lines": device_lines(viewer, crew_no),
        "outbreak_open": outbreak_open(),
        "card_by": card_made_by(crew_no),
        "stands_for_two": _stands_for_two(line) and not viewer.may(Right.INSTALLATION),
        "typed": _typed(request),
        "problem": problem,
        **_choices(viewer),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "crew/one.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def crew_one(request: HttpRequest, viewer: Viewer, crew_no: str) -> HttpResponse:
    """One crew member: her posts, one more post, her sign-in card."""
    if request.method == "GET":
        return _person_page(request, viewer, crew_no)
    try:
        with transaction.atomic():
            grant_post(viewer, crew_no, request.POST.get("role", ""), request.POST.get("area", ""))
    except Problem as problem:
        return _person_page(request, viewer, crew_no, problem)
    messages.success(request, _("岗位已安排。"))
    return redirect("crew_one", crew_no=crew_no)


@require_POST
@acting_page(Right.KEEP_CREW)
def crew_grant(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Grant a post by crew number: for somebody who works elsewhere and stands in no list here."""
    typed = _typed(request)
    try:
        with transaction.atomic():
            grant_post(viewer, typed["crew_no"], typed["role"], typed["area"])
    except Problem as problem:
        return _list_page(request, viewer, problem)
    messages.success(request, _("岗位已安排。"))
    return redirect("crew_one", crew_no=typed["crew_no"])


@require_POST
@acting_page(Right.KEEP_CREW)
def crew_card(request: HttpRequest, viewer: Viewer, crew_no: str) -> HttpResponse:
    """The sign-in card, shown once as the answer itself: its link stands in no address of ours."""
    person = crew_line(viewer, crew_no)
    try:
        with transaction.atomic():
            link = make_link(viewer, crew_no)
    except Problem as problem:
        return _person_page(request, viewer, crew_no, problem)
    address = printed(request, reverse("link", args=[link.token]))
    context = {"person": person, "address": address, "until": link.expires_at}
    return TemplateResponse(request, "crew/card.html", context)


urls = [
    path("crew/", crew, name="crew"),
    path("crew/grant/", crew_grant, name="crew_grant"),
    path("crew/<str:crew_no>/", crew_one, name="crew_one"),
    path("crew/<str:crew_no>/card/", crew_card, name="crew_card"),
]
