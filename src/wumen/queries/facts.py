"""Facts for the rules: orders with their scopes, owners, residents and standing duties, as plain data.

Every function here looks inside the scope of the running transaction and sees nothing without one.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from wumen.queries.chains import Chains, verify
from wumen.queries.orders_in_force import OrderFacts as OrderFacts
from wumen.queries.orders_in_force import order_facts as order_facts
from wumen.queries.orders_in_force import touching
from wumen.queries.posts import acting
from wumen.queries.rules_in_force import NoticeFacts as NoticeFacts
from wumen.queries.rules_in_force import book_of as book_of
from wumen.queries.rules_in_force import books as books
from wumen.queries.rules_in_force import notice_facts as notice_facts
from wumen.queries.rules_in_force import outbreaks as outbreaks
from wumen.queries.special_needs import open_need
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    Duty,
    Facility,
    Household,
    Photo,
    Post,
    Resident,
    SpecialNeed,
)
from wumen.records.sets import array
from wumen.rules.areas import Span, ancestors, common_part, subject_of_place
from wumen.rules.instructions import GIVEN
from wumen.rules.playbooks import SubjectKind
from wumen.rules.posts import Viewer
from wumen.rules.special_needs import Need, needs_of_words


@dataclass(frozen=True)
class PersonFact:
    """Somebody who lives behind a door, and whether she is away."""

    id: UUID
    away_since: date | None
    away_until: date | None


@dataclass(frozen=True)
class SubjectFact:
    """Of whom or of what something may be owed: its kind, its place, where its duties stand, since when.

    `people`: of a household, who lives in it, of a resident she herself; `facility`: of a facility, its
    kind; `state`: of a household, what it is.
    """

    id: UUID
    kind: str
    area: str
    stands: str
    since: datetime | None
    people: tuple[PersonFact, ...] = ()
    facility: str = ""
    state: str = ""


@dataclass(frozen=True)
class DutyFact:
    """A duty as it stands."""

    what: str
    subject: UUID
    win: str
    area: str
    subdistrict: str
    opens_at: datetime
    due_at: datetime
    state: str
    owner: UUID | None
    basis: Mapping[str, object]
    grade: str | None
    evidence: str | None
    tried: Sequence[datetime]


def now() -> datetime:
    """The instant at which the office asks."""
    return clock.now()


def today() -> date:
    """The business day on which the office asks."""
    return clock.today()


def owners(within: Span) -> dict[tuple[str, str], UUID]:
    """The posts that stand over a span, by role and area; of several the one that was first."""
    at = clock.now()
    rows = (
        Post.objects.filter(touching(within) | Q(area=""), from_at__lte=at)
        .filter(Q(until_at__isnull=True) | Q(until_at__gt=at))
        .order_by("-from_at", "-id")
        .values_list("role", "area", "id")
    )
    return {(role, area): ident for role, area, ident in rows}


def places(within: Span) -> list[str]:
    """The places above the doors of a span at which counts or owners may change.

    Below the five levels that are counted a place changes neither; posts there are known by themselves.
    """
    rows = Area.objects.filter(touching(within)).exclude(kind="household")
    return list(rows.exclude(area__regex=r"^([^/]+/){6,}$").values_list("area", flat=True))


def residents(within: Span) -> Iterator[SubjectFact]:
    """Everyone who lives in a span."""
    rows = Resident.objects.filter(area__gte=within.lo, area__lt=within.hi).values_list(
        "id", "area", "since", "away_since", "away_until"
    )
    for ident, area, since, *away in rows.iterator(chunk_size=20_000):
        yield SubjectFact(ident, "resident", area, area, since, (PersonFact(ident, *away),))


def households(within: Span) -> Iterator[SubjectFact]:
    """Every household in a span."""
    people: dict[UUID, list[PersonFact]] = {}
    rows = Resident.objects.filter(area__gte=within.lo, area__lt=within.hi).values_list(
        "household", "id", "away_since", "away_until"
    )
    for household, ident, since, until in rows.iterator(chunk_size=20_000):
        people.setdefault(household, []).append(PersonFact(ident, since, until))
    homes = Household.objects.filter(area__gte=within.lo, area__lt=within.hi)
    for ident, area, since, state in homes.values_list("id", "area", "registered_at", "state"):
        there = tuple(people.get(ident, ()))
        yield SubjectFact(ident, "household", area, area, since, there, state=state)


def doors_of(residents: Iterable[UUID]) -> list[str]:
    """Where some people live."""
    rows = Resident.objects.filter(id__in=list(residents))
    return list(rows.values_list("area", flat=True).distinct())


_HOMES_OF = """
    SELECT household_id, area, id, away_since, away_until FROM resident WHERE household_id IN (
        SELECT household_id FROM resident WHERE id = ANY(%s::uuid[]))
