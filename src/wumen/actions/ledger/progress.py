"""How far the taking of a ledger is, and whether somebody asked it to stop."""

from typing import Protocol

from wumen.records.ledgers import JobState


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody asked the taking to stop; all of it is undone."""


class Progress(Protocol):
    """Hears of each stage, and how many of its steps are done; may raise `Stopped`."""

    def stage(self, state: JobState, total: int = 0) -> None:
        """A stage begins, of so many steps."""

    def advance(self, done: int) -> None:
        """So many steps of the stage are done."""


class Unwatched:
    """Nobody looks: on the command line the taking simply runs."""

    def stage(self, state: JobState, total: int = 0) -> None:
        """Nothing."""

    def advance(self, done: int) -> None:
        """Nothing."""
