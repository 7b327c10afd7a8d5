"""Finding people while somebody types: by name, pinyin, initials, door, or a complete number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wumen.queries.duties import AtPlace
from wumen.queries.posts import acting
from wumen.records import sealing
from wumen.records.exchange import asked, in_one_go
from wumen.records.kept import Kept, together
from wumen.records.models import Area, Household, Resident, SearchKey
from wumen.records.search import telephone_word
from wumen.rules.areas import AreaKind, Span, ancestors, code
from wumen.rules.masks import mask_telephone
from wumen.rules.posts import Right, Viewer
from wumen.rules.search import Typed, begins, is_named, read_typed

# A building is read whole; what is larger is asked by ranges of words, a few at first and then many.
_READ_WHOLE = 2000
_CODES_OF_A_COMPOUND = 4
_HALF = 60
_MANY = 2000
_AT_ONCE = 100

# Whoever is called exactly so, 长, would hide all whose names only begin so, 张: half of the few are for each.
_SOME = """
    (SELECT area, subject FROM search_key
        WHERE token = %(token)s AND area >= %(lo)s AND area < %(hi)s
        ORDER BY area, subject LIMIT %(half)s)
    UNION ALL
    (SELECT area, subject FROM search_key
        WHERE token > %(token)s AND token < %(end)s AND area >= %(lo)s AND area < %(hi)s
        ORDER BY token, area, subject LIMIT %(half)s)
"""
_RANGE = """
    SELECT area, subject FROM search_key
    WHERE token >= %(token)s AND token < %(end)s AND area >= %(lo)s AND area < %(hi)s
    ORDER BY token, area, subject LIMIT %(most)s
