"""Plans that a connection keeps show each viewer her own rows, know one partition, and do not pile up."""

import contextlib
from datetime import date
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from wumen.actions.register import add_area
from wumen.queries.posts import acting, acting_in, finding_out
from wumen.records import exchange, kept
from wumen.records.kept import Kept, together
from wumen.records.models import Area
from wumen.records.scope import WHOLE, narrowed, of_viewer, scoped
from wumen.records.sets import binding

PLACES = Kept(
    "SELECT area FROM area WHERE kind = 'building' AND area >= %(lo)s AND area < %(hi)s ORDER BY area",
    "lo text, hi text",
)
COUNTED = Kept("SELECT count(*) FROM duty WHERE day = %(day)s", "day day")


def prepared() -> dict[str, str]:
    """The statements that the connection holds, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements WHERE name ~ '^sent_'")
        return dict(cursor.fetchall())


def names_of(statement: str) -> list[str]:
    """Under which names a statement is held."""
    return [name for name, text in prepared().items() if statement in text]


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Each test begins with a connection that holds none of them; what others prepared on it stays."""
    for name in prepared():
        with connection.cursor() as cursor:
            cursor.execute(f"DEALLOCATE {name}")
    exchange._held.clear()


def test_the_plan_of_one_viewer_shows_another_only_her_own(cast: Cast) -> None:
    seen: dict[str, Any] = {}
    for who in ("secretary", "outsider", "secretary"):
        with acting(getattr(cast, who)):
            found = PLACES.rows(lo="", hi="~")
            seen[who] = [area for (area,) in found]
    assert seen["secretary"] == [f"{PATH}{one}/" for one in (1, 2, 3)]
    assert seen["outsider"] == []
    assert len(names_of("'building'")) == 1


def test_places_of_another_size_have_a_plan_of_their_own(cast: Cast) -> None:
    for viewer in (cast.secretary, cast.captain, cast.operator):
        with acting(viewer):
            PLACES.rows(lo="", hi="~")
    assert len(names_of("'building'")) == 3


def test_without_a_scope_nothing_is_seen(cast: Cast) -> None:
    with scoped(WHOLE):
        assert PLACES.rows(lo="", hi="~")
    assert PLACES.rows(lo="", hi="~") == []


def test_a_scope_is_told_with_the_first_statement_whatever_it_is(cast: Cast) -> None:
    def by_plan() -> int:
        return len(PLACES.rows(lo="", hi="~"))

    def by_model() -> int:
        return Area.objects.filter(kind="building").count()

    def by_binding() -> int:
        with binding() as cursor:
            cursor.execute("SELECT area FROM area WHERE kind = %b", ["building"])
            return len(cursor.fetchall())

    def undone() -> int:
        with contextlib.suppress(KeyError), transaction.atomic():
            raise KeyError
        return by_plan()

    for look in (by_plan, by_model, by_binding, undone):
        for viewer, many in ((cast.captain, 1), (cast.outsider, 0), (cast.secretary, 3)):
            with finding_out():
                assert by_plan() == 0
                with acting_in(viewer):
                    assert look() == many
                    assert by_plan() == many
        assert by_plan() == 0


def test_a_scope_that_nobody_looked_under_is_not_told_later(cast: Cast) -> None:
    with finding_out():
        with acting_in(cast.secretary):
            pass
        assert len(PLACES.rows(lo="", hi="~")) == 0


def test_a_narrower_scope_comes_after_the_one_that_was_not_told_yet(cast: Cast) -> None:
    with finding_out(), acting_in(cast.secretary):
        with narrowed(of_viewer(cast.captain)):
            assert len(PLACES.rows(lo="", hi="~")) == 1
        assert len(PLACES.rows(lo="", hi="~")) == 3


def test_statements_asked_together_answer_each_for_itself(cast: Cast) -> None:
    with acting(cast.captain):
        for _again in range(2):
            places, counted = together(
                PLACES.asked(lo="", hi="~"), COUNTED.asked(day=date(2022, 1, 10))
            )
            assert places == [(f"{PATH}1/",)]
            assert counted == [(0,)]


