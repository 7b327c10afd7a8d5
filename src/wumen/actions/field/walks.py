"""Floors and doors as a phone says them: by the same rules as a tap on the page, the event being the phone's own."""

from datetime import datetime

from wumen.actions.duties.raised import raise_said
from wumen.actions.duties.visits import not_done
from wumen.actions.rounds import Walk, floor_duties, settle_walk, unwell_at
from wumen.queries import facts
from wumen.records import planning
from wumen.records.event_log import EventRef
from wumen.records.models import Duty
from wumen.rules.areas import code, read_path, subdistrict
from wumen.rules.duties import PENDING, DutyState
from wumen.rules.field.bodies import Body, DoorBody, RoundBody
from wumen.rules.instructions import GIVEN
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import note_asks
from wumen.rules.rounds import Reason, RoundKey, check_begun, read_round_key, speaks_of


def walk(body: Body | None, viewer: Viewer, event: EventRef, when: datetime) -> int:
    """Let a floor or a door count; how many doors were said to be undone that had been done before.

    Problems: `field_floor_done`, `field_door_done`, `reason_of_sampling`, `window_not_open`, rights.
    """
    if isinstance(body, RoundBody):
        return _floor(body, viewer, event, when)
    assert isinstance(body, DoorBody)
    _door(body, viewer, event, when)
    return 0


def _floor(body: RoundBody, viewer: Viewer, event: EventRef, when: datetime) -> int:
    said = read_round_key(body.round)
    key = RoundKey(said.day, said.win, read_path(said.unit))
    viewer.must(Right.SETTLE, key.unit)
    planning.lock_for_settling(key.day, subdistrict(key.unit))
    duties = floor_duties(key, body.floor)
    if not duties:
        raise Problem("field_floor_done")
    check_begun(min(duty.opens_at for duty in duties), when)
    pending = [duty for duty in duties if duty.state in PENDING]
    open_rooms = {code(duty.area) for duty in pending}
    if pending:
        content = {"floor": body.floor}
        settle_walk(Walk(viewer, None, key, when, logged=event), pending, body.except_, content)
    return len(body.except_.keys() - open_rooms)


def _door(body: DoorBody, viewer: Viewer, event: EventRef, when: datetime) -> None:
    door = read_path(body.door)
    viewer.must(Right.SETTLE, door)
    planning.lock_for_settling(body.day, subdistrict(door))
    rows = Duty.objects.select_for_update().filter(day=body.day, win=body.win, area=door)
    rows = rows.exclude(state=DutyState.WITHDRAWN).exclude(what__in=GIVEN)
    duties = list(rows.order_by("what", "subject"))
    pending = [duty for duty in duties if duty.state in PENDING]
    if not pending:
        raise Problem("field_door_done")
    check_begun(min(duty.opens_at for duty in duties), when)
    reason = body.outcome.strip()
    meant = [duty for duty in pending if speaks_of(reason, duty.what)]
    if not meant:
        raise Problem("reason_of_sampling")
    not_done(viewer, meant, facts.books(), reason, event, when)
    if reason == Reason.UNWELL:
        unwell_at(viewer, meant, when)
    raise_said(viewer, door, note_asks(body.note, wanted=False))