"""


@dataclass(frozen=True)
class FoundLine:
    """A person found, or a door behind which nobody is registered: then without id and name."""

    resident: UUID | None
    household: UUID
    area: str
    place: str
    door: str
    name: str
    telephone: str
    in_care: bool


@dataclass(frozen=True)
class Found:
    """What was found and by what: `name`, `door`, `identity`, `telephone`; '' when nothing was asked."""

    kind: str
    lines: tuple[FoundLine, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class Hit:
    """A household that fits, with the person in it that fits."""

    household: UUID
    area: str
    resident: Resident | None


def find(viewer: Viewer, typed: str, limit: int = 20) -> Found:
    """Who or which door fits all that was typed, within the viewer's area; the last word by its beginning.

    A look by a complete number is the caller's to have logged (`actions.search.look`).
    Problems: `right_missing`, `number_incomplete`, and what is wrong with an identity number.
    """
    viewer.must(Right.SEE_REGISTER)
    words = read_typed(typed)
    with acting(viewer):
        hits: Iterator[Hit | None]
        if words.identity or words.telephone:
            telephones = [words.telephone] if words.telephone else []
            hits = iter(hits_of(numbered(words.identity, telephones)))
        elif not words.names and not words.doors:
            return Found("")
        elif (people := _few(viewer)) is not None:
            hits = _near(viewer.span, people, words)
        else:
            hits = _far(viewer.span, words)
        # Who stands under several words is one person.
        once: dict[tuple[UUID, UUID | None], Hit] = {}
        more = False
        for hit in hits:
            if hit is None or len(once) == limit:
                more = hit is None or _key(hit) not in once
            else:
                once.setdefault(_key(hit), hit)
            if more:
                break
        lines = lines_of(viewer, list(once.values()))
    return Found(_kind(words), tuple(lines), more)


def _key(hit: Hit) -> tuple[UUID, UUID | None]:
    return hit.household, hit.resident.id if hit.resident else None


def _kind(words: Typed) -> str:
    if words.identity:
        return "identity"
    if words.telephone:
        return "telephone"
    return "name" if words.names else "door"


def numbered(identity: str, telephones: Sequence[str]) -> list[Resident]:
    """Who bears the complete identity number or one of the telephones, inside the present scope."""
    found: dict[UUID, Resident] = {}
    if identity:
        key = sealing.keyed("identity", identity)
        # Each half has an index of its own.
        for shared in (False, True):
            rows = Resident.objects.filter(identity_key=key, identity_shared=shared)
            found |= {row.id: row for row in rows}
    tokens = [telephone_word(telephone) for telephone in telephones]
    if tokens:
        keys = SearchKey.objects.filter(token__in=tokens).values_list("subject", flat=True)
        rows = Resident.objects.filter(id__in=list(keys[:_AT_ONCE]))
        # A word that was left behind names nobody: the number itself decides.
        found |= {row.id: row for row in rows if set(telephones) & set(telephones_of(row))}
    return sorted(found.values(), key=lambda row: (row.area, row.place, row.id))


def by_telephone(telephones: Sequence[str]) -> dict[str, list[Resident]]:
    """Who bears each of many telephones, inside the present scope, in the order of doors."""
    tokens = [telephone_word(one) for one in telephones]
    subjects = SearchKey.objects.filter(token__in=tokens).values_list("subject", flat=True)
    rows = Resident.objects.filter(id__in=list(subjects)).order_by("area", "place", "id")
    wanted, found = set(telephones), dict[str, list[Resident]]()
    for row in rows:
        for number in telephones_of(row):
            if number in wanted:
                found.setdefault(number, []).append(row)
    return found


def telephones_of(row: Resident) -> list[str]:
    """The telephones of a resident, complete."""
    return sealing.unseal_list("telephones", row.id, row.telephones_sealed)


def hits_of(rows: Iterable[Resident]) -> list[Hit]:
    """Residents as hits, to be shown."""
    return [Hit(row.household_id, row.area, row) for row in rows]


# Who is registered at a place, for as long as these are few.
_HERE = AtPlace(
    "SELECT area, place, id, name FROM resident WHERE area >= %(lo)s AND area < %(hi)s LIMIT %(most)s",
    "most integer",
)
Here = tuple[str, int, UUID, str]


def _few(viewer: Viewer) -> Sequence[Here] | None:
    """Everybody of a place that is small enough to be read whole, so that no range can be too wide for it."""
    if viewer.span.lo.count("/") < _CODES_OF_A_COMPOUND:
        return None
    found: list[Any] = _HERE.rows(viewer, viewer.span, most=_READ_WHOLE + 1)
    return found if len(found) <= _READ_WHOLE else None


def _near(held: Span, here: Sequence[Here], words: Typed) -> Iterator[Hit]:
    """From the area's side: everybody here, kept when the words fit."""
    if not words.names:
        rows = Household.objects.filter(area__gte=held.lo, area__lt=held.hi).order_by("area")
        doors = [one for one, area in rows.values_list("id", "area") if _stands(words, area)]
        yield from _behind(doors, ())
        return
    fit = sorted(
        (not begins(words.names, name), area, place, one)
        for area, place, one, name in here
        if _stands(words, area) and is_named(words.names, name)
    )
    yield from _named([one for *_, one in fit], words)


def _far(held: Span, words: Typed) -> Iterator[Hit | None]:
    """From the words' side: by the rarest of them, the others checked; None when some were not looked at."""
    if len(words.names) > 1:
        # Wang Xiaoming is one name with a blank far more often than two people's words.
        joined = "".join(words.names)
        yield from _checked(joined, _keys(_SOME, [joined], held)[joined], words)
    tokens = [*words.names, *(door.token for door in words.doors)]
    some = _keys(_SOME, tokens, held)
    best = min(tokens, key=lambda one: (_cut(some[one]), one not in words.names, -len(one)))
    first = _checked(best, some[best], words)
    # Of the few that are shown first, those whose names begin so lead; doors stand in order already.
    yield from sorted(first, key=lambda hit: _behind_others(words, hit)) if words.names else first
    if _cut(some[best]):
        many = _keys(_RANGE, [best], held)[best]
        yield from _checked(best, many, words)
        if len(many) == _MANY:
            yield None


def _cut(keys: list[tuple[str, UUID]]) -> bool:
    """Whether there may be more keys than the few that were read."""
    return len(keys) >= _HALF


def _behind_others(words: Typed, hit: Hit) -> bool:
    """Whether a person comes after those whose names begin with what was typed."""
    return not (hit.resident and begins(words.names, hit.resident.name))


