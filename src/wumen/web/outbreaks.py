"""Outbreaks: those that stand, and opening one under a playbook with its overlays."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions.orders import open_outbreak
from wumen.queries.closing import closing_lines
from wumen.queries.orders import outbreak_lines
from wumen.queries.playbooks import known, playbook, stricter
from wumen.rules.playbooks import Edition, Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.closing import stage_words
from wumen.web.errors import status_of
from wumen.web.rules import Measure, measures


@dataclass(frozen=True)
class Overlay:
    """What an overlay changes in a playbook: its key and the measures as they would be."""

    key: str
    changes: list[Measure]


@dataclass(frozen=True)
class Choice:
    """A playbook that an outbreak may be opened under, with the overlays that fit it."""

    edition: Edition
    title: tuple[str, str]
    overlays: list[Overlay]


def _title(rules: Playbook) -> tuple[str, str]:
    return rules.playbook.name_zh, rules.playbook.name_en


def _laid_over(base: Playbook, keys: list[str]) -> Iterator[Overlay]:
    for key in keys:
        try:
            whole = playbook(base.playbook.key, (key,))
        except Problem:
            # It speaks of regimes or windows that this playbook does not have.
            continue
        before = measures(base)
        after = measures(whole, stricter(base.playbook.key, (key,)))
        changed = [one for one in after if one not in before]
        yield Overlay(key, changed)


def choices() -> list[Choice]:
    """Every shipped playbook with the overlays that can be laid over it."""
    bases, overlays = [], []
    for key in known():
        try:
            bases.append(playbook(key))
        except Problem:
            overlays.append(key)
    return [Choice(base.playbook, _title(base), list(_laid_over(base, overlays))) for base in bases]


def _lines(viewer: Viewer) -> list[dict[str, object]]:
    """The outbreaks with their rules and how far each is towards its end, the newest first."""
    ends = {one.id: one for one in closing_lines(viewer)}
    words = stage_words()
    return [
        {
            "line": one,
            "title": _title(one.rules),
            "end": ends[one.id],
            "stage": words[ends[one.id].stage],
        }
        for one in outbreak_lines(viewer)
    ]


@require_http_methods(["GET", "POST"])
@acting_page(Right.OPEN_OUTBREAK, Right.ENTER_ORDER)
def outbreaks(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The outbreaks, the newest first, and the form that opens one."""
    problem = None
    name, key = request.POST.get("name", "").strip(), request.POST.get("playbook", "")
    overlays = request.POST.getlist("overlays")
    if request.method == "POST":
        try:
            with transaction.atomic():
                open_outbreak(viewer, name, key, overlays)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("疫情已登记，现在可以录入通告/决定。"))
            return redirect("orders")
    context = {
        "outbreaks": _lines(viewer),
        "choices": choices(),
        "may_open": viewer.may(Right.OPEN_OUTBREAK),
        "typed": {"name": name, "playbook": key, "overlays": overlays},
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "orders/outbreaks.html", context, status=status)


urls = [path("outbreaks/", outbreaks, name="orders_outbreaks")]
