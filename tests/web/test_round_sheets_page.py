"""The pages of rounds on paper: found by number, printed masked, keyed by keyboard, nothing typed is lost."""

import re

import pytest
from django.test import Client

from tests.cast import PATH, Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.queries.duties import duty_lines
from wumen.records import clock

KEY = f"2022-01-10/am/{PATH}1/1"
NINE = at(1, 10, 9)


@pytest.fixture
def office(cast: Cast, under_lockdown: Street, signed_in: SignedIn) -> Client:
    """The clerk's PC; building 1 under lockdown, its day planned."""
    return signed_in(cast.clerk)


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def printed(client: Client, **chosen: str) -> str:
    """The address of a print, made from the round's own page unless something else is chosen."""
    reply = client.post("/round-sheets/make/", chosen or {"key": KEY})
    assert reply.status_code == 303, text(reply)
    return str(reply["Location"])


def number_of(client: Client) -> str:
    """The number of the sheet of building 1's morning, printed now."""
    return printed(client).partition("n=")[2]


def keyed(client: Client, cast: Cast, words: str, **more: str) -> object:
    number = number_of(client)
    said = {"went": cast.captain.crew_no, "walked_at": "850", "walked": "", "text": words} | more
    with clock.fixed(NINE):
        return client.post(f"/round-sheets/{number}/", said)


def test_a_printed_round_has_numbered_lines_with_masked_names_and_boxes(office: Client) -> None:
    where = printed(office)
    page = office.get(where)
    shown = text(page)
    assert f"单号 {where.partition('n=')[2]}" in shown
    assert "A张**" in shown
    assert "张阿姨" not in page.content.decode()
    assert "13800000001" not in page.content.decode()
    assert "□ 量体温 4" in shown
    assert "□ 核酸采样 4 · 采样员" in shown
    assert shown.index("201") < shown.index("101")
    assert page["Cache-Control"] == "no-store"


def test_all_units_of_a_building_are_printed_at_once(office: Client) -> None:
    page = office.get("/round-sheets/").content.decode()
    choice = re.search(r'<option value="(am [^"]+)"', page)
    assert choice
    assert printed(office, choice=choice[1]) == printed(office)
    reply = office.post("/round-sheets/make/", {"choice": "am nowhere"})
    assert "sheets_nothing_to_print" in reply.content.decode()


def test_a_sheet_is_found_by_its_number(office: Client) -> None:
    number = number_of(office)
    found = office.get(f"/round-sheets/?number={number}")
    assert found["Location"] == f"/round-sheets/{number}/"
    for number in ("999999", "x", "99999999999"):
        reply = office.get(f"/round-sheets/?number={number}")
        assert (reply.status_code, "round_sheet_unknown" in reply.content.decode()) == (404, True)
    assert office.get("/round-sheets/print/").status_code == 404


def test_what_was_keyed_is_shown_as_understood_and_noted_at_the_second_enter(
    office: Client, cast: Cast
) -> None:
    number = number_of(office)
    shown = keyed(office, cast, "2 38.1；4 m")
    assert "走过 4 行，3 行正常（代报）" in text(shown)
    assert "4 102 ○ 家里没人" in text(shown)
    assert 'name="sure" value="1" autofocus' in shown.content.decode()  # type: ignore[attr-defined]
    assert {one.state for one in duty_lines(cast.clerk, clock.today())} == {"open"}
    with clock.fixed(NINE):
        assert keyed(office, cast, "2 38.1；4 m", sure="1")["Location"] == "/round-sheets/"  # type: ignore[index]
        said = text(office.get("/round-sheets/"))
    assert f"{number} 号已录入" in said
    assert "7 项记为代报" in said
    assert "体温到了 37.3℃：2A" in said
    assert "李楼长 08:50 走的，孙内勤录" in said
    with clock.fixed(NINE):
        assert f"{number} 号已录入" not in text(office.get("/round-sheets/"))


