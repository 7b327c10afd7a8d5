"""A database that is given by its URLs is used as it is: `init` makes the role, and no cluster is started."""

import secrets
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Cli
from tests.conftest import drop_database, in_database
from wumen.actions.reach import Reached
from wumen.records.installation.server import free_port


@pytest.mark.smoke
def test_an_installation_lives_in_a_given_database(reached: Reached, tmp_path: Path) -> None:
    name = f"given_{secrets.token_hex(4)}"
    cli = Cli(tmp_path / "home", free_port(0))
    given = {
        "WUMEN_DATABASE_URL": in_database(reached.app_url, name),
        "WUMEN_OWNER_DATABASE_URL": in_database(reached.owner_url, name),
    }
    try:
        made = cli.json("init", "--demo", "story", WUMEN_NOW="2022-01-10T10:06", **given)
        assert made["first"] is True
        # The whole demo stands as its people left it: planned once more, nothing changes.
        planned = cli.json("plan", "--date", "2022-01-10", **given)
        assert planned["made"] == planned["withdrawn"] == 0
        assert planned["by_what"]["sampling"] > 1400
        assert cli.json("audit", **given)["clean"] is True
        status = cli.json("status", **given)
        assert status["database"] == {"own_cluster": False, "reachable": True}
        assert not (cli.home / "postgres").exists()
    finally:
        with psycopg.connect(reached.owner_url, autocommit=True) as owner:
            drop_database(owner, name)


def test_the_pages_do_not_open_for_the_owner_of_the_database(
    reached: Reached, tmp_path: Path
) -> None:
    cli = Cli(tmp_path / "home", free_port(0))
    done = subprocess.run(
        [sys.executable, "-c", "import wumen.config.wsgi"],
        env=cli.environment(WUMEN_DATABASE_URL=in_database(reached.owner_url, "postgres")),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "role_too_strong" in done.stderr
