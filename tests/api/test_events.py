"""Batches of field events: taken once, in order, answered one by one; what cannot count stays and is told."""

from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

import msgspec
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.api.conftest import BUILDING, NewPhone, by_client
from tests.cast import Cast
from tests.conftest import SIX
from tests.phone import Phone, enrolled
from tests.street import Street, ordered
from wumen.actions import devices
from wumen.actions.duties.plan import plan_day
from wumen.actions.field import enrolling
from wumen.api import field as field_doors
from wumen.queries import chains
from wumen.records import clock
from wumen.records.models import Duty, FieldRecord
from wumen.records.scope import WHOLE, scoped
from wumen.records.sealing import person_key
from wumen.rules.devices import Lasts

pytestmark = pytest.mark.usefixtures("planned")


def temperature(street: Street, win: str = "am", **where: object) -> Duty:
    """A temperature that is owed on the first day."""
    with scoped(WHOLE):
        return Duty.objects.filter(what="temperature", win=win, **where).order_by("subject")[0]


def key(duty: Duty) -> str:
    """How a phone names it."""
    return str(duty)


def again(duty: Duty) -> Duty:
    """The same duty, as it stands now."""
    with scoped(WHOLE):
        return Duty.objects.get(day=duty.day, what=duty.what, subject=duty.subject, win=duty.win)


def measured(duty: Duty, reading: float = 36.5) -> dict[str, object]:
    """That somebody measured."""
    return {"duty": key(duty), "outcome": "done", "grade": "measured", "reading": reading}


def whole() -> None:
    """Every chain verifies."""
    with scoped(WHOLE):
        assert list(chains.verify().broken) == []


