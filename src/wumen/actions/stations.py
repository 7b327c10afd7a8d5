"""Stations: made with their hours, given others, ended."""

from collections.abc import Iterable
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.stations import station_row
from wumen.records import clock
from wumen.records.models import Area, Station, StationHours
from wumen.rules.areas import read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stations import RINGS_AFTER, Hours, StationKind

_LONGEST_NAME = 40


def make_station(
    viewer: Viewer,
    path: str,
    kind: str,
    name: str,
    hours: Iterable[Hours],
    *,
    outdoors: bool = False,
    isolated: bool = False,
    rings_after: int = RINGS_AFTER,
) -> Station:
    """A place that is manned from now on, with its hours.

    Problems: `right_missing`, `area_not_yours`, `area_unknown`, and those of `station_` for kind, name and hours.
    """
    full, said = read_path(path), " ".join(name.split())
    viewer.must(Right.KEEP_CREW, full)
    if kind not in set(StationKind):
        raise Problem("station_kind_unknown", kind=kind)
    if not 0 < len(said) <= _LONGEST_NAME:
        raise Problem("station_name_needed")
    if not (given := list(dict.fromkeys(hours))):
        raise Problem("station_without_hours")
    with changing(viewer):
        if not Area.objects.filter(area=full).exists():
            raise Problem("area_unknown", path=full)
        if Station.objects.filter(area=full, name=said, ended_at__isnull=True).exists():
            raise Problem("station_there_already")
        row = Station.objects.create(
            area=full,
            kind=kind,
            name=said,
            outdoors=outdoors,
            isolated=isolated,
            rings_after=rings_after,
            made_at=clock.now(),
        )
        _write(row, given)
        log(viewer, "station.made", full, station=kind)
    return row


def _write(row: Station, hours: Iterable[Hours]) -> None:
    StationHours.objects.bulk_create(
        StationHours(
            area=row.area,
            station=row,
            start=one.start,
            minutes=one.minutes,
            weekdays=one.weekdays,
            need=one.need,
            skill=one.skill,
        )
        for one in hours
    )


def add_hours(viewer: Viewer, ident: UUID, hours: Iterable[Hours]) -> None:
    """Give a station more hours; what stands already is not doubled. Problems `station_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = station_row(viewer, ident)
        known = {
            (one.start, one.minutes, one.weekdays, one.skill)
            for one in StationHours.objects.filter(station=row, ended_at__isnull=True)
        }
        _write(
            row,
            [
                one
                for one in hours
                if (one.start, one.minutes, one.weekdays, one.skill) not in known
            ],
        )
        log(viewer, "station.hours_changed", row.area)


def end_hours(viewer: Viewer, ident: UUID, hours: UUID) -> None:
    """Take hours from a station; rosters that stand keep their shifts.

    Problems: `station_unknown`, `station_without_hours` for the last ones, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = station_row(viewer, ident)
        rows = StationHours.objects.filter(station=row, ended_at__isnull=True)
        if not rows.exclude(id=hours).exists():
            raise Problem("station_without_hours")
        rows.filter(id=hours).update(ended_at=clock.now())
        log(viewer, "station.hours_changed", row.area)


def change_station(
    viewer: Viewer, ident: UUID, *, outdoors: bool, isolated: bool, rings_after: int
) -> None:
    """Say what a station is like. Problems `station_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = station_row(viewer, ident)
        row.outdoors, row.isolated, row.rings_after = outdoors, isolated, rings_after
        row.save(update_fields=["outdoors", "isolated", "rings_after"])
        log(viewer, "station.changed", row.area)


def end_station(viewer: Viewer, ident: UUID) -> None:
    """Man a place no longer; what happened there stays. Problems `station_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = station_row(viewer, ident)
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        StationHours.objects.filter(station=row, ended_at__isnull=True).update(
            ended_at=row.ended_at
        )
        log(viewer, "station.ended", row.area)
