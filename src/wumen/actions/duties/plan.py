"""Plans a day: orders and rules become demands, and the ledger of duties is reconciled with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.duties.apart import apart, with_doors
from wumen.actions.log import log
from wumen.queries import facts
from wumen.queries.instructions import given
from wumen.queries.occurrences.arising import arising
from wumen.queries.sampling_rounds.facts import round_facts
from wumen.records import clock, planning
from wumen.records.models import Household, Outbreak
from wumen.records.planning import Changes, Demand, Plan
from wumen.rules.areas import Span, common, counted_at, counted_in, span, subdistrict
from wumen.rules.contexts import deepest, owner, stretch_at, stretches
from wumen.rules.duties import RESIDENT, Owed, Subject, owed, subjects_of
from wumen.rules.local_notices import laid
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import with_rounds

if TYPE_CHECKING:
    from wumen.rules.playbooks import Playbook


@dataclass(frozen=True)
class Planned:
    """What a run of the plan did, and what stands after it."""

    day: date
    changes: Changes
    by_what: Mapping[str, int]

    def as_dict(self) -> dict[str, object]:
        """The form that `wumen plan --json` prints."""
        return {
            "day": self.day.isoformat(),
            "made": self.changes.made,
            "moved": self.changes.moved,
            "revived": self.changes.revived,
            "withdrawn": self.changes.withdrawn,
            "standing": sum(self.by_what.values()),
            "by_what": dict(self.by_what),
        }


# Partitions stand for 13 months from today; what lies beyond would fall into the default one.
_FARTHEST = timedelta(days=365)


class _Rules:
    """The rules of one day, asked once per distinct set of orders, notices and rounds and kind of subject.

    A notice stands among the numbers as number@depth: how deep its scope lies decides which prevails. A sampling
    round stands there under a key of its own.
    """

    def __init__(self, day: date, within: Span) -> None:
        self.day, self.now = day, clock.now()
        self.facts = facts.order_facts(day, within)
        self.notices = facts.notice_facts(day)
        self.playbooks: Mapping[str, Playbook] = facts.books()
        self.owners = facts.owners(within)
        # A round asks everybody, whatever clauses speak of.
        self.subjects = tuple(dict.fromkeys([*subjects_of(self.playbooks.values()), RESIDENT]))
        own = [(path, f"{number}@{path.count('/')}") for path, number in self.notices.places]
        self.rounds = round_facts(day)
        self.scopes = [*self.facts.places, *own, *self.rounds.places]
        self._laid: dict[frozenset[str], Mapping[str, Playbook]] = {}
        self._decided: dict[tuple[frozenset[str], Subject], tuple[Owed, ...]] = {}

    def owed(self, numbers: frozenset[str], subject: Subject) -> tuple[Owed, ...]:
        """What these orders and rounds make a subject owe."""
        if (numbers, subject) not in self._decided:
            held = sorted(numbers & self.facts.orders.keys())
            asked = [one for key, one in self.rounds.rounds.items() if key in numbers]
            orders = [self.facts.orders[number] for number in held]
            under = numbers.difference(held, self.rounds.rounds)
            books = self.under_notices(under) if held else {}
            made = owed(orders, books, self.day, subject, self.now)
            whole = with_rounds(made, asked, orders, books, subject, self.now)
            self._decided[numbers, subject] = whole
        return self._decided[numbers, subject]

    def under_notices(self, entries: frozenset[str]) -> Mapping[str, "Playbook"]:
        """The playbooks of the outbreaks under a set of notices, each by its narrowest scope there."""
        if entries and entries not in self._laid:
            depths: dict[str, int] = {}
            for number, _, depth in (entry.partition("@") for entry in entries):
                depths[number] = max(depths.get(number, 0), int(depth))
            over = [replace(self.notices.notices[one], depth=depths[one]) for one in depths]
            self._laid[entries] = {
                key: laid(book, [one for one in over if one.outbreak == key], self.day)
                for key, book in self.playbooks.items()
            }
        return self._laid[entries] if entries else self.playbooks

    def demands(
        self,
        numbers: frozenset[str],
        where: Span,
        place: str,
        subject: Subject,
        group: int | None = None,
    ) -> Iterable[Demand]:
        """The demands of one context over a span, or for a group of residents or households."""
        counted, within = counted_in(place), subdistrict(place)
        for one in self.owed(numbers, subject):
            yield Demand(
                kind=subject.kind,
                facility=subject.facility,
                span=where,
                subject=None,
                group=group,
                counted=counted,
                subdistrict=within,
                what=one.what,
                win=one.win,
                opens_at=one.opens_at,
                due_at=one.due_at,
                owner=owner(place, one.role, self.owners),
                basis=one.basis(),
                again=one.again,
            )


@dataclass(frozen=True)
class _Demands:
    """All demands of a day in a span, who owes apart from the spans, and who is in which group."""

    every: Sequence[Demand]
    apart: Sequence[UUID]
    members: Sequence[tuple[UUID, int]]


def _given(day: date, within: Span, owners: Mapping[tuple[str, str], UUID]) -> Iterable[Demand]:
    """What people asked for beyond the rules and is owed on the day: each one demand of its own."""
    for one in given(day, within):
        owes = one.owed()
        yield Demand(
            kind="given",
            facility="",
            span=Span(one.stands, one.stands),
            subject=one.subject,
            counted=counted_at(one.stands),
            subdistrict=subdistrict(one.stands),
            what=owes.what,
            win=owes.win,
            opens_at=owes.opens_at,
            due_at=owes.due_at,
            owner=one.post or owner(one.asks_at, one.role, owners),
            basis=owes.basis(),
        )


def _occurred(rules: _Rules, within: Span) -> Iterable[Demand]:
    """What is owed once after what happened: each one demand of its own, standing like an instruction's."""
    for one in arising(rules.day, within, rules.playbooks):
        yield Demand(
            kind="given",
            facility="",
            span=Span(one.stands, one.stands),
            subject=one.ident,
            counted=counted_at(one.stands),
            subdistrict=subdistrict(one.stands),
            what=one.owed.what,
            win=one.owed.win,
            opens_at=one.owed.opens_at,
            due_at=one.owed.due_at,
            owner=owner(one.area, one.owed.role, rules.owners),
            basis=one.owed.basis(),
        )


