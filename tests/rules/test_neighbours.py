"""What neighbours are told of homes in isolation: counts that point at nobody, care that is planned, a number."""

from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.isolated_homes import Unified
from wumen.rules.masks import HIDDEN_BELOW
from wumen.rules.neighbours import text_for, told

HOMES = st.dictionaries(st.sampled_from([f"{n}号楼" for n in range(1, 9)]), st.integers(0, 9))


def test_buildings_with_three_or_more_are_named() -> None:
    text = text_for(
        "锦绣城", {"1号楼": 5, "3号楼": 3}, [Unified.FOOD, Unified.WASTE], "0371-1234567"
    )
    assert text == (
        "【锦绣城】各位邻居：目前居家隔离：1号楼 5 户，3号楼 3 户，其余楼栋没有或者不足三户，不写明。"
        "他们不出门，吃的用的由社区送上门，垃圾单独收走。"
        "是哪一户不公布，请不要打听、不要在群里写房号和姓名。有困难、有情况请打 0371-1234567。"
    )


def test_one_small_building_is_not_to_be_had_by_taking_the_named_from_the_sum() -> None:
    some = told({"1号楼": 5, "2号楼": 1})
    assert (dict(some.named), some.total) == ({"1号楼": 5}, None)
    text = text_for("锦绣城", {"1号楼": 5, "2号楼": 1}, [], "")
    assert "2号楼" not in text
    assert "6" not in text
    assert text.startswith(
        "【锦绣城】各位邻居：目前居家隔离：1号楼 5 户，其余楼栋没有或者不足三户，不写明。"
    )
    assert text.endswith("有困难、有情况请找社区。")


def test_several_small_buildings_stand_in_the_sum_and_in_no_name() -> None:
    text = text_for("锦绣城", {"1号楼": 2, "2号楼": 2}, [], "")
    assert "共 4 户：各楼都不足三户，不写明" in text


def test_care_that_is_not_planned_is_not_promised() -> None:
    assert "核酸" not in text_for("锦绣城", {"1号楼": 5}, [Unified.FOOD], "")
    assert "核酸" in text_for("锦绣城", {"1号楼": 5}, [Unified.MEDICAL], "")


def test_nothing_is_told_where_it_would_point_at_a_home() -> None:
    for homes in ({}, {"1号楼": 1}, {"1号楼": 2}, {"1号楼": 1, "2号楼": 1}, {"1号楼": 0}):
        assert text_for("锦绣城", homes, [], "") == ""


@given(HOMES)
def test_no_small_count_can_be_had_from_what_is_told(homes: dict[str, int]) -> None:
    some = told(homes)
    small = {name: many for name, many in homes.items() if 0 < many < HIDDEN_BELOW}
    assert not small.keys() & some.named.keys()
    if some.total is not None:
        rest = some.total - sum(some.named.values())
        assert rest >= HIDDEN_BELOW
        # Nobody can tell it off to one building.
        assert len(small) > 1


@given(HOMES, st.sampled_from(["9号楼"]), st.integers(1, HIDDEN_BELOW - 1))
def test_one_small_building_changes_nothing_of_what_is_told(
    homes: dict[str, int], name: str, many: int
) -> None:
    large = {one: count for one, count in homes.items() if not 0 < count < HIDDEN_BELOW}
    assert text_for("锦绣城", large, [], "") == text_for("锦绣城", large | {name: many}, [], "")
