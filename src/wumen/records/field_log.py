"""Field events in the log: a phone's writer held while its run is appended, and what is kept aside of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from wumen.records.exchange import ask, sent
from wumen.records.sets import array, binding
from wumen.rules.chain import GENESIS, Linked
from wumen.rules.field.envelope import HASH_BYTES, Came, Clear, columns_of, read_event
from wumen.rules.time import business_day

_HOLD = "SELECT * FROM writers_held(%b::bytea[], %b::uuid[])"
_KNOWN = "SELECT seq, hash FROM event_key WHERE writer = %b AND seq = ANY(%b::bigint[])"
_ASIDE = "SELECT body, why FROM held WHERE writer = %b"
# Events that follow one another mostly say the same in clear but for number, hour and id: what they share goes once
# a stretch ($1 to $12). $13 and $14: day and hour of arrival. Of each event alone: ids ($15), hours ($16), texts end to
# end ($17) with where each begins and the last ends ($18), hashes end to end ($19). $20 on: the runs.
_APPEND = f"""
    WITH stretch AS MATERIALIZED (
        SELECT * FROM unnest($1::int[], $2::int[], $3::uuid[], $4::bigint[], $5::text[], $6::text[],
            $7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
            AS t(first, last, writer, before, kind, person, post, subdistrict, area, subject, state, problem)
    ), logged AS (
        INSERT INTO event (arrived_on, writer, seq, id, kind, made_at, arrived_at, person, post,
            subdistrict, area, subject, body, hash)
        SELECT $13::date, writer, before + n, (SELECT $15::uuid[])[n], kind,
            (SELECT $16::timestamptz[])[n], $14::timestamptz, person, post, subdistrict, area, subject,
            substring($17::bytea, (SELECT $18::int[])[n],
                (SELECT $18::int[])[n + 1] - (SELECT $18::int[])[n]),
            substring($19::bytea, (n - 1) * {HASH_BYTES} + 1, {HASH_BYTES})
        FROM stretch, generate_series(first, last) AS n
    ), keyed AS (
        INSERT INTO event_key (writer, seq, arrived_on, hash)
        SELECT writer, before + n, $13::date, substring($19::bytea, (n - 1) * {HASH_BYTES} + 1, {HASH_BYTES})
        FROM stretch, generate_series(first, last) AS n
    ), judged AS (
        INSERT INTO verdict (arrived_on, writer, seq, state, problem, at)
        SELECT $13::date, writer, before + n, state, problem, $14::timestamptz
        FROM stretch, generate_series(first, last) AS n
    ), runs AS MATERIALIZED (
        SELECT * FROM unnest($20::uuid[], $21::bigint[], $22::bigint[], $23::bytea[], $24::timestamptz[],
            $25::timestamptz[], $26::bigint[])
            AS t(writer, first_seq, last_seq, head, sent_at, office_at, drift_ms)
    ), brought AS (
        INSERT INTO field_batch (writer, first_seq, last_seq, sent_at, received_at, office_at, drift_ms)
        SELECT writer, first_seq, last_seq, sent_at, $14::timestamptz, office_at, drift_ms FROM runs
    )
    UPDATE writer w SET next_seq = runs.last_seq + 1, head = runs.head
    FROM runs WHERE w.writer = runs.writer
"""
_PUT_ASIDE = """
    INSERT INTO held (writer, seq, hash, body, why, came_at, done_at)
    SELECT %b::uuid, seq, hash, body, why, %b::timestamptz, done_at
    FROM unnest(%b::bigint[], %b::bytea[], %b::bytea[], %b::text[], %b::timestamptz[])
        AS t(seq, hash, body, why, done_at)
    ON CONFLICT (writer, seq, hash) DO UPDATE SET why = excluded.why
        WHERE held.why = 'early' AND excluded.why <> 'early'
"""
_VERDICTS = """
    SELECT k.seq, v.state, v.problem FROM event_key k JOIN verdict v
        ON v.arrived_on = k.arrived_on AND v.writer = k.writer AND v.seq = k.seq
    WHERE k.writer = %b AND k.seq = ANY(%b)
"""


@dataclass(frozen=True)
class HeldWriter:
    """A phone with one of its writers, which nobody else appends to until the transaction ends."""

    device: UUID
    area: str
    outbreak: UUID
    closed: bool
    post: UUID | None
    ended_at: datetime | None
    current: UUID
    writer: UUID
    next_seq: int
    head: bytes
    holding: bool

    @classmethod
    def of(cls, row: Sequence[Any]) -> "HeldWriter":
        """The writer as a statement gives it, a column each in the order of the fields."""
        one = cls(*row)
        return replace(one, head=bytes(one.head))


@dataclass(frozen=True)
class Brought:
    """The batch that a run of events came in: three clocks, and how far the phone's own goes wrong."""

    sent_at: datetime
    received_at: datetime
    office_at: datetime
    drift_ms: int


@dataclass(frozen=True)
class Run:
    """Events of one writer that follow one another, and the batch that brought them.

    `problems`: of each as the log keeps it, empty for one that counts.
    """

    held: HeldWriter
    brought: Brought
    events: Sequence[Came]
    problems: Sequence[str]


def hold(asked: Sequence[tuple[bytes, UUID]]) -> dict[tuple[bytes, UUID], HeldWriter]:
    """Hold writers, each of the phone with a token; what is no such writer is left out.

    They are found past all policies, by the exact keys alone: the transaction may still see nothing.
    """
    tokens, writers = zip(*asked, strict=True)
    held = {}
    for token, *row in ask(_HOLD, [list(tokens), array(writers)]):
        one = HeldWriter.of(row)
        held[bytes(token), one.writer] = one
    return held


def known(writer: UUID, seqs: Sequence[int]) -> dict[int, bytes]:
    """The hashes that stand under some numbers of a writer."""
    return {seq: bytes(found) for seq, found in ask(_KNOWN, [writer, array(seqs)])}


def aside(writer: UUID) -> tuple[list[Came], set[bytes]]:
    """What of a writer waits for earlier numbers, and the hashes of what is known to fork."""
    with binding() as cursor:
        rows = cursor.execute(_ASIDE, [writer]).fetchall()
    waiting = [read_event(bytes(body)) for body, why in rows if why == "early"]
    forked = {read_event(bytes(body)).linked.hash for body, why in rows if why == "forked"}
    return waiting, forked


def _stretches(runs: Sequence[Run]) -> list[str]:
    """The columns of what events that follow one another share, in the order of `_APPEND`."""
    firsts, befores, shared, n = [], [], [], 0
    for run in runs:
        last: tuple[Clear | None, str] | None = None
        for one, problem in zip(run.events, run.problems, strict=True):
            n += 1
            if last is None or one.clear is not last[0] or problem != last[1]:
                firsts.append(n)
                befores.append(one.linked.seq - n)
                shared.append((run.held.writer, columns_of(one.clear), problem))
                last = (one.clear, problem)
    lasts = [*(first - 1 for first in firsts[1:]), n]
    said = [columns for _, columns, _ in shared]
    problems = [problem for *_, problem in shared]
    columns: list[list[Any]] = [
        firsts,
        lasts,
        [writer for writer, *_ in shared],
        befores,
        [one.kind for one in said],
        [one.person for one in said],
        [one.post for one in said],
        [one.subdistrict for one in said],
        [one.area for one in said],
        [one.subject for one in said],
        ["refused" if problem else "accepted" for problem in problems],
        problems,
    ]
    return [*map(array, columns)]


def _each(runs: Sequence[Run]) -> list[object]:
    """What events say each for itself, in the order of `_APPEND`."""
    came = [one for run in runs for one in run.events]
    texts = [one.text for one in came]
    begins = [*accumulate(map(len, texts), initial=1)]
    return [
        array([one.place.id for one in came]),
        array([one.made_at for one in came]),
        b"".join(texts),
        array(begins),
        b"".join([one.linked.hash for one in came]),
    ]


def append_runs(runs: Sequence[Run], received_at: datetime) -> None:
    """Append runs of events of several writers with their verdicts, and move each head behind its own.

    Inside `in_one_go`.
    """
    batches: list[Sequence[object]] = [
        [run.held.writer for run in runs],
        [run.events[0].linked.seq for run in runs],
        [run.events[-1].linked.seq for run in runs],
        [run.events[-1].linked.hash for run in runs],
        [run.brought.sent_at for run in runs],
        [run.brought.office_at for run in runs],
        [run.brought.drift_ms for run in runs],
    ]
    at = (business_day(received_at), received_at)
    sent(_APPEND, [*_stretches(runs), *at, *_each(runs), *map(array, batches)])


def put_aside(held: HeldWriter, some: Sequence[tuple[Came, str, datetime]], at: datetime) -> None:
    """Keep events beside the log, each with why and when it was done; one that waits may turn out to fork."""
    if not some:
        return
    columns = [
        [came.linked.seq for came, _, _ in some],
        [came.linked.hash for came, _, _ in some],
        [came.text for came, _, _ in some],
        [why for _, why, _ in some],
        [done for _, _, done in some],
    ]
    with binding() as cursor:
        cursor.execute(_PUT_ASIDE, [held.writer, at, *columns])
        if not held.holding:
            cursor.execute("UPDATE writer SET holding = true WHERE writer = %b", [held.writer])


def took(writer: UUID, run: Sequence[Linked]) -> None:
    """What waited and was appended waits no more."""
    with binding() as cursor:
        cursor.execute(
            "DELETE FROM held WHERE writer = %b AND why = 'early' AND hash = ANY(%b)",
            [writer, [one.hash for one in run]],
        )


def verdicts(writer: UUID, seqs: Sequence[int]) -> Mapping[int, str]:
    """The problems of events that stand in the log, by number; empty for those that count."""
    with binding() as cursor:
        rows = cursor.execute(_VERDICTS, [writer, list(seqs)]).fetchall()
    return {seq: problem for seq, _, problem in rows}


def add_writer(ident: UUID, device: UUID, subdistrict: str) -> None:
    """A writer for a phone, at its beginning."""
    with binding() as cursor:
        cursor.execute(
            "INSERT INTO writer (writer, kind, subdistrict, head, device)"
            " VALUES (%b, 'device', %b, %b, %b)",
            [ident, subdistrict, GENESIS, device],
        )


def standing(writer: UUID) -> tuple[int, bytes]:
    """Next number and head of a writer."""
    with binding() as cursor:
        row = cursor.execute(
            "SELECT next_seq, head FROM writer WHERE writer = %b", [writer]
        ).fetchone()
    assert row is not None
    return row[0], bytes(row[1])
