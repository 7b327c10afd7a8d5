"""Shapes of words that are looked for in texts, made ready at the first look."""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Protocol


class _Look(Protocol):
    """A look through a text, or through a stretch of it."""

    def __call__(
        self, text: str, start: int = 0, end: int = sys.maxsize, /
    ) -> re.Match[str] | None:
        """What was found."""


class Shape:
    """A regular expression that is compiled when it is first used, and then is as quick as any.

    To compile what is behind the words of a command took a fifth of the time in which one begins, and most
    commands look for none of it. What is asked of a shape is the compiled expression's own.
    """

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        """`pattern` may stand in a larger one; `flags` are those of `re`."""
        self.pattern, self.flags = pattern, flags

    @cached_property
    def _ready(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    @cached_property
    def search(self) -> _Look:
        """Where it stands first."""
        return self._ready.search

    @cached_property
    def match(self) -> _Look:
        """What the text begins with."""
        return self._ready.match

    @cached_property
    def fullmatch(self) -> _Look:
        """The whole text, if it is of this shape."""
        return self._ready.fullmatch

    @cached_property
    def finditer(self) -> Callable[[str], Iterator[re.Match[str]]]:
        """Where it stands, one after the other."""
        return self._ready.finditer

    @cached_property
    def split(self) -> Callable[[str], list[str]]:
        """What lies between."""
        return self._ready.split

    @cached_property
    def sub(self) -> Callable[[str, str], str]:
        """The text with something else wherever it stands."""
        return self._ready.sub
