"""Why something is asked: the one line, ready to copy; for a home and who lives there all of it, to print."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_safe

from wumen.actions.explain import look_up
from wumen.queries import facts
from wumen.queries.doors import place_meant, place_words
from wumen.queries.explain import explain_home, explain_place, home_at, people_of
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.rulebook import rulebook


@require_safe
@acting_page()
def explain(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The explanation of `?resident=`, of `?area=`, or of the viewer's own area."""
    resident, typed = request.GET.get("resident", ""), request.GET.get("area", "")
    shown = place_words(viewer, typed)
    context: dict[str, object] = {"area": shown, "resident": resident, "now": facts.now()}
    try:
        area = place_meant(viewer, typed) or viewer.area
    except Problem as problem:
        # What was typed stands again, to be put right where it stands.
        context["problem"] = problem
        return render(request, "explain/page.html", context, status=status_of(problem))
    if resident:
        context["found"] = look_up(viewer, resident)
    elif area:
        context["found"] = explain_place(viewer, area)
        context["household"] = home_at(viewer, area)
    if "found" in context:
        context["regime"] = rulebook().regime(context["found"].regime)  # type: ignore[attr-defined]
    return render(request, "explain/page.html", context)


@require_safe
@acting_page(Right.SEE_REGISTER)
def explain_home_page(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """The whole answer in large type, to be read or printed: of a home, or of one who lives there."""
    people = people_of(viewer, household)
    wanted = request.GET.get("resident", "")
    if wanted and wanted not in {str(ident) for ident, _ in people}:
        raise Problem("resident_unknown")
    found = look_up(viewer, wanted) if wanted else explain_home(viewer, household)
    context = {
        "found": found,
        "household": household,
        "people": people,
        "wanted": wanted,
        "now": facts.now(),
    }
    response = TemplateResponse(request, "explain/home.html", context)
    response["Cache-Control"] = "no-store"
    return response


urls = [
    path("explain/", explain, name="explain"),
    path("explain/home/<uuid:household>/", explain_home_page, name="explain_home"),
]
