"""Nobody on a list of another office is taken for somebody else: a number is shared, a name is written otherwise."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.actions.test_app_outages import number as card
from tests.actions.test_inquiries import morning, ring, row, seen, taken
from tests.cast import COMPOUND, Cast
from tests.street import Street
from wumen.actions.case_contacts import propose_listed
from wumen.actions.inquiries import note, take_answer
from wumen.actions.register import NewResident, register_household
from wumen.queries.calls import call_list
from wumen.queries.posts import acting
from wumen.records.models import CallList
from wumen.rules.calls import CallResult
from wumen.rules.inquiries.standing import Finding, Match
from wumen.rules.problems import Problem

__all__ = ["morning"]
SHARED = "13800000031"
HEAD = "姓名\t联系电话\t类别\t现住址\t身份证号"


@pytest.fixture(autouse=True)
def under_one_number(cast: Cast, street: Street) -> None:
    """陈一 and her child 陈小, who stand under one number; 陈一 with her card."""
    people = [
        NewResident("陈一", card(31), telephones=(SHARED,)),
        NewResident("陈小", telephones=(SHARED,), place=1),
    ]
    register_household(cast.clerk, f"{COMPOUND}/1/1/301", people)


def answered(cast: Cast, number: int) -> list[list[str]]:
    file = take_answer(cast.clerk, number)
    sheet = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0)
    return [list(map(str, line)) for line in sheet.to_python()]


def test_whose_number_is_registered_under_another_name_gets_neither_her_door_nor_her_card(
    cast: Cast,
) -> None:
    number = taken(cast.clerk, f"{HEAD}\n钱七\t{SHARED}\t密接\t\t").number
    asked = row(cast, number, "钱七")
    assert asked.match is Match.OTHER_NAME
    note(cast.clerk, number, [asked.id], Finding.HERE)
    (line,) = [line for line in answered(cast, number) if "钱七" in line]
    assert line[3:5] == ["", ""]
    assert "在本辖区" in line
    # Nor is whoever has the number proposed as a contact in her place.
    assert seen(cast, number).proposable == 0
    with pytest.raises(Problem, match="contact_nobody"):
        propose_listed(cast.clerk, number)


def test_that_it_is_the_same_person_somebody_says_by_name(cast: Cast) -> None:
    number = taken(cast.clerk, f"{HEAD}\n陈壹\t{SHARED}\t密接\t\t").number
    note(cast.clerk, number, [row(cast, number, "陈壹").id], Finding.HERE, same=True)
    assert row(cast, number, "陈壹").match is Match.HERE
    (line,) = [line for line in answered(cast, number) if "陈壹" in line]
    assert line[3].endswith("301")
    assert line[4] == card(31)
    assert propose_listed(cast.clerk, number) == 1


def test_two_under_one_number_are_rung_once_by_both_names_and_noted_each(cast: Cast) -> None:
    rows = f"{HEAD}\n陈一\t{SHARED}\t密接\t\t\n陈小\t{SHARED}\t密接\t\t\n钱七\t{SHARED}\t密接\t\t"
    first = taken(cast.clerk, rows)
    assert (first.rows, first.rung) == (3, 1)
    with acting(cast.clerk):
        made = CallList.objects.get()
    (entry,) = call_list(cast.clerk, made.id).entries
    assert entry.name == "陈一"
    assert entry.said == "同一号码还要问：陈小、钱七"
    note(cast.clerk, first.number, [row(cast, first.number, "陈一").id], Finding.AWAY)
    assert row(cast, first.number, "陈小").found is None
    assert row(cast, first.number, "钱七").found is None
    # On another list what was noted of her is hers alone.
    second = taken(cast.clerk, f"陈一 {SHARED}\n陈小 {SHARED}", number="协查13号")
    ring(cast, second.number, "陈一", CallResult.REACHED)
    note(cast.clerk, second.number, [row(cast, second.number, "陈小").id], Finding.MOVED)
    assert row(cast, first.number, "陈小").found is Finding.MOVED
    assert row(cast, second.number, "陈一").found is not Finding.MOVED


def test_who_stands_twice_with_two_numbers_is_rung_once(cast: Cast) -> None:
    other = "13800000032"
    rows = f"{HEAD}\n陈一\t{SHARED}\t密接\t\t\n陈一\t{other}\t密接\t\t{card(31)}"
    assert taken(cast.clerk, rows).rung == 1
