"""One tap for a floor: all normal except the rooms that are named, each with its reason."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from django.db.models import Q

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.duties.raised import follow_unwell
from wumen.actions.duties.settle import grades_of
from wumen.actions.duties.visits import is_news, not_done
from wumen.actions.log import log
from wumen.queries import facts
from wumen.queries.doors_apart import isolated_doors
from wumen.queries.photos import asked_of, moments, standing
from wumen.records import clock, planning, sealing, settling
from wumen.records.event_log import EventRef
from wumen.records.field_duties import HeldDuty
from wumen.records.models import Duty
from wumen.records.settling import Settlement
from wumen.rules.areas import code, counted_in, read_path, span, subdistrict
from wumen.rules.duties import PENDING, DutyState, check_grade
from wumen.rules.instructions import GIVEN
from wumen.rules.photos import Asked, check_shown
from wumen.rules.playbooks import Grade, Playbook, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import (
    Reason,
    RoundKey,
    check_begun,
    floor_declares,
    floor_of,
    speaks_of,
    unit_of,
)
from wumen.rules.sampling_rounds.asking import ROLE, ROUND_CLAUSE


@dataclass(frozen=True)
class FloorDone:
    """What one tap settled: done, left open with a reason, left for better evidence, settled before."""

    done: int
    excepted: int
    left: dict[str, int]
    before: int
    rooms: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """The form that `wumen round done --json` prints."""
        return {
            "done": self.done,
            "excepted": self.excepted,
            "left": self.left,
            "before": self.before,
            "rooms": list(self.rooms),
        }


def floor_duties(key: RoundKey, floor: int, what: str = "") -> list[Duty]:
    """The duties of a floor in a round, of one measure if one is named, locked in one order so that two taps
    never wait for each other."""
    held, unit = span(key.unit), key.unit
    rows = (
        Duty.objects.filter(day=key.day, win=key.win, area__gte=held.lo, area__lt=held.hi)
        # What was asked of somebody by name is never declared with a floor.
        .exclude(Q(state=DutyState.WITHDRAWN) | Q(what__in=GIVEN))
    )
    if what:
        rows = rows.filter(what=what)
    # A unit may hold a hundred doors: of the other floors nothing is read, and nobody there has to wait.
    doors = rows.order_by().values_list("area", flat=True).distinct()
    here = [door for door in doors if unit_of(door) == unit and floor_of(door) == floor]
    return list(rows.filter(area__in=here).select_for_update().order_by("what", "subject"))


def _check(key: RoundKey, duties: list[Duty], exceptions: dict[str, str], floor: int) -> None:
    """Problems `floor_unknown`, `window_not_open`, `room_not_on_floor`, `room_already_done`."""
    if not duties:
        raise Problem("floor_unknown", floor=floor, key=str(key))
    check_begun(min(duty.opens_at for duty in duties), clock.now())
    rooms = {code(duty.area) for duty in duties}
    for room in exceptions:
        if room not in rooms:
            known = " ".join(sorted(rooms))
            raise Problem("room_not_on_floor", room=room, floor=floor, known=known)
        if not any(duty.state in PENDING for duty in duties if code(duty.area) == room):
            raise Problem("room_already_done", room=room)


@dataclass(frozen=True)
class Walk:
    """Whose word a walk is and of which hour; `by`: who walked when the viewer enters it for her."""

    viewer: Viewer
    by: Viewer | None
    key: RoundKey
    at: datetime
    kind: str = "round.floor_done"
    told: Mapping[str, Any] = field(default_factory=dict)
    # The event that stands in the log already, where a phone made it itself.
    logged: EventRef | None = None


def _event(walk: Walk, duties: list[Duty], content: dict[str, Any]) -> EventRef:
    """One event for the whole walk: its content sealed, the place down to the building."""
    if walk.logged is not None:
        return walk.logged
    key, outbreak = walk.key, UUID(duties[0].basis["outbreak"])
    text = msgspec.json.encode(content).decode()
    return log(
        walk.viewer,
        walk.kind,
        counted_in(key.unit),
        by=walk.by.person if walk.by else None,
        day=key.day,
        win=key.win,
        duties=len(duties),
        sealed=sealing.seal_evidence(outbreak, key.day, text),
        **walk.told,
    )


def _settle(
    key: RoundKey, duties: list[Duty], event: EventRef, grade: Grade = Grade.DECLARED
) -> int:
    """Settle the duties of one floor under one grade, set by set."""
    sets: dict[str, list[UUID]] = {}
    for duty in duties:
        sets.setdefault(duty.what, []).append(duty.subject)
    settled = 0
    for what, subjects in sets.items():
        state, good = DutyState.DONE.value, grade.value
        settlement = Settlement(key.day, what, key.win, subjects, state, good, None, str(event))
        settled += len(settling.settle(settlement))
    return settled


OnFloor = TypeVar("OnFloor", Duty, HeldDuty)


@dataclass
class Floor(Generic[OnFloor]):
    """What stands on a floor, sorted into what one tap may say of it."""

    normal: list[OnFloor] = field(default_factory=list)
    apart: dict[str, list[OnFloor]] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)


def sort_floor(
    pending: Sequence[OnFloor],
    exceptions: Mapping[str, str],
    rules: Mapping[str, Playbook],
    now: datetime,
    isolated: Collection[str],
) -> Floor[OnFloor]:
    """Part what counts as declared normal from the named rooms, and from what needs better evidence.

    Who was said to be unwell, and the homes that are `isolated`, stay as they are: one tap never declares them
    normal.
    """
    sorted_ = Floor[OnFloor]()
    for duty in pending:
        room = code(duty.area)
        if room in exceptions and not speaks_of(exceptions[room], duty.what):
            sorted_.left[duty.what] = sorted_.left.get(duty.what, 0) + 1
        elif room in exceptions:
            # Said once is enough: the same reason again is no news, unless it is another visit.
            reason = exceptions[room]
            if duty.reason != reason or is_news(duty, reason, rules, now):
                sorted_.apart.setdefault(exceptions[room], []).append(duty)
        elif floor_declares(
            grades_of(duty, rules),
            shown=asked_of(duty, rules) is not Asked.NONE,
            isolated=duty.area in isolated,
            unwell=duty.reason == Reason.UNWELL,
        ):
            sorted_.normal.append(duty)
        else:
            sorted_.left[duty.what] = sorted_.left.get(duty.what, 0) + 1
    return sorted_


def settle_walk(
    walk: Walk, pending: list[Duty], excepted: Mapping[str, str], content: dict[str, Any]
) -> tuple[int, int, dict[str, int]]:
    """Declare the pending duties of a walk as normal but for the excepted rooms: done, excepted, left.

    Inside an open transaction that holds the duties. What is no news leaves no event.
    """
    rules = facts.books()
    isolated = isolated_doors(walk.key.unit, walk.at)
    some = sort_floor(pending, excepted, rules, walk.at, isolated)
    done = 0
    if some.normal or some.apart:
        subjects = [duty.subject for duty in some.normal]
        event = _event(walk, pending, {**content, "normal": subjects, "except": excepted})
        done = _settle(walk.key, some.normal, event)
        for reason, rest in some.apart.items():
            not_done(walk.by or walk.viewer, rest, rules, reason, event, walk.at)
            if reason == Reason.UNWELL:
                unwell_at(walk.by or walk.viewer, rest, walk.at)
    return done, sum(map(len, some.apart.values())), some.left


def hold_for(unit: str, reasons: Iterable[str]) -> None:
    """Hold the plans of a unit before anything is locked, where somebody there was said to be unwell."""
    if Reason.UNWELL in reasons:
        hold_plans([unit])


def unwell_at(viewer: Viewer, duties: Iterable[Duty], at: datetime) -> None:
    """Let each home behind which somebody was said to be unwell be an urgent matter, once.

    Inside an open transaction that holds the plans of the place.
    """
    doors = {duty.area: UUID(duty.basis["outbreak"]) for duty in duties}
    for door, outbreak in sorted(doors.items()):
        follow_unwell(viewer, door, outbreak, door, told_at=at)


def settle_measured(walk: Walk, pending: list[Duty], content: dict[str, Any]) -> int:
    """Settle what the role of who walked must measure, of these duties, as measured; how many.

    Inside an open transaction that holds the duties. Where there is nothing for her role, nothing is noted.
    """
    rules, role = facts.books(), (walk.by or walk.viewer).role
    hers = [duty for duty in pending if _measured_by(duty, rules) == role]
    if not hers:
        return 0
    event = _event(walk, hers, {**content, "met": [duty.subject for duty in hers]})
    return _settle(walk.key, hers, event, Grade.MEASURED)


def settle_visited(
    walk: Walk, pending: Iterable[Duty], content: dict[str, Any]
) -> tuple[int, dict[str, int]]:
    """Settle as measured what somebody did at doors herself: how many, and what needs somebody else or a photo.

    Samples are a sampler's. Inside an open transaction that holds the duties, all of the walk's window.
    """
    rules, hers, left = facts.books(), list[Duty](), dict[str, int]()
    for duty in pending:
        other = duty.what == What.SAMPLING or Grade.MEASURED not in grades_of(duty, rules)
        if other or asked_of(duty, rules) is not Asked.NONE:
            left[duty.what] = left.get(duty.what, 0) + 1
        else:
            hers.append(duty)
    if not hers:
        return 0, left
    event = _event(walk, hers, {**content, "met": [duty.subject for duty in hers]})
    return _settle(walk.key, hers, event, Grade.MEASURED), left


def leave_open(walk: Walk, pending: Sequence[Duty], reason: str, content: dict[str, Any]) -> int:
    """Keep duties of a walk open with a reason, where that is news; how many. Inside a transaction that holds them."""
    rules = facts.books()
    news = [
        one
        for one in pending
        if speaks_of(reason, one.what)
        and (one.reason != reason or is_news(one, reason, rules, walk.at))
    ]
    if news:
        event = _event(walk, list(news), {**content, "except": reason})
        not_done(walk.by or walk.viewer, news, rules, reason, event, walk.at)
        if reason == Reason.UNWELL:
            unwell_at(walk.by or walk.viewer, news, walk.at)
    return len(news)


def note_infants(walk: Walk, pending: Sequence[Duty], content: dict[str, Any]) -> None:
    """Let the samples of infants stay open for what they are, inside a transaction that holds them.

    Said once is enough: what says so already leaves no event.
    """
    hers = [one for one in pending if one.what == What.SAMPLING and one.reason != Reason.INFANT]
    if hers:
        subjects = [one.subject for one in hers]
        event = _event(walk, hers, {**content, "infants": subjects})
        not_done(walk.by or walk.viewer, hers, facts.books(), Reason.INFANT, event, walk.at)


def _measured_by(duty: Duty, rules: Mapping[str, Playbook]) -> str | None:
    """The role whose work a duty is, if nothing but a measurement settles it."""
    if grades_of(duty, rules) != (Grade.MEASURED,):
        return None
    if duty.basis["clause"] == ROUND_CLAUSE:
        return ROLE
    try:
        return rules[facts.book_of(duty.basis)].clause(duty.basis["clause"]).role
    except Problem:
        return None


def floor_done(
    viewer: Viewer,
    key: RoundKey,
    floor: int,
    exceptions: dict[str, str] | None = None,
    by: Viewer | None = None,
) -> FloorDone:
    """Settle a floor as declared normal by a named person, except for the named rooms.

    What accepts no declaration (sampling) stays open and is counted in `left`; what was settled before
    stays as it is. The same tap twice changes nothing. `by` is the captain when the viewer enters it for
    her. Problems: `floor_unknown`, `room_not_on_floor`, `area_not_yours`, `window_not_open`, …
    """
    excepted = exceptions or {}
    key = RoundKey(key.day, key.win, read_path(key.unit))
    (by or viewer).must(Right.SETTLE, key.unit)
    with changing(viewer):
        hold_for(key.unit, excepted.values())
        planning.lock_for_settling(key.day, subdistrict(key.unit))
        duties = floor_duties(key, floor)
        _check(key, duties, excepted, floor)
        pending = [duty for duty in duties if duty.state in PENDING]
        walk = Walk(viewer, by, key, clock.now())
        done, apart, left = settle_walk(walk, pending, excepted, {"floor": floor})
    return FloorDone(done, apart, left, len(duties) - len(pending), tuple(sorted(excepted)))


def floor_measured(
    viewer: Viewer, key: RoundKey, floor: int, what: What, exceptions: dict[str, str] | None = None
) -> FloorDone:
    """Settle one measure of a floor as measured at every door of it, except for the named rooms.

    For a team that goes from door to door and enters the floor when it has left it. Problems:
    `grade_not_accepted`, `photo_missing`, and those of `floor_done`.
    """
    excepted = exceptions or {}
    key = RoundKey(key.day, key.win, read_path(key.unit))
    viewer.must(Right.SETTLE, key.unit)
    with changing(viewer):
        hold_for(key.unit, excepted.values())
        planning.lock_for_settling(key.day, subdistrict(key.unit))
        duties = floor_duties(key, floor, what)
        _check(key, duties, excepted, floor)
        pending = [duty for duty in duties if duty.state in PENDING]
        rules = facts.books()
        for duty in pending:
            check_grade(grades_of(duty, rules), Grade.MEASURED)
            asked = asked_of(duty, rules)
            check_shown(asked, moments(standing(duty)) if asked is not Asked.NONE else ())
        met = [duty for duty in pending if code(duty.area) not in excepted]
        missed = [duty for duty in pending if code(duty.area) in excepted]
        done = 0
        if pending:
            content = {"floor": floor, "met": [duty.subject for duty in met], "except": excepted}
            event = _event(Walk(viewer, None, key, clock.now()), pending, content)
            done = _settle(key, met, event, Grade.MEASURED)
            for duty in missed:
                not_done(viewer, [duty], rules, excepted[code(duty.area)], event, clock.now())
            ill = [one for one in missed if excepted[code(one.area)] == Reason.UNWELL]
            unwell_at(viewer, ill, clock.now())
    rooms = tuple(sorted(excepted))
    return FloorDone(done, len(missed), {}, len(duties) - len(pending), rooms)
