"""A connection as Django's that reads hours in C, and is lent out for less."""

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
    """Django's own, but for hours, and for what it says again of a connection that the pool lends out.

    The stubs of Django know neither of what is made anew here.
    """

    def _configure_connection(self, connection: Any) -> bool:
        """Once for each connection, however often it is lent out: it reads hours with `_Hours`."""
        connection.adapters.register_loader(_HOURS, _Hours)
        return bool(super()._configure_connection(connection))  # type: ignore[misc]

    def _set_autocommit(self, autocommit: bool) -> None:
        """What it is already, psycopg would only look at the line for."""
        if self.connection.autocommit != autocommit:
            super()._set_autocommit(autocommit)  # type: ignore[misc]
