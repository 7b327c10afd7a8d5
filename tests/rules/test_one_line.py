"""The building in one line: all of it to read out, nothing of health and no small count for a group."""

from dataclasses import replace
from datetime import date

import pytest

from wumen.rules.guarded_text import check_group_text
from wumen.rules.one_line import (
    BuildingFacts,
    Care,
    age,
    care_of,
    group_line,
    one_line,
    together,
)
from wumen.rules.special_needs import Kind

FACTS = BuildingFacts(
    name="1号楼",
    units=4,
    floors=27,
    households=524,
    residents=1400,
    away=8,
    empty=3,
    let=20,
    care=Care(aged=12, alone=5, dialysis=2, pregnant=1, infants=9),
    captain="李楼长",
    telephone="13800000001",
)


def test_the_line_tells_all_of_it_in_both_languages() -> None:
    said = one_line(FACTS)
    assert said.zh == (
        "1号楼：4个单元，27层，524户，1400人；在家1392人，外出8人；空置3户，出租20户；"
        "80岁以上12人，独居老人5人，透析2人，孕产妇1人，婴幼儿9人；楼长李楼长（电话13800000001）"
    )
    assert said.en == (
        "1号楼: 4 units, 27 floors, 524 households, 1400 people; 1392 at home, 8 away; "
        "3 homes empty, 20 let; 12 aged 80 or more, 5 old people alone, 2 on dialysis, "
        "1 expecting or newly delivered, 9 infants; captain 李楼长 (telephone 13800000001)"
    )


def test_one_home_with_one_infant_is_said_as_one() -> None:
    alone = replace(FACTS, units=1, floors=1, households=1, residents=1, empty=1)
    said = one_line(replace(alone, care=Care(alone=1, infants=1))).en
    assert "1 unit, 1 floor, 1 household, 1 person;" in said
    assert "1 home empty" in said
    assert "1 old person alone" in said
    assert "1 infant;" in said


def test_the_line_for_a_group_tells_of_no_care_and_no_telephone() -> None:
    said = group_line(FACTS)
    assert said == (
        "1号楼：4个单元，27层，524户，1400人，在家1392人，外出8人，空置3户，出租20户，楼长李楼长"
    )
    check_group_text(said)


@pytest.mark.parametrize("few", [1, 2])
def test_a_count_below_three_is_hidden_and_cannot_be_worked_out(few: int) -> None:
    said = group_line(replace(FACTS, away=few, empty=few, let=few))
    assert said == "1号楼：4个单元，27层，524户，1400人，楼长李楼长"
    tiny = replace(FACTS, households=few, residents=few, away=0, empty=0, let=0)
    assert group_line(tiny) == "1号楼：4个单元，27层，楼长李楼长"


def test_a_building_without_homes_says_so_and_has_nothing_for_a_group() -> None:
    empty = replace(FACTS, households=0, residents=0)
    assert one_line(empty).zh == "1号楼：还没有登记住户"
    assert group_line(empty) == ""


def test_a_place_without_units_or_captain_says_neither() -> None:
    lane = replace(FACTS, units=0, floors=0, captain="", telephone="")
    assert one_line(lane).zh.startswith("1号楼：524户，1400人；")
    assert one_line(lane).zh.endswith("；楼长未定")
    assert one_line(replace(FACTS, telephone="")).zh.endswith("；楼长李楼长")


def test_a_person_counts_by_what_was_noted_or_by_her_age() -> None:
    assert care_of({Kind.DIALYSIS, Kind.VERY_OLD}, None, False) == Care(aged=1, dialysis=1)
    assert care_of((), 80, False) == Care(aged=1)
    assert care_of((), 79, False) == Care()
    assert care_of((), 60, True) == Care(alone=1)
    assert care_of((), 59, True) == Care()
    assert care_of((), None, True) == Care()
    assert care_of({Kind.LIVING_ALONE}, None, False) == Care(alone=1)
    assert care_of((), 2, False) == Care(infants=1)
    assert care_of({Kind.INFANT}, 2, False) == Care(infants=1)
    assert care_of((), 3, False) == Care()
    assert care_of({Kind.PREGNANT}, 30, False) == Care(pregnant=1)
    assert together([Care(aged=1), Care(aged=1, alone=1)]) == Care(aged=2, alone=1)
    assert together([]) == Care()


def test_years_are_full_on_the_birthday() -> None:
    assert age(date(1942, 1, 10), date(2022, 1, 10)) == 80
    assert age(date(1942, 1, 11), date(2022, 1, 10)) == 79
    assert age(date(2020, 2, 29), date(2022, 2, 28)) == 1
