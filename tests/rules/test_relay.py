"""Relay texts, sentence by sentence: lines, numbers, rooms, people, temperatures, things, who and when."""

import pytest

from tests.rules import relay_texts as texts
from wumen.rules.relay import Entry, Kind, Part, read_relay


def entries(text: str, kind: Kind, building: int | None = None) -> dict[int, Entry]:
    """The entries of a text by their numbers."""
    return {entry.line: entry for entry in read_relay(text, kind, building).entries}


def one(body: str, kind: Kind, building: int | None = None) -> Entry:
    """The only entry of a list."""
    (entry,) = read_relay(f"#接龙\n\n1. {body}", kind, building).entries
    return entry


def door(entry: Entry) -> tuple[object, object, object]:
    return entry.building, entry.unit, entry.room


def test_head_notes_and_examples_are_no_entries() -> None:
    reading = read_relay(texts.SAMPLED, Kind.SAMPLED)
    assert [line.part for line in reading.lines][:3] == [Part.HEAD, Part.NOTE, Part.EXAMPLE]
    assert reading.title.startswith("锦绣城社区3号楼")
    assert len(reading.entries) == 6


@pytest.mark.parametrize("head", ["#接龙", "#接龍", "#Group Note", "＃接龙", "# 接龙"])
def test_every_client_begins_its_lists_with_a_line_of_its_own(head: str) -> None:
    assert len(read_relay(f"{head}\n核酸\n\n1. 1-1-101\n", Kind.SAMPLED).entries) == 1


@pytest.mark.parametrize(
    "example", ["例 1-1-101 2人", "例：1-1-101", "例如1-1-101 2人", "示例 1-1-101", "1. 例 1-1-101"]
)
def test_an_example_is_never_read_as_somebody(example: str) -> None:
    reading = read_relay(f"#接龙\n核酸\n{example}\n\n1. 1-1-102\n", Kind.SAMPLED)
    assert [entry.room for entry in reading.entries] == ["102"]


@pytest.mark.parametrize(
    "number", ["1. ", "1.", "1、", "1)", "1） ", "① ", "①", "（1）", "1️⃣ ", "１．"]
)
def test_every_style_of_number_begins_an_entry(number: str) -> None:
    (entry,) = read_relay(f"#接龙\n核酸\n\n{number}3-2-501 2人", Kind.SAMPLED).entries
    assert (entry.line, *door(entry), entry.people) == (1, 3, 2, "501", 2)


def test_a_number_may_touch_a_room_and_a_building() -> None:
    read = entries("#接龙\n\n1.1303 鸡蛋30个\n2.802 大米\n3.23号楼1单元903 盐\n", Kind.NEEDS)
    assert [one.room for one in read.values()] == ["1303", "802", "903"]


def test_a_temperature_on_a_line_of_its_own_is_no_numbered_entry() -> None:
    reading = read_relay("#接龙\n\n1. 1-1-101\n36.5\n2. 1-1-102 36.6\n", Kind.TEMPERATURE)
    assert [one.temperatures for one in reading.entries] == [(36.5,), (36.6,)]


def test_courtesies_and_empty_numbers_are_kept_aside_and_ask_nobody() -> None:
    reading = read_relay("#接龙\n\n1. 1-1-101\n收到\n辛苦了🙏\n谢谢志愿者！\n2.\n", Kind.SAMPLED)
    assert [line.text for line in reading.aside] == ["收到", "辛苦了🙏", "谢谢志愿者！", "2."]
    assert not reading.unread


def test_what_is_no_part_of_an_entry_is_kept_for_a_person_with_its_line() -> None:
    reading = read_relay("#接龙\n\n1. 1-1-101\n下午三点小区停水\n", Kind.SAMPLED)
    assert [(line.at, line.text) for line in reading.unread] == [(4, "下午三点小区停水")]
    assert reading.entries[0].text == "1. 1-1-101"


def test_a_text_without_head_and_entries_is_kept_for_a_person_whole() -> None:
    reading = read_relay("今天天气不错\n明天呢", Kind.SAMPLED)
    assert [line.at for line in reading.unread] == [1, 2]


