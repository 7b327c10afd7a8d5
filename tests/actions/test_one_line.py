"""The one line of each building, counted from the register in a handful of statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from tests.workbooks import number
from wumen.actions.crew import add_crew, grant_post
from wumen.actions.homes import note_away, set_state
from wumen.actions.register import NewResident, add_area, register_household
from wumen.actions.special_needs import note_need
from wumen.queries.one_line import one_lines
from wumen.queries.posts import acting, viewers_of
from wumen.records import clock
from wumen.records.models import Building, Resident
from wumen.rules.homes import Away, HomeState
from wumen.rules.one_line import BuildingFacts, Care, one_line
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem


def facts(viewer: Viewer, area: str | None = None) -> dict[str, BuildingFacts]:
    """What is counted, by the code of the place."""
    return {one.area.rstrip("/").rsplit("/", 1)[-1]: one.facts for one in one_lines(viewer, area)}


def test_all_buildings_of_a_community_are_counted(cast: Cast, street: Street) -> None:
    found = facts(cast.clerk)
    assert list(found) == ["1", "2", "3"]
    assert found["1"] == BuildingFacts(
        name="锦绣城 1号楼",
        units=1,
        floors=2,
        households=4,
        residents=10,
        away=0,
        empty=0,
        let=0,
        care=Care(alone=1),
        captain="李楼长",
    )
    assert found["2"].captain == ""


def test_who_helps_hears_of_no_illness_and_the_office_does(cast: Cast, street: Street) -> None:
    ill = [NewResident("甲", needs=("透析", "孕妇"))]
    register_household(cast.clerk, f"{COMPOUND}/1/1/301", ill)
    for viewer in (cast.captain, cast.sampler):
        said = one_line(facts(viewer)["1"])
        assert "独居老人1人" in said.zh
        assert not any(word in said.zh + said.en for word in ("透析", "孕产妇", "dialysis"))
    assert "透析1人，孕产妇1人" in one_line(facts(cast.clerk)["1"]).zh


def test_a_captain_sees_her_building_and_a_unit_lead_her_unit(cast: Cast, street: Street) -> None:
    assert list(facts(cast.captain)) == ["1"]
    lead = add_crew(cast.operator, "赵单元长", "volunteer")
    grant_post(cast.operator, lead.number, "unit_lead", f"{COMPOUND}/1/1")
    [line] = one_lines(viewers_of(lead.number)[0])
    assert (line.area, line.facts.households) == (f"{PATH}1/1/", 4)
    with pytest.raises(Problem, match="area_not_yours"):
        one_lines(cast.captain, f"{COMPOUND}/2")
    with pytest.raises(Problem, match="right_missing"):
        one_lines(cast.volunteer)


def test_states_absences_ages_and_needs_are_counted(cast: Cast, street: Street) -> None:
    # Born in 1970: 52 years old today, whatever the serial.
    people = [
        NewResident("甲", identity_number=number(1), needs=("透析", "高龄老人")),
        NewResident("乙", needs=("孕妇",)),
    ]
    home = register_household(cast.clerk, f"{COMPOUND}/2/1/301", people)
    empty = register_household(cast.clerk, f"{COMPOUND}/2/1/302", [])
    set_state(cast.clerk, home.id, HomeState.LET)
    set_state(cast.clerk, empty.id, HomeState.EMPTY)
    with acting(cast.clerk):
        other = Resident.objects.get(name="乙")
        Building.objects.create(area=f"{PATH}2/", type="tower", floors=27)
    note_away(cast.clerk, home.id, [other.id], Away(clock.today(), None))
    note_need(cast.clerk, other.id, "infant", {})
    found = facts(cast.clerk)["2"]
    assert (found.households, found.residents, found.away) == (6, 12, 1)
    assert (found.empty, found.let, found.floors) == (1, 1, 27)
    assert found.care == Care(aged=1, dialysis=1, pregnant=1, infants=1)


def test_someone_old_who_is_alone_counts_without_any_word(cast: Cast, street: Street) -> None:
    with clock.fixed(clock.now().replace(year=2031)):
        register_household(
            cast.clerk, f"{COMPOUND}/2/1/301", [NewResident("甲", identity_number=number(1))]
        )
        assert facts(cast.clerk)["2"].care == Care(alone=1)


def test_a_door_without_a_building_counts_at_the_place_above_it(cast: Cast, street: Street) -> None:
    add_area(cast.operator, "410102003008/lane", "lane", "前街")
    for path in ("410102003008/lane/7", "410102003008/yard/3"):
        register_household(cast.clerk, path, [NewResident("街坊")])
    found = facts(cast.clerk)
    assert (found["lane"].name, found["lane"].households, found["lane"].residents) == ("前街", 1, 1)
    assert (found["yard"].households, found["yard"].residents) == (1, 1)
    assert sum(one.residents for one in found.values()) == 32


def test_the_captains_telephone_is_told(cast: Cast, street: Street) -> None:
    member = add_crew(cast.operator, "王楼长", "volunteer", telephone="13800000009")
    grant_post(cast.operator, member.number, "captain", f"{COMPOUND}/2")
    assert (facts(cast.clerk)["2"].captain, facts(cast.clerk)["2"].telephone) == (
        "王楼长",
        "13800000009",
    )


def test_many_buildings_cost_no_more_statements_than_one(cast: Cast, street: Street) -> None:
    def asked(area: str | None) -> int:
        with CaptureQueriesContext(connection) as said:
            one_lines(cast.clerk, area)
        return len(said)

    assert asked(None) == asked(f"{COMPOUND}/1") <= 20


def test_too_wide_a_place_is_refused(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wumen.queries.one_line.MOST_RESIDENTS", 10)
    assert len(one_lines(cast.clerk, f"{COMPOUND}/1")) == 1
    with pytest.raises(Problem, match="line_too_wide"):
        one_lines(cast.clerk)
