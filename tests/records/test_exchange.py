"""Statements sent in one go: each answers for itself, a refused one is raised, and the connection goes on after it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DataError, OperationalError, ProgrammingError, connection
from django.db.transaction import atomic

from tests.cast import Cast
from wumen.queries.posts import acting, acting_in, finding_out
from wumen.records import exchange, scope
from wumen.records.exchange import ask, asked, asked_of, in_one_go, seeing, sent
from wumen.records.models import Area
from wumen.rules.areas import office_over

ID = UUID("00000000-0000-4000-8000-000000000001")
HOUR = datetime(2022, 1, 10, 6, tzinfo=UTC)


def names() -> set[str]:
    """Under which names statements stand on the connection that were sent in one go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name ~ '^sent_'")
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture
def fresh(db: object) -> None:
    """The connection holds none of them."""
    for name in names():
        with connection.cursor() as cursor:
            cursor.execute(f"DEALLOCATE {name}")
    exchange._held.clear()


def test_each_statement_answers_for_itself_in_text_or_binary(fresh: None) -> None:
    with in_one_go():
        one = sent("SELECT %b::uuid, %b::timestamptz", [ID, HOUR])
        same = sent("SELECT %b::uuid, %b::timestamptz", [ID, HOUR], binary=True)
        none = sent("SELECT 1 WHERE %b", [False])
        many = sent("SELECT * FROM generate_series(1, %b)", [3])
    assert one() == same() == [(ID, HOUR)]
    assert none() == []
    assert many() == [(1,), (2,), (3,)]


def test_a_percent_sign_is_written_twice(fresh: None) -> None:
    assert ask("SELECT 7 %% %b", [4]) == [(3,)]


def test_a_statement_is_prepared_once_and_again_for_values_of_another_type(fresh: None) -> None:
    for value in (1, 2):
        assert ask("SELECT %b", [value]) == [(value,)]
    assert len(names()) == 1
    assert ask("SELECT %b", [2**40]) == [(2**40,)]
    assert ask("SELECT %b", ["甲"]) == [("甲",)]
    assert len(names()) == 3


def test_a_connection_holds_so_many_and_no_more(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_MOST", 2)
    for number in range(4):
        ask(f"SELECT {number}", [])
    standing = names()
    assert len(standing) == 2
    ask("SELECT 3", [])
    assert names() == standing


def test_a_refused_statement_is_raised_and_the_next_exchange_works(fresh: None) -> None:
    with pytest.raises(DataError), atomic(), in_one_go():
        sent("SELECT %b", [1])
        sent("SELECT 1 / %b", [0])
        sent("SELECT 'behind it'", [])
    for by in (1, 2):
        assert ask("SELECT 4 / %b", [by]) == [(4 // by,)]
    assert ask("SELECT 'behind it'", []) == [("behind it",)]


def test_a_value_that_cannot_be_written_is_refused_before_anything_is_sent(fresh: None) -> None:
    with pytest.raises(ProgrammingError), in_one_go():
        sent("SELECT 1", [])
        sent("SELECT %b", [object()])
    assert names() == set()
    assert ask("SELECT 1", []) == [(1,)]


def test_nothing_is_sent_where_the_block_is_left_by_an_exception(fresh: None) -> None:
    with pytest.raises(KeyError), in_one_go():
        sent("SELECT 1 / %b", [0])
        raise KeyError
    assert names() == set()


def test_an_exchange_is_not_begun_inside_another_nor_a_statement_sent_outside(fresh: None) -> None:
    with pytest.raises(RuntimeError, match="inside"), in_one_go():
        ask("SELECT 1", [])
    with pytest.raises(RuntimeError, match="outside"):
        sent("SELECT 1", [])


def test_more_goes_both_ways_than_the_line_holds(fresh: None) -> None:
    long = "长" * 2_000_000
    with in_one_go():
        found = [sent("SELECT %b::text || %b::text", [long, str(n)]) for n in range(4)]
    assert [rows()[0][0][-1] for rows in found] == ["0", "1", "2", "3"]


def test_the_scope_is_told_in_the_exchange(cast: Cast) -> None:
    seen = "SELECT count(*) FROM area WHERE kind = 'building'"
    with finding_out():
        assert ask(seen, []) == [(0,)]
        with acting_in(cast.captain):
            assert ask(seen, []) == [(1,)]
        assert ask(seen, []) == [(1,)]


def test_a_line_that_broke_is_not_used_again(committed: object) -> None:
    with pytest.raises(OperationalError), atomic():
        ask("SELECT pg_terminate_backend(pg_backend_pid())", [])
    assert ask("SELECT 1", []) == [(1,)]


def test_values_stand_by_their_names_as_often_as_they_are_said(fresh: None) -> None:
    given = {"one": 1, "other": "甲", "unsaid": None}
    with in_one_go():
        rows = asked("SELECT %(one)s + %(one)s, %(other)s, 7 %% 4", given)
    assert rows() == [(2, "甲", 3)]


def test_a_queryset_is_asked_with_others_and_one_that_can_find_nothing_is_not(cast: Cast) -> None:
    rows = Area.objects.filter(area__startswith=cast.captain.area).order_by("area")
    with acting(cast.captain), in_one_go():
        found = asked_of(rows.values_list("area", "name"))
        none = asked_of(rows.filter(area__in=[]).values_list("area"))
    with acting(cast.captain):
        assert found() == list(rows.values_list("area", "name")) != []
    assert none() == []


def test_what_is_sent_under_another_sight_sees_no_further_behind_it(cast: Cast) -> None:
    wider = scope.of_place(office_over(cast.captain.area))
    count = "SELECT count(*) FROM area WHERE kind = 'building'"
    with acting(cast.captain):
        with in_one_go():
            before = sent(count, [])
            with seeing(wider):
                beside = sent(count, [])
            behind = sent(count, [])
        assert before() == behind() == ask(count, [])
        assert beside() > behind()


def test_a_refusal_under_another_sight_leaves_nothing_to_be_seen(cast: Cast) -> None:
    wider = scope.of_place(office_over(cast.captain.area))
    with acting(cast.captain):
        seen = Area.objects.count()
        with pytest.raises(DataError), atomic(), in_one_go(), seeing(wider):
            sent("SELECT 1 / %b", [0])
        assert Area.objects.count() == seen
