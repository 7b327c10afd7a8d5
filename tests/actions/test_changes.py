"""People and households merged, moved, gone and back again: nothing lost, duties follow, undone whole."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.cast import COMPOUND, PATH, Cast
from tests.kept import DOOR, differing, dump, someone
from tests.street import Street, at, draft, ordered
from wumen.actions.changes import (
    come_back,
    leave,
    merge_households,
    merge_residents,
    move_household,
    move_residents,
    undo,
)
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.register import NewResident, register_household
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.register import resident_lines
from wumen.records import clock
from wumen.records.models import FormerHousehold, FormerResident, Household, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

DAY = at(1, 10).date()
ONE, OTHER = "410198195503071231", "410198199001010015"


def two(cast: Cast, one: NewResident, other: NewResident) -> tuple[Resident, Resident]:
    """Two entries, each alone behind a door of building 1 and 2."""
    register_household(cast.clerk, f"{COMPOUND}/1/1/301", [one])
    register_household(cast.clerk, f"{COMPOUND}/2/1/301", [other])
    with scoped(WHOLE):
        return Resident.objects.get(id=one.id), Resident.objects.get(id=other.id)


def line_of(cast: Cast, resident: Resident) -> object:
    """A resident as the register shows her, complete."""
    return next(one for one in resident_lines(cast.clerk, complete=True) if one.id == resident.id)


def owed_by(cast: Cast, resident: Resident) -> dict[tuple[str, str], DutyLine]:
    """The standing duties of a person, by what and window."""
    lines = [one for one in duty_lines(cast.operator, DAY) if one.subject == resident.id]
    return {(one.what, one.win): one for one in lines if one.state != "withdrawn"}


def clean(cast: Cast) -> bool:
    """The audit finds nothing, and the board's counts are those of the duties that stand."""
    standing = [one for one in duty_lines(cast.operator, DAY) if one.state != "withdrawn"]
    total = board(cast.operator).total
    assert total.standing == len(standing)
    assert total.done == sum(one.state == "done" for one in standing)
    return audit(cast.operator).differences == ()


def measured(viewer: Viewer, line: DutyLine) -> None:
    """A temperature is taken."""
    settle.do(viewer, read_key(line.key), "measured", {"celsius": 36.5})


def test_the_merged_person_has_what_both_entries_say(cast: Cast, street: Street) -> None:
    keep, drop = two(
        cast,
        NewResident("王小明", telephones=("13800000002",), needs=("独居老人",)),
        NewResident("王晓明", ONE, ("13800000002", "13800000003"), ("透析接送",), "户主", "男"),
    )
    merge_residents(cast.clerk, keep.id, drop.id)
    line = line_of(cast, keep)
    assert line.name == "王小明"
    assert line.identity_number == ONE
    assert line.phones == ("13800000002", "13800000003")
    assert line.needs == ("独居老人", "透析接送")
    with scoped(WHOLE):
        gone = FormerResident.objects.get(id=drop.id)
        assert (gone.into, gone.why, gone.name) == (keep.id, "merged", "王晓明")
        stays = Resident.objects.get(id=keep.id)
        assert (stays.relation, stays.sex) == ("户主", "男")
        assert Household.objects.get(id=drop.household_id).state == "empty"


def test_two_numbers_need_somebody_who_says_which_is_right(cast: Cast, street: Street) -> None:
    keep, drop = two(cast, NewResident("王小明", ONE), NewResident("王晓明", OTHER))
    with pytest.raises(Problem, match="merge_numbers_differ") as refused:
        merge_residents(cast.clerk, keep.id, drop.id)
    said = refused.value.text() + refused.value.text("en")
    assert ONE not in said
    assert "410*************31" in said
    merge_residents(cast.clerk, keep.id, drop.id, name_of=drop.id, number_of=drop.id)
    line = line_of(cast, keep)
    assert (line.name, line.identity_number) == ("王晓明", OTHER)


def test_of_all_who_bear_a_number_one_counts_as_its_bearer(cast: Cast, street: Street) -> None:
    keep, drop = two(cast, NewResident("王小明", ONE), NewResident("王晓明"))
    third = someone(street, "3/1/101")
    with scoped(WHOLE):
        Resident.objects.filter(id=third.id).update(
            identity_key=keep.identity_key, identity_sealed=b"x", identity_shared=True
        )
    before = dump()
    change = leave(cast.clerk, [keep.id], "moved_away")
    with scoped(WHOLE):
        assert not Resident.objects.get(id=third.id).identity_shared
    undo(cast.clerk, change.id)
    assert differing(before, dump()) == {}
    with scoped(WHOLE):
        Resident.objects.filter(id=keep.id).update(identity_shared=True)
        Resident.objects.filter(id=third.id).update(identity_shared=False)
    merge_residents(cast.clerk, keep.id, drop.id)
    with scoped(WHOLE):
        assert Resident.objects.get(id=keep.id).identity_shared


