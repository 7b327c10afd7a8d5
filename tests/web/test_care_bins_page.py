"""Bins for waste of isolated homes in the browser: placed, emptied, changed, late on the board."""

from tests.actions.test_care_bins import placed, ten
from tests.cast import PATH, Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from wumen.records import clock
from wumen.records.models import CareBin

__all__ = ["placed", "ten"]
BINS = "/waste-loads/bins/"


def test_a_bin_is_placed_emptied_and_taken_away(
    cast: Cast, street: Street, placed: CareBin, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    assert BINS in read(client, "/waste-loads/")
    page = read(client, BINS)
    assert "垃圾房北墙" in page
    assert "今天还没清" in page
    refused = sent(client, BINS, act="place", area=f"{PATH}1/", stands_at="1-1-201门口")
    assert "不写房号" in refused
    page = sent(client, BINS, act="remove", bin=str(placed.id))
    assert "还不能撤" in page
    form = {"bin": str(placed.id), "bags": "2", "kg": "8", "handed_to": "环卫"}
    assert "先喷洒" in (page := sent(client, BINS, act="empty", **form)) or "喷洒" in page
    page = sent(client, BINS, act="empty", sprayed="1", **form)
    assert "今天清了 1 个。" in page
    page = sent(client, BINS, act="say", bin=str(placed.id), state="damaged", stands_at="楼东头")
    assert "坏了、没有盖" in page
    assert "还没有登记专用桶" in sent(client, BINS, act="remove", bin=str(placed.id))


def test_a_refused_form_of_a_bin_loses_nothing(
    cast: Cast, street: Street, placed: CareBin, signed_in: SignedIn
) -> None:
    client, form = signed_in(cast.captain), {"bin": str(placed.id)}
    weighed = {"act": "empty", "bags": "2", "kg": "很多", "handed_to": "环卫", "sprayed": "1"}
    page = client.post(BINS, form | weighed).content.decode()
    assert 'name="sprayed" value="1" checked' in page
    assert 'value="环卫"' in page
    said = {"act": "say", "state": "damaged", "stands_at": "1-1-201门口"}
    page = client.post(BINS, form | said).content.decode()
    assert 'name="state" value="damaged" checked' in page
    assert 'value="1-1-201门口"' in page
    assert '<details class="no-print" open><summary>满了' in page


def test_a_bin_that_was_not_emptied_stands_on_the_board(
    cast: Cast, street: Street, placed: CareBin, signed_in: SignedIn
) -> None:
    with clock.fixed(at(1, 10, 20)):
        board = read(signed_in(cast.secretary), "/board/")
        assert "垃圾房北墙" in board
        assert "过了20:00还没清" in board


def test_in_english_nothing_chinese_stands_but_names(
    cast: Cast, street: Street, placed: CareBin, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    client.cookies["django_language"] = "en"
    assert chinese_outside(read(client, BINS)) == []


def test_a_bin_that_was_emptied_in_the_evening_is_noted_after_midnight(
    cast: Cast, street: Street, placed: CareBin, signed_in: SignedIn
) -> None:
    form = {"act": "empty", "bin": str(placed.id), "bags": "2", "kg": "8", "handed_to": "环卫"}
    with clock.fixed(at(1, 11, 0)):
        client = signed_in(cast.captain)
        assert "昨天就没清" in read(client, BINS)
        page = sent(client, BINS, sprayed="1", done_at="23:40", **form)
        assert "算在1月10日（星期一）。" in page
        assert "昨天就没清" not in page
        assert "今天清了 0 个" in page
