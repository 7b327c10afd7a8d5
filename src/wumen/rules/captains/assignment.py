"""Gives every building one captain and one deputy, and units their leads: exactly the best, by wish, home and load."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from wumen.rules.problems import Problem

# Above so many homes one person cannot know each door: its units get leads (domain, 楼长).
HOMES_OF_ONE_CAPTAIN = 150
_LARGEST = 10_000

Matrix = NDArray[np.float64]


class Place(StrEnum):
    """What a person is to a building; an earlier one is filled first."""

    CAPTAIN = "captain"
    DEPUTY = "deputy"
    UNIT_LEAD = "unit_lead"


# Seats that can be filled together form a matroid: any falling weights fill the same, the most and the dearest.
_RANK = {Place.CAPTAIN: 3, Place.DEPUTY: 2, Place.UNIT_LEAD: 1}


@dataclass(frozen=True, order=True)
class Seat:
    """One place to fill: of a building, or of one of its units."""

    building: str
    place: Place
    unit: str = ""


@dataclass(frozen=True)
class Building:
    """A building by its stable code, with its homes and the codes of its units."""

    code: str
    homes: int
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be taken: one seat at most.

    `lives_in` and `unit` are the building and unit of her home ("" when elsewhere); `wishes` are buildings that
    she named, the dearest first; `places` is what she is ready to be; `load` counts what she carries already
    (duties, shifts: any unit, the same for all); `not_in` are buildings where she must not serve.
    """

    id: str
    lives_in: str = ""
    unit: str = ""
    wishes: tuple[str, ...] = ()
    places: frozenset[Place] = frozenset(Place)
    load: int = 0
    not_in: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Weights:
    """What counts how much, in points, 0 to 10,000 each."""

    lives_there: int = 60
    same_unit: int = 30
    wish: int = 40
    later_wish: int = 20
    load: int = 2


@dataclass(frozen=True)
class Assignment:
    """Who takes which seat, which seats nobody can take, and the points of all together (more is better)."""

    taken: Mapping[Seat, str]
    vacant: tuple[Seat, ...]
    points: int

    def of(self, building: str) -> dict[Seat, str]:
        """The seats of one building that are taken."""
        return {seat: who for seat, who in self.taken.items() if seat.building == building}


@dataclass(frozen=True)
class Change:
    """A hand-over: a seat passes from one to another; None where it was, or stays, empty."""

    seat: Seat
    before: str | None
    after: str | None


def seats(buildings: Sequence[Building]) -> list[Seat]:
    """Every seat: captain and deputy of each building, and a lead of each unit above 150 homes."""
    found = []
    for building in buildings:
        found += [Seat(building.code, Place.CAPTAIN), Seat(building.code, Place.DEPUTY)]
        if building.homes > HOMES_OF_ONE_CAPTAIN:
            found += [Seat(building.code, Place.UNIT_LEAD, unit) for unit in building.units]
    return found


def assign(
    buildings: Sequence[Building],
    candidates: Sequence[Candidate],
    fixed: Mapping[Seat, str],
    weights: Weights = Weights(),
) -> Assignment:
    """The best assignment there is, proven: most captains, then deputies, then unit leads, then most points.

    Nobody sits twice. `fixed` are choices made by hand: they stand whatever they cost, whether or not the person
    is among the candidates.

    Raises `captain_fixed_twice` when one person is fixed to two seats, `captain_seat_unknown` for a fixed seat
    that these buildings do not have, `captain_weights` for a weight out of 0..10,000.
    """
    return _assigned(buildings, candidates, fixed, weights, {})


def repair(
    before: Mapping[Seat, str],
    withdrawn: Collection[str],
    buildings: Sequence[Building],
    candidates: Sequence[Candidate],
    fixed: Mapping[Seat, str],
    weights: Weights = Weights(),
) -> tuple[Assignment, tuple[Change, ...]]:
    """The assignment after some withdrew: as many seats filled as can be, then fewest changes, then most points.

    A choice made by hand falls only with its person. Raises as `assign` does.
    """
    gone = frozenset(withdrawn)
    kept = {seat: who for seat, who in fixed.items() if who not in gone}
    left = [candidate for candidate in candidates if candidate.id not in gone]
    stays = {seat: who for seat, who in before.items() if who not in gone}
    after = _assigned(buildings, left, kept, weights, stays)
    changes = tuple(
        Change(seat, before.get(seat), after.taken.get(seat))
        for seat in sorted({*before, *after.taken})
        if before.get(seat) != after.taken.get(seat)
    )
    return after, changes


