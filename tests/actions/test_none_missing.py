"""None is missing and none twice when an order is extended or a household moves, splits or is away."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import COMPOUND, PATH, Cast
from tests.street import AUTHORITY, Street, at, ordered
from wumen.actions.changes import merge_households, move_household, move_residents
from wumen.actions.duties.plan import plan_day
from wumen.actions.homes import note_away, note_back
from wumen.actions.orders import change_order
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Household, Order, Resident
from wumen.rules.homes import Away
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.problems import Problem

TOMORROW = at(1, 11).date()
PICK = st.integers(0, 11)
DOOR = st.sampled_from(("1/1/301", "2/1/301", "3/1/301", "1/1/101", "3/1/202"))
STEP = st.one_of(
    st.tuples(st.just("extended"), st.integers(0, 1), st.integers(1, 72)),
    st.tuples(st.just("moves"), PICK, DOOR),
    st.tuples(st.just("splits"), PICK, DOOR),
    st.tuples(st.just("joins"), PICK, PICK),
    st.tuples(st.just("away"), PICK),
    st.tuples(st.just("back"), PICK),
)


class Homes:
    """The homes of the street, to which things happen; what the rules refuse does not happen."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        with acting(cast.operator):
            self.homes = list(Household.objects.order_by("area").values_list("id", flat=True))
            self.orders = list(Order.objects.order_by("number").values_list("number", flat=True))

    def people(self, nth: int) -> list[UUID]:
        with acting(self.cast.operator):
            rows = Resident.objects.filter(household=self.homes[nth]).order_by("place", "name")
            return list(rows.values_list("id", flat=True))

    def extended(self, nth: int, hours: int) -> None:
        with acting(self.cast.operator):
            order = Order.objects.get(number=self.orders[nth])
        longer = order.until_at + timedelta(hours=hours)
        draft = ChangeDraft(Changed.EXTEND, AUTHORITY, "通告", "依据", None, longer)
        two = (self.cast.clerk.crew_no, self.cast.secretary.crew_no)
        change_order(self.cast.operator, order.number, draft, *two)

    def moves(self, nth: int, door: str) -> None:
        move_household(self.cast.clerk, self.homes[nth], f"{COMPOUND}/{door}")

    def splits(self, nth: int, door: str) -> None:
        move_residents(self.cast.clerk, self.people(nth)[:1], path=f"{COMPOUND}/{door}")

    def joins(self, nth: int, other: int) -> None:
        merge_households(self.cast.clerk, self.homes[nth], self.homes[other])

    def away(self, nth: int) -> None:
        note_away(self.cast.clerk, self.homes[nth], self.people(nth), Away(TOMORROW, None))

    def back(self, nth: int) -> None:
        note_back(self.cast.clerk, self.homes[nth], self.people(nth))


# When the windows of tomorrow open, morning and afternoon.
OPENS = (at(1, 11, 6) + timedelta(minutes=30), at(1, 11, 16))


def owing(cast: Cast) -> Counter[UUID]:
    """How often each person's temperature stands for tomorrow."""
    lines = duty_lines(cast.operator, TOMORROW)
    return Counter(
        one.subject for one in lines if one.what == "temperature" and one.state != "withdrawn"
    )


def expected(cast: Cast) -> Counter[UUID]:
    """Twice under the lockdown of building 1, once under the control of building 2, while these hold.

    Who is away owes nothing at her door.
    """
    found: Counter[UUID] = Counter()
    with acting(cast.operator):
        ends = dict(Order.objects.values_list("regime", "until_at"))
        there = Resident.objects.filter(away_since=None)
        for ident, door in there.values_list("id", "area"):
            if door.startswith(f"{PATH}1/"):
                found[ident] = sum(ends["lockdown"] > opens for opens in OPENS)
            elif door.startswith(f"{PATH}2/"):
                found[ident] = int(ends["control"] > OPENS[0])
    return +found


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=1, max_size=6))
def test_none_is_missing_when_an_order_is_extended_or_a_household_moves_splits_or_is_away(
    cast: Cast, street: Street, steps: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        ordered(cast, "1", ends=at(1, 11, 3))
        ordered(cast, "2", regime="control", ends=at(1, 12))
        homes = Homes(cast)
        plan_day(cast.clerk, clock.today())
        plan_day(cast.clerk, TOMORROW)
        for name, *given_ in steps:
            with suppress(Problem), transaction.atomic():
                getattr(homes, name)(*given_)
        plan_day(cast.clerk, clock.today())
        plan_day(cast.clerk, TOMORROW)
        assert owing(cast) == expected(cast)
        assert audit(cast.operator).clean
        transaction.set_rollback(True)