def none_uncounted() -> None:
    """The kept counts are those of the duties."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, sum(n) FROM tally GROUP BY 1 HAVING sum(n) <> 0 EXCEPT"
            " SELECT state, count(*) FROM duty GROUP BY 1"
        )
        assert cursor.fetchall() == []


def test_a_batch_counts_once_however_often_it_comes(phone: Phone, street: Street) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", measured(duty))
    phone.make("field.note", {"text": "楼道灯坏了"})
    first = phone.post_events()
    assert [(one["seq"], one["state"], one["problem"]) for one in first["results"]] == [
        (1, "received", None),
        (2, "received", None),
    ]
    assert first["next_seq"] == 3
    stood = again(duty)
    assert (stood.state, stood.grade) == ("done", "measured")
    assert stood.evidence is not None
    assert stood.evidence.endswith(f"{phone.writer}/1")
    second = phone.post_events()
    assert second["results"] == first["results"]
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event WHERE writer = %s", [phone.writer])
        assert cursor.fetchone() == (2,)
    whole()


def test_what_comes_too_early_is_held_until_the_hole_fills(phone: Phone, street: Street) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    one, two, three = (
        phone.make("field.note", {"text": "一"}),
        phone.make("field.duty", measured(duty)),
        phone.make("field.note", {"text": "三"}),
    )
    assert [x["state"] for x in phone.post_events([three])["results"]] == ["held"]
    assert [x["state"] for x in phone.post_events([two])["results"]] == ["held"]
    assert again(duty).state == "open"
    (writer,) = phone.proof()["writers"]
    assert (writer["next_seq"], writer["held"]) == (1, [2, 3])
    answer = phone.post_events([one])
    assert (answer["next_seq"], [x["state"] for x in answer["results"]]) == (4, ["received"])
    (writer,) = phone.proof()["writers"]
    assert writer["refused"] == []
    assert again(duty).state == "done"
    assert (writer["next_seq"], writer["held"], writer["refused"]) == (4, [], [])
    whole()


def test_an_order_that_is_mixed_up_is_put_right(phone: Phone) -> None:
    made = [phone.make("field.note", {"text": str(n)}) for n in range(6)]
    answer = phone.post_events([made[4], made[1], made[0], made[5], made[3], made[2], made[1]])
    assert [one["seq"] for one in answer["results"]] == [5, 2, 1, 6, 4, 3, 2]
    assert {one["state"] for one in answer["results"]} == {"received"}
    assert answer["next_seq"] == 7
    whole()


def test_a_fork_keeps_both_and_goes_on_under_another_writer(phone: Phone) -> None:
    phone.make("field.note", {"text": "一"})
    seq, head = phone.next_seq, phone.head
    phone.make("field.note", {"text": "二"})
    phone.post_events()
    phone.next_seq, phone.head = seq, head
    forked = phone.make("field.note", {"text": "另一个二"})
    answer = phone.post_events([forked])
    (result,) = answer["results"]
    assert (result["state"], result["problem"]["code"]) == ("received", "writer_forked")
    assert answer["writer"]["next_seq"] == 1
    assert answer["writer"]["writer"] != phone.writer
    assert phone.post_events([forked])["writer"] == answer["writer"]
    said = phone.proof()["writers"]
    assert len(said) == 2
    (old,) = (one for one in said if one["writer"] == phone.writer)
    assert [one["problem"]["code"] for one in old["refused"]] == ["writer_forked"]
    phone.writer, phone.next_seq, phone.head = answer["writer"]["writer"], 1, b"\x00" * 32
    assert phone.post_events([phone.make("field.note", {"text": "接着"})])["next_seq"] == 2
    whole()


def test_done_twice_is_noted_once_and_another_reading_is_told(
    phone: Phone, new_phone: NewPhone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    other = new_phone()
    phone.make("field.duty", measured(duty, 36.5))
    phone.post_events()
    evidence = again(duty).evidence
    other.make("field.duty", measured(duty, 36.5))
    other.make("field.duty", measured(duty, 37.9))
    other.make("field.duty", {"duty": key(duty), "outcome": "cannot", "reason": "nobody_home"})
    codes = [one["problem"] and one["problem"]["code"] for one in other.post_events()["results"]]
    assert codes == [None, "field_read_otherwise", "field_done_before"]
    assert again(duty).evidence == evidence
    assert [one["seq"] for one in other.proof()["writers"][0]["refused"]] == [2, 3]


def test_nobody_home_and_then_done_is_settled_in_its_order_wherever_the_row_lies(
    phone: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM duty WHERE subject = %s", [duty.subject])
        lay = cursor.fetchall()
    phone.make("field.duty", {"duty": key(duty), "outcome": "cannot", "reason": "nobody_home"})
    phone.make("field.duty", measured(duty, 36.4))
    answer = phone.post_events()
    assert [one["problem"] for one in answer["results"]] == [None, None]
    stood = again(duty)
    assert (stood.state, stood.grade, stood.reason) == ("done", "measured", None)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM duty WHERE subject = %s", [duty.subject])
        assert cursor.fetchall() != lay
    none_uncounted()


def test_a_floor_is_one_tap_and_names_what_was_not_normal(phone: Phone, street: Street) -> None:
    round_ = f"2022-01-10/am/{BUILDING}1"
    phone.make("field.round", {"round": round_, "floor": 1, "except": {"101": "nobody_home"}})
    assert phone.post_events()["results"][0]["problem"] is None
    with scoped(WHOLE):
        rows = Duty.objects.filter(what="temperature", win="am", area__startswith=BUILDING)
        said = sorted(rows.values_list("area", "state", "grade", "reason").distinct())
    home = f"{BUILDING}1/"
    assert said == [
        (f"{home}101/", "open", None, "nobody_home"),
        (f"{home}102/", "done", "declared", None),
        (f"{home}201/", "open", None, None),
        (f"{home}202/", "open", None, None),
    ]
    whole()


def test_a_batch_that_cannot_be_read_is_not_taken_at_all(phone: Phone, new_phone: NewPhone) -> None:
    text = phone.make("field.note", {"text": "一"})
    for body, status in (
        (b"{", 400),
        (phone.batch([]), 400),
        (phone.batch([text, "nonsense"]), 400),
        (phone.batch([text] * 501), 413),
        (b" " * (4 * 1024 * 1024 + 1), 413),
    ):
        found, answer = by_client("POST", "/api/v1/events", body, phone.token)
        assert (found, set(answer)) == (status, {"problem"}), body[:50]
    status, answer = by_client("POST", "/api/v1/events", phone.batch([text]), "wrong")
    assert (status, answer["problem"]["code"]) == (401, "field_token_unknown")
    status, answer = by_client("POST", "/api/v1/events", phone.batch([text]), new_phone().token)
    assert (status, answer["problem"]["code"]) == (403, "field_writer_foreign")
    assert phone.proof()["writers"][0]["next_seq"] == 1


def test_what_cannot_be_understood_is_kept_and_holds_nothing_up(
    phone: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", measured(duty), area=f"{BUILDING}1/202/")
    phone.make("field.dance", {})
    phone.make("field.duty", {"outcome": "done"})
    phone.make("field.note", {"text": "谁"}, person="somebody-else")
    phone.make("field.note", {"text": "封条"}, body="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    phone.make("field.duty", measured(duty, 20))
    phone.make("field.duty", measured(duty))
    codes = [one["problem"] and one["problem"]["code"] for one in phone.post_events()["results"]]
    assert codes == [
        *("field_event_unreadable", "field_kind_unknown", "field_body_unreadable"),
        *("field_person_foreign", "field_seal_broken", "temperature_unlikely", None),
    ]
    assert again(duty).state == "done"
    whole()


def test_a_phone_of_one_building_speaks_of_no_other(
    phone: Phone, cast: Cast, street: Street
) -> None:
    ordered(cast, "2", document="通告第2号")
    plan_day(cast.clerk, clock.today())
    duty = temperature(street, area__startswith=BUILDING.replace("/1/", "/2/"))
    phone.as_(cast.sampler.post, person_key(cast.sampler.person))
    phone.make("field.duty", measured(duty))
    assert phone.post_events()["results"][0]["problem"]["code"] == "field_duty_unknown"
    assert again(duty).state == "open"


def test_a_phone_of_a_unit_tells_of_its_building_and_a_fever_counts_with_its_duty(
    new_phone: NewPhone, street: Street
) -> None:
    duty = temperature(street, area__startswith=f"{BUILDING}1/")
    phone = new_phone(f"{BUILDING}1/")
    phone.make("field.note", {"text": "灯坏了"})
    phone.make("field.duty", measured(duty, 38.2))
    assert [one["problem"] for one in phone.post_events()["results"]] == [None, None]
    assert again(duty).state == "done"
    with scoped(WHOLE):
        told = FieldRecord.objects.order_by("seq").values_list("kind", "area")
        assert list(told) == [
            ("field.note", f"{BUILDING}1/"),
            ("field.fever", f"{BUILDING}1/"),
        ]


def test_what_is_refused_settles_nothing(phone: Phone, street: Street) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    elsewhere = BUILDING.replace("/1/", "/2/")
    phone.make("field.duty", measured(duty, 38.2), area=elsewhere)
    assert phone.post_events()["results"][0]["problem"]["code"] == "area_not_yours"
    assert again(duty).state == "open"


def test_a_revoked_phone_delivers_what_it_did_before(
    phone: Phone, cast: Cast, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", measured(duty), ago=timedelta(hours=1))
    enrolling.end(cast.clerk, UUID(phone.device))
    phone.make("field.note", {"text": "后来"}, ago=timedelta(seconds=-5))
    with clock.fixed(SIX + timedelta(hours=2)):
        results = phone.post_events()["results"]
    codes = [one["problem"] and one["problem"]["code"] for one in results]
    assert codes == [None, "field_device_revoked"]
    assert again(duty).state == "done"
    status, answer = by_client("GET", "/api/v1/carry", b"", phone.token)
    assert (status, answer["problem"]["code"]) == (403, "field_device_ended")


def test_a_clock_that_goes_wrong_is_measured_and_counts_hours_all_the_same(phone: Phone) -> None:
    right = phone.clock
    phone.clock = lambda: right() - timedelta(days=400)
    phone.make("field.note", {"text": "一"}, ago=timedelta(hours=2))
    with clock.fixed(SIX + timedelta(hours=3)):
        answer = phone.post_events()
    assert answer["results"][0]["problem"] is None
    assert abs(answer["drift_ms"] + 400 * 86400_000) < 60_000
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT happened_at FROM field_record")
        (at,) = cursor.fetchone()
    assert abs(at - (SIX + timedelta(hours=1))) < timedelta(seconds=1)


def test_a_phone_carries_its_people_and_rounds_and_no_number(phone: Phone, cast: Cast) -> None:
    said = phone.carry()
    assert {one["name"] for one in said["people"]} == {"李楼长", "王医生", "陈志愿者"}
    rounds = {one["key"]: one for one in said["rounds"]}
    morning = rounds[f"2022-01-10/am/{BUILDING}1"]
    assert [one["floor"] for one in morning["floors"]] == [2, 1]
    # Of several owners each is named, so that nobody takes another's round for hers.
    owners = {str(cast.captain.post), str(cast.sampler.post)}
    assert set(morning["owners"]) <= owners
    assert morning["owners"]
    assert (morning["win_zh"], morning["win_en"]) == ("上午", "morning")
    door = morning["floors"][0]["doors"][-1]
    assert (door["room"], door["duties"][0]["name"]) == ("202", "张阿姨")
    assert "13800000001" not in msgspec.json.encode(said).decode()


def test_a_captains_own_code_makes_a_phone_of_her_post_alone(cast: Cast, street: Street) -> None:
    code = devices.make_code(cast.clerk, cast.captain.post, Lasts.DAY).code
    mine = enrolled(by_client, code, clock.real_now)
    assert [one["name"] for one in mine.carry()["people"]] == ["李楼长"]
    status, answer = by_client("POST", "/api/v1/enrol", msgspec.json.encode({"code": code}), "")
    assert (status, answer["problem"]["code"]) == (400, "device_code_wrong")


def test_a_copy_that_is_the_same_is_not_sent_again_and_lives_on(
    phone: Phone, street: Street
) -> None:
    def asked(known: str = "") -> HttpResponse:
        headers = {"Authorization": f"Bearer {phone.token}", "If-None-Match": known}
        return Client(headers=headers).get("/api/v1/carry")

    first = asked()
    assert first.status_code == 200
    same = asked(first["ETag"])
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    carried = msgspec.json.decode(first.content)
    assert datetime.fromisoformat(same["X-Expires-At"]) >= datetime.fromisoformat(
        carried["expires_at"]
    )
    assert datetime.fromisoformat(same["X-Now"]) == datetime.fromisoformat(carried["now"])
    phone.make("field.duty", measured(temperature(street, area__startswith=BUILDING)))
    phone.post_events()
    assert asked(first["ETag"]).status_code == 200


def test_the_door_of_phones_sets_no_cookie_and_refuses_a_foreign_name(phone: Phone) -> None:
    client = Client(headers={"Authorization": f"Bearer {phone.token}"})
    reply = client.get("/api/v1/proof")
    assert (reply.status_code, dict(reply.cookies)) == (200, {})
    assert reply["Cache-Control"] == "no-store"
    assert client.get("/api/v1/proof", HTTP_HOST="foreign.example").status_code == 400
    assert client.get("/api/v1/nothing").status_code == 404


def test_what_nobody_foresaw_is_noted_by_kind_and_place_and_never_by_its_words(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("张三家有人发烧")

    monkeypatch.setattr(field_doors, "receive", broken)
    client = Client(
        raise_request_exception=False, headers={"Authorization": f"Bearer {phone.token}"}
    )
    reply = client.post("/api/v1/events", b"{}", content_type="application/json")
    assert reply.status_code == 500
    assert "ValueError in events: api/field.py:" in caplog.text
    assert "张三" not in caplog.text


@pytest.mark.parametrize("days", ["²", "9" * 5000, "-1", "two"])
def test_days_that_are_no_number_are_the_usual_two(phone: Phone, days: str) -> None:
    status, answer = by_client("GET", f"/api/v1/carry?days={quote(days)}", b"", phone.token)
    assert (status, len(answer["people"]) > 0) == (200, True)
