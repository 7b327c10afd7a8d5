"""Figures (数字): what an office is asked for upward, how each is counted, and where its rows are."""

from wumen.rules.figures.counting import (
    DutyRow,
    Placed,
    duty_values,
    effective,
    entries_of,
    exclusive,
    together,
)
from wumen.rules.figures.declared import (
    GROUP_NAMES,
    Figure,
    Group,
    Rows,
    declared,
    figure_of,
)
from wumen.rules.figures.values import Value, Values, day_of

__all__ = [
    "GROUP_NAMES",
    "DutyRow",
    "Figure",
    "Group",
    "Placed",
    "Rows",
    "Value",
    "Values",
    "day_of",
    "declared",
    "duty_values",
    "effective",
    "entries_of",
    "exclusive",
    "figure_of",
    "together",
]
