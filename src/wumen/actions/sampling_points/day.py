"""A point's day: its checklist, opened, paused and closed; and what its lead says: queue, heads, tubes, who comes."""

from dataclasses import replace
from uuid import UUID

from wumen.actions.attachments import Record
from wumen.actions.attachments import keep as keep_file
from wumen.actions.changing import changing
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.actions.sampling_points.rows import held, held_working, keep, noted, word
from wumen.queries.sampling_points import kept_in_by, standing
from wumen.records import clock
from wumen.records.models import PointService
from wumen.rules.attachments import Purpose
from wumen.rules.photos import read_photo
from wumen.rules.playbooks import Grade
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.checklist import (
    CHECKLIST,
    TOLD_BY_TELEPHONE,
    check_ready,
    read_gap,
)
from wumen.rules.sampling_points.saying import call_zh
from wumen.rules.sampling_points.standing import (
    PointAct,
    PointNow,
    PointState,
    Queue,
    Word,
    after,
    check_sampled,
    said_queue,
)


def tick(viewer: Viewer, ident: UUID, item: str, done: bool) -> PointNow:
    """Tick an item of today's checklist, or take the tick back.

    Problems: those of `held_working`, `point_act_not_now` once the point is closed for today.
    """
    with changing(viewer):
        row, now = held_working(viewer, ident)
        if now.state is PointState.CLOSED:
            after(now.state, PointAct.OPEN)
        ready = now.ready | {item} if done else now.ready - {item}
        if ready != now.ready:
            # What is there is missing no more; its photo stays.
            said = replace(now.check(item), said="", owner="")
            keep(row, replace(now, ready=ready, checks={**now.checks, item: said}))
            noted(viewer, "point.ticked" if done else "point.unticked", row, item=item)
        return standing(row)


def say_gap(viewer: Viewer, ident: UUID, item: str, said: str, owner: str = "") -> PointNow:
    """Say what of an item is missing and whose it is to bring it, the lead's own if nobody is named; its tick goes.

    Problems: those of `read_gap` and `held_working`, `point_act_not_now` once the point is closed for today.
    """
    with changing(viewer):
        row, now = held_working(viewer, ident)
        if now.state is PointState.CLOSED:
            after(now.state, PointAct.OPEN)
        lead = row.lead.name if row.lead else viewer.name
        what, whose = read_gap(said, owner or lead)
        check = replace(now.check(item), said=what, owner=whose)
        checks = {**now.checks, item: check}
        keep(row, replace(now, ready=now.ready - {item}, checks=checks))
        noted(viewer, "point.gap", row, item=item)
        return standing(row)


def show_item(viewer: Viewer, ident: UUID, item: str, content: bytes) -> PointNow:
    """Keep a photo of an item and tick it with that; the latest photo is the one that is shown.

    Problems: those of `read_photo` and `tick`, `outbreak_not_open`.
    """
    file = read_photo(content)
    with changing(viewer):
        row, _now = held_working(viewer, ident)
        outbreak = last_outbreak()
        if outbreak is None:
            raise Problem("outbreak_not_open")
        record = Record(Purpose.POINT, row.id, row.area, outbreak.id, row.area, personal=False)
        photo = str(keep_file(viewer, record, file).id)
        now = tick(viewer, ident, item, True)
        row = held(ident)
        checks = {**now.checks, item: replace(now.check(item), photo=photo)}
        keep(row, replace(now, checks=checks))
        noted(viewer, "point.shown", row, item=item)
        return standing(row)


def open_as_told(viewer: Viewer, ident: UUID) -> PointNow:
    """Open a point whose lead says by telephone that all of her checklist is done: noted as told, by the office.

    Problems: `right_missing`, `area_not_yours`, those of `held_working`, `point_act_not_now`.
    """
    with changing(viewer):
        row, now = held_working(viewer, ident)
        viewer.must(Right.KEEP_REGISTER, row.area)
        after(now.state, PointAct.OPEN)
        if now.missing:
            keep(row, replace(now, ready=frozenset(CHECKLIST)))
            noted(viewer, "point.ticked", row, item=" ".join(now.missing))
        return change_state(viewer, ident, PointAct.OPEN, TOLD_BY_TELEPHONE)


