"""Fills a new database beside the present one and puts it in its place in one step."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import psycopg
from psycopg import sql

from wumen.records.installation.maintenance import beside, database_of
from wumen.rules.problems import Problem

RESTORE_LOCK = 0x57554D45
TRIES = 3
TERMINATE_SECONDS = 0.1

_SETTINGS = """
SELECT r.rolname, split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)
FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) AS setting
WHERE d.datname = %s
"""
_GRANTS = """
SELECT r.rolname, a.privilege_type FROM pg_database d, aclexplode(d.datacl) AS a
JOIN pg_roles r ON r.oid = a.grantee WHERE d.datname = %s AND a.grantee <> d.datdba
"""
_PUBLIC = """
SELECT datacl IS NULL OR EXISTS (SELECT FROM aclexplode(datacl) a
    WHERE a.grantee = 0 AND a.privilege_type = %s) FROM pg_database WHERE datname = %s
"""


def check_roles(cluster: psycopg.Connection, roles: tuple[str, ...]) -> None:
    """Refuse roles of a backup's grants that this cluster lacks. Problem: backup_role_missing."""
    here = {name for (name,) in cluster.execute("SELECT rolname FROM pg_roles")}
    missing = [role for role in roles if role not in here]
    if missing:
        raise Problem("backup_role_missing", roles=", ".join(missing))


@contextmanager
def new_database(cluster: psycopg.Connection, name: str) -> Iterator[str]:
    """An empty database `<name>_restoring_<n>`, dropped if what happens inside fails.

    One restore at a time: leftovers of killed ones are dropped. Problems: restore_in_use,
    owner_too_weak.
    """
    locked = cluster.execute(
        "SELECT pg_try_advisory_lock(%s, hashtext(%s))", [RESTORE_LOCK, name]
    ).fetchone()
    if locked is None or not locked[0]:
        raise Problem("restore_in_use")
    prefix = f"{name}_restoring_"
    try:
        for leftover in _databases(cluster, prefix):
            drop_database(cluster, leftover)
        made = f"{prefix}1"
        cluster.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(made)
            )
        )
    except psycopg.errors.InsufficientPrivilege:
        raise Problem("owner_too_weak", role=cluster.info.user, database=name) from None
    try:
        yield made
    except BaseException:
        drop_database(cluster, made)
        raise


def take_over(owner_url: str, name: str, made: str) -> None:
    """Rename `made` to `name`, and the former to `<name>_before_<UTC time>`, with nobody connected.

    Both or neither, even when killed; a former one of an earlier restore is dropped. Problem:
    restore_in_use when connections cannot be ended; the former is then as it was.
    """
    former = f"{name}_before_{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    with beside(owner_url) as cluster, _nobody_in(owner_url, [name, made]):
        _copy_settings(cluster, name, made)
        for _ in range(TRIES):
            try:
                with cluster.transaction():
                    _alter(cluster, "ALTER DATABASE {} RENAME TO {}", name, former)
                    _alter(cluster, "ALTER DATABASE {} RENAME TO {}", made, name)
            except psycopg.errors.ObjectInUse:
                continue
            # One former database is a way back; more of them would be copies that nobody destroys.
            for older in _databases(cluster, f"{name}_before_"):
                if older != former:
                    drop_database(cluster, older)
            return
    raise Problem("restore_in_use")


@contextmanager
def _nobody_in(owner_url: str, names: list[str]) -> Iterator[None]:
    """End the connections to the databases again and again, from a thread.

    A rename locks newcomers out first and then waits for those inside; ending them before it would
    let an impatient client come back in between.
    """
    over = threading.Event()

    def end_them() -> None:
        with suppress(psycopg.Error), beside(owner_url) as cluster:
            while not over.wait(TERMINATE_SECONDS):
                cluster.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = ANY(%s) AND backend_type = 'client backend'",
                    [names],
                )

    thread = threading.Thread(target=end_them)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _copy_settings(cluster: psycopg.Connection, source: str, target: str) -> None:
    database = sql.Identifier(target)
    for role, key, value in cluster.execute(_SETTINGS, [source]).fetchall():
        who = (
            sql.SQL("ROLE {} IN DATABASE {}").format(sql.Identifier(role), database)
            if role
            else sql.SQL("DATABASE {}").format(database)
        )
        cluster.execute(
            sql.SQL("ALTER {} SET {} TO {}").format(who, sql.Identifier(key), sql.Literal(value))
        )
    for privilege in ("CONNECT", "TEMPORARY"):
        row = cluster.execute(_PUBLIC, [privilege, source]).fetchone()
        if row and not row[0]:
            cluster.execute(
                sql.SQL("REVOKE {} ON DATABASE {} FROM PUBLIC").format(sql.SQL(privilege), database)
            )
    for role, privilege in cluster.execute(_GRANTS, [source]).fetchall():
        cluster.execute(
            sql.SQL("GRANT {} ON DATABASE {} TO {}").format(
                sql.SQL(privilege), database, sql.Identifier(role)
            )
        )


def _databases(cluster: psycopg.Connection, prefix: str) -> list[str]:
    rows = cluster.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
    )
    return [name for (name,) in rows]


def drop_database(cluster: psycopg.Connection, name: str) -> None:
    """Drop a database, if it is there, with whatever still looks at it.

    An owner that is no superuser may not end an autovacuum worker by force; the drop without force asks it
    to go and waits.
    """
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        cluster.execute(drop + sql.SQL(" WITH (FORCE)"))
    except psycopg.errors.InsufficientPrivilege:
        cluster.execute(drop)


def drop_former(owner_url: str, name: str) -> None:
    """Drop a database that a restore left aside; any other name is refused."""
    if not name.startswith(f"{database_of(owner_url)}_before_"):
        raise ValueError("not a former database")
    with beside(owner_url) as cluster:
        drop_database(cluster, name)


def _alter(cluster: psycopg.Connection, statement: str, *names: str) -> None:
    cluster.execute(sql.SQL(statement).format(*[sql.Identifier(name) for name in names]))
