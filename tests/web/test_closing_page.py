"""The pages of an outbreak's end: what is missing, two people, the certificate in both languages, copies elsewhere."""

import re
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.closings import THIRTY, WHY, erased_by_two
from tests.street import OUTBREAK, Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.closing import keep_terms
from wumen.actions.field import keys
from wumen.records import clock
from wumen.web import closing as pages


def address(street: Street, rest: str = "") -> str:
    """The page of the street's outbreak, or one below it."""
    return f"/outbreaks/{street.outbreak.id}/{rest}"


def test_the_page_says_what_is_missing_and_since_when(
    cast: Cast, over: Street, signed_in: SignedIn
) -> None:
    clerk = signed_in(cast.clerk)
    assert address(over) in clerk.get("/outbreaks/").content.decode()
    page = clerk.get(address(over)).content.decode()
    assert "进行中" in page
    assert "! 没有通告还在生效" in page
    assert "2022-02-21 00:00 起可以办" in page
    assert "提出销毁" not in page
    with clock.fixed(THIRTY):
        keep_terms(cast.operator)
        page = clerk.get(address(over)).content.decode()
        assert "只能查看" in page
        assert "提出销毁" in page
        assert "提出销毁" not in signed_in(cast.outsider).get(address(over)).content.decode()
    assert signed_in(cast.captain).get(address(over)).status_code == 403
    assert clerk.get(f"/outbreaks/{cast.clerk.person}/").status_code == 404


def test_two_people_have_it_erased_and_print_the_certificate(
    cast: Cast, over: Street, signed_in: SignedIn, tmp_path: Path,
    django_capture_on_commit_callbacks: object,
) -> None:  # fmt: skip
    keys.export(cast.operator, tmp_path / "keys", cast.secretary.crew_no, OUTBREAK)
    with clock.fixed(THIRTY):
        clerk, secretary = signed_in(cast.clerk), signed_in(cast.secretary)
        page = clerk.post(address(over, "ask/"), {"reason": " "})
        assert page.status_code == 400
        page = clerk.post(address(over, "ask/"), {"reason": WHY}, follow=True).content.decode()
        assert "已提出，等另一位同事确认" in page
        assert "您自己提出的" in page
        assert clerk.post(address(over, "confirm/")).status_code == 403
        clerk.post(address(over, "drop/"))
        assert "提出销毁" in clerk.get(address(over)).content.decode()
        clerk.post(address(over, "ask/"), {"reason": WHY})
        assert WHY in secretary.get(address(over)).content.decode()
        assert "等第二人确认销毁" in secretary.get("/outbreaks/").content.decode()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            page = secretary.post(address(over, "confirm/"), follow=True).content.decode()
        page = secretary.get(address(over)).content.decode()
        assert "已销毁" in page
        assert "周书记" in page
        (copy,) = re.findall(r'name="copy" value="([^"]+)"', page)
        sent = {"copy": copy, "who": "周书记", "on": "2022-02-20"}
        page = secretary.post(address(over, "copy/"), sent, follow=True).content.decode()
        assert "记为已销毁" not in page
        sheet = secretary.get(address(over, "certificate/")).content.decode()
        for words in ("个人信息销毁证明", "孙内勤", "周书记", WHY, "第四十七条", "敲门"):
            assert words in sheet
        assert "张阿姨" not in sheet
        assert "周书记</span> 2月20日" in sheet
        english = secretary.get(address(over, "certificate/?language=en")).content.decode()
        assert "Certificate of destruction" in english
        assert chinese_outside(english) == []


def test_between_decision_and_end_the_page_says_that_it_goes_on(
    cast: Cast, over: Street, signed_in: SignedIn
) -> None:
    with clock.fixed(THIRTY):
        signed_in(cast.clerk).post(address(over, "ask/"), {"reason": WHY})
        # Nothing waits for the commit here: as if the process had ended there.
        secretary = signed_in(cast.secretary)
        page = secretary.post(address(over, "confirm/"), follow=True).content.decode()
        assert "正在销毁" in page
        assert secretary.get(address(over, "certificate/")).status_code == 400
        assert keep_terms(cast.operator)["erased"] == [OUTBREAK]
        assert secretary.get(address(over, "certificate/")).status_code == 200


def test_pages_of_what_was_go_on_opening(cast: Cast, over: Street, signed_in: SignedIn) -> None:
    with clock.fixed(THIRTY):
        erased_by_two(cast)
        for who in (cast.clerk, cast.secretary, cast.operator):
            client = signed_in(who)
            for page in (
                *("/", "/board/", "/orders/", "/outbreaks/", "/objections/", "/reports/"),
                *("/audit/", "/rules/", "/photos/", "/instructions/", "/duties/?day=2022-01-10"),
                *(f"/register/home/{over.aunt_zhang.household_id}/", "/calls/", "/relay/"),
                *(f"/explain/?resident={over.aunt_zhang.id}", "/inspection/"),
            ):
                assert client.get(page, follow=True).status_code in (200, 404), page


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, over: Street, signed_in: SignedIn
) -> None:
    clerk = signed_in(cast.clerk, **{"Accept-Language": "en"})
    assert chinese_outside(clerk.get(address(over)).content.decode()) == []
    with clock.fixed(THIRTY):
        erased_by_two(cast)
        assert chinese_outside(clerk.get(address(over)).content.decode()) == []


def test_to_act_its_name_alone_is_read_and_not_all_that_its_page_shows(
    cast: Cast, over: Street, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    whole = pages.closing_line
    monkeypatch.setattr(pages, "closing_line", lambda *one: read.append(one) or whole(*one))
    with clock.fixed(THIRTY):
        clerk = signed_in(cast.clerk)
        assert clerk.post(address(over, "ask/"), {"reason": WHY}).status_code == 302
        assert clerk.post(address(over, "drop/")).status_code == 302
        assert read == []
        unknown = "/outbreaks/00000000-0000-4000-8000-000000000000/ask/"
        assert clerk.post(unknown, {"reason": WHY}).status_code == 404
