"""The connection of the pages reads hours as Django would, by compiled code."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, connection
from psycopg.pq import Format, TransactionStatus

from tests.cast import Cast
from wumen.records.engine.base import _HOURS, DatabaseWrapper, _Hours

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


@pytest.fixture
def pooled(cast: Cast) -> Iterator[DatabaseWrapper]:
    """The same database through a pool of one connection, as pages and phones reach it."""
    settings = connection.settings_dict | {"OPTIONS": {"pool": {"min_size": 1, "max_size": 1}}}
    wrapper = DatabaseWrapper(settings, connection.alias)
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def test_a_connection_that_is_lent_out_again_reads_hours_so_too(pooled: DatabaseWrapper) -> None:
    lent = set()
    for _ in range(3):
        with pooled.cursor() as cursor:
            cursor.execute("SELECT %s::timestamptz", [HOURS[0]])
            assert cursor.fetchone() == (datetime.fromisoformat(HOURS[0]),)
        lent.add(pooled.connection)
        assert pooled.connection.adapters.get_loader(_HOURS, Format.TEXT) is _Hours
        pooled.close()
    assert len(lent) == 1


def test_a_transaction_that_was_left_open_is_undone_before_it_is_lent_out_again(
    pooled: DatabaseWrapper,
) -> None:
    for _ in range(2):
        pooled.set_autocommit(False)
        with pooled.cursor() as cursor:
            cursor.execute("SELECT count(*), pg_current_xact_id() FROM installation")
        assert not pooled.connection.autocommit
        pooled.close()
        pooled.ensure_connection()
        assert pooled.connection.autocommit and pooled.get_autocommit()
        assert pooled.connection.info.transaction_status == TransactionStatus.IDLE
