"""A local notice on the command line: from a file as its document has it, with the two who stand for it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.people import BUILDING, settle_in

NOTICE = """
document = "通告第8号"
authority = "中原区疫情防控指挥部"
ground = "楼内又发现感染者"
from = "2022-01-10T00:00"
until = "2022-01-14T24:00"
scope = "SCOPE"

[[changes]]
clause = "lockdown-temperature"
windows = ["am", "12:00-13:30", "pm"]
""".replace("SCOPE", BUILDING)


def test_a_notice_is_entered_from_a_file_and_listed(
    installed: Cli, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    settle_in(installed)
    installed.ok("area", "add", BUILDING, "--kind", "building", "--name", "1号楼")
    installed.ok("outbreak", "open", "--name", "一月", "--playbook", "community-2021-09")
    people = (installed.names["clerk"], installed.names["secretary"])
    file = tmp_path / "notice-8.toml"

    def add(text: str, second: str = people[1]) -> tuple[str, ...]:
        file.write_text(text, encoding="utf-8")
        return ("notice", "add", str(file), "--by", people[0], "--second", second)

    for text, second, code in (
        (NOTICE, people[0], "second_person_needed"),
        (NOTICE, "999", "crew_unknown"),
        (NOTICE.replace("01-14T24:00", "01-24T24:00"), people[1], "stricter_too_long"),
        (NOTICE.replace("lockdown-temp", "curfew"), people[1], "notice_wrong"),
        (NOTICE.replace("[[", "["), people[1], "playbook_unreadable"),
        (NOTICE.replace('"am"', "am"), people[1], "playbook_unreadable"),
    ):
        with subtests.test(code):
            assert installed.refused(*add(text, second)) == code
    with subtests.test("file_missing"):
        assert installed.refused("notice", "add", str(tmp_path / "none"), *add("")[3:]) == (
            "file_missing"
        )
    assert installed.json("notice", "list") == {"notices": []}
    made = installed.json(*add(NOTICE))
    assert made["stricter"] is True
    (line,) = installed.json("notice", "list")["notices"]
    assert (line["number"], line["state"]) == (made["number"], "in_force")
    assert line["until"] == "2022-01-15T00:00:00+08:00"
    assert "封控区量体温（每人）" in installed.ok("notice", "list")
