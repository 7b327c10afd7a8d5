"""Reads a roster problem in the text format of Curtois & Qu's published staff scheduling instances."""

from collections.abc import Iterator

from wumen.rules.rosters.model import Cover, Person, Request, RosterProblem, Shift

Lines = list[list[str]]


def read_published(text: str) -> RosterProblem:
    """The problem of a text; all begin on a Monday. ValueError says which section cannot be read."""
    sections: dict[str, Lines] = {}
    current: Lines = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("SECTION_"):
            current = sections.setdefault(line, [])
        elif line and not line.startswith("#"):
            current.append([part.strip() for part in line.split(",")])
    try:
        return _problem(sections)
    except (KeyError, IndexError) as missing:
        raise ValueError(f"not in the published format: {missing}") from missing


def _problem(sections: dict[str, Lines]) -> RosterProblem:
    off = {
        row[0]: frozenset(map(int, filter(None, row[1:]))) for row in sections["SECTION_DAYS_OFF"]
    }
    shifts = tuple(
        # The format has no hours; what cannot follow is listed, so no rest by the clock applies.
        Shift(row[0], 0, int(row[1]), forbids=_listed(row), night=False)
        for row in sections["SECTION_SHIFTS"]
    )
    return RosterProblem(
        days=int(sections["SECTION_HORIZON"][0][0]),
        shifts=shifts,
        people=tuple(
            _person(row, off.get(row[0], frozenset())) for row in sections["SECTION_STAFF"]
        ),
        cover=tuple(
            Cover(int(row[0]), (row[1],), int(row[2]), int(row[3]), int(row[4]))
            for row in sections["SECTION_COVER"]
        ),
        requests=(
            *_requests(sections.get("SECTION_SHIFT_ON_REQUESTS", []), True),
            *_requests(sections.get("SECTION_SHIFT_OFF_REQUESTS", []), False),
        ),
        rest=0,
    )


def _listed(row: list[str]) -> frozenset[str]:
    return frozenset(row[2].split("|")) - {""} if len(row) > 2 else frozenset()


def _person(row: list[str], off: frozenset[int]) -> Person:
    most = dict(part.split("=") for part in row[1].split("|"))
    high, low, max_run, min_run, min_off, weekends = map(int, row[2:8])
    return Person(
        id=row[0],
        most={shift: int(number) for shift, number in most.items()},
        max_minutes=high,
        min_minutes=low,
        max_run=max_run,
        min_run=min_run,
        min_off=min_off,
        max_weekends=weekends,
        days_off=off,
    )


def _requests(rows: Lines, wants: bool) -> Iterator[Request]:
    for person, day, shift, weight in rows:
        yield Request(person, int(day), shift, int(weight), wants)
