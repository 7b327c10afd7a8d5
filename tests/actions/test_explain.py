"""A resident's whole answer from the ledger: orders on her and on her door, nobody else's, each look logged."""

import json

import pytest
from django.db import connection

from tests.cast import Cast
from tests.street import Street, at, ordered
from wumen.actions.crew import add_crew, grant_post
from wumen.actions.explain import look_up
from wumen.actions.log import subject_key
from wumen.actions.release import attest
from wumen.cli.speaking import plain
from wumen.queries.explain import explain_home
from wumen.records import clock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem
from wumen.rules.time import business_day


def test_an_order_on_her_and_one_on_her_building_are_both_told(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    aunt = str(street.aunt_zhang.id)
    ordered(cast, regime="home_isolation", paths=(), residents=(aunt,), document="告知书第7号")
    whole = look_up(cast.captain, aunt)
    assert {one.document: one.personal for one in whole.reasons} == {
        "通告第1号": False,
        "告知书第7号": True,
    }
    lockdown = next(one for one in whole.reasons if not one.personal)
    assert [one.met for one in lockdown.conditions] == [None] * 4
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject FROM event WHERE arrived_on >= %s AND kind = 'explanation.looked_at'",
            [business_day(clock.real_now())],
        )
        assert cursor.fetchall() == [(subject_key(street.aunt_zhang.id),)]


def test_what_binds_one_person_stands_in_no_other_answer(cast: Cast, street: Street) -> None:
    aunt = str(street.aunt_zhang.id)
    ordered(cast, regime="home_isolation", paths=(), residents=(aunt,), document="告知书第7号")
    whole = explain_home(cast.captain, street.households["1/1/101"].id)
    assert whole.reasons == ()
    own = explain_home(cast.captain, street.households["1/1/202"].id)
    assert own.reasons == ()
    assert "张阿姨" not in json.dumps(look_up(cast.captain, aunt), default=plain)


def test_the_number_to_ring_is_that_of_somebody_who_has_one(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    home = street.households["1/1/202"].id
    assert [one.telephone for one in explain_home(cast.clerk, home).call] == ["", "", ""]
    member = add_crew(cast.operator, "赵书记", "community_worker", telephone="13700000009")
    grant_post(cast.operator, member.number, "secretary", "410102003008")
    first = explain_home(cast.clerk, home).call[0]
    assert (first.name, first.telephone) == ("赵书记", "13700000009")


def test_a_condition_is_told_as_it_stands(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1").number
    day = business_day(at(1, 9))
    attest(cast.clerk, number, "contacts_negative", day, document="疾控复函")
    whole = explain_home(cast.captain, street.households["1/1/202"].id)
    assert sorted(str(one.met) for one in whole.reasons[0].conditions) == ["None"] * 3 + ["True"]


def test_after_the_end_nothing_holds(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    home = street.households["1/1/202"].id
    assert explain_home(cast.captain, home, at(1, 22)).reasons == ()
    assert explain_home(cast.captain, home, at(1, 7)).reasons == ()
    with pytest.raises(Problem, match="household_unknown"):
        explain_home(cast.outsider, home)
    with pytest.raises(Problem, match="resident_unknown"):
        look_up(cast.outsider, str(street.aunt_zhang.id))
