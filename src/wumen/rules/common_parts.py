"""Common parts (公共部位) of a stairwell that are disinfected: what is done, what is missed, how it is told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.rules.duties import PENDING
from wumen.rules.facilities import FACILITIES, FacilityKind, Words
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

MOST_AGENT = 60
# So many of what is missed are named in a line for a group; of the rest how many.
_NAMED = 8


@dataclass(frozen=True)
class Point:
    """One place that hands touch, by its name; `floor` is 0 where it belongs to none."""

    subject: UUID
    kind: FacilityKind
    name: str
    floor: int
    state: str
    due_at: datetime

    @property
    def touched(self) -> tuple[Words, ...]:
        """What hands touch there, in both languages."""
        return FACILITIES[self.kind].touched

    @property
    def missing(self) -> bool:
        """Whether it is still to be done."""
        return self.state in PENDING


@dataclass(frozen=True)
class Stairwell:
    """A stairwell, or a building's or compound's own parts, in one window: how many points, and which are missed."""

    key: RoundKey
    names: tuple[str, ...]
    due: int
    done: int
    overdue: int
    missing: tuple[str, ...]

    @property
    def line(self) -> str:
        """The sentence for the group: how many are done, and by name what is missed."""
        place = " ".join(self.names)
        if not self.missing:
            return f"{place} 公共部位消毒：{self.due} 处全部做完。"
        named = "、".join(self.missing[:_NAMED])
        more = "等" if len(self.missing) > _NAMED else ""
        left = f"还差 {len(self.missing)} 处：{named}{more}。"
        return f"{place} 公共部位消毒：{self.due} 处已做 {self.done} 处，{left}"


def walked(points: Iterable[Point]) -> list[Point]:
    """Points in the order in which they are done: the top floor first, what belongs to no floor at the end."""
    return sorted(points, key=lambda one: (-one.floor, one.name))


def read_agent(text: str) -> str:
    """With what it was done, and how strong; Problems `disinfectant_unsaid`, `disinfectant_long`."""
    agent = " ".join(text.split())
    if not agent:
        raise Problem("disinfectant_unsaid")
    if len(agent) > MOST_AGENT:
        raise Problem("disinfectant_long", most=MOST_AGENT)
    return agent


def check_points(said: Collection[UUID], there: Sequence[UUID]) -> None:
    """Problems `points_none` where nothing was ticked, `point_unknown` where something is no point of there."""
    if not said:
        raise Problem("points_none")
    if not set(said) <= set(there):
        raise Problem("point_unknown")
