"""Whatever happens to orders, homes and facilities, in whatever order: a plan puts all right, once."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.actions.test_plan_subjects import NORO, facility
from tests.actions.test_whole_plan import WHOLE_PLAN
from tests.cast import COMPOUND, Cast
from tests.street import AUTHORITY, Street, at
from wumen.actions.changes import leave, merge_households, move_household
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import add_facility, close_facility
from wumen.actions.homes import note_away, set_state
from wumen.actions.orders import change_order, confirm_order, enter_order, open_outbreak
from wumen.actions.register import add_area
from wumen.actions.special_needs import note_need
from wumen.queries.audit import audit
from wumen.queries.facts import planned_days
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Facility, Household, Order, Resident
from wumen.rules.homes import Away, HomeState
from wumen.rules.orders import Changed, ChangeDraft, OrderDraft
from wumen.rules.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

START = at(1, 10, 6)
HOURS = st.integers(-30, 60)
REGIMES = (
    *((NORO, one) for one in ("watched", "watched", "rest_at_home")),
    *((WHOLE_PLAN, one) for one in ("lockdown", "control", "precaution", "home_isolation")),
)
SCOPES = ("", "1", "2", "2/1", "3/1", "3/1/201", "4")
PICK = st.integers(0, 11)
STEP = st.one_of(
    st.tuples(st.just("order"), st.sampled_from(SCOPES), st.sampled_from(REGIMES), HOURS, HOURS),
    st.tuples(st.just("person"), PICK, st.sampled_from(REGIMES), HOURS, HOURS),
    st.tuples(st.just("change"), PICK, st.sampled_from(tuple(Changed)), HOURS, HOURS),
    st.tuples(st.just("state"), PICK, st.sampled_from(tuple(HomeState))),
    st.tuples(st.just("move"), PICK, st.sampled_from(("2/1/401", "4/301", "1/1/102"))),
    st.tuples(st.just("merge"), PICK, PICK),
    st.tuples(st.just("leave"), PICK),
    st.tuples(st.just("need"), PICK, st.sampled_from(("dialysis", "infant", "very_old"))),
    st.tuples(st.just("away"), PICK, st.integers(-2, 2), st.integers(0, 2)),
    st.tuples(st.just("facility"), st.sampled_from(("", "2/", "2/1/", "4/")), st.integers(0, 3)),
    st.tuples(st.just("close"), st.integers(0, 2)),
    st.tuples(st.just("unit")),
    st.tuples(st.just("wait"), st.integers(1, 20)),
    st.tuples(st.just("plan"), st.integers(0, 2)),
)
# Two orders of two outbreaks, and duties that stand before anything else happens.
BEFORE: tuple[tuple[Any, ...], ...] = (
    ("order", "", REGIMES[0], 0, 30),
    ("order", "3/1", REGIMES[3], -20, 40),
    ("person", 9, REGIMES[2], -2, 20),
    *(("plan", ahead) for ahead in range(3)),
)


class World:
    """A street to which things happen; what the rules refuse does not happen."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.now = cast, START
        self.people = cast.clerk.crew_no, cast.secretary.crew_no
        with acting(cast.operator):
            self.homes = list(Household.objects.order_by("area").values_list("id", flat=True))
            self.residents = list(
                Resident.objects.order_by("area", "place").values_list("id", flat=True)
            )

    def happen(self, step: tuple[Any, ...]) -> None:
        """Let one thing happen, and the office see it."""
        with clock.fixed(self.now), suppress(Problem), transaction.atomic():
            act: Callable[..., None] = getattr(self, step[0])
            act(*step[1:])

    def after(self, hours: int) -> datetime:
        return self.now + timedelta(hours=hours)

    def _draw(self, which: tuple[str, str], begins: int, lasts: int, **on: Any) -> None:
        begin = self.after(begins)
        end = begin + timedelta(hours=abs(lasts) + 1)
        draft = OrderDraft(which[1], AUTHORITY, "通告", "依据", begin, end, **on)
        order = enter_order(self.cast.clerk, draft, which[0])
        confirm_order(self.cast.secretary, order.number)

    def order(self, place: str, which: tuple[str, str], begins: int, lasts: int) -> None:
        self._draw(which, begins, lasts, paths=(f"{COMPOUND}/{place}".rstrip("/"),))

    def person(self, nth: int, which: tuple[str, str], begins: int, lasts: int) -> None:
        self._draw(which, begins, lasts, residents=(str(self.residents[nth * 2]),))

    def change(self, nth: int, kind: Changed, starts: int, more: int) -> None:
        with acting(self.cast.operator):
            known = list(Order.objects.order_by("number"))
        order = known[nth % len(known)]
        mild = {"lockdown": "control", "control": "precaution", "rest_at_home": "watched"}
        draft = ChangeDraft(
            *(kind, AUTHORITY, "通告", "依据", self.after(starts), order.until_at),
            mild.get(order.regime, "precaution"),
        )
        if kind is Changed.EXTEND:
            longer = order.until_at + timedelta(hours=more)
            draft = ChangeDraft(kind, AUTHORITY, "通告", "依据", None, longer)
        change_order(self.cast.operator, order.number, draft, *self.people)

    def state(self, nth: int, state: HomeState) -> None:
        set_state(self.cast.clerk, self.homes[nth], state)

    def move(self, nth: int, door: str) -> None:
        move_household(self.cast.clerk, self.homes[nth], f"{COMPOUND}/{door}")

    def merge(self, nth: int, other: int) -> None:
        merge_households(self.cast.clerk, self.homes[nth], self.homes[other])

    def leave(self, nth: int) -> None:
        with acting(self.cast.clerk):
            here = Resident.objects.filter(household=self.homes[nth])
            everybody = list(here.values_list("id", flat=True))
        # A home that was merged into another holds nobody.
        if everybody:
            leave(self.cast.clerk, everybody, "moved_away")

    def need(self, nth: int, kind: str) -> None:
        note_need(self.cast.clerk, self.residents[nth * 2], kind, {"weekdays": "135"})

    def away(self, nth: int, since: int, days: int) -> None:
        with acting(self.cast.clerk):
            home = Household.objects.get(id=self.homes[nth])
            people = list(home.residents.order_by("place").values_list("id", flat=True))
        begins = clock.today() + timedelta(days=since)
        absence = Away(begins, begins + timedelta(days=days) if days else None)
        note_away(self.cast.clerk, home.id, people[: nth % 3 + 1], absence)

    def facility(self, place: str, floor: int) -> None:
        kind = "corridor" if floor else "door_handle"
        add_facility(self.cast.clerk, f"{COMPOUND}/{place}", kind, f"{kind}{floor}", floor or None)

    def close(self, nth: int) -> None:
        with acting(self.cast.clerk):
            known = list(Facility.objects.filter(closed_at=None).order_by("area", "name"))
        for one in known[nth : nth + 1]:
            close_facility(self.cast.clerk, one.id)

    def unit(self) -> None:
        add_area(self.cast.clerk, f"{COMPOUND}/4/1", "unit", "1单元")

    def wait(self, hours: int) -> None:
        self.now = self.after(hours)

    def plan(self, ahead: int) -> None:
        plan_day(self.cast.clerk, clock.today() + timedelta(days=ahead))


def replanned(cast: Cast) -> list[tuple[int, ...]]:
    """Plan today and every planned day to come; what each run did."""
    with acting(cast.clerk):
        days = sorted({clock.today(), *planned_days(clock.today())})
    runs = [plan_day(cast.clerk, day).changes for day in days]
    return [(run.made, run.moved, run.revived, run.withdrawn) for run in runs]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=2, max_size=14))
def test_after_a_plan_the_audit_is_clean_and_a_second_plan_changes_nothing(
    cast: Cast, street: Street, steps: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        open_outbreak(cast.duty_officer, NORO, "norovirus")
        open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09", ["morning-sampling"])
        add_area(cast.clerk, f"{COMPOUND}/4", "building", "4号楼")
        facility(cast, "2/1/", "lift")
        world = World(cast)
        for step in (*BEFORE, *steps):
            world.happen(step)
        with clock.fixed(world.now):
            replanned(cast)
            found = [one.as_dict() for one in audit(cast.operator).differences]
            assert found == []
            assert set(replanned(cast)) == {(0, 0, 0, 0)}
        transaction.set_rollback(True)
