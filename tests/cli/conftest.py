"""The command line as an operator uses it: real processes on an installation of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from wumen.records.installation.cluster import Cluster
from wumen.records.installation.server import free_port
from wumen.rules.problems import Problem

STORY = "2022-01-10T06:00"
WUMEN = str(Path(sys.executable).with_name("wumen"))


@dataclass
class Cli:
    """One installation and its `wumen` command."""

    home: Path
    port: int
    names: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        """What a command is told: nothing of the tests' own settings."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("WUMEN_")}
        for name in ("DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"):
            kept.pop(name, None)
        return kept | {"WUMEN_HOME": str(self.home), "WUMEN_PORT": str(self.port)} | more

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [WUMEN, *words],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def ok(self, *words: str, **more: str) -> str:
        """What a command that succeeds says."""
        done = self.run(*words, **more)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout.strip()

    def json(self, *words: str, **more: str) -> Any:
        """The one JSON document that a command prints."""
        return json.loads(self.ok(*words, "--json", **more))

    def lines(self, *words: str) -> list[Any]:
        """The JSON Lines that a command prints."""
        return [json.loads(line) for line in self.ok(*words, "--json").splitlines()]

    def refused(self, *words: str, **more: str) -> str:
        """The code with which a command is refused; it says so in full, and nothing on its output."""
        done = self.run(*words, "--json", **more)
        assert (done.returncode, done.stdout) == (1, ""), done
        problem = json.loads(done.stderr)
        assert set(problem) == {"code", "zh", "en", "next_zh", "next_en"}
        return str(problem["code"])


@contextmanager
def held(folder: Path) -> Iterator[Cli]:
    """A fresh home whose database server stays up between commands."""
    cluster = Cluster(folder / "home", durable=False)
    with cluster:
        yield Cli(folder / "home", free_port(0))
    with suppress(Problem):
        cluster.remove()


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Cli]:
    """A drill with nothing in it but playbooks."""
    with held(tmp_path) as cli:
        cli.names.update(cli.json("init", "--demo", "none", WUMEN_NOW=STORY))
        yield cli
