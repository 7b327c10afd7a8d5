"""The boxes of a round in the browser: packed by scanner, handed over, received, explained, printed; by whom."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_sampling_boxes import draft
from tests.actions.test_sampling_rounds import held_at_a_point
from tests.cast import COMPOUND, Cast
from tests.street import at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from tests.web.test_statements import AT_MOST
from wumen.actions.sampling_rounds.box_words import say_made
from wumen.actions.sampling_rounds.boxes import note_box
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import SamplingBox
from wumen.rules.posts import Viewer

pytestmark = pytest.mark.usefixtures("street")


@pytest.fixture(autouse=True)
def nine() -> Iterator[datetime]:
    """Nine o'clock: the round is on."""
    with clock.fixed(at(1, 10, 9)) as instant:
        yield instant


class Held:
    """A round with a point, its lead, and the addresses of its boxes."""

    def __init__(self, cast: Cast) -> None:
        self.round, point, self.lead = held_at_a_point(cast)
        self.point = point.id
        self.page = f"/sampling/{self.round.id}/boxes/"
        self.say = f"{self.page}say/"

    def typed(self, **said: Any) -> dict[str, Any]:
        """A box as it is typed."""
        given = {"where": str(self.point), "number": "A1", "seal": "F1", "tubes": "30"}
        return given | {"first": "7:05", "pack": "1"} | said


def ids(viewer: Viewer) -> list[str]:
    with acting(viewer):
        return [
            str(one) for one in SamplingBox.objects.order_by("number").values_list("id", flat=True)
        ]


def test_the_lead_packs_and_hands_over_and_the_office_notes_the_receipt(
    cast: Cast, signed_in: SignedIn
) -> None:
    here = Held(cast)
    lead = signed_in(here.lead)
    assert here.page in read(lead, "/points/")
    page = read(lead, f"{here.page}?where={here.point}")
    # Whatever the scanner leaves empty is asked for by the browser, field by field.
    for name in ("number", "seal", "tubes", "first"):
        assert re.search(rf'<input id="{name}"[^>]* required', page), name
    page = sent(lead, here.say, **here.typed())
    assert "已记 A1 箱：30 支" in page
    page = sent(lead, here.say, **here.typed())
    assert "A1 箱（30 支）已经记过" in page
    (box,) = ids(cast.clerk)
    page = sent(
        lead, here.say, box=[box], to="豫A12345", at="8:10", hand="1", **{f"tubes-{box}": "30"}
    )
    assert "已交接 1 箱" in page
    office = signed_in(cast.clerk)
    assert "实验室已收" not in read(office, here.page)
    page = sent(
        office, here.say, box=[box], to="区疾控", at="8:50", receive="1", **{f"tubes-{box}": "30"}
    )
    assert "实验室收到 1 箱" in page
    assert "用了 105 分钟" in page
    round_ = read(office, f"/sampling/{here.round.id}/")
    assert "装箱 1 箱 30 管" in round_
    assert "实验室收到 1 箱 30 管" in round_


def test_what_was_typed_wrong_stands_again(cast: Cast, signed_in: SignedIn) -> None:
    here = Held(cast)
    lead = signed_in(here.lead)
    for changes, words in (
        ({"seal": " "}, "还没有封签号"),
        ({"tubes": "三十"}, "支数写 1 到 999"),
        ({"first": "早上"}, "时间没看懂"),
        ({"first": "9:30"}, "还没有到"),
        ({"first": ""}, "第一管几点采的"),
        ({"where": "x"}, "没有在这里采"),
        ({"handed_at": "8:00"}, "交给谁"),
    ):
        page = sent(lead, here.say, **here.typed(**changes))
        assert words in page, changes
        assert 'name="number" value="A1"' in page
    assert ids(cast.clerk) == []
    assert lead.post(here.say, {"where": "1"}).status_code == 400


def test_what_differs_is_shown_until_it_is_explained(cast: Cast, signed_in: SignedIn) -> None:
    here = Held(cast)
    note_box(
        here.lead,
        here.round.id,
        draft(here.point, handed_to="王师傅", handed_at="8:10", handed_tubes="29"),
    )
    office = signed_in(cast.clerk)
    page = read(office, here.page)
    assert "装箱 30 支，交接时数 29 支" in page
    assert "没有说明" in read(office, "/board/")
    assert "数不符、没有说明的 1 处" in read(office, f"/sampling/{here.round.id}/")
    assert "数不符 1 箱" in read(signed_in(here.lead), "/points/")
    (box,) = ids(cast.clerk)
    page = sent(office, here.say, box=box, why="张阿姨的管漏了", explain="1")
    assert "不写谁的姓名" in page
    page = sent(office, here.say, box=box, why="1支漏液，当场作废", explain="1")
    assert "已记下说明" in page
    assert re.search(r"○\s+装箱 30 支，交接时数 29 支", page)
    assert "▲" not in page
    assert '<span lang="zh">1支漏液，当场作废</span> <small>' in page
    assert "没有说明" not in read(office, "/board/")


def test_what_is_late_stands_with_its_owner_on_every_page(cast: Cast, signed_in: SignedIn) -> None:
    here = Held(cast)
    note_box(here.lead, here.round.id, draft(here.point))
    office, lead = signed_in(cast.clerk), signed_in(here.lead)
    with clock.fixed(at(1, 10, 11) + timedelta(minutes=15)):
        for page in (read(office, "/board/"), read(office, f"/sampling/{here.round.id}/")):
            assert "已经 250 分钟" in page
            assert "还没交接" in page
        assert "1号点长" in read(office, "/board/").partition('id="boxes"')[2]
        assert "超时 1 箱" in read(lead, "/points/")
        text = read(office, here.page).partition('id="boxes-text"')[2].partition("</textarea>")[0]
        assert "【超时】1号点 1号点：1箱30管还没交接" in text


