"""Whom to ring: the office's list of numbers, and the card for 120, one tap from every page and without a form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wumen.actions.help_numbers import drop_number, keep_number
from wumen.queries.doors import place_meant, place_words
from wumen.queries.help_numbers import (
    kept_numbers,
    numbers_at,
    numbers_by_place,
    places_for_numbers,
    rescue_cards,
)
from wumen.rules.areas import read_path
from wumen.rules.help_numbers import HELP_NAMES, KEPT
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of


@require_safe
@acting_page()
def rescue(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The card for 120: for a room that is typed, else for each compound; nothing has to be filled in."""
    typed, problem, area = request.GET.get("area", "").strip(), None, ""
    if typed:
        try:
            area = read_path(place_meant(viewer, typed))
        except Problem as unknown:
            problem = unknown
    found = rescue_cards(viewer, area, request.GET.get("after", ""))
    context = {
        "cards": found.cards,
        "held": found,
        "lines": numbers_at(viewer, area),
        "typed": place_words(viewer, typed),
        "found": bool(area),
        "may_note": viewer.may(Right.KEEP_REGISTER),
        "may_note_outing": viewer.may(Right.CORRECT_HOMES),
        "may_search": viewer.may(Right.SEE_REGISTER),
        "problem": problem,
    }
    return TemplateResponse(request, "help_numbers/rescue.html", context)


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    context = {
        "kept": kept_numbers(viewer),
        "shown": numbers_by_place(viewer),
        "kinds": [(one.value, HELP_NAMES[one]) for one in KEPT],
        "places": places_for_numbers(viewer),
        "typed": request.POST,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "help_numbers/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.KEEP_REGISTER)
def help_numbers(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The numbers that the office keeps; one more is written down."""
    if request.method != "POST":
        return _list(request, viewer)
    sent = request.POST
    try:
        if "drop" in sent:
            drop_number(viewer, UUID(sent["drop"]))
            messages.success(request, _("已去掉这个号码。"))
        else:
            asked = [sent.get(name, "") for name in ("area", "kind", "telephone", "name", "note")]
            keep_number(viewer, *asked)
            messages.success(request, _("已记下，住户页和求助页马上看得到。"))
    except ValueError:
        return _list(request, viewer, Problem("help_number_unknown"))
    except Problem as problem:
        return _list(request, viewer, problem)
    return redirect("help_numbers")


urls = [
    path("rescue/", rescue, name="rescue"),
    path("help-numbers/", help_numbers, name="help_numbers"),
]
