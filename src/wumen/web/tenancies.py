"""Let homes: the list of an area by how many lodge, and who lets one home to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.organisations import read_list
from wumen.actions.tenancies import (
    Lodgers,
    NewTenancy,
    end_tenancy,
    note_tenancy,
    register_lodgers,
    show_landlord,
)
from wumen.queries import facts
from wumen.queries.tenancies import HomeTenancy, let_homes
from wumen.queries.tenancies import home_tenancy as tenancy_of
from wumen.rules.homes import STATE_NAMES, read_state
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.tenancies import LET_STATES, MOST_LODGERS, read_lease
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.organisations import wrong_line


@require_safe
@acting_page(Right.SEE_REGISTER)
def register_let_homes(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The let homes of a place, crowded ones first."""
    homes = let_homes(viewer, request.GET.get("area", ""))
    context = {
        "homes": [{"home": one, "state": STATE_NAMES[one.state]} for one in homes],
        "people": sum(one.people for one in homes),
        "without_landlord": sum(not one.landlord for one in homes),
        "most": MOST_LODGERS,
    }
    return TemplateResponse(request, "tenancies/list.html", context)


@dataclass(frozen=True)
class Shown:
    """What the page of a let home shows beside it: a refusal, a list's outcome, complete telephones."""

    problem: Problem | None = None
    opened: str = ""
    lodgers: Lodgers | None = None
    telephones: tuple[str, ...] = ()


def _as_it_stands(home: HomeTenancy) -> dict[str, str]:
    """The form as the tenancy that stands would fill it; telephones are not written out."""
    state = home.state if home.state in LET_STATES else LET_STATES[0]
    if home.standing is None:
        return {"state": str(state)}
    lease = home.standing.lease
    return {
        "state": str(state),
        "landlord": home.standing.landlord,
        "begins": lease.begins.isoformat() if lease.begins else "",
        "ends": lease.ends.isoformat() if lease.ends else "",
    }


def _page(
    request: HttpRequest, viewer: Viewer, household: UUID, shown: Shown | None = None
) -> HttpResponse:
    shown = shown or Shown()
    home = tenancy_of(viewer, household)
    typed = dict(request.POST.items()) if shown.problem else {}
    wrong = shown.lodgers.problems if shown.lodgers else ()
    context = {
        "home": home,
        "state": STATE_NAMES[home.state],
        "states": [(str(key), STATE_NAMES[key]) for key in LET_STATES],
        "shown": shown,
        "problem": shown.problem,
        "wrong": [wrong_line(one) for one in wrong],
        "typed": _as_it_stands(home) | typed,
        "today": facts.today(),
        "may_keep": viewer.may(Right.KEEP_REGISTER),
    }
    status = status_of(shown.problem) if shown.problem else 200
    return TemplateResponse(request, "tenancies/home.html", context, status=status)


@require_safe
@acting_page(Right.SEE_REGISTER)
def home_tenancy(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Who lets this home, to whom, and who did before."""
    return _page(request, viewer, household)


def _changed(
    request: HttpRequest, viewer: Viewer, household: UUID, opened: str, change: Callable[[], str]
) -> HttpResponse:
    return done_or_shown(
        request,
        change,
        reverse("home_tenancy", args=[household]),
        lambda problem: _page(request, viewer, household, Shown(problem, opened)),
        "household_unknown",
    )


def _said(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()


@require_POST
@acting_page(Right.KEEP_REGISTER)
def home_tenancy_note(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Note who lets, or correct it."""

    def change() -> str:
        new = NewTenancy(
            landlord=_said(request, "landlord"),
            telephones=_said(request, "telephones"),
            lease=read_lease(_said(request, "begins"), _said(request, "ends")),
            state=read_state(_said(request, "state")),
            identity_number=_said(request, "identity_number"),
        )
        note_tenancy(viewer, household, new)
        return _("已登记房东。")

    return _changed(request, viewer, household, "note", change)


@require_POST
@acting_page(Right.KEEP_REGISTER)
def home_tenancy_end(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Note that it has ended; it stays to be looked up."""

    def change() -> str:
        end_tenancy(viewer, household, read_day(_said(request, "last")))
        return _("已记租期结束，原来的登记保留。")

    return _changed(request, viewer, household, "end", change)


@require_POST
@acting_page(Right.KEEP_REGISTER)
def home_tenancy_lodgers(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Register the lodgers that the landlord names; who could not be is shown."""
    try:
        with transaction.atomic():
            lodgers = register_lodgers(viewer, household, read_list(request.POST.get("list", "")))
    except Problem as problem:
        if problem.code in {"household_unknown", "right_missing"}:
            raise
        return _page(request, viewer, household, Shown(problem, "lodgers"))
    return _page(request, viewer, household, Shown(lodgers=lodgers, opened="lodgers"))


@require_POST
@acting_page(Right.KEEP_REGISTER)
def home_tenancy_numbers(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """Show the landlord's complete telephones, once it is written down who looked."""
    numbers = show_landlord(viewer, household)
    return _page(request, viewer, household, Shown(telephones=numbers))


_ONE = "register/home/<uuid:household>/tenancy/"
urls = [
    path("register/let/", register_let_homes, name="register_let_homes"),
    path(_ONE, home_tenancy, name="home_tenancy"),
    path(_ONE + "note/", home_tenancy_note, name="home_tenancy_note"),
    path(_ONE + "end/", home_tenancy_end, name="home_tenancy_end"),
    path(_ONE + "lodgers/", home_tenancy_lodgers, name="home_tenancy_lodgers"),
    path(_ONE + "numbers/", home_tenancy_numbers, name="home_tenancy_numbers"),
]
