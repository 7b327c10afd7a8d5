"""What a report is made of: its kind, place, instant, figures and what they are compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.figures import Figure, Value, Values, day_of
from wumen.rules.playbooks import Named
from wumen.rules.reports.comparing import Changed, since
from wumen.rules.time import local


class Kind(StrEnum):
    """What is sent upward."""

    DAILY = "daily"
    HOURLY = "hourly"
    FORM = "form"


KIND_NAMES: Mapping[Kind, Named] = {
    Kind.DAILY: Named(zh="日报", en="daily report"),
    Kind.HOURLY: Named(zh="小时报", en="hourly report"),
    Kind.FORM: Named(zh="上级的表", en="form"),
}


@dataclass(frozen=True)
class Told:
    """All that a report is made of.

    `before`: the figures of the same hour yesterday, None where nobody knows them; `sent_before` when they
    were frozen then. `seal` and `entries`: the log's heads in one, and how many entries they cover.
    `version` above 1 is a correction with its reason and what it `changed`.
    """

    place: str
    at: datetime
    counted_at: datetime
    values: Values
    known: Sequence[Figure]
    before: Values | None = None
    sent_before: bool = False
    drill: bool = False
    seal: str = ""
    entries: int = 0
    writers: int = 0
    version: int = 1
    why: str = ""
    changed: tuple[Changed, ...] = ()
    grown: dict[str, int | None] = field(init=False)

    def __post_init__(self) -> None:
        """Compare once."""
        object.__setattr__(self, "grown", since(self.values, self.before))

    def value(self, key: str) -> Value:
        """A figure; what was never counted is unknown."""
        return self.values.get(key)


@dataclass(frozen=True)
class Said:
    """A report in both languages; `zh` goes upward."""

    zh: str
    en: str


def hour_zh(at: datetime) -> str:
    """An instant as reports write it: 1月10日20:00, the end of a day as 24:00."""
    day, shown = day_of(at), local(at)
    clock = "24:00" if day != shown.date() else f"{shown:%H:%M}"
    return f"{day.month}月{day.day}日{clock}"


def hour_en(at: datetime) -> str:
    """The same in English: 10 Jan 20:00."""
    day, shown = day_of(at), local(at)
    clock = "24:00" if day != shown.date() else f"{shown:%H:%M}"
    return f"{day:%-d %b} {clock}"


def yesterday(at: datetime) -> datetime:
    """The same hour of the day before."""
    return at - timedelta(days=1)
