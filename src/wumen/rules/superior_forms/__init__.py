"""The superior's own form (上级的表): known by its fingerprint, its cells pointed at figures, filled ever after."""

from wumen.rules.superior_forms.form import (
    At,
    Block,
    CellKind,
    Form,
    FormCell,
    FormSheet,
    cell_name,
    column_letters,
    fingerprint,
    read_cell,
)
from wumen.rules.superior_forms.guessing import Guess, guesses
from wumen.rules.superior_forms.points import (
    WORDS,
    Asked,
    Filling,
    Point,
    Repeated,
    check_point,
    content,
    put,
    repeat,
    without,
)
from wumen.rules.superior_forms.totals import moved, totals

__all__ = [
    "WORDS",
    "Asked",
    "At",
    "Block",
    "CellKind",
    "Filling",
    "Form",
    "FormCell",
    "FormSheet",
    "Guess",
    "Point",
    "Repeated",
    "cell_name",
    "check_point",
    "column_letters",
    "content",
    "fingerprint",
    "guesses",
    "moved",
    "put",
    "read_cell",
    "repeat",
    "totals",
    "without",
]
