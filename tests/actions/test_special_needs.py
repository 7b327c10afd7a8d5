"""Special needs: noted, changed and ended under seal; who sees the ask, and who sees why."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from tests import cast as the_cast
from tests import street as the_street
from tests.actions.test_concurrency import at_once
from tests.cast import PATH, Cast
from tests.street import Street
from wumen.actions.reach import Reached
from wumen.actions.register import NewResident, register_household
from wumen.actions.special_needs import change_need, end_need, note_need
from wumen.queries.posts import acting
from wumen.queries.special_needs import CareLine, care, home, home_at, open_need
from wumen.records.models import Resident, SpecialNeed
from wumen.records.scope import WHOLE, scoped
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Category, Detail, Kind, Wanted

DIALYSIS = {"weekdays": "1 3 5", "hour": "7:00", "hospital": "市医院"}


def someone(cast: Cast, door: str = "1/1/101") -> Resident:
    """The first who lives behind a door."""
    with acting(cast.clerk):
        found = Resident.objects.filter(area=f"{PATH}{door}/").order_by("place").first()
    assert found is not None
    return found


def line_of(viewer: Viewer, resident: UUID) -> CareLine:
    """Her line in the list."""
    return next(one for one in care(viewer).lines if one.resident == resident)


def rows() -> list[SpecialNeed]:
    """All that is kept, the oldest first."""
    with scoped(WHOLE):
        return list(SpecialNeed.objects.order_by("noted_at", "id"))


def bodies() -> str:
    """Everything that the event log says of needs."""
    from django.db import connection

    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT kind, area, subject, body FROM event WHERE kind LIKE 'need.%%'")
        return "\n".join(
            " ".join(
                bytes(part).decode() if isinstance(part, memoryview) else str(part) for part in row
            )
            for row in cursor.fetchall()
        )


def test_a_need_is_noted_under_seal_and_its_event_names_no_kind(cast: Cast, street: Street) -> None:
    one = someone(cast)
    note_need(cast.captain, one.id, "dialysis", DIALYSIS)
    (row,) = rows()
    assert row.area == one.area
    assert b"dialysis" not in bytes(row.need_sealed)
    with acting(cast.clerk):
        assert open_need(row).kind is Kind.DIALYSIS
    said = bodies()
    assert "need.noted" in said
    assert "dialysis" not in said
    assert one.name not in said
    assert str(one.id) not in said


def test_the_captain_sees_the_ask_and_the_office_why(cast: Cast, street: Street) -> None:
    one = someone(cast)
    note_need(cast.clerk, one.id, "dialysis", DIALYSIS)
    captains = line_of(cast.captain, one.id)
    assert [ask.zh for ask in captains.asks] == ["周一、三、五 7:00 用车"]
    assert captains.needs[0].need is None
    assert captains.needs[0].ref
    office = line_of(cast.clerk, one.id)
    assert office.needs[0].need is not None
    assert office.needs[0].need.details.hospital == "市医院"


def test_a_word_of_the_ledger_that_lacks_details_asks_for_them(cast: Cast, street: Street) -> None:
    register_household(
        cast.clerk, f"{PATH}1/1/301", [NewResident("钱老师", needs=("透析", "党员"))]
    )
    with acting(cast.clerk):
        one = Resident.objects.get(name="钱老师")
    office = line_of(cast.clerk, one.id)
    assert office.needs[0].lacking == (Detail.WEEKDAYS, Detail.HOUR, Detail.HOSPITAL)
    assert office.needs[0].from_ledger
    assert office.unread == ("党员",)
    captains = line_of(cast.captain, one.id)
    assert captains.unread == ()
    assert captains.unclear
    change_need(cast.captain, one.id, captains.needs[0].ref, {"weekdays": "2", "hour": "8:00"})
    again = line_of(cast.clerk, one.id)
    assert [need.from_ledger for need in again.needs] == [False]
    assert again.needs[0].lacking == (Detail.HOSPITAL,)


def test_a_change_keeps_what_was_true_before(cast: Cast, street: Street) -> None:
    one = someone(cast)
    noted = note_need(cast.clerk, one.id, "dialysis", DIALYSIS)
    change_need(cast.clerk, one.id, noted.id, {**DIALYSIS, "hour": "9:00"})
    with acting(cast.clerk):
        former, current = sorted(rows(), key=lambda row: row.ended_at is None)
        assert (open_need(former).details.hour, open_need(current).details.hour) == (
            open_need(noted).details.hour,
            open_need(current).details.hour,
        )
    assert former.id == noted.id
    assert former.ended_at is not None
    assert current.ended_at is None
    assert current.noted_by == cast.clerk.person


def test_a_change_that_changes_nothing_writes_nothing(cast: Cast, street: Street) -> None:
    one = someone(cast)
    noted = note_need(cast.clerk, one.id, "dialysis", DIALYSIS)
    change_need(cast.clerk, one.id, noted.id, DIALYSIS)
    assert [row.id for row in rows()] == [noted.id]
    assert "need.changed" not in bodies()


def test_a_captain_changes_the_hour_without_losing_the_hospital_she_is_not_shown(
    cast: Cast, street: Street
) -> None:
    one = someone(cast)
    noted = note_need(cast.clerk, one.id, "dialysis", DIALYSIS)
    change_need(cast.captain, one.id, noted.id, {"hour": "8:30"})
    need = line_of(cast.clerk, one.id).needs[0].need
    assert need is not None
    assert (need.details.hospital, need.details.weekdays) == ("市医院", (1, 3, 5))


def test_an_ended_need_is_kept_and_asks_for_nothing(cast: Cast, street: Street) -> None:
    one = someone(cast)
    noted = note_need(cast.clerk, one.id, "homebound", {})
    end_need(cast.captain, one.id, noted.id)
    (row,) = rows()
    assert row.ended_at is not None
    assert one.id not in {line.resident for line in care(cast.clerk).lines}
    with pytest.raises(Problem, match="need_unknown"):
        end_need(cast.captain, one.id, noted.id)


def test_a_word_of_the_ledger_that_is_ended_does_not_come_back(cast: Cast, street: Street) -> None:
    aunt = street.aunt_zhang
    line = line_of(cast.captain, aunt.id)
    end_need(cast.captain, aunt.id, line.needs[0].ref)
    assert line_of(cast.captain, aunt.id).needs == ()
    # Noted again it stands again.
    note_need(cast.captain, aunt.id, "living_alone", {})
    assert len(line_of(cast.captain, aunt.id).needs) == 1


def test_one_kind_stands_once_but_somebody_may_take_several_medicines(
    cast: Cast, street: Street
) -> None:
    one = someone(cast)
    note_need(cast.clerk, one.id, "homebound", {})
    with pytest.raises(Problem, match="need_stands_already"):
        note_need(cast.clerk, one.id, "homebound", {})
    for medicine in ("药甲", "药乙"):
        note_need(cast.clerk, one.id, "lasting_medicine", {"medicine": medicine, "days_left": "9"})
    assert len(rows()) == 3


def test_the_most_urgent_stand_first(cast: Cast, street: Street) -> None:
    first, second = someone(cast), someone(cast, "1/1/102")
    note_need(cast.clerk, first.id, "homebound", {})
    note_need(
        cast.clerk,
        second.id,
        "lasting_medicine",
        {"medicine": "药", "days_left": "1", "as_of": "2022-01-05"},
    )
    assert care(cast.captain).lines[0].resident == second.id


def test_the_list_is_narrowed_by_building_ask_and_category(cast: Cast, street: Street) -> None:
    first, second = someone(cast), someone(cast, "2/1/101")
    note_need(cast.clerk, first.id, "dialysis", DIALYSIS)
    note_need(cast.clerk, second.id, "infant", {})
    assert [one.resident for one in care(cast.clerk, f"{PATH}2/").lines] == [second.id]
    assert [one.resident for one in care(cast.clerk, wanted=Wanted.CARS_TODAY).lines] == [first.id]
    infants = care(cast.clerk, category=Category.INFANT)
    assert [one.resident for one in infants.lines] == [second.id]
    assert dict(infants.homes) == {
        Category.ELDERLY_ALONE: 1,
        Category.INFANT: 1,
        Category.TREATMENT: 1,
    }
    assert care(cast.captain).homes == []


def test_people_are_counted_per_building_without_opening_a_need(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wumen.queries import special_needs

    note_need(cast.clerk, someone(cast).id, "homebound", {})
    monkeypatch.setattr(special_needs, "OPENED_AT_MOST", 1)
    monkeypatch.setattr(special_needs, "open_need", None)
    found = care(cast.clerk)
    assert found.too_many
    assert [(one.name, one.people) for one in found.buildings] == [("锦绣城 1号楼", 2)]


def test_a_page_holds_so_many_and_a_print_all(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wumen.queries import special_needs

    for door in ("1/1/101", "1/1/102", "1/1/201"):
        note_need(cast.clerk, someone(cast, door).id, "homebound", {})
    monkeypatch.setattr(special_needs, "PAGE", 3)
    first, second = care(cast.clerk), care(cast.clerk, page=2)
    assert (len(first.lines), len(second.lines), first.pages, first.total) == (3, 1, 2, 4)
    assert not {one.resident for one in first.lines} & {one.resident for one in second.lines}
    assert len(care(cast.clerk, page=None).lines) == 4
    assert care(cast.clerk, page=99).page == 2


def test_who_may_not_correct_homes_neither_sees_nor_notes(cast: Cast, street: Street) -> None:
    one = someone(cast)
    for viewer in (cast.sampler, cast.volunteer):
        with pytest.raises(Problem, match="right_missing"):
            care(viewer)
        with pytest.raises(Problem, match="right_missing"):
            note_need(viewer, one.id, "homebound", {})
        with pytest.raises(Problem, match="right_missing"):
            home(viewer, one.household_id)


def test_nobody_reaches_a_need_of_another_area(cast: Cast, street: Street) -> None:
    elsewhere = someone(cast, "2/1/101")
    noted = note_need(cast.clerk, elsewhere.id, "homebound", {})
    for viewer in (cast.captain, cast.outsider):
        assert elsewhere.id not in {one.resident for one in care(viewer).lines}
        with pytest.raises(Problem, match="resident_unknown"):
            note_need(viewer, elsewhere.id, "infant", {})
        with pytest.raises(Problem, match="resident_unknown"):
            end_need(viewer, elsewhere.id, noted.id)
        with pytest.raises(Problem, match="household_unknown"):
            home(viewer, elsewhere.household_id)
        with pytest.raises(Problem, match="area_not_yours"):
            care(viewer, f"{PATH}2/")
        with pytest.raises(Problem, match="area_not_yours"):
            home_at(viewer, f"{PATH}2/1/101/")


def test_what_cannot_be_is_refused_and_nothing_is_written(cast: Cast, street: Street) -> None:
    one = someone(cast)
    with pytest.raises(Problem, match="need_date_impossible"):
        note_need(cast.clerk, one.id, "pregnant", {"due_on": "2032-01-01"})
    with pytest.raises(Problem, match="need_unknown"):
        change_need(cast.clerk, one.id, uuid4(), {})
    assert rows() == []
    assert bodies() == ""


def test_a_home_shows_everybody_and_its_categories_to_the_office_alone(
    cast: Cast, street: Street
) -> None:
    aunt = street.aunt_zhang
    assert home_at(cast.captain, f"{PATH}1/1/202") == aunt.household_id
    office = home(cast.clerk, aunt.household_id)
    assert office.door == "锦绣城 1号楼 1-202"
    assert [one.name for one in office.people] == ["张阿姨"]
    assert office.categories == (Category.ELDERLY_ALONE,)
    assert home(cast.captain, aunt.household_id).categories == ()
    plain = home(cast.clerk, someone(cast).household_id)
    assert len(plain.people) == 3
    assert plain.categories == (Category.PLAIN,)


def test_days_left_go_down_with_the_days(cast: Cast, street: Street) -> None:
    from tests.street import at
    from wumen.records import clock

    one = someone(cast)
    note_need(cast.clerk, one.id, "lasting_medicine", {"medicine": "药", "days_left": "3"})
    with clock.fixed(at(1, 12, 9)):
        (ask,) = line_of(cast.captain, one.id).asks
    assert ask.zh == "药还够 1 天，1月13日前要送到"
    assert ask.days == (date(2022, 1, 13),)


def test_two_who_note_the_same_at_once_note_it_once(committed: Reached) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    one = someone(cast)
    wrong = at_once(
        *[lambda: note_need(cast.clerk, one.id, "homebound", {})] * 2,
        *[lambda: note_need(cast.captain, one.id, "homebound", {})] * 2,
    )
    assert [str(problem) for problem in wrong] == ["need_stands_already"] * 3
    assert len(rows()) == 1
