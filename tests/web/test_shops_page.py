"""Supply shops in the browser: noted, changed, copied for the groups, the statement printed and its gaps said."""

import re
from collections.abc import Iterator

import pytest

from tests.actions.test_lots import lot, shelf
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from wumen.queries.shops import shops_page
from wumen.records import clock
from wumen.records.models import DepositPoint

__all__ = ["shelf"]
FORM = {"area": PATH, "name": "社区超市", "state": "open", "hours": "8:00–18:00", "limits": ""}


@pytest.fixture(autouse=True)
def half_past_six() -> Iterator[None]:
    """Monday at six in the evening, when a shop asks for its money."""
    with clock.fixed(at(1, 10, 18)):
        yield


def test_a_shop_is_noted_and_residents_are_told(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert "还没有登记门店" in read(client, "/shops/")
    page = sent(client, "/shops/", **{**FORM, "state": "limited"})
    assert "限量接单要写怎么限" in page
    assert 'value="8:00–18:00"' in page
    page = sent(client, "/shops/", **FORM)
    assert "社区超市：接单，送上门，8:00–18:00" in page
    assert "今天送来 0 批" in page
    why = re.search(r'href="(/explain/[^"]+)"', page)
    assert why
    assert "锦绣城" in read(client, why[1])
    assert 'value="社区超市"' in read(client, "/lots/")
    hers = read(signed_in(cast.captain), "/shops/")
    assert "社区超市：接单" in hers
    assert "打印对账单" not in hers
    assert "登记一家门店" not in hers
    shop = shops_page(cast.clerk).shops[0].id
    assert "已从名单里撤下" in sent(client, "/shops/", off=str(shop))


def test_the_statement_says_what_cannot_be_signed_for_yet(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sent(client, "/shops/", **FORM)
    lot(cast, shelf, served=f"{COMPOUND}/1", pieces=5)
    shop = shops_page(cast.clerk).shops[0].id
    page = read(client, f"/shops/{shop}/sheet/")
    assert "有 1 批还没送完" in page
    assert "商户签字" in page
    assert "多出 1 " in page
    assert "没有它送来的货" in read(client, f"/shops/{shop}/sheet/?day=2022-01-09")
    assert signed_in(cast.outsider).get(f"/shops/{shop}/sheet/").status_code == 404
    assert signed_in(cast.volunteer).get("/shops/").status_code == 403


def test_in_english_nothing_chinese_stands_but_names(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sent(client, "/shops/", **FORM)
    lot(cast, shelf, pieces=5)
    shop = shops_page(cast.clerk).shops[0].id
    client.cookies["django_language"] = "en"
    for path in ("/shops/", f"/shops/{shop}/sheet/"):
        assert chinese_outside(read(client, path)) == [], path
