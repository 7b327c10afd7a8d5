"""A list as a workbook from the command line: with a purpose, logged, for its owner's eyes."""

from tests.cli.conftest import Cli


def test_residents_leave_as_a_workbook_with_a_purpose_and_a_number(installed: Cli) -> None:
    file = installed.home.parent / "residents.xlsx"
    words = ("export", "residents", "--xlsx", str(file))
    assert installed.refused(*words) == "purpose_too_short"
    assert not file.exists()
    said = installed.json(*words, "--purpose", "上门采样分组用")
    assert said == {"file": str(file), "number": 1, "count": 0}
    assert file.read_bytes().startswith(b"PK")
    elsewhere = str(installed.home.parent / "nowhere" / "residents.xlsx")
    refused = ("export", "residents", "--purpose", "上门采样分组用", "--xlsx", elsewhere)
    assert installed.refused(*refused) == "export_not_written"
