"""The people of one row: each seat's names, and which number, telephone and word is whose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.ledger.headers import first_cell
from wumen.rules.ledger.names import Named, is_plain_name, read_names, split_cell
from wumen.rules.ledger.rows import needs_in, says_empty
from wumen.rules.ledger.seats import Seat
from wumen.rules.ledger.sheets import Cell, Row, cell_text, raw_text, says, says_nothing
from wumen.rules.telephones import read_telephone

_SEX = {"男": "男", "女": "女", "男性": "男", "女性": "女", "M": "男", "F": "女"}
_HEADS = frozenset(("户主", "业主", "房主", "本人"))
_ID_LENGTHS = (15, 18)


@dataclass(slots=True)
class FieldProblem:
    """A field that cannot be taken, of whom, and why; `name` is '' where it is nobody's."""

    name: str
    field: str
    code: str
    raw: str


@dataclass(slots=True)
class Member:
    """One person of a row, before anyone asks which door and whether she stands there twice."""

    name: str
    identity_number: str | None = None
    phones: tuple[str, ...] = ()
    relation: str | None = None
    sex: str | None = None
    needs: tuple[str, ...] = ()
    note: str = ""
    problems: tuple[FieldProblem, ...] = ()

    def lacks(self, about: str, code: str, raw: str) -> None:
        """Note that a field of hers was left out."""
        self.problems += (FieldProblem(self.name, about, code, raw),)


class SeatReader:
    """Reads the persons that stand in the columns of one seat."""

    __slots__ = ("_identity", "_name", "_needs", "_phone", "_relation", "_said", "_sex")

    def __init__(self, seat: Seat) -> None:
        """Look up the columns once for all rows."""
        columns = seat.columns
        self._name = columns["name"]
        self._identity = columns.get("identity_number", ())
        self._phone = columns.get("phone", ())
        self._relation = columns.get("relation", ())
        self._sex = columns.get("sex", ())
        self._needs = columns.get("needs", ())
        self._said = seat.relation or None

    def read(self, row: Row) -> tuple[list[Member], list[FieldProblem]]:
        """The members, and what could be given to none of them."""
        cell = first_cell(row, self._name)
        if isinstance(cell, str) and is_plain_name(cell) and not says_empty(cell):
            return [self._only(Member(cell), row)], []
        text = cell_text(cell) if isinstance(cell, str) else ""
        named = () if not text or says_empty(text) else read_names(text)
        if named is None:
            return [], [FieldProblem(raw_text(cell), "name", "names_several", raw_text(cell))]
        if not named:
            lost = self._speaks(row)
            return [], [FieldProblem("", "name", "name_missing", text)] if lost else []
        if len(named) == 1:
            return [self._only(_member(named[0]), row)], []
        return self._several(named, row)

    def _speaks(self, row: Row) -> bool:
        """Whether a number or a telephone stands beside a missing name."""
        return any(says(first_cell(row, columns)) for columns in (self._identity, self._phone))

    def _only(self, member: Member, row: Row) -> Member:
        cell = first_cell(row, self._identity)
        if says(cell):
            _take_identity(member, cell)
        for column in self._phone:
            cell = row[column] if column < len(row) else None
            if says(cell):
                _take_phone(member, cell)
        if member.relation is None:
            member.relation = word_in(first_cell(row, self._relation)) or self._said
        if self._sex:
            _take_sex(member, first_cell(row, self._sex))
        for at in self._needs:
            if at < len(row) and row[at] is not None:
                _take_needs(member, row[at])
        return member

    def _several(self, named: Sequence[Named], row: Row) -> tuple[list[Member], list[FieldProblem]]:
        members = [_member(one) for one in named]
        names = "、".join(one.name for one in named)
        unclear: list[FieldProblem] = []
        for about, columns, take in (
            ("identity_number", self._identity, _take_identity),
            ("phone", self._phone, _take_phone),
            ("relation", self._relation, _take_relation),
            ("sex", self._sex, _take_sex),
            ("needs", self._needs, _take_needs),
        ):
            cells = [row[at] for at in columns if at < len(row)]
            for cell in _share(members, [c for c in cells if says(c)], about, take):
                numbers = about in ("identity_number", "phone")
                code = "numbers_unclear" if numbers else "words_unclear"
                unclear.append(FieldProblem(names, about, code, raw_text(cell)))
        for member in members[:1] if self._said in _HEADS else members:
            member.relation = member.relation or self._said
        return members, unclear


def _share(
    members: Sequence[Member],
    cells: Sequence[Cell],
    about: str,
    take: Callable[[Member, Cell], None],
) -> list[Cell]:
    """Give each member her part of the cells; what cannot be shared out comes back."""
    count = len(members)
    if len(cells) == count and all(split_cell(cell, 1) for cell in cells):
        for member, cell in zip(members, cells, strict=True):
            take(member, cell)
        return []
    left: list[Cell] = []
    for cell in cells:
        parts = split_cell(cell, count)
        if parts is None:
            if about == "relation" and cell_text(cell) in _HEADS:
                members[0].relation = members[0].relation or cell_text(cell)
            else:
                left.append(cell)
            continue
        for member, part in zip_longest(members[: len(parts)], parts):
            if not says_nothing(cell_text(part)):
                take(member, part)
    return left


def _member(named: Named) -> Member:
    member = Member(named.name, relation=named.relation or None, sex=named.sex or None)
    member.note = named.note
    for number in named.numbers:
        if len(number) in _ID_LENGTHS and not member.identity_number:
            _take_identity(member, number)
        else:
            _take_phone(member, number)
    return member


def _take_identity(member: Member, cell: Cell) -> None:
    reading = read_identity_number(cell)
    if reading.code:
        several = isinstance(cell, str) and _holds_several_numbers(cell)
        code = "numbers_unclear" if several else reading.code
        member.lacks("identity_number", code, raw_text(cell))
    else:
        member.identity_number = reading.value


def _holds_several_numbers(text: str) -> bool:
    parts = split_cell(text, 2)
    return parts is not None and all(read_identity_number(part).value for part in parts)


def _take_phone(member: Member, cell: Cell) -> None:
    reading = read_telephone(cell)
    if reading.value:
        member.phones = tuple(dict.fromkeys((*member.phones, *reading.value)))
    if reading.code:
        member.lacks("phone", reading.code, raw_text(cell))


def _take_relation(member: Member, cell: Cell) -> None:
    member.relation = member.relation or word_in(cell)


def _take_sex(member: Member, cell: Cell) -> None:
    text = cell if isinstance(cell, str) and cell in _SEX else cell_text(cell)
    member.sex = _SEX.get(text, member.sex)


def _take_needs(member: Member, cell: Cell) -> None:
    found = needs_in(cell)
    member.needs = tuple(dict.fromkeys((*member.needs, *found))) if member.needs else found


def word_in(cell: Cell) -> str | None:
    """What a cell says in a word or more, None when that is nothing."""
    if cell is None:
        return None
    return _known_word(cell) if isinstance(cell, str) else raw_text(cell)


@lru_cache(maxsize=4096)
def _known_word(cell: str) -> str | None:
    text = cell_text(cell)
    return None if says_nothing(text) else text
