"""Chains as a rule: whatever the order, each event ends with one fate, and the first to take a number keeps it."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.chain import GENESIS, Fate, Linked, Standing, link, place

AGAIN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "cases" / "again.json").read_text()
)["restored"]


def chain(many: int, salt: bytes = b"", head: bytes = GENESIS, first: int = 1) -> list[Linked]:
    """Events one after another."""
    made = []
    for seq in range(first, first + many):
        hash_ = link(head, salt + str(seq).encode())
        made.append(Linked(seq, head, hash_))
        head = hash_
    return made


BEGINNING = Standing(1, GENESIS, {})


@given(st.permutations(chain(9)), st.lists(st.integers(0, 8), max_size=5))
def test_any_order_with_twins_gives_the_same_chain(order: list[Linked], twins: list[int]) -> None:
    placed = place(BEGINNING, [*order, *(order[n] for n in twins)])
    assert [one.seq for one in placed.run] == list(range(1, 10))
    assert placed.head == chain(9)[-1].hash
    assert set(placed.fates.values()) == {Fate.APPENDED}


def test_what_comes_in_order_is_placed_as_what_must_be_sorted_out_first() -> None:
    made = chain(9)
    assert place(BEGINNING, made) == place(BEGINNING, [*made, made[0]])


@given(st.permutations(chain(9)), st.lists(st.integers(1, 8), max_size=4, unique=True))
def test_however_it_is_cut_into_batches_the_chain_is_the_same(
    order: list[Linked], cuts: list[int]
) -> None:
    edges = [0, *sorted(cuts), 9]
    standing, log = BEGINNING, {}
    waiting: dict[bytes, Linked] = {}
    for begin, end in itertools.pairwise(edges):
        placed = place(standing, order[begin:end])
        log |= {one.seq: one.hash for one in placed.run}
        waiting |= {one.hash: one for one in order[begin:end]}
        waiting = {
            hash_: one for hash_, one in waiting.items() if placed.fates.get(hash_) is Fate.HELD
        }
        standing = Standing(placed.next_seq, placed.head, log, list(waiting.values()))
    assert log == {one.seq: one.hash for one in chain(9)}
    assert waiting == {}


def test_a_twin_stands_another_forks_and_what_follows_it_forks_too() -> None:
    own = chain(3)
    other = chain(2, b"other", own[0].hash, first=2)
    known = {one.seq: one.hash for one in own}
    standing = Standing(4, own[-1].hash, known)
    placed = place(standing, [own[1], *other])
    fates = [placed.fates[one.hash] for one in (own[1], *other)]
    assert fates == [Fate.STANDING, Fate.FORKED, Fate.FORKED]
    assert placed.next_seq == 4
    after = chain(1, b"after", other[-1].hash, first=4)
    later = place(Standing(4, own[-1].hash, {}, (), {one.hash for one in other}), after)
    assert list(later.fates.values()) == [Fate.FORKED]


def test_what_waits_is_held_and_a_closed_number_is_late() -> None:
    own = chain(5)
    placed = place(BEGINNING, own[2:])
    assert (placed.run, placed.next_seq) == ((), 1)
    assert set(placed.fates.values()) == {Fate.HELD}
    late = place(Standing(6, own[-1].hash, {}), [own[1]])
    assert list(late.fates.values()) == [Fate.LATE]


@pytest.mark.parametrize("case", AGAIN)
def test_what_a_phone_sends_once_more_makes_a_restored_chain_whole(case: dict[str, Any]) -> None:
    made = chain(case["made"])
    log = {one.seq: one.hash for one in made[: case["next_seq"] - 1]}
    head = made[case["next_seq"] - 2].hash if case["next_seq"] > 1 else GENESIS
    waiting = [made[seq - 1] for seq in case["held"]]
    forked = {made[seq - 1].hash for seq in case["refused"]}
    standing = Standing(case["next_seq"], head, log, waiting, forked)
    placed = place(standing, [made[seq - 1] for seq in case["again"]])
    assert placed.next_seq == case["ends"]
    fates = {fate for hash_, fate in placed.fates.items() if hash_ not in forked}
    assert fates <= {Fate.APPENDED, Fate.HELD}
