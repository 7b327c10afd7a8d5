"""Why somebody was taken as captain, in words that the office can tell her, and whom else one could ask."""

from collections.abc import Sequence
from enum import StrEnum

from wumen.rules.captains.assignment import Candidate, Seat
from wumen.rules.playbooks import Named

_ASKED = 3


class Why(StrEnum):
    """What speaks for somebody on a seat, and what speaks against it."""

    BY_HAND = "by_hand"
    LIVES_THERE = "lives_there"
    WISHED = "wished"
    ALSO_WISHED = "also_wished"
    NEAREST = "nearest"
    LOADED = "loaded"


WHY_NAMES: dict[Why, Named] = {
    Why.BY_HAND: Named(zh="人工指定", en="chosen by hand"),
    Why.LIVES_THERE: Named(zh="住本楼", en="lives there"),
    Why.WISHED: Named(zh="自己报的这栋", en="asked for it"),
    Why.ALSO_WISHED: Named(zh="也报了这栋", en="asked for it too"),
    Why.NEAREST: Named(zh="本楼没有别人，请他来帮", en="nobody else; asked to help"),
    Why.LOADED: Named(zh="还有别的岗位", en="holds other posts"),
}


def reasons(seat: Seat, who: Candidate, by_hand: bool) -> tuple[Why, ...]:
    """What speaks for somebody on a seat, in the order in which it counts."""
    found = [Why.BY_HAND] if by_hand else []
    if who.lives_in == seat.building:
        found.append(Why.LIVES_THERE)
    if seat.building in who.wishes:
        found.append(Why.WISHED if who.wishes[0] == seat.building else Why.ALSO_WISHED)
    if not found:
        found.append(Why.NEAREST)
    if who.load:
        found.append(Why.LOADED)
    return tuple(found)


def to_ask(seat: Seat, candidates: Sequence[Candidate], seated: frozenset[str]) -> list[str]:
    """Three whom one could ask for a seat: those without one first, who live or asked there before others."""
    fit = [one for one in candidates if seat.building not in one.not_in and one.id not in seated]
    fit.sort(
        key=lambda one: (
            one.lives_in != seat.building,
            seat.building not in one.wishes,
            one.load,
            one.id,
        )
    )
    return [one.id for one in fit[:_ASKED]]
