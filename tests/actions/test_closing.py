"""An outbreak ends: read-only after thirty days, erased after sixty or by two people, and it is proven."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import COMMUNITY, PATH, Cast
from tests.closings import ENDED, SIXTY, THIRTY, WHY, erased_by_two, found, line, refused
from tests.files import PDF
from tests.street import OUTBREAK, Street, at, draft
from wumen.actions.attachments import attach
from wumen.actions.closing import (
    ask_to_erase,
    close_outbreak,
    confirm_erasing,
    deciding,
    drop_asked,
    keep_terms,
    note_copy_gone,
)
from wumen.actions.duties.plan import plan_day
from wumen.actions.field import keys
from wumen.actions.field.replaying import replay
from wumen.actions.instructions import give
from wumen.actions.local_notices import confirm_notice, enter_notice
from wumen.actions.orders import confirm_order, enter_change, enter_order, open_outbreak
from wumen.actions.release import take_step
from wumen.actions.reports import send_report
from wumen.actions.retention import cut_movements
from wumen.queries.closing import certificate_said
from wumen.queries.orders import order_lines
from wumen.queries.reports import draft as report_draft
from wumen.records import clock, fates, keys_of_outbreaks, personal, sealing
from wumen.records.models import (
    Attachment,
    Duty,
    Knock,
    Order,
    OrderScope,
    Resident,
    Tally,
)
from wumen.records.scope import WHOLE, scoped
from wumen.rules.closing import Stage
from wumen.rules.instructions import InstructionDraft
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.reports import Kind


def test_thirty_days_after_its_last_order_an_outbreak_is_read_only(
    cast: Cast, over: Street
) -> None:
    with clock.fixed(THIRTY - timedelta(seconds=1)):
        assert keep_terms(cast.operator) == {"read_only": [], "erased": []}
        assert line(cast, over).stage is Stage.OPEN
    with clock.fixed(THIRTY + timedelta(days=2)):
        assert keep_terms(cast.operator) == {"read_only": [OUTBREAK], "erased": []}
        assert keep_terms(cast.operator) == {"read_only": [], "erased": []}
        assert line(cast, over).stage is Stage.READ_ONLY
        assert line(cast, over).closed_at == THIRTY + timedelta(days=2)


def test_nothing_new_is_taken_up_in_a_read_only_outbreak_and_it_can_be_looked_at(
    cast: Cast, over: Street
) -> None:
    waits = enter_order(cast.clerk, draft("2"), OUTBREAK)
    entered = enter_notice(cast.clerk, _notice(), OUTBREAK)
    with scoped(WHOLE):
        before = Attachment.objects.count()
        number = Order.objects.filter(confirmed_at__isnull=False).earliest("entered_at").number
    lift = ChangeDraft(Changed.LIFT, "区指挥部", "第9号", "期满")
    with clock.fixed(THIRTY):
        assert keep_terms(cast.operator)["read_only"] == [OUTBREAK]
        today = clock.today()
        for do in (
            lambda: plan_day(cast.clerk, today),
            lambda: enter_order(cast.clerk, draft("3"), ""),
            lambda: confirm_order(cast.secretary, waits.number),
            lambda: enter_change(cast.clerk, number, lift),
            lambda: confirm_notice(cast.secretary, entered.number),
            lambda: take_step(cast.clerk, number, "drafted"),
            lambda: attach(cast.clerk, number, PDF),
            lambda: give(cast.clerk, _asked(over)),
            lambda: send_report(cast.clerk, _report(cast), "日报", "街道"),
        ):
            refused("outbreak_closed", do)
        refused("outbreak_unknown", lambda: enter_order(cast.clerk, draft("3"), OUTBREAK))
        assert [one.number for one in order_lines(cast.clerk)]
        with scoped(WHOLE):
            assert Attachment.objects.count() == before


def _notice() -> object:
    from tests.street import notice

    return notice("1")


def _asked(street: Street) -> InstructionDraft:
    begins = clock.now()
    return InstructionDraft(
        "resident", "送药", "本人", begins, begins + timedelta(hours=3), "captain",
        resident=str(street.aunt_zhang.id),
    )  # fmt: skip


def _report(cast: Cast) -> object:
    return report_draft(cast.clerk, Kind.DAILY, COMMUNITY)


def test_an_outbreak_is_not_erased_before_its_time(cast: Cast, over: Street) -> None:
    def ask() -> object:
        return ask_to_erase(cast.clerk, OUTBREAK, WHY)

    refused("outbreak_order_holds", ask)
    with clock.fixed(ENDED + timedelta(days=3)):
        refused("outbreak_too_soon", ask)
        waits = enter_order(cast.clerk, draft("2"), OUTBREAK)
        refused("outbreak_order_waits", ask)
        Order.objects.filter(id=waits.id).delete()


def test_two_people_who_stand_over_all_of_it_have_it_erased(cast: Cast, over: Street) -> None:
    with clock.fixed(THIRTY):
        refused("closing_not_asked", lambda: confirm_erasing(cast.secretary, OUTBREAK))
        refused("reason_needed", lambda: ask_to_erase(cast.clerk, OUTBREAK, " "))
        refused("right_missing", lambda: ask_to_erase(cast.captain, OUTBREAK, WHY))
        refused("area_not_yours", lambda: ask_to_erase(cast.outsider, OUTBREAK, WHY))
        ask_to_erase(cast.secretary, OUTBREAK, WHY)
        refused("closing_asked", lambda: ask_to_erase(cast.clerk, OUTBREAK, WHY))
        refused("second_person_needed", lambda: confirm_erasing(cast.secretary, OUTBREAK))
        refused("right_missing", lambda: confirm_erasing(cast.clerk, OUTBREAK))
        refused("area_not_yours", lambda: confirm_erasing(cast.outsider, OUTBREAK))
        drop_asked(cast.clerk, OUTBREAK)
        refused("closing_not_asked", lambda: drop_asked(cast.clerk, OUTBREAK))
        done = erased_by_two(cast)
        assert (done.by and done.by.name, done.second and done.second.name) == ("孙内勤", "周书记")
        assert line(cast, over).stage is Stage.ERASED
        refused("outbreak_erased", lambda: ask_to_erase(cast.clerk, OUTBREAK, WHY))
        refused("outbreak_erased", lambda: confirm_erasing(cast.secretary, OUTBREAK))


def test_on_the_command_line_two_others_stand_for_it(cast: Cast, over: Street) -> None:
    clerk, secretary = cast.clerk.crew_no, cast.secretary.crew_no
    with clock.fixed(THIRTY):
        refused(
            "second_person_needed",
            lambda: close_outbreak(cast.operator, OUTBREAK, WHY, clerk, clerk),
        )
        refused(
            "right_missing",
            lambda: close_outbreak(cast.operator, "", WHY, clerk, cast.captain.crew_no),
        )
        assert line(cast, over).stage is Stage.OPEN
        done = close_outbreak(cast.operator, "", WHY, clerk, secretary)
        assert done.second and done.second.number == secretary
        with scoped(WHOLE), connection.cursor() as cursor:
            cursor.execute(
                "SELECT convert_from(body, 'UTF8')::jsonb->'body'->>'entered_from_paper'"
                " FROM event WHERE kind = 'outbreak.erasure_confirmed'"
            )
            assert cursor.fetchall() == [("true",)]
        refused("outbreak_erased", lambda: close_outbreak(cast.operator, OUTBREAK, WHY, "", ""))


def test_after_sixty_days_it_is_erased_whoever_forgot_to(cast: Cast, over: Street) -> None:
    ask = at(3, 1)
    with clock.fixed(ask):
        ask_to_erase(cast.clerk, OUTBREAK, WHY)
    with clock.fixed(SIXTY - timedelta(seconds=1)):
        assert keep_terms(cast.operator)["erased"] == []
    with clock.fixed(SIXTY):
        assert found(cast) == {"erasure_unfinished"}
        assert keep_terms(cast.operator)["erased"] == [OUTBREAK]
        certificate = line(cast, over).certificate
        assert certificate is not None
        assert (certificate.by_rule, certificate.by, certificate.second) == (True, None, None)
        assert found(cast) == set()
        assert keep_terms(cast.operator) == {"read_only": [], "erased": []}


def test_an_erasure_that_fails_keeps_no_other_from_its_end(
    cast: Cast, over: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.fixed(at(1, 9, 12)):
        open_outbreak(cast.duty_officer, "诺如", "norovirus")
    tried = []

    def fail(outbreak: UUID) -> None:
        tried.append(outbreak)
        raise OSError("no space left")

    monkeypatch.setattr(deciding, "carry_out", fail)
    with clock.fixed(SIXTY):
        ask_to_erase(cast.clerk, "诺如", WHY)
        confirm_erasing(cast.secretary, "诺如")
        with pytest.raises(OSError, match="no space left"):
            keep_terms(cast.operator)
    assert len(set(tried)) == 2


def test_an_outbreak_that_never_had_an_order_is_erased_by_people_alone(
    cast: Cast, street: Street, own_home: Path
) -> None:
    with clock.fixed(SIXTY + timedelta(days=365)):
        assert keep_terms(cast.operator) == {"read_only": [], "erased": []}
    assert erased_by_two(cast).erased_at == clock.now()


def test_what_another_outbreak_needs_stays_until_that_ends_too(cast: Cast, over: Street) -> None:
    with clock.fixed(at(1, 9, 12)):
        open_outbreak(cast.duty_officer, "诺如", "norovirus")
    with scoped(WHOLE):
        one = Knock.objects.get()
        later = Knock.objects.create(
            household=one.household, area=one.area, knocked_at=at(1, 20), result="spoken", by=one.by
        )
    with clock.fixed(THIRTY):
        done = erased_by_two(cast)
        assert done.before == done.shared_since == at(1, 9, 12)
        with scoped(WHOLE):
            assert list(Knock.objects.values_list("id", flat=True)) == [later.id]
            assert not Duty.objects.filter(basis__outbreak=str(over.outbreak.id)).exists()
        assert found(cast) == set()


def test_nothing_is_left_of_what_an_outbreak_knew_of_persons(cast: Cast, over: Street) -> None:
    with scoped(WHOLE):
        tallied = Tally.objects.count()
    with clock.fixed(THIRTY):
        done = erased_by_two(cast)
        with scoped(WHOLE):
            left = personal.counts(fates.ERASED, over.outbreak.id, done.before)
            assert set(left.values()) == {0}
            # The register is the installation's, counts are nobody's.
            assert Resident.objects.count() == 30
            assert Tally.objects.count() == tallied
            assert not OrderScope.objects.filter(resident__isnull=False).exists()
            assert not Duty.objects.exists()
    assert [one.table for one in done.rows if not one.before] == []
    assert [one.table for one in done.rows if one.after] == []


def test_an_order_on_a_person_names_neither_her_door_nor_why_and_one_on_a_place_stays(
    cast: Cast, over: Street
) -> None:
    with clock.fixed(THIRTY):
        erased_by_two(cast)
        # Of an order that names nobody any more nobody sees anything; those on places go on standing.
        (line,) = order_lines(cast.clerk)
        with scoped(WHOLE):
            own = Order.objects.get(regime="home_isolation")
    assert (own.ground, own.area) == ("个人信息已销毁", f"{PATH}1/")
    assert own.authority == line.authority
    assert line.ground == "1号楼发现阳性感染者"
    assert [one.split()[-1] for one in line.places] == ["1号楼"]


def test_the_keys_are_destroyed_and_what_they_sealed_opens_to_nobody(
    cast: Cast, over: Street, own_home: Path
) -> None:
    outbreak, day = over.outbreak.id, clock.today()
    sealed = sealing.seal_evidence(outbreak, day, "36.5")
    (own_home / "keys" / f".outbreak-{outbreak}.0123").write_bytes(bytes(32))
    with clock.fixed(THIRTY):
        done = erased_by_two(cast)
        assert list((own_home / "keys").glob(f"*{outbreak}*")) == []
        assert keys_of_outbreaks.all_of(outbreak) == {}
        assert {one.name for one in done.keys} >= {f"outbreak-{outbreak}"}
        assert done.data_keys["evidence"] == 1
        # The same process, that had them at hand.
        refused("key_missing", lambda: sealing.unseal_evidence(outbreak, day, sealed))
        refused("outbreak_closed", lambda: sealing.seal_evidence(outbreak, day, "x"))
    assert all(len(one.fingerprint) == 32 for one in done.keys)


def test_the_custodians_copy_is_refused_afterwards_and_asked_for_by_name(
    cast: Cast, over: Street, tmp_path: Path
) -> None:
    file = tmp_path / "keys"
    made = keys.export(cast.operator, file, cast.secretary.crew_no, OUTBREAK)
    with clock.fixed(THIRTY):
        keep_terms(cast.operator)
        sealing.KeyStore(sealing.settings.WUMEN.home / "keys").destroy(
            f"outbreak-{over.outbreak.id}"
        )
        # Read-only still opens: a restored office may take its keys back.
        assert keys.take_back(cast.operator, file, made.opens_with).keys == 1
        done = erased_by_two(cast)
        (copy,) = done.copies
        assert (copy.kind, copy.who) == ("custodian", "周书记")
        refused("outbreak_erased", lambda: keys.take_back(cast.operator, file, made.opens_with))
        today = clock.today()
        for code, given in (
            ("copy_unknown", ("none", "周书记", today)),
            ("copy_gone_by_whom", (copy.key, " ", today)),
            ("copy_gone_later", (copy.key, "周书记", today + timedelta(days=1))),
            ("right_missing", (copy.key, "周书记", today)),
            # Nobody of another sub-district says that a copy is gone.
            ("area_not_yours", (copy.key, "周书记", today)),
        ):
            who = {"right_missing": cast.clerk, "area_not_yours": cast.outsider}.get(
                code, cast.secretary
            )
            refused(code, lambda g=given, w=who: note_copy_gone(w, OUTBREAK, *g))  # type: ignore[misc]
        note_copy_gone(cast.secretary, OUTBREAK, copy.key, "周书记", today)
        refused(
            "copy_gone_noted",
            lambda: note_copy_gone(cast.secretary, OUTBREAK, copy.key, "周书记", today),
        )
        (shown,) = line(cast, over).copies
        assert (shown.gone_by, shown.gone_on) == ("周书记", today)
        said = certificate_said(line(cast, over))
        assert said["copies"][0]["gone_by"] == "周书记"
        assert {one["zh"] for one in said["rows"]} >= {"发生的事", "敲门"}


def test_phones_have_nothing_left_to_be_compared(cast: Cast, over: Street) -> None:
    with clock.fixed(THIRTY):
        erased_by_two(cast)
        refused("outbreak_erased", lambda: replay(cast.operator))
        # What goes on every night finds nothing to stumble over.
        cut_movements(cast.operator)
