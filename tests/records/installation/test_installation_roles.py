"""The application's role: made with least rights, refused with more."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from wumen.records.installation.cluster import Cluster
from wumen.records.installation.maintenance import with_database
from wumen.records.installation.roles import check_app_role, ensure_database_and_role
from wumen.rules.problems import Problem


@contextmanager
def role_with(owner_url: str, name: str, *statements: str) -> Iterator[str]:
    """The URL of a role made for one test, which the statements make stronger than allowed."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'x'").format(sql.Identifier(name)))
        try:
            for statement in statements:
                owner.execute(statement)
            yield psycopg.conninfo.make_conninfo(owner_url, user=name, password="x")
        finally:
            owner.execute(sql.SQL("DROP OWNED BY {} CASCADE").format(sql.Identifier(name)))
            owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def test_the_role_it_makes_passes_its_own_check(database: tuple[str, str]) -> None:
    with psycopg.connect(database[1]) as connection:
        check_app_role(connection)


def test_the_role_may_not_create_tables_but_temporary_ones(database: tuple[str, str]) -> None:
    with psycopg.connect(database[1], autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE t (n int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.t (n int)")


@pytest.mark.parametrize(
    ("statement", "held"),
    [
        ("ALTER ROLE strong SUPERUSER", "superuser"),
        ("ALTER ROLE strong BYPASSRLS", "bypassrls"),
        ("ALTER TABLE t OWNER TO strong", "owner"),
        ("GRANT wumen_owner TO strong", "member"),
    ],
)
def test_a_role_that_sees_past_the_policies_is_refused_and_named(
    database: tuple[str, str], statement: str, held: str
) -> None:
    with psycopg.connect(database[0]) as owner:
        owner.execute("CREATE TABLE t (n int)")
    with (
        role_with(database[0], "strong", statement) as url,
        psycopg.connect(url) as connection,
        pytest.raises(Problem) as refused,
    ):
        check_app_role(connection)
    assert refused.value.code == "role_too_strong"
    assert refused.value.details["holds"] == [held]
    assert "strong" in refused.value.text("en")
    assert "strong" in refused.value.text("zh")


def test_a_strong_session_is_refused_even_when_it_took_a_weak_role(
    database: tuple[str, str],
) -> None:
    with psycopg.connect(database[0]) as connection:
        connection.execute("SET ROLE wumen_app")
        with pytest.raises(Problem, match="role_too_strong"):
            check_app_role(connection)


def test_a_plan_that_may_be_reused_is_refused(database: tuple[str, str]) -> None:
    with psycopg.connect(database[1]) as connection:
        connection.execute("SET plan_cache_mode = auto")
        with pytest.raises(Problem, match="plan_cache_mode"):
            check_app_role(connection)


def test_a_strong_role_that_exists_is_never_weakened(database: tuple[str, str]) -> None:
    with role_with(database[0], "admin", "ALTER ROLE admin SUPERUSER") as url:
        for strong in (url, database[0]):
            with pytest.raises(Problem, match="role_too_strong"):
                ensure_database_and_role(database[0], strong)
        with psycopg.connect(url) as connection:
            query = "SELECT rolsuper FROM pg_roles WHERE rolname = 'admin'"
            assert connection.execute(query).fetchone() == (True,)


def test_the_two_urls_name_one_database(shared_cluster: Cluster) -> None:
    other = with_database(shared_cluster.app_url, "other")
    with pytest.raises(Problem, match="databases_differ"):
        ensure_database_and_role(shared_cluster.owner_url, other)


def test_an_owner_who_may_not_make_roles_is_told(database: tuple[str, str]) -> None:
    with role_with(database[0], "weak_owner") as url:
        app = psycopg.conninfo.make_conninfo(database[1], user="never_made")
        with pytest.raises(Problem, match="owner_too_weak"):
            ensure_database_and_role(url, app)


def test_a_database_out_of_reach_is_told(shared_cluster: Cluster) -> None:
    url = psycopg.conninfo.make_conninfo(shared_cluster.owner_url, password="wrong")
    with pytest.raises(Problem, match="database_unreachable"):
        ensure_database_and_role(url, shared_cluster.app_url)


def test_many_processes_may_ensure_at_once(shared_cluster: Cluster) -> None:
    """Databases of parallel test runs share the cluster's one role."""
    failures: list[BaseException] = []
    names = [f"at_once_{number}" for number in range(4)]

    def ensure(name: str) -> None:
        try:
            ensure_database_and_role(
                with_database(shared_cluster.owner_url, name),
                with_database(shared_cluster.app_url, name),
            )
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ensure, args=(name,)) for name in names * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(shared_cluster.owner_url, autocommit=True) as owner:
        for name in names:
            owner.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
    assert failures == []
