"""Stations: who is on duty now and where nobody is, one station with its hours and its day, making and ending one."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wumen.actions.stations import (
    add_hours,
    change_station,
    end_hours,
    end_station,
    make_station,
)
from wumen.queries import facts
from wumen.queries.crew import places
from wumen.queries.desk_stations import fallen, fell_now
from wumen.queries.escalation import Late, answers_over
from wumen.queries.passages import passed_today
from wumen.queries.stations import day_shifts, now_text, station, stations, uncovered
from wumen.rules.force import SKILL_NAMES
from wumen.rules.numbers import whole
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stations import (
    KIND_NAMES,
    MOST_THERE,
    OUTDOORS,
    PATTERNS,
    Hours,
    read_hours,
    read_rings,
)
from wumen.rules.time import read_day
from wumen.web.acting import acting_page
from wumen.web.errors import status_of

_TYPED = ("area", "kind", "name", "pattern", "hours", "need", "skill", "rings")
_AHEAD = 7


def _hours(request: HttpRequest) -> list[Hours]:
    """The hours of a form: a pattern, or what was typed, several with blanks or commas between them."""
    need = whole(request.POST.get("need", "").strip() or "1", MOST_THERE)
    if need is None:
        raise Problem("station_need_unreadable")
    skill = request.POST.get("skill", "")
    weekdays = sum(1 << int(one) for one in set(request.POST.getlist("weekday")) & set("0123456"))
    typed = request.POST.get("hours", "").replace("，", " ").replace("、", " ").replace(",", " ")
    given = typed.split()
    if not given:
        pattern = request.POST.get("pattern", "")
        if pattern not in PATTERNS:
            raise Problem("station_without_hours")
        given = [
            f"{one.start // 60}-{(one.start + one.minutes) // 60 % 24}"
            for one in PATTERNS[pattern][1]
        ]
    return [read_hours(one, need, skill, weekdays or 127) for one in given]


def _make(request: HttpRequest, viewer: Viewer) -> UUID:
    kind = request.POST.get("kind", "")
    with transaction.atomic():
        row = make_station(
            viewer,
            request.POST.get("area", ""),
            kind,
            request.POST.get("name", ""),
            _hours(request),
            outdoors="outdoors" in request.POST,
            isolated="isolated" in request.POST,
            rings_after=read_rings(request.POST.get("rings", "")),
        )
    return row.id


@require_http_methods(["GET", "POST"])
@acting_page()
def now_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Who is on duty now, which station is empty and who answers for it; the form makes a station."""
    problem = None
    if request.method == "POST":
        viewer.must(Right.KEEP_CREW)
        try:
            ident = _make(request, viewer)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, _("值守点已建。接下来可以排班。"))
            return redirect("stations_one", ident)
    return _now(request, viewer, problem)


# Of those whose shifts fell empty the first stand here, the rest on the rosters.
_FALLEN_SHOWN = 8


def _now(request: HttpRequest, viewer: Viewer, problem: Problem | None) -> HttpResponse:
    lines = stations(viewer)
    may_keep = viewer.may(Right.KEEP_CREW)
    empty = [one for one in lines if one.empty_since]
    late = {
        one.id: Late(one.area, "station", "", one.empty_since, None, "urgent")
        for one in empty
        if one.empty_since
    }
    answering = answers_over(viewer, list(late.values())) if late else {}
    here = {ident: answering.get(one) for ident, one in late.items()}
    context: dict[str, Any] = {
        "lines": [(one, here.get(one.id)) for one in lines],
        "empty": len(empty),
        "there": sum(bool(one.there) for one in lines),
        "manned": sum(bool(one.now) for one in lines),
        "text": now_text(lines, {str(key): named.zh for key, named in KIND_NAMES.items()}),
        "may_keep": may_keep,
        "fallen": fallen(fell_now(viewer), _FALLEN_SHOWN),
        "at_station": viewer.role == "gate",
        "now": facts.now(),
        "problem": problem,
        "typed": {name: request.POST.get(name, "") for name in _TYPED},
    }
    if may_keep:
        context |= {
            "places": places(viewer),
            "kinds": list(KIND_NAMES.items()),
            "outdoor_kinds": [str(one) for one in OUTDOORS],
            "patterns": [(key, named) for key, (named, _hours) in PATTERNS.items()],
            "skills": list(SKILL_NAMES.items()),
        }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "stations/now.html", context, status=status)


@require_safe
@acting_page()
def one(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """One station: its hours, the shifts of a day, and what is not covered in the next week."""
    return _one(request, viewer, ident)


def _one(
    request: HttpRequest, viewer: Viewer, ident: UUID, problem: Problem | None = None
) -> HttpResponse:
    line = station(viewer, ident)
    today = facts.today()
    day = read_day(request.GET["day"]) if request.GET.get("day") else today
    context = {
        "station": line,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "today": today,
        "shifts": day_shifts(viewer, ident, day),
        "gate": passed_today(viewer, line.area) if day == today else None,
        "gaps": uncovered(viewer, today, _AHEAD).get(ident, []),
        "may_keep": viewer.may(Right.KEEP_CREW),
        "skills": list(SKILL_NAMES.items()),
        "now": facts.now(),
        "midnight": datetime.combine(day, time()),
        "problem": problem,
    }
    status = status_of(problem) if problem else 200
    return TemplateResponse(request, "stations/one.html", context, status=status)


@require_POST
@acting_page(Right.KEEP_CREW)
def change(request: HttpRequest, viewer: Viewer, ident: UUID) -> HttpResponse:
    """Change a station: more hours, fewer hours, what it is like, or its end."""
    try:
        with transaction.atomic():
            ended = _change(request, viewer, ident)
    except Problem as problem:
        if problem.code == "station_unknown":
            raise
        return _one(request, viewer, ident, problem)
    if ended:
        messages.success(request, _("值守点已撤。已发布的班表里它的班还在，请改班表。"))
        return redirect("stations")
    messages.success(request, _("已改好。"))
    return redirect("stations_one", ident)


def _change(request: HttpRequest, viewer: Viewer, ident: UUID) -> bool:
    if "end" in request.POST:
        end_station(viewer, ident)
        return True
    if "end_hours" in request.POST:
        try:
            hours = UUID(request.POST["end_hours"])
        except ValueError:
            raise Problem("station_without_hours") from None
        end_hours(viewer, ident, hours)
    elif "add" in request.POST:
        add_hours(viewer, ident, _hours(request))
    else:
        change_station(
            viewer,
            ident,
            outdoors="outdoors" in request.POST,
            isolated="isolated" in request.POST,
            rings_after=read_rings(request.POST.get("rings", "")),
        )
    return False


urls = [
    path("stations/", now_page, name="stations"),
    path("stations/<uuid:ident>/", one, name="stations_one"),
    path("stations/<uuid:ident>/change/", change, name="stations_change"),
]
