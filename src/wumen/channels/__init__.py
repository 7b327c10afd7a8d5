"""Ways out and in: spreadsheets, printed sheets, notice channels; they know only the rules' types."""
