"""Sampling points (采样点): their day, checklist, queue, heads and tubes, and where tubes can come from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from uuid import UUID

from wumen.rules.areas import shared_depth
from wumen.rules.numbers import whole
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.checklist import (
    CHECKLIST,
    NOTHING_SAID,
    SHOWN,
    Check,
    Lacking,
)
from wumen.rules.time import local

# Ours: a queue is another after twenty minutes; what is older is told by its age.
OLD_AFTER = timedelta(minutes=20)
# The most that one point can have: a typing error beyond it is no count.
MOST = 50_000
# Ours: at ten in one and three groups a point uses about fifty tubes in a quarter of an hour.
TUBES_ALARM = 50


class PointState(StrEnum):
    """How a point stands today: not open yet, open, paused, closed for the day."""

    SET_UP = "set_up"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


POINT_STATES: dict[PointState, tuple[str, str]] = {
    PointState.SET_UP: ("未开点", "not open yet"),
    PointState.OPEN: ("开放", "open"),
    PointState.PAUSED: ("暂停", "paused"),
    PointState.CLOSED: ("已收点", "closed for today"),
}


class PointAct(StrEnum):
    """What changes the state of a point."""

    OPEN = "open"
    PAUSE = "pause"
    CLOSE = "close"
    AGAIN = "again"


# From which states an act leads where.
_ACTS: dict[PointAct, tuple[frozenset[PointState], PointState]] = {
    PointAct.OPEN: (frozenset({PointState.SET_UP, PointState.PAUSED}), PointState.OPEN),
    PointAct.PAUSE: (frozenset({PointState.OPEN}), PointState.PAUSED),
    PointAct.CLOSE: (frozenset({PointState.OPEN, PointState.PAUSED}), PointState.CLOSED),
    PointAct.AGAIN: (frozenset({PointState.CLOSED}), PointState.SET_UP),
}


class Queue(IntEnum):
    """How many wait, as somebody sees it at a glance; the last is more than a hundred."""

    ABOUT_20 = 20
    ABOUT_50 = 50
    ABOUT_100 = 100
    OVER_100 = 101


QUEUES: dict[Queue, tuple[str, str]] = {
    Queue.ABOUT_20: ("约20人", "about 20"),
    Queue.ABOUT_50: ("约50人", "about 50"),
    Queue.ABOUT_100: ("约100人", "about 100"),
    Queue.OVER_100: ("100人以上", "over 100"),
}


class Word(StrEnum):
    """What was said of a point, or of its tubes: counted, sent away, on their way here, received."""

    QUEUE = "queue"
    SAMPLED = "sampled"
    TUBES = "tubes"
    TUBES_OUT = "tubes_out"
    TUBES_COMING = "tubes_coming"
    TUBES_IN = "tubes_in"


@dataclass(frozen=True)
class PointNow:
    """A point as it stands: what was last said of it and when; None is not said, never nought.

    `tubes` are those left by the last count and what moved since, `coming` those on their way, `alarm` the
    number below which there are too few; `queue_since`: since when the queue is of that length. `app_down_at`: since
    when the city's app is down there, and people are registered here, whatever the day.
    """

    id: UUID
    number: int
    name: str
    area: str
    day: date | None = None
    state: PointState = PointState.SET_UP
    state_at: datetime | None = None
    state_why: str = ""
    ready: frozenset[str] = frozenset()
    queue: Queue | None = None
    queue_at: datetime | None = None
    queue_since: datetime | None = None
    sampled: int | None = None
    sampled_at: datetime | None = None
    tubes: int | None = None
    tubes_at: datetime | None = None
    coming: int = 0
    alarm: int = TUBES_ALARM
    checks: Mapping[str, Check] = field(default_factory=dict)
    app_down_at: datetime | None = None
    app_down_why: str = ""

    @property
    def missing(self) -> list[str]:
        """The items of the checklist that nobody has ticked today, in its order."""
        return [item for item in CHECKLIST if item not in self.ready]

    @property
    def unshown(self) -> list[str]:
        """The ticked items of which a photo is asked for and nobody has taken one today."""
        return [item for item in SHOWN if item in self.ready and not self.check(item).photo]

    @property
    def lacking(self) -> list[Lacking]:
        """What is missing before it opens, in the order of the checklist; what nobody looked at has no words."""
        return [Lacking(item, *CHECKLIST[item], self.check(item)) for item in self.missing]

    def check(self, item: str) -> Check:
        """What was said of an item today beside its tick."""
        return self.checks.get(item, NOTHING_SAID)

    @property
    def working(self) -> bool:
        """Whether it serves people now or stands ready to go on."""
        return self.state in (PointState.OPEN, PointState.PAUSED)

    def fresh(self, now: datetime) -> bool:
        """Whether it works and somebody said lately how many wait."""
        return self.working and self.queue_at is not None and not is_old(self.queue_at, now)

    @property
    def short(self) -> bool:
        """Whether its tubes are below the alarm; who has not counted is not short but unknown."""
        return self.working and self.tubes is not None and self.tubes < self.alarm

    @property
    def helped(self) -> bool:
        """Whether what is on its way lifts it to its alarm: it waits for that and needs no more sent."""
        return (self.tubes or 0) + self.coming >= self.alarm

    @property
    def spare(self) -> int:
        """How many tubes it can give away and still stand at its own alarm."""
        return max(0, (self.tubes or 0) - self.alarm)


def as_of(point: PointNow, today: date) -> PointNow:
    """The point on a day: what was said on another day holds no more; tubes on their way still are."""
    if point.day == today:
        return point
    return PointNow(
        *(point.id, point.number, point.name, point.area, today),
        coming=point.coming,
        alarm=point.alarm,
        app_down_at=point.app_down_at,
        app_down_why=point.app_down_why,
    )


def is_old(said_at: datetime, now: datetime) -> bool:
    """Whether a word about a queue is too old to be taken for the present: after twenty minutes."""
    return now - said_at >= OLD_AFTER


def after(state: PointState, act: PointAct) -> PointState:
    """The state to which an act leads; Problem `point_act_not_now` where it makes no sense."""
    allowed, then = _ACTS[act]
    if state not in allowed:
        zh, en = POINT_STATES[state]
        raise Problem("point_act_not_now", state_zh=zh, state_en=en)
    return then


def acts(state: PointState) -> list[PointAct]:
    """What may be done with a point in a state."""
    return [act for act, (allowed, _) in _ACTS.items() if state in allowed]


def read_act(text: str) -> PointAct:
    """An act; Problem `point_act_unknown`."""
    try:
        return PointAct(text)
    except ValueError:
        raise Problem("point_act_unknown") from None


def read_queue(text: str) -> Queue:
    """A queue as it is tapped or typed: 20, 50, 100 or 100+; Problem `point_queue_unknown`."""
    many = whole({"100+": "101"}.get(text.strip(), text), Queue.OVER_100)
    if many not in set(Queue):
        raise Problem("point_queue_unknown")
    return Queue(many)


def read_count(text: str) -> int:
    """A whole number from nought on, as it is typed; Problem `point_count_unreadable`."""
    many = whole(text.replace(",", "").replace("，", ""), MOST)
    if many is None:
        raise Problem("point_count_unreadable", most=MOST)
    return many


def read_hours(opens: str, closes: str) -> tuple[time, time]:
    """From when until when a point is open; Problem `point_hours_unreadable`."""
    try:
        begins, ends = (time.fromisoformat(text.strip()) for text in (opens, closes))
    except ValueError:
        raise Problem("point_hours_unreadable") from None
    if begins >= ends or begins.tzinfo or ends.tzinfo:
        raise Problem("point_hours_unreadable")
    return begins, ends


def check_sampled(last: int | None, said: int, correcting: bool) -> None:
    """A count of heads since morning only grows; Problem `point_count_falls` unless it is a correction."""
    if last is not None and said < last and not correcting:
        raise Problem("point_count_falls", last=last, said=said)


def check_sending(source: PointNow, target: PointNow, tubes: int) -> None:
    """Whether tubes may go from one point to another.

    Problems: `point_same`, `point_tubes_none`, `point_tubes_unknown`, `point_tubes_fewer`.
    """
    if source.id == target.id:
        raise Problem("point_same")
    if tubes < 1:
        raise Problem("point_tubes_none")
    if source.tubes is None:
        raise Problem("point_tubes_unknown", number=source.number)
    if source.tubes < tubes:
        raise Problem("point_tubes_fewer", number=source.number, left=source.tubes, asked=tubes)


def said_queue(point: PointNow, queue: Queue, now: datetime) -> PointNow:
    """The point once somebody said how many wait; the same again goes on since it began."""
    since = point.queue_since if point.queue is queue else now
    return replace(point, queue=queue, queue_at=now, queue_since=since)


@dataclass(frozen=True)
class Source:
    """A point that could give tubes: how many, the number proposed, and how many places of the tree both share."""

    point: PointNow
    proposed: int
    shared: int


@dataclass(frozen=True)
class Sources:
    """From where tubes could come: the nearest by the tree, and the fullest; None where nobody can give."""

    nearest: Source | None
    fullest: Source | None


def sources(needy: PointNow, points: Iterable[PointNow]) -> Sources:
    """From where a point could get tubes, so that who gives keeps its own alarm.

    Near is what stands below the same place of the tree; of two as near the one with more to spare.
    Proposed is what brings the needy to twice its alarm with what is coming, as far as there is that much.
    """
    wanted = max(1, 2 * needy.alarm - (needy.tubes or 0) - needy.coming)
    found = [
        Source(one, min(one.spare, wanted), shared_depth(needy.area, one.area))
        for one in points
        if one.id != needy.id and one.spare > 0
    ]
    near = max(
        found, key=lambda one: (one.shared, one.point.spare, -one.point.number), default=None
    )
    full = max(found, key=lambda one: (one.point.spare, -one.point.number), default=None)
    return Sources(near, full)


@dataclass(frozen=True)
class AppDown:
    """That the city's app is down at some points since one hour for one reason, by their numbers; `all_of_them`."""

    at: datetime
    why: str
    numbers: tuple[int, ...]
    all_of_them: bool


