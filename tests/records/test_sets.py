"""Columns as one text of an array: the database reads back what was given, whatever signs stand in it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db.transaction import atomic

from wumen.records.exchange import ask
from wumen.records.kept import Kept
from wumen.records.scope import begun
from wumen.records.sets import array, binding
from wumen.rules.problems import Problem
from wumen.rules.rounds import Reason

ID = UUID("00000000-0000-4000-8000-000000000001")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", ['他说"在"', "a\\b", "NULL", "", "{,}", " 空 格 ", None, "两\n行"]),
        ("text", [Reason.UNWELL]),
        ("uuid", [None, ID]),
        ("bigint", [1, None, -(2**40)]),
        ("bytea", [b"", b'\x00\\"\xff', None]),
        ("timestamptz", [datetime(2022, 1, 10, 6, tzinfo=UTC), None]),
        ("text", [None, None]),
        ("text", []),
    ],
)
def test_what_was_given_is_read_back(kind: str, values: list[object]) -> None:
    with binding() as cursor:
        (read,) = cursor.execute(f"SELECT %b::{kind}[]", [array(values)]).fetchone() or ([],)
    assert [bytes(one) if isinstance(one, memoryview) else one for one in read] == values


@pytest.mark.parametrize("values", [[1.5], [True], [["a"]]])
def test_what_is_no_column_is_refused(values: list[object]) -> None:
    with pytest.raises(TypeError, match="no array of"):
        array(values)


@pytest.mark.django_db
def test_what_is_prepared_outlives_a_rollback_and_so_does_what_pages_keep() -> None:
    kept = Kept("SELECT %(one)s", "one integer")
    with begun():
        kept.rows(one=1)
        assert ask("SELECT %b::int", [1]) == [(1,)]
        standing = prepared()
        with pytest.raises(Problem), atomic():
            raise Problem("area_not_yours", path="1/")
        assert ask("SELECT %b::int", [2]) == [(2,)]
        assert kept.rows(one=3) == [(3,)]
        assert prepared() == standing
        assert len(standing) >= 2


def prepared() -> set[str]:
    """What is prepared on the connection."""
    with binding() as cursor:
        return {name for (name,) in cursor.execute("SELECT name FROM pg_prepared_statements")}


def test_a_transaction_that_is_undone_costs_plans_and_breaks_nothing(committed: object) -> None:
    kept = Kept("SELECT %(one)s + 1", "one integer")
    for _ in range(2):
        with pytest.raises(Problem), begun():
            assert kept.rows(one=1) == [(2,)]
            assert ask("SELECT %b::int", [1]) == [(1,)]
            raise Problem("area_not_yours", path="1/")
    with begun():
        assert kept.rows(one=2) == [(3,)]
        held = prepared()
    with pytest.raises(Problem), begun():
        raise Problem("area_not_yours", path="1/")
    with begun():
        assert kept.rows(one=3) == [(4,)]
        assert prepared() == held
