"""What an audit finds: differences with what to do about each, and their sums."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from wumen.rules.differences import ADVICE
from wumen.rules.time import local


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the rules say."""

    kind: str
    what: str
    expected: object = None
    found: object = None

    def as_dict(self) -> dict[str, Any]:
        """The form that `wumen audit --json` prints."""
        zh, en = ADVICE[self.kind]
        return {
            "kind": self.kind,
            "key": self.what,
            "expected": self.expected,
            "found": self.found,
            "next_zh": zh,
            "next_en": en,
        }


@dataclass(frozen=True)
class Audit:
    """What a check found."""

    now: datetime
    days: tuple[date, ...]
    subjects: int
    duties: int
    differences: tuple[Difference, ...]
    chains_checked: int
    chains_broken: int
    by_grade: Mapping[str, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def as_dict(self) -> dict[str, Any]:
        """The form that `wumen audit --json` prints."""
        return {
            "clean": self.clean,
            "now": local(self.now).isoformat(),
            "days": [day.isoformat() for day in self.days],
            "subjects": self.subjects,
            "duties": self.duties,
            "by_grade": dict(self.by_grade),
            "differences": [one.as_dict() for one in self.differences],
            "chains": {"checked": self.chains_checked, "broken": self.chains_broken},
        }
