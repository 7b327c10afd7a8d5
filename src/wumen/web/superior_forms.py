"""The superior's forms: uploaded once, cells pointed at figures on the form's own grid, filled in one click."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions.superior_forms import (
    Looked,
    fill_kept,
    keep_form,
    look_at_form,
    point_form,
    repeat_point,
    send_form,
    take_back_form,
    unpoint_form,
)
from wumen.queries.superior_forms import form_lines
from wumen.rules.figures import GROUP_NAMES, Figure
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.superior_forms import (
    WORDS,
    CellKind,
    FormSheet,
    Guess,
    Point,
    cell_name,
    column_letters,
    read_cell,
)
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import SHEET_DIGITS, read_number
from wumen.web.reports.figures import asked_of
from wumen.web.reports.sent import workbook

# What a screen can show of a sheet; a form is no ledger.
_ROWS, _COLUMNS = 120, 40


@dataclass(frozen=True)
class GridCell:
    """A cell of the grid: its words, how it may be used, what it is pointed at or seems to ask for."""

    name: str
    text: str
    state: str
    figure: Named | None
    place: str
    link: str
    here: bool
    rows: int
    columns: int


def _names(known: Iterable[Figure]) -> dict[str, Named]:
    return {one.key: one.name for one in known} | dict(WORDS)


class _Grid:
    """Lays out one sheet for the page."""

    def __init__(self, looked: Looked, sheet: FormSheet, chosen: str) -> None:
        self.looked, self.sheet, self.chosen = looked, sheet, chosen
        self.names = _names(looked.known)
        self.points = {one.cell: one for one in looked.points if one.sheet == sheet.name}
        self.guesses = {
            one.point.cell: one for one in looked.guesses if one.point.sheet == sheet.name
        }
        self.hidden = {
            (row, column)
            for top, left, bottom, right in sheet.merged
            for row in range(top, min(bottom, _ROWS) + 1)
            for column in range(left, min(right, _COLUMNS) + 1)
            if (row, column) != (top, left)
        }

    def _cell(self, row: int, column: int) -> GridCell:
        at = (row, column)
        name, kind, block = cell_name(at), self.sheet.kind(at), self.sheet.block(at)
        found = self.sheet.cells.get(at)
        point, guess = self.points.get(name), self.guesses.get(name)
        meant = point or (guess.point if guess else None)
        free = kind in (CellKind.EMPTY, CellKind.NUMBER)
        state = "pointed" if point else "guessed" if guess else "free" if free else str(kind)
        asked = urlencode({"sheet": self.sheet.name, "cell": name})
        return GridCell(
            name=name,
            text=f"={found.text}"
            if found and kind is CellKind.FORMULA
            else found.text
            if found
            else "",
            state=state,
            figure=self.names.get(meant.figure) if meant else None,
            place=self.looked.places.get(meant.place, "") if meant else "",
            link=f"?{asked}#cell" if free else "",
            here=name == self.chosen,
            rows=min(block[2], _ROWS) - row + 1 if block else 1,
            columns=min(block[3], _COLUMNS) - column + 1 if block else 1,
        )

    def rows(self) -> list[tuple[int, list[GridCell]]]:
        """The rows with their numbers; what lies under a merged block is left out."""
        return [
            (
                row,
                [
                    self._cell(row, column)
                    for column in range(1, min(self.sheet.columns, _COLUMNS) + 1)
                    if (row, column) not in self.hidden
                ],
            )
            for row in range(1, min(self.sheet.rows, _ROWS) + 1)
        ]


def choices(known: Sequence[Figure]) -> list[tuple[Named, list[tuple[str, Named]]]]:
    """All that a cell can be pointed at, by group."""
    groups: dict[str, list[tuple[str, Named]]] = {}
    for one in known:
        groups.setdefault(one.group, []).append((one.key, one.name))
    words = (Named(zh="文字", en="Words"), list(WORDS.items()))
    return [*((GROUP_NAMES[key], some) for key, some in groups.items()), words]  # type: ignore[index]


def _chosen(looked: Looked, sheet: FormSheet, cell: str) -> dict[str, object]:
    """What the panel of one cell shows."""
    point = next((o for o in looked.points if (o.sheet, o.cell) == (sheet.name, cell)), None)
    guess: Guess | None = next(
        (o for o in looked.guesses if (o.point.sheet, o.point.cell) == (sheet.name, cell)), None
    )
    meant = point or (guess.point if guess else None)
    row = read_cell(cell)[0]
    return {
        "cell": cell,
        "pointed": point,
        "guess": guess if point is None else None,
        "figure": meant.figure if meant else "",
        "place": meant.place if meant else "",
        "last_row": max(row, sheet.rows),
    }


def _page(
    request: HttpRequest,
    viewer: Viewer,
    ident: UUID,
    asked: Mapping[str, str],
    problem: Problem | None = None,
) -> HttpResponse:
    looked = look_at_form(viewer, ident)
    sheet = looked.form.sheet(asked.get("sheet") or looked.form.sheets[0].name)
    cell = cell_name(read_cell(asked["cell"])) if asked.get("cell") else ""
    context: dict[str, Any] = {
        "here": "forms",
        "looked": looked,
        "sheet": sheet,
        "letters": [column_letters(one) for one in range(1, min(sheet.columns, _COLUMNS) + 1)],
        "grid": _Grid(looked, sheet, cell).rows(),
        "proposals": [
            (one, _names(looked.known)[one.point.figure], looked.places.get(one.point.place, ""))
            for one in looked.guesses
        ],
        "cut": sheet.rows > _ROWS or sheet.columns > _COLUMNS,
        "chosen": _chosen(looked, sheet, cell) if cell else None,
        "choices": choices(looked.known),
        "typed": asked,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "reports/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.REPORT)
def reports_forms(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The forms of the office, and the upload of an empty one."""
    problem = None
    if request.method == "POST":
        sent = request.FILES.get("form")
        try:
            if sent is None:
                raise Problem("form_unreadable")
            return redirect("reports_form", keep_form(viewer, sent.name or "", sent.read()))
        except Problem as refused:
            problem = refused
    lines = form_lines(viewer)
    context = {
        "here": "forms",
        "held": [one for one in lines if one.withdrawn is None],
        "gone": [one for one in lines if one.withdrawn is not None],
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "reports/forms.html", context, status=status)


