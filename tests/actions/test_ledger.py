"""What a ledger does to the register: taken whole, fed again without harm, damage reported by row."""

import json
import logging
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from tests.workbooks import number, row, write_ledger
from wumen.actions.duties.plan import plan_day
from wumen.actions.export import export_residents
from wumen.actions.ledger import Outcome, look_at_ledger, take_ledger
from wumen.actions.register import add_area
from wumen.queries.audit import audit
from wumen.queries.posts import acting
from wumen.queries.register import ResidentLine
from wumen.records import clock
from wumen.records.event_log import unread
from wumen.records.models import Area, Household, Resident
from wumen.rules.addresses import code_of_label
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

DATA = Path(__file__).parent.parent / "data"
COUNTS = ("rows", "taken", "changed", "unchanged", "merged", "refused", "skipped", "households")


def counts(outcome: Outcome) -> dict[str, int]:
    """The counts that are not nothing."""
    return {key: value for key, value in outcome.counts.items() if value}


def fed(viewer: Viewer, folder: Path, *rows: tuple[str, ...], compound: str = COMPOUND) -> Outcome:
    """Take a small ledger."""
    return take_ledger(viewer, write_ledger(folder / "ledger.xlsx", rows), compound)


def lines(viewer: Viewer) -> dict[str, ResidentLine]:
    """Everybody in the viewer's area by name, numbers complete."""
    return {line.name: line for line in export_residents(viewer, COMPOUND, "核对台账")}


def doors(viewer: Viewer) -> dict[str, str]:
    """The state of every household by its door below the compound."""
    with acting(viewer):
        rows = Household.objects.filter(area__startswith=PATH)
        return {one.area.removeprefix(PATH): one.state for one in rows}


def events(viewer: Viewer, kind: str) -> list[dict[str, object]]:
    """What the events of a kind say."""
    with acting(viewer):
        return [event.body for event in unread("test") if event.kind == kind]


def codes(outcome: Outcome) -> list[tuple[int, str | None, str]]:
    """Row, field and code of every problem."""
    return [(one.row, one.field, one.code) for one in outcome.problems]


@pytest.mark.parametrize(
    ("name", "households", "residents"), [("ledger-merged", 524, 1400), ("ledger-tidy", 600, 1641)]
)
def test_a_ledger_of_an_office_goes_in_whole_and_again_without_harm(
    cast: Cast, name: str, households: int, residents: int
) -> None:
    file = DATA / f"{name}.xlsx"
    truth = json.loads((DATA / f"{name}.truth.json").read_text(encoding="utf-8"))
    outcome = take_ledger(cast.clerk, file, COMPOUND)
    assert counts(outcome) | {"skipped": 0} == {
        "rows": residents,
        "taken": residents,
        "skipped": 0,
        "households": households,
        "residents": residents,
    }
    assert outcome.problems == ()
    kept = Counter(
        (one.building, one.unit, one.room, one.name, one.identity_number, one.phones, one.needs)
        for one in export_residents(cast.clerk, COMPOUND, "核对台账")
    )
    assert kept == Counter(
        (str(building), str(unit), code_of_label(room), who, identity, _phones(phone), tuple(needs))
        for building, unit, room, who, identity, phone, needs in truth["people"]
    )
    assert len(doors(cast.clerk)) == households
    again = take_ledger(cast.clerk, file, COMPOUND)
    assert (again.unchanged, again.taken, again.changed) == (residents, 0, 0)


def _phones(phone: str | None) -> tuple[str, ...]:
    return tuple(phone.split("、")) if phone else ()


def test_places_get_codes_from_their_labels_and_names_as_people_say_them(
    cast: Cast, tmp_path: Path
) -> None:
    fed(
        cast.clerk,
        tmp_path,
        row("0301", "甲一", building="07号楼", unit="二单元"),
        row("101", "乙二", building="东楼", unit=""),
    )
    with acting(cast.clerk):
        made = dict(
            Area.objects.filter(area__startswith=PATH).values_list("area", "name").order_by("area")
        )
    assert {path.removeprefix(PATH): name for path, name in made.items() if path > PATH} == {
        "1/": "1号楼",
        "2/": "2号楼",
        "3/": "3号楼",
        "7/": "7号楼",
        "7/2/": "2单元",
        "7/2/301/": "301",
        "dl/": "东楼",
        "dl/101/": "101",
    }


def test_two_labels_of_one_code_are_two_doors_and_stay_so(cast: Cast, tmp_path: Path) -> None:
    rows = (row("101A", "甲一"), row("101", "乙二"))
    fed(cast.clerk, tmp_path, *rows)
    assert {name: line.room for name, line in lines(cast.clerk).items()} == {
        "甲一": "101-2",
        "乙二": "101",
    }
    assert counts(fed(cast.clerk, tmp_path, *rows))["unchanged"] == 2
    assert sorted(doors(cast.clerk)) == ["1/1/101-2/", "1/1/101/"]


