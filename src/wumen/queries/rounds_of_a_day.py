"""The rounds of a day in a list: how much is owed in each and how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wumen.queries.desk import Row
from wumen.queries.desk_parcels import Lying, lying, lying_asked
from wumen.queries.duties import AtPlace, within
from wumen.queries.posts import acting
from wumen.queries.rules_in_force import Ruled, read_ruled, rules_asked
from wumen.records import clock
from wumen.records.kept import Kept, together
from wumen.rules.areas import ancestors, called_by, code, is_common_part
from wumen.rules.instructions import GIVEN
from wumen.rules.posts import Right, Viewer
from wumen.rules.rounds import RoundKey, floor_of


@dataclass(frozen=True)
class RoundLine:
    """A round in a list: how much is owed in it and how far it is.

    `doors` are homes, `parts` common parts; `late` are the clauses that ask for what is overdue;
    `watch`: nothing is walked in it, somebody stands there.
    """

    key: str
    day: date
    win: str
    area: str
    names: tuple[str, ...]
    due_at: datetime
    doors: int
    parts: int
    due: int
    done: int
    open: int
    overdue: int
    late: frozenset[str]
    watch: bool
    floors: tuple[int, ...]


# Door by door first: the stretch of a door is found once a door and not once a duty. What is late is told as often as
# it is, for whoever reads it to make one of: to compare it here costs more than all the sums.
_LIST = AtPlace(
    """
    WITH doors AS (
        SELECT area, split_part(area, '/', -2) AS door, win, min(opens_at) AS opens_at, min(due_at) AS due_at,
            count(*) AS due, count(*) FILTER (WHERE state IN ('done', 'waived')) AS done,
            array_agg(coalesce(basis ->> 'clause', '-'))
                FILTER (WHERE due_at <= %(now)s AND state IN ('open', 'taken')) AS late,
            bool_and(what = 'watch') AS watch
        FROM duty WHERE day = %(day)s AND area >= %(lo)s AND area < %(hi)s
            AND state <> 'withdrawn' AND what <> ALL(%(given)s)
        GROUP BY area, win
    )
    SELECT win, left(area, -1 - length(door)) AS unit, min(due_at), string_agg(door, ' '),
        sum(due)::int, sum(done)::int, coalesce(sum(cardinality(late)), 0)::int,
        string_agg(array_to_string(late, ' '), ' '), bool_and(watch)
    FROM doors GROUP BY 1, 2 ORDER BY bool_and(watch), min(opens_at), 1, 2
    """,
    "day day, now timestamptz, given text[]",
    hashed=True,
)
# What the places of a place are called, and those above it: named by both, for the policy alone leaves all rows to be
# looked at one by one.
_PLACES = Kept(
    "SELECT area, name FROM area WHERE area >= %(lo)s AND area < %(hi)s"
    " UNION ALL SELECT area, name FROM area WHERE area = ANY(%(above)s)",
    "lo text, hi text, above text[]",
)
_ASKED = AtPlace(
    "SELECT 1 FROM instruction WHERE closed_as = '' AND area >= %(lo)s AND area < %(hi)s LIMIT 1",
    "",
)
_NAMES = Kept("SELECT area, name FROM area WHERE area = ANY(%(paths)s)", "paths text[]")


def names_of(units: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The names of compound, building and unit above a stretch of doors."""
    paths = {unit: called_by(unit) for unit in units}
    known: dict[str, str] = dict(
        _NAMES.rows(paths=list({one for many in paths.values() for one in many}))
    )
    return {unit: tuple(known.get(one, code(one)) for one in many) for unit, many in paths.items()}


@dataclass(frozen=True)
class RoundsOfADay:
    """The rounds of a day in a place, in the order in which their windows open, watches last.

    `rules` are those in force; `asked`: something stands that was asked for beyond them; `lying`: the parcels for the
    place, for who hands them over and nobody else.
    """

    lines: Sequence[RoundLine]
    rules: Ruled
    asked: bool
    lying: Lying | None


def rounds_of_a_day(viewer: Viewer, day: date, area: str | None = None) -> RoundsOfADay:
    """The rounds of a day with what a page of them needs, in one message to the database."""
    viewer.must(Right.SEE_REGISTER)
    held, now = within(viewer, area), clock.now()
    told = {"day": day, "now": now, "given": list(GIVEN)}
    with acting(viewer):
        rules, found, places, asked, *parcels = together(
            rules_asked(),
            _LIST.asked(viewer, held, **told),
            _PLACES.asked(lo=held.lo, hi=held.hi, above=ancestors(held.lo)),
            _ASKED.asked(viewer, held),
            *lying_asked(viewer, held),
        )
    names: dict[str, str] = dict(places)
    lines = [_line(day, unit, win, rest, names) for win, unit, *rest in found]
    told_lying = lying((Row(*row) for rows in parcels for row in rows), now)
    return RoundsOfADay(lines, read_ruled(rules), bool(asked), told_lying)


def _line(
    day: date, unit: str, win: str, row: Sequence[Any], names: Mapping[str, str]
) -> RoundLine:
    due_at, places, due, done, overdue, late, watch = row
    doors = places.split()
    return RoundLine(
        *(str(RoundKey(day, win, unit)), day, win, unit),
        names=tuple(names.get(one, code(one)) for one in called_by(unit)),
        due_at=due_at,
        doors=sum(not is_common_part(door) for door in doors),
        parts=sum(map(is_common_part, doors)),
        due=due,
        done=done,
        open=due - done,
        overdue=overdue,
        late=frozenset((late or "").split()),
        watch=watch,
        floors=tuple(sorted({floor_of(door) for door in doors}, reverse=True)),
    )


def rounds(viewer: Viewer, day: date, area: str | None = None) -> Sequence[RoundLine]:
    """The rounds of a day in a place, in their order; Problems `right_missing`, `area_not_yours`."""
    return rounds_of_a_day(viewer, day, area).lines
