"""Killed with -9 while it is erased, and erased while phones send: it comes to the same end, once, and is proven."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from tests import cast as the_cast
from tests import street as the_street
from tests.actions.test_concurrency import at_once
from tests.api.conftest import BUILDING, by_client
from tests.closings import WHY, found
from tests.phone import Phone, enrolled
from tests.street import OUTBREAK
from wumen.actions.closing import ask_to_erase, carry_out, confirm_erasing, keep_terms
from wumen.actions.duties.plan import plan_day
from wumen.actions.field import enrolling
from wumen.actions.reach import Reached
from wumen.queries import chains
from wumen.queries.closing import closing_line
from wumen.records import clock, keys_of_outbreaks, moments
from wumen.records.models import Duty, FieldRecord, Order, Outbreak
from wumen.records.scope import WHOLE, scoped
from wumen.records.sealing import person_key
from wumen.rules.closing import Stage


@pytest.fixture
def people(committed: Reached, own_home: Path) -> Iterator[the_cast.Cast]:
    """A committed street whose one order is over for long."""
    made = the_cast.make()
    the_street.make(made)
    the_street.ordered(made, "1")
    plan_day(made.clerk, clock.today())
    yield made


def outbreak_of(people: the_cast.Cast) -> UUID:
    """The street's outbreak."""
    return Outbreak.objects.get().id


def let_end() -> None:
    """Let its orders have ended long ago: a process of one's own has the real clock."""
    with scoped(WHOLE):
        Order.objects.update(until_at=the_street.at(1, 9))


def child(reached: Reached, home: Path, outbreak: UUID, moment: str) -> int:
    """A process that dies as it erases; its return code."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("WUMEN_")},
        "WUMEN_DATABASE_URL": reached.app_url,
        "WUMEN_HOME": str(home),
    }
    words = [sys.executable, "-m", "tests.killed_closing", str(outbreak), moment]
    return subprocess.run(words, env=environment, timeout=60, check=False).returncode


@pytest.mark.parametrize("moment", moments.ERASING)
def test_killed_at_a_moment_it_goes_on_at_the_next_run(
    people: the_cast.Cast, committed: Reached, own_home: Path, moment: str
) -> None:
    let_end()
    with clock.fixed(clock.real_now()):
        outbreak = outbreak_of(people)
        ask_to_erase(people.clerk, OUTBREAK, WHY)
        confirm_erasing(people.secretary, OUTBREAK)
        assert child(committed, own_home, outbreak, moment) == -signal.SIGKILL
        line = closing_line(people.clerk, outbreak)
        assert line.stage is Stage.ERASING
        keys = keys_of_outbreaks.names_of(outbreak)
        assert bool(keys) is (moment == moments.MARKED)
        with scoped(WHOLE):
            assert Duty.objects.exists()
        assert "erasure_unfinished" in found(people)
        assert keep_terms(people.operator)["erased"] == [OUTBREAK]
        assert keys_of_outbreaks.names_of(outbreak) == []
        with scoped(WHOLE):
            assert not Duty.objects.exists()
            assert list(chains.verify().broken) == []
        assert found(people) == set()
        with psycopg.connect(committed.owner_url) as owner:
            row = owner.execute(
                "SELECT count(*) FROM event WHERE kind = 'outbreak.erased'"
            ).fetchone()
        assert row == (1,)


def test_two_who_carry_it_out_at_once_certify_it_once(people: the_cast.Cast) -> None:
    let_end()
    with clock.fixed(clock.real_now()):
        ask_to_erase(people.clerk, OUTBREAK, WHY)
        outbreak = confirm_erasing(people.secretary, OUTBREAK)
        made: list[object] = []
        wrong = at_once(*[lambda: made.append(carry_out(outbreak)) for _ in range(3)])
        assert wrong == []
        assert len({one.digest() for one in made}) == 1  # type: ignore[attr-defined]
        assert found(people) == set()


def test_phones_that_send_meanwhile_leave_nothing_behind(people: the_cast.Cast) -> None:
    phones = []
    with clock.fixed(the_street.at(1, 10, 7)):
        for _ in range(2):
            code = enrolling.make_code(people.clerk, BUILDING).code
            phone = enrolled(by_client, code, clock.real_now)
            phones.append(phone.as_(people.captain.post, person_key(people.captain.person)))
    let_end()
    with clock.fixed(clock.real_now()):
        ask_to_erase(people.clerk, OUTBREAK, WHY)

        def send(phone: Phone) -> None:
            for n in range(12):
                phone.make("field.need", {"door": f"{BUILDING}1/202/", "text": f"第{n}次"})
                phone.post_events(phone.outbox[-1:])

        def erase() -> None:
            carry_out(confirm_erasing(people.secretary, OUTBREAK))

        wrong = at_once(*[lambda p=one: send(p) for one in phones], erase)  # type: ignore[misc]
        assert wrong == []
        with scoped(WHOLE):
            assert not FieldRecord.objects.exists()
            assert list(chains.verify().broken) == []
        for phone in phones:
            (writer,) = phone.proof()["writers"]
            assert writer["next_seq"] == 13
        assert found(people) == set()
