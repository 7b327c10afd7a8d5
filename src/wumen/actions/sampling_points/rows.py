"""A point's row as an act finds it: locked, of today, and written back with its word and its event."""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from wumen.actions.log import log, subject_key
from wumen.queries.sampling_points import must_lead, standing
from wumen.records import clock
from wumen.records.models import AppOutage, PointWord, SamplingPoint
from wumen.rules.playbooks import Grade
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import PointNow, Word

# What an act may change of a point as it stands.
_CHANGING = ("day", "state", "state_at", "state_why", "queue", "queue_at", "queue_since", "sampled")
_COUNTS = ("sampled_at", "tubes", "tubes_at", "coming")


def held(ident: UUID) -> SamplingPoint:
    """The row, locked until the act is over; Problem `point_unknown` outside the scope too."""
    row = SamplingPoint.objects.select_for_update().filter(id=ident).first()
    if row is None:
        raise Problem("point_unknown")
    return row


def held_working(viewer: Viewer, ident: UUID) -> tuple[SamplingPoint, PointNow]:
    """The row of a point that is not withdrawn and how it stands; problems of `must_lead`, `point_withdrawn`."""
    viewer.must(Right.LEAD_POINT)
    row = held(ident)
    must_lead(viewer, row)
    if row.withdrawn_at is not None:
        raise Problem("point_withdrawn")
    return row, standing(row)


def keep(row: SamplingPoint, now: PointNow) -> None:
    """Write back how a point stands; what was said on another day goes with it."""
    now = replace(now, day=clock.today())
    for name in (*_CHANGING, *_COUNTS):
        setattr(row, name, getattr(now, name))
    row.ready = sorted(now.ready)
    row.checks = {item: asdict(said) for item, said in now.checks.items()}
    row.save(update_fields=[*_CHANGING, *_COUNTS, "ready", "checks"])


def word(viewer: Viewer, row: SamplingPoint, kind: Word, value: int, **beside: Any) -> PointWord:
    """Put down what was said of a point: declared by who says it."""
    return PointWord.objects.create(
        point=row,
        area=row.area,
        kind=kind,
        value=value,
        said_at=clock.now(),
        by_id=viewer.person,
        grade=Grade.DECLARED,
        **beside,
    )


def back_in_app(viewer: Viewer, row: SamplingPoint) -> None:
    """Let the outage of the city's app end at a point that is in one."""
    open_ = AppOutage.objects.filter(point=row, ended_at=None)
    open_.update(ended_at=clock.now(), ended_by_id=viewer.person)
    row.app_down_at, row.app_down_why = None, ""
    row.save(update_fields=["app_down_at", "app_down_why"])
    noted(viewer, "app.back", row)


def noted(viewer: Viewer, kind: str, row: SamplingPoint, **body: Any) -> None:
    """Its event, with the point's number."""
    log(viewer, kind, row.area, subject=subject_key(row.id), number=row.number, **body)
