"""Contacts of a case: proposals with days by the rules, that end by themselves and name nobody."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.queries.playbooks import playbook
from wumen.rules.case_contacts import (
    ContactKind,
    Ground,
    State,
    Typed,
    advice,
    check_proposal,
    check_reason,
    chosen_kind,
    ends_with,
    is_typed,
    proposed_kind,
    read_kind,
    says_already,
    state_of,
    words_to_tell,
)
from wumen.rules.explanation import Contact
from wumen.rules.isolation import Part
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind

RULES = playbook("community-2021-09")
NINTH = playbook("edition-9")
TODAY = date(2022, 1, 10)
LAST = date(2022, 1, 7)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("密接", ContactKind.CLOSE),
        ("密切接触者", ContactKind.CLOSE),
        ("次密接", ContactKind.SECONDARY),
        ("密接的密接", ContactKind.SECONDARY),
        ("一般接触者", ContactKind.GENERAL),
        ("非密接", None),
        ("已排除", None),
        ("重点人群", None),
        ("", None),
    ],
)
def test_the_kind_is_read_as_the_sender_writes_it(said: str, kind: ContactKind | None) -> None:
    assert read_kind(said) is kind


def test_a_street_proposes_only_who_lives_together_all_else_those_who_trace_say() -> None:
    assert proposed_kind(Ground.HOUSEHOLD) is ContactKind.CLOSE
    assert proposed_kind(Ground.TUBE) is None
    assert proposed_kind(Ground.UNIT) is None


def test_a_close_contact_is_counted_from_the_last_day_of_contact_by_the_rules_of_the_day() -> None:
    found = advice(ContactKind.CLOSE, LAST, (), TODAY, RULES)
    assert found.stay is not None
    central, home = found.stay.stays
    assert (central.part, home.part) == (Part.CENTRAL, Part.HOME)
    assert ((central.last - central.first).days, (home.last - home.first).days) == (13, 6)
    ninth = advice(ContactKind.CLOSE, LAST, (), TODAY, NINTH)
    assert ninth.until is not None
    assert found.until is not None
    assert ninth.until < found.until


def test_who_is_unfit_for_a_central_place_stays_at_home() -> None:
    found = advice(ContactKind.CLOSE, LAST, {Kind.DIALYSIS}, TODAY, RULES)
    assert found.stay is not None
    assert [one.part for one in found.stay.stays] == [Part.HOME]


def test_of_a_general_contact_the_rules_ask_no_isolation_and_it_ends_today() -> None:
    found = advice(ContactKind.GENERAL, LAST, (), TODAY, RULES)
    assert found.isolation is None
    assert ends_with(found, TODAY) == TODAY


def test_without_the_day_of_the_last_contact_nothing_is_confirmed() -> None:
    for kind in ContactKind:
        with pytest.raises(Problem, match="contact_day_unknown"):
            ends_with(advice(kind, None, (), TODAY, RULES), TODAY)


def test_what_is_over_by_the_rules_is_not_confirmed_any_more() -> None:
    found = advice(ContactKind.SECONDARY, TODAY - timedelta(days=20), (), TODAY, RULES)
    with pytest.raises(Problem, match="contact_over"):
        ends_with(found, TODAY)


@given(st.sampled_from(ContactKind), st.integers(0, 60))
def test_nothing_is_confirmed_without_an_end_that_lies_ahead(kind: ContactKind, back: int) -> None:
    found = advice(kind, TODAY - timedelta(days=back), (), TODAY, RULES)
    try:
        until = ends_with(found, TODAY)
    except Problem as problem:
        assert problem.code == "contact_over"
    else:
        assert TODAY <= until <= TODAY + timedelta(days=22)


def test_a_contact_ends_by_itself_with_its_day() -> None:
    given_ = {"confirmed": True, "contested": False, "dropped": False}
    assert state_of(TODAY, TODAY, **given_) is State.CONFIRMED
    assert state_of(TODAY, TODAY + timedelta(days=1), **given_) is State.OVER


def test_who_says_that_it_is_wrong_stands_first_and_who_was_taken_off_nowhere() -> None:
    contested = {"confirmed": True, "contested": True, "dropped": False}
    assert state_of(TODAY, TODAY, **contested) is State.CONTESTED
    assert state_of(TODAY, TODAY, **contested | {"dropped": True}) is State.DROPPED
    assert state_of(None, TODAY, confirmed=False, contested=False, dropped=False) is State.PROPOSED


def test_a_day_ahead_or_long_ago_is_refused_an_unknown_one_is_not() -> None:
    check_proposal(None, TODAY)
    check_proposal(TODAY, TODAY)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=22)):
        with pytest.raises(Problem, match="contact_day_wrong"):
            check_proposal(day, TODAY)


def test_what_she_is_told_binds_her_to_nothing_and_names_whom_to_ring() -> None:
    ask = Contact(Named(zh="社区书记", en="secretary"), "周书记", "13700000000")
    said = words_to_tell(advice(ContactKind.CLOSE, LAST, (), TODAY, RULES), ask)
    assert "由有权机关决定" in said
    assert "周书记 13700000000" in said
    assert "病例" not in said
    free = words_to_tell(advice(ContactKind.GENERAL, LAST, (), TODAY, RULES), None)
    assert "不受任何限制" in free


def test_a_kind_or_reason_that_is_missing_is_refused() -> None:
    with pytest.raises(Problem, match="contact_kind_unknown"):
        chosen_kind("")
    with pytest.raises(Problem, match="contact_needs_reason"):
        check_reason(" ")
    with pytest.raises(Problem, match="contact_words_long"):
        check_reason("长" * 201)


@pytest.mark.parametrize(
    ("stands", "was", "last", "confirmed", "says"),
    [
        (State.PROPOSED, None, TODAY, False, True),
        (State.CONTESTED, None, TODAY, False, True),
        (State.OVER, TODAY, None, True, False),
        (State.CONFIRMED, TODAY, None, True, True),
        (State.CONFIRMED, TODAY, TODAY, True, True),
        (State.CONFIRMED, TODAY - timedelta(days=1), TODAY, True, False),
        (State.CONFIRMED, None, TODAY, True, False),
    ],
)
def test_a_contact_says_again_only_what_it_says_and_nothing_once_it_is_over(
    stands: State, was: date | None, last: date | None, confirmed: bool, says: bool
) -> None:
    assert says_already(stands, was, last, confirmed=confirmed) is says


def test_who_was_typed_is_known_by_her_card_else_by_name_and_telephone() -> None:
    she, other = UUID(int=1), UUID(int=2)
    for typed, same in (
        (Typed("张三", "", she), True),
        (Typed("张三", "13800000001", other), False),
        (Typed("李四", "13800000001", she), True),
        (Typed("张三", "", None), True),
        (Typed("张三", "13800000001", None), True),
        (Typed("张三", "13800000002", None), False),
        (Typed("李四", "13800000001", None), False),
    ):
        assert is_typed(she, "张三", ("13800000001",), typed) is same
