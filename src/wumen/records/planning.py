"""Reconciles the duties of a day, set by set: SQL multiplies what the rules decided once per context."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, connection, transaction

from wumen.records.sets import array
from wumen.rules.areas import Span, subdistrict
from wumen.rules.instructions import GIVEN
from wumen.rules.playbooks import What
from wumen.rules.visits import Again


@dataclass(frozen=True)
class Demand:
    """One what and window owed by everything of a kind in a span, by one `subject`, or by a `group` of them.

    A group is named by a number; who is in it stands in the plan's `members`.
    A demand of the kind `given` is an instruction's: its duty stands where its span begins.
    """

    kind: str
    facility: str
    span: Span
    subject: UUID | None
    counted: str
    subdistrict: str
    what: str
    win: str
    opens_at: datetime
    due_at: datetime
    owner: UUID | None
    basis: dict[str, object]
    group: int | None = None
    again: Again | None = None


@dataclass(frozen=True)
class Plan:
    """A day, a part of the tree, and all that is owed there; `subjects` narrows it to some of them.

    `apart`: the residents and households whose duties stand in demands of their own. `members`: who is in
    which group.
    """

    day: date
    now: datetime
    within: Span
    demands: Sequence[Demand]
    apart: Sequence[UUID]
    subjects: Sequence[UUID] | None = None
    # Where the subjects live now: what they owe no more goes there too, for it may be owed again.
    door: str | None = None
    members: Sequence[tuple[UUID, int]] = ()
    # Whether instructions alone are reconciled, whatever clauses ask for.
    given_alone: bool = False
    # Where some places inside the span alone are reconciled, with no other demands.
    parts: Sequence[Span] = ()


@dataclass(frozen=True)
class Changes:
    """How many duties a reconciliation made, moved, revived and withdrew."""

    made: int
    moved: int
    revived: int
    withdrawn: int


# Subjects of each kind with the place at which their duties stand. What is no door stands in a part of
# its own behind its building or unit, `0-p/` or `500-p/` for floor 5: it is counted and walked with it.
_WANTED = """
    WITH demand AS (
        SELECT * FROM jsonb_to_recordset(%(demands)s::jsonb)
            AS t(n int, kind text, facility text, lo text, hi text, grp int, counted text,
                subdistrict text, what text, win text, opens_at timestamptz, due_at timestamptz,
                owner uuid, basis jsonb, visits int, after interval, until timestamptz)
    ), member AS (
        SELECT * FROM unnest(%(members)s::uuid[], %(groups)s::int[]) AS t(subject, grp)
    ){attended}, wanted AS NOT MATERIALIZED (
        SELECT d.*, r.id AS subject, r.area
        FROM demand d JOIN resident r
            ON r.area COLLATE "C" >= d.lo COLLATE "C" AND r.area COLLATE "C" < d.hi COLLATE "C"
        WHERE d.kind = 'resident' AND d.grp IS NULL AND d.due_at > r.since AND {here}
            AND r.id <> ALL(%(apart)s::uuid[]) AND {only_residents}
        UNION ALL
        SELECT d.*, r.id, r.area
        FROM demand d JOIN member m ON m.grp = d.grp JOIN resident r ON r.id = m.subject
        WHERE d.kind = 'resident' AND d.due_at > r.since AND {here} AND {only_residents}
        {others}
    )
"""
# Who is away owes nothing at her door; on the day of return she is back.
_HERE = """(r.away_since IS NULL OR r.away_since > %(day)s OR coalesce(r.away_until <= %(day)s, false))"""
# The homes at whose door somebody is, or may be: `rules.homes.is_attended`, once for all demands.
_ATTENDED = """, attended AS MATERIALIZED (
        SELECT h.id FROM household h LEFT JOIN (
            SELECT r.household_id, bool_or({here}) AS here FROM resident r
            WHERE {only_people} GROUP BY 1) p ON p.household_id = h.id
        WHERE h.state <> 'empty' AND coalesce(p.here, h.state <> 'shop') AND {only_households}
    )"""
# Left out where no rule in force speaks of them: most days of most offices are residents' alone.
# OFFSET 0 keeps each demand to the doors of its own span: joined freely, every home would meet every demand.
_HOUSEHOLDS = """
        UNION ALL
        SELECT d.*, h.id, h.area
        FROM demand d, LATERAL (SELECT * FROM household h
            WHERE h.area COLLATE "C" >= d.lo COLLATE "C" AND h.area COLLATE "C" < d.hi COLLATE "C"
                AND h.id <> ALL(%(apart)s::uuid[]) AND {only_households} OFFSET 0) h
        JOIN attended a ON a.id = h.id
        WHERE d.kind = 'household' AND d.grp IS NULL AND d.due_at > h.registered_at
        UNION ALL
        SELECT d.*, h.id, h.area
        FROM demand d JOIN member m ON m.grp = d.grp JOIN household h ON h.id = m.subject
        JOIN attended a ON a.id = h.id
        WHERE d.kind = 'household' AND d.due_at > h.registered_at AND {only_households}
