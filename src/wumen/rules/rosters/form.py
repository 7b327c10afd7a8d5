"""What of a person's limits makes her graph: people of one form share it, whatever their wishes and days off."""

from dataclasses import dataclass
from math import gcd

from wumen.rules.rosters.model import Person, RosterProblem, Shift


@dataclass(frozen=True)
class Form:
    """The limits that a walk through the days must keep, with shifts that behave alike taken together.

    groups: shifts by their place in the problem plus 1. Everything else is by group. `follows` is the class of
    what may come the day after (0: anything); `allowed[class][group]`. Minutes are in units of their greatest
    common divisor; caps are None where nothing limits.
    """

    groups: tuple[tuple[int, ...], ...]
    minutes: tuple[int, ...]
    follows: tuple[int, ...]
    allowed: tuple[tuple[bool, ...], ...]
    counted: tuple[int | None, ...]
    limits: tuple[int, ...]
    night: tuple[bool, ...]
    max_minutes: int | None
    min_minutes: int
    max_run: int | None
    min_run: int
    min_off: int
    max_weekends: int | None
    fair_nights: int | None
    fair_weekends: int | None
    start: tuple[int, int, int, bool]
    """Class of the last shift, run, days off so far, and whether what she is in began out of sight."""


def form_of(problem: RosterProblem, person: Person) -> Form:
    """The form of a person."""
    limits = _limits(problem, person)
    fair_nights = person.fair_nights if problem.night_weight else None
    follow = {shift.id: _following(problem, shift) for shift in problem.shifts}
    classes = {tuple([True] * len(problem.shifts)): 0}
    for following in follow.values():
        classes.setdefault(following, len(classes))
    alike: dict[tuple[object, ...], list[int]] = {}
    for at, shift in enumerate(problem.shifts):
        led_to = tuple(following[at] for following in classes)
        night = shift.is_night and fair_nights is not None
        own = shift.id if shift.id in limits else None
        key = (shift.minutes, classes[follow[shift.id]], led_to, own, night)
        alike.setdefault(key, []).append(at + 1)
    unit = gcd(*(shift.minutes for shift in problem.shifts)) or 1
    members = list(alike.values())
    first = [problem.shifts[group[0] - 1] for group in members]
    order = list(limits)
    return Form(
        groups=tuple(map(tuple, members)),
        minutes=tuple(shift.minutes // unit for shift in first),
        follows=tuple(classes[follow[shift.id]] for shift in first),
        allowed=tuple(tuple(following[group[0] - 1] for group in members) for following in classes),
        counted=tuple(order.index(s.id) if s.id in limits else None for s in first),
        limits=tuple(limits.values()),
        night=tuple(shift.is_night and fair_nights is not None for shift in first),
        max_minutes=None if person.max_minutes is None else person.max_minutes // unit,
        min_minutes=-(-person.min_minutes // unit),
        max_run=person.max_run,
        min_run=max(1, person.min_run),
        min_off=max(1, person.min_off),
        max_weekends=_weekends(problem, person),
        fair_nights=fair_nights,
        fair_weekends=person.fair_weekends if problem.weekend_weight else None,
        start=_start(problem, person, classes, follow),
    )


def _limits(problem: RosterProblem, person: Person) -> dict[str, int]:
    """How often she may take a shift, where that can bind at all."""
    found = {}
    for shift in problem.shifts:
        most = person.most.get(shift.id)
        possible = problem.days
        if person.max_minutes is not None and shift.minutes:
            possible = min(possible, person.max_minutes // shift.minutes)
        if most and most < possible:
            found[shift.id] = most
    return found


def _following(problem: RosterProblem, shift: Shift) -> tuple[bool, ...]:
    return tuple(problem.may_follow(shift, then) for then in problem.shifts)


def _weekends(problem: RosterProblem, person: Person) -> int | None:
    weekends = {problem.weekend_of(day) for day in range(problem.days)} - {None}
    if person.max_weekends is None or person.max_weekends >= len(weekends):
        return None
    return person.max_weekends


def _start(
    problem: RosterProblem,
    person: Person,
    classes: dict[tuple[bool, ...], int],
    follow: dict[str, tuple[bool, ...]],
) -> tuple[int, int, int, bool]:
    before = person.before
    if before is None or not (before.worked or before.off):
        return 0, 0, person.min_off, True
    if before.worked:
        last = 0 if before.last is None else classes[follow[before.last]]
        return last, before.worked, 0, False
    return 0, 0, before.off, False
