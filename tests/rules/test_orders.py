"""Orders: no restriction without authority, document, ground, start, end and two people."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from tests.rules.test_playbooks import BASE
from wumen.rules.orders import (
    Changed,
    ChangeDraft,
    OrderDraft,
    OrderInForce,
    check_change,
    check_draft,
    check_public_words,
    stands,
    strictest,
    strictness,
)
from wumen.rules.problems import CATALOGUE, Problem
from wumen.rules.time import Interval, at, read_time

JAN_8, JAN_22 = at(date(2022, 1, 8), time()), at(date(2022, 1, 22), time())
WHOLE = OrderDraft(
    regime="lockdown",
    authority="中原区新冠肺炎疫情防控指挥部",
    document="通告第1号",
    ground="1号楼发现阳性感染者",
    begins=JAN_8,
    ends=JAN_22,
    paths=("410102003008/jxc/1",),
)


def test_a_complete_order_holds_from_its_start_to_its_end() -> None:
    assert check_draft(WHOLE, BASE) == Interval(JAN_8, JAN_22)


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({"regime": "curfew"}, "regime_unknown"),
        ({"authority": ""}, "order_needs_authority"),
        ({"authority": " 　"}, "order_needs_authority"),
        ({"document": ""}, "order_needs_document"),
        ({"ground": "\n"}, "order_needs_ground"),
        ({"begins": None}, "order_needs_start"),
        ({"ends": None}, "order_needs_end"),
        ({"paths": ()}, "order_needs_scope"),
        ({"ends": JAN_8}, "order_ends_before_start"),
        ({"ends": JAN_8 - timedelta(seconds=1)}, "order_ends_before_start"),
    ],
)
def test_each_thing_that_is_missing_has_its_own_name(missing: dict[str, object], code: str) -> None:
    with pytest.raises(Problem) as refused:
        check_draft(replace(WHOLE, **missing), BASE)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert refused.value.next_step("zh")
    assert refused.value.next_step("en")


def test_an_order_on_a_resident_needs_no_place() -> None:
    alone = replace(WHOLE, paths=(), residents=(str(UUID(int=1)),), regime="home_isolation")
    assert check_draft(alone, BASE).ends == JAN_22


@pytest.mark.parametrize(
    "authority",
    [
        "锦绣城社区",
        "锦绣城社区居委会",
        "李村村委会",
        "锦绣城业委会",
        "锦绣城小区",
        "锦绣城物业服务中心",
        "棉纺路街道",
        "棉纺路街道办",
        "棉纺路街道办事处",
        "中原区棉纺路街道办事处",
        "棉纺路街道党工委",
        "锦绣城社区党支部",
        " 锦绣城社区 ",
    ],
)
def test_who_only_proposes_and_carries_out_cannot_decide(authority: str) -> None:
    with pytest.raises(Problem, match="authority_too_low") as refused:
        check_draft(replace(WHOLE, authority=authority), BASE)
    assert authority.strip() in refused.value.text("zh")


@pytest.mark.parametrize(
    "authority",
    [
        "锦绣城社区疫情防控指挥部",
        "锦绣城小区疫情防控指挥部",
        "中原区棉纺路街道疫情防控指挥部",
        "棉纺路街道疫情防控办公室",
        "锦绣城社区疫情防控工作专班",
        "居委会防疫小组",
        "锦绣城居民委员会",
        "李村村民委员会",
        "锦绣城业主委员会",
        "锦绣城1号楼楼长",
        "城关镇人民政府",
        "城关镇新冠肺炎疫情防控指挥部",
        "中牟县姚家镇人民政府",
        "李家乡政府",
    ],
)
def test_a_low_body_does_not_rise_by_calling_itself_a_command(authority: str) -> None:
    with pytest.raises(Problem, match="authority_too_low"):
        check_draft(replace(WHOLE, authority=authority), BASE)


@pytest.mark.parametrize(
    "authority",
    [
        "中原区疫情防控指挥部",
        "中原区新冠肺炎疫情防控指挥部办公室",
        "郑州市人民政府",
        "郑州市卫生健康委员会",
        "中牟县人民政府",
        "河南省疾控中心",
        "国务院联防联控机制指挥部",
        "中原区疫情防控指挥部社区防控专班",
        "镇江市京口区疫情防控指挥部",
        "景德镇市卫生健康委员会",
        "新乡市人民政府",
        "中牟县疫情防控指挥部驻城关镇指挥部",
    ],
)
def test_county_level_and_above_may_decide(authority: str) -> None:
    check_draft(replace(WHOLE, authority=authority), BASE)


def test_an_end_that_nobody_lives_to_see_is_none() -> None:
    for ends in (JAN_8 + timedelta(days=181), read_time("2122-01-22")):
        with pytest.raises(Problem, match="order_without_end"):
            check_draft(replace(WHOLE, ends=ends), BASE)
    check_draft(replace(WHOLE, ends=JAN_8 + timedelta(days=180)), BASE)
    longer = ChangeDraft(
        Changed.EXTEND, WHOLE.authority, "通告第2号", "还有感染者", ends=read_time("2032-01-22")
    )
    with pytest.raises(Problem, match="order_without_end"):
        check_change(longer, "lockdown", Interval(JAN_8, JAN_22), BASE, JAN_8)
    milder = replace(longer, kind=Changed.STEP_DOWN, regime="control")
    with pytest.raises(Problem, match="order_without_end"):
        check_change(milder, "lockdown", Interval(JAN_8, JAN_22), BASE, JAN_8)


@pytest.mark.parametrize(
    ("ground", "document"),
    [
        ("1号楼2单元501室发现阳性感染者", "通告第1号"),
        ("1-2-501发现阳性感染者", "通告第1号"),
        ("五〇一发现阳性感染者", "通告第1号"),
        ("张某核酸阳性", "通告第1号"),
        ("阿依古丽核酸阳性", "通告第1号"),
        ("李庄的王建国，核酸阳性", "通告第1号"),
        ("密接者 138-0000-0001", "通告第1号"),
        ("发现阳性感染者", "关于张某的通告"),
        # A sign that nobody sees parts no word.
        ("楼上那家隔\u200b离了", "通告第1号"),
    ],
)
def test_what_hangs_at_a_stairwell_says_neither_who_nor_whose_home(
    ground: str, document: str
) -> None:
    with pytest.raises(Problem, match="order_words_tell"):
        check_public_words(ground, document, ["阿依古丽"], ["李庄"])


@pytest.mark.parametrize(
    "ground",
    [
        "1号楼发现阳性感染者",
        "1-3号楼、5号楼发现阳性感染者，依据第148号通告",
        "李庄、张村2022年1月10日20:00发现感染者，豫疫指〔2022〕1148号",
        "周边发现阳性，14天内",
    ],
)
def test_what_a_notice_says_of_a_building_may_hang_there(ground: str) -> None:
    check_public_words(ground, "通告第1号", ["阿依古丽"], ["李庄", "张村"])


def test_an_order_until_24_oclock_ends_at_0_oclock_of_the_next_day() -> None:
    interval = check_draft(replace(WHOLE, ends=read_time("2022-01-21T24:00")), BASE)
    assert interval.ends == JAN_22
    assert not interval.holds(JAN_22)
    assert interval.holds(JAN_22 - timedelta(microseconds=1))


def order(number: str, regime: str, ends: datetime = JAN_22) -> OrderInForce:
    """An order in force from the eighth."""
    return OrderInForce(number, "o", regime, Interval(JAN_8, ends), JAN_8)


def test_of_orders_that_hold_together_the_strictest_prevails_whatever_their_order() -> None:
    books = {"o": BASE}
    held = [order("3", "precaution"), order("1", "lockdown"), order("2", "control")]
    for some in permutations(held):
        assert strictest(some, books).regime == "lockdown"
    assert [strictness(one, books) for one in held] == [10, 40, 20]


def test_of_equally_strict_orders_the_one_that_ends_last_prevails() -> None:
    short, long = order("2", "control"), order("1", "control", JAN_22 + timedelta(days=1))
    for some in permutations([short, long]):
        assert strictest(some, {"o": BASE}) is long


def test_what_an_order_can_lack_is_said_kindly_and_in_both_languages() -> None:
    for code, sentence in CATALOGUE.items():
        assert sentence.zh, code
        assert sentence.en, code
        assert not {"违规", "严查", "一律"} & set(sentence.zh.split("，")), code


@pytest.mark.parametrize(
    ("dropped", "confirmed", "over", "now", "state"),
    [
        (None, None, JAN_22, JAN_8, "waiting"),
        (JAN_8, None, JAN_22, JAN_8, "dropped"),
        (None, JAN_8, JAN_22, JAN_8 - timedelta(hours=1), "coming"),
        (None, JAN_8, JAN_22, JAN_8, "in_force"),
        (None, JAN_8, JAN_22, JAN_22, "over"),
        # Ended before it began.
        (None, JAN_8, JAN_8 - timedelta(hours=1), JAN_8 - timedelta(hours=2), "over"),
    ],
)
def test_a_decision_waits_comes_holds_and_is_over(
    dropped: datetime | None, confirmed: datetime | None, over: datetime, now: datetime, state: str
) -> None:
    assert stands(dropped, confirmed, JAN_8, over, now) == state