def test_an_entry_goes_on_over_several_lines() -> None:
    entry = entries(texts.ARRIVALS, Kind.ARRIVALS)[1]
    assert (entry.name, *door(entry)) == ("赵六", 9, 3, "402")
    assert (entry.phone, entry.origin) == ("13800000004", "许昌禹州")
    assert (entry.when, entry.transport) == ("1月8号", "高铁G1234")
    assert entry.text.count("\n") == 3


def test_chat_lines_and_rules_of_quotes_are_no_entries() -> None:
    parts = [line.part for line in read_relay(texts.ARRIVALS, Kind.ARRIVALS).lines]
    assert (parts[0], parts[-1]) == (Part.CHAT, Part.QUOTE)


def test_a_quoted_list_counts_for_nothing() -> None:
    text = "「李楼长：#接龙\n核酸\n1. 1-1-101」\n- - - - - - - - - - -\n#接龙\n核酸\n\n1. 1-1-102\n"
    assert [one.room for one in read_relay(text, Kind.SAMPLED).entries] == ["102"]


def test_messages_without_a_number_are_read_behind_the_name_of_who_wrote_them() -> None:
    reading = read_relay(texts.PRESENT, Kind.PRESENT)
    assert [one.room for one in reading.entries] == ["301", "302", "304"]
    assert [line.text for line in reading.unread] == ["2-303 在家平安", "你们早上吃什么？"]


def test_a_group_that_numbers_nothing_is_read_line_by_line() -> None:
    text = "3号楼体温\n2-301 36.5\n2-302 36.6\n"
    read = read_relay(text, Kind.TEMPERATURE).entries
    assert [(one.line, *door(one)) for one in read] == [(2, 3, 2, "301"), (3, 3, 2, "302")]


@pytest.mark.parametrize(("written", "meant"), texts.VERBATIM.items())
def test_rooms_are_read_as_real_buildings_write_them(written: str, meant: tuple[str, int]) -> None:
    entry = one(written, Kind.SAMPLED, 3)
    assert (*door(entry), entry.people) == (3, None, *meant)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "3-1-903",
            "3号楼1单元903",
            "3号楼1单元903室",
            "3栋1单元 903",
            "3#1单元903",
            "3#楼1单元903",
        ),
        *(
            "三号楼一单元903",
            "３－１－９０３",
            "3–1–903",
            "3/1/903",
            "3.1.903",
            "3号1单元903",
            "第3栋第1单元903室",
        ),
        *("3号楼 1单元 9层903", "3-1单元903", "3_1_903", "3 1 903"),
    ],
)
def test_a_door_is_the_same_however_it_is_written(written: str) -> None:
    assert door(one(f"{written} 2人", Kind.SAMPLED)) == (3, 1, "903")
    assert door(one(f"张三 {written}", Kind.SAMPLED)) == (3, 1, "903")


def test_the_head_says_what_an_entry_leaves_out() -> None:
    read = entries(texts.SAMPLED, Kind.SAMPLED)
    assert door(read[5]) == (3, 1, "1503")
    assert door(read[6]) == (3, 2, "604")


def test_a_head_with_several_buildings_says_none() -> None:
    read = read_relay("#接龙\n3号楼、4号楼核酸\n\n1. 2-604\n", Kind.SAMPLED)
    assert (read.building, *door(read.entries[0])) == (None, None, 2, "604")


@pytest.mark.parametrize(
    ("said", "people"),
    [("2人", 2), ("两口", 2), ("三口人", 3), ("一家4口", 4), ("2大1小", 3), ("5个人", 5)],
)
def test_people_are_counted_as_they_are_said(said: str, people: int) -> None:
    assert one(f"3-1-903 {said}", Kind.SAMPLED).people == people


def test_quantities_years_and_telephones_are_no_rooms() -> None:
    assert one("牛奶250ml 6盒 13800000001", Kind.NEEDS).room is None
    assert one("2022年的日历", Kind.NEEDS).room is None


