"""Instants, business days and half-open intervals, as the office reads them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wumen.rules.problems import Problem

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")
# What lies outside is a slip of the pen: no office counts there, and no day lies before or after its ends.
YEARS = range(1900, 2200)
# The same once more so soon, by the same person in the same words, is one tap that came twice.
TAPPED_TWICE = timedelta(minutes=2)
_CLOCK = re.compile(r"(\d{1,2})\s*[:：.点时]?\s*(\d{2})分?|(\d{1,2})\s*[点时]")
_LOCAL_TIME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?")


@dataclass(frozen=True)
class Interval:
    """From an instant up to, but not with, another: what ends at 24:00 is over at 0:00 of the next day."""

    begins: datetime
    ends: datetime

    def meets(self, other: "Interval") -> bool:
        """Whether the two share at least one instant."""
        return self.begins < other.ends and other.begins < self.ends

    def holds(self, instant: datetime) -> bool:
        """Whether the instant lies inside."""
        return self.begins <= instant < self.ends


def business_day(instant: datetime) -> date:
    """The day of the office, in its own time zone, to which an instant belongs."""
    return instant.astimezone(BUSINESS_ZONE).date()


def local(instant: datetime) -> datetime:
    """The same instant on the clock of the office."""
    return instant.astimezone(BUSINESS_ZONE)


def at(day: date, clock: time) -> datetime:
    """The instant at which the office's clock shows `clock` on `day`."""
    return datetime.combine(day, clock, BUSINESS_ZONE)


def whole_day(day: date) -> Interval:
    """From 0:00 of the day to 0:00 of the next."""
    return Interval(at(day, time()), at(day + timedelta(days=1), time()))


def read_time(text: str) -> datetime:
    """Read local ISO time; 24:00 is 0:00 of the next day. Problem `time_unreadable` otherwise, and beyond `YEARS`."""
    said = text.strip()
    try:
        zoned = re.search(r"(Z|[+-]\d{2}:\d{2})$", said)
        instant = datetime.fromisoformat(said) if zoned else _read_local(said)
    except ValueError:
        raise Problem("time_unreadable", text=text) from None
    if instant.year not in YEARS:
        raise Problem("time_unreadable", text=text)
    return instant


def _read_local(said: str) -> datetime:
    found = _LOCAL_TIME.fullmatch(said)
    if not found:
        raise ValueError
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    next_day = hour == 24 and minute == second == 0
    if year not in YEARS:
        raise ValueError
    hour = 0 if next_day else hour
    instant = datetime(year, month, day, hour, minute, second, tzinfo=BUSINESS_ZONE)
    return instant + timedelta(days=1) if next_day else instant


def read_clock(text: str) -> timedelta | None:
    """How long after the beginning of a day the clock shows what is typed, a whole day where it is 24:00.

    As people type it: 9:05, 0905, 9点, 24:00. None for what is no hour.
    """
    found = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    hour, minute = (int(found[1] or found[3]), int(found[2] or 0)) if found else (99, 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return timedelta(hours=hour, minutes=minute)


def first_at(text: str, after: datetime) -> datetime | None:
    """The first instant from another on, to the minute, at which the office's clock shows what is typed.

    Read as by `read_clock`; None for what is no hour.
    """
    shown = read_clock(text)
    if shown is None:
        return None
    start = local(after).replace(second=0, microsecond=0)
    then = start.replace(hour=0, minute=0) + shown % timedelta(days=1)
    return then if then >= start else then + timedelta(days=1)


def read_day(text: str) -> date:
    """Read a date as 2022-01-10. Problem `day_unreadable` otherwise, and beyond `YEARS`."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Problem("day_unreadable", text=text) from None
    if day.year not in YEARS:
        raise Problem("day_unreadable", text=text)
    return day


WEEKDAYS = "一二三四五六日"


def day_zh(day: date) -> str:
    """A date as the committee writes it: 1月10日（星期一）."""
    return f"{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def instant_zh(instant: datetime) -> str:
    """An instant as the committee writes it: 1月22日 00:00."""
    shown = local(instant)
    return f"{shown.month}月{shown.day}日 {shown:%H:%M}"


def instant_en(instant: datetime) -> str:
    """An instant in English: 22 Jan 2022 00:00."""
    return f"{local(instant):%-d %b %Y %H:%M}"
