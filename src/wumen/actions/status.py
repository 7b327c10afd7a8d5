"""What stands and what does not, told without starting anything."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from wumen.actions.running import running
from wumen.records.installation.certificates import Certificates
from wumen.records.installation.cluster import Cluster
from wumen.rules.phones import Access
from wumen.rules.problems import Problem

# An installation is a drill for good: its home may tell so while the database rests.
_DRILL = "drill"


def remember(home: Path, *, drill: bool) -> None:
    """Let the home know whether its installation is a drill."""
    part = home / f".{_DRILL}.part"
    part.write_text("yes\n" if drill else "no\n", encoding="utf-8")
    part.replace(home / _DRILL)


def _remembered(home: Path) -> bool | None:
    try:
        return (home / _DRILL).read_text(encoding="utf-8").strip() == "yes"
    except OSError:
        return None


def _database(home: Path, database_url: str) -> tuple[bool, bool | None]:
    """Whether the database answers, and whether the installation is a drill; it is not started."""
    drill = _remembered(home)
    try:
        url = database_url or (Cluster(home).app_url if Cluster(home).running else "")
        if not url:
            return False, drill
        with psycopg.connect(url, connect_timeout=5) as connection:
            if connection.execute("SELECT to_regclass('installation')").fetchone() == (None,):
                return True, None
            row = connection.execute("SELECT drill_from IS NOT NULL FROM installation").fetchone()
            return True, row[0] if row else None
    except (psycopg.Error, Problem):
        return False, drill


def status(home: Path, database_url: str) -> dict[str, Any]:
    """What stands and what does not; `address` is the one for phones where they reach us."""
    found = running(home)
    children = found.children if found else {}
    access = found.access if found else Access()
    doors = {name: name in children and children[name].alive for name in ("web", "jobs")}
    reachable, drill = _database(home, database_url)
    return {
        "running": found is not None,
        "address": found.address if found else None,
        "local": found.local if found else None,
        "level": access.level.value,
        "host": access.hosts[0] if access.hosts else None,
        "install_sheet": access.sheet or None,
        "certificate": _certificate(home),
        "pid": found.up.pid if found else None,
        "home": str(home),
        "database": {"own_cluster": not database_url, "reachable": reachable},
        "drill": drill,
        "version": version("wumen"),
        **doors,
    }


def _certificate(home: Path) -> dict[str, Any] | None:
    """The certificate that is served, or was when phones last reached us."""
    kept = Certificates(home).standing()
    if kept is None:
        return None
    return {
        "fingerprint": kept.fingerprint or None,
        "authority_until": kept.authority_until,
        "until": kept.until,
    }