def _app_down(points: Sequence[PointNow]) -> tuple[AppDown, ...]:
    """Where the app is down, told once for all points of one hour and reason, the longest first."""
    found: dict[tuple[datetime, str], list[int]] = {}
    for one in points:
        if one.app_down_at:
            found.setdefault((one.app_down_at, one.app_down_why), []).append(one.number)
    return tuple(
        AppDown(at, why, tuple(numbers), len(numbers) == len(points))
        for (at, why), numbers in sorted(found.items())
    )


@dataclass(frozen=True)
class Totals:
    """Points of a place in one line: how many stand how, all heads said, and who needs somebody."""

    by_state: Mapping[PointState, int]
    sampled: int
    not_told: tuple[PointNow, ...]
    crowded: tuple[PointNow, ...]
    short: tuple[PointNow, ...]
    silent: tuple[PointNow, ...]
    app_down: tuple[AppDown, ...] = ()

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(self.by_state.values())


def totals(points: Iterable[PointNow], now: datetime) -> Totals:
    """The points of a day in one line; who works and has said no number of heads is named.

    A queue that was said long ago is not the present: it alarms nobody, and its point is named as silent.
    """
    each = sorted(points, key=lambda one: one.number)
    return Totals(
        {state: sum(one.state is state for one in each) for state in PointState},
        sum(one.sampled or 0 for one in each),
        tuple(one for one in each if one.working and one.sampled is None),
        tuple(one for one in each if one.fresh(now) and one.queue is Queue.OVER_100),
        tuple(one for one in each if one.short),
        tuple(one for one in each if one.state is PointState.OPEN and not one.fresh(now)),
        _app_down(each),
    )


@dataclass(frozen=True)
class HourLine:
    """What all points had said at an hour: heads since morning, how many more than the hour before, by how many.

    `said`: how many words came since the hour before; where none came, the hour is not told and not nought.
    """

    at: datetime
    sampled: int
    more: int
    points: int
    said: int


def by_hour(said: Iterable[tuple[UUID, datetime, int]], now: datetime) -> list[HourLine]:
    """The heads at each full hour and now, each point by its last word until then: (point, when, heads)."""
    words = sorted(((one, local(at), heads) for one, at, heads in said), key=lambda one: one[1])
    if not words:
        return []
    hour = words[0][1].replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    lines: list[HourLine] = []
    while True:
        until = min(hour, local(now))
        last = {point: heads for point, at, heads in words if at <= until}
        total = sum(last.values())
        since, before = (lines[-1].at, lines[-1].sampled) if lines else (None, 0)
        said_since = sum(at <= until and (since is None or at > since) for _, at, _ in words)
        lines.append(HourLine(until, total, total - before, len(last), said_since))
        if hour >= now:
            return lines
        hour += timedelta(hours=1)
