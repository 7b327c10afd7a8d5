"""Spreadsheets in: workbooks of Excel and WPS and text tables, as plain rows of cells."""

from wumen.channels.spreadsheets.limits import KINDS, LIMIT_BYTES
from wumen.channels.spreadsheets.reading import read_sheets, read_workbook

__all__ = ["KINDS", "LIMIT_BYTES", "read_sheets", "read_workbook"]
