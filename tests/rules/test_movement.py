"""May she go out now: an emergency at once, care always, nobody held without an order in force."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_playbooks import BASE, SHIPPED, shipped
from wumen.rules.movement import (
    CARE,
    EMERGENCIES,
    PURPOSE_NAMES,
    VERDICT_NAMES,
    Answer,
    Asked,
    MovementFacts,
    Purpose,
    Verdict,
    line,
    may_go_out,
)
from wumen.rules.orders import OrderInForce
from wumen.rules.time import BUSINESS_ZONE, Interval
from wumen.rules.turns import Outing, is_of, next_turn, takes_turn, told_once

NOW = datetime(2022, 1, 10, 9, tzinfo=BUSINESS_ZONE)
BOOKS = {"o": BASE, "n": shipped("norovirus"), "e": shipped("edition-9")}
REGIMES = [(outbreak, regime) for outbreak, book in BOOKS.items() for regime in book.regimes]
ELSE = sorted(set(Purpose) - EMERGENCIES - CARE - {Purpose.TRANSFER})
RANK = list(Verdict)
HOURS = st.integers(-200, 200)


@st.composite
def orders(draw: st.DrawFn) -> OrderInForce:
    """Any order around now: over, in force, or still to come."""
    outbreak, regime = draw(st.sampled_from(REGIMES))
    begins = NOW + timedelta(hours=draw(HOURS))
    ends = begins + timedelta(hours=draw(st.integers(1, 300)))
    return OrderInForce(
        draw(st.integers(1, 99).map(str)), outbreak, regime, Interval(begins, ends), begins
    )


OUTINGS = st.none() | st.lists(
    st.builds(
        Outing,
        st.integers(-5, 2).map(lambda d: NOW.date() + timedelta(d)),
        st.integers(1, 3),
        errand=st.sampled_from([True, False, None]),
    )
)
FACTS = st.builds(
    MovementFacts,
    now=st.just(NOW),
    orders=st.lists(orders(), max_size=4, unique_by=lambda one: one.number),
    outings=OUTINGS,
    whole=st.booleans(),
    dependent=st.booleans(),
)


def asks(*purposes: Purpose) -> st.SearchStrategy[Asked]:
    """Somebody asks for one of these purposes, alone or not, inside the zone or beyond."""
    company = st.sampled_from(["", "她的女儿"])
    return st.builds(Asked, st.sampled_from(purposes), st.booleans(), company)


def under(*regimes: str, purpose: Purpose = Purpose.GOODS, **said: object) -> Answer:
    """The answer under orders in force of the community plan."""
    held = Interval(NOW - timedelta(days=2), NOW + timedelta(days=5))
    some = [OrderInForce(str(n), "o", key, held, NOW) for n, key in enumerate(regimes)]
    known = {key: said.pop(key) for key in ("beyond", "companion") if key in said}
    asked = Asked(purpose, **known)  # type: ignore[arg-type]
    return may_go_out(asked, MovementFacts(NOW, some, **said), BOOKS)  # type: ignore[arg-type]


@given(asks(*EMERGENCIES), FACTS)
def test_no_emergency_is_ever_refused_whatever_is_missing(
    asked: Asked, facts: MovementFacts
) -> None:
    answer = may_go_out(asked, facts, BOOKS)
    assert answer.verdict is Verdict.LET_THROUGH
    assert "先救人，后补登记" in answer.reason[0]
    assert answer.steps
    # Not even the rules of the outbreak are needed to say so.
    assert may_go_out(asked, facts, {}) == answer


@given(asks(*CARE), FACTS)
def test_medical_care_goes_under_every_regime(asked: Asked, facts: MovementFacts) -> None:
    assert may_go_out(asked, facts, BOOKS).verdict is not Verdict.NOT_NOW


def test_care_from_a_locked_home_says_how_and_waits_for_nothing() -> None:
    answer = under("lockdown", purpose=Purpose.DIALYSIS, ask=("请找李楼长", "ask Li"))
    assert answer.verdict is Verdict.WITH_CONDITIONS
    said = line(answer)[0]
    for words in ("一车一人", "李楼长", "陪同", "闭环", "办不齐也先走"):
        assert words in said


def test_a_child_goes_to_the_doctor_with_somebody() -> None:
    for regime in BASE.regimes:
        answer = under(regime, purpose=Purpose.DOCTOR, dependent=True)
        assert any("陪同" in zh for zh, _ in answer.steps)
        assert answer.verdict is not Verdict.NOT_NOW


@given(asks(*CARE, *ELSE), FACTS)
def test_nobody_without_an_order_in_force_is_held(asked: Asked, facts: MovementFacts) -> None:
    past = [one for one in facts.orders if not one.interval.holds(NOW)]
    answer = may_go_out(asked, replace(facts, orders=past), BOOKS)
    assert answer.verdict is Verdict.LET_THROUGH
    assert answer.order is None


@given(asks(*CARE, *ELSE), FACTS)
def test_an_order_that_ended_or_has_not_begun_changes_no_answer(
    asked: Asked, facts: MovementFacts
) -> None:
    present = [one for one in facts.orders if one.interval.holds(NOW)]
    alone = may_go_out(asked, replace(facts, orders=present), BOOKS)
    assert may_go_out(asked, facts, BOOKS) == alone


@given(asks(*CARE, *ELSE), FACTS)
def test_who_is_held_is_told_by_which_order_until_when_and_what_she_can_do(
    asked: Asked, facts: MovementFacts
) -> None:
    answer = may_go_out(asked, facts, BOOKS)
    if answer.verdict is not Verdict.LET_THROUGH:
        assert answer.order in {one.number for one in facts.orders if one.interval.holds(NOW)}
        assert answer.until is not None
        assert answer.until > NOW
        assert answer.steps


@given(asks(*CARE, *ELSE), FACTS, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_arrive_is_nothing(asked, facts, chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(facts.orders)
    chance.shuffle(shuffled)
    gone = None if facts.outings is None else sorted(facts.outings, key=lambda _: chance.random())
    other = replace(facts, orders=shuffled, outings=gone)
    assert may_go_out(asked, other, BOOKS) == may_go_out(asked, facts, BOOKS)


@given(asks(*CARE, *ELSE), FACTS, orders())
def test_one_order_more_never_lets_more_through(
    asked: Asked, facts: MovementFacts, more: OrderInForce
) -> None:
    both = replace(facts, orders=[*facts.orders, replace(more, number="100")])
    before, after = (may_go_out(asked, one, BOOKS).verdict for one in (facts, both))
    assert RANK.index(after) >= RANK.index(before)


@pytest.mark.parametrize(
    ("regimes", "beyond", "verdict"),
    [
        (("lockdown",), False, Verdict.NOT_NOW),
        (("home_isolation",), False, Verdict.NOT_NOW),
        (("control",), False, Verdict.LET_THROUGH),
        (("control",), True, Verdict.NOT_NOW),
        (("precaution",), True, Verdict.LET_THROUGH),
        (("precaution", "control"), True, Verdict.NOT_NOW),
        (("control", "lockdown"), False, Verdict.NOT_NOW),
    ],
)
def test_the_strictest_regime_says_who_leaves(
    regimes: tuple[str, ...], beyond: bool, verdict: Verdict
) -> None:
    assert under(*regimes, beyond=beyond, outings=()).verdict is verdict


def test_at_the_instant_at_which_an_order_ends_nobody_is_held_any_more() -> None:
    def asked(ends: datetime) -> Verdict:
        held = Interval(NOW - timedelta(days=2), ends)
        one = OrderInForce("1", "o", "lockdown", held, NOW)
        return may_go_out(Asked(Purpose.AIR), MovementFacts(NOW, [one]), BOOKS).verdict

    assert asked(NOW) is Verdict.LET_THROUGH
    assert asked(NOW + timedelta(seconds=1)) is Verdict.NOT_NOW


def test_each_home_sends_one_person_every_second_day() -> None:
    def went(*days: int) -> Answer:
        return under("control", outings=[Outing(date(2022, 1, day)) for day in days])

    assert went().verdict is went(8).verdict is Verdict.LET_THROUGH
    assert went(9).verdict is went(10).verdict is Verdict.NOT_NOW
    assert went(9).steps[0][0] == "轮到本户：1月11日（星期二）"
    assert went(10).steps[0][0] == "轮到本户：1月12日（星期三）"


def test_a_home_that_went_out_is_told_when_that_was_noted_and_what_it_can_do() -> None:
    left = datetime(2022, 1, 10, 8, 26, tzinfo=BUSINESS_ZONE)
    answer = under("control", outings=[Outing(left.date(), at=left, gate=True)])
    assert answer.verdict is Verdict.NOT_NOW
    assert "本户已出过门：1月10日 08:26（门岗登记）" in answer.reason[0]
    steps = [zh for zh, _ in answer.steps]
    assert steps[0] == "轮到本户：1月12日（星期三）"
    assert "要的东西登记给楼长，送到门口" in steps
    assert any(one.startswith("记错了的当场说") for one in steps)
    # Care and danger ask for no turn.
    for purpose in (Purpose.DOCTOR, Purpose.ILLNESS):
        gone = under("control", purpose=purpose, outings=[Outing(left.date(), at=left)])
        assert gone.verdict is not Verdict.NOT_NOW


def test_care_takes_no_turn_and_what_nobody_said_is_asked() -> None:
    left = datetime(2022, 1, 10, 8, 26, tzinfo=BUSINESS_ZONE)
    care = under("control", outings=[Outing(left.date(), at=left, errand=False)])
    assert care.verdict is Verdict.LET_THROUGH
    unsaid = under("control", outings=[Outing(left.date(), at=left, errand=None)])
    assert unsaid.verdict is Verdict.WITH_CONDITIONS
    assert "没写清" in unsaid.steps[0][0]


def test_who_does_not_see_all_that_is_noted_asks_first() -> None:
    assert under("control", outings=[], whole=False).verdict is Verdict.WITH_CONDITIONS
    went = [Outing(date(2022, 1, 10))]
    assert under("control", outings=went, whole=False).verdict is Verdict.NOT_NOW


@pytest.mark.parametrize(
    ("said", "turn"),
    [
        ("取物买菜；社区车", True),
        ("买药", False),
        ("看病就医；女儿陪同", False),
        ("透析，去中心医院，顺路买菜", False),
        ("社区车，女儿陪同", None),
        ("女儿接送", None),
        ("1-1-202 买买提", None),
        ("去超市", True),
        ("", None),
    ],
)
def test_what_takes_a_turn_is_read_from_what_was_noted(said: str, turn: bool | None) -> None:
    assert takes_turn(said) is turn


@pytest.mark.parametrize(
    ("who", "hers"),
    [
        ("3-1-101 张", True),
        ("3号楼1单元101 买菜", True),
        ("3号楼2单元101", False),
        ("101", False),
        ("1单元101", False),
        ("豫A12345", False),
    ],
)
def test_a_gate_names_a_home_by_its_whole_number(who: str, hers: bool) -> None:
    assert is_of(who, ["3", "1", "101"]) is hers


def test_one_going_told_at_the_desk_and_at_the_gate_is_one() -> None:
    left = datetime(2022, 1, 10, 8, 26, tzinfo=BUSINESS_ZONE)
    desk = Outing(left.date(), at=left)
    near = Outing(left.date(), at=left + timedelta(minutes=5), gate=True)
    later = Outing(left.date(), at=left + timedelta(hours=3), gate=True)
    assert told_once([desk], [near, later]) == [desk, later]
    assert told_once([], [near, later]) == [near, later]


def test_where_nobody_records_who_went_out_the_answer_is_a_question_not_a_no() -> None:
    answer = under("control")
    assert answer.verdict is Verdict.WITH_CONDITIONS
    assert "先问清" in answer.steps[0][0]


@given(
    st.lists(st.builds(Outing, st.dates(date(2022, 1, 1), date(2022, 1, 12)), st.integers(1, 4))),
    st.integers(1, 4),
    st.integers(1, 5),
)
def test_a_turn_comes_within_the_days_of_the_rule_and_is_a_turn(
    gone: list[Outing], persons: int, days: int
) -> None:
    today = date(2022, 1, 10)
    turn = next_turn(gone, today, persons, days) or today
    assert today <= turn <= today + timedelta(days=days)
    past = [one for one in gone if one.on <= today]
    before = sum(one.persons for one in past if turn - timedelta(days=days) < one.on)
    assert before < persons


def test_a_child_is_not_moved_without_somebody_who_is_named() -> None:
    alone = under("home_isolation", purpose=Purpose.TRANSFER, dependent=True)
    assert alone.verdict is Verdict.NOT_NOW
    assert "照看人" in alone.reason[0]
    named = under("home_isolation", purpose=Purpose.TRANSFER, dependent=True, companion="她的母亲")
    assert named.verdict is Verdict.WITH_CONDITIONS


@given(FACTS, st.text(max_size=3).filter(lambda said: not said.strip()))
def test_nobody_dependent_is_ever_moved_alone(facts: MovementFacts, said: str) -> None:
    asked = Asked(Purpose.TRANSFER, companion=said)
    moved = may_go_out(asked, replace(facts, dependent=True), BOOKS)
    assert moved.verdict is Verdict.NOT_NOW


def test_nobody_is_moved_without_a_decision() -> None:
    answer = under(purpose=Purpose.TRANSFER)
    assert answer.verdict is Verdict.NOT_NOW
    assert "没有对本人生效的决定" in answer.reason[0]


def test_a_line_says_verdict_reason_what_else_and_the_end() -> None:
    zh, en = line(under("lockdown"))
    assert zh.startswith("暂不能出，可以…　封控区：")
    assert "送到门口" in zh
    assert "到 1月15日 09:00 自行结束" in zh
    assert en.startswith("not now; what can be done instead: lockdown zone")


def test_every_purpose_and_verdict_has_its_words() -> None:
    assert set(PURPOSE_NAMES) == set(Purpose)
    assert set(VERDICT_NAMES) == set(Verdict)


@pytest.mark.parametrize("key", SHIPPED)
def test_in_every_shipped_playbook_a_stricter_regime_never_lets_more_out(key: str) -> None:
    book = shipped(key)
    held = Interval(NOW - timedelta(days=1), NOW + timedelta(days=1))
    for beyond in (False, True):
        ranks = [
            RANK.index(
                may_go_out(
                    Asked(Purpose.GOODS, beyond),
                    MovementFacts(NOW, [OrderInForce("1", "x", regime, held, NOW)], ()),
                    {"x": book},
                ).verdict
            )
            for regime in sorted(book.regimes, key=lambda one: book.regimes[one].strictness)
        ]
        assert ranks == sorted(ranks)
