"""What a community notes in a day: returns, what a guard counts, waste of two classes, notices for groups."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.hand_overs import Counted, HandOverDraft, check_hand_over, missing, read_count
from wumen.rules.outings import OutingDraft, check_outing, check_return, is_late
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import NoticeText, check_notice
from wumen.rules.time import BUSINESS_ZONE
from wumen.rules.waste_loads import Load, WasteClass, WasteDraft, check_waste, totals

NOW = datetime(2022, 1, 10, 9, tzinfo=BUSINESS_ZONE)
HOUR = timedelta(hours=1)
OUT = OutingDraft("x", NOW, NOW + 6 * HOUR, "红十字 3 号车")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"left_at": NOW + HOUR}, "outing_hour_wrong"),
        ({"left_at": NOW - timedelta(days=3)}, "outing_hour_wrong"),
        ({"due_at": NOW}, "outing_due_wrong"),
        ({"due_at": NOW + timedelta(days=3)}, "outing_due_wrong"),
        ({"said": "车" * 121}, "outing_words_long"),
    ],
)
def test_an_outing_has_begun_and_is_expected_back_within_two_days(
    changes: dict[str, object], code: str
) -> None:
    check_outing(OUT, NOW)
    with pytest.raises(Problem, match=code):
        check_outing(replace(OUT, **changes), NOW)  # type: ignore[arg-type]


def test_nobody_is_back_before_she_left_nor_ahead_nor_twice() -> None:
    check_return(NOW, NOW + HOUR, NOW + HOUR, back_already=False)
    for at, already, code in (
        (NOW - HOUR, False, "outing_back_wrong"),
        (NOW + 2 * HOUR, False, "outing_back_wrong"),
        (NOW + HOUR, True, "outing_over"),
    ):
        with pytest.raises(Problem, match=code):
            check_return(NOW, at, NOW + HOUR, already)


def test_who_should_be_back_and_is_not_is_late() -> None:
    assert is_late(NOW, None, NOW)
    assert not is_late(NOW + HOUR, None, NOW)
    assert not is_late(NOW, NOW, NOW)


def test_at_a_change_somebody_takes_over_and_what_was_not_counted_is_not_none() -> None:
    draft = HandOverDraft("x", "钱保安", "12", "")
    assert check_hand_over(draft) == Counted(12, None)
    with pytest.raises(Problem, match="hand_over_to_nobody"):
        check_hand_over(replace(draft, to_name=" "))
    for text in ("十二", "-1", "1000", "1.5"):
        with pytest.raises(Problem, match="hand_over_count"):
            read_count(text)


@given(was=st.none() | st.integers(0, 99), now=st.none() | st.integers(0, 99))
def test_what_is_fewer_than_before_is_told_and_nothing_else(
    was: int | None, now: int | None
) -> None:
    told = missing(Counted(was, None), Counted(now, 5)).keys
    assert told == (was - now if was is not None and now is not None and now < was else None)
    assert missing(None, Counted(now, 5)) == Counted(None, None)


WASTE = WasteDraft("x", "medical", "6", "12.5", "豫A·环卫 3 号", sprayed=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "other"}, "waste_kind_unknown"),
        ({"bags": "0"}, "waste_bags_wrong"),
        ({"bags": "六"}, "waste_bags_wrong"),
        ({"kg": "0"}, "waste_weight_wrong"),
        ({"kg": "12,5"}, "waste_weight_wrong"),
        ({"kg": "9999"}, "waste_weight_wrong"),
        ({"handed_to": " "}, "waste_to_nobody"),
        ({"sprayed": False}, "waste_not_sprayed"),
    ],
)
def test_waste_of_isolated_homes_leaves_sprayed_weighed_and_to_somebody(
    changes: dict[str, object], code: str
) -> None:
    assert check_waste(WASTE) == Load(WasteClass.MEDICAL, 6, Decimal("12.5"))
    assert check_waste(replace(WASTE, kind="household", sprayed=False)).bags == 6
    with pytest.raises(Problem, match=code):
        check_waste(replace(WASTE, **changes))  # type: ignore[arg-type]


@given(
    st.lists(
        st.builds(
            Load,
            st.sampled_from(list(WasteClass)),
            st.integers(1, 99),
            st.decimals(1, 99, places=2),
        )
    )
)
def test_the_two_classes_are_summed_apart(loads: list[Load]) -> None:
    found = totals(loads)
    assert set(found) == set(WasteClass)
    for kind, load in found.items():
        assert load.bags == sum(one.bags for one in loads if one.kind is kind)
        assert load.kg == sum(one.kg for one in loads if one.kind is kind)


NOTICE = NoticeText("x", "明天上门采样", "明早 7 点起从顶层往下，请您在家等候。\n有事找李楼长。")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"heading": " "}, "notice_text_empty"),
        ({"text": ""}, "notice_text_empty"),
        ({"groups": "0"}, "notice_text_groups"),
        ({"text": "请" * 500}, "notice_text_long"),
        ({"text": "请找 13812345678"}, "group_text_number"),
        ({"text": "2101 核酸阳性"}, "group_text_result"),
        ({"text": "301 张阿姨在家"}, "group_text_name"),
    ],
)
def test_a_notice_for_groups_is_looked_over_before_anybody_copies_it(
    changes: dict[str, object], code: str
) -> None:
    said, groups = check_notice(NOTICE, "锦绣城社区")
    assert said.startswith("【明天上门采样】\n明早 7 点")
    assert said.endswith("锦绣城社区")
    assert groups == 2
    with pytest.raises(Problem, match=code):
        check_notice(replace(NOTICE, **changes), "锦绣城社区", ["张阿姨"])  # type: ignore[arg-type]
