"""Grids: the buildings and lanes of a community by worker; her posts follow what the grid holds."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest

from wumen.actions.changing import changing
from wumen.actions.crew import grant_post
from wumen.actions.log import log, person_key, subject_key
from wumen.records import clock
from wumen.records.models import Area, CrewMember, Grid, GridPlace, Post
from wumen.rules.areas import ancestors, read_path, span
from wumen.rules.grids import GRID_OF, HELD_BY_GRIDS
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_ROLE = "grid_worker"


def make_grid(viewer: Viewer, community: str, name: str) -> Grid:
    """Make a grid of a community or village, as yet without buildings and worker.

    Problems: `area_unknown`, `area_not_yours`, `grid_not_in_community`, `name_empty`, `grid_known`.
    """
    area = read_path(community)
    viewer.must(Right.KEEP_REGISTER, area)
    with changing(viewer):
        place = Area.objects.filter(area=area).first()
        if place is None:
            raise Problem("area_unknown", path=area)
        if place.kind not in GRID_OF:
            raise Problem("grid_not_in_community", path=area)
        row = Grid(area=area, name=name.strip())
        _check_name(row)
        row.save(force_insert=True)
        _log(viewer, "grid.made", row)
    return row


def rename_grid(viewer: Viewer, ident: UUID, name: str) -> None:
    """Give a grid another name; `grid_unknown`, `name_empty`, `grid_known`."""
    with changing(viewer):
        row = _held(viewer, ident)
        row.name = name.strip()
        _check_name(row)
        row.save(update_fields=["name"])
        _log(viewer, "grid.renamed", row)


def put_in_grid(viewer: Viewer, ident: UUID, paths: Iterable[str]) -> None:
    """Let a grid hold places; one that another grid held moves over, and both workers' posts follow.

    Problems: `grid_unknown`, `grid_nothing_ticked`, `grid_place_unfit`, `grid_place_inside`.
    """
    wanted = sorted({read_path(path) for path in paths})
    if not wanted:
        raise Problem("grid_nothing_ticked")
    with changing(viewer):
        row = _held(viewer, ident)
        for place in wanted:
            _check_place(row, place)
            former = GridPlace.objects.select_related("grid__worker").filter(area=place).first()
            if former is not None and former.grid_id == row.id:
                continue
            if former is not None:
                _end_posts(viewer, former.grid.worker, [place], unless=row.worker)
                former.delete()
            GridPlace.objects.create(area=place, grid=row)
            _grant(viewer, row.worker, [place])
        _log(viewer, "grid.places_put", row, places=len(wanted))


def take_from_grid(viewer: Viewer, ident: UUID, paths: Iterable[str]) -> None:
    """Let places belong to no grid; the worker's posts there end. `grid_unknown`, `grid_nothing_ticked`."""
    wanted = {read_path(path) for path in paths}
    with changing(viewer):
        row = _held(viewer, ident)
        rows = GridPlace.objects.filter(grid=row, area__in=wanted)
        held = list(rows.values_list("area", flat=True))
        if not held:
            raise Problem("grid_nothing_ticked")
        _end_posts(viewer, row.worker, held)
        rows.delete()
        _log(viewer, "grid.places_taken", row, places=len(held))


def name_worker(viewer: Viewer, ident: UUID, crew_no: str) -> None:
    """Name the grid worker: she holds the post over every place of the grid, her forerunner no longer.

    An empty number leaves the grid without one. Problems: `grid_unknown`, `crew_unknown`, and those of
    `grant_post`.
    """
    with changing(viewer):
        row = _held(viewer, ident)
        former, row.worker = row.worker, _crew_member(crew_no.strip())
        row.save(update_fields=["worker"])
        places = list(row.places.values_list("area", flat=True))
        _end_posts(viewer, former, places, unless=row.worker)
        _grant(viewer, row.worker, places)
        _log(viewer, "grid.worker_named", row, crew_no=crew_no.strip())


def _crew_member(crew_no: str) -> CrewMember | None:
    if not crew_no:
        return None
    member = CrewMember.objects.filter(number=crew_no).first()
    if member is None:
        raise Problem("crew_unknown", crew_no=crew_no)
    return member


def _grant(viewer: Viewer, worker: CrewMember | None, places: Iterable[str]) -> None:
    for place in places if worker else ():
        grant_post(viewer, worker.number, _ROLE, place)  # type: ignore[union-attr]


def _end_posts(
    viewer: Viewer,
    worker: CrewMember | None,
    places: Iterable[str],
    unless: CrewMember | None = None,
) -> None:
    """End the worker's posts over the places, unless she goes on there."""
    if worker is None or worker == unless:
        return
    now = clock.now()
    held = Post.objects.filter(
        person=worker, role=_ROLE, area__in=list(places), until_at__isnull=True
    )
    for area in list(held.values_list("area", flat=True)):
        log(viewer, "post.ended", area, subject=person_key(worker.id), role=_ROLE)
    # A post that begins this very instant has to end after it.
    held.update(until_at=Greatest(now, F("from_at") + timedelta(microseconds=1)))


def _check_place(row: Grid, place: str) -> None:
    """Problems `grid_place_unfit`, `grid_place_inside` where a home would belong to two grids."""
    area = Area.objects.filter(area=place).first()
    if area is None or area.kind not in HELD_BY_GRIDS or not span(row.area).holds(place):
        raise Problem("grid_place_unfit", path=place)
    held = span(place)
    above = GridPlace.objects.filter(area__in=ancestors(place))
    below = GridPlace.objects.filter(area__gt=place, area__lt=held.hi)
    if (above | below).exists():
        raise Problem("grid_place_inside", path=place)


def _check_name(row: Grid) -> None:
    if not row.name:
        raise Problem("name_empty")
    if Grid.objects.filter(area=row.area, name=row.name).exclude(id=row.id).exists():
        raise Problem("grid_known")


def _held(viewer: Viewer, ident: UUID) -> Grid:
    """The grid, locked; Problems `right_missing`, `grid_unknown`."""
    viewer.must(Right.KEEP_REGISTER)
    row = Grid.objects.select_for_update().filter(id=ident).first()
    if row is None:
        raise Problem("grid_unknown")
    viewer.must(Right.KEEP_REGISTER, row.area)
    return row


def _log(viewer: Viewer, kind: str, row: Grid, **body: int | str) -> None:
    log(viewer, kind, row.area, subject=subject_key(row.id), **body)  # type: ignore[arg-type]
