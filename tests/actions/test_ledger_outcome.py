"""The outcome of a ledger: every row ends somehow, as a workbook it can be fed again, who is missing is told."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from tests.actions.test_ledger import DATA, counts, doors, events, fed, lines
from tests.cast import COMPOUND, PATH, Cast
from tests.workbooks import number, row, write_ledger
from wumen.actions.ledger import look_at_ledger, take_ledger
from wumen.actions.ledger.reading import read_sheets
from wumen.channels.spreadsheets import read_workbook
from wumen.channels.workbooks import REASON, RESULT
from wumen.queries.posts import acting
from wumen.records.models import Resident, SearchKey
from wumen.rules.ledger import read_ledger
from wumen.rules.problems import Problem

NAMES = [f"{surname}小明" for surname in "赵钱孙李周吴郑王冯"]
LEDGERS = ("ledger-tidy", "ledger-merged", "ledger-sheets")


def marks(file: Path) -> dict[int, tuple[object, object]]:
    """What stands in the two columns of the first sheet, by row."""
    (sheet, *_) = read_workbook(file)
    at = next(row.index(RESULT) for row in sheet.rows if RESULT in row)
    return {
        line: (row[at], row[at + 1])
        for line, row in enumerate(sheet.rows, 1)
        if len(row) > at and row[at]
    }


def versions(cast: Cast) -> dict[str, str]:
    """The version of every resident's row, as the database counts them."""
    with acting(cast.clerk):
        rows = Resident.objects.extra(select={"version": "xmin::text"})
        return {str(one.id): one.version for one in rows}  # type: ignore[attr-defined]


def test_every_row_says_how_it_ended_and_why(cast: Cast, tmp_path: Path) -> None:
    fed(cast.clerk, tmp_path, row(name="甲一"), row("102", "乙二", phone="13800000001"))
    rows = [
        row(name="甲一"),
        row("102", "乙二", phone="13800000002"),
        row("103", "丙三", "41019819700101001", "138"),
        row("103", "丙三"),
        row("", "丁四", unit=""),
        row("104", state="空置"),
        row(building="合计：4人", unit="", room=""),
    ]
    out = tmp_path / "out.xlsx"
    outcome = take_ledger(cast.clerk, write_ledger(tmp_path / "in.xlsx", rows), COMPOUND, out)
    said = marks(out)
    assert said[1] == (RESULT, REASON)
    assert [said[line][0] for line in range(2, 9)] == [
        *("未变", "更新", "录入", "合并", "未收", "跳过", "跳过")
    ]
    assert "电话号码的位数不对" in str(said[4][1]) and "请" in str(said[4][1])
    assert "看不出楼栋" in str(said[6][1])
    assert said[2][1] is None
    assert counts(outcome) == {
        "rows": 5,
        "taken": 1,
        "changed": 1,
        "unchanged": 1,
        "merged": 1,
        "refused": 1,
        "skipped": 2,
        "households": 4,
        "residents": 3,
    }


@pytest.mark.parametrize("name", LEDGERS)
def test_an_outcome_reads_as_its_ledger_did(cast: Cast, tmp_path: Path, name: str) -> None:
    file, out = DATA / f"{name}.xlsx", tmp_path / "out.xlsx"
    outcome = look_at_ledger(cast.clerk, file, COMPOUND, out)
    assert read_sheets(out) == read_sheets(file)
    assert read_ledger(read_sheets(out)) == read_ledger(read_sheets(file))
    # Also when the columns are left to the reader, as an office's own tools may do.
    assert read_ledger(read_workbook(out)).people == read_ledger(read_workbook(file)).people
    assert (outcome.taken, doors(cast.clerk)) == (outcome.rows - outcome.merged, {})


@pytest.mark.parametrize("name", LEDGERS[:2])
def test_an_outcome_fed_again_changes_nothing(cast: Cast, tmp_path: Path, name: str) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    take_ledger(cast.clerk, DATA / f"{name}.xlsx", COMPOUND, first)
    before, told = versions(cast), len(events(cast.operator, "ledger.taken"))
    again = take_ledger(cast.clerk, first, COMPOUND, second)
    assert (again.unchanged, again.changed, again.taken) == (again.rows - again.merged, 0, 0)
    assert (again.missing, versions(cast)) == ((), before)
    assert len(events(cast.operator, "ledger.taken")) == told + 1
    # One outcome replaces the other: the columns are not added once more.
    widths = [[len(one) for one in sheet.rows] for sheet in read_workbook(second)]
    assert widths == [[len(one) for one in sheet.rows] for sheet in read_workbook(first)]


def test_a_cell_corrected_in_the_outcome_changes_only_that_person(
    cast: Cast, tmp_path: Path
) -> None:
    rows = [row(str(101 + n), NAMES[n], number(n + 1)) for n in range(9)]
    rows[4] = row("105", NAMES[4], number(5)[:-1] + ("0" if number(5)[-1] != "0" else "1"))
    out = tmp_path / "out.xlsx"
    take_ledger(cast.clerk, write_ledger(tmp_path / "in.xlsx", rows), COMPOUND, out)
    before = versions(cast)
    (sheet,) = read_workbook(out)
    corrected = [[cell or "" for cell in one] for one in sheet.rows]
    corrected[5][6] = number(5)
    with xlsxwriter.Workbook(tmp_path / "corrected.xlsx") as book:
        made = book.add_worksheet(sheet.name)
        for line, cells in enumerate(corrected):
            for column, cell in enumerate(cells):
                made.write_string(line, column, str(cell))
    outcome = take_ledger(cast.clerk, tmp_path / "corrected.xlsx", COMPOUND)
    assert (outcome.changed, outcome.unchanged, outcome.problems) == (1, 8, ())
    after = versions(cast)
    assert len([one for one in after if after[one] != before[one]]) == 1
    assert lines(cast.clerk)[NAMES[4]].identity_number == number(5)


