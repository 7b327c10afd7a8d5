"""The reach of a notice: by building who was told by which means, sheets with photos, who is left."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wumen.actions.notice_reach import (
    Given,
    ask_to_tell,
    hang_sheet,
    note_told,
    take_back_told,
)
from wumen.queries.notice_reach import reach_page
from wumen.queries.stairwell_notices import matter_of
from wumen.rules.areas import read_path
from wumen.rules.notice_reach import MEANS_NAMES, WHY_NAMES, First, Means, Way, read_told
from wumen.rules.photos import LONGER_SIDE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.errors import status_of


def _said(given: Given) -> str:
    said = (
        (given.rung, ngettext("%(n)s 户进打电话名单", "%(n)s 户进打电话名单", given.rung)),
        (given.doors, ngettext("%(n)s 户请楼长上门", "%(n)s 户请楼长上门", given.doors)),
        (given.more, ngettext("还有 %(n)s 户，办完再点", "还有 %(n)s 户，办完再点", given.more)),
        (
            given.alone,
            ngettext(
                "%(n)s 户打电话不管用，登记疫情以前还派不了楼长，请自己去告诉",
                "%(n)s 户打电话不管用，登记疫情以前还派不了楼长，请自己去告诉",
                given.alone,
            ),
        ),
    )
    return " · ".join(words % {"n": many} for many, words in said if many)


def _home(request: HttpRequest) -> UUID:
    """Which home a tap is about; Problem `household_unknown` for what is no id."""
    try:
        return UUID(request.POST.get("home", ""))
    except ValueError:
        raise Problem("household_unknown") from None


def _act(request: HttpRequest, viewer: Viewer, ident: UUID) -> None:
    sent = request.POST
    if "ask" in sent:
        given = ask_to_tell(viewer, ident, sent["ask"])
        messages.success(request, _said(given))
    elif "told" in sent:
        note_told(viewer, ident, _home(request), read_told(sent["told"]))
        messages.success(request, _("记下了：这一户已经告诉。"))
    elif "untold" in sent:
        take_back_told(viewer, ident, _home(request))
        messages.success(request, _("撤回了，这一户还要告诉。"))
    else:
        hang_sheet(viewer, ident, sent.get("sheet", ""), uploaded(request, "photo") or b"")
        messages.success(request, _("记下了：贴好了。"))


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.SEE_REGISTER)
def notice_reach(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """How far a notice reached; of one building its groups, sheets and homes that are left."""
    at = request.GET.get("at", "")
    problem = None
    if request.method == "POST":
        try:
            _act(request, viewer, ident)
            asked = f"?at={read_path(at)}" if at else ""
            back = "#left" if "home" in request.POST else ""
            return redirect(f"{reverse('notice_reach', args=[ident])}{asked}{back}")
        except Problem as refused:
            problem = refused
    found = reach_page(viewer, ident, at)
    holds = viewer.span.holds
    context = {
        "found": found,
        "reach": found.here.reach if found.here else found.whole,
        "means": [(one.value, MEANS_NAMES[one]) for one in Means],
        "whys": {one.value: named for one, named in WHY_NAMES.items()},
        "first": First.OTHERS,
        "door": Way.DOOR.value,
        "matter": matter_of(ident),
        "may_ask": viewer.may(Right.KEEP_REGISTER),
        "may_tell": viewer.may(Right.CORRECT_HOMES),
        "may_hang": viewer.may(Right.SETTLE),
        # A unit lead has no group of the whole building.
        "may_send": bool(found.at) and holds(found.at),
        "longer_side": LONGER_SIDE,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "notice_reach/page.html", context, status=status)


urls = [path("stairwell-notices/<uuid:ident>/reach/", notice_reach, name="notice_reach")]
