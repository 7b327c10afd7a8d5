"""Organisations: a list with head counts, one with its roster, people added one by one or by a list."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions import organisations as actions
from wumen.actions.organisations import NewOrganisation, RosterOutcome
from wumen.queries.crew import places
from wumen.queries.organisations import OrganisationLine, organisation_lines, people_once
from wumen.queries.organisations import organisation as organisation_of
from wumen.rules.areas import AreaKind
from wumen.rules.masks import mask_identity_number, mask_telephone
from wumen.rules.organisations import ORGANISATION_KINDS, RosterProblem, RosterReading, read_kind
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of

_MASKS = {"identity_number": mask_identity_number, "phone": mask_telephone}
_SHORT = 5
# So many lines of what could not be taken are read on a page; the rest is told by its number.
_SHOWN = 200


@dataclass(frozen=True)
class Wrong:
    """What of a pasted line was not taken, its numbers masked: whoever mends it has the list at hand."""

    line: int
    name: str
    raw: str
    problem: Problem


def wrong_line(one: RosterProblem) -> Wrong:
    """A problem of a pasted line as a page shows it."""
    mask = _MASKS.get(one.field or "")
    digits = sum(char.isdigit() for char in one.raw)
    if mask is None and digits > _SHORT:
        mask = mask_identity_number
    raw = mask(one.raw) if mask and len(one.raw) > _SHORT else one.raw
    return Wrong(one.line, one.name, raw, Problem(one.code))


def _kinds() -> list[tuple[str, tuple[str, str]]]:
    return [(str(key), named) for key, named in ORGANISATION_KINDS.items()]


def _typed(request: HttpRequest) -> dict[str, str]:
    return {
        name: values.strip() for name, values in request.POST.items() if isinstance(values, str)
    }


def _new(typed: dict[str, str]) -> NewOrganisation:
    kind = read_kind(typed.get("kind", ""))
    return NewOrganisation(
        typed.get("name", ""), kind, typed.get("contact", ""), typed.get("telephones", "")
    )


@require_http_methods(["GET", "POST"])
@acting_page(Right.SEE_REGISTER)
def register_organisations(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The organisations of a place with how many people each has; the form registers one."""
    typed, problem = _typed(request), None
    if request.method == "POST":
        try:
            with transaction.atomic():
                row = actions.register_organisation(viewer, typed.get("area", ""), _new(typed))
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("已登记“%(name)s”，可以添加名册。") % {"name": row.name})
            return redirect("register_organisation", row.id)
    area = request.GET.get("area", "")
    context = {
        "lines": [
            {"line": one, "kind": ORGANISATION_KINDS[one.kind]}
            for one in organisation_lines(viewer, area)
        ],
        "once": people_once(viewer, area),
        "area": area,
        "places": [one for one in places(viewer) if one.kind != AreaKind.UNIT],
        "kinds": _kinds(),
        "typed": typed,
        "problem": problem,
        "may_keep": viewer.may(Right.KEEP_REGISTER),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "organisations/list.html", context, status=status)


@dataclass(frozen=True)
class Shown:
    """What the page of an organisation shows beside it: a refusal, a list's outcome, a telephone."""

    problem: Problem | None = None
    opened: str = ""
    outcome: RosterOutcome | None = None
    telephones: tuple[str, ...] = ()


def _as_it_stands(line: OrganisationLine) -> dict[str, str]:
    return {"name": line.name, "kind": str(line.kind), "contact": line.contact}


def _page(
    request: HttpRequest, viewer: Viewer, ident: UUID, shown: Shown | None = None
) -> HttpResponse:
    shown = shown or Shown()
    line, roster = organisation_of(viewer, ident)
    wrong = shown.outcome.reading.problems if shown.outcome else ()
    context = {
        "line": line,
        "kind": ORGANISATION_KINDS[line.kind],
        "kinds": _kinds(),
        "roster": [one for one in roster if one.left_at is None],
        "former": [one for one in roster if one.left_at is not None],
        "shown": shown,
        "problem": shown.problem,
        "wrong": [wrong_line(one) for one in wrong[:_SHOWN]],
        "more": max(0, len(wrong) - _SHOWN),
        "typed": _as_it_stands(line) | (_typed(request) if shown.problem else {}),
        "ticked": request.POST.getlist("entry") if shown.problem else [],
        "may_keep": viewer.may(Right.KEEP_REGISTER),
    }
    status = status_of(shown.problem) if shown.problem else 200
    return TemplateResponse(request, "organisations/one.html", context, status=status)


