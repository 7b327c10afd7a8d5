"""A household's dossier: all that is known, former entries with it, as it was true then; a look is logged."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import COMPOUND, Cast
from tests.street import AUTHORITY, Street, ordered
from tests.workbooks import number
from wumen.actions.changes import (
    merge_households,
    merge_residents,
    move_household,
    split_compound,
    undo,
)
from wumen.actions.dossier import open_dossier
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import cannot, do
from wumen.actions.homes import show_telephones
from wumen.actions.knocks import knock
from wumen.actions.log import subject_key
from wumen.actions.orders import confirm_change, enter_change
from wumen.actions.register import NewResident, register_household
from wumen.actions.rounds import floor_done
from wumen.actions.special_needs import note_need
from wumen.actions.tenancies import NewTenancy, end_tenancy, note_tenancy
from wumen.queries.dossier import Dossier
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.event_log import unread
from wumen.records.models import Household, Order, Resident
from wumen.rules.changes import ChangeKind
from wumen.rules.dossier import DUTY_DAYS
from wumen.rules.duties import DutyKey
from wumen.rules.knocks import Result
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey
from wumen.rules.tenancies import Lease


@pytest.fixture
def lived_in(cast: Cast, street: Street) -> Household:
    """甲一 with a number, a telephone and a need, and 甲二, at 1-1-301."""
    return register_household(
        cast.clerk,
        f"{COMPOUND}/1/1/301",
        [
            NewResident(
                "甲一",
                identity_number=number(1),
                telephones=("13800000001",),
                needs=("透析",),
            ),
            NewResident("甲二", place=1),
        ],
    )


def resident(cast: Cast, name: str) -> Resident:
    """Somebody by name."""
    with acting(cast.operator):
        return Resident.objects.get(name=name)


def kinds(found: Dossier) -> list[str]:
    """The kinds of what happened, in order."""
    return [one.kind for one in found.happened]


def looks(cast: Cast) -> list[Any]:
    """The events of looks at dossiers."""
    with acting(cast.operator):
        return [one for one in unread("test", 10_000) if one.kind == "dossier.looked_at"]


def test_a_dossier_shows_who_lives_here_with_numbers_masked(
    cast: Cast, lived_in: Household
) -> None:
    found = open_dossier(cast.captain, lived_in.id)
    assert found.words == "锦绣城 1号楼 1单元 301"
    assert [(one.name, one.identity_number, one.telephones) for one in found.people] == [
        ("甲一", "410" + "*" * 13 + number(1)[-2:], ("138******01",)),
        ("甲二", "", ()),
    ]
    assert number(1) not in str(found)
    assert "13800000001" not in str(found)


def test_each_look_is_logged_under_the_keyed_hash_of_the_household(
    cast: Cast, lived_in: Household
) -> None:
    open_dossier(cast.captain, lived_in.id)
    [look] = looks(cast)
    assert look.body == {}
    again = open_dossier(cast.clerk, lived_in.id)
    assert kinds(again) == ["household.registered", "dossier.looked_at"]
    assert [(one.by.name, one.by.role) for one in again.happened] == [
        ("孙内勤", "clerk"),
        ("李楼长", "captain"),
    ]
    assert subject_key(lived_in.id) not in str(again)


def test_who_may_not_see_the_household_gets_nothing_and_leaves_no_look(
    cast: Cast, lived_in: Household
) -> None:
    for viewer, code in (
        (cast.outsider, "household_unknown"),
        (cast.volunteer, "right_missing"),
    ):
        with pytest.raises(Problem, match=code):
            open_dossier(viewer, lived_in.id)
    with pytest.raises(Problem, match="household_unknown"):
        open_dossier(cast.clerk, uuid4())
    assert looks(cast) == []


def test_why_somebody_needs_help_is_for_the_office_and_what_for_who_knocks(
    cast: Cast, lived_in: Household
) -> None:
    note_need(cast.clerk, resident(cast, "甲二").id, "infant", {})
    office = open_dossier(cast.clerk, lived_in.id)
    assert [line.name for line in office.care] == ["甲一", "甲二"]
    assert "need.noted" in kinds(office)

    def told(viewer: Viewer) -> list[bool]:
        found = open_dossier(viewer, lived_in.id)
        return [need.need is not None for line in found.care for need in line.needs]

    assert told(cast.clerk) == [True, True]
    assert told(cast.captain) == [False, False]
    assert told(cast.sampler) == []


def test_knocks_and_looks_at_numbers_stand_in_the_order_of_time(
    cast: Cast, lived_in: Household
) -> None:
    knock(cast.captain, lived_in.id, Result.NOBODY_HOME)
    show_telephones(cast.captain, lived_in.id, resident(cast, "甲一").id)
    found = open_dossier(cast.clerk, lived_in.id)
    assert [(one.result, one.by) for one in found.visits] == [(Result.NOBODY_HOME, "李楼长")]
    assert kinds(found) == [
        "household.registered",
        "household.knocked",
        "resident.telephones_shown",
    ]
    assert [one.whom for one in found.happened] == ["", "", "甲一"]


def test_orders_over_the_door_and_on_a_person_stand_with_their_document_and_end(
    cast: Cast, lived_in: Household
) -> None:
    ordered(cast, "1")
    ordered(cast, "2", document="通告第2号")
    ordered(
        cast,
        regime="home_isolation",
        paths=(),
        residents=(str(resident(cast, "甲一").id),),
        document="告知书",
    )
    found = open_dossier(cast.clerk, lived_in.id)
    assert [(one.document, one.people, one.state) for one in found.orders] == [
        ("通告第1号", (), "in_force"),
        ("告知书", ("甲一",), "in_force"),
    ]
    assert {one.authority for one in found.orders} == {"中原区新冠肺炎疫情防控指挥部"}
    with clock.fixed(found.orders[0].ends):
        assert {one.state for one in open_dossier(cast.clerk, lived_in.id).orders} == {"over"}


def test_orders_of_one_moment_stand_as_they_were_entered(cast: Cast, lived_in: Household) -> None:
    first, second = ordered(cast, "1"), ordered(cast, "1", document="通告第2号")
    with acting(cast.clerk):
        for order, number in ((first, "99999"), (second, "100000")):
            Order.objects.filter(id=order.id).update(number=number)
    found = open_dossier(cast.clerk, lived_in.id).orders
    assert [one.document for one in found] == ["通告第1号", "通告第2号"]


def test_an_order_that_was_lifted_early_is_over_and_ended_when_it_was(
    cast: Cast, lived_in: Household
) -> None:
    order = ordered(cast, "1")
    until = order.until_at
    ends = ChangeDraft(Changed.LIFT, AUTHORITY, "通告第9号", "专家评估", clock.now(), None)
    confirm_change(cast.secretary, enter_change(cast.clerk, order.number, ends).id)
    found = open_dossier(cast.clerk, lived_in.id).orders
    assert [(one.document, one.state) for one in found] == [("通告第1号", "over")]
    assert found[0].ends < until


def test_duties_stand_with_grade_and_hand_and_never_with_what_was_measured(
    cast: Cast, lived_in: Household
) -> None:
    ordered(cast, "1")
    day = clock.today()
    plan_day(cast.clerk, day)
    one = str(resident(cast, "甲一").id)
    do(cast.sampler, DutyKey(day, "temperature", one, "am"), "measured", {"celsius": 36.5})
    cannot(cast.clerk, DutyKey(day, "sampling", one, "am"), "家里没人", by=cast.sampler)
    found = open_dossier(cast.clerk, lived_in.id)
    settled = {(x.what, x.whom): x for x in found.done if x.by.name}
    temperature = settled["temperature", "甲一"]
    assert (temperature.state, temperature.grade) == ("done", "measured")
    assert (temperature.by.name, temperature.by.role) == ("王医生", "sampler")
    # What the office enters from paper bears the name of who did it, not the clerk's post.
    sampling = settled["sampling", "甲一"]
    assert (sampling.state, sampling.by.name, sampling.by.role) == ("open", "王医生", "")
    assert "36.5" not in str(found)
    assert kinds(found).count("duty.settled") == 2
    with clock.fixed(clock.now() + DUTY_DAYS):
        assert open_dossier(cast.clerk, lived_in.id).done == ()


def test_a_floor_declared_normal_names_the_captain(cast: Cast, lived_in: Household) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    unit = lived_in.area.removesuffix("301/")
    floor_done(cast.captain, RoundKey(clock.today(), "am", unit), 3, {})
    found = open_dossier(cast.clerk, lived_in.id)
    declared = [one for one in found.done if one.grade == "declared"]
    assert {one.whom for one in declared} == {"甲一", "甲二"}
    assert {(one.by.name, one.by.role) for one in declared} == {("李楼长", "captain")}


def test_a_merged_person_stays_in_the_dossier_with_what_happened_under_her_former_entry(
    cast: Cast, lived_in: Household
) -> None:
    keep, drop = resident(cast, "甲一"), resident(cast, "甲二")
    note_need(cast.clerk, drop.id, "infant", {})
    change = merge_residents(cast.clerk, keep.id, drop.id)
    found = open_dossier(cast.clerk, lived_in.id)
    assert [one.name for one in found.people] == ["甲一"]
    assert [(one.name, one.why, one.into) for one in found.former] == [("甲二", "merged", "甲一")]
    assert ("need.noted", "甲二") in [(one.kind, one.whom) for one in found.happened]
    assert [(one.kind, one.by, one.undone_at) for one in found.changes] == [
        (ChangeKind.RESIDENTS_MERGED, "孙内勤", None)
    ]
    undo(cast.clerk, change.id)
    back = open_dossier(cast.clerk, lived_in.id)
    assert [one.name for one in back.people] == ["甲一", "甲二"]
    assert back.former == ()
    assert back.changes[0].undone_at is not None


def test_a_household_that_moved_keeps_what_happened_at_its_former_door(
    cast: Cast, lived_in: Household
) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    one = str(resident(cast, "甲一").id)
    do(cast.sampler, DutyKey(clock.today(), "temperature", one, "am"), "measured", {"celsius": 36})
    move_household(cast.clerk, lived_in.id, f"{COMPOUND}/3/1/909")
    found = open_dossier(cast.clerk, lived_in.id)
    assert found.words == "锦绣城 3号楼 1单元 909"
    assert [one.kind for one in found.changes] == [ChangeKind.HOUSEHOLD_MOVED]
    assert kinds(found)[0] == "household.registered"
    assert "duty.settled" in kinds(found)
    assert [one.document for one in found.orders] == ["通告第1号"]
    assert [(one.what, one.by.name) for one in found.done if one.state == "done"] == [
        ("temperature", "王医生")
    ]


def test_a_household_that_was_joined_with_another_can_still_be_opened(
    cast: Cast, street: Street, lived_in: Household
) -> None:
    other = register_household(cast.clerk, f"{COMPOUND}/1/1/302", [NewResident("乙一")])
    merge_households(cast.clerk, lived_in.id, other.id)
    gone = open_dossier(cast.clerk, other.id)
    assert gone.gone_at is not None
    assert gone.people == ()
    stays = open_dossier(cast.clerk, lived_in.id)
    assert [one.name for one in stays.people] == ["甲一", "甲二", "乙一"]


def test_who_lets_the_home_stands_with_masked_telephones_former_landlords_too(
    cast: Cast, lived_in: Household
) -> None:
    def let(landlord: str) -> None:
        new = NewTenancy(landlord, "13800000002", Lease(date(2021, 1, 1), None))
        note_tenancy(cast.clerk, lived_in.id, new)

    let("前房东")
    end_tenancy(cast.clerk, lived_in.id, date(2022, 1, 1))
    let("房东")
    found = open_dossier(cast.captain, lived_in.id)
    assert [(one.landlord, one.telephones, one.ends) for one in found.tenancies] == [
        ("前房东", ("138******02",), date(2022, 1, 1)),
        ("房东", ("138******02",), None),
    ]


def test_after_a_split_of_the_compound_the_days_before_it_are_still_there(
    cast: Cast, lived_in: Household
) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    one = str(resident(cast, "甲一").id)
    do(cast.sampler, DutyKey(clock.today(), "temperature", one, "am"), "measured", {"celsius": 36})
    with clock.fixed(clock.now() + timedelta(days=1)):
        split_compound(cast.clerk, COMPOUND, [f"{COMPOUND}/1"], "410102003008/jxb", "锦绣北苑")
        found = open_dossier(cast.clerk, lived_in.id)
    assert found.words.startswith("锦绣北苑 1号楼")
    assert [one.kind for one in found.changes] == [ChangeKind.COMPOUND_SPLIT]
    assert kinds(found)[0] == "household.registered"
    assert [(one.what, one.by.name) for one in found.done if one.state == "done"] == [
        ("temperature", "王医生")
    ]


def test_who_acted_from_a_post_out_of_sight_is_not_named(cast: Cast, lived_in: Household) -> None:
    open_dossier(cast.operator, lived_in.id)
    assert [one.by.name for one in open_dossier(cast.captain, lived_in.id).happened] == [
        "孙内勤",
        "",
    ]
