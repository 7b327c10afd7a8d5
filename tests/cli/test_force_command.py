"""`wumen force` as people and checks rely on it: sign-up by a group's text, the list, who is missing, gaps."""

import argparse

import pytest

from tests.actions.test_fallen import ordered, outbreak
from tests.cast import COMPOUND as JXC
from tests.cast import PATH, Cast
from tests.cli.conftest import Cli
from tests.cli.people import BUILDING, COMPOUND, DATA, settle_in
from tests.roster_people import joins, published, watch
from wumen.cli import force

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
    assert all(one["confirmed"] and one["can_serve"] is True for one in listed)
    assert not {"telephone", "held"} & set(listed[0])
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


def test_the_list_says_that_she_cannot_serve_and_never_why(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    joins(cast, 1, lives=f"{PATH}3/")
    outbreak(cast)
    ordered(cast, "3", regime="home_isolation")
    monkeypatch.setattr(force, "me", lambda: cast.clerk)
    for json in (True, False):
        force._list(argparse.Namespace(area="", json=json), None)  # type: ignore[arg-type]
        said = capsys.readouterr().out
        assert ('"can_serve": false' if json else "现在不能来") in said
        assert "home_isolation" not in said
        assert "管控" not in said


def test_gaps_of_a_place_tell_what_fell_empty_there_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    joins(cast, 1, lives=f"{PATH}3/")
    joins(cast, 8)
    outbreak(cast)
    published(cast, watch(cast))
    ordered(cast, "3")
    monkeypatch.setattr(force, "me", lambda: cast.clerk)
    said = {}
    for area in (JXC, f"{JXC}/2"):
        force._gaps(argparse.Namespace(area=area, days=7, json=False), None)  # type: ignore[arg-type]
        said[area] = capsys.readouterr().out
    assert "个班空了" in said[JXC]
    assert "个班空了" not in said[f"{JXC}/2"]
