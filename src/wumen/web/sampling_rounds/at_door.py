"""The list of those sampled at their doors in a round: proposed, accepted, changed by hand, and on paper as a route."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.sampling_rounds.at_door import accept_proposed, add_home, put_on, take_off
from wumen.queries.doors import place_meant
from wumen.queries.sampling_rounds.at_door import door_list
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import win_of
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.ids import read_id


def _page(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    found = door_list(viewer, ident)
    context = {
        "found": found,
        "line": found.line,
        "may_change": found.inside and found.line.closed_at is None,
        "rounds": f"{reverse('rounds')}?win={win_of(found.line.number)}",
        "problem": problem,
        "typed": request.POST.get("door", "") if problem else "",
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "sampling_rounds/at_door.html", context, status=status)


@require_safe
@acting_page(Right.PLAN)
def at_door(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The list in the order of the route, with who is proposed above it; it prints as the paper of the team."""
    return _page(request, viewer, ident)


@require_POST
@acting_page(Right.PLAN)
def at_door_change(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Accept all who are proposed, or put on and take off by hand."""
    sent = request.POST

    def added(many: int) -> str:
        said = ngettext("已列入 %(n)s 人，按上门算。", "已列入 %(n)s 人，按上门算。", many)
        return said % {"n": many}

    def one(change: Callable[[Viewer, UUID, UUID], None], who: str, said: str) -> str:
        change(viewer, ident, read_id(who, "round_door_nobody"))
        return said

    def change() -> str:
        if "all" in sent:
            return added(accept_proposed(viewer, ident))
        if "off" in sent:
            return one(take_off, sent["off"], _("已改成到采样点采，不再提示列入。"))
        if "on" in sent:
            return one(put_on, sent["on"], _("已列入上门采样名单。"))
        return added(add_home(viewer, ident, place_meant(viewer, sent.get("door", ""))))

    return done_or_shown(
        *(request, change, reverse("sampling_at_door", args=[ident])),
        lambda problem: _page(request, viewer, ident, problem),
        *("round_unknown", "area_not_yours", "right_missing"),
    )
