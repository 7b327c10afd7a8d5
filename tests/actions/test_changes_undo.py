"""Changes taken back: newest first where they overlap, in any order where they do not, at once or in turn."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import cast as the_cast
from tests import street as the_street
from tests.actions.test_concurrency import at_once
from tests.cast import COMPOUND, PATH, Cast
from tests.kept import DOOR, differing, dump, someone
from tests.street import Street, at, ordered
from wumen.actions.changes import (
    Change,
    leave,
    merge_households,
    merge_residents,
    move_household,
    move_residents,
    previewed,
    undo,
)
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.reach import Reached
from wumen.actions.register import NewResident, register_household
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.records import clock
from wumen.records.models import FormerResident, Household, Resident, SpecialNeed
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.problems import Problem

DAY = at(1, 10).date()


def test_an_overtaken_change_names_the_later_one(cast: Cast, street: Street) -> None:
    before = dump()
    home = street.households["1/1/101"]
    first = move_household(cast.clerk, home.id, DOOR)
    second = leave(cast.clerk, [someone(street, "1/1/101").id], "moved_away")
    with pytest.raises(Problem, match="change_overtaken") as refused:
        undo(cast.clerk, first.id)
    assert "不再登记在这里" in refused.value.text()
    assert "people left" in refused.value.text("en")
    undo(cast.clerk, second.id)
    with pytest.raises(Problem, match="change_undone"):
        undo(cast.clerk, second.id)
    undo(cast.clerk, first.id)
    assert differing(before, dump()) == {}


def test_a_door_that_another_household_took_since_stands_in_the_way(
    cast: Cast, street: Street
) -> None:
    first = move_household(cast.clerk, street.households["1/1/101"].id, DOOR)
    second = move_household(cast.clerk, street.households["1/1/102"].id, f"{COMPOUND}/1/1/101")
    with pytest.raises(Problem, match="change_overtaken"):
        undo(cast.clerk, first.id)
    undo(cast.clerk, second.id)
    register_household(cast.clerk, f"{COMPOUND}/1/1/101", [NewResident("新邻居")])
    with pytest.raises(Problem, match="change_built_upon"):
        undo(cast.clerk, first.id)


def test_changes_that_do_not_meet_are_taken_back_in_any_order(cast: Cast, street: Street) -> None:
    before = dump()
    changes = [
        move_household(cast.clerk, street.households["1/1/101"].id, DOOR),
        leave(cast.clerk, [someone(street, "2/1/101").id], "moved_away"),
        merge_residents(cast.clerk, someone(street, "3/1/101").id, someone(street, "3/1/201").id),
    ]
    for one in changes:
        undo(cast.clerk, one.id)
    assert differing(before, dump()) == {}


def test_what_was_corrected_since_stands_in_the_way_and_what_is_apart_does_not(
    cast: Cast, street: Street
) -> None:
    keep, drop = someone(street, "1/1/101"), someone(street, "1/1/201")
    with scoped(WHOLE):
        Resident.objects.filter(id=drop.id).update(sex="女")
    change = merge_residents(cast.clerk, keep.id, drop.id)
    with scoped(WHOLE):
        Resident.objects.filter(id=keep.id).update(name="改了名")
        Resident.objects.filter(id=keep.id).update(sex="男")
    with pytest.raises(Problem, match="change_built_upon"):
        undo(cast.clerk, change.id)
    with scoped(WHOLE):
        Resident.objects.filter(id=keep.id).update(sex="女")
    undo(cast.clerk, change.id)
    with scoped(WHOLE):
        assert Resident.objects.get(id=keep.id).name == "改了名"
        assert Resident.objects.get(id=keep.id).sex == ""


def test_what_came_to_the_person_since_stays_with_her(cast: Cast, street: Street) -> None:
    keep, drop = someone(street, "1/1/101"), someone(street, "1/1/201")
    change = merge_residents(cast.clerk, keep.id, drop.id)
    with scoped(WHOLE):
        SpecialNeed.objects.create(
            resident=keep.id,
            area=keep.area,
            need_sealed=b"x",
            noted_at=clock.now(),
            noted_by=cast.clerk.person,
        )
    undo(cast.clerk, change.id)
    with scoped(WHOLE):
        assert SpecialNeed.objects.get().resident == keep.id


def test_a_newborn_goes_back_with_the_household(cast: Cast, street: Street) -> None:
    ordered(cast, "1", "3")
    plan_day(cast.clerk, DAY)
    home = street.households["1/1/101"]
    change = move_household(cast.clerk, home.id, DOOR)
    register_household(cast.clerk, DOOR, [NewResident("新生儿")])
    undo(cast.clerk, change.id)
    with scoped(WHOLE):
        assert Resident.objects.get(name="新生儿").area == f"{PATH}1/1/101/"
    assert audit(cast.operator).differences == ()


def test_a_household_that_was_made_and_joined_by_others_is_not_taken_away(
    cast: Cast, street: Street
) -> None:
    change = move_residents(cast.clerk, [someone(street, "1/1/101").id], path=DOOR)
    register_household(cast.clerk, DOOR, [NewResident("同住人")])
    with pytest.raises(Problem, match="change_built_upon"):
        undo(cast.clerk, change.id)


def test_what_was_done_for_the_merged_person_stays_done(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    keep, drop = someone(street, "1/1/101"), someone(street, "1/1/201")
    change = merge_residents(cast.clerk, keep.id, drop.id)
    key = f"{DAY}/temperature/{keep.id}/am"
    settle.do(cast.captain, read_key(key), "measured", {"celsius": 36.5})
    with clock.fixed(at(1, 10, 8)):
        undo(cast.clerk, change.id)
        states = {one.key: one.state for one in duty_lines(cast.operator, DAY)}
        assert states[key] == "done"
        assert states[f"{DAY}/temperature/{drop.id}/am"] == "open"
        assert audit(cast.operator).differences == ()


def test_a_day_that_is_over_when_it_is_taken_back_is_as_it_was(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    keep, drop = someone(street, "1/1/101"), someone(street, "1/1/201")
    key = f"{DAY}/temperature/{drop.id}/am"
    settle.do(cast.captain, read_key(key), "measured", {"celsius": 36.5})
    before = dump()
    change = merge_residents(cast.clerk, keep.id, drop.id)
    with clock.fixed(at(1, 12, 8)):
        undo(cast.clerk, change.id)
    assert differing(before, dump()) == {}


def test_a_look_at_what_would_become_changes_nothing(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    before = dump()
    home = street.households["1/1/101"].id
    seen = previewed(lambda: move_household(cast.clerk, home, DOOR))
    assert seen.withdrawn == 9
    assert differing(before, dump()) == {}
    with pytest.raises(Problem, match="door_taken"):
        previewed(lambda: move_household(cast.clerk, home, f"{COMPOUND}/2/1/101"))


DOORS = ("1/1/101", "1/1/102", "1/1/201", "2/1/101", "2/1/201", "3/1/101")
NUMBERS = st.integers(0, 29)
STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "join", "move", "to", "leave", "undo"]), NUMBERS, NUMBERS),
    min_size=1,
    max_size=8,
)


def step(cast: Cast, kind: str, one: int, other: int) -> Change:
    """One step of a random walk through the register, on whoever is there now."""
    with scoped(WHOLE):
        people = list(Resident.objects.order_by("name", "id").values_list("id", flat=True))
        homes = list(Household.objects.order_by("area").values_list("id", flat=True))
    person, home = people[one % len(people)], homes[one % len(homes)]
    makes = {
        "merge": lambda: merge_residents(cast.clerk, person, people[other % len(people)]),
        "join": lambda: merge_households(cast.clerk, home, homes[other % len(homes)]),
        "move": lambda: move_household(cast.clerk, home, f"{COMPOUND}/3/1/{300 + other % 4}"),
        "to": lambda: move_residents(cast.clerk, [person], homes[other % len(homes)]),
        "leave": lambda: leave(cast.clerk, [person], "moved_away"),
    }
    return makes[kind]()


def walk(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    """Take the steps, then all of them back: nobody is ever lost, and the end is the beginning."""
    with scoped(WHOLE):
        everybody = set(Resident.objects.values_list("id", flat=True))
    before, made = dump(), []
    for kind, one, other in steps:
        try:
            if kind != "undo":
                made.append(step(cast, kind, one, other).id)
            elif made:
                undo(cast.clerk, made[one % len(made)])
                made.pop(one % len(made))
        except Problem as refused:
            assert refused.code in {
                "merge_with_self",
                "door_same",
                "door_taken",
                "change_overtaken",
            }
        with scoped(WHOLE):
            here = list(Resident.objects.values_list("id", flat=True))
            gone = list(FormerResident.objects.values_list("id", flat=True))
        assert len(here) + len(gone) == len(everybody)
        assert {*here, *gone} == everybody
    assert audit(cast.operator).differences == ()
    for ident in reversed(made):
        undo(cast.clerk, ident)
    assert differing(before, dump()) == {}
    assert audit(cast.operator).differences == ()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_walk_through_the_register_loses_nobody_and_leads_back(
    cast: Cast, street: Street, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        ordered(cast, "1", "3")
        plan_day(cast.operator, DAY)
        walk(cast, steps)
        transaction.set_rollback(True)


def test_of_two_merges_of_one_person_at_once_one_wins(committed: Reached) -> None:
    cast = the_cast.make()
    street = the_street.make(cast)
    the_street.ordered(cast, "1", "2")
    plan_day(cast.operator, DAY)
    before = dump()
    drop = someone(street, "1/1/101").id
    keeps = [someone(street, door).id for door in ("2/1/101", "2/1/201")]
    wrong = at_once(
        lambda: merge_residents(cast.clerk, keeps[0], drop),
        lambda: merge_residents(cast.secretary, keeps[1], drop),
        lambda: plan_day(cast.operator, DAY),
    )
    assert [getattr(one, "code", one) for one in wrong] == ["resident_gone"]
    with scoped(WHOLE):
        assert FormerResident.objects.get(id=drop).into in keeps
        assert Resident.objects.count() == 29
    assert audit(cast.operator).differences == ()
    with scoped(WHOLE):
        from wumen.records.models import RegisterChange

        (change,) = RegisterChange.objects.values_list("id", flat=True)
    wrong = at_once(*[lambda: undo(cast.clerk, change)] * 2)
    assert [getattr(one, "code", one) for one in wrong] == ["change_undone"]
    assert differing(before, dump()) == {}
    assert audit(cast.operator).differences == ()


def test_two_households_that_move_to_one_door_at_once(committed: Reached) -> None:
    cast = the_cast.make()
    street = the_street.make(cast)
    homes = [street.households[door].id for door in ("1/1/101", "2/1/101")]
    wrong = at_once(*[lambda one=one: move_household(cast.clerk, one, DOOR) for one in homes])
    assert [getattr(one, "code", one) for one in wrong] == ["door_taken"]
    with scoped(WHOLE):
        assert Household.objects.count() == 12