def test_a_building_that_got_another_name_keeps_its_code(cast: Cast, tmp_path: Path) -> None:
    add_area(cast.clerk, f"{COMPOUND}/1", "building", "锦绣东塔")
    add_area(cast.clerk, f"{COMPOUND}/2", "building", "锦绣城2号楼")
    fed(cast.clerk, tmp_path, row(name="甲一"), row(name="乙二", building="2号楼"))
    assert sorted(doors(cast.clerk)) == ["1/1/101/", "2/1/101/"]


def test_a_corrected_ledger_changes_only_what_was_corrected(cast: Cast, tmp_path: Path) -> None:
    unsound = number(2)[:-1] + ("1" if number(2)[-1] != "1" else "2")
    first = fed(
        cast.clerk,
        tmp_path,
        row(name="甲一", identity=number(1), phone="13800000001"),
        row(name="乙二", identity=unsound, phone="138000"),
        row("102", "丙三", number(3), "13800000003"),
    )
    assert codes(first) == [
        (3, "identity_number", "check_digit"),
        (3, "phone", "phone_length"),
    ]
    assert first.taken == 3
    second = fed(
        cast.clerk,
        tmp_path,
        row(name="甲一", identity=number(1), phone="13800000001"),
        row(name="乙二", identity=number(2), phone="13800000002", needs="透析"),
        row("102", "丙三", number(3), "13800000003"),
    )
    assert counts(second) == {
        "rows": 3,
        "changed": 1,
        "unchanged": 2,
        "households": 2,
        "residents": 3,
    }
    found = lines(cast.clerk)["乙二"]
    assert (found.identity_number, found.phones, found.needs) == (
        number(2),
        ("13800000002",),
        ("透析",),
    )


def test_what_a_ledger_leaves_blank_stays_as_it_was(cast: Cast, tmp_path: Path) -> None:
    fed(cast.clerk, tmp_path, row(name="甲一", identity=number(1), phone="13800000001"))
    before = lines(cast.clerk)["甲一"]
    assert fed(cast.clerk, tmp_path, row(name="甲一")).unchanged == 1
    assert lines(cast.clerk)["甲一"] == before


def test_a_person_without_a_number_is_known_by_door_and_name(cast: Cast, tmp_path: Path) -> None:
    fed(cast.clerk, tmp_path, row(name="甲一"), row("102", "甲一"))
    again = fed(cast.clerk, tmp_path, row(name="甲一", phone="13800000001"), row("102", "甲一"))
    assert (again.changed, again.unchanged, again.taken) == (1, 1, 0)
    assert Resident.objects.count() == 0  # outside any scope nothing is seen
    assert len(list(export_residents(cast.clerk, COMPOUND))) == 2


def test_a_name_that_was_written_wrongly_is_corrected_by_number_and_door(
    cast: Cast, tmp_path: Path
) -> None:
    fed(cast.clerk, tmp_path, row(name="甲伊", identity=number(1)))
    assert fed(cast.clerk, tmp_path, row(name="甲一", identity=number(1))).changed == 1
    assert set(lines(cast.clerk)) == {"甲一"}


def test_who_lives_behind_another_door_now_has_moved(cast: Cast, tmp_path: Path) -> None:
    fed(cast.clerk, tmp_path, row(name="甲一", identity=number(1)))
    with clock.fixed(at(1, 10, 9)):
        outcome = fed(cast.clerk, tmp_path, row("302", "甲一", number(1), building="2号楼"))
    assert (outcome.changed, outcome.taken) == (1, 0)
    assert lines(cast.clerk)["甲一"].area == f"{PATH}2/1/302/"
    with acting(cast.clerk):
        moved = Resident.objects.select_related("household").get(name="甲一")
    assert (moved.since, moved.household.area) == (at(1, 10, 9), moved.area)


def test_a_home_that_somebody_left_and_the_ledger_calls_empty_is_empty(
    cast: Cast, tmp_path: Path
) -> None:
    fed(cast.clerk, tmp_path, row(name="甲一", identity=number(1)), row("102", "乙二"))
    rows = (row("201", "甲一", number(1)), row("101", state="空置"), row("102", state="空置"))
    fed(cast.clerk, tmp_path, *rows)
    assert doors(cast.clerk) == {
        "1/1/101/": "empty",
        "1/1/102/": "owned",  # 乙二 lives there as far as anybody has said
        "1/1/201/": "owned",
    }
    assert fed(cast.clerk, tmp_path, *rows).unchanged == 1


