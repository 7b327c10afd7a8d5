"""What one row below the header is: people, an empty home, or a line to skip."""

import re
from collections.abc import Sequence
from functools import lru_cache

from wumen.rules.ledger.headers import Layout, first_cell, is_header
from wumen.rules.ledger.names import could_be_name
from wumen.rules.ledger.sheets import Cell, Row, Sheet, cell_text, raw_text, says_nothing
from wumen.rules.ledger.words import header_word
from wumen.rules.special_needs.words import kinds_in

_TOTALS = re.compile(
    r"(合计|小计|总计|累计|共计|总人数|总户数|本页)\s*[:：]?.*|共\s*[0-9]+\s*[户人].*"
    r"|.{0,12}(合计|小计|总计|共计)\s*[:：]?[0-9户人,、\s]*"
    r"|(总|常住|实住|本楼|本栋)?(户数|人数|人口|人口数)\s*:?\s*[0-9]*\s*[户人]?"
)
_SUM = re.compile(r"[0-9]{1,5}\s*[户人]")
_SIGNATURES = re.compile(
    r"(审核|审批|填表|填报|制表|经办|登记|统计|负责|复核|核查|录入|签字|签名|盖章)"
    r"(人|单位|日期|时间|员|人签字|人签名)?\s*([:：(_].*)?"
    r"|(说明|注|注意|备注|联系电话|社区|居委会|日期|楼长|网格员|第[0-9]+页)\s*[:：].*"
    r"|第\s*[0-9]+\s*页.*"
    r"|(?!户主|业主|房主)[\u4e00-\u9fff]{0,10}(签字|签名|签章|盖章)\s*(\(.*\))?\s*(:.*)?"
    r"|[\u4e00-\u9fff]{0,6}(书记|主任|领导|组长|楼栋长|单元长|网格长|核对人|包保人|联络员|责任人)"
    r"\s*(\(签[字名章]\))?\s*:.*"
)
_EMPTY_HOME = re.compile(
    r"(已|常年|长期|目前|暂时?|全家|房屋|该户)?"
    r"(空置|空房|空户|空屋|空关|空闲|闲置|空|未住人?|未入住|无人居?住?|没人住?|没住人|无住户|"
    r"未居住|不居住|待租|待售|未售出?|未卖|未装修|未交房|未交付|毛坯|尚未(入住|交房|装修)|"
    r"(出租|租房|已租|已售)?[,、( ]*(未住|未入住|空置|无人)\)?)"
    r"(房|户|中|状态)?"
)
# Every closing line has one of these signs, and every word for an empty home one of those.
_CLOSING_SIGN = re.compile(
    r"[计审批填制经登统负复核录签盖共总本以说注备联社居日楼网第户人书主领组单包责]"
)
_EMPTY_SIGN = re.compile(r"[空闲未无没不待毛]")
_SPLIT_NEEDS = re.compile(r"[、,;/\s]+")
_NO_NEEDS = frozenset(("否", "正常", "健康", "良好", "一般", "无特殊情况", "无特殊需求", "无异常"))
_LONGEST_WORD = 60
_LONGEST_NEED = 6
_OF_SOMEBODY_ELSE = re.compile(r"家[有里中]|其|[父母妻夫子女婆公爷奶孙媳]|照顾|曾|已")
_PERSONAL = ("identity_number", "phone", "relation", "sex", "needs")


class HeaderAgain:
    """Knows the lines of a sheet's header where they stand once more, as on every printed page."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        """Look at the header once for all rows."""
        lines = sheet.rows[max(0, layout.first_row - 1) : layout.last_row]
        self._words = [[header_word(cell) for cell in line] for line in lines]
        self._leads = {word for line in self._words for word in line if word}

    def repeats(self, row: Row) -> bool:
        """Whether the row holds the words of one of the header's lines, or header words alone."""
        lead = _lead(row)
        if not isinstance(lead, str) or len(lead) > _LONGEST_WORD:
            return False
        if header_word(lead) in self._leads:
            said = [header_word(cell) or raw_text(cell) for cell in row]
            if any(_says_the_same(said, line) for line in self._words):
                return True
        return is_header(row)


