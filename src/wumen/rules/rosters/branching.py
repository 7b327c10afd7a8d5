"""Divides a node where its relaxed solution is not whole: by what is lacking at covers, then by cells of people."""

from collections.abc import Iterator, Sequence

import numpy as np

from wumen.rules.rosters.generation import Ban, Limit, Node
from wumen.rules.rosters.master import Column, Relaxed
from wumen.rules.rosters.tables import Floats, Tables

_WHOLE = 1e-4


def is_whole(relaxed: Relaxed) -> bool:
    """Whether each person has one roster, not shares of several."""
    return bool((np.abs(relaxed.shares - np.round(relaxed.shares)) < _WHOLE).all())


def divide(
    data: Tables, node: Node, relaxed: Relaxed, columns: Sequence[Column], number: int
) -> list[Node]:
    """Two nodes that hold all plans of this one between them, but not this relaxed solution."""
    for covers in _sums(data):
        lacking = float(relaxed.lacking[list(covers)].sum())
        if abs(lacking - round(lacking)) > _WHOLE:
            # A few too few in all is what relaxed solutions dodge most: it is asked first.
            return [
                _limited(node, Limit(covers, float(np.ceil(lacking)), np.inf), number + 1),
                _limited(node, Limit(covers, 0.0, float(np.floor(lacking))), number),
            ]
    who, day, shift = _most_open_cell(data, relaxed, columns)
    others = tuple(other for other in range(data.own.shape[2]) if other != shift)
    return [
        Node(node.bound, -number - 1, node.limits, (*node.bans, Ban(who, day, others))),
        Node(node.bound, -number, node.limits, (*node.bans, Ban(who, day, (shift,)))),
    ]


def _limited(node: Node, limit: Limit, number: int) -> Node:
    """The node with a limit more, joined with what it says of the same covers already."""
    low, high = limit.low, limit.high
    rest = []
    for other in node.limits:
        if other.covers == limit.covers:
            low, high = max(low, other.low), min(high, other.high)
        else:
            rest.append(other)
    return Node(node.bound, -number, (*rest, Limit(limit.covers, low, high)), node.bans)


def _sums(data: Tables) -> Iterator[tuple[int, ...]]:
    """Sets of covers, from all of them to single ones."""
    covers = data.problem.cover
    everything = range(len(covers))
    yield tuple(everything)
    for key in (
        lambda at: covers[at].shifts,
        lambda at: covers[at].day // 7,
        lambda at: covers[at].day,
    ):
        for value in dict.fromkeys(map(key, everything)):
            yield tuple(at for at in everything if key(at) == value)
    yield from ((at,) for at in everything)


def _most_open_cell(
    data: Tables, relaxed: Relaxed, columns: Sequence[Column]
) -> tuple[int, int, int]:
    """The person, day and shift (a day off before any shift) whose share is nearest to a half."""
    shares: Floats = np.zeros(data.own.shape)
    days = np.arange(data.own.shape[1])
    for at in np.nonzero(relaxed.shares > _WHOLE)[0]:
        column = columns[int(at)]
        shares[column.who, days, column.row] += relaxed.shares[at]
    off = np.abs(shares[:, :, 0] - 0.5)
    if off.min() < 0.5 - _WHOLE:
        who, day = np.unravel_index(off.argmin(), off.shape)
        return int(who), int(day), 0
    who, day, shift = np.unravel_index(np.abs(shares - 0.5).argmin(), shares.shape)
    return int(who), int(day), int(shift)
