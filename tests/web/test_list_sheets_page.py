"""The pages of lists on paper: printed from their own page, found by number, keyed in one box, nothing typed lost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.calls import NewList, make_list
from wumen.actions.instructions import give
from wumen.actions.register import NewResident, register_household
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Knock
from wumen.rules.calls import Source
from wumen.rules.health_words import MASK_ON_PAPER
from wumen.rules.instructions import InstructionDraft

BUILDING = f"{PATH}1/"
NINE, TEN = at(1, 10, 9), at(1, 10, 10)


@pytest.fixture
def office(cast: Cast, street: Street, signed_in: SignedIn) -> Client:
    """The clerk's PC."""
    return signed_in(cast.clerk)


def text(reply: Any) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))


def printed(client: Client, **list_: str) -> str:
    """The address of a print; a knocking sheet of building 1 unless another list is named."""
    reply = client.post("/round-sheets/lists/make/", list_ or {"kind": "knocks", "area": BUILDING})
    assert reply.status_code == 303, text(reply)
    return str(reply["Location"])


def number_of(client: Client) -> str:
    return printed(client).partition("n=")[2]


def keyed(client: Client, cast: Cast, words: str, **more: str) -> Any:
    number = number_of(client)
    said = {"went": cast.captain.crew_no, "hour": "915", "text": words} | more
    with clock.fixed(TEN):
        return client.post(f"/round-sheets/lists/{number}/", said)


def noted(cast: Cast) -> int:
    with acting(cast.operator):
        return Knock.objects.count()


def test_a_knocking_sheet_is_printed_from_its_page_with_masked_names_and_letters(
    office: Client,
) -> None:
    assert "打印敲门单" in text(office.get(f"/register/knocks/{BUILDING}"))
    where = printed(office)
    page = office.get(where)
    shown = text(page)
    assert f"单号 {where.partition('n=')[2]}" in shown
    assert "张**" in shown
    assert "张阿姨" not in page.content.decode()
    assert "13800000001" not in page.content.decode()
    assert "K 有人，正常 · M 家里没人 · Q 有需要（写什么）" in shown
    assert shown.index("201") < shown.index("101")
    assert page["Cache-Control"] == "no-store"


def test_a_sheet_of_any_kind_is_found_by_its_number(office: Client) -> None:
    number = number_of(office)
    found = office.get(f"/round-sheets/?number={number}")
    assert found["Location"] == f"/round-sheets/lists/{number}/"
    assert "敲门单" in text(office.get("/round-sheets/"))
    assert "sheet_kind_other" in office.get(f"/round-sheets/{number}/").content.decode()


def test_what_was_keyed_is_shown_as_understood_and_noted_at_the_second_enter(
    office: Client, cast: Cast
) -> None:
    number = number_of(office)
    shown = keyed(office, cast, "2 不在 9:40；3 q 要胰岛素", rest="1")
    assert "有人，正常 2 · 家里没人 1 · 有需要 1" in text(shown)
    assert "2 202 家里没人 09:40" in text(shown)
    assert 'name="sure" value="1" autofocus' in shown.content.decode()
    assert noted(cast) == 0
    keyed(office, cast, "2 不在 9:40；3 q 要胰岛素", rest="1", sure="1")
    with clock.fixed(TEN):
        said = text(office.get("/round-sheets/"))
    assert f"{number} 号已录入" in said
    assert "有人，正常 2" in said
    assert "李楼长 09:15 办的，孙内勤录" in said
    assert noted(cast) == 4
    with clock.fixed(TEN):
        again = {"went": cast.captain.crew_no, "hour": "915", "text": "2 不在 9:40", "sure": "1"}
        office.post(f"/round-sheets/lists/{number}/", again)
        assert "没有新的；1 行和上次录的一样，没有再记" in text(office.get("/round-sheets/"))
    assert noted(cast) == 4


def test_a_bad_row_is_told_by_itself_and_all_that_was_typed_stays(
    office: Client, cast: Cast
) -> None:
    reply = keyed(office, cast, "2 没人；9 没人；1 ok 老人摔了", rest="1", sure="1")
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "有 2 处没有读懂，整张单子还没有记" in text(reply)
    assert "9 没人 这张单子没有第 9 行，最后一行是 4" in text(reply)
    assert "2 没人；9 没人；1 ok 老人摔了</textarea>" in page
    assert 'value="915"' in page
    assert re.search(r'name="rest" value="1" checked', page)
    assert noted(cast) == 0


