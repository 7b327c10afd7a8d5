"""Stations (值守点): their kinds, the hours in which they are manned, whether one stands empty, and when it rings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from wumen.rules.force import SKILL_NAMES, Skill
from wumen.rules.numbers import typed_number, whole
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, at

MINUTES_OF_DAY = 1440
EVERY_DAY = 127
SHORTEST, LONGEST = 30, 720
MOST_THERE = 20
# So much of what could not be read is shown with the refusal.
_SHOWN = 20
# A station rings so many minutes after its shift began with nobody there, unless its office says otherwise.
RINGS_AFTER, RINGS_AT_MOST = 10, 120


class StationKind(StrEnum):
    """What is manned there."""

    GATE = "gate"
    POINT = "point"
    WATCH = "watch"
    HOTLINE = "hotline"
    COURIER = "courier"
    PIONEER = "pioneer"


KIND_NAMES: dict[StationKind, Named] = {
    StationKind.GATE: Named(zh="门岗", en="gate"),
    StationKind.POINT: Named(zh="采样点", en="sampling point"),
    StationKind.WATCH: Named(zh="楼栋值守", en="watch of a building"),
    StationKind.HOTLINE: Named(zh="热线", en="hotline"),
    StationKind.COURIER: Named(zh="跑腿代办", en="courier"),
    StationKind.PIONEER: Named(zh="先锋岗", en="pioneer post"),
}
OUTDOORS = frozenset({StationKind.GATE, StationKind.POINT, StationKind.COURIER})


@dataclass(frozen=True)
class Hours:
    """From `start`, for `minutes`, on some days of the week: how many must stand there, with which skill.

    `weekdays` has a bit for each day, Monday the lowest; `start` counts from midnight and the hours may run
    into the next day.
    """

    start: int
    minutes: int
    weekdays: int = EVERY_DAY
    need: int = 1
    skill: str = ""

    def on(self, day: date) -> bool:
        """Whether they hold on a day."""
        return bool(self.weekdays >> day.weekday() & 1)

    def interval(self, day: date) -> Interval:
        """From when until when, on a day."""
        begins = at(day, time(*divmod(self.start, 60)))
        return Interval(begins, begins + timedelta(minutes=self.minutes))

    @property
    def words(self) -> str:
        """0:00–8:00, 22:00–次日6:00 and the like, as everybody reads it."""
        return clock_words(self.start, self.start + self.minutes)


def clock_words(start: int, end: int) -> str:
    """Two minutes of a day in words; what ends at midnight ends at 24:00."""
    beyond = end > MINUTES_OF_DAY
    last = end - MINUTES_OF_DAY if beyond else end
    said = f"{last // 60}:{last % 60:02d}"
    return f"{start // 60}:{start % 60:02d}–{'次日' if beyond else ''}{said}"


# What an office asks for most often, by one word.
PATTERNS: dict[str, tuple[Named, tuple[Hours, ...]]] = {
    "eights": (
        Named(zh="昼夜三班（0–8、8–16、16–24）", en="day and night in three (0–8, 8–16, 16–24)"),
        tuple(Hours(start * 60, 480) for start in (0, 8, 16)),
    ),
    "twelves": (
        Named(zh="昼夜两班（8–20、20–次日8）", en="day and night in two (8–20, 20–8)"),
        (Hours(480, 720), Hours(1200, 720)),
    ),
    "day": (
        Named(zh="白天两班（7–13、13–19）", en="by day in two (7–13, 13–19)"),
        (Hours(420, 360), Hours(780, 360)),
    ),
    "fours": (
        Named(zh="白天四小时一班（8–12、12–16、16–20）", en="by day, four hours each (8–20)"),
        tuple(Hours(start * 60, 240) for start in (8, 12, 16)),
    ),
}


def read_hours(text: str, need: int = 1, skill: str = "", weekdays: int = EVERY_DAY) -> Hours:
    """Hours as an office writes them: 8-16, 8:00-16:30, 22-6.

    Problems: `station_hours_unreadable`, `station_hours_long`, `station_need_unreadable`,
    `station_days_none`, `force_word_unknown`.
    """
    said = typed_number(text).replace("–", "-").replace("—", "-")
    first, dash, last = said.replace(" ", "").partition("-")
    if not dash:
        raise Problem("station_hours_unreadable", text=text[:_SHOWN])
    start, end = (_minute(part.removeprefix("次日"), text) for part in (first, last))
    minutes = end - start if end > start else end - start + MINUTES_OF_DAY
    if start >= MINUTES_OF_DAY:
        raise Problem("station_hours_unreadable", text=text[:_SHOWN])
    if not SHORTEST <= minutes <= LONGEST:
        raise Problem("station_hours_long", text=text)
    if not 1 <= need <= MOST_THERE:
        raise Problem("station_need_unreadable")
    if not 1 <= weekdays <= EVERY_DAY:
        raise Problem("station_days_none")
    if skill and skill not in set(Skill):
        raise Problem("force_word_unknown", word=skill)
    return Hours(start, minutes, weekdays, need, skill)


def _minute(part: str, text: str) -> int:
    hour, _, minute = part.partition(":")
    hours, minutes = whole(hour, 24), whole(minute or "0", 59)
    if hours is None or minutes is None:
        raise Problem("station_hours_unreadable", text=text[:_SHOWN])
    found = hours * 60 + minutes
    if found > MINUTES_OF_DAY:
        raise Problem("station_hours_unreadable", text=text[:_SHOWN])
    return found


def read_rings(text: str) -> int:
    """After how many minutes an empty station rings; Problem `station_rings_unreadable`."""
    minutes = whole(text.strip() or str(RINGS_AFTER), RINGS_AT_MOST)
    if not minutes:
        raise Problem("station_rings_unreadable")
    return minutes


def skill_name(key: str) -> Named:
    """The words of a skill that is asked for."""
    return SKILL_NAMES[Skill(key)]


@dataclass(frozen=True)
class Watched:
    """A place of a shift as it stands: from when until when, somebody's or nobody's, whether she came and went."""

    interval: Interval
    filled: bool
    came: bool = False
    went_at: datetime | None = None

    def there(self, now: datetime) -> bool:
        """Whether somebody is there now."""
        gone = self.went_at is not None and self.went_at <= now
        return self.came and not gone and self.interval.holds(now)


def empty_since(shifts: Iterable[Watched], rings_after: int, now: datetime) -> datetime | None:
    """Since when a station stands empty, if it rings by now; None where somebody is there or nobody has to be.

    It is empty when of all that should stand there now nobody is there. Whoever came to the shift before
    and has not gone is off duty at its end all the same: the hour of change is the hour that counts.
    """
    due = [one for one in shifts if one.interval.holds(now)]
    if not due or any(one.there(now) for one in due):
        return None
    since = max(
        [
            min(one.interval.begins for one in due),
            *(one.went_at for one in due if one.came and one.went_at is not None),
        ]
    )
    return since if now - since >= timedelta(minutes=rings_after) else None


@dataclass(frozen=True)
class Gap:
    """A stretch of time in which too few are named for a station: so many are missing."""

    interval: Interval
    missing: int


def gaps(
    hours: Sequence[Hours], named: Sequence[Interval], first: date, days: int
) -> Iterator[Gap]:
    """Every minute of some days in which fewer are named than are needed, as stretches in their order."""
    last = at(first + timedelta(days=days), time())
    start = at(first, time())
    wanted: list[tuple[Interval, int]] = [
        (one.interval(day), one.need)
        for day in (first + timedelta(days=n) for n in range(-1, days))
        for one in hours
        if one.on(day)
    ]
    edges = sorted(
        {start, last}
        | {
            edge
            for one in [*(interval for interval, _ in wanted), *named]
            for edge in (one.begins, one.ends)
            if start < edge < last
        }
    )
    open_gap: Gap | None = None
    for begins, ends in pairwise(edges):
        need = sum(many for one, many in wanted if one.holds(begins))
        missing = max(0, need - sum(one.holds(begins) for one in named))
        joins = open_gap is not None and missing == open_gap.missing
        if open_gap is not None and joins:
            open_gap = Gap(Interval(open_gap.interval.begins, ends), missing)
            continue
        if open_gap is not None and open_gap.missing:
            yield open_gap
        open_gap = Gap(Interval(begins, ends), missing)
    if open_gap is not None and open_gap.missing:
        yield open_gap
