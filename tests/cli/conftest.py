"""The command line as an operator uses it: real processes on an installation of their own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.cli.forked import SECONDS, Forking
from tests.databases import INSTALLED, alone
from tests.memory import servers
from wumen.records import clock
from wumen.records.installation.cluster import Cluster
from wumen.records.installation.server import free_port
from wumen.rules.problems import Problem

STORY = "2022-01-10T06:00"
NAMES = "names.json"
WUMEN = str(Path(sys.executable).with_name("wumen"))
# Runs a command to its end: its words, its environment.
Way = Callable[[tuple[str, ...], dict[str, str]], subprocess.CompletedProcess[str]]


def at_the_keyboard(
    words: tuple[str, ...], env: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """As at the keyboard: a process that loads everything itself."""
    return subprocess.run(
        [WUMEN, *words], env=env, capture_output=True, text=True, timeout=SECONDS, check=False
    )


def first_at_the_keyboard(after: Way) -> Way:
    """Each command as at the keyboard when it is given the first time, another way after that."""
    given: set[tuple[str, ...]] = set()

    def run(words: tuple[str, ...], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        command = words[:2]
        way = after if command in given else at_the_keyboard
        given.add(command)
        return way(words, env)

    return run


@dataclass
class Cli:
    """One installation and its `wumen` command."""

    home: Path
    port: int
    names: dict[str, str] = field(default_factory=dict)
    way: Way = at_the_keyboard

    def environment(self, **more: str) -> dict[str, str]:
        """What a command is told: nothing of the tests' own settings."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("WUMEN_")}
        for name in (
            "DJANGO_ALLOW_ASYNC_UNSAFE",
            "DJANGO_SETTINGS_MODULE",
            "PYTHONDONTWRITEBYTECODE",
        ):
            kept.pop(name, None)
        return kept | {"WUMEN_HOME": str(self.home), "WUMEN_PORT": str(self.port)} | more

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return self.way(words, self.environment(**more))

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
    """A home whose database server stays up between commands; a fresh one unless something stands there."""
    cluster = Cluster(folder / "home", durable=False, elsewhere=servers())
    with cluster:
        yield Cli(folder / "home", free_port(0))
    with suppress(Problem):
        cluster.remove()


def make(folder: Path, kept: Path) -> None:
    """Make an installation, a drill with nothing in it but playbooks, and keep its files and what `init` said."""
    cluster = Cluster(folder / "home", durable=False, elsewhere=servers())
    with cluster:
        cli = Cli(folder / "home", free_port(0))
        names = cli.json("init", "--demo", "none", WUMEN_NOW=STORY)
        names["made_at"] = clock.real_now().isoformat()
    part = kept.with_name("installed.part")
    shutil.copytree(cli.home, part, ignore=shutil.ignore_patterns("postgres", "socket", "cluster*"))
    # Whoever the server runs as owns them, wherever they stand.
    subprocess.run(["cp", "-a", cluster.data, part / "postgres"], check=True)
    cluster.remove()
    (part / NAMES).write_text(json.dumps(names))
    part.rename(kept)


@pytest.fixture(scope="session")
def made_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of an installation at rest, made once a run: `init` takes ten times as long as to copy them."""
    kept = shared / INSTALLED
    with alone(shared, INSTALLED):
        if not kept.exists():
            make(tmp_path_factory.mktemp("made"), kept)
    return kept


@pytest.fixture(scope="session")
def forking() -> Iterator[Forking]:
    """What runs most commands of a worker; each that the main job gives first loads everything itself."""
    made = Forking()
    yield made
    made.close()


@contextmanager
def copied_home(kept: Path, folder: Path, forking: Forking) -> Iterator[Cli]:
    """An installation of one's own, as if `init` had just made it."""
    subprocess.run(["cp", "-a", kept, folder / "home"], check=True)
    names = json.loads((folder / "home" / NAMES).read_text())
    with held(folder) as cli:
        with psycopg.connect(Cluster(cli.home).owner_url) as owner:
            # Its clock goes on from where `init` left it.
            rested = clock.real_now() - datetime.fromisoformat(names.pop("made_at"))
            owner.execute("UPDATE installation SET made_at = made_at + %s", [rested])
        link = urlsplit(names["link"])._replace(netloc=f"127.0.0.1:{cli.port}").geturl()
        cli.names.update(names | {"link": link})
        cli.way = forking.run
        yield cli


@pytest.fixture
def installed(made_home: Path, tmp_path: Path, forking: Forking) -> Iterator[Cli]:
    """A drill with nothing in it but playbooks."""
    with copied_home(made_home, tmp_path, forking) as cli:
        yield cli


@pytest.fixture
def first(tmp_path: Path, forking: Forking) -> Iterator[Cli]:
    """The same, made by `init` itself; here each command loads everything itself when it is given first."""
    with held(tmp_path) as cli:
        cli.way = first_at_the_keyboard(forking.run)
        cli.names.update(cli.json("init", "--demo", "none", WUMEN_NOW=STORY))
        yield cli
