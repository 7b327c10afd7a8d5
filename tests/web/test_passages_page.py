"""The gate without a phone, by its pages: one line and the answer, a sheet printed and keyed twice, a pass."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.gate_passes import give_pass
from wumen.actions.gate_sheets import print_gate_sheets
from wumen.actions.passages import AtGate, note
from wumen.records import clock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.gate_passes import PassDraft
from wumen.rules.movement import Purpose
from wumen.rules.time import local
from wumen.web import passages

DAY = date(2022, 1, 10)
SOON = {"begins": "2022-01-10T06:00", "ends": "2022-01-12T18:00"}


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def test_a_guard_types_one_line_and_reads_out_the_answer(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    guard = signed_in(cast.volunteer)
    begins = guard.get("/", follow=True)
    assert begins.redirect_chain[-1][0] == "/passages/"  # type: ignore[attr-defined]
    line = {"gate": PATH, "way": "out", "text": "1-1-101 上班"}
    told = text(guard.post("/passages/", line, follow=True))
    for words in (
        "暂不能出，可以…",
        "可以给单位、学校开居家证明",
        "到 1月22日 00:00 自行结束",
        "没放行 1",
    ):
        assert words in told
    again = text(guard.get("/passages/"))
    assert "开居家证明" not in again
    assert "1-1-101 上班" in again
    told = text(guard.post("/passages/", line | {"text": "1-1-101 透析"}, follow=True))
    assert "有条件放行" in told
    assert "进 0，出 1，没放行 1" in told


def test_whoever_is_stopped_where_the_rule_says_go_is_noted_with_the_reason_that_is_asked_for(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    guard = signed_in(cast.volunteer)
    line = {"gate": PATH, "way": "in", "text": "外卖 未放行"}
    page = guard.post("/passages/", line)
    assert (page.status_code, "要写一句为什么" in text(page)) == (400, True)
    form = (
        page.content.decode()
        .split('<form method="post" action="/passages/"')[1]
        .split("</form>")[0]
    )
    assert 'value="外卖 未放行"' in form
    assert '<input type="hidden" name="way" value="in">' in form
    assert 'name="why"' in form and 'value="out"' not in form
    told = text(guard.post("/passages/", line | {"why": "没有戴口罩"}, follow=True))
    assert "进 0，出 0，没放行 1" in told
    assert "和规则不一样 没有戴口罩" in told


def test_an_entry_before_the_latest_fifteen_is_put_right_too(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    begins = clock.now()
    with clock.fixed(begins - timedelta(minutes=30)):
        first = note(cast.volunteer, AtGate(COMPOUND, "in", "外卖"))
    for n in range(1, 16):
        with clock.fixed(begins - timedelta(minutes=n)):
            note(cast.volunteer, AtGate(COMPOUND, "in", f"2-1-{n}"))
    guard = signed_in(cast.volunteer)
    address = f"/passages/{first.id}/"
    assert address not in (latest := guard.get("/passages/").content.decode())
    assert "page=2#latest" in latest
    earlier = guard.get("/passages/?page=2").content.decode()
    assert address in earlier and "page=1#latest" in earlier and "page=3" not in earlier
    refused = guard.post(address, {"decision": "refused", "why": "", "page": "2"})
    assert refused.status_code == 400
    assert address in refused.content.decode()
    mended = guard.post(address, {"decision": "refused", "why": "没戴口罩", "page": "2"})
    assert mended.headers["Location"] == "/passages/?page=2#latest"
    assert "没放行 1" in text(guard.get("/passages/?page=2"))


def test_a_pass_is_proposed_until_the_end_of_today(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    with clock.fixed(local(clock.now()).replace(hour=10, minute=0)):
        page = signed_in(cast.clerk).get("/gate-passes/").content.decode()
    assert 'name="ends" type="datetime-local" value="2022-01-11T00:00"' in page
    with clock.fixed(local(clock.now()).replace(hour=22, minute=30)):
        page = signed_in(cast.clerk).get("/gate-passes/").content.decode()
    assert 'name="ends" type="datetime-local" value="2022-01-12T00:00"' in page


def test_a_line_that_is_sent_twice_is_one_entry_and_keeps_its_answer(
    cast: Cast, street: Street, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(cast, "", regime="control", ground="管控")
    guard = signed_in(cast.volunteer)
    (once,) = re.findall(r'name="once" value="([^"]+)"', guard.get("/passages/").content.decode())
    line = {"gate": PATH, "way": "out", "text": "2-1-101 买菜", "once": once}
    guard.post("/passages/", line)
    told = text(guard.post("/passages/", line, follow=True))
    assert "进 0，出 1，没放行 0" in told
    assert "暂不能出" not in told
    # Both at the same moment: the second had seen nothing of the first when it began.
    seen = iter((False, True))
    monkeypatch.setattr(passages, "stands_noted", lambda *_: next(seen))
    assert "进 0，出 1，没放行 0" in text(guard.post("/passages/", line, follow=True))


def test_what_the_words_did_not_say_is_chosen_by_one_button(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "", regime="control", ground="管控")
    guard = signed_in(cast.volunteer)
    line = {"gate": PATH, "way": "in", "text": "豫A12345"}
    asked = guard.post("/passages/", line)
    assert asked.status_code == 400
    assert 'name="chosen" value="supply"' in asked.content.decode()
    assert 'value="豫A12345"' in asked.content.decode()
    # Enter in the line enters the line again: it is not the first of the buttons, which lets a rescue in.
    assert re.findall(r"<main.*?<button([^>]*)>", asked.content.decode(), re.DOTALL)[0] == ""
    told = text(guard.post("/passages/", line | {"chosen": "supply"}, follow=True))
    assert "有条件放行" in told
    assert "卸货点" in told


def test_which_building_is_one_button_too(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    ordered(cast, "1")
    guard = signed_in(cast.volunteer)
    line = {"gate": PATH, "way": "in", "text": "外卖"}
    asked = guard.post("/passages/", line)
    assert asked.status_code == 400
    assert 'name="place" value="1号楼"' in asked.content.decode()
    told = text(guard.post("/passages/", line | {"place": "1号楼"}, follow=True))
    assert "放在门口暂存点" in told
    assert "外卖 1号楼" in told
    # What else is asked does not forget the building.
    more = guard.post("/passages/", {"gate": PATH, "way": "out", "text": "出门", "place": "1号楼"})
    assert 'value="出门 1号楼"' in more.content.decode()
    assert 'name="chosen"' in more.content.decode()


def test_otherwise_than_the_rule_only_with_a_reason_and_the_board_says_so(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    noted = note(cast.volunteer, AtGate(COMPOUND, "out", "1-1-101 上班"))
    guard = signed_in(cast.volunteer)
    refused = guard.post(f"/passages/{noted.id}/", {"decision": "passed"})
    assert "要写一句为什么" in text(refused)
    assert '<details class="mend" open>' in refused.content.decode()
    mended = {"decision": "passed", "why": "社区电话同意"}
    assert "社区电话同意" in text(guard.post(f"/passages/{noted.id}/", mended, follow=True))
    board = text(signed_in(cast.clerk).get("/board/"))
    assert "今天进 0，出 1，没放行 0" in board
    assert "1 次和规则不一样" in board


def test_a_sheet_is_printed_keyed_shown_as_understood_and_counts_once(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    clerk = signed_in(cast.clerk)
    printed = clerk.post("/gate-sheets/make/", {"gate": PATH, "day": "", "many": "2"}, follow=True)
    for words in ("1号楼", "封控区", "马上放行", "换班交清", "没有封管要求"):
        assert words in text(printed)
    first, _second = (int(one) for one in re.findall(r"n=(\d+)", printed.redirect_chain[0][0]))  # type: ignore[attr-defined]
    found = clerk.get("/gate-sheets/", {"number": str(first)}, follow=True)
    assert "谁当班" in text(found)
    keyed = {"stood": cast.volunteer.crew_no, "text": "1 515 出 1-1-101 看病\n2 进 2-1-101"}
    look = clerk.post(f"/gate-sheets/{first}/", keyed)
    assert "这样读懂了，对吗？" in text(look)
    assert "今天进 0，出 0" in text(clerk.get("/passages/"))
    done = text(clerk.post(f"/gate-sheets/{first}/", keyed | {"sure": "1"}, follow=True))
    assert "新记 2 行" in done
    again = text(clerk.post(f"/gate-sheets/{first}/", keyed | {"sure": "1"}, follow=True))
    assert "新记 0 行" in again
    assert "2 行以前录过" in again
    assert "今天进 1，出 1" in text(clerk.get("/passages/"))
    wrong = clerk.post(f"/gate-sheets/{first}/", keyed | {"text": "3 乱"})
    assert wrong.status_code == 400
    assert "这一行看不懂" in text(wrong)


def test_sheets_that_are_refused_lose_nothing_that_was_asked_for(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    asked = {"gate": PATH, "day": "2022-01-12", "many": "11"}
    page = signed_in(cast.clerk).post("/gate-sheets/make/", asked).content.decode()
    assert 'value="2022-01-12"' in page
    assert 'name="many" value="11"' in page


def test_the_board_says_which_sheets_of_yesterday_wait(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    clerk = signed_in(cast.clerk)
    clerk.post("/gate-sheets/make/", {"gate": PATH})
    assert "登记单还没录" not in text(clerk.get("/board/"))
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert "前两天有 1 张登记单还没录" in text(clerk.get("/board/"))


def test_a_pass_is_printed_without_what_it_is_for_checked_by_number_and_taken_back(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    clerk, guard = signed_in(cast.clerk), signed_in(cast.volunteer)
    asked = clerk.post("/gate-passes/", {"area": "2-1-101", "look": "1"}).content.decode()
    who = re.findall(r'name="resident" value="([^"]+)"', asked)[0]
    form = {"area": "2-1-101", "resident": who, "purpose": "dialysis", **SOON}
    given = clerk.post("/gate-passes/", form, follow=True)
    number = re.findall(r"(\d{3}-\d{3})", text(given))[0]
    for secret in ("透析", "就医", "看病", "1单元"):
        assert secret not in text(given).split("到时自己失效")[0].split("出入证")[-1]
    assert "<svg" in given.content.decode()
    line = {"gate": PATH, "way": "out", "text": number}
    told = text(guard.post("/passages/", line, follow=True))
    assert "证有效" in told
    assert "透析" not in told
    assert guard.get("/gate-passes/").status_code == 403
    clerk.post(f"/gate-passes/{number.replace('-', '')}/back/")
    told = text(guard.post("/passages/", line, follow=True))
    assert "凭这个证号现在不能放行" in told
    assert "收回" not in told


def test_an_outing_prints_its_pass(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    ordered(cast, "1")
    clerk = signed_in(cast.clerk)
    now = local(clock.now())
    form = {
        "resident": str(street.aunt_zhang.id),
        "left_at": f"{now:%Y-%m-%dT%H:%M}",
        "due_at": f"{now + timedelta(hours=4):%Y-%m-%dT%H:%M}",
        "errand": "care",
    }
    one = clerk.post("/outings/", form, follow=True).content.decode()
    ident = re.findall(r'name="outing" value="([^"]+)"', one)[0]
    given = text(clerk.post("/gate-passes/", {"outing": ident}, follow=True))
    assert "张阿姨" in given
    assert "10:00，到时自己失效" in given


def test_the_pages_take_few_statements_and_no_more_with_more_entries(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    clerk, hours = signed_in(cast.clerk), (clock.now(), clock.now() + timedelta(days=2))
    with scoped(WHOLE):
        people = list(street.households["2/1/101"].residents.values_list("id", flat=True))
    pages = [
        "/passages/",
        "/gate-sheets/",
        "/gate-passes/",
        "/gate-sheets/print/?n=1",
        "/gate-sheets/1/",
    ]
    counts: list[list[int]] = []
    clerk.get("/passages/")
    for many in (1, 3):
        numbers = print_gate_sheets(cast.clerk, COMPOUND, DAY, many)
        pages[3] = "/gate-sheets/print/?" + "&".join(f"n={one}" for one in numbers)
        pages[4] = f"/gate-sheets/{numbers[0]}/"
        for who in people[:many]:
            note(cast.volunteer, AtGate(COMPOUND, "in", "2-1-101"))
            give_pass(cast.clerk, PassDraft(*hours, resident=str(who), purpose=Purpose.WORK))
        counts.append([])
        for page in pages:
            with CaptureQueriesContext(connection) as found:
                assert clerk.get(page).status_code == 200
            counts[-1].append(len(found))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12, counts


def test_in_english_nothing_stays_chinese_but_data(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    client = signed_in(cast.clerk)
    client.post("/language/", {"language": "en", "next": "/"})
    for line in ("1-1-101 上班", "1-1-101 透析", "000-000", "1-1-101"):
        body = {"gate": PATH, "way": "out", "text": line}
        page = client.post("/passages/", body, follow=True).content.decode()
        assert chinese_outside(page) == []
    printed = client.post("/gate-sheets/make/", {"gate": PATH}, follow=True)
    assert chinese_outside(printed.content.decode()) == []
    for address in ("/gate-sheets/", "/gate-passes/", "/board/"):
        assert chinese_outside(client.get(address).content.decode()) == []
