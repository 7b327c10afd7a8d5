"""Printed sheets of an order: choosing for whom, the print itself, and who has been given hers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wumen.actions.sheets import give_sheets, print_sheets
from wumen.queries.sheets import Chosen, SheetsLine, home_orders, sheets_line
from wumen.rules.areas import read_path
from wumen.rules.numbers import whole
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sheets import AT_THE_END, KINDS, read_kind
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import SHEET_DIGITS

_LANGUAGES = {"zh": "zh-hans", "en": "en"}


def _ident(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Problem("resident_unknown") from None


def _chosen(sent: dict[str, str]) -> Chosen:
    """For whom: what the form or the address names; Problems `resident_unknown`, `path_unreadable`."""
    return Chosen(
        area=read_path(sent["area"]) if sent["area"] else "",
        household=_ident(sent["household"]),
        resident=_ident(sent["resident"]),
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    sent = request.POST if request.method == "POST" else request.GET
    names = ("area", "household", "resident", "kind", "language", "run")
    return {name: sent.get(name, "").strip() for name in names}


def _people(found: SheetsLine) -> list[dict[str, Any]]:
    """The people with their two sheets of the end, in the order of the kinds."""
    return [
        {"one": one, "states": [(kind, one.sheets.get(kind)) for kind in AT_THE_END]}
        for one in found.people
    ]


def _page(
    request: HttpRequest,
    viewer: Viewer,
    number: str,
    asked: dict[str, str],
    problem: Problem | None = None,
) -> HttpResponse:
    home = Chosen(household=_ident(asked["household"]), resident=_ident(asked["resident"]))
    area = asked["area"]
    found = sheets_line(viewer, number, Chosen(area=read_path(area)) if area else home)
    context = {
        "found": found,
        "order": found.order,
        "regime": (found.order.regime_zh, found.order.regime_en),
        "kinds": [(kind, KINDS[kind]) for kind in found.kinds],
        "people": _people(found) if found.ended or home.household or home.resident else [],
        "free": [row for row in _people(found) if row["one"].free],
        "at_the_end": [(kind, KINDS[kind].name, found.missing.get(kind)) for kind in AT_THE_END],
        "asked": asked,
        "run": asked["run"],
        "narrow": bool(asked["household"] or asked["resident"] or area),
        "may_print": viewer.may(Right.CORRECT_HOMES),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "sheets/page.html", context, status=status)


@require_GET
@acting_page(Right.SEE_REGISTER)
def orders_sheets(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Which sheets an order has now, for whom, and who still waits for hers."""
    return _page(request, viewer, number, _asked(request))


@require_POST
@acting_page(Right.CORRECT_HOMES)
def orders_sheets_print(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """The sheets, one a page; the print stands in the log before anything of it is shown."""
    asked = _asked(request)
    try:
        printed = print_sheets(viewer, number, read_kind(asked["kind"]), _chosen(asked))
    except Problem as problem:
        return _page(request, viewer, number, asked | {"area": ""}, problem)
    missing: dict[str, list[object]] = {}
    for one in printed.sheets:
        for label in one.sheet.missing:
            missing.setdefault(label.zh, [label, 0])[1] += 1  # type: ignore[operator]
    kind = printed.sheets[0].sheet.kind
    back = "&".join(
        f"{name}={asked[name]}" for name in ("household", "resident", "area") if asked[name]
    )
    context = {
        "printed": printed,
        "kind": KINDS[kind],
        "missing": list(missing.values()),
        "copies": range(printed.sheets[0].sheet.copies),
        "number": number,
        "back": f"{reverse('orders_sheets', args=[number])}?{back}",
    }
    with translation.override(_LANGUAGES.get(asked["language"], "zh-hans")):
        response = render(request, "sheets/print.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@acting_page(Right.CORRECT_HOMES)
def orders_sheets_given(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Note who was given hers."""
    asked = _asked(request)
    try:
        people = [one for one in map(_ident, request.POST.getlist("person")) if one]
        run = whole(asked["run"], 10**SHEET_DIGITS - 1)
        many = give_sheets(viewer, number, read_kind(asked["kind"]), people, run)
    except Problem as problem:
        return _page(request, viewer, number, asked, problem)
    messages.success(request, _("已记下：发出 %(n)s 张。") % {"n": many})
    address = reverse("orders_sheets", args=[number])
    kept = "&".join(f"{name}={asked[name]}" for name in ("household", "area") if asked[name])
    return redirect(f"{address}?{kept}" if kept else address)


@require_GET
@acting_page(Right.SEE_REGISTER)
def home_sheets(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """The orders over a home, each with the way to its sheets."""
    door, orders = home_orders(viewer, household)
    context = {"door": door, "orders": orders, "household": household}
    return TemplateResponse(request, "sheets/home.html", context)


urls = [
    path("orders/<str:number>/sheets/", orders_sheets, name="orders_sheets"),
    path("orders/<str:number>/sheets/print/", orders_sheets_print, name="orders_sheets_print"),
    path("orders/<str:number>/sheets/given/", orders_sheets_given, name="orders_sheets_given"),
    path("register/home/<uuid:household>/sheets/", home_sheets, name="home_sheets"),
]
