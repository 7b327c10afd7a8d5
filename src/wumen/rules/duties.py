"""What is owed: from the orders over one subject and the playbook to its duties of one day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from wumen.rules.orders import OrderInForce, strictness
from wumen.rules.playbooks import Clause, Grade, Playbook, SubjectKind, What
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Care
from wumen.rules.time import Interval, at, business_day
from wumen.rules.visits import Again, again_of


class DutyState(StrEnum):
    """The states that are stored; overdue and missed are derived from the clock."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    WAIVED = "waived"
    WITHDRAWN = "withdrawn"


PENDING = (DutyState.OPEN, DutyState.TAKEN)

# What is asked of people, or keeps them at home: without an order that holds it may not be asked any longer,
# though its window is open. What is brought, taken away or cleaned for them is still owed to its end.
ASKED_OF_PEOPLE = frozenset(
    {What.TEMPERATURE, What.SYMPTOMS, What.SAMPLING, What.VISIT, What.WATCH, What.TRADE}
)


@dataclass(frozen=True)
class Subject:
    """Of whom or of what duties are owed, as far as rules care: its kind, and which kind of facility.

    `special`: the clauses of certain needs that speak of it, by outbreak and key; never the needs. `at_door`: the
    sampling rounds in which it is sampled at its door.
    """

    kind: SubjectKind
    facility: str = ""
    special: frozenset[tuple[str, str]] = frozenset()
    at_door: frozenset[UUID] = frozenset()

    def is_meant_by(self, clause: Clause, outbreak: str) -> bool:
        """Whether a clause of an outbreak's rules speaks of it."""
        if self.kind is not clause.subject:
            return False
        if clause.special:
            return (outbreak, clause.key) in self.special
        return not clause.facilities or self.facility in clause.facilities


RESIDENT = Subject(SubjectKind.RESIDENT)
HOUSEHOLD = Subject(SubjectKind.HOUSEHOLD)


@dataclass(frozen=True)
class Owed:
    """One thing owed by a subject on a day: what, in which window, by which role, and on what grounds."""

    what: What
    win: str
    opens_at: datetime
    due_at: datetime
    role: str
    outbreak: str
    clause: str
    orders: tuple[str, ...]
    again: Again | None = None
    notice: str = ""

    def basis(self) -> dict[str, object]:
        """What the duty remembers of its grounds: outbreak, clause and all the orders that ask for it.

        And the local notice that made the clause what it is, where one did.
        """
        named = {"notice": self.notice} if self.notice else {}
        orders = list(self.orders)
        return {"outbreak": self.outbreak, "clause": self.clause, "orders": orders, **named}


def subjects_of(playbooks: Iterable[Playbook]) -> tuple[Subject, ...]:
    """Every kind of subject that some clause speaks of on days of orders, in one order."""
    found = {
        Subject(clause.subject, facility)
        for playbook in playbooks
        for clause in playbook.clauses
        if not clause.on_event
        for facility in clause.facilities or ("",)
    }
    return tuple(sorted(found, key=lambda one: (one.kind, one.facility)))


def with_care(subject: Subject, care: Care, playbooks: Mapping[str, Playbook]) -> Subject:
    """The subject with the clauses of certain needs that speak of it, by what is known of its needs."""
    if care == Care():
        return subject
    special = frozenset(
        (outbreak, clause.key)
        for outbreak, playbook in playbooks.items()
        for clause in playbook.clauses
        if clause.special and clause.subject is subject.kind and clause.means(care)
    )
    return replace(subject, special=special)


def day_of_order(order: OrderInForce, day: date, playbook: Playbook) -> int:
    """The number of a day in an order, counted as the playbook counts (its first day is 0 or 1)."""
    passed = (day - business_day(order.interval.begins)).days
    return passed + playbook.playbook.first_day


def window_of(clause: Clause, win: str, day: date, playbook: Playbook) -> Interval:
    """The instants between which a clause's window is open on a day; due at 0:00 is the end of the day."""
    window = playbook.windows[win]
    due_on = day if window.due != time() else day + timedelta(days=1)
    return Interval(at(day, window.opens), at(due_on, window.due))


@dataclass(frozen=True)
class _Demand:
    """What one order asks through one clause in one window."""

    clause: Clause
    order: OrderInForce
    window: Interval


_Orders = Sequence[OrderInForce]
_Books = Mapping[str, Playbook]


def _asked(
    order: OrderInForce,
    clause: Clause,
    orders: _Orders,
    playbooks: _Books,
    day: date,
    now: datetime | None,
) -> list[tuple[str, Interval]]:
    """The windows of the day in which one order asks for what one clause names."""
    playbook = playbooks[order.outbreak]
    if clause.regime != order.regime or clause.on_event:
        return []
    if clause.once:
        return _asked_once(order, clause, orders, playbooks, day)
    if not _falls_on(order, clause, day, playbook):
        return []
    windows = [(win, window_of(clause, win, day, playbook)) for win in clause.windows]
    # A window counts when the order holds in a part of it and was known before it closed: nobody can owe
    # what nobody could yet know.
    return [
        (win, window)
        for win, window in windows
        if window.meets(order.interval)
        and window.ends > order.known_at
        and not _fell(clause, window, order.interval.ends, now)
    ]


def _fell(clause: Clause, window: Interval, over: datetime, now: datetime | None) -> bool:
    """Whether the end of an order by now took back what it asked of people in a window that goes on after it."""
    ended = now is not None and over <= now
    return ended and over < window.ends and clause.what in ASKED_OF_PEOPLE


