"""A list of another office, as a sheet or pasted: its own columns, and of each row who is asked about."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wumen.rules.addresses import plain
from wumen.rules.arrivals import day_near
from wumen.rules.calls import MOST, read_line
from wumen.rules.case_contacts import ContactKind, read_kind
from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.ledger.sheets import Row, cell_text, is_empty, raw_text
from wumen.rules.ledger.words import header_word
from wumen.rules.problems import Problem
from wumen.rules.telephones import read_telephone

# What a column is, by the words of its head. A column of the case stands first: 病例姓名 is nobody to be rung.
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(words))
    for field, words in (
        ("case", "病例|患者|感染者|确诊|阳性|关联密接|指示"),
        ("result", "(?:核查|排查|协查|核实|反馈|落实|处置|管控)(?:结果|情况)"),
        ("checked_at", "(?:核查|排查|协查|核实|反馈|落实)(?:时间|日期)"),
        ("checker", "(?:核查|排查|协查|核实|反馈|填报|责任)人"),
        ("identity", "身份证|证件号|证号"),
        ("phone", "电话|手机|联系方式|号码"),
        ("last", "(?:最后|末次|最近)(?:接触|暴露)|(?:接触|暴露)(?:日期|时间)"),
        ("kind", "类型|类别|性质|密接/次密|密接或次密"),
        ("name", "姓名|名字"),
        ("address", "住址|地址|居住地|现住|房号|住所"),
        ("note", "备注|说明"),
    )
)
# A list without a head: what people paste from a chat.
PASTED = ("姓名", "电话", "说明")
_ROWS_TO_SEARCH = 20
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,12}")
_FILLED_OF_A_PERSON = 2


@dataclass(frozen=True)
class AskedRow:
    """A row as it was sent: its cells, and of whom it speaks. What a row does not say stands empty or None."""

    cells: tuple[str, ...]
    name: str = ""
    telephones: tuple[str, ...] = ()
    identity: str = ""
    address: str = ""
    kind: ContactKind | None = None
    last: date | None = None


@dataclass(frozen=True)
class AskedList:
    """A list as it was sent: the head of its columns, its rows, and lines below the head that name nobody.

    `again`: the whole of it as it can be pasted once more, head first and then what was not read, to be put right.
    """

    header: tuple[str, ...]
    rows: tuple[AskedRow, ...]
    unread: tuple[str, ...]
    again: str = ""


def fields_of(header: Sequence[str]) -> Mapping[str, int]:
    """Which column holds what, the first of each; a column that is none of these is handed back as it came."""
    found: dict[str, int] = {}
    for place, head in enumerate(header):
        word = header_word(head)
        field = next((name for name, words in _WORDS if words.search(word)), "")
        if field:
            found.setdefault(field, place)
    return found


def read_sheet(rows: Sequence[Row], today: date) -> AskedList:
    """The list of a sheet, under its title rows.

    Problems: `inquiry_no_columns` where no head names a telephone, a name or an identity number, `inquiry_empty`,
    `inquiry_long`.
    """
    for place, row in enumerate(rows[:_ROWS_TO_SEARCH]):
        header = tuple("".join(cell_text(cell).split()) for cell in row)
        found = fields_of(header)
        if len(found) >= _FILLED_OF_A_PERSON and not {"name", "phone", "identity"}.isdisjoint(
            found
        ):
            width = max(n for n, head in enumerate(header, 1) if head)
            return _list(header[:width], rows[place + 1 :], today)
    raise Problem("inquiry_no_columns")


def read_pasted(text: str, today: date) -> AskedList:
    """The list of a pasted text: cells of a sheet with their head, or a person a line.

    Problems: `inquiry_empty`, `inquiry_long`.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if any("\t" in line for line in lines):
        try:
            return read_sheet([line.split("\t") for line in lines], today)
        except Problem as problem:
            if problem.code != "inquiry_no_columns":
                raise
    read = [(line, _of_line(line)) for line in lines]
    unread = [line.strip() for line, row in read if row is None]
    again = [*unread, *(line for line, row in read if row)]
    return _checked(PASTED, [row for _, row in read if row], unread, again)


def _of_line(line: str) -> AskedRow | None:
    """Who a line of a chat is about: without a number it is about nobody."""
    found = read_line(line)
    if found is None:
        return None
    name = _NAME.search(found.said)
    said = name[0] if name else ""
    cells = (said, " ".join(found.telephones), found.said.replace(said, "", 1).strip())
    return AskedRow(cells, said, found.telephones)


def _list(header: tuple[str, ...], rows: Sequence[Row], today: date) -> AskedList:
    fields = fields_of(header)
    found: list[AskedRow] = []
    unread: list[str] = []
    lines: list[str] = []
    at_first: list[str] = []
    for row in rows:
        if is_empty(row) or _same(row, header):
            continue
        one = _read_row(row, len(header), fields, today)
        if one is None:
            unread.append(" ".join(raw_text(cell) for cell in row if raw_text(cell)))
            at_first.append(_as_pasted(row))
        else:
            found.append(one)
            lines.append(_as_pasted(row))
    return _checked(header, found, unread, ["\t".join(header), *at_first, *lines])


def _as_pasted(row: Row) -> str:
    """A row of a sheet as it is pasted from one: what is broken into lines within a cell stands in one."""
    return "\t".join(" ".join(raw_text(cell).split()) for cell in row)


def _same(row: Row, header: tuple[str, ...]) -> bool:
    """Whether the head stands again, as on each printed page."""
    return tuple("".join(cell_text(cell).split()) for cell in row)[: len(header)] == header


def _checked(
    header: Sequence[str], rows: Sequence[AskedRow], unread: Sequence[str], again: Sequence[str]
) -> AskedList:
    if not rows:
        raise Problem("inquiry_empty")
    if len(rows) > MOST:
        raise Problem("inquiry_long", most=MOST)
    return AskedList(tuple(header), tuple(rows), tuple(unread), "\n".join(again))


def _read_row(row: Row, width: int, fields: Mapping[str, int], today: date) -> AskedRow | None:
    """Who a row asks about; None for a sum, a signature or a word below the table."""

    def cell(field: str) -> object:
        place = fields.get(field, width)
        return row[place] if place < len(row) else None

    cells = tuple(raw_text(one) for one in row[:width])
    cells += ("",) * (width - len(cells))
    name = plain(raw_text(row[fields["name"]])) if "name" in fields and cell("name") else ""
    telephones = read_telephone(cell("phone")).value
    identity = read_identity_number(cell("identity")).value or ""
    filled = sum(bool(one) for one in cells)
    if not telephones and not identity and not (name and filled >= _FILLED_OF_A_PERSON):
        return None
    if name and not telephones and not identity and _NAME.fullmatch("".join(name.split())) is None:
        return None
    return AskedRow(
        cells,
        "".join(name.split()),
        telephones,
        identity,
        plain(str(cell("address") or "")),
        read_kind(str(cell("kind") or "")),
        _day(cell("last"), today),
    )


def _day(cell: object, today: date) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return day_near(str(cell), today) if cell else None