def best(values: Matrix) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The solver alone: rows and columns of the assignment with the largest sum; 0 is "not at all", never chosen.

    Every row gets a column of its own while there are any; a pair worth 0 is the same as an empty row, so what
    comes back is the best of all partial assignments.
    """
    # A third of a second that no page but the one that assigns waits for.
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(values, maximize=True)
    real = values[rows, columns] > 0
    return rows[real], columns[real]


def values_of(
    open_seats: Sequence[Seat],
    candidates: Sequence[Candidate],
    weights: Weights,
    stays: Mapping[Seat, str],
) -> Matrix:
    """Seats × candidates: what each pair is worth: filling before staying, staying before points."""
    points = _points(open_seats, candidates, weights)
    allowed = _allowed(open_seats, candidates)
    # Whole numbers below 2^53: sums of doubles are exact.
    size = max(1, min(points.shape))
    spread = int(points.max(initial=0) - points.min(initial=0)) + 1
    stay = spread * size + 1 if stays else 0
    fill = (stay + spread) * size + 1
    rank = np.array([_RANK[seat.place] for seat in open_seats], dtype=float)
    worth = points - points.min(initial=0) + rank[:, None] * fill
    if stays:
        at = {candidate.id: column for column, candidate in enumerate(candidates)}
        for row, seat in enumerate(open_seats):
            if stays.get(seat) in at:
                worth[row, at[stays[seat]]] += stay
    return np.where(allowed, worth, 0.0)


def _assigned(
    buildings: Sequence[Building],
    candidates: Sequence[Candidate],
    fixed: Mapping[Seat, str],
    weights: Weights,
    stays: Mapping[Seat, str],
) -> Assignment:
    wanted = seats(buildings)
    _check(wanted, fixed, weights)
    held = set(fixed.values())
    open_seats = [seat for seat in wanted if seat not in fixed]
    free = [candidate for candidate in candidates if candidate.id not in held]
    taken = dict(fixed)
    if open_seats and free:
        rows, columns = best(values_of(open_seats, free, weights, stays))
        taken |= {open_seats[r]: free[c].id for r, c in zip(rows, columns, strict=True)}
    known = {candidate.id: candidate for candidate in candidates}
    points = sum(
        int(_points([seat], [known[who]], weights)[0, 0])
        for seat, who in taken.items()
        if who in known
    )
    vacant = tuple(seat for seat in wanted if seat not in taken)
    return Assignment({seat: taken[seat] for seat in wanted if seat in taken}, vacant, points)


def _check(wanted: Sequence[Seat], fixed: Mapping[Seat, str], weights: Weights) -> None:
    if len(set(fixed.values())) < len(fixed):
        raise Problem("captain_fixed_twice")
    known = set(wanted)
    for seat in fixed:
        if seat not in known:
            raise Problem("captain_seat_unknown", building=seat.building)
    if not all(0 <= weight <= _LARGEST for weight in vars(weights).values()):
        raise Problem("captain_weights", most=_LARGEST)


def _points(
    open_seats: Sequence[Seat], candidates: Sequence[Candidate], weights: Weights
) -> Matrix:
    """Seats × candidates: points of wish, home and load alone."""
    rows: dict[str, list[int]] = {}
    for row, seat in enumerate(open_seats):
        rows.setdefault(seat.building, []).append(row)
    loads = np.array([candidate.load for candidate in candidates], dtype=float)
    points = np.tile(-weights.load * loads, (len(open_seats), 1))
    for column, candidate in enumerate(candidates):
        for row in rows.get(candidate.lives_in, ()):
            same = open_seats[row].unit != "" and open_seats[row].unit == candidate.unit
            points[row, column] += weights.lives_there + weights.same_unit * same
        for order, building in enumerate(candidate.wishes):
            if building not in candidate.wishes[:order]:
                for row in rows.get(building, ()):
                    points[row, column] += weights.later_wish if order else weights.wish
    return points


def _allowed(open_seats: Sequence[Seat], candidates: Sequence[Candidate]) -> Matrix:
    """Seats × candidates: who is ready for which, and not kept out of the building."""
    kinds = {place: np.array([place in c.places for c in candidates]) for place in Place}
    allowed = np.array([kinds[seat.place] for seat in open_seats])
    for column, candidate in enumerate(candidates):
        if candidate.not_in:
            for row, seat in enumerate(open_seats):
                if seat.building in candidate.not_in:
                    allowed[row, column] = False
    return allowed
