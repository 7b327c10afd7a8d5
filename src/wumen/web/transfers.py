"""Transfers (转运): called in a minute, noted step by step, the list of a bus on screen and on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.transfers import call_transfer, note_step
from wumen.queries import facts
from wumen.queries.doors import place_meant, place_words
from wumen.queries.instructions import about
from wumen.queries.transfers import at_home, tally, transfer, transfers
from wumen.rules.areas import read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local, read_time
from wumen.rules.transfers import STEP_NAMES, Step, TransferDraft, read_step
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_FIELDS = ("area", "resident", "bus_at", "where_to", "why", "told_by", "outbreak")


def _now() -> str:
    return f"{local(facts.now()):%Y-%m-%dT%H:%M}"


@require_safe
@acting_page(Right.CORRECT_HOMES)
def transfers_list(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The transfers under way by the hour of their bus, or those that are over."""
    ended = request.GET.get("state") == "ended"
    lines = transfers(viewer, ended)
    context = {
        "lines": lines,
        "ended": ended,
        "tally": tally(lines),
        "may_keep": viewer.may(Right.KEEP_REGISTER),
    }
    return TemplateResponse(request, "transfers/list.html", context)


def _form(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    typed = {name: sent.get(name, "").strip() for name in _FIELDS}
    typed["bus_at"] = typed["bus_at"] or _now()
    context: dict[str, Any] = {"outbreaks": about(viewer, "").outbreaks}
    try:
        typed["area"] = place_meant(viewer, typed["area"])
        if typed["area"]:
            words, above, people = at_home(viewer, read_path(typed["area"]))
            context |= {"words": words, "above": above, "people": people}
    except Problem as unknown:
        problem = problem or unknown
    shown = place_words(viewer, typed["area"])
    context |= {"typed": typed, "shown": shown, "problem": problem}
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "transfers/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.KEEP_REGISTER)
def transfers_new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Call a transfer for somebody of a home."""
    if request.method != "POST" or "place" in request.POST:
        return _form(request, viewer)
    sent = request.POST
    try:
        with transaction.atomic():
            draft = TransferDraft(
                resident=sent.get("resident", ""),
                bus_at=read_time(sent.get("bus_at", "")),
                where_to=sent.get("where_to", ""),
                why=sent.get("why", ""),
                told_by=sent.get("told_by", ""),
            )
            ident = call_transfer(viewer, draft, sent.get("outbreak", ""))
    except Problem as problem:
        return _form(request, viewer, problem)
    messages.success(request, _("已开一次转运，接着一步一步记。"))
    return redirect("transfers_one", ident)


def _one(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    context = {
        "line": transfer(viewer, ident),
        "now": _now(),
        "typed": request.POST,
        "off": STEP_NAMES[Step.CALLED_OFF],
        "may_keep": viewer.may(Right.KEEP_REGISTER),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "transfers/one.html", context, status=status)


@require_safe
@acting_page(Right.CORRECT_HOMES)
def transfers_one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One transfer with its steps; printed it is the sheet that goes along."""
    return _one(request, viewer, ident)


@require_POST
@acting_page(Right.CORRECT_HOMES)
def transfers_step(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Note one step."""
    sent = request.POST
    try:
        with transaction.atomic():
            step = read_step(sent.get("step", ""))
            at = read_time(sent.get("at", "")) if sent.get("at") else facts.now()
            note_step(viewer, ident, step, at, sent.get("said", ""))
    except Problem as problem:
        return _one(request, viewer, ident, problem)
    messages.success(request, _("已记下这一步。"))
    return redirect("transfers_one", ident)


urls = [
    path("transfers/", transfers_list, name="transfers"),
    path("transfers/new/", transfers_new, name="transfers_new"),
    path("transfers/<uuid:ident>/", transfers_one, name="transfers_one"),
    path("transfers/<uuid:ident>/step/", transfers_step, name="transfers_step"),
]
