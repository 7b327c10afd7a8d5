"""`wumen point` as people and checks rely on it: added, told by telephone, listed, refusals as problems."""

from tests.cli.conftest import Cli
from tests.cli.people import BUILDING, COMPOUND, settle_in


def test_a_point_is_added_and_what_its_lead_rings_in_is_entered(installed: Cli) -> None:
    cli = installed
    settle_in(cli)
    cli.ok("area", "add", BUILDING, "--kind", "building", "--name", "1号楼")
    words = ("point", "add", "14", "--area", COMPOUND, "--name", "西院", "--serves", BUILDING)
    assert cli.ok(*words, "--lead", cli.names["clerk"]) == "14"
    assert "point_number_taken" in cli.refused(*words)
    cli.ok("point", "say", "14", "--queue", "100+")
    cli.ok("point", "say", "14", "--sampled", "320")
    assert "point_count_falls" in cli.refused("point", "say", "14", "--sampled", "230")
    assert "point_unknown" in cli.refused("point", "say", "3", "--tubes", "400")
    (line,) = cli.json("point", "list")
    now = line["now"]
    assert (now["number"], now["queue"], now["sampled"], now["tubes"]) == (14, 101, 320, None)
    assert (line["lead"], line["serves"][0]["words"]) == ("王内勤", "锦绣城 1号楼")
    assert "100人以上" in cli.ok("point", "list")
