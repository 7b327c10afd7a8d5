"""How long movements of people are kept by name: fourteen days, then as counts (design, section 6)."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from wumen.rules.time import at

KEPT_BY_NAME = timedelta(days=14)


class Movement(StrEnum):
    """What is kept of movements as counts: who went out, who came back, who passed a gate.

    What phones told of gates is counted apart from what the office noted there: a replay makes the first again.
    """

    OUTING = "outing"
    ARRIVAL = "arrival"
    PASSAGE = "passage"
    NOTED = "passage_noted"


def kept_from(today: date) -> date:
    """The first day of which movements are still kept by name; whatever lies before is counts."""
    return today - KEPT_BY_NAME


def cut_before(today: date) -> datetime:
    """The instant before which movements are counts."""
    return at(kept_from(today), time())
