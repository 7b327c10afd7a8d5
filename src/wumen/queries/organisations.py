"""Organisations as people look at them: a list with head counts, one with its roster, each person once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.records import sealing
from wumen.records.models import Area, Organisation, Resident, RosterEntry, SearchKey
from wumen.records.search import telephone_word
from wumen.rules.areas import OFFICES, AreaKind, Span, ancestors
from wumen.rules.homes import in_words
from wumen.rules.masks import mask_identity_number, mask_telephone
from wumen.rules.organisations import OrganisationKind, RosterPerson
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# Where the sealed fields of these rows stand; a seal opens in its own place only.
CONTACT = "organisation.contact"
IDENTITY = "roster_entry.identity"
TELEPHONES = "roster_entry.telephones"

# A village stands where a compound does: its groups and lanes have the numbers of every other's.
_UNSAID = OFFICES - {AreaKind.VILLAGE}


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation in a list: `people` on its roster, `living_here` those of them seen as residents."""

    id: UUID
    area: str
    place: str
    name: str
    kind: OrganisationKind
    contact: str
    telephones: tuple[str, ...]
    people: int
    living_here: int
    closed_at: datetime | None


@dataclass(frozen=True)
class RosterLine:
    """A person of a roster, numbers masked; `household` and `door` where she lives in the viewer's area."""

    id: UUID
    name: str
    identity_number: str
    telephones: tuple[str, ...]
    household: UUID | None
    door: str
    since: datetime
    left_at: datetime | None


@dataclass(frozen=True)
class PeopleOnce:
    """Who counts in a round in a place: residents, and of those on rosters who are no residents there.

    `on_rosters` = `of_them_residents` + `others`, each person once; `without_number`: those of the others
    who have neither number nor telephone, so that nobody can tell whether they are counted twice.
    """

    residents: int
    on_rosters: int
    of_them_residents: int
    others: int
    without_number: int

    @property
    def people(self) -> int:
        """All who count."""
        return self.residents + self.others


# A person of a roster is known by the resident's number where she is seen as one, so that she is one
# person on two rosters however they wrote her; else by the roster's key; else she is her entry. Each entry takes
# the best of what was found of it, sorted: joined back it would be compared with every other of a large site.
_STANDING = """
    standing AS (
        SELECT e.id, e.organisation_id, e.resident, e.identity_key, e.area
        FROM roster_entry e JOIN organisation o ON o.id = e.organisation_id
        WHERE e.left_at IS NULL AND o.closed_at IS NULL
          AND e.area >= %(lo)s AND e.area < %(hi)s
    ), found AS (
        SELECT s.*, r.id AS known, r.identity_key AS known_key, r.area AS home, 1 AS preferred
        FROM standing s JOIN resident r ON r.identity_key = s.identity_key AND NOT r.identity_shared
        UNION ALL
        SELECT s.*, r.id, r.identity_key, r.area, 2 FROM standing s JOIN resident r ON r.id = s.resident
        UNION ALL
        SELECT s.*, NULL, NULL, NULL, 3 FROM standing s
    ), entry AS (
        SELECT DISTINCT ON (id) * FROM found ORDER BY id, preferred
    ), person AS (
        SELECT id AS entry, organisation_id, identity_key IS NULL AS nameless,
            known AS resident, home >= %(lo)s AND home < %(hi)s AS lives_here,
            coalesce('n' || encode(known_key, 'hex'), 'r' || known,
                'n' || encode(identity_key, 'hex'), 'e' || id) AS who
        FROM entry
    )
"""
_ONCE = f"""
    WITH {_STANDING}, once AS (
        SELECT who, coalesce(bool_or(lives_here), false) AS lives_here,
            bool_and(nameless AND resident IS NULL) AS nameless
        FROM person GROUP BY who
    )
    SELECT (SELECT count(*) FROM resident WHERE area >= %(lo)s AND area < %(hi)s),
        count(*), count(*) FILTER (WHERE lives_here), count(*) FILTER (WHERE NOT lives_here),
        count(*) FILTER (WHERE nameless)
    FROM once
"""
_BY_ORGANISATION = f"""
    WITH {_STANDING}
    SELECT organisation_id, count(*), count(resident) FROM person GROUP BY organisation_id
"""


