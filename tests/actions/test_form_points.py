"""The superior's form: uploaded once, pointed once, filled ever after with the figures of its office."""

import pytest

from tests.actions.test_figures import values, worked
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from tests.superior_forms import SHEET, blank, cells
from wumen.actions.reports import open_file
from wumen.actions.superior_forms import (
    fill_given,
    fill_kept,
    keep_form,
    look_at_form,
    point_form,
    repeat_point,
    send_form,
    unpoint_form,
)
from wumen.queries.posts import acting
from wumen.queries.reports import sent_report
from wumen.queries.superior_forms import form_lines
from wumen.records import clock
from wumen.records.models import SuperiorForm
from wumen.rules.problems import Problem
from wumen.rules.superior_forms import Point

NAME = "中原区日报表.xlsx"
EVENING = at(1, 10, 20)


def pointed(cast: Cast) -> object:
    """The form with all its proposals confirmed."""
    ident = keep_form(cast.clerk, NAME, blank())
    point_form(cast.clerk, ident, [one.point for one in look_at_form(cast.clerk, ident).guesses])
    return ident


def code(cast: Cast, ident: object, point: Point) -> str:
    """The problem of pointing a cell."""
    with pytest.raises(Problem) as refused:
        point_form(cast.clerk, ident, [point])  # type: ignore[arg-type]
    return refused.value.code


def test_confirmed_proposals_fill_the_figures_of_each_building(cast: Cast, street: Street) -> None:
    worked(cast)
    filled = fill_kept(cast.clerk, pointed(cast), EVENING)  # type: ignore[arg-type]
    found = cells(filled.content)
    for row, building in ((5, 1), (6, 2), (7, 3)):
        own = values(cast, f"{COMPOUND}/{building}")
        keys = ("regime.lockdown.homes", "regime.lockdown.people")
        sampling = [f"sampling.{one}" for one in ("owed", "done", "open")]
        assert [found[f"{one}{row}"] for one in "BCDEF"] == [own[key] for key in (*keys, *sampling)]
    assert found["C8"] == values(cast)["regime.lockdown.people"] == 10
    assert (found["B2"], found["F2"], found["B9"]) == ("锦绣城社区", "1月10日20:00", "孙内勤")
    assert filled.empty == ()


def test_the_form_of_tomorrow_is_known_again_and_filled_in_its_own_file(
    cast: Cast, street: Street
) -> None:
    pointed(cast)
    tomorrow = blank("中原区疫情防控日报表（2022年1月11日）", picture=True)
    filled = fill_given(cast.operator, tomorrow)
    assert cells(filled.content)["A1"] == "中原区疫情防控日报表（2022年1月11日）"
    assert filled.place == "锦绣城社区"
    again = keep_form(cast.clerk, "另一个名字.xlsx", tomorrow)
    assert len(look_at_form(cast.clerk, again).points) == len(
        look_at_form(cast.clerk, again).points
    )
    assert [one.name for one in form_lines(cast.clerk)] == ["另一个名字.xlsx"]
    assert form_lines(cast.clerk)[0].points > 10


def test_a_form_that_nobody_pointed_says_what_to_do(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem) as unknown:
        fill_given(cast.operator, blank())
    ident = keep_form(cast.clerk, NAME, blank())
    with pytest.raises(Problem) as empty:
        fill_kept(cast.clerk, ident)
    assert (unknown.value.code, empty.value.code) == ("form_not_known", "form_not_pointed")


def test_a_form_that_several_offices_fill_asks_for_which(cast: Cast, street: Street) -> None:
    for viewer in (cast.clerk, cast.outsider):
        ident = keep_form(viewer, NAME, blank())
        point_form(viewer, ident, [Point(SHEET, "B5", "residents")])
    with pytest.raises(Problem) as many:
        fill_given(cast.operator, blank())
    assert many.value.code == "form_of_many"
    own = fill_given(cast.operator, blank(), area=cast.clerk.area)
    assert cells(own.content)["B5"] == 30
    assert cells(fill_given(cast.outsider, blank()).content)["B5"] == 0


