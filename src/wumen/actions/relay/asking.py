"""Lets entries of relay texts stand as requests of their homes: one each, none twice, danger to life at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wumen.actions.duties.giving import hand_on_all
from wumen.actions.instructions import end_handed_on
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries.doors import Doors as DoorNames
from wumen.queries.explain import over
from wumen.queries.relay_asked import Asked, asked_under, standing_at
from wumen.records import clock
from wumen.records.models import Outbreak, Relay, RelayEntry
from wumen.rules.areas import subdistrict
from wumen.rules.instructions import InstructionDraft
from wumen.rules.needs import Urgency
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import pasted_draft
from wumen.rules.relay import Door, Entry, Kind
from wumen.rules.relay.asking import Stands, Wish, already, asks, wish_of

# An entry of a text with what it says and its door, None where nobody found one.
Said = tuple[RelayEntry, Entry, Door | None]
_FOUND = "在接龙里找到了门"
_CHANGED = "群里改了这一条"


@dataclass(frozen=True)
class _New:
    """An entry that becomes a request, and where that stands: its door, or the place of its group."""

    row: RelayEntry
    wish: Wish
    door: Door | None
    area: str


def stand_as_requests(viewer: Viewer, relay: Relay, some: Sequence[Said]) -> None:
    """Let confirmed entries stand as requests; what its home asks for already in the same words is that request.

    What stood in its place goes: a request of the whole group once the door is known, and of an entry that the
    group changed what could wait. Each row is given its number; saving it is the caller's. Inside an open
    transaction that holds the plans of the place. Problems `outbreak_not_open`, `instruction_place_too_wide`.
    """
    kind = Kind(relay.kind)
    asking = [one for one in some if asks(kind, one[1])]
    if not asking:
        return
    outbreak = _outbreak(relay.area)
    if outbreak is None:
        raise Problem("outbreak_not_open")
    stood = asked_under(row.asked for row, _, _ in asking)
    waiting = [one for one in asking if not _stays(one, stood.get(one[0].asked))]
    before = {row.id: stood[row.asked] for row, _, _ in waiting if row.asked in stood}
    _ask(viewer, relay, waiting, outbreak)
    for row, _, _ in waiting:
        if (old := before.get(row.id)) and old.number != row.asked and _gives_way(old, relay.area):
            why = _FOUND if old.area == relay.area else _CHANGED
            end_handed_on(viewer, old.number, f"{why}，见 {row.asked} 号")


def ask_at_once(viewer: Viewer, relay: Relay, some: Iterable[Said]) -> list[RelayEntry]:
    """Let danger to life stand as requests before anybody confirms it; the entries that do so now.

    A paste is kept whatever stands in the way of it: where no outbreak is open, or the place is a whole district,
    its page says so. Inside an open transaction that holds the plans of the place.
    """
    danger = [one for one in some if one[1].priority is Urgency.LIFE]
    outbreak = _outbreak(relay.area) if danger and subdistrict(relay.area) else None
    if outbreak is None:
        return []
    _ask(viewer, relay, danger, outbreak)
    return [row for row, _, _ in danger]


def _outbreak(area: str) -> Outbreak | None:
    """The open outbreak of what binds the place, else the one that began last."""
    bound = [one.order.outbreak for one in over(area, clock.now(), None)]
    return next((one for one in bound if one.closed_at is None), None) or last_outbreak()


def _stays(one: Said, stood: Asked | None) -> bool:
    """Whether an entry stands already: danger to life that was handed on when it was pasted, at this very door."""
    _, entry, door = one
    if stood is None or entry.priority is not Urgency.LIFE:
        return False
    return stood.closed is not None or door is None or stood.area == door.path


def _gives_way(old: Asked, group: str) -> bool:
    """Whether a request goes once another stands in its place; what is urgent at a door stays until it is done."""
    return old.closed is None and (old.area == group or old.urgency is Urgency.NORMAL)


def _ask(viewer: Viewer, relay: Relay, some: Sequence[Said], outbreak: Outbreak) -> None:
    """Give each row the number of its request: of one that stands at its door in these words, or of a new one."""
    kind = Kind(relay.kind)
    new = [
        _New(row, wish_of(kind, entry, door is not None), door, door.path if door else relay.area)
        for row, entry, door in some
    ]
    standing = standing_at({one.area for one in new})
    made: list[_New] = []
    beside: list[tuple[_New, _New]] = []
    for one in new:
        one.row.asked = already(one.wish, standing.get(one.area, []))
        if one.row.asked is None and (same := _same(one, made)):
            beside.append((one, same))
        elif one.row.asked is None:
            made.append(one)
    if made:
        _enter(viewer, relay, made, outbreak)
    for one, same in beside:
        one.row.asked = same.row.asked


def _same(one: _New, made: Iterable[_New]) -> _New | None:
    """What the same list says at the same door in the same words."""
    for other in made:
        stands = Stands(0, other.wish.urgency, other.wish.parts)
        if other.area == one.area and already(one.wish, [stands]) is not None:
            return other
    return None


def _enter(viewer: Viewer, relay: Relay, made: Sequence[_New], outbreak: Outbreak) -> None:
    now, names = clock.now(), DoorNames.of({one.area for one in made})
    drafts = [
        (_draft(one, names.short(one.area), viewer, relay.pasted_at, now), one.area) for one in made
    ]
    rows = hand_on_all(viewer, relay.area, drafts, outbreak)
    for one, row in zip(made, rows, strict=True):
        one.row.asked = row.number


def _draft(
    one: _New, door: str, viewer: Viewer, told_at: datetime, now: datetime
) -> InstructionDraft:
    where = {"household": str(one.door.household)} if one.door else {"path": one.area}
    return pasted_draft(one.wish, where, door, viewer.name, told_at, now)
