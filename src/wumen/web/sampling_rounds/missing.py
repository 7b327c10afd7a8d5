"""A building's sweep in a round: who is missing and why, calls, the group; and a roster keyed in by its lines."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.sampling_rounds.noting import key_in_roster, note_why, ring_missing
from wumen.queries import facts
from wumen.queries.sampling_rounds.sweeping import roster_of, sweep
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import win_of
from wumen.rules.sampling_rounds.standing import LONGEST_WORDS, WHY_NAMES, WORDS_OF
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.ids import read_id
from wumen.web.templatetags.wumen import in_language


def _told(problem: Problem) -> tuple[tuple[str, str], tuple[str, str]]:
    """A problem that is shown beside what else there is: its sentence and the next step in both languages."""
    return (
        (problem.text("zh"), problem.text("en")),
        (problem.next_step("zh"), problem.next_step("en")),
    )


def _building(
    request: HttpRequest, viewer: Viewer, ident: UUID, area: str, problem: Problem | None = None
) -> HttpResponse:
    found = sweep(viewer, ident, area)
    context = {
        "found": found,
        "line": found.line,
        "box": found.box,
        "untold": _told(found.untold) if found.untold else (),
        "open": found.line.closed_at is None,
        "whys": [(str(key), named, key in WORDS_OF) for key, named in WHY_NAMES.items()],
        "longest": LONGEST_WORDS,
        "rounds": f"{reverse('rounds')}?win={win_of(found.line.number)}&area={found.area}",
        "sheets": f"{reverse('round_sheets')}?choice={win_of(found.line.number)}+{found.area}#print",
        "may_note": viewer.may(Right.SETTLE),
        "may_ring": viewer.may(Right.KEEP_REGISTER),
        "today": found.line.day == facts.today(),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "sampling_rounds/building.html", context, status=status)


@require_safe
@acting_page(Right.SEE_REGISTER)
def rounds_building(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Who of a building is missing, with what was said."""
    return _building(request, viewer, ident, request.GET.get("area", ""))


@require_POST
@acting_page(Right.SETTLE)
def rounds_note(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Note why somebody is not sampled."""
    sent, area = request.POST, request.POST.get("area", "")

    def change() -> str:
        who = read_id(sent.get("resident", ""), "round_not_owed")
        why = note_why(viewer, ident, who, sent.get("why", ""), sent.get("words", ""))
        return _("已记下：%(why)s。") % {"why": in_language(WHY_NAMES[why])}

    return done_or_shown(
        *(request, change, f"{reverse('sampling_building', args=[ident])}?area={area}#missing"),
        lambda problem: _building(request, viewer, ident, area, problem),
        *("round_unknown", "area_not_yours"),
    )


@require_POST
@acting_page(Right.KEEP_REGISTER)
def rounds_ring(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Make a call list of who is missing and gave no answer."""
    area = request.POST.get("area", "")
    try:
        with transaction.atomic():
            made = ring_missing(viewer, ident, area)
    except Problem as problem:
        if problem.code in ("round_unknown", "right_missing", "area_not_yours"):
            raise
        return _building(request, viewer, ident, area, problem)
    messages.success(request, _("名单已建好，请分给人打。"))
    return redirect("call_list", made.id)


@require_http_methods(["GET", "POST"])
@acting_page(Right.SETTLE)
def rounds_roster(
    request: HttpRequest, viewer: Viewer, ident: UUID, organisation: UUID
) -> HttpResponse:
    """The roster of an organisation with numbered lines, for paper, and what was ticked there keyed in."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            with transaction.atomic():
                many = key_in_roster(viewer, ident, organisation, request.POST.get("lines", ""))
        except Problem as refused:
            if refused.code in ("round_unknown", "organisation_unknown", "right_missing"):
                raise
            problem = refused
        else:
            said = ngettext("已录入，新记 %(n)s 人。", "已录入，新记 %(n)s 人。", many)
            messages.success(request, said % {"n": many})
            return redirect("sampling_roster", ident, organisation)
    context = {
        "line": roster_of(viewer, ident, organisation),
        "problem": problem,
        "typed": request.POST.get("lines", "") if problem else "",
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "sampling_rounds/roster.html", context, status=status)
