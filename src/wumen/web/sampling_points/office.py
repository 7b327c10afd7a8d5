"""The office's pages of sampling points: the list with who is short of tubes, forms, transfers, the A4 sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
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

from wumen.actions.sampling_points import keeping, tubes
from wumen.actions.sampling_points.keeping import NewPoint
from wumen.queries import facts
from wumen.queries.crew import crew_lines, places
from wumen.queries.organisations import organisation_lines
from wumen.queries.public_points import on_the_wall
from wumen.queries.sampling_points import (
    PointLine,
    hours,
    needs,
    place_name,
    point_lines,
    point_page,
    unserved,
)
from wumen.queries.sampling_rounds.beside import shut_points
from wumen.rules.areas import AreaKind, subdistrict
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.saying import hourly_zh
from wumen.rules.sampling_points.standing import TUBES_ALARM, read_count, read_hours, totals
from wumen.web.acting import acting_page
from wumen.web.errors import status_of
from wumen.web.ids import read_id, read_number
from wumen.web.links import drawn, here_alone, printed
from wumen.web.sampling_points.showing import Waiting, Words, state_words, waiting


@dataclass(frozen=True)
class Shown:
    """A point of the list with its words."""

    line: PointLine
    state: Words
    waiting: Waiting | None


def _shown(lines: Sequence[PointLine]) -> list[Shown]:
    now = facts.now()
    return [Shown(one, state_words(one.now), waiting(one.now, now)) for one in lines]


def _public(lines: Sequence[PointLine]) -> str:
    """The code of the sub-district whose queues anybody may read; empty where the points lie in several."""
    codes = {subdistrict(one.now.area) for one in lines if not one.withdrawn}
    return codes.pop() if len(codes) == 1 else ""


def _list(request: HttpRequest, viewer: Viewer, problem: Problem | None = None) -> HttpResponse:
    area = request.GET.get("area", "")
    lines = point_lines(viewer, area or None)
    may_keep = viewer.may(Right.KEEP_REGISTER)
    if not may_keep and len(lines) == 1:
        return redirect("points_one", lines[0].now.id)
    there = [one for one in lines if not one.withdrawn]
    each, name = [one.now for one in there], place_name(viewer, area or None)
    by_hour = hours(viewer, area or None) if may_keep else []
    context = {
        "shown": _shown(there),
        "withdrawn": [one for one in lines if one.withdrawn],
        "totals": totals(each, facts.now()),
        "shut": shut_points(viewer) if may_keep else (),
        "needs": needs(lines) if may_keep else [],
        "hours": by_hour,
        "hourly": hourly_zh(name, facts.now(), each, by_hour) if there else "",
        "unserved": unserved(viewer, area or None) if may_keep and there else [],
        "public": _public(lines),
        "problem": problem,
        "typed": request.POST if problem else {},
        "may_keep": may_keep,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "points/list.html", context, status=status)


@require_safe
@acting_page(Right.LEAD_POINT)
def points(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All points of the office's area; a lead comes to her own at once."""
    return _list(request, viewer)


