"""Buildings described, facilities made, assumed until confirmed, and brought in line again."""

import pytest

from tests import cast as the_cast
from tests import street as the_street
from tests.actions.test_concurrency import at_once
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from wumen.actions.facilities import (
    add_facility,
    assume_buildings,
    close_facility,
    confirm_building,
    confirm_facility,
    describe_building,
    rename_facility,
)
from wumen.actions.reach import Reached
from wumen.actions.register import NewResident, add_area, register_household
from wumen.queries.facilities import (
    FacilityLine,
    building_facilities,
    has_own_page,
    overview,
)
from wumen.queries.posts import acting
from wumen.records.models import Building, Facility
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

ONE = f"{COMPOUND}/1"


def listed(viewer: Viewer, building: str = ONE) -> list[FacilityLine]:
    """All open facilities of a building."""
    found = building_facilities(viewer, building)
    return [one for unit in found.units for one in unit.facilities]


def named(viewer: Viewer, name: str, building: str = ONE) -> FacilityLine:
    """The facility of that name."""
    return next(one for one in listed(viewer, building) if one.name == name)


def test_a_described_building_has_its_facilities_all_assumed(cast: Cast, street: Street) -> None:
    made = describe_building(cast.clerk, ONE, "high_rise", 9)
    found = listed(cast.captain)
    # A lift, a rail, a handle and nine corridors in its unit; a locker and two bins for the building.
    assert made == len(found) == 15
    assert all(one.assumed for one in found)
    assert {one.area for one in found} == {f"{PATH}1/", f"{PATH}1/1/"}
    line = building_facilities(cast.captain, ONE).line
    assert (line.type, line.floors, line.assumed, line.facilities_assumed) == (
        "high_rise",
        9,
        True,
        15,
    )


def test_described_again_nothing_is_doubled(cast: Cast, street: Street) -> None:
    describe_building(cast.clerk, ONE, "high_rise", 9)
    before = {one.id for one in listed(cast.clerk)}
    assert describe_building(cast.clerk, ONE, "high_rise", 9) == 0
    assert {one.id for one in listed(cast.clerk)} == before


def test_corrected_to_more_floors_what_is_missing_is_added(cast: Cast, street: Street) -> None:
    describe_building(cast.clerk, ONE, "high_rise", 9)
    assert describe_building(cast.clerk, ONE, "high_rise", 11) == 2
    assert max(one.floor or 0 for one in listed(cast.clerk)) == 11


def test_what_is_assumed_goes_with_its_reason_and_what_is_confirmed_stays(
    cast: Cast, street: Street
) -> None:
    describe_building(cast.clerk, ONE, "high_rise", 9)
    confirm_facility(cast.captain, named(cast.clerk, "9层楼道").id)
    describe_building(cast.clerk, ONE, "walk_up", 6)
    names = {one.name for one in listed(cast.clerk)}
    assert "电梯" not in names
    assert "8层楼道" not in names
    assert "9层楼道" in names
    # And back again: the same rows, not new ones.
    describe_building(cast.clerk, ONE, "high_rise", 9)
    with acting(cast.clerk):
        assert Facility.objects.filter(kind="lift").count() == 1
    assert named(cast.clerk, "电梯").assumed


def test_all_of_a_building_is_confirmed_at_once(cast: Cast, street: Street) -> None:
    made = describe_building(cast.clerk, ONE, "walk_up", 6)
    assert confirm_building(cast.captain, ONE) == made
    assert not any(one.assumed for one in listed(cast.captain))
    line = building_facilities(cast.captain, ONE).line
    assert not line.assumed
    with acting(cast.clerk):
        assert set(Facility.objects.values_list("confirmed_by", flat=True)) == {cast.captain.person}
    # Said again as it was confirmed, it stays confirmed; said otherwise it is assumed.
    describe_building(cast.clerk, ONE, "walk_up", 6)
    assert not building_facilities(cast.captain, ONE).line.assumed
    describe_building(cast.clerk, ONE, "walk_up", 7)
    assert building_facilities(cast.captain, ONE).line.assumed


def test_a_renamed_or_closed_facility_is_not_made_again(cast: Cast, street: Street) -> None:
    describe_building(cast.clerk, ONE, "high_rise", 9)
    rename_facility(cast.captain, named(cast.clerk, "电梯").id, "东电梯")
    close_facility(cast.captain, named(cast.clerk, "快递柜").id)
    assert describe_building(cast.clerk, ONE, "high_rise", 9) == 0
    names = [one.name for one in listed(cast.clerk)]
    assert "东电梯" in names
    assert "电梯" not in names
    assert "快递柜" not in names
    assert not named(cast.clerk, "东电梯").assumed
    with acting(cast.clerk):
        assert Facility.objects.filter(closed_at__isnull=False).count() == 1


def test_what_is_closed_is_reached_no_more(cast: Cast, street: Street) -> None:
    describe_building(cast.clerk, ONE, "high_rise", 9)
    lift = named(cast.clerk, "电梯").id
    close_facility(cast.captain, lift)
    for act in (confirm_facility, close_facility):
        with pytest.raises(Problem, match="facility_unknown"):
            act(cast.captain, lift)


def test_one_added_by_hand_is_confirmed_and_stays(cast: Cast, street: Street) -> None:
    describe_building(cast.clerk, ONE, "high_rise", 9)
    add_facility(cast.clerk, f"{ONE}/1", "lift", "货梯")
    describe_building(cast.clerk, ONE, "high_rise", 10)
    assert not named(cast.clerk, "货梯").assumed
    assert named(cast.clerk, "电梯").assumed
    with pytest.raises(Problem, match="facility_named_already"):
        add_facility(cast.clerk, f"{ONE}/1", "lift", "货梯")
    with pytest.raises(Problem, match="facility_named_already"):
        rename_facility(cast.clerk, named(cast.clerk, "货梯").id, "电梯")


