"""Who comes back (返回人员): expected by day, what is asked of each, six questions, kits, the gate's list."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wumen.actions import arrivals as actions
from wumen.queries import facts
from wumen.queries.arrivals import ArrivalLine, arrival
from wumen.queries.arrivals_gate import expected_at_gate
from wumen.queries.doors import place_meant
from wumen.queries.explain import whom_to_ring
from wumen.queries.help_numbers import numbers_at
from wumen.queries.kits import kit_of, kits
from wumen.queries.movements import movement_days
from wumen.queries.teams import team_at
from wumen.rules.arrivals import QUESTIONS, ArrivalDraft
from wumen.rules.explanation import Contact
from wumen.rules.help_numbers import HelpKind, HelpLine
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.risk_areas import LEVEL_NAMES
from wumen.rules.stock.kits import Drawn
from wumen.rules.stock.saying import things_zh
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_id
from wumen.web.templatetags.wumen import is_english

_FIELDS = ("area", "name", "telephone", "origin", "left_on", "expected_on", "hour", "transport")


def _draft(viewer: Viewer, request: HttpRequest, stays: str = "") -> ArrivalDraft:
    """What a form says of somebody, `stays` where it names no place; Problems of its place and days."""
    sent = {name: request.POST.get(name, "").strip() for name in _FIELDS}
    return ArrivalDraft(
        place_meant(viewer, sent["area"]) or stays,
        sent["name"],
        sent["telephone"],
        sent["origin"],
        read_day(sent["expected_on"]) if sent["expected_on"] else facts.today(),
        read_day(sent["left_on"]) if sent["left_on"] else None,
        sent["hour"],
        sent["transport"],
    )


def _ident(text: str) -> UUID:
    """The id that a form sends; Problem `arrival_unknown`."""
    return read_id(text, "arrival_unknown")


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    asked = request.GET if request.method != "POST" else request.POST
    today = facts.today()
    show = asked.get("show", "") or f"{today}"
    try:
        found = actions.look_at_arrivals(viewer, show, request.GET.get("after", ""))
    except Problem as unreadable:
        show, problem = f"{today}", problem or unreadable
        found = actions.look_at_arrivals(viewer, show)
    context = {
        "found": found,
        "show": show,
        "movements": movement_days(viewer) if "counts" in request.GET else None,
        "shown_day": date.fromisoformat(show) if show not in ("late", "home") else today,
        "today": f"{today}",
        "typed": request.POST,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "arrivals/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def arrivals(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who comes back, by day; a coming home is ticked, one more is noted."""
    if request.method != "POST":
        return _list(request, viewer)
    sent = request.POST
    try:
        if "came" in sent:
            actions.came(viewer, _ident(sent["came"]))
            messages.success(request, _("已记：到家了。"))
            shown = urlencode({"show": sent.get("show", "")})
            return redirect(f"{reverse('arrivals')}?{shown}")
        draft = _draft(viewer, request)
        at_home = bool(sent.get("home"))
        ident = (
            actions.arrive(viewer, draft, corrects=True)
            if at_home
            else actions.announce(viewer, draft)
        )
    except Problem as problem:
        return _list(request, viewer, problem)
    messages.success(request, _("已登记，请照下面的说。"))
    return redirect("arrivals_one", ident)


def _advice(line: ArrivalLine, numbers: Sequence[HelpLine], answering: Sequence[Contact]) -> str:
    """What is said to her, to be copied, with whom she rings: no name, no door, nothing of anybody else."""
    if line.asks is None:
        return ""
    said = "".join(f"{at}. {one}。\n" for at, one in enumerate(line.asks.asks_zh, 1))
    ring = [one for one in numbers if one.kind in (HelpKind.DESK, HelpKind.HOTLINE)]
    people = [f"{one.role.zh}{one.name} {one.telephone}" for one in answering if one.telephone]
    named = "、".join(
        [*people[:1], *(f"{one.name or one.named.zh} {one.telephone}" for one in ring)]
    )
    return f"您好，欢迎回家。请您：\n{said}有疑问请打：{named}。不同意可以提出异议。"


