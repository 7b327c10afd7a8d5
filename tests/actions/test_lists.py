"""Lists of a place: what stands in them, who may take them out, and what the log tells of it."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cast import COMPOUND, PATH, Cast
from tests.files import phone_photo
from tests.street import Street, ordered
from tests.workbooks import number
from wumen.actions.homes import note_away, set_state
from wumen.actions.knocks import knock
from wumen.actions.lists import TakenList, take_list, write_export
from wumen.actions.photos import take_photo
from wumen.actions.register import NewResident, register_household
from wumen.actions.tenancies import NewTenancy, note_tenancy
from wumen.queries.facts import order_facts
from wumen.queries.group_text import barred_doors, group_box
from wumen.queries.lists import list_rows
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.event_log import unread
from wumen.records.models import FormerResident, Order, Organisation, Resident, RosterEntry
from wumen.rules.areas import span
from wumen.rules.homes import Away, HomeState
from wumen.rules.knocks import Result
from wumen.rules.lists import LISTS, MOST_ROWS, Row
from wumen.rules.photos import OfKnock
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.tenancies import Lease

PURPOSE = "上门采样分组用"
MASKED = "410" + "*" * 13 + number(1)[-2:]


@pytest.fixture
def numbered(cast: Cast, street: Street) -> Resident:
    """Somebody with a number, a telephone and a need at 1-1-301, in a home that is let."""
    home = register_household(
        cast.clerk,
        f"{COMPOUND}/1/1/301",
        [
            NewResident(
                "甲一",
                identity_number=number(1),
                telephones=("13800000001",),
                needs=("透析",),
            )
        ],
    )
    set_state(cast.captain, home.id, HomeState.LET)
    with acting(cast.clerk):
        return Resident.objects.get(name="甲一")


def rows(viewer: Viewer, key: str, area: str | None = None) -> list[Row]:
    """The rows of a list, numbers masked."""
    return list(list_rows(viewer, key, area).rows)


def read(taken: TakenList) -> list[list[Any]]:
    """The cells of the file."""
    with CalamineWorkbook.from_filelike(io.BytesIO(taken.content)) as book:
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def exports(cast: Cast) -> list[dict[str, Any]]:
    """What the events of exports say, with their area."""
    with acting(cast.operator):
        found = [one for one in unread("test", 10_000) if one.kind == "list.exported"]
    return [{"area": one.area, **one.body} for one in found]


def test_residents_stand_door_by_door_in_the_order_of_walking_and_masked(
    cast: Cast, numbered: Resident
) -> None:
    register_household(cast.clerk, f"{COMPOUND}/1/1/1001", [NewResident("高处")])
    found = rows(cast.captain, "residents")
    assert [row[2] for row in found] == (
        ["101"] * 3 + ["102"] * 2 + ["201"] * 4 + ["202", "301", "1001"]
    )
    assert found[10] == ("锦绣城 1号楼", "1单元", "301", "甲一", "", "", MASKED, "138******01")


def test_households_tell_state_people_and_who_is_away_today(cast: Cast, numbered: Resident) -> None:
    today = clock.today()
    note_away(cast.captain, numbered.household_id, [numbered.id], Away(today, None))
    door = ("锦绣城 1号楼", "1单元", "301")
    assert (*door, "出租", 1, 1) in rows(cast.captain, "households")
    assert rows(cast.captain, "empty_and_let") == [(*door, "出租", 1, "", "")]
    let = NewTenancy("房东", "13800000002", Lease(None, None))
    note_tenancy(cast.clerk, numbered.household_id, let)
    assert rows(cast.captain, "empty_and_let") == [(*door, "出租", 1, "房东", "138******02")]
    assert rows(cast.captain, "away") == [(*door, "甲一", today, None, "138******01")]
    with clock.fixed(clock.now() - timedelta(days=1)):
        assert rows(cast.captain, "away") == []


def test_only_the_office_reads_why_somebody_needs_help(cast: Cast, numbered: Resident) -> None:
    asked = {
        viewer.role: rows(viewer, "needs", f"{COMPOUND}/1/1/301")
        for viewer in (cast.captain, cast.clerk)
    }
    assert "透析" not in str(asked["captain"])
    assert "用车" in str(asked["captain"])
    assert "透析" in str(asked["clerk"])
    with pytest.raises(Problem, match="right_missing"):
        rows(cast.sampler, "needs")


def test_a_door_is_to_be_knocked_until_it_opens(cast: Cast, numbered: Resident) -> None:
    def door() -> list[Row]:
        return [row for row in rows(cast.captain, "to_knock") if row[2] == "301"]

    assert door()[0][3:] == ("出租", 1, 0, "", "", "还没敲过")
    knock(cast.captain, numbered.household_id, Result.NOBODY_HOME)
    assert door()[0][5:8] == (1, "1月10日 06:00", "家里没人")
    with clock.fixed(clock.now() + timedelta(hours=4)):
        knock(cast.captain, numbered.household_id, Result.SPOKEN)
        assert door() == []


def test_a_roster_tells_who_also_lives_here_and_leaves_out_who_left(
    cast: Cast, numbered: Resident
) -> None:
    now = clock.now()
    with acting(cast.operator):
        shop = Organisation.objects.create(
            area=f"{PATH}2/", name="便民超市", kind="shop", registered_at=now
        )
        for name, resident, left in (("甲一", numbered.id, None), ("已走", None, now)):
            RosterEntry.objects.create(
                organisation=shop,
                area=shop.area,
                name=name,
                resident=resident,
                since=now,
                left_at=left,
            )
    assert rows(cast.clerk, "rosters") == [("便民超市", "甲一", "是", "", "")]
    assert rows(cast.captain, "rosters") == []


def test_two_of_one_name_behind_one_door_may_be_one(cast: Cast, street: Street) -> None:
    people = [NewResident("重名", place=place) for place in range(2)]
    register_household(cast.clerk, f"{COMPOUND}/2/1/301", people)
    found = rows(cast.clerk, "duplicates")
    assert [(row[0], row[3], row[4], row[5]) for row in found] == [
        (1, "301", "重名", "同一户里姓名相同")
    ] * 2
    assert rows(cast.clerk, "duplicates", f"{COMPOUND}/1") == []


def test_former_residents_stand_with_the_reason_and_whom_they_became(
    cast: Cast, numbered: Resident
) -> None:
    with acting(cast.operator):
        FormerResident.objects.create(
            area=numbered.area,
            household=numbered.household_id,
            name="甲二",
            since=numbered.since,
            gone_at=clock.now(),
            why="merged",
            into=numbered.id,
        )
    assert rows(cast.captain, "former") == [
        ("锦绣城 1号楼", "1单元", "301", "甲二", date(2022, 1, 10), "重复登记，已合并", "甲一")
    ]


@pytest.mark.parametrize("key", LISTS)
def test_no_list_shows_a_row_of_another_area(cast: Cast, numbered: Resident, key: str) -> None:
    assert rows(cast.outsider, key) == []
    with pytest.raises(Problem, match="area_not_yours"):
        rows(cast.outsider, key, COMPOUND)
    with pytest.raises(Problem, match="right_missing"):
        rows(cast.volunteer, key)


def test_a_file_is_logged_with_its_number_and_names_nobody(cast: Cast, numbered: Resident) -> None:
    taken = take_list(cast.clerk, "residents", f"{COMPOUND}/1", f" {PURPOSE} ", complete=True)
    [said] = exports(cast)
    assert said == {
        "area": f"{PATH}1/",
        "list": "residents",
        "purpose": PURPOSE,
        "columns": [one.key for one in LISTS["residents"].columns],
        "complete": True,
        "count": 11,
        "number": taken.number,
    }
    assert taken.count == 11
    cells = read(taken)
    assert cells[0][0] == "锦绣城社区 锦绣城 1号楼 住户名单（共 11 行）"
    mark = cells[1][0]
    assert f"导出第 {taken.number} 号" in mark
    assert f"孙内勤（{cast.clerk.crew_no}）" in mark
    assert "锦绣城社区内勤" in mark
    assert PURPOSE in mark
    assert cells[-1][6:] == [number(1), "13800000001"]


def test_each_file_has_a_number_of_its_own(cast: Cast, numbered: Resident) -> None:
    numbers = [take_list(cast.clerk, "households", None, PURPOSE).number for _ in range(3)]
    assert numbers == sorted(set(numbers))


def test_a_masked_file_needs_no_right_to_export_and_a_complete_one_does(
    cast: Cast, numbered: Resident
) -> None:
    taken = take_list(cast.captain, "residents", None, PURPOSE)
    assert read(taken)[-1][6:] == [MASKED, "138******01"]
    assert exports(cast)[0]["complete"] is False
    with pytest.raises(Problem, match="right_missing"):
        take_list(cast.captain, "residents", None, PURPOSE, complete=True)
    assert len(exports(cast)) == 1


@pytest.mark.parametrize(
    ("key", "area", "purpose", "code"),
    [
        ("residents", None, "看看", "purpose_too_short"),
        ("residents", None, "找 13800000001", "purpose_holds_number"),
        ("by_origin", None, PURPOSE, "list_unknown"),
        ("residents", "410102013001", PURPOSE, "area_not_yours"),
        ("residents", "??", PURPOSE, "path_unreadable"),
    ],
)
def test_a_refused_export_leaves_no_event(
    cast: Cast, numbered: Resident, key: str, area: str | None, purpose: str, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        take_list(cast.clerk, key, area, purpose)
    assert exports(cast) == []


def test_a_place_of_too_many_people_is_taken_in_parts(
    cast: Cast, numbered: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_ROWS == 100_000
    monkeypatch.setattr("wumen.queries.lists.MOST_ROWS", 11)
    assert len(rows(cast.clerk, "residents", f"{COMPOUND}/1")) == 11
    with pytest.raises(Problem, match="list_too_long"):
        rows(cast.clerk, "residents")


def test_a_file_is_read_by_its_owner_alone(cast: Cast, numbered: Resident, tmp_path: Path) -> None:
    taken = take_list(cast.operator, "residents", COMPOUND, PURPOSE, complete=True)
    file = tmp_path / "out.xlsx"
    write_export(taken.content, file)
    assert file.read_bytes() == taken.content
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(Problem, match="export_not_written"):
        write_export(taken.content, tmp_path / "nowhere" / "out.xlsx")


def test_a_name_that_looks_like_a_formula_leaves_as_a_text(cast: Cast, street: Street) -> None:
    register_household(cast.clerk, f"{COMPOUND}/2/1/901", [NewResident("=1+1")])
    taken = take_list(cast.clerk, "residents", f"{COMPOUND}/2", PURPOSE)
    assert read(taken)[-1][3] == "=1+1"


def test_a_group_reads_nothing_of_a_door_while_an_order_binds_somebody_behind_it(
    cast: Cast, street: Street
) -> None:
    aunt = str(street.aunt_zhang.id)
    order = ordered(cast, regime="home_isolation", paths=(), residents=(aunt,))
    with acting(cast.clerk):
        row = Order.objects.get(number=order.number)
        days = [
            row.from_at - timedelta(days=1),
            row.from_at,
            row.until_at,
            row.until_at + timedelta(1),
        ]
        for held, barred in ((span(f"{PATH}1/"), True), (span(f"{PATH}2/"), False)):
            for instant in days:
                with clock.fixed(instant):
                    bound = order_facts(clock.today(), held).residents
                    asked = barred_doors(held)
                assert asked == ({street.aunt_zhang.area} if barred and bound else set())
        with clock.fixed(row.from_at):
            assert barred_doors(span(f"{PATH}1/1/202/"))


def test_a_home_that_an_order_names_by_its_door_stands_in_no_text_and_on_no_photo(
    cast: Cast, street: Street
) -> None:
    home = street.households["1/1/202"]
    order = ordered(cast, "1/1/202", regime="home_isolation")
    with acting(cast.clerk):
        from_at = Order.objects.get(number=order.number).from_at
    with clock.fixed(from_at + timedelta(hours=9)), acting(cast.clerk):
        assert barred_doors(span(f"{PATH}1/")) == {home.area}
        assert barred_doors(span(f"{PATH}2/")) == set()
    box = group_box(cast.clerk, f"{PATH}1/", "list:x", [home.area, f"{PATH}1/1/101/"], "请接龙")
    assert (box.left_out, ["202" in one.text for one in box.messages]) == (1, [False])
    knock(cast.captain, home.id, Result.NOBODY_HOME)
    with pytest.raises(Problem, match="photo_isolated_door"):
        take_photo(cast.captain, OfKnock(home.id), phone_photo())
    # A lockdown of the building is no matter of one home.
    ordered(cast, "2")
    with acting(cast.clerk):
        assert barred_doors(span(f"{PATH}2/")) == set()
