"""Whom the rows of a list mean: by identity number, telephone, or name and door; those who left, too."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wumen.queries.search import by_telephone
from wumen.records import clock, sealing
from wumen.records.models import FormerResident, Resident
from wumen.rules.areas import span
from wumen.rules.homes import is_away
from wumen.rules.inquiries.reading import AskedRow
from wumen.rules.inquiries.standing import Match
from wumen.rules.search import codes_below_compound

_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True)
class Matched:
    """What the register says of a row: who it is, where it says so, and how sure that is."""

    match: Match
    who: Resident | None = None


def matches(area: str, rows: Sequence[AskedRow]) -> list[Matched]:
    """What the register of a place says of each row, in their order; inside the running scope.

    By a name alone nobody is taken for somebody: a number must agree, or the door.
    """
    held = span(area)
    found = [
        one if one and held.holds(one.area) else None
        for one in _present(
            rows, by_telephone([n for row in rows for n in row.telephones]), held.lo, held.hi
        )
    ]
    left = [row for row, who in zip(rows, found, strict=True) if who is None]
    gone = _gone(left, held.lo, held.hi)
    return [_matched(row, who, gone) for row, who in zip(rows, found, strict=True)]


def _matched(row: AskedRow, who: Resident | None, gone: set[AskedRow]) -> Matched:
    if who is None:
        return Matched(Match.MOVED if row in gone else Match.UNKNOWN)
    if row.name and row.name != who.name:
        return Matched(Match.OTHER_NAME, who)
    away = is_away(who.away_since, who.away_until, clock.today())
    return Matched(Match.AWAY if away else Match.HERE, who)


def _present(
    rows: Sequence[AskedRow], by_number: Mapping[str, Sequence[Resident]], lo: str, hi: str
) -> list[Resident | None]:
    here = Resident.objects.filter(area__gte=lo, area__lt=hi)
    keys = {sealing.keyed("identity", row.identity): row.identity for row in rows if row.identity}
    by_identity = {
        keys[bytes(one.identity_key or b"")]: one
        for one in here.filter(identity_key__in=list(keys), identity_shared=False)
    }
    names = {row.name for row in rows if row.name and row.address}
    by_name: dict[str, list[Resident]] = {}
    for one in here.filter(name__in=names):
        by_name.setdefault(one.name, []).append(one)
    found = []
    for row in rows:
        numbered = [one for number in row.telephones for one in by_number.get(number, ())]
        same = [one for one in numbered if one.name == row.name]
        at_door = [one for one in by_name.get(row.name, ()) if _at(one.area, row.address)]
        choice = [by_identity.get(row.identity), *same, *_only(at_door), *numbered]
        found.append(next((one for one in choice if one is not None), None))
    return found


def _only(some: Sequence[Resident]) -> Sequence[Resident]:
    """One alone: of two with the same name at such a door nobody can tell."""
    return some if len(some) == 1 else ()


def _at(path: str, address: str) -> bool:
    """Whether the last numbers of an address are those of a door: 锦绣城1号楼1单元202."""
    codes = codes_below_compound(path)
    said = [one.lstrip("0") or "0" for one in _DIGITS.findall(address)]
    return bool(codes) and said[-len(codes) :] == codes


def _gone(rows: Iterable[AskedRow], lo: str, hi: str) -> set[AskedRow]:
    """Of these rows those whose name and number are somebody's who left."""
    by_name: dict[str, list[AskedRow]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    found: set[AskedRow] = set()
    former = FormerResident.objects.filter(
        area__gte=lo, area__lt=hi, name__in=[name for name in by_name if name], into__isnull=True
    )
    for one in former:
        numbers = set(sealing.unseal_list("telephones", one.id, one.telephones_sealed))
        key = bytes(one.identity_key) if one.identity_key else b""
        for row in by_name[one.name]:
            same = row.identity and sealing.keyed("identity", row.identity) == key
            if same or not numbers.isdisjoint(row.telephones):
                found.add(row)
    return found