def test_of_the_same_thing_owed_twice_the_further_stands(cast: Cast, street: Street) -> None:
    ordered(cast, "1", "2")
    keep, drop = someone(street, "1/1/101"), someone(street, "2/1/101")
    plan_day(cast.clerk, DAY)
    measured(cast.operator, owed_by(cast, drop)["temperature", "am"])
    measured(cast.operator, owed_by(cast, keep)["temperature", "pm"])
    before = dump()
    change = merge_residents(cast.clerk, keep.id, drop.id)
    owed = owed_by(cast, keep)
    assert {key: one.state for key, one in owed.items() if key[0] == "temperature"} == {
        ("temperature", "am"): "done",
        ("temperature", "pm"): "done",
    }
    assert owed_by(cast, drop) == {}
    assert clean(cast)
    undo(cast.clerk, change.id)
    assert differing(before, dump()) == {}
    assert clean(cast)


def test_what_only_the_other_entry_owed_is_done_for_the_person(cast: Cast, street: Street) -> None:
    ordered(cast, "2")
    keep, drop = someone(street, "1/1/101"), someone(street, "2/1/101")
    plan_day(cast.clerk, DAY)
    measured(cast.operator, owed_by(cast, drop)["temperature", "am"])
    before = dump()
    change = merge_residents(cast.clerk, keep.id, drop.id)
    # She lives in building 1, under no order: what is done stays done, the rest is not owed.
    assert {key: one.state for key, one in owed_by(cast, keep).items()} == {
        ("temperature", "am"): "done"
    }
    assert clean(cast)
    undo(cast.clerk, change.id)
    assert differing(before, dump()) == {}
    assert clean(cast)


def test_under_two_orders_of_her_own_both_go_on_binding_her(cast: Cast, street: Street) -> None:
    keep, drop = someone(street, "1/1/101"), someone(street, "2/1/101")
    numbers = set()
    for person, regime in ((keep, "control"), (drop, "home_isolation")):
        own = draft(regime=regime, paths=(), residents=(str(person.id),), document="告知书")
        numbers.add(confirm_order(cast.secretary, enter_order(cast.clerk, own).number).number)
    plan_day(cast.clerk, DAY)
    merge_residents(cast.clerk, keep.id, drop.id)
    bases = {order for one in owed_by(cast, keep).values() for order in one.basis["orders"]}
    assert bases == numbers
    assert clean(cast)


def test_what_is_past_keeps_what_was_true(cast: Cast, street: Street) -> None:
    ordered(cast, "1", "2")
    keep, drop = someone(street, "1/1/101"), someone(street, "2/1/101")
    plan_day(cast.clerk, DAY)
    measured(cast.operator, owed_by(cast, drop)["temperature", "am"])
    with clock.fixed(clock.now() + timedelta(days=1)):
        before = dump()["duty"]
        merge_residents(cast.clerk, keep.id, drop.id)
        move_household(cast.clerk, keep.household_id, DOOR)
        assert [row for row in dump()["duty"] if '"day": "2022-01-10"' in row] == before


def test_the_log_names_nobody(cast: Cast, street: Street) -> None:
    keep, drop = two(cast, NewResident("王小明", ONE), NewResident("王晓明", OTHER))
    change = merge_residents(cast.clerk, keep.id, drop.id, number_of=keep.id)
    undo(cast.clerk, change.id)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT kind, area, body FROM event ORDER BY writer, seq")
        events = cursor.fetchall()
        cursor.execute("SELECT body_sealed FROM register_change")
        ((sealed,),) = cursor.fetchall()
    kinds = [kind for kind, _, _ in events]
    assert kinds.count("residents.merged") == kinds.count("change.undone") == 1
    text = b"".join(bytes(body) for _, _, body in events)
    for secret in ("王小明", "王晓明", ONE, OTHER, str(keep.id), str(drop.id)):
        assert secret.encode() not in text
        assert secret.encode() not in bytes(sealed)


