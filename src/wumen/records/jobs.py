"""The row of a ledger's job, written and read from beside the taking's own transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connections

from wumen.records.ledgers import JobState

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# For one transaction each, so that a connection goes back to a pool as it came.
_SEE_ALL = "SELECT set_config('wumen.lo', '', true), set_config('wumen.hi', ':', true)"
_SAY = """
    UPDATE ledger_job SET state = coalesce(%s, state), done = %s, total = coalesce(%s, total)
    WHERE id = %s AND ended_at IS NULL RETURNING asked_to_stop
"""


class Beside:
    """A second connection: what is said through it is seen while the first one's transaction runs."""

    def __init__(self, job: UUID) -> None:
        """For one job; the connection opens with its first use."""
        self._job = job
        self._connection: BaseDatabaseWrapper = connections["default"].copy()

    def say(self, done: int, state: JobState | None = None, total: int | None = None) -> bool:
        """Say how far the job is; whether it is to stop: somebody asked for that, or it has ended."""
        with self._cursor() as cursor:
            cursor.execute(_SAY, [state, done, total, self._job])
            return bool(cursor.fetchone() != (False,))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        self._connection.ensure_connection()
        with self._connection.connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute(_SEE_ALL)
            yield cursor
