"""Sampling points in the browser: a lead's own page, the office's list and forms, what anybody may read."""

from datetime import datetime, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from tests.actions.test_sampling_points import described, led, opened
from tests.cast import COMPOUND, PATH, Cast
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.sampling_points.day import say_queue, say_tubes
from wumen.actions.sampling_points.keeping import add_point
from wumen.queries.board import board
from wumen.queries.posts import acting
from wumen.queries.sampling_points import point_lines, point_page
from wumen.records import clock
from wumen.records.models import SamplingPoint
from wumen.rules.posts import Viewer
from wumen.rules.sampling_points.checklist import CHECKLIST
from wumen.rules.sampling_points.standing import PointState, Queue
from wumen.rules.time import BUSINESS_ZONE

TEN = datetime(2022, 1, 10, 10, 6, tzinfo=BUSINESS_ZONE)

pytestmark = pytest.mark.usefixtures("street")


def read(client: Client, path: str) -> str:
    """A page that opens."""
    reply = client.get(path, follow=True)
    assert reply.status_code == 200
    return unescape(reply.content.decode())


def sent(client: Client, path: str, **typed: object) -> str:
    """What a page says after something was sent there."""
    reply = client.post(path, typed, follow=True)
    return unescape(reply.content.decode())


def how(lead: Viewer, ident: UUID) -> PointState:
    """How a point stands."""
    return point_page(lead, ident).line.now.state


def test_a_lead_begins_her_day_at_her_own_point_and_says_the_queue_in_one_tap(
    cast: Cast, signed_in: SignedIn
) -> None:
    ident, lead = opened(cast, 3, serves=(f"{COMPOUND}/1",))
    client = signed_in(lead)
    page = read(client, "/")
    assert "3号点</span>" in page
    assert page.count('name="queue"') == 4
    assert "/register/" not in page
    assert "排队人数已报" in sent(client, f"/points/{ident}/say/", queue="100")
    with clock.fixed(clock.now() + timedelta(minutes=30)):
        page = read(client, f"/points/{ident}/")
    assert "30 分钟前 约100人" in page


def test_a_lead_opens_her_point_item_by_item(cast: Cast, signed_in: SignedIn) -> None:
    point, lead = led(cast, 3)
    client, path = signed_in(lead), f"/points/{point.id}/"
    assert "还有 12 项没有勾" in sent(client, f"{path}state/", act="open")
    for item in CHECKLIST:
        sent(client, f"{path}tick/", item=item, done="1")
    sent(client, f"{path}tick/", item="metre", done="0")
    assert "还差 1 项" in read(client, path)
    assert "已开点" in sent(client, f"{path}state/", act="open", why="一米线风大吹掉了，重贴")
    assert how(lead, point.id) is PointState.OPEN
    assert "暂停要写原因" in sent(client, f"{path}state/", act="pause")
    sent(client, f"{path}state/", act="pause", why="等采样管")
    assert "等采样管" in read(client, path)
    sent(client, f"{path}state/", act="open", why="一米线贴好了")
    assert "已收点" in sent(client, f"{path}state/", act="close")
    assert 'name="queue"' not in read(client, path)


def test_what_was_typed_of_what_is_missing_stands_after_a_refusal(
    cast: Cast, signed_in: SignedIn
) -> None:
    point, lead = led(cast, 3)
    said, owner = "取暖器" * 21, "刘师傅"
    page = sent(
        signed_in(lead),
        f"/points/{point.id}/tick/",
        item="warmth",
        gap="1",
        said=said,
        owner=owner,
    )
    assert page.count(f'value="{said}"') == page.count(f'value="{owner}"') == 1
    assert page.count('<details class="beside" open>') == 1


