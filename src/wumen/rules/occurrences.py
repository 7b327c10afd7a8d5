"""Occurrences (发生的事): what happened at a home or place, whom it concerns, and what is owed once after it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wumen.rules.duties import Owed, Subject
from wumen.rules.homes import Absent, present
from wumen.rules.orders import OrderInForce, strictness
from wumen.rules.playbooks import Clause, Happening, Playbook, SubjectKind, What
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, business_day

# A clause of events asks within this many hours at most (rules/playbooks/form.py), and looks no farther.
REACH = timedelta(hours=72)
# Who is away by it herself: what is owed to people goes to those who stay.
_TAKEN_AWAY = frozenset({Happening.TRANSFER, Happening.MEDICAL_TRIP})
# What is owed to the rooms, whoever is behind the door.
_OF_ROOMS = frozenset({What.DISINFECTION, What.WASTE})
_WIN = re.compile(r"e(\d{1,12})")
_FARTHEST_BACK = timedelta(days=14)


@dataclass(frozen=True)
class Occurrence:
    """One thing that happened, as the rules look at it.

    `area` is where; `building` the building around it, or the nearest place where there is none. At a home
    `household` names it and `resident`, if known, to whom it happened. `noted_at`: since when the office knows.
    """

    number: int
    kind: Happening
    outbreak: str
    area: str
    building: str
    at: datetime
    noted_at: datetime
    household: UUID | None = None
    resident: UUID | None = None


def win_of(number: int) -> str:
    """The window of what is owed after it: two of them on one subject and day stay apart by their numbers."""
    return f"e{number}"


def occurrence_of(win: str) -> int | None:
    """The number that a window carries; None for any other window."""
    found = _WIN.fullmatch(win)
    return int(found[1]) if found else None


def of_home(one: Occurrence, household: UUID | None) -> bool:
    """Whether it happened to that household."""
    return household is not None and one.household == household


def of_place(one: Occurrence, kind: SubjectKind, area: str) -> bool:
    """Whether a stairwell, gate or facility at a place is concerned by it.

    Of a home: its own stairwell, the facilities of its unit and building, the gate of its compound. Of a
    place: what lies in it as well. Never the unit next door.
    """
    if area.startswith(one.area):
        return True
    around = one.area.startswith(area)
    if kind is SubjectKind.FACILITY:
        return around and len(area) >= len(one.building)
    return around


def anybody_stays(
    one: Occurrence, people: Sequence[Absent], day: date, taken: Absent | None
) -> bool:
    """Whether somebody is behind the door to whom something can be owed after it.

    Who was taken away is not; a home with nobody registered may hide somebody.
    """
    there = present(people, day)
    if one.kind in _TAKEN_AWAY and taken is not None:
        there = [person for person in there if person is not taken]
    return bool(there) or not people


def for_rooms(clause: Clause) -> bool:
    """Whether a clause asks for something of the rooms, owed also where nobody is at home."""
    return clause.what in _OF_ROOMS


@dataclass(frozen=True)
class _Asked:
    """What one order asks through one clause after an occurrence: from when, until when.

    `order` is None for what a clause asks wherever it happened.
    """

    clause: Clause
    order: OrderInForce | None
    hours: Interval


# How long a home is gone to last and alone after it: who lives together with a case is watched for fourteen days.
# Source: edition 8, close contacts (共同生活) are observed for 14 days.
APART_FOR = timedelta(days=14)
_APART_AFTER = frozenset({Happening.POSITIVE, Happening.TRANSFER})


def sets_apart(kind: Happening, at: datetime, now: datetime) -> bool:
    """Whether a home to which that happened is gone to last and named in no group, with an order or without."""
    return kind in _APART_AFTER and now - at < APART_FOR


def _anywhere(one: Occurrence, clause: Clause) -> Interval | None:
    """The hours in which a clause asks for something wherever it happened, with an order or without."""
    if clause.regime or one.kind not in clause.on:
        return None
    noted = max(one.at, one.noted_at)
    return Interval(noted, noted + timedelta(hours=clause.within_hours or 0))


def _asked(one: Occurrence, clause: Clause, order: OrderInForce) -> Interval | None:
    """The hours in which an order asks for what a clause names after an occurrence; None where it does not.

    The order holds at some instant between the occurrence and the end of the hours that begin when it was
    noted, and is known by then: a positive that is found before the zone is drawn counts in the zone, and
    one that was noted late is due from then on.
    """
    if order.outbreak != one.outbreak or order.regime != clause.regime or one.kind not in clause.on:
        return None
    within = timedelta(hours=clause.within_hours or 0)
    noted = max(one.at, one.noted_at)
    until = noted + within
    if not order.interval.meets(Interval(one.at, until)) or order.known_at >= until:
        return None
    begins = max(noted, order.interval.begins, order.known_at)
    return Interval(begins, begins + within)


def owed_after(
    one: Occurrence,
    orders: Iterable[OrderInForce],
    playbooks: Mapping[str, Playbook],
    day: date,
    subject: Subject,
    stays: bool = True,
) -> tuple[Owed, ...]:
    """All that a subject whom it concerns owes on a day after one occurrence, each what once in all its days.

    `orders`: those over the subject that hold at any instant since it happened; a clause that names no regime asks
    without one, too. It is owed on the day of
    the first instant at which one asks for it, from that instant, until the earliest end; of several the
    strictest decides by whose clause. `stays`: whether somebody is behind the door.
    """
    book = playbooks.get(one.outbreak)
    by_what: dict[What, list[_Asked]] = {}
    found: list[tuple[OrderInForce | None, Interval | None]]
    for clause in book.clauses if book else ():
        if not clause.on_event or not subject.is_meant_by(clause, one.outbreak):
            continue
        if not stays and not for_rooms(clause):
            continue
        found = [(None, _anywhere(one, clause))]
        found += [(order, _asked(one, clause, order)) for order in orders]
        by_what.setdefault(clause.what, []).extend(
            _Asked(clause, order, hours) for order, hours in found if hours is not None
        )
    decided = (
        _decided(one, what, asked, playbooks) for what, asked in sorted(by_what.items()) if asked
    )
    return tuple(owes for owes in decided if business_day(owes.opens_at) == day)


# Less strict than any order.
_NO_ORDER = -1


def _decided(
    one: Occurrence, what: What, asked: Sequence[_Asked], playbooks: Mapping[str, Playbook]
) -> Owed:
    """What is owed where several orders or clauses ask for the same: once, from the first, by the strictest.

    What is asked wherever it happened stands behind what any order asks.
    """
    opens = min(each.hours.begins for each in asked)
    due = min(each.hours.ends for each in asked)
    first = [each for each in asked if business_day(each.hours.begins) == business_day(opens)]
    chosen = max(
        first,
        key=lambda each: (
            strictness(each.order, playbooks) if each.order else _NO_ORDER,
            *(each.clause.key, each.clause.rank),
        ),
    )
    numbers = tuple(sorted({each.order.number for each in first if each.order}))
    clause = chosen.clause
    return Owed(
        *(what, win_of(one.number), opens, due, clause.role, one.outbreak, clause.key, numbers),
        notice=clause.notice,
    )


@dataclass(frozen=True)
class OccurrenceDraft:
    """What a clerk notes: what happened, where or to whom, when, who said so, by which paper if any.

    `path` is a home's door or a place, `resident` (an id) one of the home.
    """

    kind: str
    path: str
    at: datetime
    told_by: str
    resident: str = ""
    document: str = ""


def check_draft(draft: OccurrenceDraft, now: datetime) -> Happening:
    """The kind of what happened, if it can be noted.

    Problems: `occurrence_kind_unknown`, `occurrence_ahead`, `occurrence_too_old`, `occurrence_needs_source`.
    """
    if draft.kind not in set(Happening):
        raise Problem("occurrence_kind_unknown")
    if draft.at > now:
        raise Problem("occurrence_ahead")
    if draft.at < now - _FARTHEST_BACK:
        raise Problem("occurrence_too_old", days=_FARTHEST_BACK.days)
    if not draft.told_by.strip():
        raise Problem("occurrence_needs_source")
    return Happening(draft.kind)
