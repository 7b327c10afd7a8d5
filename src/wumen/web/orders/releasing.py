"""The end of an order: conditions with what stands in their way, attested facts, and the application's steps."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wumen.actions import release as actions
from wumen.actions.attachments import attach
from wumen.queries.attachments import order_files
from wumen.queries.orders import OrderLine, order_lines
from wumen.queries.release import ReleaseLine, release_line
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.release import DATED, FACT_NAMES, STEP_NAMES, may_end, said_to_group
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.errors import status_of

_FIELDS = ("fact", "on", "holds", "document", "by")


def _page(
    request: HttpRequest, viewer: Viewer, number: str, problem: Problem | None = None
) -> HttpResponse:
    line, order = release_line(viewer, number), order_lines(viewer, number)[0]
    context = {
        "order": order,
        **_for_group(order, line),
        "line": line,
        "files": order_files(viewer, number),
        "ready": may_end(line.conditions),
        "facts": [
            {"key": one, "name": FACT_NAMES[one], "dated": one in DATED} for one in line.facts
        ],
        "attested": [{"row": one, "name": FACT_NAMES[one.fact]} for one in line.attested],
        "steps": [{"row": one, "name": STEP_NAMES[one.step]} for one in line.steps],
        "next": [{"key": one, "name": STEP_NAMES[one]} for one in line.next],
        "may_enter": viewer.may(Right.ENTER_ORDER),
        "crew_no": viewer.crew_no,
        "typed": {name: request.POST.get(name, "") for name in _FIELDS},
        "said": request.POST.get("said", ""),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "orders/release.html", context, status=status)


def _for_group(order: OrderLine, line: ReleaseLine) -> dict[str, object]:
    """What a group may be told that asks until when, or why not; nothing of a home, nor of what does not hold."""
    if order.state != "in_force" or not order.of_buildings:
        return {}
    try:
        text = said_to_group(
            order.places, order.regime_zh, order.document, order.ends, line.conditions
        )
    except Problem as problem:
        return {"not_for_group": problem}
    return {"for_group": text}


@require_GET
@acting_page(Right.SEE_REGISTER)
def orders_release(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """What an order still lacks before it may end."""
    return _page(request, viewer, number)


def _did(
    request: HttpRequest, viewer: Viewer, number: str, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do it and say so, or show what stands against it on the page, with all that was typed."""
    try:
        with transaction.atomic():
            act()
    except Problem as problem:
        return _page(request, viewer, number, problem)
    messages.success(request, said)
    return redirect("orders_release", number=number)


@require_POST
@acting_page(Right.ENTER_ORDER)
def orders_attest(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Record a fact that a named person stands for."""
    sent = {name: request.POST.get(name, "").strip() for name in _FIELDS}

    def act() -> object:
        on, holds = read_day(sent["on"]), sent["holds"] != "no"
        row = actions.attest(viewer, number, sent["fact"], on, holds, sent["document"], sent["by"])
        if scan := uploaded(request):
            attach(viewer, number, scan, row.id)
        return row

    return _did(request, viewer, number, act, _("已登记。"))


@require_POST
@acting_page(Right.ENTER_ORDER)
def orders_attest_withdraw(
    request: HttpRequest, viewer: Viewer, number: str, ident: UUID
) -> HttpResponse:
    """Withdraw a fact that was recorded wrongly."""
    return _did(
        request, viewer, number, lambda: actions.withdraw(viewer, ident), _("已作废，记录保留。")
    )


@require_POST
@acting_page(Right.ENTER_ORDER)
def orders_step(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Take the next step of the application, or send it back."""
    step, said = request.POST.get("step", ""), request.POST.get("said", "")
    return _did(
        request,
        viewer,
        number,
        lambda: actions.take_step(viewer, number, step, said),
        _("已记下这一步。"),
    )