def _falls_on(order: OrderInForce, clause: Clause, day: date, playbook: Playbook) -> bool:
    """Whether the clause asks for anything on that day of an order.

    Numbered days that were over before the order began or was known (a zone closed in the evening has no
    morning of its first day) are made up for, once, on the first day on which that can be done.
    """
    number, first = day_of_order(order, day, playbook), playbook.playbook.first_day
    if clause.falls_on(number, first):
        return True
    if not isinstance(clause.days, tuple) or number <= first:
        return False
    known = max(order.interval.begins, order.known_at)
    possible = business_day(known)
    if all(window_of(clause, win, possible, playbook).ends <= known for win in clause.windows):
        possible += timedelta(days=1)
    return day == possible and any(first <= one < number for one in clause.days)


def _asked_once(
    order: OrderInForce, clause: Clause, orders: _Orders, playbooks: _Books, day: date
) -> list[tuple[str, Interval]]:
    """What is due within hours of an order's beginning or end, on the day of that instant.

    An end by a document that came to the office after it is due from then on.
    What its end asks for is not asked while another order at least as strict still holds: doors that
    must stay shut are not opened.
    """
    begins = clause.days == "begin"
    instant, known_at = order.interval.begins, order.known_at
    if not begins:
        instant, known_at = order.interval.ends, order.end_known_at or order.interval.ends
    instant = max(instant, known_at)
    if business_day(instant) != day or (begins and not order.interval.holds(instant)):
        return []
    if not begins:
        own = strictness(order, playbooks)
        others = (one for one in orders if one is not order and one.interval.holds(instant))
        if any(strictness(one, playbooks) >= own for one in others):
            return []
    due = instant + timedelta(hours=clause.within_hours or 0)
    return [(str(clause.days), Interval(instant, due))]


def _demands(
    subject: Subject, orders: _Orders, playbooks: _Books, day: date, now: datetime | None
) -> dict[What, dict[str, list[_Demand]]]:
    """All that orders ask of a subject on a day, by what and window."""
    asked: dict[What, dict[str, list[_Demand]]] = {}
    for order in orders:
        for clause in playbooks[order.outbreak].clauses:
            if not subject.is_meant_by(clause, order.outbreak):
                continue
            for win, window in _asked(order, clause, orders, playbooks, day, now):
                by_window = asked.setdefault(clause.what, {})
                by_window.setdefault(win, []).append(_Demand(clause, order, window))
    return asked


def _strictest(demands: Sequence[_Demand], playbooks: _Books) -> _Demand:
    """The demand of the strictest regime; the rest only makes the choice the same every time."""
    return max(
        demands,
        key=lambda one: (
            *(strictness(one.order, playbooks), one.clause.key),
            *(one.clause.rank, one.order.outbreak),
        ),
    )


def _overruling(one: _Demand, every: Sequence[_Demand]) -> list[_Demand]:
    """The demands of the day whose clauses take the place of this one's."""
    return [
        other
        for other in every
        if one.clause.key in other.clause.overrules and one.order.outbreak == other.order.outbreak
    ]


def _ruling(one: _Demand, every: Sequence[_Demand], playbooks: _Books) -> _Demand:
    """The demand by whose clause this one is owed: its own, or what takes its place that day."""
    above = _overruling(one, every)
    return _ruling(_strictest(above, playbooks), every, playbooks) if above else one


def owed(
    orders: _Orders,
    playbooks: _Books,
    day: date,
    subject: Subject = RESIDENT,
    now: datetime | None = None,
) -> tuple[Owed, ...]:
    """All that a subject under these orders owes on a day, each what and window once.

    `playbooks` maps an outbreak to its rules. `now`: what an order that is over by then asked of people in a
    window that is still open is owed no more; None is before any of them ends.
    Where several orders ask for the same in one window the strictest decides; all that ask for it on the day
    stand in its basis, whichever decides. A clause that overrules another takes its place in each of its
    windows, however strict. An order more, or a longer one, never takes a window away, but what an end asks
    for waits for the last. The order in which they are given is nothing.
    """
    result: list[Owed] = []
    for what, windows in sorted(_demands(subject, orders, playbooks, day, now).items()):
        every = [demand for demands in windows.values() for demand in demands]
        numbers = tuple(sorted({demand.order.number for demand in every}))
        for win, demands in sorted(windows.items()):
            own = [one for one in demands if not _overruling(one, every)]
            chosen = _strictest(own or demands, playbooks)
            when, clause = chosen.window, _ruling(chosen, every, playbooks).clause
            outbreak = chosen.order.outbreak
            again = again_of(clause, day, playbooks[outbreak])
            result.append(
                Owed(
                    *(what, win, when.begins, when.ends, clause.role, outbreak, clause.key),
                    *(numbers, again, clause.notice),
                )
            )
    return tuple(result)


def check_grade(grades: Sequence[Grade], grade: str) -> Grade:
    """The grade as a clause accepts it; Problem `grade_not_accepted` names what it accepts."""
    for one in grades:
        if one == grade:
            return one
    raise Problem("grade_not_accepted", grade=grade, accepted=" ".join(grades))


class DutyKey(NamedTuple):
    """What names a duty: day/what/subject/window."""

    day: date
    what: str
    subject: str
    win: str

    def __str__(self) -> str:
        """The key as people and commands write it."""
        return f"{self.day}/{self.what}/{self.subject}/{self.win}"


def read_key(text: str) -> DutyKey:
    """Read a duty's key; Problem `duty_key_unreadable`."""
    parts = text.strip().split("/")
    try:
        day, what, subject, win = parts
        return DutyKey(date.fromisoformat(day), what, subject, win)
    except ValueError:
        raise Problem("duty_key_unreadable", key=text) from None
