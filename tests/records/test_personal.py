"""The one list of what an outbreak knows of persons: every table is placed, once, and says why."""

from collections import Counter

import pytest
from django.db import connection

from wumen.records import personal
from wumen.records.fates import ERASED, Fate
from wumen.records.personal import PLACED, SEALED, STAYS
from wumen.records.policies import RIGHTS


def tables() -> set[str]:
    """All tables of the catalogue, partitions left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        )
        return {name for (name,) in cursor.fetchall()}


def test_every_table_is_placed_once(db: None) -> None:
    assert {one.table for one in PLACED} == tables()
    assert [table for table, n in Counter(one.table for one in PLACED).items() if n > 1] == []


def test_a_table_that_is_not_placed_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    short = tuple(one for one in PLACED if one.table != "knock")
    monkeypatch.setitem(test_every_table_is_placed_once.__globals__, "PLACED", short)
    with pytest.raises(AssertionError, match="knock"):
        test_every_table_is_placed_once(None)


def test_each_says_what_it_is_or_why_it_stays() -> None:
    assert [one for one in PLACED if not one.en] == []
    assert [one for one in (*ERASED, *SEALED) if not one.zh or not one.which] == []
    assert [one for one in ERASED if (one.fate is Fate.CUT) is not bool(one.sets)] == []
    assert {one.fate for one in STAYS} == {Fate.STAYS}
    assert {one.fate for one in SEALED} == {Fate.SEALED}


def test_whatever_is_sealed_is_erased_opens_to_nobody_or_is_said_why_it_stays(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (column_name LIKE '%sealed' OR column_name = 'resident' OR column_name = 'household')"
        )
        holding = {name for (name,) in cursor.fetchall()} & tables()
    # The register, and those who work: an installation's, whatever outbreak.
    assert holding & {one.table for one in STAYS} == {
        *("crew", "force_member", "former_resident", "organisation", "register_change"),
        *("app_template", "report", "resident", "roster_entry", "superior_form", "tenancy"),
    }


def test_children_go_before_their_parents(db: None) -> None:
    order = [one.table for one in ERASED if one.fate is Fate.GONE]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f'"
        )
        pairs = [(child, parent) for child, parent in cursor if {child, parent} <= {*order}]
    assert pairs
    assert [one for one in pairs if order.index(one[0]) > order.index(one[1])] == []


def test_the_function_names_every_table_that_is_erased_and_none_that_stays() -> None:
    text = personal.function()
    for one in ERASED:
        verb = f"UPDATE {one.table} " if one.sets else f"DELETE FROM {one.table} "
        assert verb in text
    for one in (*SEALED, *STAYS):
        assert f"DELETE FROM {one.table} " not in text
        assert f"UPDATE {one.table} " not in text


def test_the_function_in_the_database_is_the_one_of_the_list(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'erase_outbreak'")
        assert [text for (text,) in cursor] == [personal.function().split("$erase$")[1]]


def test_the_application_may_not_erase_by_itself_what_the_function_erases() -> None:
    assert "DELETE" not in RIGHTS["instruction"] + RIGHTS["objection"] + RIGHTS["duty"]
