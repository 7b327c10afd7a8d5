"""How log lines are written: each with the number of its request, those of one moment together."""

import logging
import sys
from threading import Timer

from wumen.actions import requests

_MOMENT = 0.2


class AddRequestId(logging.Filter):
    """Adds `request_id` to a record; a dash where no request is under way."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a line."""
        record.request_id = requests.current() or "-"
        return True


class Together(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes the lines of a moment to standard error together: whoever writes one waits for no disk.

    Each way to a file gives the interpreter to another thread, of which a process of pages has many. What
    something went wrong with is written at once, and all that came before it.
    """

    def __init__(self) -> None:
        """Its own way to standard error, which Python would write to at each line's end."""
        super().__init__(open(sys.stderr.fileno(), "a", encoding="utf-8", closefd=False))  # noqa: SIM115
        self._soon = False

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line for now; under the lock that `handle` takes."""
        try:
            self.stream.write(self.format(record) + self.terminator)
        except Exception:
            self.handleError(record)
        if record.levelno >= logging.WARNING:
            self.flush()
        elif not self._soon:
            self._soon = True
            # No daemon: the end of the process waits for what it writes.
            Timer(_MOMENT, self._write).start()

    def _write(self) -> None:
        with self.lock:  # type: ignore[union-attr]
            self._soon = False
            self.flush()
