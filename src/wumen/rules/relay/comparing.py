"""Compares two readings of the same group: what was added, what changed, what was withdrawn."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wumen.rules.relay.entries import Entry


@dataclass(frozen=True)
class Difference:
    """What the later list says that the earlier one did not; `kept` are the pairs that say the same."""

    added: tuple[Entry, ...]
    changed: tuple[tuple[Entry, Entry], ...]
    withdrawn: tuple[Entry, ...]
    kept: tuple[tuple[Entry, Entry], ...]


def compare(before: Sequence[Entry], after: Sequence[Entry]) -> Difference:
    """What a repeat of a list changed: by content first, then by telephone, door or name.

    Every entry of both lists stands in exactly one place of the answer.
    """
    same, rest = _paired(before, after, lambda entry: [_content(entry)])
    changed, apart = _paired(*rest, _keys)
    return Difference(tuple(apart[1]), tuple(changed), tuple(apart[0]), tuple(same))


_Pairs: TypeAlias = list[tuple[Entry, Entry]]
_Apart: TypeAlias = tuple[list[Entry], list[Entry]]


def _paired(
    before: Sequence[Entry], after: Sequence[Entry], keys: Callable[[Entry], list[Hashable]]
) -> tuple[_Pairs, _Apart]:
    """The entries of both lists that share a key, each with one other at most, and those left over."""
    waiting: dict[Hashable, list[int]] = {}
    for at in range(len(before) - 1, -1, -1):
        for key in keys(before[at]):
            waiting.setdefault(key, []).append(at)
    used: set[int] = set()
    pairs: _Pairs = []
    alone: list[Entry] = []
    for entry in after:
        match = _waiting(waiting, keys(entry), used)
        if match is None:
            alone.append(entry)
        else:
            used.add(match)
            pairs.append((before[match], entry))
    return pairs, ([one for at, one in enumerate(before) if at not in used], alone)


def _waiting(
    waiting: dict[Hashable, list[int]], keys: list[Hashable], used: set[int]
) -> int | None:
    """The first entry that waits under one of the keys."""
    for key in keys:
        places = waiting.get(key, [])
        while places and places[-1] in used:
            places.pop()
        if places:
            return places.pop()
    return None


def _content(entry: Entry) -> Hashable:
    """What an entry says, whatever its number and however it is written."""
    return (
        *(entry.name, entry.building, entry.unit, entry.room, entry.phone, entry.buildings),
        *(entry.items, entry.people, entry.why, entry.urgent, entry.temperatures, entry.origin),
        *(entry.when, entry.transport, entry.shifts, entry.cancelled, entry.days_left),
        None if entry.name or entry.room or entry.phone else entry.text,
    )


def _keys(entry: Entry) -> list[Hashable]:
    """By what an entry is known again, the surest first."""
    keys: list[Hashable] = []
    if entry.phone:
        keys.append(("phone", entry.phone))
    if entry.room:
        keys.append(("door", entry.building, entry.unit, entry.room))
    if entry.name and not entry.room:
        keys.append(("name", entry.name))
    return keys
