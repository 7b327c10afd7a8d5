"""May she go out now: who, what for, and the answer with its reason and the next step; nothing is stored."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from wumen.queries.homes import Home
from wumen.queries.homes import home as home_of
from wumen.queries.movement import may_go
from wumen.rules.movement import (
    CARE,
    EMERGENCIES,
    PURPOSE_NAMES,
    VERDICT_NAMES,
    Asked,
    Purpose,
    read_purpose,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of


def purposes() -> list[tuple[object, list[tuple[str, object]]]]:
    """What somebody may go out for, in groups, what cannot wait first."""
    moved = frozenset({Purpose.TRANSFER})
    groups = (
        (_("急事：马上走"), EMERGENCIES),
        (_("看病"), CARE),
        (_("其他"), frozenset(Purpose) - EMERGENCIES - CARE - moved),
        (_("转运"), moved),
    )
    return [
        (name, [(str(one), PURPOSE_NAMES[one]) for one in Purpose if one in some])
        for name, some in groups
    ]


def _asked(request: HttpRequest) -> Asked:
    return Asked(
        purpose=read_purpose(request.POST.get("purpose", "")),
        beyond=bool(request.POST.get("beyond")),
        companion=request.POST.get("companion", ""),
    )


def _answered(request: HttpRequest, viewer: Viewer, home: Home) -> dict[str, Any]:
    """The answer with the words of the page; in an emergency also where nobody is chosen."""
    asked, who = _asked(request), request.POST.get("resident", "")
    answer = may_go(viewer, who, asked)
    return {
        "answer": answer,
        "verdict": VERDICT_NAMES[answer.verdict],
        "purpose": PURPOSE_NAMES[asked.purpose],
        "person": next((one for one in home.people if str(one.id) == who), None),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.SEE_REGISTER)
def home_movement(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Ask for somebody of a household. What is typed is sent in a body: it tells of health."""
    home = home_of(viewer, household)
    context: dict[str, Any] = {"home": home, "purposes": purposes(), "typed": request.POST}
    if request.method == "POST":
        try:
            context |= _answered(request, viewer, home)
        except Problem as problem:
            context["problem"] = problem
    status = status_of(context["problem"]) if "problem" in context else 200
    return TemplateResponse(request, "movement/page.html", context, status=status)


urls = [
    path("register/home/<uuid:household>/movement/", home_movement, name="home_movement"),
]
