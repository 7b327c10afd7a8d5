"""How often something may be tried on a page that asks for no sign-in, and by whom it is counted."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from wumen.rules.problems import Problem


class Counted(StrEnum):
    """What is counted against guessing and flooding.

    PINs of one door's code; wrong codes of doors, wrong links, wrong codes of devices and wrong sign-ins of an
    address; pages of an address; what is sent from an address or an opened home; and blocked exits told at one door.
    """

    PIN = "pin"
    CODE = "code"
    LINK = "link"
    DEVICE = "device"
    SIGN_IN = "sign_in"
    PAGE = "page"
    SENT = "sent"
    EXIT = "exit"


@dataclass(frozen=True)
class Limit:
    """So many in so long a while, and no more."""

    most: int
    within: timedelta


# Ours: people mistype now and then, and a whole building or office may sit behind one address. Twenty tries in
# 30 minutes at a device's code of eight digits find one of forty standing codes once in 125,000 times.
LIMITS: dict[Counted, Limit] = {
    Counted.PIN: Limit(5, timedelta(minutes=15)),
    Counted.CODE: Limit(20, timedelta(minutes=15)),
    Counted.LINK: Limit(20, timedelta(minutes=15)),
    Counted.DEVICE: Limit(10, timedelta(minutes=15)),
    Counted.SIGN_IN: Limit(60, timedelta(minutes=15)),
    Counted.PAGE: Limit(600, timedelta(minutes=10)),
    Counted.SENT: Limit(20, timedelta(hours=1)),
    # Once told it stands until it is opened: more of the same door and kind says nothing new.
    Counted.EXIT: Limit(6, timedelta(hours=1)),
}
_OF_CREW = frozenset({Counted.LINK, Counted.DEVICE, Counted.SIGN_IN})


# That it was told already is said in other words than that something is locked.
_SAYS = {Counted.EXIT: "exit_told_often"}


def check_limit(counted: Counted, many: int) -> None:
    """Once there were more than the limit allows: Problem `tries_many` for crew, `door_locked` for residents."""
    limit = LIMITS[counted]
    if many > limit.most:
        code = "tries_many" if counted in _OF_CREW else _SAYS.get(counted, "door_locked")
        raise Problem(code, minutes=int(limit.within.total_seconds() // 60))
