"""Sampling points as an office keeps them: added, corrected, withdrawn and brought back, led and serving whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.crew import end_post, grant_post
from wumen.actions.sampling_points.rows import back_in_app, held, noted
from wumen.queries.doors import Doors
from wumen.queries.organisations import organisation_lines
from wumen.records import clock
from wumen.records.models import (
    AppOutage,
    AppRegistered,
    Area,
    CrewMember,
    PointService,
    PointWord,
    SamplingBox,
    SamplingBoxTube,
    SamplingPoint,
    SamplingTubes,
)
from wumen.rules.areas import AreaKind, office_over, read_path, span, subdistrict
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import TUBES_ALARM

LEAD = "point_lead"
_MOST_DESKS = 50
_MOST_NUMBER = 9_999
# What lies where its point stands, and goes with it.
_OF_A_POINT = (
    *(PointService, PointWord, SamplingBox, SamplingTubes),
    *(AppOutage, AppRegistered),
)


@dataclass(frozen=True)
class NewPoint:
    """A point as an office describes it; `lead` is a crew number, `serves` paths, both may be empty."""

    number: int
    name: str
    area: str
    opens: time
    closes: time
    directions: str = ""
    desks: int = 1
    lead: str = ""
    serves: Sequence[str] = ()
    organisations: Sequence[UUID] = ()
    alarm: int = TUBES_ALARM


def add_point(viewer: Viewer, new: NewPoint) -> SamplingPoint:
    """Add a sampling point; its lead gets the post of a 采样点长 there.

    Problems: `name_empty`, `area_unknown`, `area_not_yours`, `point_not_here`, `point_number_wrong`,
    `point_number_taken`, `point_serves_unknown`, `crew_unknown`, and those of `grant_post`.
    """
    area = read_path(new.area)
    viewer.must(Right.KEEP_REGISTER, area)
    with changing(viewer):
        row = SamplingPoint(registered_at=clock.now())
        _describe(row, new, area)
        row.save(force_insert=True)
        _serve(viewer, row, new)
        _seat(viewer, row, None, "")
        noted(viewer, "point.added", row, name=row.name)
    return row


def change_point(viewer: Viewer, ident: UUID, new: NewPoint) -> SamplingPoint:
    """Correct a point; what was said of it stays. Problems as `add_point`, `point_unknown`."""
    area = read_path(new.area)
    viewer.must(Right.KEEP_REGISTER, area)
    with changing(viewer):
        row = held(ident)
        viewer.must(Right.KEEP_REGISTER, row.area)
        former, stood = row.lead, row.area
        _describe(row, new, area)
        row.save()
        if row.area != stood:
            for rows in _OF_A_POINT:
                rows.objects.filter(point=row).update(area=row.area)
            SamplingBoxTube.objects.filter(box__point=row).update(area=row.area)
        _serve(viewer, row, new)
        _seat(viewer, row, former, stood)
        noted(viewer, "point.changed", row, name=row.name)
    return row


def withdraw_point(viewer: Viewer, ident: UUID) -> None:
    """Withdraw a point: nobody reads of it any more, its lead's post ends, all that was said stays.

    Where the city's app was down it is no more, so that who was registered there goes into a list.

    Problems: `point_unknown`, `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.KEEP_REGISTER)
    with changing(viewer):
        row = held(ident)
        viewer.must(Right.KEEP_REGISTER, row.area)
        if row.withdrawn_at is None:
            row.withdrawn_at = clock.now()
            row.save(update_fields=["withdrawn_at"])
            if row.app_down_at is not None:
                back_in_app(viewer, row)
            _leave(viewer, row.lead, row.area)
            noted(viewer, "point.withdrawn", row)


def restore_point(viewer: Viewer, ident: UUID) -> None:
    """Bring a withdrawn point back with what it serves and its lead; problems as `withdraw_point`."""
    viewer.must(Right.KEEP_REGISTER)
    with changing(viewer):
        row = held(ident)
        viewer.must(Right.KEEP_REGISTER, row.area)
        if row.withdrawn_at is not None:
            row.withdrawn_at = None
            row.save(update_fields=["withdrawn_at"])
            _seat(viewer, row, None, "")
            noted(viewer, "point.restored", row)


def _describe(row: SamplingPoint, new: NewPoint, area: str) -> None:
    """Write down what the office says of a point."""
    if not new.name.strip():
        raise Problem("name_empty")
    numbers = 1 <= new.number <= _MOST_NUMBER and 1 <= new.desks <= _MOST_DESKS
    if not numbers or not 0 <= new.alarm <= _MOST_NUMBER:
        raise Problem("point_number_wrong")
    place = Area.objects.filter(area=area).first()
    if place is None:
        raise Problem("area_unknown", path=area)
    if not subdistrict(area) or place.kind in (AreaKind.SUBDISTRICT, AreaKind.HOUSEHOLD):
        raise Problem("point_not_here")
    same = SamplingPoint.objects.filter(subdistrict=subdistrict(area), number=new.number)
    if same.exclude(id=row.id).exists():
        raise Problem("point_number_taken", number=new.number)
    row.area, row.subdistrict, row.number = area, subdistrict(area), new.number
    row.name, row.directions = new.name.strip(), new.directions.strip()
    row.desks, row.opens, row.closes, row.alarm = new.desks, new.opens, new.closes, new.alarm
    row.lead = _member(new.lead)


def _member(crew_no: str) -> CrewMember | None:
    if not crew_no.strip():
        return None
    found = CrewMember.objects.filter(number=crew_no.strip()).first()
    if found is None:
        raise Problem("crew_unknown", crew_no=crew_no.strip())
    return found


def _serve(viewer: Viewer, row: SamplingPoint, new: NewPoint) -> None:
    """Let the point serve just these places and organisations; who was called already stays called."""
    # By the office's own sight: a point may serve what stands beyond its own place.
    within = span(office_over(row.area))
    words = Doors.within(within)
    wanted: dict[tuple[str | None, UUID | None], str] = {}
    for text in new.serves:
        path = read_path(text)
        if not within.holds(path) or not Area.objects.filter(area=path).exists():
            raise Problem("point_serves_unknown", place=text)
        wanted[path, None] = words.short(path)
    known = {one.id: one for one in organisation_lines(viewer)} if new.organisations else {}
    for ident in new.organisations:
        if ident not in known or not within.holds(known[ident].area):
            raise Problem("point_serves_unknown", place=str(ident))
        wanted[None, ident] = known[ident].name
    standing = {(one.serves, one.organisation_id): one for one in row.services.all()}
    for key, one in standing.items():
        if key not in wanted:
            one.delete()
    for key, said in wanted.items():
        one = standing.get(key) or PointService(point=row, serves=key[0], organisation_id=key[1])
        one.area, one.words = row.area, said
        one.save()


def _seat(viewer: Viewer, row: SamplingPoint, former: CrewMember | None, stood: str) -> None:
    """Give the lead her post at the point, and end that of who led it before or elsewhere."""
    if former is not None and (former != row.lead or stood != row.area):
        _leave(viewer, former, stood)
    if row.lead is not None and row.withdrawn_at is None:
        grant_post(viewer, row.lead.number, LEAD, row.area)


def _leave(viewer: Viewer, lead: CrewMember | None, area: str) -> None:
    """End the post of a lead who leads no other point of the same place; one that is gone is gone."""
    if lead is None:
        return
    others = SamplingPoint.objects.filter(lead=lead, area=area, withdrawn_at=None)
    if others.exists():
        return
    try:
        end_post(viewer, lead.number, LEAD, area)
    except Problem as problem:
        if problem.code != "post_missing":
            raise
