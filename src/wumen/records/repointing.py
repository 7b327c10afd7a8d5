"""The statements that follow what names a resident, a household or a place, made from its one list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from django.db import connection

from wumen.records.naming import COLUMNS, Of, Way
from wumen.rules.areas import span

_KEYS = (Way.OWN, Way.REPOINT)
_WITH_PLACE = (Way.SPLIT, Way.FOLLOW)

# Rows as JSON, each under its table and id.
Image: TypeAlias = dict[str, Any]
Images: TypeAlias = dict[tuple[str, str], Image]


class RowChange(msgspec.Struct, frozen=True):
    """How one row came out of a change: made (no `was`), gone (no `now`), or some columns differ."""

    table: str
    id: str
    was: Image | None
    now: Image | None


def _json(rows: Iterable[Image]) -> str:
    return msgspec.json.encode(list(rows)).decode()


@cache
def _images_statement() -> str:
    """All rows that the list calls a resident's or household's own, or re-points."""
    tables = {one.table: None for one in COLUMNS if one.of is not Of.AREA and one.way in _KEYS}
    parts = []
    for table in tables:
        keys = (one for one in COLUMNS if one.table == table and one.way in _KEYS)
        found = [f"t.{one.column} = ANY(%({one.of})s::uuid[])" for one in keys]
        parts.append(
            f"SELECT '{table}', to_jsonb(t)::text FROM {table} t WHERE {' OR '.join(found)}"
        )
    return " UNION ALL ".join(parts)


def images(residents: Collection[UUID], households: Collection[UUID]) -> Images:
    """All that is kept of some residents and households, row by row, as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            _images_statement(), {"resident": list(residents), "household": list(households)}
        )
        rows = ((table, msgspec.json.decode(row)) for table, row in cursor.fetchall())
        return {(table, row["id"]): row for table, row in rows}


def differences(before: Images, after: Images) -> list[RowChange]:
    """What changed between two looks; of a row that stayed only the columns that differ."""
    found = []
    for table, ident in sorted(before.keys() | after.keys()):
        was, now = before.get((table, ident)), after.get((table, ident))
        if was == now:
            continue
        if was is not None and now is not None:
            differing = [column for column in was if was[column] != now[column]]
            was, now = ({column: row[column] for column in differing} for row in (was, now))
        found.append(RowChange(table, ident, was, now))
    return found


def _standing(table: str, idents: Sequence[str]) -> dict[str, Image]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t)::text FROM {table} t WHERE id = ANY(%s::uuid[])", [list(idents)]
        )
        rows = [msgspec.json.decode(row, type=dict[str, Any]) for (row,) in cursor.fetchall()]
    return {row["id"]: row for row in rows}


def unlike(changes: Sequence[RowChange]) -> list[RowChange]:
    """Those of the changes whose rows do not stand as the change left them."""
    by_table = {one.table: [x.id for x in changes if x.table == one.table] for one in changes}
    standing = {table: _standing(table, idents) for table, idents in by_table.items()}
    found = []
    for one in changes:
        row = standing[one.table].get(one.id)
        if one.now is None:
            same = row is None
        else:
            same = row is not None and all(row[name] == value for name, value in one.now.items())
        if not same:
            found.append(one)
    return found


def take_back(changes: Sequence[RowChange]) -> None:
    """Put the rows back as they were: first what was rewritten, then what was made, then what is gone.

    Inside an open transaction in which `unlike` found nothing.
    """
    sets: dict[tuple[str, tuple[str, ...]], list[Image]] = {}
    for one in changes:
        if one.was is not None and one.now is not None:
            rows = sets.setdefault((one.table, tuple(sorted(one.was))), [])
            rows.append({"id": one.id, **one.was})
    for (table, columns), rows in sets.items():
        _rewrite(table, columns, rows)
    made = [one for one in changes if one.was is None]
    # A household leaves its table only from among the former ones: that row goes right after it.
    for one in sorted(made, key=lambda x: x.table.startswith("former_")):
        _remove(one.table, one.id)
    for one in changes:
        if one.was is not None and one.now is None:
            _put(one.table, one.was)


def _rewrite(table: str, columns: Sequence[str], rows: Sequence[Image]) -> None:
    put = ", ".join(f"{name} = r.{name}" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET {put} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) r"
            " WHERE t.id = r.id",
            [_json(rows)],
        )


def _put(table: str, row: Image) -> None:
    names = ", ".join(row)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names})"
            f" SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",
            [_json([row])],
        )


