"""The city's template for those who were registered elsewhere: which column takes what, guessed and set, and filled."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wumen.rules.app_outages.registering import GAPS, Gap, Person
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.superior_forms.form import (
    CellKind,
    Form,
    FormSheet,
    cell_name,
    column_letters,
)
from wumen.rules.time import local

# A head stands within the first rows of a sheet.
_ROWS_TO_SEARCH = 30
# A row in which fewer columns are known is a title or a remark.
_LEAST_KNOWN = 2

FIELDS: dict[str, Named] = {
    "serial": Named(zh="序号", en="serial number"),
    "name": Named(zh="姓名", en="name"),
    "document_kind": Named(zh="证件类型", en="kind of document"),
    "document": Named(zh="证件号码", en="number of the document"),
    "telephone": Named(zh="联系电话", en="telephone"),
    "tube": Named(zh="采样管编码", en="number of the tube"),
    "place": Named(zh="管内第几个", en="the how-manieth in the tube"),
    "sampled_at": Named(zh="采样时间", en="when sampled"),
    "sampled_on": Named(zh="采样日期", en="day of sampling"),
    "point": Named(zh="采样点", en="sampling point"),
    "desk": Named(zh="登记台", en="desk"),
    "gaps": Named(zh="备注（缺什么）", en="remark: what is missing"),
}
# Without these a row tells the laboratory nobody.
NEEDED = ("name", "document", "tube")

# In the order in which they are tried: 采样管内序号 is no 序号, and 采样点名称 no 姓名.
_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("document_kind", re.compile(r"证件.*(类型|类别|种类)")),
    ("document", re.compile(r"身份证|证件|护照")),
    ("telephone", re.compile(r"电话|手机|联系方式")),
    ("place", re.compile(r"管内|第几|混检.*(序号|位置)|人次")),
    ("tube", re.compile(r"管.*(编|码|号)|条码|条形码|试管|采样管|样本(编|号)")),
    ("desk", re.compile(r"台号|登记台|窗口|采样台")),
    ("sampled_on", re.compile(r"采样日期")),
    ("sampled_at", re.compile(r"采样.*时间|时间")),
    ("point", re.compile(r"采样(点|地点|机构|单位)")),
    ("gaps", re.compile(r"备注|说明")),
    ("name", re.compile(r"姓名|受检人|被采样人")),
    ("serial", re.compile(r"^序号$|^编号$|^No\.?$", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Layout:
    """Where the rows of a template begin, below `head_row` of a sheet, and which column takes what, by its letters."""

    sheet: str
    head_row: int
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Registered:
    """Somebody as a row of the list: who, in which tube, when and where, and what is missing."""

    person: Person
    place: int
    sampled_at: datetime
    point: str
    desk: int | None
    gaps: tuple[Gap, ...]


def _known(words: str) -> str:
    plain = re.sub(r"\s+|[*＊：:（(].*$", "", unicodedata.normalize("NFKC", words))
    return next((key for key, head in _HEADS if head.search(plain)), "") if plain else ""


def _row(sheet: FormSheet, row: int) -> dict[str, str]:
    """The columns of a row whose heads are known; of two with the same meaning the first."""
    found: dict[str, str] = {}
    for column in range(1, sheet.columns + 1):
        block = sheet.block((row, column))
        if block and block[3] > block[1]:
            # Words over several columns are a title.
            continue
        key = _known(sheet.words((row, column)))
        if key and key not in found.values():
            found[column_letters(column)] = key
    return found


def guess(form: Form) -> Layout:
    """The layout that a template's heads tell; Problem `app_template_heads` where no row says 姓名 and the like."""
    best: tuple[int, Layout] | None = None
    for sheet in form.sheets:
        for row in range(1, min(sheet.rows, _ROWS_TO_SEARCH) + 1):
            found = _row(sheet, row)
            if len(found) >= _LEAST_KNOWN and (best is None or len(found) > best[0]):
                best = len(found), Layout(sheet.name, row, found)
    if best is None or "name" not in best[1].columns.values():
        raise Problem("app_template_heads")
    return best[1]


def heads(form: Form, layout: Layout) -> list[tuple[str, str]]:
    """The columns of a template with their letters and words."""
    sheet = form.sheet(layout.sheet)
    return [
        (column_letters(column), sheet.words((layout.head_row, column)))
        for column in range(1, sheet.columns + 1)
        if sheet.words((layout.head_row, column)) or column_letters(column) in layout.columns
    ]


def check_layout(layout: Layout) -> Layout:
    """A layout as an office sets it.

    Problems: `app_template_field`, `app_template_twice`, `app_template_needs` without name, document or tube.
    """
    chosen = [key for key in layout.columns.values() if key]
    if any(key not in FIELDS for key in chosen):
        raise Problem("app_template_field")
    if len(set(chosen)) != len(chosen):
        raise Problem("app_template_twice")
    missing = [FIELDS[key] for key in NEEDED if key not in chosen]
    if missing:
        raise Problem(
            "app_template_needs",
            columns_zh="、".join(one.zh for one in missing),
            columns_en=", ".join(one.en for one in missing),
        )
    return Layout(
        layout.sheet, layout.head_row, {at: key for at, key in layout.columns.items() if key}
    )


def _said(key: str, serial: int, one: Registered) -> str | int | None:
    person, when = one.person, local(one.sampled_at)
    known: dict[str, str | int | None] = {
        "serial": serial,
        "name": person.name,
        "document_kind": "身份证"
        if person.identity_number
        else "其他证件"
        if person.document
        else "",
        "document": person.identity_number or person.document,
        "telephone": person.telephone,
        "tube": person.tube,
        "place": one.place,
        "sampled_at": f"{when:%Y-%m-%d %H:%M}",
        "sampled_on": f"{when:%Y-%m-%d}",
        "point": one.point,
        "desk": one.desk,
        "gaps": "；".join(GAPS[gap].zh for gap in one.gaps),
    }
    return known[key]


def fillings(
    form: Form, layout: Layout, people: Sequence[Registered]
) -> dict[tuple[str, str], str | int]:
    """What goes into which cell: a row each below the heads, what is missing left empty.

    Problem `app_template_changed` where the rows below the heads are not free.
    """
    sheet = form.sheet(layout.sheet)
    made: dict[tuple[str, str], str | int] = {}
    for number, one in enumerate(people, 1):
        row = layout.head_row + number
        for letters, key in layout.columns.items():
            said = _said(key, number, one)
            if said not in (None, ""):
                made[layout.sheet, f"{letters}{row}"] = said
    used = {
        at
        for at, cell in sheet.cells.items()
        if at[0] > layout.head_row and cell.kind is CellKind.FORMULA
    }
    if any((layout.sheet, cell_name(at)) in made for at in used):
        raise Problem("app_template_changed")
    return made
