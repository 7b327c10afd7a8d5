"""手机来的，待处理: a person decides with a reason, both events stay; holes are closed by name; photos."""

import hashlib
import os
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.api.conftest import BUILDING, SEVEN, NewPhone, by_client
from tests.api.test_events import again, measured, temperature, whole
from tests.cast import Cast
from tests.phone import Phone
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn, signed_in  # noqa: F401 - the fixture
from wumen.actions.duties.settle import waive
from wumen.actions.field import deciding
from wumen.actions.sampling_rounds.refusals import erase_past_refusals
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.field.items import FieldItem, field_items_of
from wumen.records import clock
from wumen.records.models import FieldDecision, WriterHole
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.exits import KIND_NAMES, ExitKind
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem

pytestmark = pytest.mark.usefixtures("planned")


def items(cast: Cast) -> tuple[FieldItem, ...]:
    """What waits for the clerk."""
    return field_items_of(cast.clerk).items


def decide(cast: Cast, item: FieldItem, apply: bool, why: str = "问过本人") -> None:
    """The clerk decides."""
    deciding.decide(cast.clerk, item.writer, item.seq, bytes.fromhex(item.hash), apply, why)


@pytest.fixture
def contradiction(phone: Phone, new_phone: NewPhone, street: Street) -> Phone:
    """Two phones measured the same person, and not the same."""
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", measured(duty, 36.5))
    phone.post_events()
    other = new_phone()
    other.make("field.duty", measured(duty, 38.4))
    other.post_events()
    return other


def test_both_sides_are_shown_and_danger_stands_first(cast: Cast, contradiction: Phone) -> None:
    (item,) = items(cast)
    assert item.danger
    assert (item.who, item.stands_by) == ("李楼长", "李楼长")
    assert "38.4" in {value.zh for _, value in item.phone}
    assert "36.5" in {value.zh for _, value in item.stands}
    assert item.problem.code == "field_read_otherwise"


