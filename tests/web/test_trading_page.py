"""A shop under a zone in the browser: the answer to copy, the notice, looks with photos, and the end that is told."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.actions.test_trading import lift, shop, ten
from tests.cast import Cast
from tests.files import JPEG
from tests.street import AUTHORITY, Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from wumen.queries.openings import opening_lines
from wumen.queries.trading import shop_page
from wumen.records.models import Shop

__all__ = ["shop", "ten"]


def seen(client: Client, one: Shop, **form: object) -> str:
    """What the page says after a form of the shop was sent."""
    answer = client.post(f"/shops/{one.id}/", form, follow=True)
    return answer.content.decode()


def test_a_shop_that_asks_is_answered_from_one_page_with_one_line(
    cast: Cast, street: Street, shop: Shop, signed_in: SignedIn
) -> None:
    page = read(signed_in(cast.clerk), "/shops/")
    assert "在停业范围内，请先不要营业" in page
    assert "还没告知" in page
    assert "能不能开门：复制回话" in page
    assert f'href="/shops/{shop.id}/"' in page
    one = read(signed_in(cast.captain), f"/shops/{shop.id}/")
    assert "店里来问，就回这一句" in one
    assert "周书记" in one or "李楼长" in one
    assert "哪个机关定的" not in one


def test_the_notice_names_the_document_the_end_whom_to_ring_and_no_lock(
    cast: Cast, street: Street, shop: Shop, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    notice = read(client, f"/shops/{shop.id}/notice/")
    assert "停业告知书" in notice
    assert f"{AUTHORITY} 通告第1号" in notice
    assert "不贴封条" in notice
    page = sent(client, f"/shops/{shop.id}/", authority="锦绣城社区居委会", document="第2批")
    assert "只能提出和落实" in page
    assert 'value="第2批"' in page
    page = sent(client, f"/shops/{shop.id}/", authority=AUTHORITY, document="保供名单第2批")
    assert "关门谢客，只送货" in page
    assert "保供名单第2批" in read(client, f"/shops/{shop.id}/notice/")
    supply = shop_page(cast.clerk, shop.id).supply
    assert "停业" in sent(client, f"/shops/{shop.id}/", end=str(supply))


def test_looks_are_noted_with_a_photo_and_found_open_it_leads_to_its_request(
    cast: Cast, street: Street, shop: Shop, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    assert "还没有照片" in seen(client, shop, found="told") or "照片" in seen(
        client, shop, found="told"
    )
    photo = SimpleUploadedFile("a.jpg", JPEG, "image/jpeg")
    page = seen(client, shop, found="open", photo=photo, note="货要坏了")
    assert re.search(r"已交给社区书记处理：请求 \d+ 号", page)
    link = re.search(r'href="(/instructions/\d+/)"', page)
    assert link
    assert "门店还在接待进店：社区超市（货要坏了）" in read(client, link[1])
    assert signed_in(cast.outsider).get(f"/shops/{shop.id}/").status_code == 404
    assert signed_in(cast.volunteer).get(f"/shops/{shop.id}/").status_code == 403


def test_after_the_end_the_shop_is_told_and_its_own_word_is_asked(
    cast: Cast, street: Street, shop: Shop, signed_in: SignedIn
) -> None:
    lift(cast, shop_page(cast.clerk, shop.id).shop.now.by[0].order.number)
    client = signed_in(cast.captain)
    assert "停业结束了" in read(client, "/shops/") or "停业的通告结束了" in read(
        client, f"/shops/{shop.id}/"
    )
    assert "可以营业了" in read(client, f"/shops/{shop.id}/notice/")
    (line,) = [one for one in opening_lines(cast.captain) if one.shop]
    at = f"/openings/{line.key.day}/{line.key.subject}/{line.key.win}/"
    photo = SimpleUploadedFile("a.jpg", JPEG, "image/jpeg")
    assert client.post(at + "opened/", {"photo": photo}).status_code == 302
    page = read(client, "/openings/")
    assert "已告诉，店里的人说没有东西挡着" in page
    answer = client.post(at + "shop/", {"by": cast.captain.crew_no}, follow=True)
    assert "已告诉店里可以营业" in answer.content.decode()
    assert "已告知可以营业" in read(client, f"/shops/{shop.id}/")


@pytest.mark.parametrize("page", ["/shops/", "/shops/{}/", "/shops/{}/notice/", "/openings/"])
def test_in_english_nothing_chinese_stands_but_names(
    cast: Cast, street: Street, shop: Shop, signed_in: SignedIn, page: str
) -> None:
    client = signed_in(cast.clerk)
    client.cookies["django_language"] = "en"
    assert chinese_outside(read(client, page.format(shop.id))) == []