def _keys(
    statement: str, tokens: Sequence[str], held: Span
) -> Mapping[str, list[tuple[str, UUID]]]:
    """What stands under some words, each planned by how many stand there, all in one message."""
    common = {"lo": held.lo, "hi": held.hi, "half": _HALF, "most": _MANY}
    with in_one_go():
        found = {
            one: asked(statement, {**common, "token": one, "end": one + "\U0010ffff"})
            for one in tokens
        }
    return {one: rows() for one, rows in found.items()}


def _stands(words: Typed, area: str) -> bool:
    return all(door.holds(area) for door in words.doors)


def _checked(token: str, keys: list[tuple[str, UUID]], words: Typed) -> Iterator[Hit]:
    subjects = list(dict.fromkeys(subject for area, subject in keys if _stands(words, area)))
    yield from _behind(subjects, words.names) if token.startswith("#") else _named(subjects, words)


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _named(ids: Sequence[UUID], words: Typed) -> Iterator[Hit]:
    """The residents of these ids whose names and doors fit, in the same order."""
    for part in _parts(ids):
        rows = Resident.objects.in_bulk(list(part))
        for row in (rows[one] for one in part if one in rows):
            if is_named(words.names, row.name) and _stands(words, row.area):
                yield Hit(row.household_id, row.area, row)


def _behind(ids: Sequence[UUID], names: Sequence[str]) -> Iterator[Hit]:
    """Who lives in these households, in the same order; an empty one itself unless a name is asked for."""
    for part in _parts(ids):
        people: dict[UUID, list[Resident]] = {}
        for row in Resident.objects.filter(household_id__in=part).order_by("place", "id"):
            people.setdefault(row.household_id, []).append(row)
        doors = Household.objects.in_bulk(list(part))
        for door in (doors[one] for one in part if one in doors):
            here = people.get(door.id, [])
            for row in here:
                if is_named(names, row.name):
                    yield Hit(door.id, door.area, row)
            if not here and not names:
                yield Hit(door.id, door.area, None)


_PLACES = Kept("SELECT area, kind, name FROM area WHERE area = ANY(%(paths)s)", "paths text[]")
_CARED = Kept(
    "SELECT resident FROM special_need WHERE resident = ANY(%(people)s) AND ended_at IS NULL",
    "people uuid[]",
)


def lines_of(viewer: Viewer, hits: Sequence[Hit]) -> list[FoundLine]:
    """What of the hits may be shown: numbers masked, the door as people say it."""
    paths = {path for hit in hits for path in [*ancestors(hit.area), hit.area]}
    people = [hit.resident.id for hit in hits if hit.resident]
    named, noted = together(_PLACES.asked(paths=list(paths)), _CARED.asked(people=people))
    places = {area: Area(area=area, kind=kind, name=name) for area, kind, name in named}
    cared = {ident for (ident,) in noted}
    lines = []
    for hit in hits:
        row = hit.resident
        telephones = telephones_of(row) if row else []
        place, door = spoken(hit.area, places, len(viewer.area))
        lines.append(
            FoundLine(
                resident=row.id if row else None,
                household=hit.household,
                area=hit.area,
                place=place,
                door=door,
                name=row.name if row else "",
                telephone=mask_telephone(telephones[0]) if telephones else "",
                in_care=bool(row and (row.needs_sealed or row.id in cared)),
            )
        )
    return lines


# Nobody names the district and the sub-district with a door.
_ADMINISTRATIVE = 2
_BELOW_COMPOUND = {AreaKind.BUILDING: "号楼", AreaKind.UNIT: "单元", AreaKind.HOUSEHOLD: ""}


def spoken(path: str, places: dict[str, Area], known: int) -> tuple[str, str]:
    """A door as people say it, 1号楼2单元301, and before it what lies between the viewer and the building.

    `known`: the length of the viewer's path, which nobody needs to be told.
    """
    above, door = [], []
    for one in [*ancestors(path), path][_ADMINISTRATIVE:]:
        row = places.get(one)
        name = row.name if row else code(one)
        ending = _BELOW_COMPOUND.get(AreaKind(row.kind)) if row else ""
        if ending is not None:
            door.append(name + ending if name.isdigit() else name)
        elif len(one) > known:
            above.append(name)
    return " ".join(above), "".join(door)
