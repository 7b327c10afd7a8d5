"""Killed with -9 at each named moment, server and database: what was acknowledged is there once, chains whole."""

import base64
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from django.conf import settings
from django.db import connections

from tests import cast as the_cast
from tests import street as the_street
from tests.api.conftest import BUILDING, by_client
from tests.api.test_events import measured
from tests.conftest import SIX, use
from tests.databases import Beginnings
from tests.phone import Phone, enrolled
from wumen.actions import schema
from wumen.actions.duties.plan import plan_day
from wumen.actions.field import enrolling
from wumen.actions.field.replaying import replay
from wumen.actions.reach import Reached
from wumen.queries import chains
from wumen.records import clock, moments, partitions, sealing
from wumen.records.installation.cluster import Cluster
from wumen.records.installation.keys import KeyStore
from wumen.records.models import Duty
from wumen.records.scope import WHOLE, scoped
from wumen.records.sealing import person_key
from wumen.rules.time import business_day

ROUNDS = 6


def morning() -> tuple[the_cast.Cast, Phone, list[Duty]]:
    """A committed street with a phone and what is owed."""
    people = the_cast.make()
    the_street.make(people)
    the_street.ordered(people, "1")
    plan_day(people.clerk, clock.today())
    code = enrolling.make_code(people.clerk, BUILDING).code
    phone = enrolled(by_client, code, clock.real_now)
    phone.as_(people.captain.post, person_key(people.captain.person))
    with scoped(WHOLE):
        rows = Duty.objects.filter(area__startswith=BUILDING, what="temperature", win="am")
        return people, phone, list(rows.order_by("subject"))


def child(reached: Reached, home: Path, moment: str, nth: int) -> subprocess.Popen[str]:
    """A server process that will die."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("WUMEN_")},
        "WUMEN_DATABASE_URL": reached.app_url,
        "WUMEN_HOME": str(home),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.killed", moment, str(nth)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def tell(process: subprocess.Popen[str], phone: Phone, events: list[str]) -> dict[str, Any] | None:
    """Send a batch to a process; None where it died over it."""
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError):
        process.stdin.write(f"{phone.token} {base64.b64encode(phone.batch(events)).decode()}\n")
        process.stdin.flush()
    line = process.stdout.readline()
    return msgspec.json.decode(line) if line else None


def whole(phone: Phone, acknowledged: set[int], people: the_cast.Cast) -> None:
    """All that was acknowledged stands once, and so does all that was made; replayed it is the same."""
    (writer,) = phone.proof()["writers"]
    assert writer["next_seq"] == phone.next_seq
    assert acknowledged <= set(range(1, phone.next_seq))
    with scoped(WHOLE):
        assert list(chains.verify().broken) == []
    assert replay(people.operator).differences == []


@pytest.mark.parametrize("moment", moments.ALL)
def test_killed_at_a_moment_nothing_acknowledged_is_lost_or_doubled(
    committed: Reached, home: Path, moment: str
) -> None:
    people, phone, duties = morning()
    acknowledged: set[int] = set()
    process = child(committed, home, moment, 2)
    for n in range(3):
        events = [
            phone.make("field.duty", measured(duties[n])),
            phone.make("field.note", {"text": "好"}),
        ]
        answer = tell(process, phone, events)
        if answer is None:
            break
        acknowledged |= {one["seq"] for one in answer["results"]}
    assert process.wait(30) == -signal.SIGKILL
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):
            pipe.close()  # type: ignore[union-attr]
    phone.post_events()
    whole(phone, acknowledged, people)


@pytest.fixture
def own_cluster(
    home: Path, django_db_setup: Reached, beginnings: Beginnings, django_db_blocker: Any
) -> Iterator[Cluster]:
    """A durable cluster of the test's own, migrated, with Django on it."""
    folder = Path(tempfile.mkdtemp(prefix="wumen-kill-"))
    folder.chmod(0o755)
    cluster, before = Cluster(folder), settings.WUMEN
    with cluster, django_db_blocker.unblock():
        KeyStore(folder / "keys").make()
        settings.WUMEN = replace(before, home=folder)
        sealing.forget_keys()
        use(cluster.app_url)
        schema.migrate(cluster.owner_url, cluster.app_url)
        today = business_day(clock.real_now())
        with psycopg.connect(cluster.owner_url) as owner:
            partitions.ensure(owner, "duty", date(2022, 1, 10), date(2022, 1, 11))
            partitions.ensure(owner, "event", today, today)
            owner.execute(
                "INSERT INTO installation (id, made_at, demo) VALUES (1, %s, 'none')", [SIX]
            )
        connections["default"].close()
        try:
            yield cluster
        finally:
            beginnings.back()
            settings.WUMEN = before
            sealing.forget_keys()
    with suppress(Exception):
        cluster.remove()


def test_the_database_killed_with_9_keeps_all_that_was_acknowledged(own_cluster: Cluster) -> None:
    people, phone, duties = morning()
    acknowledged: set[int] = set()
    reached = Reached(own_cluster.app_url, own_cluster.owner_url, True)
    process = child(reached, own_cluster.home, "never", 1)
    for n in range(ROUNDS):
        events = [phone.make("field.duty", measured(duties[n % len(duties)])) for _ in range(5)]
        if n == ROUNDS - 2:
            pid = int((own_cluster.data / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGKILL)
        answer = tell(process, phone, events)
        if answer is None:
            break
        acknowledged |= {one["seq"] for one in answer["results"]}
    assert len(acknowledged) >= 5 * (ROUNDS - 2)
    process.kill()
    process.communicate()
    again = Cluster(own_cluster.home)
    with again:
        use(again.app_url)
        phone.post_events()
        whole(phone, acknowledged, people)
