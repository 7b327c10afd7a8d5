"""A force drawn by lot: stations with their shifts, people with skills, limits and wishes; captains' buildings."""

import random

from wumen.rules.captains.assignment import Building, Candidate, Place
from wumen.rules.rosters.model import Cover, Person, Request, RosterProblem, Shift, with_shares

HOUR = 60
# id, station, start, hours, skill, share of all duty on a working day, on a weekend
SHIFTS = (
    ("gate_day", "gate", 7, 8, "", 0.20, 0.20),
    ("gate_evening", "gate", 15, 8, "", 0.18, 0.18),
    ("gate_night", "gate", 23, 8, "", 0.09, 0.09),
    ("point_early", "point", 6, 6, "", 0.12, 0.12),
    ("point_late", "point", 14, 6, "", 0.08, 0.08),
    ("watch_day", "watch", 8, 12, "", 0.08, 0.08),
    ("watch_night", "watch", 20, 12, "", 0.05, 0.05),
    ("hotline_day", "hotline", 8, 8, "", 0.06, 0.04),
    ("hotline_evening", "hotline", 16, 8, "", 0.04, 0.04),
    ("courier", "courier", 9, 8, "driver", 0.10, 0.08),
)
MEDICS = {"point_early": 0.4, "point_late": 0.4}
UNDER, OVER = 100, 1


def force(people: int, days: int, seed: int) -> RosterProblem:
    """A roster problem with about as much duty as the people can do."""
    drawn = random.Random(seed)
    shifts = tuple(
        Shift(name, start * HOUR, hours * HOUR, station, skill)
        for name, station, start, hours, skill, _, _ in SHIFTS
    )
    crew = [_person(drawn, number, days) for number in range(people)]
    cover = [found for day in range(days) for found in _covers(drawn, day, people)]
    nights = sum(c.need for c in cover if c.shifts[0] in ("gate_night", "watch_night"))
    weekends = sum(c.need for c in cover if c.day % 7 == 5 and not c.skill)
    return RosterProblem(
        days=days,
        shifts=shifts,
        people=with_shares(crew, nights, weekends),
        cover=tuple(cover),
        requests=tuple(wish for person in crew for wish in _wishes(drawn, person, days)),
        night_weight=5,
        weekend_weight=5,
    )


def _person(drawn: random.Random, number: int, days: int) -> Person:
    """A volunteer of three shifts a week, a half-time helper, or a worker of five."""
    minutes = drawn.choice((24, 24, 32, 40)) * HOUR * days // 7
    skills = {
        skill for skill, share in (("medic", 0.18), ("driver", 0.22)) if drawn.random() < share
    }
    return Person(
        id=f"p{number}",
        skills=frozenset(skills),
        no_nights=drawn.random() < 0.25,
        max_minutes=minutes,
        max_run=drawn.choice((4, 5, 5)),
        min_off=drawn.choice((1, 1, 2)),
        max_weekends=max(1, days // 14 + drawn.choice((0, 0, 1))),
        days_off=frozenset(drawn.sample(range(days), drawn.choice((0, 1, 1, 2)))),
    )


def _covers(drawn: random.Random, day: int, people: int) -> list[Cover]:
    at_once = people * 0.52
    found = []
    for name, _, _, _, _, weekday, weekend in SHIFTS:
        share = weekend if day % 7 >= 5 else weekday
        need = max(1, round(at_once * share * drawn.uniform(0.85, 1.15)))
        found.append(Cover(day, (name,), need, UNDER, OVER))
        if name in MEDICS:
            medics = max(1, round(need * MEDICS[name]))
            found.append(Cover(day, (name,), medics, UNDER, 0, skill="medic"))
    return found


def _wishes(drawn: random.Random, person: Person, days: int) -> list[Request]:
    """A few wishes each, for shifts and against them."""
    return [
        Request(person.id, day, drawn.choice(SHIFTS)[0], drawn.randint(1, 3), drawn.random() < 0.6)
        for day in drawn.sample(range(days), min(days, 4))
    ]


def street(buildings: int, candidates: int, seed: int) -> tuple[list[Building], list[Candidate]]:
    """Buildings, one in five above 150 homes, and people who mostly live in one of them and wish for some."""
    drawn = random.Random(seed)
    codes = [str(number) for number in range(1, buildings + 1)]
    houses = [
        Building(code, drawn.choice((48, 72, 96, 132, 204)), ("1", "2", "3")) for code in codes
    ]
    people = [
        Candidate(
            id=f"c{number}",
            lives_in=drawn.choice(codes) if drawn.random() < 0.8 else "",
            unit=drawn.choice("123"),
            wishes=tuple(dict.fromkeys(drawn.choices(codes, k=drawn.choice((0, 0, 1, 2))))),
            places=frozenset(drawn.sample(list(Place), drawn.choice((1, 2, 3, 3)))),
            load=drawn.randint(0, 9),
        )
        for number in range(candidates)
    ]
    return houses, people
