"""Why a place of a roster is empty, in words, and whom one might ask first; and what a change by hand would break."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from wumen.rules.force import BAR_NAMES
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.rosters.model import REST as REST_MINUTES
from wumen.rules.rosters.office import (
    ASKABLE,
    ASKED_NAMES,
    LONGEST_RUN,
    Asked,
    Manned,
    Manning,
    Placed,
    Server,
    bars_of,
)
from wumen.rules.time import Interval, local

SAME_DAY, ELSEWHERE = "same_day", "elsewhere"
REST, RUN, HOURS = "rest", "run_too_long", "too_many_minutes"
WHY_NAMES: Mapping[str, Named] = {
    **{str(bar): named for bar, named in BAR_NAMES.items()},
    **{str(asked): named for asked, named in ASKED_NAMES.items()},
    SAME_DAY: Named(zh="这天已有班", en="has a shift that day"),
    ELSEWHERE: Named(zh="这天在别的班表上", en="stands on another roster that day"),
    REST: Named(zh="两班之间休息不足 11 小时", en="less than 11 hours of rest"),
    RUN: Named(zh="连着值班会超过 6 天", en="more than six days on end"),
    HOURS: Named(zh="一周会超过 48 小时", en="more than 48 hours a week"),
}
# What the office may decide otherwise once it has talked to her.
SOFT = frozenset({str(bar) for bar in ASKABLE} | {str(Asked.FREE)})
_THREE = 3


@dataclass(frozen=True)
class Empty:
    """An empty place: for how many which reason stands first; whom to ask, and what for."""

    day: date
    manned: Manned
    reasons: tuple[tuple[str, int], ...]
    ask: tuple[tuple[str, tuple[str, ...]], ...]


class Asking:
    """What stands against people in places of a roster, with who stands where sorted out once for all questions.

    Counted from the hours themselves: a page asks it of everybody for each empty place.
    """

    def __init__(self, task: Manning, placed: Iterable[Placed]) -> None:
        """The roster's task and who has which place."""
        self._task = task
        self._people = {one.id: one for one in task.people}
        self._hours = {one.id: one.hours for one in task.manned}
        self._own: dict[str, list[Placed]] = {}
        for one in placed:
            if one.hours:
                self._own.setdefault(one.person, []).append(one)

    def has(self, person: str) -> Sequence[Placed]:
        """The places that somebody has."""
        return self._own.get(person, ())

    def against(
        self, person: str, manned: Manned, day: date, own: Sequence[Placed] | None = None
    ) -> tuple[str, ...]:
        """All that stands against somebody in a place, guards first, then what the roster itself forbids.

        `own`: what she has besides, where that is not all she has now.
        """
        one = self._people[person]
        own = self.has(person) if own is None else own
        found = [str(bar) for bar in bars_of(one, manned, day)]
        said = one.asked.get(day)
        if said is not None:
            found.append(str(said))
        if any(local(other.begins).date() == day for other in one.elsewhere):
            found.append(ELSEWHERE)
        if any(other.day == day and other.hours != manned.id for other in own):
            found.append(SAME_DAY)
        kept = [other for other in own if other.day != day]
        return tuple(found + self._broken(one, [*kept, Placed(person, day, manned.id)]))

    def _broken(self, one: Server, own: Sequence[Placed]) -> list[str]:
        """What somebody's row would break of rest, runs and hours; what she did before the roster counts too."""
        stands = [
            (other.day, self._hours[other.hours].interval(other.day))
            for other in sorted(own, key=lambda other: other.day)
            if other.hours in self._hours
        ]
        before = {local(other.begins).date(): other for other in one.elsewhere}
        eve = self._task.first - timedelta(days=1)
        line = [*([before[eve]] if eve in before else []), *(hours for _, hours in stands)]
        days = {day for day, _ in stands}
        broken = {
            REST: any(_too_short(first, then) for first, then in pairwise(line)),
            RUN: max(_runs(days, before, eve), default=0) > LONGEST_RUN,
            HOURS: _minutes(hours for _, hours in stands) > self._task.longest_minutes,
        }
        return [rule for rule, is_broken in broken.items() if is_broken]

    def empty_place(self, manned: Manned, day: date) -> Empty:
        """Why a place is empty, and the three to ask first: who has least to grant, then who has fewest hours."""
        firsts: Counter[str] = Counter()
        may_ask: list[tuple[int, int, str, tuple[str, ...]]] = []
        for person in self._people:
            found = self.against(person, manned, day)
            hard = [why for why in found if why not in SOFT]
            if found:
                firsts[(hard or list(found))[0]] += 1
            if not hard:
                may_ask.append((len(found), self._load(person), person, found))
        ask = tuple((person, found) for _, _, person, found in sorted(may_ask)[:_THREE])
        return Empty(day, manned, tuple(firsts.most_common()), ask)

    def _load(self, person: str) -> int:
        """The minutes that somebody has on the roster."""
        return sum(
            self._hours[one.hours].minutes for one in self.has(person) if one.hours in self._hours
        )


def _too_short(first: Interval, then: Interval) -> bool:
    return then.begins - first.ends < timedelta(minutes=REST_MINUTES)


def _minutes(stands: Iterable[Interval]) -> int:
    return sum(int((one.ends - one.begins).total_seconds()) // 60 for one in stands)


def _runs(days: set[date], before: Mapping[date, Interval], eve: date) -> Iterable[int]:
    """The lengths of runs of days with duty; one that began before the roster counts from its beginning."""
    for day in days:
        if day - timedelta(days=1) in days:
            continue
        length, back = 0, day - timedelta(days=1)
        while back <= eve and back in before:
            length, back = length + 1, back - timedelta(days=1)
        while day in days:
            length, day = length + 1, day + timedelta(days=1)
        yield length


def against(
    task: Manning, placed: Iterable[Placed], person: str, manned: Manned, day: date
) -> tuple[str, ...]:
    """All that stands against one person in one place."""
    return Asking(task, placed).against(person, manned, day)


def must_stand(
    task: Manning, placed: Iterable[Placed], person: str, manned: Manned, day: date
) -> tuple[str, ...]:
    """Refuse a place by hand that a guard or a rule of rest forbids; what she has to be asked for is returned.

    Problem `roster_place_breaks`.
    """
    found = against(task, placed, person, manned, day)
    hard = [why for why in found if why not in SOFT]
    if hard:
        named = WHY_NAMES[hard[0]]
        raise Problem("roster_place_breaks", rule_zh=named.zh, rule_en=named.en)
    return tuple(why for why in found if why in SOFT)