@pytest.mark.parametrize(
    ("said", "celsius"),
    [
        ("全家38", (38.0,)),
        ("体温39", (39.0,)),
        ("爷爷38了", (38.0,)),
        ("张三38 李四39", (38.0, 39.0)),
        ("都40，不舒服", (40.0,)),
        ("38岁 36.5", (36.5,)),
        ("全家36", ()),
        ("张三 38岁", ()),
        ("38 岁", ()),
        ("38人", ()),
        ("正常 38号楼", ()),
        ("1月38", ()),
    ],
)
def test_whole_degrees_of_a_fever_are_read_and_what_may_be_something_else_is_not(
    said: str, celsius: tuple[float, ...]
) -> None:
    assert one(f"1-1-101 {said}", Kind.TEMPERATURE).temperatures == celsius


def test_temperatures_are_read_in_every_form() -> None:
    read = entries(texts.TEMPERATURES, Kind.TEMPERATURE)
    assert [read[n].temperatures for n in range(1, 9)] == [
        *((36.4,), (36.2, 36.5, 36.7), (36.5,), (37.4,), (), (36.6, 36.7), (), (36.5,))
    ]
    assert read[2].people == 3
    assert read[1].name == "李娜"
    assert {read[n].room for n in read} == {"202", "203", "301", "302", "303", "401", "402", "403"}


def test_a_fever_or_a_complaint_is_urgent_and_looked_at_first() -> None:
    read = entries(texts.TEMPERATURES, Kind.TEMPERATURE)
    assert (read[4].priority, read[4].why) == ("urgent", "有点咳嗽")
    assert read[4].confidence < 0.8
    assert one("1-1-101 不发烧 不咳嗽 36.5", Kind.TEMPERATURE).priority == "normal"


def test_who_writes_no_number_is_not_given_one() -> None:
    read = entries(texts.TEMPERATURES, Kind.TEMPERATURE)
    assert (read[5].temperatures, read[5].why) == ((), "老人没体温计")
    assert read[7].temperatures == ()


def test_what_cannot_be_a_temperature_is_none() -> None:
    assert one("1-1-101 46.5", Kind.TEMPERATURE).temperatures == ()


def test_things_keep_their_quantities_and_what_is_not_wanted_is_no_thing() -> None:
    read = entries(texts.VEGETABLES, Kind.NEEDS)
    assert [read[n].items for n in range(1, 8)] == [
        ("A1", "B1"),
        ("A两份",),
        ("B*2",),
        ("A×1",),
        (),
        ("火龙果4个(2桔)",),
        ("E", "烤🐔"),
    ]
    assert (read[1].name, read[4].name, read[4].phone) == ("张", "王", "13800000003")
    assert read[3].why == "不要香菜"


def test_a_withdrawn_wish_is_no_wish() -> None:
    entry = entries(texts.VEGETABLES, Kind.NEEDS)[5]
    assert (entry.cancelled, entry.items, entry.why) == (True, (), "取消")


def test_medicines_come_with_the_days_that_are_left() -> None:
    read = entries(texts.MEDICINES, Kind.NEEDS)
    assert [(read[n].items[0], read[n].days_left, read[n].medicine) for n in (1, 2)] == [
        ("胰岛素(门冬)", 2, True),
        ("硝苯地平缓释片 20mg", 5, True),
    ]
    assert read[3].items == ("透析 周二四六 市中心医院", "出行证明")
    assert {entry.priority for entry in read.values()} == {"urgent"}


@pytest.mark.parametrize(
    "thing", ["胰岛素", "降压药", "二甲双胍", "速效救心丸", "透析", "布洛芬", "孕36周产检"]
)
def test_what_cannot_wait_is_urgent_without_the_word(thing: str) -> None:
    assert one(f"1-1-101 {thing}", Kind.NEEDS).priority == "urgent"


@pytest.mark.parametrize(
    "thing", ["鸡蛋30个", "大米10斤", "尿不湿L号", "药皂", "山药2根", "薯片", "鱼丸子"]
)
def test_the_word_alone_makes_nothing_urgent(thing: str) -> None:
    entry = one(f"1-1-101 {thing} 急！！", Kind.NEEDS)
    assert (entry.priority, entry.urgent) == ("normal", True)
    assert one(f"1-1-101 {thing} 不急", Kind.NEEDS).urgent is False


