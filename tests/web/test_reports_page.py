"""The pages of what goes upward: figures open their rows, text is copied and frozen, a form is filled on a grid."""

import io
import re
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.actions.test_figures import worked
from tests.cast import Cast
from tests.street import Street
from tests.superior_forms import SHEET, blank, cells
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.knocks import knock
from wumen.actions.superior_forms import keep_form
from wumen.rules.knocks import Result

TO = "街道指挥部工作群"


@pytest.fixture
def office(cast: Cast, street: Street, signed_in: SignedIn) -> Client:
    """The clerk's browser after a morning's work."""
    worked(cast)
    knock(cast.captain, street.households["1/1/202"].id, Result.NOBODY_HOME)
    return signed_in(cast.clerk)


def text(client: Client, address: str) -> str:
    """A page's text."""
    reply = client.get(address)
    assert reply.status_code == 200, reply
    return reply.content.decode()


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def send(client: Client, **changed: str) -> object:
    """Send the daily report as its page shows it."""
    page = text(client, "/reports/text/daily/")
    shown = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert shown
    sent = {"draft": hidden(page, "draft"), "text": shown[1].strip(), "to": TO}
    return client.post("/reports/text/daily/", {**sent, **changed})


def test_every_figure_of_the_page_opens_a_page_of_rows(office: Client) -> None:
    page = text(office, "/reports/")
    links = set(re.findall(r'<a class="num" href="([^"]+)"', page))
    assert len(links) > 15
    for link in links:
        assert office.get(link.replace("&amp;", "&")).status_code == 200, link


def test_the_menu_leads_the_office_there_and_nobody_else(
    office: Client, cast: Cast, signed_in: SignedIn
) -> None:
    assert 'href="/reports/"' in text(office, "/board/")
    captain = signed_in(cast.captain)
    assert 'href="/reports/"' not in text(captain, "/rounds/")
    assert captain.get("/reports/").status_code == 403


def test_the_rows_of_a_regime_and_of_knocks(office: Client) -> None:
    page = text(office, "/reports/rows/?of=regime.lockdown")
    assert "1号楼" in page
    assert re.search(r'<td class="n">1</td><td class="n">4</td><td class="n">10</td>', page)
    assert "1-202" in text(office, "/reports/rows/?of=knocks")
    assert office.get("/reports/rows/?of=regime.nowhere").status_code == 404


def test_a_report_is_sent_as_it_was_shown_and_then_lists_its_figures(office: Client) -> None:
    reply = send(office)
    assert reply.status_code == 302
    page = text(office, reply["Location"])
    assert "锦绣城社区疫情防控日报" in page
    assert TO in page
    assert "当时的记录都还在" in page
    assert reply["Location"] in text(office, "/reports/sent/")


def test_a_refusal_keeps_what_was_typed(office: Client) -> None:
    reply = send(office, text="李楼长 1-301 还没办")
    assert reply.status_code == 400
    page = reply.content.decode()
    assert "group_text_name" in page
    assert "李楼长 1-301 还没办" in page
    assert TO in page
    assert send(office, to="").status_code == 400


def test_a_draft_that_was_altered_is_not_kept_as_sent(office: Client) -> None:
    reply = send(office, draft="x" + "y" * 40)
    assert reply.status_code == 400
    assert "report_draft_stale" in reply.content.decode()


def test_a_draft_belongs_to_the_post_that_looked_at_it(
    office: Client, cast: Cast, signed_in: SignedIn
) -> None:
    page = text(office, "/reports/text/daily/")
    other = signed_in(cast.secretary)
    sent = {"draft": hidden(page, "draft"), "text": "今天一切正常", "to": TO}
    assert other.post("/reports/text/daily/", sent).status_code == 400


def test_a_correction_is_read_before_it_is_sent(office: Client) -> None:
    first = send(office)["Location"]
    assert office.post(f"{first}correct/", {"why": ""}).status_code == 400
    page = office.post(f"{first}correct/", {"why": "纸质登记补录"}).content.decode()
    assert "更正第2版。原因：纸质登记补录。" in page
    shown = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert shown
    sent = {"draft": hidden(page, "draft"), "why": hidden(page, "why"), "text": shown[1], "to": TO}
    second = office.post("/reports/text/daily/", sent)["Location"]
    assert second in text(office, first)
    assert "纸质登记补录" in text(office, second)


