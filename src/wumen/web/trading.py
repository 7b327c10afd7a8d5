"""One shop under a zone: what it may do, the notice for its door, telling it, looking in, and telling it of the end."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wumen.actions.trading import end_supply, look_at_shop, name_supply
from wumen.queries.trading import shop_page
from wumen.rules.photos import LONGER_SIDE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.trading import FOUND_NAMES, LONGEST_NOTE, LONGEST_SOURCE, Found, Trade, read_found
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.ids import read_id

_TYPED = ("found", "note", "authority", "document")
_LOOKS = (Found.TOLD, Found.CLOSED, Found.OPEN)


def _page(
    request: HttpRequest, viewer: Viewer, shop: UUID, problem: Problem | None = None
) -> HttpResponse:
    found = shop_page(viewer, shop)
    context = {
        "found": found,
        "suspended": found.shop.now.trade is not Trade.FREE,
        "looks": [(one.value, FOUND_NAMES[one]) for one in _LOOKS],
        "keeps": viewer.may(Right.KEEP_CREW),
        "settles": viewer.may(Right.SETTLE),
        "longest": {"note": LONGEST_NOTE, "source": LONGEST_SOURCE},
        "longer_side": LONGER_SIDE,
        "typed": {name: request.POST.get(name, "") for name in _TYPED} if problem else {},
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "trading/page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def shop(request: HttpRequest, viewer: Viewer, shop: UUID) -> HttpResponse:
    """A shop whole, and what is done there."""
    if request.method != "POST":
        return _page(request, viewer, shop)
    return done_or_shown(
        request,
        lambda: _do(request, viewer, shop),
        reverse("shop", args=[shop]),
        lambda problem: _page(request, viewer, shop, problem),
        "shop_unknown",
    )


def _do(request: HttpRequest, viewer: Viewer, shop: UUID) -> str:
    sent = request.POST
    if "end" in sent:
        end_supply(viewer, read_id(sent["end"], "supply_unknown"))
        return _("已记下：这条保供决定结束了。")
    if "authority" in sent:
        name_supply(viewer, shop, sent["authority"], sent.get("document", ""))
        return _("已记下保供决定。请重新打印告知书，贴在门上。")
    found = read_found(sent.get("found", ""))
    look = look_at_shop(
        viewer, shop, found, uploaded(request, "photo") or b"", sent.get("note", "")
    )
    if look.item is None:
        return _("已记下。")
    return _("已记下，已交给社区书记处理：请求 %(n)s 号。") % {"n": look.item}


@require_safe
@acting_page(Right.CORRECT_HOMES)
def shop_notice(request: HttpRequest, viewer: Viewer, shop: UUID) -> HttpResponse:
    """The notice for the door of a shop on A4: what it may do, by which documents, until when, whom to ring."""
    found = shop_page(viewer, shop)
    context = {"found": found, "trade": found.shop.now.trade.value}
    return TemplateResponse(request, "trading/notice.html", context)


urls = [
    path("shops/<uuid:shop>/", shop, name="shop"),
    path("shops/<uuid:shop>/notice/", shop_notice, name="shop_notice"),
]
