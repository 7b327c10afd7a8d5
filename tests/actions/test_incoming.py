"""A ledger that comes through a page is sealed, looked at, and then taken or dropped."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import xlsxwriter
from django.db.models import F

from tests.cast import COMMUNITY, COMPOUND, Cast
from tests.workbooks import number, row, write_ledger
from wumen.actions.export import export_residents
from wumen.actions.ledger import (
    drop_incoming,
    fetch_marked,
    forget_layout,
    keep_incoming,
    keep_layout,
    look_at_incoming,
    start_taking,
    take_ledger,
    understand_incoming,
)
from wumen.actions.ledger.staged import seal_outcome
from wumen.actions.register import add_area
from wumen.channels.spreadsheets import read_workbook
from wumen.queries.ledger import ledger_job, ledger_outcome
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import IncomingFile, LedgerJob
from wumen.rules.problems import Problem


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    """A ledger of one person."""
    return write_ledger(
        tmp_path / "ledger.xlsx", [row(name="甲一", identity=number(1))]
    ).read_bytes()


def test_a_kept_file_is_sealed_and_looked_at(
    cast: Cast, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ident = keep_incoming(cast.clerk, "台账.xlsx", content, COMPOUND)
    with acting(cast.clerk):
        sealed = bytes(IncomingFile.objects.get(id=ident).sealed)
    assert content not in sealed and b"PK\x03\x04" not in sealed
    assert look_at_incoming(cast.clerk, ident).taken == 1
    (layout,) = understand_incoming(cast.clerk, ident)
    assert (layout.people, layout.kept, layout.first.found) == (1, False, True)
    (tmp_path / "marked").write_bytes(fetch_marked(cast.clerk, ident))
    (sheet,) = read_workbook(tmp_path / "marked")
    assert sheet.rows[1][-2] == "录入"
    assert list(export_residents(cast.clerk)) == []
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ledger.xlsx", "marked"]


def test_a_dropped_file_cannot_be_taken(cast: Cast, content: bytes) -> None:
    ident = keep_incoming(cast.clerk, "台账.xlsx", content, COMPOUND)
    drop_incoming(cast.clerk, ident)
    with pytest.raises(Problem, match="incoming_unknown"):
        start_taking(cast.clerk, ident)


def test_a_kept_file_is_for_its_own_area_alone(cast: Cast, content: bytes) -> None:
    with pytest.raises(Problem, match="area_not_yours"):
        keep_incoming(cast.outsider, "台账.xlsx", content, COMPOUND)
    ident = keep_incoming(cast.clerk, "台账.xlsx", content, COMPOUND)
    for act in (start_taking, look_at_incoming, fetch_marked, understand_incoming, drop_incoming):
        with pytest.raises(Problem, match="incoming_unknown"):
            act(cast.outsider, ident)
        with pytest.raises(Problem, match="incoming_unknown"):
            act(cast.clerk, uuid4())


def test_a_file_that_is_no_workbook_leaves_no_trace_in_the_clear(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ident = keep_incoming(cast.clerk, "台账.xlsx", "姓名".encode(), COMPOUND)
    with pytest.raises(Problem, match="file_not_workbook"):
        look_at_incoming(cast.clerk, ident)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_nobody_took_is_forgotten_after_a_day(cast: Cast, content: bytes) -> None:
    old = keep_incoming(cast.clerk, "台账.xlsx", content, COMPOUND)
    with acting(cast.clerk):
        kept = IncomingFile.objects.get(id=old)
        kept.arrived_at -= timedelta(days=2)
        kept.save()
    keep_incoming(cast.clerk, "台账.xlsx", content, COMPOUND)
    with pytest.raises(Problem, match="incoming_unknown"):
        look_at_incoming(cast.clerk, old)


def test_a_file_that_waits_for_its_job_is_not_forgotten(cast: Cast, content: bytes) -> None:
    old = keep_incoming(cast.clerk, "台账.xlsx", content, COMPOUND)
    start_taking(cast.clerk, old)
    with acting(cast.clerk):
        IncomingFile.objects.update(arrived_at=F("arrived_at") - timedelta(days=2))
    keep_incoming(cast.clerk, "台账.xlsx", content, COMPOUND)
    assert look_at_incoming(cast.clerk, old).taken == 1


def test_an_outcome_is_forgotten_after_a_week(cast: Cast, content: bytes) -> None:
    file = keep_incoming(cast.clerk, "台账.xlsx", content, COMPOUND)
    job = start_taking(cast.clerk, file)
    sealed = seal_outcome(job, look_at_incoming(cast.clerk, file), b"workbook")
    now = clock.now()
    for days, kept in ((6, True), (8, False)):
        with acting(cast.clerk):
            ended = now - timedelta(days=days)
            LedgerJob.objects.update(state="done", outcome_sealed=sealed, ended_at=ended)
        keep_incoming(cast.clerk, "台账.xlsx", content, COMPOUND)
        assert ledger_job(cast.clerk, job).kept is kept
    with pytest.raises(Problem, match="outcome_forgotten"):
        ledger_outcome(cast.clerk, job)


STRANGE = ("楼栋", "房号", "住的是谁", "证", "打哪个号")


def strange(folder: Path, *rows: tuple[str, ...]) -> bytes:
    """A ledger whose header words no program knows."""
    file = folder / "strange.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for number in (1, 2):
            sheet = book.add_worksheet(f"{number}号楼")
            for line, cells in enumerate([STRANGE, *rows]):
                sheet.write_row(line, 0, cells)
    return file.read_bytes()


def test_what_the_office_says_of_a_layout_holds_for_every_later_ledger_of_its_community(
    cast: Cast, tmp_path: Path
) -> None:
    people = [("1号楼", "101", "赵小明", number(1), "13800000001")]
    file = keep_incoming(cast.clerk, "台账.xlsx", strange(tmp_path, *people), COMPOUND)
    (seen,) = understand_incoming(cast.clerk, file)
    assert (seen.sheets, seen.first.found, seen.people) == (("1号楼", "2号楼"), False, 0)
    fingerprint = seen.first.fingerprint
    fields = {0: "building", 1: "room", 2: "name", 3: "identity_number", 4: "phone"}
    with pytest.raises(Problem, match="layout_incomplete"):
        keep_layout(cast.clerk, file, fingerprint, {**fields, 2: "other"}, (1, 1))
    with pytest.raises(Problem, match="layout_unknown"):
        keep_layout(cast.clerk, file, "elsewhere", fields, (1, 1))
    keep_layout(cast.clerk, file, fingerprint, fields, (1, 1))
    (seen,) = understand_incoming(cast.clerk, file)
    assert (seen.kept, seen.first.found, look_at_incoming(cast.clerk, file).taken) == (
        True,
        True,
        1,
    )
    later = [("2号楼", "202", "钱小明", number(2), "13800000002")]
    (tmp_path / "later.xlsx").write_bytes(strange(tmp_path, *later))
    add_area(cast.operator, f"{COMMUNITY}/dxc", "compound", "东小区")
    assert take_ledger(cast.clerk, tmp_path / "later.xlsx", f"{COMMUNITY}/dxc").taken == 1
    elsewhere = add_area(cast.operator, "410102013001/ygh", "compound", "阳光花苑").area
    with pytest.raises(Problem, match="header_not_found"):
        take_ledger(cast.outsider, tmp_path / "later.xlsx", elsewhere)
    forget_layout(cast.clerk, file, fingerprint)
    assert not understand_incoming(cast.clerk, file)[0].kept
    for act in (
        lambda who: keep_layout(who, file, fingerprint, fields),
        lambda who: forget_layout(who, file, fingerprint),
    ):
        with pytest.raises(Problem, match="incoming_unknown"):
            act(cast.outsider)
        with pytest.raises(Problem, match="incoming_unknown"):
            act(cast.captain)
