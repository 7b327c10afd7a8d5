"""Rosters: the list, making one, the grid that becomes better while one watches, changes by hand, paper and files."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.rosters.changing import cannot_come, drop, publish, repair, swap
from wumen.actions.rosters.crews import man_by_crew
from wumen.actions.rosters.making import make_again, start_roster, stop_making
from wumen.actions.rosters.taking import take_calendar, take_workbook
from wumen.queries import facts
from wumen.queries.rosters.grid import Grid, grid
from wumen.queries.rosters.listed import RosterLine, roster_line, rosters
from wumen.queries.stations import StationLine, stations
from wumen.rules.areas import ancestors, common
from wumen.rules.numbers import typed_number
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import CATALOGUE, Problem
from wumen.rules.rosters.asking import WHY_NAMES
from wumen.rules.rosters.office import ASKED_NAMES, PRINTED_NAMES
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _uuids(texts: list[str], code: str) -> list[UUID]:
    try:
        return [UUID(one) for one in texts]
    except ValueError:
        raise Problem(code) from None


def _place_of(viewer: Viewer, chosen: list[StationLine]) -> str:
    """The place whose people man the stations: the compound above them all, or the post's own place below it."""
    least = viewer.area
    shared = common([one.area for one in chosen])
    whole = "/".join(shared.split("/")[:3]) + "/"
    return whole if whole.startswith(least) else least


# So many places lie above a community.
_COMMUNITY = 2


def _next_day(made: list[RosterLine], place: str) -> date:
    """The day on which a new roster of a place would begin: today, or behind what is published there already."""
    # Of a community its compounds' too; above communities each has its own days.
    whole = len(ancestors(place)) >= _COMMUNITY
    own = [one for one in made if one.area == place or (whole and one.area.startswith(place))]
    last = max((one.last for one in own if one.published_at), default=None)
    today = facts.today()
    return today if last is None else max(today, last + timedelta(days=1))


def _days(typed: str) -> int:
    text = typed_number(typed)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


@require_http_methods(["GET", "POST"])
@acting_page(Right.KEEP_CREW)
def listed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The rosters, and the form that makes one: which stations, from when, for how many days."""
    problem, lines = None, stations(viewer)
    if request.method == "POST":
        try:
            wanted = set(_uuids(request.POST.getlist("station"), "station_unknown"))
            chosen = [one for one in lines if one.id in wanted]
            first = read_day(request.POST.get("first", ""))
            if not chosen:
                raise Problem("roster_stations_none")
            with transaction.atomic():
                row = start_roster(
                    viewer,
                    _place_of(viewer, chosen),
                    [one.id for one in chosen],
                    first,
                    _days(request.POST.get("days", "")),
                )
            return redirect("rosters_one", row.id)
        except Problem as refused:
            problem = refused
    made = rosters(viewer)
    place = _place_of(viewer, lines) if lines else viewer.area
    context = {
        "rosters": made,
        "stations": lines,
        "ticked": request.POST.getlist("station") or [str(one.id) for one in lines],
        "typed": {
            "first": request.POST.get("first", _next_day(made, place).isoformat()),
            "days": request.POST.get("days", "7"),
        },
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "rosters/list.html", context, status=status)


# More places than this are drawn when the roster is made; until then its head alone is told each second.
_DRAWN_WHILE_MADE = 400


def _page(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    context = {**_body(viewer, roster_line(viewer, ident)), "problem": problem}
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "rosters/one.html", context, status=status)


def _body(viewer: Viewer, line: RosterLine) -> dict[str, Any]:
    """What the changing part shows; while a large roster is being made, how it stands and no more."""
    if line.running and line.places > _DRAWN_WHILE_MADE:
        return _head(viewer, line)
    return _context(viewer, grid(viewer, line.id, holes=True))


def _seen(line: RosterLine) -> str:
    """A mark of how a roster stands: as long as it is the same, nothing is drawn again."""
    return f"{line.state}-{line.cost}-{line.bound}-{line.standing.lacking}"


def _head(viewer: Viewer, line: RosterLine) -> dict[str, Any]:
    return {
        "line": line,
        "seen": _seen(line),
        "refusal": CATALOGUE.get(line.problem),
        "may_keep": viewer.may(Right.KEEP_CREW),
        "today": facts.today(),
        "now": facts.now(),
    }


def _context(viewer: Viewer, found: Grid) -> dict[str, Any]:
    now, today = facts.now(), facts.today()
    return {
        **_head(viewer, found.line),
        "grid": found,
        "why_names": dict(WHY_NAMES),
        "asked_kinds": list(ASKED_NAMES.items()),
        "asked_names": {str(key): named for key, named in ASKED_NAMES.items()},
        "has_blocks": any(row.cells for row in found.crews),
        "crew_first": max(found.line.first, today),
        "swap_fields": [("one", _("这一班")), ("other", _("和这一班"))],
        "ahead": [
            cell
            for _day, cells in found.by_day
            for cell in cells
            if cell.shift.person and not cell.shift.block and cell.shift.interval.begins > now
        ],
    }


@require_safe
@acting_page(Right.KEEP_CREW)
def one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """A roster as a grid; while it is made better it is asked again, and drawn again when it changed."""
    if not getattr(request, "htmx", None):
        return _page(request, viewer, ident)
    line = roster_line(viewer, ident)
    if line.running and request.GET.get("seen") == _seen(line):
        return HttpResponse(status=204)
    return TemplateResponse(request, "rosters/body.html", _body(viewer, line))


def _said(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    """Do what a button of the page says; what is said of it."""
    if "stop" in request.POST:
        stop_making(viewer, ident)
        return _("就用现在这一版。")
    if "again" in request.POST:
        make_again(viewer, ident)
        return _("正在重新排，手工定的格子不动。")
    if "publish" in request.POST:
        publish(viewer, ident)
        return _("班表已发布，到点无人到岗会提醒。")
    if "repair" in request.POST:
        return _mended(viewer, ident)
    if "crew" in request.POST:
        return _by_crew(request, viewer, ident)
    if "swap" in request.POST:
        first, second = _uuids(
            [request.POST.get("one", ""), request.POST.get("other", "")], "shift_unknown"
        )
        swap(viewer, first, second)
        return _("两个班已经换好。")
    return _away(request, viewer, ident)


def _mended(viewer: Viewer, ident: UUID) -> str:
    """Fill what is empty with the fewest changes; what is said of it and of what is still empty."""
    moved = len(repair(viewer, ident))
    lacking = roster_line(viewer, ident).standing.lacking
    if not lacking:
        return _moved(moved)
    left = ngettext(
        "还有 %(n)s 个班没人能顶，下面写着可以先问谁。",
        "还有 %(n)s 个班没人能顶，下面写着可以先问谁。",
        lacking,
    ) % {"n": lacking}
    return f"{_moved(moved)} {left}" if moved else left


def _by_crew(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    """Let a crew man places by count."""
    (member,) = _uuids([request.POST.get("member", "")], "roster_crew_unknown")
    (hours,) = _uuids([request.POST.get("hours", "")], "station_without_hours")
    first, days = read_day(request.POST.get("first", "")), _days(request.POST.get("days", ""))
    text = typed_number(request.POST.get("count", ""))
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    many = man_by_crew(viewer, ident, member, hours, first, days, count)
    return ngettext("整队已排好，动了 %(n)s 个位子。", "整队已排好，动了 %(n)s 个位子。", many) % {
        "n": many
    }


def _away(request: HttpRequest, viewer: Viewer, ident: UUID) -> str:
    (person,) = _uuids([request.POST.get("person", "")], "roster_person_not_in")
    kind = request.POST.get("kind", "")
    first = read_day(request.POST.get("first", ""))
    moved = cannot_come(viewer, ident, person, first, _days(request.POST.get("days", "")), kind)
    return _moved(len(moved)) if kind != "free" else _("已记下，重新排时会照顾。")


def _moved(many: int) -> str:
    if not many:
        return _("不用改：没有班受影响。")
    return ngettext("已补好，动了 %(n)s 个班。", "已补好，动了 %(n)s 个班。", many) % {"n": many}


@require_POST
@acting_page(Right.KEEP_CREW)
def change(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One of the buttons of a roster's page."""
    if "drop" in request.POST:
        return _done(request, viewer, ident, lambda: _dropped(viewer, ident), redirect("rosters"))
    return _done(request, viewer, ident, lambda: _said(request, viewer, ident))


