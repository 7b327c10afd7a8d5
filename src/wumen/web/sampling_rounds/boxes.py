"""The transport boxes of a round: packed, handed over and received on one page by keyboard or scanner; the list."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.sampling_rounds.box_handing import Told, move_on
from wumen.actions.sampling_rounds.box_words import (
    explain_box,
    explain_made,
    say_made,
    set_limits,
    withdraw_box,
)
from wumen.actions.sampling_rounds.boxes import BoxDraft, note_box
from wumen.queries import facts
from wumen.queries.sampling_rounds.boxes import BoxesPage, boxes_page
from wumen.rules.guarded_text import check_group_text
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.boxes import (
    HAND_SOURCE,
    LAB_SOURCE,
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_WHY,
    STEP_NAMES,
    Step,
)
from wumen.rules.sampling_rounds.saying import WaitingBox, boxes_zh
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.ids import read_id

_DRAFT = (
    *("where", "number", "seal", "tubes", "first", "codes", "handed_to", "handed_at"),
    *("handed_tubes", "lab", "received_at", "received_tubes"),
)
# A sheet on paper has as many lines as an A4 page holds.
_LINES = 16
_WHYS = ("数错，重数过", "漏液，当场作废", "多拿一支空管，没有采样")


def _text(found: BoxesPage) -> str:
    """The boxes of a round for the group of those who pack and carry; none where it might tell of somebody."""
    waiting = [
        WaitingBox(
            where=one.words,
            tubes=one.box.handed.tubes if one.box.handed else one.box.tubes,
            handed=one.box.handed is not None,
            first=one.box.first,
            clock=one.clock,
        )
        for one in found.under_way
    ]
    now = facts.now()
    text = boxes_zh(found.place, found.number, found.day, now, found.whole, waiting)
    try:
        check_group_text(text, places=(found.place, *(one.where for one in waiting)))
    except Problem:
        return ""
    return text


def _chosen(request: HttpRequest, found: BoxesPage) -> str:
    """Where the box in the form comes from: as it was sent, as the address says, else the first."""
    keys = [key for key, _words in found.choices]
    for wanted in (request.POST.get("where", ""), request.GET.get("where", "")):
        if wanted in keys:
            return wanted
    return keys[0] if keys else ""


def _page(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    found = boxes_page(viewer, ident)
    context = {
        "found": found,
        "where": _chosen(request, found),
        "text": _text(found),
        "steps": {str(key): named for key, named in STEP_NAMES.items()},
        "sources": {"lab": LAB_SOURCE, "hand": HAND_SOURCE},
        "whys": _WHYS,
        "longest": {"number": LONGEST_NUMBER, "name": LONGEST_NAME, "why": LONGEST_WHY},
        "may_plan": viewer.may(Right.PLAN) and viewer.span.holds(found.area),
        "sees_round": viewer.may(Right.SEE_REGISTER),
        "problem": problem,
        "said": _said(request) if problem else "",
        "typed": request.POST if problem else {},
        "ticked": request.POST.getlist("box") if problem else [],
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "sampling_rounds/boxes.html", context, status=status)


@require_safe
@acting_page(Right.LEAD_POINT, Right.SETTLE)
def boxes(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The boxes of a round, what is late and what differs, and all that is noted of them."""
    return _page(request, viewer, ident)


@require_safe
@acting_page(Right.LEAD_POINT, Right.SETTLE)
def boxes_print(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The list of boxes on A4, of one place or of all: what stands, and empty lines to write on; both sign."""
    found = boxes_page(viewer, ident, counting=False)
    where = request.GET.get("where", "")
    words = dict(found.choices)
    places = [(where, words[where])] if where in words else [("", "")]
    lines = [one for one in found.lines if not where or one.place == where]
    context = {
        "found": found,
        "place": places[0][1],
        "lines": sorted(lines, key=lambda one: (one.words, one.box.first)),
        "empty": range(max(2, _LINES - len(lines))),
        "where": where,
    }
    return TemplateResponse(request, "sampling_rounds/boxes_print.html", context)


def _said(request: HttpRequest) -> str:
    """Which form was sent: the name of its button."""
    return next((name for name in _SAYING if name in request.POST), "")


def _pack(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    sent = request.POST
    draft = BoxDraft(**{name: sent.get(name, "") for name in _DRAFT})
    noted = note_box(viewer, ident, draft, correcting="correcting" in sent)
    said = (
        _("已记 %(number)s 箱：%(n)s 支。")
        if noted.fresh
        else _("%(number)s 箱（%(n)s 支）已经记过。")
    )
    said %= {"number": noted.box.number, "n": noted.box.tubes}
    if noted.scanned:
        said += _("扫到 %(n)s 支。") % {"n": noted.scanned}
    if noted.twice:
        said += _("有 %(n)s 支扫了两遍，算一支。") % {"n": noted.twice}
    return said


def _move(step: Step) -> Callable[[HttpRequest, Viewer, UUID], str]:
    def move(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
        sent = request.POST
        counts = {
            read_id(one, "box_unknown"): sent.get(f"tubes-{one}", "") for one in sent.getlist("box")
        }
        told = Told(sent.get("to", ""), sent.get("at", ""))
        many = move_on(viewer, ident, step, told, counts, correcting="correcting" in sent)
        if not many:
            return _("这些箱子已经记过，没有变。")
        if step is Step.HANDED:
            return ngettext("已交接 %(n)s 箱。", "已交接 %(n)s 箱。", many) % {"n": many}
        return ngettext("实验室收到 %(n)s 箱。", "实验室收到 %(n)s 箱。", many) % {"n": many}

    return move


def _explain(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    box = read_id(request.POST.get("box", ""), "box_unknown")
    explain_box(viewer, ident, box, request.POST.get("why", ""))
    return _("已记下说明。")


def _withdraw(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    box = read_id(request.POST.get("box", ""), "box_unknown")
    withdraw_box(viewer, ident, box, request.POST.get("why", ""))
    return _("这一箱已撤，不再算数。")


def _made(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    sent = request.POST
    many = say_made(viewer, ident, sent.get("where", ""), sent.get("tubes", ""))
    return _("已记：一共采了 %(n)s 管。") % {"n": many}


def _explain_made(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    explain_made(viewer, ident, request.POST.get("where", ""), request.POST.get("why", ""))
    return _("已记下说明。")


def _limits(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    set_limits(
        viewer, ident, request.POST.get("hand_minutes", ""), request.POST.get("lab_minutes", "")
    )
    return _("时限已改。")


_SAYING: Mapping[str, Callable[[HttpRequest, Viewer, UUID], str]] = {
    "pack": _pack,
    "hand": _move(Step.HANDED),
    "receive": _move(Step.RECEIVED),
    "explain": _explain,
    "withdraw": _withdraw,
    "made": _made,
    "explain_made": _explain_made,
    "limits": _limits,
}


@require_POST
@acting_page(Right.LEAD_POINT, Right.SETTLE)
def boxes_say(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Note something of the boxes of a round."""

    def change() -> str:
        said = _said(request)
        if not said:
            raise Problem("request_unreadable")
        return _SAYING[said](request, viewer, ident)

    # Box after box is typed in one go: back to the same form, for the same place.
    where = request.POST.get("where", "")
    part = said if (said := _said(request)) in ("pack", "hand", "receive") else ""
    back = reverse("sampling_boxes", args=[ident]) + (f"?where={where}" if where else "")
    return done_or_shown(
        *(request, change, f"{back}#{part}" if part else back),
        lambda problem: _page(request, viewer, ident, problem),
        *("round_unknown", "request_unreadable"),
    )
