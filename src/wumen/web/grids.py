"""Grids: those of an area with homes, people and worker; one grid with its buildings and lanes."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.grids import make_grid, name_worker, put_in_grid, rename_grid, take_from_grid
from wumen.queries.crew import crew_lines, places
from wumen.queries.grids import grid as grid_of
from wumen.queries.grids import grid_lines, without_grid
from wumen.rules.areas import in_order
from wumen.rules.grids import GRID_OF, GUIDELINE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.places import KINDS

_GUIDELINE = {"least": GUIDELINE.start, "most": GUIDELINE.stop - 1}


@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def register_grids(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The grids of the viewer's area, and what belongs to none; the form makes one."""
    typed = {name: request.POST.get(name, "").strip() for name in ("community", "name")}
    problem = None
    if request.method == "POST":
        try:
            with transaction.atomic():
                row = make_grid(viewer, typed["community"], typed["name"])
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("已建“%(name)s”，请划入楼栋或街巷。") % {"name": row.name})
            return redirect("register_grid", row.id)
    communities = [one for one in places(viewer) if one.kind in GRID_OF]
    if len(communities) == 1 and not typed["community"]:
        typed["community"] = communities[0].area
    context = {
        "grids": grid_lines(viewer),
        "free": sorted(without_grid(viewer), key=lambda one: in_order(one.area)),
        "communities": communities,
        "guideline": _GUIDELINE,
        "typed": typed,
        "problem": problem,
        "may_keep": viewer.may(Right.KEEP_REGISTER),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "grids/list.html", context, status=status)


def _page(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    grid = grid_of(viewer, ident)
    may_keep = viewer.may(Right.KEEP_REGISTER) and viewer.may(Right.KEEP_CREW)
    others = [
        one for line in grid_lines(viewer, grid.area) if line.id != ident for one in line.places
    ]
    context = {
        "grid": grid,
        "kinds": KINDS,
        "may_be_put": [*without_grid(viewer, grid.area), *others] if may_keep else [],
        "crew": crew_lines(viewer) if may_keep else [],
        "guideline": _GUIDELINE,
        "ticked": request.POST.getlist("place"),
        "typed": request.POST,
        "problem": problem,
        "may_keep": may_keep,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "grids/one.html", context, status=status)


@require_safe
@acting_page(Right.SEE_REGISTER)
def register_grid(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One grid: its worker, its buildings and lanes, and what may be put into it."""
    return _page(request, viewer, ident)


def _changed(
    request: HttpRequest, viewer: Viewer, ident: UUID, change: Callable[[], None], said: str
) -> HttpResponse:
    def told() -> str:
        change()
        return said

    return done_or_shown(
        request,
        told,
        reverse("register_grid", args=[ident]),
        lambda problem: _page(request, viewer, ident, problem),
        "grid_unknown",
    )


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_grid_worker(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Name the worker; an empty number takes her away."""

    def change() -> None:
        name_worker(viewer, ident, request.POST.get("crew_no", ""))

    return _changed(request, viewer, ident, change, _("网格员已改好，岗位随网格走。"))


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_grid_put(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Put buildings and lanes into the grid; from another grid they move over."""

    def change() -> None:
        put_in_grid(viewer, ident, request.POST.getlist("place"))

    return _changed(request, viewer, ident, change, _("已划入。"))


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_grid_take(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Take buildings and lanes out of the grid."""

    def change() -> None:
        take_from_grid(viewer, ident, request.POST.getlist("place"))

    return _changed(request, viewer, ident, change, _("已移出。"))


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_grid_name(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Give the grid another name."""

    def change() -> None:
        rename_grid(viewer, ident, request.POST.get("name", ""))

    return _changed(request, viewer, ident, change, _("已改名。"))


_ONE = "register/grids/<uuid:ident>/"
urls = [
    path("register/grids/", register_grids, name="register_grids"),
    path(_ONE, register_grid, name="register_grid"),
    path(_ONE + "worker/", register_grid_worker, name="register_grid_worker"),
    path(_ONE + "put/", register_grid_put, name="register_grid_put"),
    path(_ONE + "take/", register_grid_take, name="register_grid_take"),
    path(_ONE + "name/", register_grid_name, name="register_grid_name"),
]
