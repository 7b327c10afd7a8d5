"""Duties: planned from orders and rules, done with evidence, not done with a reason, waived by name."""
