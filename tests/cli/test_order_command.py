"""`wumen order except`: a later document takes places out of an order, which goes on for the others."""

from tests.cli.conftest import Cli
from tests.cli.people import COMPOUND, order, settle_in


def changed(cli: Cli, verb: str, number: str, *words: str) -> list[str]:
    """The words of a change by a document, entered by one and confirmed by another."""
    return [
        *("order", verb, number, "--authority", "区疫情防控指挥部", "--document", "第5号通告"),
        *("--ground", "流调排除", "--by", cli.names["clerk"], "--second", cli.names["secretary"]),
        *words,
    ]


def test_a_building_is_taken_out_and_the_other_stays(installed: Cli) -> None:
    cli = installed
    settle_in(cli)
    one, two = (f"{COMPOUND}/{n}" for n in (1, 2))
    for place in (one, two):
        cli.ok("area", "add", place, "--kind", "building", "--name", place[-1] + "号楼")
    cli.ok("outbreak", "open", "--name", "2022-01", "--playbook", "community-2021-09")
    number = cli.ok(*order(cli), "--scope", two)
    assert cli.json("explain", two)["orders"] == cli.json("explain", one)["orders"] == [number]
    assert cli.refused(*changed(cli, "except", number)) == "order_excepts_nobody"
    assert cli.ok(*changed(cli, "except", number, "--scope", two)) == number
    assert cli.json("explain", two)["orders"] == []
    stays = cli.json("explain", one)
    assert (stays["orders"], stays["ends"]) == ([number], "2022-01-24T00:00:00+08:00")
    assert cli.refused(*changed(cli, "except", number, "--scope", two)) == "order_excepted_already"
    assert cli.refused(*changed(cli, "except", number, "--scope", one)) == "order_nobody_left"
