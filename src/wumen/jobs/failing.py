"""Says that a job or a step failed, by names alone: what an error holds may be what a row holds."""

import logging
from traceback import extract_tb

_log = logging.getLogger("wumen.jobs")


def name_failure(step: str, error: BaseException) -> None:
    """One line without data: what failed, with which kind of error, and where."""
    where = [f"{frame.name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-3:]]
    code = getattr(error, "code", "")
    kind = type(error).__name__
    _log.error("%s failed: %s %s at %s", step, kind, code, " < ".join(reversed(where)))
