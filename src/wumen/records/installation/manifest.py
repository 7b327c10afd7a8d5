"""What a backup says of itself: a count and digest per table, the chains' heads, versions, time."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Self

import psycopg
from psycopg import sql

# How a value is written must not depend on the session, nor may a policy hide a row unseen.
_FIXED = """
SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL xmloption = 'content';
SET LOCAL lc_monetary = 'C'; SET LOCAL jit = off
"""

# Partitions are counted through their parent; tables of extensions are not in a dump.
_TABLES = """
SELECT n.nspname, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                  AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
"""

# The roles that the dump will name in its grants and policies, without the owner's own.
_ROLES = """
WITH named AS (
    SELECT (aclexplode(relacl)).grantee AS oid FROM pg_class WHERE oid >= 16384
    UNION SELECT (aclexplode(attacl)).grantee FROM pg_attribute WHERE attrelid >= 16384
    UNION SELECT (aclexplode(proacl)).grantee FROM pg_proc WHERE oid >= 16384
    UNION SELECT (aclexplode(typacl)).grantee FROM pg_type WHERE oid >= 16384
    UNION SELECT (aclexplode(nspacl)).grantee FROM pg_namespace
          WHERE oid >= 16384 OR nspname = 'public'
    UNION SELECT unnest(polroles) FROM pg_policy
)
SELECT rolname FROM named JOIN pg_roles USING (oid)
WHERE rolname <> current_user AND rolname NOT LIKE 'pg\\_%' ORDER BY rolname COLLATE "C"
"""

# OFFSET 0 keeps the planner from writing every row out twice.
_DIGEST = """
SELECT count(*), coalesce(sum(a), 0), coalesce(bit_xor(b), 0) FROM (
    SELECT hashtextextended(written, 0) AS a, hashtextextended(written, 1) AS b FROM (
        SELECT (wumen_row)::text COLLATE "C" AS written FROM {table} AS wumen_row OFFSET 0
    ) AS rows
) AS hashes
"""


@dataclass(frozen=True)
class Facts:
    """What only the caller knows of a backup. `schema_head` is the last migration's name."""

    wumen_version: str
    schema_head: str
    made_at: datetime


@dataclass(frozen=True)
class Content:
    """How many rows a table has, and a digest of them in any order."""

    count: int
    digest: str


@dataclass(frozen=True)
class Head:
    """The end of one writer's chain: its next event's number, and the last hash in hex."""

    writer: str
    next_seq: int
    head: str


@dataclass(frozen=True)
class Manifest:
    """All of it; `tables` by schema.table, a partitioned table under its parent's name."""

    wumen_version: str
    schema_head: str
    made_at: datetime
    tables: dict[str, Content]
    heads: tuple[Head, ...]
    roles: tuple[str, ...]

    def to_json(self) -> bytes:
        """The form in a backup file, and for `--json`."""
        form = asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps(form, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Read what `to_json` wrote."""
        form = json.loads(text)
        return cls(
            wumen_version=form["wumen_version"],
            schema_head=form["schema_head"],
            made_at=datetime.fromisoformat(form["made_at"]),
            tables={name: Content(**content) for name, content in form["tables"].items()},
            heads=tuple(Head(**head) for head in form["heads"]),
            roles=tuple(form["roles"]),
        )

    def differences(self, tables: dict[str, Content], heads: tuple[Head, ...]) -> list[str]:
        """The names of the tables that are not as this manifest says, sorted."""
        names = self.tables.keys() | tables.keys()
        differing = {name for name in names if self.tables.get(name) != tables.get(name)}
        if self.heads != heads:
            differing.add("public.writer")
        return sorted(differing)


def contents(
    connection: psycopg.Connection,
) -> tuple[dict[str, Content], tuple[Head, ...], tuple[str, ...]]:
    """Tables' contents, chains' heads and named roles, as the open transaction sees them."""
    connection.execute(_FIXED)
    tables: dict[str, Content] = {}
    for schema, name, kind in connection.execute(_TABLES).fetchall():
        table = sql.SQL("{}{}").format(
            sql.SQL("ONLY " if kind in ("r", b"r") else ""), sql.Identifier(schema, name)
        )
        row = connection.execute(sql.SQL(_DIGEST).format(table=table)).fetchone() or (0, 0, 0)
        digest = hashlib.sha256(f"{row[0]}:{row[1]}:{row[2]}".encode()).hexdigest()
        tables[f"{schema}.{name}"] = Content(count=row[0], digest=digest)
    roles = tuple(name for (name,) in connection.execute(_ROLES))
    return tables, _heads(connection), roles


def _heads(connection: psycopg.Connection) -> tuple[Head, ...]:
    known = connection.execute("SELECT to_regclass('public.writer')").fetchone()
    if known is None or known[0] is None:
        return ()
    rows = connection.execute(
        'SELECT writer::text, next_seq, head FROM public.writer ORDER BY writer::text COLLATE "C"'
    )
    return tuple(Head(writer, seq, _hex(head)) for writer, seq, head in rows)


def _hex(head: bytes | str | None) -> str:
    return head.hex() if isinstance(head, bytes) else (head or "")
