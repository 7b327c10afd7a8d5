"""Objections at the desk: what waits by its deadline, receiving one on paper, deciding, the printed answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.objections import decide, forward, receive
from wumen.queries import facts
from wumen.queries.doors import place_meant, place_words
from wumen.queries.objections import Said, objection
from wumen.queries.objections import objections as all_of
from wumen.rules.objections import OUTCOME_NAMES
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_FIELDS = ("area", "name", "telephone", "text", "order")


@require_http_methods(["GET", "POST"])
@acting_page(Right.ENTER_ORDER, Right.CONFIRM_ORDER)
def objections(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Those that wait, what is due first; a form for one that was brought on paper."""
    problem, typed = None, {name: request.POST.get(name, "").strip() for name in _FIELDS}
    if request.method == "POST":
        said = Said(typed["text"], typed["name"], typed["telephone"])
        try:
            path = place_meant(viewer, typed["area"])
            receipt = receive(viewer, path, said, typed["order"])
        except Problem as found:
            problem = found
        else:
            messages.success(request, _("已登记，编号 %(n)s，请告诉来人。") % {"n": receipt.number})
            return redirect("objections_one", number=receipt.number)
    else:
        typed["area"] = place_words(viewer, request.GET.get("area", ""))
    decided = request.GET.get("state") == "decided"
    context = {
        "lines": all_of(viewer, decided),
        "decided": decided,
        "typed": typed,
        "problem": problem,
        "now": facts.now(),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "objections/list.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.ENTER_ORDER, Right.CONFIRM_ORDER)
def objections_one(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """One objection: forwarded, decided with a reason, and the answer as it is printed."""
    problem = None
    if request.method == "POST":
        try:
            if "forward" in request.POST:
                forward(viewer, number)
                messages.success(request, _("已记转报，住户看得到。"))
            else:
                sent = request.POST
                decide(viewer, number, sent.get("outcome", ""), sent.get("why", ""))
                messages.success(request, _("已答复，住户看得到，也可以打印。"))
            return redirect("objections_one", number=number)
        except Problem as found:
            if found.code in ("objection_unknown", "right_missing"):
                raise
            problem = found
    context = {
        "one": objection(viewer, number),
        "outcomes": [(key.value, named) for key, named in OUTCOME_NAMES.items()],
        "typed": request.POST if problem else {},
        "problem": problem,
        "now": facts.now(),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "objections/one.html", context, status=status)


urls = [
    path("objections/", objections, name="objections"),
    path("objections/<int:number>/", objections_one, name="objections_one"),
]
