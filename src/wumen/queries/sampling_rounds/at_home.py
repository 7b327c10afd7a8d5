"""The sampling rounds of a home as its people read them: when to which point, or at the door; who still owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wumen.queries.sampling_rounds.standing import slot_of
from wumen.records import clock, scope
from wumen.records.models import Duty, SamplingRound, SamplingSlot
from wumen.rules.areas import counted_at, office_over
from wumen.rules.duties import PENDING, DutyState
from wumen.rules.playbooks import What
from wumen.rules.sampling_rounds.slotting import Slot


@dataclass(frozen=True)
class RoundAtHome:
    """A round at a home: `left` of its people are not sampled yet, `door`: they wait at home for the team."""

    number: int
    day: date
    begins: datetime
    ends: datetime
    people: int
    left: int
    door: bool
    slot: Slot | None
    where: str


def rounds_at_home(residents: Sequence[UUID], door: str) -> list[RoundAtHome]:
    """The rounds of today and later in which somebody of a home owes a sample, inside the scope of its door.

    The time of its building is read by the sub-district's sight: it hangs outside and tells of nobody.
    """
    duties = list(
        Duty.objects.filter(
            day__gte=clock.today(),
            what=What.SAMPLING,
            subject__in=list(residents),
            basis__has_key="round",
        ).exclude(state=DutyState.WITHDRAWN)
    )
    by_round: dict[str, list[Duty]] = {}
    for duty in duties:
        by_round.setdefault(str(duty.basis["round"]), []).append(duty)
    found = SamplingRound.objects.filter(id__in=list(by_round), closed_at=None)
    rows = list(found.order_by("begins_at"))
    if not rows:
        return []
    with scope.scoped(scope.of_place(office_over(door))):
        held = SamplingSlot.objects.filter(round__in=rows, area=counted_at(door), organisation=None)
        slots = {one.round_id: one for one in held.select_related("point")}
    return [_at_home(row, by_round[str(row.id)], slots.get(row.id)) for row in rows]


def _at_home(row: SamplingRound, duties: Sequence[Duty], found: SamplingSlot | None) -> RoundAtHome:
    point = found.point if found else None
    return RoundAtHome(
        *(row.number, row.day, row.begins_at, row.ends_at, len(duties)),
        left=sum(one.state in PENDING for one in duties),
        door=all(one.basis.get("door", False) for one in duties),
        slot=slot_of(found) if found else None,
        where=(point.directions or point.name) if point else "",
    )
