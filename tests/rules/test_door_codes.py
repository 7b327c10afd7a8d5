"""Rules of codes, objections and what neighbours report: two people, and urgency by the thing."""

from datetime import timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.rules.door_codes import DoorKind, at_the_door, draw_pin, read_code, read_pin
from wumen.rules.needs import Urgency
from wumen.rules.objections import Standing, check_decision
from wumen.rules.problems import Problem
from wumen.rules.resident_page import Asked, read_request
from wumen.rules.supervision import Check, Found, verdict

PEOPLE = st.integers(1, 4).map(lambda n: UUID(int=n))


@given(st.integers())
def test_a_drawn_pin_is_read_again_and_is_never_one_digit(seed: int) -> None:
    pin = draw_pin(Random(seed).randrange)
    assert read_pin(f" {pin[:3]} {pin[3:]}") == pin
    assert len(set(pin)) > 1


@given(st.text(max_size=30))
def test_what_is_no_code_and_no_pin_is_refused_before_anybody_looks(text: str) -> None:
    for read, code in ((read_code, "door_code_unknown"), (read_pin, "door_pin_wrong")):
        try:
            read(text)
        except Problem as problem:
            assert problem.code == code


def test_an_outer_code_gives_no_right() -> None:
    path = "410102/410102003/410102003008/jxc/1/"
    assert not at_the_door(path, DoorKind.OUTER, UUID(int=1)).rights


@given(st.lists(st.builds(Check, PEOPLE, st.sampled_from(Found)), max_size=6))
def test_no_verdict_without_two_people_who_found_the_same(checks: list[Check]) -> None:
    word = verdict(checks)
    agreeing = {one.by for one in checks if one.found is word}
    assert word is None or len(agreeing) > 1


@given(PEOPLE, PEOPLE, PEOPLE, st.sampled_from(["upheld", "not_upheld"]))
def test_whoever_had_a_hand_in_it_never_decides(
    person: UUID, ordered: UUID, entered: UUID, outcome: str
) -> None:
    one = Standing(1, at(1, 10), entered, {ordered}, False, "")
    try:
        check_decision(one, person, outcome, "有文件", at(1, 11))
    except Problem as problem:
        assert problem.code == "objection_other_person"
        assert person in (ordered, entered)
    else:
        assert person not in (ordered, entered)


@given(st.sampled_from(Asked), st.text(min_size=1, max_size=40).filter(str.strip))
def test_help_is_urgent_at_least_and_everything_has_an_hour(kind: Asked, text: str) -> None:
    now = at(1, 10, 10)
    found = read_request(kind, text, now)
    assert now < found.due <= now + timedelta(days=2)
    assert kind is not Asked.HELP or found.urgency is not Urgency.NORMAL