def test_who_moved_away_is_pointed_to_the_page_on_which_it_is_ticked_who(
    office: Client, cast: Cast, street: Street
) -> None:
    keyed(office, cast, "1 搬走了；2 ok", sure="1")
    with clock.fixed(TEN):
        page = office.get("/round-sheets/")
    assert "第 1 行说不住这里或搬走了" in text(page)
    assert f"/register/home/{street.households['1/1/201'].id}/" in page.content.decode()
    assert noted(cast) == 1


def test_a_call_sheet_is_printed_from_its_list_with_numbers(office: Client, cast: Cast) -> None:
    made = make_list(cast.clerk, NewList("核对返郑", COMPOUND, Source.PASTED, "赵六 13800000001"))
    assert "打印电话单" in text(office.get(f"/calls/{made.id}/"))
    page = office.get(printed(office, kind="calls", about=str(made.id)))
    assert "核对返郑" in text(page)
    assert "13800000001" in text(page)
    looks = text(office.get("/looks/"))
    assert "打电话时看号码" in looks


def test_requests_are_printed_one_sheet_for_each_who_does_them(
    cast: Cast, under_lockdown: Street, signed_in: SignedIn
) -> None:
    office = signed_in(cast.clerk)
    home = str(under_lockdown.households["1/1/202"].id)
    asked = InstructionDraft(
        *("resident", "帮忙买降压药", "张阿姨", at(1, 10, 6), at(1, 10, 18), "captain"),
        household=home,
    )
    give(cast.clerk, asked)
    assert "打印出去办" in text(office.get("/instructions/"))
    shown = text(office.get(printed(office, kind="asked", area="")))
    # A sheet lies about: which medicine it is says who lives there.
    assert "帮忙买降压药" not in shown
    assert MASK_ON_PAPER in shown
    assert "给 李楼长" in shown


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"kind": "doors"}, "sheet_kind_other"),
        ({"kind": "calls", "about": "x"}, "call_list_unknown"),
        ({"kind": "asked", "area": ""}, "sheets_nothing_to_print"),
        ({"kind": "visits", "win": "am", "area": ""}, "sheets_nothing_to_print"),
    ],
)
def test_what_cannot_be_printed_says_why(office: Client, sent: dict[str, str], code: str) -> None:
    assert code in office.post("/round-sheets/lists/make/", sent).content.decode()


def test_a_neighbour_and_who_settles_nothing_see_no_list(
    office: Client, cast: Cast, signed_in: SignedIn
) -> None:
    number = number_of(office)
    assert signed_in(cast.outsider).get(f"/round-sheets/lists/{number}/").status_code == 404
    assert signed_in(cast.volunteer).get(f"/round-sheets/lists/{number}/").status_code == 403


def test_the_english_pages_hold_chinese_as_data_only(
    office: Client, cast: Cast, signed_in: SignedIn
) -> None:
    number = number_of(office)
    client = signed_in(cast.clerk, accept_language="en")
    for path in ("", f"lists/{number}/", f"lists/print/?n={number}"):
        assert chinese_outside(client.get(f"/round-sheets/{path}").content.decode()) == [], path
    for words in ("1 搬走了；2 m；3 q 要胰岛素", "9 没人"):
        assert chinese_outside(keyed(client, cast, words, rest="1").content.decode()) == []
    keyed(client, cast, "1 搬走了；2 m；3 q 要胰岛素", sure="1")
    with clock.fixed(TEN):
        assert chinese_outside(client.get("/round-sheets/").content.decode()) == []


def test_a_list_of_yesterday_asks_on_which_day_it_was_worked_off(
    office: Client, cast: Cast
) -> None:
    number = number_of(office)
    with clock.fixed(at(1, 11, 9)):
        assert 'name="day"' in office.get(f"/round-sheets/lists/{number}/").content.decode()


def test_a_page_of_a_list_costs_no_more_for_more_lines(office: Client, cast: Cast) -> None:
    def statements(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert office.get(path).status_code == 200
        return len(asked)

    def pages() -> list[int]:
        number = number_of(office)
        return [
            statements(f"/round-sheets/lists/{number}/"),
            statements(f"/round-sheets/lists/print/?n={number}"),
        ]

    # The first page of all reads the rules once.
    pages()
    before = pages()
    for room in range(301, 313):
        register_household(cast.clerk, f"{COMPOUND}/1/1/{room}", [NewResident(f"{room}住户")])
    assert pages() == before
    assert max(before) <= 12
