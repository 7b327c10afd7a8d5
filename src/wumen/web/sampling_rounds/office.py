"""The office's pages of sampling rounds: the list, opening one with what it would mean, how one stands, closing it."""

from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.sampling_rounds.opening import close_round, open_round
from wumen.actions.sampling_rounds.slots import (
    move_organisation,
    move_slot,
    propose_again,
    send_team,
)
from wumen.queries import facts
from wumen.queries.crew import places
from wumen.queries.instructions import instruction_line
from wumen.queries.orders import outbreak_lines
from wumen.queries.organisations import organisation_lines
from wumen.queries.sampling_rounds.ahead import Ahead, ahead
from wumen.queries.sampling_rounds.at_door import proposed
from wumen.queries.sampling_rounds.places import Proposal, heads_in, points_around, proposal
from wumen.queries.sampling_rounds.standing import RoundPage, next_number, round_page, rounds_seen
from wumen.rules.areas import AreaKind, common, read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import PointState
from wumen.rules.sampling_rounds.asking import (
    CAP,
    PER_DESK_AND_HOUR,
    PER_DESK_SOURCE,
    RoundDraft,
    check_draft,
    pools_of,
)
from wumen.rules.sampling_rounds.saying import hourly_zh
from wumen.rules.time import Interval, at, local, read_time
from wumen.web.acting import acting_page
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.ids import read_id, read_number

_FIELDS = (
    *("number", "day", "begins", "ends", "pool", "per_desk", "cap", "ordered_by", "document"),
    *("outbreak", "doors"),
)
_TOMORROW = timedelta(days=1)
# From this hour on a round that is opened is tomorrow's.
_EVENING = time(16)


