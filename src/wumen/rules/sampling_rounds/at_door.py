"""Who is sampled at her door in a round because she cannot come down: by what the register, knocks and requests say."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from wumen.rules.areas import in_order
from wumen.rules.playbooks import Named
from wumen.rules.relay.asking import asks_samplers
from wumen.rules.rounds import in_walking_order, unit_of
from wumen.rules.special_needs import AskKind, Kind, Need, asks, kinds_in

# A woman who gave birth is up and about after six weeks.
_CHILDBED = timedelta(days=42)
# As somebody says at the door why she cannot come; 80 years alone are said of many who can.
_SAID = frozenset(
    {Kind.CARE_DEPENDENT, Kind.DISABLED, Kind.SERIOUSLY_ILL, Kind.PREGNANT, Kind.HOMEBOUND}
)


class Ground(StrEnum):
    """By what somebody stands on the list; never why she cannot come."""

    REGISTER = "register"
    KNOCK = "knock"
    ASKED = "asked"
    BEFORE = "before"
    HAND = "hand"


GROUND_NAMES: Mapping[Ground, Named] = {
    Ground.REGISTER: Named(zh="重点关爱登记", en="register of special care"),
    Ground.KNOCK: Named(zh="敲门时说的", en="said at a knock"),
    Ground.ASKED: Named(zh="自己报的", en="asked for it"),
    Ground.BEFORE: Named(zh="上一轮手工加的", en="added by hand last round"),
    Ground.HAND: Named(zh="手工加的", en="added by hand"),
}


def stays_up(needs: Iterable[Need], day: date) -> bool:
    """Whether somebody is sampled at home for what the register says of her.

    Source: story C3 (old people who cannot walk well, the seriously ill, the disabled, pregnant women).
    """
    return any(
        _with_child(one, day)
        if one.kind is Kind.PREGNANT
        else any(ask.kind is AskKind.HOME_SAMPLING for ask in asks(one, day))
        for one in needs
    )


def _with_child(need: Need, day: date) -> bool:
    due = need.details.due_on
    return due is None or day <= due + _CHILDBED


def says_stays_up(said: str) -> bool:
    """Whether what was said at a door or asked for says that somebody there is to be sampled at home."""
    return asks_samplers(said) or bool(_SAID.intersection(kinds_in(said)))


def grounds_of(found: Iterable[tuple[UUID, Ground]]) -> dict[UUID, Ground]:
    """Of each one ground: what the register says goes before what was said, and that before what was done."""
    order = list(Ground)
    best: dict[UUID, Ground] = {}
    for who, ground in found:
        best[who] = min(best.get(who, ground), ground, key=order.index)
    return best


def in_route(doors: Iterable[str], apart: Collection[str]) -> list[str]:
    """Some doors in the order in which a team goes to them, each once: unit by unit from the top floor down.

    Those `apart` are last of all, whatever their building: nobody is gone to after them. Source: `in_walking_order`.
    """
    some = sorted(set(doors), key=lambda one: (one in apart, in_order(unit_of(one))))
    walked: list[str] = []
    for _, held in groupby(some, key=lambda one: (one in apart, unit_of(one))):
        walked += in_walking_order(held, str, ())
    return walked