def _says_the_same(said: Sequence[str], line: Sequence[str]) -> bool:
    """Whether all that a row says stands in a line of the header, each word in its column."""
    places = [at for at, word in enumerate(said) if word]
    return len(places) > 1 and all(at < len(line) and said[at] == line[at] for at in places)


def is_line_to_skip(layout: Layout, row: Row) -> bool:
    """Whether the row is a subtotal or a signature line, and not a person."""
    lead = _lead(row)
    name = first_cell(row, layout.seats[0].columns["name"])
    if not (_is_closing_line(name) or (lead is not name and _is_closing_line(lead))):
        return False
    fields = ("identity_number", "relation")
    cells = (first_cell(row, seat.columns.get(f, ())) for seat in layout.seats for f in fields)
    return all(cell is None or _is_closing_line(cell) or _is_sum(cell) for cell in cells)


def has_personal_fields(layout: Layout, row: Row) -> bool:
    """Whether a row without a name still speaks of somebody."""
    for seat in layout.seats:
        for field in _PERSONAL:
            for column in seat.columns.get(field, ()):
                if column < len(row) and not says_nothing(cell_text(row[column])):
                    return True
        name = first_cell(row, seat.columns["name"])
        if (
            isinstance(name, str)
            and could_be_name(cell_text(name))
            and not empty_state(layout, row)
        ):
            return True
    if not says_nothing(cell_text(layout.cell(row, "state"))):
        return True
    count = layout.cell(row, "count")
    return bool(count) and not says_nothing(cell_text(count))


def empty_state(layout: Layout, row: Row) -> str:
    """The words that call the home empty, as written; '' when none do."""
    cells = layout.cells(row, "state")
    seat = layout.seats[0].columns
    cells += [row[at] for at in seat["name"] if at < len(row)]
    cells += layout.cells(row, "note")
    for field in ("relation", "needs"):
        cells += [row[at] for at in seat.get(field, ()) if at < len(row)]
    for cell in cells:
        text = cell_text(cell)
        if text and says_empty(text):
            return text
    return ""


def says_empty(text: str) -> bool:
    """Whether a text is nothing but a word for an empty home."""
    return bool(_EMPTY_SIGN.search(text)) and bool(_EMPTY_HOME.fullmatch(text))


def needs_in(cell: Cell) -> tuple[str, ...]:
    """The special needs that a cell names, each once."""
    return _needs(cell) if isinstance(cell, str) else _needs(raw_text(cell))


@lru_cache(maxsize=4096)
def needs_in_note(note: str) -> tuple[str, ...]:
    """The special needs that a remark names in a word of its own; a sentence is left a remark."""
    return tuple(
        word
        for word in _needs(note)
        if len(word) <= _LONGEST_NEED and kinds_in(word) and not _OF_SOMEBODY_ELSE.search(word)
    )


@lru_cache(maxsize=4096)
def _needs(cell: str) -> tuple[str, ...]:
    words = dict.fromkeys(_SPLIT_NEEDS.split(cell_text(cell)))
    return tuple(w for w in words if w not in _NO_NEEDS and not says_nothing(w))


def _lead(row: Row) -> Cell:
    """The first cell of the row that holds something."""
    for cell in row:
        if cell is not None and (not isinstance(cell, str) or cell_text(cell)):
            return cell
    return None


def _is_sum(cell: Cell) -> bool:
    return bool(_SUM.fullmatch(cell_text(cell)))


def _is_closing_line(cell: Cell) -> bool:
    if not isinstance(cell, str) or not _CLOSING_SIGN.search(cell):
        return False
    # A clerk writes 合  计 as wide as the column.
    text = "".join(cell_text(cell).split())
    return bool(_TOTALS.fullmatch(text) or _SIGNATURES.fullmatch(text))
