"""A town at its busiest for phones: duties by the million, a log of millions of events, a phone for each building."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg

DEVICES = 108
DAY = "2022-01-10"

_DUTIES = """
    INSERT INTO duty (day, what, subject, win, subdistrict, area, opens_at, due_at, state, basis)
    SELECT '2022-01-10', 'temperature', gen_random_uuid(), 'am', '410102003',
        b.area || (n %% 4 + 1) || '/' || (n / 4 %% 20 + 1) || '01/',
        '2022-01-09T22:00Z', '2022-01-10T04:00Z', 'open',
        jsonb_build_object('outbreak', %(outbreak)s::text, 'clause', 'lockdown-temperature', 'orders', '["1"]'::jsonb)
    FROM (SELECT area FROM area WHERE kind = 'building' ORDER BY area LIMIT %(devices)s) b,
        generate_series(1, %(each)s) AS n
"""
_TALLY = """
    INSERT INTO tally (day, area, what, win, state, grade, due_at, n)
    SELECT day, counted_at(area), what, win, state, '', due_at, count(*) FROM duty GROUP BY 1, 2, 3, 4, 5, 7
"""
_WRITERS = """
    INSERT INTO writer (writer, kind, subdistrict, head, next_seq, device)
    SELECT gen_random_uuid(), 'device', '410102003', '\\x00', %(each)s + 1, gen_random_uuid()
    FROM generate_series(1, 100)
"""
_EVENTS = """
    INSERT INTO event SELECT %(day)s::date - (n %% 5)::int, w.writer, n, gen_random_uuid(), 'field.duty', now(),
        now(), repeat('a', 64), gen_random_uuid(), '410102003',
        '410102/410102003/410102003001/c/' || n %% 100 || '/', '', %(body)s, decode(repeat('00', 32), 'hex')
    FROM writer w, generate_series(1, %(each)s) AS n WHERE w.kind = 'device'
"""
_KEYS = """
    INSERT INTO event_key SELECT writer, seq, arrived_on, hash FROM event WHERE kind = 'field.duty'
"""
_VERDICTS = """
    INSERT INTO verdict (arrived_on, writer, seq, state, at)
    SELECT arrived_on, writer, seq, 'accepted', arrived_at FROM event WHERE kind = 'field.duty'
"""


@dataclass
class Sender:
    """One phone with what it is going to say: batches as they are sent, and one event a batch."""

    token: str
    batches: list[bytes] = field(default_factory=list)
    singles: list[bytes] = field(default_factory=list)


def fill(owner_url: str, outbreak: UUID, duties: int, events: int) -> None:
    """Duties to be done, and a log that is full already."""
    each = max(duties // DEVICES, 1)
    with psycopg.connect(owner_url) as owner:
        owner.execute(_DUTIES, {"outbreak": outbreak, "devices": DEVICES, "each": each})
        owner.execute(_TALLY)
        of_writer = {"each": max(events // 100, 1)}
        owner.execute(_WRITERS, of_writer)
        body = os.urandom(480)
        owner.execute(_EVENTS, {**of_writer, "day": datetime.now(UTC).date(), "body": body})
        owner.execute(_KEYS)
        owner.execute(_VERDICTS)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def subjects(owner_url: str, area: str) -> list[UUID]:
    """Of whom something is owed in a building."""
    with psycopg.connect(owner_url) as owner:
        rows = owner.execute(
            "SELECT subject FROM duty WHERE day = %s AND area >= %s AND area < %s ORDER BY subject",
            [DAY, area, area[:-1] + "0"],
        )
        return [subject for (subject,) in rows]


def enrolled(owner_url: str, outbreak: Any) -> list[tuple[str, UUID, str, UUID, UUID]]:
    """A phone for each building: token, writer, area, post and person of its captain."""
    from wumen.queries.devices import token_key
    from wumen.queries.posts import looking_around
    from wumen.records import clock, field_log
    from wumen.records.models import CrewMember, FieldDevice, Post

    made = []
    with looking_around():
        by = CrewMember.objects.get(number="operator")
        posts = Post.objects.filter(role="captain").order_by("area")[:DEVICES]
        for post in posts:
            token, writer, ident, now = uuid4().hex, uuid4(), uuid4(), clock.real_now()
            until = now + timedelta(days=1)
            FieldDevice.objects.create(
                id=ident, area=post.area, outbreak=outbreak, made_at=now, made_by=by, code_until=until,
                until_at=until, token_key=token_key(token), enrolled_at=now, writer=writer,
            )  # fmt: skip
            field_log.add_writer(writer, ident, "410102003")
            made.append((token, writer, post.area, post.id, post.person_id))
    return made


def prepare(
    phone: tuple[str, UUID, str, UUID, UUID],
    outbreak: Any,
    owed: list[UUID],
    singles: int,
    size: int,
) -> Sender:
    """All that a phone will say, sealed and chained beforehand: the server alone is measured."""
    from tests.phone import Phone, b64
    from wumen.queries.posts import looking_around
    from wumen.records import field_keys
    from wumen.records.sealing import person_key

    token, writer, area, post, person = phone
    with looking_around():
        key = field_keys.key_of(outbreak.id)
    made = Phone(
        *(lambda *_: (0, {}), token, "", str(writer), area, str(outbreak.id)),
        *({"id": str(key.id), "public": b64(bytes(key.public))}, lambda: datetime.now(UTC)),
    ).as_(post, person_key(person))
    for subject in owed:
        said = {
            "duty": f"{DAY}/temperature/{subject}/am",
            "outcome": "done",
            "grade": "measured",
            "reading": 36.5,
        }
        made.make("field.duty", said)
    sessions = made.sessions()

    def batch(events: list[str]) -> bytes:
        sent = datetime.now(UTC).isoformat(timespec="milliseconds")
        return msgspec.json.encode({"sent_at": sent, "sessions": sessions, "events": events})

    first, rest = made.outbox[:singles], made.outbox[singles:]
    return Sender(
        token,
        [batch(rest[at : at + size]) for at in range(0, len(rest) - size + 1, size)],
        [batch([one]) for one in first],
    )
