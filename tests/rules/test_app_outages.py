"""Registered here while the city's app is down: what is read, what is missing, which column takes what."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.app_outages.registering import (
    GAPS,
    MOST_IN_TUBE,
    Gap,
    Person,
    as_text,
    from_text,
    gaps_of,
    read_desk,
    read_line,
    read_person,
    read_place,
    read_sheets,
    read_why,
)
from wumen.rules.app_outages.template import (
    FIELDS,
    Layout,
    Registered,
    check_layout,
    fillings,
    guess,
    heads,
)
from wumen.rules.identity_numbers import make_check_digit
from wumen.rules.problems import Problem
from wumen.rules.superior_forms.form import CellKind, Form, FormCell, FormSheet
from wumen.rules.time import BUSINESS_ZONE

TEN = datetime(2022, 1, 10, 10, tzinfo=BUSINESS_ZONE)
CARD = "41019819800101" + "001" + make_check_digit("41019819800101001")


def form(*names: str, row: int = 1, formula: str = "") -> Form:
    """A sheet with heads in a row, and a formula below the first if one is given."""
    cells = {(row, at): FormCell(CellKind.TEXT, name) for at, name in enumerate(names, 1)}
    if formula:
        cells[row + 1, 1] = FormCell(CellKind.FORMULA, formula)
    return Form((FormSheet("导入", cells, rows=row + 5, columns=len(names)),))


def test_heads_of_many_hands_are_known() -> None:
    said = (
        "序号",
        "被采样人姓名",
        "证件类型",
        "证件号码*",
        "联系电话（必填）",
        "采样管条码",
        "管内序号",
    )
    found = guess(form(*said, "采样时间", "采样点名称", "采样台号", "备注", row=3))
    assert found.head_row == 3
    assert list(found.columns.values()) == [
        *("serial", "name", "document_kind", "document", "telephone", "tube", "place"),
        *("sampled_at", "point", "desk", "gaps"),
    ]


def test_a_sheet_without_names_is_no_template() -> None:
    with pytest.raises(Problem, match="app_template_heads"):
        guess(form("日期", "采样管条码", "电话"))


def test_each_column_takes_one_thing_and_three_are_needed() -> None:
    whole = {"A": "name", "B": "document", "C": "tube", "D": ""}
    assert check_layout(Layout("导入", 1, whole)).columns == {
        "A": "name",
        "B": "document",
        "C": "tube",
    }
    for columns, code in (
        ({**whole, "D": "name"}, "app_template_twice"),
        ({**whole, "D": "favourite colour"}, "app_template_field"),
        ({**whole, "C": ""}, "app_template_needs"),
    ):
        with pytest.raises(Problem, match=code):
            check_layout(Layout("导入", 1, columns))


def test_a_row_stands_below_the_heads_and_what_is_missing_stays_empty() -> None:
    blank = form("姓名", "证件号", "电话", "管号", "备注")
    person = Person("张三", "", "E1234567", "", "T1")
    one = Registered(person, 2, TEN, "1号 东门", None, (Gap.OTHER_DOCUMENT, Gap.TELEPHONE))
    made = fillings(blank, guess(blank), [one])
    assert made == {
        ("导入", "A2"): "张三",
        ("导入", "B2"): "E1234567",
        ("导入", "D2"): "T1",
        ("导入", "E2"): "不是身份证，请核对；缺电话",
    }
    assert [words for _at, words in heads(blank, guess(blank))] == [
        "姓名",
        "证件号",
        "电话",
        "管号",
        "备注",
    ]


def test_formulas_below_the_heads_are_not_written_over() -> None:
    blank = form("姓名", "证件号", "管号", formula="A1")
    one = Registered(Person("张三", CARD, "", "", "T1"), 1, TEN, "1号", 1, ())
    with pytest.raises(Problem, match="app_template_changed"):
        fillings(blank, guess(blank), [one])


def test_every_field_and_every_gap_has_its_words() -> None:
    assert all(one.zh and one.en for one in (*FIELDS.values(), *GAPS.values()))
    assert set(GAPS) == set(Gap)


def test_somebody_is_known_again_by_her_number_else_by_name_and_telephone() -> None:
    assert read_person("张三", CARD.lower(), "", "T1").known_by == f"identity {CARD}"
    assert read_person("张三", "e 1234567", "", "T1").known_by == "document E1234567"
    assert read_person("张三", "", "138 0000 0001", "T1").known_by == "named 张三 13800000001"
    assert not read_person("张三", "", "", "T1").known_by


def test_what_cannot_be_read_is_refused() -> None:
    for typed, code in (
        (("", CARD, "", "T1"), "app_name"),
        (("张三", CARD, "", " "), "app_tube"),
        (("张三", CARD[:-1] + "1", "", "T1"), "app_identity"),
        (("张三", CARD[:-2], "", "T1"), "app_identity"),
        (("张三", CARD, "12", "T1"), "app_telephone"),
    ):
        with pytest.raises(Problem, match=code):
            read_person(*typed)
    for read, text, code in (
        (read_why, " ", "app_why"),
        (read_sheets, "0", "app_sheets"),
        (read_sheets, "51", "app_sheets"),
        (read_desk, "0", "app_desk"),
        (read_desk, "二", "app_desk"),
    ):
        with pytest.raises(Problem, match=code):
            read(text)
    assert (read_desk(""), read_desk("3"), read_sheets("5")) == (None, 3, 5)


def test_a_line_stands_on_a_sheet_that_was_printed() -> None:
    assert read_line("", "", 0) is None
    assert read_line("3", "20", 3) == (3, 20)
    for sheet, line in (("4", "1"), ("1", "21"), ("0", "1"), ("1", ""), ("", "1"), ("一", "1")):
        with pytest.raises(Problem, match="app_line"):
            read_line(sheet, line, 3)


@given(st.sets(st.integers(1, MOST_IN_TUBE)))
def test_nobody_takes_anothers_place_in_a_tube(taken: set[int]) -> None:
    for place in range(1, MOST_IN_TUBE + 1):
        if place in taken:
            with pytest.raises(Problem, match="app_place_taken"):
                read_place(str(place), taken)
        else:
            assert read_place(str(place), taken) == place
    if max(taken, default=0) < MOST_IN_TUBE:
        assert read_place("", taken) not in taken


@given(st.text(min_size=1), st.booleans(), st.integers(1, 20), st.integers(1, 20))
def test_gaps_tell_all_that_is_missing_and_a_person_survives_her_sealing(
    name: str, card: bool, place: int, size: int
) -> None:
    person = Person(name, CARD if card else "", "", "", "T1")
    assert from_text(as_text(person)) == person
    found = gaps_of(person, place, size)
    assert (Gap.IDENTITY in found) is not card
    assert (Gap.OVER_FULL in found) is (place > size)
    assert Gap.TELEPHONE in found
