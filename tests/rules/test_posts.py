"""Roles and rights: what a post may do, and only in its area."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.posts import CHAIN, PROFESSIONS, ROLES, Right, Viewer, role
from wumen.rules.problems import Problem

BUILDING = "410102/410102003/410102003008/jxc/1/"
NOBODY = UUID(int=0)


def viewer(key: str, area: str = BUILDING) -> Viewer:
    """李楼长 or whoever acts, in a role over an area."""
    return Viewer(NOBODY, "1001", "李楼长", NOBODY, key, area, ROLES[key].rights)


@pytest.mark.parametrize("right", list(Right))
@pytest.mark.parametrize("key", list(ROLES))
def test_a_post_may_do_what_its_role_may_and_nothing_else(key: str, right: Right) -> None:
    acting = viewer(key)
    assert acting.may(right) == (right in ROLES[key].rights)
    if not acting.may(right):
        with pytest.raises(Problem, match="right_missing"):
            acting.must(right)
    else:
        acting.must(right, BUILDING + "1/301/")


def test_a_post_may_do_nothing_outside_its_area() -> None:
    for path in (
        "410102/410102003/410102003008/jxc/10/",
        "410102/410102003/410102003008/jxc/2/",
        "410102/410102003/410102003008/jxc/",
        "",
    ):
        with pytest.raises(Problem, match="area_not_yours"):
            viewer("captain").must(Right.SETTLE, path)


def test_a_right_that_is_missing_is_said_before_an_area_that_is_foreign() -> None:
    with pytest.raises(Problem, match="right_missing"):
        viewer("sampler").must(Right.WAIVE, "410102/410102013/")


@given(st.sampled_from(list(ROLES)))
def test_only_the_operator_keeps_the_installation(key: str) -> None:
    assert (Right.INSTALLATION in ROLES[key].rights) == (key == "operator")


def test_who_enters_may_be_junior_but_who_confirms_and_waives_answers_for_the_area() -> None:
    for right in (Right.CONFIRM_ORDER, Right.WAIVE, Right.OPEN_OUTBREAK):
        holders = {key for key, one in ROLES.items() if right in one.rights}
        assert holders == {"operator", "duty_officer", "secretary", "director"}


def test_a_captain_a_sampler_and_a_gate_keeper_can_neither_export_nor_see_the_board() -> None:
    for key in ("captain", "unit_lead", "sampler", "gate"):
        assert not {Right.EXPORT, Right.SEE_BOARD, Right.KEEP_REGISTER} & ROLES[key].rights


def test_a_sampler_sees_the_doors_she_goes_to_and_a_gate_keeper_who_comes_home() -> None:
    assert ROLES["sampler"].rights == {Right.SEE_REGISTER, Right.SETTLE}
    assert ROLES["gate"].rights == {Right.KEEP_GATE}


def test_whoever_duties_fall_to_may_settle_them() -> None:
    assert all(Right.SETTLE in ROLES[key].rights for key in CHAIN)


def test_roles_and_professions_have_names_in_both_languages() -> None:
    assert all(one.zh and one.en for one in ROLES.values())
    assert all(zh and en for zh, en in PROFESSIONS.values())


def test_a_role_that_nobody_knows_is_refused_with_those_that_are_known() -> None:
    assert role("captain") is ROLES["captain"]
    with pytest.raises(Problem, match="role_unknown") as refused:
        role("king")
    assert "captain" in refused.value.text("en") + refused.value.next_step("en")


def test_the_orders_of_the_places_above_bind_a_post() -> None:
    assert viewer("captain").above == [
        "410102/",
        "410102/410102003/",
        "410102/410102003/410102003008/",
        "410102/410102003/410102003008/jxc/",
    ]
    assert viewer("operator", "").above == []
