"""叫下一户: the floor on which a team is by what was noted last, and the rooms that should be at their doors next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.group_text import GroupBox, group_box
from wumen.queries.past import behind
from wumen.queries.posts import acting
from wumen.queries.rounds import Round, one_round
from wumen.records.models import Duty, Household
from wumen.rules.areas import code, is_common_part, parent, span
from wumen.rules.playbooks import Grade
from wumen.rules.posts import Viewer
from wumen.rules.rounds import FloorState, RoundKey, floor_of, next_floor, team_at

# What a household reports itself says nothing of where the team is.
_WALKED = (Grade.MEASURED, Grade.DECLARED)


@dataclass(frozen=True)
class NextDoors:
    """Where the team is (None: nobody has begun), the floor that is called, all that may be called, its text.

    `ring`: the homes of that floor by room, for whoever reads no group.
    """

    round: Round
    team: int | None
    floor: int | None
    floors: tuple[int, ...]
    box: GroupBox | None
    ring: tuple[tuple[str, UUID], ...]


def next_doors(viewer: Viewer, key: RoundKey, wanted: int | None = None) -> NextDoors:
    """The rooms to call next in a round; `wanted` is a floor that somebody chose instead.

    Problems as `one_round` and `group_box`.
    """
    found = one_round(viewer, key)
    with acting(viewer):
        noted = _noted(found.key)
    open_ = {floor.floor: _owing(found, floor.floor) for floor in found.floors}
    states = [FloorState(floor, len(doors), noted.get(floor)) for floor, doors in open_.items()]
    floors = tuple(floor for floor, doors in open_.items() if doors)
    chosen = wanted if wanted in floors else next_floor(states)
    called = open_[chosen] if chosen is not None else []
    box = _box(viewer, found, chosen, called) if chosen is not None else None
    return NextDoors(found, team_at(states), chosen, floors, box, _ring(viewer, called))


def _ring(viewer: Viewer, doors: list[str]) -> tuple[tuple[str, UUID], ...]:
    """The homes behind some doors, by their rooms."""
    with acting(viewer):
        rows = Household.objects.filter(area__in=doors).values_list("area", "id")
        return tuple((code(area), ident) for area, ident in sorted(rows))


def _owing(found: Round, floor: int) -> list[str]:
    """The doors of a floor that owe something and are not gone to last."""
    cards = next(one.doors for one in found.floors if one.floor == floor)
    return [
        card.area
        for card in cards
        if card.open and not is_common_part(card.area) and card.area not in found.apart
    ]


def _box(viewer: Viewer, found: Round, floor: int, doors: list[str]) -> GroupBox:
    place = parent(found.key.unit)
    area = place if viewer.span.holds(place) else found.key.unit
    unit = found.key.unit.strip("/")
    matter = f"next:{found.key.day}/{found.key.win}/{unit}/{floor}"
    heading = f" {floor} 层请准备，队伍马上到，请戴好口罩在家门口等"
    heading += f"；{found.lift.said}" if found.lift else ""
    return group_box(viewer, area, matter, doors, heading)


def _noted(key: RoundKey) -> Mapping[int, datetime]:
    """When something was last noted on each floor by somebody who walked, inside the running scope."""
    held = span(key.unit)
    rows = Duty.objects.filter(
        day=key.day,
        win=key.win,
        area__gte=held.lo,
        area__lt=held.hi,
        grade__in=_WALKED,
        evidence__isnull=False,
    ).values_list("area", "evidence")
    by_ref: dict[str, set[int]] = {}
    for area, evidence in rows:
        by_ref.setdefault(str(evidence), set()).add(floor_of(area))
    last: dict[int, datetime] = {}
    for ref, (_, at) in behind(sorted(by_ref)).items():
        for floor in by_ref[ref]:
            last[floor] = max(last.get(floor, at), at)
    return last
