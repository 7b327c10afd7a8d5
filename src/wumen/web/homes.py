"""The page of a household on the captain's phone: who lives here, who is away, and putting it right."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wumen.actions.consent import say_consent
from wumen.actions.homes import (
    Corrected,
    add_person,
    correct_resident,
    gone_from,
    note_away,
    note_back,
    set_state,
    show_telephones,
)
from wumen.actions.register import NewResident
from wumen.queries import facts
from wumen.queries.field.told import told_at_home
from wumen.queries.homes import home as home_of
from wumen.queries.knocks import door_knocks
from wumen.queries.relay_asked import asked_at_home
from wumen.rules.changes import LEAVING_NAMES
from wumen.rules.homes import STATE_NAMES, read_away, read_state
from wumen.rules.knocks import RESULT_NAMES, Result, Step
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.movement import purposes


def home_page(
    request: HttpRequest,
    viewer: Viewer,
    household: UUID,
    problem: Problem | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of a household; after a refusal with the problem, its form open and all typed in place.

    `opened` names the form that stands open, `typed` holds what was typed in it, `shown` complete
    telephones by person.
    """
    home, may_correct = home_of(viewer, household), viewer.may(Right.CORRECT_HOMES)
    context = {
        "home": home,
        "knocks": door_knocks(viewer, home),
        "asked": asked_at_home(viewer, home.area) if may_correct and home.asks else [],
        "told": told_at_home(viewer, home.area) if may_correct else [],
        "states": [(str(key), named) for key, named in STATE_NAMES.items()],
        "results": [(str(key), named) for key, named in RESULT_NAMES.items() if key not in _ASKED],
        "slip": Step.SLIP,
        "nobody_home": Result.NOBODY_HOME,
        "leavings": [(str(key), named) for key, named in LEAVING_NAMES.items()],
        "may_correct": may_correct,
        "may_keep": viewer.may(Right.KEEP_REGISTER),
        "may_receive": viewer.may(Right.ENTER_ORDER),
        "today": facts.today(),
        "purposes": purposes(),
        "problem": problem,
        **more,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "homes/home.html", context, status=status)


# What is needed is written beside its button, so that one stands apart.
_ASKED = frozenset({Result.NEEDS})


@require_safe
@acting_page(Right.SEE_REGISTER)
def home(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """One household as it stands."""
    return home_page(request, viewer, household)


def _changed(
    request: HttpRequest,
    viewer: Viewer,
    household: UUID,
    change: Callable[[], object],
    said: str,
    opened: str,
) -> HttpResponse:
    """Do it and go back to the page; or show the problem there with nothing typed lost."""
    try:
        change()
    except Problem as problem:
        if problem.code in {"household_unknown", "right_missing"}:
            raise
        typed = {name: request.POST.getlist(name) for name in request.POST}
        flat = {name: values[0] for name, values in typed.items()}
        ticked = typed.get("resident", [])
        return home_page(
            request, viewer, household, problem, opened=opened, typed=flat, ticked=ticked
        )
    messages.success(request, said)
    return redirect("home", household)


def ticked(request: HttpRequest) -> list[UUID]:
    """The people who are ticked; Problem `resident_unknown` for what is no id."""
    try:
        return [UUID(one) for one in request.POST.getlist("resident")]
    except ValueError:
        raise Problem("resident_unknown") from None


def _said(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()


def _words(text: str) -> tuple[str, ...]:
    """The words of a field, parted by spaces or by 、 as the committee writes them."""
    return tuple(text.replace("、", " ").replace("，", " ").split())


@require_http_methods(["POST"])
@acting_page(Right.CORRECT_HOMES)
def home_state(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Say what kind of home it is."""

    def change() -> None:
        set_state(viewer, household, read_state(_said(request, "state")))

    return _changed(request, viewer, household, change, _("已改好住户状态。"), "state")


@require_http_methods(["POST"])
@acting_page(Right.CORRECT_HOMES)
def home_away(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Note who is away, since when and until when."""

    def change() -> None:
        away = read_away(_said(request, "since"), _said(request, "until"), facts.today())
        note_away(viewer, household, ticked(request), away)

    return _changed(request, viewer, household, change, _("已记外出。"), "away")


@require_http_methods(["POST"])
@acting_page(Right.CORRECT_HOMES)
def home_back(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Note who is back."""

    def change() -> None:
        note_back(viewer, household, ticked(request))

    return _changed(request, viewer, household, change, _("已记回来。"), "")


@require_http_methods(["POST"])
@acting_page(Right.CORRECT_HOMES)
def home_resident(
    request: HttpRequest, viewer: Viewer, household: UUID, resident: UUID
) -> HttpResponse:
    """Correct one person."""
    typed = _said(request, "telephones")
    removed = "" if _said(request, "no_telephone") else None
    said = Corrected(
        name=_said(request, "name"),
        relation=_said(request, "relation"),
        telephones=typed or removed,
        needs=_words(_said(request, "needs")),
    )

    def change() -> None:
        correct_resident(viewer, household, resident, said)

    return _changed(request, viewer, household, change, _("已更正。"), str(resident))


@require_http_methods(["POST"])
@acting_page(Right.CORRECT_HOMES)
def home_resident_new(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Add one person to the household."""
    new = NewResident(
        name=_said(request, "name"),
        identity_number=_said(request, "identity_number") or None,
        telephones=_words(_said(request, "telephone")),
        needs=_words(_said(request, "needs")),
        relation=_said(request, "relation"),
    )

    def change() -> None:
        add_person(viewer, household, new)

    return _changed(request, viewer, household, change, _("已登记这个人。"), "add")


@require_http_methods(["POST"])
@acting_page(Right.CORRECT_HOMES)
def home_leave(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Let people leave the register: moved away, not living here, died."""

    def change() -> None:
        gone_from(viewer, household, ticked(request), _said(request, "why"))

    said = _("已记下：不再登记在这一户。")
    return _changed(request, viewer, household, change, said, "leave")


@require_http_methods(["POST"])
@acting_page(Right.CORRECT_HOMES)
def home_consent(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Note whether neighbours may be told, as the household says."""

    def change() -> None:
        say_consent(viewer, household, _said(request, "agrees") == "yes")

    return _changed(request, viewer, household, change, _("已记下这一户的意思。"), "")


@require_http_methods(["POST"])
@acting_page(Right.CORRECT_HOMES)
def home_numbers(
    request: HttpRequest, viewer: Viewer, household: UUID, resident: UUID
) -> HttpResponse:
    """Show the complete telephones of one person, once it is written down who looked."""
    numbers = show_telephones(viewer, household, resident)
    return home_page(request, viewer, household, shown={resident: numbers})


_AT = "register/home/<uuid:household>/"
urls = [
    path(_AT, home, name="home"),
    path(_AT + "state/", home_state, name="home_state"),
    path(_AT + "away/", home_away, name="home_away"),
    path(_AT + "back/", home_back, name="home_back"),
    path(_AT + "leave/", home_leave, name="home_leave"),
    path(_AT + "consent/", home_consent, name="home_consent"),
    path(_AT + "people/new/", home_resident_new, name="home_resident_new"),
    path(_AT + "people/<uuid:resident>/", home_resident, name="home_resident"),
    path(_AT + "people/<uuid:resident>/numbers/", home_numbers, name="home_numbers"),
]
