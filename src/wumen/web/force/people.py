"""The people of the force: who waits to be confirmed, who may stand twice, all of them, and one with all we know."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions import captains as seats
from wumen.actions import force as actions
from wumen.queries import facts
from wumen.queries.crew import places
from wumen.queries.force import MemberLine, member, members, same_members
from wumen.queries.homes import place_of
from wumen.queries.sign_up import buildings
from wumen.queries.structure import role_sets
from wumen.rules.areas import ancestors
from wumen.rules.force import BAR_NAMES, SKILL_NAMES, WISH_NAMES, Bar, Skill, Wish, Work, bars
from wumen.rules.meals.eating import DIET_NAMES
from wumen.rules.playbooks import Named
from wumen.rules.posts import PROFESSIONS, Right, Viewer
from wumen.rules.problems import Problem
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.force.words import (
    choices,
    free_words,
    ident,
    places_served,
    said_on_form,
    typed_again,
)
from wumen.web.templatetags.wumen import in_language

_SHOWN = 400
_CAME: dict[str, Named] = {
    "relay": Named(zh="接龙", en="relay"),
    "page": Named(zh="扫码报名", en="signed up by code"),
    "ledger": Named(zh="台账", en="ledger"),
    "crew": Named(zh="整队", en="a crew"),
    "office": Named(zh="办公室登记", en="entered here"),
}


def shown(line: MemberLine) -> dict[str, object]:
    """A person of the force as lists show her."""
    said = [SKILL_NAMES[Skill(one)] for one in sorted(line.serving.skills)]
    said += [WISH_NAMES[Wish(one)] for one in sorted(line.serving.wishes)]
    found = [one for one in bars(line.serving, Work(facts.today())) if one is not Bar.LEFT]
    return {
        "line": line,
        "profession": PROFESSIONS[line.serving.profession],
        "said": said,
        "bars": [BAR_NAMES[one] for one in found],
        "hours": round(line.serving.minutes / 60),
        "free": free_words(line.serving, line.free),
        "came": _CAME[line.came],
    }


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def force(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All who serve here; first who waits to be confirmed, and who may be one person."""
    area = request.GET.get("area", "")
    if request.method == "POST":
        picked = [ident(one) for one in request.POST.getlist("member")]
        with transaction.atomic():
            many = actions.confirm(viewer, picked)
        messages.success(request, _("已确认 %(n)s 人。") % {"n": many})
        return redirect("force")
    lines = members(viewer, area)
    asked = request.GET.get("q", "").strip()
    source = request.GET.get("profession", "")
    fit = [
        one
        for one in lines
        if asked in f"{one.name} {one.crew_no} {one.lives_in} {one.comes_from}"
        and source in ("", one.serving.profession)
    ]
    heads: dict[str, int] = {}
    for one in lines:
        key = one.serving.profession
        heads[key] = heads.get(key, 0) + one.serving.people
    context = {
        "rows": [shown(one) for one in fit[:_SHOWN] if not one.waits],
        "more": max(len(fit) - _SHOWN, 0),
        "waiting": [shown(one) for one in lines if one.waits],
        "same": [(shown(a), shown(b)) for a, b in same_members(viewer)],
        "heads": [(key, in_language(PROFESSIONS[key]), n) for key, n in heads.items()],
        "people": sum(heads.values()),
        "area": area,
        "asked": asked,
        "source": source,
        "places": places_served(places(viewer)),
    }
    return TemplateResponse(request, "force/list.html", context)


def _page(
    request: HttpRequest, viewer: Viewer, who: UUID, problem: Problem | None = None
) -> HttpResponse:
    line = member(viewer, who)
    context = {
        **shown(line),
        **choices(),
        "roles": role_sets(viewer),
        "buildings": buildings(line.area),
        "telephone": actions.show_telephones(viewer, [who])[who]
        if "telephone" in request.GET or problem
        else "",
        "others": [one for one in members(viewer, line.area) if one.member != who],
        "wished": [one for one, _words in line.wished],
        "known": {
            "skills": line.serving.skills,
            "wishes": line.serving.wishes,
            "limits": line.serving.limits,
            "free": [f"{day}.{half}" for day, half in line.free]
            if free_words(line.serving, line.free)
            else [],
        },
        "typed": typed_again(request) if problem else {},
        "diets": DIET_NAMES.items(),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "force/one.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def force_one(request: HttpRequest, viewer: Viewer, member: UUID) -> HttpResponse:
    """One person: what she can, when, what keeps her; corrected here."""
    if request.method == "GET":
        return _page(request, viewer, member)
    try:
        with transaction.atomic():
            said = said_on_form(request, request.POST.getlist("wished"))
            actions.correct(viewer, member, said, request.POST.getlist("roles"))
            actions.print_telephones(viewer, [member], "telephone_shown" in request.POST)
    except Problem as problem:
        return _page(request, viewer, member, problem)
    messages.success(request, _("已改好。"))
    return redirect("force_one", member)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_POST
@acting_page(Right.KEEP_CREW)
def force_state(request: HttpRequest, viewer: Viewer, member: UUID) -> HttpResponse:
    """Rest, who relieves her, her own sampling; or she leaves, and her seat is filled again."""
    sent = request.POST
    if "leave" in sent:
        changes = seats.withdraw(viewer, member, _seated_in(viewer, member))
        text = _("已记下退出。楼长岗位换了 %(n)s 处，交接已排成事项。")
        messages.success(request, text % {"n": len(changes)} if changes else _("已记下退出。"))
        return redirect("force")
    relief = sent.get("relieved_by", "")
    actions.note_state(
        viewer,
        member,
        rest_until=_day(sent.get("rest_until", "")),
        relieved_by=ident(relief) if relief else None,
        sampled_on=_day(sent.get("sampled_on", "")),
    )
    messages.success(request, _("已记下。"))
    return redirect("force_one", member)


def _seated_in(viewer: Viewer, who: UUID) -> str:
    """The compound of her seat, or where she serves: what is repaired when she goes."""
    line = member(viewer, who)
    above = ancestors(line.lives)[3:4] if line.lives else []
    return place_of(viewer, (above or [line.area])[0]).area


@require_POST
@acting_page(Right.KEEP_CREW)
def force_merge(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Let two entries be one."""
    keep, drop = (ident(request.POST.get(key, "")) for key in ("keep", "drop"))
    actions.merge(viewer, keep, drop)
    messages.success(request, _("已并成一条。"))
    return redirect("force_one", keep)


urls = [
    path("force/", force, name="force"),
    path("force/merge/", force_merge, name="force_merge"),
    path("force/<uuid:member>/", force_one, name="force_one"),
    path("force/<uuid:member>/state/", force_state, name="force_state"),
]
