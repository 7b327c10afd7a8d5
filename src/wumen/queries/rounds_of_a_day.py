"""The rounds of a day in a list: how much is owed in each and how far it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

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


# Door by door first: the stretch of a door is made once a door and not once a duty. Doors are told and grouped
# from the last / of the place on: what is the same in all of them costs more to compare than all the rest.
_LIST = AtPlace(
    """
    WITH doors AS (
        SELECT substr(area, %(from)s) AS area, win, min(opens_at) AS opens_at, min(due_at) AS due_at,
            count(*)::int AS due,
            (count(*) FILTER (WHERE state IN ('done', 'waived')))::int AS done,
            (count(*) FILTER (WHERE due_at <= %(now)s AND state IN ('open', 'taken')))::int AS overdue,
            string_agg(coalesce(basis ->> 'clause', '-'), ' ')
                FILTER (WHERE due_at <= %(now)s AND state IN ('open', 'taken')) AS late,
            bool_and(what = 'watch') AS watch
        FROM duty WHERE day = %(day)s AND area >= %(lo)s AND area < %(hi)s
            AND state <> 'withdrawn' AND what <> ALL(%(given)s)
        GROUP BY 1, 2
    )
    SELECT win, left(area, -strpos(substr(reverse(area), 2), '/')) AS unit, min(due_at),
        string_agg(area, ' '), sum(due), sum(done), sum(overdue), string_agg(DISTINCT late, ' '), bool_and(watch)
    FROM doors GROUP BY 1, 2 ORDER BY bool_and(watch), min(opens_at), 1, 2
    """,
    "day day, now timestamptz, from integer, given text[]",
    hashed=True,
)
# What the places of a place are called, and those above it.
_PLACES = AtPlace(
    "SELECT area, name FROM area WHERE area >= %(lo)s AND area < %(hi)s OR area = ANY(%(above)s)",
    "above text[]",
)
_ASKED = AtPlace(
    "SELECT 1 FROM instruction WHERE closed_as = '' AND area >= %(lo)s AND area < %(hi)s LIMIT 1",
    "",
)
_NAMES = Kept("SELECT area, name FROM area WHERE area = ANY(%(paths)s)", "paths text[]")


def names_of(units: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The names of compound, building and unit above a stretch of doors."""
    paths = {unit: called_by(unit) for unit in units}
    known = dict(_NAMES.rows(paths=list({one for many in paths.values() for one in many})))
    return {unit: tuple(known.get(one, code(one)) for one in many) for unit, many in paths.items()}


@dataclass(frozen=True)
class RoundsOfADay:
    """The rounds of a day in a place, in the order in which their windows open, watches last.

    `rules` are those in force; `asked`: something stands that was asked for beyond them.
    """

    lines: Sequence[RoundLine]
    rules: Ruled
    asked: bool


def rounds_of_a_day(viewer: Viewer, day: date, area: str | None = None) -> RoundsOfADay:
    """The rounds of a day with what a page of them needs, in one message to the database."""
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    told = {"day": day, "now": clock.now(), "from": len(held.lo), "given": list(GIVEN)}
    with acting(viewer):
        rules, found, places, asked = together(
            rules_asked(),
            _LIST.asked(viewer, held, **told),
            _PLACES.asked(viewer, held, above=ancestors(held.lo)),
            _ASKED.asked(viewer, held),
        )
    names, above = dict(places), held.lo[:-1]
    lines = [_line(day, above + unit, win, rest, names) for win, unit, *rest in found]
    return RoundsOfADay(lines, read_ruled(rules), bool(asked))


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
