"""Duties of households, facilities, stairwells and gates: each once, where they are, and nothing forgotten."""

from collections import Counter
from datetime import date, timedelta

from tests.cast import COMPOUND, PATH, Cast
from tests.street import AUTHORITY, Street, at
from wumen.actions.changes import leave, move_household
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import add_facility, close_facility
from wumen.actions.homes import set_state
from wumen.actions.orders import (
    change_order,
    confirm_order,
    enter_order,
    open_outbreak,
)
from wumen.actions.register import add_area
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Facility, Household
from wumen.rules.areas import is_common_part
from wumen.rules.duties import read_key
from wumen.rules.homes import HomeState
from wumen.rules.orders import Changed, ChangeDraft, OrderDraft

DAY = date(2022, 1, 10)
NORO = "诺如"


def facility(cast: Cast, place: str, kind: str, floor: int | None = None) -> Facility:
    """A facility of the street."""
    with acting(cast.clerk):
        return Facility.objects.create(
            area=f"{PATH}{place}", kind=kind, name=f"{kind}{floor or ''}", floor=floor
        )


def watched(cast: Cast, *paths: str, **changes: object) -> str:
    """An order that watches places for symptoms; its number."""
    return _order(
        cast, "watched", paths=tuple(f"{COMPOUND}/{one}".rstrip("/") for one in paths), **changes
    )


def ill(cast: Cast, resident: object) -> str:
    """An order that lets somebody who is ill rest at home; its number."""
    return _order(cast, "rest_at_home", residents=(str(resident),))


def _order(cast: Cast, regime: str, **changes: object) -> str:
    given = {
        "authority": AUTHORITY,
        "document": "疾控第1号",
        "ground": "小区出现聚集性呕吐腹泻",
        "begins": at(1, 10, 5),
        "ends": at(1, 12, 24 - 1),
    }
    draft = OrderDraft(regime=regime, **(given | changes))  # type: ignore[arg-type]
    return confirm_order(cast.secretary, enter_order(cast.clerk, draft, NORO).number).number


def everything(cast: Cast, street: Street) -> None:
    """An outbreak whose rules speak of every kind of subject: two floors of building 2, a building 4
    without units, an empty home, two people of one home ill."""
    open_outbreak(cast.duty_officer, NORO, "norovirus")
    add_area(cast.clerk, f"{COMPOUND}/4", "building", "4号楼")
    facility(cast, "2/1/", "lift")
    facility(cast, "2/1/", "corridor", 1)
    facility(cast, "2/1/", "corridor", 2)
    facility(cast, "2/", "bench")
    closed = facility(cast, "2/1/", "public_toilet")
    with acting(cast.clerk):
        Facility.objects.filter(id=closed.id).update(closed_at=clock.now())
        home = street.households["3/1/201"]
        Household.objects.filter(id=street.households["3/1/202"].id).update(state="empty")
        first, second = home.residents.order_by("place")[:2]
    watched(cast, "")
    ill(cast, first.id)
    ill(cast, second.id)


def owed(cast: Cast, day: date = DAY) -> Counter[str]:
    """What still stands on the day, by what, duties of the other outbreak left out."""
    return Counter(
        line.what
        for line in duty_lines(cast.operator, day)
        if line.state != "withdrawn" and line.what not in ("temperature", "sampling")
    )


def places(cast: Cast, what: str, day: date = DAY) -> list[str]:
    """Where duties of one kind stand, below the compound."""
    lines = duty_lines(cast.operator, day)
    return sorted(
        line.area.removeprefix(PATH)
        for line in lines
        if line.what == what and line.state != "withdrawn"
    )


def test_each_kind_of_subject_owes_its_own_once(cast: Cast, street: Street) -> None:
    everything(cast, street)
    plan_day(cast.clerk, DAY)
    # Two of 30 are ill and asked twice, and the waste of their one home is collected; the empty home of
    # twelve owes nothing.
    assert owed(cast) == {
        "symptoms": 28 + 2 * 2,
        "disinfection": 3,
        "contact": 11,
        "waste": 1,
        "support": 5 + 1,
        "supply": 1,
    }
    assert audit(cast.operator).clean
    again = plan_day(cast.clerk, DAY).as_dict()
    assert (again["made"], again["moved"], again["withdrawn"]) == (0, 0, 0)


