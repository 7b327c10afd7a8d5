"""Settles duties in sets: state, grade, reason and evidence change together with the kept counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec
from django.db import connection

from wumen.records.exchange import ask, in_one_go, sent
from wumen.records.sets import array, of_day

# The day stands in each WHERE as a constant: of hundreds of partitions only its own is planned for.
_SETTLE = """
    WITH before AS (
        SELECT d.* FROM duty d
        WHERE d.day = %(day)s AND d.what = %(what)s AND d.win = %(win)s
            AND d.subject = ANY(%(subjects)s::uuid[]) AND d.state IN ('open', 'taken')
        FOR UPDATE
    ), settled AS (
        UPDATE duty d SET state = %(state)s, grade = %(grade)s, reason = %(reason)s,
            evidence = %(evidence)s, taken_by = coalesce(%(taken_by)s::uuid, d.taken_by),
            opens_at = coalesce(%(opens_at)s::timestamptz, d.opens_at),
            due_at = coalesce(%(due_at)s::timestamptz, d.due_at),
            tried = d.tried || %(tried)s::timestamptz[]
        FROM before b
        WHERE d.day = %(day)s AND d.what = b.what AND d.subject = b.subject AND d.win = b.win
        RETURNING d.subject
    ), deltas AS (
        INSERT INTO tally (day, area, what, win, state, grade, due_at, owner_post, n)
        SELECT day, counted_at(area), what, win, state, '', due_at, owner_post, -count(*)
        FROM before GROUP BY 1, 2, 3, 4, 5, 7, 8
        UNION ALL
        SELECT day, counted_at(area), what, win, %(state)s, coalesce(%(grade)s::text, ''),
            coalesce(%(due_at)s::timestamptz, due_at), owner_post, count(*)
        FROM before GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    )
    SELECT subject FROM settled
"""

# The duties are held already: each is found again where it lay when it was held. `$found` says how.
_SETTLE_EACH = """
    WITH said AS MATERIALIZED (
        SELECT * FROM unnest(%b::tid[], %b::text[], %b::text[], %b::uuid[], %b::text[], %b::text[],
            %b::text[], %b::text[], %b::text[], %b::timestamptz[], %b::timestamptz[],
            %b::timestamptz[])
            AS t(lay, place, what, subject, win, state, grade, reason, evidence, opens_at, due_at, tried_at)
    ), before AS MATERIALIZED (
        SELECT d.ctid AS at_row, s.place, d.state AS was_state, d.due_at AS was_due,
            d.owner_post, s.what, s.subject, s.win, s.state AS now_state,
            s.grade AS now_grade, s.reason AS now_reason, s.evidence AS now_evidence,
            coalesce(s.opens_at, d.opens_at) AS now_opens, coalesce(s.due_at, d.due_at) AS now_due,
            s.tried_at
        FROM said s, $found WHERE d.state IN ('open', 'taken')
    ), settled AS (
        UPDATE duty d SET state = b.now_state, grade = b.now_grade, reason = b.now_reason,
            evidence = b.now_evidence, opens_at = b.now_opens, due_at = b.now_due,
            tried = CASE WHEN b.tried_at IS NULL THEN d.tried ELSE d.tried || b.tried_at END
        FROM before b WHERE d.day = $day AND d.ctid = b.at_row
            AND d.ctid = ANY(ARRAY(SELECT at_row FROM before))
        RETURNING d.what, d.subject, d.win
    ), deltas AS (
        INSERT INTO tally (day, area, what, win, state, grade, due_at, owner_post, n)
        SELECT $day, place, what, win, was_state, '', was_due, owner_post, -count(*)
        FROM before GROUP BY 2, 3, 4, 5, 7, 8
        UNION ALL
        SELECT $day, place, what, win, now_state, coalesce(now_grade, ''), now_due,
            owner_post, count(*)
        FROM before GROUP BY 2, 3, 4, 5, 6, 7, 8
    )
    SELECT what, subject, win FROM said s WHERE NOT EXISTS (
        SELECT FROM settled b WHERE b.what = s.what AND b.subject = s.subject AND b.win = s.win)
"""
_WHERE_IT_LAY = _SETTLE_EACH.replace(
    "$found",
    "LATERAL (SELECT ctid, duty.* FROM duty WHERE day = $day AND ctid = s.lay"
    " AND what = s.what AND subject = s.subject AND win = s.win) d",
)
# Planned for a handful of rows in a small place, it would go through all that the role may see there, and go on
# doing so in a large one, for its plan is kept: where a row lies is the only way to it while it is planned.
_BY_PLACE_ALONE = """
    SELECT set_config(way, %b, true) FROM unnest(ARRAY['enable_bitmapscan', 'enable_indexscan', 'enable_seqscan'])
        AS ways (way)
