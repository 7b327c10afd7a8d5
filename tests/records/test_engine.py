"""The connection of the pages reads hours as Django would, by compiled code."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, connection

from tests.cast import Cast

HOURS = (
    "2022-01-10T06:14:15.474785Z",
    "2022-01-10T14:14:15+08:00",
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
)


@pytest.mark.parametrize("said", HOURS)
def test_an_hour_comes_back_as_the_instant_it_is_in_utc(cast: Cast, said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, ARRAY[%s::timestamptz, NULL]", [said, said])
        (one, many) = cursor.fetchone()
    assert one == many[0] == datetime.fromisoformat(said)
    assert one.utcoffset() == timedelta() and one.isoformat().endswith("+00:00")
    assert one.astimezone(UTC).replace(tzinfo=None) == one.replace(tzinfo=None)
    assert many[1] is None


def test_an_hour_that_no_calendar_has_is_refused_as_before(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'infinity'::timestamptz")
        with pytest.raises(DataError):
            cursor.fetchone()
