"""The definition of a roster problem and of a plan for it: people, shifts, days, what is needed, what is forbidden.

Units: days count from 0, minutes from midnight, weights are whole points of cost. Nothing here solves or checks;
`check.py` counts a plan straight from this definition, `solve.py` makes plans. On the standard of the problem:
Curtois & Qu, "Computational results on new staff scheduling benchmark instances", 2014, extended by what an office
needs (stations, skills, rest by the clock, what came before, fairness).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

MINUTES_OF_DAY = 1440
# Two duties of one person lie 11 hours apart (design, people of the force).
REST = 660
SATURDAY, SUNDAY = 5, 6
_DAWN = 300

Cell = tuple[str, int]
"""A person and a day."""


@dataclass(frozen=True)
class Shift:
    """One kind of duty of a day: begins `start` minutes after midnight, may run into the next day.

    `skill` is what whoever takes it must have ("" for anybody); `forbids` are shifts that she cannot take the day
    after, besides those that her rest forbids. `night` counts for fairness and for "no nights"; told by the clock
    (any minute between 0:00 and 5:00) where it is None.
    """

    id: str
    start: int
    minutes: int
    station: str = ""
    skill: str = ""
    forbids: frozenset[str] = frozenset()
    night: bool | None = None

    @property
    def end(self) -> int:
        """Minutes from the midnight before its start to its end; above 1440 when it runs into the next day."""
        return self.start + self.minutes

    @property
    def is_night(self) -> bool:
        """Whether it counts as a night."""
        if self.night is not None:
            return self.night
        return self.start < _DAWN or self.end > MINUTES_OF_DAY


@dataclass(frozen=True)
class Before:
    """How a person came into day 0: her shift of the day before, and for how many days she worked, or was off.

    Nothing is known of her where both numbers are 0.
    """

    last: str | None = None
    worked: int = 0
    off: int = 0


@dataclass(frozen=True)
class Person:
    """Somebody of the force with her limits; every limit is hard. None or an empty mapping: no such limit.

    `most` limits how often she takes a shift, by its id (0 = never); `never` are shifts that her age or health
    forbids (`no_nights` all that count as nights). Runs are days on end: `max_run` and `min_run` with duty,
    `min_off` without. A run that touches either end of the horizon is not too short, unless `before` tells how it
    began. A weekend counts when its Saturday or Sunday has duty. `fair_nights` and `fair_weekends` are her share:
    what is beyond costs the problem's weight each.
    """

    id: str
    skills: frozenset[str] = frozenset()
    most: Mapping[str, int] = field(default_factory=dict)
    never: frozenset[str] = frozenset()
    no_nights: bool = False
    max_minutes: int | None = None
    min_minutes: int = 0
    max_run: int | None = None
    min_run: int = 1
    min_off: int = 1
    max_weekends: int | None = None
    days_off: frozenset[int] = frozenset()
    before: Before | None = None
    fair_nights: int | None = None
    fair_weekends: int | None = None


@dataclass(frozen=True)
class Cover:
    """How many are needed on a day in one shift (or in several together), and what each too few or too many costs.

    With `skill` only people who have it count: "one medic among those of the evening".
    """

    day: int
    shifts: tuple[str, ...]
    need: int
    under: int
    over: int
    skill: str = ""


@dataclass(frozen=True)
class Request:
    """A wish: `wants` the shift on the day, or wants not to have it; `weight` is paid when it is not met."""

    person: str
    day: int
    shift: str
    weight: int
    wants: bool = True


@dataclass(frozen=True)
class RosterProblem:
    """All that a roster must and should be.

    `fixed` are cells set by hand: a shift, or None for a day off. `first_weekday` is the weekday of day 0 (Monday
    is 0). `rest` is the time between two duties of one person in minutes.
    """

    days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    cover: tuple[Cover, ...] = ()
    requests: tuple[Request, ...] = ()
    fixed: Mapping[Cell, str | None] = field(default_factory=dict)
    first_weekday: int = 0
    rest: int = REST
    night_weight: int = 0
    weekend_weight: int = 0

    @cached_property
    def shift_of(self) -> dict[str, Shift]:
        """Shifts by id."""
        return {shift.id: shift for shift in self.shifts}

    def may_follow(self, first: Shift, then: Shift, days_between: int = 1) -> bool:
        """Whether one person may take `then` so many days after `first`: her rest, and what the shift forbids."""
        if days_between == 1 and then.id in first.forbids:
            return False
        return then.start + days_between * MINUTES_OF_DAY - first.end >= self.rest

    def may_take(self, person: Person, shift: Shift) -> bool:
        """Whether skill, age and health, and her own limit let her take the shift at all."""
        return (
            (not shift.skill or shift.skill in person.skills)
            and shift.id not in person.never
            and not (person.no_nights and shift.is_night)
            and person.most.get(shift.id, 1) > 0
        )

    def is_weekend(self, day: int) -> bool:
        """Whether the day is a Saturday or Sunday."""
        return (self.first_weekday + day) % 7 in (SATURDAY, SUNDAY)

    def weekend_of(self, day: int) -> int | None:
        """The number of the weekend to which the day belongs, None for the days between."""
        if not self.is_weekend(day):
            return None
        return (self.first_weekday + day) // 7


Cells = tuple[tuple[str | None, ...], ...]
"""Who stands where: people × days in the order of the problem, a shift's id or None."""


@dataclass(frozen=True)
class Plan:
    """A roster that keeps every hard rule; nothing costs less than `bound` (None: nothing proven yet)."""

    cells: Cells
    cost: int
    bound: int | None = None

    @property
    def gap(self) -> float | None:
        """How much of the cost could at most be saved, 0 to 1; 0 is proven best."""
        if self.bound is None:
            return None
        return (self.cost - self.bound) / self.cost if self.cost else 0.0

    def of(self, problem: RosterProblem) -> dict[Cell, str]:
        """Who has which shift on which day; days off are left out."""
        return {
            (person.id, day): shift
            for person, row in zip(problem.people, self.cells, strict=True)
            for day, shift in enumerate(row)
            if shift is not None
        }


def with_shares(people: Iterable[Person], nights: int, weekends: int) -> tuple[Person, ...]:
    """The people with a fair share each of so many nights and weekend duties, rounded up.

    Who takes no nights has none to share; her weekends are shared as anybody's.
    """
    everyone = tuple(people)
    at_night = sum(not person.no_nights for person in everyone) or 1
    return tuple(
        replace(
            person,
            fair_nights=0 if person.no_nights else -(-nights // at_night),
            fair_weekends=-(-weekends // (len(everyone) or 1)),
        )
        for person in everyone
    )
