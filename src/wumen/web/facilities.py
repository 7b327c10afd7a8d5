"""Buildings and their facilities: described, assumed, confirmed on the spot, corrected by hand."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wumen.actions.facilities import (
    add_facility,
    assume_buildings,
    close_facility,
    confirm_building,
    confirm_facility,
    describe_building,
    rename_facility,
)
from wumen.queries.facilities import building_facilities, has_own_page, overview
from wumen.rules.facilities import FACILITIES, TYPES, BuildingType, FacilityKind
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

Act = Callable[[HttpRequest, Viewer, str], str]
_FIELDS = ("type", "floors", "area", "kind", "name", "floor")


def _ident(request: HttpRequest) -> UUID:
    """The facility that the button named; Problem `facility_unknown`."""
    try:
        return UUID(request.POST.get("facility", ""))
    except ValueError:
        raise Problem("facility_unknown") from None


def _describe(request: HttpRequest, viewer: Viewer, area: str) -> str:
    made = describe_building(
        viewer, area, request.POST.get("type", ""), request.POST.get("floors", "")
    )
    return ngettext(
        "已记下，新列出 %(n)s 处公共设施，都标为推定。",
        "已记下，新列出 %(n)s 处公共设施，都标为推定。",
        made,
    ) % {"n": made}


def _assume(_request: HttpRequest, viewer: Viewer, area: str) -> str:
    done = assume_buildings(viewer, area or None)
    text = ngettext("已推定 %(n)s 栋楼。", "已推定 %(n)s 栋楼。", done)
    return text % {"n": done}


def _confirm_all(_request: HttpRequest, viewer: Viewer, area: str) -> str:
    return _("已核实 %(n)s 处。") % {"n": confirm_building(viewer, area)}


def _confirm(request: HttpRequest, viewer: Viewer, _area: str) -> str:
    confirm_facility(viewer, _ident(request))
    return _("已核实。")


def _rename(request: HttpRequest, viewer: Viewer, _area: str) -> str:
    rename_facility(viewer, _ident(request), request.POST.get("name", ""))
    return _("已改名。")


def _close(request: HttpRequest, viewer: Viewer, _area: str) -> str:
    close_facility(viewer, _ident(request))
    return _("已停用，不再列出。")


def _add(request: HttpRequest, viewer: Viewer, _area: str) -> str:
    sent = {name: request.POST.get(name, "").strip() for name in _FIELDS}
    add_facility(viewer, sent["area"], sent["kind"], sent["name"], sent["floor"])
    return _("已添加。")


_ACTS: dict[str, Act] = {
    "describe": _describe,
    "assume": _assume,
    "confirm_all": _confirm_all,
    "confirm": _confirm,
    "rename": _rename,
    "close": _close,
    "add": _add,
}


def _done(request: HttpRequest, viewer: Viewer, area: str) -> Problem | None:
    """Do what the pressed button says; the problem that came of it, if any."""
    act = _ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise Problem("page_unknown")
        with transaction.atomic():
            said = act(request, viewer, area)
    except Problem as problem:
        return problem
    messages.success(request, said)
    return None


def _building_page(
    request: HttpRequest, viewer: Viewer, area: str, problem: Problem | None
) -> TemplateResponse:
    found = building_facilities(viewer, area)
    typed = {name: request.POST.get(name, "") for name in _FIELDS} if problem else {}
    context = {
        "found": found,
        "area": area,
        "own": found.place.kind in ("compound", "unit"),
        "type": TYPES[BuildingType(found.line.type)] if found.line.type else None,
        "types": [(str(key), words) for key, words in TYPES.items()],
        "kinds": [(str(key), one) for key, one in FACILITIES.items() if key != FacilityKind.SHOP],
        "typed": {"type": found.line.type, "floors": found.line.floors or "", **typed},
        "opened": request.POST.get("facility", "") if problem else "",
        "may_keep": viewer.may(Right.KEEP_REGISTER),
        "may_confirm": viewer.may(Right.CORRECT_HOMES),
        "problem": problem,
    }
    return TemplateResponse(request, "facilities/building.html", context)


def _overview_page(
    request: HttpRequest, viewer: Viewer, area: str, problem: Problem | None
) -> TemplateResponse:
    lines = overview(viewer, area or None)
    context = {
        "rows": [(one, TYPES[BuildingType(one.type)] if one.type else None) for one in lines],
        "area": area,
        "without": sum(not one.type and one.kind != "compound" for one in lines),
        "assumed": sum(one.facilities_assumed for one in lines),
        "may_keep": viewer.may(Right.KEEP_REGISTER),
        "problem": problem,
    }
    return TemplateResponse(request, "facilities/overview.html", context)


@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def facilities(request: HttpRequest, viewer: Viewer, area: str = "") -> HttpResponse:
    """A building with its facilities by unit and floor, or an overview of all that a place holds."""
    at = area.strip("/") or viewer.area.strip("/")
    own = bool(at) and ("own" in request.GET or has_own_page(viewer, at))
    problem = _done(request, viewer, at) if request.method == "POST" else None
    if request.method == "POST" and problem is None:
        return redirect(request.get_full_path())
    page = (_building_page if own else _overview_page)(request, viewer, at, problem)
    page.status_code = status_of(problem) if problem else 200
    return page


urls = [
    path("register/facilities/", facilities, name="facilities_here"),
    path("register/facilities/<path:area>/", facilities, name="facilities"),
]
