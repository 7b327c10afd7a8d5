"""手机来的，待处理: what phones sent that did not count by itself, both sides side by side, for a person to decide."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from wumen.queries.doors import Doors
from wumen.queries.field.evidence import Logged, logged_all, opened_all, read_off
from wumen.queries.posts import acting, looking_around
from wumen.records import clock, field_items, sealing
from wumen.records.field_items import FIRST, Before, Hole, OpenItem
from wumen.records.models import Duty, Post, Resident
from wumen.records.partitions import BEFORE
from wumen.rules.duties import DutyKey, DutyState
from wumen.rules.field.bodies import (
    Body,
    DoorBody,
    DutyBody,
    NeedBody,
    NoteBody,
    RoundBody,
    SampleBody,
    blocked_of,
)
from wumen.rules.field.envelope import read_event
from wumen.rules.field.refusals import told
from wumen.rules.field.words import KIND_NAMES, Line, lines_of, reason_named, state_named
from wumen.rules.needs import Urgency
from wumen.rules.playbooks import GRADE_NAMES, Grade, Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import is_fever, urgency_in
from wumen.rules.rounds import remembered_reason
from wumen.rules.time import business_day

PAGE = 20
_ASIDE = {"forked": "writer_forked", "late": "writer_hole_closed"}
_STATE = Named(zh="结果", en="outcome")
_READING = Named(zh="读数", en="reading")


@dataclass(frozen=True)
class FieldItem:
    """One event that waits for a person: what the phone says, what stands, who said each and when."""

    writer: UUID
    seq: int
    hash: str
    kind: Named
    device: str
    place: str
    who: str
    done_at: datetime
    came_at: datetime
    problem: Problem
    about: str
    phone: tuple[Line, ...]
    stands: tuple[Line, ...]
    stands_by: str
    danger: bool

    @property
    def ident(self) -> str:
        """What a form sends back of it."""
        return f"{self.writer}.{self.seq}.{self.hash}"


@dataclass(frozen=True)
class FieldItems:
    """A page of what waits, danger to life first, and of how much; the numbers that are missing; where it goes on."""

    items: tuple[FieldItem, ...]
    holes: tuple[Hole, ...]
    waiting: int
    more: str


def read_before(text: str) -> Before:
    """Where a page begins, as its address says; the first where it says nothing. Problem `request_unreadable`."""
    if not text:
        return FIRST
    try:
        rank, at, writer, seq, hash_ = text.split("~")
        came_at = datetime.fromisoformat(at)
        return Before(int(rank), came_at, UUID(writer), int(seq), bytes.fromhex(hash_))
    except ValueError:
        raise Problem("request_unreadable") from None


def field_items_of(viewer: Viewer, after: str = "") -> FieldItems:
    """What phones of the viewer's area sent that waits for a decision, a page of it from behind a place on.

    Problems `right_missing`, `request_unreadable`.
    """
    viewer.must(Right.PLAN)
    since, held = business_day(clock.real_now() - BEFORE), viewer.span
    with acting(viewer):
        with looking_around():
            found = field_items.open_items(held.lo, held.hi, since, read_before(after), PAGE + 1)
            missing = () if after else tuple(field_items.holes(held.lo, held.hi))
            # Behind the last one nothing stands that could tell how much waits.
            beyond = bool(after) and not found
            first = field_items.open_items(held.lo, held.hi, since, FIRST, 1) if beyond else found
        if not found:
            return FieldItems((), missing, first[0].waiting if first else 0, "")
        items = _items(found[:PAGE])
    # Within a page as well: what a phone says of somebody's fever is known only once it is opened.
    items.sort(key=lambda one: not one.danger)
    last = found[PAGE - 1] if len(found) > PAGE else None
    parts = (
        (last.rank, last.came_at.isoformat(), last.writer, last.seq, last.hash.hex())
        if last
        else ()
    )
    return FieldItems(tuple(items), missing, found[0].waiting, "~".join(map(str, parts)))


def _items(found: Sequence[OpenItem]) -> list[FieldItem]:
    """Some items with all that stands beside them: a statement a kind of thing, however many they are."""
    said = opened_all([(one.body, one.device) for one in found])
    duties = _duties(said)
    stood = logged_all(duty.evidence for duty in duties.values() if duty.evidence)
    about = [_about(duties, body, one) for one, body in zip(found, said, strict=True)]
    doors = Doors.of({one.area for one in found} | {area for _, _, area in about})
    beside = _Beside(doors, _names(found, stood.values()), stood)
    return [
        _item(one, body, where, beside) for one, body, where in zip(found, said, about, strict=True)
    ]


@dataclass(frozen=True)
class _Beside:
    """What the items of a page are told with: words of places, the crew, the events behind their duties."""

    doors: Doors
    names: Mapping[str, str]
    stood: Mapping[str, Logged]


def _names(found: Sequence[OpenItem], stood: Iterable[Logged]) -> dict[str, str]:
    """Whoever said something on a page, by the keyed hashes under which the log knows them."""
    said = (read_event(one.body).envelope for one in found)
    posts = {one.post for one in said if one is not None} | {one.post for one in stood}
    # Posts bind downward: those over the viewer's place are seen as well.
    rows = Post.objects.filter(id__in=posts).values_list("person", "person__name").distinct()
    return {sealing.person_key(ident): name for ident, name in rows}


def _problem(one: OpenItem) -> Problem:
    return told(one.problem) if one.problem else Problem(_ASIDE[one.why])


def _item(
    one: OpenItem, body: Body | None, where: tuple[Duty | None, str, str], beside: _Beside
) -> FieldItem:
    came, (duty, about, area) = read_event(one.body), where
    stands, by = _stands(duty, beside) if duty else ((), "")
    who = beside.names.get(came.envelope.person, "") if came.envelope else ""
    device = one.device_name
    if blocked_of(body):
        # Who tells of a blocked exit is nobody's to see in the community, nor by whose phone.
        who = device = ""
    kind = came.envelope.kind if came.envelope else "field.unreadable"
    return FieldItem(
        writer=one.writer,
        seq=one.seq,
        hash=one.hash.hex(),
        kind=KIND_NAMES.get(kind, KIND_NAMES["field.unreadable"]),
        device=device or beside.doors.short(one.area),
        place=beside.doors.short(area),
        who=who,
        done_at=one.done_at,
        came_at=one.came_at + clock.ahead(),
        problem=_problem(one),
        about=about,
        phone=tuple(lines_of(body)) if body else (),
        stands=stands,
        stands_by=by,
        danger=_danger(body),
    )


def _danger(body: Body | None) -> bool:
    """Whether somebody may be in danger as long as nobody has looked at it."""
    if isinstance(body, NeedBody | NoteBody):
        return urgency_in(body) is Urgency.LIFE
    return isinstance(body, DutyBody) and is_fever(body.reading)


def _key(body: Body | None) -> DutyKey | None:
    """The duty that an event speaks of; None for what names none."""
    if not isinstance(body, DutyBody | SampleBody):
        return None
    day, what, subject, win = (body.duty.split("/") + [""] * 4)[:4]
    try:
        return DutyKey(date.fromisoformat(day), what, str(UUID(subject)), win)
    except ValueError:
        return None


def _duties(said: Iterable[Body | None]) -> dict[DutyKey, Duty]:
    """The duties that some events speak of, as far as they stand in the viewer's area, each with who owes it."""
    keys = {key for body in said if (key := _key(body))}
    if not keys:
        return {}
    named = Resident.objects.filter(id=OuterRef("subject")).values("name")[:1]
    ors = [Q(day=key.day, what=key.what, subject=key.subject, win=key.win) for key in keys]
    rows = Duty.objects.filter(reduce(or_, ors)).annotate(person=Subquery(named))
    return {DutyKey(row.day, row.what, str(row.subject), row.win): row for row in rows}


