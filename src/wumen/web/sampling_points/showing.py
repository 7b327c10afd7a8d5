"""Words of a point as its pages show them: states and queues in both languages, and how old a word is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wumen.rules.sampling_points.standing import POINT_STATES, QUEUES, PointNow, is_old

Words = tuple[str, str]


@dataclass(frozen=True)
class Waiting:
    """How many wait at a point, when that was said, and whether it is too old to be the present."""

    words: Words
    said_at: datetime
    since: datetime | None
    ago: timedelta
    old: bool


def waiting(point: PointNow, now: datetime) -> Waiting | None:
    """The queue of a point as it is shown; None where nobody said."""
    if point.queue is None or point.queue_at is None:
        return None
    since = point.queue_since if point.queue_since != point.queue_at else None
    ago = max(timedelta(), now - point.queue_at)
    return Waiting(QUEUES[point.queue], point.queue_at, since, ago, is_old(point.queue_at, now))


def state_words(point: PointNow) -> Words:
    """The name of a point's state."""
    return POINT_STATES[point.state]
