"""The page of the rules: what holds in the open outbreak, each line with its source."""

import re

import pytest

from tests.cast import Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.queries.playbooks import known, shipped


def test_the_rules_say_what_when_who_how_and_by_which_source(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.captain).get("/rules/").content.decode()
    for said in (
        "社区防控方案（2021年9月）与第八版防控方案",
        "国务院联防联控机制综合组",
        "封控区",
        "区域封闭、足不出户、服务上门；看病就医不受此限",
        "量体温",
        "上午 06:30–10:00",
        "下午 16:00–19:00",
        "第 2、7 天",
        "实测、自报、代报",
        "采样员",
        "本地安排：每天早晨约6时30分起，逐户单人单管",
        "转引自正式文本",
        "没有查到原文，请核对后再用",
    ):
        assert said in page
    assert page.index("封控区") < page.index("管控区") < page.index("防范区")


def test_what_is_filled_into_a_text_stands_in_words(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get("/rules/").content.decode()
    assert "致〔哪个地方〕居民" in page
    assert "请找〔联系人〕，电话〔电话〕" in page
    assert "{" not in re.sub(r"<[^>]*>", "", page)


def test_without_an_outbreak_no_rules_are_in_force(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.captain).get("/rules/").content.decode()
    assert "没有生效的防控规则" in page


def test_the_english_page_holds_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.captain, accept_language="en").get("/rules/").content.decode()
    assert "day 2, 7" in page
    assert chinese_outside(page) == []


def test_a_clause_that_an_overlay_made_stricter_is_marked(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.captain).get("/rules/").content.decode()
    assert page.count("比上级更严") == 1


def test_the_page_says_how_a_regime_ends_and_who_isolates_how_long(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.captain).get("/rules/").content.decode()
    for said in (
        "怎样结束：解除",
        "连续14天没有新增感染者",
        "集中隔离 14 天，第 1、4、7、14 天采样；在家 7 天，第 2、7 天采样",
        "人不出区，按户轮流取物（每 2 天 1 人）",
        "单采单检",
        "社区（村）干部、基层民警、基层医务人员",
        "居家隔离医学观察告知书",
    ):
        assert said in page


@pytest.mark.parametrize("key", known())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_shipped_playbook_can_be_read_whole(
    cast: Cast, signed_in: SignedIn, key: str, language: str
) -> None:
    browser = signed_in(cast.captain, accept_language=language)
    assert f"/rules/{key}/" in browser.get("/rules/").content.decode()
    answer = browser.get(f"/rules/{key}/")
    assert answer.status_code == 200
    edition = shipped(key).playbook
    assert edition.document in answer.content.decode()
    assert language == "zh" or chinese_outside(answer.content.decode()) == []


def test_a_playbook_that_nobody_ships_is_not_found(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.captain).get("/rules/curfew/").status_code == 404
