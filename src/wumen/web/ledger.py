"""Ledgers: a workbook is uploaded, shown as it was understood, then taken by a job that can be watched."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from wumen.actions.ledger import (
    Outcome,
    drop_incoming,
    fetch_marked,
    fetch_outcome,
    forget_layout,
    keep_incoming,
    keep_layout,
    look_at_incoming,
    start_taking,
    stop_taking,
    understand_incoming,
)
from wumen.queries.crew import Place, places
from wumen.queries.ledger import ledger_job, ledger_outcome, recent_ledger_jobs
from wumen.rules.areas import AreaKind
from wumen.rules.ledger import LedgerProblem
from wumen.rules.masks import mask_identity_number, mask_telephone
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.layouts import LayoutForm, chosen_fields, chosen_header, field_choices

# A page of some hundred rows can be read; the rest is told by its number.
_SHOWN = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HOLDS_DOORS = frozenset(
    {AreaKind.COMMUNITY, AreaKind.VILLAGE, AreaKind.GROUP}
    | {AreaKind.LANE, AreaKind.COMPOUND, AreaKind.SITE}
)
_MASKS = {"identity_number": mask_identity_number, "phone": mask_telephone}


@dataclass(frozen=True)
class Line:
    """One problem of a ledger: where it stands, what was written, why; `problem` has the next step."""

    row: int
    name: str
    field: str
    raw: str
    why: tuple[str, str]
    problem: Problem


@dataclass(frozen=True)
class SheetProblems:
    """The problems of one sheet, the first of them; `more` is how many are not shown."""

    sheet: str
    count: int
    lines: list[Line]
    more: int


def _fields() -> dict[str, str]:
    return {
        "name": _("姓名"),
        "address": _("住址"),
        "identity_number": _("身份证号"),
        "phone": _("电话"),
    }


def _masked(problem: LedgerProblem) -> str:
    """What was written; of a number only its ends, for whoever mends it has the sheet at hand."""
    mask = _MASKS.get(problem.field or "")
    return mask(problem.raw) if mask and len(problem.raw) > 5 else problem.raw


def _line(problem: LedgerProblem) -> Line:
    field = _fields().get(problem.field or "", problem.field or _("整行"))
    why = (problem.message_zh, problem.message_en)
    return Line(problem.row, problem.name, field, _masked(problem), why, Problem(problem.code))


def _by_sheet(problems: Sequence[LedgerProblem]) -> list[SheetProblems]:
    sheets: dict[str, list[LedgerProblem]] = {}
    for problem in problems:
        sheets.setdefault(problem.sheet, []).append(problem)
    return [
        SheetProblems(
            sheet, len(found), list(map(_line, found[:_SHOWN])), max(0, len(found) - _SHOWN)
        )
        for sheet, found in sheets.items()
    ]


def _shown(outcome: Outcome) -> dict[str, object]:
    """What a page shows of an outcome."""
    return {
        "outcome": outcome,
        "sheets": _by_sheet(outcome.problems),
        "to_check": _by_sheet(outcome.to_check),
        "missing": outcome.missing[:_SHOWN],
    }


def _compounds(viewer: Viewer) -> list[Place]:
    return [place for place in places(viewer) if place.kind in _HOLDS_DOORS]


def _upload_page(
    request: HttpRequest, viewer: Viewer, problem: Problem | None = None
) -> HttpResponse:
    context = {
        "places": _compounds(viewer),
        "chosen": request.POST.get("compound", ""),
        "problem": problem,
        "recent": recent_ledger_jobs(viewer),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "ledger/upload.html", context, status=status)


def _kept(request: HttpRequest, viewer: Viewer) -> UUID:
    """Keep what was uploaded once it has been understood; otherwise nothing is kept."""
    file = request.FILES.get("file")
    if file is None:
        raise Problem("file_missing")
    with transaction.atomic():
        compound = request.POST.get("compound", "")
        ident = keep_incoming(viewer, file.name or "", file.read(), compound)
        understand_incoming(viewer, ident)
    return ident


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def ledger(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Upload a workbook for a compound; a refusal is said at the form, with what to do."""
    if request.method == "GET":
        return _upload_page(request, viewer)
    try:
        ident = _kept(request, viewer)
    except Problem as problem:
        return _upload_page(request, viewer, problem)
    return redirect("ledger_look", ident=ident)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def ledger_look(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """What was understood of a ledger; nothing stands in the register yet.

    A post says what the columns of a layout hold, or that what was said is to be forgotten.
    """
    problem = None
    if request.method == "POST":
        try:
            _say_layout(request, viewer, ident)
        except Problem as refused:
            problem = refused
        else:
            return redirect("ledger_look", ident=ident)
    layouts = [LayoutForm(one, request.POST) for one in understand_incoming(viewer, ident)]
    context: dict[str, object] = {"ident": ident, "layouts": layouts, "fields": field_choices()}
    try:
        context |= _shown(look_at_incoming(viewer, ident))
    except Problem as refused:
        # The office may say itself where the header is and what the columns hold.
        if refused.code != "header_not_found" or not layouts:
            raise
        problem = problem or refused
    context["problem"] = problem
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "ledger/look.html", context, status=status)


