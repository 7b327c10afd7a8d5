"""Who stands on an installation before an order: places, a clerk, a secretary, a captain."""

from pathlib import Path

from tests.cli.conftest import Cli

DATA = Path(__file__).parent.parent / "data"
LEDGER = str(DATA / "ledger-merged.xlsx")
COMMUNITY = "410102003008"
COMPOUND = f"{COMMUNITY}/jxc"
BUILDING = f"{COMPOUND}/1"
DAY = "2022-01-10"


def settle_in(cli: Cli) -> None:
    """The compound, and the people who work for it; their numbers are kept under their roles."""
    cli.ok("area", "add", COMPOUND, "--kind", "compound", "--name", "锦绣城")
    for role, name, where in (
        ("clerk", "王内勤", COMMUNITY),
        ("secretary", "赵书记", COMMUNITY),
    ):
        cli.names[role] = add(cli, name, role, where)


def add(cli: Cli, name: str, role: str, where: str) -> str:
    """A person in a post; her number."""
    number = cli.ok("crew", "add", "--name", name, "--profession", "community_worker")
    cli.ok("post", "grant", "--person", number, "--role", role, "--area", where)
    return number


def order(cli: Cli, **changes: str) -> list[str]:
    """The words of a complete order over building 1; a change to empty leaves the option out."""
    said = {
        "regime": "lockdown",
        "scope": BUILDING,
        "authority": "区疫情防控指挥部",
        "document": "第3号通告",
        "ground": "楼内有确诊病例",
        "from": "2022-01-10T00:00",
        "until": "2022-01-23T24:00",
        "by": cli.names["clerk"],
        "second": cli.names["secretary"],
    } | changes
    words = [word for key, value in said.items() if value for word in (f"--{key}", value)]
    return ["order", "issue", *words]
