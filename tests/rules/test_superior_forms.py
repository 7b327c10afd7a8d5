"""A superior's form: known again, its cells pointed at figures or refused with a reason, proposals by its heads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from tests.superior_forms import SHEET, blank
from wumen.channels.superior_forms import read_form
from wumen.rules.figures import declared
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.superior_forms import (
    Asked,
    CellKind,
    Form,
    FormCell,
    FormSheet,
    Point,
    cell_name,
    check_point,
    content,
    fingerprint,
    guesses,
    moved,
    put,
    read_cell,
    repeat,
    totals,
    without,
)

KNOWN = declared({"lockdown": Named(zh="封控区", en="lockdown zone")})
PLACES = {f"410102/1/1/jxc/{n}/": f"{n}号楼" for n in (1, 2, 3, 12)}
FORM = read_form(blank())


def code(form: Form, cell: str, sheet: str = SHEET) -> str:
    """The problem of pointing a cell."""
    with pytest.raises(Problem) as refused:
        check_point(form, Point(sheet, cell, "households"))
    return refused.value.code


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_a_cell_is_read_by_the_name_it_is_given(row: int, column: int) -> None:
    assert read_cell(cell_name((row, column))) == (row, column)


@pytest.mark.parametrize("text", ["", "5B", "B0", "ZZZZ1", "XFE1", "B1048577", "B5:C6"])
def test_what_is_no_cell_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_cell(text)
    assert refused.value.code == "form_cell_unreadable"


def test_the_form_of_another_day_is_the_same_form() -> None:
    assert fingerprint(FORM) == fingerprint(
        read_form(blank("中原区疫情防控日报表（2022年1月11日）"))
    )


@pytest.mark.parametrize(
    "other",
    [
        blank("另一张表"),
        blank(rows=("1号楼", "3号楼", "2号楼")),
        blank(rows=("1号楼", "2号楼", "3号楼", "4号楼")),
    ],
)
def test_another_title_order_or_row_makes_another_form(other: bytes) -> None:
    assert fingerprint(read_form(other)) != fingerprint(FORM)


def test_words_formulas_and_parts_of_blocks_take_no_figure() -> None:
    assert code(FORM, "A5") == "form_cell_text"
    assert code(FORM, "B8") == "form_cell_formula"
    assert code(FORM, "C2") == "form_cell_merged"
    assert code(FORM, "B5", "周报") == "form_sheet_unknown"
    assert check_point(FORM, Point(SHEET, "$b$5", "households")).cell == "B5"


def test_a_cell_that_is_pointed_anew_takes_the_last() -> None:
    first, second = Point(SHEET, "B5", "households"), Point(SHEET, "B5", "residents")
    other = Point(SHEET, "C5", "away")
    assert put([first, other], [second]) == (second, other)
    assert without([second, other], SHEET, "B5") == (other,)


def test_down_a_column_each_row_takes_the_place_that_its_head_names() -> None:
    form = read_form(blank(rows=("2#", "十二楼", "１号楼")))
    made = repeat(form, Point(SHEET, "B5", "households"), 9, PLACES)
    assert [(one.cell, PLACES[one.place]) for one in made.points] == [
        ("B5", "2号楼"),
        ("B7", "1号楼"),
    ]
    assert made.unknown == ("B6", "B9")


def test_without_names_the_places_follow_in_their_order() -> None:
    form = read_form(blank(rows=("", "", "", "")))
    made = repeat(form, Point(SHEET, "B5", "households"), 8, PLACES)
    assert [PLACES[one.place] for one in made.points] == ["1号楼", "2号楼", "3号楼", "12号楼"]


def test_two_places_of_one_name_are_none() -> None:
    twice = {**PLACES, "410102/1/1/other/1/": "1号楼"}
    made = repeat(FORM, Point(SHEET, "B5", "households"), 7, twice)
    assert [one.cell for one in made.points] == ["B6", "B7"]


def test_a_range_goes_down_and_not_on_for_ever() -> None:
    for last, expected in ((4, "form_range_empty"), (5000, "form_range_long")):
        with pytest.raises(Problem) as refused:
            repeat(FORM, Point(SHEET, "B5", "households"), last, PLACES)
        assert refused.value.code == expected


def test_heads_of_two_rows_and_the_row_propose_figure_and_place() -> None:
    found = {
        one.point.cell: (one.point.figure, one.point.place) for one in guesses(FORM, KNOWN, PLACES)
    }
    one, two, three, _ = PLACES
    assert found["B2"] == ("words.place", "")
    assert found["F2"] == ("words.hour", "")
    assert found["B5"] == ("regime.lockdown.homes", one)
    assert found["C6"] == ("regime.lockdown.people", two)
    assert [found[f"{column}7"] for column in "DEF"] == [
        ("sampling.owed", three), ("sampling.done", three), ("sampling.open", three)
    ]  # fmt: skip
    assert found["B9"] == ("words.by", "")
    assert not {"A1", "B8", "G5", "C9", "C2"} & set(found)


def test_beside_the_word_total_below_a_column_of_names_nothing_is_proposed() -> None:
    heads = {(1, 1): "序号", (1, 2): "楼栋", (1, 3): "总户数", (5, 1): "合计"}
    names = {(1 + n, 2): f"{n}号楼" for n in (1, 2, 3)}
    cells = {at: FormCell(CellKind.TEXT, text) for at, text in (heads | names).items()}
    sheet = FormSheet("日报", cells, rows=5, columns=3)
    found = {one.point.cell: one.point.figure for one in guesses(Form((sheet,)), KNOWN, PLACES)}
    assert found == {"C2": "households", "C3": "households", "C4": "households", "C5": "households"}


def test_a_cell_that_is_pointed_is_not_proposed_again() -> None:
    pointed = Point(SHEET, "B5", "households")
    assert "B5" not in {one.point.cell for one in guesses(FORM, KNOWN, PLACES, [pointed])}


def test_every_figure_has_its_own_key_and_name_in_both_languages() -> None:
    assert len({one.key for one in KNOWN}) == len(KNOWN)
    assert len({one.name.zh for one in KNOWN}) == len(KNOWN)
    assert all(one.name.en and one.unit.zh and one.rows.page for one in KNOWN)


def test_a_cell_is_filled_with_its_place_s_figure_and_stays_empty_for_the_unknown() -> None:
    asked = Asked("锦绣城社区", at(1, 10, 20), "孙内勤")
    values = {"": {"residents": 30, "away": None}, "x/": {"residents": 10}}
    names = {"": "锦绣城社区", "x/": "1号楼"}

    def said(figure: str, place: str = "") -> object:
        return content(Point(SHEET, "B5", figure, place), values, names, asked)

    assert (said("residents"), said("residents", "x/")) == (30, 10)
    assert said("away") is None
    assert said("words.hour") == "1月10日20:00"
    assert (said("words.place"), said("words.by")) == ("锦绣城社区", "孙内勤")
    assert (said("words.name", "x/"), said("words.day")) == ("1号楼", "1月10日（星期一）")


def test_sums_are_counted_through_sums_and_circles_have_no_value() -> None:
    numbers = {(1, 1): 2, (2, 1): 3}
    formulas = {(3, 1): "SUM(A1:A2)", (4, 1): "A3+$A$1", (5, 1): "SUM(A5,A1)", (6, 1): "IF(A1,1,2)"}
    assert totals(formulas, numbers) == {(3, 1): 5, (4, 1): 7}


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_a_sum_down_a_column_is_the_sum_of_its_numbers(column: list[int]) -> None:
    numbers = {(row, 1): n for row, n in enumerate(column, start=1)}
    end = len(column) + 1
    assert totals({(end, 1): f"=SUM(A1:A{end - 1})"[1:]}, numbers) == {(end, 1): sum(column)}


def test_a_dragged_formula_moves_what_is_not_held_by_dollars() -> None:
    assert moved("SUM(B5:B7)", (0, 1)) == "SUM(C5:C7)"
    assert moved("SUM($B5:B$7)", (2, 1)) == "SUM($B7:C$7)"
    assert moved("VLOOKUP(A1,B:C,2)", (0, 1)) is None