"""


def homes_of(residents: Iterable[UUID]) -> Iterator[tuple[UUID, str, PersonFact]]:
    """Everyone who lives in the homes of some people: household, door, person."""
    with connection.cursor() as cursor:
        cursor.execute(_HOMES_OF, [array(list(residents))])
        for home, door, *person in cursor.fetchall():
            yield home, door, PersonFact(*person)


_IN_CARE = """
    SELECT DISTINCT r.id, r.needs_sealed
    FROM unnest(%(lo)s::text[], %(hi)s::text[]) AS s (lo, hi) JOIN resident r
        ON r.area COLLATE "C" >= s.lo COLLATE "C" AND r.area COLLATE "C" < s.hi COLLATE "C"
    WHERE r.needs_sealed IS NOT NULL OR EXISTS (
        SELECT 1 FROM special_need n WHERE n.resident = r.id AND n.ended_at IS NULL)
"""


def needs(spans: Iterable[Span]) -> dict[UUID, tuple[Need, ...]]:
    """The special needs of who lives in some spans, opened: for the rules alone, never to be shown or kept.

    Noted ones, and those that only a word of the ledger tells of. Problem `seal_broken`.
    """
    some = list(spans)
    with connection.cursor() as cursor:
        cursor.execute(_IN_CARE, {"lo": [one.lo for one in some], "hi": [one.hi for one in some]})
        words = {
            ident: tuple(sealing.unseal_list("needs", ident, sealed))
            for ident, sealed in cursor.fetchall()
        }
    kept: dict[UUID, list[SpecialNeed]] = {}
    for row in SpecialNeed.objects.filter(resident__in=[*words]).order_by("noted_at", "id"):
        kept.setdefault(row.resident, []).append(row)
    found: dict[UUID, tuple[Need, ...]] = {}
    for ident, said in words.items():
        noted = [(one, open_need(one)) for one in kept.get(ident, ())]
        answered = {need.kind for _one, need in noted}
        standing = [need for one, need in noted if one.ended_at is None]
        standing += [need for kind, need in needs_of_words(said).items() if kind not in answered]
        if standing:
            found[ident] = tuple(standing)
    return found


def facilities(within: Span) -> Iterator[SubjectFact]:
    """Every facility in a span that is in use."""
    rows = Facility.objects.filter(
        area__gte=within.lo, area__lt=within.hi, closed_at__isnull=True
    ).values_list("id", "area", "kind", "floor")
    for ident, area, kind, floor in rows:
        yield SubjectFact(ident, "facility", area, common_part(area, floor), None, facility=kind)


def stairwells_and_gates(within: Span) -> Iterator[SubjectFact]:
    """Every unit, every building that has none, and every compound in a span."""
    rows = Area.objects.filter(
        area__gte=within.lo, area__lt=within.hi, kind__in=("compound", "building", "unit")
    )
    kinds = dict(rows.values_list("area", "kind"))
    with_units = {one for path, kind in kinds.items() if kind == "unit" for one in ancestors(path)}
    for path, kind in kinds.items():
        if kind != "building" or path not in with_units:
            shown = "gate" if kind == "compound" else "stairwell"
            yield SubjectFact(subject_of_place(path), shown, path, common_part(path), None)


def subjects(within: Span, kinds: Container[str]) -> Iterator[SubjectFact]:
    """Everything in a span of which something of these kinds may be owed."""
    if SubjectKind.RESIDENT in kinds:
        yield from residents(within)
    if SubjectKind.HOUSEHOLD in kinds:
        yield from households(within)
    if SubjectKind.FACILITY in kinds:
        yield from facilities(within)
    if SubjectKind.STAIRWELL in kinds or SubjectKind.GATE in kinds:
        yield from stairwells_and_gates(within)


def duties(day: date, within: Span) -> Iterator[DutyFact]:
    """Every duty of a day in a span, withdrawn ones too."""
    rows = Duty.objects.filter(day=day, area__gte=within.lo, area__lt=within.hi).values_list(
        "what",
        "subject",
        "win",
        "area",
        "subdistrict",
        "opens_at",
        "due_at",
        "state",
        "owner_post",
        "basis",
        "grade",
        "evidence",
        "tried",
    )
    for row in rows.iterator(chunk_size=20_000):
        yield DutyFact(*row)


def planned_days(since: date) -> list[date]:
    """The business days from `since` on for which duties were ever planned."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT day FROM tally WHERE day >= %s ORDER BY day", [since])
        return [day for (day,) in cursor.fetchall()]