def _remove(table: str, ident: str) -> None:
    with connection.cursor() as cursor:
        if table == "household":
            cursor.execute(
                "INSERT INTO former_household (id, area, state, registered_at, gone_at, why)"
                " SELECT id, area, state, registered_at, registered_at, 'merged' FROM household"
                " WHERE id = %s",
                [ident],
            )
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [ident])
        if table == "household":
            cursor.execute("DELETE FROM former_household WHERE id = %s", [ident])


def repoint(of: Of, drop: UUID, keep: UUID) -> None:
    """Let all that names `drop` and is re-pointed name `keep`."""
    with connection.cursor() as cursor:
        for one in COLUMNS:
            if one.of is of and one.way is Way.REPOINT:
                unless = f" AND NOT {one.unless}" if one.unless else ""
                cursor.execute(
                    f"UPDATE {one.table} t SET {one.column} = %(keep)s"
                    f" WHERE t.{one.column} = %(drop)s{unless}",
                    {"keep": keep, "drop": drop},
                )


def follow(residents: Collection[UUID], households: Collection[UUID]) -> None:
    """Let every path that goes with residents and households be that of their doors now.

    Households first: residents follow them, and what is kept of residents follows these.
    """
    of_key = {(one.table, one.column): one.of for one in COLUMNS}
    for of, idents in ((Of.HOUSEHOLD, households), (Of.RESIDENT, residents)):
        followed = [(one.table, by) for one in COLUMNS for by in one.by.split()]
        steps = [
            f"f{n} AS (UPDATE {table} t SET area = o.area FROM {of} o WHERE t.{by} = o.id"
            " AND o.id = ANY(%(idents)s::uuid[]) AND t.area <> o.area)"
            for n, (table, by) in enumerate(followed)
            if of_key[table, by] is of
        ]
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(steps)} SELECT 1", {"idents": list(idents)})


def rewrite_paths(paths: Mapping[str, str]) -> None:
    """Give places other paths, and all that is kept at and below them; duties apart."""
    with connection.cursor() as cursor:
        for one in COLUMNS:
            if one.way in _WITH_PLACE:
                cursor.execute(
                    f"UPDATE {one.table} t SET area = m.fresh || substr(t.area, length(m.old) + 1)"
                    " FROM unnest(%s::text[], %s::text[]) AS m (old, fresh)"
                    ' WHERE t.area >= m.old COLLATE "C"'
                    " AND t.area < (left(m.old, -1) || '0') COLLATE \"C\"",
                    [list(paths), list(paths.values())],
                )


def kept_within(place: str, without: Collection[str], ours: Collection[UUID] = ()) -> list[str]:
    """The tables that hold something at or below a place, outside some places of it and rows of ours."""
    tables = sorted({one.table for one in COLUMNS if one.way in _WITH_PLACE})
    held, parts = span(place), []
    for table in tables:
        own = "" if table in _BY_PATH else " AND t.id <> ALL(%(ours)s::uuid[])"
        itself = " AND t.area <> %(place)s" if table == "area" else ""
        parts.append(
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table} t WHERE t.area >= %(lo)s"
            f" AND t.area < %(hi)s{own}{itself} AND NOT EXISTS (SELECT 1 FROM"
            " unnest(%(without)s::text[]) AS w (place) WHERE starts_with(t.area, w.place)))"
        )
    known = {"lo": held.lo, "hi": held.hi, "place": place}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(parts), {**known, "without": list(without), "ours": list(ours)}
        )
        return [table for (table,) in cursor.fetchall()]


# Tables whose rows are named by their path or words, not by an id.
_BY_PATH = frozenset(
    {"area", "building", "field_photo", "field_record", "grid_place", "search_key"}
)


def named_by(household: UUID, besides: Collection[str]) -> bool:
    """Whether anything but some rows names a household: its people, visits, tenancies."""
    columns = [one for one in COLUMNS if one.of is Of.HOUSEHOLD and one.way is Way.REPOINT]
    parts = [
        f"EXISTS (SELECT 1 FROM {one.table} WHERE {one.column} = %(household)s"
        " AND id <> ALL(%(besides)s::uuid[]))"
        for one in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {' OR '.join(parts)}", {"household": household, "besides": list(besides)}
        )
        return bool(cursor.fetchone()[0])


def forget_places(places: Iterable[str]) -> None:
    """Take places out of the tree again, the deepest first, unless something is kept there."""
    with connection.cursor() as cursor:
        for place in sorted(places, key=len, reverse=True):
            if not kept_within(place, ()):
                cursor.execute("DELETE FROM area WHERE area = %s", [place])
