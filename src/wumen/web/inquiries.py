"""Lists of another office (协查): taken from a file or a paste, each row as it stands, findings, the answer."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions import inquiries as actions
from wumen.actions.case_contacts import propose_listed
from wumen.queries import facts
from wumen.queries.crew import places
from wumen.queries.inquiries import InquiryPage, RowLine, inquiry, waiting_for, who_may_answer
from wumen.queries.inquiries import inquiries as all_of
from wumen.rules.areas import AreaKind
from wumen.rules.calls import STEP_NAMES
from wumen.rules.case_contacts import KIND_NAMES
from wumen.rules.inquiries.reading import AskedList
from wumen.rules.inquiries.standing import (
    FINDING_NAMES,
    MATCH_NAMES,
    OPEN,
    InquiryDraft,
    Match,
    read_finding,
)
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local, read_time
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_id
from wumen.web.lists import as_file

_PLACES = frozenset(AreaKind) - {AreaKind.BUILDING, AreaKind.UNIT, AreaKind.HOUSEHOLD}
_FIELDS = ("number", "sender", "area", "due_at", "pasted")
_OPEN_NAME = Named(zh="还在核查", en="still open")
_NOON = 12


def _typed(request: HttpRequest) -> dict[str, str]:
    typed = {name: request.POST.get(name, "").strip() for name in _FIELDS}
    if request.method != "POST":
        # "Answer by noon" is what most of them say.
        now = local(facts.now())
        hour = now.replace(hour=_NOON if now.hour < _NOON else 20, minute=0)
        typed["due_at"] = f"{hour:%Y-%m-%dT%H:%M}"
    return typed


def _asked(request: HttpRequest) -> AskedList:
    """The list itself: a file goes before what was pasted."""
    file = request.FILES.get("file")
    if file is not None:
        return actions.read_file(file.name or "", file.read())
    return actions.read_text(request.POST.get("pasted", ""))


def _instant(text: str) -> datetime | None:
    return read_time(text) if text else None


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def inquiries(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The lists, what waits first; and the form that takes one, in which nothing typed is lost."""
    typed, problem, asked = _typed(request), None, None
    if request.method == "POST":
        try:
            draft = InquiryDraft(
                typed["number"], typed["sender"], typed["area"], _instant(typed["due_at"])
            )
            asked = _asked(request)
            taken = actions.take(viewer, draft, asked, "without" in request.POST)
        except Problem as refused:
            problem = refused
            # No browser sends a file again by itself: its rows stand in the form.
            typed["pasted"] = asked.again if asked else typed["pasted"]
        else:
            said = _("已收下：%(rows)s 人，%(rung)s 人要打电话。请先分给打电话的人。")
            messages.success(request, said % {"rows": taken.rows, "rung": taken.rung})
            if taken.left_out:
                left = _("有 %(n)s 行不是人，没有收。")
                messages.warning(request, left % {"n": taken.left_out})
            return redirect("inquiries_one", taken.number)
    lines = all_of(viewer)
    context = {
        "waiting": [one for one in lines if one.answered_at is None],
        "answered": [one for one in lines if one.answered_at is not None],
        "places": [one for one in places(viewer) if one.kind in _PLACES],
        "typed": typed,
        "unread": asked.unread if asked and problem else (),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "inquiries/list.html", context, status=status)


def _row(line: RowLine, ticked: Collection[str]) -> dict[str, object]:
    """A row with its words; what was ticked stays so after a refusal."""
    waits = waiting_for(line)
    return {
        "line": line,
        "match": MATCH_NAMES[line.match],
        "ticked": f"{line.id}" in ticked,
        "kind": KIND_NAMES[line.said.kind] if line.said.kind else None,
        "finding": FINDING_NAMES[line.found] if line.found else None,
        "waits": STEP_NAMES[waits] if waits else None,
    }


def _sums(found: InquiryPage) -> list[tuple[str, Named, int]]:
    names = {one.value: named for one, named in FINDING_NAMES.items()} | {OPEN: _OPEN_NAME}
    return [(key, names[key], n) for key, n in found.line.counted.items()]


def _page(
    request: HttpRequest, viewer: Viewer, number: int, problem: Problem | None = None
) -> HttpResponse:
    found = inquiry(viewer, number)
    wanted = request.GET.get("found", "")
    rows = [
        one
        for one in found.rows
        if not wanted or (one.found.value if one.found else OPEN) == wanted
    ]
    context = {
        "line": found.line,
        "rows": [_row(one, request.POST.getlist("row")) for one in rows],
        "other_name": any(one.match is Match.OTHER_NAME for one in rows),
        "typed": request.POST,
        "sums": _sums(found),
        "wanted": wanted,
        "sentence": found.sentence,
        "proposable": found.proposable,
        "findings": [(key.value, named) for key, named in FINDING_NAMES.items()],
        "people": who_may_answer(viewer, found.line.area) if found.line.answered_at is None else [],
        "may_export": viewer.may(Right.EXPORT),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "inquiries/one.html", context, status=status)


def _note(request: HttpRequest, viewer: Viewer, number: int) -> str:
    rows = [read_id(one, "inquiry_nobody") for one in request.POST.getlist("row")]
    finding = read_finding(request.POST.get("finding", ""))
    said, same = request.POST.get("said", ""), "same" in request.POST
    many = actions.note(viewer, number, rows, finding, said, same)
    return _("已记下 %(n)s 人。") % {"n": many}


def _give(request: HttpRequest, viewer: Viewer, number: int) -> str:
    actions.give(viewer, number, read_id(request.POST.get("person", ""), "crew_unknown"))
    return _("已换负责人。")


def _close(request: HttpRequest, viewer: Viewer, number: int) -> str:
    actions.close(viewer, number, "partly" in request.POST)
    return _("已记为答复。")


def _propose(request: HttpRequest, viewer: Viewer, number: int) -> str:
    many = propose_listed(viewer, number, request.POST.get("outbreak", ""))
    return _("已提 %(n)s 条建议，等另一位同事确认；没有人因此受限制。") % {"n": many}


_DOES: dict[str, Callable[[HttpRequest, Viewer, int], str]] = {
    "note": _note,
    "give": _give,
    "close": _close,
    "propose": _propose,
}


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def inquiries_one(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """One list: how its rows stand, what was found, the answer in a sentence."""
    if request.method != "POST":
        return _page(request, viewer, number)
    does = _DOES.get(request.POST.get("do", ""))
    try:
        said = does(request, viewer, number) if does else ""
    except Problem as problem:
        return _page(request, viewer, number, problem)
    messages.success(request, said)
    return redirect("case_contacts" if does is _propose else request.get_full_path())


@require_POST
@acting_page(Right.EXPORT)
def inquiries_answer(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """The answer as a workbook in the sender's own columns; it is logged before a byte leaves."""
    return as_file(actions.take_answer(viewer, number))


urls = [
    path("inquiries/", inquiries, name="inquiries"),
    path("inquiries/<int:number>/", inquiries_one, name="inquiries_one"),
    path("inquiries/<int:number>/answer/", inquiries_answer, name="inquiries_answer"),
]
