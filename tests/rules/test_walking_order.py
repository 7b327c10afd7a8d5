"""The order of doors: from the top, homes apart last and alone; which floor is called next."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.rounds import FloorState, floor_of, in_walking_order, next_floor, team_at
from wumen.rules.time import BUSINESS_ZONE

UNIT = "410102/410102003/410102003008/jxc/1/1/"
DOORS = st.lists(
    st.tuples(st.integers(1, 27), st.integers(1, 6)).map(lambda one: f"{UNIT}{one[0]}0{one[1]}/"),
    unique=True,
    max_size=40,
)
SIX = datetime(2022, 1, 10, 6, tzinfo=BUSINESS_ZONE)


@given(doors=DOORS, data=st.data())
def test_all_doors_are_walked_once_from_the_top_and_those_apart_after_all_others(
    doors: list[str], data: st.DataObject
) -> None:
    apart = set(data.draw(st.lists(st.sampled_from(doors), unique=True))) if doors else set()
    walked = in_walking_order(doors, str, apart)
    assert sorted(walked) == sorted(doors)
    first = [one for one in walked if one not in apart]
    assert walked[: len(first)] == first
    for part in (first, walked[len(first) :]):
        floors = [floor_of(one) for one in part]
        assert floors == sorted(floors, reverse=True)


FLOORS = st.lists(
    st.builds(
        FloorState,
        st.integers(1, 27),
        st.integers(0, 6),
        st.none() | st.integers(0, 600).map(lambda minutes: SIX + timedelta(minutes=minutes)),
    ),
    unique_by=lambda one: one.floor,
)


@given(FLOORS)
def test_a_floor_that_is_called_owes_something_and_nobody_is_called_where_nothing_is_owed(
    floors: list[FloorState],
) -> None:
    called = next_floor(floors)
    owing = {one.floor for one in floors if one.open}
    assert (called in owing) if owing else called is None


def test_below_the_team_comes_next_and_what_was_left_above_comes_after() -> None:
    floors = [
        FloorState(6, 1, SIX),
        FloorState(5, 0, SIX + timedelta(minutes=9)),
        FloorState(4, 0),
        FloorState(3, 2),
    ]
    assert team_at(floors) == 5
    assert next_floor(floors) == 3
    assert next_floor(floors[:3]) == 6
    assert team_at([FloorState(2, 1)]) is None
    assert next_floor([FloorState(2, 1), FloorState(3, 1)]) == 3
