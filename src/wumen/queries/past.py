"""What happened to a household and its people, and what was done for them, with by whom, off the log."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Q

from wumen.records import clock, sealing
from wumen.records.models import CrewMember, Duty, Post, RegisterChange
from wumen.rules.areas import ancestors, counted_at, span
from wumen.rules.changes import ChangeKind
from wumen.rules.dossier import DUTY_DAYS, EVENT_DAYS, MOST_EVENTS, event_name
from wumen.rules.duties import DutyState
from wumen.rules.playbooks import Named
from wumen.rules.rounds import remembered_reason
from wumen.rules.time import business_day


@dataclass(frozen=True)
class Known:
    """Whom to look for: people by name, former ones too, their household, and the doors of then and now."""

    names: Mapping[UUID, str]
    household: UUID
    areas: Sequence[str]

    @property
    def buildings(self) -> list[str]:
        """Where events and duties of these doors stand: at their buildings."""
        return sorted({counted_at(area) for area in self.areas})


@dataclass(frozen=True)
class By:
    """Who did something, and in which role; empty where the viewer may not know."""

    name: str = ""
    role: str = ""


@dataclass(frozen=True)
class Happened:
    """An event: what, when, to whom (empty: to the household), by whom."""

    at: datetime
    kind: str
    name: Named
    whom: str
    by: By


@dataclass(frozen=True)
class Done:
    """A duty of the last days as it stands, with its grade and by whom it was done."""

    day: date
    what: str
    win: str
    whom: str
    state: str
    grade: str | None
    reason: str | None
    by: By


@dataclass(frozen=True)
class Changed:
    """A change that can be taken back: what kind, when, by whom, and when it was taken back."""

    at: datetime
    kind: ChangeKind
    by: str
    undone_at: datetime | None


class _Touched(msgspec.Struct, frozen=True):
    """Of the sealed body of a change: whom it touched, which doors, and the paths that a split gave."""

    residents: list[UUID]
    households: list[UUID]
    places: list[str]
    paths: dict[str, str] = {}

    def doors(self, ours: Collection[UUID], areas: Iterable[str]) -> set[str] | None:
        """Where these people were touched by the change; None when it is none of theirs."""
        if not self.paths:
            touched = {*self.residents, *self.households}
            return set(self.places) if touched & set(ours) else None
        before = {
            old + area.removeprefix(new)
            for area in areas
            for old, new in self.paths.items()
            if area.startswith(new)
        }
        return before or None


# The newest first: a door that saw more changes than these is no door of people.
_MOST_CHANGES = 200


def changes(known: Known) -> tuple[tuple[Changed, ...], frozenset[str]]:
    """The changes that touched a household or its people, in the order of time, and the doors they name.

    Inside the running scope; Problem `seal_broken`.
    """
    chain = {one for area in known.areas for one in [*ancestors(area), area]}
    rows = RegisterChange.objects.filter(area__in=chain).order_by("-made_at")[:_MOST_CHANGES]
    ours = {known.household, *known.names}
    found: list[RegisterChange] = []
    doors: set[str] = set()
    for row in rows:
        content = sealing.unseal_bytes("register_change", row.id, row.body_sealed)
        touched = msgspec.json.decode(content, type=_Touched)
        there = touched.doors(ours, known.areas)
        if there is not None:
            found.append(row)
            doors |= there
    crew = dict(
        CrewMember.objects.filter(id__in={row.made_by for row in found}).values_list("id", "name")
    )
    lines = tuple(
        Changed(row.made_at, ChangeKind(row.kind), crew.get(row.made_by, ""), row.undone_at)
        for row in reversed(found)
    )
    return lines, frozenset(doors)


class _Crew:
    """Who stands behind the keyed hashes and posts of events."""

    def __init__(self, posts: Iterable[UUID | None], people: Iterable[str]) -> None:
        known = Post.objects.filter(id__in={one for one in posts if one})
        self._posts = {
            ident: (role, sealing.person_key(person))
            for ident, role, person in known.values_list("id", "role", "person_id")
        }
        wanted = set(people)
        crew = CrewMember.objects.values_list("id", "name") if wanted else ()
        self._names = {
            key: name for one, name in crew if (key := sealing.person_key(one)) in wanted
        }

    def by(self, post: UUID | None, person: str) -> By:
        """Who acted; what another entered for her bears no role. Nothing of a post that is not seen."""
        if post not in self._posts:
            return By()
        role, holder = self._posts[post]
        return By(self._names.get(person, ""), role if holder == person else "")


_EVENTS = """
    SELECT e.made_at, e.kind, e.subject, e.post, e.person, count(*) OVER ()
    FROM event e
    JOIN unnest(%(lo)s::text[], %(hi)s::text[]) AS held (lo, hi)
        ON e.area >= held.lo COLLATE "C" AND e.area < held.hi COLLATE "C"
    WHERE e.arrived_on >= %(first)s AND e.arrived_on <= %(last)s AND e.subject = ANY(%(subjects)s)
    ORDER BY e.made_at DESC, e.arrived_at DESC, e.seq DESC LIMIT %(most)s
