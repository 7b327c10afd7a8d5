"""The gate's page (出入登记): one line typed, noted as the rule decides, the answer large; exceptions with a reason."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wumen.actions.passages import AtGate, Noted, correct, note
from wumen.queries.passages import buildings_of, gate_day, gates, holder_of, stands_noted
from wumen.rules.entries import COMING_NAMES, Coming
from wumen.rules.movement import CARE, EMERGENCIES, PURPOSE_NAMES, Purpose
from wumen.rules.passages import DECISION_NAMES, Way, split_way
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import instant_en, instant_zh
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_id, read_number

_SAID = "passage_said"
_GATE = "gate"
# What is asked once more where the words did not say it, and its choices.
_WHO, _WHAT_FOR = "passage_kind_missing", "passage_why_missing"
_WHERE = "passage_place_missing"
_WHY = "passage_why_needed"
# A gate at which more than 15,000 pass in a day has more than one machine.
_PAGE_DIGITS = 3
_FOR = (
    *(Purpose.DOCTOR, Purpose.ILLNESS, Purpose.GOODS, Purpose.WORK),
    *(Purpose.FAMILY, Purpose.AIR, Purpose.OTHER),
)


def _choices(problem: Problem | None) -> list[tuple[str, object]]:
    """What somebody may choose where the words were not enough."""
    if problem is None:
        return []
    if problem.code == _WHO:
        return [(one.value, COMING_NAMES[one]) for one in Coming]
    if problem.code == _WHAT_FOR:
        return [(one.value, PURPOSE_NAMES[one]) for one in _FOR]
    return []


def _gate(request: HttpRequest, places: list[tuple[str, str]], viewer: Viewer) -> str:
    """The gate that was chosen, now or last time; else the first."""
    asked = request.POST.get("gate") or request.GET.get("gate", "")
    if asked:
        return asked
    paths, kept = [place for place, _words in places], request.session.get(_GATE, "")
    return kept if kept in paths else paths[0] if paths else viewer.area


def _which(request: HttpRequest) -> int:
    """Which fifteen of today's entries, from 1 on."""
    asked = request.POST.get("page") or request.GET.get("page", "")
    return max(1, read_number(asked, _PAGE_DIGITS))


def _line(request: HttpRequest) -> str:
    """The line as it was typed, with the building that was chosen for it."""
    return " ".join(request.POST.get(name, "") for name in ("text", "place")).strip()


def _page(
    request: HttpRequest,
    viewer: Viewer,
    problem: Problem | None = None,
    mending: UUID | None = None,
) -> HttpResponse:
    """The page of a gate; after a problem as it was sent, the entry that is `mending` with its form open."""
    places = gates(viewer)
    gate = _gate(request, places, viewer)
    found = gate_day(viewer, gate, _which(request), mending)
    if request.session.get(_GATE) != gate:
        request.session[_GATE] = gate
    sent = request.POST
    typed = {"text": _line(request), **{name: sent.get(name, "") for name in ("way", "chosen")}}
    typed = typed if problem else {}
    if problem and (way := split_way(typed["text"])[0]):
        typed["way"] = way
    told = request.method == "GET" and _SAID in request.session
    said = request.session.pop(_SAID) if told else None
    context: dict[str, Any] = {
        "places": places,
        "found": found,
        "place": dict(places).get(gate, ""),
        "said": said,
        "holder": holder_of(viewer, UUID(said["id"])) if said and said["pass"] else None,
        "typed": typed,
        "choices": _choices(problem),
        "buildings": buildings_of(viewer, gate) if problem and problem.code == _WHERE else [],
        "asks_why": problem is not None and problem.code == _WHY and mending is None,
        "decisions": list(DECISION_NAMES.items()),
        "problem": problem,
        "mending": mending,
        "once": uuid4(),
        "why": sent.get("why", ""),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "passages/page.html", context, status=status)


def _told(noted: Noted) -> dict[str, Any]:
    """What is read out after an entry; nobody's name is kept for it."""
    answer = noted.judged.answer
    return {
        "id": str(noted.id),
        "way": noted.said.way.value,
        "pass": bool(noted.said.number),
        "verdict": answer.verdict.value,
        "decision": noted.decision.value,
        "reason": list(answer.reason),
        "steps": [list(one) for one in answer.steps],
        "order": answer.order or "",
        "until": [instant_zh(answer.until), instant_en(answer.until)] if answer.until else [],
        "returning": noted.said.way is Way.IN and noted.said.coming is Coming.RETURNING,
        "rescue": noted.said.purpose in EMERGENCIES,
        "own_order": noted.said.way is Way.OUT
        and not noted.said.number
        and not noted.said.outsider
        and noted.said.purpose not in EMERGENCIES | CARE,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@acting_page(Right.KEEP_GATE)
def passages(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who comes and goes at a gate today, and one line for who comes next."""
    if request.method != "POST":
        return _page(request, viewer)
    sent = request.POST
    once = read_id(sent["once"], "request_unreadable") if sent.get("once") else uuid4()
    entered = AtGate(
        sent.get("gate", ""),
        sent.get("way", ""),
        _line(request),
        sent.get("chosen", ""),
        why=sent.get("why", ""),
        once=once,
    )
    back = f"{reverse('passages')}?{urlencode({'gate': entered.gate})}"
    if stands_noted(viewer, once):
        return redirect(back)
    try:
        noted = note(viewer, entered)
    except Problem as problem:
        # Two taps at the same moment: the first has noted it by now.
        twice = problem.code == "changed_at_once" and stands_noted(viewer, once)
        return redirect(back) if twice else _page(request, viewer, problem)
    request.session[_SAID] = _told(noted)
    return redirect(back)


@require_POST
@acting_page(Right.KEEP_GATE)
def passages_correct(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Put right what became of an entry of today."""
    try:
        correct(viewer, ident, request.POST.get("decision", ""), request.POST.get("why", ""))
    except Problem as problem:
        return _page(request, viewer, problem, ident)
    messages.success(request, _("已改好。"))
    return redirect(f"{reverse('passages')}?{urlencode({'page': _which(request)})}#latest")


urls = [
    path("passages/", passages, name="passages"),
    path("passages/<uuid:ident>/", passages_correct, name="passages_correct"),
]
