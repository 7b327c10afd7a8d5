"""手机上报 and where else what phones told is found: at the home, at the gate, beside the duty; and who may see it."""

import hashlib
import os
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from tests.api.conftest import BUILDING, SEVEN, NewPhone, by_client
from tests.api.test_events import key, measured, temperature
from tests.cast import COMPOUND, Cast
from tests.phone import Phone
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn, signed_in  # noqa: F401 - the fixture
from wumen.actions.field import deciding
from wumen.actions.field.signatures import look_at_signature
from wumen.queries.field import items as items_module
from wumen.queries.field import told as told_module
from wumen.queries.field.items import field_items_of
from wumen.queries.field.told import told, told_today
from wumen.queries.posts import acting
from wumen.records import clock, event_log
from wumen.records.models import Duty
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.field.told import day_at
from wumen.rules.health_words import MASK
from wumen.rules.problems import Problem

pytestmark = pytest.mark.usefixtures("planned")
AUNT = f"{BUILDING}1/202/"
AT_MOST = 12
PNG = b"\x89PNG\r\n\x1a\n" + b"strokes"


@pytest.fixture
def day(phone: Phone, street: Street) -> Phone:
    """A morning's words of the captain's phone."""
    return morning_of(phone, street)


def morning_of(phone: Phone, street: Street) -> Phone:
    """A need, a delivery, three at the gate, a note and a fever."""
    phone.make("field.need", {"door": AUNT, "text": "降压药快吃完了"}, ago=timedelta(minutes=30))
    phone.make("field.delivery", {"door": AUNT, "what": "蔬菜包", "count": 1})
    for direction, decision in (("in", "passed"), ("in", "passed"), ("out", "refused")):
        said = {"gate": BUILDING, "who": "陈某", "direction": direction, "decision": decision}
        phone.make("field.passage", said)
    phone.make("field.note", {"text": "楼道灯坏了"})
    phone.make("field.duty", measured(temperature(street, area__startswith=BUILDING), 38.1))
    phone.post_events()
    return phone


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that the database is asked, those statements too that go past Django's own cursor."""
    found: list[str] = []
    execute = psycopg.Cursor.execute

    def noted(self: Any, query: Any, *given: Any, **more: Any) -> Any:
        if not str(query).startswith(("SAVEPOINT", "RELEASE")):
            found.append(str(query))
        return execute(self, query, *given, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", noted)
    return found


def test_all_kinds_stand_with_who_told_them_and_both_hours(cast: Cast, day: Phone) -> None:
    page = told(cast.clerk)
    need = page.lines[-1]
    assert (need.kind, need.who, need.role) == ("field.need", "李楼长", "captain")
    assert abs(need.at - (SEVEN - timedelta(minutes=30))) < timedelta(seconds=5)
    assert need.came_at is not None
    assert need.came_at - need.at > timedelta(minutes=29)
    assert need.phone_at is None
    assert (need.urgency, need.closed) == ("urgent", None)
    # Which medicine it is stands at the request, for who carries it.
    assert MASK in {value.zh for _, value in need.lines}
    assert {one.kind for one in page.lines} == {
        *("field.need", "field.delivery", "field.passage", "field.note", "field.fever"),
    }
    assert [one.kind for one in told(cast.clerk, "field.note").lines] == ["field.note"]
    assert page.times("field.passage") == 3
    # Who went through is the gate's to know.
    assert "陈某" not in str(page.lines)


def test_a_phone_whose_clock_is_wrong_shows_both_its_hour_and_the_offices(
    cast: Cast, phone: Phone
) -> None:
    true = phone.clock
    phone.clock = lambda: true() + timedelta(minutes=40)
    phone.make("field.note", {"text": "钟快了"}, ago=timedelta(minutes=10))
    phone.post_events()
    (line,) = told(cast.clerk).lines
    assert abs(line.at - (SEVEN - timedelta(minutes=10))) < timedelta(seconds=5)
    assert line.phone_at is not None
    assert timedelta(minutes=39) < line.phone_at - line.at < timedelta(minutes=41)


def test_only_the_office_of_the_place_reads_it(cast: Cast, day: Phone) -> None:
    assert told(cast.outsider).lines == ()
    with pytest.raises(Problem, match="right_missing"):
        told(cast.captain)
    with pytest.raises(Problem, match="area_not_yours"):
        told(cast.clerk, area="410102/410102003/410102003009/x/")
    with pytest.raises(Problem, match="request_unreadable"):
        told(cast.clerk, after="soon")


def test_a_page_goes_on_where_the_one_before_ended(
    cast: Cast, day: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(cast.clerk).lines
    monkeypatch.setattr(told_module, "PAGE", 3)
    first = told(cast.clerk)
    second = told(cast.clerk, after=first.more)
    third = told(cast.clerk, after=second.more)
    pages = first.lines + second.lines + third.lines
    assert [(one.kind, one.at) for one in pages] == [(one.kind, one.at) for one in whole]
    assert (len(first.lines), len(second.lines), third.more) == (3, 3, "")


def test_entries_at_a_gate_stand_for_fourteen_days(cast: Cast, day: Phone) -> None:
    with clock.fixed(SEVEN + timedelta(days=15)):
        assert told(cast.clerk, "field.passage").lines == ()
        assert {one.kind for one in told(cast.clerk, "field.note").lines} == {"field.note"}


def test_a_gate_and_a_point_know_the_counts_of_today(cast: Cast, day: Phone) -> None:
    gate = day_at(told_today(cast.clerk, BUILDING))
    assert (gate.went_in, gate.went_out, gate.stopped) == (2, 0, 1)
    assert not day_at(told_today(cast.clerk, BUILDING.replace("/1/", "/2/"))).any
    with pytest.raises(Problem, match="area_not_yours"):
        told_today(cast.captain, COMPOUND)


def test_the_page_reads_in_both_languages_in_a_few_statements(
    cast: Cast,
    day: Phone,
    new_phone: NewPhone,
    asked: list[str],
    signed_in: SignedIn,  # noqa: F811
) -> None:
    office = signed_in(cast.clerk)
    page = office.get("/phones/told/").content.decode()
    for words in (
        MASK,
        "号交办",
        "今天手机登记",
        "进 2",
        "没放行 1",
        "1号楼 1单元 202",
    ):
        assert words in page
    assert "降压药" not in page
    for n in range(30):
        other = new_phone() if n % 10 == 0 else day
        other.make("field.note", {"text": f"第{n}条"})
        other.post_events(other.outbox[-1:])
    asked.clear()
    assert office.get("/phones/told/").status_code == 200
    # Not counted: whether this is a drill, which a process reads once.
    assert len(asked) <= AT_MOST, asked
    reader = signed_in(cast.clerk, accept_language="en")
    english = reader.get("/phones/told/?kind=field.passage").content.decode()
    assert "let through" in english
    assert chinese_outside(english) == []


def test_at_the_home_the_captain_reads_what_was_told_of_it_and_nothing_of_health(
    cast: Cast,
    day: Phone,
    street: Street,
    signed_in: SignedIn,  # noqa: F811
) -> None:
    page = signed_in(cast.captain).get(f"/register/home/{street.aunt_zhang.household_id}/")
    text = page.content.decode()
    assert "号交办" in text
    assert "送到门口" in text
    # What somebody needs and what was in the bag is her request's to say, not a list's at her door.
    for words in ("降压药快吃完了", "蔬菜包", "38.1", "打不开"):
        assert words not in text.split('id="told"')[1].split("</section>")[0]
    other = street.households["1/1/101"].id
    assert (
        "手机上报" not in signed_in(cast.captain).get(f"/register/home/{other}/").content.decode()
    )


def test_medicines_that_were_brought_are_named_on_no_list_and_none_is_dropped(
    cast: Cast, phone: Phone, street: Street
) -> None:
    for _ in range(9):
        phone.make("field.delivery", {"door": AUNT, "what": "二甲双胍", "count": 2})
    phone.post_events()
    at_home = told_module.told_at_home(cast.captain, AUNT)
    for lines in (told(cast.clerk).lines, at_home):
        assert {value.zh for one in lines for _, value in one.lines} == {"2"}
    with acting(cast.clerk):
        assert len(told_module.delivered(AUNT, SEVEN.date())) == 9


def signed(phone: Phone, street: Street, by: bytes = PNG) -> Duty:
    """A temperature that was measured and signed for on the phone."""
    duty = temperature(street, area__startswith=BUILDING)
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(phone.secret).encrypt(nonce, by, b"photo")
    digest = hashlib.sha256(sealed).hexdigest()
    phone.make("field.duty", measured(duty) | {"signature": digest, "note": "本人签字"})
    phone.post_events()
    path = f"/api/v1/photos/{digest}?session={phone.session}"
    assert by_client("PUT", path, sealed, phone.token)[0] == 201
    return duty


def test_a_signature_stands_beside_its_duty_and_opens_for_the_office_alone(
    cast: Cast,
    phone: Phone,
    street: Street,
    signed_in: SignedIn,  # noqa: F811
) -> None:
    duty = signed(phone, street)
    page = signed_in(cast.clerk).get(f"/duty/{key(duty)}/").content.decode()
    assert "本人签字" in page
    assert "看签字" in page
    picture = signed_in(cast.clerk).get(f"/phones/signature/{key(duty)}/")
    assert (picture.content, picture["Content-Type"]) == (PNG, "image/png")
    assert picture["X-Content-Type-Options"] == "nosniff"
    with scoped(WHOLE):
        kinds = [one.kind for one in event_log.unread("test", 5000)]
    assert kinds.count("signature.looked_at") == 1
    captain = signed_in(cast.captain).get(f"/duty/{key(duty)}/").content.decode()
    assert "看签字" not in captain
    for viewer, code in ((cast.captain, "right_missing"), (cast.outsider, "duty_unknown")):
        with pytest.raises(Problem, match=code):
            look_at_signature(viewer, read_key(key(duty)))


def test_what_is_no_picture_is_never_handed_out(cast: Cast, phone: Phone, street: Street) -> None:
    duty = signed(phone, street, b"<script>")
    with pytest.raises(Problem, match="field_signature_none"):
        look_at_signature(cast.clerk, read_key(key(duty)))
    other = temperature(street, win="pm", area__startswith=BUILDING)
    with pytest.raises(Problem, match="field_signature_none"):
        look_at_signature(cast.clerk, read_key(key(other)))


@pytest.fixture
def contradicted(planned: None, phone: Phone, new_phone: NewPhone, street: Street) -> None:
    """Six temperatures that another phone contradicts, and one of them by a fever."""
    with scoped(WHOLE):
        duties = list(Duty.objects.filter(what="temperature", area__startswith=BUILDING))[:6]
    for duty in duties:
        phone.make("field.duty", measured(duty, 36.5))
    phone.post_events()
    other = new_phone()
    other.make("field.duty", measured(duties[0], 38.8))
    for duty in duties:
        other.make("field.duty", {"duty": key(duty), "outcome": "cannot", "reason": "nobody_home"})
    other.post_events()


@pytest.mark.usefixtures("contradicted")
def test_what_waits_goes_page_by_page_danger_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items_module, "PAGE", 3)
    first = field_items_of(cast.clerk)
    assert [one.danger for one in first.items] == [True, False, False]
    assert first.waiting == 7
    second = field_items_of(cast.clerk, first.more)
    third = field_items_of(cast.clerk, second.more)
    seen = [one.ident for one in (*first.items, *second.items, *third.items)]
    assert (len(seen), len(set(seen)), third.more) == (7, 7, "")
    assert {one.stands_by for one in second.items} == {"李楼长"}
    with pytest.raises(Problem, match="request_unreadable"):
        field_items_of(cast.clerk, "1~soon")


@pytest.mark.usefixtures("contradicted")
def test_what_waits_costs_as_many_statements_however_much_it_is(
    cast: Cast,
    asked: list[str],
    signed_in: SignedIn,  # noqa: F811
) -> None:
    office = signed_in(cast.clerk)
    office.get("/phones/items/")
    asked.clear()
    assert office.get("/phones/items/").content.decode().count("照手机记") == 7
    many = len(asked)
    for item in field_items_of(cast.clerk).items[1:]:
        hash_ = bytes.fromhex(item.hash)
        deciding.decide(cast.clerk, item.writer, item.seq, hash_, False, "看过了")
    asked.clear()
    assert office.get("/phones/items/").content.decode().count("照手机记") == 1
    assert len(asked) == many <= AT_MOST + 1, asked


def test_enrolling_by_the_code_of_a_place_has_an_event_of_its_own(cast: Cast, phone: Phone) -> None:
    with scoped(WHOLE):
        (event,) = (
            one for one in event_log.unread("test", 5000) if one.kind == "field.device_enrolled"
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT post FROM event WHERE kind = 'field.device_enrolled'")
            assert cursor.fetchone() == (cast.clerk.post,)
    assert event.area == BUILDING
    assert UUID(phone.device)
