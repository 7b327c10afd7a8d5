"""How a round, a building and a point of a round are shown: sums, times, desks and tubes that are wanting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wumen.queries.sampling_rounds.organisations import OrganisationRow
from wumen.records.models import SamplingRound
from wumen.rules.playbooks import Named
from wumen.rules.sampling_rounds.slotting import (
    PointAt,
    Slot,
    desks_short,
    desks_wanted,
    tubes_needed,
)
from wumen.rules.sampling_rounds.standing import NOBODY_AT_WORK, AtWork, Tally, together


@dataclass(frozen=True)
class RoundLine:
    """A round in a list, with how it stands as far as the viewer sees."""

    id: UUID
    number: int
    day: date
    begins: datetime
    ends: datetime
    pool: Named
    size: int
    place: str
    ordered_by: str
    document: str
    closed_at: datetime | None
    whole: Tally
    work: AtWork = NOBODY_AT_WORK

    @property
    def everybody(self) -> Tally:
        """Homes and organisations together: what a superior is told."""
        return self.work.beside(self.whole)


@dataclass(frozen=True)
class BuildingLine:
    """A building, lane or site in a round: how it stands, and when it comes to which point."""

    area: str
    words: str
    tally: Tally
    slot: Slot | None

    @property
    def at_door(self) -> bool:
        """Whether everybody there is sampled at the door."""
        return bool(self.tally.due) and self.tally.door == self.tally.due

    @property
    def comes(self) -> Slot | None:
        """When it comes: a time that was set holds no more once nobody there may leave home."""
        return None if self.at_door else self.slot


@dataclass(frozen=True)
class PointShown:
    """A point in a round: its slots, how those whom it serves stand, desks and tubes it is short of.

    `organisations` come at hours of their own among the slots, and count for desks, tubes and heads on site.
    """

    point: PointAt
    slots: tuple[Slot, ...]
    tally: Tally
    heads: int
    tubes: int
    desks_short: int
    organisations: tuple[OrganisationRow, ...] = ()

    @property
    def everybody(self) -> Tally:
        """Homes and organisations that it serves, together."""
        return worked(self.organisations).beside(self.tally)

    @property
    def buildings(self) -> int:
        """How many of its slots are those of homes."""
        return sum(one.organisation is None for one in self.slots)

    @property
    def begins(self) -> datetime | None:
        """When the first of its slots begins."""
        return min((one.begins for one in self.slots), default=None)

    @property
    def ends(self) -> datetime | None:
        """When the last of them ends."""
        return max((one.ends for one in self.slots), default=None)

    @property
    def tubes_short(self) -> int:
        """How many tubes are wanting by what the point said; 0 where it said nothing."""
        return 0 if self.point.tubes is None else max(0, self.tubes - self.point.tubes)


def worked(organisations: Sequence[OrganisationRow]) -> AtWork:
    """Some organisations in one."""
    return AtWork(sum(one.others for one in organisations), sum(one.done for one in organisations))


def points_shown(
    row: SamplingRound,
    points: Sequence[PointAt],
    buildings: Sequence[BuildingLine],
    organisations: Sequence[OrganisationRow],
) -> list[PointShown]:
    """The points that have something to do in a round."""
    shown = []
    for point in points:
        mine = [one for one in buildings if one.comes and one.comes.point == point.id]
        others = [one for one in organisations if one.point == point.number]
        if not mine and not others:
            continue
        # Who waits at home is sampled by a team with tubes of its own.
        whole = together(one.tally for one in mine)
        slots = [one.comes for one in mine if one.comes]
        slots += [one.slot for one in others if one.slot]
        slots.sort(key=lambda slot: slot.begins)
        single = whole.single - whole.door + sum(one.others for one in others if one.single)
        heads = whole.due - whole.door + sum(one.others for one in others)
        tubes = tubes_needed(heads - single, row.size, single)
        lacking = max(
            desks_short(slots, point, row.per_desk), desks_wanted(heads, point, row.per_desk)
        )
        shown.append(PointShown(point, tuple(slots), whole, heads, tubes, lacking, tuple(others)))
    return shown