def standing_by_what(day: date, within: Span) -> dict[str, int]:
    """How many duties stand on a day per what, withdrawn ones left out, by the kept counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT what, sum(n)::bigint FROM tally WHERE day = %s AND state <> 'withdrawn'"
            " AND area >= %s AND area < %s GROUP BY what HAVING sum(n) <> 0 ORDER BY what",
            [day, within.lo, within.hi],
        )
        return dict(cursor.fetchall())


def tallied(day: date) -> dict[tuple[str, ...], int]:
    """The kept counts of a day by place, what, window, state, grade, owner and hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT area, what, win, state, grade, coalesce(owner_post::text, ''),
                   floor(extract(epoch FROM due_at))::bigint::text, sum(n)
            FROM tally WHERE day = %s GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0
            """,
            [day],
        )
        return {tuple(row[:-1]): int(row[-1]) for row in cursor.fetchall()}


_REFERENCE = re.compile(r"\d{4}-\d\d-\d\d/[0-9a-f-]{36}/\d{1,18}")
_EVIDENCE = (
    *("duty.settled", "round.floor_done", "round.sheet_keyed", "relay.reported"),
    *("field.duty", "field.round", "field.door", "field.sample", "field.told", "field.decided"),
    *("sampling_round.roster_keyed", "common_parts.disinfected"),
)


def logged(refs: set[str]) -> set[str]:
    """Those of the references (day/writer/number) that stand in the log as accepted evidence of a duty.

    What a phone said may count in part, or because a named person decided so.
    """
    by_day: dict[str, list[str]] = {}
    for ref in filter(_REFERENCE.fullmatch, refs):
        by_day.setdefault(ref[:10], []).append(ref)
    found: set[str] = set()
    with connection.cursor() as cursor:
        for day, some in by_day.items():
            cursor.execute(
                """
                SELECT ref FROM unnest(%(refs)s::text[]) AS ref
                JOIN event e ON e.arrived_on = %(day)s AND e.kind = ANY(%(kinds)s)
                    AND e.writer = split_part(ref, '/', 2)::uuid
                    AND e.seq = split_part(ref, '/', 3)::bigint
                JOIN verdict v ON v.arrived_on = %(day)s AND v.writer = e.writer AND v.seq = e.seq
                WHERE v.state = 'accepted'
                    OR e.kind = 'field.round' AND v.problem LIKE '%%"field_doors_before"%%'
                    OR EXISTS (SELECT FROM field_decision x WHERE x.writer = e.writer
                        AND x.seq = e.seq AND x.hash = e.hash AND x.decided = 'applied')
                """,
                {"refs": some, "day": day, "kinds": list(_EVIDENCE)},
            )
            found |= {ref for (ref,) in cursor.fetchall()}
    return found


def photographed(day: date) -> set[tuple[str, UUID | None, str, str]]:
    """What photos show of the duties of a day: what, of whom, in which window, at which moment.

    What somebody asked for keeps its photos from day to day.
    """
    rows = Photo.objects.filter(taken_down_at=None, owed_by__isnull=False)
    of_day = Q(day=day) | Q(day__lt=day, what__in=GIVEN)
    return set(rows.filter(of_day).values_list("what", "owed_by", "win", "moment"))


def in_default() -> list[str]:
    """The partitioned tables whose default partition holds rows that were seen by day and area."""
    found = []
    with connection.cursor() as cursor:
        for table in ("duty", "event"):
            cursor.execute(
                f"SELECT EXISTS (SELECT 1 FROM {table} WHERE tableoid = %s::regclass)",
                [f"{table}_default"],
            )
            if cursor.fetchone() == (True,):
                found.append(table)
    return found


def chains(viewer: Viewer) -> Chains:
    """The chains of all writers, verified; only a post over everything sees them whole."""
    return Chains(0, []) if viewer.area else verify()


@contextmanager
def whole_look(viewer: Viewer) -> Iterator[None]:
    """One transaction in the viewer's scope that sees one moment, whatever is done meanwhile.

    Inside a page's transaction, which has begun to look already, it sees each statement's own moment.
    """
    if connection.in_atomic_block:
        with acting(viewer):
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with acting(viewer):
            yield