def test_applied_it_counts_and_the_former_event_stays(
    cast: Cast, contradiction: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    former = again(duty).evidence
    (item,) = items(cast)
    decide(cast, item, apply=True)
    now = again(duty)
    assert now.state == "done"
    assert now.evidence is not None
    assert now.evidence.endswith(f"{contradiction.writer}/1")
    assert now.evidence != former
    assert items(cast) == ()
    with pytest.raises(Problem, match="field_item_unknown"):
        decide(cast, item, apply=True)
    with scoped(WHOLE):
        assert FieldDecision.objects.get().why == "问过本人"
    assert audit(cast.clerk).clean
    whole()


def test_let_stand_nothing_changes_and_a_reason_is_needed(
    cast: Cast, contradiction: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    former = again(duty).evidence
    (item,) = items(cast)
    with pytest.raises(Problem, match="reason_needed"):
        decide(cast, item, apply=False, why=" ")
    decide(cast, item, apply=False)
    assert again(duty).evidence == former
    assert items(cast) == ()


def test_why_she_was_freed_of_her_sample_is_told_on_its_day_alone(cast: Cast, phone: Phone) -> None:
    key = next(one.key for one in duty_lines(cast.captain, SEVEN.date()) if one.what == "sampling")
    waive(cast.secretary, read_key(key), "拒检")
    phone.make("field.sample", {"duty": key, "tube": "A0001", "count": 1})
    phone.post_events()
    assert "拒检" in {value.zh for _, value in items(cast)[0].stands}
    with clock.fixed(SEVEN + timedelta(days=1)):
        for erased in (False, True):
            assert not erased or erase_past_refusals(cast.operator) == 1
            assert "原因到期已抹去" in {value.zh for _, value in items(cast)[0].stands}


def test_a_blocked_exit_that_waits_for_a_decision_is_danger(cast: Cast, phone: Phone) -> None:
    seq, head = phone.next_seq, phone.head
    phone.make("field.note", {"text": "一"})
    phone.post_events()
    phone.next_seq, phone.head = seq, head
    said = {"door": f"{BUILDING}1/202/", "text": "链子锁，李楼长锁的", "exit": "unit_door"}
    phone.post_events([phone.make("field.need", said)])
    (item,) = items(cast)
    assert item.danger
    # Whose word it is the community does not read, nor in which words.
    assert (item.who, item.device) == ("", item.place)
    assert item.phone == (
        (Named(zh="出口被堵", en="blocked exit"), KIND_NAMES[ExitKind.UNIT_DOOR]),
    )


def test_only_the_office_of_the_place_sees_and_decides(cast: Cast, contradiction: Phone) -> None:
    (item,) = items(cast)
    assert field_items_of(cast.outsider).items == ()
    for viewer, code in ((cast.outsider, "field_item_unknown"), (cast.captain, "right_missing")):
        with pytest.raises(Problem, match=code):
            deciding.decide(viewer, item.writer, item.seq, bytes.fromhex(item.hash), True, "x")


def test_a_fork_counts_by_decision_and_the_decision_is_its_evidence(
    cast: Cast, phone: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    seq, head = phone.next_seq, phone.head
    phone.make("field.note", {"text": "一"})
    phone.post_events()
    phone.next_seq, phone.head = seq, head
    phone.post_events([phone.make("field.duty", measured(duty))])
    assert again(duty).state == "open"
    (item,) = items(cast)
    decide(cast, item, apply=True)
    stood = again(duty)
    assert stood.state == "done"
    assert phone.writer not in str(stood.evidence)
    assert audit(cast.clerk).clean
    whole()


def test_a_hole_is_closed_by_a_named_person_and_what_comes_late_is_kept(
    cast: Cast, phone: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.note", {"text": "一"})
    lost = phone.make("field.note", {"text": "丢了的"})
    phone.make("field.note", {"text": "三"})
    phone.make("field.duty", measured(duty))
    phone.post_events([phone.outbox[0], phone.outbox[3]])
    phone.post_events([phone.outbox[2]])
    (hole,) = field_items_of(cast.clerk).holes
    assert (hole.first_seq, hole.last_seq, hole.waiting) == (2, 2, 2)
    assert deciding.close_hole(cast.clerk, UUID(phone.writer), "手机摔坏了") == 2
    assert again(duty).state == "done"
    whole()
    with scoped(WHOLE):
        row = WriterHole.objects.get()
        assert (row.first_seq, row.last_seq, row.why) == (2, 2, "手机摔坏了")
    answer = phone.post_events([lost])
    assert answer["results"][0]["problem"]["code"] == "writer_hole_closed"
    assert phone.post_events([phone.make("field.note", {"text": "五"})])["next_seq"] == 6
    (late,) = items(cast)
    decide(cast, late, apply=True)
    with pytest.raises(Problem, match="field_hole_none"):
        deciding.close_hole(cast.clerk, UUID(phone.writer), "再来")
    whole()


def test_the_page_decides_and_reads_in_both_languages(
    cast: Cast,
    contradiction: Phone,
    signed_in: SignedIn,  # noqa: F811
) -> None:
    (item,) = items(cast)
    english = signed_in(cast.clerk, accept_language="en")
    for url in ("/phones/items/", "/phones/field/"):
        assert chinese_outside(english.get(url).content.decode()) == []
    clerk = signed_in(cast.clerk)
    page = clerk.get("/phones/items/").content.decode()
    assert "有两个不同的读数" in page
    assert "38.4" in page
    said = {"item": item.ident, "decide": "applied", "why": "重新量过"}
    assert clerk.post("/phones/items/decide/", said)["Location"] == "/phones/items/"
    assert "没有要处理的" in clerk.get("/phones/items/").content.decode()
    page = clerk.get("/phones/field/").content.decode()
    assert "收到 1 条" in page
    code = clerk.post(
        "/phones/field/code/", {"area": BUILDING, "name": "东门岗", "lasts": "day"}
    ).content.decode()
    assert "30 分钟内有效" in code


def jpeg() -> bytes:
    """A small picture."""
    from tests.files import JPEG

    return JPEG


@pytest.mark.parametrize("photo_first", [True, False])
def test_a_photo_finds_its_duty_whichever_comes_first(
    phone: Phone, street: Street, photo_first: bool
) -> None:
    from wumen.records.models import Photo

    duty = temperature(street, area__startswith=BUILDING)
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(phone.secret).encrypt(nonce, jpeg(), b"photo")
    name = hashlib.sha256(sealed).hexdigest()
    url = f"/api/v1/photos/{name}?session={phone.session}"
    assert by_client("HEAD", url, b"", phone.token)[0] == 404
    phone.make("field.note", {"text": "会话先到"})
    phone.post_events()

    def send_photo() -> int:
        return by_client("PUT", url, sealed, phone.token)[0]

    if photo_first:
        assert send_photo() == 201
    phone.make("field.duty", measured(duty) | {"photos": [name]})
    phone.post_events()
    assert send_photo() == (200 if photo_first else 201)
    assert by_client("HEAD", url, b"", phone.token)[0] == 200
    with scoped(WHOLE):
        row = Photo.objects.get()
        assert (row.owed_by, row.what, row.win) == (duty.subject, duty.what, duty.win)
    wrong = by_client("PUT", url, sealed + b"x", phone.token)
    assert (wrong[0], wrong[1]["problem"]["code"]) == (400, "field_photo_unfit")
