"""The building elevation: a building with each home as a window, its wall print, and small ones of all buildings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from wumen.queries import facts
from wumen.queries.crew import Place, places
from wumen.queries.elevation import (
    Elevation,
    Pane,
    SmallBuilding,
    compound_names,
    elevation,
    home_today,
    small_elevations,
)
from wumen.queries.homes import home as home_of
from wumen.rules.areas import AreaKind, code
from wumen.rules.elevation import Standing, spots, units, yard_spots
from wumen.rules.homes import HomeState
from wumen.rules.posts import Right, Viewer
from wumen.web.acting import acting_page
from wumen.web.rulebook import Rulebook, Words, rulebook

# A pane of a small elevation and the gap to the next, in the units of its drawing.
_PANE, _STEP = 4, 5


@dataclass(frozen=True)
class Counted:
    """How many homes stand how, and how many people live and are there."""

    homes: int
    people: int
    done: int
    open: int
    overdue: int
    away: int
    empty: int
    isolated: int
    care: int


def _counted(panes: Sequence[Pane]) -> Counted:
    how = Counter(pane.standing for pane in panes)
    return Counted(
        homes=len(panes),
        people=sum(len(pane.door.people) for pane in panes),
        done=how[Standing.DONE],
        open=how[Standing.OPEN],
        overdue=how[Standing.OVERDUE],
        away=sum(pane.away for pane in panes),
        empty=sum(pane.door.state is HomeState.EMPTY for pane in panes),
        isolated=sum(pane.isolated for pane in panes),
        care=sum(pane.door.in_care for pane in panes),
    )


def _context(shown: Elevation, book: Rulebook) -> dict[str, object]:
    on_floors = [pane for pane in shown.panes if pane.door.on_floors]
    yard = (pane for pane in shown.panes if not pane.door.on_floors)
    return {
        "shown": shown,
        "units": units(on_floors),
        "yard": sorted(yard, key=lambda pane: (len(code(pane.area)), pane.area)),
        "count": _counted(shown.panes),
        "orders": [(book.regime(key), document, ends) for key, document, ends in shown.orders],
    }


@gzip_page
@require_safe
@acting_page(Right.SEE_REGISTER)
def elevation_page(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """A building as it stands now, floors from the top; a click on a home shows what is due there."""
    context = _context(elevation(viewer, area), rulebook())
    return TemplateResponse(request, "elevation/page.html", context)


@gzip_page
@require_safe
@acting_page(Right.SEE_REGISTER)
def elevation_wall(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """The wall print, 60 × 90 cm: for the duty room with its marks, for the stairwell with rooms alone."""
    context = _context(elevation(viewer, area), rulebook())
    marked = request.GET.get("for") != "stairwell"
    return TemplateResponse(request, "elevation/wall.html", {**context, "marked": marked})


@dataclass(frozen=True)
class Due:
    """What is due at a home in one window, and how far it is."""

    what: str
    window: Words
    settled: int
    of: int
    due_at: object
    late: bool


@require_safe
@acting_page(Right.SEE_REGISTER)
def elevation_home(request: HttpRequest, viewer: Viewer, household: UUID) -> HttpResponse:
    """The panel of one home beside the elevation: who is there, what is due today, the ways on."""
    home, book, now = home_of(viewer, household), rulebook(), facts.now()
    due = [
        Due(what, book.window(win), settled, of, due_at, settled < of and due_at <= now)
        for what, win, settled, of, due_at in home_today(viewer, household)
    ]
    return render(request, "elevation/home.html", {"home": home, "due": due})


@dataclass(frozen=True)
class Drawing:
    """A building drawn small: one path for each way a home may stand, on a ground of its own size."""

    building: SmallBuilding
    regime: Words | None
    width: int
    height: int
    paths: tuple[tuple[str, str], ...]

    @property
    def homes(self) -> int:
        """How many homes it has."""
        return len(self.building.panes)


def _drawing(building: SmallBuilding, book: Rulebook) -> Drawing:
    at = spots(units(building.panes)) if building.floors else yard_spots(building.panes)
    parts: dict[Standing, list[str]] = {how: [] for how in Standing}
    for pane in building.panes:
        spot = at[pane.area]
        parts[pane.standing].append(f"M{spot.x * _STEP} {spot.y * _STEP}h{_PANE}v{_PANE}h-{_PANE}z")
    width = max((spot.x for spot in at.values()), default=0) * _STEP + _PANE
    height = max((spot.y for spot in at.values()), default=0) * _STEP + _PANE
    regime = book.regime(building.regime) if building.regime else None
    drawn = tuple((how.value, "".join(some)) for how, some in parts.items() if some)
    return Drawing(building, regime, width, height, drawn)


def _communities(viewer: Viewer, area: str, found: object | None) -> list[Place]:
    """Where to look instead, when there are too many buildings to be drawn at once."""
    if found is not None:
        return []
    kinds = (AreaKind.COMMUNITY, AreaKind.VILLAGE)
    return [one for one in places(viewer) if one.kind in kinds and one.area.startswith(area)]


@gzip_page
@require_safe
@acting_page(Right.SEE_REGISTER)
def elevations(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All buildings of a place drawn small, for the overview; 304 while nothing changed."""
    area = request.GET.get("area", "")
    found = small_elevations(viewer, area or None)
    book = rulebook()
    names = compound_names(viewer, [one.area for one in found or ()])
    rows = [
        (name, [_drawing(one, book) for one in some])
        for name, some in groupby(found or (), key=lambda one: names[one.area])
    ]
    context = {"rows": rows, "communities": _communities(viewer, area, found), "area": area}
    html = render_to_string("elevation/small.html", context, request)
    tag = f'"{sha256(html.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = render(request, "elevation/poll.html", {**context, "html": html, "tag": tag})
    response["ETag"] = tag
    return response


urls = [
    path("elevations/", elevations, name="elevations"),
    path("elevation/home/<uuid:household>/", elevation_home, name="elevation_home"),
    path("elevation/<path:area>/wall/", elevation_wall, name="elevation_wall"),
    path("elevation/<path:area>/", elevation_page, name="elevation"),
]
