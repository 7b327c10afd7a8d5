"""手机上报: what phones told beside duties, kind by kind, with who told it, when, and what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from wumen.queries.doors import Doors
from wumen.queries.duties import within
from wumen.queries.field.evidence import opened_all
from wumen.queries.posts import acting
from wumen.records import clock, field_told
from wumen.records.field_told import Place, Sum, ToldEvent, ToldRow
from wumen.rules.areas import Span, span
from wumen.rules.field.bodies import Body
from wumen.rules.field.told import AT_HOME, KINDS, NEED, SHOWN, since_when
from wumen.rules.field.words import KIND_NAMES, Line, words_of
from wumen.rules.health_words import MASK, MASK_ON_PAPER, masked_health
from wumen.rules.instructions import CLOSED_NAMES, Closed
from wumen.rules.needs import Urgency
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import business_day, whole_day

# A page; more is asked for from where it ended.
PAGE = 50
# A phone's clock that is off by less is nobody's concern.
_OFF = timedelta(minutes=2)
_LAST = UUID(int=2**128 - 1)
_ENOUGH_AT_HOME = 8


@dataclass(frozen=True)
class ToldLine:
    """One thing as it is read: what, where, by whom, when by the office's clock, and when it came.

    `phone_at`: what the phone's own clock said, where that was another hour; `number`: the request that it
    raised, with how urgent, how closed and until when.
    """

    kind: str
    named: Named
    place: str
    household: UUID | None
    who: str
    role: str | None
    at: datetime
    phone_at: datetime | None
    came_at: datetime | None
    lines: tuple[Line, ...]
    number: int | None
    urgency: str
    closed: Named | None
    due_at: datetime | None


@dataclass(frozen=True)
class ToldPage:
    """A page of it, where the next begins, and how much of each kind there was today."""

    lines: tuple[ToldLine, ...]
    more: str
    today: tuple[Sum, ...]

    def times(self, kind: str) -> int:
        """How often a kind was told today."""
        return sum(one.times for one in self.today if one.kind == kind)


def read_place(text: str) -> Place:
    """Where a page begins, as its address says; everything where it says nothing. Problem `request_unreadable`."""
    if not text:
        return Place(clock.now() + timedelta(days=1), _LAST, 0)
    try:
        at, writer, seq = text.split("~")
        return Place(datetime.fromisoformat(at), UUID(writer), int(seq))
    except ValueError:
        raise Problem("request_unreadable") from None


def told(viewer: Viewer, kind: str = "", area: str = "", after: str = "") -> ToldPage:
    """What phones of a place told, the last first; Problems `right_missing`, `area_not_yours`, `request_unreadable`.

    Entries at gates stand for fourteen days and then only in their counts.
    """
    viewer.must(Right.PLAN)
    held = within(viewer, area)
    kinds = [kind] if kind in KINDS else list(KINDS)
    with acting(viewer):
        found, more = _page(held, kinds, read_place(after), PAGE)
        today = _today(held)
    return ToldPage(tuple(found), more, tuple(today))


def _page(
    held: Span, kinds: Sequence[str], before: Place, limit: int, named: bool = True
) -> tuple[list[ToldLine], str]:
    since = since_when(kinds, clock.now())
    rows = field_told.page(held.lo, held.hi, kinds, before, since, limit + 1)
    doors = Doors.of({row.area for row in rows}) if rows and named else None
    lines = _lines(rows[:limit], doors)
    last = rows[limit - 1] if len(rows) > limit else None
    more = f"{last.happened_at.isoformat()}~{last.writer}~{last.seq}" if last else ""
    return lines, more


def _lines(rows: Sequence[ToldRow], doors: Doors | None) -> list[ToldLine]:
    if not rows:
        return []
    events = field_told.events(row.event for row in rows)
    # What was let count by a decision stands on that decision, which says nothing of it.
    own = {key: one for key, one in events.items() if one.device is not None}
    said = dict(zip(own, opened_all([(one.body, one.device) for one in own.values()]), strict=True))
    return [_line(row, doors, own.get(row.event), said.get(row.event)) for row in rows]


def _line(
    row: ToldRow, doors: Doors | None, event: ToldEvent | None, body: Body | None
) -> ToldLine:
    made = event.made_at + clock.ahead() if event else None
    return ToldLine(
        kind=row.kind,
        named=KIND_NAMES[row.kind],
        place=doors.short(row.area) if doors else "",
        household=row.household,
        who=row.name or "",
        role=row.role,
        at=row.happened_at,
        phone_at=made if made and abs(made - row.happened_at) > _OFF else None,
        came_at=event.arrived_at + clock.ahead() if event else None,
        lines=tuple(_shown(row, words_of(row.kind, body))) if body else (),
        number=row.number,
        urgency=row.urgency or "",
        closed=CLOSED_NAMES[Closed(row.closed_as)] if row.closed_as else None,
        due_at=row.due_at,
    )


def _shown(row: ToldRow, lines: Iterable[Line]) -> Iterator[Line]:
    """What was told as a list shows it: the words of a request are opened there; for those of no request one asks."""
    for label, value in lines:
        if row.urgency == Urgency.LIFE:
            yield label, value
            continue
        mask = MASK if row.number else MASK_ON_PAPER
        yield label, Named(zh=masked_health(value.zh, mask), en=masked_health(value.en, mask))


def told_at_home(viewer: Viewer, door: str) -> list[ToldLine]:
    """What phones told of one home lately; what somebody measured on a body is the office's alone.

    A need is told by the number and the state of its request, where its words are to be read by who may; a
    delivery without what was in it. Problems `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.CORRECT_HOMES, door)
    with acting(viewer):
        lines, _more = _page(span(door), AT_HOME, read_place(""), _ENOUGH_AT_HOME, named=False)
    return [replace(one, lines=()) if one.kind == NEED else one for one in lines]


def delivered(door: str, day: date) -> list[ToldLine]:
    """What phones say was brought to a door on a day, in the running scope."""
    hours = whole_day(day)
    before, found = Place(hours.ends, UUID(int=0), 0), []
    while True:
        lines, more = _page(span(door), ["field.delivery"], before, PAGE, named=False)
        found += [one for one in lines if one.at >= hours.begins]
        if not more or len(found) % PAGE:
            return found
        before = read_place(more)


def told_today(viewer: Viewer, place: str) -> list[Sum]:
    """How much phones told today at a place and in it; Problem `area_not_yours`."""
    if not viewer.span.holds(place):
        raise Problem("area_not_yours", path=place)
    with acting(viewer):
        return _today(span(place))


def _today(held: Span) -> list[Sum]:
    day = whole_day(business_day(clock.now()))
    return [
        one for one in field_told.sums(held.lo, held.hi, day.begins, day.ends) if one.kind in SHOWN
    ]
