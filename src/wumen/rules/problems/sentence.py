"""The form of one problem in the catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """What a problem says: what is wrong and what to do next, in both languages; {names} are details."""

    zh: str
    en: str
    next_zh: str
    next_en: str
