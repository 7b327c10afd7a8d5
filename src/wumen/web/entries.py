"""Who may come in at a gate (能进来吗): one choice, the answer to read out, and what can be done instead."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_safe

from wumen.queries.doors import places_below
from wumen.queries.entries import may_enter
from wumen.rules.areas import AreaKind
from wumen.rules.entries import COMING_NAMES, read_coming
from wumen.rules.movement import VERDICT_NAMES
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_TO = (AreaKind.COMPOUND, AreaKind.VILLAGE, AreaKind.SITE, AreaKind.BUILDING)


@require_safe
@acting_page()
def entries(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Ask whether somebody may come in; nothing of her is asked but who she is to this place."""
    places = places_below(viewer, *_TO)
    typed = {"area": request.GET.get("area", ""), "who": request.GET.get("who", "")}
    typed["area"] = typed["area"] or (places[0][0] if places else viewer.area)
    context: dict[str, Any] = {
        "places": places,
        "kinds": [(one.value, named) for one, named in COMING_NAMES.items()],
        "typed": typed,
    }
    if typed["who"]:
        try:
            who = read_coming(typed["who"])
            answer = may_enter(viewer, typed["area"], who)
            verdict = VERDICT_NAMES[answer.verdict]
            context |= {"answer": answer, "verdict": verdict, "who": COMING_NAMES[who]}
        except Problem as problem:
            context["problem"] = problem
    status = status_of(context["problem"]) if "problem" in context else 200
    return TemplateResponse(request, "entries/page.html", context, status=status)


urls = [path("entries/", entries, name="entries")]
