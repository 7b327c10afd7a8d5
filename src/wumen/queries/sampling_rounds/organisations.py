"""Organisations in a sampling round: who of a roster is sampled where she works, each person once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.records.models import RosterSample, SamplingRound
from wumen.records.sets import array
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.slotting import PointAt

# Who of some rosters counts for the round at work: whoever owes that day's sample at home is counted there, and who
# stands on two rosters counts on the first. Known by her number, else by the resident that she is, else by her entry.
_PEOPLE = """
    WITH standing AS (
        SELECT e.id, e.organisation_id, e.name, e.area, e.identity_key, e.since,
            coalesce(r.id, e.resident) AS resident
        FROM roster_entry e LEFT JOIN resident r ON r.identity_key = e.identity_key AND NOT r.identity_shared
        WHERE e.left_at IS NULL AND e.organisation_id = ANY(%(organisations)s::uuid[])
    ), person AS (
        SELECT s.*, row_number() OVER (
                PARTITION BY coalesce('n' || encode(s.identity_key, 'hex'), 'r' || s.resident, 'e' || s.id)
                ORDER BY s.organisation_id, s.since, s.id) AS place,
            EXISTS (SELECT FROM duty d WHERE d.day = %(day)s AND d.what = 'sampling' AND d.subject = s.resident
                AND d.state <> 'withdrawn') AS at_home
        FROM standing s
    )
    SELECT organisation_id, id, name, resident, at_home, place > 1 FROM person
    ORDER BY organisation_id, name, since, id
"""


@dataclass(frozen=True)
class RosterPlace:
    """Somebody of a roster in a round, on its line: counted here, or at her home, or on another roster."""

    line: int
    entry: UUID
    name: str
    resident: UUID | None
    at_home: bool
    twice: bool
    sampled: bool

    @property
    def counts(self) -> bool:
        """Whether she is counted where she works."""
        return not self.at_home and not self.twice


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in a round: on its roster, of them counted at home, the others, and how many are sampled."""

    id: UUID
    name: str
    place: str
    people: int
    at_home: int
    others: int
    done: int
    single: bool
    point: int | None

    @property
    def missing(self) -> int:
        """How many of the others are not sampled."""
        return self.others - self.done


def _people(row: SamplingRound, organisations: Sequence[UUID]) -> dict[UUID, list[RosterPlace]]:
    sampled = set(RosterSample.objects.filter(round=row).values_list("entry_id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"organisations": array(list(organisations)), "day": row.day})
        found: dict[UUID, list[RosterPlace]] = {}
        for organisation, entry, name, resident, at_home, twice in cursor.fetchall():
            some = found.setdefault(organisation, [])
            some.append(
                RosterPlace(
                    *(len(some) + 1, entry, name, resident, at_home, twice),
                    sampled=entry in sampled,
                )
            )
    return found


def organisation_rows(
    viewer: Viewer, row: SamplingRound, points: Sequence[PointAt]
) -> tuple[OrganisationRow, ...]:
    """The organisations of a round that the viewer sees, with how many count there."""
    scopes = list(row.scopes.filter(organisation__isnull=False).select_related("organisation"))
    seen = [one for one in scopes if viewer.span.holds(one.area)]
    if not seen:
        return ()
    # Who stands on two rosters counts on one, whichever of them the viewer sees.
    people = _people(row, [one.organisation_id for one in scopes if one.organisation_id])
    places = spoken_places({one.area for one in seen})
    found = []
    for one in seen:
        organisation = one.organisation
        assert organisation is not None
        roster = people.get(organisation.id, [])
        others = [person for person in roster if person.counts]
        point = next((p.number for p in points if organisation.id in p.organisations), None)
        found.append(
            OrganisationRow(
                *(organisation.id, organisation.name, places[one.area], len(roster)),
                sum(person.at_home for person in roster),
                *(len(others), sum(person.sampled for person in others), one.single, point),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.place, each.name)))


def roster_in_round(
    viewer: Viewer, row: SamplingRound, organisation: UUID
) -> tuple[str, list[RosterPlace]]:
    """The roster of an organisation in a round, line by line as it is printed; Problem `organisation_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        scopes = row.scopes.filter(organisation__isnull=False).select_related("organisation")
        held = {one.organisation_id: one for one in scopes}
        scope = held.get(organisation)
        if scope is None or scope.organisation is None or not viewer.span.holds(scope.area):
            raise Problem("organisation_unknown")
        people = _people(row, [one for one in held if one])
    return scope.organisation.name, people.get(organisation, [])