def test_what_is_no_door_stands_with_its_building_and_floor(cast: Cast, street: Street) -> None:
    everything(cast, street)
    plan_day(cast.clerk, DAY)
    assert places(cast, "disinfection") == ["2/1/0-p/", "2/1/100-p/", "2/1/200-p/"]
    at_home = places(cast, "supply")
    assert at_home == places(cast, "waste") == ["3/1/201/"]
    asked = [one for one in places(cast, "support") if one not in at_home]
    assert asked == ["0-p/", "1/1/0-p/", "2/1/0-p/", "3/1/0-p/", "4/0-p/"]
    assert all(map(is_common_part, asked))
    by_building = board(cast.secretary, f"{COMPOUND}/2").measures
    assert {one.what: one.count.standing for one in by_building}["disinfection"] == 3


def test_every_other_day_is_every_other_day(cast: Cast, street: Street) -> None:
    everything(cast, street)
    wasted = []
    for ahead in range(3):
        plan_day(cast.clerk, DAY + timedelta(days=ahead))
        wasted.append(owed(cast, DAY + timedelta(days=ahead))["waste"])
    assert wasted == [1, 0, 1]


def test_what_is_owed_once_is_owed_on_the_day_of_beginning_and_of_end(
    cast: Cast, street: Street
) -> None:
    everything(cast, street)
    for ahead, expected in ((0, (5 + 1, 0)), (1, (1, 0)), (2, (1, 1))):
        day = DAY + timedelta(days=ahead)
        plan_day(cast.clerk, day)
        assert (owed(cast, day)["support"], owed(cast, day)["opening"]) == expected
    (line,) = [one for one in duty_lines(cast.operator, day) if one.what == "opening"]
    assert (line.opens_at, line.due_at) == (at(1, 12, 23), at(1, 13, 11))
    assert audit(cast.operator).clean


def test_an_order_that_ends_at_24_asks_for_its_opening_on_the_next_day(
    cast: Cast, street: Street
) -> None:
    open_outbreak(cast.duty_officer, NORO, "norovirus")
    watched(cast, "", ends=at(1, 11))
    plan_day(cast.clerk, DAY)
    plan_day(cast.clerk, DAY + timedelta(days=1))
    assert (owed(cast)["opening"], owed(cast, DAY + timedelta(days=1))["opening"]) == (0, 1)
    assert audit(cast.operator).clean


def test_lifting_owes_the_opening_at_once_and_a_stricter_order_keeps_the_doors_shut(
    cast: Cast, street: Street
) -> None:
    everything(cast, street)
    second = watched(cast, "", document="疾控第2号")
    plan_day(cast.clerk, DAY)
    lift = ChangeDraft(Changed.LIFT, AUTHORITY, "疾控第3号", "三天没有新病人")
    people = cast.clerk.crew_no, cast.secretary.crew_no
    with clock.fixed(at(1, 10, 12)):
        change_order(cast.operator, second, lift, *people)
        plan_day(cast.clerk, DAY)
        assert owed(cast)["opening"] == 0
    first = str(int(second) - 3)
    with clock.fixed(at(1, 10, 13)):
        change_order(cast.operator, first, lift, *people)
        plan_day(cast.clerk, DAY)
        assert owed(cast)["opening"] == 1
        assert audit(cast.operator).clean


