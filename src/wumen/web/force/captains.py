"""Captains: one captain and one deputy a building, proposed with reasons, changed by hand, printed as cards."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions import captains, force
from wumen.queries.captains import CaptainsPage
from wumen.queries.captains import captains as captains_of
from wumen.queries.crew import Place, places
from wumen.rules.areas import AreaKind
from wumen.rules.captains.reasons import WHY_NAMES
from wumen.rules.force import BAR_NAMES
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.force.words import ident

_SMALL = (AreaKind.COMPOUND, AreaKind.SITE)


def _compounds(viewer: Viewer) -> list[Place]:
    """The places whose buildings get captains."""
    return [one for one in places(viewer) if one.kind in _SMALL]


def _page(
    request: HttpRequest, viewer: Viewer, area: str, problem: Problem | None = None
) -> HttpResponse:
    compounds = _compounds(viewer)
    chosen = area or (compounds[0].area if compounds else "")
    found = captains_of(viewer, chosen) if chosen else None
    context = {
        "found": found,
        "area": chosen,
        "compounds": compounds,
        "rows": _rows(found) if found else [],
        "barred": [(line, BAR_NAMES[bar]) for line, bar in found.barred] if found else [],
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "force/captains.html", context, status=status)


def _rows(found: CaptainsPage) -> list[dict[str, object]]:
    """Buildings with their seats, and the reasons in words."""
    return [
        {
            "building": one,
            "seats": [
                {
                    "seat": seat,
                    "why": [WHY_NAMES[why] for why in seat.sitting.why] if seat.sitting else [],
                    "bar": BAR_NAMES[seat.sitting.bar] if seat.sitting and seat.sitting.bar else "",
                }
                for seat in one.seats
            ],
        }
        for one in found.buildings
    ]


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def force_captains(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The captains of a compound; the button fills every seat that can be filled."""
    area = request.POST.get("area", request.GET.get("area", ""))
    if request.method == "GET":
        return _page(request, viewer, area)
    try:
        with transaction.atomic():
            changes = captains.assign_captains(viewer, area)
    except Problem as problem:
        return _page(request, viewer, area, problem)
    text = _("已安排 %(n)s 处。") if changes else _("不用改：能排的都排了。")
    messages.success(request, text % {"n": len(changes)} if changes else text)
    return _back(area)


def _back(area: str) -> HttpResponse:
    return redirect(f"{reverse('force_captains')}?area={area}")


@require_POST
@acting_page(Right.KEEP_CREW)
def force_captain_choose(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Somebody by hand on a seat."""
    sent = request.POST
    area, member = sent.get("area", ""), sent.get("member", "")
    try:
        with transaction.atomic():
            captains.choose(viewer, sent.get("role", ""), sent.get("seat", ""), ident(member))
    except Problem as problem:
        return _page(request, viewer, area, problem)
    messages.success(request, _("已换人；原来的人要交接，已排成事项。"))
    return _back(area)


@require_POST
@acting_page(Right.KEEP_CREW)
def force_captain_telephones(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All captains and deputies agreed, as was said in their group: their telephones may be printed."""
    area = request.POST.get("area", "")
    found = captains_of(viewer, area)
    force.print_telephones(viewer, found.unprinted, True)
    messages.success(
        request, _("已记下：%(n)s 人同意把电话印在楼长卡上。") % {"n": len(found.unprinted)}
    )
    return _back(area)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def force_captain_cards(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The cards of a compound on A4, four a sheet, with the line for each building's group.

    What is printed is logged, so an address alone prints nothing: it leads back to where the compound is chosen.
    """
    area = request.POST.get("area", "")
    if not area:
        return _back(request.GET.get("area", ""))
    cards = captains.print_cards(viewer, area)
    no_hotline = any(card.hotline is None for card in cards)
    context = {"cards": cards, "area": area, "no_hotline": no_hotline}
    return TemplateResponse(request, "force/cards.html", context)


urls = [
    path("force/captains/", force_captains, name="force_captains"),
    path("force/captains/choose/", force_captain_choose, name="force_captain_choose"),
    path("force/captains/telephones/", force_captain_telephones, name="force_captain_telephones"),
    path("force/captains/cards/", force_captain_cards, name="force_captain_cards"),
]