def test_all_buildings_are_assumed_by_their_rooms_in_one_go(cast: Cast, street: Street) -> None:
    register_household(cast.clerk, f"{COMPOUND}/2/1/2703", [NewResident("高处的人")])
    describe_building(cast.clerk, f"{COMPOUND}/3", "villa", 3)
    assert assume_buildings(cast.clerk) == 2
    with acting(cast.clerk):
        kept = {row.area: (row.type, row.floors, row.assumed) for row in Building.objects.all()}
    assert kept == {
        f"{PATH}1/": ("walk_up", 2, True),
        f"{PATH}2/": ("high_rise", 27, True),
        f"{PATH}3/": ("villa", 3, True),
    }
    lines = {one.area: one for one in overview(cast.clerk)}
    assert lines[f"{PATH}2/"].facilities == 33
    assert lines[PATH].facilities == 2
    # Again: nothing that somebody has described is touched, nothing doubled.
    assert assume_buildings(cast.clerk) == 0
    assert {one.area: one for one in overview(cast.clerk)} == lines


def test_a_site_and_a_lane_are_assumed_to_be_what_they_are(cast: Cast, street: Street) -> None:
    add_area(cast.clerk, f"{COMPOUND}/gd", "site", "三号工地")
    add_area(cast.clerk, f"{COMPOUND}/dx", "lane", "东巷")
    for place in ("gd", "dx"):
        register_household(cast.clerk, f"{COMPOUND}/{place}/5", [NewResident("住户")])
    assume_buildings(cast.clerk)
    types = {one.area: one.type for one in overview(cast.clerk)}
    assert types[f"{PATH}gd/"] == "site"
    assert types[f"{PATH}dx/"] == "courtyard"


def test_the_overview_tells_which_are_not_described(cast: Cast, street: Street) -> None:
    describe_building(cast.clerk, ONE, "walk_up", 6)
    lines = overview(cast.clerk)
    assert [(one.area, bool(one.type)) for one in lines] == [
        (f"{PATH}1/", True),
        (f"{PATH}2/", False),
        (f"{PATH}3/", False),
    ]
    assert [one.area for one in overview(cast.captain)] == [f"{PATH}1/"]
    assert has_own_page(cast.clerk, ONE)
    assert not has_own_page(cast.clerk, COMPOUND)


def test_the_captain_confirms_and_the_office_makes(cast: Cast, street: Street) -> None:
    for make in (
        lambda viewer: describe_building(viewer, ONE, "walk_up", 6),
        lambda viewer: assume_buildings(viewer),
        lambda viewer: add_facility(viewer, ONE, "bin", "桶"),
    ):
        with pytest.raises(Problem, match="right_missing"):
            make(cast.captain)
    describe_building(cast.clerk, ONE, "walk_up", 6)
    one = named(cast.clerk, "楼梯扶手").id
    for change in (
        lambda viewer: confirm_building(viewer, ONE),
        lambda viewer: confirm_facility(viewer, one),
        lambda viewer: rename_facility(viewer, one, "扶手"),
        lambda viewer: close_facility(viewer, one),
    ):
        with pytest.raises(Problem, match="right_missing"):
            change(cast.sampler)


def test_another_area_is_out_of_reach(cast: Cast, street: Street) -> None:
    describe_building(cast.clerk, f"{COMPOUND}/2", "walk_up", 6)
    two = named(cast.clerk, "楼梯扶手", f"{COMPOUND}/2").id
    with pytest.raises(Problem, match="facility_unknown"):
        confirm_facility(cast.captain, two)
    with pytest.raises(Problem, match="area_not_yours"):
        confirm_building(cast.captain, f"{COMPOUND}/2")
    with pytest.raises(Problem, match="area_not_yours"):
        building_facilities(cast.captain, f"{COMPOUND}/2")
    with pytest.raises(Problem, match="area_not_yours"):
        describe_building(cast.outsider, ONE, "walk_up", 6)


@pytest.mark.parametrize(
    ("path", "type_", "floors", "code"),
    [
        (ONE, "castle", "6", "building_type_unknown"),
        (ONE, "walk_up", "0", "floors_impossible"),
        (COMPOUND, "walk_up", "6", "not_a_building"),
        (f"{COMPOUND}/77", "walk_up", "6", "area_unknown"),
    ],
)
def test_what_cannot_be_described_is_refused(
    cast: Cast, street: Street, path: str, type_: str, floors: str, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        describe_building(cast.clerk, path, type_, floors)
    with acting(cast.clerk):
        assert not Building.objects.exists()


def test_a_building_that_nobody_described_cannot_be_confirmed(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="building_not_described"):
        confirm_building(cast.captain, ONE)
    with pytest.raises(Problem, match="area_unknown"):
        confirm_building(cast.clerk, f"{COMPOUND}/77")
    assume_buildings(cast.clerk)
    assert confirm_building(cast.clerk, COMPOUND) == 2
    assert confirm_building(cast.clerk, f"{ONE}/1") == 4


def test_described_and_assumed_at_once_every_facility_is_made_once(committed: Reached) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    wrong = at_once(
        *[lambda: describe_building(cast.clerk, ONE, "walk_up", 2)] * 2,
        *[lambda: assume_buildings(cast.secretary)] * 2,
    )
    assert wrong == []
    for building in ("1", "2", "3"):
        found = listed(cast.clerk, f"{COMPOUND}/{building}")
        assert len(found) == len({(one.area, one.kind, one.name) for one in found}) == 7
