"""Sampling points as they hang outside and as the public reads them: whom each serves, in words that fit one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.queries.sampling_points import (
    PointLine,
    lines_of,
    name_of,
    point_lines,
    rows_in,
)
from wumen.records import clock, scope
from wumen.rules.areas import ancestors, parent, read_path, span
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import PointNow, PointState, Queue

# District, sub-district, and a community or village below it.
_OFFICE_LEVELS = 3


@dataclass(frozen=True)
class PublicPoint:
    """What anybody may read of a point: nobody's name, no reason."""

    now: PointNow
    name: str
    where: str
    opens: time
    closes: time
    serves: tuple[str, ...]
    called: tuple[str, ...]


@dataclass(frozen=True)
class PublicPoints:
    """The points of a sub-district or community as anybody may read them."""

    name: str
    now: datetime
    points: tuple[PublicPoint, ...]

    @property
    def easy(self) -> list[PublicPoint]:
        """Where fewest wait, of the points that are open and said so lately."""
        fresh = [one for one in self.points if _is_easy(one.now, self.now)]
        return sorted(fresh, key=lambda one: (one.now.queue or 0, one.now.number))[:3]


def _is_easy(point: PointNow, now: datetime) -> bool:
    return (
        point.state is PointState.OPEN
        and point.queue in (Queue.ABOUT_20, Queue.ABOUT_50)
        and point.fresh(now)
    )


def _words(lines: Sequence[PointLine]) -> Doors:
    """The names of all places that some points serve, inside the running scope."""
    return Doors.of(x.serves for one in lines for x in one.serves if x.serves)


def _in_full(
    lines: Sequence[PointLine], words: Doors, *, called: bool = False
) -> dict[UUID, tuple[str, ...]]:
    """Whom each point serves, or has just `called`, from the community down: nine communities have an 东院 1号楼.

    The buildings of one compound bear its name once. What the running scope does not see keeps its short words.
    """
    chosen = {
        one.now.id: [x for x in one.serves if x.serves and (x.called_at or not called)]
        for one in lines
    }
    found: dict[UUID, tuple[str, ...]] = {}
    for ident, some in chosen.items():
        said, last = [], ""
        for one in some:
            above = parent(one.serves)
            whole, over = words.place(one.serves), words.place(above)
            named = whole.removeprefix(over).strip() if over and above == last else whole
            said.append(named or one.words)
            last = above
        found[ident] = tuple(said)
    return found


def on_the_wall(viewer: Viewer) -> list[tuple[PointLine, tuple[str, ...]]]:
    """The points of the viewer's area with whom each serves, for a sheet that hangs in every compound of it.

    Problems as `point_lines`.
    """
    lines = [one for one in point_lines(viewer) if not one.withdrawn]
    with acting(viewer):
        places = _in_full(lines, _words(lines))
    return [
        (one, (*places[one.now.id], *(x.words for x in one.serves if not x.serves)))
        for one in lines
    ]


def public_points(text: str) -> PublicPoints:
    """What anybody may read of the points of a place by its code; Problem `points_none_here`.

    Only a sub-district, community or village is answered for: its points are hung out on paper as well.
    """
    try:
        path = read_path(text)
    except Problem:
        raise Problem("points_none_here") from None
    if not 2 <= path.count("/") <= _OFFICE_LEVELS:
        raise Problem("points_none_here")
    with scope.scoped(scope.Scope(span(path), above=tuple(ancestors(path)))):
        rows = [one for one in rows_in(span(path)) if one.withdrawn_at is None]
        if not rows:
            raise Problem("points_none_here")
        lines = lines_of(rows)
        serves, called = {}, {}
        if path.count("/") < _OFFICE_LEVELS:
            words = _words(lines)
            serves, called = _in_full(lines, words), _in_full(lines, words, called=True)
        name = Doors.of([path]).place(path) if path.count("/") > 2 else name_of(path)
    return PublicPoints(
        name,
        clock.now(),
        tuple(
            PublicPoint(
                *(_for_anybody(one.now), one.now.name, one.where, one.opens, one.closes),
                serves.get(one.now.id) or tuple(x.words for x in one.serves if x.serves),
                called.get(one.now.id)
                or tuple(x.words for x in one.serves if x.called_at and x.serves),
            )
            for one in lines
        ),
    )


def _for_anybody(now: PointNow) -> PointNow:
    """A point without what is the office's: why it pauses, its checklist, heads and tubes."""
    return PointNow(
        *(now.id, now.number, now.name, now.area, now.day, now.state, now.state_at),
        queue=now.queue,
        queue_at=now.queue_at,
        queue_since=now.queue_since,
        app_down_at=now.app_down_at,
    )
