"""Lists on paper (敲门单, 电话单, 求助、交办单): printed with numbered lines, keyed back in one box by keyboard."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions.round_sheets.lines import RowsDone, stands_already
from wumen.actions.round_sheets.rows import (
    KeyedRows,
    check_rows,
    key_list,
    numbers_to_print,
    print_list,
)
from wumen.actions.round_sheets.visits import print_visits
from wumen.queries import facts
from wumen.queries.round_sheets import walkers
from wumen.queries.round_sheets.rows import RowOnSheet, WholeRows, whole_rows
from wumen.rules.arrivals import packed
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import (
    CODES,
    KIND_NAMES,
    LISTED,
    OF_THE_REST,
    RIGHTS,
    Kind,
    Rows,
    code_named,
)
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_id
from wumen.web.round_sheets import SAID, list_page, numbers_of, to_print
from wumen.web.templatetags.wumen import next_step, sentence

_KEPT = ("went", "hour", "day", "text", "rest")


def _kind(text: str) -> Kind:
    if text not in LISTED:
        raise Problem("sheet_kind_other")
    return Kind(text)


@require_POST
@acting_page(Right.SETTLE)
def make(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Give a list its sheets, and on to the print."""
    try:
        if request.POST.get("kind") == Kind.VISITS:
            sent = request.POST.get("win", ""), request.POST.get("area", "")
            return to_print("round_sheets_print", [print_visits(viewer, *sent)])
        kind, about = _kind(request.POST.get("kind", "")), request.POST.get("about", "")
        unknown = "transfer_unknown" if kind is Kind.TRANSFERS else "call_list_unknown"
        ident = read_id(about, unknown) if about else None
        numbers = print_list(viewer, kind, request.POST.get("area", ""), ident)
    except Problem as problem:
        return list_page(request, viewer, problem)
    return to_print("list_sheets_print", numbers)


@require_GET
@acting_page(Right.SETTLE)
def printed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Lists as they are printed, each beginning a page; numbers on a call sheet are looks, and logged."""
    some = [whole_rows(viewer, number) for number in numbers_of(request)]
    if not some:
        raise Problem("round_sheet_unknown")
    shown = []
    for whole in some:
        numbers = numbers_to_print(viewer, whole)
        lines = [(row, numbers.get(row.subject, ())) for row in whole.rows]
        sums = packed([row.things for row in whole.rows])
        shown.append((whole, KIND_NAMES[whole.kind], CODES[whole.kind], lines, sums))
    response = TemplateResponse(request, "round_sheets/print_rows.html", {"sheets": shown})
    response["Cache-Control"] = "no-store"
    return response


def _understood(sheet: WholeRows, rows: Rows, rest: bool) -> dict[str, Any]:
    """What was keyed as it was understood, for a look before it is noted."""
    by_line = {one.line: one for one in sheet.rows}
    many = Counter(one.code for one in rows.lines)
    return {
        "sums": [(one.named, many[one.key]) for one in CODES[sheet.kind] if many[one.key]],
        # Of all the rest the sum is enough.
        "lines": [
            (
                *(one, by_line[one.line], code_named(sheet.kind, one.code).named),
                stands_already(by_line[one.line], one),
            )
            for one in rows.lines
            if not (rest and one.code == OF_THE_REST.get(sheet.kind) and not one.said)
        ],
    }


def _key_page(
    request: HttpRequest,
    viewer: Viewer,
    sheet: WholeRows,
    problem: Problem | None = None,
    **more: Any,
) -> HttpResponse:
    named = {one.key: one.named for one in CODES[sheet.kind]}
    context = {
        "sheet": sheet,
        "line": sheet.line,
        "kind_name": KIND_NAMES[sheet.kind],
        "rows": [(one, named.get(one.said)) for one in sheet.rows],
        "walkers": walkers(viewer, sheet.area, RIGHTS[sheet.kind]),
        "codes": CODES[sheet.kind],
        "of_the_rest": _of_the_rest(sheet.kind),
        "other_day": sheet.line.day != facts.today(),
        "today": facts.today(),
        "last": len(sheet.rows),
        "typed": {name: request.POST.get(name, "") for name in _KEPT},
        "problem": problem,
        **more,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "round_sheets/key_rows.html", context, status=status)


def _of_the_rest(kind: Kind) -> Named | None:
    key = OF_THE_REST.get(kind)
    return code_named(kind, key).named if key else None


def _where(sheet: WholeRows, row: RowOnSheet, number: int | None) -> dict[str, Any]:
    home = reverse("home", args=[row.household]) if row.household else ""
    asked = reverse("instructions_one", args=[number]) if number else ""
    if sheet.kind is Kind.TRANSFERS and not row.gone:
        asked = reverse("transfers_one", args=[row.subject])
    return {"line": row.line, "door": row.door or row.who, "link": asked or home}


def _said(sheet: WholeRows, done: RowsDone) -> dict[str, Any]:
    """What came of it, with the page on which somebody notes what a line could not."""
    rows = {one.line: one for one in sheet.rows}
    return {
        "number": sheet.line.number,
        "names": list(sheet.line.names),
        "list": str(sheet.kind),
        "sums": [
            ([named.zh, named.en], many)
            for key, many in done.noted.items()
            for named in (code_named(sheet.kind, key).named,)
        ],
        "same": done.same,
        "before": done.before,
        "look": [
            {
                **_where(sheet, rows[line], problem.details.get("number", rows[line].number)),
                "said": sentence(problem),
                "next": next_step(problem),
            }
            for line, problem in done.look
        ],
    }


@require_http_methods(["GET", "POST"])
@acting_page(Right.SETTLE)
def key(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Key in one list: read first, shown as it was understood, noted at the second Enter."""
    sheet = whole_rows(viewer, number)
    if request.method == "GET":
        return _key_page(request, viewer, sheet)
    typed = {name: request.POST.get(name, "").strip() for name in _KEPT}
    said = KeyedRows(typed["went"], typed["hour"], typed["text"], typed["day"], bool(typed["rest"]))
    try:
        rows, _ = check_rows(sheet, said, facts.now())
        if rows.unread:
            problem = Problem("sheet_lines_unread", many=len(rows.unread))
            return _key_page(request, viewer, sheet, problem, unread=rows.unread)
        if "sure" not in request.POST:
            return _key_page(request, viewer, sheet, understood=_understood(sheet, rows, said.rest))
        done = key_list(viewer, number, said)
    except Problem as problem:
        return _key_page(request, viewer, sheet, problem)
    request.session[SAID] = _said(sheet, done)
    return redirect("round_sheets")


urls = [
    path("round-sheets/lists/make/", make, name="list_sheets_make"),
    path("round-sheets/lists/print/", printed, name="list_sheets_print"),
    path("round-sheets/lists/<int:number>/", key, name="list_sheets_key"),
]
