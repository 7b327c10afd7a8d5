"""A later document takes somebody out of an order: she is free everywhere from that hour, all others stay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import COMPOUND, PATH, Cast
from tests.exceptions import changed, how_many, taking_out
from tests.street import Street, at, ordered
from wumen.actions.changes import merge_residents
from wumen.actions.duties.plan import plan_day
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.doors_apart import isolated_doors
from wumen.queries.dossier import dossier
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.elevation import elevation
from wumen.queries.explain import explain_place, explain_resident, over
from wumen.queries.facts import order_facts
from wumen.queries.figures import figures
from wumen.queries.grounds import fell_with
from wumen.queries.group_text import barred_doors
from wumen.queries.orders import order_lines
from wumen.queries.parcels import shut_places
from wumen.queries.posts import acting
from wumen.queries.sheets import Chosen, home_orders, sheets_line, sheets_of
from wumen.queries.teams import isolated
from wumen.records import clock
from wumen.records.models import Resident
from wumen.rules.areas import span
from wumen.rules.orders import Changed
from wumen.rules.problems import Problem
from wumen.rules.sheets import SheetKind

DAY = date(2022, 1, 10)
NOON = at(1, 10, 12)
BEGUN, OVER = at(1, 8), at(1, 22)
STREET = span(PATH)


def owed(cast: Cast, one: Resident, day: date = DAY) -> list[DutyLine]:
    """What still stands of a resident and her home on a day."""
    hers = {one.id, one.household_id}
    lines = [line for line in duty_lines(cast.operator, day) if line.subject in hers]
    return [line for line in lines if line.state != "withdrawn"]


def under(cast: Cast, people: Sequence[Resident]) -> dict[str, set[str]]:
    """By each way of asking, the doors of those whom the order binds now."""
    now = clock.now()
    found: dict[str, set[str]] = {}
    with acting(cast.clerk):
        held = order_facts(clock.today(), STREET)
        binds = {key for key, one in held.orders.items() if one.interval.holds(now)}
        found["plan"] = {p.area for p in people if held.residents.get(p.id, frozenset()) & binds}
        found["explain"] = {p.area for p in people if over(p.area, now, p.id)}
        found["team"] = {home.area for home, *_ in isolated(STREET).values()}
        found["parcels"] = shut_places(STREET)
        found["captain"] = {
            door for n in (1, 2, 3) for door in isolated_doors(f"{PATH}{n}/1/", now)
        }
    found["sheets"] = {
        p.area
        for p in people
        if any(not one.over for one in home_orders(cast.clerk, p.household_id)[1])
    }
    found["elevation"] = {
        pane.area
        for n in (1, 2, 3)
        for pane in elevation(cast.clerk, f"{COMPOUND}/{n}").panes
        if pane.isolated
    }
    return found


def test_she_is_free_everywhere_from_that_hour_and_all_others_stay(
    cast: Cast, street: Street, five: list[Resident], number: str
) -> None:
    plan_day(cast.clerk, DAY)
    aunt, others = five[0], five[1:]
    before = {one.id: len(owed(cast, one)) for one in five}
    assert all(before.values())
    with clock.fixed(NOON):
        changed(cast, number, taking_out(aunt))
        plan_day(cast.clerk, DAY)
        plan_day(cast.clerk, date(2022, 1, 11))
        assert {frozenset(doors) for doors in under(cast, five).values()} == {
            frozenset(one.area for one in others)
        }
        assert how_many(cast) == {4}
        assert "没有管控要求" in explain_resident(cast.clerk, str(aunt.id)).zh
        assert not [one for one in owed(cast, aunt) if one.due_at > NOON]
        assert not owed(cast, aunt, date(2022, 1, 11))
        for one in others:
            assert len(owed(cast, one)) == before[one.id]
            assert owed(cast, one, date(2022, 1, 11))
        (line,) = order_lines(cast.clerk)
        assert (line.number, line.state, line.ends) == (number, "in_force", OVER)
        assert audit(cast.operator).clean


def test_what_held_before_that_hour_still_reads_as_it_held(
    cast: Cast, five: list[Resident], number: str
) -> None:
    aunt = five[0]
    with clock.fixed(NOON):
        changed(cast, number, taking_out(aunt))
        earlier = explain_resident(cast.clerk, str(aunt.id), at(1, 10, 11))
        assert (earlier.orders, earlier.ends) == ((number,), NOON)
        (line,) = dossier(cast.clerk, aunt.household_id).orders
        assert (line.number, line.state, line.ends) == (number, "over", NOON)
        with acting(cast.clerk):
            assert isolated_doors(f"{PATH}1/1/", at(1, 10, 11)) == {aunt.area}
            assert barred_doors(span(aunt.area)), "the day on which she was bound is not told of"
        with clock.fixed(at(1, 11, 12)), acting(cast.clerk):
            assert not barred_doors(span(aunt.area))


def test_until_then_she_is_bound_and_reads_her_own_end(
    cast: Cast, five: list[Resident], number: str
) -> None:
    friday = at(1, 14, 9)
    changed(cast, number, taking_out(five[0], at=friday))
    assert explain_resident(cast.clerk, str(five[0].id)).ends == friday
    assert explain_resident(cast.clerk, str(five[1].id)).ends == OVER
    with clock.fixed(at(1, 14, 8)):
        assert how_many(cast) == {5}
    with clock.fixed(friday):
        assert how_many(cast) == {4}


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_nobody_is_bound_after_her_hour_and_all_others_always_are(
    cast: Cast, five: list[Resident], number: str, data: st.DataObject
) -> None:
    hour = timedelta(hours=1)
    free = dict.fromkeys((one.id for one in five), OVER)
    ends = OVER
    with transaction.atomic():
        for _ in range(data.draw(st.integers(1, 4))):
            still = [one for one in five if free[one.id] == ends]
            kind = data.draw(st.sampled_from([Changed.EXCEPT, Changed.EXCEPT, Changed.EXTEND]))
            if kind is Changed.EXTEND:
                former, ends = ends, ends + data.draw(st.integers(1, 99)) * hour
                free = {one: ends if at_ == former else at_ for one, at_ in free.items()}
                changed(cast, number, replace(taking_out(), kind=kind, ends=ends))
            elif len(still) > 1:
                out = data.draw(st.sampled_from(still))
                free[out.id] = BEGUN + data.draw(st.integers(0, 13 * 24)) * hour
                changed(cast, number, taking_out(out, at=free[out.id]))
        # Before the order was confirmed nobody could heed it.
        for passed in sorted({data.draw(st.integers(0, 18 * 24)) for _ in range(3)}):
            now = at(1, 10, 7) + passed * hour
            bound = [one for one in five if free[one.id] > now]
            with clock.fixed(now):
                doors = frozenset(one.area for one in bound)
                assert {frozenset(found) for found in under(cast, five).values()} == {doors}
                assert how_many(cast) <= {len(bound), None}
        transaction.set_rollback(True)


def test_a_building_that_the_order_names_is_taken_out_and_the_others_stay_closed(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1", "2").number
    plan_day(cast.clerk, DAY)
    with clock.fixed(NOON):
        changed(cast, number, taking_out("2"))
        plan_day(cast.clerk, DAY)
        assert "封控区" in explain_place(cast.clerk, f"{COMPOUND}/1").zh
        assert "没有管控要求" in explain_place(cast.clerk, f"{COMPOUND}/2/1/101").zh
        late = [one for one in duty_lines(cast.operator, DAY) if one.opens_at >= NOON]
        asked = {one.area[: len(PATH) + 2] for one in late if one.state != "withdrawn"}
        assert f"{PATH}1/" in asked
        assert {one.what for one in late if one.area.startswith(f"{PATH}2/")} >= {"temperature"}
        assert not [
            one
            for one in late
            if one.area.startswith(f"{PATH}2/")
            and one.state != "withdrawn"
            and one.what != "opening"
        ]
        (told,) = board(cast.clerk).orders
        assert told.name == "锦绣城社区 锦绣城 1号楼"
        assert figures(cast.clerk).values["regime.lockdown.buildings"] == 1
        assert elevation(cast.clerk, f"{COMPOUND}/2").orders == ()
        assert audit(cast.operator).clean


def test_she_stays_out_when_it_steps_down_and_the_others_go_on(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1", "2").number
    changed(cast, number, taking_out("2"))
    with clock.fixed(NOON):
        step = replace(taking_out(), kind=Changed.STEP_DOWN, regime="control")
        milder = changed(cast, number, step)
        assert "管控区" in explain_place(cast.clerk, f"{COMPOUND}/1").zh
        assert "没有管控要求" in explain_place(cast.clerk, f"{COMPOUND}/2").zh
        assert order_lines(cast.clerk, milder.number)[0].places == ("锦绣城社区 锦绣城 1号楼",)


def test_who_is_out_sooner_is_out_of_what_it_steps_down_to_later(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1", "2").number
    step = replace(taking_out(), kind=Changed.STEP_DOWN, regime="control", at=at(1, 15))
    milder = changed(cast, number, step).number
    changed(cast, number, taking_out("2", at=at(1, 12)))
    for day, first, second in ((11, "封控区", "封控区"), (12, "封控区", ""), (16, "管控区", "")):
        with clock.fixed(at(1, day, 6)):
            for place, regime in (("1", first), ("2", second)):
                said = explain_place(cast.clerk, f"{COMPOUND}/{place}").zh
                assert (regime or "没有管控要求") in said
            plan_day(cast.clerk, date(2022, 1, day))
            assert audit(cast.operator).clean
    (line,) = order_lines(cast.clerk, milder)
    assert [one.kind for one in line.changes] == ["excepted"]


def test_lifting_the_rest_sooner_frees_who_was_to_go_later(
    cast: Cast, five: list[Resident], number: str
) -> None:
    changed(cast, number, taking_out(five[0], at=at(1, 14)))
    changed(cast, number, replace(taking_out(), kind=Changed.LIFT, at=at(1, 12)))
    for one in five:
        assert explain_resident(cast.clerk, str(one.id)).ends == at(1, 12)


def test_two_entries_of_one_resident_are_out_together(
    cast: Cast, five: list[Resident], number: str
) -> None:
    first, second = five[1:3]
    changed(cast, number, taking_out(second))
    merge_residents(cast.clerk, first.id, second.id)
    with acting(cast.clerk):
        assert not over(first.area, clock.now(), first.id)
    assert how_many(cast) == {3}


def test_a_watch_and_a_reading_that_began_fall_with_it_and_say_why(
    cast: Cast, five: list[Resident], number: str
) -> None:
    plan_day(cast.clerk, DAY)
    nine = at(1, 10, 9)
    with clock.fixed(nine):
        changed(cast, number, taking_out(five[0]))
        plan_day(cast.clerk, DAY)
        began = [
            one
            for one in duty_lines(cast.operator, DAY)
            if one.subject in (five[0].id, five[0].household_id)
            and one.opens_at < nine < one.due_at
        ]
        fell = [one for one in began if one.state == "withdrawn"]
        assert {one.what for one in fell} == {"temperature", "sampling"}
        for one in fell:
            why = fell_with(cast.clerk, one)
            assert why is not None
            assert (why.at, why.document) == (nine, "解除第7号")
        assert all(fell_with(cast.clerk, one) is None for one in owed(cast, five[1]))
        assert audit(cast.operator).clean


def test_her_release_and_certificate_are_printed_while_the_order_goes_on(
    cast: Cast, five: list[Resident], number: str
) -> None:
    with clock.fixed(NOON):
        assert not sheets_line(cast.clerk, number).ended
        with pytest.raises(Problem, match="sheet_before_end"):
            sheets_of(cast.clerk, number, SheetKind.RELEASED, Chosen(), 1)
        changed(cast, number, taking_out(five[0]))
        line = sheets_line(cast.clerk, number)
        assert [one.name for one in line.people if one.free] == ["张阿姨"]
        assert set(line.missing.values()) == {1}
        (released,) = sheets_of(cast.clerk, number, SheetKind.RELEASED, Chosen(), 1)
        assert released.resident == five[0].id
        said = repr(released.sheet)
        assert "解除第7号" in said
        still = sheets_of(cast.clerk, number, SheetKind.PLEDGE, Chosen(), 2)
        assert {one.resident for one in still} == {one.id for one in five[1:]}
