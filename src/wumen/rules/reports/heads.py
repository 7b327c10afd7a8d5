"""The log's heads as a report bears them: whoever keeps the report can prove later what the log held then."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

_SIGNS, _APART = 16, 4


@dataclass(frozen=True)
class Head:
    """The last entry of one post's log: which writer, its number, its hash (hex); the post by role and place."""

    writer: str
    seq: int
    hash: str
    role: str
    place: str

    @property
    def short(self) -> str:
        """The beginning of the hash, in fours."""
        return _in_fours(self.hash[:_SIGNS])


def _in_fours(signs: str) -> str:
    return " ".join(signs[at : at + _APART] for at in range(0, len(signs), _APART))


def seal_of(heads: Iterable[Head]) -> str:
    """All heads in one: the beginning of a SHA-256 over writer, number and hash of each; empty for none."""
    lines = sorted(f"{one.writer}:{one.seq}:{one.hash}" for one in heads)
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return _in_fours(digest[:_SIGNS]) if lines else ""
