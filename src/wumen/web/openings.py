"""Opening after a lifting: each stairwell and gate with its photo, who confirmed it, or that it is closed still."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wumen.actions.openings import confirm_open, open_door, still_closed
from wumen.actions.trading import tell_reopened
from wumen.queries.openings import opening_lines, resident_at
from wumen.queries.trading import shop_of
from wumen.rules.duties import DutyKey
from wumen.rules.openings import OPENING_NAMES, STEP_NAMES, Opening
from wumen.rules.photos import LONGER_SIDE
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.errors import status_of

_TYPED = ("door", "name", "said", "by")


def _page(
    request: HttpRequest, viewer: Viewer, problem: Problem | None = None, at: str = ""
) -> HttpResponse:
    lines = opening_lines(viewer)
    rows = [
        {
            "line": one,
            "key": f"{one.key.day}/{one.key.subject}/{one.key.win}",
            "state": OPENING_NAMES[one.stands],
            "steps": [(step, STEP_NAMES[step.step]) for step in one.steps],
        }
        for one in sorted(lines, key=lambda one: one.stands is Opening.CONFIRMED)
    ]
    context = {
        "rows": rows,
        "left": sum(one.stands is not Opening.CONFIRMED for one in lines),
        "may_settle": viewer.may(Right.SETTLE),
        "crew_no": viewer.crew_no,
        "longer_side": LONGER_SIDE,
        "problem": problem,
        "opened": at,
        "closing": "said" in request.POST,
        "typed": {name: request.POST.get(name, "") for name in _TYPED},
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "openings/page.html", context, status=status)


@require_GET
@acting_page(Right.SEE_REGISTER)
def openings(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The doors and gates to be opened, those not confirmed first."""
    return _page(request, viewer)


def _did(
    request: HttpRequest, viewer: Viewer, key: DutyKey, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do it and say so, or show what stands against it at its door with all that was typed."""
    try:
        with transaction.atomic():
            act()
    except Problem as problem:
        return _page(request, viewer, problem, f"{key.day}/{key.subject}/{key.win}")
    messages.success(request, said)
    return redirect("openings")


def _key(day: str, subject: UUID, win: str) -> DutyKey:
    return DutyKey(read_day(day), What.OPENING.value, str(subject), win)


def _said(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip() for name in _TYPED}


def _resident(viewer: Viewer, key: DutyKey, sent: dict[str, str]) -> UUID:
    """Who lives at the typed door; Problems `opening_resident_unknown`, `duty_unknown`."""
    found = next((one for one in opening_lines(viewer) if one.key == key), None)
    if found is None:
        raise Problem("duty_unknown", key=key)
    return resident_at(viewer, found.area, sent["door"], sent["name"])


@require_POST
@acting_page(Right.SETTLE)
def openings_opened(
    request: HttpRequest, viewer: Viewer, day: str, subject: UUID, win: str
) -> HttpResponse:
    """It was opened: the photo."""
    key, sent = _key(day, subject, win), _said(request)

    def act() -> object:
        return open_door(viewer, key, uploaded(request, "photo") or b"", sent["by"])

    return _did(request, viewer, key, act, _("已记下打开，照片已存。请再问一户居民。"))


@require_POST
@acting_page(Right.SETTLE)
def openings_confirmed(
    request: HttpRequest, viewer: Viewer, day: str, subject: UUID, win: str
) -> HttpResponse:
    """Somebody who lives there says that it is open."""
    key, sent = _key(day, subject, win), _said(request)

    def act() -> object:
        return confirm_open(viewer, key, _resident(viewer, key, sent), sent["by"])

    return _did(request, viewer, key, act, _("居民已确认，这一处办完了。"))


@require_POST
@acting_page(Right.SETTLE)
def openings_shop(
    request: HttpRequest, viewer: Viewer, day: str, subject: UUID, win: str
) -> HttpResponse:
    """A shop was told that it may trade again, and says that nothing keeps it closed."""
    key, sent = _key(day, subject, win), _said(request)

    def act() -> object:
        return tell_reopened(viewer, shop_of(viewer, subject), key, sent["by"])

    return _did(request, viewer, key, act, _("已告诉店里可以营业，这一处办完了。"))


@require_POST
@acting_page(Right.SETTLE)
def openings_closed(
    request: HttpRequest, viewer: Viewer, day: str, subject: UUID, win: str
) -> HttpResponse:
    """It is closed still, as somebody says."""
    key, sent = _key(day, subject, win), _said(request)

    def act() -> object:
        known = _resident(viewer, key, sent) if sent["name"] else None
        return still_closed(viewer, key, sent["said"], known, sent["by"])

    return _did(request, viewer, key, act, _("已记下：还没打开。请负责人马上去开。"))


_AT = "openings/<str:day>/<uuid:subject>/<str:win>/"
urls = [
    path("openings/", openings, name="openings"),
    path(_AT + "opened/", openings_opened, name="openings_opened"),
    path(_AT + "confirmed/", openings_confirmed, name="openings_confirmed"),
    path(_AT + "shop/", openings_shop, name="openings_shop"),
    path(_AT + "closed/", openings_closed, name="openings_closed"),
]
