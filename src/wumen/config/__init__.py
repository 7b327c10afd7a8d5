"""Wiring only: typed settings, urls, wsgi; imports anything, decides nothing."""
