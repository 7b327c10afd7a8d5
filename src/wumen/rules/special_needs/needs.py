"""A special need as it is kept, read strictly from what people type."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from wumen.rules.addresses import plain
from wumen.rules.problems import Problem
from wumen.rules.special_needs.kinds import KINDS, Detail, Kind
from wumen.rules.time import WEEKDAYS, read_day

_LONGEST = 80
_MOST_DAYS = 366
_WEEKDAY_WORDS = re.compile(r"每?周|每?星期|每?礼拜|[\s、，,;；/和]+")
_HOUR = re.compile(r"(上午|下午|晚上|早上)?(\d{1,2})(?:[:：点时](?:(\d{1,2})分?|(半))?)?")
# How far from today a date may lie, in days before and after it.
_NEAR: Mapping[Detail, tuple[int, int]] = {
    Detail.NEXT_ON: (31, _MOST_DAYS),
    Detail.DUE_ON: (42, 300),
    Detail.AS_OF: (_MOST_DAYS, 0),
}


@dataclass(frozen=True)
class Details:
    """What is known of a need; a weekday is 1 (Monday) to 7; None, () and '' are not known."""

    weekdays: tuple[int, ...] = ()
    hour: time | None = None
    hospital: str = ""
    next_on: date | None = None
    due_on: date | None = None
    medicine: str = ""
    days_left: int | None = None
    as_of: date | None = None
    carer: str = ""
    language: str = ""
    advice: str = ""

    def has(self, detail: Detail) -> bool:
        """Whether this one is known: no days left is known, an empty word is not."""
        return getattr(self, detail) not in (None, "", ())


@dataclass(frozen=True)
class Need:
    """One special need of one person."""

    kind: Kind
    details: Details = Details()


def missing(need: Need) -> tuple[Detail, ...]:
    """The details without which nobody can act; what is missing is unknown, never not needed."""
    return tuple(one for one in KINDS[need.kind].required if not need.details.has(one))


def _weekdays(text: str, _today: date) -> tuple[int, ...]:
    """Read 二、四、六, 周2 周4, 246; Problem `need_weekday_impossible`."""
    signs = _WEEKDAY_WORDS.sub("", plain(text)).replace("天", "日")
    known = "1234567"
    if not signs or not all(sign in known or sign in WEEKDAYS for sign in signs):
        raise Problem("need_weekday_impossible", text=text)
    found = {known.find(sign) + 1 or WEEKDAYS.index(sign) + 1 for sign in signs}
    return tuple(sorted(found))


def _hour(text: str, _today: date) -> time:
    """Read 7:00, 7点半, 下午2点; Problem `need_hour_impossible`."""
    found = _HOUR.fullmatch("".join(plain(text).split()))
    if not found:
        raise Problem("need_hour_impossible", text=text)
    hour, minute = int(found[2]), 30 if found[4] else int(found[3] or 0)
    if found[1] in ("下午", "晚上") and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        raise Problem("need_hour_impossible", text=text)
    return time(hour, minute)


def _days(text: str, _today: date) -> int:
    """Read a number of days; Problem `need_days_impossible` below zero or beyond a year."""
    digits = plain(text).removesuffix("天").strip()
    if not re.fullmatch(r"[0-9]{1,4}", digits) or int(digits) > _MOST_DAYS:
        raise Problem("need_days_impossible", text=text)
    return int(digits)


def _near(detail: Detail) -> Callable[[str, date], date]:
    before, after = _NEAR[detail]

    def read(text: str, today: date) -> date:
        day = read_day(plain(text))
        # Counted in days: near the ends of the calendar a bound would not exist.
        if not -before <= (day - today).days <= after:
            raise Problem("need_date_impossible", day=day, today=today, before=before, after=after)
        return day

    return read


def _words(text: str, _today: date) -> str:
    if len(text) > _LONGEST:
        raise Problem("need_words_long", most=_LONGEST)
    return text


_READ: Mapping[Detail, Callable[[str, date], Any]] = {
    Detail.WEEKDAYS: _weekdays,
    Detail.HOUR: _hour,
    Detail.DAYS_LEFT: _days,
    **{detail: _near(detail) for detail in _NEAR},
}


def read_kind(text: str) -> Kind:
    """The kind of that key; Problem `need_kind_unknown`."""
    if text not in set(Kind):
        raise Problem("need_kind_unknown", kind=text)
    return Kind(text)


def read_need(kind: str, typed: Mapping[str, str], today: date) -> Need:
    """Read a need with what was typed for the details that its kind asks for; empty is not known.

    Days of medicine without the day they were counted on were counted today. Problems:
    `need_kind_unknown`, `need_weekday_impossible`, `need_hour_impossible`, `need_days_impossible`,
    `need_date_impossible`, `need_words_long`, `day_unreadable`.
    """
    which = read_kind(kind)
    read: dict[str, Any] = {}
    for detail in KINDS[which].details:
        if text := typed.get(detail, "").strip():
            read[detail] = _READ.get(detail, _words)(text, today)
    if Detail.DAYS_LEFT in read:
        read.setdefault(Detail.AS_OF, today)
    return Need(which, Details(**read))


def changed(need: Need, typed: Mapping[str, str], today: date, *, keep_unsaid: bool) -> Need:
    """The need with what was typed now; `keep_unsaid`: what is empty stays, for who was not shown it.

    Problems as `read_need`.
    """
    fresh = read_need(need.kind, typed, today)
    if not keep_unsaid:
        return fresh
    values = {
        one.name: getattr(
            fresh.details if fresh.details.has(Detail(one.name)) else need.details, one.name
        )
        for one in fields(Details)
    }
    return Need(need.kind, Details(**values))
