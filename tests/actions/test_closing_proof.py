"""That an outbreak was erased is proven: what breaks off goes on, what comes back goes again, what differs is found."""

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction

from tests.cast import Cast
from tests.closings import THIRTY, WHY, erased_by_two, found, line
from tests.street import OUTBREAK, Street, at
from tests.street_rules import KEY
from wumen.actions.closing import (
    ask_to_erase,
    carry_out,
    confirm_erasing,
    erase_again,
    keep_terms,
)
from wumen.actions.orders import open_outbreak
from wumen.queries.audit import audit
from wumen.records import clock, fates, keys_of_outbreaks, personal, sealing
from wumen.records.installation import erased
from wumen.records.models import (
    Knock,
    Outbreak,
    OutbreakClosing,
)
from wumen.records.scope import WHOLE, scoped
from wumen.rules.closing import Stage


def test_the_database_erases_nothing_that_nobody_decided(cast: Cast, over: Street) -> None:
    ask = "SELECT erase_outbreak(%s, %s, true)"
    with scoped(WHOLE), connection.cursor() as cursor:
        for given in ([over.outbreak.id, clock.now()], [uuid4(), clock.now()]):
            with pytest.raises(Error, match="nobody decided"), transaction.atomic():
                cursor.execute(ask, given)


def test_what_broke_off_goes_on_from_where_it_was(
    cast: Cast, over: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise OSError

    with clock.fixed(THIRTY):
        ask_to_erase(cast.clerk, OUTBREAK, WHY)
        confirm_erasing(cast.secretary, OUTBREAK)
        assert line(cast, over).stage is Stage.ERASING
        with monkeypatch.context() as patched, pytest.raises(OSError):
            patched.setattr(personal, "erase", breaks)
            carry_out(over.outbreak.id)
        assert keys_of_outbreaks.all_of(over.outbreak.id) == {}
        assert line(cast, over).stage is Stage.ERASING
        assert found(cast) == {"erasure_unfinished"}
        assert keep_terms(cast.operator)["erased"] == [OUTBREAK]
        assert found(cast) == set()
        # Once more gives the same certificate.
        assert carry_out(over.outbreak.id) == line(cast, over).certificate


def test_a_restored_database_is_erased_again(cast: Cast, over: Street, own_home: Path) -> None:
    with clock.fixed(THIRTY):
        mark = transaction.savepoint()
        done = erased_by_two(cast)
        # What a restore of an older backup does to the database, and not to the folder.
        transaction.savepoint_rollback(mark)
        assert line(cast, over).stage is Stage.OPEN
        with scoped(WHOLE):
            assert Knock.objects.exists()
        assert erase_again() == [OUTBREAK]
        assert erase_again() == []
        assert line(cast, over).certificate == done
        with scoped(WHOLE):
            assert not Knock.objects.exists()
        assert found(cast) == set()


def test_a_restore_ends_what_was_marked_and_not_done(cast: Cast, over: Street) -> None:
    with clock.fixed(THIRTY):
        mark = transaction.savepoint()
        ask_to_erase(cast.clerk, OUTBREAK, WHY)
        confirm_erasing(cast.secretary, OUTBREAK)
        with scoped(WHOLE):
            kept = OutbreakClosing.objects.get().certificate
        transaction.savepoint_rollback(mark)
        erased.mark(home_of(), over.outbreak.id, _json(kept))
        assert erase_again() == [OUTBREAK]
        assert line(cast, over).stage is Stage.ERASED
        assert found(cast) == set()


def home_of() -> Path:
    """The folder of the installation."""
    return Path(sealing.settings.WUMEN.home)


def _json(content: object) -> bytes:
    import msgspec

    return msgspec.json.encode(content)


def _key(street: Street) -> None:
    keys_of_outbreaks.put_back({f"outbreak-{street.outbreak.id}": bytes(32)})


def _key_of_phones(street: Street) -> None:
    keys_of_outbreaks.put_back({f"outbreak-{street.outbreak.id}.field-{uuid4()}": bytes(32)})


def _no_mark(street: Street) -> None:
    shutil.rmtree(home_of() / "erased")


def _sql(statement: str) -> Callable[[Street], None]:
    def change(street: Street) -> None:
        with scoped(WHOLE), connection.cursor() as cursor:
            cursor.execute(statement, {"outbreak": street.outbreak.id, "when": at(1, 12)})
            assert cursor.rowcount == 1

    return change


_CHANGED = "UPDATE outbreak_closing SET certificate = jsonb_set(certificate, "


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (_key, "erased_key_here"),
        (_key_of_phones, "erased_key_here"),
        (_no_mark, "erased_mark_gone"),
        (
            _sql("INSERT INTO data_key (id, outbreak_id, matter, day, wrapped)"
                 " VALUES (gen_random_uuid(), %(outbreak)s, 'file', '2022-01-12', '')"),
            "erased_rows_here",
        ),
        (
            _sql("INSERT INTO knock (id, household, area, knocked_at, result, by, slip_left)"
                 " SELECT gen_random_uuid(), id, area, %(when)s, 'spoken', id, false"
                 " FROM household LIMIT 1"),
            "erased_rows_here",
        ),
        (
            _sql("INSERT INTO order_scope (id, order_id, area, resident) SELECT gen_random_uuid(),"
                 " o.id, r.area, r.id FROM orders o, resident r WHERE r.name = '张阿姨'"
                 " AND o.regime = 'home_isolation'"),
            "erased_rows_here",
        ),
        (
            _sql("UPDATE orders SET ground = '密接' WHERE regime = 'home_isolation'"),
            "erased_rows_here",
        ),
        (_sql(_CHANGED + "'{rows,0,before}', '0')"), "certificate_differs"),
        (_sql(_CHANGED + "'{reason}', '\"改过\"')"), "certificate_differs"),
        (_sql(_CHANGED + "'{second}', 'null')"), "certificate_differs"),
        (_sql(_CHANGED + "'{more}', '1')"), "certificate_differs"),
        (_sql("UPDATE outbreak_closing SET erased_at = NULL"), "erasure_unfinished"),
    ],
)  # fmt: skip
def test_the_audit_finds_whatever_is_not_as_certified(
    cast: Cast, over: Street, change: Callable[[Street], None], kind: str
) -> None:
    with clock.fixed(THIRTY):
        erased_by_two(cast)
        assert found(cast) == set()
        change(over)
        assert found(cast) == {kind}


