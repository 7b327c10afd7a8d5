"""Notices (通知) of a stairwell and its groups: composed, copied for each group and ticked, printed, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.stairwell_notices import compose_notice, take_back_notice
from wumen.queries.doors import places_below
from wumen.queries.stairwell_notices import signed_by, stairwell_notice
from wumen.queries.stairwell_notices import stairwell_notices as notices_of
from wumen.rules.areas import AreaKind
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import NoticeText
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

# What a notice is for: a whole community or village as well as one stairwell.
NOTICED = (
    *(AreaKind.COMMUNITY, AreaKind.VILLAGE, AreaKind.COMPOUND, AreaKind.GROUP, AreaKind.LANE),
    *(AreaKind.BUILDING, AreaKind.UNIT),
)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.SEE_REGISTER)
def stairwell_notices(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The notices, the latest first; the office composes one."""
    problem, sent = None, request.POST
    if request.method == "POST":
        try:
            path, heading, text = (sent.get(name, "") for name in ("area", "heading", "text"))
            told = NoticeText(path, heading, text, groups=sent.get("groups", "2"))
            ident = compose_notice(viewer, told)
            messages.success(request, _("写好了：复制到各群，或打印贴出来。"))
            return redirect("stairwell_notices_one", ident)
        except Problem as refused:
            problem = refused
    may = viewer.may(Right.KEEP_REGISTER)
    context = {
        "lines": notices_of(viewer),
        "may_compose": may,
        "places": places_below(viewer, *NOTICED) if may else [],
        "signed": signed_by(viewer),
        "typed": sent if request.method == "POST" else request.GET,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "stairwell_notices/list.html", context, status=status)


@require_safe
@acting_page(Right.SEE_REGISTER)
def stairwell_notices_one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One notice: on screen its texts for the groups, on paper the sheet of the stairwell."""
    line = stairwell_notice(viewer, ident)
    # A notice of a wider place is its own office's to take back.
    may = viewer.may(Right.KEEP_REGISTER) and viewer.span.holds(line.box.area)
    context = {"line": line, "may_compose": may}
    return TemplateResponse(request, "stairwell_notices/one.html", context)


@require_POST
@acting_page(Right.KEEP_REGISTER)
def stairwell_notices_take_back(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Take back a notice that was wrong."""
    try:
        take_back_notice(viewer, ident)
        messages.success(request, _("撤回了。发过的群里请说一声，贴着的已请楼长揭下来。"))
    except Problem as refused:
        # Tapped twice, or by two people: it is taken back, and its page says by whom.
        if refused.code != "notice_text_withdrawn":
            raise
    return redirect("stairwell_notices_one", ident)


urls = [
    path("stairwell-notices/", stairwell_notices, name="stairwell_notices"),
    path("stairwell-notices/<uuid:ident>/", stairwell_notices_one, name="stairwell_notices_one"),
    path(
        "stairwell-notices/<uuid:ident>/take-back/",
        stairwell_notices_take_back,
        name="stairwell_notices_take_back",
    ),
]
