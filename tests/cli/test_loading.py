"""What a command loads before it knows what it is to do: how commands are read, and nothing that they do."""

import subprocess
import sys

LATER = {"django", "psycopg"} | {
    f"wumen.{part}" for part in ("actions", "config", "queries", "records", "rules.relay")
}


def test_no_command_waits_for_what_another_does() -> None:
    """Asked in a process of its own: in that of the tests all is loaded."""
    read = "import sys; from wumen.cli.entry import parser; parser(); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", read], capture_output=True, text=True, timeout=60, check=True
    ).stdout.split()
    assert "wumen.cli.force" in loaded
    assert LATER.intersection(loaded) == set()
