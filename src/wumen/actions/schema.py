"""Brings the database to its newest shape: schema, policies, grants and partitions."""

from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg.conninfo import conninfo_to_dict

from wumen.records import clock, migrations, partitions, policies
from wumen.records.first_shape import make_at_once
from wumen.records.installation.roles import check_app_role, ensure_database_and_role
from wumen.rules.problems import Problem
from wumen.rules.time import business_day


def migrate(owner_url: str, app_url: str) -> None:
    """Bring the database to the newest shape: schema, policies, grants and partitions; harmless again."""
    ensure_database_and_role(owner_url, app_url)
    entry = settings.DATABASE_ENTRY(owner_url)
    connections.databases["owner"] = {**connections.databases["default"], **entry}
    try:
        make_at_once(connections["owner"])
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    finally:
        connections["owner"].close()
        # Both: a connection that is remembered would lead the next migration to this database again.
        del connections["owner"], connections.databases["owner"]
    role = str(conninfo_to_dict(app_url)["user"])
    with psycopg.connect(owner_url) as owner:
        for statement in policies.statements(role):
            owner.execute(statement)


def renew_partitions(owner_url: str) -> int:
    """Make the daily partitions that are missing; how many were made."""
    with psycopg.connect(owner_url) as owner:
        return partitions.renew(owner, clock.today(), business_day(clock.real_now()))


def check_role() -> None:
    """Refuse to start as anything but an unprivileged role, or on a database that was never made or is behind."""
    connection.ensure_connection()
    check_app_role(connection)
    # Asked for by name: Django would list all tables first, and every day of duties and of events is one.
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('installation'), to_regclass('django_migrations')")
        made, noted = cursor.fetchone()
        if made is None:
            raise Problem("not_initialised")
        if noted is None:
            raise Problem("schema_behind")
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'wumen'")
        applied = {name for (name,) in cursor.fetchall()}
    if not _known() <= applied:
        raise Problem("schema_behind")


def _known() -> set[str]:
    """The steps to the shape of the database that this software knows."""
    return {one.stem for one in Path(migrations.__path__[0]).glob("0*.py")}
