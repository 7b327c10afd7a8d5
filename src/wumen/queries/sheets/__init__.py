"""Printed sheets: who stood under an order, what each sheet is filled from, and who still waits for one."""

from wumen.queries.sheets.filling import SheetFor, sheets_of
from wumen.queries.sheets.homes import HomeOrder, home_orders
from wumen.queries.sheets.people import Chosen, SheetsLine, sheets_line

__all__ = [
    "Chosen",
    "HomeOrder",
    "SheetFor",
    "SheetsLine",
    "home_orders",
    "sheets_line",
    "sheets_of",
]
