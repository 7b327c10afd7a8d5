"""Sheets of an order: for whom, in which order, numbered and told, and who is still without one."""

import pytest
from django.db import connection

from tests.cast import COMPOUND, Cast
from tests.street import Street, at, ordered
from wumen.actions.changes import leave
from wumen.actions.log import subject_key
from wumen.actions.orders import change_order
from wumen.actions.register import NewResident, register_household
from wumen.actions.sheets import give_sheets, print_sheets
from wumen.queries.posts import acting
from wumen.queries.sheets import Chosen, home_orders, sheets_line
from wumen.records import clock
from wumen.records.models import Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.problems import Problem
from wumen.rules.sheets import SheetKind
from wumen.rules.time import business_day

BUILDING = "410102/410102003/410102003008/jxc/1/"


def told() -> list[tuple[str, str]]:
    """Kind and subject of what the log tells of sheets."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, subject FROM event WHERE arrived_on >= %s AND kind LIKE 'sheet%%'"
            " ORDER BY arrived_at, seq",
            [business_day(clock.real_now())],
        )
        return cursor.fetchall()


def lifted(cast: Cast, number: str) -> None:
    """The order ended by a later document, on 10 January at noon."""
    draft = ChangeDraft(
        Changed.LIFT, "中原区指挥部", "解除通告第9号", "无新增", at(1, 10, 12), None, ""
    )
    change_order(cast.operator, number, draft, cast.clerk.crew_no, cast.secretary.crew_no)


def test_a_whole_building_is_printed_by_unit_from_the_top_floor_down(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1").number
    printed = print_sheets(cast.clerk, number, SheetKind.PLEDGE, Chosen(area=BUILDING))
    doors = [one.area.split("/")[-2] for one in printed.sheets]
    assert doors == ["201"] * 4 + ["202"] + ["101"] * 3 + ["102"] * 2
    assert [one.sheet.number for one in printed.sheets[:2]] == [
        f"{printed.number}-1",
        f"{printed.number}-2",
    ]
    again = print_sheets(cast.clerk, number, SheetKind.PLEDGE, Chosen(area=BUILDING))
    assert again.number > printed.number
    assert told() == [("sheet.printed", "")] * 2


def test_a_sheet_for_one_person_names_nobody_else_and_the_log_says_whose_it_is(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1").number
    aunt = street.aunt_zhang.id
    printed = print_sheets(cast.clerk, number, SheetKind.OBSERVATION, Chosen(resident=aunt))
    (one,) = printed.sheets
    values = {field.key: field.value for field in one.sheet.fields}
    assert (values["name"], values["telephone"]) == ("张阿姨", "13800000001")
    assert values["cadre"] == "郑值班长"
    assert values["cadre_telephone"] == ""
    assert told() == [("sheet.printed", subject_key(aunt))]
    with acting(cast.clerk):
        others = Resident.objects.exclude(id=aunt).values_list("name", flat=True)
        said = " ".join([*values.values(), *(text.zh for text in one.sheet.paragraphs)])
        assert not any(name in said for name in others)


def test_numbers_whole_are_for_who_may_take_them_out(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1").number
    with pytest.raises(Problem, match="right_missing"):
        print_sheets(cast.captain, number, SheetKind.OBSERVATION, Chosen(area=BUILDING))
    assert print_sheets(cast.captain, number, SheetKind.MEDICAL, Chosen(area=BUILDING)).sheets
    with pytest.raises(Problem, match="right_missing"):
        print_sheets(cast.sampler, number, SheetKind.MEDICAL, Chosen())
    with pytest.raises(Problem, match="order_unknown"):
        print_sheets(cast.outsider, number, SheetKind.MEDICAL, Chosen())
    assert told() == [("sheet.printed", "")]


def test_who_does_not_stand_under_an_order_gets_no_sheet_of_it(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1").number
    with pytest.raises(Problem, match="sheet_for_nobody"):
        print_sheets(cast.clerk, number, SheetKind.PLEDGE, Chosen(area=BUILDING[:-2] + "2/"))
    home = street.households["2/1/101"].id
    with pytest.raises(Problem, match="sheet_for_nobody"):
        print_sheets(cast.clerk, number, SheetKind.PLEDGE, Chosen(household=home))


def test_release_and_certificate_wait_for_the_end_and_then_everyone_has_one(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1").number
    with pytest.raises(Problem, match="sheet_before_end"):
        print_sheets(cast.clerk, number, SheetKind.CERTIFICATE, Chosen())
    with acting(cast.captain):
        gone = Resident.objects.filter(area__startswith=f"{BUILDING}1/101/")[0].id
    leave(cast.captain, [gone], "moved_away")
    with clock.fixed(at(1, 22)):
        line = sheets_line(cast.clerk, number)
        assert line.missing == {SheetKind.RELEASED: 10, SheetKind.CERTIFICATE: 10}
        assert [one.resident for one in line.people if one.gone] == [gone]
        printed = print_sheets(cast.clerk, number, SheetKind.CERTIFICATE, Chosen())
        assert len(printed.sheets) == 10
        given = [one.resident for one in printed.sheets[:3]]
        assert give_sheets(cast.captain, number, SheetKind.CERTIFICATE, given) == 3
        assert give_sheets(cast.captain, number, SheetKind.CERTIFICATE, given) == 0
        after = sheets_line(cast.clerk, number)
        assert after.missing == {SheetKind.RELEASED: 10, SheetKind.CERTIFICATE: 7}
        with pytest.raises(Problem, match="sheet_not_printed"):
            give_sheets(cast.captain, number, SheetKind.RELEASED, given)
        # A whole print is noted at once, those who had theirs already not twice.
        assert give_sheets(cast.captain, number, SheetKind.CERTIFICATE, [], printed.number) == 7
        # A new print takes nothing back from who has hers.
        print_sheets(cast.clerk, number, SheetKind.CERTIFICATE, Chosen())
        assert sheets_line(cast.clerk, number).missing[SheetKind.CERTIFICATE] == 0


def test_who_came_after_the_end_did_not_stand_under_it(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1").number
    with clock.fixed(at(1, 23)):
        register_household(cast.clerk, f"{COMPOUND}/1/1/301", [NewResident(name="后来的人")])
        assert len(sheets_line(cast.clerk, number).people) == 10


def test_a_lifted_order_releases_by_the_document_that_lifted_it(cast: Cast, street: Street) -> None:
    ordered(cast, "", regime="control", document="通告第2号")
    number = ordered(cast, "1").number
    lifted(cast, number)
    with clock.fixed(at(1, 11)):
        chosen = Chosen(resident=street.aunt_zhang.id)
        (one,) = print_sheets(cast.clerk, number, SheetKind.RELEASED, chosen).sheets
    said = one.sheet.paragraphs[0].zh
    assert "解除通告第9号" in said
    # The compound is under control still: the sheet promises no open gate.
    assert "通告第2号" in said
    assert "可以正常出入" not in said


def test_a_home_knows_the_orders_over_it_and_on_its_people(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    aunt = str(street.aunt_zhang.id)
    ordered(cast, regime="home_isolation", paths=(), residents=(aunt,), document="告知书第7号")
    home = street.households["1/1/202"].id
    door, orders = home_orders(cast.captain, home)
    assert door.endswith("202")
    assert {one.document for one in orders} == {"通告第1号", "告知书第7号"}
    _, others = home_orders(cast.captain, street.households["1/1/101"].id)
    assert {one.document for one in others} == {"通告第1号"}
    with pytest.raises(Problem, match="household_unknown"):
        home_orders(cast.outsider, home)
