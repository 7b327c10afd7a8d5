"""Contexts: stretches of the address tree over which the same orders and the same owners stand."""

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wumen.rules.areas import EVERYWHERE, Span, ancestors, span
from wumen.rules.posts import CHAIN


@dataclass(frozen=True)
class Stretch:
    """A span of paths under one set of orders; `place` is the deepest known place that holds it."""

    span: Span
    place: str
    orders: frozenset[str]


def stretches(
    scopes: Iterable[tuple[str, str]], places: Iterable[str], within: Span = EVERYWHERE
) -> list[Stretch]:
    """Cut the tree where a scope or a place begins or ends, and say what holds between.

    `scopes` are pairs of path and order number; `places` are the paths (buildings, posts) at which an
    owner or a count may change. Stretches under no order are left out; the rest are disjoint and sorted.
    """
    pairs = sorted(set(scopes))
    known = sorted(set(places), key=len)
    spans = [span(path) for path in [*(path for path, _ in pairs), *known]] + [within]
    edges = sorted({edge for one in spans for edge in (one.lo, one.hi)})
    orders: list[set[str]] = [set() for _ in edges]
    place = [""] * len(edges)
    for path in known:
        held = span(path)
        for spot in range(bisect_left(edges, held.lo), bisect_left(edges, held.hi)):
            place[spot] = path
    for path, number in pairs:
        held = span(path)
        for spot in range(bisect_left(edges, held.lo), bisect_left(edges, held.hi)):
            orders[spot].add(number)
    return [
        Stretch(Span(lo, hi), place[spot], frozenset(orders[spot]))
        for spot, (lo, hi) in enumerate(itertools.pairwise(edges))
        if orders[spot] and within.lo <= lo and hi <= within.hi
    ]


def stretch_at(cut: Sequence[Stretch], door: str) -> Stretch | None:
    """The stretch in which a door lies, of disjoint and sorted ones; None under no order."""
    spot = bisect_right(cut, door, key=lambda one: one.span.lo) - 1
    return cut[spot] if spot >= 0 and cut[spot].span.holds(door) else None


def deepest(places: Iterable[str], door: str) -> str:
    """The deepest of some places that holds a door; the door itself when none does."""
    return max((one for one in places if span(one).holds(door)), key=len, default=door)


def owner(path: str, role: str, posts: Mapping[tuple[str, str], UUID]) -> UUID | None:
    """The post that owns a role's duties at a path: the nearest of that role, else up the chain.

    `posts` maps (role, area) to the post; None is a duty that nobody stands for, shown as such.
    """
    upward = [path, *reversed(ancestors(path)), ""]
    for candidate in (role, *CHAIN):
        for place in upward:
            if (candidate, place) in posts:
                return posts[candidate, place]
    return None
