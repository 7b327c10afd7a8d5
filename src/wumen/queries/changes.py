"""Changes of the register as people look at them: what was changed, two entries side by side, what binds a door."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Q

from wumen.queries import facts
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    CrewMember,
    Duty,
    Household,
    Order,
    RegisterChange,
    Resident,
)
from wumen.records.orders import binding, over_place
from wumen.rules.areas import AreaKind, ancestors, code, read_path, span
from wumen.rules.changes import ChangeKind, Person, merged
from wumen.rules.duties import PENDING
from wumen.rules.homes import in_words
from wumen.rules.masks import mask_identity_number, mask_telephone
from wumen.rules.playbooks import Named, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_UNSAID = frozenset({AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.COMMUNITY})
_SHOWN = 100


@dataclass(frozen=True)
class ChangeLine:
    """A change in a list: what, of whom, whence and whither, by whom and when, and whether it was taken back."""

    id: UUID
    kind: ChangeKind
    made_at: datetime
    by: str
    names: tuple[str, ...]
    way: tuple[str, ...]
    undone_at: datetime | None
    undone_by: str


@dataclass(frozen=True)
class Entry:
    """One of two entries of a person, numbers masked; `open` counts what she owes today, `orders` bind her."""

    id: UUID
    household: UUID
    name: str
    door: str
    number: str | None
    telephones: tuple[str, ...]
    needs: tuple[str, ...]
    relation: str
    sex: str
    open: int
    orders: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two entries side by side; what differs has to be said by somebody who knows."""

    keep: Entry
    drop: Entry
    names_differ: bool
    numbers_differ: bool

    @property
    def both(self) -> tuple[Entry, Entry]:
        """The two, to choose between."""
        return self.keep, self.drop


class _Said(msgspec.Struct, frozen=True):
    """Of the sealed body of a change: what may be shown."""

    way: list[str]
    names: list[str]


def _words(paths: Collection[str]) -> dict[str, str]:
    """Places as people say them, from the compound down; of one that is gone the codes."""
    chains = {path: [*ancestors(path), path] for path in paths}
    rows = Area.objects.filter(area__in={one for chain in chains.values() for one in chain})
    known = {area: (kind, name) for area, kind, name in rows.values_list("area", "kind", "name")}
    words = {}
    for path, chain in chains.items():
        levels = [known.get(one, ("", code(one))) for one in chain[2:]] or [("", code(path))]
        said = [one for one in levels if one[0] not in _UNSAID] or levels[-1:]
        words[path] = in_words(said)
    return words


def change_lines(viewer: Viewer) -> Sequence[ChangeLine]:
    """The changes of the viewer's area, the newest first; Problem `right_missing`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        # A unit lead's scope also holds the building itself, where changes of other units stand.
        held = RegisterChange.objects.filter(area__gte=viewer.span.lo, area__lt=viewer.span.hi)
        rows = list(held.order_by("-made_at")[:_SHOWN])
        bodies = {one.id: _said(one) for one in rows}
        words = _words({place for body in bodies.values() for place in body.way})
        people = {who for one in rows for who in (one.made_by, one.undone_by) if who}
        crew = dict(CrewMember.objects.filter(id__in=people).values_list("id", "name"))
    return [
        ChangeLine(
            one.id,
            ChangeKind(one.kind),
            one.made_at,
            crew.get(one.made_by, ""),
            tuple(bodies[one.id].names),
            tuple(words[place] for place in bodies[one.id].way),
            one.undone_at,
            crew.get(one.undone_by, "") if one.undone_by else "",
        )
        for one in rows
    ]


def _said(change: RegisterChange) -> _Said:
    content = sealing.unseal_bytes("register_change", change.id, change.body_sealed)
    return msgspec.json.decode(content, type=_Said)


def person_of(row: Resident) -> Person:
    """A resident's row unsealed."""
    return Person(
        id=row.id,
        name=row.name,
        number=sealing.unseal("identity", row.id, row.identity_sealed),
        telephones=tuple(sealing.unseal_list("telephones", row.id, row.telephones_sealed)),
        needs=tuple(sealing.unseal_list("needs", row.id, row.needs_sealed)),
        relation=row.relation,
        sex=row.sex,
        away=(row.away_since, row.away_until),
    )


def _regimes(orders: Collection[Order]) -> list[Named]:
    playbooks = facts.outbreaks()
    found = {}
    for one in orders:
        regime = playbooks[str(one.outbreak_id)].regimes[one.regime]
        found[one.regime] = Named(zh=regime.name_zh, en=regime.name_en)
    return list(found.values())