def _one(
    request: HttpRequest,
    viewer: Viewer,
    ident: UUID,
    problem: Problem | None = None,
    shown: str = "",
) -> HttpResponse:
    line = actions.look_at_arrival(viewer, ident)
    context: dict[str, Any] = {
        "line": line,
        "level": LEVEL_NAMES[line.judged.level] if line.judged else None,
        "advice": _advice(line, numbers_at(viewer, line.area), whom_to_ring(viewer, line.area)),
        "shown": shown,
        "questions": [(key, words, line.said.answers.get(key)) for key, words in QUESTIONS.items()],
        "today": f"{line.expected_on}",
        "typed": request.POST if problem else _typed(line),
        "problem": problem,
    }
    if line.household:
        people, items = kit_of(viewer, line.household)
        context |= {"people": people, "items": items, "team": team_at(viewer, line.household)}
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "arrivals/one.html", context, status=status)


def _typed(line: ArrivalLine) -> dict[str, str]:
    """The form of a correction, filled with what the viewer sees; what is left empty stays as it is."""
    said = line.said
    return {
        "name": said.name,
        "origin": said.origin,
        "left_on": f"{said.left_on or ''}",
        "expected_on": f"{line.expected_on}",
        "hour": said.hour,
        "transport": said.transport,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def arrivals_one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One who comes back: what is asked of her, the six questions, the kit, the team."""
    if request.method != "POST":
        return _one(request, viewer, ident)
    do, said = request.POST.get("do", ""), _("已记下。")
    try:
        if do == "telephone":
            return _one(request, viewer, ident, shown=actions.show_telephone(viewer, ident))
        if do == "came":
            actions.came(viewer, ident)
        elif do == "drop":
            actions.drop(viewer, ident)
            messages.success(request, _("已从名单上去掉。"))
            return redirect("arrivals")
        elif do == "origin":
            actions.settle_origin(viewer, ident)
        elif do == "kit":
            said = _given(actions.hand_kit(viewer, ident))
        elif do == "answers":
            sent = {key: request.POST.get(key, "") for key in QUESTIONS}
            actions.answer(viewer, ident, sent)
        else:
            stays = arrival(viewer, ident).area
            actions.announce(viewer, _draft(viewer, request, stays), ident)
    except Problem as problem:
        return _one(request, viewer, ident, problem)
    messages.success(request, said)
    return redirect("arrivals_one", ident)


def _given(found: Sequence[Drawn]) -> str:
    """That a kit was given, what was taken out of stock for it, and of what there was not enough."""
    taken = things_zh((one.kept.name, one.many, one.kept.unit) for one in found)
    lacking = things_zh((one.kept.name, one.lacking, one.kept.unit) for one in found)
    said = [_("已记下。")]
    if taken:
        said.append(_("库存里扣了%(things)s。") % {"things": taken})
    if lacking:
        said.append(_("库存账上少%(things)s，请保管人盘点。") % {"things": lacking})
    return (" " if is_english() else "").join(said)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.CORRECT_HOMES)
def arrivals_kits(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The kits that are to be packed and carried; one is ticked."""
    problem = None
    if request.method == "POST":
        try:
            given = actions.hand_kit(viewer, _ident(request.POST.get("kit", "")))
            messages.success(request, _given(given))
            return redirect("arrivals_kits")
        except Problem as refused:
            problem = refused
    context = {"found": kits(viewer), "problem": problem}
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "arrivals/kits.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.KEEP_GATE)
def arrivals_gate(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who is expected at a gate today; whoever stands on no list is noted and let in."""
    problem = None
    if request.method == "POST":
        try:
            if "came" in request.POST:
                actions.came(viewer, _ident(request.POST["came"]))
            else:
                actions.arrive(viewer, _draft(viewer, request))
            messages.success(request, _("已记：到了，请进。"))
            return redirect("arrivals_gate")
        except Problem as refused:
            problem = refused
    context = {
        "found": expected_at_gate(viewer, request.GET.get("after", "")),
        "today": f"{facts.today()}",
        "typed": request.POST,
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "arrivals/gate.html", context, status=status)


urls = [
    path("arrivals/", arrivals, name="arrivals"),
    path("arrivals/kits/", arrivals_kits, name="arrivals_kits"),
    path("arrivals/gate/", arrivals_gate, name="arrivals_gate"),
    path("arrivals/<uuid:ident>/", arrivals_one, name="arrivals_one"),
]
