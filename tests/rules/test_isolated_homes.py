"""The four unified of a home in isolation, as today's duties stand."""

from datetime import datetime, timedelta

from wumen.rules.isolated_homes import Owed, Unified, four_unified
from wumen.rules.time import BUSINESS_ZONE

NOW = datetime(2022, 1, 10, 9, tzinfo=BUSINESS_ZONE)


def owed(what: str, state: str, late: bool = False) -> Owed:
    """A duty of today."""
    hour = timedelta(hours=-1 if late else 1)
    return Owed(what, state, NOW - timedelta(hours=3), NOW + hour)


def test_what_is_owed_falls_under_one_of_the_four_or_none() -> None:
    four = four_unified(
        [
            owed("supply", "done"),
            owed("temperature", "open", late=True),
            owed("sampling", "done"),
            owed("support", "taken"),
            owed("disinfection", "open"),
            owed("waste", "withdrawn"),
        ],
        NOW,
    )
    assert four[Unified.FOOD].done is True
    medical = four[Unified.MEDICAL]
    assert (medical.due, medical.settled, medical.overdue, medical.done) == (2, 1, 1, False)
    assert four[Unified.COUNSEL].done is False


def test_nothing_planned_is_not_done() -> None:
    four = four_unified([owed("waste", "withdrawn")], NOW)
    assert [one.done for one in four.values()] == [None] * 4
