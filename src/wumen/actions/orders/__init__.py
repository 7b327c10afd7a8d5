"""Outbreaks and orders: opened, entered, confirmed, changed by later documents, always by two people."""

from wumen.actions.orders.changes import (
    change_order,
    confirm_change,
    drop_change,
    enter_change,
)
from wumen.actions.orders.entering import (
    bind_as_one,
    confirm_order,
    drop_order,
    enter_order,
    follow_to,
    issue_order,
)
from wumen.actions.orders.outbreaks import chosen_outbreak, must_be_open, open_outbreak

__all__ = [
    "bind_as_one",
    "change_order",
    "chosen_outbreak",
    "confirm_change",
    "confirm_order",
    "drop_change",
    "drop_order",
    "enter_change",
    "enter_order",
    "follow_to",
    "issue_order",
    "must_be_open",
    "open_outbreak",
]
