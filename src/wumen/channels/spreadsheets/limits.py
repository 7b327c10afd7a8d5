"""What may be read: the kinds of files and how large, and the refusals of all else."""

from wumen.rules.problems import Problem

KINDS = (".xlsx", ".xls", ".csv")
LIMIT_BYTES = 128 * 1024 * 1024
# A file may claim a grid of 17 thousand million cells; a city's largest ledger has a million rows.
LIMIT_CELLS = 20_000_000


def not_a_workbook() -> Problem:
    """The refusal of a file that is no table."""
    return Problem("file_not_workbook", kinds=" / ".join(KINDS))


def too_large(limit_bytes: int) -> Problem:
    """The refusal of a file above the limit, packed or unpacked."""
    return Problem("file_too_large", limit_mb=limit_bytes // (1024 * 1024))
