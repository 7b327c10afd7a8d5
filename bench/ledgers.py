"""A ledger of any length to measure on: invented people, the same for the same seed."""

import random
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from wumen.rules.identity_numbers import make_check_digit

PEOPLE_A_DOOR, DOORS_A_FLOOR, FLOORS, UNITS = 3, 4, 16, 2
PEOPLE_A_BUILDING = PEOPLE_A_DOOR * DOORS_A_FLOOR * FLOORS * UNITS
_ROWS_A_SHEET = 50_000
_HEADER = ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号", "联系电话", "备注")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国志文海燕晓春梅林云飞鹏雪松辉龙凤琴宇婷浩"


def _people(rows: int, seed: int) -> Iterator[tuple[str, ...]]:
    """Row by row: a door of three after the other, building after building."""
    chance = random.Random(seed)
    for number in range(rows):
        building, inside = divmod(number, PEOPLE_A_BUILDING)
        door, turn = divmod(inside, PEOPLE_A_DOOR)
        unit, floor = door % UNITS + 1, door // UNITS // DOORS_A_FLOOR + 1
        room = f"{floor}{door // UNITS % DOORS_A_FLOOR + 1:02d}"
        given = "".join(chance.choices(_GIVEN, k=2))
        # District, day of birth and turn make a million different numbers.
        day = number // 900
        born = f"{1940 + day // 336}{day // 28 % 12 + 1:02d}{day % 28 + 1:02d}"
        first = f"410198{born}{number % 900 + 1:03d}"
        yield (
            f"{building + 1}号楼",
            str(unit),
            room,
            chance.choice(_SURNAMES) + given,
            ("户主", "配偶", "子女")[turn],
            first + make_check_digit(first),
            f"13{chance.randrange(10**9):09d}",
            "",
        )


def write_ledger(path: Path, rows: int, seed: int) -> None:
    """Write an .xlsx of so many people, sheets of fifty thousand rows below a header."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, line = None, 0
        for number, row in enumerate(_people(rows, seed)):
            if number % _ROWS_A_SHEET == 0:
                sheet, line = book.add_worksheet(f"第{number // _ROWS_A_SHEET + 1}册"), 1
                for column, word in enumerate(_HEADER):
                    sheet.write_string(0, column, word)
            for column, text in enumerate(row):
                if text and sheet:
                    sheet.write_string(line, column, text)
            line += 1
