"""The one list of what names a resident, a household or a place, and the statements that follow it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from django.db import connection

from wumen.records.rosters import MANNING
from wumen.rules.areas import span


class Of(StrEnum):
    """What a column names."""

    RESIDENT = "resident"
    HOUSEHOLD = "household"
    AREA = "area"


class Way(StrEnum):
    """What becomes of a column when people are merged or move, or a compound is split.

    `own`: the row is that resident or household itself. `repoint`: names who stays. `follow`: a path that
    goes with its resident or household to another door. `split`: a path that changes with its place only.
    `duties`: re-pointed by records/following.py with the kept counts. `rebuilt`: made anew from the rest.
    `stay`: keeps what was true in its time.
    """

    OWN = "own"
    REPOINT = "repoint"
    FOLLOW = "follow"
    SPLIT = "split"
    DUTIES = "duties"
    REBUILT = "rebuilt"
    STAY = "stay"


@dataclass(frozen=True)
class Column:
    """One column of the database: what it names, what becomes of it, and why.

    `by`: the key columns of the same table that a followed path goes by. `unless`: rows that are left
    as they are, because the one who stays has such a row already.
    """

    table: str
    column: str
    of: Of
    way: Way
    why: str
    by: str = ""
    unless: str = ""


_ORDER_ON_BOTH = (
    "EXISTS (SELECT 1 FROM order_scope o WHERE o.order_id = t.order_id AND o.resident = %(keep)s)"
)
_PLACE_FILLED = (
    "(t.until IS NULL AND EXISTS (SELECT 1 FROM force_care o WHERE o.household = %(keep)s"
    " AND o.until IS NULL AND (o.place = t.place OR o.member_id = t.member_id)))"
)

COLUMNS: tuple[Column, ...] = (
    Column("resident", "id", Of.RESIDENT, Way.OWN, "the resident herself"),
    Column("former_resident", "id", Of.RESIDENT, Way.OWN, "the same id after she has left"),
    Column("household", "id", Of.HOUSEHOLD, Way.OWN, "the household itself"),
    Column("former_household", "id", Of.HOUSEHOLD, Way.OWN, "the same id after it was joined"),
    Column("resident", "household_id", Of.HOUSEHOLD, Way.REPOINT, "people go with their household"),
    Column("former_resident", "household", Of.HOUSEHOLD, Way.STAY, "where she lived when she left"),
    Column("former_resident", "into", Of.RESIDENT, Way.STAY, "the next entry of the way leads on"),
    Column("former_household", "into", Of.HOUSEHOLD, Way.STAY, "the next entry leads on"),
    Column("tenancy", "household", Of.HOUSEHOLD, Way.REPOINT, "who lets is known of the household"),
    Column("tenancy", "landlord", Of.RESIDENT, Way.REPOINT, "she lets under her remaining entry"),
    Column("special_need", "resident", Of.RESIDENT, Way.REPOINT, "a need is the person's"),
    Column("knock", "household", Of.HOUSEHOLD, Way.REPOINT, "visits count for the household"),
    Column("door_code", "household", Of.HOUSEHOLD, Way.STAY, "dies when its household is merged"),
    Column("objection", "household", Of.HOUSEHOLD, Way.REPOINT, "the household's objection"),
    Column("relay_entry", "household", Of.HOUSEHOLD, Way.REPOINT, "what it said counts for it"),
    Column("roster_entry", "resident", Of.RESIDENT, Way.REPOINT, "she works there all the same"),
    Column("call_entry", "resident", Of.RESIDENT, Way.REPOINT, "she is rung under her entry"),
    Column("round_sheet_line", "resident", Of.RESIDENT, Way.REPOINT, "her line is her entry’s"),
    Column("round_sheet_line", "household", Of.HOUSEHOLD, Way.REPOINT, "its line stays its line"),
    Column("sheet", "resident", Of.RESIDENT, Way.REPOINT, "it was handed to the person"),
    Column("opening_step", "resident", Of.RESIDENT, Way.REPOINT, "she confirmed it"),
    Column(
        "order_scope",
        "resident",
        Of.RESIDENT,
        Way.REPOINT,
        "an order binds the person; one on both entries binds her already",
        unless=_ORDER_ON_BOTH,
    ),
    Column("photo", "owed_by", Of.RESIDENT, Way.REPOINT, "it shows what was done for her"),
    Column(
        "field_photo_of", "owed_by", Of.RESIDENT, Way.REPOINT, "the photo that is to come is hers"
    ),
    Column("instruction", "resident", Of.RESIDENT, Way.REPOINT, "it is about the person"),
    Column("instruction", "household", Of.HOUSEHOLD, Way.REPOINT, "it is about the household"),
    Column("occurrence", "resident", Of.RESIDENT, Way.REPOINT, "it happened to the person"),
    Column("occurrence", "household", Of.HOUSEHOLD, Way.REPOINT, "it happened to the household"),
    Column("outing", "resident", Of.RESIDENT, Way.REPOINT, "it is the person who went"),
    Column("outing", "household", Of.HOUSEHOLD, Way.REPOINT, "her home"),
    Column("transfer", "resident", Of.RESIDENT, Way.REPOINT, "it is the person who is moved"),
    Column("transfer", "household", Of.HOUSEHOLD, Way.REPOINT, "her home waits for her"),
    Column("force_member", "resident", Of.RESIDENT, Way.REPOINT, "she serves under her entry"),
    Column(
        *("force_care", "household", Of.HOUSEHOLD, Way.REPOINT),
        *("its team looks after it", "", _PLACE_FILLED),
    ),
    Column("duty", "subject", Of.RESIDENT, Way.DUTIES, "today's and later ones are hers"),
    Column("search_key", "subject", Of.RESIDENT, Way.REBUILT, "from name, telephones and door"),
    Column("event", "subject", Of.RESIDENT, Way.STAY, "a keyed hash of who it was then"),
    Column("area", "area", Of.AREA, Way.SPLIT, "the place itself"),
    Column("building", "area", Of.AREA, Way.SPLIT, "type and floors of the place"),
    Column("facility", "area", Of.AREA, Way.SPLIT, "it stands in the building"),
    Column("grid", "area", Of.AREA, Way.SPLIT, "a community's, which no split moves"),
    Column("grid_place", "area", Of.AREA, Way.SPLIT, "the building stays in its grid"),
    Column("household", "area", Of.AREA, Way.SPLIT, "its door; a move sets it by name"),
    Column("former_household", "area", Of.AREA, Way.SPLIT, "the last door under today's path"),
    Column("resident", "area", Of.AREA, Way.FOLLOW, "the household's door", by="household_id"),
    Column("former_resident", "area", Of.AREA, Way.SPLIT, "the last door under today's path"),
    Column("tenancy", "area", Of.AREA, Way.FOLLOW, "the household's door", by="household"),
    Column("special_need", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("order_scope", "area", Of.AREA, Way.FOLLOW, "binds wherever she lives", by="resident"),
    Column("instruction", "area", Of.AREA, Way.FOLLOW, "their door", by="household resident"),
    Column("occurrence", "area", Of.AREA, Way.SPLIT, "where it happened, whoever moves since"),
    Column("outing", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("hand_over", "area", Of.AREA, Way.SPLIT, "the door that is guarded"),
    Column("waste_load", "area", Of.AREA, Way.SPLIT, "where it was collected"),
    Column("stairwell_notice", "area", Of.AREA, Way.SPLIT, "where it hangs"),
    Column("transfer", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("transfer_step", "area", Of.AREA, Way.SPLIT, "the door at that hour"),
    Column("sheet", "area", Of.AREA, Way.FOLLOW, "the resident's door", by="resident"),
    Column("round_sheet", "area", Of.AREA, Way.SPLIT, "the unit that is walked"),
    Column("round_sheet_line", "area", Of.AREA, Way.SPLIT, "the door as printed, who moves or not"),
    Column("attachment", "area", Of.AREA, Way.SPLIT, "where its record stands"),
    Column("opening_step", "area", Of.AREA, Way.SPLIT, "the door or gate itself"),
    Column("photo", "area", Of.AREA, Way.SPLIT, "where it was taken"),
    Column("knock", "area", Of.AREA, Way.SPLIT, "the door at which somebody knocked"),
    Column("device", "area", Of.AREA, Way.SPLIT, "goes with the post it acts in"),
    Column("field_device", "area", Of.AREA, Way.SPLIT, "the place in which the phone is used"),
    Column("field_photo_of", "area", Of.AREA, Way.SPLIT, "the place of what the photo shows"),
    Column("field_photo", "area", Of.AREA, Way.SPLIT, "the place of the phone that took it"),
    Column("field_record", "area", Of.AREA, Way.SPLIT, "the place of what a phone told"),
    Column("field_decision", "area", Of.AREA, Way.SPLIT, "where who decides finds it again"),
    Column("writer_hole", "area", Of.AREA, Way.SPLIT, "where the closed numbers are found again"),
    Column("door_code", "area", Of.AREA, Way.SPLIT, "the door or stairwell at which it hangs"),
    Column("objection", "area", Of.AREA, Way.SPLIT, "where it was made"),
    Column("neighbour_report", "area", Of.AREA, Way.SPLIT, "the place that it speaks of"),
    Column("report_check", "area", Of.AREA, Way.SPLIT, "the place that was looked at"),
    Column("call_list", "area", Of.AREA, Way.STAY, "the place that the list was made for"),
    Column("call_entry", "area", Of.AREA, Way.FOLLOW, "her door", by="resident"),
    Column("call", "area", Of.AREA, Way.SPLIT, "the door that was rung"),
    Column("force_member", "area", Of.AREA, Way.SPLIT, "where she serves"),
    Column("force_member", "lives", Of.AREA, Way.SPLIT, "her own door or building"),
    Column("force_wish", "area", Of.AREA, Way.SPLIT, "the building that she asked for"),
    Column("force_call_up", "area", Of.AREA, Way.SPLIT, "the place that calls up"),
    Column("force_care", "area", Of.AREA, Way.FOLLOW, "the household's door", by="household"),
    Column("force_role", "area", Of.AREA, Way.SPLIT, "whose words they are"),
    Column("force_body", "area", Of.AREA, Way.SPLIT, "where it stands"),
    Column("deployment", "area", Of.AREA, Way.SPLIT, "where she is taken"),
    *(Column(one, "area", Of.AREA, Way.SPLIT, "goes with its station") for one in MANNING),
    Column("relay", "area", Of.AREA, Way.SPLIT, "the group's place"),
    Column("relay_entry", "area", Of.AREA, Way.SPLIT, "the group's place"),
    Column("group_sent", "area", Of.AREA, Way.STAY, "the place as it was told"),
    Column("help_number", "area", Of.AREA, Way.SPLIT, "the place that it is rung for"),
    Column("organisation", "area", Of.AREA, Way.SPLIT, "where it stands"),
    Column("roster_entry", "area", Of.AREA, Way.SPLIT, "where the organisation stands"),
    Column("sampling_point", "area", Of.AREA, Way.SPLIT, "the place at which people queue"),
    Column("point_service", "area", Of.AREA, Way.SPLIT, "where its point stands"),
    Column(
        "point_service", "serves", Of.AREA, Way.SPLIT, "the building comes to its point as before"
    ),
    Column("point_word", "area", Of.AREA, Way.SPLIT, "where its point stands"),
    Column("orders", "area", Of.AREA, Way.REBUILT, "the deepest place over its scopes"),
    Column("order_change", "area", Of.AREA, Way.REBUILT, "where its order stands"),
    Column("attested", "area", Of.AREA, Way.REBUILT, "where its order stands"),
    Column("release_step", "area", Of.AREA, Way.REBUILT, "where its order stands"),
    Column("local_notice", "area", Of.AREA, Way.REBUILT, "the deepest place over its scopes"),
    Column("local_notice_scope", "area", Of.AREA, Way.SPLIT, "holds there as before"),
    Column("post", "area", Of.AREA, Way.SPLIT, "who answers for a building goes on"),
    Column("search_key", "area", Of.AREA, Way.SPLIT, "found at the same door"),
    Column("duty", "area", Of.AREA, Way.DUTIES, "of today and later; past days keep theirs"),
    Column("tally", "area", Of.AREA, Way.DUTIES, "counts where the duties stand"),
    Column("event", "area", Of.AREA, Way.STAY, "where it happened, as it was called then"),
    Column("incoming_file", "area", Of.AREA, Way.STAY, "the place that the ledger names"),
    Column("ledger_job", "area", Of.AREA, Way.STAY, "the place that the ledger names"),
    Column("ledger_layout", "area", Of.AREA, Way.STAY, "a community's"),
    Column("register_change", "area", Of.AREA, Way.STAY, "where it was made"),
    Column("report", "area", Of.AREA, Way.STAY, "of which place it told when it was sent"),
    Column("superior_form", "area", Of.AREA, Way.STAY, "the office that fills it"),
)
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
