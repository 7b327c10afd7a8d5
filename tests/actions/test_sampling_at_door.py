"""Who cannot come down is proposed, listed and sampled at her door: once, not at the point, isolated homes last."""

from datetime import date
from uuid import UUID

import pytest

from tests.actions.test_audit_mutations import found as differences
from tests.actions.test_sampling_points import described
from tests.actions.test_sampling_rounds import DAY, HEADS, drafted, samples
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.duties.plan import plan_day
from wumen.actions.homes import note_away
from wumen.actions.instructions import give
from wumen.actions.knocks import knock
from wumen.actions.sampling_points.keeping import add_point
from wumen.actions.sampling_rounds.at_door import accept_proposed, add_home, put_on, take_off
from wumen.actions.sampling_rounds.opening import close_round, open_round
from wumen.actions.sampling_rounds.slots import propose_again
from wumen.actions.special_needs import note_need
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.at_door import DoorList, door_list
from wumen.queries.sampling_rounds.standing import round_page
from wumen.records.models import Duty, Resident, SamplingAtDoor, SamplingRound, SamplingSlot
from wumen.rules.homes import Away
from wumen.rules.instructions import InstructionDraft
from wumen.rules.knocks import Result
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem


def person(cast: Cast, door: str, place: int = 0) -> Resident:
    """Somebody behind a door of the compound."""
    with acting(cast.clerk):
        return Resident.objects.get(area=f"{PATH}{door}/", place=place)


@pytest.fixture
def known(cast: Cast, street: Street) -> Street:
    """张阿姨 is known to walk badly, at 2-1-102 somebody is pregnant, at 3-1-101 somebody is merely alone."""
    note_need(cast.clerk, street.aunt_zhang.id, "homebound", {})
    note_need(cast.clerk, person(cast, "2/1/102").id, "pregnant", {"due_on": "2022-03-01"})
    note_need(cast.clerk, person(cast, "3/1/101").id, "living_alone", {})
    return street


def held(cast: Cast, *, at_door: bool = True, **changes: object) -> SamplingRound:
    return open_round(cast.clerk, drafted(**changes), at_door=at_door)


def doors(found: DoorList) -> list[tuple[str, int, bool]]:
    """The route: each door below the compound, how many there, whether alone."""
    return [(one.area.removeprefix(PATH), len(one.people), one.alone) for one in found.stops]


def at_home(cast: Cast, row: SamplingRound) -> set[UUID]:
    """Whose sample is owed at her door, by the duties themselves."""
    with acting(cast.clerk):
        rows = Duty.objects.filter(day=row.day, what="sampling").exclude(state="withdrawn")
        return {one.subject for one in rows if one.basis.get("door")}


def refused(code: str, viewer: Viewer, *args: object) -> None:
    with pytest.raises(Problem) as problem:
        accept_proposed(viewer, *args)  # type: ignore[arg-type]
    assert problem.value.code == code


def test_opening_puts_whom_the_register_knows_on_the_list(cast: Cast, known: Street) -> None:
    row = held(cast)
    found = door_list(cast.clerk, row.id)
    assert doors(found) == [("1/1/202/", 1, False), ("2/1/102/", 1, False)]
    assert [one.number for one in found.stops] == [1, 2]
    grounds = {str(who.ground.zh) for one in found.stops for who in one.people if who.ground}
    # By which ground, never why.
    assert grounds == {"重点关爱登记"}
    assert found.proposed == ()
    assert at_home(cast, row) == {known.aunt_zhang.id, person(cast, "2/1/102").id}


def test_each_of_them_owes_once_at_home_and_not_at_the_point(cast: Cast, known: Street) -> None:
    add_point(cast.clerk, described(1, serves=[COMPOUND]))
    row = held(cast)
    assert len(samples(cast.clerk)) == 3 * HEADS
    page = round_page(cast.clerk, row.id)
    assert (page.whole.due, page.whole.door, page.whole.single) == (3 * HEADS, 2, 2)
    with acting(cast.clerk):
        heads = dict(SamplingSlot.objects.filter(round=row).values_list("area", "heads"))
    assert heads == {f"{PATH}1/": HEADS - 1, f"{PATH}2/": HEADS - 1, f"{PATH}3/": HEADS}
    assert differences(cast) == set()
    plan_day(cast.clerk, DAY)
    assert round_page(cast.clerk, row.id).whole.door == 2


def test_without_the_tick_they_are_proposed_and_accepted_with_one_tap(
    cast: Cast, known: Street
) -> None:
    add_point(cast.clerk, described(1, serves=[COMPOUND]))
    row = held(cast, at_door=False)
    found = door_list(cast.clerk, row.id)
    assert (found.stops, len(found.proposed)) == ((), 2)
    assert accept_proposed(cast.clerk, row.id) == 2
    found = door_list(cast.clerk, row.id)
    assert (len(found.stops), found.proposed) == (2, ())
    with acting(cast.clerk):
        heads = SamplingSlot.objects.get(round=row, area=f"{PATH}1/").heads
    assert heads == HEADS - 1
    assert differences(cast) == set()
    refused("round_door_nobody", cast.clerk, row.id)


