"""The properties that the issue names, each by its name, over every shipped playbook and kind of subject."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.test_playbooks import BASE, SHIPPED, shipped
from wumen.rules.duties import Owed, Subject, owed, subjects_of
from wumen.rules.isolation import Cause, IsolationFacts, Start, isolated, kind_for
from wumen.rules.movement import EMERGENCIES, Asked, MovementFacts, Purpose, Verdict, may_go_out
from wumen.rules.orders import OrderDraft, OrderInForce, check_draft, strictness
from wumen.rules.playbooks import Fact, lay_over
from wumen.rules.problems import Problem
from wumen.rules.release import DATED, Attestation, ReleaseFacts, conditions
from wumen.rules.time import Interval, at

DAY = date(2022, 1, 10)
NOON = at(DAY, time(12))
# Each as an office has it: the overlays of the tests lie over the playbook of the story.
OVERLAY = "morning-sampling"
BOOKS = {key: shipped(key) for key in SHIPPED if key != OVERLAY} | {
    "story": lay_over(BASE, [shipped(OVERLAY)])
}
REGIMES = [(outbreak, regime) for outbreak, book in BOOKS.items() for regime in book.regimes]
SUBJECTS = subjects_of(BOOKS.values())
INSTANTS = st.integers(-400, 400).map(lambda hours: NOON + timedelta(hours=hours))


@st.composite
def orders(draw: st.DrawFn) -> OrderInForce:
    """Any order around the day, of any playbook, known early or late, ended by a document or by itself."""
    outbreak, regime = draw(st.sampled_from(REGIMES))
    begins = draw(INSTANTS)
    held = Interval(begins, begins + timedelta(hours=draw(st.integers(1, 400))))
    number = draw(st.integers(1, 99).map(str))
    return OrderInForce(number, outbreak, regime, held, draw(INSTANTS), draw(st.none() | INSTANTS))


MANY = st.lists(orders(), max_size=5, unique_by=lambda one: one.number)
SUBJECT = st.sampled_from(SUBJECTS)


def counts(found: tuple[Owed, ...]) -> Counter[str]:
    """How often each what is owed, but for what only an end asks for."""
    return Counter(one.what for one in found if one.win != "end")


@given(MANY, SUBJECT)
def test_one_duty_per_subject_what_day_and_window(
    held: list[OrderInForce], subject: Subject
) -> None:
    found = owed(held, BOOKS, DAY, subject)
    assert len({(one.what, one.win) for one in found}) == len(found)


@given(MANY, SUBJECT, st.integers(0, 4), st.integers(1, 300))
def test_a_longer_order_never_owes_less(
    held: list[OrderInForce], subject: Subject, which: int, hours: int
) -> None:
    assume(which < len(held))
    one = held[which]
    longer = Interval(one.interval.begins, one.interval.ends + timedelta(hours=hours))
    after = [*held[:which], replace(one, interval=longer), *held[which + 1 :]]
    assert counts(owed(held, BOOKS, DAY, subject)) <= counts(owed(after, BOOKS, DAY, subject))


@given(MANY, SUBJECT, orders())
def test_of_many_orders_the_strictest_decides_and_none_takes_anything_away(
    held: list[OrderInForce], subject: Subject, more: OrderInForce
) -> None:
    both = [*held, replace(more, number="100")]
    assert counts(owed(held, BOOKS, DAY, subject)) <= counts(owed(both, BOOKS, DAY, subject))
    for one in owed(both, BOOKS, DAY, subject):
        regime = BOOKS[one.outbreak].clause(one.clause).regime
        asking = [order for order in both if order.number in one.orders]
        assert BOOKS[one.outbreak].regimes[regime].strictness <= max(
            strictness(order, BOOKS) for order in asking
        )


@given(MANY, SUBJECT)
def test_nobody_owes_anything_in_a_window_after_all_that_asks_for_it_has_ended(
    held: list[OrderInForce], subject: Subject
) -> None:
    by_number = {one.number: one.interval for one in held}
    for one in owed(held, BOOKS, DAY, subject):
        ends = max(by_number[number].ends for number in one.orders)
        assert one.win == "end" or one.opens_at < ends


@given(MANY, SUBJECT, st.randoms(use_true_random=False))
def test_in_which_order_orders_arrive_is_nothing(held, subject, chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(held)
    chance.shuffle(shuffled)
    assert owed(shuffled, BOOKS, DAY, subject) == owed(held, BOOKS, DAY, subject)


ATTESTED = st.lists(
    st.builds(
        Attestation,
        st.sampled_from(list(Fact)),
        st.dates(date(2021, 12, 25), DAY),
        st.booleans(),
        st.just("王医生"),
        st.sampled_from(["甲", "乙"]),
    ),
    max_size=8,
)


@given(ATTESTED, st.randoms(use_true_random=False))
def test_in_which_order_facts_arrive_is_nothing(attested, chance) -> None:  # type: ignore[no-untyped-def]
    held = Interval(NOON - timedelta(days=15), NOON + timedelta(days=1))
    shuffled = list(attested)
    chance.shuffle(shuffled)
    for release in BASE.releases:
        told, later = (
            conditions(release, ReleaseFacts(NOON, held, tuple(some), {}))
            for some in (attested, shuffled)
        )
        assert told == later
    starts = [Start(Cause.INFECTION, one.on) for one in attested]
    again = [Start(Cause.INFECTION, one.on) for one in shuffled]
    kind = kind_for("close-contact", (), BASE)
    assert isolated(kind, IsolationFacts(DAY, starts), BASE) == isolated(
        kind, IsolationFacts(DAY, again), BASE
    )


@given(ATTESTED, st.dates(date(2021, 12, 25), DAY), st.sampled_from(sorted(DATED)))
def test_one_more_infection_or_contact_never_brings_an_end_nearer(
    attested: list[Attestation], on: date, fact: Fact
) -> None:
    held = Interval(NOON - timedelta(days=15), NOON + timedelta(days=1))
    more = [*attested, Attestation(fact, on, True, "王医生", "甲")]
    known = {one.fact for one in attested}
    for release in BASE.releases:
        before, after = (
            conditions(release, ReleaseFacts(NOON, held, tuple(some), {}))
            for some in (attested, more)
        )
        for one, other in zip(before, after, strict=True):
            if fact in known and other.met:
                assert one.met


TEXTS = st.sampled_from(["", " ", "中原区指挥部", "锦绣城社区", "通告第1号"])
WHEN = st.none() | INSTANTS


@given(
    st.builds(
        OrderDraft,
        st.sampled_from([*BASE.regimes, "curfew"]),
        TEXTS,
        TEXTS,
        TEXTS,
        WHEN,
        WHEN,
        st.sampled_from([(), ("410102003008/jxc/1",)]),
        st.sampled_from([(), ("somebody",)]),
    )
)
def test_no_restriction_without_grounds_and_an_end(draft: OrderDraft) -> None:
    try:
        held = check_draft(draft, BASE)
    except Problem:
        return
    assert draft.begins == held.begins < held.ends == draft.ends
    assert all(text.strip() for text in (draft.authority, draft.document, draft.ground))
    assert draft.authority == "中原区指挥部" or draft.authority == "通告第1号"
    assert draft.paths or draft.residents


@given(
    st.sampled_from(sorted(EMERGENCIES)), MANY, st.booleans(), st.booleans(), st.text(max_size=5)
)
def test_no_emergency_is_ever_refused(
    purpose: Purpose, held: list[OrderInForce], beyond: bool, dependent: bool, companion: str
) -> None:
    facts = MovementFacts(NOON, held, (), dependent)
    answer = may_go_out(Asked(purpose, beyond, companion), facts, BOOKS)
    assert answer.verdict is Verdict.LET_THROUGH


@given(MANY, st.integers(0, 40))
def test_an_order_holds_nobody_from_the_instant_of_its_end(
    held: list[OrderInForce], later: int
) -> None:
    end: datetime = max((one.interval.ends for one in held), default=NOON)
    facts = MovementFacts(end + timedelta(hours=later), held)
    answer = may_go_out(Asked(Purpose.AIR, beyond=True), facts, BOOKS)
    assert answer.verdict is Verdict.LET_THROUGH
