"""Settles duties in sets: state, grade, reason and evidence change together with the kept counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec
from django.db import connection

from wumen.records.exchange import Rows, in_one_go, sent
from wumen.records.field_duties import hold_duties
from wumen.records.sets import array, of_day
from wumen.rules.duties import PENDING, DutyKey

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

# The duties are held already: each is found again where it lay when it was held. What several share, how they stood
# and how they end, is said once for all of them ($1 to $12), and what was settled of them is counted by it. A duty
# takes what it shares out of these columns: joined with them, each would be held against each sort. $13 on: the duties.
_SETTLE_EACH = """
    WITH settled AS (
        UPDATE duty d SET state = s.state, grade = s.grade, reason = s.reason, evidence = s.evidence,
            opens_at = coalesce(s.opens_at, d.opens_at), due_at = coalesce(s.due_at, d.due_at),
            tried = CASE WHEN s.tried_at IS NULL THEN d.tried ELSE d.tried || s.tried_at END
        FROM (SELECT lay, subject, evidence, sort, n,
                (SELECT $2::text[])[sort] AS what, (SELECT $3::text[])[sort] AS win,
                (SELECT $4::text[])[sort] AS was_state, (SELECT $5::timestamptz[])[sort] AS was_due,
                (SELECT $6::uuid[])[sort] AS owner_post, (SELECT $7::text[])[sort] AS state,
                (SELECT $8::text[])[sort] AS grade, (SELECT $9::text[])[sort] AS reason,
                (SELECT $10::timestamptz[])[sort] AS opens_at, (SELECT $11::timestamptz[])[sort] AS due_at,
                (SELECT $12::timestamptz[])[sort] AS tried_at
            FROM unnest($13::tid[], $14::uuid[], $15::text[], $16::int[])
                WITH ORDINALITY AS t(lay, subject, evidence, sort, n)) AS s
        WHERE d.day = $day AND d.ctid = s.lay AND d.what = s.what AND d.subject = s.subject
            AND d.win = s.win AND d.state = s.was_state AND d.due_at = s.was_due
            AND d.owner_post IS NOT DISTINCT FROM s.owner_post
        RETURNING s.n, s.sort
    ), many AS (
        SELECT sort, count(*) AS n FROM settled GROUP BY sort
    ), sorts AS MATERIALIZED (
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[],
            $7::text[], $8::text[], $11::timestamptz[])
            WITH ORDINALITY AS t(place, what, win, was_state, was_due, owner_post, state, grade, due_at, sort)
            JOIN many USING (sort)
    ), deltas AS (
        INSERT INTO tally (day, area, what, win, state, grade, due_at, owner_post, n)
        SELECT $day, place, what, win, was_state, '', was_due, owner_post, -n FROM sorts
        UNION ALL
        SELECT $day, place, what, win, state, coalesce(grade, ''), coalesce(due_at, was_due), owner_post, n FROM sorts
    )
    SELECT n FROM settled
"""
# Planned for a handful of rows in a small place, it would go through all that the role may see there, and go on
# doing so in a large one, for its plan is kept: where a row lies is the only way to it while it is planned.
_BY_PLACE_ALONE = """
    SELECT set_config('enable_bitmapscan', %b, true), set_config('enable_indexscan', %b, true),
        set_config('enable_seqscan', %b, true)
"""

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
    """How one duty of a day ends, or why it stays open: as `Settlement`, for one subject that is held.

    `counted`: the place whose counts it stands in. The rest says how it stood when it was held: where its row
    `lay`, its state, until when it was due, and whose it was.
    """

    what: str
    subject: str
    win: str
    counted: str
    state: str
    grade: str | None
    reason: str | None
    evidence: str
    lay: str | None
    was_state: str
    was_due: datetime
    owner_post: UUID | None
    opens_at: datetime | None = None
    due_at: datetime | None = None
    tried_at: datetime | None = None

    @property
    def sort(self) -> tuple[object, ...]:
        """What it shares with others that stood as it did and end as it does, in the order of `_SETTLE_EACH`."""
        return (
            *(self.counted, self.what, self.win, self.was_state, self.was_due, self.owner_post),
            *(self.state, self.grade, self.reason, self.opens_at, self.due_at, self.tried_at),
        )


def settle_each(day: date, some: Sequence[Settled]) -> Callable[[], int]:
    """Settle duties of a day, each in its own way, inside `in_one_go`; behind it, how many are settled.

    The caller holds their rows; each duty stands among them once. What the transaction has written since it held
    them lies elsewhere: when it is asked how many, that is held anew and settled where it lies now.
    """
    rows = _sent(day, some)

    def many() -> int:
        found = {n for (n,) in rows()}
        elsewhere = [one for n, one in enumerate(some, 1) if n not in found]
        return len(found) + (_settle_anew(day, elsewhere) if elsewhere else 0)

    return many


def _sent(day: date, some: Sequence[Settled]) -> Callable[[], Rows]:
    sent(_BY_PLACE_ALONE, ["off"] * 3)
    rows = sent(of_day(_SETTLE_EACH, day), _columns(some), binary=True)
    sent(_BY_PLACE_ALONE, ["on"] * 3)
    return rows


def _settle_anew(day: date, some: Sequence[Settled]) -> int:
    held = hold_duties(DutyKey(day, one.what, one.subject, one.win) for one in some)
    pairs = [(one, held.get(DutyKey(day, one.what, one.subject, one.win))) for one in some]
    now = [
        msgspec.structs.replace(
            one,
            lay=duty.lay,
            was_state=duty.state,
            was_due=duty.due_at,
            owner_post=duty.owner_post,
        )
        for one, duty in pairs
        if duty is not None and duty.state in PENDING
    ]
    if not now:
        return 0
    with in_one_go():
        rows = _sent(day, now)
    return len(rows())


def _columns(some: Sequence[Settled]) -> list[str]:
    """The columns of each sort and of each duty, in the order of `_SETTLE_EACH`."""
    sorts: dict[tuple[object, ...], int] = {}
    of = [sorts.setdefault(one.sort, len(sorts) + 1) for one in some]
    each: list[Sequence[object]] = [
        [one.lay for one in some],
        [one.subject for one in some],
        [one.evidence for one in some],
        of,
    ]
    return [*map(array, zip(*sorts, strict=True)), *map(array, each)]


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
