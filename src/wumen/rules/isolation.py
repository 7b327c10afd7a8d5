"""Isolation: from which day it counts, its parts with their dates, what restarts it, what is missing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from wumen.rules.playbooks import Isolation, Playbook
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind
from wumen.rules.time import Interval, at

Words = tuple[str, str]


class Cause(StrEnum):
    """What starts a count of days, or starts it anew."""

    EXPOSURE = "exposure"
    INFECTION = "infection"
    ENVIRONMENT = "environment"
    CONTACTS = "contacts"


@dataclass(frozen=True)
class Start:
    """A day from which is counted, and why: last exposure, new infection, positive surface, new contacts."""

    cause: Cause
    on: date


class Part(StrEnum):
    """Where somebody stays apart."""

    CENTRAL = "central"
    HOME = "home"


@dataclass(frozen=True)
class Stay:
    """One part of an isolation: from its first day through its last, and the days of its samples."""

    part: Part
    first: date
    last: date
    sampling: tuple[date, ...]


@dataclass(frozen=True)
class IsolationFacts:
    """What is known of one person, in whatever order it was told.

    `starts`: everything that starts the count; `away`: days on which she did not stay apart; `negative`:
    days of whose sample a negative result is recorded.
    """

    today: date
    starts: Sequence[Start]
    away: Collection[date] = ()
    negative: Collection[date] = ()


@dataclass(frozen=True)
class Isolated:
    """An isolation as it stands; `ends` is None while nobody recorded from which day it counts.

    `missing`: what stands between today and its end, for people.
    """

    counts_from: date | None
    stays: tuple[Stay, ...]
    ends: datetime | None
    days_left: int | None
    lacking: tuple[date, ...]
    missing: tuple[Words, ...]

    @property
    def over(self) -> bool:
        """Whether nothing is missing any more; what is unknown is missing."""
        return not self.missing

    def part_on(self, day: date) -> Part | None:
        """Where she stays apart on a day; None before and after."""
        return next((one.part for one in self.stays if one.first <= day <= one.last), None)


def latest_start(starts: Iterable[Start]) -> Start | None:
    """What counts of many: the latest, whenever it was told (重新计算). None where nothing is recorded."""
    return max(starts, key=lambda one: (one.on, one.cause), default=None)


def served_days(begins: date, many: int, away: Collection[date]) -> tuple[date, ...]:
    """The days from `begins` on that are served until `many` are full: 缺几天补几天.

    A day on which somebody did not stay apart is added at the end, so an interruption never shortens.
    Source: 缺几天补几天, counted from the last exposure (practice of 2022).
    """
    found: list[date] = []
    day = begins
    while len(found) < many:
        if day not in away:
            found.append(day)
        day += timedelta(days=1)
    return tuple(found)


def stays(
    kind: Isolation, begins: date, away: Collection[date], first_day: int
) -> tuple[Stay, ...]:
    """The parts of an isolation by their dates, one after the other without a gap.

    The day from which is counted is the day `first_day` (0 or 1) of the first part: with 1, fourteen days
    from the 1st end with the 14th; with 0, with the 15th. A second part begins at 1 on the day after.
    """
    found: list[Stay] = []
    number, day = first_day, begins
    for part, many, sampling in (
        (Part.CENTRAL, kind.central_days, kind.central_sampling),
        (Part.HOME, kind.home_days, kind.home_sampling),
    ):
        if not many:
            continue
        days = served_days(day, many + 1 - number, away)
        sampled = tuple(days[one - number] for one in sampling if one >= number)
        # A part begins on the day after the former, also when that day itself has to be made up for.
        found.append(Stay(part, day, days[-1], sampled))
        number, day = 1, days[-1] + timedelta(days=1)
    return tuple(found)


def isolated(kind: Isolation, facts: IsolationFacts, playbook: Playbook) -> Isolated:
    """An isolation of a kind under a playbook: its parts, its end at 24:00 of the last day, what is missing."""
    start = latest_start(facts.starts)
    if start is None:
        unknown = ("末次暴露日还没有登记", "the last exposure is not recorded")
        return Isolated(None, (), None, None, (), (unknown,))
    parts = stays(kind, start.on, facts.away, playbook.playbook.first_day)
    last = parts[-1].last if parts else start.on
    ends = at(last + timedelta(days=1), time())
    left = max((last - facts.today).days + 1, 0) if parts else 0
    due = [day for one in parts for day in one.sampling if day <= facts.today]
    lacking = tuple(day for day in due if day not in facts.negative)
    missing: list[Words] = []
    if left:
        missing.append((f"还差 {left} 天（到 {last} 24时）", f"days to go: {left}, through {last}"))
    for day in lacking:
        missing.append((f"{day} 的核酸还没有阴性结果", f"no negative result for {day}"))
    return Isolated(start.on, parts, ends, left, lacking, tuple(missing))


def days_of(kind: Isolation) -> int:
    """How many days a kind of person stays apart, in a central place and at home together."""
    return kind.central_days + kind.home_days


def longest(playbook: Playbook) -> Isolation | None:
    """The longest isolation that the rules know; None where they know none."""
    return max(playbook.isolations, key=days_of, default=None)


def days_beyond(interval: Interval, playbook: Playbook) -> int:
    """How many days an order on somebody lasts beyond the longest isolation of its rules; 0 where they know none.

    A day that is begun counts whole, and so does the day from which is counted, whatever its number.
    """
    most = longest(playbook)
    if most is None:
        return 0
    over = interval.ends - interval.begins - timedelta(days=days_of(most) + 1)
    return max(-(-over // timedelta(days=1)), 0)


# Who need not isolate centrally. Source: edition 8, annex 6: old, small children, pregnant, seriously ill.
UNFIT_FOR_CENTRAL = frozenset(
    {
        Kind.VERY_OLD,
        Kind.CARE_DEPENDENT,
        Kind.DISABLED,
        Kind.SERIOUSLY_ILL,
        Kind.MENTAL_ILLNESS,
        Kind.PREGNANT,
        Kind.INFANT,
        Kind.DIALYSIS,
        Kind.CHEMOTHERAPY,
    }
)
# Who is not moved and does not go alone. Source: design, section 6.
DEPENDENT = frozenset({Kind.INFANT, Kind.CARE_DEPENDENT, Kind.CHILD_WITHOUT_PARENT})
EXCEPTION = "unfit-for-central"


def kind_for(key: str, needs: Iterable[Kind], playbook: Playbook) -> Isolation:
    """The isolation of a kind of person; Problem `isolation_unknown`.

    Exception: who is unfit for central isolation isolates at home, where the playbook has a rule for it.
    """
    by_key = {one.key: one for one in playbook.isolations}
    if key not in by_key:
        raise Problem("isolation_unknown", key=key, known=" ".join(by_key))
    chosen = by_key[key]
    if chosen.central_days and EXCEPTION in by_key and UNFIT_FOR_CENTRAL.intersection(needs):
        return by_key[EXCEPTION]
    return chosen
