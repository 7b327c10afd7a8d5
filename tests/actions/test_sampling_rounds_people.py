"""Who is missing in a round and why, a refusal that dies with it, rosters that count each person once."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_audit_mutations import found
from tests.actions.test_sampling_rounds import DAY, HEADS, drafted, held, keys, samples, seven
from tests.cast import COMMUNITY, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.organisations import NewOrganisation, add_people, register_organisation
from wumen.actions.retention import cut_movements
from wumen.actions.round_sheets import KeyedIn, key_sheet, print_sheet
from wumen.actions.sampling_rounds.noting import key_in_roster, note_why
from wumen.actions.sampling_rounds.opening import close_round, open_round
from wumen.actions.sampling_rounds.slots import propose_again
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.standing import missing, round_page, round_row, rounds_seen
from wumen.queries.sampling_rounds.sweeping import sweep, unanswered
from wumen.records import clock
from wumen.records.models import Duty, NotSampled, Resident
from wumen.rules.duties import read_key
from wumen.rules.organisations import OrganisationKind, RosterPerson, RosterReading
from wumen.rules.problems import Problem
from wumen.rules.rounds import read_round_key

__all__ = ["seven"]


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


def test_many_lines_take_no_more_statements_than_one(cast: Cast, seven: datetime) -> None:
    site = register_organisation(cast.clerk, COMMUNITY, SITE)
    people = [RosterPerson(n, f"工友{n}") for n in range(1, 21)]
    add_people(cast.clerk, site.id, workers(*people))
    row = held(cast, organisations=(site.id,))
    with CaptureQueriesContext(connection) as one:
        assert key_in_roster(cast.clerk, row.id, site.id, "1") == 1
    with CaptureQueriesContext(connection) as many:
        assert key_in_roster(cast.clerk, row.id, site.id, "2-20") == 19
    assert len(many) <= len(one)


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


def test_a_list_at_a_table_is_keyed_in_under_its_lines(cast: Cast, seven: datetime) -> None:
    row = held(cast)
    number = print_sheet(cast.clerk, read_round_key(f"{DAY}/s5/{PATH}1/1"))
    captains = key_sheet(cast.clerk, number, KeyedIn(cast.captain.crew_no, "7:10", "1-4 x"))
    # A captain samples nobody, and her word for a floor is no sample.
    assert (captains.met, captains.done, captains.left) == (0, 0, {"sampling": HEADS})
    done = key_sheet(cast.clerk, number, KeyedIn(cast.sampler.crew_no, "7:20", "1-4 x；2 m"))
    assert (done.met, done.excepted) == (HEADS - 1, [2])
    tally = round_page(cast.captain, row.id).whole
    assert (tally.done, tally.whys) == (HEADS - 1, {"nobody_home": 1})
    assert audit(cast.operator).clean


def test_a_building_outside_the_round_has_nobody_missing_in_it(cast: Cast, seven: datetime) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    row = held(cast, "2")
    # Building 1 owes its morning sample by a rule, and none to this round.
    found_there = sweep(cast.clerk, row.id, f"{PATH}1/")
    assert found_there.doors == ()
    assert found_there.tally.due == 0
    assert len(samples(cast.clerk)) == 2 * HEADS


def test_an_infant_is_counted_for_itself_and_neither_rung_nor_named(
    cast: Cast, seven: datetime
) -> None:
    row = held(cast)
    child = resident(cast, "1/1/101")
    note_why(cast.captain, row.id, child.id, "infant")
    other = resident(cast, "1/1/102")
    settle.cannot(cast.sampler, read_key(f"{DAY}/sampling/{other.id}/s5"), "infant")
    tally = round_page(cast.captain, row.id).whole
    assert (tally.missing, tally.whys["infant"]) == (HEADS, 2)
    with acting(cast.clerk):
        asked = {one.resident for one in unanswered(missing(row, [f"{PATH}1/"]))}
    assert not asked & {child.id, other.id}
    close_round(cast.clerk, row.id)
    with acting(cast.clerk):
        assert NotSampled.objects.get(resident=child.id).why == "infant"
