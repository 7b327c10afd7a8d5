"""The codes of doors at the desk: which hold, printing cards with their codes anew, revoking them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wumen.actions.door_codes import NewCode, print_cards, revoke
from wumen.queries.door_codes import door_codes as codes_of
from wumen.queries.explain import whom_to_ring
from wumen.queries.phones import access
from wumen.rules.door_codes import DoorKind
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.links import drawn, here_alone, printed


def _kind(request: HttpRequest) -> DoorKind:
    return DoorKind.INNER if request.POST.get("kind") == DoorKind.INNER else DoorKind.OUTER


def _card(request: HttpRequest, new: NewCode) -> dict[str, object]:
    address = printed(request, reverse("door", args=[new.code]))
    return {"new": new, "picture": drawn(address), "address": address}


@require_GET
@acting_page(Right.CORRECT_HOMES)
def door_codes(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """The codes of a place as they stand."""
    context = {"found": codes_of(viewer, area), "area": area.strip("/")}
    return TemplateResponse(request, "door_codes/list.html", context)


@require_POST
@acting_page(Right.CORRECT_HOMES)
def door_codes_print(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """Cards to print, shown this once: what was printed before holds no more."""
    kind = _kind(request)
    try:
        chosen = [UUID(one) for one in request.POST.getlist("household")]
    except ValueError:
        raise Problem("household_unknown") from None
    made = print_cards(viewer, area, kind, chosen)
    context = {
        "cards": [_card(request, one) for one in made],
        "inner": kind is DoorKind.INNER,
        "area": area.strip("/"),
        "here_alone": here_alone(request),
        "level": access().level.value,
        "ring": whom_to_ring(viewer, area),
    }
    return render(request, "door_codes/print.html", context)


@require_POST
@acting_page(Right.CORRECT_HOMES)
def door_codes_revoke(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """Let the codes of a kind at a place hold no more."""
    revoke(viewer, area, _kind(request))
    messages.success(request, _("已停用。"))
    return redirect("door_codes", area=area.strip("/"))


urls = [
    path("door-codes/<path:area>/print/", door_codes_print, name="door_codes_print"),
    path("door-codes/<path:area>/revoke/", door_codes_revoke, name="door_codes_revoke"),
    path("door-codes/<path:area>/", door_codes, name="door_codes"),
]
