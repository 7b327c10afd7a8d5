"""Bins for waste of isolated homes (专用桶): where each stands, whether it was emptied today; what is done at one."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.care_bins import place_bin, remove_bin, say_bin
from wumen.actions.waste_loads import hand_on_waste
from wumen.queries.care_bins import bins_page
from wumen.queries.doors import places_below
from wumen.rules.areas import AreaKind
from wumen.rules.care_bins import LONGEST_PLACE, STATE_NAMES, read_state
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.waste_loads import WasteClass, WasteDraft
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.waste_loads import said_of

_TYPED = (
    "act",
    "area",
    "stands_at",
    "bin",
    "bags",
    "kg",
    "handed_to",
    "done_at",
    "sprayed",
    "state",
)
_PLACES = (AreaKind.COMPOUND, AreaKind.LANE, AreaKind.BUILDING, AreaKind.UNIT)


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    places = viewer.may(Right.CORRECT_HOMES)
    context = {
        "found": bins_page(viewer),
        "places": places_below(viewer, *_PLACES) if places else [],
        "states": STATE_NAMES,
        "longest": LONGEST_PLACE,
        "typed": {name: request.POST.get(name, "") for name in _TYPED} if problem else {},
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "waste_loads/bins.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.SETTLE)
def care_bins(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The bins, those that somebody has to go to first, with what is done at one."""
    if request.method != "POST":
        return _page(request, viewer)
    return done_or_shown(
        request,
        lambda: _do(request, viewer),
        reverse("care_bins"),
        lambda problem: _page(request, viewer, problem),
    )


def _do(request: HttpRequest, viewer: Viewer) -> str:
    sent, act = request.POST, request.POST.get("act", "")
    told = {name: sent.get(name, "") for name in _TYPED}
    if act == "place":
        place_bin(viewer, told["area"], told["stands_at"])
        return _("已记下，这个桶从今天起每天要清。")
    if act == "say":
        say_bin(viewer, told["bin"], read_state(told["state"]), told["stands_at"])
        return _("已记下。")
    if act == "remove":
        remove_bin(viewer, told["bin"])
        return _("已记下：这个桶撤走了。")
    load = (told["bags"], told["kg"], told["handed_to"])
    sprayed = bool(sent.get("sprayed"))
    draft = WasteDraft("", WasteClass.MEDICAL, *load, told["done_at"], sprayed, told["bin"])
    hand_on_waste(viewer, draft)
    return said_of(draft, _("已记下：这个桶清过了。"))


urls = [path("waste-loads/bins/", care_bins, name="care_bins")]