@require_POST
@acting_page(Right.KEEP_REGISTER)
def points_transfer(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Send tubes from one point to another."""
    try:
        with transaction.atomic():
            many = read_count(request.POST.get("tubes", ""))
            source, target = (_ident(request.POST.get(name, "")) for name in ("source", "target"))
            sent = tubes.send_tubes(viewer, source, target, many)
    except Problem as problem:
        return _list(request, viewer, problem)
    said = ngettext(
        "已记：从 %(source)s 号点调 %(n)s 支，在路上。到了由点长点数收下。",
        "已记：从 %(source)s 号点调 %(n)s 支，在路上。到了由点长点数收下。",
        sent.value,
    ) % {"source": sent.other, "n": sent.value}
    messages.success(request, said)
    return redirect("points")


def _ident(text: str) -> UUID:
    return read_id(text, "point_unknown")


def _new(request: HttpRequest) -> NewPoint:
    """A point as it is typed; Problem `organisation_unknown`, those of `read_hours`."""
    typed = request.POST
    opens, closes = read_hours(typed.get("opens", ""), typed.get("closes", ""))
    organisations = [read_id(one, "organisation_unknown") for one in typed.getlist("organisation")]
    return NewPoint(
        number=read_number(typed.get("number", "")),
        name=typed.get("name", ""),
        area=typed.get("area", ""),
        opens=opens,
        closes=closes,
        directions=typed.get("directions", ""),
        desks=read_number(typed.get("desks", "")),
        lead=typed.get("lead", ""),
        serves=typed.getlist("serves"),
        organisations=organisations,
        alarm=read_number(typed.get("alarm", "")),
    )


_FIELDS = ("number", "name", "area", "directions", "desks", "lead", "opens", "closes", "alarm")


def _typed(request: HttpRequest) -> dict[str, object]:
    return {
        **{name: request.POST.get(name, "") for name in _FIELDS},
        "serves": request.POST.getlist("serves"),
        "organisations": request.POST.getlist("organisation"),
    }


def _as_it_stands(line: PointLine) -> dict[str, object]:
    return {
        **{name: getattr(line.now, name) for name in ("number", "name", "area", "alarm")},
        "directions": line.directions,
        "desks": line.desks,
        "lead": line.lead_no,
        "opens": f"{line.opens:%H:%M}",
        "closes": f"{line.closes:%H:%M}",
        "serves": [one.serves for one in line.serves if one.serves],
        "organisations": [str(one.organisation) for one in line.serves if one.organisation],
    }


_AT_FIRST = {"desks": 2, "alarm": TUBES_ALARM, "opens": "07:00", "closes": "16:00"}


def _form(
    request: HttpRequest,
    viewer: Viewer,
    typed: dict[str, object],
    problem: Problem | None,
    line: PointLine | None = None,
) -> HttpResponse:
    """The form of a point, for a new one or with one as it stands; nothing typed is lost."""
    known = [one for one in places(viewer) if one.area.count("/") > 2 and one.kind != AreaKind.UNIT]
    chosen = set(typed.get("serves", ()))  # type: ignore[call-overload]
    context = {
        "line": line,
        "typed": typed,
        "problem": problem,
        "places": known,
        # What is served already stands first: nobody looks for it in a long list.
        "to_serve": sorted(known, key=lambda one: one.area not in chosen),
        "organisations": [one for one in organisation_lines(viewer) if one.closed_at is None],
        "crew": crew_lines(viewer) if viewer.may(Right.KEEP_CREW) else [],
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "points/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def points_new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Add a point."""
    if request.method != "POST":
        taken = [one.now.number for one in point_lines(viewer)]
        return _form(request, viewer, {**_AT_FIRST, "number": max(taken, default=0) + 1}, None)
    try:
        with transaction.atomic():
            row = keeping.add_point(viewer, _new(request))
    except Problem as problem:
        return _form(request, viewer, _typed(request), problem)
    messages.success(request, _("已加 %(n)s 号采样点。") % {"n": row.number})
    return redirect("points_one", row.id)


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_REGISTER)
def points_change(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Correct a point."""
    line = point_page(viewer, ident).line
    if request.method != "POST":
        return _form(request, viewer, _as_it_stands(line), None, line)
    try:
        with transaction.atomic():
            keeping.change_point(viewer, ident, _new(request))
    except Problem as problem:
        return _form(request, viewer, _typed(request), problem, line)
    messages.success(request, _("已改好。"))
    return redirect("points_one", ident)


@require_POST
@acting_page(Right.KEEP_REGISTER)
def points_withdraw(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Withdraw a point, or bring it back."""
    if request.POST.get("back"):
        keeping.restore_point(viewer, ident)
        messages.success(request, _("已恢复。"))
    else:
        keeping.withdraw_point(viewer, ident)
        messages.success(request, _("已撤点，点长的岗位一并结束；说过的数都留着。"))
    return redirect("points")


@require_safe
@acting_page(Right.KEEP_REGISTER)
def points_sheet(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All points on A4 for the wall: where, when, whom each serves; no names, a code to the queues."""
    lines = on_the_wall(viewer)
    code = _public([one for one, _ in lines])
    address = printed(request, reverse("queues", args=[code])) if code else ""
    context = {
        "lines": lines,
        "place": place_name(viewer),
        "address": address,
        "picture": drawn(address) if address else "",
        "here_alone": here_alone(request),
    }
    return TemplateResponse(request, "points/sheet.html", context)
