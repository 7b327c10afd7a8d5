"""Settles one duty: taken and given back, done with evidence, not done or waived with a reason and a name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from wumen.actions.changing import changing
from wumen.actions.duties.given import closed_by_duty
from wumen.actions.duties.plan import hold_plans
from wumen.actions.duties.raised import Hot, follow_fevers, follow_unwell, place_of, raise_said
from wumen.actions.duties.visits import not_done
from wumen.actions.log import log, subject_key
from wumen.actions.photos import photo_of_duty
from wumen.queries import facts, openings, photos
from wumen.queries.duties import grades_of as grades_of
from wumen.queries.duties import rows_of_key
from wumen.records import clock, planning, sealing, settling
from wumen.records.event_log import EventRef
from wumen.records.models import Duty, Post
from wumen.records.settling import Settlement
from wumen.rules.areas import counted_at
from wumen.rules.duties import PENDING, DutyKey, DutyState, check_grade
from wumen.rules.instructions import GIVEN, check_not_exit
from wumen.rules.photos import Asked, check_shown
from wumen.rules.playbooks import What
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import is_fever, note_asks, settles
from wumen.rules.round_sheets.rows import Paper
from wumen.rules.rounds import Reason, check_reason
from wumen.rules.visits import Visited

_SETTLED = {
    DutyState.DONE: "duty_already_done",
    DutyState.WAIVED: "duty_already_waived",
    DutyState.WITHDRAWN: "duty_withdrawn",
}


def held_duty(key: DutyKey) -> Duty:
    """The duty of a key, locked as those who settle do; Problems `duty_key_unreadable`, `duty_unknown`."""
    rows = rows_of_key(key)
    place = rows.values_list("subdistrict", flat=True).first()
    if place is None:
        raise Problem("duty_unknown", key=key)
    planning.lock_for_settling(key.day, place)
    duty = rows.select_for_update().first()
    if duty is None:
        raise Problem("duty_unknown", key=key)
    return duty


def _open_duty(key: DutyKey) -> Duty:
    """The duty, locked, if it is still to be done; a Problem that says why not."""
    duty = held_duty(key)
    if duty.state not in PENDING:
        raise Problem(_SETTLED[DutyState(duty.state)], key=key)
    # What somebody asked for may be done before its day, as soon as it has begun.
    if duty.day > clock.today() and duty.opens_at > clock.now():
        raise Problem("duty_not_yet", day=duty.day)
    return duty


def _record(viewer: Viewer, duty: Duty, by: Viewer | None, said: dict[str, Any]) -> EventRef:
    """The event of a settlement: its content sealed, the place down to the building."""
    content = msgspec.json.encode({"subject": duty.subject, **said}).decode()
    return log(
        viewer,
        "duty.settled",
        counted_at(duty.area),
        subject=subject_key(duty.subject),
        by=by.person if by else None,
        day=duty.day,
        what=duty.what,
        win=duty.win,
        sealed=sealing.seal_evidence(UUID(duty.basis["outbreak"]), duty.day, content),
    )


def settle_alike(
    duties: Iterable[Duty], state: str, grade: str | None, reason: str | None, event: EventRef
) -> None:
    """Let duties that the caller holds end alike by one event, a statement for each day, what and window.

    Who had taken one stays named.
    """
    sorts: dict[tuple[object, ...], list[Duty]] = {}
    for duty in duties:
        sorts.setdefault((duty.day, duty.what, duty.win), []).append(duty)
    for some in sorts.values():
        settling.settle(
            Settlement(
                day=some[0].day,
                what=some[0].what,
                win=some[0].win,
                subjects=[one.subject for one in some],
                state=state,
                grade=grade,
                reason=reason,
                evidence=str(event),
            )
        )


def do(
    viewer: Viewer,
    key: DutyKey,
    grade: str | None = None,
    evidence: dict[str, Any] | None = None,
    by: Viewer | None = None,
    photo: bytes = b"",
    fevers: list[Hot] | None = None,
) -> None:
    """Mark a duty as done, with its evidence and how good it is; the weakest that counts if not said.

    `by` is who did it when the viewer enters it for her; a `photo` of it is kept with it. A fever is noted and
    becomes an urgent matter at once, or joins the `fevers` that the caller then follows, those of one home together;
    one that the household only reports leaves the duty open as unwell. A `note` in
    the evidence is a request where it tells of danger to life, or is `wanted` of somebody. Problems:
    `duty_unknown`, `duty_already_done`, `grade_not_accepted`, `photo_missing`, `photo_after_missing`,
    `opening_unconfirmed`, `area_not_yours`, …
    """
    fever, asked = _fever_in(key, evidence), _asked_in(key, evidence or {})
    with changing(viewer):
        if fever is not None or asked:
            # It asks for more than its own row: the plans are held before anything is locked.
            hold_plans(rows_of_key(key).values_list("area", flat=True))
        duty, rules = _open_duty(key), facts.books()
        (by or viewer).must(Right.SETTLE, duty.area)
        grades = grades_of(duty, rules)
        good = check_grade(grades, grade or grades[-1])
        if settles(good, fever):
            _end(viewer, duty, by, {"grade": good, "evidence": evidence or {}}, photo)
        else:
            said = {"outcome": "cannot", "why": Reason.UNWELL, "grade": good, "evidence": evidence}
            event = _record(viewer, duty, by, said)
            not_done(by or viewer, [duty], rules, Reason.UNWELL, event, clock.now())
        if fever is not None and fevers is not None:
            fevers.append(_hot(duty, fever, good))
        elif fever is not None:
            follow_fevers(viewer, viewer.area, [_hot(duty, fever, good)], by)
        _raise_note(by or viewer, duty, asked)


def _end(viewer: Viewer, duty: Duty, by: Viewer | None, said: dict[str, Any], photo: bytes) -> None:
    """Let a duty be done, once all that it asks for is there."""
    asked = photos.asked_of(duty, facts.books())
    if photo:
        photo_of_duty(viewer, duty, photo, asked, by)
    check_shown(asked, photos.moments(photos.standing(duty)) if asked is not Asked.NONE else ())
    openings.must_be_open(duty)
    event = _record(viewer, duty, by, {"outcome": "done", **said})
    settle_alike([duty], DutyState.DONE, said["grade"], None, event)
    closed_by_duty(duty, DutyState.DONE, by or viewer)


def _hot(duty: Duty, celsius: float, grade: str) -> Hot:
    """A fever that was just noted of somebody."""
    outbreak = UUID(duty.basis["outbreak"])
    return Hot(duty.subject, duty.area, celsius, grade, outbreak, clock.now())


def _fever_in(key: DutyKey, evidence: dict[str, Any] | None) -> float | None:
    """The temperature in the evidence of a duty, if somebody has to look at her at once."""
    celsius = (evidence or {}).get("celsius")
    if key.what == What.TEMPERATURE and isinstance(celsius, int | float) and is_fever(celsius):
        return float(celsius)
    return None


def _asked_in(key: DutyKey, evidence: dict[str, Any]) -> str:
    """What a note asks of somebody. Who closes what was asked for writes how it went: that asks for nothing anew."""
    note, wanted = evidence.get("note"), bool(evidence.get("wanted"))
    if not isinstance(note, str) or (key.what in GIVEN and not wanted):
        return ""
    return note_asks(note, wanted)


def _raise_note(viewer: Viewer, duty: Duty, words: str) -> None:
    """Hand on what a note asks: of the person, the home or the place of its duty."""
    raise_said(viewer, place_of(duty.area), words, duty.subject)


def cannot(
    viewer: Viewer,
    key: DutyKey,
    why: str,
    by: Viewer | None = None,
    paper: Paper | None = None,
) -> Visited:
    """Say why a duty could not be done: it stays open, with its reason; `paper`: where it was written, and when.

    Problems `reason_needed`, `reason_of_sampling`, …

    Somebody unwell is an urgent matter at once; danger to life in what was written is one, too.

    Where nobody was met and its clause asks for further visits, it comes again later in the day; what
    follows is the answer: the hour of the next visit, or after the last one that a slip is due.
    """
    if not why.strip():
        raise Problem("reason_needed")
    unwell, asked = why.strip() == Reason.UNWELL, _asked_in(key, {"note": why})
    with changing(viewer):
        if unwell or asked:
            hold_plans(rows_of_key(key).values_list("area", flat=True))
        duty, actor = _open_duty(key), by or viewer
        actor.must(Right.SETTLE, duty.area)
        check_reason(why.strip(), duty.what)
        said = {"outcome": "cannot", "why": why.strip(), **(paper.told if paper else {})}
        event = _record(viewer, duty, by, said)
        when = paper.at if paper else clock.now()
        follows = not_done(actor, [duty], facts.books(), why.strip(), event, when)
        if unwell:
            outbreak = UUID(duty.basis["outbreak"])
            follow_unwell(actor, duty.area, outbreak, duty.area, duty.subject)
        _raise_note(actor, duty, asked)
    return follows


def take(viewer: Viewer, key: DutyKey, by: Viewer | None = None) -> None:
    """Take a duty: whoever looks at it sees who has it in hand; it stays to be done.

    Taken again by the same post it stays as it is. Problems: `duty_taken`, `duty_unknown`, rights, …
    """
    actor = by or viewer
    with changing(viewer):
        duty = _open_duty(key)
        actor.must(Right.SETTLE, duty.area)
        if duty.state == DutyState.TAKEN:
            if duty.taken_by == actor.post:
                return
            raise _taken(duty)
        _hand(viewer, duty, by, DutyState.TAKEN, actor.post)


def give_back(viewer: Viewer, key: DutyKey, by: Viewer | None = None) -> None:
    """Give a taken duty back: who took it may, and who may waive it. Problems `duty_not_taken`, `duty_taken`."""
    actor = by or viewer
    with changing(viewer):
        duty = _open_duty(key)
        actor.must(Right.SETTLE, duty.area)
        if duty.state != DutyState.TAKEN:
            raise Problem("duty_not_taken")
        if duty.taken_by != actor.post and not actor.may(Right.WAIVE):
            raise _taken(duty)
        _hand(viewer, duty, by, DutyState.OPEN, None)


def _taken(duty: Duty) -> Problem:
    post = Post.objects.filter(id=duty.taken_by).first() if duty.taken_by else None
    role = ROLES[post.role] if post else ROLES["operator"]
    return Problem("duty_taken", role_zh=role.zh, role_en=role.en)


def _hand(
    viewer: Viewer, duty: Duty, by: Viewer | None, state: DutyState, taken_by: UUID | None
) -> None:
    """Let a duty be in somebody's hands, or in nobody's; what was said of it before stays."""
    log(
        viewer,
        "duty.taken" if taken_by else "duty.given_back",
        counted_at(duty.area),
        subject=subject_key(duty.subject),
        by=by.person if by else None,
        day=duty.day,
        what=duty.what,
        win=duty.win,
    )
    settling.settle(
        Settlement(
            day=duty.day,
            what=duty.what,
            win=duty.win,
            subjects=[duty.subject],
            state=state,
            grade=None,
            reason=duty.reason,
            evidence=duty.evidence,
            taken_by=taken_by,
        )
    )


def waive(viewer: Viewer, key: DutyKey, why: str, by: Viewer | None = None) -> None:
    """Waive a duty with a reason, in the name of one who may. Problems `reason_needed`, rights, …"""
    if not why.strip():
        raise Problem("reason_needed")
    with changing(viewer):
        duty = _open_duty(key)
        (by or viewer).must(Right.WAIVE, duty.area)
        check_not_exit(duty.basis.get("exit", ""))
        event = _record(viewer, duty, by, {"outcome": "waived", "why": why.strip()})
        settle_alike([duty], DutyState.WAIVED, None, why.strip(), event)
        closed_by_duty(duty, DutyState.WAIVED, by or viewer, why.strip())
