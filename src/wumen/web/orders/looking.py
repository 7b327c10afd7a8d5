"""The list of orders and the page of one: all that it names, later documents, confirming and dropping."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wumen.actions import orders as actions
from wumen.queries.attachments import order_files
from wumen.queries.local_notices import in_force_now
from wumen.queries.orders import OrderLine, order_lines, outbreak_lines
from wumen.rules.isolation import days_beyond
from wumen.rules.playbooks import Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import Interval
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.orders.typed import TypedChange
from wumen.web.templatetags.wumen import instant


@dataclass(frozen=True)
class _Row:
    """An order in the list, with its regime in both languages."""

    order: OrderLine
    regime: tuple[str, str]


def _states() -> dict[str, str]:
    """The states of an order in the page's language, in the order in which they want attention."""
    return {
        "waiting": _("等第二人确认"),
        "in_force": _("生效中"),
        "coming": _("还没有开始"),
        "lifted": _("已解除"),
        "stepped_down": _("已调整"),
        "over": _("已到期"),
        "dropped": _("已撤回"),
    }


@require_GET
@acting_page(Right.SEE_REGISTER)
def orders(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The orders over the viewer's area: waiting for the second person first, then in force, coming, over."""
    rows = [_Row(one, (one.regime_zh, one.regime_en)) for one in order_lines(viewer)]
    parts = [
        {"title": title, "rows": [row for row in rows if row.order.state == state]}
        for state, title in _states().items()
    ]
    context = {
        "parts": [part for part in parts if part["rows"]],
        "outbreaks": [one for one in outbreak_lines(viewer) if one.open],
        "may_enter": viewer.may(Right.ENTER_ORDER),
        "may_open": viewer.may(Right.OPEN_OUTBREAK),
    }
    return TemplateResponse(request, "orders/list.html", context)


def _one(viewer: Viewer, number: str) -> OrderLine:
    lines = order_lines(viewer, number)
    if not lines:
        raise Problem("order_unknown", number=number)
    return lines[0]


def order_page(
    request: HttpRequest,
    viewer: Viewer,
    number: str,
    problem: Problem | None = None,
    typed: TypedChange | None = None,
) -> HttpResponse:
    """The page of an order; `typed` is what stands in the form of a change that was refused."""
    line = _one(viewer, number)
    rules = next(one.rules for one in outbreak_lines(viewer) if one.name == line.outbreak)
    typed = typed or TypedChange.taking_out(line, request.GET.getlist("except"))
    context = {
        "order": line,
        "files": order_files(viewer, number),
        "state": _states()[line.state],
        "regime": (line.regime_zh, line.regime_en),
        "movement": _movement(line, rules),
        "beyond": _beyond(line, rules),
        "notices": [one for one in in_force_now(viewer) if one.outbreak == line.outbreak],
        "may_confirm": viewer.may(Right.CONFIRM_ORDER),
        "may_enter": viewer.may(Right.ENTER_ORDER),
        "changes": _changes(line),
        "waits": any(one.state == "waiting" for one in line.changes),
        "typed": typed,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "orders/one.html", context, status=status)


def _changes(line: OrderLine) -> list[dict[str, object]]:
    """The later documents about an order, each with what it does in words."""
    kinds = {
        "extended": _("延长"),
        "stepped_down": _("调整"),
        "lifted": _("解除"),
        "excepted": _("部分解除"),
    }
    states = {"waiting": _("等第二人确认"), "dropped": _("已撤回"), "confirmed": _("已确认")}
    return [
        {"change": one, "kind": kinds[one.kind], "state": states[one.state]} for one in line.changes
    ]


def _beyond(line: OrderLine, rules: Playbook) -> int:
    """How many days people are bound beyond the longest isolation of the rules: whoever confirms reads it."""
    on_people = bool(line.residents or line.hidden_residents)
    return days_beyond(Interval(line.begins, line.ends), rules) if on_people else 0


def _movement(line: OrderLine, rules: Playbook) -> tuple[str, str]:
    """What the order's regime means for people, in both languages."""
    regime = rules.regimes[line.regime]
    return regime.movement_zh, regime.movement_en


@require_GET
@acting_page(Right.SEE_REGISTER)
def orders_one(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """All that an order names, and what is to be done with one that waits."""
    return order_page(request, viewer, number)


def _done(
    request: HttpRequest, viewer: Viewer, number: str, change: Callable[[], str]
) -> HttpResponse:
    """Do it and go back to the order; what stands against it is said there."""
    return done_or_shown(
        request,
        change,
        reverse("orders_one", args=[number]),
        lambda problem: order_page(request, viewer, number, problem),
        "order_unknown",
    )


@require_POST
@acting_page(Right.SEE_REGISTER)
def orders_confirm(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Confirm as the second person."""

    def change() -> str:
        begins = actions.confirm_order(viewer, number).from_at
        return _("已确认，自 %(begins)s 起生效。") % {"begins": instant(begins)}

    return _done(request, viewer, number, change)


@require_POST
@acting_page(Right.SEE_REGISTER)
def orders_drop(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Drop an order that was entered wrongly and that nobody confirmed."""

    def change() -> str:
        actions.drop_order(viewer, number)
        return _("已撤回，没有生效过。")

    return _done(request, viewer, number, change)
