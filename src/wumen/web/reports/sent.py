"""What was sent upward: the versions of each report, their figures with rows, and the correction."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from wumen.actions.reports import open_file
from wumen.queries.figures import known_figures
from wumen.queries.reports import correction, sent_report, sent_reports
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.reports import KIND_NAMES, read_why
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.reports.figures import grouped, shown
from wumen.web.reports.sending import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@acting_page(Right.REPORT)
def reports_sent(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The reports that were sent, the newest first."""
    lines = [(one, KIND_NAMES[one.kind]) for one in sent_reports(viewer)]
    return TemplateResponse(request, "reports/sent.html", {"here": "sent", "lines": lines})


def _one(
    request: HttpRequest, viewer: Viewer, ident: UUID, why: str = "", problem: Problem | None = None
) -> HttpResponse:
    sent, known = sent_report(viewer, ident), known_figures(viewer)
    names = {one.key: one.name for one in known}
    all_of = shown(known, sent.values, {}, sent.line.area, sent.line.at)
    context = {
        "here": "sent",
        "sent": sent,
        "kind": KIND_NAMES[sent.line.kind],
        "changed": [(names[one.key], one) for one in sent.changed if one.key in names],
        "groups": grouped(all_of),
        "duties": [one for one in all_of if one.figure.rows.page == "duties" and one.value],
        "why": why,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "reports/sent_one.html", context, status=status)


@require_GET
@acting_page(Right.REPORT)
def reports_sent_one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One version as it was sent."""
    return _one(request, viewer, ident)


@require_http_methods(["POST"])
@acting_page(Right.REPORT)
def reports_correct(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The second version of a report, counted anew, to be read before it is sent."""
    typed = request.POST.get("why", "")
    try:
        why = read_why(typed)
        made = correction(viewer, ident, why)
    except Problem as problem:
        return _one(request, viewer, ident, typed, problem)
    return page(request, viewer, made, {"why": why})


@require_GET
@acting_page(Right.REPORT)
def reports_file(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The filled form as it was sent."""
    name, content = open_file(viewer, ident)
    return workbook(name, content)


def workbook(name: str, content: bytes) -> HttpResponse:
    """A workbook to be saved."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
