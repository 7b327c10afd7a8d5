"""Repeats of a list, two lists in one paste, and any text at all: nothing lost, nothing invented, no crash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import relay_texts as texts
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind, Part, compare, read_relay


def test_a_later_message_repeats_and_replaces_the_whole_list() -> None:
    first = "#接龙\n3号楼核酸\n\n1. 3-1-101\n2. 3-1-102 2人\n3. 3-1-103\n"
    later = "#接龙\n3号楼核酸\n\n1. 3-1-101\n2. 3-1-102 3人\n3. 3-1-104\n"
    reading = read_relay(f"张三:\n{first}李四:\n{later}", Kind.SAMPLED)
    assert [one.room for one in reading.entries] == ["101", "102", "104"]
    assert reading.replaced
    assert [one.room for one in reading.replaced.added] == ["104"]
    assert [(was.people, now.people) for was, now in reading.replaced.changed] == [(2, 3)]
    assert [one.room for one in reading.replaced.withdrawn] == ["103"]


def test_a_few_entries_told_again_below_a_list_take_nobody_off_it() -> None:
    whole = "".join(f"{n}. 1-1-{100 + n} 鸡蛋{n}斤\n" for n in range(1, 7))
    rule = "-----------\n"
    reading = read_relay(f"{whole}{rule}1. 1-1-103 鸡蛋3斤\n2. 1-1-107 白菜\n", Kind.NEEDS)
    assert {one.room for one in reading.entries} == {f"10{n}" for n in range(1, 8)}
    # Half of it told again is the list once more.
    half = "".join(f"{n}. 1-1-{100 + n} 鸡蛋{n}斤\n" for n in range(1, 4))
    again = read_relay(f"{whole}{rule}{half}", Kind.NEEDS)
    assert [one.room for one in again.entries] == ["101", "102", "103"]


def test_two_groups_in_one_paste_are_both_read() -> None:
    text = "#接龙\n体温\n\n1. 1-1-101 36.5\n#接龙\n体温\n\n1. 2-1-101 36.6\n"
    reading = read_relay(text, Kind.TEMPERATURE)
    assert [one.building for one in reading.entries] == [1, 2]
    assert reading.replaced is None


@given(st.integers(1, 6))
def test_the_same_text_again_changes_nothing(times: int) -> None:
    once = read_relay(texts.SAMPLED, Kind.SAMPLED)
    again = read_relay(texts.SAMPLED * times, Kind.SAMPLED)
    assert [one.text for one in again.entries] == [one.text for one in once.entries]
    difference = compare(once.entries, again.entries)
    assert not (difference.added or difference.changed or difference.withdrawn)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "relay_empty"),
        (" \n\t", "relay_empty"),
        ("1.\x00", "relay_not_text"),
        ("一" * 100_001, "relay_too_long"),
    ],
)
def test_what_is_no_text_is_refused(text: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        read_relay(text, Kind.NEEDS)
    assert refused.value.code == code


_PIECES = st.sampled_from(
    [
        *(
            "#接龙",
            "\n",
            "\n\n",
            "1. ",
            "2、",
            "③",
            "3-2-501",
            "36.5",
            "张三",
            "13800000001",
            "例 ",
            "- - - - - - -",
        ),
        *(
            "收到",
            "wxid_ab:",
            " ",
            "，",
            "2人",
            "胰岛素",
            "取消",
            "从许昌",
            "1月8号",
            "「",
            "」",
            "号楼",
            "🙏",
            "单元",
            "：",
            "0",
        ),
    ]
)
_TEXTS = st.one_of(
    st.text(min_size=1, max_size=300), st.lists(_PIECES, min_size=1, max_size=60).map("".join)
)


@given(_TEXTS, st.sampled_from(Kind))
def test_every_line_stands_in_exactly_one_part_whatever_the_text(text: str, kind: Kind) -> None:
    try:
        reading = read_relay(text, kind)
    except Problem:
        return
    places = [line.at for line in reading.lines]
    assert places == sorted(set(places))
    written = {n for n, row in enumerate(text.splitlines(), 1) if row.strip()}
    assert set(places) <= written
    said = "\n".join(line.text for line in reading.lines if line.part is Part.ENTRY)
    for entry in reading.entries:
        assert entry.text.split("\n")[0] in said
        assert entry.phone is None or entry.phone.replace("-", "")[-4:] in "".join(
            filter(str.isdigit, entry.text)
        )
        assert 0 <= entry.confidence <= 1


@pytest.mark.parametrize("piece", ["好的", "谢谢", "需要", "全家", "36.5 ", "1-1-101 ", "大家好"])
def test_no_text_takes_long_to_read(piece: str) -> None:
    """Reading goes over a text once: one made to be gone over again and again ends too."""
    read_relay("#接龙\n\n1. " + piece * 3000 + "X\n" + piece * 3000 + "X", Kind.NEEDS)
