"""A compound that is split: same orders, same crew, same rounds, nobody released, and whole again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast, person
from tests.exceptions import taking_out
from tests.kept import differing, dump, someone
from tests.street import Street, at, draft, ordered
from wumen.actions.changes import leave, merge_residents, move_household, split_compound, undo
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import confirm_change, confirm_order, enter_change, enter_order
from wumen.actions.register import NewResident, add_area, register_household
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.duties import duty_lines
from wumen.queries.explain import explain_place
from wumen.queries.orders import order_lines
from wumen.queries.posts import viewers_of
from wumen.queries.rounds_of_a_day import rounds
from wumen.records import clock
from wumen.records.models import Area, Household, Order, Post, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.problems import Problem

DAY = at(1, 10).date()
NORTH = PATH.replace("/jxc/", "/jxc-2/")
PLACES = [f"{COMPOUND}/1", f"{COMPOUND}/2"]


def split(cast: Cast) -> object:
    """Buildings 1 and 2 leave; the code of the old compound is taken."""
    return split_compound(cast.clerk, COMPOUND, PLACES, COMPOUND, "锦绣城北区").id


def only_posts_ended(before: dict[str, list[str]], after: dict[str, list[str]]) -> bool:
    """All is as it was, but that posts over the new compound are remembered as ended."""
    left = differing(before, after)
    (gone, new) = left.pop("post", ([], []))
    return left == {} and gone == [] and all('"until_at": null' not in row for row in new)


def test_buildings_stand_in_the_new_compound_with_all_that_is_theirs(
    cast: Cast, street: Street
) -> None:
    before = dump()
    change = split(cast)
    with scoped(WHOLE):
        assert Area.objects.get(area=NORTH).name == "锦绣城北区"
        assert Area.objects.get(area=f"{NORTH}1/").name == "1号楼"
        assert not Area.objects.filter(area=f"{PATH}1/").exists()
        assert Resident.objects.filter(area__startswith=NORTH).count() == 20
        assert Household.objects.filter(area__startswith=PATH).count() == 4
        assert Post.objects.get(id=cast.captain.post).area == f"{NORTH}1/"
    undo(cast.clerk, change)
    assert differing(before, dump()) == {}


def test_nobody_is_released_and_no_crew_is_lost(cast: Cast, street: Street) -> None:
    lead = person(cast.operator, "钱书记", "community_worker", "secretary", COMPOUND)
    whole, one = ordered(cast, "", regime="control"), ordered(cast, "1")
    other = ordered(cast, "1", "3", document="通告第3号")
    plan_day(cast.clerk, DAY)
    before, total = dump(), board(cast.operator).total
    change = split(cast)
    assert audit(cast.operator).differences == ()
    assert board(cast.operator).total == total
    line = explain_place(cast.clerk, f"{NORTH}2/1/101/")
    assert whole.document in str(line)
    standing = [one for one in duty_lines(cast.operator, DAY) if one.area.startswith(NORTH)]
    assert {line.owner.crew_no for line in standing if line.owner} >= {lead.crew_no}
    assert {number for line in standing for number in line.basis["orders"]} == {
        whole.number,
        one.number,
        other.number,
    }
    assert sorted(viewer.area for viewer in viewers_of(lead.crew_no)) == [NORTH, PATH]
    plan_day(cast.clerk, DAY)
    undo(cast.clerk, change)
    assert only_posts_ended(before, dump())
    assert audit(cast.operator).differences == ()
    with scoped(WHOLE):
        assert Order.objects.get(id=other.id).area == PATH


def on_two_compounds(cast: Cast) -> str:
    """The number of an order on the compound and on another one beside it."""
    add_area(cast.operator, f"{COMMUNITY}/other", "compound", "别院")
    return ordered(cast, "", document="通告第7号", paths=(COMPOUND, f"{COMMUNITY}/other")).number


def test_who_was_to_be_let_out_when_the_compound_was_split_is_let_out_whole(
    cast: Cast, street: Street
) -> None:
    number = on_two_compounds(cast)
    waiting = enter_change(cast.clerk, number, taking_out(""))
    before = dump()
    change = split(cast)
    with clock.fixed(at(1, 10, 12)):
        confirm_change(cast.secretary, waiting.id)
        for door in (f"{NORTH}1/1/101/", f"{PATH}3/1/101/"):
            assert "没有管控要求" in explain_place(cast.clerk, door).zh
        assert "封控区" in explain_place(cast.clerk, f"{COMMUNITY}/other").zh
        assert audit(cast.operator).differences == ()
        (line,) = order_lines(cast.clerk, number)
        (told,) = line.changes
        assert (len(told.out), told.hidden_out) == (2, 0)
        undo(cast.clerk, change)
        assert "没有管控要求" in explain_place(cast.clerk, f"{PATH}1/1/101/").zh
        (line,) = order_lines(cast.clerk, number)
        assert (len(line.changes[0].out), line.changes[0].hidden_out) == (1, 0)
        assert audit(cast.operator).differences == ()
    assert before["order_change"] != dump()["order_change"]


def test_a_split_that_is_undone_leaves_what_waits_as_it_was(cast: Cast, street: Street) -> None:
    enter_change(cast.clerk, on_two_compounds(cast), taking_out(""))
    before = dump()
    change = split(cast)
    undo(cast.clerk, change)
    assert differing(before, dump()) == {}


@pytest.mark.parametrize("half", ["", "-2"])
def test_halves_of_which_a_document_lets_one_out_are_not_joined_again(
    cast: Cast, street: Street, half: str
) -> None:
    number = on_two_compounds(cast)
    change = split(cast)
    draft = replace(taking_out(), paths=(f"{COMPOUND}{half}",))
    waiting = enter_change(cast.clerk, number, draft)
    with pytest.raises(Problem, match="change_built_upon"):
        undo(cast.clerk, change)
    confirm_change(cast.secretary, waiting.id)
    with pytest.raises(Problem, match="change_built_upon"):
        undo(cast.clerk, change)


def test_a_round_is_one_round_before_and_after(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    first = next(one for one in duty_lines(cast.captain, DAY) if one.what == "temperature")
    settle.do(cast.captain, read_key(first.key), "measured", {"celsius": 36.5})
    before = [(one.win, one.due, one.done, one.open) for one in rounds(cast.captain, DAY)]
    split(cast)
    (captain,) = viewers_of(cast.captain.crew_no)
    after = rounds(captain, DAY)
    assert [(one.win, one.due, one.done, one.open) for one in after] == before
    assert {one.area for one in after} == {f"{NORTH}1/1/"}


def test_past_days_stand_where_they_were(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    with clock.fixed(clock.now() + timedelta(days=1)):
        plan_day(cast.clerk, clock.today())
        past = [row for row in dump()["duty"] if '"day": "2022-01-10"' in row]
        split(cast)
        assert [row for row in dump()["duty"] if '"day": "2022-01-10"' in row] == past
        assert audit(cast.operator).differences == ()


def test_an_order_on_a_person_stays_with_her(cast: Cast, street: Street) -> None:
    own = draft(
        regime="home_isolation", paths=(), residents=(str(street.aunt_zhang.id),), document="告知书"
    )
    order = confirm_order(cast.secretary, enter_order(cast.clerk, own).number)
    plan_day(cast.clerk, DAY)
    before = dump()
    change = split(cast)
    with scoped(WHOLE):
        assert Order.objects.get(id=order.id).area == f"{NORTH}1/1/202/"
    assert audit(cast.operator).differences == ()
    undo(cast.clerk, change)
    assert differing(before, dump()) == {}


def test_what_was_done_meanwhile_goes_back_with_its_building(cast: Cast, street: Street) -> None:
    ordered(cast, "")
    plan_day(cast.clerk, DAY)
    change = split(cast)
    register_household(cast.clerk, f"{COMMUNITY}/jxc-2/1/1/301", [NewResident("新邻居")])
    done = next(one for one in duty_lines(cast.operator, DAY) if one.area.startswith(NORTH))
    settle.do(cast.operator, read_key(done.key), "measured", {"celsius": 36.5})
    with clock.fixed(at(1, 10, 13)):
        undo(cast.clerk, change)
        lines = list(duty_lines(cast.operator, DAY))
        assert [one for one in lines if one.area.startswith(NORTH)] == []
        assert [one.key for one in lines if one.state == "done"] == [done.key]
        assert audit(cast.operator).differences == ()
    with scoped(WHOLE):
        assert Resident.objects.get(name="新邻居").area == f"{PATH}1/1/301/"


def test_a_compound_that_was_built_upon_is_not_joined_again(cast: Cast, street: Street) -> None:
    change = split(cast)
    add_area(cast.clerk, f"{COMMUNITY}/jxc-2/9", "building", "9号楼")
    with pytest.raises(Problem, match="change_built_upon"):
        undo(cast.clerk, change)
    second = split_compound(
        cast.clerk, f"{COMMUNITY}/jxc-2", [f"{COMMUNITY}/jxc-2/9"], COMPOUND, "东区"
    )
    with scoped(WHOLE):
        assert Area.objects.get(name="东区").area == PATH.replace("/jxc/", "/jxc-3/")
    undo(cast.clerk, second.id)


def test_a_later_change_inside_is_taken_back_first(cast: Cast, street: Street) -> None:
    before = dump()
    left = leave(cast.clerk, [street.aunt_zhang.id], "moved_away")
    change = split(cast)
    with pytest.raises(Problem, match="change_overtaken") as refused:
        undo(cast.clerk, left.id)
    assert "小区拆分" in refused.value.text()
    one, other = someone(street, "1/1/101"), someone(street, "2/1/101")
    later = merge_residents(cast.clerk, one.id, other.id)
    apart = move_household(cast.clerk, street.households["3/1/101"].id, f"{COMPOUND}/3/1/301")
    with pytest.raises(Problem, match="change_overtaken"):
        undo(cast.clerk, change)
    for ident in (later.id, change, left.id, apart.id):
        undo(cast.clerk, ident)
    assert differing(before, dump()) == {}


def test_split_again_after_it_was_joined(cast: Cast, street: Street) -> None:
    person(cast.operator, "钱书记", "community_worker", "secretary", COMPOUND)
    before = dump()
    for hour in (7, 8):
        with clock.fixed(at(1, 10, hour)):
            undo(cast.clerk, split(cast))
    assert only_posts_ended(before, dump())


def test_a_split_that_makes_no_sense_is_refused(cast: Cast, street: Street) -> None:
    for code, arguments in (
        ("split_nothing", (COMPOUND, [], COMPOUND, "北区")),
        ("not_in_compound", (COMPOUND, [f"{COMPOUND}/1/1"], COMPOUND, "北区")),
        ("not_in_compound", (COMPOUND, ["410102013001/x"], COMPOUND, "北区")),
        ("split_elsewhere", (COMPOUND, PLACES, f"{COMPOUND}/north", "北区")),
        ("area_not_yours", (COMPOUND, PLACES, "410102013001/x", "北区")),
        ("area_unknown", (COMPOUND, [f"{COMPOUND}/77"], COMPOUND, "北区")),
        ("name_empty", (COMPOUND, PLACES, COMPOUND, " ")),
    ):
        with pytest.raises(Problem, match=code):
            split_compound(cast.clerk, *arguments)
    with pytest.raises(Problem, match="right_missing"):
        split_compound(cast.captain, COMPOUND, PLACES, COMPOUND, "北区")
