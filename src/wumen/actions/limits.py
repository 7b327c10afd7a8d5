"""Counts what is tried on pages that ask for no sign-in; who tried is kept as a keyed hash only."""

from django.db import transaction

from wumen.records import clock, door_codes, sealing
from wumen.rules.limits import LIMITS, Counted, check_limit


def count(counted: Counted, whose: str) -> int:
    """One more, kept whatever becomes of the page around it; how many there are in the present while."""
    within = LIMITS[counted].within
    with transaction.atomic():
        return door_codes.count_guess(_key(counted, whose), clock.real_now(), within)


def count_page(address: str, counted: Counted = Counted.PAGE) -> None:
    """Count one page, or one thing sent, of an address; Problem of `check_limit`."""
    check_limit(counted, count(counted, address))


def must_be_open(counted: Counted, whose: str) -> None:
    """The Problem of `check_limit` while all the tries are used up; counts nothing."""
    limit = LIMITS[counted]
    if door_codes.guesses(_key(counted, whose), clock.real_now(), limit.within) >= limit.most:
        check_limit(counted, limit.most + 1)


def forget(counted: Counted, whose: str) -> None:
    """Begin to count anew: it was right."""
    door_codes.forget_guesses(_key(counted, whose))


def _key(counted: Counted, whose: str) -> bytes:
    return sealing.keyed("guess", f"{counted}:{whose}")
