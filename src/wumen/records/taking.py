"""Writes what a ledger brings in sets: doors, households, residents, and who counts as a number's bearer."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from wumen.records import sets
from wumen.records.one_at_a_time import one_at_a_time
from wumen.records.scope import WHOLE, scoped
from wumen.rules.areas import Span

AT_ONCE = 10_000
_AREA = (("area", "text"), ("kind", "text"), ("name", "text"))
_HOUSEHOLD = (
    ("id", "uuid"),
    ("area", "text"),
    ("state", "text"),
    ("registered_at", "timestamptz"),
)
_RESIDENT = (
    ("id", "uuid"),
    ("household_id", "uuid"),
    ("area", "text"),
    ("place", "smallint"),
    ("name", "text"),
    ("relation", "text"),
    ("sex", "text"),
    ("identity_sealed", "bytea"),
    ("identity_key", "bytea"),
    ("identity_shared", "bool"),
    ("telephones_sealed", "bytea"),
    ("needs_sealed", "bytea"),
    ("since", "timestamptz"),
)


class AreaRow(NamedTuple):
    """A place of the tree, its columns in the order of `_AREA`."""

    area: str
    kind: str
    name: str


class HouseholdRow(NamedTuple):
    """A household, its columns in the order of `_HOUSEHOLD`."""

    id: UUID
    area: str
    state: str
    registered_at: datetime


class ResidentRow(NamedTuple):
    """A resident as a ledger knows her, its columns in the order of `_RESIDENT`.

    `version` tells whether the row is still as it was read.
    """

    id: UUID
    household_id: UUID
    area: str
    place: int
    name: str
    relation: str
    sex: str
    identity_sealed: bytes | None
    identity_key: bytes | None
    identity_shared: bool
    telephones_sealed: bytes | None
    needs_sealed: bytes | None
    since: datetime
    version: str = ""


def _insert(table: str, columns: Sequence[tuple[str, str]]) -> str:
    names = ", ".join(name for name, _ in columns)
    return f"INSERT INTO {table} ({names}) SELECT * FROM {sets.unnested(columns)}"


_SET = ", ".join(f"{name} = given.{name}" for name, _ in _RESIDENT if name != "id")
_UPDATE_RESIDENTS = (
    f"UPDATE resident SET {_SET} FROM {sets.unnested((*_RESIDENT, ('version', 'text')))}"
    " WHERE resident.id = given.id AND resident.xmin::text = given.version"
)
_RESTATE = (
    "UPDATE household SET state = given.state"
    f" FROM {sets.unnested((('id', 'uuid'), ('state', 'text')))} WHERE household.id = given.id"
)
_BORNE = """
    SELECT identity_key, id FROM resident JOIN unnest(%b::bytea[]) AS given (key)
        ON identity_key = given.key WHERE {half}
"""
# At most one bearer of a number is not marked as sharing it; where none is left, the first becomes it.
_ONE_BEARER = """
    UPDATE resident SET identity_shared = false FROM (
        SELECT DISTINCT ON (identity_key) id FROM resident AS sharing
        WHERE identity_key = ANY(%b::bytea[]) AND identity_shared AND NOT EXISTS (
            SELECT FROM resident AS one
            WHERE one.identity_key = sharing.identity_key AND NOT one.identity_shared)
        ORDER BY identity_key, since, area COLLATE "C", place, id
    ) AS first
    WHERE resident.id = first.id
"""


def add_areas(rows: Iterable[AreaRow]) -> None:
    """Add places, parents first or last."""
    sets.run(_insert("area", _AREA), rows, AT_ONCE)


def add_households(rows: Iterable[HouseholdRow]) -> None:
    """Add households at doors that have none."""
    sets.run(_insert("household", _HOUSEHOLD), rows, AT_ONCE)


def restate_households(rows: Iterable[tuple[UUID, str]]) -> None:
    """Give households another state: by id and state."""
    sets.run(_RESTATE, rows, AT_ONCE)


def add_residents(rows: Iterable[ResidentRow]) -> None:
    """Add residents; one who is said to be her number's bearer must be the only one."""
    sets.run(_insert("resident", _RESIDENT), (row[:-1] for row in rows), AT_ONCE)


def update_residents(rows: Iterable[ResidentRow]) -> int:
    """Bring residents to what is said of them; how many of the rows were still as they had been read."""
    return sets.run(_UPDATE_RESIDENTS, rows, AT_ONCE)


def standing_residents(within: Span) -> Iterator[ResidentRow]:
    """Everybody who lives in a part of the tree, in the running transaction's scope."""
    names = ", ".join(name for name, _ in _RESIDENT)
    with sets.binding() as cursor:
        cursor.execute(
            f"SELECT {names}, xmin::text FROM resident WHERE area >= %s AND area < %s"
            " ORDER BY area, place, id",
            [within.lo, within.hi],
            binary=True,
        )
        while some := cursor.fetchmany(AT_ONCE):
            yield from map(ResidentRow._make, some)


def hold_numbers() -> None:
    """Let one ledger at a time say who bears which number; held until the transaction ends."""
    one_at_a_time("identity numbers")


def bearers(keys: Iterable[bytes]) -> dict[bytes, set[UUID]]:
    """Who bears each of the numbers, by keyed hash, anywhere in the register, whoever may see her."""
    found: dict[bytes, set[UUID]] = {}
    wanted = list(keys)
    with scoped(WHOLE), sets.binding() as cursor:
        for start in range(0, len(wanted), AT_ONCE):
            # Each half of the residents has an index of its own.
            for half in ("NOT identity_shared", "identity_shared"):
                cursor.execute(
                    _BORNE.format(half=half), [wanted[start : start + AT_ONCE]], binary=True
                )
                for key, ident in cursor:
                    found.setdefault(bytes(key), set()).add(ident)
    return found


def settle_bearers(keys: Iterable[bytes]) -> None:
    """Let each of the numbers have one bearer who does not count as sharing it: the first registered."""
    wanted = list(keys)
    with scoped(WHOLE), sets.binding() as cursor:
        for start in range(0, len(wanted), AT_ONCE):
            cursor.execute(_ONE_BEARER, [wanted[start : start + AT_ONCE]])
