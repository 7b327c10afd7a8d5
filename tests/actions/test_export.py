"""Who may take the register out: masked for a look, complete for a named purpose, logged first."""

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from tests.workbooks import number
from wumen.actions.export import export_residents
from wumen.actions.register import NewResident, register_household
from wumen.queries.posts import acting
from wumen.queries.register import places_with_doors
from wumen.records.event_log import unread
from wumen.rules.problems import Problem


def exports(cast: Cast) -> list[dict[str, object]]:
    """What the events of exports say, with their area."""
    with acting(cast.operator):
        found = [one for one in unread("test", 10_000) if one.kind == "register.exported"]
    return [{"area": one.area, **one.body} for one in found]


@pytest.fixture
def numbered(cast: Cast, street: Street) -> str:
    """Somebody with a number and a telephone at 1-1-301."""
    register_household(
        cast.clerk,
        f"{COMPOUND}/1/1/301",
        [NewResident("甲一", identity_number=number(1), telephones=("13800000001",))],
    )
    return "甲一"


def test_a_purpose_that_holds_a_number_never_reaches_the_log(cast: Cast, numbered: str) -> None:
    with pytest.raises(Problem, match="purpose_holds_number"):
        export_residents(cast.clerk, purpose=f"核对{number(1)}")
    assert exports(cast) == []


def test_without_a_purpose_numbers_are_masked_and_no_event_is_made(
    cast: Cast, numbered: str
) -> None:
    for purpose in ("", "  "):
        found = {line.name: line for line in export_residents(cast.clerk, purpose=purpose)}
        line = found[numbered]
        assert (line.identity_number, line.phones) == (
            "410" + "*" * 13 + number(1)[-2:],
            ("138******01",),
        )
    assert len(found) == 31
    assert exports(cast) == []


def test_with_a_purpose_the_event_stands_before_the_first_line(cast: Cast, numbered: str) -> None:
    lines = export_residents(cast.clerk, f"{COMPOUND}/1", " 协助流调 ")
    assert exports(cast) == [{"area": f"{PATH}1/", "purpose": "协助流调", "count": 11}]
    found = {line.name: line for line in lines}
    assert len(found) == 11
    assert (found[numbered].identity_number, found[numbered].phones) == (
        number(1),
        ("13800000001",),
    )
    assert len(exports(cast)) == 1


def test_who_may_only_look_takes_nothing_complete_out(cast: Cast, numbered: str) -> None:
    assert len(list(export_residents(cast.captain))) == 11
    with pytest.raises(Problem, match="right_missing"):
        export_residents(cast.captain, purpose="协助流调")
    with pytest.raises(Problem, match="right_missing"):
        export_residents(cast.volunteer)
    with pytest.raises(Problem, match="area_not_yours"):
        export_residents(cast.outsider, COMPOUND, "协助流调")
    assert exports(cast) == []


def test_the_buildings_stand_with_their_doors_and_people(
    cast: Cast, numbered: str, django_assert_max_num_queries: object
) -> None:
    rows = places_with_doors(cast.clerk)
    assert [(one.area, one.kind, one.name, one.households, one.residents) for one in rows] == [
        (f"{PATH}1/", "building", "1号楼", 5, 11),
        (f"{PATH}2/", "building", "2号楼", 4, 10),
        (f"{PATH}3/", "building", "3号楼", 4, 10),
    ]
    assert [one.area for one in places_with_doors(cast.captain)] == [f"{PATH}1/"]
