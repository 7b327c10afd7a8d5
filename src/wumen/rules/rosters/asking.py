"""Why a place of a roster is empty, in words, and whom one might ask first; and what a change by hand would break."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wumen.rules.force import BAR_NAMES
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.rosters.check import count
from wumen.rules.rosters.office import (
    ASKABLE,
    ASKED_NAMES,
    Asked,
    Manned,
    Manning,
    Placed,
    Server,
    bars_of,
)
from wumen.rules.time import local

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


def against(
    task: Manning, placed: Iterable[Placed], person: str, manned: Manned, day: date
) -> tuple[str, ...]:
    """All that stands against somebody in a place, guards first, then what the roster itself forbids."""
    one = next(one for one in task.people if one.id == person)
    own = [other for other in placed if other.person == person and other.hours]
    found = [str(bar) for bar in bars_of(one, manned, day)]
    said = one.asked.get(day)
    if said is not None:
        found.append(str(said))
    if any(local(other.begins).date() == day for other in one.elsewhere):
        found.append(ELSEWHERE)
    if any(other.day == day and other.hours != manned.id for other in own):
        found.append(SAME_DAY)
    kept = [other for other in own if other.day != day]
    return tuple(found + _broken(task, one, [*kept, Placed(person, day, manned.id)]))


def _broken(task: Manning, one: Server, own: Sequence[Placed]) -> list[str]:
    """What somebody's row would break of rest, runs and hours."""
    alone = replace(task, people=(one,), by_hand=())
    problem = alone.problem
    broken = count(problem, alone.cells(own)).broken
    return [rule for rule in (REST, RUN, HOURS) if rule in {one.rule for one in broken}]


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


def empty_place(task: Manning, placed: Collection[Placed], manned: Manned, day: date) -> Empty:
    """Why a place is empty, and the three to ask first: who has least to grant, then who has fewest hours."""
    firsts: Counter[str] = Counter()
    may_ask: list[tuple[int, int, str, tuple[str, ...]]] = []
    minutes = {one.id: one.hours.minutes for one in task.manned}
    load: Counter[str] = Counter()
    for other in placed:
        load[other.person] += minutes.get(other.hours or "", 0)
    for one in task.people:
        found = against(task, placed, one.id, manned, day)
        hard = [why for why in found if why not in SOFT]
        if found:
            firsts[(hard or list(found))[0]] += 1
        if not hard:
            may_ask.append((len(found), load[one.id], one.id, found))
    ask = tuple((person, found) for _, _, person, found in sorted(may_ask)[:_THREE])
    return Empty(day, manned, tuple(firsts.most_common()), ask)
