"""Later documents about an order: for all, or for some whom it takes out, each confirmed by a second person."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wumen.actions import orders as actions
from wumen.actions.attachments import attach
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.orders.looking import order_page
from wumen.web.orders.typed import TypedChange


@require_POST
@acting_page(Right.ENTER_ORDER)
def orders_change(request: HttpRequest, viewer: Viewer, number: str) -> HttpResponse:
    """Enter a change; a problem is shown on the order's page and nothing typed is lost."""
    typed = TypedChange.of(request)
    try:
        with transaction.atomic():
            change = actions.enter_change(viewer, number, typed.draft())
            if scan := uploaded(request):
                attach(viewer, number, scan, change.id)
    except Problem as problem:
        return order_page(request, viewer, number, problem, typed)
    messages.success(request, _("已录入。请第二人确认，确认后才生效。"))
    return redirect("orders_one", number=number)


@require_POST
@acting_page(Right.SEE_REGISTER)
def orders_change_confirm(
    request: HttpRequest, viewer: Viewer, number: str, ident: UUID
) -> HttpResponse:
    """Confirm a change as the second person; after a step down the new order is shown."""
    try:
        with transaction.atomic():
            order = actions.confirm_change(viewer, ident)
    except Problem as problem:
        return order_page(request, viewer, number, problem)
    messages.success(request, _("已确认生效。"))
    return redirect("orders_one", number=order.number)


@require_POST
@acting_page(Right.SEE_REGISTER)
def orders_change_drop(
    request: HttpRequest, viewer: Viewer, number: str, ident: UUID
) -> HttpResponse:
    """Drop a change that was entered wrongly and that nobody confirmed."""
    try:
        with transaction.atomic():
            actions.drop_change(viewer, ident)
    except Problem as problem:
        return order_page(request, viewer, number, problem)
    messages.success(request, _("已撤回，没有生效过。"))
    return redirect("orders_one", number=number)
