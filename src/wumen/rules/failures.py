"""Where an error came from, by our own lines alone: its message may hold what a person typed."""

import traceback
from pathlib import Path

_SOURCE = Path(__file__).parent.parent


def own_lines(error: BaseException) -> str:
    """File and line of each of our own frames on the way to an error, the nearest first."""
    return " < ".join(
        f"{Path(frame.filename).relative_to(_SOURCE)}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
        if Path(frame.filename).is_relative_to(_SOURCE)
    )
