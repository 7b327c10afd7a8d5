"""Lots of goods for homes (到货分送): what came is entered, floors are handed over, texts copied; a packing list."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wumen.actions.lots import end_lot, hand_floor, register_lot
from wumen.actions.parcels import put_back
from wumen.queries.doors import places_below
from wumen.queries.lots.page import UnitShares, lot_page, lots_page
from wumen.queries.relay_lines import relay_lines
from wumen.queries.shops import shop_names
from wumen.rules.areas import AreaKind
from wumen.rules.lots import LONGEST_WHY, MODES, Mode, NewLot, read_mode
from wumen.rules.numbers import whole
from wumen.rules.parcels import LONGEST_KEEPER, LONGEST_PUT_BACK, read_how
from wumen.rules.photos import LONGER_SIDE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind
from wumen.rules.stock.saying import LONGEST_NAME, LONGEST_SOURCE, LONGEST_UNIT, read_many
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.ids import HIGHEST_FLOOR, read_id

_FIELDS = (
    *("point", "source", "what", "unit", "pieces", "mode", "served", "each", "relay", "words"),
    "text",
)
_PLACES = (
    *(AreaKind.COMPOUND, AreaKind.VILLAGE, AreaKind.GROUP, AreaKind.LANE, AreaKind.SITE),
    *(AreaKind.BUILDING, AreaKind.UNIT),
)
_HANDING = ("carried_by", "other", "done_at", "end", "back", "why")
# Who carried the last floor up carries the next one too, until another is chosen.
_CARRIER = "lots_carrier"
_SOURCES = ("街道配发", "爱心捐赠")
_ENDS = ("多的退回", "多的留作备用", "少的明天补")


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def lots(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The lots of these days, and the form for what came just now."""
    if request.method != "POST":
        return _page(request, viewer)
    try:
        point = read_id(request.POST.get("point", ""), "deposit_point_unknown")
        lot = register_lot(viewer, point, _new(request.POST))
    except Problem as problem:
        if problem.code == "right_missing":
            raise
        return _page(request, viewer, problem)
    messages.success(request, _("已登记，已分到户。"))
    return redirect("lots_one", lot)


def _new(sent: Mapping[str, str]) -> NewLot:
    mode = read_mode(sent.get("mode", ""))
    each = read_many(sent.get("each", "")) if mode in (Mode.HOMES, Mode.PEOPLE) else 1
    said = {name: sent.get(name, "") for name in ("served", "relay", "words", "text")}
    kind = (sent.get("source", ""), sent.get("what", ""), sent.get("unit", ""))
    return NewLot(*kind, read_many(sent.get("pieces", "")), mode, each=each, **said)


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    found = lots_page(viewer)
    relays = relay_lines(viewer) if found.points else []
    context = {
        "found": found,
        "modes": MODES,
        "places": places_below(viewer, *_PLACES) if found.points else [],
        "relays": [one for one in relays if one.kind is Kind.NEEDS],
        "sources": [*shop_names(), *_SOURCES],
        "longest": {"what": LONGEST_NAME, "unit": LONGEST_UNIT, "source": LONGEST_SOURCE},
        "typed": {name: request.POST.get(name, "") for name in _FIELDS} if problem else {},
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "lots/list.html", context, status=status)


def _one(
    request: HttpRequest, viewer: Viewer, lot: UUID, problem: Problem | None = None
) -> HttpResponse:
    found = lot_page(viewer, lot)
    sent = request.POST if problem else request.GET
    typed = {name: sent.get(name, "") for name in _HANDING}
    if not problem:
        typed["carried_by"] = request.session.get(_CARRIER, "")
    context = {
        "found": found,
        "unit": _chosen(found.units, sent.get("unit", "")),
        "ends": _ENDS,
        "longest": {
            "why": LONGEST_WHY,
            "keeper": LONGEST_KEEPER,
            "put_back": LONGEST_PUT_BACK,
        },
        "longer_side": LONGER_SIDE,
        "typed": typed,
        "excepted": request.POST.getlist("except") if problem else [],
        # Ticked at first; who took the tick off does not find it there again after a refusal.
        "with_duty": "floor" not in request.POST or "duty" in request.POST,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "lots/one.html", context, status=status)


def _chosen(units: Sequence[UnitShares], asked: str) -> UnitShares | None:
    """The unit that is asked for, else the first that is not done, else the first."""
    named = next((one for one in units if one.unit == asked), None)
    return named or next((one for one in units if one.open), units[0] if units else None)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def lots_one(request: HttpRequest, viewer: Viewer, lot: UUID) -> HttpResponse:
    """A lot: a unit of it floor by floor; a tap hands a floor over, what is over or short is ended."""
    if request.method != "POST":
        return _one(request, viewer, lot)
    unit, back = request.POST.get("unit", ""), reverse("lots_one", args=[lot])
    # The next floor stands at the top of the screen: nobody scrolls to it twenty times.
    to_floor = "#unit" if "floor" in request.POST else ""
    return done_or_shown(
        request,
        lambda: _done(request, viewer, lot, unit),
        f"{back}?unit={unit}{to_floor}" if unit else back,
        lambda problem: _one(request, viewer, lot, problem),
        *("lot_unknown", "area_not_yours", "path_unreadable"),
    )


def _done(request: HttpRequest, viewer: Viewer, lot: UUID, unit: str) -> str:
    sent = request.POST
    if "back" in sent:
        put_back(viewer, read_id(sent["back"], "parcel_unknown"), sent.get("why", ""))
        return _("已放回，又算在点上。")
    if "end" in sent:
        end_lot(viewer, lot, sent.get("why", ""))
        return _("已记下。")
    how, _colon, floor = sent.get("floor", "").partition("/")
    level = whole(floor.removeprefix("-"), HIGHEST_FLOOR)
    if level is None:
        raise Problem("lot_floor_done")
    # The one who is written goes before the one who is chosen.
    carrier = sent.get("other", "").strip() or sent.get("carried_by", "")
    handed = hand_floor(
        viewer,
        lot,
        unit,
        -level if floor.startswith("-") else level,
        read_how(how),
        excepted=[read_id(one, "lot_floor_done") for one in sent.getlist("except")],
        carried_by=carrier,
        photo=uploaded(request, "photo"),
        with_duty="duty" in sent,
        done_at=sent.get("done_at", ""),
    )
    request.session[_CARRIER] = carrier
    said = ngettext(
        "已记下 %(n)s 户，共 %(many)s 份。", "已记下 %(n)s 户，共 %(many)s 份。", handed.homes
    )
    told = said % {"n": handed.homes, "many": handed.pieces}
    if handed.duties:
        told += _("今天的“送物资”也记了 %(n)s 户。") % {"n": handed.duties}
    return told


@require_safe
@acting_page(Right.CORRECT_HOMES)
def lots_sheet(request: HttpRequest, viewer: Viewer, lot: UUID) -> HttpResponse:
    """The packing list on A4: unit by unit, floor by floor, a line a home, with lines to write on."""
    found = lot_page(viewer, lot)
    asked = request.GET.get("unit", "")
    units = [one for one in found.units if one.open and asked in ("", one.unit)]
    return TemplateResponse(request, "lots/sheet.html", {"found": found, "units": units})


urls = [
    path("lots/", lots, name="lots"),
    path("lots/<uuid:lot>/", lots_one, name="lots_one"),
    path("lots/<uuid:lot>/sheet/", lots_sheet, name="lots_sheet"),
]
