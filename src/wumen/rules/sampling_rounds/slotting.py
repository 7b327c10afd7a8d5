"""Who goes when to which point: a point a building, a time by heads and desks, never more on site than the cap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from wumen.rules.areas import ancestors, in_order
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import PointNow
from wumen.rules.time import Interval, first_at, local

# Ours: people keep a time on the five minutes, no other.
_STEP = timedelta(minutes=5)


@dataclass(frozen=True)
class PointAt:
    """A point as slots are made: where it works with how many desks from when until when, whom it serves.

    `now`: its state and checklist today, for who looks at its round.
    """

    id: UUID
    number: int
    name: str
    where: str
    desks: int
    hours: Interval
    serves: frozenset[str]
    organisations: frozenset[UUID] = frozenset()
    tubes: int | None = None
    now: PointNow | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Heads:
    """How many come from a place: `people` to a point, `door` stay and are sampled at their doors.

    `organisation`: whose roster comes, beside the building in which it stands.
    """

    area: str
    people: int
    door: int = 0
    organisation: UUID | None = None

    @property
    def key(self) -> str:
        """What names it among all who come."""
        return slot_key(self.area, self.organisation)


def slot_key(area: str, organisation: UUID | None) -> str:
    """What names a place, or an organisation at one, among all who come to points."""
    return str(organisation) if organisation else area


@dataclass(frozen=True)
class Slot:
    """When a place, or the roster of an `organisation`, comes to its point; in `waves`, none of them over the cap.

    `late`: it does not fit before the round or the point ends, and needs another desk; `by_hand`: somebody set it so;
    `set_at`: since when it is told so.
    """

    area: str
    point: UUID
    number: int
    heads: int
    begins: datetime
    ends: datetime
    waves: tuple[datetime, ...]
    late: bool = False
    by_hand: bool = False
    set_at: datetime | None = None
    organisation: UUID | None = None

    @property
    def key(self) -> str:
        """What names it among all who come."""
        return slot_key(self.area, self.organisation)

    @property
    def hours(self) -> Interval:
        """From when until when."""
        return Interval(self.begins, self.ends)


@dataclass(frozen=True)
class Proposed:
    """The slots of a round, and the places that no point serves though people there may come."""

    slots: tuple[Slot, ...]
    unserved: tuple[str, ...]

    @property
    def late(self) -> tuple[Slot, ...]:
        """Those that do not fit."""
        return tuple(one for one in self.slots if one.late)


def hours_at(opens: Interval, hours: Interval) -> Interval:
    """When a point works in a round: its own hours on that day, as far as the round goes."""
    begins = max(opens.begins, hours.begins)
    return Interval(begins, max(begins, min(opens.ends, hours.ends)))


def point_of(area: str, points: Iterable[PointAt]) -> PointAt | None:
    """The point that serves a place: by its narrowest word, of several the first number."""
    chain = [area, *reversed(ancestors(area))]
    deep = {path: len(chain) - place for place, path in enumerate(chain)}
    found = [
        (max(deep[path] for path in one.serves if path in deep), -one.number, one)
        for one in points
        if any(path in deep for path in one.serves)
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def point_for(one: Heads, points: Iterable[PointAt]) -> PointAt | None:
    """The point that serves who comes: an organisation's by its own word, else the place's."""
    if one.organisation is None:
        return point_of(one.area, points)
    mine = [each for each in points if one.organisation in each.organisations]
    return min(mine, key=lambda each: each.number, default=None)


def proposed(
    heads: Iterable[Heads],
    points: Sequence[PointAt],
    per_desk: int,
    cap: int,
    kept: Sequence[Slot] = (),
) -> Proposed:
    """A point and a time for each place with somebody who may come, in the order of doors, then organisations.

    A point samples `per_desk` people a desk and hour, one place behind the other; a place of more than `cap` heads is
    called in so many waves that none is larger. Those who stay at home stand in no slot. `kept` are times that
    somebody set by hand: they stand, and the others are set around them.
    """
    queues: dict[UUID, list[Heads]] = {}
    by_id = {one.id: one for one in points}
    kept = [one for one in kept if one.point in by_id]
    fixed = {one.key: one for one in kept}
    unserved: list[str] = []
    for one in sorted(heads, key=_homes_first):
        if one.people < 1 or one.key in fixed:
            continue
        point = point_for(one, points)
        if point is None:
            unserved += [] if one.organisation else [one.area]
        else:
            queues.setdefault(point.id, []).append(one)
    slots = [
        slot
        for ident, some in queues.items()
        for slot in _at_point(by_id[ident], some, per_desk, cap, kept)
    ]
    slots += kept
    slots.sort(key=lambda one: (one.number, one.begins, in_order(one.area)))
    return Proposed(tuple(slots), tuple(unserved))


def _homes_first(one: Heads) -> tuple[bool, object, str]:
    """Who comes to an organisation's hour may be at work before and after; homes are asked in the order of doors."""
    return one.organisation is not None, in_order(one.area), one.key


