"""The script for a loudspeaker: spoken numbers and hours, sentences of one breath, and what a compound may not hear."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.loudspeaker import (
    BREATH,
    PAUSE,
    SIGNS_A_SECOND,
    Script,
    cardinal,
    check_script,
    check_where,
    script,
    sentences,
    spoken,
)
from wumen.rules.problems import Problem


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("明早 7:00 起", "明早七点起"),
        ("16:30", "下午四点半"),
        ("下午16:05前", "下午四点零五分前"),
        ("晚上20:15", "晚上八点十五分"),
        ("7:00-9:30", "早上七点到上午九点半"),
        ("7：00—8：00", "早上七点到早上八点"),
        ("24时", "夜里十二点"),
        ("7时30分", "七点半"),
        ("7 点半起", "七点半起"),
        ("14点", "下午两点"),
        ("1月10日（星期一）", "一月十日星期一"),
        ("2022年1月10日", "二零二二年一月十日"),
        ("2号楼的2个人排第2", "二号楼的两个人排第二"),
        ("1-3号楼", "一到三号楼"),
        ("1400人、10000户", "一千四百人、一万户"),
        ("98.5%，100%", "百分之九十八点五，百分之百"),
        ("3.5米", "三点五米"),
        ("电话0371-67170001", "电话零三七幺六七幺七零零零幺"),
        ("急病打120，反映打12345", "急病打幺二零，反映打幺二三四五"),
        ("【通知】《公告》★", "通知公告"),
    ],
)
def test_numbers_and_hours_are_read_as_people_say_them(written: str, said: str) -> None:
    assert spoken(written) == said


@given(st.integers(0, 99_999_999))
def test_every_number_is_said_in_one_way_and_read_back(number: int) -> None:
    said = cardinal(number)
    assert not re.search(r"零零|零$|[0-9]", said) or number == 0
    assert _read(said) == number


def _read(said: str) -> int:
    """A Chinese number below a hundred million, read in another way than it was made."""
    if "万" in said:
        above, _, below = said.partition("万")
        return _read(above) * 10_000 + (_read(below) if below else 0)
    value, digit = 0, None
    for sign in said:
        if sign in "十百千":
            value += (1 if digit is None else digit) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = None
        else:
            digit = "零一二三四五六七八九".index(sign) or None
    return value + (digit or 0)


@given(st.text(alphabet="请您明早到2号楼东门1203:-,，。；\n 个点月日%", max_size=120))
def test_no_digit_is_left_to_be_read_by_somebody_in_the_dark(text: str) -> None:
    for line in script("明天", text, "锦绣城社区1号楼", "0371-67170001").lines:
        assert not re.search(r"[0-9:%]", line)
        assert line.endswith("。")


@given(st.lists(st.text(alphabet="请您在家等候下楼采样", min_size=1, max_size=30), max_size=8))
def test_sentences_keep_every_word_and_are_cut_at_commas(parts: list[str]) -> None:
    text = "，".join(parts)
    found = sentences(text)
    assert re.sub("[，。]", "", "".join(found)) == "".join(parts)
    # Only a piece without a comma is longer than a breath.
    assert [one for one in found if len(one) > BREATH + 1 and "，" in one] == []


def test_a_notice_is_said_twice_and_says_who_speaks_and_whom_to_ring() -> None:
    made = script("明天上门采样", "明早7点起从顶层往下。", "锦绣城社区 1号楼", "0371-67170001")
    assert made.lines[:3] == ("各位居民，请注意。", "这里是锦绣城社区一号楼。", "明天上门采样。")
    assert made.text.count("明早七点起从顶层往下。") == 2
    assert "听不清的，请打社区电话零三七幺六七幺七零零零幺。" in made.lines
    assert "电话" not in script("明天", "七点采样", "社区").text


def test_its_length_counts_signs_and_pauses() -> None:
    some = Script(("各位居民，请注意。", "谢谢大家。"))
    assert some.seconds == pytest.approx(11 / SIGNS_A_SECOND + 2 * PAUSE, abs=1)
    assert Script((*some.lines, *some.lines)).seconds > some.seconds


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("请1-2-301下楼采样", "loudspeaker_door"),
        ("3组2巷5号的来领", "loudspeaker_door"),
        ("请张秀英到东门", "loudspeaker_name"),
        ("请王芳到东门来", "loudspeaker_name"),
        ("有事打13800000001", "group_text_number"),
        ("昨天有一人阳性", "group_text_result"),
        ("隔壁那家在隔离", "group_text_isolated"),
        ("请北院的人先来", "loudspeaker_door"),
        ("有事打0371-67170001，301先下楼", "loudspeaker_door"),
    ],
)
def test_a_whole_compound_hears_no_door_no_name_and_nothing_of_health(
    text: str, problem: str
) -> None:
    with pytest.raises(Problem) as refused:
        check_script("明天采样", text, ("张秀英", "王芳", "高峰"), ("北院",))
    assert refused.value.code == problem


def test_a_word_that_is_somebodys_name_too_may_be_said() -> None:
    check_script("明天采样", "早上高峰时段请错开，找李楼长", ("张秀英", "高峰"))


@pytest.mark.parametrize("number", ["0371-67170001", "0371 67170001", "037167170001"])
def test_whom_to_ring_may_be_said(number: str) -> None:
    check_script("明早核酸", f"1月11日6:30起在楼下采样。有事打社区电话{number}。")


def test_where_it_is_played_is_a_place_and_nobodys_door() -> None:
    assert check_where("  喇叭车： 东门—西门 ") == "喇叭车： 东门—西门"
    for wrong, code in (
        ("", "loudspeaker_where"),
        ("路" * 61, "loudspeaker_where"),
        ("1-2-301门口", "loudspeaker_door"),
    ):
        with pytest.raises(Problem) as refused:
            check_where(wrong)
        assert refused.value.code == code
