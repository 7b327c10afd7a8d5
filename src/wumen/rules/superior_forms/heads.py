"""The words that stand for a cell: those to its left, and those above it, two rows of heads too."""

from wumen.rules.superior_forms.form import At, CellKind, FormSheet

# A block over nearly the whole sheet is a title, not a head of what is below it.
_TITLE_PART = 0.8


def row_heads(sheet: FormSheet, at: At) -> tuple[str, ...]:
    """The words to the left of a cell, the nearest first, each block once."""
    row, column = at
    found = [
        words
        for left in range(column - 1, 0, -1)
        if (words := sheet.words((row, left))) and not _is_title(sheet, (row, left))
    ]
    return tuple(dict.fromkeys(found))


def column_heads(sheet: FormSheet, at: At) -> tuple[str, ...]:
    """The heads above a cell, the outermost first: words that stand on each other without a gap."""
    row, column = at
    above = row - 1
    while above and not sheet.words((above, column)):
        if sheet.kind((above, column)) is CellKind.FORMULA:
            # A total closes its table: what stands below it belongs to other heads.
            return ()
        above -= 1
    found: list[str] = []
    while above and (words := sheet.words((above, column))):
        if _is_title(sheet, (above, column)):
            break
        found.append(words)
        above -= 1
    return tuple(dict.fromkeys(reversed(found)))


def beside(sheet: FormSheet, at: At) -> str:
    """The words directly left of a cell: 应检人数 | ___."""
    block = sheet.block(at)
    row, column = block[:2] if block else at
    return sheet.words((row, column - 1)) if column > 1 else ""


def _is_title(sheet: FormSheet, at: At) -> bool:
    block = sheet.block(at)
    return block is not None and block[3] - block[1] + 1 >= max(3, sheet.columns * _TITLE_PART)


def fillable(sheet: FormSheet) -> list[At]:
    """The empty cells of the sheet's rectangle that may be pointed, of a merged block the first alone."""
    found = []
    for row in range(1, sheet.rows + 1):
        for column in range(1, sheet.columns + 1):
            block = sheet.block((row, column))
            if sheet.kind((row, column)) is CellKind.EMPTY and (
                not block or block[:2] == (row, column)
            ):
                found.append((row, column))
    return found
