"""The inspection file from the command line: with a purpose, logged, for its owner's eyes."""

import zipfile

from tests.cli.conftest import Cli


def test_the_inspection_file_of_a_day_leaves_with_a_purpose_and_a_number(installed: Cli) -> None:
    installed.ok("area", "add", "410102003008/jxc", "--kind", "compound", "--name", "锦绣城")
    file = installed.home.parent / "inspection.zip"
    day = "2022-01-10"
    words = ("export", "inspection", "--date", day, "--area", "410102003008", "--out", str(file))
    assert installed.refused(*words, "--purpose", "检查") == "purpose_too_short"
    assert not file.exists()
    said = installed.json(*words, "--purpose", "区检查组现场检查")
    assert said == {"number": 1, "homes": 0, "photos": 0}
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as folder:
        assert "区检查组现场检查" in folder.read("index.html").decode()
    refused = (*words[:-1], str(installed.home.parent / "nowhere" / "a.zip"))
    assert installed.refused(*refused, "--purpose", "区检查组现场检查") == "export_not_written"
    asked = (*words, "--purpose", "区检查组现场检查", "--homes", "tidy")
    assert installed.refused(*asked) == "inspection_choice_unknown"