def _demands(
    rules: _Rules, within: Span, places: Iterable[str], parts: Sequence[Span] = ()
) -> _Demands:
    """All demands of a day in a span, or in some `parts` of it; who owes apart is in groups that owe the same."""
    known = [*places, *(area for _, area in rules.owners if area)]

    def inside(path: str) -> bool:
        return not parts or any(one.holds(path) for one in parts)

    # Each part is a known place: whatever is cut lies in one of them whole, or in none.
    cut = [one for one in stretches(rules.scopes, known, within) if inside(one.span.lo)]
    result = [
        demand
        for subject in rules.subjects
        for one in cut
        for demand in rules.demands(one.orders, one.span, one.place, subject)
    ]
    # Where a round alone asks for something nobody's needs are opened: it asks the same of all.
    ordered = [one.span for one in cut if not one.orders <= rules.rounds.rounds.keys()]
    found = apart(rules.facts, rules.playbooks, rules.day, ordered)
    some = [one for one in with_doors(found, rules.rounds.at_door) if inside(one.door)]
    groups: dict[tuple[frozenset[str], str, Subject], int] = {}
    members: list[tuple[UUID, int]] = []
    for one in some:
        held = stretch_at(cut, one.door)
        place = held.place if held else deepest(known, one.door)
        key = one.numbers | (held.orders if held else frozenset()), place, one.subject
        members.append((one.ident, groups.setdefault(key, len(groups))))
    for (numbers, place, subject), group in groups.items():
        result += rules.demands(numbers, within, place, subject, group)
    beside = [*_given(rules.day, within, rules.owners), *_occurred(rules, within)]
    result += [one for one in beside if inside(one.span.lo)]
    idents = [one.ident for one in some] + list(rules.facts.residents)
    return _Demands(result, idents, members)


