"""The duty log in the browser: read, added to, signed off, printed; in both languages and few statements."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_sampling_points import opened
from tests.cast import Cast
from tests.street import at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from tests.web.test_statements import AT_MOST
from wumen.records import clock

pytestmark = pytest.mark.usefixtures("street")


@pytest.fixture(autouse=True)
def ten() -> Iterator[datetime]:
    """Ten o'clock."""
    with clock.fixed(at(1, 10, 10)) as instant:
        yield instant


def test_an_office_reads_adds_and_signs_off(cast: Cast, signed_in: SignedIn) -> None:
    opened(cast, 14)
    client = signed_in(cast.clerk)
    page = read(client, "/duty-log/")
    assert "开点 第 14 号" in page
    assert "这一天还没有交班签名" in page
    assert "已记下" in sent(client, "/duty-log/say/", said="区里来电，问14号点", add="1")
    page = sent(client, "/duty-log/say/", said="电话13800000001", add="1")
    assert "值班日志里不写电话" in page
    assert 'value="电话13800000001"' in page
    assert "已交班签名" in sent(client, "/duty-log/say/", to=cast.secretary.crew_no, sign="1")
    assert "交班以后写的" in sent(client, "/duty-log/say/", said="补一句", hour="9:00", add="1")


def test_another_day_is_read_and_nobody_else_comes_in(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    assert "这一天还没有记录" in read(client, "/duty-log/?day=2022-01-05")
    assert signed_in(cast.captain).get("/duty-log/").status_code == 403


def test_a_day_that_has_not_come_is_said_to_and_nothing_is_written_into_today(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    reply = client.get("/duty-log/?day=2022-01-11")
    assert reply.status_code == 400
    assert "1月11日（星期二）还没有到" in reply.content.decode()
    sent_ahead = client.post("/duty-log/say/?day=2022-01-11", {"said": "明天的事", "add": "1"})
    assert sent_ahead.status_code == 400
    assert 'value="明天的事"' in sent_ahead.content.decode()
    assert "补写 0 条" in read(client, "/duty-log/")


def test_it_speaks_english_and_costs_few_statements(cast: Cast, signed_in: SignedIn) -> None:
    opened(cast, 14)
    client = signed_in(cast.clerk)
    sent(client, "/duty-log/say/", said="区里来电", add="1")
    sent(client, "/duty-log/say/", to=cast.secretary.crew_no, sign="1")
    with CaptureQueriesContext(connection) as told:
        read(client, "/duty-log/")
    assert len(told) <= AT_MOST
    client.cookies["django_language"] = "en"
    assert chinese_outside(client.get("/duty-log/").content.decode()) == []
