"""An office restored to before a phone was enrolled: it is enrolled anew, and what it noted comes, once, and counts."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from django.db import connection

from tests.api.conftest import BUILDING, NewPhone, by_client
from tests.api.test_events import again, measured, temperature
from tests.cast import PATH, Cast
from tests.phone import Phone
from tests.street import Street
from tests.web.conftest import SignedIn, signed_in  # noqa: F401 - the fixture
from wumen.actions import devices
from wumen.actions.field import deciding, enrolling
from wumen.actions.field.replaying import replay
from wumen.queries.audit import audit
from wumen.queries.field.items import field_items_of
from wumen.queries.field.lines import field_lines
from wumen.records import clock
from wumen.records.models import FieldDevice, Installation
from wumen.records.scope import WHOLE, scoped
from wumen.rules.devices import Lasts

pytestmark = pytest.mark.usefixtures("planned")


@pytest.fixture
def unknown(new_phone: NewPhone) -> Phone:
    """A phone that was enrolled after the backup: of token, device and writer the office knows nothing."""
    phone = new_phone()
    phone.token, phone.device, phone.writer = "lost", str(uuid4()), str(uuid4())
    return phone


def enrolled_again(
    cast: Cast, phone: Phone, path: str = BUILDING, writers: Sequence[str] = ()
) -> list[str]:
    """Enrol it by another code, as the app does: its events go on under the new token. Which writers go on."""
    code = enrolling.make_code(cast.clerk, path, "1号楼").code
    asked = {"code": code, "kind": "Android", "writers": [*writers] or [phone.writer]}
    status, said = by_client("POST", "/api/v1/enrol", msgspec.json.encode(asked), "")
    assert status == 200
    phone.token, phone.device = said["token"], said["device"]
    return list(said["taken_over"])


def test_what_it_noted_before_comes_under_its_new_enrolment_once_and_counts(
    cast: Cast, unknown: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    unknown.make("field.duty", measured(duty, 36.4))
    unknown.make("field.need", {"door": f"{BUILDING}1/202/", "text": "缺药"})
    status, said = unknown.send("POST", "/api/v1/events", unknown.batch(unknown.outbox), "lost")
    assert (status, said["problem"]["code"]) == (401, "field_token_unknown")
    assert enrolled_again(cast, unknown) == [unknown.writer]
    # Again and again: each stands once.
    for _ in range(2):
        assert [one["problem"] for one in unknown.post_events()["results"]] == [None, None]
    assert again(duty).state == "done"
    standing = {one["writer"]: one["next_seq"] for one in unknown.proof()["writers"]}
    assert standing[unknown.writer] == 3
    assert len(standing) == 2
    found = replay(cast.operator)
    assert (found.events, found.differences) == (2, [])
    assert audit(cast.operator).clean
    (line,) = [one for one in field_lines(cast.clerk) if str(one.id) == unknown.device]
    assert (line.taken_over, line.came) == (1, 2)


def test_what_the_phone_no_longer_holds_is_a_hole_that_a_person_closes(
    cast: Cast, unknown: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    unknown.make("field.note", {"text": "早就传过，手机里没有了"})
    unknown.make("field.duty", measured(duty, 36.4))
    enrolled_again(cast, unknown)
    (result,) = unknown.post_events(unknown.outbox[1:])["results"]
    assert result["state"] == "held"
    (line,) = [one for one in field_lines(cast.clerk) if str(one.id) == unknown.device]
    assert [(one.first_seq, one.last_seq) for one in line.holes] == [(1, 1)]
    assert deciding.close_hole(cast.clerk, line.holes[0].writer, "恢复以前的") == 1
    assert again(duty).state == "done"


def test_of_another_place_it_is_an_item_with_both_sides(
    cast: Cast, unknown: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    unknown.make("field.duty", measured(duty, 36.4))
    enrolled_again(cast, unknown, f"{PATH}2/")
    (result,) = unknown.post_events()["results"]
    assert result["problem"] is not None
    assert again(duty).state == "open"
    assert [one.seq for one in field_items_of(cast.clerk).items] == [1]


def test_where_the_answer_was_lost_another_code_takes_it_over_again(
    cast: Cast, unknown: Phone, street: Street
) -> None:
    unknown.make("field.note", {"text": "一"})
    enrolled_again(cast, unknown)
    first = unknown.token
    assert enrolled_again(cast, unknown) == [unknown.writer]
    assert unknown.post_events()["results"][0]["problem"] is None
    # Once anything stands under it nobody else has it, nor does the enrolment from before.
    assert enrolled_again(cast, unknown) == []
    unknown.token = first
    status, said = unknown.send("POST", "/api/v1/events", unknown.batch(unknown.outbox), first)
    assert (status, said["problem"]["code"]) == (403, "field_writer_foreign")


def test_a_writer_that_the_office_knows_is_nobody_elses(
    cast: Cast, phone: Phone, unknown: Phone
) -> None:
    """Neither a phone's present one, though nothing stands under it, nor the office's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT writer FROM writer WHERE kind = 'server'")
        ours = [str(row[0]) for row in cursor.fetchall()]
    assert ours
    assert enrolled_again(cast, unknown, writers=[phone.writer, *ours]) == []
    phone.make("field.note", {"text": "还是我的"})
    assert phone.post_events()["results"][0]["problem"] is None
    with scoped(WHOLE):
        assert FieldDevice.objects.get(id=unknown.device).taken_over == 0


def test_a_captains_binding_code_takes_over_as_well(cast: Cast, unknown: Phone) -> None:
    unknown.make("field.note", {"text": "一"})
    code = devices.make_code(cast.clerk, cast.captain.post, Lasts.OUTBREAK).code
    made = enrolling.enrol(code, "127.0.0.1", "Android", [unknown.writer])
    assert [str(one) for one in made.taken_over] == [unknown.writer]
    unknown.token = made.token
    assert unknown.post_events()["results"][0]["problem"] is None


def test_a_list_of_writers_that_is_none_is_a_wrong_code(cast: Cast) -> None:
    asked = {"code": "12345678", "writers": ["x"]}
    _, said = by_client("POST", "/api/v1/enrol", msgspec.json.encode(asked), "")
    assert said["problem"]["code"] == "device_code_wrong"


def test_the_page_of_phones_says_that_some_are_to_be_enrolled_again(
    cast: Cast,
    signed_in: SignedIn,  # noqa: F811
    unknown: Phone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enrolled_again(cast, unknown)
    page = signed_in(cast.clerk).get("/phones/field/").content.decode()
    assert "恢复以前记的也在传" in page
    assert "手机上会写着要重新登记" not in page
    for ago, told in ((timedelta(hours=1), True), (timedelta(days=8), False)):
        at = clock.real_now() - ago
        row = Installation(restored_at=at, restored_to=at - timedelta(hours=8))
        with monkeypatch.context() as patch:
            patch.setattr(Installation.objects, "get", lambda pk, row=row: row)
            page = signed_in(cast.clerk).get("/phones/field/").content.decode()
        assert ("手机上会写着要重新登记" in page) is told