def test_a_number_that_falls_is_asked_again_and_nothing_typed_is_lost(
    cast: Cast, signed_in: SignedIn
) -> None:
    ident, lead = opened(cast, 3)
    client = signed_in(lead)
    sent(client, f"/points/{ident}/say/", sampled="320")
    page = sent(client, f"/points/{ident}/say/", sampled="230")
    assert "上次报的是 320 人" in page
    assert 'value="230"' in page
    assert 'name="correcting"' in page
    assert "autofocus" in page
    assert "累计人数已报" in sent(client, f"/points/{ident}/say/", sampled="230", correcting="1")


def test_the_office_sends_tubes_to_point_14_and_the_lead_counts_them_in(
    cast: Cast, signed_in: SignedIn
) -> None:
    with clock.fixed(TEN):
        full, _ = opened(cast, 3, f"{COMPOUND}/1")
        empty, lead = opened(cast, 14, f"{COMPOUND}/2")
        say_tubes(cast.clerk, full, 400)
        say_tubes(lead, empty, 0)
        office = signed_in(cast.clerk)
        page = read(office, "/points/")
        assert "14 号点采样管不足" in page
        assert "从 3 号调到 14 号" in page
        move = {"source": full, "target": empty}
        refused = sent(office, "/points/transfer/", tubes="500", **move)
        assert "只剩 400 支" in refused
        assert 'name="tubes" inputmode="numeric" value="500"' in refused
        assert "调 150 支，在路上" in sent(office, "/points/transfer/", tubes="150", **move)
        assert "够用的已经在路上" in read(office, "/points/")
        hers = signed_in(lead)
        (coming,) = point_page(lead, empty).coming
        assert "3 号点 10:06 调来 150 支" in read(hers, f"/points/{empty}/")
        path = f"/points/{empty}/received/"
        unread = sent(hers, path, sending=coming.id, tubes="148支")
        assert 'name="tubes" inputmode="numeric" value="148支"' in unread
        assert "现在有 148 支" in sent(hers, path, sending=coming.id, tubes="148")
        assert "没有这一批" in sent(hers, path, sending=coming.id, tubes="148")
        page = read(office, "/points/")
        assert "采样管不足" not in page


def test_the_list_tells_who_leads_with_a_telephone_and_the_text_on_the_hour(
    cast: Cast, signed_in: SignedIn
) -> None:
    ident, _ = opened(cast, 3, serves=(f"{COMPOUND}/1",))
    page = read(signed_in(cast.clerk), "/points/")
    assert "13900000007" in page
    assert "采样点1个：开放1个" in page
    assert "还没有报人数：3号" in page
    assert "锦绣城社区 锦绣城 2号楼" in page
    assert str(ident) in page


