"""Changes of the register that can be taken back: merge, move, leave, split, and undo."""

from wumen.actions.changes.homes import merge_households, move_household, move_residents
from wumen.actions.changes.people import leave, merge_residents
from wumen.actions.changes.record import Change, previewed
from wumen.actions.changes.split import split_compound
from wumen.actions.changes.undo import come_back, undo

__all__ = [
    "Change",
    "come_back",
    "leave",
    "merge_households",
    "merge_residents",
    "move_household",
    "move_residents",
    "previewed",
    "split_compound",
    "undo",
]
