"""The demo at 10:06 on the third day, one sub-district after the other; the two large ones are proven in acceptance."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests import cast as the_cast
from tests.databases import DEMO, Beginnings
from wumen.actions import demo
from wumen.actions.demo import making
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.duties import duty_lines
from wumen.queries.force import members
from wumen.queries.meals.page import meals_page
from wumen.queries.orders import order_lines
from wumen.queries.posts import acting
from wumen.queries.public_points import public_points
from wumen.queries.register import places_with_doors
from wumen.queries.sampling_points import (
    hours,
    needs,
    point_lines,
    unserved,
)
from wumen.queries.teams import teams
from wumen.records import clock
from wumen.records.models import (
    Area,
    Call,
    CallEntry,
    CrewMember,
    Knock,
    Organisation,
    Outbreak,
    Post,
    Relay,
    Resident,
    RosterEntry,
)
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import PointState

DAY = date(2022, 1, 10)


@pytest.fixture
def operator(db: None) -> Iterator[Viewer]:
    """The operator of an empty installation, at the hour at which the demo stands."""
    with clock.fixed(DEMO):
        yield the_cast.operator()


@pytest.fixture
def hanghai(db: None, beginnings: Beginnings) -> Iterator[Viewer]:
    """The operator where the last two of the four sub-districts stand already."""
    with clock.fixed(DEMO):
        yield beginnings.held("operator")


def one_compound_stands_under_two_regimes_with_its_morning_done(operator: Viewer) -> None:
    demo.story(operator, ["mianfang"])
    (first, *others) = places_with_doors(operator)
    assert (first.name, first.households, first.residents) == ("1号楼", 524, 1400)
    assert [one.households for one in others] == [24] * 5
    regimes = Counter(one.regime for one in order_lines(operator) if one.state == "in_force")
    assert regimes == {"lockdown": 1, "control": 3}
    lines = list(duty_lines(operator, DAY))
    building = [one for one in lines if one.area.startswith("410102/410102003/410102003008/jxc/1/")]
    owed = Counter((one.what, one.win) for one in building)
    # The local notice asks for a third temperature at noon.
    assert owed["sampling", "am"] == owed["temperature", "1200-1330"] == 1400
    assert owed["temperature", "am"] == owed["temperature", "pm"] == 1400
    seen = board(operator)
    assert seen.total.done > 3000
    assert 0 < seen.total.overdue < 50
    (late,) = [one for one in seen.overdue if one.what == "instruction"]
    assert late.answers is not None
    assert [one.what for one in seen.openings] == ["opening", "opening"]
    with acting(operator):
        aunt = Resident.objects.get(name="张阿姨")
        found = Knock.objects.filter(household=aunt.household_id).order_by("knocked_at")
        results = list(found.values_list("result", flat=True))
    assert results[0] == "spoken"
    assert set(results[1:]) == {"nobody_home"}
    (contact,) = [one for one in lines if one.what == "contact" and one.area == aunt.area]
    assert (contact.state, contact.reason) == ("open", "nobody_home")
    assert audit(operator).clean


def thirty_six_buildings_have_a_party_member_each_and_a_list_half_rung(
    operator: Viewer,
) -> None:
    demo.story(operator, ["lianhu"])
    places = [one for one in places_with_doors(operator) if one.households]
    assert (len(places), sum(one.households for one in places)) == (36, 4458)
    assert sum(one.residents for one in places) > 12_000
    with acting(operator):
        posts = Post.objects.filter(role="captain", person__profession="party_member")
        assert len(set(posts.values_list("area", flat=True))) == posts.count() == 36
        deputies = Post.objects.filter(role="deputy_captain")
        assert len(set(deputies.values_list("area", flat=True))) == deputies.count() == 36
        assert (CallEntry.objects.count(), Call.objects.count()) == (212, 118)
        # Who signed up, and who came back.
        assert Relay.objects.count() == 2
    (order,) = order_lines(operator)
    assert (order.regime, order.state) == ("home_isolation", "in_force")
    assert audit(operator).clean


def test_villages_communities_and_organisations_stand_in_the_other_two(hanghai: Viewer) -> None:
    operator = hanghai
    with acting(operator):
        offices = Area.objects.filter(area__startswith="410102/410102010/410102010")
        kinds = Counter(offices.exclude(area__regex="/.*/.*/.+/").values_list("kind", flat=True))
        rosters = {
            one.name: RosterEntry.objects.filter(organisation=one).count()
            for one in Organisation.objects.all()
        }
        lodgers = max(Counter(Resident.objects.values_list("area", flat=True)).values())
    assert kinds == {"village": 3 + 11, "community": 4}
    assert sorted(rosters.values()) == [90, 160, 2000]
    assert lodgers > 30
    twice = Counter((one.what, one.win) for one in duty_lines(operator, DAY))
    # Two temperatures for each person, two disinfections for each home of hers.
    assert twice["temperature", "am"] == twice["temperature", "pm"] > 42
    assert twice["disinfection", "am"] == twice["disinfection", "pm"] == 42
    homes = teams(operator)
    assert (len(homes.homes), homes.incomplete) == (42, 0)
    west = members(operator, "410102/410102009/")
    assert len([one for one in west if one.came == "ledger"]) == 300
    assert audit(operator).clean


def test_27_points_are_led_by_somebody_serve_everybody_and_14_has_no_tubes(
    hanghai: Viewer,
) -> None:
    operator = hanghai
    lines = point_lines(operator, "410102009")
    assert [one.now.number for one in lines] == list(range(1, 28))
    assert all(one.lead and one.telephone for one in lines)
    assert unserved(operator, "410102009") == []
    states = Counter(one.now.state for one in lines)
    assert states == {PointState.OPEN: 24, PointState.PAUSED: 2, PointState.SET_UP: 1}
    (need,) = needs(lines)
    assert (need.line.now.number, need.line.now.tubes) == (14, 0)
    assert need.sources.fullest is not None
    full = need.sources.fullest.point
    assert (full.number, full.tubes) == (3, 400)
    assert need.sources.nearest is not None
    assert need.sources.nearest.point.number == 13
    assert [one.at.hour for one in hours(operator, "410102009")] == [8, 9, 10, 10]
    seen = public_points("410102009")
    assert len(seen.points) == 27
    assert not {one.lead for one in lines} & set(str(seen).split("'"))
    assert audit(operator).clean


def test_nobody_of_the_demo_bears_a_number_that_a_place_could_give(operator: Viewer) -> None:
    invented = making.Story(operator).invented
    numbers = [invented.identity_number(age) for age in range(1, 95) for _ in range(30)]
    assert len(set(numbers)) == len(numbers)
    assert all(one.startswith("410198") for one in numbers)
    again = making.Story(operator).invented
    assert again.identity_number(1) == numbers[0]


def test_the_points_are_fed_by_what_their_leads_said_and_three_came_since(hanghai: Viewer) -> None:
    page = meals_page(hanghai, DAY)
    breakfast, lunch, supper, night = page.cards
    assert breakfast.ordered is not None
    assert (breakfast.ordered.by, breakfast.ordered_heads, len(breakfast.lines)) == (
        *("范值班长", 183),
        26,
    )
    assert (lunch.whole.heads, lunch.changed.heads, lunch.differs) == (186, 3, True)
    assert [one.place.number for one in lunch.watched] == [7]
    assert supper.ordered is None
    assert not supper.late
    assert night.lines == ()
    assert [one.number for one in page.silent] == [27]
    assert {one.hands for one in lunch.lines if one.place.number == 12} == {"马司机"}


def test_a_second_time_the_story_changes_nothing(hanghai: Viewer) -> None:
    operator = hanghai

    def standing() -> list[int]:
        with acting(operator):
            return [one.objects.count() for one in (Area, CrewMember, Post, Outbreak)]

    before = standing()
    demo.story(operator, ["hanghai"])
    assert standing() == before


def test_without_its_ledgers_the_story_is_not_begun(
    operator: Viewer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(making.channels, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(Problem, match="demo_data_missing"):
        demo.story(operator)
    with acting(operator):
        assert not Area.objects.exists()
