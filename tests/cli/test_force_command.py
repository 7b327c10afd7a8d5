"""`wumen force` as people and checks rely on it: sign-up by a group's text, the list, who is missing, gaps."""

from tests.cli.conftest import Cli
from tests.cli.people import BUILDING, COMPOUND, DATA, settle_in

RELAY = str(DATA / "relay-volunteers.txt")


def test_a_group_s_text_makes_people_and_the_command_says_who_is_missing(installed: Cli) -> None:
    cli = installed
    settle_in(cli)
    cli.ok("area", "add", BUILDING, "--kind", "building", "--name", "1号楼")
    assert cli.ok("force", "list") == "还没有人。"
    said = cli.json("force", "sign-up", RELAY, "--area", COMPOUND)
    assert said["read"] == 80
    assert len(said["new"]) == said["force"] >= 75
    again = cli.json("force", "sign-up", RELAY, "--area", COMPOUND)
    assert (again["new"], again["force"]) == ([], said["force"]), "nobody twice"
    listed = cli.json("force", "list")
    assert len(listed) == said["force"]
    assert {one["profession"] for one in listed} == {"party_member"}
    assert all(one["confirmed"] and not one["held"] for one in listed)
    assert "telephone" not in listed[0]
    missing = cli.json("force", "missing", "--area", COMPOUND)
    assert [one["role"] for one in missing["seats"]] == ["captain", "deputy_captain"]
    assert all(len(one["ask"]) == 3 for one in missing["seats"])
    assert (missing["homes"], missing["gaps"]) == ([], [])
    assert "1号楼 缺楼长" in cli.ok("force", "missing", "--area", COMPOUND)
    assert cli.json("force", "gaps") == {"gaps": [], "fell": []}
    assert cli.ok("force", "gaps") == "每一分钟都有人。"
    assert "roster_days_unreadable" in cli.refused("force", "gaps", "--days", "99")
    assert "relay_file_missing" in cli.refused(
        "force", "sign-up", "nowhere.txt", "--area", COMPOUND
    )
