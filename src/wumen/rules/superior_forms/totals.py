"""Sums of a form (合计) as a phone's preview shows them: Excel itself counts every formula anew."""

import re
from collections.abc import Mapping

from wumen.rules.superior_forms.form import At, column_letters, read_cell

_REF = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
_SUM = re.compile(rf"SUM\(({_REF}(?::{_REF})?(?:,{_REF}(?::{_REF})?)*)\)", re.IGNORECASE)
_PLUS = re.compile(rf"{_REF}(?:\+{_REF})+", re.IGNORECASE)
_MOST_CELLS = 5000
Number = int | float


def _cells(text: str) -> list[At]:
    """The cells of a list of references and ranges."""
    found: list[At] = []
    for part in re.split(r"[,+]", text):
        first, _, last = part.partition(":")
        (top, left), (bottom, right) = read_cell(first), read_cell(last or first)
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            return []
        found += [
            (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
        ]
    return found


def moved(formula: str, by: At) -> str | None:
    """A formula as it reads in a cell so many rows and columns further on; None for one we do not read."""
    if not (_SUM.fullmatch(formula) or _PLUS.fullmatch(formula)):
        return None

    def shift(found: re.Match[str]) -> str:
        absolute_column, absolute_row = found[0].startswith("$"), "$" in found[0][1:]
        row, column = read_cell(found[0])
        at = (row if absolute_row else row + by[0], column if absolute_column else column + by[1])
        sign_column, sign_row = "$" * absolute_column, "$" * absolute_row
        return f"{sign_column}{column_letters(at[1])}{sign_row}{at[0]}"

    return re.sub(_REF, shift, formula, flags=re.IGNORECASE)


def totals(formulas: Mapping[At, str], numbers: Mapping[At, Number]) -> dict[At, Number]:
    """The values of the sums and additions of one sheet, also of sums over sums; others are left out.

    `numbers` are the cells that hold one; an empty cell counts nothing. A circle has no value.
    """
    parts: dict[At, list[At]] = {}
    for at, formula in formulas.items():
        text = formula.replace(" ", "")
        found = _SUM.fullmatch(text)
        if found or _PLUS.fullmatch(text):
            parts[at] = _cells(found[1] if found else text)
    known: dict[At, Number] = {}
    for _ in range(len(parts)):
        ready = {
            at: sum(known.get(one, numbers.get(one, 0)) for one in cells)
            for at, cells in parts.items()
            if at not in known
            and cells
            and all(one in known or one not in formulas for one in cells)
        }
        if not ready:
            break
        known |= ready
    return known
