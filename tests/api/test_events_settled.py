"""Many duties settled by one batch: each as its event says, and counted each once, wherever its row lies."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import BUILDING
from tests.api.test_events import again, key, measured, none_uncounted, whole
from tests.phone import Phone
from tests.street import Street
from wumen.records.models import Duty
from wumen.records.scope import WHOLE, scoped

pytestmark = pytest.mark.usefixtures("planned")


def test_many_homes_where_nobody_was_and_then_somebody_are_counted_once_each(
    phone: Phone, street: Street, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with scoped(WHOLE):
        rows = Duty.objects.filter(what="temperature", area__startswith=BUILDING)
        owed = list(rows.order_by("win", "area", "subject"))
    assert len(owed) > 6
    for duty in owed:
        phone.make("field.duty", {"duty": key(duty), "outcome": "cannot", "reason": "nobody_home"})
    for duty in owed:
        phone.make("field.duty", measured(duty))
    # What was written already is found again all at once, not one after another.
    with django_assert_max_num_queries(len(owed)):
        assert {one["problem"] for one in phone.post_events()["results"]} == {None}
    assert {again(duty).state for duty in owed} == {"done"}
    none_uncounted()
    whole()


def test_what_ends_in_many_ways_at_once_is_counted_each_in_its_own(
    phone: Phone, street: Street
) -> None:
    with scoped(WHOLE):
        rows = Duty.objects.filter(what="temperature", area__startswith=BUILDING)
        owed = list(rows.order_by("win", "area", "subject"))
    ways = [
        {"outcome": "done", "grade": "measured", "reading": 36.4},
        {"outcome": "cannot", "reason": "nobody_home"},
        {"outcome": "done", "grade": "reported", "reading": 36.6},
    ]
    said = [(duty, ways[n % 3]) for n, duty in enumerate(owed)]
    assert len(said) > 6
    for duty, way in said:
        phone.make("field.duty", {"duty": key(duty), **way})
    assert {one["problem"] for one in phone.post_events()["results"]} == {None}
    for seq, (duty, way) in enumerate(said, 1):
        stood = again(duty)
        ended = (stood.state, stood.grade, stood.reason)
        done = way["outcome"] == "done"
        assert ended == (("done", way["grade"], None) if done else ("open", None, "nobody_home"))
        assert stood.evidence is not None and stood.evidence.endswith(f"{phone.writer}/{seq}")
    none_uncounted()
    whole()
