"""Gate sheets (出入登记单): printed for a guard with a pen, found by number, keyed back by keyboard."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions.gate_sheets import (
    KeyedIn,
    SheetDone,
    check_rows,
    key_gate_sheet,
    print_gate_sheets,
)
from wumen.queries import facts
from wumen.queries.gate_sheets import (
    GateSheetLine,
    gate_sheets,
    guarded_today,
    guards,
    one_gate_sheet,
    sheets_to_print,
)
from wumen.queries.passages import gates
from wumen.rules.entries import COMING_NAMES
from wumen.rules.gate_sheets import MOST_SHEETS, ROWS, read_sheets_wanted
from wumen.rules.movement import PURPOSE_NAMES
from wumen.rules.passages import (
    COMING_LETTERS,
    DECISION_LETTERS,
    DECISION_NAMES,
    PURPOSE_LETTERS,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_numbers, read_sheet_number

_SAID = "gate_sheet_said"


def _legend() -> dict[str, list[tuple[str, object]]]:
    """The letters of a sheet: what for, who comes, what became of it."""
    return {
        "goes": [(one.upper(), PURPOSE_NAMES[what]) for one, what in PURPOSE_LETTERS.items()],
        "comes": [(one.upper(), COMING_NAMES[who]) for one, who in COMING_LETTERS.items()],
        "done": [(one.upper(), DECISION_NAMES[what]) for one, what in DECISION_LETTERS.items()],
    }


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    today, sent = facts.today().isoformat(), request.POST
    context = {
        "sheets": gate_sheets(viewer),
        "places": gates(viewer),
        "here": viewer.area,
        "gate": sent.get("gate") or request.session.get("gate", ""),
        "today": today,
        "day": sent.get("day") or today,
        "many": sent.get("many") or "1",
        "most": MOST_SHEETS,
        "number": request.GET.get("number", ""),
        "said": request.session.pop(_SAID) if _SAID in request.session else None,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "gate_sheets/list.html", context, status=status)


@require_GET
@acting_page(Right.KEEP_GATE)
def sheets(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The sheets that wait to be keyed, a number to find one by, and the form that prints some."""
    number = request.GET.get("number", "").strip()
    if not number:
        return _list(request, viewer)
    try:
        line, _rows = one_gate_sheet(viewer, read_sheet_number(number))
    except Problem as problem:
        return _list(request, viewer, problem)
    return redirect("gate_sheets_key", line.number)


@require_POST
@acting_page(Right.KEEP_GATE)
def make(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Give some sheets their numbers, and on to the print."""
    sent = request.POST
    try:
        day = read_day(sent["day"]) if sent.get("day") else facts.today()
        many = read_sheets_wanted(sent.get("many", ""))
        numbers = print_gate_sheets(viewer, sent.get("gate", ""), day, many)
    except Problem as problem:
        return _list(request, viewer, problem)
    asked = QueryDict(mutable=True)
    asked.setlist("n", [str(number) for number in numbers])
    return HttpResponseRedirect(f"{reverse('gate_sheets_print')}?{asked.urlencode()}", status=303)


@require_GET
@acting_page(Right.KEEP_GATE)
def printed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Sheets as they are printed, each beginning a page, of one gate; how it decides now stands on the first."""
    found = sheets_to_print(viewer, read_numbers(request.GET.getlist("n"), MOST_SHEETS))
    context = {
        "sheets": found,
        "today": guarded_today(viewer, found[0].area),
        "rows": range(1, ROWS + 1),
        "legend": _legend(),
    }
    response = TemplateResponse(request, "gate_sheets/print.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _key_page(
    request: HttpRequest,
    viewer: Viewer,
    line: GateSheetLine,
    problem: Problem | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "line": line,
        "guards": guards(viewer, line.area),
        "legend": _legend(),
        "typed": {name: request.POST.get(name, "") for name in ("stood", "text")},
        "decisions": DECISION_NAMES,
        "problem": problem,
        **more,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "gate_sheets/key.html", context, status=status)


def _said(number: int, done: SheetDone) -> dict[str, Any]:
    """What came of it, with the rows that somebody should look at."""
    return {
        "number": number,
        "new": len(done.new),
        "changed": done.changed,
        "before": len(done.before),
        "otherwise": done.otherwise,
        "unasked": done.unasked,
    }


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_GATE)
def key(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Key in one sheet: read first, shown as it was understood, noted at the second Enter."""
    line, rows = one_gate_sheet(viewer, number)
    if request.method == "GET":
        return _key_page(request, viewer, line, rows=rows)
    said = KeyedIn(request.POST.get("stood", ""), request.POST.get("text", ""))
    try:
        keyed = check_rows(line.day, said, {one.line: one.at for one in rows if one.line})
        if keyed.unread:
            problem = Problem("gate_rows_unread", many=len(keyed.unread))
            return _key_page(request, viewer, line, problem, rows=rows, unread=keyed.unread)
        if "sure" not in request.POST:
            return _key_page(request, viewer, line, rows=rows, understood=keyed.rows)
        done = key_gate_sheet(viewer, number, said)
    except Problem as problem:
        return _key_page(request, viewer, line, problem, rows=rows)
    request.session[_SAID] = _said(number, done)
    return redirect("gate_sheets")


urls = [
    path("gate-sheets/", sheets, name="gate_sheets"),
    path("gate-sheets/make/", make, name="gate_sheets_make"),
    path("gate-sheets/print/", printed, name="gate_sheets_print"),
    path("gate-sheets/<int:number>/", key, name="gate_sheets_key"),
]
