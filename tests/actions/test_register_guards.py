"""What the register keeps from those who need not know, and what it says when two people change one thing."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import cast as the_cast
from tests.actions.test_concurrency import at_once
from tests.cast import COMMUNITY, COMPOUND, Cast, person
from tests.street import Street
from tests.workbooks import number
from wumen.actions.changes import leave, move_residents
from wumen.actions.grids import make_grid, put_in_grid
from wumen.actions.homes import Corrected, correct_resident
from wumen.actions.lists import take_list
from wumen.actions.organisations import NewOrganisation, add_person, register_organisation
from wumen.actions.reach import Reached
from wumen.actions.register import NewResident, register_household
from wumen.actions.search import compare
from wumen.actions.special_needs import note_need
from wumen.queries.changes import change_lines
from wumen.queries.duplicates import groups
from wumen.queries.grids import grid_lines
from wumen.queries.homes import home
from wumen.queries.lists import list_rows
from wumen.queries.posts import acting
from wumen.queries.search import find
from wumen.records.models import Resident
from wumen.rules.organisations import OrganisationKind
from wumen.rules.problems import Problem


def test_the_ledgers_words_of_illness_are_for_the_office_alone(cast: Cast, street: Street) -> None:
    ill = NewResident("钱一", needs=("透析",))
    at = register_household(cast.clerk, f"{COMPOUND}/1/1/301", [ill])
    [seen] = home(cast.captain, at.id).people
    assert (seen.in_care, seen.needs) == (True, ())
    assert home(cast.clerk, at.id).people[0].needs == ("透析",)


def test_who_corrects_a_name_without_seeing_the_words_of_needs_keeps_them(
    cast: Cast, street: Street
) -> None:
    ill = NewResident("钱一", needs=("透析",))
    at = register_household(cast.clerk, f"{COMPOUND}/1/1/301", [ill])
    correct_resident(cast.captain, at.id, ill.id, Corrected("钱一一", needs=("独居",)))
    [seen] = home(cast.clerk, at.id).people
    assert (seen.name, seen.needs) == ("钱一一", ("透析", "独居"))


def test_a_unit_lead_sees_no_change_that_reaches_into_another_unit(
    cast: Cast, street: Street
) -> None:
    lead = person(cast.operator, "赵单元长", "volunteer", "unit_lead", f"{COMPOUND}/1/1")
    goes = NewResident("二单元人")
    register_household(cast.clerk, f"{COMPOUND}/1/2/301", [goes, NewResident("留下的人")])
    move_residents(cast.clerk, [goes.id], path=f"{COMPOUND}/1/1/301")
    assert [one.names for one in change_lines(cast.captain)] == [("二单元人",)]
    assert change_lines(lead) == []
    leave(lead, [street.aunt_zhang.id], "moved_away")
    assert [one.names for one in change_lines(lead)] == [("张阿姨",)]


def test_a_roster_with_numbers_can_be_listed_masked_and_complete(
    cast: Cast, street: Street
) -> None:
    new = NewOrganisation("便民超市", OrganisationKind.SUPERMARKET)
    shop = register_organisation(cast.clerk, COMPOUND, new)
    add_person(cast.clerk, shop.id, "甲一", number(1), "13800000001")
    [row] = list_rows(cast.clerk, "rosters").rows
    assert row[-1] == "138******01"
    assert list_rows(cast.clerk, "rosters", complete=True).rows[0][-2:] == (
        number(1),
        "13800000001",
    )


def test_a_purpose_names_nobody_of_the_list(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="purpose_holds_name"):
        take_list(cast.clerk, "residents", f"{COMPOUND}/1", "给张阿姨送药用")
    assert take_list(cast.clerk, "residents", f"{COMPOUND}/1", "上门送药分组用").count == 10


def test_duplicates_cut_short_are_refused_not_taken_for_all(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wumen.queries.lists._MOST_GROUPS", 1)
    twice = [NewResident("孙一"), NewResident("孙一")]
    register_household(cast.clerk, f"{COMPOUND}/2/1/301", twice)
    assert len(list_rows(cast.clerk, "duplicates").rows) == 2
    register_household(
        cast.clerk, f"{COMPOUND}/2/1/302", [NewResident("孙二"), NewResident("孙二")]
    )
    with pytest.raises(Problem, match="list_too_long"):
        list_rows(cast.clerk, "duplicates")


def test_many_duplicates_cost_no_more_statements_than_one(cast: Cast, street: Street) -> None:
    def asked(most: int) -> int:
        with CaptureQueriesContext(connection) as said:
            assert len(groups(cast.clerk, most=most)) == most
        return len(said)

    for room in range(301, 305):
        twice = [NewResident(f"孙{room}"), NewResident(f"孙{room}")]
        register_household(cast.clerk, f"{COMPOUND}/2/1/{room}", twice)
    assert asked(4) == asked(1)


def test_somebody_whose_need_was_noted_by_hand_is_found_as_in_care(
    cast: Cast, street: Street
) -> None:
    with acting(cast.clerk):
        other = Resident.objects.get(name="11/102第0人")
    note_need(cast.clerk, other.id, "dialysis", {})
    found = find(cast.clerk, "11/102第0人").lines
    assert [one.in_care for one in found if one.resident == other.id] == [True]


def test_a_telephone_that_finds_its_bearer_beside_a_form_is_noted_as_a_look(
    cast: Cast, street: Street
) -> None:
    def looks() -> int:
        with acting(cast.captain), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM event WHERE kind = 'search.by_number'")
            return int(cursor.fetchone()[0])

    before = looks()
    assert [one.why for one in compare(cast.captain, telephone="13800000001")] == ["telephone"]
    assert looks() == before + 1
    compare(cast.captain, telephone="13800000077")
    assert looks() == before + 1


def test_who_is_second_to_make_the_same_is_told_so(committed: Reached) -> None:
    cast = the_cast.make()
    for number_, work in (
        (1, lambda one: make_grid(cast.clerk, COMMUNITY, "一网格")),
        (2, lambda one: register_household(cast.clerk, f"{COMPOUND}/{one}/1/301", [_bearer()])),
    ):
        wrong = at_once(*(partial(work, one) for one in (1, 2)))
        assert len(wrong) == 1, number_
        assert isinstance(wrong[0], Problem)


def test_a_place_put_into_two_grids_at_once_belongs_to_one(committed: Reached) -> None:
    cast = the_cast.make()
    grids = [make_grid(cast.clerk, COMMUNITY, name).id for name in ("一网格", "二网格")]
    wrong = at_once(*(partial(put_in_grid, cast.clerk, one, [f"{COMPOUND}/1"]) for one in grids))
    assert all(isinstance(one, Problem) for one in wrong)
    held = [line.places for line in grid_lines(cast.clerk)]
    assert sum(map(len, held)) == 1


def _bearer() -> NewResident:
    return NewResident("孙一", identity_number=number(1))


def test_a_sampler_takes_no_list_with_her(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="right_missing"):
        take_list(cast.sampler, "residents", f"{COMPOUND}/1", "上门采样分组用")
    assert take_list(cast.captain, "residents", f"{COMPOUND}/1", "上门采样分组用").count == 10


def test_a_purpose_too_long_to_be_printed_is_refused(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="purpose_too_long"):
        take_list(cast.clerk, "residents", None, "分组" * 61)
