"""The city's app is down, in the browser: declared, people registered, paper keyed in, a list taken and ticked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_app_outages import HEADS, number, rows, template
from tests.actions.test_sampling_points import led
from tests.actions.test_sampling_rounds import held, held_at_a_point
from tests.cast import Cast
from tests.street import at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from tests.web.test_statements import AT_MOST
from wumen.queries.app_outages import office_outages
from wumen.records import clock

pytestmark = pytest.mark.usefixtures("street")


@pytest.fixture(autouse=True)
def ten() -> Iterator[datetime]:
    """Ten o'clock: the round is on."""
    with clock.fixed(at(1, 10, 10)) as instant:
        yield instant


class Down:
    """A point of a round with its lead, and the addresses of its page."""

    def __init__(self, cast: Cast) -> None:
        _round, point, self.lead = held_at_a_point(cast)
        self.page = f"/points/{point.id}/app/"
        self.say = f"{self.page}say/"
        self.point = point.id


def person(serial: int, **said: str) -> dict[str, str]:
    given = {"name": f"第{serial}人", "number": number(serial), "telephone": "13800000001"}
    return given | {"tube": "T1", "register": "1"} | said


def test_an_outage_of_yesterday_is_told_with_its_day(cast: Cast, signed_in: SignedIn) -> None:
    here = Down(cast)
    lead, clerk = signed_in(here.lead), signed_in(cast.clerk)
    sent(lead, here.say, why="登录不上", since="9:50", declare="1")
    sent(lead, f"/points/{here.point}/app/sheets/", many="1")
    now = at(1, 11, 10)
    with clock.fixed(now):
        held(cast, number=6, begins=now - timedelta(hours=3), ends=now + timedelta(hours=4))
        for client, page in (
            (lead, here.page),
            (lead, f"/points/{here.point}/"),
            (clerk, "/points/"),
        ):
            assert "1月10日 09:50 起市里的采样程序用不了" in read(client, page)
        assert "1月10日 09:50 起" in read(clerk, "/points/app/")
        # And the first line of a sheet asks of which day it is.
        form = person(1, sheet="1", line="1", hour="9:58")
        refused = sent(lead, here.say, **form)
        assert "1 单还没录过" in refused and 'id="round"' in refused
        assert 'value="第1人"' in refused
        old = office_outages(cast.clerk)
        assert old.waiting + old.held_back == 0
        assert "管内第 1 个" in sent(lead, here.say, **form, round="5")


def test_a_lead_finds_it_declares_it_and_registers_one_after_the_other(
    cast: Cast, signed_in: SignedIn
) -> None:
    here = Down(cast)
    lead = signed_in(here.lead)
    assert here.page in read(lead, f"/points/{here.point}/")
    assert 'name="register"' not in read(lead, here.page)
    page = sent(lead, here.say, why="登录不上", since="9:50", declare="1")
    assert "09:50 起市里的采样程序用不了" in page
    assert "应急登记：一个一个登记" in read(lead, f"/points/{here.point}/")
    assert "管内第 1 个" in sent(lead, here.say, **person(1))
    page = sent(lead, here.say, **person(2, desk="3"))
    assert "管内第 2 个" in page
    assert "已登记 2 人" in page
    assert "第2人" not in page
    assert number(2) not in page
    page = sent(lead, here.say, **person(1, tube="T2", name="写错了"))
    assert "已经登记过：1号点，10:00" in page
    assert 'value="写错了"' in page


def test_the_public_and_the_board_see_that_it_is_down(cast: Cast, signed_in: SignedIn) -> None:
    here = Down(cast)
    sent(signed_in(here.lead), here.say, why="登录不上", declare="1")
    public = read(signed_in(here.lead), "/queues/410102003/")
    assert "市里的采样程序暂时用不了" in public
    assert "登录不上" not in public
    board = read(signed_in(cast.clerk), "/board/")
    assert "全部 1 个点应急登记" in board
    assert "登录不上" in board


