"""The building elevation: every door has one place of its own, high floors stand above, a home stands one way."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.areas import code, floor, parent
from wumen.rules.elevation import Standing, column, spots, standing, units


@dataclass(frozen=True)
class Door:
    area: str

    @property
    def room(self) -> str:
        return code(self.area)

    @property
    def stretch(self) -> str:
        return parent(self.area)

    @property
    def stretch_name(self) -> str:
        return code(self.stretch)

    @property
    def in_unit(self) -> bool:
        return True


rooms = st.builds(
    lambda unit, level, end: f"b/{unit}/{level}{end:02}/",
    st.integers(1, 12),
    st.integers(1, 33),
    st.integers(1, 8),
)
odd = st.sampled_from(["b/1/1-101/", "b/1/mendian/", "b/2/2-202/", "b/1/5/"])
buildings = st.sets(rooms | odd, min_size=1, max_size=60).map(
    lambda paths: [Door(path) for path in sorted(paths)]
)


@given(buildings)
def test_every_door_has_a_place_of_its_own(doors: list[Door]) -> None:
    found = spots(units(doors))
    assert found.keys() == {door.area for door in doors}
    assert len(set(found.values())) == len(doors)


@given(buildings)
def test_a_higher_floor_stands_above_a_lower_one(doors: list[Door]) -> None:
    found = spots(units(doors))
    for one in doors:
        for other in doors:
            if floor(one.room) > floor(other.room):
                assert found[one.area].y < found[other.area].y


@given(buildings)
def test_rooms_of_one_ending_stand_above_each_other_in_their_unit(doors: list[Door]) -> None:
    for unit in units(doors):
        for _, row in unit.floors:
            for place, door in enumerate(row):
                if door is None or not door.room.isdigit():
                    continue
                for _, other in unit.floors:
                    if place < len(other) and (match := other[place]) and match.room.isdigit():
                        assert column(match.room) == column(door.room)


def test_units_stand_in_the_order_of_their_numbers() -> None:
    made = units([Door("b/10/101/"), Door("b/2/101/"), Door("b/1/101/")])
    assert [unit.code for unit in made] == ["1", "2", "10"]


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_home_is_done_only_when_nothing_is_open(open_: int, overdue: int, settled: int) -> None:
    how = standing(open_, min(open_, overdue), settled)
    assert (how is Standing.DONE) == (open_ == 0 and settled > 0)
    assert (how is Standing.OVERDUE) == (min(open_, overdue) > 0)
    assert (how is Standing.NOTHING) == (open_ == settled == 0)
