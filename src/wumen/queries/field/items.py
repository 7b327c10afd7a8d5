"""手机来的，待处理: what phones sent that did not count by itself, both sides side by side, for a person to decide."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec

from wumen.queries.doors import Doors
from wumen.queries.field.evidence import logged, opened, said_before
from wumen.queries.posts import acting, looking_around
from wumen.records import clock, field_items, sealing
from wumen.records.field_items import Hole, OpenItem
from wumen.records.models import CrewMember, Duty, Resident
from wumen.records.partitions import BEFORE
from wumen.rules.areas import Span
from wumen.rules.field.bodies import Body, DoorBody, DutyBody, RoundBody, SampleBody
from wumen.rules.field.envelope import Came, read_event
from wumen.rules.field.refusals import told
from wumen.rules.field.words import KIND_NAMES, Line, lines_of, reason_named, state_named
from wumen.rules.playbooks import GRADE_NAMES, Grade, Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.temperatures import FEVER
from wumen.rules.time import business_day

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
    """All that waits, danger to life first; and the numbers that are missing."""

    items: tuple[FieldItem, ...]
    holes: tuple[Hole, ...]


def field_items_of(viewer: Viewer) -> FieldItems:
    """What phones of the viewer's area sent that waits for a decision. Problem `right_missing`."""
    viewer.must(Right.PLAN)
    since = business_day(clock.real_now() - BEFORE)
    with acting(viewer):
        devices = field_items.devices_in(viewer.span.lo, viewer.span.hi)
        with looking_around():
            found = field_items.open_items(devices, since)
            missing = field_items.holes(devices)
        if not found:
            return FieldItems((), tuple(missing))
        doors = Doors.within(Span(viewer.span.lo, viewer.span.hi))
        names = _names()
        items = [_item(one, doors, names) for one in found]
    items.sort(key=lambda one: not one.danger)
    return FieldItems(tuple(items), tuple(missing))


def _names() -> dict[str, str]:
    """The crew by the keyed hashes under which the log knows them."""
    return {
        sealing.person_key(ident): name
        for ident, name in CrewMember.objects.values_list("id", "name")
    }


def _problem(one: OpenItem) -> Problem:
    return told(one.problem) if one.problem else Problem(_ASIDE[one.why])


def _item(one: OpenItem, doors: Doors, names: dict[str, str]) -> FieldItem:
    came = read_event(one.body)
    body = _opened(one.body)
    duty = _duty(body)
    stands, by = _stands(duty, names) if duty else ((), "")
    about, area = _about(duty, body, came, one)
    who = names.get(came.envelope.person, "") if came.envelope else ""
    kind = came.envelope.kind if came.envelope else "field.unreadable"
    reading = body.reading if isinstance(body, DutyBody) else None
    return FieldItem(
        writer=one.writer,
        seq=one.seq,
        hash=one.hash.hex(),
        kind=KIND_NAMES.get(kind, KIND_NAMES["field.unreadable"]),
        device=one.device_name or doors.short(one.area),
        place=doors.short(area),
        who=who,
        done_at=one.done_at,
        came_at=clock.now() - (clock.real_now() - one.came_at),
        problem=_problem(one),
        about=about,
        phone=tuple(lines_of(body)) if body else (),
        stands=stands,
        stands_by=by,
        danger=reading is not None and reading >= FEVER,
    )


def _opened(exact: bytes) -> Body | None:
    try:
        return opened(exact)
    except Problem:
        return None


def _duty(body: Body | None) -> Duty | None:
    """The duty that an event speaks of, if it stands in the viewer's area."""
    if not isinstance(body, DutyBody | SampleBody):
        return None
    day, what, subject, win = (body.duty.split("/") + [""] * 4)[:4]
    try:
        rows = Duty.objects.filter(day=date.fromisoformat(day), subject=UUID(subject))
        return rows.filter(what=what, win=win).first()
    except ValueError:
        return None


def _about(duty: Duty | None, body: Body | None, came: Came, one: OpenItem) -> tuple[str, str]:
    """Who is meant by name, and where."""
    if duty is not None:
        person = Resident.objects.filter(id=duty.subject).first()
        return (person.name if person else ""), duty.area
    if isinstance(body, DoorBody):
        return "", body.door.rstrip("/") + "/"
    if isinstance(body, RoundBody) and body.round.count("/") >= 2:
        return "", body.round.split("/", 2)[2].rstrip("/") + "/"
    return "", came.envelope.area if came.envelope else one.area


def _stands(duty: Duty, names: dict[str, str]) -> tuple[tuple[Line, ...], str]:
    """How a duty stands: state, grade, reading, reason, and who said so."""
    lines: list[Line] = [(_STATE, state_named(duty.state))]
    if duty.grade:
        lines.append((Named(zh="凭据", en="grade"), GRADE_NAMES[Grade(duty.grade)]))
    before = said_before(duty.evidence, duty.day, UUID(duty.basis["outbreak"]), duty.subject)
    if before.reading is not None:
        lines.append((_READING, Named(zh=f"{before.reading:g}", en=f"{before.reading:g}")))
    if duty.reason:
        lines.append((Named(zh="原因", en="reason"), reason_named(duty.reason)))
    return tuple(lines), names.get(_by(duty.evidence), "")


def _by(evidence: str | None) -> str:
    """Whose word an event is, as the log knows her."""
    found = logged(evidence) if evidence else None
    return str(msgspec.json.decode(found[1])["person"]) if found else ""