def test_counts_are_compared_when_nothing_more_is_made(cast: Cast, signed_in: SignedIn) -> None:
    here = Held(cast)
    note_box(here.lead, here.round.id, draft(here.point))
    office = signed_in(cast.clerk)
    page = sent(office, here.say, where=str(here.point), tubes="31", made="1")
    assert "已记：一共采了 31 管" in page
    assert "还没装箱 1 支" in page
    with clock.fixed(at(1, 10, 16)):
        assert "少装 1 支" in read(office, here.page)
        assert "采了 31 管，装箱 30 管，没有说明" in read(office, "/board/")
        page = sent(office, here.say, where=str(here.point), why="1支漏液", explain_made="1")
        assert "○ 少装 1 支" in page
        assert "没有说明" not in read(office, "/board/")


def test_the_office_sets_limits_and_reads_where_the_figure_is_from(
    cast: Cast, signed_in: SignedIn
) -> None:
    here = Held(cast)
    office = signed_in(cast.clerk)
    page = read(office, here.page)
    assert "没有查到统一的规定" in page
    assert "常温放不超过 4 小时" in page
    assert "时限写分钟" in sent(office, here.say, hand_minutes="300", lab_minutes="", limits="1")
    page = sent(office, here.say, hand_minutes="60", lab_minutes="120", limits="1")
    assert "现在用的是本办自己定的" in page
    assert "到交接 60 分钟" in page
    assert 'name="lab_minutes"' not in read(signed_in(here.lead), here.page)


def test_a_box_noted_by_mistake_is_taken_back(cast: Cast, signed_in: SignedIn) -> None:
    here = Held(cast)
    note_box(here.lead, here.round.id, draft(here.point))
    office = signed_in(cast.clerk)
    (box,) = ids(cast.clerk)
    assert "这一箱已撤" in sent(office, here.say, box=box, why="记错了点", withdraw="1")
    page = read(office, here.page)
    assert 'id="all"' not in page
    assert 'id="hand"' not in page
    assert "没有这一箱" in sent(office, here.say, box=box, why="记错了点", withdraw="1")


def test_the_list_is_printed_for_both_to_sign(cast: Cast, signed_in: SignedIn) -> None:
    here = Held(cast)
    note_box(here.lead, here.round.id, draft(here.point, handed_to="王师傅", handed_at="8:10"))
    note_box(cast.sampler, here.round.id, draft(f"{COMPOUND}/1", number="D1", seal="G1"))
    office = signed_in(cast.clerk)
    page = read(office, f"{here.page}print/")
    for words in ("样本转运箱单", "A1", "F1", "D1", "07:05", "08:10", "取样人签名", "收样人签名"):
        assert words in page, words
    assert page.count('class="empty"') == 14
    one = read(office, f"{here.page}print/?where={here.point}")
    assert "A1" in one
    assert "D1" not in one
    assert "张阿姨" not in page


def test_who_has_nothing_to_do_with_boxes_sees_none(cast: Cast, signed_in: SignedIn) -> None:
    here = Held(cast)
    assert signed_in(cast.volunteer).get(here.page).status_code == 403
    assert signed_in(cast.outsider).get(here.page).status_code == 404
    captain = signed_in(cast.captain)
    assert "上门 锦绣城 1号楼" in read(captain, here.page)
    # The point lies beyond her building: for her there is none.
    assert captain.post(here.say, here.typed()).status_code == 404
    assert ids(cast.clerk) == []


def test_a_page_of_boxes_takes_few_statements_however_many_there_are(
    cast: Cast, signed_in: SignedIn
) -> None:
    here = Held(cast)
    office = signed_in(cast.clerk)
    pages = (here.page, f"{here.page}print/", f"/sampling/{here.round.id}/", "/board/")

    def asked() -> list[int]:
        counts = []
        for path in pages:
            with CaptureQueriesContext(connection) as found:
                read(office, path)
            counts.append(len(found))
        return counts

    for number in range(2):
        note_box(here.lead, here.round.id, draft(here.point, seal=f"F{number}"))
    say_made(here.lead, here.round.id, str(here.point), "30")
    asked()
    few = asked()
    for number in range(2, 20):
        note_box(here.lead, here.round.id, draft(here.point, seal=f"F{number}", codes=f"T{number}"))
    assert asked() == few
    assert max(few[:2]) <= AT_MOST


def test_every_page_is_whole_in_english(cast: Cast, signed_in: SignedIn) -> None:
    here = Held(cast)
    note_box(
        here.lead,
        here.round.id,
        draft(here.point, handed_to="王师傅", handed_at="8:10", handed_tubes="29"),
    )
    note_box(
        cast.sampler, here.round.id, draft(f"{COMPOUND}/1", number="D1", seal="G1", codes="T1")
    )
    say_made(here.lead, here.round.id, str(here.point), "31")
    client = signed_in(cast.clerk)
    with clock.fixed(at(1, 10, 16)):
        for path in (
            here.page,
            f"{here.page}print/",
            f"/sampling/{here.round.id}/",
            "/board/",
            f"/points/{here.point}/",
        ):
            page = client.get(path, headers={"Accept-Language": "en"}).content.decode()
            assert chinese_outside(page) == [], path
