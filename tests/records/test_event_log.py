"""The event log: gap-free numbers, a chain per writer, verdicts, cursors, exactly once."""

from threading import Barrier, Thread
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection

from tests.cast import Cast
from tests.street import Street, ordered
from wumen.actions.log import log
from wumen.actions.reach import Reached
from wumen.queries import chains
from wumen.queries.posts import acting
from wumen.records import event_log
from wumen.records.request import request_id
from wumen.records.scope import WHOLE, scoped

pytestmark = pytest.mark.smoke

PLACE = "410102/410102003/410102003008/jxc/1/"


def one(query: str, *values: object) -> tuple[object, ...]:
    """The first row that the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


def test_a_writers_events_are_numbered_without_a_gap(cast: Cast) -> None:
    with acting(cast.captain):
        refs = [log(cast.captain, "note", PLACE) for _ in range(3)]
    assert [ref.seq for ref in refs] == [1, 2, 3]
    assert len({ref.writer for ref in refs}) == 1


def test_each_post_is_a_writer_of_its_own(cast: Cast) -> None:
    with acting(cast.captain):
        mine = log(cast.captain, "note", PLACE)
    with acting(cast.clerk):
        hers = log(cast.clerk, "note", PLACE)
    assert mine.writer != hers.writer


def test_every_event_carries_its_request_and_is_accepted(cast: Cast) -> None:
    mark = request_id.set("0123456789abcdef")
    with acting(cast.captain):
        ref = log(cast.captain, "note", PLACE)
        body, state = one(
            "SELECT e.body, v.state FROM event e JOIN verdict v USING (arrived_on, writer, seq)"
            " WHERE e.arrived_on = %s AND e.writer = %s AND e.seq = %s",
            ref.arrived_on,
            ref.writer,
            ref.seq,
        )
    request_id.reset(mark)
    assert b'"request":"0123456789abcdef"' in bytes(body)
    assert state == "accepted"


def test_what_fails_leaves_neither_event_nor_gap(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), acting(cast.captain):
        log(cast.captain, "note", PLACE)
        raise ZeroDivisionError
    with acting(cast.captain):
        assert log(cast.captain, "note", PLACE).seq == 1


def test_the_chain_verifies_over_a_days_work(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    with scoped(WHOLE):
        found = chains.verify()
    assert found.checked >= 3
    assert list(found.broken) == []


def test_a_consumer_reads_each_event_once_and_in_order(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    with scoped(WHOLE):
        first = list(event_log.unread("reactor"))
        assert [event.kind for event in first].count("order.confirmed") == 1
        for event in first:
            event_log.advance("reactor", event.ref)
        assert list(event_log.unread("reactor")) == []
        assert len(list(event_log.unread("another"))) == len(first)


def write_a_note(app: psycopg.Connection, post: UUID) -> None:
    """One event in a transaction of its own, as the log writes it."""
    with app.transaction():
        app.execute("SELECT set_config('wumen.lo', '', true)")
        app.execute("SELECT set_config('wumen.hi', ':', true)")
        writer, seq, head = app.execute(
            event_log._LOCK, [uuid4(), post, "", event_log.GENESIS]
        ).fetchone()
        new = event_log.link(bytes(head), b"{}")
        row = {
            "seq": [seq],
            "id": [uuid4()],
            "kind": ["note"],
            "made_at": ["2022-01-10T00:00Z"],
            "person": [""],
            "area": [PLACE],
            "subdistrict": [""],
            "subject": [""],
            "body": [b"{}"],
            "hash": [new],
            "day": "2022-01-10",
            "at": "2022-01-10T00:00Z",
            "writer": writer,
            "post": post,
            "next": seq + 1,
            "head": new,
        }
        app.execute(event_log._APPEND, row)


def test_two_at_once_on_one_post_neither_fork_nor_lose(own_database: Reached) -> None:
    post, start = uuid4(), Barrier(2)

    def write() -> None:
        with psycopg.connect(own_database.app_url) as app:
            start.wait()
            for _ in range(25):
                write_a_note(app, post)

    threads = [Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with psycopg.connect(own_database.owner_url) as owner:
        seqs = [seq for (seq,) in owner.execute("SELECT seq FROM event_key ORDER BY seq")]
        heads = [
            bytes(body) for (body,) in owner.execute("SELECT hash FROM event_key ORDER BY seq")
        ]
    assert seqs == list(range(1, 51))
    head = event_log.GENESIS
    for held in heads:
        head = event_log.link(head, b"{}")
        assert held == head
