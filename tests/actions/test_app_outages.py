"""The city's app is down: declared with a reason, people registered once, on paper too, and found by their tube."""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from django.db import connection

from tests.actions.test_sampling_points import led
from tests.actions.test_sampling_rounds import held, held_at_a_point
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.app_outages.declaring import declare_down, end_down, print_sheets
from wumen.actions.app_outages.listing import (
    keep_template,
)
from wumen.actions.app_outages.registering import Typed, register_person, take_back
from wumen.actions.register import NewResident, register_household
from wumen.actions.sampling_rounds.tubes import agree_to_tube, ask_tube, look_at_tube
from wumen.channels.superior_forms import read_form
from wumen.queries.app_outages import office_outages, outage_page
from wumen.queries.posts import acting
from wumen.queries.public_points import public_points
from wumen.records import clock
from wumen.records.models import AppRegistered, Duty
from wumen.records.scope import WHOLE, scoped
from wumen.rules.identity_numbers import make_check_digit
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

TEN = at(1, 10, 10)


def number(serial: int) -> str:
    """An invented identity number."""
    first = f"41019819800101{serial:03d}"
    return first + make_check_digit(first)


def template(*names: str) -> bytes:
    """The city's empty template: a title over all columns, then its heads."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("导入")
        sheet.merge_range(0, 0, 0, len(names) - 1, "核酸采样信息导入表")
        sheet.write_row(1, 0, names)
    return file.getvalue()


HEADS = ("序号", "姓名*", "证件类型", "身份证号", "手机号", "采样管条码", "管内序号", "采样时间")


def rows(content: bytes) -> list[list[str]]:
    """What stands below the heads of a filled template."""
    (sheet,) = read_form(content).sheets
    found = [
        [
            sheet.cells[row, column].text if (row, column) in sheet.cells else ""
            for column in range(1, sheet.columns + 1)
        ]
        for row in range(3, sheet.rows + 1)
    ]
    return [one for one in found if any(one)]


@pytest.fixture(autouse=True)
def ten(street: Street) -> Iterator[datetime]:
    """Ten o'clock, three hours into the round."""
    with clock.fixed(TEN) as now:
        yield now


@pytest.fixture
def place(cast: Cast) -> tuple[UUID, Viewer]:
    """A point of a round with its lead."""
    _round, point, lead = held_at_a_point(cast)
    return point.id, lead


@pytest.fixture
def down(place: tuple[UUID, Viewer]) -> tuple[UUID, Viewer]:
    """The same after its lead has said that the app is down."""
    declare_down(place[1], [place[0]], "9:50", "登录不上")
    return place


Place = tuple[UUID, Viewer]


def somebody(serial: int = 1, **said: Any) -> Typed:
    given = {"name": f"第{serial}人", "number": number(serial), "telephone": "13800000001"}
    return Typed(**(given | {"tube": "T1"} | said))


def back(cast: Cast) -> None:
    """The app is back, and the template is here."""
    end_down(cast.clerk, [])
    keep_template(cast.clerk, "模板.xlsx", template(*HEADS))


def test_the_lead_declares_it_for_her_point_and_everybody_sees_it(cast: Cast, place: Place) -> None:
    ident, lead = place
    with pytest.raises(Problem, match="app_why"):
        declare_down(lead, [ident], "", "  ")
    assert declare_down(lead, [ident], "9:50", "登录不上") == 1
    page = outage_page(lead, ident)
    assert page.down and page.why == "登录不上"
    assert page.began_at == TEN - timedelta(minutes=10)
    (shown,) = office_outages(cast.clerk).down
    assert (shown.number, shown.why) == (1, "登录不上")
    (told,) = public_points("410102003").points
    assert told.now.app_down_at is not None
    assert told.now.app_down_why == ""
    with pytest.raises(Problem, match="app_down_already"):
        declare_down(lead, [ident], "", "还是不行")


def test_a_lead_says_nothing_of_another_point_and_ends_none(cast: Cast, down: Place) -> None:
    other, _lead = led(cast, 2)
    with pytest.raises(Problem, match="point_not_yours"):
        declare_down(down[1], [other.id], "", "登录不上")
    with pytest.raises(Problem, match="right_missing"):
        declare_down(down[1], [], "", "登录不上")
    with pytest.raises(Problem, match="right_missing"):
        end_down(down[1], [down[0]])


def test_the_office_declares_it_for_all_and_ends_it(cast: Cast, place: Place) -> None:
    led(cast, 2)
    assert declare_down(cast.clerk, [], "", "市里通知停用") == 2
    assert end_down(cast.clerk, [place[0]]) == 1
    assert [one.number for one in office_outages(cast.clerk).down] == [2]
    assert end_down(cast.clerk, []) == 1
    with pytest.raises(Problem, match="app_not_down"):
        end_down(cast.clerk, [])


def test_without_a_round_nobody_can_be_registered(cast: Cast) -> None:
    point, lead = led(cast, 3)
    with pytest.raises(Problem, match="app_no_round"):
        declare_down(lead, [point.id], "", "登录不上")


