"""Names of medicines and illnesses: known however they are written, masked where others read, refused in a group."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_needs import CORPUS
from wumen.rules.guarded_text import check_group_text
from wumen.rules.health_names import HEALTH_OF_KIND, ILLNESS_NAMES, MEDICINE_NAMES, TREATMENT_NAMES
from wumen.rules.health_words import (
    MASK,
    MASK_ON_PAPER,
    masked_health,
    names_illness,
    names_medicine,
    tells_health,
)
from wumen.rules.needs import NeedKind, Urgency, read_need
from wumen.rules.problems import Problem

LISTED = "|".join((MEDICINE_NAMES, ILLNESS_NAMES, TREATMENT_NAMES, *HEALTH_OF_KIND.values()))
NAMED = (
    "胰岛素", "奥氮平", "抗病毒药", "透析", "诺和锐", "替诺福韦", "碳酸锂", "艾滋病", "HIV", "hiv", "精神分裂",
    "乙肝", "怀孕8个月", "癌", "降压药", "造口袋", "尿毒症", "阻断药", "美沙酮", "聋哑人",
)  # fmt: skip
ORDINARY = (
    "白菜3斤、鸡蛋一板，牛肉丸两包", "药店几点开门", "药快没了，想请人带一下", "公司他们来得时候把场地平整一下",
    "丈夫定了江西林业的苹果", "规格列在下面", "社会安定团结", "安定路12号", "美林小区3号楼", "哑铃和盲盒",
    "电梯系统瘫痪",
    "发烧38度，请打电话", "明天去医院复查要车", "尿布、奶粉", "", "12:30 以前送到 1-2-301", "消毒喷雾剂两瓶",
    "代替尼龙绳",
)  # fmt: skip
# Letters of every kind between what is listed: commas, blanks, capitals, the old characters.
PIECES = st.one_of(
    st.sampled_from(
        [
            *NAMED,
            *ORDINARY,
            MASK,
            "，",
            "、",
            "：",
            "\n",
            " ",
            "胰島素",
            "胰 岛 素",
            "ＨＩＶ",
            "2支",
        ]
    ),
    st.text(max_size=6),
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


@pytest.mark.parametrize("said", NAMED)
def test_a_name_is_known_in_any_spelling(said: str) -> None:
    for one in (said, f"家里{said}没了", " ".join(said), f"我{said}，急", "\u200b".join(said)):
        assert tells_health(one), one


def test_of_whom_writes_in_old_characters_it_is_known_too() -> None:
    assert all(map(tells_health, ("胰島素", "癲癇", "腫瘤", "殘疾", "降壓藥", "ＨＩＶ")))


@pytest.mark.parametrize("said", ORDINARY)
def test_ordinary_text_stays_sign_by_sign(said: str) -> None:
    assert not tells_health(said)
    assert masked_health(said) == said == masked_health(said, MASK_ON_PAPER)


def test_medicines_and_illnesses_are_told_apart() -> None:
    assert names_medicine("奥氮平两盒")
    assert not names_illness("奥氮平两盒")
    assert names_illness("周二四六透析")
    assert not names_medicine("周二四六透析")


def test_what_names_none_of_them_stands_beside_the_mask() -> None:
    assert masked_health("胰岛素2支，白菜3斤") == f"{MASK}，白菜3斤"
    assert masked_health("上门核酸：85岁老人，糖尿病") == f"上门核酸：85岁老人，{MASK}"
    assert masked_health("糖尿病、胰岛素、透析。白菜") == f"{MASK}。白菜"
    assert masked_health("透析，要车", MASK_ON_PAPER) == f"{MASK_ON_PAPER}，要车"


def test_a_dose_beside_a_known_name_is_masked_with_it() -> None:
    # Who writes one name that is listed writes others that are not.
    assert masked_health("奥氮平两盒，脑清宁1支，牛奶2箱") == f"{MASK}，牛奶2箱"
    assert masked_health("脑清宁1支，牛奶2箱") == "脑清宁1支，牛奶2箱"


def test_a_name_spelt_across_commas_leaves_nothing_readable() -> None:
    assert masked_health("糖尿病， 胰 岛 素 ，白菜") == f"{MASK}，白菜"


@given(TEXTS)
def test_masking_never_leaves_a_listed_name(said: str) -> None:
    shown = masked_health(said)
    assert not tells_health(shown)
    assert re.search(LISTED, shown) is None


@given(TEXTS)
def test_masked_twice_is_masked_once(said: str) -> None:
    once = masked_health(said)
    assert masked_health(once) == once


@given(TEXTS)
def test_what_names_nothing_comes_back_as_it_was(said: str) -> None:
    if not tells_health(said):
        assert masked_health(said) == said


@given(st.from_regex(re.compile(MEDICINE_NAMES), fullmatch=True))
def test_every_medicine_that_makes_a_need_urgent_by_name_is_masked(said: str) -> None:
    assert masked_health(said) == MASK


@pytest.mark.parametrize("said", [said for _, said in CORPUS if tells_health(said)])
def test_of_every_sentence_of_the_corpus_the_name_is_gone(said: str) -> None:
    assert MASK in masked_health(said)
    assert re.search(LISTED, masked_health(said)) is None


def test_the_mask_still_says_that_it_is_urgent() -> None:
    for mask in (MASK, MASK_ON_PAPER):
        assert not tells_health(mask)
        assert read_need(mask).priority is Urgency.URGENT
        assert NeedKind.MEDICINE in read_need(mask).kinds


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("谁家有胰岛素能匀一支", "group_text_medicine"),
        ("3楼要奥氮平", "group_text_medicine"),
        ("谁有抗 病 毒 药", "group_text_medicine"),
        ("帮忙带造口袋", "group_text_medicine"),
        ("4楼那个精神分裂的", "group_text_illness"),
        ("有人得了HIV", "group_text_illness"),
        ("帕金森病人需要轮椅", "group_text_illness"),
    ],
)
def test_a_text_for_a_group_names_neither_medicine_nor_illness(said: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        check_group_text(said)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "said",
    (
        "要买药的请给楼长打电话，不要在群里写药名",
        "送药的志愿者10点到",
        "上门采样的请在家等",
        "消毒药水有气味，请关窗",
    ),
)
def test_that_somebody_brings_medicine_may_be_said(said: str) -> None:
    check_group_text(said)


def test_what_the_office_wrote_in_brackets_stays_beside_the_mask() -> None:
    assert (
        masked_health("（909，登记里没有这个房号）要透析") == f"（909，登记里没有这个房号）{MASK}"
    )