def test_a_bad_piece_is_told_by_itself_and_all_that_was_typed_stays(
    office: Client, cast: Cast
) -> None:
    reply = keyed(office, cast, "2 没人；9 没人；1 36.5", walked="1-3", sure="1")
    page = reply.content.decode()  # type: ignore[attr-defined]
    assert reply.status_code == 400  # type: ignore[attr-defined]
    assert "有 2 处没有读懂，整张单子还没有记" in text(reply)
    assert "9 没人 这张单子没有第 9 行，最后一行是 4" in text(reply)
    assert "第 1 行有 4 人，看不出体温是谁的" in text(reply)
    assert "2 没人；9 没人；1 36.5</textarea>" in page
    assert 'value="850"' in page
    assert 'value="1-3"' in page
    assert {one.state for one in duty_lines(cast.clerk, clock.today())} == {"open"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"walked_at": "早"}, "sheet_hour_unreadable"),
        ({"walked_at": "23"}, "sheet_hour_wrong"),
        ({"walked": "1-9"}, "sheet_walked_unreadable"),
        ({"went": "999", "sure": "1"}, "crew_unknown"),
    ],
)
def test_a_wrong_field_is_told_and_the_rest_stays(
    office: Client, cast: Cast, changed: dict[str, str], code: str
) -> None:
    reply = keyed(office, cast, "2 没人", **changed)
    page = reply.content.decode()  # type: ignore[attr-defined]
    assert code in page
    assert "2 没人</textarea>" in page


def test_the_captain_prints_from_her_round_and_a_neighbour_sees_no_sheet(
    office: Client, cast: Cast, signed_in: SignedIn
) -> None:
    captain = signed_in(cast.captain)
    assert "打印入户单" in captain.get(f"/rounds/{KEY}/").content.decode()
    number = number_of(captain)
    outsider = signed_in(cast.outsider)
    assert outsider.get(f"/round-sheets/{number}/").status_code == 404
    assert outsider.post("/round-sheets/make/", {"key": KEY}).status_code == 403
    assert signed_in(cast.volunteer).get("/round-sheets/").status_code == 403


def test_the_english_pages_hold_chinese_as_data_only(
    office: Client, cast: Cast, signed_in: SignedIn
) -> None:
    number = number_of(office)
    client = signed_in(cast.clerk, accept_language="en")
    for path in ("", f"{number}/", f"print/?n={number}"):
        assert chinese_outside(client.get(f"/round-sheets/{path}").content.decode()) == [], path
    shown = keyed(client, cast, "2 38.1；4 m；3 去透析了")
    assert chinese_outside(shown.content.decode()) == []  # type: ignore[attr-defined]
    shown = keyed(client, cast, "9 没人")
    assert chinese_outside(shown.content.decode()) == []  # type: ignore[attr-defined]
    keyed(client, cast, "2 38.1；4 m；3 去透析了", sure="1")
    with clock.fixed(NINE):
        assert chinese_outside(client.get("/round-sheets/").content.decode()) == []


def test_the_hour_of_a_keyed_sheet_is_put_right_on_its_page(office: Client, cast: Cast) -> None:
    number = number_of(office)
    page = f"/round-sheets/{number}/"
    assert "/hour/" not in office.get(page).content.decode()
    keyed(office, cast, "", sure="1")
    with clock.fixed(NINE):
        wrong = office.post(f"{page}hour/", {"hour": "10:00"})
        assert wrong.status_code == 400
        assert 'value="10:00"' in wrong.content.decode()
        assert office.post(f"{page}hour/", {"hour": "815"})["Location"] == page
    assert "李楼长 08:15 走的" in text(office.get(page))
    again = keyed_again(office, number, cast)
    assert "记的是 08:15 走的" in again
    office.post("/language/", {"language": "en", "next": "/"})
    assert chinese_outside(office.get(page).content.decode()) == []


def keyed_again(office: Client, number: str, cast: Cast) -> str:
    said = {"went": cast.captain.crew_no, "walked_at": "850", "text": "", "sure": "1"}
    with clock.fixed(NINE):
        return text(office.post(f"/round-sheets/{number}/", said, follow=True))


def test_a_sheet_walked_past_midnight_is_shown_as_the_next_days(office: Client, cast: Cast) -> None:
    with clock.fixed(at(1, 10, 19)):
        number = printed(office, key=f"2022-01-10/pm/{PATH}1/1").partition("n=")[2]
    said = {"went": cast.captain.crew_no, "walked_at": "0:05", "text": "1a 36.6"}
    with clock.fixed(at(1, 11, 1)):
        page = f"/round-sheets/{number}/"
        assert "按 1月11日 00:05 走的记" in text(office.post(page, said))
        office.post(page, said | {"sure": "1"})
        assert "李楼长 次日 00:05 走的" in text(office.get("/round-sheets/"))
        office.post("/language/", {"language": "en", "next": "/"})
        assert chinese_outside(office.get("/round-sheets/").content.decode()) == []
