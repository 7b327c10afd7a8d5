"""Homes put right by the captain: state, absences, people; one event each, nothing personal in it."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.cast import COMPOUND, PATH, Cast, person
from tests.street import Street, ordered
from tests.workbooks import number
from wumen.actions.duties.plan import plan_day
from wumen.actions.homes import (
    Corrected,
    add_person,
    correct_resident,
    gone_from,
    note_away,
    note_back,
    set_state,
    show_telephones,
)
from wumen.actions.log import subject_key
from wumen.actions.register import NewResident, add_area, register_household
from wumen.queries.homes import Home, door_lines, home, place_of
from wumen.queries.posts import acting
from wumen.queries.register import places_with_doors
from wumen.records import clock
from wumen.records.models import Duty, SearchKey
from wumen.rules.homes import Away, HomeState, Nobody
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

AWAY = Away(date(2022, 1, 10), date(2022, 1, 15))
NEW = NewResident("新来的人", telephones=("13800000002",), relation="租客")
Change = Callable[[Viewer, UUID, UUID], object]
CHANGES: dict[str, Change] = {
    "household.state_set": lambda who, at, _one: set_state(who, at, HomeState.LET),
    "household.away_noted": lambda who, at, one: note_away(who, at, [one], AWAY),
    "household.back_noted": lambda who, at, one: note_back(who, at, [one]),
    "resident.corrected": lambda who, at, one: correct_resident(who, at, one, Corrected("张桂兰")),
    "resident.added": lambda who, at, _one: add_person(who, at, NEW),
    "resident.telephones_shown": lambda who, at, one: show_telephones(who, at, one),
    "residents.left": lambda who, at, one: gone_from(who, at, [one], "moved_away"),
}


def aunts(street: Street) -> tuple[UUID, UUID]:
    """The household of 张阿姨, and herself."""
    return street.households["1/1/202"].id, street.aunt_zhang.id


def seen(cast: Cast, street: Street) -> Home:
    """张阿姨's home as the office sees it."""
    return home(cast.clerk, aunts(street)[0])


def events(cast: Cast) -> list[tuple[str, str, str, str]]:
    """What the captain's post did: kind, area, subject and the exact bytes of each event."""
    with acting(cast.operator), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, area, subject, convert_from(body, 'UTF8') FROM event"
            " WHERE arrived_on >= '2022-01-01' AND post = %s ORDER BY seq",
            [cast.captain.post],
        )
        return cursor.fetchall()


def tokens(cast: Cast, subject: UUID) -> set[str]:
    """The words under which somebody is found."""
    with acting(cast.operator):
        return set(SearchKey.objects.filter(subject=subject).values_list("token", flat=True))


@pytest.mark.parametrize("kind", CHANGES)
def test_each_change_is_one_event_that_names_nobody(cast: Cast, street: Street, kind: str) -> None:
    CHANGES[kind](cast.captain, *aunts(street))
    ((said_kind, area, _subject, said),) = events(cast)
    # Leaving is a change of the register: its event stands at the unit, all others at the building.
    assert (said_kind, area) == (kind, f"{PATH}1/1/" if kind == "residents.left" else f"{PATH}1/")
    assert not any(word in said for word in ("张", "新来", "1380000", "let "))
    assert str(aunts(street)[1]) not in said


@pytest.mark.parametrize("kind", CHANGES)
def test_a_captain_touches_no_other_building(cast: Cast, street: Street, kind: str) -> None:
    other = street.households["2/1/202"]
    with acting(cast.clerk):
        resident = other.residents.get()
    with pytest.raises(Problem, match="household_unknown"):
        CHANGES[kind](cast.captain, other.id, resident.id)
    assert events(cast) == []


@pytest.mark.parametrize("kind", CHANGES)
def test_who_may_only_look_changes_nothing(cast: Cast, street: Street, kind: str) -> None:
    for viewer in (cast.sampler, cast.volunteer):
        with pytest.raises(Problem, match="right_missing"):
            CHANGES[kind](viewer, *aunts(street))


@pytest.mark.parametrize("kind", sorted(set(CHANGES) - {"household.state_set", "resident.added"}))
def test_whoever_lives_at_another_door_is_no_part_of_this_home(
    cast: Cast, street: Street, kind: str
) -> None:
    neighbour = street.households["1/1/101"].id
    with pytest.raises(Problem, match="resident_unknown"):
        CHANGES[kind](cast.captain, neighbour, aunts(street)[1])


