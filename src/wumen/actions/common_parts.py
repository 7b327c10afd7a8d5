"""Common parts of a stairwell are disinfected: many points noted in one go, whoever did them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from wumen.actions.changing import changing
from wumen.actions.duties.settle import grades_of, settle_alike
from wumen.actions.log import log
from wumen.queries import facts
from wumen.queries.photos import asked_of, moments, standing
from wumen.queries.posts import viewer_by
from wumen.records import clock, planning, sealing
from wumen.records.models import Duty, Facility
from wumen.rules.areas import counted_in, read_path, span, subdistrict
from wumen.rules.common_parts import check_points, read_agent
from wumen.rules.duties import PENDING, DutyState, check_grade
from wumen.rules.photos import Asked, check_shown
from wumen.rules.playbooks import Grade, Playbook, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import read_done_at
from wumen.rules.rounds import RoundKey, check_begun


@dataclass(frozen=True)
class PointsSaid:
    """What is said of a stairwell: which points were done, with what and how strong, the number of who did them, when.

    `done_at` as it stands on the card, nothing for now.
    """

    subjects: Collection[UUID]
    agent: str
    went: str
    done_at: str = ""


def note_points(viewer: Viewer, key: RoundKey, said: PointsSaid) -> int:
    """Note that points were disinfected, as measured; how many of them were still to be done.

    What came by phone before stays as it is, and the same card keyed in twice changes nothing. Problems: those of
    `read_agent` and `check_points`, `common_parts_unknown`, `window_not_open`, `grade_not_accepted`, `photo_missing`,
    `photo_after_missing`, `sheet_hour_*`, `crew_unknown`, `post_missing`, `area_not_yours`, `right_missing`.
    """
    key = RoundKey(key.day, key.win, read_path(key.unit))
    viewer.must(Right.SETTLE, key.unit)
    agent, done_by = read_agent(said.agent), viewer_by(said.went, Right.SETTLE, [key.unit])
    when = read_done_at(said.done_at, clock.now())
    with changing(viewer):
        planning.lock_for_settling(key.day, subdistrict(key.unit))
        there = _there(key)
        check_points(said.subjects, [one.subject for one in there])
        ticked = set(said.subjects)
        done = [one for one in there if one.subject in ticked and one.state in PENDING]
        if done:
            _check(done, facts.books(), when)
            _settle(viewer, done_by, key, done, {"agent": agent, "done_at": when})
    return len(done)


def _there(key: RoundKey) -> list[Duty]:
    """The points of a stairwell in a window, locked in one order; Problem `common_parts_unknown`."""
    held = span(key.unit)
    rows = Duty.objects.filter(
        day=key.day, win=key.win, what=What.DISINFECTION, area__gte=held.lo, area__lt=held.hi
    ).exclude(state__in=[DutyState.WITHDRAWN, DutyState.WAIVED])
    # The same measure is asked of homes: what is looked after here is a facility and lies at no door. Of a compound's
    # own parts nothing below it is held.
    own = rows.filter(subject__in=Facility.objects.values("id"), area__regex=f"^{key.unit}[^/]+/$")
    found = list(own.select_for_update().order_by("subject"))
    if not found:
        raise Problem("common_parts_unknown")
    return found


def _check(duties: Sequence[Duty], rules: Mapping[str, Playbook], when: datetime) -> None:
    """Whether they might be done by then, and count when they are said to be done."""
    check_begun(min(one.opens_at for one in duties), when)
    for duty in duties:
        check_grade(grades_of(duty, rules), Grade.MEASURED)
        asked = asked_of(duty, rules)
        check_shown(asked, moments(standing(duty)) if asked is not Asked.NONE else ())


def _settle(
    viewer: Viewer,
    done_by: Viewer,
    key: RoundKey,
    duties: Sequence[Duty],
    said: Mapping[str, object],
) -> None:
    content = {"done": [duty.subject for duty in duties], **said}
    text = msgspec.json.encode(content).decode()
    event = log(
        viewer,
        "common_parts.disinfected",
        counted_in(key.unit),
        by=done_by.person if done_by.person != viewer.person else None,
        day=key.day,
        win=key.win,
        duties=len(duties),
        sealed=sealing.seal_evidence(UUID(duties[0].basis["outbreak"]), key.day, text),
    )
    settle_alike(duties, DutyState.DONE, Grade.MEASURED, None, event)