def test_an_hour_and_a_place_may_be_asked_for(office: Client, cast: Cast) -> None:
    page = text(office, f"/reports/text/hourly/?at=2022-01-10T20:00&area={cast.captain.area}")
    assert "1号楼小时报，截至1月10日20:00（数据统计到1月10日06:00）" in page
    assert office.get("/reports/text/weekly/").status_code == 404
    assert office.get("/reports/?at=tomorrow").status_code == 400


def test_a_form_is_uploaded_its_proposals_confirmed_and_filled(office: Client) -> None:
    file = SimpleUploadedFile("日报表.xlsx", blank())
    address = office.post("/reports/forms/", {"form": file})["Location"]
    page = text(office, address)
    proposals = re.findall(r'name="cell" value="([^"]+)" checked', page)
    assert f"{SHEET}!B5" in proposals
    assert office.post(f"{address}accept/", {"cell": proposals, "sheet": SHEET}).status_code == 302
    reply = office.post(f"{address}fill/", {"at": "2022-01-10T20:00"})
    assert "日报表.xlsx" in unquote(reply["Content-Disposition"])
    found = cells(io.BytesIO(reply.content).getvalue())
    assert (found["B5"], found["C8"], found["F2"]) == (4, 10, "1月10日20:00")
    sent = office.post(f"{address}fill/", {"send": "1", "to": TO})["Location"]
    assert cells(office.get(f"{sent}file/").content)["B5"] == 4


def test_what_was_sent_and_a_form_on_its_grid_speak_english(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    worked(cast)
    client = signed_in(cast.clerk, **{"Accept-Language": "en"})
    assert chinese_outside(text(client, send(client)["Location"])) == []
    address = f"/reports/forms/{keep_form(cast.clerk, 'form.xlsx', blank())}/"
    page = text(client, f"{address}?sheet={SHEET}&cell=G5")
    assert "What goes into cell G5" in page
    left = [one for one in chinese_outside(page) if SHEET not in one and "号楼" not in one]
    assert left == []


def test_a_cell_is_chosen_by_its_link_and_pointed_down_the_column(
    office: Client, cast: Cast
) -> None:
    address = f"/reports/forms/{keep_form(cast.clerk, '表.xlsx', blank())}/"
    page = text(office, f"{address}?sheet={SHEET}&cell=G5")
    assert "格子 G5 填什么" in page
    sent = {"sheet": SHEET, "cell": "G5", "figure": "residents", "place": "", "last_row": "7"}
    assert office.post(f"{address}point/", {**sent, "down": "1"}).status_code == 302
    assert text(office, address).count('class="pointed') == 3
    refused = office.post(f"{address}point/", {**sent, "cell": "B8"})
    assert refused.status_code == 400
    assert "form_cell_formula" in refused.content.decode()
    assert office.post(f"{address}unpoint/", {"sheet": SHEET, "cell": "G6"}).status_code == 302
    assert text(office, address).count('class="pointed') == 2


def test_a_file_that_is_no_form_is_refused_on_the_page(office: Client) -> None:
    reply = office.post("/reports/forms/", {"form": SimpleUploadedFile("x.xlsx", b"nothing")})
    assert reply.status_code == 400
    assert "form_unreadable" in reply.content.decode()
    assert office.post("/reports/forms/").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/reports/",
        "/reports/text/daily/",
        "/reports/forms/",
        "/reports/sent/",
        "/reports/rows/?of=regime.lockdown",
    ],
)
def test_english_pages_hold_no_chinese_but_data(
    cast: Cast, street: Street, signed_in: SignedIn, address: str
) -> None:
    worked(cast)
    client = signed_in(cast.clerk, **{"Accept-Language": "en"})
    assert chinese_outside(text(client, address)) == []
