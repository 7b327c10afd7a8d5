"""Outings and returns (外出和返回): cars of the standing schedule, who is still out, one tick for a return, a sheet."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wumen.actions.outings import come_back, go_out
from wumen.queries import facts
from wumen.queries.outings import outing
from wumen.queries.outings import outings as outings_of
from wumen.rules.outings import OutingDraft
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import read_done_at
from wumen.rules.time import local, read_time
from wumen.rules.turns import ERRAND_NAMES, with_errand
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.home_meant import home_meant

# How long a dialysis with its ways takes, offered as the hour of return.
_MOSTLY_OUT = timedelta(hours=6)


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    now = local(facts.now())
    typed = request.POST or request.GET
    context: dict[str, Any] = {
        "found": outings_of(viewer),
        "now": f"{now:%Y-%m-%dT%H:%M}",
        "due": f"{now + _MOSTLY_OUT:%Y-%m-%dT%H:%M}",
        "typed": typed,
        "errands": list(ERRAND_NAMES.items()),
        **home_meant(viewer, typed.get("area", "").strip(), problem),
    }
    status = status_of(context["problem"]) if context["problem"] else 200
    return TemplateResponse(request, "outings/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def outings(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who is out, who is to be driven, who is back; a going or a return is noted."""
    sent = request.POST
    if request.method != "POST" or "place" in sent:
        return _list(request, viewer)
    try:
        if "back" in sent:
            at = read_done_at(sent.get("at", ""), facts.now())
            come_back(viewer, UUID(sent["back"]), at)
            messages.success(request, _("已记：回来了。"))
        else:
            draft = OutingDraft(
                sent.get("resident", ""),
                read_time(sent["left_at"])
                if sent.get("left_at")
                else read_done_at(sent.get("hour", ""), facts.now()),
                read_time(sent["due_at"]) if sent.get("due_at") else facts.now() + _MOSTLY_OUT,
                with_errand(sent.get("errand", ""), sent.get("said", "")),
            )
            ident = go_out(viewer, draft)
            messages.success(request, _("已记出门，可以打印外出单。"))
            return redirect("outings_one", ident)
    except ValueError:
        return _list(request, viewer, Problem("outing_unknown"))
    except Problem as problem:
        return _list(request, viewer, problem)
    return redirect("outings")


@require_safe
@acting_page(Right.CORRECT_HOMES)
def outings_one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The sheet that goes along: who, since when, until when, and where the return is signed."""
    return TemplateResponse(request, "outings/one.html", {"line": outing(viewer, ident)})


urls = [
    path("outings/", outings, name="outings"),
    path("outings/<uuid:ident>/", outings_one, name="outings_one"),
]
