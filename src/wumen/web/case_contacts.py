"""Contacts of cases: proposals that a second person confirms, who contests one, and who is near a positive."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions import case_contacts as actions
from wumen.queries.case_contacts import ContactLine, Group, OfPositive, near_positive
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
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_id
from wumen.web.lists import as_file
from wumen.web.templatetags.wumen import day


def _day(request: HttpRequest) -> date | None:
    said = request.POST.get("last", "").strip()
    return read_day(said) if said else None


def _line(one: ContactLine, sent: QueryDict) -> dict[str, object]:
    """A contact with its words, and what its forms are filled with: what was sent and refused, else what is known."""
    isolation, stay = one.advice.isolation, one.advice.stay
    refused = sent if sent.get("contact") == f"{one.id}" else QueryDict()
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
        "kind_sent": refused.get("kind") or one.said.kind,
        "last_sent": refused.get("last") or f"{one.said.last or ''}",
        "said_sent": refused.get("said", ""),
    }


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    ended = request.GET.get("state") == "ended"
    context = {
        "rows": [_line(one, request.POST) for one in all_of(viewer, ended)],
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
    return said % {"day": day(until)}


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
    sent = request.POST
    context = {
        "found": found,
        "groups": [_group(one, found.named, sent) for one in found.groups],
        "typed": len(found.typed),
        "grounds": sent.getlist("ground") if "purpose" in sent else ["household", "tube"],
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


def _group(one: Group, named: bool, sent: QueryDict) -> dict[str, object]:
    """A group with what stands ticked and chosen: as it was sent, else what the rules propose."""
    kind = KIND_NAMES[one.kind] if one.kind else None
    ticked = {f"{each.resident}" for each in one.people if kind and named and not each.state}
    chosen = f"{one.kind or ''}"
    if "kind" in sent and sent.get("ground") == one.ground:
        ticked, chosen = set(sent.getlist("person")), sent.get("kind", "")
    people = [(each, f"{each.resident}" in ticked) for each in one.people]
    ground = GROUND_NAMES[one.ground]
    return {"one": one, "name": ground, "kind": kind, "people": people, "chosen": chosen}


def _refused(request: HttpRequest, viewer: Viewer, number: int, problem: Problem) -> HttpResponse:
    """The page as it stood when it was sent, with the people of a tube where a look was chosen."""
    look = request.POST.get("look", "")
    try:
        found = actions.near_in_tube(viewer, number, read_id(look, "tube_look_unknown"))
    except Problem:
        found, look = near_positive(viewer, number), ""
    return _near_page(request, viewer, found, look, problem)


def _ground(text: str) -> Ground:
    return Ground(text) if text in set(Ground) else Ground.HOUSEHOLD


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
        ground = _ground(request.POST.get("ground", ""))
        what = actions.Proposal(kind, _day(request), ground, occurrence=number)
        many = actions.propose_near(viewer, number, people, what)
    except Problem as problem:
        return _refused(request, viewer, number, problem)
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
        return _refused(request, viewer, number, problem)
    return as_file(taken)


urls = [
    path("case-contacts/", case_contacts, name="case_contacts"),
    path("case-contacts/of/<int:number>/", case_contacts_near, name="case_contacts_near"),
    path("case-contacts/of/<int:number>/list/", case_contacts_handed, name="case_contacts_handed"),
]
