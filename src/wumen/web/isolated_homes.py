"""Homes in isolation (四统一): food, waste, medical care, counselling of today, needs by category; page and paper."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_safe

from wumen.queries.isolated_homes import IsolatedHomesPage
from wumen.queries.isolated_homes import isolated_homes as homes_of
from wumen.rules.isolated_homes import UNIFIED_NAMES, Unified
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.rulebook import Words, rulebook


def _windows(viewer: Viewer, found: IsolatedHomesPage | None) -> list[tuple[str, Words]]:
    """The visits of today that can be printed, each with its name; nothing for who settles nothing."""
    if found is None or not found.visits or not viewer.may(Right.SETTLE):
        return []
    book = rulebook()
    return [(win, book.window(win)) for win in found.visits]


@require_safe
@acting_page(Right.CORRECT_HOMES)
def isolated_homes(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Every home in isolation with its four of today."""
    area, after = request.GET.get("area", ""), request.GET.get("after", "")
    found, problem = None, None
    try:
        found = homes_of(viewer, area, after)
    except Problem as refused:
        problem = refused
    context = {
        "found": found,
        "area": area,
        "names": [(one, UNIFIED_NAMES[one]) for one in Unified],
        "windows": _windows(viewer, found),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "isolated_homes/list.html", context, status=status)


urls = [path("isolated-homes/", isolated_homes, name="isolated_homes")]
