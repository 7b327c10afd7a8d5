"""Chains of a writer's events: each hash covers the one before it and the exact bytes, and what comes out of order."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

GENESIS = b"\x00" * 32


def link(head: bytes, body: bytes) -> bytes:
    """The hash of an event: over the hash before it and its exact bytes."""
    return hashlib.sha256(head + body).digest()


class Fate(StrEnum):
    """What becomes of an event that comes in.

    It is appended now; or stands in the log already; or waits for an earlier one; or forks: its number is
    taken by another, or it follows another; or comes late, into a hole that a named person has closed.
    """

    APPENDED = "appended"
    STANDING = "standing"
    HELD = "held"
    FORKED = "forked"
    LATE = "late"


class Linked(msgspec.Struct, frozen=True, gc=False):
    """An event by its place in the chain: number, the hash that it says it follows, and its own."""

    seq: int
    prev: bytes
    hash: bytes


@dataclass(frozen=True)
class Standing:
    """What is known of a writer: next number and head; hashes of the numbers asked for; what is kept aside.

    `waiting`: events that came too early; `forked`: hashes of those that are known to fork.
    """

    next_seq: int
    head: bytes
    known: Mapping[int, bytes]
    waiting: Sequence[Linked] = ()
    forked: Collection[bytes] = ()


@dataclass(frozen=True)
class Placed:
    """What follows: the run of events to append in order, the fate of each hash, next number and head."""

    run: tuple[Linked, ...]
    fates: Mapping[bytes, Fate]
    next_seq: int
    head: bytes


def place(standing: Standing, came: Sequence[Linked]) -> Placed:
    """Put events that came, in whatever order and however often, into their writer's chain.

    The first to take a number keeps it. Nothing is dropped: each event ends with a fate.
    """
    return _as_it_mostly_is(standing, came) or _sorted_out(standing, came)


def _as_it_mostly_is(standing: Standing, came: Sequence[Linked]) -> Placed | None:
    """What follows where nothing came but the next events in their order; None where anything is otherwise."""
    if standing.waiting or standing.forked:
        return None
    seq, head = standing.next_seq, standing.head
    for one in came:
        if one.seq != seq or one.prev != head:
            return None
        seq, head = seq + 1, one.hash
    return Placed(tuple(came), {one.hash: Fate.APPENDED for one in came}, seq, head)


def _sorted_out(standing: Standing, came: Sequence[Linked]) -> Placed:
    fates: dict[bytes, Fate] = {}
    forked = set(standing.forked)
    waiting: dict[int, dict[bytes, Linked]] = {}
    for one in [*came, *standing.waiting]:
        if one.seq >= standing.next_seq and one.hash not in forked:
            waiting.setdefault(one.seq, {}).setdefault(one.hash, one)
        elif one.hash in forked:
            fates[one.hash] = Fate.FORKED
        else:
            fates[one.hash] = _settled(standing.known.get(one.seq), one)
            if fates[one.hash] is Fate.FORKED:
                forked.add(one.hash)
    run: list[Linked] = []
    seq, head = standing.next_seq, standing.head
    while (next_ := _next(waiting.get(seq, {}), head)) is not None:
        run.append(next_)
        fates[next_.hash] = Fate.APPENDED
        seq, head = seq + 1, next_.hash
    for number in sorted(waiting):
        for one in waiting[number].values():
            if one.hash in fates:
                continue
            forks = number <= seq or one.prev in forked
            fates[one.hash] = Fate.FORKED if forks else Fate.HELD
            if forks:
                forked.add(one.hash)
    return Placed(tuple(run), fates, seq, head)


def _settled(known: bytes | None, one: Linked) -> Fate:
    """The fate of an event whose number is behind the head; without a hash its number was a closed hole."""
    if known is None:
        return Fate.LATE
    return Fate.STANDING if known == one.hash else Fate.FORKED


def _next(same: Mapping[bytes, Linked], head: bytes) -> Linked | None:
    """Of the events that want the next number, the first that follows the head."""
    return next((one for one in same.values() if one.prev == head), None)