def test_what_was_said_at_a_knock_or_asked_for_proposes_the_home(
    cast: Cast, street: Street
) -> None:
    knock(cast.captain, street.households["1/1/101"].id, Result.NEEDS, "老人下不了楼，要上门采样")
    knock(cast.captain, street.households["1/1/102"].id, Result.NEEDS, "要两袋米")
    asked = InstructionDraft(
        *("resident", "上门核酸：拄拐", "3-1-202", at(1, 10, 6), at(1, 10, 18), "captain"),
        resident=str(person(cast, "3/1/202").id),
    )
    give(cast.operator, asked)
    row = held(cast, at_door=False)
    found = door_list(cast.clerk, row.id)
    said = {(one.words, one.ground.zh) for one in found.proposed}
    assert said == {
        ("锦绣城 1号楼 1单元 101", "敲门时说的"),
        ("锦绣城 3号楼 1单元 202", "自己报的"),
    }
    # Nobody said who at 101 it is: all three, and the office takes off who comes down.
    assert len(found.proposed) == 4


def test_what_was_said_of_a_home_is_about_whom_the_register_knows_there(
    cast: Cast, street: Street
) -> None:
    old = person(cast, "1/1/101", 2)
    note_need(cast.clerk, old.id, "disabled", {})
    knock(cast.captain, street.households["1/1/101"].id, Result.NEEDS, "老人下不了楼")
    row = held(cast, at_door=False)
    assert [one.resident for one in door_list(cast.clerk, row.id).proposed] == [old.id]


def test_who_is_away_is_not_proposed(cast: Cast, known: Street) -> None:
    home = known.households["1/1/202"]
    note_away(cast.clerk, home.id, [known.aunt_zhang.id], Away(date(2022, 1, 8), None))
    row = held(cast)
    assert doors(door_list(cast.clerk, row.id)) == [("2/1/102/", 1, False)]
    assert differences(cast) == set()


def test_by_hand_a_home_is_added_and_one_person_taken_off(cast: Cast, known: Street) -> None:
    row = held(cast)
    assert add_home(cast.clerk, row.id, f"{COMPOUND}/2/1/201") == 4
    off = person(cast, "2/1/201", 3)
    take_off(cast.clerk, row.id, off.id)
    take_off(cast.clerk, row.id, known.aunt_zhang.id)
    found = door_list(cast.clerk, row.id)
    assert doors(found) == [("2/1/201/", 3, False), ("2/1/102/", 1, False)]
    assert {one.resident for one in found.off} == {off.id, known.aunt_zhang.id}
    # What somebody decided is not proposed again.
    assert found.proposed == ()
    refused("round_door_nobody", cast.clerk, row.id)
    assert known.aunt_zhang.id not in at_home(cast, row)
    assert differences(cast) == set()
    put_on(cast.clerk, row.id, known.aunt_zhang.id)
    assert known.aunt_zhang.id in at_home(cast, row)
    assert len(samples(cast.clerk)) == 3 * HEADS


def test_an_isolated_home_is_last_and_alone_on_the_route(cast: Cast, known: Street) -> None:
    ordered(cast, regime="home_isolation", residents=(str(known.aunt_zhang.id),))
    row = held(cast)
    found = door_list(cast.clerk, row.id)
    assert doors(found) == [("2/1/102/", 1, False), ("1/1/202/", 1, True)]
    assert found.first_alone == 2
    everybody = [who.resident for one in found.stops for who in one.people]
    assert len(everybody) == len(set(everybody))
    assert differences(cast) == set()


def test_a_building_that_is_sampled_at_its_doors_is_walked_on_its_own_sheets(
    cast: Cast, known: Street
) -> None:
    ordered(cast, "1")
    row = held(cast)
    found = door_list(cast.clerk, row.id)
    assert doors(found) == [("2/1/102/", 1, False)]
    assert found.whole == ("锦绣城 1号楼",)
    page = round_page(cast.clerk, row.id)
    assert page.whole.door == HEADS + 1


def test_who_was_added_by_hand_is_proposed_in_the_next_round(cast: Cast, street: Street) -> None:
    first = held(cast)
    put_on(cast.clerk, first.id, person(cast, "3/1/202").id)
    close_round(cast.clerk, first.id)
    second = held(cast, at_door=False, number=6, begins=at(1, 11, 7), ends=at(1, 11, 16))
    proposed = door_list(cast.clerk, second.id).proposed
    assert [(one.words, one.ground.zh) for one in proposed] == [
        ("锦绣城 3号楼 1单元 202", "上一轮手工加的")
    ]


def test_times_proposed_anew_leave_them_at_home(cast: Cast, known: Street) -> None:
    add_point(cast.clerk, described(1, serves=[COMPOUND]))
    row = held(cast)
    propose_again(cast.clerk, row.id, 60, 200)
    with acting(cast.clerk):
        assert SamplingSlot.objects.get(round=row, area=f"{PATH}1/").heads == HEADS - 1


def test_a_round_that_is_closed_or_not_ones_own_is_not_changed(cast: Cast, known: Street) -> None:
    row = held(cast, at_door=False)
    refused("right_missing", cast.captain, row.id)
    refused("round_unknown", cast.outsider, row.id)
    close_round(cast.clerk, row.id)
    refused("round_closed", cast.clerk, row.id)
    with acting(cast.clerk):
        assert not SamplingAtDoor.objects.exists()


def test_nobody_outside_the_round_is_put_on_its_list(cast: Cast, known: Street) -> None:
    row = open_round(cast.clerk, drafted("1"), at_door=True)
    assert doors(door_list(cast.clerk, row.id)) == [("1/1/202/", 1, False)]
    with pytest.raises(Problem) as problem:
        put_on(cast.clerk, row.id, person(cast, "2/1/102").id)
    assert problem.value.code == "round_door_nobody"
