"""`wumen replay` makes the field part anew and says what differs; keys are rotated and handed over."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import connection

from tests.api.conftest import BUILDING, NewPhone
from tests.api.test_events import again, key, measured, temperature
from tests.cast import PATH, Cast
from tests.phone import Phone, b64
from tests.street import Street
from wumen.actions import keeping
from wumen.actions.field import deciding, keys
from wumen.actions.field.replaying import replay
from wumen.actions.retention import cut_movements
from wumen.queries.audit import audit
from wumen.queries.field.items import field_items_of
from wumen.queries.movements import movement_days, passage_days
from wumen.records import clock, field_keys, keys_of_outbreaks, sealing
from wumen.records.installation.keys import printable
from wumen.records.models import Duty, FieldKey, FieldRecord, Outbreak
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem

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


def test_after_fourteen_days_a_passage_is_a_count_and_the_replay_neither_misses_nor_makes_it(
    cast: Cast, morning: Phone
) -> None:
    day = clock.now().date()
    with clock.fixed(clock.now() + timedelta(days=14)):
        # Who refused that day is forgotten, and the replay misses nobody's word for it.
        assert cut_movements(cast.operator) == {"refusal": 4}
        assert replay(cast.operator).differences == []
        assert passage_days(cast.clerk) == []
    with clock.fixed(clock.now() + timedelta(days=15)):
        before = audit(cast.operator).differences
        assert cut_movements(cast.operator) == {"passage": 1}
        assert passage_days(cast.clerk) == [(day, 1)] == passage_days(cast.clerk, BUILDING)
        assert passage_days(cast.clerk, f"{PATH}2/") == []
        # Outings and arrivals of that day are another list.
        assert movement_days(cast.clerk) == []
        with scoped(WHOLE):
            assert not FieldRecord.objects.filter(kind="field.passage").exists()
        found = replay(cast.operator)
        assert found.differences == []
        assert (found.events, found.records) == (8, 3)
        assert audit(cast.operator).differences == before
        # One that came late goes with the next night, and is counted once.
        morning.make("field.passage", {"gate": BUILDING, "who": "快递", "direction": "out",
                                       "decision": "passed"}, ago=timedelta(days=15))  # fmt: skip
        morning.post_events()
        assert replay(cast.operator).differences == []
        assert cut_movements(cast.operator) == {"passage": 1}
        assert cut_movements(cast.operator) == {}
        assert passage_days(cast.clerk) == [(day, 2)]
        assert replay(cast.operator).differences == []
        with pytest.raises(Problem, match="area_not_yours"):
            passage_days(cast.clerk, "410102/410102004/")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE movement_count SET n = n + 1",
        "UPDATE movement_count SET n = n - 1",
        "UPDATE movement_count SET day = day + 1",
    ],
)
def test_what_was_cut_is_proved_by_its_counts(cast: Cast, morning: Phone, damage: str) -> None:
    morning.make("field.passage", {"gate": BUILDING, "who": "快递", "direction": "out",
                                   "decision": "passed"})  # fmt: skip
    morning.post_events()
    with clock.fixed(clock.now() + timedelta(days=15)):
        assert cut_movements(cast.operator)["passage"] == 2
        with scoped(WHOLE), connection.cursor() as cursor:
            cursor.execute(damage)
            assert cursor.rowcount
        assert [one["of"][:13] for one in replay(cast.operator).differences] == [
            "field.passage" for _ in range(2 if "day" in damage else 1)
        ]


def test_a_passage_that_was_lost_before_its_time_is_found(cast: Cast, morning: Phone) -> None:
    with scoped(WHOLE):
        FieldRecord.objects.filter(kind="field.passage").delete()
    assert replay(cast.operator).differences != []
    with clock.fixed(clock.now() + timedelta(days=15)):
        assert replay(cast.operator).differences != []


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


def _away(outbreak: str) -> dict[str, bytes]:
    """Take the keys of an outbreak away, as on a machine that has them not; what was there."""
    folder = settings.WUMEN.home / "keys"
    gone = keys_of_outbreaks.all_of(UUID(outbreak))
    for name in gone:
        (folder / name).unlink()
    _forget()
    return gone


def _forget() -> None:
    sealing.forget_keys()
    field_keys.forget_sessions()


@pytest.fixture
def handed_over(cast: Cast, phone: Phone, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The keys in a custodian's file, and what opens it; the place has its own again afterwards."""
    made = keys.export(cast.operator, tmp_path / "keys", cast.secretary.crew_no)
    before = keys_of_outbreaks.all_of(UUID(phone.outbreak))
    yield tmp_path / "keys", made.opens_with
    for name, content in before.items():
        (settings.WUMEN.home / "keys" / name).write_bytes(content)
    _forget()


def test_a_place_without_the_keys_takes_them_from_the_custodian_and_the_replay_is_equal(
    cast: Cast, morning: Phone, handed_over: tuple[Path, str]
) -> None:
    gone = _away(morning.outbreak)
    assert (found := replay(cast.operator)).closed == found.events > 0
    assert list(keeping._unreadable()) == ["2022年1月"]
    made = keys.take_back(cast.operator, *handed_over)
    assert (made.outbreak, made.keys, made.stood) == ("2022年1月", len(gone), 0)
    assert keys_of_outbreaks.all_of(UUID(morning.outbreak)) == gone
    assert list(keeping._unreadable()) == []
    again = replay(cast.operator)
    assert (again.closed, again.differences) == (0, [])


