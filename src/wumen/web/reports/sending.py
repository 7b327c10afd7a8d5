"""The daily and the hourly report as text: read, corrected by hand, copied, and kept as it was sent."""

import msgspec
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.reports import send_report
from wumen.queries.crew import places
from wumen.queries.reports import Draft, draft
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.reports import KIND_NAMES, Kind
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.reports.figures import CHOICES, asked_of

_SALT = "reports.draft"
# A draft that was looked at in the morning is not what is sent at night.
_OLDEST = 6 * 60 * 60


def sealed(viewer: Viewer, made: Draft) -> str:
    """A draft as the page carries it: what is sent is exactly what was shown, figure by figure."""
    return signing.dumps([str(viewer.post), msgspec.to_builtins(made)], salt=_SALT, compress=True)


def opened(viewer: Viewer, carried: str) -> Draft:
    """The draft that a page carried; Problem `report_draft_stale`."""
    try:
        post, made = signing.loads(carried, salt=_SALT, max_age=_OLDEST)
        if post != str(viewer.post):
            raise Problem("report_draft_stale")
        return msgspec.convert(made, Draft)
    except (signing.BadSignature, msgspec.ValidationError, ValueError, TypeError) as error:
        raise Problem("report_draft_stale") from error


def kind_of(text: str) -> Kind:
    """The kind of a text report; Problem `report_kind_unknown`."""
    if text not in (Kind.DAILY, Kind.HOURLY):
        raise Problem("report_kind_unknown")
    return Kind(text)


def page(
    request: HttpRequest,
    viewer: Viewer,
    made: Draft,
    typed: dict[str, str],
    problem: Problem | None = None,
) -> HttpResponse:
    """The text with all that is needed to copy and to send it."""
    context = {
        "here": made.kind,
        "kind": KIND_NAMES[made.kind],
        "made": made,
        "carried": sealed(viewer, made),
        "typed": typed,
        "text": typed.get("text") or made.text.zh,
        "places": [one for one in places(viewer) if one.kind in CHOICES],
        "area": typed.get("area", ""),
        "at": typed.get("at", ""),
        "problem": problem,
    }
    return TemplateResponse(
        request, "reports/text.html", context, status=status_of(problem) if problem else 200
    )


@require_http_methods(["GET", "POST"])
@acting_page(Right.REPORT)
def reports_text(request: HttpRequest, viewer: Viewer, kind: str) -> HttpResponse:
    """A report as it would be sent; sent, it is frozen, and a refusal keeps what was typed."""
    wanted = kind_of(kind)
    area, at = asked_of(request)
    if request.method == "GET":
        made = draft(viewer, wanted, area or None, at)
        return page(request, viewer, made, {"area": area, "at": request.GET.get("at", "")})
    typed = {name: request.POST.get(name, "") for name in ("text", "to", "why", "area", "at")}
    made = opened(viewer, request.POST.get("draft", ""))
    try:
        ident = send_report(viewer, made, typed["text"], typed["to"], typed["why"])
    except Problem as problem:
        return page(request, viewer, made, typed, problem)
    messages.success(request, _("已记为上报，原样留存，不能再改；要改请出更正版。"))
    return redirect("reports_sent_one", ident)
