"""Changes of the register: what two people become, which duty wins, what stands in an undo's way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from wumen.rules.areas import code, parent, span
from wumen.rules.duties import DutyState
from wumen.rules.masks import mask_identity_number
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right
from wumen.rules.problems import Problem


class ChangeKind(StrEnum):
    """What can be taken back, each the last part of its event's kind."""

    RESIDENTS_MERGED = "residents.merged"
    HOUSEHOLDS_MERGED = "households.merged"
    HOUSEHOLD_MOVED = "household.moved"
    RESIDENTS_MOVED = "residents.moved"
    RESIDENTS_LEFT = "residents.left"
    COMPOUND_SPLIT = "compound.split"


KIND_NAMES: dict[ChangeKind, Named] = {
    ChangeKind.RESIDENTS_MERGED: Named(zh="两条合并为一人", en="two entries made one person"),
    ChangeKind.HOUSEHOLDS_MERGED: Named(zh="两户合并", en="two households joined"),
    ChangeKind.HOUSEHOLD_MOVED: Named(zh="整户搬迁", en="household moved"),
    ChangeKind.RESIDENTS_MOVED: Named(zh="换到另一户", en="people moved to another door"),
    ChangeKind.RESIDENTS_LEFT: Named(zh="不再登记在这里", en="people left"),
    ChangeKind.COMPOUND_SPLIT: Named(zh="小区拆分", en="compound split"),
}


def right_to_undo(kind: str) -> Right:
    """Who may take a change back: a captain what a captain may do, else who keeps the register."""
    return Right.CORRECT_HOMES if kind == ChangeKind.RESIDENTS_LEFT else Right.KEEP_REGISTER


class Leaving(StrEnum):
    """Why somebody leaves the register."""

    MOVED_AWAY = "moved_away"
    NOT_LIVING_HERE = "not_living_here"
    DIED = "died"


LEAVING_NAMES: dict[Leaving, Named] = {
    Leaving.MOVED_AWAY: Named(zh="已搬走", en="moved away"),
    Leaving.NOT_LIVING_HERE: Named(zh="不住在这里", en="does not live here"),
    Leaving.DIED: Named(zh="已去世", en="died"),
}


def read_leaving(why: str) -> Leaving:
    """Why somebody leaves, from its key; Problem `leaving_unknown`."""
    if why not in set(Leaving):
        raise Problem("leaving_unknown", known=" ".join(Leaving))
    return Leaving(why)


@dataclass(frozen=True)
class Person:
    """What the register says of a person, numbers complete; what two entries of one person share."""

    id: UUID
    name: str
    number: str | None = None
    telephones: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    relation: str = ""
    sex: str = ""
    away: tuple[date | None, date | None] = (None, None)


def _union(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *second]))


def _number(keep: Person, drop: Person, number_of: UUID | None) -> str | None:
    """The number of the merged person; Problem `merge_numbers_differ` until somebody says which."""
    if not keep.number or not drop.number or keep.number == drop.number:
        return keep.number or drop.number
    chosen = {keep.id: keep.number, drop.id: drop.number}
    if number_of not in chosen:
        raise Problem(
            "merge_numbers_differ",
            one=mask_identity_number(keep.number),
            other=mask_identity_number(drop.number),
        )
    return chosen[number_of]


def merged(
    keep: Person, drop: Person, name_of: UUID | None = None, number_of: UUID | None = None
) -> Person:
    """One person of two: `keep`, completed by what only `drop` says; what both say counts once.

    `name_of` and `number_of` say whose name and number are right. Problem `merge_numbers_differ`.
    """
    return replace(
        keep,
        name=drop.name if name_of == drop.id else keep.name,
        number=_number(keep, drop, number_of),
        telephones=_union(keep.telephones, drop.telephones),
        needs=_union(keep.needs, drop.needs),
        relation=keep.relation or drop.relation,
        sex=keep.sex or drop.sex,
        away=keep.away if any(keep.away) else drop.away,
    )


# From the furthest on: where two entries of one person owe the same, this one stands.
_FURTHEST = (
    DutyState.DONE,
    DutyState.WAIVED,
    DutyState.TAKEN,
    DutyState.OPEN,
    DutyState.WITHDRAWN,
)


def is_further(state: str, than: str) -> bool:
    """Whether one state of a duty is further than another: done, waived, taken, open, withdrawn."""
    return _FURTHEST.index(DutyState(state)) < _FURTHEST.index(DutyState(than))


@dataclass(frozen=True)
class Touched:
    """What a change touched: people, households, and the places whose paths it used."""

    residents: frozenset[UUID] = field(default_factory=frozenset)
    households: frozenset[UUID] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)

    def meets(self, other: "Touched") -> bool:
        """Whether two changes cannot be taken back in any order: the same people, or places inside others."""
        if self.residents & other.residents or self.households & other.households:
            return True
        return any(
            span(one).holds(two) or span(two).holds(one)
            for one in self.places
            for two in other.places
        )


def free_path(path: str, taken: Collection[str]) -> str:
    """The path itself, or with `-2`, `-3` … behind its code until nothing stands there."""
    number, free = 2, path
    while free in taken:
        free = f"{path[:-1]}-{number}/"
        number += 1
    return free


def split_paths(compound: str, places: Sequence[str], into: str) -> dict[str, str]:
    """The new path of each place that leaves a compound for another one beside it.

    Problems: `split_nothing`, `not_in_compound`, `split_elsewhere`.
    """
    if not places:
        raise Problem("split_nothing")
    for place in places:
        if parent(place) != compound:
            raise Problem("not_in_compound", place=place, compound=compound)
    if parent(into) != parent(compound):
        raise Problem("split_elsewhere", path=into)
    return {place: f"{into}{code(place)}/" for place in places}
