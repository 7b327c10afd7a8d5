"""Stock on its way from one point to another: sent with one tap, counted where it arrives, called back."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wumen.actions.stock_transfers import arrive_stock, call_back, send_stock
from wumen.rules.posts import Right, Viewer
from wumen.rules.stock.saying import read_many
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.ids import read_id
from wumen.web.stock import asked_for, stock_shown, way_back


@require_POST
@acting_page(Right.KEEP_CREW)
def stock_way(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Send a thing to a point, note what arrived, or call it back; then that point's stock with what was said."""
    day, point = asked_for(request)
    return done_or_shown(
        request,
        lambda: _moved(request.POST, viewer),
        way_back(day, point),
        lambda problem: stock_shown(request, viewer, day, point, problem),
        *("stock_day_far", "deposit_point_unknown"),
    )


def _moved(sent: Mapping[str, str], viewer: Viewer) -> str:
    if "sent" in sent:
        # Which thing of which point, and which it becomes, as one choice.
        source, _slash, target = sent.get("ends", "").partition("/")
        ends = read_id(source, "stock_unknown"), read_id(target, "stock_unknown")
        many = read_many(sent.get("many", ""))
        send_stock(viewer, *ends, many)
        return _("已记调出 %(n)s，在路上。把下面的话发给工作群和司机，到了点数收下。") % {"n": many}
    transfer = read_id(sent.get("transfer", ""), "stock_way_unknown")
    if "arrived" in sent:
        differs = arrive_stock(
            viewer, transfer, read_many(sent.get("many", "")), sent.get("why", "")
        )
        if differs:
            return _("已收下入库，和发出的相差 %(n)s，原因已记。") % {"n": f"{differs:+d}"}
        return _("已收下入库，和发出的一样多。")
    call_back(viewer, transfer, sent.get("why", ""))
    return _("已退回，又算在原来的暂存点。")


urls = [path("stock/way/", stock_way, name="stock_way")]