def _check_day(day: date) -> None:
    """Problem `plan_past`, `plan_too_far`, `outbreak_not_open` or `outbreak_closed`."""
    today = clock.today()
    if day < today:
        raise Problem("plan_past", day=day, today=today)
    if day > today + _FARTHEST:
        raise Problem("plan_too_far", day=day, last=today + _FARTHEST)
    if not Outbreak.objects.filter(closed_at__isnull=True).exists():
        closed = Outbreak.objects.exists()
        raise Problem("outbreak_closed" if closed else "outbreak_not_open")


def plan_day(viewer: Viewer, day: date) -> Planned:
    """Reconcile the duties of a day in the viewer's area; a second run changes nothing."""
    viewer.must(Right.PLAN)
    _check_day(day)
    with changing(viewer):
        places = facts.places(viewer.span)
        # First the lock, then the facts: what was read before it may have been planned over since.
        planning.lock(day, map(subdistrict, places))
        rules = _Rules(day, viewer.span)
        found = _demands(rules, viewer.span, places)
        plan = Plan(
            *(day, clock.now(), viewer.span, found.every, found.apart), members=found.members
        )
        changes = planning.reconcile(plan)
        standing = facts.standing_by_what(day, viewer.span)
        log(
            viewer,
            "plan.made",
            viewer.area,
            day=day,
            made=changes.made,
            moved=changes.moved,
            revived=changes.revived,
            withdrawn=changes.withdrawn,
            standing=standing,
        )
    return Planned(day, changes, standing)


def hold_plans(doors: Iterable[str]) -> None:
    """Keep other plans of these doors away until the transaction ends, today and on every planned day to come.

    To be taken before anything is locked or logged: a plan takes its lock first and logs last, and so must
    all. Today's is taken though nothing was planned yet: it parts the changes of a sub-district, too.
    """
    places, today = {subdistrict(door) for door in doors}, clock.today()
    for day in sorted({today, *facts.planned_days(today)}):
        planning.lock(day, places)


def plan_household(viewer: Viewer, household: Household) -> Changes:
    """Reconcile what one household owes on every planned day from today on.

    Inside an open transaction that holds the plans of its door, and of the one it left.
    """
    subjects = [household.id, *household.residents.values_list("id", flat=True)]
    return plan_place(viewer, household.area, subjects)


def plan_place(viewer: Viewer, place: str, subjects: Sequence[UUID] | None) -> Changes:
    """Reconcile what some owe at a door, people and homes, gone ones too, or with None all owed below a place.

    Every planned day from today on, inside an open transaction that holds the plans of the place.
    """
    total = Changes(0, 0, 0, 0)
    within = span(place)
    for day in facts.planned_days(clock.today()):
        rules = _Rules(day, within)
        found = _demands(rules, within, facts.places(within))
        held, door = (within, None) if subjects is None else (viewer.span, place)
        plan = Plan(
            *(day, clock.now(), held, found.every, found.apart, subjects, door, found.members)
        )
        one = planning.reconcile(plan)
        total = Changes(
            total.made + one.made,
            total.moved + one.moved,
            total.revived + one.revived,
            total.withdrawn + one.withdrawn,
        )
    return total


def plan_places(places: Sequence[str], day: date) -> Changes:
    """Reconcile all that is owed below some places on one day, in as many statements as for one of them.

    Inside an open transaction that holds their plans. A day that is over, or of which nothing was planned, stays.
    """
    if not places or day not in facts.planned_days(clock.today()):
        return Changes(0, 0, 0, 0)
    within, parts = span(common(list(places))), tuple(span(one) for one in places)
    rules = _Rules(day, within)
    found = _demands(rules, within, [*facts.places(within), *places], parts)
    plan = Plan(
        day, clock.now(), within, found.every, found.apart, members=found.members, parts=parts
    )
    return planning.reconcile(plan)


def plan_given(place: str) -> None:
    """Reconcile the instructions alone at and below a place, on every planned day from today on.

    Inside an open transaction that holds the plans of the place.
    """
    within = span(place)
    for day in facts.planned_days(clock.today()):
        demands = list(_given(day, within, facts.owners(within)))
        planning.reconcile(Plan(day, clock.now(), within, demands, (), given_alone=True))
