"""From which point how much of a thing can come to one that is short of it, and what is said of it on its way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wumen.rules.areas import shared_depth
from wumen.rules.guarded_text import check_group_text
from wumen.rules.problems import Problem
from wumen.rules.stock.lasting import Given, Team, owed, wanted


def reserve(
    norms: Mapping[str, int],
    today: Sequence[tuple[Team, Given]],
    tomorrow: Sequence[tuple[Team, Given]],
    *,
    manned: bool,
) -> int | None:
    """How many of a thing a point keeps for its own next use: what it still owes today, and tomorrow's need.

    A kind of team that needs it today and is named for nobody tomorrow keeps as many as today: that is put by and not
    said to be enough. None, so nobody knows, where a norm is not set or nobody stands on a published roster today in
    all of its place (`manned`).
    """
    if not manned:
        return None
    needs = [owed(norms, team, given) for team, given in (*today, *tomorrow)]
    named = {team.kind for team, _ in tomorrow}
    needs += [wanted(norms, team) for team, _ in today if team.kind not in named]
    known = [one for one in needs if one is not None]
    return sum(known) if len(known) == len(needs) else None


@dataclass(frozen=True)
class Giver:
    """A point that keeps the same thing: how many are there, and how many it needs itself (None: nobody knows)."""

    thing: UUID
    point: UUID
    area: str
    name: str
    keeper: str
    held: int
    reserve: int | None

    @property
    def spare(self) -> int:
        """How many it can give without being short itself; none where its own need is not known."""
        return 0 if self.reserve is None else max(0, self.held - self.reserve)

    @property
    def to_ask(self) -> bool:
        """Whether some are there and only its keeper knows how many of them are needed."""
        return self.reserve is None and self.held > 0


@dataclass(frozen=True)
class Offer:
    """So many can come from a point; not `sure` where nobody knows how many are needed: then it is as many as today."""

    giver: Giver
    many: int
    sure: bool = True


def offers(
    area: str, needed: int | None, givers: Iterable[Giver], as_today: int = 0
) -> tuple[Offer, ...]:
    """From which points how many of a thing come to one at `area`, the nearest first, until what is needed is there.

    Near is what stands below the same place of the tree; of two as near the one with more to spare. Where nobody knows
    how many are needed the nearest alone is named, with what is needed `as_today`, for somebody to say another number.
    """
    near = _nearest(area, (one for one in givers if one.spare))
    if needed is None:
        return tuple(Offer(one, min(one.spare, as_today), sure=False) for one in near[:1])
    found, left = [], needed
    for one in near:
        if left <= 0:
            break
        found.append(Offer(one, min(one.spare, left)))
        left -= found[-1].many
    return tuple(found)


def to_ask(area: str, givers: Iterable[Giver]) -> tuple[Giver, ...]:
    """Of whom nobody knows how many they need themselves, the nearest first: their keepers are asked."""
    return tuple(_nearest(area, (one for one in givers if one.to_ask)))


def _nearest(area: str, givers: Iterable[Giver]) -> list[Giver]:
    def far(one: Giver) -> tuple[object, ...]:
        return -shared_depth(area, one.area), -one.spare, -one.held, one.area, one.name

    return sorted(givers, key=far)


def check_sending(giver: Giver, many: int, name: str, unit: str) -> None:
    """Refuse to send none, more than is there, or what the giver needs itself next.

    Where its own need is not known, who sends decides. Problems `stock_send_none`, `stock_short`, `stock_send_needed`.
    """
    if many < 1:
        raise Problem("stock_send_none")
    if many > giver.held:
        raise Problem("stock_short", name=name, held=giver.held, unit=unit, asked=many)
    if giver.reserve is not None and many > giver.spare:
        raise Problem(
            "stock_send_needed", name=name, unit=unit, needed=giver.reserve, spare=giver.spare
        )


@dataclass(frozen=True)
class Way:
    """A thing on its way: how many of what, from which point to which, and who keeps these."""

    thing: str
    many: int
    unit: str
    source: str
    target: str
    source_keeper: str = ""
    target_keeper: str = ""

    @property
    def said(self) -> str:
        """What goes from where to where."""
        return f"从{self.source}调{self.thing}{self.many}{self.unit}到{self.target}"


def way_group_zh(way: Way) -> str:
    """What the crews' group reads of it: places and counts, nobody's name; nothing where a name may not stand there."""
    said = f"【调物资】{way.said}，请两头各来一位点数交接。"
    try:
        check_group_text(said, places=[way.source, way.target], of_stock=True)
    except Problem:
        return ""
    return said


def way_driver_zh(way: Way) -> str:
    """What whoever drives it reads: where to fetch it from whom, where to bring it to whom."""
    at, to = (f"，找{one}" if one else "" for one in (way.source_keeper, way.target_keeper))
    return f"{way.said}。先到{way.source}{at}点数装车；送到{way.target}{to}当面点数，少了、多了当场说清。"
