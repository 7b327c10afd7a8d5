"""Organisations in a sampling round: who of a roster is sampled where she works, each person once."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from wumen.queries.doors import Doors
from wumen.queries.organisations import IDENTITY, TELEPHONES
from wumen.queries.posts import acting
from wumen.records import sealing
from wumen.records.exchange import asked, in_one_go
from wumen.records.models import RosterEntry, SamplingRound, SamplingRoundScope
from wumen.records.sets import array
from wumen.rules.areas import Span
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.slotting import Heads, PointAt, Slot, slot_key
from wumen.rules.sampling_rounds.standing import AtWork

_TAIL = 2

# Who of the rosters of some rounds counts there at work: whoever owes that day's sample at home is counted there, and
# who stands on two rosters counts on the first. Known by her number, else by the resident that she is, else by her
# entry.
_PERSON = """
    WITH standing AS (
        SELECT h.id AS round_id, h.day, e.id, e.organisation_id, e.name, e.area, e.identity_key, e.since,
            coalesce(r.id, e.resident) AS resident
        FROM sampling_round h JOIN sampling_round_scope c ON c.round_id = h.id
            JOIN roster_entry e ON e.organisation_id = c.organisation_id AND e.left_at IS NULL
            LEFT JOIN resident r ON r.identity_key = e.identity_key AND NOT r.identity_shared
        WHERE h.id = ANY(%(rounds)s::uuid[])
    ), person AS (
        SELECT s.*, row_number() OVER (
                PARTITION BY s.round_id,
                    coalesce('n' || encode(s.identity_key, 'hex'), 'r' || s.resident, 'e' || s.id)
                ORDER BY s.organisation_id, s.since, s.id) AS place,
            EXISTS (SELECT FROM duty d WHERE d.day = s.day AND d.what = 'sampling' AND d.subject = s.resident
                AND d.state <> 'withdrawn') AS at_home,
            EXISTS (SELECT FROM roster_sample t WHERE t.round_id = s.round_id AND t.entry_id = s.id) AS sampled
        FROM standing s
    )
"""
_PEOPLE = f"""{_PERSON}
    SELECT id, name, resident, at_home, place > 1, sampled FROM person
    WHERE organisation_id = %(organisation)s ORDER BY name, since, id
"""
_SUMS = f"""{_PERSON}
    SELECT round_id, organisation_id, count(*), count(*) FILTER (WHERE at_home),
        count(*) FILTER (WHERE place = 1 AND NOT at_home),
        count(*) FILTER (WHERE place = 1 AND NOT at_home AND sampled)
    FROM person GROUP BY 1, 2
"""


@dataclass(frozen=True)
class RosterPlace:
    """Somebody of a roster in a round, on its line: counted here, or at her home, or on another roster.

    `tail`: how her number ends, where another of the roster bears her name: on paper they are told apart by it.
    """

    line: int
    entry: UUID
    name: str
    resident: UUID | None
    at_home: bool
    twice: bool
    sampled: bool
    tail: str = ""

    @property
    def counts(self) -> bool:
        """Whether she is counted where she works."""
        return not self.at_home and not self.twice


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in a round: on its roster, of them counted at home, the others, and how many are sampled.

    `slot`: its own hour at its point; `team_at`, `team`: when which team comes to it instead.
    """

    id: UUID
    name: str
    place: str
    people: int
    at_home: int
    others: int
    done: int
    single: bool
    point: int | None
    slot: Slot | None = None
    team_at: datetime | None = None
    team: str = ""

    @property
    def nowhere(self) -> bool:
        """Whether somebody is to be sampled there, no point serves it and no team comes."""
        return bool(self.others) and self.point is None and self.team_at is None

    @property
    def missing(self) -> int:
        """How many of the others are not sampled."""
        return self.others - self.done


@dataclass(frozen=True)
class Sums:
    """An organisation in a round by its numbers."""

    people: int = 0
    at_home: int = 0
    others: int = 0
    done: int = 0


def sums_of(rounds: Collection[UUID]) -> dict[UUID, dict[UUID, Sums]]:
    """The organisations of some rounds by their numbers, by round."""
    with in_one_go():
        found = asked_sums(rounds)
    return found()


