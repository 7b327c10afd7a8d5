"""Sheets of kits and of transfers: printed from their pages with what is carried, keyed with what stands already."""

import pytest
from django.test import Client

from tests.actions.test_carried_sheets import back_home
from tests.actions.test_occurrences import locked, somebody
from tests.actions.test_transfers import called
from tests.cast import Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_list_sheets_page import printed, text
from wumen.records import clock

__all__ = ["locked"]
TEN = at(1, 10, 10)


@pytest.fixture
def office(cast: Cast, locked: Street, signed_in: SignedIn) -> Client:
    """The clerk's PC, two buildings locked down."""
    return signed_in(cast.clerk)


def keyed(client: Client, number: str, cast: Cast, words: str, hour: str = "915") -> str:
    """A sheet keyed at ten and noted, and what the page of sheets says of it then."""
    said = {"went": cast.captain.crew_no, "hour": hour, "text": words, "sure": "1"}
    with clock.fixed(TEN):
        assert client.post(f"/round-sheets/lists/{number}/", said).status_code == 302
        return text(client.get("/round-sheets/"))


def test_a_kit_sheet_says_what_has_to_be_fetched_and_what_each_home_gets(
    office: Client, cast: Cast
) -> None:
    back_home(cast, "1/1/101", "1/1/202")
    assert "打印配送单（带单号，回来能录）" in text(office.get("/arrivals/kits/"))
    where = printed(office, kind="kits")
    shown = text(office.get(where))
    assert "物品包配送单" in shown
    assert "一共要领：" in shown
    assert "口罩 × " in shown
    assert "周九" not in shown
    number = where.partition("n=")[2]
    assert "没写的行，都算“送到门口了”" in text(office.get(f"/round-sheets/lists/{number}/"))
    assert "送到门口了 2" in keyed(office, number, cast, "1 2 x")
    assert "都送过了" in text(office.get("/arrivals/kits/"))


def test_a_transfer_sheet_has_a_line_a_step_and_says_of_no_step_that_the_rest_were_done(
    office: Client, cast: Cast, locked: Street
) -> None:
    ident = called(cast, somebody(cast, locked))
    with clock.fixed(at(1, 10, 8)):
        where = printed(office, kind="transfers", about=str(ident))
        shown = text(office.get(where))
    assert "转运单" in shown
    assert "车 1月10日 02:00 到" in shown
    assert "3 孩子老人有人照看谁陪同、照看，没有写“无”" in shown
    number = where.partition("n=")[2]
    assert "没写的行，都算" not in text(office.get(f"/round-sheets/lists/{number}/"))
    said = keyed(office, number, cast, "1 x；7 x")
    assert "办好了 1" in said
    assert "还没有记“已上车”" in said


def test_what_stands_already_under_another_hour_is_said_before_it_is_noted_and_after(
    office: Client, cast: Cast, locked: Street
) -> None:
    ident = called(cast, somebody(cast, locked))
    with clock.fixed(at(1, 10, 8)):
        number = printed(office, kind="transfers", about=str(ident)).partition("n=")[2]
    keyed(office, number, cast, "1 x")
    sent = {"went": cast.captain.crew_no, "hour": "950", "text": "1 x"}
    told = "第 1 行已经记着 09:15，这次写的是 09:50，没有再记"
    with clock.fixed(TEN):
        assert told in text(office.post(f"/round-sheets/lists/{number}/", sent))
    assert told in keyed(office, number, cast, "1 x", "950")


def test_in_english_both_sheets_hold_no_chinese_but_names_and_places(
    office: Client, cast: Cast, locked: Street
) -> None:
    back_home(cast, "1/1/101")
    called(cast, somebody(cast, locked))
    office.cookies["django_language"] = "en"
    for kind in ("kits", "transfers"):
        page = office.get(printed(office, kind=kind)).content.decode()
        assert chinese_outside(page) == [], kind


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"kind": "kits"}, "sheets_nothing_to_print"),
        ({"kind": "transfers"}, "sheets_nothing_to_print"),
        ({"kind": "transfers", "about": "x"}, "transfer_unknown"),
    ],
)
def test_what_cannot_be_printed_says_why(office: Client, sent: dict[str, str], code: str) -> None:
    assert code in office.post("/round-sheets/lists/make/", sent).content.decode()
