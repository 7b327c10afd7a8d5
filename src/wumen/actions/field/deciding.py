"""A named person decides what phones sent that did not count by itself, and closes numbers that will never come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.field.batches import Batch
from wumen.actions.field.projecting import Projection
from wumen.actions.field.receiving import Receiving, take
from wumen.actions.field.said import Phone
from wumen.actions.log import log
from wumen.queries.field.opening import Opener, sessions
from wumen.queries.posts import looking_around
from wumen.records import clock, field_items
from wumen.records.event_log import EventRef
from wumen.records.field_items import OpenItem
from wumen.records.field_log import Brought, HeldWriter
from wumen.records.models import FieldDecision, WriterHole
from wumen.records.partitions import BEFORE
from wumen.rules.areas import counted_in
from wumen.rules.field.envelope import Came, read_event
from wumen.rules.field.refusals import told
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import business_day

APPLIED, STANDS = "applied", "stands"


def _why(text: str) -> str:
    if not text.strip():
        raise Problem("reason_needed")
    return text.strip()


def _held(viewer: Viewer, writer: UUID) -> HeldWriter:
    """A phone's writer, held, where the phone is the viewer's; Problem `field_item_unknown`."""
    held = field_items.hold_writer(writer)
    if held is None or not viewer.span.holds(held.area):
        raise Problem("field_item_unknown")
    viewer.must(Right.PLAN, held.area)
    return held


def _open_item(held: HeldWriter, seq: int, hash_: bytes) -> OpenItem:
    since = business_day(clock.real_now() - BEFORE)
    with looking_around():
        found = field_items.items_of(held.device, since)
    for one in found:
        if (one.writer, one.seq, one.hash) == (held.writer, seq, hash_):
            return one
    raise Problem("field_item_unknown")


def decide(viewer: Viewer, writer: UUID, seq: int, hash_: bytes, apply: bool, why: str) -> None:
    """Let an event count after all, as the phone says, or let what stands stand; once, with a reason.

    Where something was settled otherwise it is opened again first; both events stay in the log. Problems:
    `reason_needed`, `right_missing`, `field_item_unknown`, and what keeps it from counting even so.
    """
    reason = _why(why)
    viewer.must(Right.PLAN)
    with changing(viewer):
        held = _held(viewer, writer)
        item = _open_item(held, seq, hash_)
        place = counted_in(held.area)
        # Before anything is logged: what is applied may ask for more than the rows that it settles.
        hold_plans([held.area])
        event = log(
            viewer,
            "field.decided",
            place,
            writer=writer,
            seq=seq,
            hash=hash_.hex(),
            applied=apply,
        )
        if apply:
            _apply(viewer, held, item, event)
        FieldDecision.objects.create(
            writer=writer,
            seq=seq,
            hash=hash_,
            area=held.area,
            decided=APPLIED if apply else STANDS,
            why=reason,
            by_id=viewer.person,
            at=clock.now(),
            evidence=str(event),
        )


def _apply(viewer: Viewer, held: HeldWriter, item: OpenItem, event: EventRef) -> None:
    """Let one event count as of the hour at which it was done."""
    came = read_event(item.body)
    if came.envelope is None:
        raise Problem("field_item_fixed")
    brought = Brought(came.envelope.made_at, item.came_at, item.done_at, 0)
    opener = Opener(held.device, sessions([came.envelope.session]))
    phone = Phone(held, brought, opener)
    # A number that another event has bears no witness: then the decision itself does.
    aside = event if item.why else None
    ((problem,),) = Projection(phone.scope, viewer, aside).run([(phone, [came])])
    if problem:
        raise told(problem)


def _drift(held: HeldWriter) -> int:
    """How far the phone's clock went wrong when it last came."""
    return field_items.came([held.device])[held.device].drift_ms or 0


def close_hole(viewer: Viewer, writer: UUID, why: str) -> int:
    """Close the numbers that a phone's next events wait for: they will not come; how many events go on.

    What comes under such a number later is kept, and waits for a decision. Problems: `reason_needed`,
    `right_missing`, `field_item_unknown`, `field_hole_none`.
    """
    reason = _why(why)
    viewer.must(Right.PLAN)
    with changing(viewer):
        held = _held(viewer, writer)
        # Before anything is logged: what goes on may ask for more than the rows that it settles.
        hold_plans([held.area])
        waiting = [(read_event(body), at) for body, at in field_items.waiting(writer)]
        if not waiting:
            raise Problem("field_hole_none")
        first = waiting[0][0].linked
        event = log(
            viewer,
            "field.hole_closed",
            counted_in(held.area),
            writer=writer,
            first=held.next_seq,
            last=first.seq - 1,
            why=reason,
        )
        WriterHole.objects.create(
            writer=writer,
            first_seq=held.next_seq,
            last_seq=first.seq - 1,
            area=held.area,
            why=reason,
            by_id=viewer.person,
            at=clock.now(),
            evidence=str(event),
        )
        return _go_on(held, waiting)


def _go_on(held: HeldWriter, waiting: Sequence[tuple[Came, datetime]]) -> int:
    """Take what waited behind a hole, as of the hour at which it was done; how many."""
    first, (last, done_at) = waiting[0][0].linked, waiting[-1]
    now = clock.real_now()
    sent_at = last.envelope.made_at if last.envelope else now
    behind = replace(held, next_seq=first.seq, head=first.prev, holding=True)
    with looking_around():
        goes_on = Receiving(behind, Batch(sent_at, []), [], now, done_at, _drift(held))
        take([goes_on])
    return len(goes_on.run)