def _about(
    duties: Mapping[DutyKey, Duty], body: Body | None, one: OpenItem
) -> tuple[Duty | None, str, str]:
    """The duty that is spoken of, who is meant by name, and where."""
    key = _key(body)
    duty = duties.get(key) if key else None
    if duty is not None:
        return duty, duty.person or "", duty.area  # type: ignore[attr-defined]
    if isinstance(body, DoorBody):
        return None, "", body.door.rstrip("/") + "/"
    if isinstance(body, RoundBody) and body.round.count("/") >= 2:
        return None, "", body.round.split("/", 2)[2].rstrip("/") + "/"
    envelope = read_event(one.body).envelope
    return None, "", envelope.area if envelope else one.area


def _stands(duty: Duty, beside: _Beside) -> tuple[tuple[Line, ...], str]:
    """How a duty stands: state, grade, reading, reason, and who said so."""
    lines: list[Line] = [(_STATE, state_named(duty.state))]
    if duty.grade:
        lines.append((Named(zh="凭据", en="grade"), GRADE_NAMES[Grade(duty.grade)]))
    found = beside.stood.get(duty.evidence or "")
    before = read_off(found, duty.day, UUID(duty.basis["outbreak"]), duty.subject)
    if before.reading is not None:
        lines.append((_READING, Named(zh=f"{before.reading:g}", en=f"{before.reading:g}")))
    waived = duty.state == DutyState.WAIVED
    why = remembered_reason(duty.what, duty.reason, duty.day, clock.today(), waived=waived)
    if why:
        lines.append((Named(zh="原因", en="reason"), reason_named(why)))
    return tuple(lines), beside.names.get(found.person, "") if found else ""