"""
_FACILITIES = """
        UNION ALL
        SELECT d.*, f.id, f.area || coalesce(f.floor || '00', '0') || '-p/'
        FROM demand d, LATERAL (SELECT * FROM facility f
            WHERE f.area COLLATE "C" >= d.lo COLLATE "C" AND f.area COLLATE "C" < d.hi COLLATE "C"
                AND f.kind = d.facility AND f.closed_at IS NULL OFFSET 0) f
        WHERE d.kind = 'facility'
"""
_PLACES = """
        UNION ALL
        SELECT d.*, md5(a.area)::uuid, a.area || '0-p/'
        FROM demand d, LATERAL (SELECT kind, area, left(area, -1) || '0' AS hi FROM area
            WHERE area COLLATE "C" >= d.lo COLLATE "C" AND area COLLATE "C" < d.hi COLLATE "C"
                AND kind IN ('compound', 'building', 'unit') OFFSET 0) a
        WHERE d.kind IN ('gate', 'stairwell') AND CASE a.kind
            WHEN 'compound' THEN d.kind = 'gate'
            WHEN 'unit' THEN d.kind = 'stairwell'
            ELSE d.kind = 'stairwell' AND NOT EXISTS (SELECT 1 FROM area u WHERE u.kind = 'unit'
                AND u.area COLLATE "C" > a.area AND u.area COLLATE "C" < a.hi) END
"""
# An instruction stands at one place, whoever lives there: it is not forgotten when its subject is gone.
_GIVEN = """
        UNION ALL
        SELECT d.*, m.subject, d.lo FROM demand d JOIN member m ON m.grp = d.grp
        WHERE d.kind = 'given' AND {only_given}
"""
_STANDING_WITHIN = """
    SELECT * FROM duty
    WHERE day = %(day)s AND area >= %(within_lo)s AND area < %(within_hi)s
"""
_IN_PART = "area >= %(part_lo_{0})s AND area < %(part_hi_{0})s"
_STANDING_GIVEN = _STANDING_WITHIN + " AND what = ANY(%(given)s::text[])"
# One look-up by the primary key for each what and subject, whatever a partition that is being filled says.
_STANDING_OF_SOME = """
    SELECT d.* FROM unnest(%(whats)s::text[]) AS w (what), unnest(%(subjects)s::uuid[]) AS s (subject),
        LATERAL (SELECT * FROM duty WHERE day = %(day)s AND what = w.what AND subject = s.subject
            OFFSET 0) AS d