def _at_point(
    point: PointAt, some: Sequence[Heads], per_desk: int, cap: int, kept: Sequence[Slot]
) -> Iterable[Slot]:
    taken = sorted((one for one in kept if one.point == point.id), key=lambda one: one.begins)
    begins = point.hours.begins
    for one in some:
        slot = slot_at(point, one, begins, per_desk, cap)
        for other in taken:
            if slot.hours.meets(other.hours):
                slot = slot_at(point, one, other.ends, per_desk, cap)
        yield slot
        begins = slot.ends


def slot_at(point: PointAt, one: Heads, begins: datetime, per_desk: int, cap: int) -> Slot:
    """When somebody comes who begins at an hour: in waves under the cap, as long as the people take."""
    many = ceil(one.people / cap)
    share = _takes(ceil(one.people / many), point.desks, per_desk)
    waves = tuple(begins + place * share for place in range(many))
    ends = begins + many * share
    late = ends > point.hours.ends
    named = (one.area, point.id, point.number, one.people)
    return Slot(*named, begins, ends, waves, late, organisation=one.organisation)


def moved(
    point: PointAt,
    one: Heads,
    text: str,
    round_begins: datetime,
    per_desk: int,
    cap: int,
) -> Slot:
    """The slot of a place or organisation that somebody sets by hand; Problems `hour_unreadable`, `slot_hours`."""
    begins = first_at(text, round_begins)
    if begins is None:
        raise Problem("hour_unreadable", said=text.strip()[:20])
    if not point.hours.holds(begins):
        hours = {name: f"{local(getattr(point.hours, name)):%H:%M}" for name in ("begins", "ends")}
        raise Problem("slot_hours", **hours)
    return slot_at(point, one, begins, per_desk, cap)


def team_hour(text: str, hours: Interval) -> datetime:
    """When a team comes to an organisation, within the hours of the round; Problems `hour_unreadable`, `slot_hours`."""
    begins = first_at(text, hours.begins)
    if begins is None:
        raise Problem("hour_unreadable", said=text.strip()[:20])
    if not hours.holds(begins):
        said = {name: f"{local(getattr(hours, name)):%H:%M}" for name in ("begins", "ends")}
        raise Problem("slot_hours", **said)
    return begins


def at_once(slots: Iterable[Slot]) -> frozenset[str]:
    """The keys of those whose times meet another's at the same point: more may be on site than one was counted for."""
    some = sorted(slots, key=lambda one: (one.number, one.begins))
    met: set[str] = set()
    for place, one in enumerate(some):
        for other in some[place + 1 :]:
            if other.point != one.point or other.begins >= one.ends:
                break
            met |= {one.key, other.key}
    return frozenset(met)


def _takes(people: int, desks: int, per_desk: int) -> timedelta:
    """How long so many people take at so many desks, to the next five minutes."""
    minutes = people * 60 / (desks * per_desk)
    return max(1, ceil(timedelta(minutes=minutes) / _STEP)) * _STEP


def desks_short(slots: Sequence[Slot], point: PointAt, per_desk: int) -> int:
    """How many more desks a point needs for all of its slots to fit; 0 where they do."""
    heads = sum(one.heads for one in slots if one.point == point.id)
    hours = (point.hours.ends - point.hours.begins).total_seconds() / 3600
    if hours <= 0:
        return 0
    late = any(one.late for one in slots if one.point == point.id)
    needed = ceil(heads / (per_desk * hours))
    return max(1 if late else 0, needed - point.desks)


def desks_wanted(heads: int, point: PointAt, per_desk: int) -> int:
    """How many more desks a point needs for so many people in its hours, whoever sends them; 0 where it has enough."""
    hours = (point.hours.ends - point.hours.begins).total_seconds() / 3600
    if hours <= 0:
        return 0
    return max(0, ceil(heads / (per_desk * hours)) - point.desks)


def tubes_needed(people: int, size: int, single: int) -> int:
    """The tubes for so many people: `size` to a tube, and one each for those who are `single`."""
    return ceil(people / size) + single
