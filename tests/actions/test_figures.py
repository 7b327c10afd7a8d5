"""Figures upward are what an independent count over the small street finds, before and after work was done."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.changes import leave
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import cannot, do, waive
from wumen.actions.knocks import knock
from wumen.actions.register import NewResident, register_household
from wumen.actions.special_needs import note_need
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.figures import figures, figures_of, regime_rows
from wumen.records import clock
from wumen.records.models import Household, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.changes import Leaving
from wumen.rules.duties import read_key
from wumen.rules.figures import Values
from wumen.rules.knocks import Result
from wumen.rules.problems import Problem

DAY = date(2022, 1, 10)
NINE, TEN, NOON, EVENING = at(1, 10, 9), at(1, 10, 10), at(1, 10, 12), at(1, 10, 20)


def values(cast: Cast, area: str | None = None, when: object = None) -> Values:
    """The figures as the clerk sees them."""
    return figures(cast.clerk, area, when).values  # type: ignore[arg-type]


def lines(cast: Cast, what: str = "temperature") -> list[DutyLine]:
    """The duties of a measure in the order of doors."""
    return [one for one in duty_lines(cast.clerk, DAY) if one.what == what]


def worked(cast: Cast) -> None:
    """Building 1 locked down; at ten o'clock some is done, waived, or could not be done."""
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    with clock.fixed(TEN):
        first, second, third, fourth = lines(cast)[:4]
        do(cast.captain, read_key(first.key), "measured", {"celsius": 36.5})
        do(cast.captain, read_key(second.key), "reported", {"celsius": 36.4})
        do(cast.captain, read_key(third.key), "declared")
        waive(cast.secretary, read_key(fourth.key), "住院")
        one, two, three = lines(cast, "sampling")[:3]
        do(cast.sampler, read_key(one.key), "measured")
        cannot(cast.sampler, read_key(two.key), "nobody_home")
        cannot(cast.sampler, read_key(three.key), "去医院了")


def independent(cast: Cast, what: str | None, now: object) -> dict[str, int]:
    """The duties of the day counted one by one, by other code."""
    rows = [one for one in duty_lines(cast.clerk, DAY) if what in (None, one.what)]
    found: Counter[str] = Counter()
    last = {one.what: max(two.due_at for two in rows if two.what == one.what) for one in rows}
    for one in rows:
        if one.state == "withdrawn":
            continue
        found["owed"] += 1
        found[one.state] += 1
        if one.state == "done":
            found[str(one.grade)] += 1
        elif one.state == "open":
            found["overdue"] += one.due_at <= now  # type: ignore[operator]
            found["missed"] += last[one.what] <= now  # type: ignore[operator]
    return found


@pytest.mark.parametrize("what", [None, "temperature", "sampling"])
@pytest.mark.parametrize("hour", [11, 13, 23])
def test_duties_are_counted_as_an_independent_count_does(
    cast: Cast, street: Street, what: str | None, hour: int
) -> None:
    worked(cast)
    with clock.fixed(at(1, 10, hour)):
        found, counted = values(cast), independent(cast, what, at(1, 10, hour))
    key = what or "duties"
    for part in [
        "owed",
        "done",
        "measured",
        "reported",
        "declared",
        "waived",
        "open",
        "overdue",
        "missed",
    ]:
        assert found[f"{key}.{part}"] == counted[part], part
    if what is None:
        assert counted["done"] == 4
        assert counted["waived"] == 1
        assert counted["overdue"] > 0
        assert counted["missed"] < counted["overdue"] or hour == 23


def test_reasons_of_what_is_not_sampled_add_up(cast: Cast, street: Street) -> None:
    worked(cast)
    found = values(cast)
    whys = {key: n for key, n in found.items() if key.startswith("sampling.why.") and n}
    assert whys == {
        "sampling.why.nobody_home": 1,
        "sampling.why.other": 1,
        "sampling.why.unsaid": found["sampling.open"] - 2,  # type: ignore[operator]
    }