"""
# After visits that met nobody a duty opens later and is due later: rules/visits.py in SQL.
_REVISIT = """(SELECT max(t) + w.after FROM unnest(d.tried[1:w.visits - 1]) AS t
                WHERE t + w.after < w.until)"""
_OPENS = f"CASE WHEN d.tried <> '{{}}' THEN greatest(w.opens_at, {_REVISIT}) ELSE w.opens_at END"
_DUE = (
    f"CASE WHEN d.tried <> '{{}}' AND {_REVISIT} IS NOT NULL THEN greatest(w.due_at, w.until)"
    " ELSE w.due_at END"
)
_CHANGED_WITHIN = """
        UPDATE duty d SET state = c.state, area = c.area, subdistrict = c.subdistrict,
            opens_at = c.opens_at, due_at = c.due_at, owner_post = c.owner, basis = c.basis
        FROM joined c
        WHERE NOT c.missing AND d.day = %(day)s AND d.what = c.what AND d.subject = c.subject
            AND d.win = c.win"""
# The same for a few, who are all there: an update would look for them through the whole day where a
# partition that is being filled seems empty; a conflict is found by the primary key.
_CHANGED_OF_SOME = """
        INSERT INTO duty (day, what, subject, win, subdistrict, area, opens_at, due_at, state,
            owner_post, basis)
        SELECT %(day)s, what, subject, win, subdistrict, area, opens_at, due_at, state, owner, basis
        FROM joined WHERE NOT missing
        ON CONFLICT (day, what, subject, win) DO UPDATE SET state = excluded.state,
            area = excluded.area, subdistrict = excluded.subdistrict, opens_at = excluded.opens_at,
            due_at = excluded.due_at, owner_post = excluded.owner_post, basis = excluded.basis"""
# One pass over what is wanted and what stands: `joined` keeps what is missing and what differs.
_RECONCILE = """
    , standing AS NOT MATERIALIZED ({standing}),
    joined AS MATERIALIZED (
        SELECT d.subject IS NULL AS missing, w.subject IS NOT NULL AS wanted, w.counted,
            d.area AS old_area, d.state AS old_state, d.due_at AS old_due,
            d.owner_post AS old_owner, coalesce(w.what, d.what) AS what,
            coalesce(w.subject, d.subject) AS subject, coalesce(w.win, d.win) AS win,
            CASE WHEN w.subject IS NULL THEN 'withdrawn'
                 WHEN d.state IS NULL OR d.state = 'withdrawn' THEN 'open' ELSE d.state END AS state,
            coalesce(w.area, %(door)s::text, d.area) AS area,
            coalesce(w.subdistrict, %(door_subdistrict)s::text, d.subdistrict) AS subdistrict,
            coalesce({opens}, d.opens_at) AS opens_at, coalesce({due}, d.due_at) AS due_at,
            CASE WHEN w.subject IS NULL THEN d.owner_post ELSE w.owner END AS owner,
            coalesce(w.basis, d.basis) AS basis
        FROM standing d FULL JOIN wanted w
            ON w.what = d.what AND w.subject = d.subject AND w.win = d.win
        WHERE d.subject IS NULL OR (
            d.due_at > %(now)s AND d.state IN ('open', 'taken', 'withdrawn')
            AND CASE WHEN w.subject IS NULL
                    THEN d.state <> 'withdrawn' OR d.area <> coalesce(%(door)s::text, d.area)
                ELSE d.state = 'withdrawn' OR d.area <> w.area OR d.opens_at <> {opens}
                    OR d.due_at <> {due} OR d.owner_post IS DISTINCT FROM w.owner
                    OR d.basis <> w.basis END)
    ), made AS (
        INSERT INTO duty (day, what, subject, win, subdistrict, area, opens_at, due_at, state,
            owner_post, basis)
        SELECT %(day)s, what, subject, win, subdistrict, area, opens_at, due_at, state, owner, basis
        FROM joined WHERE missing
        {unless_unseen}
    ), changed AS ({changed}
    ), deltas AS (
        INSERT INTO tally (day, area, what, win, state, due_at, owner_post, n)
        SELECT * FROM (
            SELECT %(day)s::date, counted, what, win, state, due_at, owner, count(*)
            FROM {counted} WHERE missing GROUP BY counted, what, win, state, due_at, owner
            UNION ALL
            SELECT %(day)s, counted_at(area), what, win, state, due_at, owner, sum(n) FROM (
                SELECT old_area AS area, what, win, old_state AS state, old_due AS due_at,
                    old_owner AS owner, -1 AS n FROM joined WHERE NOT missing
                UNION ALL SELECT area, what, win, state, due_at, owner, 1 FROM joined
                    WHERE NOT missing) AS moves
            GROUP BY counted_at(area), what, win, state, due_at, owner HAVING sum(n) <> 0
        ) AS counts ORDER BY counted)
    SELECT (SELECT count(*) FROM {counted} WHERE missing),
        count(*) FILTER (WHERE NOT missing AND wanted AND old_state <> 'withdrawn'),
        count(*) FILTER (WHERE NOT missing AND wanted AND old_state = 'withdrawn'),
        count(*) FILTER (WHERE NOT missing AND NOT wanted AND old_state <> 'withdrawn')
    FROM joined
"""
# A partition that is being filled looks empty to the planner, and a nested loop would read it once a
# row; ranges of doors have no other join and keep theirs. The memory is for one hash of a day.
_WHOLE_DAY = """
    SET LOCAL enable_nestloop TO off; SET LOCAL work_mem TO '64MB';
    SET LOCAL hash_mem_multiplier TO 4
"""
_AS_BEFORE = """
    SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL work_mem TO DEFAULT;
    SET LOCAL hash_mem_multiplier TO DEFAULT
