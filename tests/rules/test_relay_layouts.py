"""Other ways in which groups write the same: the fields are the same, whatever stands between them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_relay import door, one
from wumen.rules.relay import Kind, read_relay
from wumen.rules.relay.words import is_name

DATA = Path(__file__).parent.parent / "data"
NAMES = sorted(
    {
        person[3]
        for ledger in ("ledger-merged", "ledger-tidy", "ledger-sheets")
        for person in json.loads((DATA / f"{ledger}.truth.json").read_text("utf-8"))["people"]
    }
)
REASONS = ("残疾", "85岁老人", "骨折卧床", "孕晚期", "行动不便", "坐轮椅", "独居老人", "腿脚不便")
GOODS = (
    "鸡蛋30个",
    "大米10斤",
    "胰岛素",
    "降压药",
    "婴儿奶粉2段",
    "尿不湿L号",
    "卫生纸",
    "蔬菜包一份",
)


def test_everybody_in_the_ledgers_bears_a_name_that_is_known_as_one() -> None:
    assert [name for name in NAMES if not is_name(name)] == []


@pytest.mark.parametrize(
    "said",
    [
        *(
            "王金华+3号楼+13812345678+3、4",
            "姓名：王金华 楼号：3号楼 电话：13812345678 可负责：3号楼、4号楼",
        ),
        *(
            "3栋 王金华 138-1234-5678 3栋和4栋",
            "王金华（3号楼）13812345678（3、4）",
            "王金华：3号楼 电话13812345678 3、4号楼",
        ),
        *(
            "13812345678 王金华 3#楼 负责3#、4#",
            "王金华 3/13812345678/3、4",
            "３号楼王金华　１３８１２３４５６７８　３－４号楼",
        ),
    ],
)
def test_a_volunteer_is_the_same_in_every_layout(said: str) -> None:
    entry = one(said, Kind.VOLUNTEERS)
    assert (entry.name, entry.building, entry.phone, entry.buildings) == (
        *("王金华", 3, "13812345678", (3, 4)),
    )


@pytest.mark.parametrize(
    "said",
    [
        *("【1-1905】鸡蛋30个、胰岛素 13812345678", "1单元1905：鸡蛋30个；胰岛素；电话13812345678"),
        *("鸡蛋30个，胰岛素 —— 1单元1905 13812345678", "13812345678 1-1905 需要鸡蛋30个和胰岛素"),
        *(
            "2号楼1单元1905室 我家要鸡蛋30个+胰岛素 13812345678",
            "2-1-1905/鸡蛋30个/胰岛素/13812345678",
        ),
    ],
)
def test_a_need_is_the_same_in_every_layout(said: str) -> None:
    entry = one(said, Kind.NEEDS, 2)
    assert (*door(entry), entry.phone) == (2, 1, "1905", "13812345678")
    assert (entry.items, entry.medicine, entry.name) == (("鸡蛋30个", "胰岛素"), True, None)


def _door(draw: st.DrawFn) -> tuple[str, tuple[int, int, str]]:
    building, unit = draw(st.integers(1, 40)), draw(st.integers(1, 6))
    room = f"{draw(st.integers(1, 33))}0{draw(st.integers(1, 8))}"
    form = draw(
        st.sampled_from(
            ["{}-{}-{}", "{}号楼{}单元{}", "{}号楼{}单元{}室", "{}栋{}单元 {}", "{}－{}－{}"]
        )
    )
    return form.format(building, unit, room), (building, unit, room)


@st.composite
def sampled_at_home(draw: st.DrawFn) -> tuple[str, tuple[object, ...]]:
    """A line of those who need the samplers, and what it says."""
    place, meant = _door(draw)
    name, why, people = (
        draw(st.sampled_from(NAMES)),
        draw(st.sampled_from(REASONS)),
        draw(st.integers(1, 4)),
    )
    form = draw(
        st.sampled_from(
            [
                *("{d} {n} {w} {p}", "{d}{n}{w} {p}", "{n} {d} {w} {p}", "{d} {n}（{w}）{p}"),
                *("{n}，{d}，{w}，{p}", "{d} {w} {n} {p}", "{n}+{d}+{w}+{p}"),
            ]
        )
    )
    return form.format(d=place, n=name, w=why, p=f"{people}人"), (*meant, name, why, people)


@given(sampled_at_home())
def test_whoever_is_written_is_read_in_any_order(made: tuple[str, tuple[object, ...]]) -> None:
    said, meant = made
    entry = one(said, Kind.HOME_SAMPLING)
    assert (*door(entry), entry.name, entry.why, entry.people) == meant


@st.composite
def wished(draw: st.DrawFn) -> tuple[str, tuple[object, ...]]:
    """A line of needs, and what it says."""
    place, meant = _door(draw)
    items = draw(st.lists(st.sampled_from(GOODS), min_size=1, max_size=3, unique=True))
    phone = f"1{draw(st.sampled_from('3578'))}{draw(st.integers(10**8, 10**9 - 1))}"
    form = draw(
        st.sampled_from(
            [
                "{d} {i} {p}",
                "{d} 需要{i}，{p}",
                "{d}：{i} 电话{p}",
                "{p} {d} {i}",
                "{d}，{i}，急！{p}",
            ]
        )
    )
    sign = draw(st.sampled_from(["、", "，", " ", "和", "+"]))
    return form.format(d=place, i=sign.join(items), p=phone), (*meant, tuple(items), phone)


@given(wished())
def test_whatever_is_wished_is_read_thing_by_thing(made: tuple[str, tuple[object, ...]]) -> None:
    said, meant = made
    entry = one(said, Kind.NEEDS)
    assert (*door(entry), entry.items, entry.phone) == meant


@given(
    st.lists(
        st.sampled_from(["3-1-101 36.5", "2-202 36度5", "张三 3-2-301 36.6"]),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["{}. ", "{}、", "{}.", "{}) "]),
)
def test_every_numbered_line_is_one_entry_with_its_number(bodies: list[str], style: str) -> None:
    rows = [style.format(n) + body for n, body in enumerate(bodies, 1)]
    read = read_relay("#接龙\n3号楼体温\n\n" + "\n".join(rows), Kind.TEMPERATURE)
    assert [entry.line for entry in read.entries] == list(range(1, len(bodies) + 1))
    assert all(entry.temperatures and entry.room for entry in read.entries)