"""


def happened(known: Known) -> tuple[tuple[Happened, ...], int]:
    """What the log tells of a household and its people, in the order of time; and how much more there is.

    Inside the running scope. A merged person's events stay hers: they are found under her former id.
    """
    subjects = {sealing.subject_key(one): one for one in [known.household, *known.names]}
    held = [span(one) for one in known.buildings]
    # The log is laid out by the day on which an event really arrived, also in a drill.
    last = business_day(clock.real_now())
    asked: dict[str, Any] = {
        "lo": [one.lo for one in held],
        "hi": [one.hi for one in held],
        "first": last - EVENT_DAYS,
        "last": last,
        "subjects": list(subjects),
        "most": MOST_EVENTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, asked)
        rows = cursor.fetchall()
    crew = _Crew((row[3] for row in rows), (row[4] for row in rows))
    events = tuple(
        Happened(
            at,
            kind,
            event_name(kind),
            known.names.get(subjects[subject], ""),
            crew.by(post, person),
        )
        for at, kind, subject, post, person, _ in reversed(rows)
    )
    return events, (rows[0][5] - len(rows) if rows else 0)


_BEHIND_REFS = """
    FROM unnest(%(refs)s::text[]) AS ref
    JOIN event e ON e.arrived_on = split_part(ref, '/', 1)::date
        AND e.writer = split_part(ref, '/', 2)::uuid AND e.seq = split_part(ref, '/', 3)::bigint
    WHERE e.arrived_on >= %(first)s AND e.arrived_on <= %(last)s
"""
_BEHIND = f"SELECT ref, e.post, e.person, e.made_at {_BEHIND_REFS}"
_AFTER = f"SELECT ref {_BEHIND_REFS} AND e.made_at > %(when)s"


def _asked(statement: str, refs: list[str], **more: datetime) -> list[tuple[Any, ...]]:
    """What a statement says of the events of these references."""
    last = business_day(clock.real_now())
    with connection.cursor() as cursor:
        cursor.execute(statement, {"refs": refs, "first": last - EVENT_DAYS, "last": last, **more})
        return list(cursor.fetchall())


def noted_after(refs: list[str], when: datetime) -> list[str]:
    """Which of the evidence that duties refer to was noted after an instant; inside the scope."""
    return [ref for (ref,) in _asked(_AFTER, refs, when=when)]


def behind(refs: list[str]) -> dict[str, tuple[By, datetime]]:
    """Who stands behind the evidence that duties refer to, and when it was noted; inside the scope."""
    rows = _asked(_BEHIND, refs)
    crew = _Crew((row[1] for row in rows), (row[2] for row in rows))
    return {ref: (crew.by(post, person), made_at) for ref, post, person, made_at in rows}


def done(known: Known) -> tuple[Done, ...]:
    """The duties of the last fourteen days for these people, in the order of time; inside the scope."""
    today = clock.today()
    where = Q()
    for one in map(span, known.buildings):
        where |= Q(area__gte=one.lo, area__lt=one.hi)
    rows = list(
        Duty.objects.filter(where, day__gt=today - DUTY_DAYS, day__lte=today)
        .filter(subject__in=[known.household, *known.names])
        .exclude(state="withdrawn")
        .order_by("day", "opens_at", "what", "subject")
    )
    order = {ident: place for place, ident in enumerate(known.names)}
    rows.sort(key=lambda row: (row.day, row.opens_at, row.what, order.get(row.subject, 0)))
    by = behind(sorted({row.evidence for row in rows if row.evidence}))
    return tuple(
        Done(
            row.day,
            row.what,
            row.win,
            known.names.get(row.subject, ""),
            row.state,
            row.grade,
            remembered_reason(
                row.what, row.reason, row.day, today, waived=row.state == DutyState.WAIVED
            ),
            by[row.evidence][0] if row.evidence in by else By(),
        )
        for row in rows
    )