def test_who_leaves_owes_nothing_more_and_her_home_is_empty(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    aunt = street.aunt_zhang
    before = dump()
    change = leave(cast.captain, [aunt.id], "died")
    assert change.duties.withdrawn == 3
    with scoped(WHOLE):
        assert FormerResident.objects.get(id=aunt.id).why == "died"
        assert Household.objects.get(id=aunt.household_id).state == "empty"
    assert clean(cast)
    come_back(cast.captain, change.id)
    assert differing(before, dump()) == {}
    assert clean(cast)


def test_a_captain_lets_people_leave_in_her_own_building_only(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="resident_unknown"):
        leave(cast.captain, [someone(street, "2/1/101").id], "moved_away")
    elsewhere = leave(cast.clerk, [someone(street, "2/1/101").id], "moved_away")
    with pytest.raises(Problem, match="change_unknown"):
        undo(cast.captain, elsewhere.id)
    own = leave(cast.clerk, [someone(street, "1/1/101").id], "not_living_here")
    undo(cast.captain, own.id)
    moved = move_household(cast.clerk, street.households["1/1/101"].id, f"{COMPOUND}/1/1/301")
    with pytest.raises(Problem, match="right_missing"):
        undo(cast.captain, moved.id)
    with pytest.raises(Problem, match="change_unknown"):
        come_back(cast.clerk, moved.id)


@pytest.mark.parametrize("who", ["captain", "sampler", "volunteer"])
def test_who_does_not_keep_the_register_neither_merges_nor_moves(
    cast: Cast, street: Street, who: str
) -> None:
    viewer = getattr(cast, who)
    one, other = someone(street, "1/1/101"), someone(street, "1/1/201")
    homes = one.household_id, other.household_id
    for attempt in (
        lambda: merge_residents(viewer, one.id, other.id),
        lambda: merge_households(viewer, *homes),
        lambda: move_household(viewer, homes[0], DOOR),
        lambda: move_residents(viewer, [one.id], homes[1]),
    ):
        with pytest.raises(Problem, match="right_missing"):
            attempt()
    with pytest.raises(Problem, match="resident_unknown"):
        merge_residents(cast.outsider, one.id, other.id)
    with pytest.raises(Problem, match="household_unknown"):
        merge_households(cast.outsider, *homes)
    with pytest.raises(Problem, match="area_not_yours"):
        move_household(cast.clerk, homes[0], "410102013001/y/1/1/101")


def test_two_households_become_one_behind_the_door_of_the_first(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    keep, drop = street.households["1/1/101"], street.households["2/1/101"]
    before = dump()
    change = merge_households(cast.clerk, keep.id, drop.id)
    with scoped(WHOLE):
        rows = Resident.objects.filter(household=keep).order_by("place")
        assert [one.place for one in rows] == list(range(6))
        assert {one.area for one in rows} == {f"{PATH}1/1/101/"}
        assert FormerHousehold.objects.get(id=drop.id).into == keep.id
    assert change.duties.made == 9
    assert clean(cast)
    undo(cast.clerk, change.id)
    assert differing(before, dump()) == {}
    assert clean(cast)


def test_people_move_to_a_door_that_is_made_for_them(cast: Cast, street: Street) -> None:
    ordered(cast, "1", "3")
    plan_day(cast.clerk, DAY)
    before = dump()
    people = [someone(street, "1/1/101", place).id for place in (0, 1)]
    change = move_residents(cast.clerk, people, path=DOOR)
    assert change.duties.moved == 6
    with scoped(WHOLE):
        assert Household.objects.get(area=f"{PATH}3/1/301/").residents.count() == 2
    assert clean(cast)
    undo(cast.clerk, change.id)
    assert differing(before, dump()) == {}


def test_an_empty_home_makes_room_for_a_household(cast: Cast, street: Street) -> None:
    leave(cast.clerk, [street.aunt_zhang.id], "moved_away")
    before = dump()
    household = street.households["2/1/101"]
    with pytest.raises(Problem, match="door_taken"):
        move_household(cast.clerk, household.id, f"{COMPOUND}/1/1/101")
    change = move_household(cast.clerk, household.id, f"{COMPOUND}/1/1/202")
    with scoped(WHOLE):
        assert Household.objects.get(area=f"{PATH}1/1/202/").id == household.id
    undo(cast.clerk, change.id)
    assert differing(before, dump()) == {}


def test_what_changes_nothing_is_refused(cast: Cast, street: Street) -> None:
    one = someone(street, "1/1/101")
    home = one.household_id
    for code, attempt in (
        ("merge_with_self", lambda: merge_residents(cast.clerk, one.id, one.id)),
        ("merge_with_self", lambda: merge_households(cast.clerk, home, home)),
        ("door_same", lambda: move_household(cast.clerk, home, f"{COMPOUND}/1/1/101")),
        ("door_same", lambda: move_residents(cast.clerk, [one.id], home)),
        ("nobody_chosen", lambda: move_residents(cast.clerk, [], home)),
        ("nobody_chosen", lambda: leave(cast.clerk, [], "died")),
        ("leaving_unknown", lambda: leave(cast.clerk, [one.id], "merged")),
        ("change_unknown", lambda: undo(cast.clerk, one.id)),
    ):
        with pytest.raises(Problem, match=code):
            attempt()