def _orders(wanted: Q) -> list[Order]:
    """The orders that bind somebody or a place now, each once."""
    rows = binding(clock.now()).filter(wanted).select_related("order")
    return [one.order for one in rows.order_by("order__number").distinct("order__number")]


def binding_at(viewer: Viewer, path: str) -> list[Named]:
    """The regimes that orders over a place put it under now, each once; `path_unreadable`."""
    full = read_path(path)
    with acting(viewer):
        return _regimes(_orders(over_place(full)))


def _entry(row: Resident, person: Person, words: Mapping[str, str], open_: int) -> Entry:
    orders = _orders(Q(resident=row.id))
    return Entry(
        id=row.id,
        household=row.household_id,
        name=person.name,
        door=words[row.area],
        number=mask_identity_number(person.number) if person.number else None,
        telephones=tuple(map(mask_telephone, person.telephones)),
        needs=person.needs,
        relation=person.relation,
        sex=person.sex,
        open=open_,
        orders=tuple(one.number for one in orders),
    )


def pair(
    viewer: Viewer,
    keep: UUID,
    drop: UUID,
    name_of: UUID | None = None,
    number_of: UUID | None = None,
) -> tuple[Pair, Entry]:
    """Two entries side by side, and what would be kept of both, as if the first number were right if none is said.

    Problems: `right_missing`, `resident_unknown`, `merge_with_self`.
    """
    viewer.must(Right.KEEP_REGISTER)
    if keep == drop:
        raise Problem("merge_with_self")
    with acting(viewer):
        rows = {one.id: one for one in Resident.objects.filter(id__in=[keep, drop])}
        if len(rows) < 2:
            raise Problem("resident_unknown")
        words = _words({one.area for one in rows.values()})
        people = {ident: person_of(row) for ident, row in rows.items()}
        owed = {ident: _open(ident) for ident in rows}
        stays, goes = (
            _entry(rows[ident], people[ident], words, owed[ident]) for ident in (keep, drop)
        )
        one, other = people[keep], people[drop]
        differ = bool(one.number and other.number and one.number != other.number)
        found = Pair(stays, goes, one.name != other.name, differ)
        chosen = number_of if number_of in (keep, drop) else keep
        whole = merged(one, other, name_of, chosen)
        return found, _entry(rows[keep], whole, words, max(owed.values()))


def _open(resident: UUID) -> int:
    # Naming every `what` lets the primary key find a subject.
    whats = [what.value for what in What]
    rows = Duty.objects.filter(day=clock.today(), what__in=whats, subject=resident)
    return rows.filter(state__in=PENDING).count()


@dataclass(frozen=True)
class Namesake:
    """Somebody elsewhere in the viewer's area with the name of a person of a household."""

    of: UUID
    id: UUID
    name: str
    door: str


def namesakes(viewer: Viewer, household: UUID) -> list[Namesake]:
    """Who in the viewer's area has the name of somebody of this household: perhaps entered twice."""
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        home = Household.objects.filter(id=household).first()
        if home is None:
            raise Problem("household_unknown")
        people = {
            name: ident
            for ident, name in Resident.objects.filter(household=home).values_list("id", "name")
        }
        # Of a community's size: a name is looked for where people may have been entered twice.
        near = span("/".join(home.area.split("/")[:3]) + "/")
        rows = list(
            Resident.objects.filter(name__in=people, area__gte=near.lo, area__lt=near.hi)
            .exclude(household=home)
            .order_by("area")[:20]
        )
        words = _words({one.area for one in rows})
    return [Namesake(people[one.name], one.id, one.name, words[one.area]) for one in rows]


def household_at(viewer: Viewer, path: str) -> UUID:
    """The household behind a door; Problem `household_unknown`."""
    full = read_path(path)
    with acting(viewer):
        found: UUID | None = (
            Household.objects.filter(area=full).values_list("id", flat=True).first()
        )
    if found is None:
        raise Problem("household_unknown")
    return found


def parts_of(viewer: Viewer, compound: str) -> list[tuple[str, str]]:
    """What stands directly in a compound and may leave it: path and name, in order; `area_unknown`."""
    full = read_path(compound)
    viewer.must(Right.KEEP_REGISTER, full)
    held = span(full)
    with acting(viewer):
        if not Area.objects.filter(area=full).exists():
            raise Problem("area_unknown", path=full)
        rows = Area.objects.filter(area__gt=full, area__lt=held.hi).exclude(kind=AreaKind.HOUSEHOLD)
        parts = rows.filter(area__regex=f"^{full}[^/]+/$").values_list("area", "name")
    return sorted(parts, key=lambda one: (len(one[0]), one[0]))