@pytest.mark.parametrize(
    "danger", ["胸痛", "老人喘不上气", "晕倒了", "要生了", "煤气中毒", "叫不醒"]
)
def test_danger_to_life_comes_before_everything(danger: str) -> None:
    assert one(f"1-1-101 {danger}", Kind.NEEDS).priority == "life"


def test_a_room_is_no_emergency_number_and_an_old_illness_no_danger() -> None:
    assert one("1-2-1201 盐", Kind.NEEDS).priority == "normal"
    assert one("1-2-201 张三 脑梗后遗症", Kind.HOME_SAMPLING).priority == "normal"


def test_haste_without_a_thing_is_urgent_for_nobody_knows_what_it_is() -> None:
    assert one("1-1-101 急！！", Kind.NEEDS).priority == "urgent"


def test_volunteers_say_when_they_come() -> None:
    read = entries(texts.VOLUNTEERS, Kind.VOLUNTEERS)
    assert [(one.name, one.phone, one.shifts) for one in read.values()] == [
        ("刘洋", None, ("早班",)),
        ("陈", "13800000002", ("晚",)),
        ("王", None, ("早晚都行",)),
    ]


@pytest.mark.parametrize(
    ("said", "buildings"),
    [
        ("张三 3号楼 13800000001 9、11", (9, 11)),
        ("张三 3号楼 13800000001 16/19号楼", (16, 19)),
        ("张三 3号楼 13800000001", (3,)),
        ("张三 3号楼 13800000001 1-4号楼", (1, 2, 3, 4)),
        ("3号楼张三 可负责5、6栋 13800000001", (5, 6)),
        ("张三13800000001 3-1-101 可负责5", (5,)),
        ("张三 13800000001 早班7:00-12:00", ()),
    ],
)
def test_the_buildings_that_a_volunteer_takes(said: str, buildings: tuple[int, ...]) -> None:
    entry = one(said, Kind.VOLUNTEERS)
    assert (entry.name, entry.phone, entry.buildings) == ("张三", "13800000001", buildings)


@pytest.mark.parametrize(
    ("said", "name", "why", "people"),
    [
        ("14-3-1101钱文坐轮椅 2人", "钱文", "坐轮椅", 2),
        ("27-4-301薛菊敏行动不便", "薛菊敏", "行动不便", 1),
        ("7号楼1单元703 陆宇然（残疾）", "陆宇然", "残疾", 1),
        ("叶浩凤 34-1-101 85岁老人", "叶浩凤", "85岁老人", 1),
        ("5-1-902 需要上门核酸 王金华 帕金森", "王金华", "帕金森", 1),
        ("5-1-902 老人瘫痪在床", None, "老人瘫痪在床", 1),
    ],
)
def test_who_needs_the_samplers_at_home_and_why(
    said: str, name: str | None, why: str, people: int
) -> None:
    entry = one(said, Kind.HOME_SAMPLING)
    assert (entry.name, entry.why, entry.people) == (name, why, people)


def test_who_is_away_with_how_many_why_and_until_when() -> None:
    read = entries(texts.ABSENT, Kind.ABSENT)
    assert [(one.room, one.people, one.why, one.when) for one in read.values()] == [
        ("1301", 2, "在老家", None),
        ("905", 2, "外地", None),
        ("2607", 2, None, None),
        ("2602", 2, "无人", None),
        ("502", None, "全家回许昌", "15号"),
    ]


def test_a_town_is_where_somebody_comes_from_and_not_her_name() -> None:
    entry = entries(texts.ARRIVALS, Kind.ARRIVALS)[2]
    assert (entry.name, entry.origin, entry.when) == ("钱七", "洛阳", "1.7")
    entry = one("许昌 9-3-404 1.8", Kind.ARRIVALS)
    assert (entry.name, entry.origin) == (None, "许昌")
