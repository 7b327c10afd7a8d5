"""A ledger written in any layout from a list of people gives back exactly these people."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from wumen.rules.identity_numbers import make_check_digit
from wumen.rules.ledger import LedgerReading, Sheet, read_ledger

Rows = list[tuple[Any, ...]]
Door = tuple[int, int, int]


@dataclass(frozen=True)
class Somebody:
    """A person of a made-up ledger; '' where the office does not know."""

    name: str
    number: str
    phone: str


Homes = dict[Door, list[Somebody]]

EXAMPLES = 50
ADDRESSES: tuple[Callable[[int, int, int], str], ...] = (
    lambda b, u, r: f"{b}-{u}-{r}",
    lambda b, u, r: f"{b}号楼{u}单元{r}室",
    lambda b, u, r: f"{b}＃{u}单元{r}",
    lambda b, u, r: f"{b}栋{u}门{r}",
    lambda b, u, r: f"锦绣城{b}号楼 {u}单元 {r}",
    lambda b, u, r: f"{b}—{u}—{r}",
    lambda b, u, r: f"{b}/{u}/{r}",
    lambda b, u, r: f"{b}号楼{u}单元{r // 100}层{r}",
    lambda b, u, r: f" {b}\u200b-{u}\xa0-{r} ".translate({48 + n: 0xFF10 + n for n in range(10)}),
)
BETWEEN = ("、", "，", "\n", " / ", "；")


@st.composite
def homes(draw: st.DrawFn) -> Homes:
    """Some households of one to four people whose names differ behind one door."""
    given_names = st.sampled_from("伟芳娜敏静丽强磊洋艳勇军杰涛明超霞平刚桂")
    name = st.builds(
        lambda family, given: family + "".join(given),
        st.sampled_from(("王", "李", "张", "刘", "欧阳", "马")),
        st.lists(given_names, min_size=1, max_size=2),
    )
    doors = draw(
        st.lists(
            st.tuples(st.integers(1, 36), st.integers(1, 4), st.integers(101, 2904)),
            min_size=1,
            max_size=6,
            unique=True,
        )
    )
    found: Homes = {}
    serial = 0
    for door in sorted(doors):
        people = []
        for one in draw(st.lists(name, min_size=1, max_size=4, unique=True)):
            serial += 1
            first17 = f"41019819800101{serial:03d}"
            number = draw(st.sampled_from(("", first17 + make_check_digit(first17))))
            people.append(
                Somebody(one, number, draw(st.sampled_from(("", f"1383712{serial:04d}"))))
            )
        found[door] = people
    return found


@settings(max_examples=EXAMPLES)
@given(homes(), st.sampled_from(ADDRESSES), st.booleans())
def test_one_person_a_row(made: Homes, write: Callable[..., str], blanks: bool) -> None:
    rows: Rows = [("花名册",), (), ("序号", "住 址", "姓名", "身份证\n号码", "电话/手机")]
    for number, (door, people) in enumerate(made.items(), 1):
        for place, one in enumerate(people):
            head = (None, None) if blanks and place else (number, write(*door))
            rows.append((*head, one.name, one.number or None, _float(one.phone)))
    _gives_back(made, read_ledger([Sheet("台账", [*rows, ("合计", None, None)])]))


@settings(max_examples=EXAMPLES)
@given(homes())
def test_merged_households_under_a_header_of_two_rows(made: Homes) -> None:
    rows: Rows = [
        ("楼栋", "门牌", None, "家庭成员", None, None, "备注"),
        (None, "单元", "房号", "姓名", "身份证号码", "手机", None),
    ]
    blocks = [(0, 1, 0, 2), (0, 3, 0, 5), (0, 0, 1, 0)]
    for (building, unit, room), people in made.items():
        top = len(rows)
        for place, one in enumerate(people):
            head = (None, None, None) if place else (f"{building}号楼", float(unit), float(room))
            rows.append((*head, one.name, one.number, one.phone))
        blocks += [(top, column, len(rows) - 1, column) for column in range(3)]
    _gives_back(made, read_ledger([Sheet("台账", rows, blocks)]))


NUMBERED = [("姓名", "身份证号", "电话"), ("姓名{}", "身份证号{}", "电话{}")]
GROUPED = ("成员{}姓名", "成员{}身份证", "家庭成员{}电话")


@settings(max_examples=EXAMPLES)
@given(homes(), st.sampled_from(["numbered", "repeated", "members", "merged", "unmerged"]))
def test_one_household_a_row_with_members_beside_each_other(made: Homes, how: str) -> None:
    header, blocks = _header(how)
    rows: Rows = [*header]
    for door, people in made.items():
        cells = [cell for one in people for cell in (one.name, one.number or None, one.phone)]
        rows.append((ADDRESSES[1](*door), *cells, *[None] * (12 - len(cells)), "备注的话"))
    reading = read_ledger([Sheet("台账", rows, blocks)])
    _gives_back(made, reading)
    assert reading.rows == len(made)


def _header(how: str) -> tuple[Rows, list[tuple[int, int, int, int]]]:
    words: list[str] = []
    for number in range(1, 5):
        if how == "members":
            head = ("户主姓名", "户主身份证号", "户主电话")
            words += head if number == 1 else [word.format(number - 1) for word in GROUPED]
        else:
            words += [word.format(number) for word in NUMBERED[how == "numbered"]]
    if how in ("merged", "unmerged"):
        groups = [cell for who in "一二三四" for cell in (f"成员{who}", None, None)]
        blocks = [(0, at, 0, at + 2) for at in range(1, 13, 3)] + [(0, 0, 1, 0)]
        return [("住址", *groups, "备注"), (None, *words, None)], blocks if how == "merged" else []
    return [("住址", *words, "备注")], []


@settings(max_examples=EXAMPLES)
@given(homes(), st.sampled_from(BETWEEN), st.booleans())
def test_several_people_in_one_cell(made: Homes, between: str, said: bool) -> None:
    rows: Rows = [("楼号", "单元", "房号", "家庭成员", "身份证号", "联系电话")]
    for door, people in made.items():
        names = [one.name + ("(户主)" if said and not at else "") for at, one in enumerate(people)]
        numbers = [one.number or "无" for one in people]
        phones = [one.phone or "无" for one in people]
        rows.append((*map(float, door), *map(between.join, (names, numbers, phones))))
    reading = read_ledger([Sheet("台账", rows)])
    _gives_back(made, reading)
    assert reading.rows == len(made)
    assert {person.relation for person in reading.people} <= ({"户主", None} if said else {None})


@settings(max_examples=EXAMPLES)
@given(homes())
def test_a_sheet_a_building(made: Homes) -> None:
    sheets = []
    for building in sorted({door[0] for door in made}):
        rows: Rows = [
            (f"阳光花苑{building}号楼",),
            ("房号", "户主", "证件号码", "电话1", "家庭成员"),
        ]
        for (number, unit, room), people in made.items():
            if number == building:
                first, *others = people
                names = "、".join(one.name for one in others) or None
                rows.append((f"{unit}-{room}", first.name, first.number, first.phone, names))
        sheets.append(Sheet(f"Sheet{building}", rows))
    heads_only = {
        door: [people[0], *(Somebody(one.name, "", "") for one in people[1:])]
        for door, people in made.items()
    }
    _gives_back(heads_only, read_ledger(sheets))


@settings(max_examples=EXAMPLES)
@given(homes(), st.booleans())
def test_a_village_by_groups_and_lanes(made: Homes, columns: bool) -> None:
    rows: Rows = [("村民组", "胡同", "门牌号", "姓名") if columns else ("家庭住址", "姓名")]
    for (group, lane, room), people in made.items():
        cells = (f"第{group}村民组", f"{'东西南北'[lane - 1]}胡同", f"{room}号")
        for one in people:
            rows.append((*cells, one.name) if columns else ("李庄村" + " ".join(cells), one.name))
    reading = read_ledger([Sheet("台账", rows)])
    found = Counter((p.kind, p.building, p.unit, p.room, p.name) for p in reading.people)
    assert found == Counter(
        ("group", str(group), f"{'东西南北'[lane - 1]}胡同", str(room), one.name)
        for (group, lane, room), people in made.items()
        for one in people
    )


def _float(phone: str) -> float | None:
    """A telephone as Excel keeps it."""
    return float(phone) if phone else None


def _gives_back(made: Homes, reading: LedgerReading) -> None:
    """Exactly these people behind these doors, and nothing to complain of."""
    found = Counter(
        (p.building, p.unit, p.room, p.name, p.identity_number, p.phones) for p in reading.people
    )
    assert found == Counter(
        (*map(str, door), one.name, one.number or None, (one.phone,) if one.phone else ())
        for door, people in made.items()
        for one in people
    )
    assert not reading.problems
    assert len(reading.households) == len(made)
