"""The audit (核对·查漏): applies the rules subject by subject and lists every difference from what stands.

It knows the rules and the facts, and nothing of how the planner works.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wumen.queries import closing, facts, facts_beside
from wumen.queries.audit.found import Audit, Difference
from wumen.queries.chains import Chains
from wumen.queries.facts import DutyFact, OrderFacts, SubjectFact
from wumen.queries.instructions import given
from wumen.queries.occurrences import expected as after_occurrences
from wumen.queries.relay_unasked import unasked
from wumen.queries.sampling_rounds.facts import round_facts
from wumen.rules.areas import ancestors, counted_at, subdistrict
from wumen.rules.duties import PENDING, Owed, Subject, owed, subjects_of, with_care
from wumen.rules.homes import HomeState, is_attended, nobody_there, present
from wumen.rules.local_notices import laid
from wumen.rules.openings import Opening, OpeningStep, stands
from wumen.rules.photos import Asked, Moment, asked_by
from wumen.rules.playbooks import SubjectKind
from wumen.rules.posts import CHAIN, Right, Viewer
from wumen.rules.sampling_rounds.asking import RoundAsked, with_rounds
from wumen.rules.special_needs import Need, care_of
from wumen.rules.time import Interval
from wumen.rules.visits import window

if TYPE_CHECKING:
    from wumen.rules.playbooks import Playbook


@dataclass(frozen=True)
class _Expected:
    """What a subject owes by the rules, with the post that must own it."""

    owed: Owed
    area: str
    owner: UUID | None


_Needs = Mapping[UUID, tuple[Need, ...]]
# The orders over a subject by number, the notices with the depth of their scopes, and the sampling rounds.
_Over = tuple[tuple[str, ...], tuple[tuple[str, int], ...], tuple[RoundAsked, ...]]


class _DayRules:
    """The rules over the facts of one day, applied to one subject after another."""

    def __init__(self, day: date, viewer: Viewer, needs: _Needs) -> None:
        self.day, self._now = day, facts.now()
        self._needs = needs
        self.orders: OrderFacts = facts.order_facts(day, viewer.span)
        self.playbooks: Mapping[str, Playbook] = facts.outbreaks()
        self.owners = facts.owners(viewer.span)
        self._scopes: dict[str, set[str]] = {}
        for path, number in self.orders.places:
            self._scopes.setdefault(path, set()).add(number)
        self.notices = facts.notice_facts(day)
        self._notices_at: dict[str, set[str]] = {}
        for path, number in self.notices.places:
            self._notices_at.setdefault(path, set()).add(number)
        rounds = round_facts(day)
        self._rounds_at: dict[str, list[RoundAsked]] = {}
        self._at_door = rounds.at_door
        for path, key in rounds.places:
            self._rounds_at.setdefault(path, []).append(rounds.rounds[key])
        self._known: dict[tuple[_Over, Subject], tuple[Owed, ...]] = {}

    def _over(self, subject: SubjectFact) -> tuple[str, ...]:
        """The numbers of all orders over a place, on the person there, or on a person of the household."""
        chain = [*ancestors(subject.area), subject.area]
        numbers = {number for path in chain for number in self._scopes.get(path, ())}
        for person in subject.people:
            numbers |= self.orders.residents.get(person.id, frozenset())
        return tuple(sorted(numbers))

    def _under(self, subject: SubjectFact) -> tuple[tuple[str, int], ...]:
        """The local notices over a place, each with how deep the narrowest of its scopes lies there."""
        if not self._notices_at:
            return ()
        found: dict[str, int] = {}
        for depth, path in enumerate([*ancestors(subject.area), subject.area], 1):
            found |= dict.fromkeys(self._notices_at.get(path, ()), depth)
        return tuple(sorted(found.items()))

    def _asked(self, subject: SubjectFact) -> tuple[RoundAsked, ...]:
        """The sampling rounds that are held where a subject is, each once however many of its scopes hold it."""
        if not self._rounds_at:
            return ()
        chain = [*ancestors(subject.area), subject.area]
        found = {one.id: one for path in chain for one in self._rounds_at.get(path, ())}
        return tuple(sorted(found.values(), key=lambda one: one.number))

    def _books(self, under: tuple[tuple[str, int], ...]) -> Mapping[str, "Playbook"]:
        """The playbooks as they stand under some notices."""
        over = [replace(self.notices.notices[number], depth=depth) for number, depth in under]
        return {
            key: laid(book, (one for one in over if one.outbreak == key), self.day)
            for key, book in self.playbooks.items()
        }

    def owner(self, door: str, role: str) -> UUID | None:
        """The nearest post of the role, then up the chain of who answers for what."""
        upward = [door, *reversed(ancestors(door)), ""]
        posts = (
            self.owners.get((candidate, place)) for candidate in (role, *CHAIN) for place in upward
        )
        return next((post for post in posts if post), None)

    def _is_there(self, subject: SubjectFact) -> bool:
        """Whether it can owe anything that day: nobody does who is away, no home with nobody in it."""
        if subject.state:
            return is_attended(HomeState(subject.state), subject.people, self.day)
        return nobody_there(subject.people, self.day) is None

    def _subject(self, subject: SubjectFact) -> Subject:
        """The subject as the rules see it, with the clauses of its needs and the rounds that come to its door."""
        at_door = self._at_door.get(subject.id, frozenset())
        kind = Subject(SubjectKind(subject.kind), subject.facility, at_door=at_door)
        if not any(person.id in self._needs for person in subject.people):
            return kind
        there = [self._needs.get(person.id, ()) for person in present(subject.people, self.day)]
        return with_care(kind, care_of(there, self.day), self.playbooks)

    def expected(self, subject: SubjectFact) -> Iterator[_Expected]:
        """All that a subject owes on the day."""
        numbers, under, rounds = self._over(subject), self._under(subject), self._asked(subject)
        over = numbers, under, rounds
        if not (numbers or rounds) or not self._is_there(subject):
            return
        kind = self._subject(subject)
        if (over, kind) not in self._known:
            orders, books = [self.orders.orders[number] for number in numbers], self._books(under)
            made = owed(orders, books, self.day, kind, self._now)
            whole = with_rounds(made, rounds, orders, books, kind, self._now)
            self._known[over, kind] = whole
        for one in self._known[over, kind]:
            if subject.since is None or one.due_at > subject.since:
                yield _Expected(one, subject.stands, self.owner(subject.area, one.role))


def _key(day: date, what: str, subject: UUID, win: str) -> str:
    return f"{day}/{what}/{subject}/{win}"


def _compare(key: str, want: _Expected, duty: DutyFact, now: datetime) -> Iterator[Difference]:
    """How a standing duty differs from what is owed; what is settled or past keeps its former shape."""
    if duty.state == "withdrawn" and duty.due_at > now:
        yield Difference("missing", key, found="withdrawn")
    if duty.state not in PENDING or duty.due_at <= now:
        return
    if (duty.area, duty.subdistrict) != (want.area, subdistrict(want.area)):
        yield Difference("wrong_place", key, want.area, duty.area)
    due = window(Interval(want.owed.opens_at, want.owed.due_at), want.owed.again, duty.tried)
    if (duty.opens_at, duty.due_at) != (due.begins, due.ends):
        yield Difference("wrong_window", key, str(due.ends), str(duty.due_at))
    if duty.owner != want.owner:
        yield Difference("wrong_owner", key, str(want.owner), str(duty.owner))
    elif duty.owner is None:
        yield Difference("no_owner", key)
    if dict(duty.basis) != want.owed.basis():
        yield Difference("wrong_grounds", key, want.owed.basis(), dict(duty.basis))


def _check_day(
    day: date,
    viewer: Viewer,
    subjects: list[SubjectFact],
    needs: _Needs,
    standing: list[DutyFact],
) -> Iterator[Difference]:
    """Every subject of a day against the ledger, and every duty of the ledger against its subject."""
    rules, now = _DayRules(day, viewer, needs), facts.now()
    found = {(one.subject, one.what, one.win): one for one in standing}
    known: set[UUID] = set()
    for subject in subjects:
        known.add(subject.id)
        for want in rules.expected(subject):
            one = want.owed
            duty = found.pop((subject.id, one.what, one.win), None)
            key = _key(day, one.what, subject.id, one.win)
            if duty is None:
                yield Difference("missing", key)
            else:
                yield from _compare(key, want, duty, now)
    yield from _check_given(rules, viewer, found, now)
    yield from _check_occurred(rules, viewer, subjects, found)
    for (ident, what, win), duty in found.items():
        if duty.state in PENDING and duty.due_at > now:
            kind = "unwanted" if ident in known else "nobody"
            yield Difference(kind, _key(day, what, ident, win), found=duty.state)


def _check_given(
    rules: _DayRules, viewer: Viewer, found: dict[tuple[UUID, str, str], DutyFact], now: datetime
) -> Iterator[Difference]:
    """Every instruction of the day against the ledger: it stands once, as it was given, until it is closed."""
    for one in given(rules.day, viewer.span):
        owes = one.owed()
        key = _key(rules.day, owes.what, one.subject, owes.win)
        duty = found.pop((one.subject, owes.what, owes.win), None)
        if duty is None:
            yield Difference("missing", key)
            continue
        want = _Expected(owes, one.stands, one.post or rules.owner(one.asks_at, one.role))
        yield from _compare(key, want, duty, now)
        if one.closed_day is not None and duty.state != one.closed_as:
            yield Difference("closed_differs", key, one.closed_as, duty.state)
        if duty.due_at <= now and duty.state in PENDING:
            # It stands again day after day with the hours at which it was given: these never change.
            yield from _compare_given(key, want, duty)


def _check_occurred(
    rules: _DayRules,
    viewer: Viewer,
    subjects: list[SubjectFact],
    found: dict[tuple[UUID, str, str], DutyFact],
) -> Iterator[Difference]:
    """All that is owed after what happened against the ledger: each stands once."""
    books, now = rules.playbooks, facts.now()
    for subject, owes in after_occurrences.expected(rules.day, viewer.span, subjects, books):
        key = _key(rules.day, owes.what, subject.id, owes.win)
        duty = found.pop((subject.id, owes.what, owes.win), None)
        if duty is None:
            yield Difference("missing", key)
        else:
            want = _Expected(owes, subject.stands, rules.owner(subject.area, owes.role))
            yield from _compare(key, want, duty, now)


def _compare_given(key: str, want: _Expected, duty: DutyFact) -> Iterator[Difference]:
    """What must be so of an instruction that is overdue, too: its hours and its grounds."""
    if (duty.opens_at, duty.due_at) != (want.owed.opens_at, want.owed.due_at):
        yield Difference("wrong_window", key, str(want.owed.due_at), str(duty.due_at))
    if dict(duty.basis) != want.owed.basis():
        yield Difference("wrong_grounds", key, want.owed.basis(), dict(duty.basis))


def _check_evidence(day: date, standing: list[DutyFact]) -> Iterator[Difference]:
    """What is done or waived must name an event that is in the log."""
    settled = [one for one in standing if one.state in ("done", "waived")]
    logged = facts.logged({one.evidence for one in settled if one.evidence})
    for one in settled:
        if one.evidence not in logged:
            yield Difference("no_evidence", _key(day, one.what, one.subject, one.win))


def _check_photos(
    day: date, standing: list[DutyFact], books: "Mapping[str, Playbook]"
) -> Iterator[Difference]:
    """What is done and asks for a photo must have it; of a flaw one of after."""
    clauses = {(key, one.key): one for key, book in books.items() for one in book.clauses}
    asking = []
    for one in (one for one in standing if one.state == "done"):
        clause = clauses.get((facts.book_of(one.basis), str(one.basis["clause"])))
        if (asked := asked_by(one.basis, clause)) is not Asked.NONE:
            asking.append((one, asked))
    shown = facts.photographed(day) if asking else set()
    for one, asked in asking:
        wanted = (Moment.AFTER,) if asked is Asked.BOTH else tuple(Moment)
        if not any((one.what, one.subject, one.win, moment) in shown for moment in wanted):
            yield Difference("no_photo", _key(day, one.what, one.subject, one.win))


def _check_counts(day: date, standing: list[DutyFact]) -> Iterator[Difference]:
    """The kept counts against the ledger itself."""
    counted: Counter[tuple[str, ...]] = Counter(
        (
            counted_at(one.area),
            one.what,
            one.win,
            one.state,
            one.grade or "",
            str(one.owner or ""),
            str(int(one.due_at.timestamp())),
        )
        for one in standing
    )
    kept = facts.tallied(day)
    for place in sorted(counted.keys() | kept.keys()):
        if counted[place] != kept.get(place, 0):
            yield Difference(
                "count_differs", " ".join([str(day), *place]), counted[place], kept.get(place, 0)
            )


def _check_stock() -> Iterator[Difference]:
    """What is kept at deposit points against its movements."""
    for thing, held, moved in facts_beside.stock_counts():
        if held != moved:
            yield Difference("stock_differs", thing, moved, held)


def _check_relays(viewer: Viewer) -> Iterator[Difference]:
    """What groups wrote and somebody confirmed, and danger to life whoever confirmed it: each stands as a request."""
    for entry, state in unasked(viewer.span):
        yield Difference("need_unasked", entry, found=state)


def _check_exits(viewer: Viewer) -> Iterator[Difference]:
    """No blocked exit has ended without a photo of the free way out and somebody's word that it is open."""
    for win, steps, shown in facts_beside.exits_ended(viewer.span):
        last = stands([OpeningStep(one) for one in steps])
        if last is not Opening.CONFIRMED or not shown:
            yield Difference("exit_unproven", win, "photo, confirmed", " ".join(steps))