@require_safe
@acting_page(Right.SEE_REGISTER)
def rounds_list(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The rounds of the viewer's area, the newest first; one that is on leads to its page."""
    lines, now = rounds_seen(viewer), facts.now()
    context = {
        "on": [one for one in lines if one.closed_at is None and one.ends > now],
        "over": [one for one in lines if one.closed_at is not None or one.ends <= now],
        "may_open": viewer.may(Right.PLAN),
        "now": now,
    }
    return TemplateResponse(request, "sampling_rounds/list.html", context)


def _draft(request: HttpRequest) -> RoundDraft:
    """A round as it is typed; Problems `time_unreadable`, `organisation_unknown`."""
    sent = request.POST
    organisations = [read_id(one, "organisation_unknown") for one in sent.getlist("organisation")]
    singles = [read_id(one, "organisation_unknown") for one in sent.getlist("single")]
    return RoundDraft(
        number=read_number(sent.get("number", "")),
        begins=read_time(f"{sent.get('day', '')}T{sent.get('begins', '')}"),
        ends=read_time(f"{sent.get('day', '')}T{sent.get('ends', '')}"),
        pool=sent.get("pool", ""),
        paths=tuple(sent.getlist("place")),
        ordered_by=sent.get("ordered_by", ""),
        document=sent.get("document", ""),
        organisations=tuple(organisations),
        singles=tuple(singles),
        per_desk=read_number(sent.get("per_desk", "")),
        cap=read_number(sent.get("cap", "")),
    )


def _at_first(viewer: Viewer) -> dict[str, object]:
    """What stands in a fresh form: the next number, the next morning, seven to four, the whole place."""
    now = facts.now()
    day = facts.today() + (_TOMORROW if now >= at(facts.today(), _EVENING) else timedelta())
    return {
        "number": next_number(viewer),
        "day": day.isoformat(),
        "begins": "07:00",
        "ends": "16:00",
        "pool": "ten",
        "ordered_by": "",
        "document": "",
        "per_desk": PER_DESK_AND_HOUR,
        "cap": CAP,
        "places": [viewer.area],
        "organisations": [],
        "singles": [],
        "outbreak": "",
        "doors": "1",
    }


def _as_asked(viewer: Viewer, number: int) -> dict[str, object]:
    """What an instruction from above says of a round: on whose word, under which document, where and when."""
    line = instruction_line(viewer, number)
    opens, due = local(line.opens_at), local(line.due_at)
    hours = {"day": f"{due:%Y-%m-%d}", "begins": f"{opens:%H:%M}", "ends": f"{due:%H:%M}"}
    return {
        "ordered_by": line.said.asked_by,
        "document": line.document or f"上级交办{number}号",
        "places": [line.area],
        **(hours if opens.date() == due.date() else {}),
    }


def _typed(request: HttpRequest) -> dict[str, object]:
    return {
        **{name: request.POST.get(name, "") for name in _FIELDS},
        "places": request.POST.getlist("place"),
        "organisations": request.POST.getlist("organisation"),
        "singles": request.POST.getlist("single"),
    }


def _form(
    request: HttpRequest,
    viewer: Viewer,
    typed: dict[str, object],
    problem: Problem | None = None,
    shown: Proposal | None = None,
    beside: Ahead | None = None,
    stays: int = 0,
) -> HttpResponse:
    """The form of a round with what it would mean; nothing typed is lost."""
    known = [one for one in places(viewer) if one.kind not in (AreaKind.UNIT, AreaKind.DISTRICT)]
    chosen = typed["places"]
    outbreaks = [one for one in outbreak_lines(viewer) if one.open]
    pools = {pool.key: pool for one in outbreaks for pool in pools_of(one.rules)}
    context = {
        "typed": typed,
        "problem": problem,
        "places": sorted(known, key=lambda one: one.area not in chosen),  # type: ignore[operator]
        "organisations": [one for one in organisation_lines(viewer) if one.closed_at is None],
        "outbreaks": outbreaks,
        "pools": [(key, (one.name_zh, one.name_en)) for key, one in pools.items()],
        "figure_source": PER_DESK_SOURCE,
        "shown": shown,
        "ahead": beside,
        "stays": stays,
        "names": {one.area: one.full_name for one in known},
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "sampling_rounds/new.html", context, status=status)


def _would(viewer: Viewer, draft: RoundDraft, at_door: bool) -> tuple[Proposal, Ahead, int]:
    """What a round would mean, by the points as they are; and how many are known to be unable to come down."""
    paths = [read_path(one) for one in draft.paths]
    hours = Interval(draft.begins, draft.ends)
    stays = [one.resident for one in proposed(paths, draft.day)]
    heads = heads_in(paths, draft.day, hours, stays if at_door else ())
    shown = proposal(heads, common(paths), draft.day, hours, draft.per_desk, draft.cap)
    points = shown.points or points_around(common(paths), hours, draft.day)
    beside = ahead(viewer, shown, points, paths, draft.organisations, draft.per_desk)
    return shown, beside, len(stays)


@require_http_methods(["GET", "POST"])
@acting_page(Right.PLAN)
def rounds_new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Open a round on one page: first what it would mean for points and buildings, then for good."""
    if request.method != "POST":
        number = read_number(request.GET.get("instruction", ""))
        asked = _as_asked(viewer, number) if number else {}
        return _form(request, viewer, _at_first(viewer) | asked)
    try:
        with transaction.atomic():
            draft = _draft(request)
            for one in draft.paths:
                viewer.must(Right.PLAN, read_path(one))
            if "open" not in request.POST:
                named = draft if draft.ordered_by.strip() else replace(draft, ordered_by="—")
                check_draft(named, facts.now())
                would = _would(viewer, draft, "doors" in request.POST)
                return _form(request, viewer, _typed(request), None, *would)
            outbreak, at_door = request.POST.get("outbreak", ""), "doors" in request.POST
            row = open_round(viewer, draft, outbreak, at_door)
    except Problem as problem:
        return _form(request, viewer, _typed(request), problem)
    messages.success(request, _("已开第 %(n)s 轮。") % {"n": row.number})
    return redirect("sampling_one", row.id)


def _one(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    page, now = round_page(viewer, ident), facts.now()
    line = page.line
    context = {
        "found": page,
        "line": line,
        "on": line.closed_at is None and line.begins <= now < line.ends,
        "begun": line.begins <= now,
        "hourly": hourly_zh(
            *(line.place, line.number, now, page.whole, len(page.points)),
            *(line.work, line.begins),
        ),
        "names": {one.area: one.words for one in page.buildings},
        "boxes": page.boxes,
        **_ready(page),
        "may_change": _may_change(viewer, page),
        "may_report": viewer.may(Right.REPORT),
        "may_ring": bool(viewer.area)
        and viewer.may(Right.KEEP_REGISTER)
        and line.closed_at is None
        and line.begins <= now
        and line.day == facts.today(),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "sampling_rounds/one.html", context, status=status)


def _ready(page: RoundPage) -> dict[str, object]:
    """Which points of a round of today are open, which are ready, and what is missing at which, with whose it is."""
    if page.line.closed_at is not None or page.line.day != facts.today():
        return {}
    points = [one.point.now for one in page.points if one.point.now]
    set_up = [one for one in points if one.state is PointState.SET_UP]
    return {
        "looked_at": points,
        "ready": [one for one in set_up if not one.missing],
        "not_ready": [one for one in set_up if one.missing],
        "unshown": [one for one in points if one.unshown],
    }


def _may_change(viewer: Viewer, page: RoundPage) -> bool:
    """Whether the viewer may change a round: it is open and lies in her area whole."""
    return viewer.may(Right.PLAN) and page.line.closed_at is None and page.inside


@require_safe
@acting_page(Right.SEE_REGISTER)
def rounds_one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """How a round stands: by building, by point, organisations, the line on the hour."""
    return _one(request, viewer, ident)


@require_POST
@acting_page(Right.PLAN)
def rounds_slots(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Propose the times anew, by the points as they are and other figures."""

    def change() -> str:
        sent = request.POST
        propose_again(
            *(
                viewer,
                ident,
                read_number(sent.get("per_desk", "")),
                read_number(sent.get("cap", "")),
            ),
            anew="anew" in sent,
        )
        return _("时段已按现在的点和台数重排，请重新发通知。")

    back = reverse("sampling_one", args=[ident]) + "#points"
    return done_or_shown(
        *(request, change, back, lambda problem: _one(request, viewer, ident, problem)),
        *("round_unknown", "area_not_yours"),
    )


@require_POST
@acting_page(Right.PLAN)
def rounds_move(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Set one building's or organisation's time by hand."""

    def change() -> str:
        sent = request.POST
        point = read_id(sent.get("point", ""), "slot_point")
        begins, organisation = sent.get("begins", ""), sent.get("organisation", "")
        if organisation:
            whose = read_id(organisation, "organisation_unknown")
            slot = move_organisation(viewer, ident, whose, point, begins)
        else:
            slot = move_slot(viewer, ident, sent.get("area", ""), point, begins)
        said = {"n": slot.number, "at": f"{local(slot.begins):%H:%M}"}
        if organisation:
            return _("已改到 %(n)s 号点 %(at)s。请把新的时间告诉这个单位。") % said
        return _("已改到 %(n)s 号点 %(at)s，别的楼不动。请给这栋楼重新发通知。") % said

    return done_or_shown(
        *(request, change, reverse("sampling_one", args=[ident]) + "#points"),
        lambda problem: _one(request, viewer, ident, problem),
        *("round_unknown", "area_not_yours"),
    )


@require_POST
@acting_page(Right.PLAN)
def rounds_team(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Send a team to an organisation instead of calling it to a point."""

    def change() -> str:
        sent = request.POST
        whose = read_id(sent.get("organisation", ""), "organisation_unknown")
        send_team(viewer, ident, whose, sent.get("team_at", ""), sent.get("team", ""))
        return _("已记下：队伍到单位采，不再叫到采样点。请把时间告诉这个单位。")

    return done_or_shown(
        *(request, change, reverse("sampling_one", args=[ident]) + "#organisations"),
        lambda problem: _one(request, viewer, ident, problem),
        *("round_unknown", "area_not_yours"),
    )


@require_POST
@acting_page(Right.PLAN)
def rounds_close(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Close a round."""

    def change() -> str:
        close_round(viewer, ident)
        return _("这一轮已收。没采到的都还在名单上；“不愿意”的原因已删掉。")

    return done_or_shown(
        *(request, change, reverse("sampling_one", args=[ident])),
        lambda problem: _one(request, viewer, ident, problem),
        *("round_unknown", "area_not_yours"),
    )
