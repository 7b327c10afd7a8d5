"""Occurrences: as facts for rules, as what they make owed, and as a list for the office."""
