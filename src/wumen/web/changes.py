"""Changes of the register: people and homes moved, merged, gone; a compound split; and all of it taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wumen.actions.changes import (
    Change,
    leave,
    merge_households,
    merge_residents,
    move_household,
    move_residents,
    previewed,
    split_compound,
    undo,
)
from wumen.queries.changes import (
    binding_at,
    change_lines,
    household_at,
    namesakes,
    pair,
    parts_of,
)
from wumen.queries.crew import places
from wumen.queries.homes import Home
from wumen.queries.homes import home as home_of
from wumen.rules.addresses import code_of_label, read_label
from wumen.rules.areas import AreaKind, read_path
from wumen.rules.changes import KIND_NAMES, LEAVING_NAMES, right_to_undo
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_TOO_LARGE = frozenset({"district", "subdistrict", "community", "village", "unit"})
_DOOR = ("building", "unit", "room")
# What a form of the page of a home asks for, and how it is said when it is looked at before it is done.
_WAYS = {
    "home": gettext_lazy("整户搬到"),
    "people": gettext_lazy("这些人搬到"),
    "join": gettext_lazy("整户并到"),
    "leave": gettext_lazy("这些人不再登记在这里"),
}


@dataclass(frozen=True)
class Wish:
    """What somebody wants to become of a household, as typed."""

    way: str
    building: str
    unit: str
    room: str
    people: tuple[UUID, ...]
    why: str

    @property
    def door(self) -> str:
        """The path of the door that was typed; labels become codes: 2单元 is 2, 301室 is 301."""
        labels = [label for label in (self.unit, self.room) if label]
        codes = [code_of_label(read_label(label)) for label in labels]
        return read_path("/".join([self.building.rstrip("/"), *codes]))


def _uuids(texts: Sequence[str]) -> tuple[UUID, ...]:
    """The ids that are ids; Problem `resident_unknown` for anything else."""
    try:
        return tuple(UUID(text) for text in texts)
    except ValueError:
        raise Problem("resident_unknown") from None


def _wish(request: HttpRequest) -> Wish:
    sent = request.POST
    door = {name: sent.get(name, "").strip() for name in _DOOR}
    people = _uuids(sent.getlist("resident"))
    return Wish(sent.get("way", ""), **door, people=people, why=sent.get("why", ""))


def _work(viewer: Viewer, home: Home, wish: Wish) -> Callable[[], Change]:
    """The change that is wished for."""
    if wish.way == "leave":
        return lambda: leave(viewer, wish.people, wish.why)
    if wish.way == "people":
        return lambda: move_residents(viewer, wish.people, path=wish.door)
    if wish.way == "join":
        return lambda: merge_households(viewer, household_at(viewer, wish.door), home.id)
    return lambda: move_household(viewer, home.id, wish.door)


def _preview(
    viewer: Viewer, home: Home, wish: Wish, work: Callable[[], Change]
) -> dict[str, object]:
    """What would become of people, duties and orders; Problems as those of the change itself."""
    chosen = home.people
    if wish.way in ("people", "leave"):
        chosen = tuple(one for one in home.people if one.id in wish.people)
    leaving = {str(key): named for key, named in LEAVING_NAMES.items()}
    return {
        "way": _WAYS[wish.way if wish.way in _WAYS else "home"],
        "people": chosen,
        "door": "" if wish.way == "leave" else _spoken(viewer, wish),
        "why": leaving.get(wish.why) if wish.way == "leave" else None,
        "duties": previewed(work),
        "binding": [] if wish.way == "leave" else binding_at(viewer, wish.door),
    }


def _spoken(viewer: Viewer, wish: Wish) -> str:
    named = {one.area: one.full_name for one in places(viewer)}
    return " ".join(
        [named.get(wish.building, wish.building), *filter(None, (wish.unit, wish.room))]
    )


@require_http_methods(["GET", "POST"])
@acting_page(Right.CORRECT_HOMES)
def home_changes(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """A household that moves, is joined to another, or that people leave: looked at first, then done."""
    home = home_of(viewer, household)
    problem, preview, wish = None, None, None
    if request.method == "POST":
        try:
            wish = _wish(request)
            work = _work(viewer, home, wish)
            if "confirm" in request.POST:
                with transaction.atomic():
                    work()
                messages.success(request, _("已办好。记错了，可以在“登记变动”里撤回。"))
                return redirect("changes")
            preview = _preview(viewer, home, wish, work)
        except Problem as refused:
            problem = refused
    may_keep = viewer.may(Right.KEEP_REGISTER)
    context = {
        "home": home,
        "buildings": [one for one in places(viewer) if one.kind not in _TOO_LARGE],
        "leavings": [(str(key), named) for key, named in LEAVING_NAMES.items()],
        "namesakes": namesakes(viewer, household) if may_keep else [],
        "may_keep": may_keep,
        "problem": problem,
        "preview": preview,
        "wish": wish,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "changes/home.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def merge_page(request: HttpRequest, viewer: Viewer, keep: UUID, drop: UUID) -> HttpResponse:
    """Two entries side by side and what the one person will have; where they differ, somebody says which."""
    said = {
        name: request.POST.get(name) or request.GET.get(name, "") for name in ("name", "number")
    }
    problem = None
    try:
        (name_of,) = _uuids([said["name"] or str(keep)])
        number_of = _uuids([said["number"]])[0] if said["number"] else None
        if request.method == "POST":
            with transaction.atomic():
                merge_residents(viewer, keep, drop, name_of, number_of)
            messages.success(request, _("两条登记已合并为一人。记错了，可以在这里撤回。"))
            return redirect("changes")
    except Problem as refused:
        problem, number_of, name_of = refused, None, keep
    found, whole = pair(viewer, keep, drop, name_of, number_of)
    context = {
        "pair": found,
        "whole": whole,
        "name_of": name_of,
        "number_of": number_of,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "changes/merge.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def split_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Some buildings of a compound leave for a new one: which, and what it is called."""
    sent, problem = request.POST or request.GET, None
    compound, name = sent.get("compound", ""), sent.get("name", "").strip()
    ticked = request.POST.getlist("place")
    parts: list[tuple[str, str]] = []
    try:
        parts = parts_of(viewer, compound) if compound else []
        if request.method == "POST":
            with transaction.atomic():
                split_compound(viewer, compound, ticked, compound, name)
            messages.success(request, _("小区已拆分，原有的管控、岗位和今日事项都跟着楼栋走。"))
            return redirect("changes")
    except Problem as refused:
        problem = refused
    context = {
        "compounds": [one for one in places(viewer) if one.kind == AreaKind.COMPOUND],
        "compound": compound,
        "name": name,
        "parts": parts,
        "ticked": ticked,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "changes/split.html", context, status=status)


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    rows = [
        {
            "line": one,
            "kind": KIND_NAMES[one.kind],
            "may_undo": one.undone_at is None and viewer.may(right_to_undo(one.kind)),
        }
        for one in change_lines(viewer)
    ]
    context = {"rows": rows, "problem": problem, "may_keep": viewer.may(Right.KEEP_REGISTER)}
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "changes/list.html", context, status=status)


@require_GET
@acting_page(Right.CORRECT_HOMES)
def changes(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What was changed in the viewer's area, by whom and when, each with the way back."""
    return _list(request, viewer)


@require_POST
@acting_page(Right.CORRECT_HOMES)
def change_undo(request: HttpRequest, viewer: Viewer, change: UUID) -> HttpResponse:
    """Take a change back; what stands in the way is shown above the list."""
    try:
        with transaction.atomic():
            undo(viewer, change)
    except Problem as refused:
        return _list(request, viewer, refused)
    messages.success(request, _("已撤回，登记恢复原样。"))
    return redirect("changes")


urls = [
    path("register/changes/", changes, name="changes"),
    path("register/changes/<uuid:change>/undo/", change_undo, name="change_undo"),
    path("register/home/<uuid:household>/changes/", home_changes, name="home_changes"),
    path("register/merge/<uuid:keep>/<uuid:drop>/", merge_page, name="merge_residents"),
    path("register/split/", split_page, name="split_compound"),
]