def _say_layout(request: HttpRequest, viewer: Viewer, ident: UUID) -> None:
    fingerprint = request.POST.get("layout", "")
    if "forget" in request.POST:
        forget_layout(viewer, ident, fingerprint)
        messages.success(request, _("已按系统自己的认法重新识别。"))
    else:
        header = chosen_header(request.POST)
        keep_layout(viewer, ident, fingerprint, chosen_fields(request.POST), header)
        messages.success(request, _("已记住这个版式，重新识别了；以后同样版式的表都这样认。"))


def _workbook(content: bytes) -> HttpResponse:
    reply = HttpResponse(content, content_type=_XLSX)
    name = quote(_("导入结果") + ".xlsx")
    reply["Content-Disposition"] = f"attachment; filename=\"outcome.xlsx\"; filename*=UTF-8''{name}"
    reply["Cache-Control"] = "no-store"
    return reply


@require_GET
@acting_page(Right.KEEP_REGISTER)
def ledger_marked(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The uploaded workbook with what would become of each row."""
    return _workbook(fetch_marked(viewer, ident))


@require_POST
@acting_page(Right.KEEP_REGISTER)
def ledger_take(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Queue the taking of the ledger, and lead to where it is watched."""
    return redirect("ledger_job", ident=start_taking(viewer, ident))


@require_POST
@acting_page(Right.KEEP_REGISTER)
def ledger_drop(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Forget the uploaded file."""
    drop_incoming(viewer, ident)
    messages.success(request, _("已放弃，没有录入任何内容，上传的文件已删除。"))
    return redirect("ledger")


@require_GET
@acting_page(Right.KEEP_REGISTER)
def ledger_taking(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """How far the taking is, asked again every two seconds; what became of it once it has ended."""
    job = ledger_job(viewer, ident)
    context: dict[str, object] = {"job": job}
    if request.headers.get("HX-Request"):
        if not job.runs:
            return HttpResponseClientRefresh()
        return TemplateResponse(request, "ledger/progress.html", context)
    if job.kept:
        context |= _shown(ledger_outcome(viewer, ident)[0])
    return TemplateResponse(request, "ledger/job.html", context)


@require_POST
@acting_page(Right.KEEP_REGISTER)
def ledger_stop(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Ask a taking to stop."""
    stop_taking(viewer, ident)
    return redirect("ledger_job", ident=ident)


@require_GET
@acting_page(Right.KEEP_REGISTER)
def ledger_outcome_file(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The workbook with what became of each row."""
    return _workbook(fetch_outcome(viewer, ident))


urls = [
    path("ledger/", ledger, name="ledger"),
    path("ledger/taking/<uuid:ident>/", ledger_taking, name="ledger_job"),
    path("ledger/taking/<uuid:ident>/stop/", ledger_stop, name="ledger_stop"),
    path("ledger/taking/<uuid:ident>/outcome.xlsx", ledger_outcome_file, name="ledger_outcome"),
    path("ledger/<uuid:ident>/", ledger_look, name="ledger_look"),
    path("ledger/<uuid:ident>/outcome.xlsx", ledger_marked, name="ledger_marked"),
    path("ledger/<uuid:ident>/take/", ledger_take, name="ledger_take"),
    path("ledger/<uuid:ident>/drop/", ledger_drop, name="ledger_drop"),
]
