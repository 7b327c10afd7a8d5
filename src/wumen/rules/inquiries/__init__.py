"""Requests for assistance (协查): lists of others read in their own columns, checked row by row, answered in them."""
