"""The whole community plan on the small street: special homes, who is away, waste by class, and no trait told."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.cast import COMPOUND, PATH, Cast
from tests.street import AUTHORITY, Street, at
from wumen.actions.changes import move_household
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import add_facility
from wumen.actions.homes import note_away, note_back, set_state
from wumen.actions.orders import change_order, confirm_order, enter_order, open_outbreak
from wumen.actions.rounds import floor_done
from wumen.actions.special_needs import end_need, note_need
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.posts import acting
from wumen.records import clock, planning
from wumen.records.models import Household, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.homes import Away, HomeState
from wumen.rules.orders import Changed, ChangeDraft, OrderDraft
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey
from wumen.rules.special_needs import KINDS, Kind

DAY = date(2022, 1, 10)
WHOLE_PLAN = "全部措施"
TRAITS = [*Kind, *(one.zh for one in KINDS.values())]


def drawn(cast: Cast, regime: str, **on: object) -> str:
    """An order under the whole community plan, two days old; its number."""
    given = {
        "authority": AUTHORITY,
        "document": "通告第1号",
        "ground": "楼内发现阳性",
        "begins": at(1, 8),
        "ends": at(1, 22),
    }
    draft = OrderDraft(regime=regime, **(given | on))  # type: ignore[arg-type]
    order = enter_order(cast.clerk, draft, WHOLE_PLAN)
    return confirm_order(cast.secretary, order.number).number


@pytest.fixture
def locked(cast: Cast, street: Street) -> Street:
    """Building 1 under lockdown by the whole plan, planned for the day."""
    open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    add_facility(cast.clerk, f"{COMPOUND}/1/1", "lift", "电梯")
    drawn(cast, "lockdown", paths=(f"{COMPOUND}/1",))
    plan_day(cast.clerk, DAY)
    return street


def standing(cast: Cast, door: str = "", day: date = DAY) -> list[DutyLine]:
    """What stands on the day at a door of the street, or everywhere."""
    lines = duty_lines(cast.operator, day)
    return [
        one for one in lines if one.state != "withdrawn" and one.area.startswith(f"{PATH}{door}")
    ]


def clauses(cast: Cast, door: str, day: date = DAY) -> set[str]:
    """The clauses by which something is owed at a door."""
    return {str(one.basis["clause"]) for one in standing(cast, door, day)}


def clean(cast: Cast) -> bool:
    """Whether the audit finds nothing and a second plan changes nothing."""
    found = [one.as_dict() for one in audit(cast.operator).differences]
    assert found == []
    again = plan_day(cast.clerk, clock.today()).changes
    return (again.made, again.moved, again.revived, again.withdrawn) == (0, 0, 0, 0)


def test_a_locked_building_is_owed_all_that_the_story_tells(cast: Cast, locked: Street) -> None:
    # Ten people behind four doors. 1月10日 is the third day, on which the plan samples nobody; the first
    # day was over before the order was known, so its sample is made up for now.
    assert Counter(one.what for one in standing(cast, "1/")) == {
        "temperature": 20,
        "sampling": 10,
        "disinfection": 1,
        "waste": 4,
        "supply": 4,
        "support": 4,
        "contact": 1,
        "watch": 3,
    }
    assert clean(cast)


def test_somebody_old_and_alone_is_contacted_and_gets_what_she_asks_for(
    cast: Cast, locked: Street
) -> None:
    assert clauses(cast, "1/1/202/") == {
        *("lockdown-temperature", "lockdown-sampling", "lockdown-waste", "lockdown-support"),
        *("lockdown-special-contact", "lockdown-special-supply"),
    }


def test_no_trait_stands_in_a_duty_a_count_or_the_log(cast: Cast, locked: Street) -> None:
    note_need(cast.clerk, locked.aunt_zhang.id, "dialysis", {})
    plan_day(cast.clerk, DAY)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(d)::text FROM duty d UNION ALL SELECT row_to_json(t)::text FROM tally t"
            " UNION ALL SELECT kind || convert_from(body, 'UTF8') FROM event"
        )
        told = "\n".join(text for (text,) in cursor.fetchall())
    assert "special-ride" in told
    assert [trait for trait in TRAITS if trait in told] == []


def test_a_need_that_is_noted_or_ended_is_owed_or_not_at_once(cast: Cast, locked: Street) -> None:
    home = locked.households["1/1/101"]
    with acting(cast.clerk):
        person = home.residents.order_by("place")[0]
    need = note_need(cast.captain, person.id, "lasting_medicine", {"days_left": "2"})
    assert "lockdown-special-errand" in clauses(cast, "1/1/101/")
    assert clean(cast)
    end_need(cast.captain, person.id, need.id)
    assert "lockdown-special-errand" not in clauses(cast, "1/1/101/")
    assert clean(cast)


def test_a_car_is_owed_on_the_days_of_the_treatment(cast: Cast, locked: Street) -> None:
    known = {"weekdays": "2", "hour": "7:00", "hospital": "某院"}
    note_need(cast.clerk, locked.aunt_zhang.id, "dialysis", known)
    # 2022-01-11 is a Tuesday.
    for ahead, owed in ((0, False), (1, True), (2, False)):
        day = DAY + timedelta(days=ahead)
        plan_day(cast.clerk, day)
        assert ("lockdown-special-ride" in clauses(cast, "1/1/202/", day)) is owed
    assert audit(cast.operator).clean


def test_what_is_owed_to_a_special_home_moves_with_it(cast: Cast, locked: Street) -> None:
    move_household(cast.clerk, locked.households["1/1/202"].id, f"{COMPOUND}/1/1/302")
    assert "lockdown-special-contact" in clauses(cast, "1/1/302/")
    assert standing(cast, "1/1/202/") == []
    assert clean(cast)
    move_household(cast.clerk, locked.households["1/1/202"].id, f"{COMPOUND}/3/1/302")
    assert standing(cast, "3/1/302/") == []
    assert clean(cast)


def test_who_is_away_owes_nothing_at_her_door_and_is_owed_again_when_she_is_back(
    cast: Cast, locked: Street
) -> None:
    home = locked.households["1/1/101"]
    before = Counter(one.what for one in standing(cast, "1/1/101/"))
    with acting(cast.clerk):
        people = list(home.residents.order_by("place").values_list("id", flat=True))
    note_away(cast.captain, home.id, people[:1], Away(DAY, None))
    after = Counter(one.what for one in standing(cast, "1/1/101/"))
    assert before - after == {"temperature": 2, "sampling": 1}
    assert clean(cast)
    note_away(cast.captain, home.id, people, Away(DAY, DAY + timedelta(days=1)))
    assert standing(cast, "1/1/101/") == []
    assert clean(cast)
    plan_day(cast.clerk, DAY + timedelta(days=1))
    assert standing(cast, "1/1/101/", DAY + timedelta(days=1)) != []
    note_back(cast.captain, home.id, people)
    assert Counter(one.what for one in standing(cast, "1/1/101/")) == before
    assert clean(cast)


def test_a_shop_in_which_nobody_lives_owes_nothing(cast: Cast, locked: Street) -> None:
    with acting(cast.clerk):
        shop = Household.objects.create(
            area=f"{PATH}1/1/301/", state="owned", registered_at=at(1, 8)
        )
    plan_day(cast.clerk, DAY)
    assert {one.what for one in standing(cast, "1/1/301/")} == {"waste", "supply", "support"}
    set_state(cast.clerk, shop.id, HomeState.SHOP)
    assert standing(cast, "1/1/301/") == []
    assert clean(cast)


def test_the_waste_of_somebody_isolated_is_its_own_class_in_a_locked_building(
    cast: Cast, locked: Street
) -> None:
    with acting(cast.clerk):
        person = locked.households["1/1/102"].residents.order_by("place")[0]
    own = drawn(cast, "home_isolation", residents=(str(person.id),), document="告知书")
    plan_day(cast.clerk, DAY)
    (waste,) = [one for one in standing(cast, "1/1/102/") if one.what == "waste"]
    assert waste.basis["clause"] == "home-isolation-waste"
    assert own in waste.basis["orders"]
    disinfected = [one for one in standing(cast, "1/1/102/") if one.what == "disinfection"]
    assert [one.win for one in disinfected] == ["am", "pm"]
    assert clean(cast)


def test_one_tap_declares_waste_and_never_a_special_home(cast: Cast, locked: Street) -> None:
    with clock.fixed(at(1, 10, 9)):
        done = floor_done(cast.captain, RoundKey(DAY, "day", f"{PATH}1/1"), 2)
        # Two homes: waste and support of both, the common supply of one.
        assert (done.done, done.left) == (5, {"contact": 1, "supply": 1})
        (contact,) = [one for one in standing(cast, "1/1/202/") if one.what == "contact"]
        with pytest.raises(Problem, match="grade_not_accepted"):
            settle.do(cast.captain, read_key(contact.key), "declared")
        settle.do(cast.captain, read_key(contact.key), "reported")
        assert clean(cast)


def test_lifting_owes_gates_and_doors_opened_and_measured(cast: Cast, locked: Street) -> None:
    number = drawn(cast, "lockdown", paths=(COMPOUND,), document="通告第2号")
    plan_day(cast.clerk, DAY)
    lift = ChangeDraft(Changed.LIFT, AUTHORITY, "通告第3号", "解除")
    with clock.fixed(at(1, 10, 12)):
        change_order(cast.operator, number, lift, cast.clerk.crew_no, cast.secretary.crew_no)
        plan_day(cast.clerk, DAY)
        opened = [one for one in standing(cast) if one.what == "opening"]
        # Building 1 stays shut: its own order still holds.
        places = {one.area.removeprefix(PATH) for one in opened}
        assert places == {"0-p/", "2/1/0-p/", "3/1/0-p/"}
        with pytest.raises(Problem, match="grade_not_accepted"):
            settle.do(cast.clerk, read_key(opened[0].key), "declared")
        assert clean(cast)


MUTATIONS = [
    ("_WANTED", "JOIN member m ON m.grp = d.grp", "JOIN member m ON m.grp >= d.grp"),
    ("_HOUSEHOLDS", "JOIN member m ON m.grp = d.grp", "JOIN member m ON m.grp >= d.grp"),
    ("_HOUSEHOLDS", "JOIN member m ON m.grp = d.grp", "JOIN member m ON false"),
    ("_HOUSEHOLDS", "AND h.id <> ALL(%(apart)s::uuid[])", ""),
    ("_HOUSEHOLDS", "d.kind = 'household' AND d.grp IS NULL AND", "d.kind = 'household' AND"),
]


@pytest.mark.parametrize(
    ("text_of", "there", "instead"), MUTATIONS, ids=[str(n) for n in range(len(MUTATIONS))]
)
def test_a_mistake_in_what_special_homes_are_owed_is_found(
    cast: Cast,
    locked: Street,
    monkeypatch: pytest.MonkeyPatch,
    text_of: str,
    there: str,
    instead: str,
) -> None:
    with acting(cast.clerk):
        infant = Resident.objects.filter(household=locked.households["1/1/201"].id)[0]
    text = getattr(planning, text_of)
    assert text.count(there) == 1
    monkeypatch.setattr(planning, text_of, text.replace(there, instead))
    try:
        note_need(cast.clerk, infant.id, "infant", {})
        note_need(cast.clerk, infant.id, "lasting_medicine", {})
        note_need(cast.clerk, locked.aunt_zhang.id, "dialysis", {})
        plan_day(cast.clerk, DAY + timedelta(days=1))
    except Exception as refused:
        # The database's own constraints may refuse before the audit must.
        assert "duty" in str(refused) or "unique" in str(refused)
        return
    assert not audit(cast.operator).clean
