"""The one list of what names residents, households and places: whole, and nothing on it is lost."""

import sys
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection

from tests.cast import COMPOUND, Cast
from tests.filled import fill
from tests.kept import DOOR, differing, dump, someone
from tests.records.other_keys import OTHER_KEYS
from tests.street import Street, ordered
from wumen.actions.changes import (
    Change,
    leave,
    merge_households,
    merge_residents,
    move_household,
    move_residents,
    split_compound,
    undo,
)
from wumen.actions.duties.plan import plan_day
from wumen.actions.occurrences import note
from wumen.queries.audit import audit
from wumen.records import clock, repointing
from wumen.records.areas import PathField
from wumen.records.naming import COLUMNS, Of, Way
from wumen.records.policies import AREA_TABLES
from wumen.rules.occurrences import OccurrenceDraft

NAMED = {"resident", "resident_id", "household", "household_id", "subject", "landlord", "into"}
# Keys of everything else; a new key column is put here or on the declared list.


def columns(condition: str) -> set[str]:
    """The columns of our tables, partitions left out, that meet a condition on the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname || '.' || a.attname FROM pg_attribute a"
            " JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped"
            " AND c.relname NOT LIKE 'procrastinate%%' AND " + condition
        )
        return {name for (name,) in cursor.fetchall()}


def declared(*of: Of) -> set[str]:
    """The columns of the list that name one of these."""
    return {f"{one.table}.{one.column}" for one in COLUMNS if one.of in of}


def test_every_key_of_a_resident_or_household_stands_on_the_list(db: None) -> None:
    keys = columns("a.atttypid = 'uuid'::regtype") - OTHER_KEYS
    named = columns(f"a.attname IN ({', '.join(repr(name) for name in sorted(NAMED))})")
    assert sorted((keys | named) - declared(Of.RESIDENT, Of.HOUSEHOLD)) == []


def test_every_foreign_key_to_a_resident_or_household_stands_on_the_list(db: None) -> None:
    pointing = columns(
        "EXISTS (SELECT 1 FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid"
        " AND a.attnum = ANY(k.conkey)"
        " AND k.confrelid IN ('resident'::regclass, 'household'::regclass))"
    )
    assert pointing
    assert sorted(pointing - declared(Of.RESIDENT, Of.HOUSEHOLD)) == []


def test_every_path_stands_on_the_list(db: None) -> None:
    areas = {f"{table}.area" for table in AREA_TABLES} | columns("a.attname = 'area'")
    fields = {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_app_config("wumen").get_models()
        for field in model._meta.fields
        if isinstance(field, PathField)
    }
    assert sorted((areas | fields) - declared(Of.AREA)) == []


def test_the_list_holds_nothing_stale_and_says_why(db: None) -> None:
    names = [f"{one.table}.{one.column}" for one in COLUMNS]
    assert sorted(set(names) - columns("true")) == []
    assert len(names) == len(set(names))
    assert [one for one in COLUMNS if not one.why] == []
    assert [one for one in COLUMNS if (one.way is Way.FOLLOW) is not bool(one.by)] == []


def test_only_what_was_true_in_its_time_goes_on_naming_who_is_gone(db: None) -> None:
    keys = [one for one in COLUMNS if one.of is not Of.AREA and one.way is Way.STAY]
    assert {f"{one.table}.{one.column}" for one in keys} == {
        "door_code.household",
        "event.subject",
        "former_household.into",
        "former_resident.household",
        "former_resident.into",
    }


def test_a_key_that_is_missing_from_the_list_is_named(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tuple(one for one in COLUMNS if (one.table, one.column) != ("special_need", "resident"))
    monkeypatch.setattr(sys.modules[__name__], "COLUMNS", short)
    with pytest.raises(AssertionError, match=r"special_need\.resident"):
        test_every_key_of_a_resident_or_household_stands_on_the_list(None)


def _merge_residents(cast: Cast, street: Street) -> Change:
    keep, drop = someone(street, "1/1/201", 1), someone(street, "1/1/101", 1)
    return merge_residents(cast.clerk, keep.id, drop.id)


def _merge_households(cast: Cast, street: Street) -> Change:
    keep, drop = street.households["1/1/201"], street.households["1/1/101"]
    return merge_households(cast.clerk, keep.id, drop.id)


def _move_household(cast: Cast, street: Street) -> Change:
    return move_household(cast.clerk, street.households["1/1/101"].id, DOOR)


def _move_to_a_door(cast: Cast, street: Street) -> Change:
    return move_residents(cast.clerk, [someone(street, "1/1/101", 1).id], path=DOOR)


def _move_to_a_household(cast: Cast, street: Street) -> Change:
    people = [someone(street, "1/1/101", place).id for place in range(3)]
    return move_residents(cast.clerk, people, street.households["2/1/101"].id)


def _leave(cast: Cast, street: Street) -> Change:
    people = [someone(street, "1/1/101", place).id for place in range(3)]
    return leave(cast.captain, people, "moved_away")


def _split(cast: Cast, street: Street) -> Change:
    places = [f"{COMPOUND}/1", f"{COMPOUND}/2"]
    return split_compound(cast.clerk, COMPOUND, places, COMPOUND, "锦绣城北区")


CHANGES = [
    _merge_residents,
    _merge_households,
    _move_household,
    _move_to_a_door,
    _move_to_a_household,
    _leave,
    _split,
]


@pytest.mark.parametrize("make", CHANGES, ids=lambda one: one.__name__.strip("_"))
def test_a_change_with_a_row_in_every_table_loses_nothing_and_is_undone_row_by_row(
    cast: Cast, street: Street, make: Callable[[Cast, Street], Change]
) -> None:
    for place in (0, 1):
        door = f"1/1/{(2, 1)[place]}01"
        fill(cast, street, someone(street, door, 1))
        happened = OccurrenceDraft("transfer", f"{COMPOUND}/{door}", clock.now(), "区疾控电话")
        note(cast.clerk, happened)
    ordered(cast, "1")
    ordered(cast, "", regime="control")
    plan_day(cast.operator, clock.today())
    before = dump()
    filled = {table for table, rows in before.items() if rows}
    missing = {one.table for one in COLUMNS} - filled - _NEVER_FILLED
    assert missing == set()
    change = make(cast, street)
    after = dump()
    assert differing(before, after)
    assert audit(cast.operator).differences == ()
    undo(cast.captain if make is _leave else cast.clerk, change.id)
    left = differing(before, dump())
    # A post that was held over the new compound is remembered as ended.
    assert set(left) <= ({"post"} if make is _split else set()), left
    assert [row for gone, _ in left.values() for row in gone] == []
    assert audit(cast.operator).differences == ()


# Former ones stand where changes put them; ledgers are no part of a change.
_NEVER_FILLED = {
    "event",
    "former_household",
    "former_resident",
    "incoming_file",
    "ledger_job",
    "ledger_layout",
    "register_change",
}


def test_every_table_whose_keys_are_repointed_is_rewritten_by_a_merge(
    cast: Cast, street: Street
) -> None:
    keep, drop = someone(street, "1/1/201", 1), someone(street, "1/1/101", 1)
    fill(cast, street, drop)
    taken = OccurrenceDraft("transfer", drop.area, clock.now(), "区疾控电话", str(drop.id))
    note(cast.clerk, taken)
    merge_residents(cast.clerk, keep.id, drop.id)
    merge_households(cast.clerk, keep.household_id, drop.household_id)
    for one in repointing.COLUMNS:
        if one.way is Way.REPOINT:
            rows = "".join(dump()[one.table])
            gone = drop.id if one.of is Of.RESIDENT else drop.household_id
            stays = keep.id if one.of is Of.RESIDENT else keep.household_id
            assert f'"{one.column}": "{gone}"' not in rows, one
            assert f'"{one.column}": "{stays}"' in rows, one