def _dropped(viewer: Viewer, ident: UUID) -> str:
    drop(viewer, ident)
    return _("草稿已删。")


def _done(
    request: HttpRequest,
    viewer: Viewer,
    ident: UUID,
    act: Callable[[], str],
    leads_to: HttpResponse | None = None,
) -> HttpResponse:
    """Do something to a roster and say it on its own page, or wherever it leads; or say there why it cannot be."""
    try:
        with transaction.atomic():
            said = act()
    except Problem as problem:
        if problem.code == "roster_unknown":
            raise
        return _page(request, viewer, ident, problem)
    messages.success(request, said)
    return leads_to or redirect("rosters_one", ident)


@require_POST
@acting_page(Right.KEEP_CREW)
def mend(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The overview's one tap: fill again what fell empty on a roster, and show it."""
    (ident,) = _uuids([request.POST.get("roster", "")], "roster_unknown")
    return _done(request, viewer, ident, lambda: _mended(viewer, ident))


@require_safe
@acting_page(Right.KEEP_CREW)
def printed(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """A roster on A4, landscape: stations by days, then people by days."""
    names = {str(key): named for key, named in PRINTED_NAMES.items()}
    context = _context(viewer, grid(viewer, ident)) | {"asked_names": names}
    return TemplateResponse(request, "rosters/print.html", context)


@require_safe
@acting_page(Right.KEEP_CREW)
def workbook(_request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """A roster as .xlsx."""
    line = roster_line(viewer, ident)
    response = HttpResponse(take_workbook(viewer, ident), content_type=_EXCEL)
    response["Content-Disposition"] = f'attachment; filename="roster-{line.number}.xlsx"'
    return response


@require_safe
@acting_page(Right.KEEP_CREW)
def calendar(_request: HttpRequest, viewer: Viewer, person: UUID) -> HttpResponse:
    """The shifts of somebody of the area as .ics."""
    return calendar_response(take_calendar(viewer, person))


def calendar_response(content: bytes) -> HttpResponse:
    """A calendar as a phone takes it."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="shifts.ics"'
    return response


urls = [
    path("rosters/", listed, name="rosters"),
    path("rosters/mend/", mend, name="rosters_mend"),
    path("rosters/<uuid:ident>/", one, name="rosters_one"),
    path("rosters/<uuid:ident>/change/", change, name="rosters_change"),
    path("rosters/<uuid:ident>/print/", printed, name="rosters_print"),
    path("rosters/<uuid:ident>/xlsx/", workbook, name="rosters_workbook"),
    path("rosters/calendar/<uuid:person>/", calendar, name="rosters_calendar"),
]
