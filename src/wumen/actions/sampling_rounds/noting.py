"""Why somebody is not sampled is noted; at a table and on a roster those who were sampled are keyed in."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from wumen.actions.calls import NewList, make_list
from wumen.actions.changing import changing
from wumen.actions.duties.settle import settle_alike
from wumen.actions.log import log, subject_key
from wumen.queries.sampling_rounds.organisations import RosterPlace, roster_in_round
from wumen.queries.sampling_rounds.standing import Missing, missing, round_row
from wumen.queries.sampling_rounds.sweeping import SAID, to_ring
from wumen.records import clock, planning, sealing
from wumen.records.event_log import EventRef
from wumen.records.models import CallList, Duty, NotSampled, RosterSample, SamplingRound
from wumen.rules.areas import counted_at, read_path
from wumen.rules.calls import Source
from wumen.rules.duties import PENDING, DutyState
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import check_begun
from wumen.rules.sampling_rounds.asking import round_name
from wumen.rules.sampling_rounds.rosters import read_lines
from wumen.rules.sampling_rounds.standing import Why, check_why


def note_why(viewer: Viewer, ident: UUID, resident: UUID, text: str, words: str = "") -> Why:
    """Note why somebody is not sampled; she stays missing, and is neither rung nor named any more.

    A refusal bears no words, stands in no event by her name, and is erased with its round. Problems:
    `round_why_unknown`, `round_why_words`, `round_not_owed`, `round_unknown`, `round_closed`, rights.
    """
    why, said = check_why(text, words)
    viewer.must(Right.SETTLE)
    with changing(viewer):
        row = _open(viewer, ident)
        planning.lock_for_settling(row.day, row.subdistrict)
        who = _who(row, resident)
        viewer.must(Right.SETTLE, who.area)
        event = _event(viewer, row, who, why, said)
        _keep(viewer, row, who, why, said)
        duty = Duty.objects.select_for_update().get(
            day=row.day, what=What.SAMPLING, subject=resident, win=who.win
        )
        settle_alike([duty], str(duty.state), None, str(why), event)
    return why


def _open(viewer: Viewer, ident: UUID) -> SamplingRound:
    row = round_row(viewer, ident)
    if row.closed_at is not None:
        raise Problem("round_closed", number=row.number)
    return row


def _who(row: SamplingRound, resident: UUID) -> Missing:
    """Somebody who owes a sample in the round and was not sampled; Problem `round_not_owed`."""
    doors = Duty.objects.filter(
        day=row.day, what=What.SAMPLING, subject=resident, state__in=PENDING
    ).values_list("area", flat=True)
    for one in missing(row, sorted(set(doors))):
        if one.resident == resident:
            return one
    raise Problem("round_not_owed")


def _event(viewer: Viewer, row: SamplingRound, who: Missing, why: Why, said: str) -> EventRef:
    """Its event; of a refusal only that somebody was spoken to in a building."""
    place = counted_at(who.area)
    told: dict[str, Any] = {"number": row.number, "day": row.day}
    if why is Why.REFUSED:
        return log(viewer, "sampling_round.spoken", place, **told)
    content = msgspec.json.encode({"subject": who.resident, "why": why, "said": said}).decode()
    sealed = sealing.seal_evidence(row.outbreak_id, row.day, content)
    key = subject_key(who.resident)
    return log(viewer, "sampling_round.why", place, subject=key, **told, sealed=sealed)


def _keep(viewer: Viewer, row: SamplingRound, who: Missing, why: Why, said: str) -> None:
    known = NotSampled.objects.filter(round=row, resident=who.resident).first()
    one = known or NotSampled(round=row, resident=who.resident)
    one.area, one.why, one.noted_by_id, one.noted_at = (
        *(who.area, str(why), viewer.person),
        clock.now(),
    )
    one.said_sealed = sealing.seal(SAID, one.id, said) if said else None
    one.save()


def key_in_roster(viewer: Viewer, ident: UUID, organisation: UUID, text: str) -> int:
    """Note who of an organisation's roster was sampled, by the lines of its printed list: 1-40, 43; how many more.

    Who owes the sample at home is sampled there with it: each person once. Problems: `round_lines_wrong`,
    `organisation_unknown`, `round_unknown`, `round_closed`, `window_not_open`, rights.
    """
    viewer.must(Right.SETTLE)
    with changing(viewer):
        row = _open(viewer, ident)
        check_begun(row.begins_at, clock.now())
        planning.lock_for_settling(row.day, row.subdistrict)
        _, people = roster_in_round(viewer, row, organisation)
        lines = read_lines(text, len(people))
        fresh = [one for one in people if one.line in lines and not one.sampled]
        event = log(
            *(viewer, "sampling_round.roster_keyed", row.area),
            number=row.number,
            day=row.day,
            people=len(fresh),
            grade=Grade.MEASURED,
        )
        area = row.scopes.get(organisation=organisation).area
        RosterSample.objects.bulk_create(
            RosterSample(
                round=row,
                area=area,
                entry_id=one.entry,
                sampled_at=clock.now(),
                by_id=viewer.person,
            )
            for one in fresh
        )
        _settle_at_home(viewer, row, fresh, event)
    return len(fresh)


def _settle_at_home(
    viewer: Viewer, row: SamplingRound, people: Collection[RosterPlace], event: EventRef
) -> None:
    """Let those who owe the sample at home be sampled with it, as far as the viewer's post reaches."""
    residents = [one.resident for one in people if one.resident and one.at_home]
    duties = Duty.objects.filter(
        day=row.day, what=What.SAMPLING, subject__in=residents, state__in=PENDING
    )
    held = duties.select_for_update().order_by("what", "subject")
    reached = [duty for duty in held if viewer.span.holds(duty.area)]
    settle_alike(reached, DutyState.DONE, Grade.MEASURED, None, event)


def ring_missing(viewer: Viewer, ident: UUID, area: str) -> CallList:
    """Make a call list of those of a place who are missing and gave no answer; each look at a number is logged.

    Problems: `round_nobody_missing`, `round_unknown`, `round_closed`, those of `make_list`.
    """
    viewer.must(Right.KEEP_REGISTER, read_path(area))
    with changing(viewer):
        row = _open(viewer, ident)
        people = to_ring(viewer, ident, area)
        if not people:
            raise Problem("round_nobody_missing")
        purpose = f"{round_name(row.number).zh}还没采，问一声"
        new = NewList(purpose, area, Source.OPEN_DUTIES, what=What.SAMPLING, due_at=row.ends_at)
        return make_list(viewer, new, people)
