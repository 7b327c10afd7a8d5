"""Signing up: the office's ways in, the public page behind a printed code, a ledger, a crew without names."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions import force, sign_up
from wumen.queries.crew import places
from wumen.queries.sign_up import call_ups
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sign_up import SignUp, read_people
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.force.words import choices, places_served, said_on_form, typed_again
from wumen.web.links import drawn, here_alone, printed
from wumen.web.public import address_of, public_page
from wumen.web.templatetags.wumen import in_language

# Who offers help from outside; staff are entered by their own office.
_OFFERING = ("volunteer", "party_member", "property", "seconded", "medic")
_CREW_ROLES = ("sampler", "gate", "captain")


def _page(
    request: HttpRequest,
    viewer: Viewer,
    problem: Problem | None = None,
    outcome: sign_up.LedgerOutcome | None = None,
) -> HttpResponse:
    context = {
        **choices(),
        "call_ups": call_ups(viewer),
        "places": places_served(places(viewer)),
        "crew_roles": [(key, in_language(ROLES[key])) for key in _CREW_ROLES],
        "outcome": [
            (one.row, one.name, Problem(one.code)) for one in (outcome.unread if outcome else ())
        ],
        "taken": outcome,
        "typed": typed_again(request) if problem else {},
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "force/sign_up.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def force_sign_up(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Four ways in on one page; a code is shown once, as the answer itself."""
    if request.method == "GET":
        return _page(request, viewer)
    try:
        with transaction.atomic():
            return _done(request, viewer)
    except Problem as problem:
        return _page(request, viewer, problem)


def _done(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    sent = request.POST
    area = sent.get("area", "")
    if "call_up" in sent:
        made = sign_up.call_up(viewer, area, sent.get("title", ""))
        address = printed(request, reverse("join", args=[made.code]))
        context = {
            "made": made.call_up,
            "address": address,
            "picture": drawn(address),
            "here_alone": here_alone(request),
        }
        return TemplateResponse(request, "force/code.html", context)
    if "ledger" in sent:
        file = request.FILES.get("file")
        reading = sign_up.read_file(viewer, file.read() if file else b"")
        return _page(request, viewer, outcome=sign_up.take_ledger(viewer, area, reading))
    if "crew" in sent:
        people = read_people(sent.get("people", ""))
        said = SignUp(
            name=sent.get("name", ""),
            telephone=sent.get("telephone", ""),
            profession=sent.get("profession", ""),
            comes_from=sent.get("comes_from", ""),
            people=people,
        )
        row = sign_up.enlist_crew(viewer, area, said, sent.get("role", ""))
        messages.success(
            request, _("已登记一队 %(n)s 人。下一步：给联系人的手机一个绑定码。") % {"n": people}
        )
        return redirect("crew_one", row.person.number)
    row = force.enlist(viewer, area, said_on_form(request, ()), "office")
    messages.success(request, _("已登记。"))
    return redirect("force_one", row.id)


@require_POST
@acting_page(Right.KEEP_CREW)
def force_call_up_end(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """End a code."""
    sign_up.end_call_up(viewer, ident)
    messages.success(request, _("报名码已停用。"))
    return redirect("force_sign_up")


@sensitive_post_parameters("telephone")
@require_http_methods(["GET", "POST"])
@public_page()
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Where a printed code leads: who one is, where one lives, when one can; no account, no script."""
    address = address_of(request)
    call_up, buildings = sign_up.opened(code, address)
    context = {**choices(_OFFERING), "call_up": call_up, "buildings": buildings, "code": code}
    if request.method == "GET":
        return render(request, "force/join.html", context)
    try:
        sign_up.sign_up(code, address, said_on_form(request, request.POST.getlist("wished")))
    except Problem as problem:
        context |= {"problem": problem, "typed": typed_again(request)}
        return render(request, "force/join.html", context, status=status_of(problem))
    return render(request, "force/joined.html", {"call_up": call_up})


urls = [
    path("force/sign-up/", force_sign_up, name="force_sign_up"),
    path("force/sign-up/<uuid:ident>/end/", force_call_up_end, name="force_call_up_end"),
    path("join/<str:code>/", join, name="join"),
]
