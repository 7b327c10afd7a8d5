"""What stands against somebody is counted from hours, says the same as the checker, and is quick for hundreds."""

from datetime import date, timedelta
from time import process_time
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from wumen.rules.force import Serving
from wumen.rules.rosters.asking import HOURS, REST, RUN, Asking
from wumen.rules.rosters.check import count
from wumen.rules.rosters.crews import most_at_once
from wumen.rules.rosters.office import Manned, Manning, Placed, Server
from wumen.rules.stations import Hours
from wumen.rules.time import Interval

MONDAY = date(2022, 1, 10)
SHIFTS = (Hours(0, 480), Hours(480, 720), Hours(960, 480), Hours(1200, 720))


def server(name: str, elsewhere: tuple[Interval, ...] = ()) -> Server:
    """Somebody who can always."""
    return Server(name, Serving(uuid4(), "volunteer"), elsewhere=elsewhere)


def manned(many: int = len(SHIFTS)) -> tuple[Manned, ...]:
    """Hours of one station."""
    return tuple(Manned(f"h{n}", "gate", SHIFTS[n % len(SHIFTS)]) for n in range(many))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([None, 0, 1, 2, 3]), min_size=14, max_size=14),
    st.lists(st.booleans(), min_size=8, max_size=8),
    st.integers(0, 3),
    st.integers(0, 13),
)
def test_what_a_place_breaks_is_what_the_checker_counts(
    row: list[int | None], before: list[bool], hours: int, day: int
) -> None:
    came = [
        SHIFTS[2].interval(MONDAY - timedelta(days=n + 1)) for n, did in enumerate(before) if did
    ]
    one = server("p", tuple(reversed(came)))
    task = Manning(MONDAY, 14, manned(), (one,))
    placed = [
        Placed("p", MONDAY + timedelta(days=n), f"h{shift}")
        for n, shift in enumerate(row)
        if shift is not None
    ]
    on = MONDAY + timedelta(days=day)
    said = Asking(task, placed).against("p", task.manned[hours], on)
    kept = [other for other in placed if other.day != on]
    cells = task.cells([*kept, Placed("p", on, f"h{hours}")])
    broken = {found.rule for found in count(task.problem, cells).broken}
    assert {why for why in said if why in (REST, RUN, HOURS)} == broken & {REST, RUN, HOURS}


def test_twelve_empty_places_among_three_hundred_people_are_explained_in_a_blink() -> None:
    people = tuple(server(f"p{n}") for n in range(300))
    task = Manning(MONDAY, 14, manned(), people)
    placed = [
        Placed(f"p{n}", MONDAY + timedelta(days=day), f"h{n % 4}")
        for n in range(300)
        for day in range(n % 3, 14, 3)
    ]
    began = process_time()
    asking = Asking(task, placed)
    found = [asking.empty_place(task.manned[n % 4], MONDAY + timedelta(days=n)) for n in range(12)]
    assert process_time() - began < 1
    assert all(len(one.ask) == 3 for one in found)


def test_a_crew_takes_as_many_people_as_stand_or_rest_at_its_fullest_instant() -> None:
    day, late = SHIFTS[0].interval(MONDAY), SHIFTS[2].interval(MONDAY)
    tomorrow = SHIFTS[2].interval(MONDAY + timedelta(days=1))
    assert most_at_once([]) == 0
    assert most_at_once([day, day, day]) == 3
    assert most_at_once([day, late]) == 2, "eight hours are no rest"
    assert most_at_once([day, tomorrow]) == 1
