"""Crews without names: how many of them must exist so that each has her rest between two shifts."""

from collections.abc import Iterable
from datetime import timedelta

from wumen.rules.rosters.model import REST
from wumen.rules.time import Interval


def most_at_once(stood: Iterable[Interval]) -> int:
    """How many people the places of a crew take at least: who stands or still has her rest, at the fullest instant.

    So many are enough as well: of stretches of time, no more are needed than meet at one instant.
    """
    changes = []
    for one in stood:
        changes += [(one.begins, 1), (one.ends + timedelta(minutes=REST), -1)]
    most = there = 0
    # Who has rested is free at the very instant at which the next begins.
    for _, change in sorted(changes):
        there += change
        most = max(most, there)
    return most