def test_sheets_are_printed_with_numbers_of_their_own_and_keyed_back(
    cast: Cast, signed_in: SignedIn
) -> None:
    here = Down(cast)
    lead = signed_in(here.lead)
    page = sent(lead, f"{here.page}sheets/", many="2")
    assert page.count("<article") == 2
    assert page.count('<tr class="empty">') == 40
    assert "<strong>2</strong>" in page
    assert "<strong>3</strong>" in sent(lead, f"{here.page}sheets/", many="1")
    sent(lead, here.say, why="扫码没反应", since="9:30", declare="1")
    page = sent(lead, here.say, **person(1, sheet="2", line="4", hour="9:41"))
    assert 'id="line" name="line" inputmode="numeric" value="5"' in page
    assert 'id="hour" name="hour" inputmode="numeric" value="9:41"' in page
    assert "2 单 4 行" in page
    assert "已经录过了" in sent(lead, here.say, **person(2, sheet="2", line="4", hour="9:41"))
    assert "没有" not in page.split("刚登记的")[0].split("已登记 1 人")[0].split("alarm")[0]


def test_the_office_ends_it_downloads_the_list_and_ticks_it_once(
    cast: Cast, signed_in: SignedIn
) -> None:
    here = Down(cast)
    lead, office = signed_in(here.lead), signed_in(cast.clerk)
    sent(office, "/points/app/say/", all="1", why="市里通知停用", declare="1")
    sent(lead, here.say, **person(1))
    file = SimpleUploadedFile("模板.xlsx", template(*HEADS))
    page = sent(office, "/points/app/say/", template=file, keep="1")
    assert "认出 8 列" in page
    assert "先不进名单" in page
    assert "都还在应急登记" in sent(office, "/points/app/say/", make="1")
    sent(office, "/points/app/say/", all="1", end="1")
    assert "第 1 份名单做好了，1 人" in sent(office, "/points/app/say/", make="1")
    ident = str(office_outages(cast.clerk).lists[0].id)
    reply = office.post("/points/app/file/", {"list": ident, "purpose": "补传到市里的采样程序"})
    assert reply["Cache-Control"] == "no-store"
    assert [row[1] for row in rows(reply.content)] == ["第1人"]
    assert "传过了" in sent(office, "/points/app/say/", list=ident, uploaded="1")
    assert "已经上传过了" in sent(office, "/points/app/say/", list=ident, uploaded="1")
    reply = office.post("/points/app/file/", {"list": ident, "purpose": "补传到市里的采样程序"})
    assert "已经上传过了" in reply.content.decode()


def test_what_was_ticked_and_chosen_stands_there_after_a_refusal(
    cast: Cast, signed_in: SignedIn
) -> None:
    Down(cast)
    office = signed_in(cast.clerk)
    assert 'name="all" value="1" checked' in sent(
        office, "/points/app/say/", all="1", why="", declare="1"
    )
    file = SimpleUploadedFile("模板.xlsx", template(*HEADS))
    sent(office, "/points/app/say/", template=file, keep="1")
    chosen = {"column-A": "desk", "column-B": "name", "column-C": "name"}
    page = sent(office, "/points/app/say/", columns="1", **chosen)
    assert '<option value="desk" selected>' in page
    assert page.count('<option value="name" selected>') == 2


def test_who_leads_no_point_and_who_may_not_export_is_kept_out(
    cast: Cast, signed_in: SignedIn
) -> None:
    here = Down(cast)
    _other, another = led(cast, 2)
    assert signed_in(another).get(here.page).status_code == 400
    assert signed_in(cast.volunteer).get(here.page).status_code == 403
    assert signed_in(here.lead).get("/points/app/").status_code == 403
    assert signed_in(here.lead).post("/points/app/file/", {}).status_code == 403
    assert signed_in(cast.outsider).get(here.page).status_code == 404


def test_the_pages_speak_english_and_cost_few_statements(cast: Cast, signed_in: SignedIn) -> None:
    here = Down(cast)
    lead, office = signed_in(here.lead), signed_in(cast.clerk)
    sent(lead, here.say, why="登录不上", declare="1")
    for serial in range(1, 9):
        sent(lead, here.say, **person(serial))
    sent(
        office,
        "/points/app/say/",
        template=SimpleUploadedFile("a.xlsx", template(*HEADS)),
        keep="1",
    )
    for client, page in ((lead, here.page), (office, "/points/app/")):
        with CaptureQueriesContext(
            connection,
        ) as told:
            read(client, page)
        assert len(told) <= AT_MOST, "\n".join(one["sql"] for one in told)
    lead.cookies["django_language"] = "en"
    office.cookies["django_language"] = "en"
    for client, page in ((lead, here.page), (office, "/points/app/")):
        assert chinese_outside(client.get(page).content.decode()) == []