def test_a_home_is_what_the_captain_says(cast: Cast, street: Street) -> None:
    set_state(cast.captain, aunts(street)[0], HomeState.SHARED)
    assert seen(cast, street).state is HomeState.SHARED


def test_a_home_where_people_live_is_not_called_empty(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="home_not_empty") as refused:
        set_state(cast.captain, aunts(street)[0], HomeState.EMPTY)
    assert refused.value.details == {"people": 1}


def test_who_is_away_is_not_there_and_is_back_when_she_says_so(cast: Cast, street: Street) -> None:
    household, aunt = aunts(street)
    note_away(cast.captain, household, [aunt], AWAY)
    assert (seen(cast, street).present, seen(cast, street).nobody) == (0, Nobody(AWAY.until))
    note_back(cast.captain, household, [aunt])
    assert (seen(cast, street).present, seen(cast, street).nobody) == (1, None)


def test_an_absence_of_nobody_is_refused(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="nobody_ticked"):
        note_away(cast.captain, aunts(street)[0], [], AWAY)


def test_a_corrected_person_is_found_under_her_new_name_and_number_only(
    cast: Cast, street: Street
) -> None:
    household, aunt = aunts(street)
    correct_resident(cast.captain, household, aunt, Corrected("张阿姨", telephones="13800000001"))
    before = tokens(cast, aunt)
    assert "zhangayi" in before
    said = Corrected("李大妈", "母亲", "138 0000 0007、0371-6666 0000", ("独居老人", "买菜"))
    correct_resident(cast.captain, household, aunt, said)
    (person,) = seen(cast, street).people
    assert (person.name, person.relation, person.needs) == (
        "李大妈",
        "母亲",
        ("独居老人", "买菜"),
    )
    assert person.telephones == ("138******07", "037********00")
    after = tokens(cast, aunt)
    assert "lidama" in after
    assert before & after == set()


