"""Occurrences (发生的事): noted in a minute from a home's page, seen with what became of them, taken back by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.occurrences import foreseen, note, withdraw
from wumen.queries import facts
from wumen.queries.doors import place_meant, place_words
from wumen.queries.instructions import about
from wumen.queries.occurrences.lines import Arranged, OccurrenceLine, made, where
from wumen.queries.occurrences.lines import occurrences as all_of
from wumen.rules.areas import read_path, words_in_order
from wumen.rules.occurrences import OccurrenceDraft, win_of
from wumen.rules.playbooks import HAPPENING_NAMES, Happening, Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local, read_time
from wumen.web.acting import acting_page
from wumen.web.board import rows_at
from wumen.web.errors import status_of
from wumen.web.templatetags.duties import what_name
from wumen.web.templatetags.wumen import since

_FIELDS = ("area", "kind", "resident", "at", "told_by", "document", "outbreak")


@dataclass(frozen=True)
class Row:
    """An occurrence in the list, with its name and the addresses of the rows behind its numbers."""

    line: OccurrenceLine
    kind: Named
    links: dict[str, str]

    @property
    def near(self) -> bool:
        """Whether there may be people near her: a positive at a home."""
        return self.line.kind == Happening.POSITIVE and self.line.household is not None


def _row(line: OccurrenceLine) -> Row:
    asked = {"win": win_of(line.number)}
    links = {
        state: rows_at(line.day, "", state=state, **asked)
        for state in ("standing", "pending", "overdue", "done")
    }
    return Row(line, HAPPENING_NAMES[line.kind], links)


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    withdrawn = request.GET.get("state") == "withdrawn"
    context = {
        "rows": [_row(one) for one in all_of(viewer, withdrawn)],
        "withdrawn": withdrawn,
        "why": request.POST.get("why", ""),
        "opened": request.POST.get("number", ""),
        "name": viewer.name,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "occurrences/list.html", context, status=status)


@require_safe
@acting_page(Right.KEEP_REGISTER)
def occurrences(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What was noted, the latest first; or what was taken back."""
    return _list(request, viewer)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed; a fresh form begins now, at the home from whose page one comes."""
    sent = request.POST if request.method == "POST" else request.GET
    typed = {name: sent.get(name, "").strip() for name in _FIELDS}
    if request.method != "POST":
        typed["at"] = f"{local(facts.now()):%Y-%m-%dT%H:%M}"
    return typed


def _draft(typed: dict[str, str]) -> OccurrenceDraft:
    return OccurrenceDraft(
        kind=typed["kind"],
        path=typed["area"],
        at=read_time(typed["at"]),
        told_by=typed["told_by"],
        resident=typed["resident"],
        document=typed["document"],
    )


def _gathered(arranged: Sequence[Arranged]) -> list[tuple[Arranged, list[str]]]:
    """What will be arranged: alike things of one place in one line with their names, floors in their order."""
    found: dict[tuple[object, ...], list[Arranged]] = {}
    for one in arranged:
        alike = (one.what, one.does_zh, one.place, one.due_at, one.role)
        found.setdefault(alike, []).append(one)
    return [
        (some[0], sorted((one.subject for one in some), key=words_in_order))
        for some in found.values()
    ]


def _shown(typed: dict[str, str]) -> str:
    """What the list of what will be arranged was shown for: who changes it after that is shown it again."""
    return " ".join(typed[name] for name in ("area", "kind", "resident", "at", "outbreak"))


def _form(request: HttpRequest, viewer: Viewer, **more: Any) -> HttpResponse:
    typed, problem = _typed(request), more.pop("problem", None)
    at = None
    try:
        typed["area"] = place_meant(viewer, typed["area"])
        at = where(viewer, read_path(typed["area"])) if typed["area"] else None
    except Problem as unknown:
        problem = problem or unknown
    context: dict[str, Any] = {
        "typed": typed,
        "at": at,
        "asked": "" if at else place_words(viewer, typed["area"]),
        "kinds": [(one.value, named) for one, named in HAPPENING_NAMES.items()],
        "outbreaks": about(viewer, "").outbreaks,
        "problem": problem,
        **more,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "occurrences/new.html", context, status=status)


def _tell(request: HttpRequest, viewer: Viewer, number: int) -> None:
    """Say what really stands now, each thing by its name, or plainly that nothing does and what to do."""
    some = made(viewer, number)
    said = {
        "n": number,
        "what": _("、").join(
            _("%(what)s %(n)s 项（最早 %(due)s 前）")
            % {"what": what_name(one.what), "n": one.many, "due": since(one.due_at)}
            for one in some
        ),
    }
    if some:
        messages.success(
            request, _("已记为 %(n)s 号，排好了：%(what)s。责任人现在就看得到。") % said
        )
        return
    messages.warning(
        request,
        _(
            "已记为 %(n)s 号，没有排出任何要办的事，没有人会收到事项。"
            "要有人办的：马上打电话给街道值班长，再用“登记交办”交给人。"
        )
        % said,
    )


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def occurrences_new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Note what happened: first typed, then seen with what will be arranged, then confirmed."""
    if request.method == "GET" or "place" in request.POST:
        return _form(request, viewer)
    typed = _typed(request)
    try:
        with transaction.atomic():
            typed["area"] = place_meant(viewer, typed["area"])
            if "confirm" not in request.POST or request.POST.get("shown") != _shown(typed):
                arranged = foreseen(viewer, _draft(typed), typed["outbreak"])
                more = {"arranged": _gathered(arranged), "seen": True, "shown": _shown(typed)}
                return _form(request, viewer, **more)
            row = note(viewer, _draft(typed), typed["outbreak"])
    except Problem as problem:
        return _form(request, viewer, problem=problem)
    _tell(request, viewer, row.number)
    if row.household and typed["kind"] == Happening.POSITIVE:
        home = {"area": row.area, "resident": typed["resident"]}
        return redirect(f"{reverse('transfers_new')}?{urlencode(home)}")
    return redirect("occurrences")


@require_POST
@acting_page(Right.KEEP_REGISTER)
def occurrences_withdraw(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Take back what was noted wrongly."""
    try:
        with transaction.atomic():
            withdraw(viewer, number, request.POST.get("why", ""))
    except Problem as problem:
        return _list(request, viewer, problem)
    messages.success(request, _("已撤回：没办的不用办了，办过的留着。"))
    return redirect("occurrences")


urls = [
    path("occurrences/", occurrences, name="occurrences"),
    path("occurrences/new/", occurrences_new, name="occurrences_new"),
    path("occurrences/<int:number>/withdraw/", occurrences_withdraw, name="occurrences_withdraw"),
]
