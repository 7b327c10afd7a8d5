"""The main job, command by command: from an empty installation to a round that is done and seen."""

import re

import psycopg
import pytest

from tests.cli.conftest import STORY, Cli
from tests.cli.people import BUILDING, COMPOUND, DAY, LEDGER, add, order, settle_in
from tests.files import phone_photo
from wumen.records.installation.cluster import Cluster


def owes_4200(cli: Cli) -> None:
    """The ledger goes in, an outbreak opens, two people lock building 1 down, the day is planned."""
    settle_in(cli)
    looked = cli.json("import", "ledger", LEDGER, "--compound", COMPOUND, "--dry-run")
    assert cli.lines("export", "residents") == []
    taken = cli.json("import", "ledger", LEDGER, "--compound", COMPOUND)
    assert looked == taken
    assert (taken["rows"], taken["households"], taken["residents"]) == (1400, 524, 1400)
    cli.names["captain"] = add(cli, "李楼长", "captain", BUILDING)
    opened = ("--playbook", "community-2021-09", "--overlay", "morning-sampling")
    assert cli.ok("outbreak", "open", "--name", "2022年1月", *opened) == "2022年1月"
    assert cli.json(*order(cli))["number"] == "1"
    planned = cli.json("plan", "--date", DAY)
    assert planned["made"] == planned["standing"] == sum(planned["by_what"].values())
    assert planned["by_what"].items() >= {"sampling": 1400, "temperature": 2800}.items()
    assert {"waste", "support", "watch"} <= planned["by_what"].keys()
    assert cli.json("plan", "--date", DAY)["made"] == 0
    lines = cli.lines("duties", "--date", DAY)
    owed = [one["key"] for one in lines if one["what"] in ("temperature", "sampling")]
    assert len(owed) == len(set(owed)) == 4200
    cli.names["standing"] = str(planned["standing"])


def a_floor_with_exceptions(cli: Cli) -> None:
    """The captain's floor 3: one room apart, the samplings left for better evidence."""
    rounds = cli.json("rounds", "--date", DAY, "--area", BUILDING)["rounds"]
    assert sum(one["due"] for one in rounds if one["win"] in ("am", "pm")) == 4200
    first = rounds[0]
    words = ("round", "done", first["key"], "--floor", "3", "--by", cli.names["captain"])
    done = cli.json(*words, "--except", "301:家里没人")
    assert done["done"] > 0 < done["excepted"]
    assert set(done["left"]) == {"sampling"}
    assert done["rooms"] == ["301"]
    again = cli.json(*words, "--except", "301:家里没人")
    assert again["done"] == 0
    board = cli.json("board")
    standing = int(cli.names["standing"])
    assert board["total"]["standing"] == standing
    assert board["total"]["done"] == done["done"] == board["total"]["by_grade"]["declared"]
    assert board["total"]["open"] == standing - done["done"]
    assert board["overdue"] == []


def one_duty_after_another(cli: Cli) -> None:
    """Done with evidence, not done with a reason, waived by one who may."""
    door = f"{BUILDING}/1/1001"
    lines = cli.lines("duties", "--date", DAY, "--area", door)
    temperatures = [one["key"] for one in lines if one["what"] == "temperature"]
    sampling = next(one["key"] for one in lines if one["what"] == "sampling")
    captain, secretary = cli.names["captain"], cli.names["secretary"]
    measured = ("--grade", "measured", "--evidence", '{"celsius": 36.5}')
    photo = cli.home.parent / "IMG_1.jpg"
    shown = (*measured, "--photo", str(photo))
    assert cli.refused("duty", "done", temperatures[0], "--by", captain, *shown) == "file_missing"
    photo.write_bytes(phone_photo())
    assert cli.json("duty", "done", temperatures[0], "--by", captain, *shown)["state"] == "done"
    assert cli.refused("duty", "done", temperatures[0], "--by", captain) == "duty_already_done"
    cli.ok("duty", "cannot", sampling, "--by", captain, "--why", "家里没人")
    assert cli.refused("duty", "done", sampling, "--by", captain, "--grade", "declared") == (
        "grade_not_accepted"
    )
    assert cli.refused("duty", "waive", sampling, "--by", captain, "--why", "住院") == (
        "right_missing"
    )
    cli.ok("duty", "waive", sampling, "--by", secretary, "--why", "住院")
    assert {one["state"] for one in cli.lines("duties", "--date", DAY, "--area", door)} >= {
        "done",
        "waived",
    }


