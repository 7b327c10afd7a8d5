"""Orders, changes by hand, repairs and check-ins at once: nobody whom an order holds stands, and no arrival is lost."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from tests import cast as the_cast
from tests.actions.test_concurrency import at_once
from tests.actions.test_fallen import hers, ordered, outbreak
from tests.actions.test_roster_crews import crew, man
from tests.cast import PATH, Cast
from tests.roster_people import MONDAY, joins, places, published, watch
from wumen.actions.reach import Reached
from wumen.actions.rosters import changing, crews, making
from wumen.actions.rosters.changing import cannot_come, place, repair
from wumen.actions.shifts import check_in, check_in_crew
from wumen.jobs.reactions import FREE_AFTER
from wumen.records import clock
from wumen.records.models import Shift
from wumen.rules.stations import Hours

MORNINGS = (Hours(480, 480),)
# Long enough for what runs beside to commit, where nothing keeps it waiting.
A_WHILE = 1.5


class Beside:
    """Halts one action at a call in its middle until another has committed, or is seen to wait for it."""

    def __init__(self, patch: pytest.MonkeyPatch, module: object, name: str) -> None:
        self._reached, self._done = Event(), Event()
        real: Callable[..., Any] = getattr(module, name)

        def halted(*args: Any, **named: Any) -> Any:
            if not self._reached.is_set():
                self._reached.set()
                self._done.wait(A_WHILE)
            return real(*args, **named)

        patch.setattr(module, name, halted)

    def run(self, halted: Callable[[], object], beside: Callable[[], object]) -> list[str]:
        """Run both; what went wrong in either, as text."""

        def other() -> None:
            assert self._reached.wait(20)
            try:
                beside()
            finally:
                self._done.set()

        return [str(one) for one in at_once(halted, other)]


def test_an_order_confirmed_while_she_is_given_a_place_takes_her_off_it(
    committed: Reached, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = the_cast.make()
    (lives_here,) = joins(cast, 1, lives=f"{PATH}3/")
    joins(cast, 4)
    outbreak(cast)
    roster = published(cast, watch(cast, hours=MORNINGS))
    free = next(one for one in places(cast, roster)[1:] if one.person_id != lives_here)
    wrong = Beside(monkeypatch, changing, "must_stand").run(
        lambda: place(cast.clerk, free.id, lives_here), lambda: ordered(cast, "3")
    )
    assert wrong == []
    assert [one for one in hers(cast, roster, lives_here) if one.begins_at > clock.now()] == []


def test_whoever_gives_places_is_looked_after_once_more() -> None:
    assert {"shift.placed", "shift.swapped", "shift.crew_placed", "roster.repaired"} <= FREE_AFTER


def test_two_taps_that_fill_what_fell_empty_fill_it_once(committed: Reached) -> None:
    cast = the_cast.make()
    joins(cast, 1, lives=f"{PATH}3/")
    joins(cast, 6)
    outbreak(cast)
    roster = published(cast, watch(cast, hours=MORNINGS))
    ordered(cast, "3")
    moved: list[int] = []
    tap = lambda: moved.append(len(repair(cast.clerk, roster.id)))  # noqa: E731
    assert at_once(tap, tap) == []
    assert sorted(moved)[0] == 0 < sorted(moved)[1]
    assert all(one.person_id for one in places(cast, roster) if one.begins_at > clock.now())


def soon(cast: Cast, roster: Any) -> Shift:
    """A place of tomorrow that somebody has."""
    return next(one for one in places(cast, roster) if one.day > MONDAY and one.person_id)


def test_whoever_checks_in_while_her_place_is_emptied_is_told_so(
    committed: Reached, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = the_cast.make()
    joins(cast, 4)
    roster = published(cast, watch(cast, hours=MORNINGS))
    seat = soon(cast, roster)
    with clock.fixed(seat.begins_at - timedelta(minutes=10)):
        wrong = Beside(monkeypatch, changing, "give_to").run(
            lambda: place(cast.clerk, seat.id, None), lambda: check_in(cast.clerk, seat.id)
        )
    assert wrong == ["shift_nobodys"]


@pytest.mark.parametrize("halt", ["write", "write_places"])
def test_a_repair_goes_around_whoever_checks_in_meanwhile(
    committed: Reached, monkeypatch: pytest.MonkeyPatch, halt: str
) -> None:
    cast = the_cast.make()
    joins(cast, 5)
    roster = published(cast, watch(cast, hours=MORNINGS))
    seat = soon(cast, roster)
    module = changing if halt == "write" else making
    with clock.fixed(seat.begins_at - timedelta(minutes=10)):
        wrong = Beside(monkeypatch, module, halt).run(
            lambda: cannot_come(cast.clerk, roster.id, seat.person_id, seat.day, 2, "leave"),
            lambda: check_in(cast.clerk, seat.id),
        )
    (after,) = [one for one in places(cast, roster) if one.id == seat.id]
    if halt == "write":
        assert wrong == []
        assert (after.person_id, bool(after.came_at)) == (seat.person_id, True)
    else:
        assert after.person_id != seat.person_id
        assert set(wrong) <= {"shift_nobodys"}


def test_a_crew_s_people_who_come_meanwhile_keep_their_places(
    committed: Reached, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = the_cast.make()
    joins(cast, 1)
    roster = published(cast, watch(cast, hours=(Hours(480, 480, need=3),)))
    who, day = crew(cast), MONDAY + timedelta(days=1)
    man(cast, roster, who, 2, day)
    seat = next(one for one in places(cast, roster) if one.block)
    with clock.fixed(seat.begins_at - timedelta(minutes=10)):
        wrong = Beside(monkeypatch, crews, "give_to").run(
            lambda: man(cast, roster, who, 0, day), lambda: check_in_crew(cast.clerk, seat.id, 2)
        )
    assert wrong == ["shift_unknown"]
    assert not any(one.came_at for one in places(cast, roster))
