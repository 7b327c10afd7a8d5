"""粘贴接龙: paste what a group wrote, look at what is doubtful, confirm the rest, copy the reminder."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.relay import confirm_clear, confirm_entry, drop_entry, open_words, take_relay
from wumen.queries.crew import places
from wumen.queries.group_text import GroupBox, group_box
from wumen.queries.help_numbers import numbers_at
from wumen.queries.relay import RelayPage, relay_page
from wumen.queries.relay_lines import relay_lines
from wumen.queries.silent_buildings import silent_buildings
from wumen.rules.areas import AreaKind
from wumen.rules.help_numbers import HelpKind
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import KIND_NAMES, Kind, read_kind
from wumen.rules.relay.asking import ASKING, answer_text
from wumen.rules.relay.kinds import REMINDERS
from wumen.rules.relay.lines import LONGEST
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_id

# A group belongs to one of these; a district has none.
_GROUPS = frozenset(
    {
        *(AreaKind.COMPOUND, AreaKind.BUILDING, AreaKind.UNIT, AreaKind.GROUP, AreaKind.LANE),
        *(AreaKind.COMMUNITY, AreaKind.VILLAGE, AreaKind.SITE),
    }
)


@require_http_methods(["GET", "POST"])
@acting_page(Right.CORRECT_HOMES)
def paste(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The field to paste into, with which list it is and of which group; below it the last ones."""
    sent = request.POST if request.method == "POST" else request.GET
    asked = {key: sent.get(key, "") for key in ("text", "kind", "area")}
    problem = None
    if request.method == "POST":
        try:
            taken = take_relay(viewer, asked["text"], read_kind(asked["kind"]), asked["area"])
            return redirect("relay_one", taken.relay)
        except Problem as refused:
            problem = refused
    context = {
        "asked": asked,
        "kinds": [(str(kind), named) for kind, named in KIND_NAMES.items()],
        "places": [one for one in places(viewer) if one.kind in _GROUPS],
        "longest": LONGEST,
        "lines": relay_lines(viewer),
        "names": KIND_NAMES,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "relay/paste.html", context, status=status)


def _box(viewer: Viewer, found: RelayPage) -> tuple[GroupBox | None, Problem | None]:
    """The reminder for the rooms that are missing, or why there is none."""
    if found.kind not in REMINDERS or not found.missing:
        return None, None
    doors = [door.path for door in found.missing]
    matter = f"relay:{found.id}"
    try:
        return group_box(viewer, found.place.area, matter, doors, REMINDERS[found.kind]), None
    except Problem as problem:
        return None, problem


def _answer(viewer: Viewer, found: RelayPage) -> str:
    """What the group reads back, once something of its list was confirmed and is somebody's matter."""
    taken = [one.asked for one in found.entries if one.asked and one.state == "taken"]
    due = max((one.due_at for one in taken if one.closed is None), default=None)
    if due is None:
        return ""
    desk = [one for one in numbers_at(viewer, found.place.area) if one.kind is HelpKind.DESK]
    return answer_text(found.kind, len(taken), due, desk[0].telephone if desk else "")


def _page(
    request: HttpRequest, viewer: Viewer, relay: UUID, problem: Problem | None = None
) -> HttpResponse:
    found = relay_page(viewer, relay)
    box, refused = _box(viewer, found)
    asking = found.kind in ASKING
    context: dict[str, Any] = {
        "relay": found,
        "kind_name": KIND_NAMES[found.kind],
        "needs": len(found.to_look) + len(found.unread),
        # What nobody has looked at, or stands nowhere, is a card of its own right below.
        "danger": [one for one in found.danger if one.state != "open" and one.asked],
        "asks": asking and not found.cut,
        "home_sampling": found.kind is Kind.HOME_SAMPLING,
        "answer": _answer(viewer, found) if asking else "",
        "read": len(found.entries) - found.withdrawn,
        "missing": found.missing,
        "asks_every_home": found.kind in REMINDERS,
        "box": box,
        "refused": refused,
        "sampled": found.kind is Kind.SAMPLED,
        "volunteers": found.kind is Kind.VOLUNTEERS and viewer.may(Right.KEEP_CREW),
        "added": found.changed("added"),
        "changed": found.changed("changed"),
        "silent": silent_buildings(viewer, found),
        "typed": {name: request.POST.get(name, "") for name in ("entry", "room")},
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "relay/one.html", context, status=status)


def _entry(text: str) -> UUID:
    return read_id(text, "relay_entry_unknown")


@require_http_methods(["GET", "POST"])
@acting_page(Right.CORRECT_HOMES)
def one(request: HttpRequest, viewer: Viewer, relay: UUID) -> HttpResponse:
    """One relay text: what is for a person first, then all clear ones at once, then who is missing."""
    if request.method == "GET":
        return _page(request, viewer, relay)
    try:
        if "all" in request.POST:
            count = confirm_clear(viewer, relay)
            messages.success(request, _("已确认 %(n)s 条。") % {"n": count})
        elif "words" in request.POST:
            open_words(viewer, relay)
        elif "drop" in request.POST:
            drop_entry(viewer, relay, _entry(request.POST["drop"]))
            messages.success(request, _("这一条先放一边，原文还在下面。"))
        else:
            door = request.POST.get("door") or request.POST.get("room", "")
            confirm_entry(viewer, relay, _entry(request.POST.get("entry", "")), door)
            messages.success(request, _("已确认 1 条。"))
    except Problem as problem:
        return _page(request, viewer, relay, problem)
    return redirect("relay_one", relay)


urls = [
    path("relay/", paste, name="relay"),
    path("relay/<uuid:relay>/", one, name="relay_one"),
]
