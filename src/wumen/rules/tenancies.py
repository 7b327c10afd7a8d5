"""Let homes (出租房): which states they have, which tenancy stands, who lodges, and when it is crowded."""

from dataclasses import dataclass
from datetime import date

from wumen.rules.homes import HomeState
from wumen.rules.problems import Problem
from wumen.rules.time import read_day

TENANT = "租户"
LET_STATES = (HomeState.LET, HomeState.SHARED, HomeState.DORMITORY)
# Ours, for no document gives a number without the floor space: more lodgers than this are listed first
# and marked. A dormitory holds many by its nature.
MOST_LODGERS = 6


@dataclass(frozen=True)
class Lease:
    """From when a home is let, and the day on which that is over; None while nobody knows either."""

    begins: date | None
    ends: date | None

    def stands(self, day: date) -> bool:
        """Whether it is not over on the day."""
        return self.ends is None or day < self.ends


def read_lease(begins: str, ends: str) -> Lease:
    """The days of a tenancy as a form says them; Problems `day_unreadable`, `tenancy_backwards`."""
    lease = Lease(
        read_day(begins) if begins.strip() else None, read_day(ends) if ends.strip() else None
    )
    check_lease(lease)
    return lease


def check_lease(lease: Lease) -> None:
    """Problem `tenancy_backwards` for an end before the beginning."""
    if lease.begins and lease.ends and lease.ends < lease.begins:
        raise Problem("tenancy_backwards", begins=lease.begins, ends=lease.ends)


def check_let_state(state: HomeState) -> None:
    """Problem `tenancy_state_unfit` for a state that no let home has."""
    if state not in LET_STATES:
        raise Problem("tenancy_state_unfit")


def state_after(tenants: int, others: int) -> HomeState:
    """What a home is when a tenancy has ended: still let while tenants are registered there."""
    if tenants:
        return HomeState.LET
    return HomeState.OWNED if others else HomeState.EMPTY


def is_crowded(state: HomeState, lodgers: int) -> bool:
    """Whether more lodge in a let or shared home than is usual."""
    return state in (HomeState.LET, HomeState.SHARED) and lodgers > MOST_LODGERS
