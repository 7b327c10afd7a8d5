"""Shops (门店和保供商户): what each may do now, which take orders, the text for the groups, the statement to sign."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wumen.actions.shops import say_shop, take_shop_off
from wumen.queries import facts
from wumen.queries.doors import places_below
from wumen.queries.shops import shops_page, statement
from wumen.rules.areas import AreaKind
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.shops import (
    LONGEST_HOURS,
    LONGEST_LIMITS,
    LONGEST_NAME,
    STATES,
    read_state,
    unsettled,
)
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.ids import read_id

_FIELDS = ("area", "name", "state", "hours", "limits", "door")
_PLACES = (AreaKind.COMMUNITY, AreaKind.VILLAGE, AreaKind.COMPOUND, AreaKind.BUILDING)


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    keeps = viewer.may(Right.KEEP_CREW)
    context = {
        "found": shops_page(viewer),
        "keeps": keeps,
        "states": STATES,
        "places": places_below(viewer, *_PLACES) if keeps else [],
        "longest": {"name": LONGEST_NAME, "hours": LONGEST_HOURS, "limits": LONGEST_LIMITS},
        "typed": {name: request.POST.get(name, "") for name in _FIELDS} if problem else {},
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "shops/page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def shops(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The shops, and the form in which the office says how one stands."""
    if request.method != "POST":
        return _page(request, viewer)
    return done_or_shown(
        request,
        lambda: _say(request, viewer),
        reverse("shops"),
        lambda problem: _page(request, viewer, problem),
    )


def _say(request: HttpRequest, viewer: Viewer) -> str:
    sent = request.POST
    if "off" in sent:
        take_shop_off(viewer, read_id(sent["off"], "shop_unknown"))
        return _("已从名单里撤下。")
    said = (sent.get("hours", ""), sent.get("limits", ""), sent.get("door", ""))
    state = read_state(sent.get("state", ""))
    say_shop(viewer, sent.get("area", ""), sent.get("name", ""), state, *said)
    return _("已记下。")


@require_safe
@acting_page(Right.CORRECT_HOMES)
def shops_sheet(request: HttpRequest, viewer: Viewer, shop: UUID) -> HttpResponse:
    """The statement of a day on A4: what the shop brought, with lines for prices and both signatures."""
    asked = request.GET.get("day", "")
    found = statement(viewer, shop, read_day(asked) if asked else facts.today())
    context = {"found": found, "unsettled": unsettled(found.lines)}
    return TemplateResponse(request, "shops/sheet.html", context)


urls = [
    path("shops/", shops, name="shops"),
    path("shops/<uuid:shop>/sheet/", shops_sheet, name="shops_sheet"),
]