def test_a_lifting_that_comes_late_owes_the_opening_from_then_on(
    cast: Cast, street: Street
) -> None:
    open_outbreak(cast.duty_officer, NORO, "norovirus")
    number = watched(cast, "")
    lift = ChangeDraft(Changed.LIFT, AUTHORITY, "疾控第3号", "三天没有新病人", at(1, 10, 20))
    with clock.fixed(at(1, 11, 9)):
        plan_day(cast.clerk, date(2022, 1, 11))
        change_order(cast.operator, number, lift, cast.clerk.crew_no, cast.secretary.crew_no)
        plan_day(cast.clerk, date(2022, 1, 11))
        (line,) = [
            one for one in duty_lines(cast.operator, date(2022, 1, 11)) if one.what == "opening"
        ]
        assert (line.state, line.opens_at, line.due_at) == ("open", at(1, 11, 9), at(1, 11, 21))
        assert audit(cast.operator).clean


def test_a_facility_that_closes_and_a_home_that_empties_owe_no_more_at_once(
    cast: Cast, street: Street
) -> None:
    everything(cast, street)
    with acting(cast.clerk):
        lift = Facility.objects.get(kind="lift")
    plan_day(cast.clerk, DAY)
    before = owed(cast)
    close_facility(cast.clerk, lift.id)
    add_facility(cast.clerk, f"{COMPOUND}/3/1", "corridor", "三层楼道", 3)
    assert owed(cast) == before
    assert "3/1/300-p/" in places(cast, "disinfection")
    assert "2/1/0-p/" not in places(cast, "disinfection")
    assert audit(cast.operator).clean
    leave(cast.clerk, [street.aunt_zhang.id], "moved_away")
    assert owed(cast)["contact"] == before["contact"] - 1
    assert audit(cast.operator).clean
    set_state(cast.clerk, street.households["1/1/202"].id, HomeState.OWNED)
    assert owed(cast)["contact"] == before["contact"]
    assert audit(cast.operator).clean


def test_a_household_moves_with_what_it_owes(cast: Cast, street: Street) -> None:
    everything(cast, street)
    plan_day(cast.clerk, DAY)
    move_household(cast.clerk, street.households["3/1/201"].id, f"{COMPOUND}/2/1/401")
    assert places(cast, "waste") == ["2/1/401/"]
    assert "2/1/401/" in places(cast, "contact")
    assert audit(cast.operator).clean


def test_a_facility_is_settled_with_evidence_and_counted(cast: Cast, street: Street) -> None:
    everything(cast, street)
    plan_day(cast.clerk, DAY)
    line = next(one for one in duty_lines(cast.clerk, DAY) if one.what == "disinfection")
    with clock.fixed(at(1, 10, 9)):
        settle.do(cast.clerk, read_key(line.key), "measured", {"agent": "84消毒液"})
        assert audit(cast.operator).clean
        assert board(cast.secretary).total.done == 1


def test_rules_of_another_outbreak_stay_their_own(cast: Cast, street: Street) -> None:
    everything(cast, street)
    order = enter_order(
        cast.clerk,
        OrderDraft(
            "lockdown", AUTHORITY, "通告第1号", "阳性", at(1, 8), at(1, 22), (f"{COMPOUND}/1",)
        ),
        "2022年1月",
    )
    confirm_order(cast.secretary, order.number)
    plan_day(cast.clerk, DAY)
    assert owed(cast)["symptoms"] == 32
    assert audit(cast.operator).clean


def test_what_was_withdrawn_in_its_window_stays_so_when_the_window_is_over(
    cast: Cast, street: Street
) -> None:
    open_outbreak(cast.duty_officer, NORO, "norovirus")
    number = watched(cast, "")
    plan_day(cast.clerk, DAY)
    lift = ChangeDraft(Changed.LIFT, AUTHORITY, "疾控第3号", "三天没有新病人")
    with clock.fixed(at(1, 10, 12)):
        change_order(cast.operator, number, lift, cast.clerk.crew_no, cast.secretary.crew_no)
        plan_day(cast.clerk, DAY)
        watched(cast, "", document="疾控第4号", begins=at(1, 10, 13))
    with clock.fixed(at(1, 10, 20)):
        plan_day(cast.clerk, DAY)
        assert owed(cast)["contact"] == 0
        assert audit(cast.operator).clean