"""
# What was settled or opened again since it was held lies elsewhere; one look by the primary key for each.
_BY_ITS_KEY = _SETTLE_EACH.replace(
    "$found",
    "LATERAL (SELECT ctid, duty.* FROM duty WHERE day = $day AND what = s.what"
    " AND subject = s.subject AND win = s.win OFFSET 0) d",
)


_REOPEN = """
    WITH before AS (
        SELECT d.* FROM duty d
        WHERE d.day = %(day)s AND d.what = %(what)s AND d.win = %(win)s
            AND d.subject = %(subject)s AND d.state IN ('done', 'waived')
        FOR UPDATE
    ), opened AS (
        UPDATE duty d SET state = 'open', grade = NULL, reason = NULL, evidence = NULL
        FROM before b
        WHERE d.day = %(day)s AND d.what = b.what AND d.subject = b.subject AND d.win = b.win
    )
    INSERT INTO tally (day, area, what, win, state, grade, due_at, owner_post, n)
    SELECT day, counted_at(area), what, win, state, coalesce(grade, ''), due_at, owner_post, -1
    FROM before
    UNION ALL
    SELECT day, counted_at(area), what, win, 'open', '', due_at, owner_post, 1 FROM before
"""


@dataclass(frozen=True)
class Settlement:
    """How duties of one what and window end, or why they stay open.

    `evidence` may be left to None by what settles nothing, `taken_by` names the post that took them.
    `tried_at`: a visit that met nobody counts; then `opens_at` and `due_at` say when the next one is due.
    """

    day: date
    what: str
    win: str
    subjects: Sequence[UUID]
    state: str
    grade: str | None
    reason: str | None
    evidence: str | None
    taken_by: UUID | None = None
    opens_at: datetime | None = None
    due_at: datetime | None = None
    tried_at: datetime | None = None


def settle(settlement: Settlement) -> list[UUID]:
    """Settle those of the duties that are open or taken, and say which these were."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE,
            {
                "day": settlement.day,
                "what": settlement.what,
                "win": settlement.win,
                "subjects": list(settlement.subjects),
                "state": settlement.state,
                "grade": settlement.grade,
                "reason": settlement.reason,
                "evidence": settlement.evidence,
                "taken_by": settlement.taken_by,
                "opens_at": settlement.opens_at,
                "due_at": settlement.due_at,
                "tried": [settlement.tried_at] if settlement.tried_at else [],
            },
        )
        return [subject for (subject,) in cursor.fetchall()]


class Settled(msgspec.Struct, frozen=True, gc=False):
    """How one duty of a day ends, or why it stays open: as `Settlement`, for one subject.

    `counted`: the place whose counts it stands in. `lay`: where its row was when it was held.
    """

    what: str
    subject: UUID
    win: str
    counted: str
    state: str
    grade: str | None
    reason: str | None
    evidence: str
    opens_at: datetime | None = None
    due_at: datetime | None = None
    tried_at: datetime | None = None
    lay: str | None = None


def settle_each(day: date, some: Sequence[Settled]) -> int:
    """Settle duties of a day, each in its own way, in one statement; how many.

    The caller holds their rows; each duty stands among them once.
    """
    with in_one_go():
        sent(_BY_PLACE_ALONE, ["off"])
        rows = sent(of_day(_WHERE_IT_LAY, day), _columns(some))
        sent(_BY_PLACE_ALONE, ["on"])
    missing = set(rows())
    if missing:
        elsewhere = [one for one in some if (one.what, one.subject, one.win) in missing]
        missing = set(ask(of_day(_BY_ITS_KEY, day), _columns(elsewhere)))
    return len(some) - len(missing)


def _columns(some: Sequence[Settled]) -> list[str]:
    """The columns of what was said, in the order of `_SETTLE_EACH`."""
    columns = [
        [one.lay for one in some],
        [one.counted for one in some],
        [one.what for one in some],
        [one.subject for one in some],
        [one.win for one in some],
        [one.state for one in some],
        [one.grade for one in some],
        [one.reason for one in some],
        [one.evidence for one in some],
        [one.opens_at for one in some],
        [one.due_at for one in some],
        [one.tried_at for one in some],
    ]
    return [*map(array, columns)]


def reopen(day: date, what: str, win: str, subject: UUID) -> None:
    """Make a settled duty one to be done again: what was said of it turned out not to be so."""
    with connection.cursor() as cursor:
        cursor.execute(_REOPEN, {"day": day, "what": what, "win": win, "subject": subject})


def fold(day: date) -> int:
    """Fold the counts of a day to one row each; how many rows went away."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH gone AS (DELETE FROM tally WHERE day = %s RETURNING *),
            kept AS (
                INSERT INTO tally (day, area, what, win, state, grade, due_at, owner_post, n)
                SELECT day, area, what, win, state, grade, due_at, owner_post, sum(n)
                FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0 ORDER BY area RETURNING 1)
            SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept)
            """,
            [day],
        )
        return int(cursor.fetchone()[0])
