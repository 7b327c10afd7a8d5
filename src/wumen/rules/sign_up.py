"""Signing up for the force: what somebody says of herself, by relay, on the page or in a ledger."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wumen.rules.force import ALWAYS, Limit, Skill, Wish, read_born, read_free
from wumen.rules.numbers import typed_number, whole
from wumen.rules.posts import PROFESSIONS
from wumen.rules.problems import Problem
from wumen.rules.telephones import read_telephone

# How long a printed code holds unless it is ended before.
CALL_UP_LASTS = timedelta(days=14)
MOST_LINES = 2000
MOST_PEOPLE = 200
_LONGEST = 40


@dataclass(frozen=True)
class SignUp:
    """What somebody says of herself; `lives` and `wished` are paths of places, `people` is a crew's head count."""

    name: str
    telephone: str
    profession: str = "volunteer"
    comes_from: str = ""
    lives: str = ""
    wished: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    born: int | None = None
    free: int = ALWAYS
    people: int = 1


@dataclass(frozen=True)
class Said:
    """A row of a ledger as it was read: places by their labels yet, 5 or "A"."""

    row: int
    name: str
    telephone: str
    profession: str
    comes_from: str
    lives: int | str | None
    wished: tuple[int | str, ...]
    skills: tuple[str, ...]
    wishes: tuple[str, ...]
    limits: tuple[str, ...]
    born: int | None
    free: int
    people: int


@dataclass(frozen=True)
class Unread:
    """A row that was not taken, and why."""

    row: int
    name: str
    code: str


@dataclass(frozen=True)
class LedgerReading:
    """A ledger of the force: who can be taken, and which rows cannot."""

    people: tuple[Said, ...]
    unread: tuple[Unread, ...]


def check(one: SignUp) -> SignUp:
    """The same, ready to be kept: one sound telephone, a known profession, a head count.

    Problems: `name_empty`, `profession_unknown`, `force_phone_needed`, `phone_length`, `phone_form`,
    `force_people`.
    """
    name = one.name.strip()[:_LONGEST]
    if not name:
        raise Problem("name_empty")
    if one.profession not in PROFESSIONS or one.profession == "operator":
        raise Problem("profession_unknown", profession=one.profession, known=" ".join(PROFESSIONS))
    if not 1 <= one.people <= MOST_PEOPLE:
        raise Problem("force_people")
    return SignUp(
        **{
            **vars(one),
            "name": name,
            "telephone": read_one_phone(one.telephone),
            "comes_from": one.comes_from.strip()[:_LONGEST],
        }
    )


def read_one_phone(text: str) -> str:
    """The one telephone under which somebody is reached; Problems `force_phone_needed`, `phone_length`, …"""
    if not text.strip():
        raise Problem("force_phone_needed")
    reading = read_telephone(text)
    if reading.code:
        raise Problem(reading.code)
    if not reading.value:
        raise Problem("force_phone_needed")
    return reading.value[0]


def read_people(text: str) -> int:
    """A head count; one where nothing is said. Problem `force_people`."""
    said = typed_number(text).removesuffix("人").strip()
    if not said:
        return 1
    many = whole(said, MOST_PEOPLE)
    if not many:
        raise Problem("force_people")
    return many


_SKILL_SIGNS: Mapping[Skill, re.Pattern[str]] = {
    Skill.DRIVES: re.compile("开车|司机|驾照|有车|驾驶"),
    Skill.LIFTS: re.compile("(?<!不能)(?<!不)搬|力气"),
    Skill.CALLS: re.compile("打电话|话务|电话回访"),
    Skill.DIALECT: re.compile("方言|本地话"),
    Skill.MEDICAL: re.compile("医生|护士|护理|医护|急救"),
    Skill.COMPUTER: re.compile("电脑|录入|表格|Excel", re.IGNORECASE),
    Skill.REPAIRS: re.compile("维修|水电|电工|管道"),
    Skill.LISTENS: re.compile("心理|疏导|谈心"),
}
_WISH_SIGNS: Mapping[Wish, re.Pattern[str]] = {
    Wish.NO_NIGHTS: re.compile("不[^，,。；]{0,4}[夜晚]|夜班不|晚上不"),
    Wish.NO_WEEKENDS: re.compile("周末不|不[^，,。；]{0,3}周末"),
}
_LIMIT_SIGNS: Mapping[Limit, re.Pattern[str]] = {
    Limit.NO_LIFTING: re.compile("不能?搬|搬不动"),
    Limit.NO_STAIRS: re.compile("不能?爬楼|爬不动楼|腿脚"),
    Limit.NO_OUTDOORS: re.compile("不能?(?:在)?户外|怕冷"),
    Limit.NO_ISOLATED: re.compile("不(?:能)?(?:到|去)隔离"),
}


