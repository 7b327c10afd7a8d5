"""The running system: up, its address and link, its children, what follows by itself, and down."""

import json
import os
import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from tests.cli.conftest import WUMEN, Cli
from tests.cli.people import BUILDING, COMPOUND, DAY, order, settle_in


@contextmanager
def up(cli: Cli) -> Iterator[subprocess.Popen[str]]:
    """`wumen up` in front, ended with it."""
    process = subprocess.Popen(
        [WUMEN, "up"],
        env=cli.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def wait_for(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so."""
    until = monotonic() + seconds
    while not true():
        assert monotonic() < until, "it never came to be"
        sleep(0.3)


def children(cli: Cli) -> dict[str, int]:
    """The processes of a running system."""
    said = json.loads((cli.home / "up.json").read_text())
    return {name: one["pid"] for name, one in said["children"].items()}


def environment_of(pid: int) -> set[str]:
    """The names in a process's environment."""
    with open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123
        return {one.partition(b"=")[0].decode() for one in file.read().split(b"\0")}


def refuse_a_taken_port(cli: Cli) -> None:
    """Somebody else listens there."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])
        assert cli.refused("up", WUMEN_PORT=taken) == "port_taken"


def test_up_serves_plans_by_itself_and_goes_down(installed: Cli) -> None:
    cli = installed
    refuse_a_taken_port(cli)
    settle_in(cli)
    cli.ok("area", "add", f"{BUILDING}/1/101", "--kind", "household", "--name", "101")
    cli.ok("outbreak", "open", "--name", "一月", "--playbook", "community-2021-09")
    with up(cli) as process:
        assert process.stdout is not None
        greeting = [process.stdout.readline().strip() for _ in range(3)]
        assert greeting[0].endswith(f"http://127.0.0.1:{cli.port}/")
        link = re.search(r"http://\S+/link/[\w-]+/", greeting[1])
        assert link
        with urllib.request.urlopen(link[0], timeout=10) as page:
            assert page.status == 200
        with urllib.request.urlopen(cli.names["link"], timeout=10) as page:
            assert page.status == 200, "the link that init printed still opens"
        status = cli.json("status")
        assert (status["running"], status["web"], status["jobs"]) == (True, True, True)
        assert (status["drill"], status["pid"]) == (True, process.pid)
        assert cli.refused("up") == "up_running"
        assert cli.refused("restore", "any.wumen") == "restore_in_use"
        one = children(cli)
        for pid in one.values():
            assert "WUMEN_OWNER_DATABASE_URL" not in environment_of(pid)
            assert "WUMEN_DATABASE_URL" in environment_of(pid)
        os.kill(one["jobs"], signal.SIGKILL)
        wait_for(lambda: children(cli)["jobs"] != one["jobs"])
        # Nobody runs `plan`: the order that two people confirm is enough.
        cli.ok(*order(cli))
        register_somebody(cli)
        wait_for(lambda: len(cli.lines("duties", "--date", DAY)) > 0)
        assert cli.json("audit")["clean"]
        assert cli.json("down") == {"stopped": True}
        process.wait(30)
    assert cli.json("status")["running"] is False
    assert cli.json("down") == {"stopped": False}


def register_somebody(cli: Cli) -> None:
    """A ledger of one person, who is there when the day is planned."""
    import xlsxwriter

    file = cli.home.parent / "one.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["楼栋", "单元", "房号", "姓名", "证件号码", "联系电话"])
        sheet.write_row(1, 0, ["1号楼", "1单元", "101", "张阿姨", "", "13800000001"])
    taken = cli.json("import", "ledger", str(file), "--compound", COMPOUND)
    assert taken["taken"] == 1, taken