def test_homes_and_people_are_those_of_the_register(cast: Cast, street: Street) -> None:
    with scoped(WHOLE):
        home = Household.objects.get(area=f"{PATH}3/1/102/")
        home.state = "let"
        home.save()
        aunt = Resident.objects.get(name="张阿姨")
        aunt.away_since = DAY
        aunt.save()
        counts = Household.objects.count(), Resident.objects.count()
    found = values(cast)
    assert (found["households"], found["residents"]) == counts == (12, 30)
    assert (found["buildings"], found["away"], found["homes_let"]) == (3, 1, 1)
    one = values(cast, f"{COMPOUND}/1")
    assert (one["households"], one["residents"], one["away"]) == (4, 10, 1)


def test_who_is_back_today_is_away_no_more(cast: Cast, street: Street) -> None:
    with scoped(WHOLE):
        Resident.objects.filter(name="张阿姨").update(
            away_since=DAY - timedelta(days=3), away_until=DAY
        )
    assert values(cast)["away"] == 0


def test_every_door_counts_under_the_strictest_regime_over_it(cast: Cast, street: Street) -> None:
    ordered(cast, "", regime="precaution", document="通告第2号")
    ordered(cast, "2", regime="control", document="通告第3号")
    ordered(cast, "1", "2/1/101", document="通告第4号")
    found = values(cast)
    regimes = {key: n for key, n in found.items() if key.startswith("regime.") and n}
    assert regimes == {
        "regime.lockdown.buildings": 1,
        "regime.lockdown.homes": 5,
        "regime.lockdown.people": 13,
        "regime.control.buildings": 1,
        "regime.control.homes": 3,
        "regime.control.people": 7,
        "regime.precaution.buildings": 1,
        "regime.precaution.homes": 4,
        "regime.precaution.people": 10,
    }
    inside = values(cast, f"{COMPOUND}/2/1")
    assert (inside["regime.control.homes"], inside["regime.lockdown.people"]) == (3, 3)
    assert inside["regime.precaution.homes"] == 0


def test_the_rows_of_a_regime_add_up_to_its_figures(cast: Cast, street: Street) -> None:
    ordered(cast, "", regime="control")
    ordered(cast, "1", "2/1/101", document="通告第4号")
    found = values(cast)
    for regime in ("lockdown", "control"):
        _, rows = regime_rows(cast.clerk, regime)
        for part in ("buildings", "homes", "people"):
            assert sum(getattr(row.line, part) for row in rows) == found[f"regime.{regime}.{part}"]


def test_people_isolated_at_home_count_once_beside_the_zone_they_live_in(
    cast: Cast, street: Street
) -> None:
    neighbours = street.households["1/1/101"].residents.all()
    with scoped(WHOLE):
        people = [str(one.id) for one in neighbours[:2]] + [str(street.aunt_zhang.id)]
    ordered(cast, "1")
    ordered(
        cast, regime="home_isolation", document="告知书第5号", paths=(), residents=tuple(people)
    )
    found = values(cast)
    assert (found["regime.home_isolation.homes"], found["regime.home_isolation.people"]) == (2, 3)
    assert (found["regime.lockdown.homes"], found["regime.lockdown.people"]) == (4, 10)
    assert values(cast, f"{COMPOUND}/2")["regime.home_isolation.people"] == 0


def test_special_care_is_counted_by_what_is_asked_for_and_never_by_illness(
    cast: Cast, street: Street
) -> None:
    note_need(cast.clerk, street.aunt_zhang.id, "dialysis", {"weekdays": "周二四六"})
    found = values(cast)
    assert (found["care.people"], found["care.homes"], found["care.transport"]) == (1, 1, 1)
    assert not [key for key in found if "dialysis" in key or "pregnan" in key]
    assert values(cast, f"{COMPOUND}/2")["care.people"] == 0


def test_knocks_of_the_day_and_who_was_not_home_at_the_last_of_them(
    cast: Cast, street: Street
) -> None:
    aunt, next_door = street.households["1/1/202"], street.households["1/1/201"]
    with clock.fixed(NINE):
        knock(cast.captain, aunt.id, Result.NOBODY_HOME)
        knock(cast.captain, next_door.id, Result.NOBODY_HOME)
    with clock.fixed(NOON):
        knock(cast.captain, next_door.id, Result.SPOKEN)
        found = values(cast)
        assert [found[f"knocks.{one}"] for one in ("visits", "homes", "nobody")] == [3, 2, 1]
        earlier = values(cast, when=TEN)
        assert [earlier[f"knocks.{one}"] for one in ("visits", "homes", "nobody")] == [2, 2, 2]
    with clock.fixed(NOON + timedelta(days=1)):
        assert values(cast)["knocks.visits"] == 0


