"""Outbreaks end: read-only by the rule, then erased by two people or by the rule, with a certificate."""

from wumen.actions.closing.carrying import carry_out, erase_again
from wumen.actions.closing.copies import drop_former_databases, note_copy_gone
from wumen.actions.closing.deciding import (
    ask_to_erase,
    close_outbreak,
    confirm_erasing,
    drop_asked,
    keep_terms,
)

__all__ = [
    "ask_to_erase",
    "carry_out",
    "close_outbreak",
    "confirm_erasing",
    "drop_asked",
    "drop_former_databases",
    "erase_again",
    "keep_terms",
    "note_copy_gone",
]
