"""What happens in the fortnight, from a seed alone: kinds and hours, before anybody looks at the town."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from wumen.rules.time import BUSINESS_ZONE

if TYPE_CHECKING:
    from tests.january.town import Town

FIRST = date(2022, 1, 8)
DAYS = 14

Thing = Callable[["Town", Random], None]
# Every kind of thing that may happen, with how often it does; `happens` puts it here.
THINGS: dict[str, tuple[int, Thing]] = {}


def happens(weight: int) -> Callable[[Thing], Thing]:
    """Let something happen in January: a function that does it, by actions only, where its chance falls."""

    def known(thing: Thing) -> Thing:
        THINGS[thing.__name__] = (weight, thing)
        return thing

    return known


@dataclass(frozen=True)
class Happening:
    """One thing at an instant; `chance` decides whom and what it meets there."""

    at: datetime
    kind: str
    chance: str


def day_of(number: int) -> date:
    """The day of that number; the first is 0."""
    return FIRST + timedelta(days=number)


def instant(number: int, hour: int, minute: int = 0) -> datetime:
    """An hour of a day of the fortnight, on the office's clock."""
    day = day_of(number)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BUSINESS_ZONE)


def fortnight(seed: int, a_day: int) -> Iterator[Happening]:
    """So many things each day between 5:00 and 23:00, the same for the same seed, in the order of time."""
    kinds = sorted(THINGS)
    weights = [THINGS[kind][0] for kind in kinds]
    for number in range(DAYS):
        chance = Random(f"{seed}/{number}")
        minutes = sorted(chance.sample(range(5 * 60, 23 * 60), a_day))
        for nth, minute in enumerate(minutes):
            kind = chance.choices(kinds, weights)[0]
            yield Happening(instant(number, *divmod(minute, 60)), kind, f"{seed}/{number}/{nth}")
