"""Whom a document cannot take out of an order, who must stand for it, and what is told of it."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import PATH, Cast
from tests.exceptions import changed, how_many, taking_out
from tests.street import Street, at, ordered
from wumen.actions.orders import change_order, confirm_change, drop_change, enter_change
from wumen.queries.orders import order_lines
from wumen.queries.posts import acting
from wumen.records import clock, event_log
from wumen.records.models import OrderChange, OrderScope, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.records.sealing import subject_key
from wumen.rules.areas import span
from wumen.rules.orders import ChangeDraft
from wumen.rules.problems import Problem

DAY = date(2022, 1, 10)
NOON = at(1, 10, 12)
BEGUN, OVER = at(1, 8), at(1, 22)
STREET = span(PATH)


def refused(cast: Cast, number: str, draft: ChangeDraft) -> str:
    """The code with which a document is refused; it says what to do next, and nothing was entered."""
    with pytest.raises(Problem) as problem:
        enter_change(cast.clerk, number, draft)
    assert problem.value.next_step("zh")
    assert problem.value.next_step("en")
    return problem.value.code


def test_what_cannot_be_taken_out_is_refused_and_said(
    cast: Cast, street: Street, five: list[Resident], number: str
) -> None:
    with acting(cast.clerk):
        neighbour = street.households["1/1/101"].residents.first()
    assert neighbour is not None
    places = ordered(cast, "1", document="通告第1号").number
    assert refused(cast, number, taking_out()) == "order_excepts_nobody"
    assert refused(cast, number, taking_out(neighbour)) == "order_names_not"
    assert refused(cast, number, taking_out("1")) == "order_names_not"
    assert refused(cast, number, taking_out(*five)) == "order_nobody_left"
    assert refused(cast, places, taking_out("1")) == "order_nobody_left"
    assert refused(cast, places, taking_out("1/1/101")) == "order_names_the_whole"
    assert refused(cast, places, taking_out(five[0])) == "order_binds_the_place"
    assert refused(cast, number, taking_out(five[0], at=at(1, 7))) == "order_over"
    assert refused(cast, number, taking_out(five[0], at=OVER)) == "order_over"
    assert refused(cast, number, taking_out(five[0], authority="居委会")) == "authority_too_low"
    nobody = replace(taking_out(), residents=("00000000-0000-4000-8000-000000000000",))
    assert refused(cast, number, nobody) == "resident_unknown"
    changed(cast, number, taking_out(five[0]))
    assert refused(cast, number, taking_out(five[0], five[1])) == "order_excepted_already"
    assert refused(cast, number, taking_out(*five[1:])) == "order_nobody_left"
    with clock.fixed(OVER):
        assert refused(cast, number, taking_out(five[1])) == "order_over"


def test_nothing_changes_until_another_has_confirmed_and_a_dropped_one_never_does(
    cast: Cast, five: list[Resident], number: str
) -> None:
    waiting = enter_change(cast.secretary, number, taking_out(five[0]))
    with pytest.raises(Problem, match="second_person_needed"):
        confirm_change(cast.secretary, waiting.id)
    assert how_many(cast) == {5}
    (line,) = order_lines(cast.clerk)
    assert [one.words for one in line.named if one.excepted_at] == []
    assert line.changes[0].out == (next(w for w in line.residents if "张阿姨" in w),)
    drop_change(cast.secretary, waiting.id)
    assert how_many(cast) == {5}
    changed(cast, number, taking_out(five[0]))
    assert how_many(cast) == {4}


def test_what_was_true_when_it_was_entered_must_still_be_when_it_is_confirmed(
    cast: Cast, five: list[Resident], number: str
) -> None:
    waiting = enter_change(cast.clerk, number, taking_out(five[0]))
    with acting(cast.clerk):
        rows = OrderScope.objects.filter(order__number=number).exclude(resident=five[0].id)
        rows.update(excepted_at=NOON, exception_known_at=NOON)
    with pytest.raises(Problem, match="order_nobody_left"):
        confirm_change(cast.secretary, waiting.id)


def test_its_event_names_her_by_a_keyed_hash_alone(
    cast: Cast, five: list[Resident], number: str
) -> None:
    changed(cast, number, taking_out(five[0]))
    with scoped(WHOLE):
        told = [one for one in event_log.unread("test", 500) if one.kind == "order.excepted"]
    (event,) = told
    said = str(event.body)
    assert subject_key(five[0].id) in said
    assert str(five[0].id) not in said
    assert event.area == PATH


def test_from_paper_two_crew_members_stand_for_it(
    cast: Cast, five: list[Resident], number: str
) -> None:
    clerk, secretary = cast.clerk.crew_no, cast.secretary.crew_no
    with pytest.raises(Problem, match="second_person_needed"):
        change_order(cast.operator, number, taking_out(five[0]), clerk, clerk)
    change_order(cast.operator, number, taking_out(five[0]), clerk, secretary)
    assert how_many(cast) == {4}


def test_who_sees_none_of_them_sees_how_many_and_no_name(
    cast: Cast, five: list[Resident], number: str
) -> None:
    changed(cast, number, taking_out(five[1]))
    (line,) = order_lines(cast.captain)
    assert line.residents == tuple(one for one in line.residents if "张阿姨" in one)
    assert (line.changes[0].out, line.changes[0].hidden_out) == ((), 1)


def test_the_database_knows_no_exception_without_its_document(
    cast: Cast, five: list[Resident], number: str
) -> None:
    with (
        acting(cast.clerk),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE order_scope SET excepted_at = %s", [NOON])


def test_a_document_about_somebody_elsewhere_is_not_entered(
    cast: Cast, five: list[Resident], number: str
) -> None:
    with pytest.raises(Problem, match="order_unknown"):
        enter_change(cast.outsider, number, taking_out(five[0]))
    with acting(cast.clerk):
        assert not OrderChange.objects.exists()
