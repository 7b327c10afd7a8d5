"""A connection as Django's that reads hours in C."""

from datetime import UTC
from typing import Any

from django.db.backends.postgresql import base
from psycopg import adapters
from psycopg.pq import Format

_HOURS = adapters.types["timestamptz"].oid


class _Hours:
    """Reads what has an hour with psycopg's own loader, which is compiled.

    Django's is Python and takes six times as long, for it may have to speak of another zone than the
    connection does. Here both speak UTC: the loader's hours need no second look.
    """

    format = Format.TEXT
    # Django asks for it with each cursor.
    timezone = UTC

    def __new__(cls, oid: int, context: Any = None) -> Any:
        """The loader itself."""
        return adapters.get_loader(oid, Format.TEXT)(oid, context)  # type: ignore[misc]


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for hours."""

    def get_new_connection(self, conn_params: Any) -> Any:
        """A connection that reads hours with `_Hours`."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader(_HOURS, _Hours)
        return connection
