"""Contacts of cases: proposals that a second person confirms, who contests one, and who is near a positive."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions import case_contacts as actions
from wumen.queries.case_contacts import ContactLine, OfPositive, near_positive
from wumen.queries.case_contacts import case_contacts as all_of
from wumen.queries.sampling_rounds.tubes import looks
from wumen.rules.areas import counted_at
from wumen.rules.case_contacts import (
    GROUND_NAMES,
    KIND_NAMES,
    STATE_NAMES,
    Ground,
    State,
    chosen_kind,
)
from wumen.rules.isolation import Part
from wumen.rules.lists import PURPOSE_LENGTH
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import day_zh, read_day
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_id
from wumen.web.lists import as_file


def _day(request: HttpRequest) -> date | None:
    said = request.POST.get("last", "").strip()
    return read_day(said) if said else None


def _line(one: ContactLine) -> dict[str, object]:
    """A contact with its words, and what the form of an order is filled with."""
    isolation, stay = one.advice.isolation, one.advice.stay
    return {
        "one": one,
        "kind": KIND_NAMES[one.said.kind],
        "ground": GROUND_NAMES[one.said.ground],
        "state": STATE_NAMES[one.state],
        "parts": [(each.part is Part.CENTRAL, each) for each in stay.stays] if stay else [],
        "central": bool(isolation and isolation.central_days),
        "person": (isolation.person_zh, isolation.person_en) if isolation else None,
        "building": counted_at(one.area),
        "waits": one.state is State.PROPOSED,
        "contested": one.state is State.CONTESTED,
        "stands": one.state is State.CONFIRMED,
        "last": f"{one.said.last}" if one.said.last else "",
    }


def _typed(one: ContactLine, sent: Mapping[str, str]) -> dict[str, str]:
    """What stands in the forms of a row: as it was typed where it was refused, else what is known."""
    again = sent if sent.get("contact") == str(one.id) else {}
    known = f"{one.said.last}" if one.said.last else ""
    return {
        "form_kind": again.get("kind") or one.said.kind,
        "form_last": again.get("last", known),
        "form_said": again.get("said", ""),
    }


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    ended = request.GET.get("state") == "ended"
    context = {
        "rows": [
            _line(one) | _typed(one, request.POST if problem else {})
            for one in all_of(viewer, ended)
        ],
        "ended": ended,
        "kinds": [(key.value, named) for key, named in KIND_NAMES.items()],
        "may_confirm": viewer.may(Right.CONFIRM_ORDER),
        "may_order": viewer.may(Right.ENTER_ORDER),
        "problem": problem,
        "opened": request.POST.get("contact", ""),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "case_contacts/list.html", context, status=status)


def _confirm(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    kind = chosen_kind(request.POST.get("kind", ""))
    until = actions.confirm(viewer, ident, kind, _day(request))
    said = _("已确认，到 %(day)s 自己到期。要隔离的，等有权机关的文件再录入。")
    return said % {"day": day_zh(until)}


def _contest(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    actions.contest(viewer, ident, request.POST.get("said", ""))
    return _("已记下本人的话，由没有经手的同事来定。")


def _keep(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    actions.keep(viewer, ident)
    return _("已核对：维持。")


def _drop(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    actions.drop(viewer, ident, request.POST.get("said", ""))
    return _("已撤下。已经有告知书的，要等有权机关的文件解除。")


_DOES: dict[str, Callable[[HttpRequest, Viewer, UUID], str]] = {
    "confirm": _confirm,
    "contest": _contest,
    "keep": _keep,
    "drop": _drop,
}


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def case_contacts(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The contacts: what waits for a second person, who says that it is wrong, who is confirmed until when."""
    if request.method != "POST":
        return _list(request, viewer)
    does = _DOES.get(request.POST.get("do", ""))
    try:
        ident = read_id(request.POST.get("contact", ""), "contact_unknown")
        said = does(request, viewer, ident) if does else ""
    except Problem as problem:
        return _list(request, viewer, problem)
    messages.success(request, said)
    return redirect("case_contacts")


def _near_page(
    request: HttpRequest,
    viewer: Viewer,
    found: OfPositive,
    look: str = "",
    problem: Problem | None = None,
) -> HttpResponse:
    context = {
        "found": found,
        "groups": [
            (one, GROUND_NAMES[one.ground], KIND_NAMES[one.kind] if one.kind else None)
            for one in found.groups
        ],
        "states": {one.value: named for one, named in STATE_NAMES.items()},
        "kinds": [(key.value, named) for key, named in KIND_NAMES.items()],
        "looks": [one for one in looks(viewer) if one.open and one.mine]
        if viewer.may(Right.PLAN)
        else [],
        "look": look,
        "last": request.POST.get("last", "") or f"{found.last}",
        "purpose": request.POST.get("purpose", ""),
        "purpose_length": PURPOSE_LENGTH,
        "may_export": viewer.may(Right.EXPORT),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "case_contacts/near.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def case_contacts_near(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Who is near a positive known here, by ground; some are proposed, or handed to those who trace."""
    if request.method != "POST":
        return _near_page(request, viewer, near_positive(viewer, number))
    look = request.POST.get("look", "")
    try:
        if "tube" in request.POST:
            tube = read_id(look, "tube_look_unknown")
            return _near_page(request, viewer, actions.near_in_tube(viewer, number, tube), look)
        people = [read_id(one, "contact_nobody") for one in request.POST.getlist("person")]
        kind = chosen_kind(request.POST.get("kind", ""))
        ground = Ground(request.POST.get("ground", Ground.HOUSEHOLD))
        what = actions.Proposal(kind, _day(request), ground, occurrence=number)
        many = actions.propose_near(viewer, number, people, what)
    except Problem as problem:
        return _near_page(request, viewer, near_positive(viewer, number), problem=problem)
    said = _("已提 %(n)s 条建议，等另一位同事确认；没有人因此受限制。")
    messages.success(request, said % {"n": many})
    return redirect("case_contacts")


@require_POST
@acting_page(Right.EXPORT)
def case_contacts_handed(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Who is near a positive, as a table for those who trace."""
    look = request.POST.get("look", "")
    try:
        grounds = [one for one in Ground if one in request.POST.getlist("ground")]
        tube = read_id(look, "tube_look_unknown") if look else None
        taken = actions.take_near(viewer, number, grounds, request.POST.get("purpose", ""), tube)
    except Problem as problem:
        return _near_page(request, viewer, near_positive(viewer, number), problem=problem)
    return as_file(taken)


urls = [
    path("case-contacts/", case_contacts, name="case_contacts"),
    path("case-contacts/of/<int:number>/", case_contacts_near, name="case_contacts_near"),
    path("case-contacts/of/<int:number>/list/", case_contacts_handed, name="case_contacts_handed"),
]
