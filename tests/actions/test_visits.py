"""Where nobody was met one goes again: one duty that opens later, known to planner and audit, then a slip."""

from datetime import date

import pytest
from django.db import connection

from tests.cast import COMPOUND, Cast
from tests.street import Street, at
from wumen.actions.changes import move_household
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import cannot, do, take
from wumen.actions.rounds import floor_done
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.knocks import slips
from wumen.records import clock
from wumen.records.models import Knock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.rounds import RoundKey
from wumen.rules.visits import Visited

DAY = date(2022, 1, 10)


def sampling(cast: Cast, street: Street) -> DutyLine:
    """What 张阿姨 owes in the morning; there is never a second one."""
    (line,) = [
        one
        for one in duty_lines(cast.clerk, DAY)
        if (one.subject, one.what) == (street.aunt_zhang.id, "sampling")
        and one.state != "withdrawn"
    ]
    return line


@pytest.fixture
def planned(cast: Cast, under_lockdown: Street) -> Cast:
    """Building 1 under lockdown, sampled at the door every morning."""
    return cast


def gone(cast: Cast, street: Street, hour: int, why: str = "nobody_home") -> Visited:
    """A visit of the sampler."""
    with clock.fixed(at(1, 10, hour)):
        return cannot(cast.sampler, read_key(sampling(cast, street).key), why)


def clean_at(cast: Cast, hour: int) -> bool:
    """Whether planner and audit agree on the day at an hour: nothing to plan, nothing to find."""
    with clock.fixed(at(1, 10, hour)):
        changes = plan_day(cast.operator, DAY).changes
        moved = (changes.made, changes.moved, changes.revived, changes.withdrawn)
        return moved == (0, 0, 0, 0) and audit(cast.operator).differences == ()


def test_three_visits_at_three_hours_then_a_slip(planned: Cast, street: Street) -> None:
    assert gone(planned, street, 7) == Visited(1, at(1, 10, 10))
    line = sampling(planned, street)
    assert (line.state, line.opens_at, line.due_at) == ("open", at(1, 10, 10), at(1, 10, 20))
    assert clean_at(planned, 8)
    assert gone(planned, street, 11) == Visited(2, at(1, 10, 14))
    assert clean_at(planned, 12)
    assert gone(planned, street, 15) == Visited(3, slip=True)
    line = sampling(planned, street)
    assert (line.opens_at, line.due_at, len(line.tried)) == (at(1, 10, 14), at(1, 10, 20), 3)
    assert clean_at(planned, 16)
    with clock.fixed(at(1, 10, 16)):
        home = street.households["1/1/202"].id
        assert [one.household for one in slips(planned.captain, f"{COMPOUND}/1")] == [home]


@pytest.mark.parametrize("why", ["refused", "unwell", "no_thermometer", "已搬走", "婴儿，不采"])
def test_who_was_met_is_not_visited_again(planned: Cast, street: Street, why: str) -> None:
    assert gone(planned, street, 7, why) == Visited(0)
    line = sampling(planned, street)
    assert (line.due_at, line.reason, line.tried) == (at(1, 10, 10), why, ())
    assert clean_at(planned, 8)


def test_two_taps_of_one_visit_count_once(planned: Cast, street: Street) -> None:
    gone(planned, street, 7)
    assert gone(planned, street, 8) == Visited(0)
    assert len(sampling(planned, street).tried) == 1
    with scoped(WHOLE):
        assert Knock.objects.filter(household=street.households["1/1/202"].id).count() == 1


def test_late_in_the_day_it_stays_overdue_and_open(planned: Cast, street: Street) -> None:
    assert gone(planned, street, 17) == Visited(1)
    with clock.fixed(at(1, 10, 18)):
        line = sampling(planned, street)
        assert (line.overdue, line.due_at) == (True, at(1, 10, 10))
    assert clean_at(planned, 18)


def test_a_visit_after_its_window_lets_it_come_again_too(planned: Cast, street: Street) -> None:
    assert gone(planned, street, 12).again_at == at(1, 10, 15)
    assert sampling(planned, street).due_at == at(1, 10, 20)
    assert clean_at(planned, 13)


def test_what_was_taken_stays_taken_and_what_is_done_is_done_once(
    planned: Cast, street: Street
) -> None:
    take(planned.sampler, read_key(sampling(planned, street).key))
    gone(planned, street, 7)
    assert sampling(planned, street).state == "taken"
    with clock.fixed(at(1, 10, 11)):
        do(planned.sampler, read_key(sampling(planned, street).key), "measured")
    assert sampling(planned, street).state == "done"
    assert clean_at(planned, 12)


def test_an_excepted_room_of_a_floor_is_visited_again(planned: Cast, street: Street) -> None:
    key = RoundKey(DAY, "am", f"{street.aunt_zhang.area.rsplit('/', 2)[0]}/")
    for hour, many in ((7, 1), (8, 1), (11, 2)):
        with clock.fixed(at(1, 10, hour)):
            floor_done(planned.captain, key, 2, {"202": "nobody_home"})
        assert len(sampling(planned, street).tried) == many
    assert clean_at(planned, 12)


def test_it_moves_with_its_household_and_keeps_its_visits(planned: Cast, street: Street) -> None:
    gone(planned, street, 7)
    with clock.fixed(at(1, 10, 8)):
        move_household(planned.clerk, street.households["1/1/202"].id, "410102003008/jxc/1/1/302")
    line = sampling(planned, street)
    assert (line.area.endswith("/302/"), line.opens_at) == (True, at(1, 10, 10))
    assert clean_at(planned, 9)


@pytest.mark.parametrize(
    "change",
    [
        "tried = '{}'",
        "opens_at = opens_at - interval '1 hour'",
        "due_at = due_at + interval '1 hour'",
        "tried = array_prepend(tried[1] - interval '2 hours', tried)",
    ],
)
def test_the_audit_finds_a_visit_that_was_put_in_or_taken_out(
    planned: Cast, street: Street, change: str
) -> None:
    gone(planned, street, 7)
    gone(planned, street, 11)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(f"UPDATE duty SET {change} WHERE tried <> '{{}}'")
        assert cursor.rowcount == 1
    with clock.fixed(at(1, 10, 12)):
        assert "wrong_window" in {one.kind for one in audit(planned.operator).differences}