def test_a_point_is_added_corrected_withdrawn_and_brought_back_at_the_desk(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    typed = {
        "number": "5",
        "name": "东门",
        "area": PATH,
        "desks": "2",
        "alarm": "80",
        "opens": "07:00",
        "closes": "16:00",
        "lead": "",
        "serves": f"{PATH}1/",
    }
    page = sent(client, "/points/new/", **(typed | {"closes": "06:00"}))
    assert "收点要晚于开点" in page
    assert 'value="东门"' in page
    assert "已加 5 号采样点" in sent(client, "/points/new/", **typed)
    assert "已经有 5 号采样点" in sent(client, "/points/new/", **typed)
    (line,) = point_lines(cast.clerk)
    path = f"/points/{line.now.id}/"
    assert 'value="80"' in read(client, f"{path}change/")
    assert "已改好" in sent(client, f"{path}change/", **(typed | {"name": "东门小广场"}))
    assert "已撤点" in sent(client, f"{path}withdraw/")
    assert "已经撤了" in sent(client, f"{path}say/", queue="20")
    assert "已恢复" in sent(client, f"{path}withdraw/", back="1")


def test_a_building_is_called_down_and_the_line_stands_ready_to_copy(
    cast: Cast, signed_in: SignedIn
) -> None:
    ident, lead = opened(cast, 3, serves=(f"{COMPOUND}/1",))
    (served,) = point_page(lead, ident).line.serves
    page = sent(signed_in(lead), f"/points/{ident}/call/", service=served.id)
    assert "请锦绣城 1号楼的居民现在下来采样" in page
    assert "06:00 叫过" in page
    assert "正在叫：" in read(Client(), "/queues/410102003/")


def test_a_stranger_reads_how_busy_it_is_and_how_old_that_is_but_no_name(cast: Cast) -> None:
    ident, lead = opened(cast, 3, serves=(f"{COMPOUND}/1",))
    say_queue(lead, ident, Queue.ABOUT_50)
    page = read(Client(), "/queues/410102003/")
    assert "约50人" in page
    assert "锦绣城 1号楼" in page
    assert lead.name not in page
    assert "13900000007" not in page
    assert "居家隔离、封控楼栋的住户请在家等" in page
    with clock.fixed(clock.now() + timedelta(minutes=30)):
        assert "30 分钟前 约50人，现在可能变了" in read(Client(), "/queues/410102003/")
    assert Client().get("/queues/410102013/").status_code == 404


def test_the_sheet_for_the_wall_names_places_and_nobody(cast: Cast, signed_in: SignedIn) -> None:
    _, lead = opened(cast, 3, serves=(f"{COMPOUND}/1", f"{COMPOUND}/2"))
    page = read(signed_in(cast.clerk), "/points/sheet/")
    sheet = page[page.index('<article class="wall-sheet') :]
    assert "锦绣城 1号楼" in sheet
    assert "07:00—16:00" in sheet
    assert lead.name not in sheet
    assert "13900000007" not in sheet


def test_the_overview_tells_of_the_points_in_one_line(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    assert board(cast.clerk).points is None
    assert (
        'href="/points/"' not in read(client, "/board/").split('class="live"')[1].split("<nav")[0]
    )
    ident, lead = opened(cast, 14)
    add_point(cast.clerk, described(15))
    say_tubes(lead, ident, 0)
    say_queue(lead, ident, Queue.OVER_100)
    seen = board(cast.clerk).points
    assert seen is not None
    assert (seen.points, seen.by_state[PointState.OPEN]) == (2, 1)
    assert [one.number for one in seen.short] == [one.number for one in seen.crowded] == [14]
    page = read(client, "/board/")
    assert "采样管不足：" in page
    with clock.fixed(clock.now() + timedelta(days=1)):
        tomorrow = board(cast.clerk).points
        assert tomorrow is not None
        assert (tomorrow.by_state[PointState.SET_UP], tomorrow.short) == (2, ())
    assert board(cast.outsider).points is None


def test_nobody_without_the_post_opens_a_points_page(cast: Cast, signed_in: SignedIn) -> None:
    point, _ = led(cast, 3)
    other, lead = led(cast, 4)
    for viewer in (cast.captain, cast.volunteer):
        client = signed_in(viewer)
        assert client.get("/points/").status_code == 403
        assert client.get(f"/points/{point.id}/").status_code == 403
    client = signed_in(lead)
    assert client.post(f"/points/{point.id}/say/", {"queue": "20"}).status_code == 400
    assert client.get("/points/new/").status_code == 403
    assert client.post("/points/transfer/").status_code == 403
    assert signed_in(cast.outsider).get(f"/points/{other.id}/").status_code == 404
    with acting(cast.clerk):
        assert not SamplingPoint.objects.filter(queue__isnull=False).exists()


def test_in_english_no_chinese_stands_outside_data(cast: Cast, signed_in: SignedIn) -> None:
    ident, lead = opened(cast, 3, serves=(f"{COMPOUND}/1",))
    say_queue(lead, ident, Queue.OVER_100)
    say_tubes(lead, ident, 0)
    client = signed_in(cast.clerk)
    client.post("/language/", {"language": "en", "next": "/"})
    for path in ("/points/", f"/points/{ident}/", "/points/new/", "/points/sheet/"):
        assert chinese_outside(read(client, path)) == [], path
    stranger = Client()
    stranger.post("/language/", {"language": "en", "next": "/"})
    assert chinese_outside(read(stranger, "/queues/410102003/")) == []