"""


def _group(n: int, demand: Demand) -> int | None:
    """The group of a demand; one of a single subject is a group of its own, below zero."""
    return demand.group if demand.subject is None else -1 - n


def _members(plan: Plan) -> list[tuple[UUID, int]]:
    """Who is in which group, single subjects too."""
    alone = [(one.subject, -1 - n) for n, one in enumerate(plan.demands) if one.subject is not None]
    return [*plan.members, *alone]


def _row(n: int, demand: Demand) -> dict[str, Any]:
    """A demand as the statement reads it."""
    again = demand.again
    return {
        "n": n,
        "kind": demand.kind,
        "facility": demand.facility,
        "lo": demand.span.lo,
        "hi": demand.span.hi,
        "grp": _group(n, demand),
        "counted": demand.counted,
        "subdistrict": demand.subdistrict,
        "what": demand.what,
        "win": demand.win,
        "opens_at": demand.opens_at,
        "due_at": demand.due_at,
        "owner": demand.owner,
        "basis": demand.basis,
        "visits": again.visits if again else 1,
        "after": again.after if again else None,
        "until": again.until if again else None,
    }


def _parameters(plan: Plan) -> dict[str, Any]:
    """The demands as one text, for a list would be quoted item by item; and what narrows the plan."""
    members = _members(plan)
    return {
        "demands": msgspec.json.encode([_row(*one) for one in enumerate(plan.demands)]).decode(),
        "members": array([subject for subject, _group in members]),
        "groups": [group for _subject, group in members],
        "apart": array(list(plan.apart)),
        "day": plan.day,
        "now": plan.now,
        "within_lo": plan.within.lo,
        "within_hi": plan.within.hi,
        "subjects": list(plan.subjects or []),
        "whats": [what.value for what in What],
        "given": [what.value for what in GIVEN],
        **{f"part_lo_{n}": one.lo for n, one in enumerate(plan.parts)},
        **{f"part_hi_{n}": one.hi for n, one in enumerate(plan.parts)},
        "door": plan.door,
        "door_subdistrict": subdistrict(plan.door) if plan.door else None,
    }


def lock(day: date, subdistricts: Iterable[str]) -> None:
    """Let one reconciliation at a time work on a sub-district and day; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(code), %s) FROM unnest(%s::text[]) AS code",
            [day.toordinal(), sorted(set(subdistricts))],
        )


# Of a sub-district and a day, as `lock` holds it alone; for rows of `place` and `day`.
LOCK_FOR_SETTLING = "pg_advisory_xact_lock_shared(hashtext(place), day)"


def lock_for_settling(day: date, subdistrict: str) -> None:
    """Keep reconciliations away while duties are settled; many may settle at once.

    To be taken before the duties are read: a plan that read them earlier would put back what it saw.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {LOCK_FOR_SETTLING} FROM (VALUES (%s, %s)) AS settled (place, day)",
            [subdistrict, day.toordinal()],
        )


# What a resident owed elsewhere under the same key stands where she owed it, perhaps unseen: then the
# rows that were made are counted one by one, which takes twice the time.
_PLAIN = {"unless_unseen": "", "counted": "joined"}
_CAREFUL = {
    "unless_unseen": "ON CONFLICT DO NOTHING RETURNING what, subject, win",
    "counted": "joined JOIN made USING (what, subject, win)",
}


def _statement(plan: Plan, way: Mapping[str, str]) -> str:
    """The reconciliation of a whole span, or of some residents and households wherever theirs stand."""
    kinds = {one.kind for one in plan.demands}
    if plan.subjects is None:
        only = people = "{0}.area >= %(within_lo)s AND {0}.area < %(within_hi)s"
        standing, changed = _STANDING_WITHIN, _CHANGED_WITHIN
        others = _FACILITIES if "facility" in kinds else ""
        others += _PLACES if kinds & {"gate", "stairwell"} else ""
    else:
        only, others = "{0}.id = ANY(%(subjects)s::uuid[])", ""
        people = "{0}.household_id = ANY(%(subjects)s::uuid[])"
        standing, changed = _STANDING_OF_SOME, _CHANGED_OF_SOME
    attended = ""
    if plan.parts:
        standing += f" AND ({' OR '.join(map(_IN_PART.format, range(len(plan.parts))))})"
    if plan.given_alone:
        standing = _STANDING_GIVEN
    if "given" in kinds:
        one_of = "true" if plan.subjects is None else "m.subject = ANY(%(subjects)s::uuid[])"
        others += _GIVEN.format(only_given=one_of)
    if "household" in kinds:
        others += _HOUSEHOLDS.format(only_households=only.format("h"))
        attended = _ATTENDED.format(
            here=_HERE, only_people=people.format("r"), only_households=only.format("h")
        )
    wanted = _WANTED.format(
        attended=attended, here=_HERE, only_residents=only.format("r"), others=others
    )
    said = {"standing": standing, "changed": changed, "opens": _OPENS, "due": _DUE}
    return wanted + _RECONCILE.format(**said, **way)


def _run(plan: Plan, way: Mapping[str, str]) -> Changes:
    """Reconcile in one statement, all of it or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_statement(plan, way), _parameters(plan))
        return Changes(*cursor.fetchone())


def reconcile(plan: Plan) -> Changes:
    """Make what is missing, revive, move and withdraw; what is done, waived or past stays as it is.

    A row outside the caller's scope is neither seen nor counted: what stands there under the same key
    stays, and nothing is made beside it.
    """
    if plan.subjects is None:
        with connection.cursor() as cursor:
            cursor.execute(_WHOLE_DAY)
    try:
        changes = _run(plan, _PLAIN)
    except IntegrityError:
        changes = _run(plan, _CAREFUL)
    if plan.subjects is None:
        with connection.cursor() as cursor:
            cursor.execute(_AS_BEFORE)
    return changes
