"""Parcels in (到件登记): a list is entered and copied for the groups, what lies is handed over; page and paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wumen.actions.parcels import (
    close_point,
    hand_over_parcels,
    lay_aside,
    put_back,
    read_line,
    register_parcels,
    set_point,
)
from wumen.queries.doors import places_below
from wumen.queries.parcels import SHOWN, batch_page, parcels_page
from wumen.rules.parcels import LONGEST_KEEPER, LONGEST_NAME, LONGEST_PUT_BACK, read_how
from wumen.rules.photos import LONGER_SIDE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.errors import status_of
from wumen.web.hand_overs import GUARDED
from wumen.web.ids import read_id

_FIELDS = (
    *("text", "done_at", "carried_by", "other", "name", "keeper", "area"),
    *("read", "room", "back", "why"),
)


def _page(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    asked = sent.get("point", "")
    try:
        found = parcels_page(viewer, read_id(asked, "deposit_point_unknown") if asked else None)
    except Problem as unknown:
        found, problem = parcels_page(viewer), problem or unknown
    context: dict[str, Any] = {
        "found": found,
        "parts": [
            ("to-door", True, found.to_door[:SHOWN]),
            ("to-fetch", False, found.to_fetch[:SHOWN]),
        ],
        "unshown": max(0, len(found.to_door) - SHOWN) + max(0, len(found.to_fetch) - SHOWN),
        "places": places_below(viewer, *GUARDED),
        "typed": {name: sent.get(name, "") for name in _FIELDS},
        "ticked": request.POST.getlist("home"),
        "twice": problem is not None and problem.code == "parcels_twice",
        "longest": {"name": LONGEST_NAME, "keeper": LONGEST_KEEPER, "put_back": LONGEST_PUT_BACK},
        "longer_side": LONGER_SIDE,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "parcels/page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def parcels(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A deposit point with what lies there; what is entered, read and handed over is noted."""
    if request.method != "POST":
        return _page(request, viewer)
    try:
        return _done(request, viewer)
    except Problem as problem:
        return _page(request, viewer, problem)


def _done(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Do what the tapped button says, and show what came of it."""
    sent = request.POST
    if "made" in sent:
        made = set_point(viewer, sent.get("area", ""), sent.get("name", ""), sent.get("keeper", ""))
        messages.success(request, _("暂存点已记下。"))
        return _at(made.id)
    point = read_id(sent.get("point", ""), "deposit_point_unknown")
    if "aside" in sent:
        lay_aside(viewer, read_id(sent["aside"], "parcel_unknown"))
        messages.success(request, _("已放一边，不算到件。"))
    elif "read" in sent:
        door = sent.get("door") or sent.get("room", "")
        batch = read_line(viewer, read_id(sent["read"], "parcel_unknown"), door)
        messages.success(request, _("已记到这一户。"))
        return redirect("parcels_one", batch)
    elif "back" in sent:
        put_back(viewer, read_id(sent["back"], "parcel_unknown"), sent.get("why", ""))
        messages.success(request, _("已放回，又算在点上。"))
    elif "close" in sent:
        close_point(viewer, point)
        messages.success(request, _("这个暂存点已撤。"))
        return redirect("parcels")
    elif "how" in sent:
        homes = [read_id(one, "parcel_unknown") for one in sent.getlist("home")]
        # The one who is written goes before the one who is chosen.
        how, by = read_how(sent["how"]), sent.get("other", "").strip() or sent.get("carried_by", "")
        photo, when = uploaded(request, "photo"), sent.get("done_at", "")
        n = hand_over_parcels(viewer, point, homes, how, by, photo, done_at=when)
        messages.success(request, _("已记下 %(n)s 件。") % {"n": n})
    else:
        photo, again = uploaded(request, "photo"), bool(sent.get("again"))
        return redirect(
            "parcels_one", register_parcels(viewer, point, sent.get("text", ""), photo, again)
        )
    return _at(point)


def _at(point: UUID) -> HttpResponse:
    return redirect(f"{reverse('parcels')}?point={point}")


@require_safe
@acting_page(Right.CORRECT_HOMES)
def parcels_one(request: HttpRequest, viewer: Viewer, batch: UUID) -> HttpResponse:
    """One list as it was read, with its texts for the groups."""
    return TemplateResponse(request, "parcels/one.html", {"found": batch_page(viewer, batch)})


urls = [
    path("parcels/", parcels, name="parcels"),
    path("parcels/<uuid:batch>/", parcels_one, name="parcels_one"),
]
