"""What teams are owed of a thing by head count, and whether what is there lasts today and tomorrow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wumen.rules.areas import span
from wumen.rules.playbooks import Named
from wumen.rules.stations import KIND_NAMES


class Kind(StrEnum):
    """How stock moved: it came, it went to a team (or back from it) or into a kit, it was counted.

    From one point to another it is sent there, coming here, and arrived here as counted, or back there.
    """

    RECEIVED = "received"
    ISSUED = "issued"
    COUNTED = "counted"
    KIT = "kit"
    SENT = "sent"
    COMING = "coming"
    ARRIVED = "arrived"
    BACK = "back"


KINDS: dict[Kind, Named] = {
    Kind.RECEIVED: Named(zh="入库", en="received"),
    Kind.ISSUED: Named(zh="出库", en="issued"),
    Kind.COUNTED: Named(zh="盘点", en="counted"),
    Kind.KIT: Named(zh="配物品包", en="put into a kit"),
    Kind.SENT: Named(zh="调出", en="sent"),
    Kind.COMING: Named(zh="在路上", en="on its way"),
    Kind.ARRIVED: Named(zh="调入", en="arrived"),
    Kind.BACK: Named(zh="没调成，退回", en="not sent after all, back"),
}

# Who is taken for half a day stands at no station.
HALF_DAY = "half_day"
# For whom a norm is set: whoever stands at a kind of station for a shift, or helps for half a day.
TEAM_KINDS: dict[str, Named] = {
    **{str(kind): named for kind, named in KIND_NAMES.items()},
    HALF_DAY: Named(zh="半天帮忙的", en="half a day"),
}


@dataclass(frozen=True)
class Team:
    """Who stands at a place on a day, by heads; `key` is the id of a station or point, or the path of a place."""

    key: str
    name: str
    area: str
    kind: str
    heads: int


@dataclass(frozen=True)
class Given:
    """What a team got of a thing on a day; `said`: a person typed how many it gets, so the head count is over."""

    many: int = 0
    said: bool = False


def wanted(norms: Mapping[str, int], team: Team) -> int | None:
    """How many of a thing a team gets for a day; None where nobody said how many a head needs there."""
    norm = norms.get(team.kind)
    return None if norm is None else norm * team.heads


def owed(norms: Mapping[str, int], team: Team, given: Given) -> int | None:
    """How many a team still has to get; None where the norm is not known. What a person typed is never corrected."""
    if given.said:
        return 0
    whole = wanted(norms, team)
    return None if whole is None else max(0, whole - given.many)


def serves(point: str, team: str, others: Iterable[str]) -> bool:
    """Whether a point at `point` serves a team at `team`: it lies there, and no nearer point keeps the same thing."""
    held = span(point)
    nearer = (one for one in others if one != point and held.holds(one))
    return held.holds(team) and not any(span(one).holds(team) for one in nearer)


class Lasts(StrEnum):
    """Whether what is there is enough, by what is known; `gone`: none is left, and some is needed somewhere.

    `unused`: all who stand in its place get it from nearer points, so that it goes to none of them from here.
    """

    SHORT = "short"
    GONE = "gone"
    ENOUGH = "enough"
    UNKNOWN = "unknown"
    UNUSED = "unused"


@dataclass(frozen=True)
class Outlook:
    """How long a thing lasts: from which day it is short, and of how many in all.

    `unset`: kinds of teams without a norm; `unmanned`: days on which nobody stands on a published roster;
    `unplanned`: kinds that need it on the first day and of which nobody is named for a later one.
    """

    state: Lasts
    day: date | None = None
    missing: int = 0
    unset: tuple[str, ...] = ()
    unmanned: tuple[date, ...] = ()
    unplanned: tuple[str, ...] = ()


def outlook(
    held: int,
    norms: Mapping[str, int],
    days: Sequence[tuple[date, Sequence[tuple[Team, Given]]]],
    *,
    elsewhere: bool = False,
) -> Outlook:
    """Whether what is there lasts for the teams of some days, in their order.

    `elsewhere`: others stand in its place, whom nearer points serve: where it serves nobody that is no unknown roster.
    What is known to be missing is missing, whatever else is unknown. A kind of team without a norm, a day on which
    nobody stands on a published roster, and a later day for which nobody is named of those who need it today, are
    unknown and never enough.
    """
    if elsewhere and not any(teams for _, teams in days):
        return Outlook(Lasts.UNUSED)
    left, first, unset = held, None, dict[str, None]()
    for day, teams in days:
        for team, given in teams:
            need = owed(norms, team, given)
            if need is None:
                unset[team.kind] = None
            else:
                left -= need
        if left < 0 and first is None:
            first = day
    unmanned = tuple(day for day, teams in days if not teams)
    unknown = (tuple(unset), unmanned, _unplanned(norms, days))
    if first is not None:
        return Outlook(Lasts.SHORT, first, -left, *unknown)
    if not any(unknown):
        return Outlook(Lasts.ENOUGH)
    gone = held == 0 and any(norms.values())
    return Outlook(Lasts.GONE if gone else Lasts.UNKNOWN, days[0][0] if gone else None, 0, *unknown)


def _unplanned(
    norms: Mapping[str, int], days: Sequence[tuple[date, Sequence[tuple[Team, Given]]]]
) -> tuple[str, ...]:
    """The kinds that need a thing on the first day and are named for none of a later one."""
    needing, *later = [
        {team.kind: None for team, _ in teams if norms.get(team.kind)} for _, teams in days
    ]
    manned = [kinds for kinds, (_, teams) in zip(later, days[1:], strict=True) if teams]
    return tuple(one for one in needing if any(one not in kinds for kinds in manned))


def fitting(held: int, needed: int) -> bool:
    """Whether a thing is there for all that need it; where not, none of it goes by head count."""
    return needed <= held
