"""The law's own sheets: what each needs, what of it is missing, and its text filled in."""

from wumen.rules.sheets.facts import Helper, Restriction, SheetFacts
from wumen.rules.sheets.filling import Field, Sheet, fill
from wumen.rules.sheets.kinds import (
    AT_THE_END,
    ENDED,
    KINDS,
    MOST_SHEETS,
    SheetKind,
    check_kind,
    read_kind,
)

__all__ = [
    "AT_THE_END",
    "ENDED",
    "KINDS",
    "MOST_SHEETS",
    "Field",
    "Helper",
    "Restriction",
    "Sheet",
    "SheetFacts",
    "SheetKind",
    "check_kind",
    "fill",
    "read_kind",
]
