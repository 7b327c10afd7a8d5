"""What phones tell beside duties: its kinds, how long each may be read, what a day at a gate adds up to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

# In the order in which somebody looks for them.
KINDS = (
    "field.need",
    "field.fever",
    "field.delivery",
    "field.passage",
    "field.sample",
    "field.told",
    "field.note",
)
SHOWN = frozenset(KINDS)
# What is read at one home by whoever may correct it: nothing of anybody's health.
AT_HOME = ("field.need", "field.delivery", "field.told")
# What stands as the decision of a delivery by which parcels left their deposit point.
PARCELS = "parcels"
NEED, PASSAGE, SAMPLE = "field.need", "field.passage", "field.sample"
# Entries at gates stand for fourteen days, and then only in their counts.
_PASSAGES_FOR = timedelta(days=14)
_FOR = timedelta(days=62)


def since_when(kinds: Collection[str], now: datetime) -> datetime:
    """Since when some kinds may be read one by one: as long as the shortest of them may."""
    return now - (_PASSAGES_FOR if PASSAGE in kinds else _FOR)


class Summed(Protocol):
    """How much was told of a kind, one way and with one decision."""

    @property
    def kind(self) -> str:
        """The kind."""

    @property
    def direction(self) -> str:
        """In or out, of a passage."""

    @property
    def decision(self) -> str:
        """What the gate decided, of a passage."""

    @property
    def times(self) -> int:
        """How often."""

    @property
    def many(self) -> int:
        """What it adds up to, of a sample."""


@dataclass(frozen=True)
class DayAtPlace:
    """A day at a gate or point by what phones told: who went in and out, who was not let through, who was sampled."""

    went_in: int = 0
    went_out: int = 0
    stopped: int = 0
    sampled: int = 0

    @property
    def passages(self) -> int:
        """How many came to the gate."""
        return self.went_in + self.went_out + self.stopped

    @property
    def any(self) -> bool:
        """Whether anything was told at all."""
        return bool(self.passages or self.sampled)


def day_at(sums: Iterable[Summed]) -> DayAtPlace:
    """The day that some sums make; who was told that it cannot be now stayed where she was, as who was refused."""
    some = list(sums)
    passed = [one for one in some if one.kind == PASSAGE and one.decision == "passed"]
    return DayAtPlace(
        sum(one.times for one in passed if one.direction == "in"),
        sum(one.times for one in passed if one.direction == "out"),
        sum(one.times for one in some if one.kind == PASSAGE and one.decision != "passed"),
        sum(one.many for one in some if one.kind == SAMPLE),
    )


def sampled_at(sums: Iterable[Summed]) -> DayAtPlace:
    """The same for a sampling point: who came through a gate near by is none of its concern."""
    return DayAtPlace(sampled=day_at(sums).sampled)
