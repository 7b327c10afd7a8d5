"""The end of an outbreak on the command line: two people from paper, the certificate, and an old backup restored."""

from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Cli
from wumen.records.installation.cluster import Cluster
from wumen.records.installation.maintenance import beside

ORDER = (
    *("order", "issue", "--regime", "lockdown", "--scope", "410102003008/jxc/1"),
    *("--authority", "区疫情防控指挥部", "--document", "第3号通告", "--ground", "楼内有确诊病例"),
)


@pytest.fixture
def people(installed: Cli) -> tuple[str, str]:
    """A community with a clerk and a secretary, and an outbreak."""
    cli = installed
    cli.ok("area", "add", "410102003008/jxc/1", "--kind", "building", "--name", "1号楼")
    made = []
    for name, role in (("王内勤", "clerk"), ("赵书记", "secretary")):
        number = cli.ok("crew", "add", "--name", name, "--profession", "community_worker")
        cli.ok("post", "grant", "--person", number, "--role", role, "--area", "410102003008")
        made.append(number)
    cli.ok("outbreak", "open", "--name", "一月", "--playbook", "community-2021-09")
    return made[0], made[1]


def databases(cli: Cli) -> list[str]:
    """What restores left aside."""
    with beside(Cluster(cli.home).owner_url) as cluster:
        rows = cluster.execute("SELECT datname FROM pg_database WHERE datname LIKE '%before%'")
        return [name for (name,) in rows]


def test_it_is_refused_before_its_time_and_proven_afterwards(
    installed: Cli, people: tuple[str, str], tmp_path: Path
) -> None:
    cli, (clerk, secretary) = installed, people
    by = ("--by", clerk, "--second", secretary)
    close = ("outbreak", "close", "--why", "疫情已结束")
    cli.ok(*ORDER, "--from", "2022-01-09T00:00", "--until", "2022-01-24T00:00", *by)
    assert cli.refused(*close, *by) == "outbreak_order_holds"
    assert cli.refused(*close, "--by", clerk, "--second", clerk) == "second_person_needed"
    assert cli.refused(*close, "--by", clerk, "--second", "999") == "crew_unknown"
    cli.ok("backup", str(tmp_path / "before.wumen"))
    cli.ok("restore", str(tmp_path / "before.wumen"))
    (aside,) = databases(cli)
    with psycopg.connect(Cluster(cli.home).owner_url) as owner:
        # The clock of a drill runs on from the tenth: its order is let end in November.
        owner.execute("UPDATE orders SET from_at = '2021-11-01', until_at = '2021-11-20'")
    cli.ok("keys", "export", str(tmp_path / "keys"), "--custodian", secretary)
    said = cli.json(*close, *by)
    assert (said["by"]["name"], said["second"]["name"]) == ("王内勤", "赵书记")
    assert said["reason"] == "疫情已结束"
    assert all(one["after"] == 0 for one in said["rows"])
    assert len(said["keys"]) == 1
    copies = {one["kind"]: one for one in said["copies"]}
    assert copies["custodian"]["who"] == "赵书记"
    assert copies["custodian"]["gone_by"] == ""
    assert copies["backup"]["many"] == 1
    # What a restore left aside is dropped by whoever holds the owner's URL.
    assert copies["former_database"]["key"] == aside
    assert copies["former_database"]["gone_by"] == "系统操作员"
    assert databases(cli) == []
    assert list((cli.home / "keys").glob("outbreak-*")) == []
    assert cli.refused(*close, *by) == "outbreak_erased"
    assert cli.refused("replay") == "outbreak_erased"
    assert cli.refused("plan", "--date", "2022-01-10") == "outbreak_closed"
    assert cli.json("audit")["clean"]


def test_an_old_backup_brings_nothing_back(
    installed: Cli, people: tuple[str, str], tmp_path: Path
) -> None:
    cli, (clerk, secretary) = installed, people
    cli.ok("backup", str(tmp_path / "before.wumen"))
    by = ("--by", clerk, "--second", secretary)
    done = cli.json("outbreak", "close", "--name", "一月", "--why", "登记错了", *by)
    said = cli.json("restore", str(tmp_path / "before.wumen"))
    assert said["erased_again"] == ["一月"]
    assert said["unreadable"] == []
    assert cli.refused("outbreak", "close", *by) == "outbreak_erased"
    assert cli.json("audit")["clean"]
    # Put back by hand, a key is found.
    (cli.home / "keys" / done["keys"][0]["name"]).write_bytes(bytes(32))
    (wrong,) = cli.json("audit")["differences"]
    assert wrong["kind"] == "erased_key_here"
