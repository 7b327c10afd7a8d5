"""Requests with all that was said: lists mask names of medicines and illnesses, who carries one out opens it."""

from collections.abc import Iterable

from wumen.queries.instructions import InstructionLine, instruction_line
from wumen.rules.posts import Viewer


def in_full(viewer: Viewer, lines: Iterable[InstructionLine]) -> list[InstructionLine]:
    """Some lines of a list, each opened."""
    return [instruction_line(viewer, one.number, whole=True) for one in lines]