def test_points_are_checked_cell_figure_and_place(cast: Cast, street: Street) -> None:
    ident = keep_form(cast.clerk, NAME, blank())
    for point, expected in (
        (Point(SHEET, "A5", "residents"), "form_cell_text"),
        (Point(SHEET, "B8", "residents"), "form_cell_formula"),
        (Point(SHEET, "C2", "residents"), "form_cell_merged"),
        (Point(SHEET, "B5", "dialysis"), "figure_unknown"),
        (Point(SHEET, "B5", "residents", "410102/410102013/410102013001/"), "form_place_unknown"),
        (Point("周报", "B5", "residents"), "form_sheet_unknown"),
    ):
        assert code(cast, ident, point) == expected
    assert look_at_form(cast.clerk, ident).points == ()


def test_one_figure_goes_down_a_column_building_by_building(cast: Cast, street: Street) -> None:
    ident = keep_form(cast.clerk, NAME, blank())
    made = repeat_point(cast.clerk, ident, Point(SHEET, "G5", "residents"), 9)
    assert [(one.cell, one.place) for one in made.points] == [
        ("G5", f"{PATH}1/"), ("G6", f"{PATH}2/"), ("G7", f"{PATH}3/")
    ]  # fmt: skip
    assert made.unknown == ("G8", "G9")
    unpoint_form(cast.clerk, ident, SHEET, "G6")
    found = cells(fill_kept(cast.clerk, ident).content)
    assert (found["G5"], found["G7"]) == (10, 10)
    assert "G6" not in found


def test_what_nobody_knows_leaves_its_cell_empty_and_is_told(cast: Cast, street: Street) -> None:
    ident = keep_form(cast.clerk, NAME, blank())
    point_form(cast.clerk, ident, [Point(SHEET, "B5", "away"), Point(SHEET, "C5", "residents")])
    with clock.fixed(EVENING):
        filled = fill_kept(cast.clerk, ident, at(1, 10, 12))
    assert [one.cell for one in filled.empty] == ["B5"]
    assert cells(filled.content)["C5"] == 30
    assert "B5" not in cells(filled.content)


def test_a_form_that_was_sent_is_kept_as_it_was(cast: Cast, street: Street) -> None:
    ident = pointed(cast)
    sent = send_form(cast.clerk, ident, "区指挥部")  # type: ignore[arg-type]
    assert send_form(cast.clerk, ident, "区指挥部") == sent  # type: ignore[arg-type]
    name, content = open_file(cast.duty_officer, sent)
    assert name == NAME
    assert cells(content)["B2"] == "锦绣城社区"
    shown = sent_report(cast.clerk, sent)
    assert (shown.line.sent_to, shown.has_file, shown.values["residents"]) == ("区指挥部", True, 30)


def test_a_place_that_is_gone_is_told_before_anything_is_filled(cast: Cast, street: Street) -> None:
    ident = keep_form(cast.clerk, NAME, blank())
    point_form(cast.clerk, ident, [Point(SHEET, "B5", "residents", f"{PATH}3/")])
    with acting(cast.operator):
        row = SuperiorForm.objects.get()
        row.points[0]["place"] = f"{PATH}9/"
        row.save()
    with pytest.raises(Problem) as refused:
        fill_kept(cast.clerk, ident)
    assert refused.value.code == "form_place_gone"


def test_forms_are_their_own_office_s_and_for_those_who_report(cast: Cast, street: Street) -> None:
    ident = keep_form(cast.clerk, NAME, blank())
    for viewer, expected in ((cast.outsider, "form_unknown"), (cast.captain, "right_missing")):
        with pytest.raises(Problem) as refused:
            look_at_form(viewer, ident) if viewer is cast.outsider else keep_form(
                viewer, NAME, blank()
            )
        assert refused.value.code == expected
    with acting(cast.operator):
        assert "填报单位".encode() not in bytes(SuperiorForm.objects.get().blank_sealed)
