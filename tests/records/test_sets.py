"""Columns as one text of an array: the database reads back what was given, whatever signs stand in it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from wumen.records.sets import array, binding
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
