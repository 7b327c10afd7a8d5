"""The building in one line (一口清): to read out when the superior rings, and a line fit for a group."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_GET

from wumen.queries.crew import places
from wumen.queries.one_line import BuildingLine, one_lines
from wumen.rules.areas import AreaKind, in_order
from wumen.rules.guarded_text import check_group_text
from wumen.rules.one_line import OneLine, group_line, one_line
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_CHOICES = frozenset(AreaKind) - {AreaKind.UNIT, AreaKind.HOUSEHOLD}


@dataclass(frozen=True)
class Line:
    """A building with its line, and the text for its group; `refused` says why there is none."""

    area: str
    said: OneLine
    group: str
    refused: Problem | None = None


def _line(told: BuildingLine) -> Line:
    said, group = one_line(told.facts), group_line(told.facts)
    try:
        check_group_text(group, places=(told.facts.name,))
    except Problem as problem:
        return Line(told.area, said, "", problem)
    return Line(told.area, said, group)


@require_GET
@acting_page(Right.SEE_REGISTER)
def one_line_page(request: HttpRequest, viewer: Viewer, area: str = "") -> HttpResponse:
    """The lines of all buildings of a place, or of one; too wide a place offers smaller ones."""
    asked = area or request.GET.get("area", "").strip()
    lines: list[Line] = []
    problem = None
    try:
        lines = [_line(one) for one in one_lines(viewer, asked or None)]
        lines.sort(key=lambda one: in_order(one.area))
    except Problem as refused:
        problem = refused
    context = {
        "lines": lines,
        "asked": asked,
        "places": [one for one in places(viewer) if one.kind in _CHOICES],
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "one_line/page.html", context, status=status)


urls = [
    path("register/line/", one_line_page, name="register_line"),
    path("register/line/<path:area>/", one_line_page, name="register_line_of"),
]