# Whose rows are an outbreak's by those that name it.
_UNDER = {
    "transfer_step": ("transfer",),
    "exit_told": ("instruction",),
    "call_entry": ("call_list",),
    "inquiry_row": ("inquiry",),
    "call": ("call_list", "call_entry"),
    "relay_entry": ("relay",),
    "report_check": ("neighbour_report",),
    "round_sheet_line": ("round_sheet",),
}


def _put_back(one: fates.Placed) -> str:
    """The statement that lets a table hold again what it held, as far as it speaks of persons."""
    if one.fate is fates.Fate.GONE:
        return f"INSERT INTO {one.table} SELECT * FROM held_{one.table} ON CONFLICT DO NOTHING"
    names = [part.partition("=")[0].strip() for part in one.sets.split(", ")]
    sets = ", ".join(f"{name} = held.{name}" for name in names)
    return (
        f"UPDATE {one.table} SET {sets} FROM held_{one.table} held WHERE held.id = {one.table}.id"
    )


@pytest.mark.parametrize("placed", fates.ERASED, ids=lambda one: one.table)
def test_a_table_that_still_holds_what_was_erased_is_found(
    cast: Cast, over: Street, placed: fates.Placed
) -> None:
    names = (*_UNDER.get(placed.table, ()), placed.table)
    tables = {one.table: one for one in fates.ERASED}
    with clock.fixed(THIRTY), scoped(WHOLE), connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"CREATE TEMP TABLE held_{name} ON COMMIT DROP AS SELECT * FROM {name}")
        erased_by_two(cast)
        for name in names:
            cursor.execute(_put_back(tables[name]))
            assert cursor.rowcount > 0
        told = audit(cast.operator).differences
        cursor.execute("SELECT erase_outbreak(%s, %s, true)", [over.outbreak.id, THIRTY])
        assert found(cast) == set()
    assert {(one.kind, one.what.split()[-1]) for one in told} == {
        ("erased_rows_here", name) for name in names
    }


def test_a_chain_that_was_erased_from_is_still_whole(cast: Cast, over: Street) -> None:
    with clock.fixed(THIRTY):
        erased_by_two(cast)
        result = audit(cast.operator)
    assert result.chains_checked > 0
    assert result.chains_broken == 0


def test_who_stands_over_a_part_alone_audits_without_the_certificates(
    cast: Cast, over: Street
) -> None:
    with clock.fixed(THIRTY):
        erased_by_two(cast)
        _key(over)
        assert audit(cast.clerk).differences == ()


def test_an_outbreak_is_counted_as_gone_once(cast: Cast, over: Street) -> None:
    with clock.fixed(THIRTY):
        erased_by_two(cast)
        with scoped(WHOLE):
            row = Outbreak.objects.get()
            assert (row.closed_at, row.erased_at) == (THIRTY, THIRTY)
        # A new one begins anew.
        open_outbreak(cast.duty_officer, "2022年3月", KEY)
        assert line(cast, over).stage is Stage.ERASED