@require_GET
@acting_page(Right.REPORT)
def reports_form(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """A form on its grid; a chosen cell opens its panel."""
    return _page(request, viewer, ident, request.GET.dict())


def _back(ident: UUID, sheet: str, cell: str = "") -> HttpResponse:
    asked = urlencode({"sheet": sheet, **({"cell": cell} if cell else {})})
    return redirect(f"{reverse('reports_form', args=[ident])}?{asked}#{'cell' if cell else 'grid'}")


@require_POST
@acting_page(Right.REPORT)
def reports_form_point(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Point the chosen cell, or a column down from it, at a figure."""
    asked = {key: str(said) for key, said in request.POST.items()}
    point = Point(*(asked.get(key, "").strip() for key in ("sheet", "cell", "figure", "place")))
    try:
        if "down" in asked:
            last = asked.get("last_row", "").strip()
            made = repeat_point(
                viewer, ident, point, read_number(last, SHEET_DIGITS), asked.get("kind", "")
            )
            unknown = "、".join(made.unknown)
            messages.success(
                request,
                ngettext("往下指好 %(many)s 格。", "往下指好 %(many)s 格。", len(made.points))
                % {"many": len(made.points)}
                + (
                    _("认不出是哪里的：%(cells)s，请逐个指。") % {"cells": unknown}
                    if unknown
                    else ""
                ),
            )
        else:
            point_form(viewer, ident, [point])
    except Problem as problem:
        return _page(request, viewer, ident, asked, problem)
    return _back(ident, point.sheet)


@require_POST
@acting_page(Right.REPORT)
def reports_form_unpoint(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Let a cell take nothing any more."""
    sheet, cell = request.POST.get("sheet", ""), request.POST.get("cell", "")
    unpoint_form(viewer, ident, sheet, cell)
    return _back(ident, sheet)


@require_POST
@acting_page(Right.REPORT)
def reports_form_take_back(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Take back a form that was uploaded by mistake; again is no news."""
    try:
        take_back_form(viewer, ident)
        messages.success(request, _("撤回了。已经报出的照旧留存；还要用，再传一次空表。"))
    except Problem as refused:
        if refused.code != "form_withdrawn":
            raise
    return redirect("reports_forms")


@require_POST
@acting_page(Right.REPORT)
def reports_form_accept(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Confirm the proposals that were ticked."""
    ticked = set(request.POST.getlist("cell"))
    looked = look_at_form(viewer, ident)
    points = [
        one.point for one in looked.guesses if f"{one.point.sheet}!{one.point.cell}" in ticked
    ]
    point_form(viewer, ident, points)
    said = ngettext("已确认 %(many)s 格。", "已确认 %(many)s 格。", len(points))
    messages.success(request, said % {"many": len(points)})
    return _back(ident, request.POST.get("sheet", ""))


@require_POST
@acting_page(Right.REPORT)
def reports_form_fill(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Fill the form and hand it over, or keep it as it was sent."""
    asked = {key: str(said) for key, said in request.POST.items()}
    try:
        _area, at = asked_of(request)
        if "send" in asked:
            sent = send_form(viewer, ident, asked.get("to", ""), at)
            messages.success(request, _("已填好并记为上报，原件留存。请下载后报出。"))
            return redirect("reports_sent_one", sent)
        filled = fill_kept(viewer, ident, at)
    except Problem as problem:
        return _page(request, viewer, ident, {"sheet": asked.get("sheet", ""), **asked}, problem)
    return workbook(filled.name, filled.content)


_FORM = "reports/forms/<uuid:ident>/"
urls = [
    path("reports/forms/", reports_forms, name="reports_forms"),
    path(_FORM, reports_form, name="reports_form"),
    path(_FORM + "point/", reports_form_point, name="reports_form_point"),
    path(_FORM + "unpoint/", reports_form_unpoint, name="reports_form_unpoint"),
    path(_FORM + "take-back/", reports_form_take_back, name="reports_form_take_back"),
    path(_FORM + "accept/", reports_form_accept, name="reports_form_accept"),
    path(_FORM + "fill/", reports_form_fill, name="reports_form_fill"),
]
