"""A sampling round is opened, owed once by each, seen by building and point with reasons, and closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.actions.test_audit_mutations import behind_its_back, found
from tests.actions.test_sampling_points import described
from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.homes import note_away
from wumen.actions.organisations import NewOrganisation, add_people, register_organisation
from wumen.actions.retention import cut_movements
from wumen.actions.round_sheets import print_sheet
from wumen.actions.sampling_points.keeping import add_point
from wumen.actions.sampling_rounds.noting import key_in_roster, note_why
from wumen.actions.sampling_rounds.opening import close_round, open_round, propose_again
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.standing import missing, round_page, round_row, rounds_seen
from wumen.records import clock
from wumen.records.models import Duty, NotSampled, Resident, SamplingRound, SamplingSlot
from wumen.rules.duties import read_key
from wumen.rules.homes import Away
from wumen.rules.organisations import OrganisationKind, RosterPerson, RosterReading
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import read_round_key
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


def resident(cast: Cast, door: str, place: int = 0) -> Resident:
    with acting(cast.clerk):
        return Resident.objects.filter(area=f"{PATH}{door}/").order_by("place")[place]


def test_reasons_are_counted_and_the_words_are_sealed(cast: Cast, seven: datetime) -> None:
    row = held(cast)
    note_why(cast.captain, row.id, resident(cast, "1/1/101").id, "away")
    note_why(
        *(cast.captain, row.id, resident(cast, "1/1/101", 1).id),
        *("sampled_elsewhere", "单位门口 6:50"),
    )
    note_why(cast.sampler, row.id, resident(cast, "1/1/102").id, "unfit", "王医生")
    tally = round_page(cast.captain, row.id).whole
    assert tally.missing == HEADS
    assert tally.whys == {"": 7, "away": 1, "sampled_elsewhere": 1, "unfit": 1}
    with acting(cast.clerk):
        kept = NotSampled.objects.get(why="sampled_elsewhere")
        assert "单位" not in bytes(kept.said_sealed or b"").decode(errors="replace")
        # What was said last stands.
    note_why(cast.captain, row.id, resident(cast, "1/1/101").id, "unfit", "王医生")
    assert round_page(cast.captain, row.id).whole.whys["unfit"] == 2
    assert audit(cast.operator).clean


def test_whose_reason_was_noted_may_be_sampled_after_all(cast: Cast, seven: datetime) -> None:
    row = held(cast)
    who = resident(cast, "1/1/202")
    note_why(cast.captain, row.id, who.id, "refused")
    settle.do(cast.sampler, read_key(f"{DAY}/sampling/{who.id}/s5"), "measured")
    tally = round_page(cast.captain, row.id).whole
    assert (tally.done, tally.whys) == (1, {"": 9})
    with pytest.raises(Problem, match="round_not_owed"):
        note_why(cast.captain, row.id, who.id, "away")


def refusals() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM not_sampled WHERE why = 'refused')"
            " + (SELECT count(*) FROM duty WHERE reason = 'refused')"
        )
        return int(cursor.fetchone()[0])


def spoken_of(subject: UUID) -> int:
    """In how many events about rounds somebody stands by her keyed hash."""
    from wumen.records.sealing import subject_key

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM event WHERE kind LIKE 'sampling_round.%%' AND subject = %s",
            [subject_key(subject)],
        )
        return int(cursor.fetchone()[0])


def test_a_refusal_dies_with_its_round(cast: Cast, seven: datetime) -> None:
    row = held(cast)
    who = resident(cast, "1/1/202")
    note_why(cast.captain, row.id, who.id, "refused", "她说太冷")
    # Said to a captain at the door by the usual way, too.
    other = resident(cast, "1/1/201")
    settle.cannot(cast.captain, read_key(f"{DAY}/sampling/{other.id}/s5"), "refused")
    with acting(cast.clerk):
        assert refusals() == 3
        assert spoken_of(who.id) == 0
    close_round(cast.clerk, row.id)
    with acting(cast.clerk):
        assert refusals() == 0
        standing = Duty.objects.get(subject=who.id, win="s5")
        assert (standing.state, standing.reason, standing.evidence) == ("open", None, None)
    assert round_page(cast.clerk, row.id).whole.missing == 3 * HEADS


def test_a_round_that_nobody_closed_forgets_refusals_once_it_is_over(
    cast: Cast, seven: datetime
) -> None:
    row = held(cast)
    note_why(cast.captain, row.id, resident(cast, "1/1/202").id, "refused")
    assert "sampling_round" not in cut_movements(cast.operator)
    with clock.fixed(at(1, 11, 3)):
        assert cut_movements(cast.operator)["sampling_round"] == 1
        with acting(cast.clerk):
            assert refusals() == 0
        assert cut_movements(cast.operator) == {}
        assert round_page(cast.clerk, row.id).refusals_erased


def test_closing_leaves_the_missing_visible_and_nothing_more_is_noted(
    cast: Cast, seven: datetime
) -> None:
    row = held(cast)
    settle.do(cast.sampler, read_key(keys(cast, "1")[0]), "measured")
    close_round(cast.clerk, row.id)
    page = round_page(cast.clerk, row.id)
    assert (page.whole.done, page.whole.missing) == (1, 29)
    assert len(list(duty_lines(cast.clerk, DAY, "overdue"))) == 29
    assert found(cast) == set()
    for act in (
        lambda: close_round(cast.clerk, row.id),
        lambda: propose_again(cast.clerk, row.id, 60, 100),
        lambda: note_why(cast.captain, row.id, resident(cast, "1/1/202").id, "away"),
    ):
        with pytest.raises(Problem, match="round_closed"):
            act()


def test_a_round_that_is_closed_before_it_began_asks_nobody(cast: Cast, street: Street) -> None:
    row = held(cast)
    close_round(cast.clerk, row.id)
    assert samples(cast.clerk) == []
    assert found(cast) == set()
    # Another may be opened in its place.
    held(cast, number=6)
    assert len(samples(cast.clerk)) == 3 * HEADS


def test_only_who_is_missing_and_not_answered_for_is_on_the_list(
    cast: Cast, seven: datetime
) -> None:
    row = held(cast)
    settle.do(cast.sampler, read_key(keys(cast, "1")[0]), "measured")
    with acting(cast.captain):
        left = missing(round_row(cast.captain, row.id), [f"{PATH}1/"])
    assert len(left) == HEADS - 1
    assert {one.win for one in left} == {"s5"}


def workers(*people: RosterPerson) -> RosterReading:
    return RosterReading(people, (), 0, 0, 0)


ZHANG = RosterPerson(1, "张阿姨", None, ("13800000001",))
SITE = NewOrganisation("城西工地", OrganisationKind.BUILDING_SITE)
SHOP = NewOrganisation("惠民超市", OrganisationKind.SUPERMARKET)
HAN = RosterPerson(2, "韩师傅", "410198198001011238", ())


def two_rosters(cast: Cast) -> tuple[UUID, UUID]:
    """A site with somebody of the street and two others, and a shop where one of these works as well."""
    site = register_organisation(cast.clerk, COMMUNITY, SITE)
    shop = register_organisation(cast.clerk, COMMUNITY, SHOP)
    ma = RosterPerson(3, "马师傅")
    add_people(cast.clerk, site.id, workers(ZHANG, HAN, ma))
    add_people(cast.clerk, shop.id, workers(replace(HAN, line=1)))
    return site.id, shop.id


def test_a_roster_counts_each_of_its_people_once(cast: Cast, seven: datetime) -> None:
    site, shop = two_rosters(cast)
    row = held(cast, organisations=(site, shop), singles=(shop,))
    rows = {one.id: one for one in round_page(cast.clerk, row.id).organisations}
    assert (rows[site].people, rows[site].at_home) == (3, 1)
    assert rows[site].others + rows[shop].others == 2
    assert rows[shop].single
    assert not rows[site].single


def test_who_is_sampled_at_work_is_sampled_at_home(cast: Cast, seven: datetime) -> None:
    site, shop = two_rosters(cast)
    row = held(cast, organisations=(site, shop))
    assert key_in_roster(cast.clerk, row.id, site, "1-3") == 3
    assert key_in_roster(cast.clerk, row.id, site, "2") == 0
    page = round_page(cast.clerk, row.id)
    assert page.whole.done == 1
    assert sum(one.done for one in page.organisations) >= 1
    assert found(cast) == set()
    for wrong, code in (("4", "round_lines_wrong"), ("", "round_lines_wrong")):
        with pytest.raises(Problem, match=code):
            key_in_roster(cast.clerk, row.id, site, wrong)
    with pytest.raises(Problem, match="organisation_unknown"):
        key_in_roster(cast.clerk, row.id, row.id, "1")


def test_a_roster_is_not_keyed_in_before_its_round(cast: Cast, street: Street) -> None:
    site, _ = two_rosters(cast)
    with clock.fixed(at(1, 10, 5)):
        row = held(cast, organisations=(site,))
        with pytest.raises(Problem, match="window_not_open"):
            key_in_roster(cast.clerk, row.id, site, "1")


def test_nobody_of_another_community_sees_a_round(cast: Cast, seven: datetime) -> None:
    row = held(cast)
    assert rounds_seen(cast.outsider) == []
    with pytest.raises(Problem, match="round_unknown"):
        round_page(cast.outsider, row.id)


def test_a_round_of_the_sub_district_is_seen_by_a_captain_and_closed_by_the_office(
    cast: Cast, seven: datetime
) -> None:
    row = open_round(cast.duty_officer, drafted(paths=("410102003",)))
    assert round_page(cast.captain, row.id).whole.due == HEADS
    with pytest.raises(Problem, match="area_not_yours"):
        close_round(cast.clerk, row.id)
    close_round(cast.duty_officer, row.id)


def test_a_paper_list_of_the_round_is_printed_by_unit(cast: Cast, seven: datetime) -> None:
    held(cast)
    assert print_sheet(cast.captain, read_round_key(f"{DAY}/s5/{PATH}1/1")) == 1