def test_a_refused_taking_leaves_no_outcome_and_an_outcome_that_cannot_be_written_takes_nothing(
    cast: Cast, tmp_path: Path
) -> None:
    (tmp_path / "text.xlsx").write_text("姓名")
    with pytest.raises(Problem, match="file_not_workbook"):
        take_ledger(cast.clerk, tmp_path / "text.xlsx", COMPOUND, tmp_path / "out.xlsx")
    file = write_ledger(tmp_path / "in.xlsx", [row(name="甲一")])
    with pytest.raises(Problem, match="outcome_not_written"):
        take_ledger(cast.clerk, file, COMPOUND, tmp_path / "nowhere" / "out.xlsx")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.xlsx", "text.xlsx"]
    assert doors(cast.clerk) == {}


def test_who_stands_in_a_covered_building_and_not_in_the_ledger_is_told_and_kept(
    cast: Cast, tmp_path: Path
) -> None:
    fed(
        cast.clerk,
        tmp_path,
        row(name="甲一"),
        row("102", "乙二", unit="2"),
        row("101", "丙三", building="2号楼"),
        row("201", "丁四", number(4)),
    )
    outcome = fed(cast.clerk, tmp_path, row(name="甲一"), row("301", "丁四", number(4)))
    (missing,) = outcome.as_dict()["missing"]  # type: ignore[misc]
    assert set(missing) == {"resident", "building", "unit", "room", "name"}
    assert {key: missing[key] for key in ("building", "unit", "room", "name")} == {
        "building": "1",
        "unit": "2",
        "room": "102",
        "name": "乙二",
    }
    assert str(lines(cast.clerk)["乙二"].id) == missing["resident"]
    assert len(lines(cast.clerk)) == 4


def test_cells_keep_their_kind_in_the_outcome(cast: Cast, tmp_path: Path) -> None:
    cells = {
        6: date(2022, 1, 10),
        7: datetime(2022, 1, 10, 8, 30),  # noqa: DTZ001 - a cell has no zone
        8: time(8, 30),
        9: 0.1 + 0.2,
        10: 410198197001010011,
        11: True,
        12: "00123",
        13: " 前后有空格 ",
    }
    file, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("一号楼")
        sheet.merge_range(0, 0, 0, 5, "锦绣城一号楼台账")
        sheet.write_row(1, 0, ["楼栋", "单元", "房号", "姓名"])
        sheet.write_row(2, 0, ["1", "1", "101", "甲一"])
        forms = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss", time: "hh:mm:ss"}
        for column, cell in cells.items():
            if type(cell) in forms:
                form = book.add_format({"num_format": forms[type(cell)]})
                sheet.write_datetime(2, column, cell, form)  # type: ignore[arg-type]
            elif isinstance(cell, str):
                sheet.write_string(2, column, cell)
            else:
                sheet.write(2, column, cell)
    take_ledger(cast.clerk, file, COMPOUND, out)
    (before,), (after,) = read_workbook(file), read_sheets(out)
    assert after == before
    kinds = [[type(cell) for cell in one] for one in before.rows]
    assert [[type(cell) for cell in one] for one in after.rows] == kinds


def test_who_is_taken_or_changed_is_found_at_once(cast: Cast, tmp_path: Path) -> None:
    def words(name: str) -> set[str]:
        with acting(cast.clerk):
            ident = Resident.objects.get(name=name).id
            return set(SearchKey.objects.filter(subject=ident).values_list("token", flat=True))

    fed(cast.clerk, tmp_path, row(name="王小明", phone="13800000001", identity=number(1)))
    first = words("王小明")
    assert {"王小明", "wangxiaoming", "wxm"} <= first
    fed(cast.clerk, tmp_path, row("102", "王小敏", phone="13800000002", identity=number(1)))
    # Another door and another name: a newcomer, and the first one keeps her words.
    assert words("王小明") == first
    fed(cast.clerk, tmp_path, row("103", "王小明", "", "13800000003"), row(name="王小明"))
    fed(cast.clerk, tmp_path, row("102", "王晓敏", phone="13800000004", identity=number(1)))
    changed = words("王晓敏")
    assert "王晓敏" in changed and "王小敏" not in changed
    with acting(cast.clerk):
        areas = set(SearchKey.objects.filter(token="#1-102").values_list("area", flat=True))
    assert areas == {f"{PATH}1/1/102/"}


def test_an_outcome_that_is_a_folder_is_refused_before_anything_is_taken(
    cast: Cast, tmp_path: Path
) -> None:
    file = write_ledger(tmp_path / "ledger.xlsx", [row("101", "张三")])
    with pytest.raises(Problem) as refusal:
        take_ledger(cast.clerk, file, COMPOUND, tmp_path)
    assert (refusal.value.code, lines(cast.clerk)) == ("outcome_not_written", {})
