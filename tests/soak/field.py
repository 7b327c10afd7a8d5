"""`make soak SOAK=field`: 10,000 histories over bad networks, and 108 phones that come back with 4 hours at once."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from tests import cast as the_cast
from tests import street as the_street
from tests.api.conftest import BUILDING, by_client
from tests.api.test_events import key, measured
from tests.conftest import SIX
from tests.network import History
from tests.phone import Phone, enrolled
from wumen.actions.duties.plan import plan_day
from wumen.actions.field import enrolling
from wumen.actions.field.replaying import replay
from wumen.queries import chains
from wumen.queries.board import board
from wumen.records import clock
from wumen.records.models import Duty
from wumen.records.scope import WHOLE, scoped
from wumen.records.sealing import person_key

ROOT = Path(__file__).parent.parent.parent
# A captain of 124 homes makes so many entries in four hours.
PHONES, FOUR_HOURS, AT_MOST_SECONDS = 108, 400, 300


@pytest.fixture
def people(committed: object) -> Iterator[the_cast.Cast]:
    """A committed street whose first building is locked down, an hour after its posts were given."""
    made = the_cast.make()
    the_street.make(made)
    the_street.ordered(made, "1")
    plan_day(made.clerk, clock.today())
    with clock.fixed(SIX + timedelta(hours=1)):
        yield made


def phone_of(people: the_cast.Cast) -> Phone:
    """One more phone of the building."""
    code = enrolling.make_code(people.clerk, BUILDING).code
    # Each from an address of its own: whoever enrols thousands from one is held up, and rightly.
    address = ".".join(map(str, uuid4().bytes[:4]))
    made = enrolled(partial(by_client, address=address), code, clock.real_now)
    return made.as_(people.captain.post, person_key(people.captain.person))


def bodies() -> list[tuple[str, dict[str, Any]]]:
    """What phones say."""
    with scoped(WHOLE):
        duties = list(Duty.objects.filter(area__startswith=BUILDING, win="am").order_by("subject"))
    some: list[tuple[str, dict[str, Any]]] = [("field.note", {"text": "一切正常"})]
    for duty in duties:
        some.append(("field.duty", measured(duty, 36.5)))
        some.append(("field.duty", {"duty": key(duty), "outcome": "cannot", "reason": "later"}))
    some.append(("field.round", {"round": f"2022-01-10/am/{BUILDING}1", "floor": 1}))
    return some


def keep(name: str, report: dict[str, Any]) -> None:
    """The report, on the screen and as a file."""
    folder = ROOT / "var" / "soak"
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, ensure_ascii=False, indent=1)
    (folder / f"field-{name}.json").write_text(text + "\n")
    sys.stdout.write(f"\n{text}\n")


def test_histories(people: the_cast.Cast) -> None:
    """HISTORIES and SEED may be given in the environment."""
    many, seed = int(os.environ.get("HISTORIES", 10_000)), int(os.environ.get("SEED", 1))
    said, begun, events, batches = bodies(), perf_counter(), 0, 0
    for n in range(many):
        one = History(phone_of(people), Random(seed * 1_000_003 + n), said)
        one.live(one.chance.randint(4, 20))
        one.proven()
        events, batches = events + len(one.phone.outbox), batches + one.batches
    with scoped(WHOLE):
        broken = [one.why for one in chains.verify().broken]
    differences = replay(people.operator).differences
    spent = round(perf_counter() - begun)
    keep("histories", {"histories": many, "seed": seed, "events": events, "batches": batches,
                       "seconds": spent, "broken": broken, "differences": differences[:20]})  # fmt: skip
    assert broken == []
    assert differences == []


def come_back(people: the_cast.Cast, phones: list[Phone]) -> dict[str, Any]:
    """All phones send what they hold at once, while somebody looks at the board."""
    looks: list[float] = []
    over = threading.Event()

    def send(some: list[Phone]) -> None:
        with clock.fixed(SIX + timedelta(hours=1)):
            for phone in some:
                for at in range(0, len(phone.outbox), 50):
                    phone.post_events(phone.outbox[at : at + 50])
        connections.close_all()

    def look() -> None:
        with clock.fixed(SIX + timedelta(hours=1)):
            while not over.wait(0.5):
                begun = perf_counter()
                board(people.clerk)
                looks.append(perf_counter() - begun)
        connections.close_all()

    watcher = threading.Thread(target=look)
    senders = [threading.Thread(target=send, args=[phones[n::8]]) for n in range(8)]
    begun = perf_counter()
    for thread in (watcher, *senders):
        thread.start()
    for thread in senders:
        thread.join()
    spent = perf_counter() - begun
    over.set()
    watcher.join()
    return {"phones": len(phones), "events": sum(len(one.outbox) for one in phones),
            "seconds": round(spent, 1), "slowest_board": round(max(looks, default=0.0), 2)}  # fmt: skip


def test_all_phones_come_back_at_once(people: the_cast.Cast) -> None:
    """Within five minutes, and the board is there all the while."""
    said, chance = bodies(), Random(7)
    phones = [phone_of(people) for _ in range(PHONES)]
    for phone in phones:
        for _ in range(FOUR_HOURS):
            phone.make(*chance.choice(said), ago=timedelta(minutes=chance.randint(0, 50)))
    report = come_back(people, phones)
    with scoped(WHOLE):
        report["broken"] = [one.why for one in chains.verify().broken]
    report["differences"] = replay(people.operator).differences[:20]
    keep("back", report)
    assert report["seconds"] <= AT_MOST_SECONDS
    assert report["slowest_board"] <= 5
    assert (report["broken"], report["differences"]) == ([], [])
    assert all(one.proof()["writers"][0]["next_seq"] == FOUR_HOURS + 1 for one in phones)