def explained_and_exported(cli: Cli) -> None:
    """Why, until when; and who lives there, masked unless a purpose is named."""
    said = cli.json("explain", f"{BUILDING}/1/1001")
    assert "第3号通告" in said["zh"]
    assert said["ends"] == "2022-01-24T00:00:00+08:00"
    assert cli.json("explain", f"{BUILDING}/1/1001", "--at", "2022-01-23T24:00")["orders"] == []
    masked = cli.lines("export", "residents", "--area", f"{BUILDING}/1/1001")
    whole = cli.lines(
        "export", "residents", "--area", f"{BUILDING}/1/1001", "--purpose", "核酸登记"
    )
    assert all("*" in one["identity_number"] for one in masked if one["identity_number"])
    assert all(re.fullmatch(r"\d{17}[\dX]", one["identity_number"]) for one in whole)
    said = cli.json("explain", "--resident", masked[0]["id"])
    assert said["orders"] == ["1"]
    assert said["may_go"]["illness"]["verdict"] == "let_through"
    assert said["may_go"]["goods"]["verdict"] == "not_now"


def a_deleted_duty_is_found(cli: Cli) -> None:
    """What somebody deletes behind the back of the house, the audit names."""
    clean = cli.json("audit")
    assert clean["differences"] == []
    assert clean["clean"] is True
    assert clean["chains"]["broken"] == 0 < clean["chains"]["checked"]
    key = next(
        one["key"]
        for one in cli.lines("duties", "--date", DAY, "--state", "open", "--area", BUILDING)
    )
    day, what, subject, win = key.split("/")
    with psycopg.connect(Cluster(cli.home).owner_url) as owner:
        gone = owner.execute(
            "DELETE FROM duty WHERE day = %s AND what = %s AND subject = %s AND win = %s",
            [day, what, subject, win],
        )
        assert gone.rowcount == 1
    found = cli.json("audit")
    assert not found["clean"]
    assert ("missing", key) in {(one["kind"], one["key"]) for one in found["differences"]}


def what_init_prints_it_prints_once(cli: Cli) -> None:
    """The link and the recovery key come with the first `init`; a later one changes nothing."""
    made = cli.names
    assert made["first"] is True
    assert re.fullmatch(rf"http://127.0.0.1:{cli.port}/link/[\w-]+/", made["link"])
    assert len(made["recovery_key"]) > 50
    again = cli.json("init", "--demo", "none")
    assert (again["first"], again["link"], again["recovery_key"]) == (False, "", "")
    assert cli.refused("init", "--demo", "story") == "demo_only_at_first"


def a_drills_clock_stays(cli: Cli) -> None:
    """WUMEN_NOW means nothing later, and is refused."""
    assert cli.refused("board", WUMEN_NOW="2022-01-11T06:00") == "drill_fixed"
    assert cli.ok("board", WUMEN_NOW=STORY)


def a_link_is_printed_with_its_end(cli: Cli) -> None:
    """The captain's first sign-in."""
    link, until = cli.ok("crew", "link", cli.names["captain"]).splitlines()
    assert re.fullmatch(r"/link/[\w-]+/", link)
    assert "有效" in until


def what_runs_is_known_and_ended_without_a_database(cli: Cli) -> None:
    """Nothing is up: said so, and nothing to end."""
    status = cli.json("status")
    assert (status["running"], status["database"]["reachable"]) == (False, True)
    assert cli.json("down") == {"stopped": False}


def test_the_main_job_goes_through_command_by_command(
    first: Cli, subtests: pytest.Subtests
) -> None:
    for step in (
        owes_4200,
        a_floor_with_exceptions,
        one_duty_after_another,
        explained_and_exported,
        a_link_is_printed_with_its_end,
        a_drills_clock_stays,
        what_init_prints_it_prints_once,
        what_runs_is_known_and_ended_without_a_database,
        a_deleted_duty_is_found,
    ):
        with subtests.test(step.__name__):
            step(first)
