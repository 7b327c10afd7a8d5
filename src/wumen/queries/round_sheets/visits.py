"""Homes in isolation as one visit to all of them: what is owed behind their doors in a window, home by home."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.queries.rounds import Behind, DoorCard, Due, FloorCards, Round, cards_of
from wumen.queries.teams import isolated
from wumen.records.models import Duty, Household, Resident
from wumen.rules.areas import code, in_order
from wumen.rules.instructions import GIVEN
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

# Nobody visits for these: a watch stands outside, and what was asked for has a sheet of its own.
_NOT_VISITED = (*GIVEN, What.WATCH)


class Timed(Protocol):
    """A duty with the window in which it is owed."""

    @property
    def win(self) -> str:
        """Its window."""

    @property
    def opens_at(self) -> datetime:
        """From when it may be done."""

    @property
    def due_at(self) -> datetime:
        """Until when."""


T = TypeVar("T", bound=Timed)


def of_visit(duties: Iterable[T], win: str) -> list[T]:
    """What a visit in a window can do: what is owed in it, and what is owed all day long beside it."""
    some = list(duties)
    own = [one for one in some if one.win == win]
    if not own:
        return []
    opens, ends = min(one.opens_at for one in own), max(one.due_at for one in own)
    return [one for one in some if one.win == win or (one.opens_at < ends and one.due_at > opens)]


def visited_doors(viewer: Viewer, area: str) -> list[str]:
    """The doors in a place behind which somebody stays at home by an order of her own, as one walks them.

    Problems `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area or None)
    with acting(viewer):
        return sorted((home.area for home, _, _ in isolated(held).values()), key=in_order)


def owed_at(day: date, win: str, doors: Collection[str]) -> list[Duty]:
    """What a visit to some doors can do, locked by nobody; inside the present scope."""
    rows = Duty.objects.filter(day=day, area__in=list(doors)).exclude(state="withdrawn")
    return of_visit(rows.exclude(what__in=_NOT_VISITED).order_by("what", "subject"), win)


def visit_round(viewer: Viewer, key: RoundKey, doors: Sequence[str]) -> Round:
    """A visit to some doors with what is due there, home by home; Problem `round_unknown` where nothing is."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        duties = [_due(one) for one in owed_at(key.day, key.win, doors)]
        if not duties:
            raise Problem("round_unknown", key=str(key))
        cards = cards_of(duties, _behind(doors), key.day)
    made = [
        DoorCard(code(door), door, "", tuple(cards[door])) for door in sorted(cards, key=in_order)
    ]
    return Round(key, (), (FloorCards(0, tuple(made)),))


def _due(one: Duty) -> Due:
    return Due(
        *(one.what, one.subject, one.win, one.area, one.state, one.grade, one.reason),
        *(one.basis.get("clause") or "", one.due_at, one.opens_at, one.taken_by, one.tried),
    )


def _behind(doors: Sequence[str]) -> Behind:
    people = Resident.objects.filter(area__in=doors).order_by("area", "place", "id")
    known = {ident: ("resident", name) for ident, name in people.values_list("id", "name")}
    homes = Household.objects.filter(area__in=doors).values_list("id", flat=True)
    known |= dict.fromkeys(homes, ("household", ""))
    return Behind(known, {}, {}, {}, frozenset(), None)
