"""An office that makes up ledgers nobody has seen: people, how clerks spell them, and what a careful reader finds."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wumen.rules.addresses import code_of_label
from wumen.rules.identity_numbers import make_check_digit
from wumen.rules.ledger import LedgerReading, Sheet, read_ledger

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国志文海燕晓春梅林云飞鹏雪松辉龙凤琴宇婷浩和同"
MINORITY_NAMES = ("买买提·艾力", "阿依古丽·吐尔逊", "古丽娜尔·阿不都热依木")
NEEDS = ("高龄老人", "残疾人", "孕妇", "透析", "肿瘤放化疗", "重病")
NUMERALS = "零一二三四五六七八九十"
HEADINGS = {
    "address": ("住址", "现住址", "门牌号", "住址（楼-单元-房号）", "房屋地址", "现居住地址"),
    "building": ("楼栋", "楼号", "栋", "楼 号", "楼栋（幢）", "所属楼栋"),
    "unit": ("单元", "单元号", "门栋"),
    "room": ("房号", "户号", "室号", "房间号", "房 号"),
    "name": ("姓名", "姓 名", "居民姓名", "姓名*", "姓名（必填）", "人员姓名"),
    "number": ("身份证号", "证件号码", "身份证\n号码", "身份证号（18位）", "身份证号/护照号"),
    "phone": ("电话", "联系方式", "手机号码", "电话/手机", "联系 电话", "本人联系电话"),
    "relation": ("与户主关系", "关系", "与户主关系（户主/配偶/子女）", "与户主/租户关系"),
    "needs": ("特殊需求", "重点人群", "健康状况/特殊情况", "特殊群体", "需关爱类别"),
}
# Columns of which nothing is taken, some of them about people who do not live here.
BESIDE: dict[str, tuple[Any, ...]] = {
    "民族": ("汉",),
    "年龄": (34, 71),
    "出生日期": ("1980.1.2",),
    "疫苗接种": ("三针", None),
    "户籍地址": ("河南省郑州市中原区建设路5号院3号楼2单元501",),
    "网格员": ("马建国",),
    "网格员电话": ("13700001111",),
    "紧急联系人": ("钱大有",),
    "紧急联系人电话": ("13700003333",),
    "登记时间": ("2022.1.5",),
    "是否租户": ("否",),
    "备注": (None, "长期在外", "有犬一只"),
    "体温": (36.5,),
}


@dataclass(eq=False)
class Somebody:
    """A person as a careful clerk reads her; `left_out`: field, code and raw value of what is damaged."""

    door: tuple[str, str, str]
    name: str
    relation: str
    number: str | None
    phones: tuple[str, ...]
    needs: tuple[str, ...] = ()
    left_out: list[tuple[str, str, str]] = field(default_factory=list)


class Office:
    """Makes homes and spells them; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        """Begin with nobody."""
        self.chance = random.Random(seed)
        self._serial = 0

    def homes(self, buildings: Sequence[int], units: int = 2) -> list[list[Somebody]]:
        """Homes of one to five people whose names differ behind one door."""
        doors = [
            (str(building), str(unit), f"{floor}0{turn}")
            for building in buildings
            for unit in range(1, units + 1)
            for floor in (1, 2, 3)
            for turn in (1, 2)
        ]
        return [self.home(door) for door in doors if self.chance.random() > 0.1]

    def home(self, door: tuple[str, str, str]) -> list[Somebody]:
        """One home, its head first."""
        names = {self._name(): None for _ in range(self.chance.choice((1, 2, 3, 3, 5)))}
        kin = ("配偶", "子", "女", "父", "孙子")
        return [
            self._somebody(door, name, self.chance.choice(kin) if place else "户主")
            for place, name in enumerate(names)
        ]

    def _somebody(self, door: tuple[str, str, str], name: str, relation: str) -> Somebody:
        young = relation in ("子", "女", "孙子")
        self._serial += 1
        year = self.chance.randint(2005, 2020) if young else self.chance.randint(1936, 1999)
        first = f"410198{year}{self.chance.randint(1, 12):02d}15{self._serial % 1000:03d}"
        number = None if young and self.chance.random() < 0.3 else first + make_check_digit(first)
        some = 0 if young else self.chance.choice((0, 1, 1, 1, 2))
        phones = tuple(self._telephone() for _ in range(some))
        needs = tuple(self.chance.sample(NEEDS, self.chance.choice((0, 0, 0, 1, 2))))
        return Somebody(door, name, relation, number, phones, needs)

    def _name(self) -> str:
        if self.chance.random() < 0.03:
            return self.chance.choice(MINORITY_NAMES)
        given = self.chance.choices(GIVEN, k=self.chance.choice((1, 2, 2)))
        return self.chance.choice(SURNAMES) + "".join(given)

    def _telephone(self) -> str:
        if self.chance.random() < 0.08:
            return f"0371-6{self.chance.randrange(10**7):07d}"
        return f"1{self.chance.choice('35789')}{self.chance.randrange(10**9):09d}"

    def heading(self, column: str) -> str:
        """What this office calls a column."""
        return self.chance.choice(HEADINGS.get(column, (column,)))

    def cell(self, column: str, one: Somebody) -> Any:
        """A cell as a clerk fills it in; damage is noted at the person."""
        spell = getattr(self, f"_spell_{column}", None)
        return spell(one) if spell else self.chance.choice(BESIDE[column])

    def _spell_relation(self, one: Somebody) -> str:
        return one.relation

    def _spell_name(self, one: Somebody) -> str:
        name = one.name
        if len(name) == 2 and self.chance.random() < 0.3:
            return name[0] + self.chance.choice(("  ", " ", "\u3000")) + name[1]
        return self.chance.choice((name, name, f" {name}", f"{name}\n"))

    def _spell_number(self, one: Somebody) -> Any:
        number = one.number
        if number is None:
            return self.chance.choice((None, "", "无", "-"))
        luck = self.chance.random()
        if luck < 0.03 and "X" not in number:
            return self._lose(one, "digits_lost", float(number), str(int(float(number))))
        if luck < 0.06:
            end = self.chance.choice([sign for sign in "123456789X" if sign != number[17]])
            return self._lose(one, "check_digit", number[:17] + end)
        if luck < 0.08:
            return self._lose(one, "digits_lost", "4.10198E+17")
        if luck < 0.11 and number[6:8] == "19":
            one.number = number[:6] + number[8:17]
            return self.chance.choice((one.number, int(one.number), float(one.number)))
        parts = f"{number[:6]} {number[6:14]} {number[14:]}"
        ways = (number, number, number.lower(), f" {number}", parts, f"'{number}", _wide(number))
        return self.chance.choice(ways)

    def _lose(self, one: Somebody, code: str, cell: Any, raw: str = "") -> Any:
        one.number = None
        one.left_out.append(("identity_number", code, raw or str(cell)))
        return cell

    def _spell_phone(self, one: Somebody) -> Any:
        if not one.phones:
            return self.chance.choice((None, "", "无", "/"))
        if len(one.phones) > 1:
            return self.chance.choice(("/", "、", "；", "\n", "，")).join(
                map(self._dial, one.phones)
            )
        (phone,) = one.phones
        if self.chance.random() < 0.05 and phone[0] == "1":
            one.phones = ()
            one.left_out.append(("phone", "phone_length", phone[:10]))
            return self.chance.choice((phone[:10], float(phone[:10])))
        if self.chance.random() < 0.2 and phone[0] == "1":
            return float(phone)
        return self._dial(phone)

    def _dial(self, phone: str) -> str:
        bare = phone.replace("-", "")
        if phone[0] == "0":
            return self.chance.choice(
                (phone, bare, f"（0371）{phone[5:]}", phone.replace("-", "—"))
            )
        dashed = f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
        return self.chance.choice((phone, dashed, f"+86{phone}", f"86-{phone}", _wide(phone)))

    def _spell_needs(self, one: Somebody) -> str | None:
        if not one.needs:
            return self.chance.choice((None, "无", "否"))
        return self.chance.choice(("、", ",", " ", ";")).join(one.needs)

    def _spell_building(self, one: Somebody) -> Any:
        label = one.door[0]
        return self.chance.choice((f"{label}号楼", f"{label}#", label, float(label), f"{label}栋"))

    def _spell_unit(self, one: Somebody) -> Any:
        label = one.door[1]
        return self.chance.choice((f"{label}单元", label, float(label)))

    def _spell_room(self, one: Somebody) -> Any:
        label = one.door[2]
        return self.chance.choice((label, float(label), f"{label}室", _wide(label)))

    def _spell_address(self, one: Somebody) -> str:
        building, unit, room = one.door
        dashed = f"{building}-{unit}-{room}"
        return self.chance.choice(
            (
                dashed,
                _wide(dashed),
                dashed.replace("-", " — "),
                dashed.replace("-", "/"),
                f"{building}号楼{unit}单元{room}室",
                f"{building}#{unit}单元{room}",
                f"{building}栋{unit}门{room}",
                f"锦绣城{NUMERALS[int(building)]}号楼{NUMERALS[int(unit)]}单元{room}",
                f"{building}号楼{unit}单元{room[0]}层{int(room[1:])}户",
                f"5号院{dashed}",
            )
        )


def _wide(text: str) -> str:
    return text.translate({48 + digit: 0xFF10 + digit for digit in range(10)})


Places = dict[Somebody, tuple[str, int]]


def gives_back(sheets: Sequence[Sheet], places: Places) -> LedgerReading:
    """Exactly these people behind these doors, and every damaged field with its row; the reading."""
    reading = read_ledger(sheets)
    found = Counter(
        (
            *(code_of_label(label) for label in (one.building, one.unit or "0", one.room)),
            *(one.name, one.identity_number, one.phones, one.needs),
        )
        for one in reading.people
    )
    assert found == Counter(
        (
            *(code_of_label(label) for label in (one.door[0], one.door[1] or "0", one.door[2])),
            *(one.name, one.number, one.phones, one.needs),
        )
        for one in places
    )
    told = Counter((one.sheet, one.row, one.field, one.code, one.raw) for one in reading.problems)
    assert told == Counter((*places[one], *what) for one in places for what in one.left_out)
    return reading
