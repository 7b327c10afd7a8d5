"""How long movements of people are kept by name: fourteen days, then as counts (design, section 6)."""

from datetime import date, timedelta
from enum import StrEnum

KEPT_BY_NAME = timedelta(days=14)


class Movement(StrEnum):
    """What is kept of movements as counts: who went out, who came back."""

    OUTING = "outing"
    ARRIVAL = "arrival"


def kept_from(today: date) -> date:
    """The first day of which movements are still kept by name; whatever lies before is counts."""
    return today - KEPT_BY_NAME
