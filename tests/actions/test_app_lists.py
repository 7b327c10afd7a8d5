"""The list for the city once its app is back: each in one, uploaded once, whatever became of her point."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from tests.actions.test_app_outages import HEADS, TEN, Place, back, number, rows, somebody, template
from tests.actions.test_sampling_points import described
from tests.actions.test_sampling_rounds import held_at_a_point
from tests.cast import COMPOUND, Cast
from tests.street import Street
from wumen.actions.app_outages import listing
from wumen.actions.app_outages.declaring import declare_down, end_down, print_sheets
from wumen.actions.app_outages.listing import (
    drop_list,
    keep_template,
    make_list,
    mark_uploaded,
    set_columns,
    take_app_list,
)
from wumen.actions.app_outages.registering import register_person, take_back
from wumen.actions.sampling_points.keeping import change_point, restore_point, withdraw_point
from wumen.queries.app_outages import office_outages, outage_page, to_upload
from wumen.queries.posts import acting, viewers_of
from wumen.records import clock
from wumen.records.models import AppRegistered
from wumen.records.scope import WHOLE, scoped
from wumen.rules.problems import Problem


@pytest.fixture
def down(cast: Cast, street: Street) -> Iterator[Place]:
    """A point of a round at ten o'clock, after its lead has said that the app is down."""
    with clock.fixed(TEN):
        _round, point, lead = held_at_a_point(cast)
        declare_down(lead, [point.id], "9:50", "登录不上")
        yield point.id, lead


def test_paper_is_keyed_in_after_the_app_is_back_and_goes_into_a_list_of_its_own(
    cast: Cast, down: Place
) -> None:
    ident, lead = down
    register_person(lead, ident, somebody(1))
    with pytest.raises(Problem, match="app_template_missing"):
        make_list(cast.clerk)
    keep_template(cast.clerk, "模板.xlsx", template(*HEADS))
    with pytest.raises(Problem, match="app_still_down"):
        make_list(cast.clerk)
    back(cast)
    first = make_list(cast.clerk)
    mark_uploaded(cast.clerk, first.id)
    print_sheets(lead, ident, "1")
    register_person(lead, ident, somebody(2, sheet="1", line="1", hour="9:55"))
    second = make_list(cast.clerk)
    assert (first.number, second.number, second.people) == (1, 2, 1)
    taken = take_app_list(cast.clerk, second.id, "补传市里程序")
    assert [row[1] for row in rows(taken.content)] == ["第2人"]


def test_the_list_fills_the_citys_template_with_each_person_once(cast: Cast, down: Place) -> None:
    ident, lead = down
    register_person(lead, ident, somebody(2, tube="T2"))
    register_person(lead, ident, somebody(1))
    register_person(lead, ident, somebody(3, number="", telephone="", tube="=T1"))
    back(cast)
    made = make_list(cast.clerk)
    assert (made.people, made.gaps) == (3, 1)
    taken = take_app_list(cast.clerk, made.id, "补传市里程序")
    when = "2022-01-10 10:00"
    assert rows(taken.content) == [
        ["1", "第3人", "", "", "", "=T1", "1", when],
        ["2", "第1人", "身份证", number(1), "13800000001", "T1", "1", when],
        ["3", "第2人", "身份证", number(2), "13800000001", "T2", "1", when],
    ]
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT convert_from(body, 'UTF8')::jsonb -> 'body' FROM event WHERE kind = 'list.exported'"
        )
        ((text,),) = cursor.fetchall()
    said = json.loads(text)
    assert said["complete"] is True
    assert said["count"] == 3
    assert said["purpose"] == "补传市里程序"
    assert number(1) not in str(said)


