"""The page of one sampling point, for its lead and for the office that enters what she rings in."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wumen.actions.sampling_points import day, tubes
from wumen.queries import facts
from wumen.queries.field.told import told_today
from wumen.queries.sampling_points import PointPage, point_page
from wumen.queries.sampling_rounds.at_point import slots_at
from wumen.queries.sampling_rounds.boxes import boxes_at
from wumen.rules.field.told import sampled_at
from wumen.rules.photos import LONGER_SIDE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.checklist import (
    CHECKLIST,
    LONGEST_GAP,
    SHOWN,
    Check,
    read_item,
)
from wumen.rules.sampling_points.saying import call_zh
from wumen.rules.sampling_points.standing import (
    QUEUES,
    PointNow,
    acts,
    read_act,
    read_count,
    read_queue,
)
from wumen.web.acting import acting_page
from wumen.web.attachments import uploaded
from wumen.web.doing import done_or_shown
from wumen.web.errors import status_of
from wumen.web.sampling_points.showing import Words, state_words, waiting

# What is said of a point is shown so far back; the log holds all.
_SAID_SHOWN = 30
_PAUSES = ("等采样管", "换班消毒", "等转运箱", "大风大雪", "网络断了，改用纸质登记")


@dataclass(frozen=True)
class Item:
    """An item of the checklist: its words, whether it is ticked, whether a photo is asked for, what was said of it."""

    key: str
    words: Words
    done: bool
    shown: bool
    check: Check


def _items(now: PointNow) -> list[Item]:
    """The checklist of a point as it stands today."""
    return [
        Item(key, words, key in now.ready, key in SHOWN, now.check(key))
        for key, words in CHECKLIST.items()
    ]


def _called(request: HttpRequest, page: PointPage) -> str:
    """The line to copy for whom was just asked down."""
    wanted = request.GET.get("called", "")
    for one in page.line.serves:
        if str(one.id) == wanted and one.called_at:
            return call_zh(page.line.now, page.line.where, one.words, facts.now())
    return ""


def _page(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    """The page of a point; after a problem with nothing typed lost."""
    page = point_page(viewer, ident)
    now = page.line.now
    context = {
        "page_of": page,
        "line": page.line,
        "now": now,
        "state": state_words(now),
        "acts": acts(now.state),
        "waiting": waiting(now, facts.now()),
        "queues": [(int(key), words) for key, words in QUEUES.items()],
        "checklist": _items(now),
        "longest_gap": LONGEST_GAP,
        "longer_side": LONGER_SIDE,
        "missing": len(now.missing),
        "pauses": _PAUSES,
        "gate": sampled_at(told_today(viewer, now.area)),
        "said": page.said[:_SAID_SHOWN],
        "coming_here": slots_at(page),
        "boxes": boxes_at(now.id, now.area),
        "called": _called(request, page),
        "problem": problem,
        "typed": request.POST if problem else {},
        "may_keep": viewer.may(Right.KEEP_REGISTER),
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "points/one.html", context, status=status)


@require_safe
@acting_page(Right.LEAD_POINT)
def points_one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One point with its buttons."""
    return _page(request, viewer, ident)


def _changed(
    request: HttpRequest, viewer: Viewer, ident: UUID, part: str, change: Callable[[], str]
) -> HttpResponse:
    """Do it and go back to its part of the page; or show the problem there."""
    return done_or_shown(
        request,
        change,
        f"{reverse('points_one', args=[ident])}{part}",
        lambda problem: _page(request, viewer, ident, problem),
        "point_unknown",
        "point_not_yours",
    )


@require_POST
@acting_page(Right.LEAD_POINT)
def points_tick(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Tick an item of the checklist or take its tick back, show it on a photo, or say what is missing and whose."""

    def change() -> str:
        sent = request.POST
        item = read_item(sent.get("item", ""))
        if "gap" in sent:
            day.say_gap(viewer, ident, item, sent.get("said", ""), sent.get("owner", ""))
            return _("已记下缺什么、谁去办，办公室看得到。")
        if "show" in sent:
            day.show_item(viewer, ident, item, uploaded(request, "photo") or b"")
            return _("照片收下了，这一项已勾。")
        day.tick(viewer, ident, item, sent.get("done") == "1")
        return ""

    return _changed(request, viewer, ident, "#checklist", change)


@require_safe
@acting_page(Right.LEAD_POINT)
def points_checklist(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """The checklist on A4, to be ticked by hand and entered later: what stands is printed, the rest is empty."""
    page = point_page(viewer, ident)
    now = page.line.now
    context = {"line": page.line, "now": now, "lines": _items(now)}
    return TemplateResponse(request, "points/checklist_sheet.html", context)


@require_POST
@acting_page(Right.LEAD_POINT)
def points_state(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Open, pause, close or set up again."""

    def change() -> str:
        if "told" in request.POST:
            day.open_as_told(viewer, ident)
            return _("已开点，写着检查表是点长电话说的。")
        act = read_act(request.POST.get("act", ""))
        state = day.change_state(viewer, ident, act, request.POST.get("why", "")).state
        return {
            "open": _("已开点。"),
            "paused": _("已暂停。"),
            "closed": _("已收点，辛苦了。累计人数和剩余采样管请再报一次。"),
            "set_up": _("可以重新开点，检查表从头勾。"),
        }[state]

    return _changed(request, viewer, ident, "", change)


@require_POST
@acting_page(Right.LEAD_POINT)
def points_say(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Say how many wait, how many were sampled, or how many tubes are left."""

    def change() -> str:
        sent = request.POST
        if "queue" in sent:
            day.say_queue(viewer, ident, read_queue(sent["queue"]))
            return _("排队人数已报。")
        if "sampled" in sent:
            correcting = sent.get("correcting") == "1"
            day.say_sampled(viewer, ident, read_count(sent["sampled"]), correcting)
            return _("累计人数已报。")
        day.say_tubes(viewer, ident, read_count(sent.get("left", "")))
        return _("采样管已报。")

    return _changed(request, viewer, ident, "", change)


@require_POST
@acting_page(Right.LEAD_POINT)
def points_received(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Note that tubes arrived, as many as were counted."""

    def change() -> str:
        try:
            sending = UUID(request.POST.get("sending", ""))
        except ValueError:
            raise Problem("point_tubes_here") from None
        came = read_count(request.POST.get("tubes", ""))
        now = tubes.receive_tubes(viewer, ident, sending, came)
        if now.tubes is None:
            said = ngettext("已收下 %(n)s 支。", "已收下 %(n)s 支。", came) % {"n": came}
            return said + _("今天还没有点过数，请把现在一共剩几支报一次。")
        return ngettext("已收下，现在有 %(n)s 支。", "已收下，现在有 %(n)s 支。", now.tubes) % {
            "n": now.tubes
        }

    return _changed(request, viewer, ident, "", change)


@require_POST
@acting_page(Right.LEAD_POINT)
def points_call(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Ask a building down; its line to copy stands on the page then."""
    service = request.POST.get("service", "")

    def change() -> str:
        try:
            day.call_forward(viewer, ident, UUID(service))
        except ValueError:
            raise Problem("point_serves_unknown", place="?") from None
        return ""

    return _changed(request, viewer, ident, f"?called={service}#call", change)
