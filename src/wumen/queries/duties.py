"""Duties as people look at them: a list by day, place and state, with owners by name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from wumen.queries.doors import compounds_of
from wumen.queries.posts import acting
from wumen.queries.rules_in_force import book_of
from wumen.records import clock, sealing
from wumen.records.kept import Asked, Kept, together
from wumen.records.models import Area, CrewMember, Duty, Facility, Post
from wumen.rules.areas import (
    Span,
    ancestors,
    code,
    counted_in,
    is_common_part,
    parent,
    read_path,
    span,
)
from wumen.rules.duties import PENDING, DutyKey, DutyState
from wumen.rules.instructions import accepted
from wumen.rules.playbooks import Grade, Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import remembered_reason
from wumen.rules.time import business_day


@dataclass(frozen=True)
class Owner:
    """Whose a duty is: the crew member in her post."""

    post: UUID
    role: str
    area: str
    crew_no: str
    name: str


class Grounded(Protocol):
    """A duty by its grounds: as a row, or as a line of a list."""

    @property
    def basis(self) -> Any:
        """Outbreak, clause and orders, or the number of an instruction."""


def grades_of(duty: Grounded, rules: Mapping[str, Playbook]) -> tuple[Grade, ...]:
    """The grades of evidence that the clause behind a duty accepts, by the rules that made it.

    What a former edition asked for and the present one does not know accepts what was measured alone.
    """
    if "instruction" in duty.basis:
        return accepted(duty.basis["grade"])
    try:
        return rules[book_of(duty.basis)].clause(duty.basis["clause"]).grades
    except Problem:
        return (Grade.MEASURED,)


@dataclass(frozen=True)
class DutyLine:
    """A duty in a list; `state` is what is stored, `overdue` and `missed` are read off the clock."""

    key: str
    day: date
    what: str
    subject: UUID
    win: str
    area: str
    opens_at: datetime
    due_at: datetime
    state: str
    overdue: bool
    owner: Owner | None
    basis: dict[str, object]
    grade: str | None
    reason: str | None
    taken_by: Owner | None = None
    tried: tuple[datetime, ...] = ()
    evidence: str | None = None


def owners(posts: set[UUID]) -> dict[UUID, Owner]:
    """The people behind posts, inside a viewer's scope."""
    rows = Post.objects.filter(id__in=posts).select_related("person")
    return {
        row.id: Owner(row.id, row.role, row.area, row.person.number, row.person.name)
        for row in rows
    }


def within(viewer: Viewer, area: str | None) -> Span:
    """The span of a place as the viewer named it, or of her whole post; Problem `area_not_yours`."""
    if not area:
        return viewer.span
    path = read_path(area)
    if not viewer.span.holds(path):
        raise Problem("area_not_yours", path=path)
    return span(path)


def held_alone(viewer: Viewer, held: Span) -> bool:
    """Whether the policy holds exactly this place; a post below a building also sees what is kept at the building."""
    return held == viewer.span and counted_in(viewer.area) == viewer.area


# How a statement names a place, with whatever its table is called there.
_NAMED = re.compile(r"(\w+\.)?area >= %\(lo\)s AND \1?area < %\(hi\)s")


class AtPlace:
    """A statement about a place, its plan kept; where it is exactly the viewer's own, the policy alone names it.

    Named by both, the planner takes the rows for a hundredth of what they are and sorts thousands.
    """

    def __init__(
        self, statement: str, values: str, *, hashed: bool = False, binary: bool = False
    ) -> None:
        """Values but for `lo` and `hi`, `hashed` and `binary`, as `Kept` has them."""
        how = {"hashed": hashed, "binary": binary}
        self._at = Kept(statement, f"{values}, lo text, hi text", **how)
        self._whole = Kept(_NAMED.sub("TRUE", statement), values, **how)

    def asked(self, viewer: Viewer, held: Span, **given: object) -> Asked:
        """The statement about a place of the viewer's, to be asked together with others."""
        if held_alone(viewer, held):
            return self._whole.asked(**given)
        return self._at.asked(**given, lo=held.lo, hi=held.hi)

    def rows(self, viewer: Viewer, held: Span, **given: object) -> list[tuple[Any, ...]]:
        """What it finds at a place of the viewer's."""
        (found,) = together(self.asked(viewer, held, **given))
        return found


