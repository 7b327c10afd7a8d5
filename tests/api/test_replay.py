"""`wumen replay` makes the field part anew and says what differs; keys are rotated and handed over."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from tests.api.conftest import BUILDING, NewPhone
from tests.api.test_events import again, key, measured, temperature
from tests.cast import Cast
from tests.phone import Phone
from tests.street import Street
from wumen.actions.field import deciding, keys
from wumen.actions.field.replaying import replay
from wumen.queries.field.items import field_items_of
from wumen.records import sealing
from wumen.records.models import Duty, FieldRecord
from wumen.records.scope import WHOLE, scoped

pytestmark = pytest.mark.usefixtures("planned")


@pytest.fixture
def morning(phone: Phone, new_phone: NewPhone, cast: Cast, street: Street) -> Phone:
    """A morning of two phones: floors, doors, readings, a contradiction that was decided, things told."""
    with scoped(WHOLE):
        duties = list(
            Duty.objects.filter(what="temperature", win="am", area__startswith=BUILDING).order_by(
                "area", "subject"
            )
        )
    phone.make("field.duty", measured(duties[0], 36.4))
    phone.make("field.duty", {"duty": key(duties[1]), "outcome": "cannot", "reason": "nobody_home"})
    phone.make("field.round", {"round": f"2022-01-10/am/{BUILDING}1", "floor": 2,
                               "except": {"201": "refused"}})  # fmt: skip
    phone.make("field.door", {"door": f"{BUILDING}1/102/", "day": "2022-01-10", "win": "am",
                              "outcome": "nobody_home"})  # fmt: skip
    phone.make("field.need", {"door": f"{BUILDING}1/202/", "text": "缺药"})
    phone.make("field.passage", {"gate": BUILDING, "who": "快递", "direction": "in",
                                 "decision": "advised"})  # fmt: skip
    phone.post_events()
    other = new_phone()
    other.make("field.duty", measured(duties[0], 37.6))
    other.make("field.duty", measured(duties[2], 37.4))
    other.post_events()
    for item in field_items_of(cast.clerk).items:
        hash_ = bytes.fromhex(item.hash)
        deciding.decide(cast.clerk, item.writer, item.seq, hash_, True, "重新量过")
    return phone


def test_a_morning_is_made_anew_and_is_the_same(cast: Cast, morning: Phone) -> None:
    found = replay(cast.operator)
    assert found.differences == []
    assert (found.events, found.closed) == (8, 0)
    assert found.duties > 5
    with scoped(WHOLE):
        assert set(FieldRecord.objects.values_list("kind", flat=True)) == {
            *("field.need", "field.passage", "field.fever"),
        }


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE duty SET grade = 'reported' WHERE grade = 'measured'",
        "UPDATE duty SET reason = 'later' WHERE reason = 'refused'",
        "UPDATE duty SET state = 'open', grade = NULL, evidence = NULL WHERE grade = 'measured'",
        "DELETE FROM field_record WHERE kind = 'field.need'",
        "UPDATE field_record SET decision = 'passed' WHERE kind = 'field.passage'",
    ],
)
def test_whatever_was_changed_beside_the_events_is_found(
    cast: Cast, morning: Phone, damage: str
) -> None:
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(damage)
        assert cursor.rowcount
    assert replay(cast.operator).differences != []


def test_after_rotation_old_and_new_sessions_open(
    cast: Cast, phone: Phone, new_phone: NewPhone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", measured(duty))
    assert keys.rotate(cast.operator) == ["2022年1月"]
    later = new_phone()
    assert later.key["id"] != phone.key["id"]
    later.make("field.note", {"text": "新钥匙"})
    assert phone.post_events()["results"][0]["problem"] is None
    assert later.post_events()["results"][0]["problem"] is None
    assert again(duty).state == "done"


def test_keys_go_to_one_custodian_and_open_with_what_was_printed_alone(
    cast: Cast, phone: Phone, street: Street, tmp_path: Path
) -> None:
    file = tmp_path / "keys"
    made = keys.export(cast.operator, file, cast.secretary.crew_no)
    assert made.keys >= 2
    assert file.stat().st_mode & 0o077 == 0
    opened = keys.opened(file.read_bytes(), made.opens_with)
    assert opened == sealing.outbreak_keys(UUID(phone.outbreak))
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE kind = 'keys.exported'")
        assert cursor.fetchone() == (1,)