def test_people_are_registered_in_the_order_of_their_tube(down: Place) -> None:
    ident, lead = down
    assert register_person(lead, ident, somebody(1)).place == 1
    assert register_person(lead, ident, somebody(2)).place == 2
    with pytest.raises(Problem, match="app_place_taken"):
        register_person(lead, ident, somebody(3, place="2"))
    assert register_person(lead, ident, somebody(3, tube="T2", desk="4")).place == 1
    page = outage_page(lead, ident)
    assert page.people == 3
    assert [one.name for one in page.last] == ["第**"] * 3


def test_each_person_stands_once_in_a_round_wherever_she_comes(cast: Cast, down: Place) -> None:
    ident, lead = down
    register_person(lead, ident, somebody(1))
    with pytest.raises(Problem, match="app_person_twice"):
        register_person(lead, ident, somebody(1, tube="T2"))
    other, led_by = led(cast, 2)
    declare_down(led_by, [other.id], "", "登录不上")
    with pytest.raises(Problem, match="app_person_twice") as refused:
        register_person(led_by, other.id, somebody(1, name="别的写法", tube="T3"))
    assert refused.value.details["where_zh"] == "：1号点，10:00"


def test_what_is_missing_is_marked_and_stops_nobody(down: Place) -> None:
    ident, lead = down
    without = register_person(lead, ident, somebody(1, number="", telephone=""))
    assert without.gaps == ["identity", "telephone"]
    assert register_person(lead, ident, somebody(2, number="", telephone="")).person_key is None
    passport = register_person(lead, ident, somebody(3, number="e12345678"))
    assert passport.gaps == ["other_document"]
    with pytest.raises(Problem, match="app_person_twice"):
        register_person(lead, ident, somebody(3, number="Ｅ１２３４５６７８"))
    wrong = number(4)[:-1] + ("0" if number(4)[-1] != "0" else "1")
    with pytest.raises(Problem, match="app_identity"):
        register_person(lead, ident, somebody(4, number=wrong))
    register_person(lead, ident, somebody(5, number=number(5), place="11"))
    assert outage_page(lead, ident).gaps == 4


def test_who_is_in_the_register_owes_no_second_sample_and_owes_it_again_when_taken_back(
    cast: Cast,
) -> None:
    register_household(
        cast.clerk, f"{COMPOUND}/2/301", [NewResident("赵新", identity_number=number(9))]
    )
    held(cast)
    point, lead = led(cast, 1)
    declare_down(lead, [point.id], "", "登录不上")

    def states() -> list[str]:
        with acting(cast.clerk):
            return list(
                Duty.objects.filter(
                    day=TEN.date(), what="sampling", area=f"{PATH}2/301/"
                ).values_list("state", flat=True)
            )

    assert states() == ["open"]
    made = register_person(lead, point.id, somebody(9))
    assert states() == ["done"]
    take_back(lead, made.id)
    assert states() == ["open"]
    assert register_person(lead, point.id, somebody(9)).place == 1
    assert states() == ["done"]


def test_an_outage_that_nobody_ended_goes_on_in_the_next_round(cast: Cast, down: Place) -> None:
    ident, lead = down
    print_sheets(lead, ident, "2")
    register_person(lead, ident, somebody(1))
    register_person(lead, ident, somebody(2, sheet="1", line="1", hour="9:55"))
    with clock.fixed(TEN + timedelta(hours=14)):
        # Past midnight the round of the evening is still the one.
        assert register_person(lead, ident, somebody(3)).round.day == TEN.date()
    tomorrow = TEN + timedelta(days=1)
    with clock.fixed(tomorrow):
        hours = {"begins": tomorrow - timedelta(hours=3), "ends": tomorrow + timedelta(hours=4)}
        held(cast, number=6, **hours)
        assert outage_page(lead, ident).people == 0
        again = register_person(lead, ident, somebody(1))
        assert (again.round.day, again.sampled_at) == (tomorrow.date(), tomorrow)
        page = outage_page(lead, ident)
        assert (page.down, page.people, page.round_number) == (True, 1, again.round.number)
        # What was left of yesterday's sheet is yesterday's.
        left = register_person(lead, ident, somebody(4, sheet="1", line="2", hour="9:58"))
        assert (left.round.day, left.sampled_at) == (TEN.date(), TEN - timedelta(minutes=2))
        # Nobody wrote the day on the other sheet: it is asked, for each may be either's.
        other = {"sheet": "2", "line": "1", "hour": "9:58"}
        with pytest.raises(Problem, match="app_sheet_which"):
            register_person(lead, ident, somebody(5, **other))
        assert [one.day for one in outage_page(lead, ident).rounds] == [
            tomorrow.date(),
            TEN.date(),
        ]
        old = f"{left.round.number}"
        with pytest.raises(Problem, match="app_sheet_which"):
            register_person(lead, ident, somebody(5, **other, round="99"))
        new = register_person(lead, ident, somebody(5, **other, round=old))
        assert (new.round.day, new.sampled_at) == (TEN.date(), TEN - timedelta(minutes=2))
        with pytest.raises(Problem, match="app_sheet_begun"):
            more = other | {"line": "2", "round": f"{again.round.number}"}
            register_person(lead, ident, somebody(6, **more))
        assert end_down(cast.clerk, [ident]) == 1