def test_the_state_of_a_home_is_taken_from_the_ledger(cast: Cast, tmp_path: Path) -> None:
    rows = (
        row("101", "甲一", relation="户主"),
        row("102", "乙二", relation="租户"),
        row("103", "丙三", state="合租"),
        row("104", "丁四", state="出租"),
        row("105", "戊五", state="商铺"),
        row("106", state="空置"),
    )
    outcome = fed(cast.clerk, tmp_path, *rows)
    assert counts(outcome) == {
        "rows": 5,
        "taken": 5,
        "skipped": 1,
        "households": 6,
        "residents": 5,
    }
    assert {door[4:7]: state for door, state in doors(cast.clerk).items()} == {
        "101": "owned",
        "102": "let",
        "103": "shared",
        "104": "let",
        "105": "shop",
        "106": "empty",
    }
    outcome = fed(cast.clerk, tmp_path, *rows[:4], row("105", "戊五", state="自住"), rows[5])
    assert (outcome.changed, outcome.unchanged) == (1, 4)
    fed(cast.clerk, tmp_path, row("106", "己六"), row("101", state="空置"))
    states = doors(cast.clerk)
    assert (states["1/1/106/"], states["1/1/101/"], states["1/1/105/"]) == (*["owned"] * 3,)


def test_a_look_says_what_taking_does_and_writes_nothing(cast: Cast, tmp_path: Path) -> None:
    fed(cast.clerk, tmp_path, row(name="甲一", identity=number(1)))
    file = write_ledger(
        tmp_path / "next.xlsx",
        [row(name="甲一", identity=number(1), phone="13800000001"), row("909", "乙二", number(1))],
    )
    before = (len(events(cast.operator, "ledger.taken")), doors(cast.clerk), lines(cast.clerk))
    looked = look_at_ledger(cast.clerk, file, COMPOUND)
    after = (len(events(cast.operator, "ledger.taken")), doors(cast.clerk), lines(cast.clerk))
    assert before == after
    assert looked == take_ledger(cast.clerk, file, COMPOUND)
    told = ["residents", "problems", "to_check", "missing"]
    assert list(looked.as_dict()) == [*COUNTS, *told]


@pytest.mark.parametrize("take", [take_ledger, look_at_ledger])
def test_a_file_that_cannot_be_read_is_refused_and_leaves_nothing(
    cast: Cast, tmp_path: Path, take: object
) -> None:
    (tmp_path / "text.xlsx").write_text("姓名")
    names = "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le")
    (tmp_path / "locked.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016) + names)
    for file, code in (
        ("none.xlsx", "file_missing"),
        ("text.xlsx", "file_not_workbook"),
        ("locked.xlsx", "file_password"),
    ):
        with pytest.raises(Problem, match=code):
            take(cast.clerk, tmp_path / file, COMPOUND)  # type: ignore[operator]
    assert (doors(cast.clerk), events(cast.operator, "ledger.taken")) == ({}, [])


def test_a_ledger_goes_only_into_a_known_place_of_ones_own(cast: Cast, tmp_path: Path) -> None:
    file = write_ledger(tmp_path / "ledger.xlsx", [row(name="甲一")])
    for viewer, compound, code in (
        (cast.outsider, COMPOUND, "area_not_yours"),
        (cast.captain, f"{COMPOUND}/1", "right_missing"),
        (cast.clerk, "410102003008/elsewhere", "area_unknown"),
        (cast.clerk, f"{COMPOUND}/1", "ledger_place"),
    ):
        for act in (look_at_ledger, take_ledger):
            with pytest.raises(Problem, match=code):
                act(viewer, file, compound)
    assert (doors(cast.operator), events(cast.operator, "ledger.taken")) == ({}, [])


def test_new_people_owe_what_the_planned_day_asks(
    cast: Cast, street: Street, tmp_path: Path
) -> None:
    ordered(cast, "1")
    before = plan_day(cast.clerk, date(2022, 1, 10)).as_dict()["standing"]
    fed(cast.clerk, tmp_path, row("303", "甲一", number(1)), row("303", "乙二", number(2)))
    again = plan_day(cast.clerk, date(2022, 1, 10)).as_dict()
    assert (again["made"], again["standing"]) == (0, before + 6)  # type: ignore[operator]
    assert audit(cast.operator).clean


def test_nothing_that_names_a_person_stands_in_event_or_log(
    cast: Cast, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    canary = row(name="金丝雀", identity=number(7), phone="13812345678", needs="透析")
    with caplog.at_level(logging.DEBUG):
        fed(cast.clerk, tmp_path, canary, row("102", "金丝鸟", number(7)))
        said = json.dumps(events(cast.operator, "ledger.taken"), ensure_ascii=False)
    assert '"sha256"' in said and '"to_check": 2' in said
    ours = [one for one in caplog.records if one.name.startswith("wumen")]
    for secret in ("金丝", number(7), "13812345678", "透析"):
        assert secret not in said
        assert not any(secret in one.getMessage() for one in ours)


def test_twelve_thousand_people_take_few_statements(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(90):  # type: ignore[operator]
        outcome = take_ledger(cast.clerk, DATA / "ledger-sheets.xlsx", COMPOUND)
    assert (outcome.taken, outcome.merged, outcome.households) == (12261, 115, 4458)
    assert take_ledger(cast.clerk, DATA / "ledger-sheets.xlsx", COMPOUND).unchanged == 12261
