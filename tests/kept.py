"""All that the database holds, for comparing."""

from typing import Any

from django.db import connection

from tests.cast import COMPOUND
from tests.street import Street
from wumen.records.models import (
    Resident,
)
from wumen.records.naming import COLUMNS
from wumen.records.scope import WHOLE, scoped

# What only grows, and says by itself what was done when: the log, and the changes.
GROWING = frozenset({"event", "register_change"})
# A duty is never deleted: one that nobody owes any more is withdrawn, and counted as such.
STANDING = {
    "duty": "SELECT to_jsonb(t)::text FROM duty t WHERE state <> 'withdrawn' ORDER BY 1",
    "tally": "SELECT to_jsonb(x)::text FROM (SELECT day, area, what, win, state, grade, due_at,"
    " owner_post, sum(n) AS n FROM tally WHERE state <> 'withdrawn' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"
    " HAVING sum(n) <> 0) x ORDER BY 1",
}


def dump() -> dict[str, list[str]]:
    """Every row of every table of the declared list, as text, table by table."""
    held = {}
    with scoped(WHOLE), connection.cursor() as cursor:
        for table in sorted({one.table for one in COLUMNS} - GROWING):
            query = STANDING.get(table, f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1")
            cursor.execute(query)
            held[table] = [row for (row,) in cursor.fetchall()]
    return held


def differing(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, Any]:
    """What is in one dump and not in the other, table by table: empty when nothing was lost or left."""
    return {
        table: (
            sorted(set(before[table]) - set(after[table])),
            sorted(set(after[table]) - set(before[table])),
        )
        for table in before
        if before[table] != after[table]
    }


def someone(street: Street, door: str, place: int = 0) -> Resident:
    """Who lives behind a door of the street."""
    with scoped(WHOLE):
        return Resident.objects.get(household=street.households[door], place=place)


DOOR = f"{COMPOUND}/3/1/301"
