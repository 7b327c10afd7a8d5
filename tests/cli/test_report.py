"""`wumen report`: the daily and hourly report as text and JSON, and forms that are refused with what to do."""

from pathlib import Path

from tests.cli.conftest import Cli
from tests.cli.people import BUILDING, settle_in
from tests.superior_forms import blank


def test_reports_are_said_for_an_instant_and_forms_need_their_cells_pointed(
    installed: Cli, tmp_path: Path
) -> None:
    settle_in(installed)
    installed.ok("area", "add", BUILDING, "--kind", "building", "--name", "1号楼")
    daily = installed.ok("report", "daily", "--at", "2022-01-10T20:00", "--text")
    assert daily.startswith("【演练】410102003疫情防控日报\n1月10日（星期一）\n截至1月10日20:00")
    assert "（数据统计到1月10日06:0" in daily
    hourly = installed.ok("report", "hourly", "--text")
    assert "\n" not in hourly
    assert "小时报" in hourly
    told = installed.json("report", "daily", "--area", BUILDING)
    assert (told["kind"], told["values"]["buildings"], told["version"]) == ("daily", 1, 1)
    assert told["text"]["zh"].startswith("【演练】1号楼疫情防控日报")
    assert installed.refused("report", "daily", "--at", "2022-03-01T20:00") == "report_too_early"
    form = tmp_path / "form.xlsx"
    form.write_bytes(blank())
    out = str(tmp_path / "out.xlsx")
    assert installed.refused("report", "fill", str(form), "--out", out) == "form_not_known"
    assert installed.refused("report", "fill", "no.xlsx", "--out", out) == "file_missing"
    form.write_bytes(b"nothing")
    assert installed.refused("report", "fill", str(form), "--out", out) == "form_unreadable"
    assert not Path(out).exists()
