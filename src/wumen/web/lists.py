"""Lists: looked at on screen with numbers masked, copied for a group as rooms, taken out as a workbook."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from wumen.actions.lists import TakenList, take_list
from wumen.queries.crew import places
from wumen.queries.lists import Rows, list_rows
from wumen.rules.lists import LISTS, PURPOSE_LENGTH, Kind, Value, group_texts
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import day_zh
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

# A page of some hundred rows can be read; the file holds them all.
_SHOWN = 200
_FIRST = "households"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Cell:
    """A cell as the page shows it."""

    text: str
    counts: bool


def _cell(value: Value) -> Cell:
    if isinstance(value, date):
        return Cell(day_zh(value), False)
    return Cell("" if value is None else str(value), isinstance(value, int))


def _table(rows: Rows) -> list[list[Cell]]:
    return [[_cell(value) for value in row] for row in rows.rows[:_SHOWN]]


def _look(viewer: Viewer, key: str, area: str) -> dict[str, object]:
    """What the page shows of a list; a text that may not go to a group is told, not shown."""
    rows = list_rows(viewer, key, area or None)
    try:
        texts, refused = group_texts(rows.doors, rows.names, rows.barred, rows.homes), None
    except Problem as problem:
        texts, refused = (), problem
    return {
        "rows": rows,
        "columns": [(one.name, one.kind is Kind.NUMBER) for one in rows.list.columns],
        "table": _table(rows),
        "count": len(rows.rows),
        "more": max(0, len(rows.rows) - _SHOWN),
        "texts": texts,
        "left_out": sum(door in rows.barred for door in rows.doors),
        "refused": refused,
    }


def _page(
    request: HttpRequest, viewer: Viewer, asked: dict[str, str], problem: Problem | None = None
) -> HttpResponse:
    shown: dict[str, object] = {}
    try:
        shown = _look(viewer, asked["list"], asked["area"])
    except Problem as refused:
        problem = problem or refused
    context = {
        "lists": list(LISTS.values()),
        "places": places(viewer),
        "asked": asked,
        "purpose_length": PURPOSE_LENGTH,
        "may_take": viewer.may(Right.CORRECT_HOMES),
        "may_export": viewer.may(Right.EXPORT),
        "problem": problem,
        **shown,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "lists/page.html", context, status=status)


def as_file(taken: TakenList) -> HttpResponse:
    """A list that was taken out, as a download that nobody keeps on its way."""
    disposition = content_disposition_header(as_attachment=True, filename=taken.name)
    response = HttpResponse(taken.content, content_type=_XLSX)
    response["Content-Disposition"] = disposition
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def lists(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A list on screen; sent with a purpose it comes as a workbook, and a refusal keeps what was typed."""
    sent = request.POST or request.GET
    asked = {key: sent.get(key, "").strip() for key in ("list", "area", "purpose", "complete")}
    asked["list"] = asked["list"] or _FIRST
    if request.method == "GET":
        return _page(request, viewer, asked)
    try:
        taken = take_list(
            viewer, asked["list"], asked["area"] or None, asked["purpose"], bool(asked["complete"])
        )
    except Problem as problem:
        return _page(request, viewer, asked, problem)
    return as_file(taken)


urls = [path("register/lists/", lists, name="register_lists")]