def asked_sums(rounds: Collection[UUID]) -> Callable[[], dict[UUID, dict[UUID, Sums]]]:
    """`sums_of`, to be asked inside `in_one_go`."""
    rows = asked(_SUMS, {"rounds": array(sorted(rounds))})

    def sums() -> dict[UUID, dict[UUID, Sums]]:
        found: dict[UUID, dict[UUID, Sums]] = {}
        for ident, organisation, *numbers in rows():
            found.setdefault(ident, {})[organisation] = Sums(*numbers)
        return found

    return sums


def at_work(held: Span, rows: Sequence[SamplingRound]) -> dict[UUID, AtWork]:
    """How many of the organisations in a place are sampled at work, by round; inside the running scope."""
    seen = {
        (row.id, one.organisation_id)
        for row in rows
        for one in row.scopes.all()
        if one.organisation_id and held.holds(one.area)
    }
    if not seen:
        return {}
    return {
        ident: AtWork(
            sum(one.others for key, one in some.items() if (ident, key) in seen),
            sum(one.done for key, one in some.items() if (ident, key) in seen),
        )
        for ident, some in sums_of({ident for ident, _ in seen}).items()
    }


def organisation_heads(row: SamplingRound) -> list[Heads]:
    """Who of the rosters of a round comes to points, by organisation; none of one to which a team goes.

    Inside the running scope, which holds the round whole.
    """
    scopes = row.scopes.filter(organisation__isnull=False, team_at=None)
    found = [(one.area, one.organisation_id) for one in scopes]
    sums = sums_of([row.id]).get(row.id, {}) if found else {}
    return [
        Heads(area, sums.get(ident, Sums()).others, organisation=ident)
        for area, ident in found
        if ident
    ]


def organisations_seen(viewer: Viewer, row: SamplingRound) -> list[SamplingRoundScope]:
    """Those of a round's places that are organisations in the viewer's area."""
    scopes = [one for one in row.scopes.all() if one.organisation_id]
    return [one for one in scopes if viewer.span.holds(one.area)]


def organisation_rows(
    seen: Sequence[SamplingRoundScope],
    sums: Mapping[UUID, Sums],
    words: Doors,
    points: Sequence[PointAt],
    slots: Mapping[str, Slot],
) -> tuple[OrganisationRow, ...]:
    """Organisations of a round with how many count there, and when they come.

    Who stands on two rosters counts on one, whichever of them the viewer sees.
    """
    found = []
    for one in seen:
        organisation = one.organisation
        assert organisation is not None
        told = sums.get(organisation.id, Sums())
        slot = slots.get(slot_key(one.area, organisation.id))
        served = next((p.number for p in points if organisation.id in p.organisations), None)
        point = None if one.team_at else slot.number if slot else served
        found.append(
            OrganisationRow(
                *(organisation.id, organisation.name, words.short(one.area), told.people),
                told.at_home,
                *(told.others, told.done, one.single, point),
                *(slot, one.team_at, one.team),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.place, each.name)))


def _tails(entries: Sequence[UUID]) -> dict[UUID, str]:
    """How the numbers of some people end: as much as a masked list shows of them."""
    found = {}
    for row in RosterEntry.objects.filter(id__in=entries):
        numbers = [
            sealing.unseal(IDENTITY, row.id, row.identity_sealed),
            *sealing.unseal_list(TELEPHONES, row.id, row.telephones_sealed),
        ]
        found[row.id] = next((one[-_TAIL:] for one in numbers if one), "")
    return found


def roster_in_round(
    viewer: Viewer, row: SamplingRound, organisation: UUID
) -> tuple[str, list[RosterPlace]]:
    """The roster of an organisation in a round, line by line as it is printed; Problem `organisation_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        held = {one.organisation_id: one for one in row.scopes.all() if one.organisation_id}
        scope = held.get(organisation)
        if scope is None or scope.organisation is None or not viewer.span.holds(scope.area):
            raise Problem("organisation_unknown")
        with connection.cursor() as cursor:
            cursor.execute(_PEOPLE, {"rounds": array([row.id]), "organisation": organisation})
            people = [
                RosterPlace(place, *found) for place, found in enumerate(cursor.fetchall(), 1)
            ]
        many = Counter(one.name for one in people)
        tails = _tails([one.entry for one in people if many[one.name] > 1])
        people = [replace(one, tail=tails.get(one.entry, "")) for one in people]
    return scope.organisation.name, people
