"""The codes of doors as the desk sees them, and the one public look-up by a code's hash."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.homes import place_of
from wumen.queries.posts import acting
from wumen.records import scope
from wumen.records.door_codes import FoundDoor, door_of, holding
from wumen.records.models import Area, DoorCode, Household
from wumen.records.scope import Scope
from wumen.rules.areas import AreaKind, Span, ancestors, code, in_order, span
from wumen.rules.door_codes import DoorKind
from wumen.rules.homes import in_words
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# What stands above a compound is not said on a card.
_UNSAID = frozenset({AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.COMMUNITY})


@dataclass(frozen=True)
class Card:
    """A card to be printed: the door in words, and the household of an inner one."""

    area: str
    words: str
    household: UUID | None


@dataclass(frozen=True)
class CodeLine:
    """A door with its code: since when it holds, None where none does; `dead`: one that holds no more."""

    card: Card
    made_at: datetime | None
    dead: bool


@dataclass(frozen=True)
class Codes:
    """The codes of a place: its stairwells' outer ones and its households' inner ones."""

    area: str
    words: str
    outer: tuple[CodeLine, ...]
    inner: tuple[CodeLine, ...]

    @property
    def missing(self) -> int:
        """How many households have no card that holds."""
        return sum(one.made_at is None for one in self.inner)


def cards_for(
    viewer: Viewer, path: str, kind: DoorKind, households: Collection[UUID] = ()
) -> Sequence[Card]:
    """The doors of a place for which cards of a kind are made; only some households if these are named.

    Problems: `area_unknown`, `area_not_yours`, `household_unknown`.
    """
    place_of(viewer, path)
    with acting(viewer):
        if kind is DoorKind.OUTER:
            return [Card(one, words, None) for one, words in _words(_stairwells(path))]
        held = span(path)
        rows = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
        if households:
            rows = rows.filter(id__in=list(households))
        of_door = {one.area: one.id for one in rows if one.state != "empty"}
        if len(of_door) < len(households):
            raise Problem("household_unknown")
        return [Card(one, words, of_door[one]) for one, words in _words(list(of_door))]


def _stairwells(path: str) -> list[str]:
    """The units at and below a place, and the buildings and courtyards that have none."""
    held = span(path)
    kinds = dict(
        Area.objects.filter(area__gte=held.lo, area__lt=held.hi).values_list("area", "kind")
    )
    units = [one for one, kind in kinds.items() if kind == AreaKind.UNIT]
    with_units = {above for one in units for above in ancestors(one)}
    small = (AreaKind.BUILDING, AreaKind.LANE, AreaKind.SITE)
    alone = [one for one, kind in kinds.items() if kind in small and one not in with_units]
    return units + alone or [path]


def _words(paths: Sequence[str]) -> list[tuple[str, str]]:
    """Places with their names from the compound down, in the order in which people count them."""
    chain = {above for one in paths for above in [*ancestors(one), one]}
    rows = {one.area: one for one in Area.objects.filter(area__in=chain)}
    return [
        (
            one,
            in_words(
                (rows[up].kind, rows[up].name)
                for up in [*ancestors(one), one]
                if up in rows and (up == one or rows[up].kind not in _UNSAID)
            ),
        )
        for one in sorted(paths, key=in_order)
    ]


def door_codes(viewer: Viewer, path: str) -> Codes:
    """The codes of a place as they stand; Problems as `place_of`."""
    viewer.must(Right.SEE_REGISTER)
    place = place_of(viewer, path)
    with acting(viewer):
        held = span(place.area)
        rows = DoorCode.objects.filter(area__gte=held.lo, area__lt=held.hi, revoked_at__isnull=True)
        standing = {(one.area, one.kind): one for one in rows}
        alive = holding([one.id for one in standing.values()])
        lines = {}
        for kind in DoorKind:
            lines[kind] = tuple(
                _line(card, standing.get((card.area, kind.value)), alive)
                for card in cards_for(viewer, place.area, kind)
            )
    return Codes(place.area, place.full_name, lines[DoorKind.OUTER], lines[DoorKind.INNER])


def _line(card: Card, row: DoorCode | None, alive: set[UUID]) -> CodeLine:
    holds = row is not None and row.id in alive
    return CodeLine(card, row.made_at if row and holds else None, row is not None and not holds)


def door_by(code_key: bytes) -> FoundDoor:
    """The door of a code that holds, by its exact hash; Problem `door_code_unknown`."""
    found = door_of(code_key)
    if found is None:
        raise Problem("door_code_unknown")
    return found


@contextmanager
def at_door(viewer: Viewer) -> Iterator[None]:
    """One transaction at a door: behind an outer code the stairwell itself and nothing below it."""
    if viewer.rights:
        with acting(viewer):
            yield
        return
    # No code begins with a character below "0": the span holds the place itself and nothing else.
    alone = Span(viewer.area, viewer.area + "0")
    with scope.scoped(Scope(alone, above=tuple(viewer.above))):
        yield


def inner_row(viewer: Viewer) -> DoorCode | None:
    """The inner code of a door, seen from that door."""
    with at_door(viewer):
        return DoorCode.objects.filter(
            area=viewer.area, kind=DoorKind.INNER.value, revoked_at__isnull=True
        ).first()


def door_words(path: str) -> str:
    """A door in words, inside a running scope that sees it."""
    return next(iter(_words([path])), ("", code(path)))[1]
