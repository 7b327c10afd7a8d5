"""Counts the duties of a day: those of now off the kept counts, those of a past instant by their evidence."""

from typing import Any

from wumen.queries.figures.asked import HELD, Asked, inside, rows_of
from wumen.records import clock
from wumen.rules.duties import PENDING
from wumen.rules.figures import DutyRow, Value, duty_values
from wumen.rules.playbooks import What
from wumen.rules.sampling_rounds.standing import REASONS_COUNTED, known_why
from wumen.rules.time import business_day

_NOW = f"""
    SELECT held.nr, t.what, t.due_at, t.state, t.grade, sum(t.n)::bigint
    FROM {HELD} JOIN tally t ON t.day = %(day)s AND {inside("t")}
    WHERE t.state <> 'withdrawn'
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(t.n) <> 0
"""
# What was settled after the instant was open then; evidence that the viewer may not see has no hour.
_THEN = f"""
    SELECT held.nr, d.what, d.due_at,
        CASE WHEN d.state IN ('open', 'taken') OR e.made_at > %(at)s THEN 'open' ELSE d.state END,
        CASE WHEN e.made_at > %(at)s THEN '' ELSE coalesce(d.grade, '') END,
        count(*), bool_or(d.state IN ('done', 'waived') AND e.made_at IS NULL)
    FROM {HELD} JOIN duty d ON d.day = %(day)s AND {inside("d")}
    LEFT JOIN event e ON d.state IN ('done', 'waived')
        AND e.arrived_on = split_part(d.evidence, '/', 1)::date
        AND e.arrived_on <= %(last)s
        AND e.writer = split_part(d.evidence, '/', 2)::uuid
        AND e.seq = split_part(d.evidence, '/', 3)::bigint
    WHERE d.state <> 'withdrawn'
    GROUP BY 1, 2, 3, 4, 5
"""
_PLANNED = """
    SELECT DISTINCT day FROM tally WHERE day = %(day)s
"""


def _by_place(asked: Asked, rows: list[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
    found: list[list[tuple[Any, ...]]] = [[] for _ in asked.places]
    for nr, *row in rows:
        found[nr - 1].append(tuple(row))
    return found


def _as_rows(rows: list[tuple[Any, ...]]) -> list[DutyRow]:
    return [DutyRow(what, due, state, grade, n) for what, due, state, grade, n, *_ in rows]


def duties(asked: Asked) -> list[dict[str, Value]]:
    """What is owed, done by grade, open, overdue and missed, of all and of each measure.

    Of a past instant all is unknown where nothing was ever planned for its day, or where somebody settled
    something at an hour that the viewer may not see.
    """
    if not asked.passed:
        rows = _by_place(asked, rows_of(_NOW, asked.bounds()))
        return [duty_values(_as_rows(one), asked.at) for one in rows]
    keys = list(duty_values([], asked.at))
    if not rows_of(_PLANNED, asked.bounds()):
        return asked.each(keys, None)
    last = business_day(clock.real_now())
    found = _by_place(asked, rows_of(_THEN, asked.bounds(last=last)))
    return [
        dict.fromkeys(keys, None)
        if any(unseen for *_, unseen in one)
        else duty_values(_as_rows(one), asked.at)
        for one in found
    ]


_WHYS = f"""
    SELECT held.nr, d.reason, count(*)
    FROM {HELD} JOIN duty d ON d.day = %(day)s AND d.what = %(what)s AND {inside("d")}
    WHERE d.state = ANY(%(pending)s) GROUP BY 1, 2
"""


def reasons(asked: Asked) -> list[dict[str, Value]]:
    """Why samples are not taken yet: the reasons that were said at the doors; of a past instant unknown."""
    keys = [f"sampling.why.{one}" for one in REASONS_COUNTED]
    if asked.passed:
        return asked.each(keys, None)
    found = asked.each(keys, 0)
    pending = [str(one) for one in PENDING]
    for nr, said, many in rows_of(_WHYS, asked.bounds(what=str(What.SAMPLING), pending=pending)):
        key = f"sampling.why.{known_why(said) or 'unsaid'}"
        found[nr - 1][key] = (found[nr - 1][key] or 0) + many
    return found
