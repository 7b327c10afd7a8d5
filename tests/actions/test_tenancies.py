"""Let homes: the landlord is known and sealed, the home's state follows, and lodgers are registered."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import COMPOUND, Cast, person
from tests.street import Street, ordered
from tests.workbooks import number
from wumen.actions.duties.plan import plan_day
from wumen.actions.organisations import read_list
from wumen.actions.register import NewResident, register_household
from wumen.actions.tenancies import (
    NewTenancy,
    end_tenancy,
    note_tenancy,
    register_lodgers,
    show_landlord,
)
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.queries.tenancies import HomeTenancy, home_tenancy, let_homes
from wumen.records import event_log
from wumen.records.models import Household, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.homes import HomeState
from wumen.rules.problems import Problem
from wumen.rules.tenancies import TENANT, Lease

DAY = date(2022, 1, 10)
OPEN = Lease(date(2021, 9, 1), None)
MA = NewTenancy("马房东", "13900000021", OPEN)


@pytest.fixture
def flat(street: Street) -> UUID:
    """1-102, where two people live."""
    return street.households["1/1/102"].id


def look(cast: Cast, flat: UUID) -> HomeTenancy:
    """The home as the clerk sees it."""
    return home_tenancy(cast.clerk, flat)


def test_the_landlord_stands_masked_and_the_home_is_let(cast: Cast, flat: UUID) -> None:
    note_tenancy(cast.clerk, flat, MA)
    seen = look(cast, flat)
    assert seen.state is HomeState.LET
    assert seen.standing is not None
    assert (seen.standing.landlord, seen.standing.telephones) == ("马房东", ("139******21",))
    assert (seen.standing.lease, seen.standing.landlord_home) == (OPEN, None)


def test_the_landlord_is_sealed_and_a_look_at_the_number_is_logged(cast: Cast, flat: UUID) -> None:
    note_tenancy(cast.clerk, flat, MA)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT landlord_sealed FROM tenancy")
        sealed = bytes(cursor.fetchone()[0])
    assert "马房东".encode() not in sealed
    assert b"13900000021" not in sealed
    assert show_landlord(cast.clerk, flat) == ("13900000021",)
    with scoped(WHOLE):
        events = list(event_log.unread("test"))
    assert sum(one.kind == "tenancy.landlord_shown" for one in events) == 1
    assert not any("马房东" in repr(one) or "13900000021" in repr(one) for one in events)


@pytest.mark.parametrize("state", [HomeState.SHARED, HomeState.DORMITORY])
def test_the_state_is_the_one_that_was_said(cast: Cast, flat: UUID, state: HomeState) -> None:
    note_tenancy(cast.clerk, flat, NewTenancy("马房东", "", OPEN, state))
    assert look(cast, flat).state is state


def test_a_correction_is_the_same_tenancy_and_keeps_the_telephones(cast: Cast, flat: UUID) -> None:
    first = note_tenancy(cast.clerk, flat, MA)
    again = note_tenancy(cast.clerk, flat, NewTenancy("马房东", "", Lease(None, date(2022, 3, 1))))
    assert first.id == again.id
    seen = look(cast, flat)
    assert seen.standing is not None
    assert seen.standing.telephones == ("139******21",)
    assert seen.standing.lease.ends == date(2022, 3, 1)
    note_tenancy(cast.clerk, flat, NewTenancy("牛房东", "", OPEN))
    assert show_landlord(cast.clerk, flat) == ()


def test_a_tenancy_that_ended_is_kept_and_another_may_begin_the_same_day(
    cast: Cast, flat: UUID
) -> None:
    note_tenancy(cast.clerk, flat, MA)
    end_tenancy(cast.clerk, flat, DAY)
    seen = look(cast, flat)
    assert (seen.standing, seen.state) == (None, HomeState.OWNED)
    assert [(one.landlord, one.lease.ends) for one in seen.former] == [("马房东", DAY)]
    note_tenancy(cast.clerk, flat, NewTenancy("牛房东", "", Lease(DAY, None)))
    seen = look(cast, flat)
    assert seen.standing is not None
    assert seen.standing.landlord == "牛房东"
    assert len(seen.former) == 1


def test_an_ended_tenancy_leaves_the_home_empty_or_let_by_who_is_there(
    cast: Cast, flat: UUID
) -> None:
    empty = register_household(cast.clerk, f"{COMPOUND}/1/301", []).id
    tenants = register_household(
        cast.clerk, f"{COMPOUND}/1/302", [NewResident("甲", relation=TENANT)]
    ).id
    for one in (empty, tenants):
        note_tenancy(cast.clerk, one, MA)
        end_tenancy(cast.clerk, one, DAY)
    assert look(cast, empty).state is HomeState.EMPTY
    assert look(cast, tenants).state is HomeState.LET


def test_a_landlord_who_is_a_resident_is_linked(cast: Cast, flat: UUID, street: Street) -> None:
    note_tenancy(cast.clerk, flat, NewTenancy("张阿姨", "13800000001", OPEN))
    seen = look(cast, flat)
    assert seen.standing is not None
    assert seen.standing.landlord_home == street.households["1/1/202"].id
    owner = register_household(cast.clerk, f"{COMPOUND}/1/301", [NewResident("马房东", number(5))])
    note_tenancy(cast.clerk, flat, NewTenancy("马房东", "", OPEN, identity_number=number(5)))
    seen = look(cast, flat)
    assert seen.standing is not None
    assert seen.standing.landlord_home == owner.id
    note_tenancy(cast.clerk, flat, NewTenancy("别人", "", OPEN, identity_number=number(5)))
    seen = look(cast, flat)
    assert seen.standing is not None
    assert seen.standing.landlord_home is None


def test_a_tenant_is_not_her_own_landlord(cast: Cast, flat: UUID) -> None:
    lodger = NewResident("马房东", number(5), relation=TENANT)
    let = register_household(cast.clerk, f"{COMPOUND}/1/301", [lodger]).id
    with pytest.raises(Problem, match="landlord_lodges"):
        note_tenancy(cast.clerk, let, NewTenancy("马房东", "", OPEN, identity_number=number(5)))


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewTenancy(" ", "", OPEN), "landlord_unnamed"),
        (NewTenancy("马", "139000", OPEN), "phone_length"),
        (NewTenancy("马", "", OPEN, identity_number="410198199001010010"), "check_digit"),
        (NewTenancy("马", "", OPEN, HomeState.OWNED), "tenancy_state_unfit"),
        (NewTenancy("马", "", Lease(DAY, date(2022, 1, 9))), "tenancy_backwards"),
    ],
)
def test_what_cannot_be_noted_is_refused_and_nothing_changes(
    cast: Cast, flat: UUID, new: NewTenancy, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        note_tenancy(cast.clerk, flat, new)
    seen = look(cast, flat)
    assert (seen.standing, seen.state) == (None, HomeState.OWNED)


@pytest.mark.parametrize(
    ("last", "code"),
    [(date(2022, 1, 11), "tenancy_ends_later"), (date(2021, 8, 31), "tenancy_backwards")],
)
def test_an_end_that_cannot_be_is_refused(cast: Cast, flat: UUID, last: date, code: str) -> None:
    with pytest.raises(Problem, match="tenancy_unknown"):
        end_tenancy(cast.clerk, flat, DAY)
    note_tenancy(cast.clerk, flat, MA)
    with pytest.raises(Problem, match=code):
        end_tenancy(cast.clerk, flat, last)


def test_a_let_house_of_eleven_stands_first_with_its_landlord(cast: Cast, street: Street) -> None:
    eleven = register_household(cast.clerk, f"{COMPOUND}/3/501", []).id
    note_tenancy(cast.clerk, eleven, NewTenancy("马房东", "13900000021", OPEN, HomeState.SHARED))
    text = "\n".join(
        f"租户{'甲乙丙丁戊己庚辛壬癸子'[one]} 1381000000{one % 10}" for one in range(11)
    )
    assert register_lodgers(cast.clerk, eleven, read_list(text)).registered == 11
    many = [NewResident(f"工友{one}", relation=TENANT) for one in range(12)]
    hall = register_household(cast.clerk, f"{COMPOUND}/3/502", many).id
    note_tenancy(cast.clerk, hall, NewTenancy("工头", "", OPEN, HomeState.DORMITORY))
    small = street.households["1/1/102"].id
    note_tenancy(cast.clerk, small, MA)
    lines = let_homes(cast.clerk)
    assert [(one.door, one.people, one.crowded) for one in lines] == [
        ("锦绣城 3号楼 501", 11, True),
        ("锦绣城 3号楼 502", 12, False),
        ("锦绣城 1号楼 1单元 102", 2, False),
    ]
    assert [one.household for one in lines] == [eleven, hall, small]
    assert (lines[0].landlord, lines[0].telephones, lines[0].tenants) == (
        "马房东",
        ("139******21",),
        11,
    )
    assert [one.household for one in let_homes(cast.clerk, f"{COMPOUND}/3")] == [eleven, hall]


def test_a_let_home_whose_landlord_nobody_knows_stands_in_the_list(cast: Cast, flat: UUID) -> None:
    with acting(cast.clerk):
        Household.objects.filter(id=flat).update(state=HomeState.LET)
    assert [(one.household, one.landlord) for one in let_homes(cast.clerk)] == [(flat, "")]


def test_lodgers_become_residents_who_owe_what_their_neighbours_owe(cast: Cast, flat: UUID) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    note_tenancy(cast.clerk, flat, MA)
    outcome = register_lodgers(cast.clerk, flat, read_list(f"租户甲 {number(6)}\n租户乙"))
    assert (outcome.registered, outcome.problems) == (2, ())
    with acting(cast.clerk):
        rows = {row.name: row for row in Resident.objects.filter(household=flat)}
    assert rows["租户甲"].relation == rows["租户乙"].relation == TENANT
    assert rows["租户甲"].id in {one.subject for one in duty_lines(cast.clerk, DAY)}
    assert audit(cast.operator).clean


def test_a_lodger_who_cannot_be_registered_is_reported_and_the_others_are(
    cast: Cast, flat: UUID
) -> None:
    register_household(cast.clerk, f"{COMPOUND}/2/901", [NewResident("某人", number(6))])
    text = f"租户甲 {number(6)}\n租户乙 410198199001010010\n租户丙"
    outcome = register_lodgers(cast.clerk, flat, read_list(text))
    assert outcome.registered == 2
    assert [(one.line, one.code) for one in outcome.problems] == [
        (1, "duplicate_identity"),
        (2, "check_digit"),
    ]
    again = register_lodgers(cast.clerk, flat, read_list("租户丙"))
    assert (again.registered, [one.code for one in again.problems]) == (0, ["duplicate"])


def test_the_captain_looks_and_only_the_office_changes(cast: Cast, flat: UUID) -> None:
    note_tenancy(cast.clerk, flat, MA)
    assert home_tenancy(cast.captain, flat).standing is not None
    assert [one.household for one in let_homes(cast.captain)] == [flat]
    for forbidden in (
        lambda: note_tenancy(cast.captain, flat, MA),
        lambda: end_tenancy(cast.captain, flat, DAY),
        lambda: show_landlord(cast.captain, flat),
        lambda: let_homes(cast.volunteer),
    ):
        with pytest.raises(Problem, match="right_missing"):
            forbidden()


def test_another_office_sees_no_let_home(cast: Cast, flat: UUID) -> None:
    note_tenancy(cast.clerk, flat, MA)
    assert let_homes(cast.outsider) == []
    with pytest.raises(Problem, match="household_unknown"):
        home_tenancy(cast.outsider, flat)
    neighbour = person(cast.operator, "邻楼楼长", "volunteer", "captain", f"{COMPOUND}/2")
    assert let_homes(neighbour) == []


def test_the_list_of_let_homes_is_read_in_few_statements(
    cast: Cast, street: Street, django_assert_max_num_queries: object
) -> None:
    for one in street.households.values():
        note_tenancy(cast.clerk, one.id, MA)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(let_homes(cast.clerk)) == 12