def people_once(viewer: Viewer, area: str | None = None) -> PeopleOnce:
    """How many people a place holds: its residents and who works there, a person counted once.

    Who lives elsewhere and works on two rosters of the place is one. Problems: `right_missing`,
    `area_not_yours`, `path_unreadable`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute(_ONCE, {"lo": held.lo, "hi": held.hi})
        return PeopleOnce(*cursor.fetchone())


def residents_by_person(people: Sequence[RosterPerson]) -> list[UUID | None]:
    """Which resident each of the people is, by number, else by name and telephone; None for nobody.

    Inside the present scope. Of two residents with one name and telephone neither is meant.
    """
    keys = {
        sealing.keyed("identity", one.identity_number): one for one in people if one.identity_number
    }
    rows = Resident.objects.filter(identity_key__in=list(keys), identity_shared=False)
    numbered = {
        bytes(key): ident
        for key, ident in rows.values_list("identity_key", "id")
        if key is not None
    }
    told = _by_telephone(people)
    return [
        numbered.get(sealing.keyed("identity", one.identity_number))
        if one.identity_number
        else _only([told.get((one.name, number), set()) for number in one.telephones])
        for one in people
    ]


def _only(found: Sequence[set[UUID]]) -> UUID | None:
    together = set().union(*found)
    return together.pop() if len(together) == 1 else None


def _by_telephone(people: Sequence[RosterPerson]) -> dict[tuple[str, str], set[UUID]]:
    """The residents behind names with telephones, of those people who have no number."""
    words = {
        telephone_word(number): number
        for one in people
        if not one.identity_number
        for number in one.telephones
    }
    keys = SearchKey.objects.filter(token__in=list(words)).values_list("token", "subject")
    found = [(words[token], subject) for token, subject in keys]
    subjects = {subject for _, subject in found}
    names = dict(Resident.objects.filter(id__in=subjects).values_list("id", "name"))
    result: dict[tuple[str, str], set[UUID]] = {}
    for number, subject in found:
        if subject in names:
            result.setdefault((names[subject], number), set()).add(subject)
    return result


def organisation_lines(viewer: Viewer, area: str | None = None) -> list[OrganisationLine]:
    """The organisations of a place with their head counts, those at work first.

    Problems: `right_missing`, `area_not_yours`, `path_unreadable`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer):
        rows = Organisation.objects.filter(area__gte=held.lo, area__lt=held.hi)
        lines = _lines(list(rows.order_by("area", "name", "id")), held)
    return sorted(lines, key=lambda one: one.closed_at is not None)


def organisation(viewer: Viewer, ident: UUID) -> tuple[OrganisationLine, list[RosterLine]]:
    """One organisation with all who are or were on its roster, by name, those who left at the end.

    Problems: `right_missing`, `organisation_unknown` also for one outside the area.
    """
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row = Organisation.objects.filter(id=ident).first()
        if row is None or not viewer.span.holds(row.area):
            raise Problem("organisation_unknown")
        entries = list(RosterEntry.objects.filter(organisation=row).order_by("name", "since", "id"))
        lives = _where_they_live(entries)
        line = _lines([row], viewer.span)[0]
        roster = [_roster_line(one, *lives.get(one.id, (None, ""))) for one in entries]
    return line, sorted(roster, key=lambda one: one.left_at is not None)


def _lines(rows: Sequence[Organisation], held: Span) -> list[OrganisationLine]:
    with connection.cursor() as cursor:
        cursor.execute(_BY_ORGANISATION, {"lo": held.lo, "hi": held.hi})
        counts = {ident: (people, here) for ident, people, here in cursor.fetchall()}
    places = spoken_places({row.area for row in rows})
    lines = []
    for row in rows:
        contact = sealing.unseal_list(CONTACT, row.id, row.contact_sealed)
        people, living_here = counts.get(row.id, (0, 0))
        lines.append(
            OrganisationLine(
                id=row.id,
                area=row.area,
                place=places[row.area],
                name=row.name,
                kind=OrganisationKind(row.kind),
                contact=contact[0] if contact else "",
                telephones=tuple(map(mask_telephone, contact[1:])),
                people=people,
                living_here=living_here,
                closed_at=row.closed_at,
            )
        )
    return lines


def spoken_places(paths: set[str]) -> dict[str, str]:
    """Each of the places as people say it, from the compound, lane or village down; in the present scope."""
    chains = {path: [*ancestors(path), path] for path in paths}
    wanted = {one for chain in chains.values() for one in chain}
    rows = {row.area: row for row in Area.objects.filter(area__in=wanted)}
    said = {}
    for path, chain in chains.items():
        known = [rows[one] for one in chain if one in rows]
        below = [one for one in known if one.kind not in _UNSAID] or known[-1:]
        said[path] = in_words((one.kind, one.name) for one in below)
    return said


def _where_they_live(entries: Sequence[RosterEntry]) -> dict[UUID, tuple[UUID, str]]:
    """Household and door of those who are seen as residents, by entry."""
    keys = [bytes(one.identity_key) for one in entries if one.identity_key is not None]
    linked = [one.resident for one in entries if one.resident]
    rows = Resident.objects.filter(identity_key__in=keys, identity_shared=False)
    by_key = {bytes(row.identity_key): row for row in rows if row.identity_key is not None}
    by_id = {row.id: row for row in Resident.objects.filter(id__in=linked)}
    lives = {}
    for one in entries:
        key = bytes(one.identity_key) if one.identity_key is not None else b""
        resident = by_key.get(key) or (by_id.get(one.resident) if one.resident else None)
        if resident is not None:
            lives[one.id] = resident
    doors = spoken_places({row.area for row in lives.values()})
    return {entry: (row.household_id, doors[row.area]) for entry, row in lives.items()}


def _roster_line(row: RosterEntry, household: UUID | None, door: str) -> RosterLine:
    number = sealing.unseal(IDENTITY, row.id, row.identity_sealed)
    telephones = sealing.unseal_list(TELEPHONES, row.id, row.telephones_sealed)
    return RosterLine(
        id=row.id,
        name=row.name,
        identity_number=mask_identity_number(number) if number else "",
        telephones=tuple(map(mask_telephone, telephones)),
        household=household,
        door=door,
        since=row.since,
        left_at=row.left_at,
    )