def _check_erased() -> Iterator[Difference]:
    """What was erased against its certificate, and what was to be erased by now; seen only over everything."""
    yield from (Difference(*one) for one in closing.not_as_certified())
    yield from (Difference("erasure_unfinished", name) for name in closing.unfinished())


def _check_kept(viewer: Viewer, chains: Chains) -> Iterator[Difference]:
    """What is kept beside the days: the log, stock, what was erased, and where rows lie."""
    yield from (Difference("chain_broken", one.writer, found=one.why) for one in chains.broken)
    yield from _check_stock()
    yield from _check_relays(viewer)
    yield from _check_exits(viewer)
    if not viewer.area:
        yield from (Difference("stock_halves_differ", *one) for one in facts_beside.stock_halves())
        yield from _check_erased()
    yield from (Difference("default_partition", name) for name in facts.in_default())


def audit(viewer: Viewer) -> Audit:
    """Check the viewer's area: today and every later day that was planned, counts, evidence and chains."""
    viewer.must(Right.AUDIT)
    differences: list[Difference] = []
    grades: Counter[str] = Counter()
    total = 0
    with facts.whole_look(viewer):
        rules = facts.books()
        books = rules.values()
        kinds = {one.kind for one in subjects_of(books)} | after_occurrences.kinds(books)
        special = any(
            clause.special for book in facts.outbreaks().values() for clause in book.clauses
        )
        needs = facts.needs([viewer.span]) if special else {}
        subjects = list(facts.subjects(viewer.span, kinds | {SubjectKind.RESIDENT}))
        days = sorted({facts.today(), *facts.planned_days(facts.today())})
        for day in days:
            standing = list(facts.duties(day, viewer.span))
            total += len(standing)
            grades.update(one.grade for one in standing if one.grade)
            differences += _check_day(day, viewer, subjects, needs, standing)
            differences += _check_evidence(day, standing)
            differences += _check_photos(day, standing, rules)
            differences += _check_counts(day, standing)
        chains = facts.chains(viewer)
        differences += _check_kept(viewer, chains)
        return Audit(
            facts.now(),
            tuple(days),
            len(subjects),
            total,
            tuple(differences),
            chains.checked,
            len(chains.broken),
            dict(grades),
        )
