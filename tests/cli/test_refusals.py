"""What the command line refuses: each with its code, its next step and exit 1; wrong usage with 2."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.people import BUILDING, COMMUNITY, COMPOUND, DAY, LEDGER, add, order, settle_in

ENCRYPTED = "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le")
PASSWORD_PROTECTED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016) + ENCRYPTED


@pytest.fixture
def office(installed: Cli) -> Cli:
    """An installation with its people, a place and an outbreak."""
    settle_in(installed)
    installed.ok("area", "add", BUILDING, "--kind", "building", "--name", "1号楼")
    installed.names["elsewhere"] = add_elsewhere(installed)
    installed.ok("outbreak", "open", "--name", "一月", "--playbook", "community-2021-09")
    return installed


def add_elsewhere(cli: Cli) -> str:
    """A secretary of another community."""
    cli.ok("area", "add", "410102013001", "--kind", "community", "--name", "阳光花苑")
    return add(cli, "外人", "secretary", "410102013001")


def an_incomplete_order_names_what_is_missing(
    office: Cli, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """Each thing that an order must name, left out."""
    for missing, code in (
        ("authority", "order_needs_authority"),
        ("document", "order_needs_document"),
        ("ground", "order_needs_ground"),
        ("from", "order_needs_start"),
        ("until", "order_needs_end"),
        ("scope", "order_needs_scope"),
        ("regime", "regime_unknown"),
    ):
        with subtests.test(missing):
            assert office.refused(*order(office, **{missing: ""})) == code


def an_order_that_may_not_be_is_refused(
    office: Cli, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """Complete, and still not allowed."""
    names = office.names
    for changes, code in (
        ({"second": names["clerk"]}, "second_person_needed"),
        ({"second": names["elsewhere"]}, "area_not_yours"),
        ({"second": "999"}, "crew_unknown"),
        ({"authority": "锦绣城社区"}, "authority_too_low"),
        ({"regime": "curfew"}, "regime_unknown"),
        ({"scope": f"{COMPOUND}/9"}, "area_unknown"),
        ({"until": "2022-01-09T00:00"}, "order_ends_before_start"),
        ({"until": "bald"}, "time_unreadable"),
    ):
        with subtests.test(code):
            assert office.refused(*order(office, **changes)) == code
    assert office.lines("duties", "--date", DAY) == []


def a_file_that_cannot_be_read_is_refused(
    office: Cli, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """No workbook, one under a password, none at all."""
    words, locked = tmp_path / "words.xlsx", tmp_path / "locked.xlsx"
    words.write_text("not a workbook")
    locked.write_bytes(PASSWORD_PROTECTED)
    for file, code in (
        (str(words), "file_not_workbook"),
        (str(locked), "file_password"),
        (str(tmp_path / "none.xlsx"), "file_missing"),
    ):
        with subtests.test(code):
            assert office.refused("import", "ledger", file, "--compound", COMPOUND) == code


def other_wrong_words_are_refused(office: Cli, tmp_path: Path, subtests: pytest.Subtests) -> None:
    """Days, keys, paths, people and rules that are not."""
    clerk = office.names["clerk"]
    nobody = f"{DAY}/temperature/00000000-0000-4000-8000-000000000000/am"
    for words, code in (
        (("plan", "--date", "2022-01-09"), "plan_past"),
        (("plan", "--date", "gestern"), "day_unreadable"),
        (("duty", "done", "x", "--by", clerk), "duty_key_unreadable"),
        (("duty", "done", nobody, "--by", clerk), "duty_unknown"),
        (("duties", "--date", DAY, "--state", "lost"), "state_unknown"),
        (("round", "done", "x", "--floor", "3", "--by", clerk), "round_key_unreadable"),
        (("explain", f"{COMPOUND}/9"), "area_unknown"),
        (("explain", "jxc"), "path_unreadable"),
        (("crew", "add", "--name", "甲", "--profession", "spy"), "profession_unknown"),
        (("crew", "link", "999"), "crew_unknown"),
        (("up", "--host", "192.168.1"), "host_unreadable"),
        (("up", "--host", "wumen.lan", "--key", "none.pem"), "certificate_unfit"),
        (("outbreak", "open", "--name", "二月", "--playbook", "none"), "playbook_unknown"),
    ):
        with subtests.test(code):
            assert office.refused(*words) == code


def a_refusal_speaks_to_people_too(office: Cli, tmp_path: Path, subtests: pytest.Subtests) -> None:
    """Without --json: Chinese first, then English."""
    done = office.run("explain", "jxc")
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first.startswith("path_unreadable: 看不懂")
    assert second.isascii() or "jxc" in second


def unknown_settings_and_missing_installations_are_refused(
    office: Cli, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """What the environment says wrongly."""
    assert office.refused("board", WUMEN_COLOUR="red") == "setting_unknown"
    assert office.refused("board", WUMEN_PORT="99999") == "setting_unreadable"
    nowhere = "postgresql://wumen_app@127.0.0.1:1/none"
    assert office.refused("board", WUMEN_DATABASE_URL=nowhere) == "database_unreachable"
    status = office.json("status", WUMEN_HOME=str(tmp_path / "none"))
    assert (status["running"], status["database"]["reachable"]) == (False, False)


def wrong_usage_ends_with_2(office: Cli, tmp_path: Path, subtests: pytest.Subtests) -> None:
    """What the command cannot even be read as."""
    for words in (
        (),
        ("fly",),
        ("crew", "add", "--name", "甲"),
        ("explain",),
        ("explain", BUILDING, "--resident", "x"),
        ("plan",),
        ("round", "done", "key", "--floor", "three", "--by", "101"),
        ("import", "ledger", LEDGER),
        ("post", "grant", "--pers", "101", "--role", "clerk", "--area", COMMUNITY),
    ):
        with subtests.test(" ".join(words)):
            assert office.run(*words).returncode == 2


def test_what_is_refused_says_why_and_changes_nothing(
    office: Cli, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for step in (
        an_incomplete_order_names_what_is_missing,
        an_order_that_may_not_be_is_refused,
        a_file_that_cannot_be_read_is_refused,
        other_wrong_words_are_refused,
        a_refusal_speaks_to_people_too,
        unknown_settings_and_missing_installations_are_refused,
        wrong_usage_ends_with_2,
    ):
        with subtests.test(step.__name__):
            step(office, tmp_path, subtests)
