"""Small roster problems for the tests: a week of a gate, and anything that hypothesis draws."""

from itertools import product

from hypothesis import strategies as st

from wumen.rules.rosters.check import broken_rules, count
from wumen.rules.rosters.model import (
    Before,
    Cells,
    Cover,
    Person,
    Request,
    RosterProblem,
    Shift,
)

DAY = Shift("day", 8 * 60, 480, "gate")
LATE = Shift("late", 16 * 60, 480, "gate")
NIGHT = Shift("night", 0, 480, "gate")


def cover(day: int, shift: str, need: int, under: int = 100, over: int = 1) -> Cover:
    """A need in one shift."""
    return Cover(day, (shift,), need, under, over)


def gate(people: int = 6, days: int = 7, **more: object) -> RosterProblem:
    """A gate kept by day and late, one person each, by people who work five days at most."""
    return RosterProblem(
        days=days,
        shifts=(DAY, LATE),
        people=tuple(Person(f"p{n}", max_minutes=5 * 480, max_run=5) for n in range(people)),
        cover=tuple(cover(d, shift, 1) for d in range(days) for shift in ("day", "late")),
        **more,  # type: ignore[arg-type]
    )


PUBLISHED = """
# Written for this test
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,480,E
SECTION_STAFF
A,E=7|L=2,2400,960,3,2,2,1
B,E=7|L=0,2400,960,5,1,1,1
C,E=7|L=7,2400,960,5,2,2,1
SECTION_DAYS_OFF
A,0
B,6
C,3
SECTION_SHIFT_ON_REQUESTS
A,2,L,2
SECTION_SHIFT_OFF_REQUESTS
B,1,E,3
SECTION_COVER
0,E,1,100,1
0,L,1,100,1
1,E,1,100,1
1,L,1,100,1
2,E,1,100,1
2,L,1,100,1
3,E,1,100,1
4,E,2,100,1
5,L,1,100,1
6,E,1,100,1
"""


@st.composite
def persons(draw: st.DrawFn, number: int, days: int) -> Person:
    """Anybody, with any of the limits."""
    before = draw(
        st.sampled_from(
            [
                None,
                Before("late", worked=2),
                Before("night", worked=1),
                Before(off=1),
                Before(off=3),
            ]
        )
    )
    return Person(
        id=f"p{number}",
        skills=frozenset(draw(st.sets(st.sampled_from(["medic"])))),
        most=draw(st.dictionaries(st.sampled_from(["day", "late", "night"]), st.integers(0, 2))),
        never=frozenset(draw(st.sets(st.sampled_from(["day", "late"]), max_size=1))),
        no_nights=draw(st.booleans()),
        max_minutes=draw(st.sampled_from([None, 480, 1200, 1440])),
        min_minutes=draw(st.sampled_from([0, 0, 480, 960])),
        max_run=draw(st.sampled_from([None, 1, 2, 3])),
        min_run=draw(st.sampled_from([1, 1, 2])),
        min_off=draw(st.sampled_from([1, 1, 2])),
        max_weekends=draw(st.sampled_from([None, 0, 1])),
        days_off=frozenset(draw(st.sets(st.integers(0, days - 1), max_size=1))),
        before=before,
        fair_nights=draw(st.sampled_from([None, 0, 1])),
        fair_weekends=draw(st.sampled_from([None, 0, 1])),
    )


def covers(days: int, names: list[str]) -> st.SearchStrategy[list[Cover]]:
    """Needs in one shift or two, some of them for a skill."""
    one = st.builds(
        Cover,
        st.integers(0, days - 1),
        st.lists(st.sampled_from(names), min_size=1, max_size=2).map(tuple),
        st.integers(0, 2),
        st.integers(0, 30),
        st.integers(0, 5),
        st.sampled_from(["", "", "medic"]),
    )
    return st.lists(one, max_size=6)


def wishes(people: list[str], days: int, names: list[str]) -> st.SearchStrategy[list[Request]]:
    """Wishes to have a shift, or not to."""
    one = st.builds(
        Request,
        st.sampled_from(people),
        st.integers(0, days - 1),
        st.sampled_from(names),
        st.integers(1, 9),
        st.booleans(),
    )
    return st.lists(one, max_size=5)


@st.composite
def problems(draw: st.DrawFn) -> RosterProblem:
    """Two people and four days at most: few enough to try everything."""
    days = draw(st.integers(1, 4))
    minutes, skill = draw(st.sampled_from([240, 480])), draw(st.sampled_from(["", "medic"]))
    shifts = (DAY, LATE, Shift("night", 0, minutes, skill=skill))[: 2 if days > 3 else 3]
    names = [shift.id for shift in shifts]
    people = [draw(persons(number, days)) for number in range(draw(st.integers(1, 2)))]
    people = [
        person
        if "night" in names or not (person.before and person.before.last == "night")
        else Person(person.id)
        for person in people
    ]
    idents = [person.id for person in people]
    cells = st.tuples(st.sampled_from(idents), st.integers(0, days - 1))
    return RosterProblem(
        days=days,
        shifts=shifts,
        people=tuple(people),
        cover=tuple(draw(covers(days, names))),
        requests=tuple(draw(wishes(idents, days, names))),
        fixed=draw(st.dictionaries(cells, st.sampled_from([None, *names]), max_size=1)),
        first_weekday=draw(st.integers(0, 6)),
        night_weight=draw(st.sampled_from([0, 3])),
        weekend_weight=draw(st.sampled_from([0, 4])),
    )


def rows_of(problem: RosterProblem, at: int) -> list[tuple[str | None, ...]]:
    """Every roster of one person that keeps all rules, by trying all."""
    names = [None, *(shift.id for shift in problem.shifts)]
    return [
        row
        for row in product(names, repeat=problem.days)
        if not any(broken_rules(problem, problem.people[at], row))
    ]


def least_cost(problem: RosterProblem) -> int | None:
    """The cost of the best plan there is, by trying all; None where somebody has no roster."""
    every = [rows_of(problem, at) for at in range(len(problem.people))]
    if not all(every):
        return None
    plans: product[tuple[tuple[str | None, ...], ...]] = product(*every)
    return min(count(problem, cells).cost for cells in plans)


def cells_of(problem: RosterProblem, *rows: str) -> Cells:
    """Rows written as letters: D day, L late, N night, a dot for a day off."""
    letters = {"D": "day", "L": "late", "N": "night", ".": None}
    return tuple(tuple(letters[letter] for letter in row) for row in rows)
