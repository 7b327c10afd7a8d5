"""Rules of changes: one person of two, the further duty, changes that meet, codes that are free."""

from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.changes import (
    KIND_NAMES,
    LEAVING_NAMES,
    ChangeKind,
    Leaving,
    Person,
    Touched,
    free_path,
    is_further,
    merged,
    read_leaving,
    right_to_undo,
    split_paths,
)
from wumen.rules.duties import DutyState
from wumen.rules.posts import Right
from wumen.rules.problems import Problem

COMPOUND = "410102/410102003/410102003008/jxc/"
ONE, OTHER = "410198195503071231", "410198199001010015"
WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True).map(tuple)


def person(**said: object) -> Person:
    """A person with a name and what is said."""
    return Person(uuid4(), "王小明", **said)  # type: ignore[arg-type]


@given(WORDS, WORDS)
def test_what_both_say_counts_once_and_nothing_is_left_out(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    whole = merged(person(telephones=one, needs=other), person(telephones=other, needs=one))
    assert sorted(whole.telephones) == sorted(whole.needs) == sorted({*one, *other})
    assert whole.telephones[: len(one)] == one


def test_what_only_one_says_completes_the_other() -> None:
    keep, drop = person(sex="男"), person(number=ONE, relation="户主", sex="女")
    whole = merged(keep, drop)
    assert (whole.id, whole.number, whole.relation, whole.sex) == (keep.id, ONE, "户主", "男")
    assert merged(drop, keep).number == ONE


def test_different_numbers_are_masked_until_somebody_chooses() -> None:
    keep, drop = person(number=ONE), person(number=OTHER)
    for whose in (None, uuid4()):
        with pytest.raises(Problem, match="merge_numbers_differ") as refused:
            merged(keep, drop, number_of=whose)
        assert not {ONE, OTHER} & set(map(str, refused.value.details.values()))
    assert merged(keep, drop, number_of=drop.id).number == OTHER


def test_states_are_in_one_order() -> None:
    order = ["done", "waived", "taken", "open", "withdrawn"]
    assert set(order) == set(DutyState)
    for one, than in product(order, order):
        assert is_further(one, than) is (order.index(one) < order.index(than))


def test_changes_meet_in_people_homes_and_places_inside_each_other() -> None:
    who, home, door = uuid4(), uuid4(), f"{COMPOUND}1/1/101/"
    one = Touched(frozenset({who}), frozenset({home}), frozenset({door}))
    assert one.meets(Touched(residents=frozenset({who})))
    assert one.meets(Touched(households=frozenset({home})))
    assert one.meets(Touched(places=frozenset({f"{COMPOUND}1/"})))
    assert Touched(places=frozenset({f"{COMPOUND}1/"})).meets(one)
    assert not one.meets(Touched(places=frozenset({f"{COMPOUND}10/", f"{COMPOUND}1/1/102/"})))
    assert not one.meets(Touched(frozenset({uuid4()}), frozenset({uuid4()})))


def test_a_code_that_is_taken_gets_a_number() -> None:
    assert free_path("a/jxc/", set()) == "a/jxc/"
    assert free_path("a/jxc/", {"a/jxc/", "a/jxc-2/"}) == "a/jxc-3/"


def test_places_keep_their_codes_in_the_new_compound() -> None:
    into = COMPOUND.replace("jxc", "bei")
    assert split_paths(COMPOUND, [f"{COMPOUND}1/"], into) == {f"{COMPOUND}1/": f"{into}1/"}
    for code, places, path in (
        ("split_nothing", [], into),
        ("not_in_compound", [f"{COMPOUND}1/1/"], into),
        ("split_elsewhere", [f"{COMPOUND}1/"], f"{COMPOUND}bei/"),
    ):
        with pytest.raises(Problem, match=code):
            split_paths(COMPOUND, places, path)


def test_every_kind_and_reason_has_its_words_and_who_may_take_it_back() -> None:
    assert set(KIND_NAMES) == set(ChangeKind)
    assert set(LEAVING_NAMES) == set(Leaving)
    captains = {kind for kind in ChangeKind if right_to_undo(kind) is Right.CORRECT_HOMES}
    assert captains == {ChangeKind.RESIDENTS_LEFT}
    assert read_leaving("died") is Leaving.DIED
    with pytest.raises(Problem, match="leaving_unknown"):
        read_leaving("merged")
