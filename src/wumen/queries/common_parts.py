"""Common parts that are disinfected on a day: by stairwell how far it is, and of one stairwell each point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.queries.rounds_of_a_day import names_of
from wumen.queries.rules_in_force import Ruled, read_ruled, rules_asked
from wumen.records import clock
from wumen.records.kept import Kept, together
from wumen.rules.areas import span
from wumen.rules.common_parts import Point, Stairwell, walked
from wumen.rules.facilities import FacilityKind
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey, floor_of

# A sub-district has thousands of stairwells: those with something missed come first, and more nobody reads.
MOST = 200
_WHERE = """
    FROM duty d JOIN facility f ON f.id = d.subject
    WHERE d.day = %(day)s AND d.area >= %(lo)s AND d.area < %(hi)s AND d.what = 'disinfection'
        AND d.state NOT IN ('withdrawn', 'waived')
"""
_LIST = Kept(
    f"""
    SELECT d.win, regexp_replace(d.area, '[^/]+/$', '') AS unit, count(*),
        count(*) FILTER (WHERE d.state = 'done'),
        count(*) FILTER (WHERE d.state IN ('open', 'taken') AND d.due_at < %(now)s),
        coalesce(array_agg(f.name ORDER BY length(d.area) DESC, d.area DESC, f.name)
            FILTER (WHERE d.state IN ('open', 'taken')), '{{}}'),
        count(*) OVER (), sum(count(*)) OVER (),
        sum(count(*) FILTER (WHERE d.state = 'done')) OVER ()
    {_WHERE}
    GROUP BY 1, 2 ORDER BY count(*) FILTER (WHERE d.state IN ('open', 'taken')) = 0, min(d.due_at), 2, 1
    LIMIT {MOST}
    """,
    "day day, lo text, hi text, now timestamptz",
)
_POINTS = Kept(
    f"""
    SELECT d.subject, f.kind, f.name, d.area, d.state, d.due_at
    {_WHERE} AND d.win = %(win)s AND regexp_replace(d.area, '[^/]+/$', '') = %(lo)s
    """,
    "day day, lo text, hi text, win text",
)


@dataclass(frozen=True)
class CommonParts:
    """The stairwells of a day, those with something missed first; `many`: how many there are, with all points."""

    lines: Sequence[Stairwell]
    many: int
    due: int
    done: int
    rules: Ruled


@dataclass(frozen=True)
class PointsOf:
    """One stairwell in one window with its points, in the order in which they are done."""

    stairwell: Stairwell
    points: Sequence[Point]
    rules: Ruled


def common_parts(viewer: Viewer, day: date) -> CommonParts:
    """What is disinfected in the viewer's place on a day; Problem `right_missing`."""
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, None)
    with acting(viewer):
        rules, found = together(
            rules_asked(), _LIST.asked(day=day, lo=held.lo, hi=held.hi, now=clock.now())
        )
        names = names_of(sorted({unit for _, unit, *_ in found}))
    lines = [
        Stairwell(RoundKey(day, win, unit), names[unit], due, done, overdue, tuple(missing))
        for win, unit, due, done, overdue, missing, *_ in found
    ]
    many, due, done = found[0][6:] if found else (0, 0, 0)
    return CommonParts(lines, many, int(due), int(done), read_ruled(rules))


def points_of(viewer: Viewer, key: RoundKey) -> PointsOf:
    """The points of one stairwell; Problems `right_missing`, `area_not_yours`, `common_parts_unknown`."""
    viewer.must(Right.SEE_REGISTER, key.unit)
    held = span(key.unit)
    with acting(viewer):
        rules, found = together(
            rules_asked(), _POINTS.asked(day=key.day, lo=held.lo, hi=held.hi, win=key.win)
        )
        names = names_of([key.unit])[key.unit]
    if not found:
        raise Problem("common_parts_unknown")
    points = walked(
        Point(subject, FacilityKind(kind), name, floor_of(area), *rest)
        for subject, kind, name, area, *rest in found
    )
    missing = [one for one in points if one.missing]
    now = clock.now()
    stairwell = Stairwell(
        *(key, names, len(points), len(points) - len(missing)),
        overdue=sum(one.due_at < now for one in missing),
        missing=tuple(one.name for one in missing),
    )
    return PointsOf(stairwell, points, read_ruled(rules))
