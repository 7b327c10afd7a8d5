"""Daily partitions of duties and events, made ahead of time by the owner's connection."""

from datetime import date, timedelta

from psycopg import Connection, sql

BEFORE = timedelta(days=62)
AFTER = timedelta(days=396)
# Duties are written over once or twice in their day: there is room for it on their pages, see sql/quick_batches.sql.
_FILLED = {"duty": 80, "event": 100}


def ensure(connection: Connection, table: str, first: date, last: date) -> int:
    """Make the missing daily partitions of `table` from `first` to `last`; how many were made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass",
            [table],
        )
        standing = {name for (name,) in cursor.fetchall()}
        made = 0
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            name = f"{table}_{day:%Y%m%d}"
            if name in standing:
                continue
            cursor.execute(
                sql.SQL(
                    "CREATE TABLE {} PARTITION OF {} FOR VALUES FROM ({}) TO ({})"
                    " WITH (fillfactor = {})"
                ).format(
                    sql.Identifier(name),
                    sql.Identifier(table),
                    sql.Literal(day.isoformat()),
                    sql.Literal((day + timedelta(days=1)).isoformat()),
                    sql.Literal(_FILLED[table]),
                )
            )
            made += 1
    return made


def renew(connection: Connection, business_day: date, real_day: date) -> int:
    """The partitions that a day needs: 62 days back to 13 months ahead, for duties and for events."""
    made = ensure(connection, "duty", business_day - BEFORE, business_day + AFTER)
    return made + ensure(connection, "event", real_day - BEFORE, real_day + AFTER)
