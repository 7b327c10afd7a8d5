"""The inspection file on its page: seen before it is taken, taken with a purpose, flaws entered from there."""

import io
import zipfile

import pytest

from tests.actions.test_photos import DAY, NOW
from tests.cast import PATH, Cast
from tests.files import phone_photo
from tests.street import Street, at, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_photos_page import FLAW, photo
from wumen.actions.duties.plan import plan_day
from wumen.actions.photos import take_photo
from wumen.records import clock
from wumen.rules.photos import OfRound
from wumen.rules.rounds import RoundKey

ASKED = {"day": str(DAY), "area": f"{PATH}1/", "homes": "all"}


@pytest.fixture
def morning(cast: Cast, street: Street) -> Cast:
    """Building 1 is locked down and one corridor was shown."""
    with clock.fixed(at(1, 10, 6)):
        ordered(cast, "1")
        plan_day(cast.operator, DAY)
    with clock.fixed(NOW):
        take_photo(cast.captain, OfRound(RoundKey(DAY, "am", f"{PATH}1/1/"), 1), phone_photo())
    return cast


def test_one_sees_what_would_be_in_it_before_taking_it(morning: Cast, signed_in: SignedIn) -> None:
    with clock.fixed(NOW):
        clerk = signed_in(morning.clerk)
        text = clerk.get("/inspection/", ASKED).content.decode()
        assert "一户一档 4 户（这里共 4 户）" in text
        assert "照片 1 张" in text
        first = clerk.get("/inspection/").content.decode()
        assert 'value="2022-01-10"' in first
        english = clerk.get("/inspection/", ASKED, headers={"accept-language": "en"})
    assert chinese_outside(english.content.decode()) == []


def test_with_a_purpose_it_comes_as_a_folder_that_opens_anywhere(
    morning: Cast, signed_in: SignedIn
) -> None:
    with clock.fixed(NOW):
        reply = signed_in(morning.clerk).post(
            "/inspection/", ASKED | {"purpose": "区检查组现场检查"}
        )
    assert reply["Content-Type"] == "application/zip"
    assert "attachment" in reply["Content-Disposition"]
    assert reply["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(reply.content)) as folder:
        assert {"index.html", "duties.html", "flaws.html", "photos.html", "duties.xlsx"} <= {
            *folder.namelist()
        }


def test_a_refusal_keeps_what_was_typed(morning: Cast, signed_in: SignedIn) -> None:
    with clock.fixed(NOW):
        clerk = signed_in(morning.clerk)
        reply = clerk.post("/inspection/", ASKED | {"purpose": "检查"})
        text = reply.content.decode()
        assert reply.status_code == 400
        assert 'value="检查"' in text
        assert clerk.get("/inspection/", ASKED | {"day": "yesterday"}).status_code == 400
        ahead = clerk.get("/inspection/", ASKED | {"day": "2022-01-11"}).content.decode()
        assert "这一天还没到" in ahead
        assert "导出迎检包（写明用途）" not in ahead


def test_a_captain_takes_none(morning: Cast, signed_in: SignedIn) -> None:
    with clock.fixed(NOW):
        assert signed_in(morning.captain).get("/inspection/").status_code == 403


def test_a_flaw_that_inspectors_found_is_entered_from_there_and_stands_there_until_it_is_closed(
    morning: Cast, signed_in: SignedIn
) -> None:
    with clock.fixed(NOW):
        clerk = signed_in(morning.clerk)
        text = clerk.get("/inspection/", ASKED).content.decode()
        address = f"/instructions/new/?photos=1&amp;area={PATH}1/"
        assert address in text
        form = clerk.get(address.replace("&amp;", "&")).content.decode()
        assert 'name="photos" value="1" checked' in form
        assert 'value="1月10日现场检查"' in form
        clerk.post("/instructions/new/", FLAW | {"photo": photo(7)})
        text = clerk.get("/inspection/", ASKED).content.decode()
        assert "1单元门口垃圾桶没有盖" in text
        assert "整改中" in text
        assert "检查发现的问题 1 件，还有 1 件在整改" in text
