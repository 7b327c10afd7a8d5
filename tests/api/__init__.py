"""Tests of what phones send and ask."""
