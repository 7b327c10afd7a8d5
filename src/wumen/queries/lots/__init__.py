"""Lots of goods for homes: which lie at the points, what each home gets, what is over or short and whose it is."""
