"""Tests that read as the rule book."""

from tests import street_rules

street_rules.install()
