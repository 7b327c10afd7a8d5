"""What a command loads before it knows what it is to do: how commands are read, and nothing that they do."""

import subprocess
import sys

LATER = {"django", "psycopg"} | {
    f"wumen.{part}" for part in ("actions", "config", "queries", "records", "rules.relay")
}


READ = "import gc, sys; from wumen.cli.entry import parser; parser(); "
SHAPES = (
    "from wumen.rules.shapes import Shape; "
    "shapes = [one for one in gc.get_objects() if isinstance(one, Shape)]; "
    "print(len(shapes), sum('_ready' in vars(one) for one in shapes))"
)


def _asked(words: str) -> list[str]:
    """What a process says that has read its command: in that of the tests all is loaded."""
    command = [sys.executable, "-c", words]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=True
    ).stdout.split()


def test_no_command_waits_for_what_another_does() -> None:
    loaded = _asked(READ + "print(*sys.modules)")
    assert "wumen.cli.force" in loaded
    assert LATER.intersection(loaded) == set()


def test_no_command_makes_ready_what_texts_are_looked_through_for() -> None:
    known, ready = map(int, _asked(READ + SHAPES))
    assert known > 50
    assert ready == 0