@pytest.mark.parametrize(("days", "may_be"), [(3, 2), (4, 1)])
def test_a_sheet_may_be_of_a_round_of_three_days_ago_and_of_none_before(
    cast: Cast, down: Place, days: int, may_be: int
) -> None:
    ident, lead = down
    assert end_down(cast.clerk, [ident]) == 1
    later = TEN + timedelta(days=days)
    with clock.fixed(later):
        held(cast, number=6, begins=later - timedelta(hours=3), ends=later + timedelta(hours=4))
        declare_down(lead, [ident], "9:30", "扫码没反应")
        assert len(outage_page(lead, ident).rounds) == may_be


def test_a_tube_that_goes_over_midnight_stays_in_its_round(cast: Cast, down: Place) -> None:
    ident, lead = down
    before, after = at(1, 10, 23), at(1, 11) + timedelta(minutes=20)
    with clock.fixed(before + timedelta(minutes=50)):
        assert register_person(lead, ident, somebody(1)).place == 1
    with clock.fixed(after):
        held(cast, number=6, begins=after, ends=after + timedelta(hours=8))
        third = register_person(lead, ident, somebody(2))
        assert (third.place, third.round.day) == (2, TEN.date())
        # The next tube is the new round's, and what is left of the other one goes on beside it.
        new = register_person(lead, ident, somebody(3, tube="T-NEXT"))
        assert (new.place, new.round.day) == (1, after.date())
        assert register_person(lead, ident, somebody(4)).place == 3
    with clock.fixed(after + timedelta(hours=5)):
        # A number written by hand again is another tube.
        assert register_person(lead, ident, somebody(5)).place == 1


def test_sheets_are_keyed_back_under_their_numbers_once(cast: Cast, place: Place) -> None:
    ident, lead = place
    assert print_sheets(lead, ident, "3") == (1, 3)
    assert print_sheets(cast.clerk, ident, "2") == (4, 5)
    declare_down(lead, [ident], "9:30", "扫码没反应")
    paper = somebody(1, sheet="2", line="7", hour="9:40")
    made = register_person(cast.clerk, ident, paper)
    assert (made.sheet, made.line, made.sampled_at) == (2, 7, TEN - timedelta(minutes=20))
    with pytest.raises(Problem, match="app_line_taken"):
        register_person(lead, ident, somebody(2, sheet="2", line="7", hour="9:41"))
    for sheet, line in (("6", "1"), ("1", "21"), ("1", "")):
        with pytest.raises(Problem, match="app_line"):
            register_person(lead, ident, somebody(2, sheet=sheet, line=line, hour="9:41"))
    with pytest.raises(Problem, match="app_hour"):
        register_person(lead, ident, somebody(2, sheet="2", line="8"))
    keyed = {one.number: one.keyed for one in outage_page(lead, ident).sheets}
    assert keyed == {1: 0, 2: 1, 3: 0, 4: 0, 5: 0}


def test_a_mixed_positive_names_everybody_of_a_tube_that_was_registered_here(
    cast: Cast, down: Place
) -> None:
    ident, lead = down
    register_person(lead, ident, somebody(1))
    # A Chinese keyboard writes the same number wide.
    register_person(lead, ident, somebody(2, tube="Ｔ１"))
    register_person(lead, ident, somebody(3, tube="T2"))
    # A hand writes small what a scanner reads large.
    with pytest.raises(Problem, match="app_place_taken"):
        register_person(lead, ident, somebody(4, tube="t1", place="2"))
    asked = ask_tube(cast.clerk, " Ｔ1", "混管阳性，通知本人")
    assert asked.samples == 2
    agree_to_tube(cast.secretary, asked.id)
    found = look_at_tube(cast.clerk, asked.id)
    assert [(one.name, one.telephone, one.point) for one in found.registered] == [
        ("第1人", "13800000001", 1),
        ("第2人", "13800000001", 1),
    ]


def test_who_works_elsewhere_sees_nobody_who_was_registered(cast: Cast, down: Place) -> None:
    register_person(down[1], down[0], somebody(1))
    with acting(cast.outsider):
        assert not AppRegistered.objects.exists()
    with pytest.raises(Problem, match="point_unknown"):
        outage_page(cast.outsider, down[0])


def test_nothing_of_a_person_stands_in_the_row_or_the_log(down: Place) -> None:
    register_person(down[1], down[0], somebody(1))
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r)::text FROM app_registered r")
        ((row,),) = cursor.fetchall()
        cursor.execute("SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM event")
        ((log,),) = cursor.fetchall()
    for said in (number(1), "第1人", "13800000001"):
        assert said not in row
        assert said not in log
