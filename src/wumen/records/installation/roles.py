"""The application's role in PostgreSQL: made with least rights, and proved to have no more."""

from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from wumen.records.installation.maintenance import beside, connected, database_of
from wumen.rules.problems import Problem

ROLE_LOCK = 0x57554D454E01
PLAN_CACHE_MODE = "force_custom_plan"

HOLDS = {
    "superuser": ("超级用户", "superuser"),
    "owner": ("拥有数据表", "owner of tables"),
    "bypassrls": ("可绕过行级权限", "BYPASSRLS"),
    "member": ("是数据库主账号的成员", "member of the owner or of a role that strong"),
}

_STRENGTH = """
WITH me AS (
    SELECT oid, rolname, rolsuper, rolbypassrls FROM pg_roles
    WHERE rolname IN (current_user, session_user)
), owners AS (
    SELECT relowner AS oid FROM pg_class
    WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
), strong AS (
    SELECT oid FROM owners
    UNION SELECT datdba FROM pg_database WHERE datname = current_database()
    UNION SELECT oid FROM pg_roles WHERE rolsuper OR rolbypassrls
)
SELECT min(me.rolname), bool_or(me.rolsuper),
       bool_or(EXISTS (SELECT FROM owners WHERE owners.oid = me.oid)),
       bool_or(me.rolbypassrls),
       bool_or(NOT me.rolsuper AND EXISTS (
           SELECT FROM strong
           WHERE strong.oid <> me.oid AND pg_has_role(me.oid, strong.oid, 'MEMBER'))),
       current_setting('plan_cache_mode')
FROM me
"""


def ensure_database_and_role(owner_url: str, app_url: str) -> None:
    """Make, if missing, the database of both URLs and the role of `app_url`, with its settings.

    Again and again without harm, from many processes at once. An existing role that is too strong
    is refused, never weakened: somebody else may rely on it.
    Problems: role_too_strong, owner_too_weak, database_unreachable, databases_differ.
    """
    role = str(conninfo_to_dict(app_url).get("user") or "")
    database = database_of(owner_url)
    if database_of(app_url) != database:
        raise Problem("databases_differ", owner=database, app=database_of(app_url))
    try:
        with beside(owner_url) as cluster:
            cluster.execute("SELECT pg_advisory_lock(%s)", [ROLE_LOCK])
            _make_database(cluster, database)
            _make_role(cluster, role, conninfo_to_dict(app_url).get("password"))
            with connected(owner_url) as connection:
                apply_settings(connection, role)
    except psycopg.errors.InsufficientPrivilege:
        raise Problem("owner_too_weak", role=role, database=database) from None


def apply_settings(connection: psycopg.Connection, role: str) -> None:
    """Give `role` its grants and settings in the connection's database, which the owner holds."""
    database = connection.info.dbname
    for statement in (
        "ALTER ROLE {role} IN DATABASE {database} SET plan_cache_mode = {mode}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}",
    ):
        connection.execute(
            sql.SQL(statement).format(
                role=sql.Identifier(role),
                database=sql.Identifier(database),
                mode=sql.Literal(PLAN_CACHE_MODE),
            )
        )


def check_app_role(connection: Any) -> None:
    """Refuse a connection (psycopg's or Django's) whose role could see past the row policies.

    Looks at the role that signed in as well as the one in force, for a session may reset its role.
    Problems: role_too_strong naming all it holds; plan_cache_mode.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STRENGTH)
        role, *held, mode = cursor.fetchone()
    holds = [name for name, is_held in zip(HOLDS, held, strict=True) if is_held]
    if holds:
        raise _too_strong(role, holds)
    if mode != PLAN_CACHE_MODE:
        raise Problem("plan_cache_mode", role=role, mode=mode, wanted=PLAN_CACHE_MODE)


def _too_strong(role: str, holds: list[str]) -> Problem:
    return Problem(
        "role_too_strong",
        role=role,
        holds=holds,
        holds_zh="、".join(HOLDS[name][0] for name in holds),
        holds_en=", ".join(HOLDS[name][1] for name in holds),
    )


def _make_database(cluster: psycopg.Connection, database: str) -> None:
    known = cluster.execute("SELECT FROM pg_database WHERE datname = %s", [database]).fetchone()
    if known is None:
        cluster.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(database)
            )
        )


def _make_role(cluster: psycopg.Connection, role: str, password: object) -> None:
    name = sql.Identifier(role)
    known = cluster.execute(
        "SELECT rolsuper, rolname = current_user, rolbypassrls, rolcreatedb OR rolcreaterole,"
        " rolcanlogin FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    if known is None:
        cluster.execute(
            sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS").format(
                name
            )
        )
    else:
        *strong, makes_others, may_login = known
        holds = [
            h for h, held in zip(("superuser", "owner", "bypassrls"), strong, strict=True) if held
        ]
        if holds:
            raise _too_strong(role, holds)
        if makes_others or not may_login:
            cluster.execute(sql.SQL("ALTER ROLE {} LOGIN NOCREATEDB NOCREATEROLE").format(name))
    if password:
        # Hashed here, so that no server log ever holds the password itself.
        verifier = cluster.pgconn.encrypt_password(
            str(password).encode(), role.encode(), b"scram-sha-256"
        ).decode()
        cluster.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(verifier)))
