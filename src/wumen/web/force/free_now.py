"""谁有空: so many of whom for when; who is free, who is missing; taken with a tick, printed with telephones."""

from datetime import date, time
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions import force
from wumen.actions.force import NewDeployment
from wumen.queries import facts
from wumen.queries.crew import places
from wumen.queries.free_now import deployed, free_now
from wumen.rules.force import BAR_NAMES, HALF_NAMES, Half, Skill, Work
from wumen.rules.numbers import typed_number
from wumen.rules.posts import PROFESSIONS, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import local
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.force.people import shown
from wumen.web.force.words import choices, ident, places_served

_ASKED = ("what", "skill", "profession", "area", "day", "half", "n", "minutes", "outdoor_minutes")
_NOON, _EVENING = time(12), time(18)
_FEW = 12


def _asked(sent: QueryDict) -> dict[str, str]:
    return {key: sent.get(key, "") for key in _ASKED}


def _now_half() -> Half:
    now = local(facts.now()).time()
    if now < _NOON:
        return Half.MORNING
    return Half.AFTERNOON if now < _EVENING else Half.NIGHT


def _number(typed: str, otherwise: int) -> int:
    text = typed_number(typed)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else otherwise


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return facts.today()


def _work(asked: dict[str, str]) -> Work:
    """What is asked for; what cannot be read is now, and no skill."""
    half = Half(asked["half"]) if asked["half"] in set(Half) else _now_half()
    skill = Skill(asked["skill"]) if asked["skill"] in set(Skill) else None
    return Work(_day(asked["day"]), half, _number(asked["outdoor_minutes"], 0), skill=skill)


def _page(
    request: HttpRequest, viewer: Viewer, sent: QueryDict, problem: Problem | None = None
) -> HttpResponse:
    asked = _asked(sent)
    work = _work(asked)
    wanted = _number(asked["n"], _FEW)
    profession = asked["profession"] if asked["profession"] in PROFESSIONS else ""
    found = free_now(viewer, asked["area"], work, wanted, profession)
    taken = deployed(viewer, asked["area"], work.day)
    lines = [
        (HALF_NAMES[Half(half)], what, list(some))
        for (half, what), some in groupby(taken, key=lambda one: (one.half, one.what))
    ]
    telephones = (
        force.show_telephones(viewer, [one.member for one in found.lines[:wanted]])
        if "telephones" in sent
        else {}
    )
    context = {
        **choices(),
        "found": found,
        "rows": [
            {**shown(one), "telephone": telephones.get(one.member, ""), "first": at < wanted}
            for at, one in enumerate(found.lines)
        ],
        "barred": [(BAR_NAMES[bar], n) for bar, n in sorted(found.barred.items())],
        "asked": asked | {"half": str(work.half), "day": work.day.isoformat()},
        "wanted": wanted,
        "day": work.day,
        "half": HALF_NAMES[work.half] if work.half else None,
        "taken": lines,
        "places": places_served(places(viewer)),
        "printed": bool(telephones),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "force/free_now.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def force_free_now(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who is free for what is asked; sending takes who is ticked, or shows their telephones for print."""
    if request.method == "GET":
        return _page(request, viewer, request.GET)
    sent = request.POST
    if "telephones" in sent:
        return _page(request, viewer, sent)
    asked = _asked(sent)
    new = NewDeployment(
        what=asked["what"],
        day=_day(asked["day"]),
        half=asked["half"],
        minutes=_number(asked["minutes"], 240),
        outdoor_minutes=_number(asked["outdoor_minutes"], 0),
    )
    try:
        with transaction.atomic():
            many = force.deploy(viewer, [ident(one) for one in sent.getlist("member")], new)
    except Problem as problem:
        return _page(request, viewer, sent, problem)
    messages.success(request, _("已安排 %(n)s 人。") % {"n": many})
    query = QueryDict(mutable=True)
    query.update({key: value for key, value in asked.items() if value})
    return redirect(f"{reverse('force_free_now')}?{query.urlencode()}")


@require_POST
@acting_page(Right.KEEP_CREW)
def force_call_off(request: HttpRequest, viewer: Viewer, deployment: UUID) -> HttpResponse:
    """Let somebody go from what she was taken for."""
    force.call_off(viewer, deployment)
    messages.success(request, _("已取消这一项安排。"))
    return redirect("force_free_now")


urls = [
    path("force/free/", force_free_now, name="force_free_now"),
    path("force/free/<uuid:deployment>/off/", force_call_off, name="force_call_off"),
]
