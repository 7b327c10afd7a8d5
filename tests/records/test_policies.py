"""What the application's role may see and touch: least rights, by area, fails closed."""

import json
import re
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg import sql

from tests.cast import Cast
from tests.street import Street, ordered
from wumen.actions.duties.plan import plan_day
from wumen.actions.reach import Reached
from wumen.queries.board import board
from wumen.queries.orders import order_lines
from wumen.queries.posts import acting
from wumen.records import clock, policies
from wumen.records.models import Area, Duty, Household, Order, Post, Resident, Tally
from wumen.records.scope import Scope, scoped
from wumen.rules.areas import NOWHERE, Span

pytestmark = pytest.mark.smoke

BY_AREA = [Area, Household, Resident, Post, Order, Duty, Tally]


def rows(query: str) -> list[tuple[object, ...]]:
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_the_tests_run_as_an_unprivileged_role(db: None) -> None:
    ((superuser, bypasses, owns, cached),) = rows(
        "SELECT rolsuper, rolbypassrls, EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid),"
        " current_setting('plan_cache_mode') FROM pg_roles r WHERE rolname = current_user"
    )
    assert (superuser, bypasses, owns, cached) == (False, False, False, "force_custom_plan")


@pytest.mark.parametrize("model", BY_AREA, ids=lambda model: model.__name__)
def test_without_a_scope_nothing_is_seen(street: Street, model: type) -> None:
    assert model.objects.count() == 0


def test_after_a_scope_nothing_is_seen_on_the_same_connection(cast: Cast, street: Street) -> None:
    with acting(cast.clerk):
        assert Resident.objects.count() == 30
    assert Resident.objects.count() == 0


def test_a_forgotten_filter_returns_no_foreign_row(cast: Cast, street: Street) -> None:
    with acting(cast.captain):
        assert {one.area.split("/")[4] for one in Resident.objects.all()} == {"1"}
    with acting(cast.outsider):
        assert list(Resident.objects.all()) == []


def test_a_row_cannot_be_written_outside_the_scope(cast: Cast, street: Street) -> None:
    with (
        acting(cast.captain),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Area.objects.create(area="410102/410102003/410102003008/jxc/2/9/", kind="unit", name="9")


def test_a_captain_of_building_1_sees_the_order_of_her_compound_and_not_of_building_2(
    cast: Cast, street: Street
) -> None:
    compound, other = ordered(cast, "", regime="control"), ordered(cast, "2")
    seen = {line.number for line in order_lines(cast.captain)}
    assert compound.number in seen
    assert other.number not in seen


def test_a_scope_inside_another_is_restored_on_leaving(cast: Cast, street: Street) -> None:
    with acting(cast.clerk):
        with acting(cast.captain):
            assert Resident.objects.count() == 10
        assert Resident.objects.count() == 30


def test_a_scope_is_restored_when_the_inner_one_fails(cast: Cast, street: Street) -> None:
    with acting(cast.clerk):
        with pytest.raises(ZeroDivisionError), acting(cast.captain):
            raise ZeroDivisionError
        assert Resident.objects.count() == 30


def test_two_spans_are_one_scope(street: Street) -> None:
    jxc = "410102/410102003/410102003008/jxc/"
    with scoped(Scope(Span(f"{jxc}1/", f"{jxc}10"), Span(f"{jxc}3/", f"{jxc}30"))):
        assert {one.area.split("/")[4] for one in Resident.objects.all()} == {"1", "3"}
    with scoped(Scope(NOWHERE)):
        assert Resident.objects.count() == 0


def test_a_partition_read_directly_is_refused(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    for partition in ("duty_20220110", "duty_default", "event_default"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows(f"SELECT count(*) FROM {partition}")


def test_every_table_is_either_seen_by_area_or_declared_to_lie_nowhere(db: None) -> None:
    tables = {
        name
        for (name,) in rows(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        )
    }
    guarded = {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relrowsecurity AND NOT relispartition"
        )
    }
    assert guarded == set(policies.AREA_TABLES)
    assert tables - guarded == policies.NO_AREA


def test_every_table_with_an_area_has_the_one_policy(db: None) -> None:
    texts = {
        name: (qual, check)
        for name, qual, check in rows(
            "SELECT tablename, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
        )
    }
    assert set(texts) == set(policies.AREA_TABLES)
    assert len({qual for name, (qual, _) in texts.items() if name not in policies.DOWNWARD}) == 1
    assert len({qual for name, (qual, _) in texts.items() if name in policies.DOWNWARD}) == 1
    assert len({check for _, check in texts.values()}) == 1
    with_area = {
        name
        for (name,) in rows(
            "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE a.attname = 'area' AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND c.relnamespace = 'public'::regnamespace"
        )
    }
    assert with_area == set(policies.AREA_TABLES)


def test_the_policy_is_answered_by_an_index(cast: Cast, street: Street) -> None:
    with acting(cast.captain), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan TO off")
        cursor.execute("EXPLAIN SELECT * FROM resident WHERE area >= '4' AND area < '5'")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index" in plan


def test_the_log_refuses_change_and_removal(cast: Cast, street: Street) -> None:
    for change in ("UPDATE event SET kind = 'x'", "DELETE FROM event", "DELETE FROM duty"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows(change + " RETURNING 1")


def test_even_the_owner_cannot_change_or_remove_an_event(own_database: Reached) -> None:
    with psycopg.connect(own_database.owner_url) as owner:
        owner.execute(
            "INSERT INTO event_key VALUES (gen_random_uuid(), 1, '2022-01-10', 'x'::bytea)"
        )
        for change in ("UPDATE {} SET hash = 'y'::bytea", "DELETE FROM {}"):
            with pytest.raises(psycopg.errors.RestrictViolation), owner.transaction():
                owner.execute(sql.SQL(change).format(sql.Identifier("event_key")))


def test_the_board_of_a_captains_neighbour_holds_nothing_of_hers(
    cast: Cast, under_lockdown: Street
) -> None:
    assert board(cast.secretary).total.standing == 30
    assert board(cast.outsider).total.standing == 0


def test_the_functions_that_see_past_the_policies_are_declared(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text, p.proacl::text FROM pg_proc p"
            " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prosecdef AND n.nspname = 'public'"
        )
        found = {
            name.replace("timestamp with time zone", "timestamptz"): acl for name, acl in cursor
        }
    assert {name.replace(",", ", ") for name in found} == set(policies.SEEING_PAST)
    # Nobody else may call them.
    assert not any(re.search(r"[{,]=X", acl) for acl in found.values())


def test_who_acts_is_found_by_the_exact_person_and_told_her_own_posts_alone(cast: Cast) -> None:
    held = {}
    for who in (cast.captain, cast.clerk):
        with connection.cursor() as cursor:
            cursor.execute("SELECT posts_held(%s, %s)::text", [who.person, clock.now()])
            ((found,),) = cursor.fetchall()
        held[who.post] = {UUID(one["post"]) for one in json.loads(found)}
    assert held == {cast.captain.post: {cast.captain.post}, cast.clerk.post: {cast.clerk.post}}
    with connection.cursor() as cursor:
        cursor.execute("SELECT posts_held(%s, %s)::text", [uuid4(), clock.now()])
        assert cursor.fetchone() == ("[]",)
        # Beside the function there is still nothing to be seen.
        cursor.execute("SELECT count(*) FROM post")
        assert cursor.fetchone() == (0,)
