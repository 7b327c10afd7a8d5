"""How log lines are written: those of a moment together, what went wrong at once, and none is left behind."""

import logging
import subprocess
import sys
from time import monotonic, sleep

import pytest

from wumen.web.logs import Together

_AT_THE_END = """
import logging, wumen.web.logs
logger = logging.getLogger("here")
logger.addHandler(wumen.web.logs.Together())
logger.setLevel("INFO")
logger.info("the last line")
"""


def line(level: int, text: str) -> logging.LogRecord:
    return logging.LogRecord("here", level, "", 0, text, None, None)


def test_lines_of_a_moment_are_written_together_and_soon(capfd: pytest.CaptureFixture[str]) -> None:
    together = Together()
    for text in ("one", "two"):
        together.handle(line(logging.INFO, text))
    assert capfd.readouterr().err == ""
    written, until = "", monotonic() + 10
    while not written and monotonic() < until:
        sleep(0.02)
        written = capfd.readouterr().err
    assert written == "one\ntwo\n"


def test_what_went_wrong_is_written_at_once_behind_what_came_before(
    capfd: pytest.CaptureFixture[str],
) -> None:
    together = Together()
    together.handle(line(logging.INFO, "before"))
    together.handle(line(logging.WARNING, "wrong"))
    assert capfd.readouterr().err == "before\nwrong\n"


def test_the_end_of_a_process_leaves_no_line_behind() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _AT_THE_END], capture_output=True, text=True, check=True
    )
    assert ended.stderr == "the last line\n"