def change_state(viewer: Viewer, ident: UUID, act: PointAct, why: str = "") -> PointNow:
    """Open, pause, close or set up again; a pause has a reason, and so has opening with gaps in the checklist.

    What was opened in spite of its gaps goes on after a pause without being asked again.
    Problems: those of `held_working`, `point_act_not_now`, `point_not_ready`, `point_why_missing`.
    """
    with changing(viewer):
        row, now = held_working(viewer, ident)
        state = after(now.state, act)
        if act is PointAct.OPEN and now.state is PointState.SET_UP:
            check_ready(now.missing, why)
        if act is PointAct.PAUSE and not why.strip():
            raise Problem("point_why_missing")
        changed = replace(now, state=state, state_at=clock.now(), state_why=why.strip())
        if state is PointState.SET_UP:
            changed = replace(changed, ready=frozenset(), checks={})
        if state in (PointState.CLOSED, PointState.SET_UP):
            changed = replace(changed, queue=None, queue_at=None, queue_since=None)
        keep(row, changed)
        noted(viewer, f"point.{_EVENTS[act]}", row, why=why.strip(), missing=now.missing)
        return standing(row)


_EVENTS = {
    PointAct.OPEN: "opened",
    PointAct.PAUSE: "paused",
    PointAct.CLOSE: "closed",
    PointAct.AGAIN: "set_up_again",
}


def say_queue(viewer: Viewer, ident: UUID, queue: Queue) -> PointNow:
    """Say how many wait; problems of `held_working`, `point_queue_closed`."""
    with changing(viewer):
        row, now = held_working(viewer, ident)
        if now.state is PointState.CLOSED:
            raise Problem("point_queue_closed")
        keep(row, said_queue(now, queue, clock.now()))
        word(viewer, row, Word.QUEUE, queue)
        noted(viewer, "point.queue_said", row, queue=int(queue), grade=Grade.DECLARED)
        return standing(row)


def say_sampled(viewer: Viewer, ident: UUID, heads: int, correcting: bool = False) -> PointNow:
    """Say how many were sampled since morning; problems of `held_working`, `point_count_falls`."""
    with changing(viewer):
        row, now = held_working(viewer, ident)
        check_sampled(now.sampled, heads, correcting)
        keep(row, replace(now, sampled=heads, sampled_at=clock.now()))
        word(viewer, row, Word.SAMPLED, heads)
        noted(
            *(viewer, "point.sampled_said", row),
            sampled=heads,
            was=now.sampled,
            grade=Grade.DECLARED,
        )
        return standing(row)


def say_tubes(viewer: Viewer, ident: UUID, tubes: int) -> PointNow:
    """Say how many tubes are left at the point; problems of `held_working`."""
    with changing(viewer):
        row, now = held_working(viewer, ident)
        keep(row, replace(now, tubes=tubes, tubes_at=clock.now()))
        word(viewer, row, Word.TUBES, tubes)
        noted(viewer, "point.tubes_said", row, tubes=tubes, was=now.tubes, grade=Grade.DECLARED)
        return standing(row)


def call_forward(viewer: Viewer, ident: UUID, service: UUID) -> str:
    """Ask the people of a building or organisation down to the point now; the line to copy for their group.

    Problems: those of `held_working`, `point_act_not_now` where the point is not open, `point_serves_unknown`,
    `point_serves_kept_in` where nobody may leave home: they are sampled at their doors.
    """
    with changing(viewer):
        row, now = held_working(viewer, ident)
        if now.state is not PointState.OPEN:
            after(now.state, PointAct.PAUSE)
        served = PointService.objects.select_for_update().filter(id=service, point=row).first()
        if served is None:
            raise Problem("point_serves_unknown", place="?")
        organisation = served.organisation
        document = kept_in_by(
            organisation.area if organisation else served.serves or "", whole=organisation is None
        )
        if document:
            raise Problem("point_serves_kept_in", place=served.words, document=document)
        served.called_at = clock.now()
        served.save(update_fields=["called_at"])
        noted(viewer, "point.called", row, serves=served.words)
        return call_zh(now, row.directions or row.name, served.words, clock.now())
