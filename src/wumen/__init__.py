"""Wumen (五门): neighbourhood outbreak response for a sub-district office and its communities."""
