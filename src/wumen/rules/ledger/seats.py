"""Which columns speak of which person, where a row holds a household."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wumen.rules.ledger.words import PERSON_FIELDS

# A column, the field it holds, and whose it is as its header says (see `Heading.person`).
Column = tuple[int, str, str]
Columns = Mapping[str, tuple[int, ...]]

_HEADS = frozenset(("户主", "业主"))


@dataclass(frozen=True, slots=True)
class Seat:
    """The columns of one person of a row; `relation`: what the header calls her, else ''."""

    columns: Columns
    relation: str = ""


@dataclass(slots=True)
class _Draft:
    """A seat while its columns are gathered; `at` is the column of the name."""

    person: str
    at: int
    columns: list[tuple[int, str]]


def seat_people(columns: Sequence[Column]) -> tuple[Seat, ...]:
    """The persons of a row from left to right; what belongs to nobody there is left out."""
    drafts = [
        _Draft(person, at, [(at, "name")]) for at, field, person in columns if field == "name"
    ]
    if not drafts:
        return ()
    loose: dict[str, list[int]] = {}
    related = any(field == "relation" for _, field, _ in columns)
    for at, field, person in columns:
        if field not in PERSON_FIELDS or field == "name":
            continue
        draft = _own_seat(drafts, person, related)
        if draft:
            draft.columns.append((at, field))
        elif not person or person == "members" or person.isdigit() or _is_shared(drafts, person):
            loose.setdefault(field, []).append(at)
    for field, places in loose.items():
        alone = field == "phone" and len(places) == 1 and not related
        sharers = [_without_telephone(drafts)] if alone else _share(drafts, places)
        for at, draft in zip(places, sharers, strict=True):
            draft.columns.append((at, field))
    kept = _without_mere_heads(drafts)
    return tuple(_seat(draft, len(kept)) for draft in kept)


def by_field(columns: Iterable[tuple[int, str]]) -> dict[str, tuple[int, ...]]:
    """Columns under their fields, from left to right."""
    found: dict[str, tuple[int, ...]] = {}
    for at, field in sorted(columns):
        found[field] = (*found.get(field, ()), at)
    return found


def _own_seat(drafts: Sequence[_Draft], person: str, related: bool) -> _Draft | None:
    """The seat that a header names; of a head who has none, the first, unless rows are persons."""
    if not person:
        return None
    named = [draft for draft in drafts if draft.person == person]
    if named:
        return named[0] if len(named) == 1 else None
    numbered = any(draft.person.isdigit() for draft in drafts)
    unsaid = [draft for draft in drafts if not draft.person]
    if person == "1" and numbered and len(unsaid) == 1:
        return unsaid[0]
    return drafts[0] if person in _HEADS and not related else None


def _is_shared(drafts: Sequence[_Draft], person: str) -> bool:
    return sum(draft.person == person for draft in drafts) > 1


def _share(drafts: Sequence[_Draft], places: Sequence[int]) -> list[_Draft]:
    """Whose the unsaid columns of one field are: as many as people, else the name on the left."""
    unsaid = [draft for draft in drafts if not draft.person]
    for group in (drafts, unsaid):
        if len(group) == len(places) and _in_step(group, places):
            return list(group)
    if len(unsaid) == 1 and all(draft.person in _HEADS for draft in drafts if draft.person):
        return unsaid * len(places)
    return [_on_the_left(drafts, at) for at in places]


def _in_step(drafts: Sequence[_Draft], places: Sequence[int]) -> bool:
    """Whether each column stands on the same side of its name."""
    return len({draft.at < at for draft, at in zip(drafts, places, strict=True)}) == 1


def _without_telephone(drafts: Sequence[_Draft]) -> _Draft:
    """Whose the one telephone of a household is: the only plain name's, else the first without one."""
    unsaid = [draft for draft in drafts if not draft.person]
    if len(unsaid) == 1:
        return unsaid[0]
    free = (d for d in drafts if all(field != "phone" for _, field in d.columns))
    return next(free, drafts[0])


def _on_the_left(drafts: Sequence[_Draft], at: int) -> _Draft:
    return next((draft for draft in reversed(drafts) if draft.at < at), drafts[0])


def _without_mere_heads(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Leave out a head whose name alone is repeated on the rows of the people of a household."""
    tells = {
        id(draft)
        for draft in drafts
        if draft.person in ("", "members")
        and {"identity_number", "relation"} & {field for _, field in draft.columns}
    }
    if not tells:
        return list(drafts)
    return [d for d in drafts if d.person not in _HEADS or len(d.columns) > 1]


def _seat(draft: _Draft, count: int) -> Seat:
    said = draft.person.rstrip("0123456789一二三四五六七八九十")
    relation = "" if said == "members" else said
    return Seat(by_field(draft.columns), relation if count > 1 else "")
