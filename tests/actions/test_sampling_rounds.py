"""A sampling round is opened, owed once by each, seen by building and point with reasons, and closed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from tests.actions.test_audit_mutations import behind_its_back, found
from tests.actions.test_sampling_points import described, led
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.homes import note_away
from wumen.actions.sampling_points.keeping import add_point
from wumen.actions.sampling_rounds.opening import open_round
from wumen.actions.sampling_rounds.slots import propose_again
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.standing import round_page, rounds_seen
from wumen.records import clock
from wumen.records.models import Duty, Resident, SamplingPoint, SamplingRound, SamplingSlot
from wumen.rules.duties import read_key
from wumen.rules.homes import Away
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import RoundDraft

DAY, TOMORROW = date(2022, 1, 10), date(2022, 1, 11)
# Ten live in each of the three buildings.
HEADS = 10


def drafted(*paths: str, **changes: Any) -> RoundDraft:
    """Round 5 from seven to four, ten in one, in the compound unless places are named."""
    given = {
        "number": 5,
        "begins": at(1, 10, 7),
        "ends": at(1, 10, 16),
        "pool": "ten",
        "ordered_by": "区防控指挥部",
        "document": "通知第9号",
        "paths": tuple(f"{COMPOUND}/{one}" for one in paths) or (COMPOUND,),
    }
    return RoundDraft(**(given | changes))


def samples(viewer: Viewer, day: date = DAY) -> list[tuple[str, str]]:
    """The samples that are owed on a day, by window and place below the compound."""
    lines = [one for one in duty_lines(viewer, day) if one.what == "sampling"]
    return [(one.win, one.area.removeprefix(PATH)) for one in lines if one.state != "withdrawn"]


@pytest.fixture
def seven(street: Street) -> Iterator[datetime]:
    """Half past seven: the round is on."""
    with clock.fixed(at(1, 10, 7).replace(minute=30)) as now:
        yield now


def held(cast: Cast, *paths: str, **changes: Any) -> SamplingRound:
    return open_round(cast.clerk, drafted(*paths, **changes))


def held_at_a_point(cast: Cast) -> tuple[SamplingRound, SamplingPoint, Viewer]:
    """The round, with one point for building 2, which has one desk, and its lead."""
    point, lead = led(cast, 1, serves=(f"{COMPOUND}/2",), desks=1)
    return held(cast), point, lead


def test_opening_owes_one_sample_of_everybody_who_is_there(cast: Cast, street: Street) -> None:
    with acting(cast.clerk):
        gone = Resident.objects.filter(area=f"{PATH}2/1/101/").order_by("place").first()
    assert gone is not None
    note_away(cast.clerk, gone.household_id, [gone.id], Away(date(2022, 1, 8), None))
    held(cast)
    owed = samples(cast.clerk)
    assert len(owed) == 3 * HEADS - 1
    assert {win for win, _ in owed} == {"s5"}
    assert found(cast) == set()
    plan_day(cast.clerk, DAY)
    assert samples(cast.clerk) == owed


def test_who_owes_a_morning_sample_owes_no_other(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    row = held(cast)
    wins = [win for win, area in samples(cast.clerk) if area.startswith("1/")]
    assert wins == ["am"] * HEADS
    assert len(samples(cast.clerk)) == 3 * HEADS
    whole = round_page(cast.clerk, row.id).whole
    assert (whole.due, whole.door, whole.single) == (30, 10, 10)
    assert found(cast) == set()


def test_an_order_in_the_middle_of_the_round_lets_people_stay_at_home(
    cast: Cast, seven: datetime
) -> None:
    held(cast)
    ordered(cast, "2", regime="home_isolation", begins=at(1, 10, 7))
    plan_day(cast.clerk, DAY)
    with acting(cast.clerk):
        rows = Duty.objects.filter(what="sampling", win="s5", area__startswith=f"{PATH}2/")
        assert {bool(one.basis.get("door")) for one in rows} == {True}
        assert {bool(one.basis.get("single")) for one in rows} == {True}
    assert found(cast) == set()


def test_a_round_in_one_building_asks_nobody_elsewhere(cast: Cast, street: Street) -> None:
    held(cast, "2")
    assert {area.split("/")[0] for _, area in samples(cast.clerk)} == {"2"}


def test_places_inside_each_other_owe_once(cast: Cast, street: Street) -> None:
    row = open_round(cast.clerk, drafted(paths=(COMPOUND, f"{COMPOUND}/1")))
    assert len(samples(cast.clerk)) == 3 * HEADS
    assert round_page(cast.clerk, row.id).whole.due == 3 * HEADS


def test_a_round_of_tomorrow_stands_today(cast: Cast, street: Street) -> None:
    with clock.fixed(at(1, 10, 22)):
        held(cast, begins=at(1, 11, 7), ends=at(1, 11, 16))
        assert len(samples(cast.clerk, TOMORROW)) == 3 * HEADS
        assert samples(cast.clerk) == []
        assert found(cast) == set()


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        ("UPDATE duty SET win = 's6' WHERE win = 's5'", {"missing", "unwanted", "count_differs"}),
        (
            "UPDATE duty SET basis = basis || '{\"door\": true}' WHERE win = 's5'",
            {"wrong_grounds"},
        ),
        ("UPDATE duty SET basis = basis - 'round' WHERE win = 's5'", {"wrong_grounds"}),
        (
            "UPDATE duty SET due_at = due_at + interval '1 hour' WHERE win = 's5'",
            {"wrong_window", "count_differs"},
        ),
        ("UPDATE sampling_round_scope SET area = area || '1/'", {"unwanted"}),
    ],
)
def test_the_audit_finds_what_was_changed_of_a_round(
    cast: Cast, street: Street, statement: str, kinds: set[str]
) -> None:
    held(cast)
    behind_its_back(statement)
    assert found(cast) == kinds


def test_what_cannot_be_opened_is_refused(cast: Cast, street: Street) -> None:
    held(cast, "1")
    other = {"number": 6, "begins": at(1, 10, 9), "ends": at(1, 10, 18)}
    for viewer, wrong, code in (
        (cast.clerk, drafted("2"), "round_number_taken"),
        (cast.clerk, drafted(**other), "round_meets_another"),
        (cast.clerk, drafted("1/1", **other), "round_meets_another"),
        (cast.clerk, drafted("9", **other), "area_unknown"),
        (cast.clerk, drafted("2/1/101", **other), "round_needs_place"),
        (cast.clerk, drafted(paths=("410102013001",), **other), "area_not_yours"),
        (cast.clerk, drafted("2", pool="thirty", **other), "round_pool_unknown"),
        (cast.captain, drafted("1", **other), "right_missing"),
        (
            cast.operator,
            drafted(paths=(COMPOUND, "410102013001"), **other),
            "round_places_apart",
        ),
    ):
        with pytest.raises(Problem, match=code):
            open_round(viewer, wrong)
    # A place beside it at the same hours is another matter.
    held(cast, "2", **other)
    assert len(rounds_seen(cast.clerk)) == 2


def points(cast: Cast) -> None:
    """Point 1 for buildings 1 and 2 with one desk, none for building 3."""
    serves = (f"{COMPOUND}/1", f"{COMPOUND}/2")
    add_point(cast.clerk, described(1, serves=serves, desks=1))


def test_each_building_is_given_point_and_time_and_those_at_home_none(
    cast: Cast, street: Street
) -> None:
    points(cast)
    ordered(cast, "1")
    row = held(cast, per_desk=60)
    page = round_page(cast.clerk, row.id)
    slots = {one.area.removeprefix(PATH): one.slot for one in page.buildings}
    assert slots["1/"] is None
    assert slots["3/"] is None
    two = slots["2/"]
    assert two is not None
    assert (two.number, two.heads) == (1, HEADS)
    assert (two.begins, two.ends) == (at(1, 10, 7), at(1, 10, 7).replace(minute=10))
    assert [one.area for one in page.unserved] == [f"{PATH}3/"]
    assert [one.area for one in page.at_doors] == [f"{PATH}1/"]
    (point,) = page.points
    # Building 2 needs one tube of ten; the team that goes to building 1 brings its own.
    assert (point.heads, point.tubes, point.tally.due) == (HEADS, 1, HEADS)


def test_slots_are_proposed_anew_when_a_point_changes(cast: Cast, street: Street) -> None:
    row = held(cast)
    assert round_page(cast.clerk, row.id).points == ()
    points(cast)
    found_ = propose_again(cast.clerk, row.id, 30, 5)
    assert [len(one.waves) for one in found_.slots] == [2, 2]
    with acting(cast.clerk):
        assert SamplingSlot.objects.count() == 2
    with pytest.raises(Problem, match="round_figures"):
        propose_again(cast.clerk, row.id, 0, 5)


def keys(cast: Cast, *buildings: str) -> list[str]:
    lines = [one for one in duty_lines(cast.clerk, DAY) if one.what == "sampling"]
    return [one.key for one in lines if one.area.removeprefix(PATH)[0] in buildings]


def test_who_is_sampled_counts_by_building(cast: Cast, seven: datetime) -> None:
    row = held(cast)
    for key in keys(cast, "2")[:4]:
        settle.do(cast.sampler, read_key(key), "measured")
    with pytest.raises(Problem, match="grade_not_accepted"):
        settle.do(cast.captain, read_key(keys(cast, "1")[0]), "declared")
    settle.waive(cast.secretary, read_key(keys(cast, "3")[0]), "产妇")
    page = round_page(cast.clerk, row.id)
    sums = {one.area.removeprefix(PATH): one.tally for one in page.buildings}
    assert (sums["2/"].due, sums["2/"].done, sums["2/"].missing) == (10, 4, 6)
    assert (sums["3/"].waived, sums["3/"].missing) == (1, 9)
    assert (page.whole.due, page.whole.done, page.whole.missing) == (30, 4, 25)
    # A captain sees her building alone.
    assert round_page(cast.captain, row.id).whole.due == HEADS