def duty_lines(
    viewer: Viewer,
    day: date,
    state: str | None = None,
    area: str | None = None,
    **which: Any,
) -> Sequence[DutyLine]:
    """The duties of a day in a place, in the order of doors; `overdue` asks for what is open too long,
    `waiting` for what is to be done and not overdue, taken or not. `which` narrows them by their columns.

    Problems: `right_missing`, `area_not_yours`, `state_unknown`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    rows = Duty.objects.filter(day=day, area__gte=held.lo, area__lt=held.hi, **which)
    now = clock.now()
    if state == "overdue":
        rows = rows.filter(state__in=PENDING, due_at__lte=now)
    elif state == "waiting":
        rows = rows.filter(state__in=PENDING, due_at__gt=now)
    elif state:
        if state not in {"open", "taken", "done", "waived", "withdrawn"}:
            raise Problem("state_unknown", state=state)
        rows = rows.filter(state=state)
    with acting(viewer):
        posts = rows.values_list("owner_post", "taken_by").distinct()
        people = owners({post for pair in posts for post in pair if post})
        ordered = rows.order_by("area", "subject", "what", "win")
        return [line_of(row, people, now) for row in ordered.iterator(chunk_size=5000)]


def rows_of_key(key: DutyKey) -> QuerySet[Duty]:
    """The duty of a key, or none, inside the running scope; Problem `duty_key_unreadable`."""
    try:
        subject = UUID(key.subject)
    except ValueError:
        raise Problem("duty_key_unreadable", key=key) from None
    return Duty.objects.filter(day=key.day, what=key.what, subject=subject, win=key.win)


def duty_of_key(key: DutyKey) -> Duty:
    """The duty of a key, inside the running scope; Problems `duty_key_unreadable`, `duty_unknown`."""
    row = rows_of_key(key).first()
    if row is None:
        raise Problem("duty_unknown", key=key)
    return row


def duty_area(viewer: Viewer, key: DutyKey) -> str:
    """The door at which a duty stands; Problems `duty_key_unreadable`, `duty_unknown`."""
    with acting(viewer):
        return duty_of_key(key).area


def one_duty(viewer: Viewer, key: DutyKey) -> DutyLine:
    """One duty as a line; Problems `right_missing`, `duty_key_unreadable`, `duty_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row = duty_of_key(key)
        people = owners({post for post in (row.owner_post, row.taken_by) if post})
        return line_of(row, people, clock.now())


def place_names(viewer: Viewer, lines: Iterable[DutyLine]) -> Mapping[str, str]:
    """The places at which instructions stand, by their last two names, by the paths of their duties."""
    paths = {one.area: parent(one.area) for one in lines if is_common_part(one.area)}
    chains = {place: [*ancestors(place), place][-2:] for place in paths.values()}
    if not chains:
        return {}
    with acting(viewer):
        wanted = {one for chain in chains.values() for one in chain}
        names = dict(Area.objects.filter(area__in=wanted).values_list("area", "name"))
    return {
        stands: " ".join(names.get(one, code(one)) for one in chains[place])
        for stands, place in paths.items()
    }


def compound_names(viewer: Viewer, lines: Iterable[DutyLine]) -> Mapping[str, str]:
    """In which compounds the doors of some duties are, by their paths; nothing where all are in one."""
    with acting(viewer):
        return compounds_of(one.area for one in lines)


def thing_names(viewer: Viewer, lines: Iterable[DutyLine]) -> Mapping[UUID, str]:
    """What the facilities among the subjects of some duties are called, by their ids."""
    things = {one.subject for one in lines if is_common_part(one.area)}
    if not things:
        return {}
    with acting(viewer):
        return dict(Facility.objects.filter(id__in=things).values_list("id", "name"))


_WHO = """
    SELECT ref, e.person FROM unnest(%s::text[]) AS ref JOIN event e
        ON e.arrived_on = %s AND e.writer = split_part(ref, '/', 2)::uuid
        AND e.seq = split_part(ref, '/', 3)::bigint
"""


def waived_by(viewer: Viewer, lines: Iterable[DutyLine]) -> Mapping[str, str]:
    """In whose name duties were waived, by their keys: the log knows it by a keyed hash of the person."""
    refs = {one.key: one.evidence for one in lines if one.state == "waived" and one.evidence}
    if not refs:
        return {}
    persons: dict[str, str] = {}
    with acting(viewer), connection.cursor() as cursor:
        for day in sorted({ref[:10] for ref in refs.values()}):
            cursor.execute(_WHO, [[ref for ref in refs.values() if ref[:10] == day], day])
            persons |= dict(cursor.fetchall())
        names = {
            sealing.person_key(ident): name
            for ident, name in CrewMember.objects.values_list("id", "name")
        }
    return {key: names.get(persons.get(ref, ""), "") for key, ref in refs.items()}


def line_of(row: Duty, people: Mapping[UUID, Owner], now: datetime) -> DutyLine:
    """A duty as a line, with the people behind its posts as far as the viewer may see them."""
    return DutyLine(
        key=str(DutyKey(row.day, row.what, str(row.subject), row.win)),
        day=row.day,
        what=row.what,
        subject=row.subject,
        win=row.win,
        area=row.area,
        opens_at=row.opens_at,
        due_at=row.due_at,
        state=row.state,
        overdue=row.state in PENDING and row.due_at <= now,
        owner=people.get(row.owner_post) if row.owner_post else None,
        basis=row.basis,
        grade=row.grade,
        reason=remembered_reason(
            row.what, row.reason, row.day, business_day(now), waived=row.state == DutyState.WAIVED
        ),
        taken_by=people.get(row.taken_by) if row.taken_by and row.state == "taken" else None,
        tried=tuple(row.tried),
        evidence=row.evidence,
    )