def test_telephones_stay_unless_new_ones_are_given_and_go_when_they_are_taken_away(
    cast: Cast, street: Street
) -> None:
    household, aunt = aunts(street)
    correct_resident(cast.captain, household, aunt, Corrected("张桂兰"))
    assert show_telephones(cast.captain, household, aunt) == ("13800000001",)
    correct_resident(cast.captain, household, aunt, Corrected("张桂兰", telephones=""))
    assert show_telephones(cast.captain, household, aunt) == ()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Corrected("  "), "name_empty"),
        (Corrected("张阿姨", telephones="138000000011"), "phone_length"),
        (Corrected("张阿姨", telephones="三楼王家"), "phone_form"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_whole(
    cast: Cast, street: Street, said: Corrected, code: str
) -> None:
    household, aunt = aunts(street)
    with pytest.raises(Problem, match=code):
        correct_resident(cast.captain, household, aunt, said)
    assert seen(cast, street).people[0].name == "张阿姨"


def test_who_joins_a_home_is_found_and_owes_what_is_owed_there(
    cast: Cast, street: Street, under_lockdown: Street
) -> None:
    row = add_person(cast.captain, aunts(street)[0], NEW)
    with acting(cast.clerk):
        owed = Duty.objects.filter(day=clock.today(), subject=row.id).count()
        hers = Duty.objects.filter(day=clock.today(), subject=aunts(street)[1]).count()
    assert owed == hers > 0
    assert "xinlaideren" in tokens(cast, row.id)
    assert [one.name for one in seen(cast, street).people] == ["张阿姨", "新来的人"]


def test_an_empty_home_that_somebody_joins_is_lived_in(cast: Cast, street: Street) -> None:
    empty = register_household(cast.clerk, f"{COMPOUND}/1/1/301", [])
    set_state(cast.captain, empty.id, HomeState.EMPTY)
    add_person(cast.captain, empty.id, NEW)
    assert home(cast.captain, empty.id).state is HomeState.OWNED


def test_one_number_has_one_bearer_also_where_the_captain_does_not_see_the_other(
    cast: Cast, street: Street
) -> None:
    known = NewResident("甲一", identity_number=number(1))
    register_household(cast.clerk, f"{COMPOUND}/2/1/301", [known])
    with pytest.raises(Problem, match="duplicate_identity"):
        add_person(cast.captain, aunts(street)[0], NewResident("甲二", identity_number=number(1)))
    assert len(seen(cast, street).people) == 1


def test_who_left_is_no_longer_of_the_home(cast: Cast, street: Street) -> None:
    household, aunt = aunts(street)
    gone_from(cast.captain, household, [aunt], "died")
    assert seen(cast, street).people == ()


def test_numbers_are_masked_and_the_look_at_them_is_logged_under_a_key(
    cast: Cast, street: Street
) -> None:
    household, aunt = aunts(street)
    assert seen(cast, street).people[0].telephones == ("138******01",)
    assert show_telephones(cast.captain, household, aunt) == ("13800000001",)
    ((kind, _area, subject, _said),) = events(cast)
    assert (kind, subject) == ("resident.telephones_shown", subject_key(aunt))


def test_a_home_says_its_door_in_words_and_what_is_owed_today(cast: Cast, street: Street) -> None:
    assert (seen(cast, street).open, seen(cast, street).settled) == (0, 0)
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    shown = seen(cast, street)
    assert shown.words == "锦绣城 1号楼 1单元 202"
    assert (shown.place, shown.place_name) == (f"{PATH}1/", "1号楼")
    assert shown.open > 0


def test_who_only_looks_sees_that_somebody_needs_care_and_not_what(
    cast: Cast, street: Street
) -> None:
    for viewer in (cast.sampler, cast.captain):
        (person,) = home(viewer, aunts(street)[0]).people
        assert person.in_care
        assert person.needs == ()
    assert seen(cast, street).people[0].needs == ("独居老人",)


def test_a_home_outside_the_area_or_nowhere_is_unknown(cast: Cast, street: Street) -> None:
    for household in (street.households["2/1/202"].id, uuid4()):
        with pytest.raises(Problem, match="household_unknown"):
            home(cast.captain, household)


def test_doors_without_people_are_doors_too(cast: Cast, street: Street) -> None:
    register_household(cast.clerk, f"{COMPOUND}/1/1/301", [])
    doors = {one.label: len(one.people) for one in door_lines(cast.captain, f"{COMPOUND}/1")}
    assert doors == {"1-101": 3, "1-102": 2, "1-201": 4, "1-202": 1, "1-301": 0}


@pytest.fixture
def village(cast: Cast) -> str:
    """A village with a lane of two homes and a group whose homes stand straight in it."""
    base = "410102003201"
    add_area(cast.operator, base, "village", "柳林村")
    add_area(cast.operator, f"{base}/1", "group", "一组")
    add_area(cast.operator, f"{base}/1/dx", "lane", "东巷")
    for door, many in (("1/dx/5", 2), ("1/dx/12", 1), ("1/7", 3)):
        people = [NewResident(f"村民{door}{one}", place=one) for one in range(many)]
        register_household(cast.operator, f"{base}/{door}", people)
    return f"410102/410102003/{base}/"


def test_whatever_holds_doors_is_a_place_of_the_register_and_no_door_counts_twice(
    cast: Cast, street: Street, village: str
) -> None:
    found = {one.area: (one.households, one.residents) for one in places_with_doors(cast.operator)}
    assert found == {
        f"{PATH}1/": (4, 10),
        f"{PATH}2/": (4, 10),
        f"{PATH}3/": (4, 10),
        f"{village}1/": (1, 3),
        f"{village}1/dx/": (2, 3),
    }


def test_a_lane_holds_its_homes_and_a_group_only_its_own(
    cast: Cast, street: Street, village: str
) -> None:
    assert [one.room for one in door_lines(cast.operator, f"{village}1/dx")] == ["12", "5"]
    assert [one.room for one in door_lines(cast.operator, f"{village}1")] == ["7"]
    assert not any(one.on_floors for one in door_lines(cast.operator, f"{village}1/dx"))
    assert place_of(cast.operator, f"{village}1/dx").full_name == "柳林村 一组 东巷"


def test_a_unit_lead_has_her_unit_for_a_place(cast: Cast, street: Street) -> None:
    lead = person(cast.operator, "赵单元长", "volunteer", "unit_lead", f"{COMPOUND}/1/1")
    assert [(one.area, one.households) for one in places_with_doors(lead)] == [(f"{PATH}1/1/", 4)]
    assert home(lead, aunts(street)[0]).place == f"{PATH}1/1/"
    set_state(lead, aunts(street)[0], HomeState.LET)
