"""A blocked exit on the pages: both codes of a door, the gate, the office on the telephone, the boards, its end."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, Cast
from tests.files import JPEG
from tests.street import Street, ordered
from tests.web.conftest import SignedIn
from tests.web.test_door_page import opened
from wumen.actions.door_codes import print_cards
from wumen.queries.exits import exit_lines
from wumen.rules.door_codes import DoorKind
from wumen.rules.openings import Opening

SENT = {"kind": "unit_door", "words": "铁链锁，我是老张", "locked_by": "community"}


def outer(cast: Cast) -> str:
    """The address behind the code at the stairwell of building 1."""
    return f"/d/{print_cards(cast.captain, f'{COMPOUND}/1', DoorKind.OUTER)[0].code}/"


def photo() -> SimpleUploadedFile:
    """A photo of the free way out."""
    return SimpleUploadedFile("open.jpg", JPEG, content_type="image/jpeg")


def test_the_outer_code_tells_the_street_and_asks_no_name(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    phone, at = Client(), outer(cast)
    page = phone.get(at).content.decode()
    assert "门被锁、通道被堵，出不去" in page
    form = re.search(r'<section class="card" id="exit">.*?</section>', page, re.S)
    assert form
    assert 'name="name"' not in form[0]
    assert "119" in form[0]
    text = phone.post(f"{at}exit/", SENT).content.decode()
    assert "已报到街道" in text
    again = phone.get(at).content.decode()
    assert "还没打开" in again
    assert "老张" not in again
    community = signed_in(cast.secretary).get("/exits/").content.decode()
    assert "单元门锁了、焊了" in community
    assert "铁链锁" not in community
    assert "核实：已打开" not in community
    assert "铁链锁" in signed_in(cast.duty_officer).get("/exits/").content.decode()


def test_what_is_not_said_is_asked_again_with_all_that_was_typed(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    phone, at = Client(), outer(cast)
    reply = phone.post(f"{at}exit/", SENT | {"kind": ""})
    assert reply.status_code == 400
    assert "铁链锁" in reply.content.decode()
    for _ in range(6):
        phone.post(f"{at}exit/", SENT)
    reply = phone.post(f"{at}exit/", SENT)
    assert reply.status_code == 429
    assert "街道已经知道" in reply.content.decode()


def test_a_home_tells_it_on_its_own_page(cast: Cast, street: Street) -> None:
    phone = opened(cast, street)
    reply = phone.post("/my/exit/", SENT, follow=True)
    assert "已报到街道，编号" in reply.content.decode()
    assert "还没打开" in reply.content.decode()
    (line,) = exit_lines(cast.duty_officer)
    assert line.tellings[0].came.zh == "住户页面"


def test_gate_and_office_tell_it_and_both_boards_show_it_red(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    gate = signed_in(cast.volunteer)
    assert "/exits/new/" in gate.get("/entries/").content.decode()
    reply = gate.post("/exits/new/", {"kind": "gate", "place": "锦绣城"})
    assert "已报到街道" in reply.content.decode()
    clerk = signed_in(cast.clerk)
    reply = clerk.post("/exits/new/", {"kind": "lane", "place": "2号楼", "words": "来电话说的"})
    assert "看出口被堵的名单" in reply.content.decode()
    for viewer in (cast.secretary, cast.duty_officer):
        board = signed_in(viewer).get("/board/").content.decode()
        card = re.search(r'<section class="card helps">.*?</section>', board, re.S)
        assert card
        assert "小区大门锁了、出不去" in card[0]
        assert "消防通道被堵" in card[0]
        assert "来电话说的" not in board
    assert clerk.post("/exits/new/", {"kind": "lane", "place": "9号楼"}).status_code == 400


def test_a_photo_and_a_residents_word_end_it_on_the_page_of_the_street(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    office = signed_in(cast.duty_officer)
    office.post("/exits/new/", {"kind": "unit_door", "place": "1号楼1单元"})
    (line,) = exit_lines(cast.duty_officer)
    at = f"/exits/{line.number}/"
    captain = signed_in(cast.captain)
    reply = captain.post(f"{at}opened/", {"photo": photo()}, follow=True)
    assert "由街道核实后结束" in reply.content.decode()
    assert "等街道核实" in reply.content.decode()
    one = captain.get(f"/instructions/{line.number}/").content.decode()
    assert "到“出口被堵”页" in one
    assert "取消，或上级撤回" not in one
    said = {"door": "202", "name": "张阿姨"}
    assert captain.post(f"{at}confirmed/", said).status_code == 403
    wrong = office.post(f"{at}confirmed/", {"door": "202", "name": "外人"})
    assert wrong.status_code == 404
    assert 'value="外人"' in wrong.content.decode()
    office.post(f"{at}confirmed/", said)
    (line,) = exit_lines(cast.duty_officer)
    assert line.stands is Opening.CONFIRMED
    page = captain.get("/exits/").content.decode()
    assert "没有被堵的出口" in page
    assert "张阿姨" not in page


@pytest.mark.parametrize("act", ["opened", "blocked", "confirmed"])
def test_a_foreign_exit_is_not_there(
    cast: Cast, street: Street, signed_in: SignedIn, act: str
) -> None:
    signed_in(cast.duty_officer).post("/exits/new/", {"kind": "unit_door", "place": "1号楼1单元"})
    (line,) = exit_lines(cast.duty_officer)
    reply = signed_in(cast.outsider).post(
        f"/exits/{line.number}/{act}/", {"photo": photo(), "said": "x"}
    )
    assert reply.status_code in (403, 404)
    assert exit_lines(cast.duty_officer)[0].steps == ()


def test_the_page_asks_the_database_no_more_for_more_exits(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    office, clerk = signed_in(cast.duty_officer), signed_in(cast.clerk)
    asked: dict[int, list[int]] = {}
    for many, place in enumerate(("1号楼1单元", "2号楼1单元", "3号楼1单元"), 1):
        office.post("/exits/new/", SENT | {"place": place})
        number = max(one.number for one in exit_lines(cast.duty_officer))
        clerk.post(f"/exits/{number}/opened/", {"photo": photo()})
        for client in (office, clerk):
            client.get("/exits/")
            with CaptureQueriesContext(connection) as looked:
                page = client.get("/exits/").content.decode()
            assert page.count('id="exit-') >= many
            # The key of a day is remembered once it is committed, which a test never is.
            said = [one for one in looked.captured_queries if 'FROM "data_key"' not in one["sql"]]
            asked.setdefault(many, []).append(len(said))
    assert asked[1] == asked[2] == asked[3]
    assert max(asked[3]) <= 12
