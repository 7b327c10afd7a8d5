"""Ids that a form or an address names."""

from uuid import UUID

from wumen.rules.problems import Problem


def read_id(text: str, code: str) -> UUID:
    """An id as it was sent; the Problem of this code for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Problem(code) from None
