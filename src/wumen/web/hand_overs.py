"""The change of a guard (换班交接): what stands open at a door, what is counted and handed on; page and paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.hand_overs import hand_over
from wumen.queries.doors import place_meant, places_below
from wumen.queries.hand_overs import at_door, could_hand_over
from wumen.rules.areas import AreaKind, read_path
from wumen.rules.hand_overs import HandOverDraft
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

# Where somebody stands guard: a unit door, a building without units, a compound's gate.
GUARDED = (AreaKind.COMPOUND, AreaKind.VILLAGE, AreaKind.BUILDING, AreaKind.UNIT)


_FIELDS = ("to_name", "keys", "thermometers", "lists", "note", "done_at", "by")


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    places = places_below(viewer, *GUARDED)
    asked = sent.get("area", "").strip() or (places[0][0] if places else "")
    try:
        found = at_door(viewer, read_path(place_meant(viewer, asked))) if asked else None
    except Problem as unknown:
        found, problem = None, problem or unknown
    context = {
        "places": places,
        "found": found,
        "doers": could_hand_over(viewer, found.area) if found else [],
        "crew_no": viewer.crew_no,
        # A plain dict: a form of its own has methods that are called keys and lists.
        "typed": {name: request.POST.get(name, "") for name in _FIELDS},
        "name": viewer.name,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "hand_overs/page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def hand_overs(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A door at the change of its guard; the change is noted."""
    if request.method != "POST":
        return _page(request, viewer)
    sent = request.POST
    draft = HandOverDraft(
        sent.get("area", ""),
        sent.get("to_name", ""),
        sent.get("keys", ""),
        sent.get("thermometers", ""),
        bool(sent.get("lists")),
        sent.get("note", ""),
        sent.get("done_at", ""),
        sent.get("by", ""),
    )
    try:
        hand_over(viewer, draft)
    except Problem as problem:
        return _page(request, viewer, problem)
    messages.success(request, _("已记下交接。"))
    return redirect(f"{reverse('hand_overs')}?{urlencode({'area': draft.path})}")


urls = [path("hand-overs/", hand_overs, name="hand_overs")]
