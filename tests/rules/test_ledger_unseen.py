"""Ledgers of the known kinds that nobody has seen: other words, orders, titles, tabs and spellings are read as well."""

from typing import Any

import pytest

from tests.rules.ledger_office import BESIDE, NUMERALS, Office, Places, Somebody, gives_back
from wumen.rules.ledger import Sheet

Rows = list[list[Any]]
SEEDS = range(12)
TITLES = (
    "锦绣城小区居民信息登记表",
    "填表单位：居委会  填表日期：2022年1月8日",
    "（本表一式两份）",
)
CLOSINGS = ("合计", "填表人：张红    审核人：李军", "联系电话：67990000", "共12户")


def fill(office: Office, columns: list[str], one: Somebody, blank: bool) -> list[Any]:
    """The row of a person; `blank`: her door stands on the row of the head."""
    door = ("address", "building", "unit", "room")
    return [None if blank and name in door else office.cell(name, one) for name in columns]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("door", [["address"], ["building", "unit", "room"]])
def test_a_row_a_person_in_any_order_with_columns_of_no_use(seed: int, door: list[str]) -> None:
    office = Office(seed)
    columns = [*door, "name", "number", "phone", "relation", "needs"]
    columns += office.chance.sample(list(BESIDE), 5)
    office.chance.shuffle(columns)
    head = [office.heading(name) for name in columns]
    rows: Rows = [[title] for title in TITLES[: seed % 4]] + [head]
    places: Places = {}
    blank = bool(seed % 2)
    for number, home in enumerate(office.homes((1, 2, 3))):
        if number % 7 == 6:
            rows += [["小计"], list(head)]
        for place, one in enumerate(home):
            rows.append(fill(office, columns, one, blank and place > 0))
            places[one] = ("台账", len(rows))
    gives_back([Sheet("台账", [*rows, *([line] for line in CLOSINGS)])], places)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_household_goes_on_below_the_header_of_a_new_page(seed: int) -> None:
    office = Office(seed)
    people = ["name", "relation", "number", "phone"]
    office.chance.shuffle(people)
    columns = ["address", *people, "needs"]
    words = [office.heading(name) for name in columns]
    group = [words[0], "家庭成员", None, None, None, words[-1]]
    head = [group, [None, *words[1:-1], None]]
    rows: Rows = [["封控楼栋住户登记表"], *head]
    blocks = [(1, 1, 1, 4), (1, 0, 2, 0), (1, 5, 2, 5)] if seed % 2 else []
    places: Places = {}
    for home in office.homes((1,)):
        cut = len(home) > 2 and office.chance.random() < 0.3
        for place, one in enumerate(home):
            if cut and place == len(home) - 1:
                rows += [list(line) for line in head]
            elif place and blocks:
                blocks.append((len(rows) - 1, 0, len(rows), 0)) if place == 1 else None
                blocks[-1] = (blocks[-1][0], 0, len(rows), 0)
            rows.append(fill(office, columns, one, place > 0))
            places[one] = ("Sheet1", len(rows))
    gives_back([Sheet("Sheet1", rows, blocks)], places)


TABS = ("{}号楼", "{}#", "{}栋", "{}", "锦绣城{}号楼", "0{}号楼", "{}号楼(已核)", "numeral")


@pytest.mark.parametrize("tab", TABS)
def test_a_sheet_a_building_is_named_by_its_tab(tab: str) -> None:
    office = Office(len(tab))
    homes = office.homes((1, 2, 3))
    sheets = [
        Sheet("说明", [["填表说明"], ["1. 每户一行"], ["联系人", "王芳", "电话", "13800000000"]]),
        Sheet("汇总", [["楼栋", "户数", "人数", "楼栋长"], ["1号楼", 12, 30, "王强"]]),
    ]
    places: Places = {}
    for building in (1, 2, 3):
        name = f"{NUMERALS[building]}号楼" if tab == "numeral" else tab.format(building)
        rows: Rows = [["房号", "姓 名", "身份证\n号码", "电话/手机", "关系", "特殊情况"]]
        for one in (one for home in homes for one in home if one.door[0] == str(building)):
            door = office.chance.choice(
                (f"{one.door[1]}-{one.door[2]}", "{1}单元{2}室".format(*one.door))
            )
            cells = ("name", "number", "phone", "relation", "needs")
            rows.append([door, *(office.cell(cell, one) for cell in cells)])
            places[one] = (name, len(rows))
        sheets.append(Sheet(name, [*rows, ["共9户"]]))
    reading = gives_back(sheets, places)
    # What is no ledger is named, so that nobody in it is passed over unseen.
    assert [(one.sheet, one.code) for one in reading.to_check] == [
        ("说明", "header_not_found"),
        ("汇总", "header_not_found"),
    ]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "words", ["{0}{1}", "{0}({1})", "成员{1}{0}", "家庭成员{1}-{0}", "{0}_{1}"]
)
def test_a_row_a_household_with_its_members_beside_each_other(seed: int, words: str) -> None:
    office = Office(seed)
    fields = {"name": "姓名", "relation": "关系", "number": "身份证号", "phone": "联系电话"}
    head = [office.heading("address"), "家庭人口"]
    head += [words.format(word, number) for number in range(1, 6) for word in fields.values()]
    rows: Rows = [head]
    places: Places = {}
    for home in office.homes((1, 2)):
        row: list[Any] = [office.cell("address", home[0]), len(home)]
        for one in home:
            one.needs = ()
            row += [office.cell(name, one) for name in fields]
            places[one] = ("S", len(rows) + 1)
        rows.append(row)
    gives_back([Sheet("S", [*rows, ["合计"]])], places)


KIN = ("{0}（{1}）", "{1}：{0}", "{1}:{0}", "{0}")
BETWEEN = ("、", "，", "\n", "；")


@pytest.mark.parametrize("kin", KIN)
@pytest.mark.parametrize("between", BETWEEN)
def test_a_row_a_household_with_its_people_in_one_cell(kin: str, between: str) -> None:
    office = Office(len(kin) + ord(between))
    rows: Rows = [["楼号", "单元", "房号", "家庭成员", "身份证号", "联系电话"]]
    places: Places = {}
    for home in office.homes((1, 2)):
        for one in home:
            one.needs, one.phones = (), one.phones[:1]
            places[one] = ("S", len(rows) + 1)
        names = between.join(kin.format(one.name, one.relation) for one in home)
        numbers = between.join(one.number or "无" for one in home)
        phones = between.join(one.phones[0] if one.phones else "无" for one in home)
        rows.append([*home[0].door, names, numbers, phones])
    gives_back([Sheet("S", rows)], places)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_village_by_lines_above_its_groups(seed: int) -> None:
    office = Office(seed)
    rows: Rows = [
        ["后河卢村村民花名册"],
        ["门牌号", "村民姓名", "称谓", "身份证号", "电话", "备注"],
    ]
    places: Places = {}
    for group in (1, 2, 3, 4):
        numeral = NUMERALS[group]
        rows.append([office.chance.choice((f"第{numeral}村民小组", f"{group}组", f"{numeral}组"))])
        for number in range(1, 6):
            for place, one in enumerate(office.home((str(group), "", str(number)))):
                one.needs = ()
                door = office.chance.choice((f"{number}号", str(number), float(number)))
                cells = ("name", "relation", "number", "phone", "备注")
                rows.append([None if place else door, *(office.cell(cell, one) for cell in cells)])
                places[one] = ("S", len(rows))
    gives_back([Sheet("S", rows)], places)
