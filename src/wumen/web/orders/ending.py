"""Whose isolation ends soon (快解除的): samples in or not, and the way to her sheets and to what is missing."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from wumen.queries.ending_soon import ending_soon
from wumen.rules.posts import Right, Viewer
from wumen.web.acting import acting_page


@require_safe
@acting_page(Right.CORRECT_HOMES)
def orders_ending(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Everybody whose order of her own ends within the next day and a half."""
    lines = ending_soon(viewer)
    unplanned = sum(not one.sampled.owed for one in lines)
    short = sum(not one.sampled.complete for one in lines) - unplanned
    context = {"lines": lines, "short": short, "unplanned": unplanned}
    return TemplateResponse(request, "orders/ending.html", context)
