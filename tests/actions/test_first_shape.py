"""An empty database is made at once, and is what the chain of migrations makes of one, step by step."""

import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython
from django.db.migrations.recorder import MigrationRecorder

from tests.databases import in_database
from wumen.actions import schema
from wumen.actions.reach import Reached
from wumen.records import first_shape
from wumen.records.installation.binaries import find_binaries
from wumen.records.installation.maintenance import database_of
from wumen.records.installation.swap import drop_database

# An installation that was made before most of its tables came.
EARLIER = "0017_occurrences"


@pytest.fixture
def empty(reached: Reached, django_db_blocker: object) -> Iterator[list[Reached]]:
    """Two databases that nobody has made yet."""
    made = [
        Reached(in_database(reached.app_url, name), in_database(reached.owner_url, name), True)
        for name in (f"test_{secrets.token_hex(6)}" for _ in range(2))
    ]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield made
    with psycopg.connect(reached.owner_url, autocommit=True) as owner:
        for one in made:
            drop_database(owner, database_of(one.owner_url))


def shape(one: Reached) -> str:
    """All that PostgreSQL says of a database's shape: tables, functions, policies, owners and rights."""
    words = [find_binaries() / "pg_dump", "--schema-only", one.owner_url]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    # A key that each dump draws for itself.
    return re.sub(r"(?m)^\\(un)?restrict .*$", "", told)


def rows(one: Reached) -> list[list[tuple[object, ...]]]:
    """What stands in it from the beginning: which migrations are applied, and what Django notes of the models."""
    with psycopg.connect(one.owner_url) as owner:
        return [
            owner.execute(query).fetchall()
            for query in (
                "SELECT app, name FROM django_migrations ORDER BY 1, 2",
                "SELECT app_label, model FROM django_content_type ORDER BY 1, 2",
                "SELECT codename, name FROM auth_permission ORDER BY 1, 2",
            )
        ]


@contextmanager
def connected(one: Reached) -> Iterator[BaseDatabaseWrapper]:
    """Django's connection as the owner, as a migration has it."""
    schema.ensure_database_and_role(one.owner_url, one.app_url)
    entry = settings.DATABASE_ENTRY(one.owner_url)
    connections.databases["early"] = {**connections.databases["default"], **entry}
    try:
        yield connections["early"]
    finally:
        connections["early"].close()
        del connections["early"], connections.databases["early"]


def tables(one: Reached) -> set[str]:
    """The names of its tables."""
    with psycopg.connect(one.owner_url) as owner:
        told = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in told}


def test_an_empty_database_and_one_from_earlier_come_to_the_same(empty: list[Reached]) -> None:
    at_once, earlier = empty
    schema.migrate(at_once.owner_url, at_once.app_url)
    with connected(earlier):
        # Along the chain, as the software of that day went.
        call_command("migrate", "wumen", EARLIER, database="early", interactive=False, verbosity=0)
    assert tables(earlier) < tables(at_once)
    schema.migrate(earlier.owner_url, earlier.app_url)
    assert shape(earlier) == shape(at_once)
    assert rows(earlier) == rows(at_once)
    before = shape(at_once), rows(at_once)
    schema.migrate(at_once.owner_url, at_once.app_url)
    assert (shape(at_once), rows(at_once)) == before


def test_what_breaks_in_the_middle_leaves_nothing(
    empty: list[Reached], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = empty[0]

    def break_off(*_: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as broken:
        broken.setattr(MigrationRecorder, "record_applied", break_off)
        with pytest.raises(InterruptedError):
            schema.migrate(one.owner_url, one.app_url)
    assert tables(one) == {"django_migrations"}
    schema.migrate(one.owner_url, one.app_url)
    assert "parcel" in tables(one)


def test_what_only_python_can_do_is_left_to_the_chain(
    empty: list[Reached], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = empty[0]
    by_python = Migration("0036_by_python", "wumen")
    by_python.operations = [RunPython(RunPython.noop)]
    chain = first_shape._chain
    monkeypatch.setattr(first_shape, "_chain", lambda loader: [*chain(loader), by_python])
    with connected(one) as connection:
        assert not first_shape.make_at_once(connection)
    assert tables(one) == set()