def test_nobody_uploads_twice(cast: Cast, down: Place) -> None:
    ident, lead = down
    register_person(lead, ident, somebody(1))
    back(cast)
    made = make_list(cast.clerk)
    with pytest.raises(Problem, match="app_list_open"):
        make_list(cast.clerk)
    mark_uploaded(cast.clerk, made.id)
    for again in (
        lambda: mark_uploaded(cast.clerk, made.id),
        lambda: drop_list(cast.clerk, made.id),
    ):
        with pytest.raises(Problem, match="app_list_done"):
            again()
    with pytest.raises(Problem, match="app_list_done"):
        take_app_list(cast.clerk, made.id, "补传市里程序")
    with pytest.raises(Problem, match="app_list_empty"):
        make_list(cast.clerk)
    with acting(cast.clerk):
        row = AppRegistered.objects.get()
    with pytest.raises(Problem, match="app_registered_in_list"):
        take_back(lead, row.id)


def test_a_dropped_list_gives_its_people_to_the_next(cast: Cast, down: Place) -> None:
    ident, lead = down
    register_person(lead, ident, somebody(1))
    back(cast)
    drop_list(cast.clerk, make_list(cast.clerk).id)
    made = make_list(cast.clerk)
    assert (made.number, made.people) == (2, 1)


def test_two_offices_at_the_same_moment_put_nobody_into_two_lists(
    cast: Cast, down: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident, lead = down
    register_person(lead, ident, somebody(1))
    back(cast)
    keep_template(cast.duty_officer, "模板.xlsx", template(*HEADS))
    with acting(cast.clerk):
        seen = to_upload(cast.clerk)
    first = make_list(cast.duty_officer)
    monkeypatch.setattr(listing, "to_upload", lambda _viewer: seen)
    with pytest.raises(Problem, match="app_list_empty"):
        make_list(cast.clerk)
    assert len(rows(take_app_list(cast.duty_officer, first.id, "补传市里程序").content)) == 1


def test_who_was_registered_at_a_point_that_is_withdrawn_goes_into_the_list(
    cast: Cast, down: Place
) -> None:
    ident, lead = down
    register_person(lead, ident, somebody(1))
    keep_template(cast.clerk, "模板.xlsx", template(*HEADS))
    withdraw_point(cast.clerk, ident)
    page = office_outages(cast.clerk)
    assert (page.points, page.waiting, page.held_back) == ((), 1, 0)
    assert make_list(cast.clerk).people == 1
    restore_point(cast.clerk, ident)
    assert not office_outages(cast.clerk).down


def test_a_point_that_moves_takes_along_who_was_registered_there(cast: Cast, down: Place) -> None:
    ident, lead = down
    register_person(lead, ident, somebody(1))
    change_point(cast.clerk, ident, described(1, f"{COMPOUND}/2", lead=lead.crew_no))
    with clock.fixed(TEN + timedelta(minutes=1)):
        (there,) = viewers_of(lead.crew_no)
        assert register_person(there, ident, somebody(2)).place == 2
        assert outage_page(there, ident).people == 2


def test_only_who_may_export_takes_the_list_or_sets_its_template(cast: Cast, down: Place) -> None:
    for act in (
        lambda: make_list(down[1]),
        lambda: keep_template(down[1], "模板.xlsx", template(*HEADS)),
        lambda: make_list(cast.sampler),
    ):
        with pytest.raises(Problem, match="right_missing"):
            act()


def test_a_template_without_a_tube_is_asked_for_it(cast: Cast, down: Place) -> None:
    with pytest.raises(Problem, match="app_template_heads"):
        keep_template(cast.clerk, "别的.xlsx", template("日期", "数量"))
    keep_template(cast.clerk, "模板.xlsx", template("姓名", "身份证", "编码一"))
    with pytest.raises(Problem, match="app_template_needs"):
        make_list(cast.clerk)
    with pytest.raises(Problem, match="app_template_twice"):
        set_columns(cast.clerk, {"A": "name", "B": "document", "C": "name"})
    set_columns(cast.clerk, {"A": "name", "B": "document", "C": "tube"})
    register_person(down[1], down[0], somebody(1))
    end_down(cast.clerk, [])
    taken = take_app_list(cast.clerk, make_list(cast.clerk).id, "补传市里程序")
    assert rows(taken.content) == [["第1人", number(1), "T1"]]
