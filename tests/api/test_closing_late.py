"""Phones that come back late: their events are received and chained, and open to nobody once the outbreak is erased."""

from uuid import UUID

import pytest
from django.db import connection

from tests.api.conftest import BUILDING, NewPhone
from tests.api.test_events import measured
from tests.cast import Cast
from tests.closings import THIRTY, erased_by_two, found
from tests.phone import Phone
from tests.street import OUTBREAK, Street
from wumen.actions.closing import ask_to_erase, carry_out, confirm_erasing
from wumen.actions.field import enrolling
from wumen.actions.field.replaying import replay
from wumen.queries import chains
from wumen.queries.closing import closing_line
from wumen.queries.field.items import field_items_of
from wumen.queries.field.opening import Opener, sessions
from wumen.records import clock, keys_of_outbreaks
from wumen.records.models import Duty, FieldRecord
from wumen.records.scope import WHOLE, scoped
from wumen.rules.field.envelope import read_event
from wumen.rules.problems import Problem

pytestmark = pytest.mark.usefixtures("own_home", "planned")


def codes(answer: dict[str, list[dict[str, dict[str, str] | None]]]) -> set[str]:
    """The problems of a batch."""
    return {one["problem"]["code"] if one["problem"] else "" for one in answer["results"]}


def bodies(writer: str) -> list[bytes]:
    """What the log holds of a writer."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE writer = %s ORDER BY seq", [writer])
        return [bytes(body) for (body,) in cursor.fetchall()]


def test_what_comes_late_is_chained_and_counts_for_nothing(
    cast: Cast, street: Street, phone: Phone, new_phone: NewPhone
) -> None:
    phone.make("field.need", {"door": f"{BUILDING}1/202/", "text": "缺药"})
    assert codes(phone.post_events()) == {""}
    with scoped(WHOLE):
        assert FieldRecord.objects.exists()
    with clock.fixed(THIRTY):
        done = erased_by_two(cast)
        assert done.sealed["event"] == 1
        phone.outbox.clear()
        phone.make("field.need", {"door": f"{BUILDING}1/202/", "text": "还缺药"})
        phone.make("field.duty", measured(_duty(street)))
        assert codes(phone.post_events()) == {"field_outbreak_closed"}
        # The same again gives the same answer, and the proof says that all is there.
        assert codes(phone.post_events()) == {"field_outbreak_closed"}
        (writer,) = phone.proof()["writers"]
        assert writer["next_seq"] == phone.next_seq
        with scoped(WHOLE):
            assert chains.verify().broken == []
            assert not FieldRecord.objects.exists()
        for body in bodies(phone.writer):
            assert "缺药" not in body.decode()
            came = read_event(body)
            assert came.envelope is not None
            with pytest.raises(Problem, match="key_missing"), scoped(WHOLE):
                session = sessions([came.envelope.session])
                Opener(UUID(phone.device), session).body(came)
        assert field_items_of(cast.clerk) is not None
        assert found(cast) == set()


def _duty(street: Street) -> Duty:
    """A duty that the phone knew, and nobody else any more."""
    return Duty(
        day=clock.today(), what="temperature", subject=street.aunt_zhang.id, win="am",
        area=street.aunt_zhang.area,
    )  # fmt: skip


def test_no_phone_is_taken_up_in_it(cast: Cast, street: Street) -> None:
    code = enrolling.make_code(cast.clerk, BUILDING, "1号楼").code
    with clock.fixed(THIRTY):
        erased_by_two(cast)
        with pytest.raises(Problem, match="device_outbreak_none"):
            enrolling.make_code(cast.clerk, BUILDING, "1号楼")
        with pytest.raises(Problem, match="device_code_wrong"):
            enrolling.enrol(code, "127.0.0.1", "Android")


def test_a_batch_between_keys_and_rows_changes_nothing(
    cast: Cast, street: Street, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was read while the outbreak was open; by the time that it is opened the keys are gone."""
    phone.make("field.need", {"door": f"{BUILDING}1/202/", "text": "缺药"})
    keys_of_outbreaks.destroy(street.outbreak.id)
    assert codes(phone.post_events()) == {"key_missing"}
    with scoped(WHOLE):
        assert not FieldRecord.objects.exists()
    with clock.fixed(THIRTY):
        ask_to_erase(cast.clerk, OUTBREAK, "因为")
        carry_out(confirm_erasing(cast.secretary, OUTBREAK))
        assert closing_line(cast.clerk, street.outbreak.id).certificate is not None
        assert found(cast) == set()
        with pytest.raises(Problem, match="outbreak_erased"):
            replay(cast.operator)


def test_another_outbreaks_phones_are_compared_as_before(
    cast: Cast, street: Street, phone: Phone
) -> None:
    from wumen.actions.orders import open_outbreak

    phone.make("field.need", {"door": f"{BUILDING}1/202/", "text": "缺药"})
    phone.post_events()
    with clock.fixed(THIRTY):
        open_outbreak(cast.duty_officer, "诺如", "norovirus")
        erased_by_two(cast)
        seen = replay(cast.operator)
        assert (seen.events, seen.closed, seen.differences) == (0, 0, [])
