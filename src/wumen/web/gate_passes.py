"""Passes (出入证): which stand, giving one, printing it with its code, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.gate_passes import give_pass, take_back
from wumen.queries import facts
from wumen.queries.doors import places_below
from wumen.queries.gate_passes import one_pass, passes
from wumen.rules.areas import AreaKind
from wumen.rules.entries import COMING_NAMES, read_coming
from wumen.rules.gate_passes import FROM_OUTSIDE, GOES_FOR, PassDraft, proposed_end
from wumen.rules.movement import PURPOSE_NAMES, read_purpose
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local, read_time
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.home_meant import home_meant
from wumen.web.links import drawn

_TO = (AreaKind.COMPOUND, AreaKind.VILLAGE, AreaKind.SITE, AreaKind.BUILDING)


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    now = local(facts.now())
    typed = request.POST or request.GET
    context: dict[str, Any] = {
        "found": passes(viewer),
        "places": places_below(viewer, *_TO),
        "purposes": [(one.value, PURPOSE_NAMES[one]) for one in GOES_FOR],
        "kinds": [(one.value, COMING_NAMES[one]) for one in FROM_OUTSIDE],
        "now": f"{now:%Y-%m-%dT%H:%M}",
        "ends": f"{local(proposed_end(now)):%Y-%m-%dT%H:%M}",
        "typed": typed,
        **home_meant(viewer, typed.get("area", "").strip(), problem),
        # What was typed into one of the two forms stands in that one.
        "inside": {} if "coming" in typed else typed,
        "outside": typed if "coming" in typed else {},
    }
    status = status_of(context["problem"]) if context["problem"] else 200
    return TemplateResponse(request, "gate_passes/list.html", context, status=status)


def _draft(request: HttpRequest) -> PassDraft:
    sent = request.POST
    return PassDraft(
        begins=read_time(sent["begins"]) if sent.get("begins") else None,
        ends=read_time(sent["ends"]) if sent.get("ends") else None,
        resident=sent.get("resident", ""),
        purpose=read_purpose(sent["purpose"]) if sent.get("purpose") else None,
        outing=sent.get("outing", ""),
        name=sent.get("name", ""),
        plate=sent.get("plate", ""),
        coming=read_coming(sent["coming"]) if sent.get("coming") else None,
        place=sent.get("place", ""),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def gate_passes(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The passes that stand, and giving one."""
    if request.method != "POST" or "look" in request.POST:
        return _list(request, viewer)
    try:
        number = give_pass(viewer, _draft(request))
    except Problem as problem:
        return _list(request, viewer, problem)
    messages.success(request, _("已开证，可以打印。"))
    return redirect("gate_passes_one", number)


@require_safe
@acting_page(Right.CORRECT_HOMES)
def gate_passes_one(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """A pass to print: for whom, the building, until when, its number; nothing of what for."""
    line = one_pass(viewer, number)
    context = {"line": line, "code": drawn(line.printed)}
    response = TemplateResponse(request, "gate_passes/one.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@acting_page(Right.CORRECT_HOMES)
def gate_passes_back(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Take a pass back."""
    take_back(viewer, number)
    messages.success(request, _("已收回，门岗不再认这个证号。"))
    return redirect("gate_passes")


urls = [
    path("gate-passes/", gate_passes, name="gate_passes"),
    path("gate-passes/<str:number>/", gate_passes_one, name="gate_passes_one"),
    path("gate-passes/<str:number>/back/", gate_passes_back, name="gate_passes_back"),
]