def test_after_a_refused_statement_the_next_is_asked_all_the_same(cast: Cast) -> None:
    wrong = Kept("SELECT 1 / %(by)s", "by integer")
    with acting(cast.captain):
        for by, found in ((1, [(1,)]), (0, None), (1, [(1,)])):
            if found is None:
                with pytest.raises(DataError), transaction.atomic():
                    wrong.rows(by=by)
            else:
                assert wrong.rows(by=by) == found


def test_what_has_changed_since_is_seen(cast: Cast) -> None:
    with acting(cast.secretary):
        before = len(PLACES.rows(lo=PATH, hi=f"{PATH[:-1]}0"))
        add_area(cast.operator, f"{COMPOUND}/9", "building", "9号楼")
        assert len(PLACES.rows(lo=PATH, hi=f"{PATH[:-1]}0")) == before + 1


def test_a_day_is_said_in_the_statement_and_only_its_partition_planned(cast: Cast) -> None:
    with acting(cast.secretary):
        for day in (date(2022, 1, 10), date(2022, 1, 11)):
            assert COUNTED.rows(day=day) == [(0,)]
        (one,) = names_of("DATE '2022-01-11'")
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN EXECUTE {one}")
            plan = " ".join(line for (line,) in cursor.fetchall())
    assert "duty_20220111" in plan
    assert "duty_20220110" not in plan
    assert len(names_of("FROM duty")) == 2


def test_the_role_plans_everything_else_by_its_values(cast: Cast) -> None:
    with acting(cast.secretary):
        PLACES.rows(lo="", hi="~")
        with connection.cursor() as cursor:
            cursor.execute("SHOW plan_cache_mode")
            assert cursor.fetchone() == ("force_custom_plan",)


def test_an_old_plan_is_made_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting(cast.secretary):
        PLACES.rows(lo="", hi="~")
        first = names_of("'building'")
        monkeypatch.setattr(kept, "_SECONDS", -1)
        PLACES.rows(lo="", hi="~")
        second = names_of("'building'")
    assert len(first) == len(second) == 1
    assert first != second


def test_a_connection_holds_so_many_plans_and_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Beside two plans stand what is told of the scope, and the two settings under which plans are kept.
    monkeypatch.setattr(exchange, "_MOST", 5)
    with acting(cast.secretary):
        for day in range(10, 15):
            COUNTED.rows(day=date(2022, 1, day))
    assert len(prepared()) <= 5
    held = [len(names_of(f"DATE '2022-01-{day}'")) for day in range(10, 15)]
    assert held == sorted(held)
    assert held[0] == 0 < held[-1] == 1


def test_a_value_without_a_type_is_refused() -> None:
    with pytest.raises(ValueError, match="said and typed differ"):
        Kept("SELECT %(lo)s", "hi text")


BY_KIND = Kept("SELECT kind, count(*) FROM area GROUP BY kind", hashed=True)


def settings() -> tuple[str, str]:
    """What the planner is told now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_sort'), current_setting('plan_cache_mode')")
        found: tuple[str, str] = cursor.fetchone()
        return found


def test_what_groups_by_hashing_says_so_for_itself_alone(cast: Cast) -> None:
    with acting(cast.secretary):
        before = settings()
        # It says so each time, for a plan is made anew behind its back when a table is analysed.
        for _again in range(2):
            with CaptureQueriesContext(connection) as asked:
                by_kind, places = together(BY_KIND.asked(), PLACES.asked(lo="", hi="~"))
            (said,) = [one["sql"] for one in asked.captured_queries]
            assert said.index("enable_sort TO off") < said.index("GROUP BY kind")
            assert said.index("enable_sort TO DEFAULT") < said.index("'building'")
        assert settings() == before
    assert dict(by_kind)["building"] == len(places)