def test_only_the_missing_key_comes_back_and_what_stands_is_said(
    cast: Cast, morning: Phone, handed_over: tuple[Path, str]
) -> None:
    with pytest.raises(Problem, match="keys_present"):
        keys.take_back(cast.operator, *handed_over)
    one = f"outbreak-{morning.outbreak}.field-{morning.key['id']}"
    (settings.WUMEN.home / "keys" / one).unlink()
    assert list(keeping._unreadable()) == ["2022年1月"]
    made = keys.take_back(cast.operator, *handed_over)
    assert (made.keys, made.stood) == (1, len(keys_of_outbreaks.all_of(UUID(morning.outbreak))) - 1)


def test_a_key_that_stands_is_never_written_over(
    cast: Cast, morning: Phone, handed_over: tuple[Path, str]
) -> None:
    gone = _away(morning.outbreak)
    other = settings.WUMEN.home / "keys" / min(gone)
    other.write_bytes(bytes(32))
    with pytest.raises(Problem, match="keys_differ"):
        keys.take_back(cast.operator, *handed_over)
    assert keys_of_outbreaks.all_of(UUID(morning.outbreak)) == {min(gone): bytes(32)}


def test_a_damaged_file_another_ones_words_and_a_slip_are_told_apart(
    cast: Cast, morning: Phone, handed_over: tuple[Path, str]
) -> None:
    file, words = handed_over
    _away(morning.outbreak)
    wrong = ("B" if words[0] == "A" else "A") + words[1:]
    with pytest.raises(Problem, match="keys_mistyped"):
        keys.take_back(cast.operator, file, wrong)
    with pytest.raises(Problem, match="keys_damaged"):
        keys.take_back(cast.operator, file, printable(bytes(32)))
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(Problem, match="keys_damaged"):
        keys.take_back(cast.operator, file, words)
    with pytest.raises(Problem, match="file_missing"):
        keys.take_back(cast.operator, file.with_name("none"), words)
    assert keys_of_outbreaks.all_of(UUID(morning.outbreak)) == {}


def _file_with(folder: Path, content: dict[str, bytes]) -> tuple[Path, str]:
    """A custodian's file with keys of one's own making."""
    named = {name: base64.b64encode(key).decode() for name, key in content.items()}
    file = folder / "made"
    file.write_bytes(sealing.seal_with(bytes(32), keys._PLACE, json.dumps(named).encode()))
    return file, printable(bytes(32))


def test_keys_of_another_place_are_refused(
    cast: Cast, morning: Phone, handed_over: tuple[Path, str], tmp_path: Path
) -> None:
    ours = _away(morning.outbreak)
    elsewhere = {name.replace(morning.outbreak, str(uuid4())): key for name, key in ours.items()}
    mixed = ours | dict([next(iter(elsewhere.items()))])
    phones = {name: key[::-1] if "field" in name else key for name, key in ours.items()}
    for foreign in (elsewhere, mixed, phones, {"register": bytes(32)}, {}):
        with pytest.raises(Problem, match="keys_foreign"):
            keys.take_back(cast.operator, *_file_with(tmp_path, foreign))
    Outbreak.objects.update(closed_at=clock.real_now(), erased_at=clock.real_now())
    with pytest.raises(Problem, match="outbreak_erased"):
        keys.take_back(cast.operator, *handed_over)
    assert keys_of_outbreaks.all_of(UUID(morning.outbreak)) == {}


def test_a_key_that_a_restored_office_is_too_old_for_counts_again(
    cast: Cast, phone: Phone, tmp_path: Path
) -> None:
    pair, name = ec.generate_private_key(ec.SECP256R1()), str(uuid4())
    phone.key = {"id": name, "public": b64(field_keys._raw(pair.public_key()))}
    secret = pair.private_numbers().private_value.to_bytes(32, "big")
    file = _file_with(tmp_path, {f"outbreak-{phone.outbreak}.field-{name}": secret})
    keys.take_back(cast.operator, *file)
    phone.make("field.note", {"text": "换了钥匙以后"})
    assert phone.post_events()["results"][0]["problem"] is None
    assert FieldKey.objects.get(id=name).retired_at is not None


def test_keys_go_to_one_custodian_and_open_with_what_was_printed_alone(
    cast: Cast, phone: Phone, street: Street, tmp_path: Path
) -> None:
    file = tmp_path / "keys"
    made = keys.export(cast.operator, file, cast.secretary.crew_no)
    assert made.keys >= 2
    assert file.stat().st_mode & 0o077 == 0
    opened = keys.opened(file.read_bytes(), made.opens_with)
    assert opened == keys_of_outbreaks.all_of(UUID(phone.outbreak))
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE kind = 'keys.exported'")
        assert cursor.fetchone() == (1,)
