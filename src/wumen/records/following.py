"""Lets duties follow their people and places: rows and kept counts change together, in sets."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from wumen.rules.playbooks import What

# One look-up by the primary key for each what and subject: what a partition that is being filled says of
# itself would make the planner read the whole of it. The day is a constant, so that one partition is opened.
_IMAGES = """
    SELECT to_jsonb(d)::text FROM unnest(%s::text[]) AS w (what), unnest(%s::uuid[]) AS s (subject),
        LATERAL (SELECT * FROM duty WHERE day = %s AND what = w.what AND subject = s.subject
            OFFSET 0) AS d
"""
# `was` is whose the duty is now; all other columns become those of the image.
_REWRITE = """
    WITH said AS (
        SELECT s.was, r.* FROM jsonb_to_recordset(%(said)s::jsonb) AS s (was uuid, image jsonb),
            jsonb_populate_record(NULL::duty, s.image) AS r
    ), before AS (
        SELECT d.* FROM duty d JOIN said s
            ON d.day = s.day AND d.what = s.what AND d.subject = s.was AND d.win = s.win
        WHERE d.day = ANY(%(days)s) AND d.what = ANY(%(whats)s)
            AND d.subject = ANY(%(subjects)s::uuid[])
        FOR UPDATE OF d
    ), after AS (
        SELECT s.* FROM said s JOIN before b
            ON b.day = s.day AND b.what = s.what AND b.subject = s.was AND b.win = s.win
    ), changed AS (
        UPDATE duty d SET subject = a.subject, subdistrict = a.subdistrict, area = a.area,
            opens_at = a.opens_at, due_at = a.due_at, state = a.state, owner_post = a.owner_post,
            basis = a.basis, grade = a.grade, reason = a.reason, evidence = a.evidence,
            taken_by = a.taken_by, tried = a.tried
        FROM after a
        WHERE d.day = ANY(%(days)s) AND d.day = a.day AND d.what = a.what AND d.subject = a.was
            AND d.win = a.win
        RETURNING 1
    ), deltas AS (
        INSERT INTO tally (day, area, what, win, state, grade, due_at, owner_post, n)
        SELECT day, counted_at(area), what, win, state, coalesce(grade, ''), due_at, owner_post,
            sum(n)
        FROM (SELECT day, area, what, win, state, grade, due_at, owner_post, -1 AS n FROM before
            UNION ALL
            SELECT day, area, what, win, state, grade, due_at, owner_post, 1 FROM after) AS both_sides
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0
    )
    SELECT count(*) FROM changed
"""
_RENAME = """
    WITH moved AS (
        SELECT d.*, m.fresh || substr(d.area, length(m.old) + 1) AS stands
        FROM unnest(%(old)s::text[], %(fresh)s::text[]) AS m (old, fresh) JOIN duty d
            ON d.area >= m.old COLLATE "C" AND d.area < (left(m.old, -1) || '0') COLLATE "C"
        WHERE d.day = ANY(%(days)s)
    ), changed AS (
        UPDATE duty d SET area = m.stands FROM moved m
        WHERE d.day = ANY(%(days)s) AND d.day = m.day AND d.what = m.what
            AND d.subject = m.subject AND d.win = m.win
    )
    INSERT INTO tally (day, area, what, win, state, grade, due_at, owner_post, n)
    SELECT day, place, what, win, state, coalesce(grade, ''), due_at, owner_post, sum(n)
    FROM (SELECT day, counted_at(area) AS place, what, win, state, grade, due_at, owner_post,
            -1 AS n FROM moved
        UNION ALL
        SELECT day, counted_at(stands), what, win, state, grade, due_at, owner_post, 1
        FROM moved) AS both_sides
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0
"""


class DutyChange(msgspec.Struct, frozen=True):
    """How one duty came out of a change; `now` under another subject was handed on."""

    was: dict[str, Any] | None
    now: dict[str, Any]


Key = tuple[str, str, str, str]


def key_of(image: Mapping[str, Any]) -> Key:
    """What names a duty: day, what, subject, window."""
    return image["day"], image["what"], image["subject"], image["win"]


def images(days: Sequence[date], subjects: Collection[UUID]) -> dict[Key, dict[str, Any]]:
    """The duties of some people on some days, as they stand."""
    whats = [what.value for what in What]
    rows: list[dict[str, Any]] = []
    with connection.cursor() as cursor:
        for day in days:
            cursor.execute(_IMAGES, [whats, list(subjects), day])
            rows += [msgspec.json.decode(row, type=dict[str, Any]) for (row,) in cursor.fetchall()]
    return {key_of(row): row for row in rows}


def differences(
    before: Mapping[Key, dict[str, Any]], after: Mapping[Key, dict[str, Any]]
) -> list[DutyChange]:
    """What became of duties between two looks; one that was handed on stands under its new subject."""
    gone = {
        (day, what, win): key for key in before if key not in after for day, what, _, win in [key]
    }
    found = []
    for key, now in sorted(after.items()):
        day, what, _, win = key
        was = before.get(key) or before.get(gone.get((day, what, win), key))
        if was != now:
            found.append(DutyChange(was, now))
    return found


def rewrite(said: Sequence[tuple[str, Mapping[str, Any]]]) -> int:
    """Make duties what the images say, each found by its subject now; how many stood to be changed."""
    if not said:
        return 0
    rows = [{"was": was, "image": image} for was, image in said]
    with connection.cursor() as cursor:
        cursor.execute(
            _REWRITE,
            {
                "said": msgspec.json.encode(rows).decode(),
                "days": sorted({date.fromisoformat(image["day"]) for _, image in said}),
                "whats": sorted({image["what"] for _, image in said}),
                "subjects": sorted({was for was, _ in said}),
            },
        )
        return int(cursor.fetchone()[0])


def rename(paths: Mapping[str, str], days: Sequence[date]) -> None:
    """Let the duties of some days stand under the new paths of their places, settled ones too."""
    with connection.cursor() as cursor:
        cursor.execute(
            _RENAME, {"old": list(paths), "fresh": list(paths.values()), "days": list(days)}
        )