def skills_said(text: str) -> tuple[str, ...]:
    """The skills that a text speaks of."""
    return tuple(str(key) for key, sign in _SKILL_SIGNS.items() if sign.search(text))


def wishes_said(text: str) -> tuple[str, ...]:
    """The wishes that a text speaks of."""
    return tuple(str(key) for key, sign in _WISH_SIGNS.items() if sign.search(text))


def limits_said(text: str) -> tuple[str, ...]:
    """The limits that a text speaks of."""
    return tuple(str(key) for key, sign in _LIMIT_SIGNS.items() if sign.search(text))


_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "联系人"),
    "telephone": ("电话", "手机", "联系方式", "联系电话", "手机号"),
    "profession": ("身份", "来源", "类别", "人员类别"),
    "comes_from": ("单位", "工作单位", "所在单位"),
    "lives": ("楼栋", "居住楼栋", "住址", "楼号", "所住楼栋"),
    "wished": ("意向楼栋", "负责楼栋", "可负责楼栋", "认领楼栋", "想负责的楼"),
    "free": ("时间", "可服务时间", "服务时间", "空闲时间"),
    "skills": ("特长", "技能"),
    "born": ("年龄", "出生年", "出生年份"),
    "people": ("人数",),
    "remarks": ("备注", "说明", "要求"),
}
_PROFESSION_SIGNS: tuple[tuple[str, str], ...] = (
    ("物业", "property"),
    ("下沉", "seconded"),
    ("机关", "seconded"),
    ("医", "medic"),
    ("护", "medic"),
    ("警", "police"),
    ("党员", "party_member"),
    ("社区", "community_worker"),
    ("村干部", "community_worker"),
    ("志愿", "volunteer"),
)
_BUILDING = re.compile(r"[0-9]{1,3}|[A-Za-z](?![A-Za-z])")
_SEARCHED = 20


def profession_said(text: str) -> str:
    """The profession that a word means; a volunteer where it means none."""
    return next((key for sign, key in _PROFESSION_SIGNS if sign in text), "volunteer")


def buildings_said(text: str) -> tuple[int | str, ...]:
    """The buildings of a cell, in the order written: 9、11 or 3号楼."""
    found = [
        int(one[0]) if one[0].isdigit() else one[0].upper() for one in _BUILDING.finditer(text)
    ]
    return tuple(dict.fromkeys(found))


def read_ledger(rows: Sequence[Sequence[object]], today: date) -> LedgerReading:
    """The people of a sheet with a header; Problem `force_ledger_empty` where name and telephone have no column."""
    for at, row in enumerate(rows[:_SEARCHED]):
        columns = _columns(row)
        if "name" in columns and "telephone" in columns:
            return _rows(rows[at + 1 : at + 1 + MOST_LINES], columns, at + 2, today)
    raise Problem("force_ledger_empty")


def _columns(row: Sequence[object]) -> dict[str, int]:
    words = {str(cell).strip(): column for column, cell in enumerate(row) if cell is not None}
    return {
        field: words[name]
        for field, names in _COLUMNS.items()
        for name in names[::-1]
        if name in words
    }


def _rows(
    rows: Iterable[Sequence[object]], columns: Mapping[str, int], first: int, today: date
) -> LedgerReading:
    people: list[Said] = []
    unread: list[Unread] = []
    for number, row in enumerate(rows, first):
        cells = {field: _cell(row, column) for field, column in columns.items()}
        if not any(cells.values()):
            continue
        try:
            people.append(_said(number, cells, today))
        except Problem as problem:
            unread.append(Unread(number, cells.get("name", ""), problem.code))
    return LedgerReading(tuple(people), tuple(unread))


def _cell(row: Sequence[object], column: int) -> str:
    value = row[column] if column < len(row) else None
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return "" if value is None else str(value).strip()


def _said(row: int, cells: Mapping[str, str], today: date) -> Said:
    """One row; Problems as `check`."""
    remarks = " ".join(cells.get(key, "") for key in ("skills", "remarks"))
    lives = buildings_said(cells.get("lives", ""))
    sound = check(SignUp(cells["name"], cells["telephone"]))
    return Said(
        row=row,
        name=sound.name,
        telephone=sound.telephone,
        profession=profession_said(cells.get("profession", "")),
        comes_from=cells.get("comes_from", "")[:_LONGEST],
        lives=lives[0] if lives else None,
        wished=buildings_said(cells.get("wished", "")),
        skills=skills_said(remarks),
        wishes=wishes_said(remarks),
        limits=limits_said(remarks),
        born=read_born(cells.get("born", ""), today),
        free=read_free([cells.get("free", "")]),
        people=read_people(cells.get("people", "")),
    )
