"""Ledgers (台账): the sheets an office keeps, read as people, homes and problems."""

from wumen.rules.ledger.findings import EmptyHome, LedgerPerson, LedgerProblem, LedgerReading
from wumen.rules.ledger.headers import Layout
from wumen.rules.ledger.reading import read_ledger
from wumen.rules.ledger.said import Said, fingerprint
from wumen.rules.ledger.sheets import Block, Cell, Sheet
from wumen.rules.ledger.understanding import ColumnUnderstanding, SheetUnderstanding, understand
from wumen.rules.ledger.words import FIELDS, OUTCOME_WORDS

__all__ = [
    "FIELDS",
    "OUTCOME_WORDS",
    "Block",
    "Cell",
    "ColumnUnderstanding",
    "EmptyHome",
    "Layout",
    "LedgerPerson",
    "LedgerProblem",
    "LedgerReading",
    "Said",
    "Sheet",
    "SheetUnderstanding",
    "fingerprint",
    "read_ledger",
    "understand",
]
