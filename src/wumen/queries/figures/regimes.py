"""Counts who is under which regime: every door under the strictest over it, people under orders of their own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.figures.asked import HELD, Asked, bounds_of, inside, rows_of
from wumen.queries.figures.register import unchanged_since
from wumen.queries.playbooks import playbook
from wumen.records.models import Outbreak, Resident
from wumen.records.orders import binding
from wumen.rules.areas import ancestors, span
from wumen.rules.figures import Placed, Value, effective, entries_of, exclusive
from wumen.rules.playbooks import Named, Playbook

PARTS = ("buildings", "homes", "people")
_COUNTS = f"""
    SELECT held.nr,
        (SELECT count(*) FROM area a WHERE {inside("a")} AND a.kind = 'building'),
        (SELECT count(*) FROM household h WHERE {inside("h")}),
        (SELECT count(*) FROM resident r WHERE {inside("r")})
    FROM {HELD} ORDER BY held.nr
"""


@dataclass(frozen=True)
class UnderRegime:
    """What lies under one regime at one place of its order, without the places below that have their own."""

    path: str
    buildings: int
    homes: int
    people: int


def books() -> dict[UUID, Playbook]:
    """The rules of the open outbreaks, by outbreak."""
    rows = Outbreak.objects.filter(closed_at__isnull=True)
    return {row.id: playbook(row.playbook, tuple(row.overlays)) for row in rows}


def regime_names(rules: Mapping[UUID, Playbook]) -> dict[str, Named]:
    """The regimes that the rules know, the strictest first, by name."""
    known = {key: one for book in rules.values() for key, one in book.regimes.items()}
    ordered = sorted(known, key=lambda key: (-known[key].strictness, key))
    return {key: Named(zh=known[key].name_zh, en=known[key].name_en) for key in ordered}


@dataclass(frozen=True)
class _Scopes:
    """The regimes at places, and the regimes of people under orders of their own."""

    at_places: Mapping[str, str]
    of_people: Mapping[UUID, frozenset[str]]


def _scopes(at: datetime, rules: Mapping[UUID, Playbook]) -> _Scopes:
    rows = binding(at).filter(order__outbreak__in=list(rules))
    placed: list[Placed] = []
    people: dict[UUID, set[str]] = {}
    for path, resident, outbreak, regime in rows.values_list(
        *("area", "resident", "order__outbreak", "order__regime")
    ):
        if resident is not None:
            people.setdefault(resident, set()).add(regime)
            continue
        placed.append(Placed(path, regime, rules[outbreak].regimes[regime].strictness))
    return _Scopes(effective(placed), {one: frozenset(held) for one, held in people.items()})


def _counted(paths: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """Buildings, homes and people of each path with all that is below it."""
    return {
        path: (buildings, homes, people)
        for path, (_, buildings, homes, people) in zip(
            paths, rows_of(_COUNTS, bounds_of(paths)), strict=True
        )
    }


def _under(
    place: str, scopes: _Scopes, counts: Mapping[str, tuple[int, int, int]]
) -> dict[str, list[UnderRegime]]:
    """The places of each regime inside `place`, each with what is its own."""
    entries = entries_of(place, scopes.at_places)
    alone = [exclusive({path: counts[path][part] for path in entries}) for part in range(3)]
    found: dict[str, list[UnderRegime]] = {}
    for path, regime in entries.items():
        line = UnderRegime(path, *(column[path] for column in alone))
        found.setdefault(regime, []).append(line)
    return found


def _regime_at(door: str, at_places: Mapping[str, str]) -> str | None:
    over = [one for one in [*ancestors(door), door] if one in at_places]
    return at_places[over[-1]] if over else None


def _of_people(place: str, scopes: _Scopes, rows: Sequence[tuple[UUID, str, UUID]]) -> Counter[str]:
    """Homes and people under orders of their own, who are not under the same regime by their place."""
    counts: Counter[str] = Counter()
    homes: set[tuple[str, UUID]] = set()
    for ident, door, home in rows:
        if not span(place).holds(door):
            continue
        for regime in scopes.of_people[ident] - {_regime_at(door, scopes.at_places)}:
            counts[f"regime.{regime}.people"] += 1
            homes.add((regime, home))
    for regime, _ in homes:
        counts[f"regime.{regime}.homes"] += 1
    return counts


def _people(scopes: _Scopes) -> list[tuple[UUID, str, UUID]]:
    rows = Resident.objects.filter(id__in=list(scopes.of_people))
    return list(rows.values_list("id", "area", "household_id"))


def _all_counts(places: Sequence[str], scopes: _Scopes) -> dict[str, tuple[int, int, int]]:
    return _counted(sorted({path for one in places for path in entries_of(one, scopes.at_places)}))


def regimes(asked: Asked) -> list[dict[str, Value]]:
    """Whole buildings, homes and people by regime; unknown of a past register that was another."""
    rules = books()
    keys = [f"regime.{one}.{part}" for one in regime_names(rules) for part in PARTS]
    scopes = _scopes(asked.at, rules)
    counts, people = _all_counts(asked.places, scopes), _people(scopes)
    found: list[dict[str, Value]] = []
    for place, known in zip(asked.places, unchanged_since(asked), strict=True):
        if not known:
            found.append(dict.fromkeys(keys, None))
            continue
        sums = _of_people(place, scopes, people)
        for regime, lines in _under(place, scopes, counts).items():
            for part in PARTS:
                sums[f"regime.{regime}.{part}"] += sum(getattr(one, part) for one in lines)
        found.append({key: sums[key] for key in keys})
    return found


def regime_lines(place: str, regime: str, at: datetime) -> list[UnderRegime]:
    """The rows behind the figures of a regime: each place of an order with what is its own.

    People under orders of their own are in no place's line: who they are is for their orders' page alone.
    """
    scopes = _scopes(at, books())
    return _under(place, scopes, _all_counts([place], scopes)).get(regime, [])