@require_safe
@acting_page(Right.SEE_REGISTER)
def register_organisation(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One organisation with its roster; prints as a list to tick."""
    return _page(request, viewer, ident)


def _changed(
    request: HttpRequest, viewer: Viewer, ident: UUID, opened: str, change: Callable[[], str]
) -> HttpResponse:
    """Do it and go back to the page; or show the problem there, in the part that was open."""
    return done_or_shown(
        request,
        change,
        reverse("register_organisation", args=[ident]),
        lambda problem: _page(request, viewer, ident, Shown(problem, opened)),
        "organisation_unknown",
    )


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_organisation_change(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Correct name, kind and contact."""

    def change() -> str:
        actions.change_organisation(viewer, ident, _new(_typed(request)))
        return _("已改好。")

    return _changed(request, viewer, ident, "change", change)


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_organisation_state(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Close it, or open it again."""

    def change() -> str:
        if request.POST.get("state") == "open":
            actions.reopen_organisation(viewer, ident)
            return _("已重新启用。")
        actions.close_organisation(viewer, ident)
        return _("已停用，名册保留。")

    return _changed(request, viewer, ident, "state", change)


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_organisation_person(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Put one person on the roster."""

    def change() -> str:
        typed = _typed(request)
        names = ("person_name", "identity_number", "person_telephones")
        actions.add_person(viewer, ident, *(typed.get(name, "") for name in names))
        return _("已加到名册。")

    return _changed(request, viewer, ident, "person", change)


def _reading(request: HttpRequest, viewer: Viewer) -> RosterReading:
    """The list of the form: the file where one was chosen, else what was pasted."""
    file = request.FILES.get("file")
    if file is not None:
        return actions.read_list_file(viewer, file.name or "", file.read())
    return actions.read_list(request.POST.get("list", ""))


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_organisation_list(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Put the people of a list on the roster and show what of it could not be taken."""
    try:
        with transaction.atomic():
            outcome = actions.add_people(viewer, ident, _reading(request, viewer))
    except Problem as problem:
        if problem.code == "organisation_unknown":
            raise
        return _page(request, viewer, ident, Shown(problem, "list"))
    return _page(request, viewer, ident, Shown(outcome=outcome, opened="list"))


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_organisation_leave(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Note that those who are ticked left."""

    def change() -> str:
        left = actions.remove_people(viewer, ident, _entries(request))
        return _("已记 %(n)s 人离开。") % {"n": left}

    return _changed(request, viewer, ident, "leave", change)


def _entries(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(one) for one in request.POST.getlist("entry")]
    except ValueError:
        raise Problem("roster_person_unknown") from None


@require_POST
@acting_page(Right.KEEP_REGISTER)
def register_organisation_contact(
    request: HttpRequest, viewer: Viewer, ident: UUID
) -> HttpResponse:
    """Show the contact's complete telephones, once it is written down who looked."""
    numbers = actions.show_contact(viewer, ident)
    return _page(request, viewer, ident, Shown(telephones=tuple(numbers)))


_ONE = "register/organisations/<uuid:ident>/"
urls = [
    path("register/organisations/", register_organisations, name="register_organisations"),
    path(_ONE, register_organisation, name="register_organisation"),
    path(_ONE + "change/", register_organisation_change, name="register_organisation_change"),
    path(_ONE + "state/", register_organisation_state, name="register_organisation_state"),
    path(_ONE + "person/", register_organisation_person, name="register_organisation_person"),
    path(_ONE + "list/", register_organisation_list, name="register_organisation_list"),
    path(_ONE + "leave/", register_organisation_leave, name="register_organisation_leave"),
    path(_ONE + "contact/", register_organisation_contact, name="register_organisation_contact"),
]