def test_orders_in_force_and_those_that_end_before_midnight(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    ordered(cast, "2", document="通告第2号", ends=at(1, 11))
    found = values(cast)
    assert (found["orders.in_force"], found["orders.ending"]) == (2, 1)
    assert sum(found[f"release.{one}"] or 0 for one in ("ready", "lacking", "unknown")) == 2
    assert values(cast, f"{COMPOUND}/1")["orders.in_force"] == 1


def test_crew_is_counted_by_role_and_each_person_once(cast: Cast, street: Street) -> None:
    found = values(cast)
    assert (found["crew.people"], found["crew.captain"], found["crew.secretary"]) == (5, 1, 1)


def test_a_past_hour_is_counted_by_the_evidence_of_that_hour(cast: Cast, street: Street) -> None:
    worked(cast)
    with clock.fixed(EVENING):
        before, after = values(cast, when=NINE), values(cast, when=NOON)
        assert (before["duties.done"], before["duties.waived"]) == (0, 0)
        assert (after["duties.done"], after["duties.measured"], after["duties.waived"]) == (4, 2, 1)
        assert before["duties.owed"] == after["duties.owed"] == values(cast)["duties.owed"]
        assert before["duties.open"] == before["duties.owed"]


def test_what_was_not_kept_of_a_past_hour_is_unknown_and_never_nothing(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    register_household(cast.clerk, f"{COMPOUND}/1/1/301", [NewResident("新来的")])
    with clock.fixed(EVENING):
        register_household(cast.clerk, f"{COMPOUND}/1/1/302", [NewResident("晚到的")])
        leave(cast.clerk, [street.aunt_zhang.id], Leaving.MOVED_AWAY)
        found = values(cast, when=NOON)
        now = values(cast)
    assert (found["households"], found["residents"]) == (13, 31)
    assert (now["households"], now["residents"]) == (14, 31)
    for key in ("away", "homes_empty", "care.people", "regime.lockdown.people", "release.ready"):
        assert found[key] is None, key
    assert found["duties.owed"] is None, "nothing was ever planned for the day"


def test_a_report_for_an_hour_ahead_is_counted_now_and_says_so(cast: Cast, street: Street) -> None:
    found = figures(cast.clerk, None, EVENING)
    assert (found.at, found.counted_at) == (EVENING, clock.now())
    assert found.values["households"] == 12
    with pytest.raises(Problem) as refused:
        figures(cast.clerk, None, EVENING + timedelta(days=2))
    assert refused.value.code == "report_too_early"


def test_midnight_still_tells_of_the_day_that_ends(cast: Cast, street: Street) -> None:
    worked(cast)
    found = figures(cast.clerk, None, at(1, 11))
    assert found.day == DAY
    assert found.values["duties.done"] == 4


def test_many_places_are_counted_in_the_statements_of_one(cast: Cast, street: Street) -> None:
    worked(cast)
    places = [f"{COMPOUND}/{one}" for one in (1, 2, 3)]
    with CaptureQueriesContext(connection) as one:
        alone = figures_of(cast.clerk, places[:1])
    with CaptureQueriesContext(connection) as many:
        found = figures_of(cast.clerk, places)
    assert len(many) <= len(one)
    assert found[f"{PATH}1/"]["duties.done"] == alone[f"{PATH}1/"]["duties.done"] == 4
    assert sum(one["households"] or 0 for one in found.values()) == 12


def test_figures_are_for_those_who_report_and_of_their_own_place(
    cast: Cast, street: Street
) -> None:
    for viewer, area, code in (
        (cast.captain, None, "right_missing"),
        (cast.clerk, "410102013001", "area_not_yours"),
    ):
        with pytest.raises(Problem) as refused:
            figures(viewer, area)
        assert refused.value.code == code
    assert figures(cast.outsider).values["residents"] == 0
