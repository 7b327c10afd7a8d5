"""What households report of themselves: temperatures and being reached, settled as 自报 and never as more."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from wumen.actions.duties.raised import Hot, follow_fevers
from wumen.actions.duties.settle import grades_of
from wumen.actions.log import log
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries import facts
from wumen.queries.photos import asked_of
from wumen.records import clock, planning, sealing, settling
from wumen.records.models import Duty
from wumen.records.settling import Settlement
from wumen.rules.areas import counted_at
from wumen.rules.duties import PENDING, DutyState
from wumen.rules.photos import Asked
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Viewer
from wumen.rules.relay import Door, Entry
from wumen.rules.relay.effects import reported
from wumen.rules.rounds import EARLY, Reason


def report_temperatures(
    viewer: Viewer, entries: Iterable[tuple[Entry, Door]], by_hand: bool = False
) -> None:
    """Settle the temperatures of today's present window as reported by the households.

    A fever settles nothing: the duty stays open as unwell, until somebody has seen her, and she is an urgent matter at
    once, also where somebody declared her normal before. Inside an open transaction that holds the plans of the place.
    """
    normal: dict[UUID, float] = {}
    fever: dict[UUID, float] = {}
    hot: dict[UUID, str] = {}
    paths = []
    for entry, door in entries:
        found = reported(entry, door, by_hand)
        if found:
            normal.update(found.normal)
            fever.update(found.fever)
            hot |= {who: door.path for who, _ in found.fever}
            paths.append(door.path)
    duties = _open(What.TEMPERATURE, {*normal, *fever}, paths)
    well = [duty for duty in duties if duty.subject in normal and duty.subject not in fever]
    _settle(viewer, well, normal, None)
    _settle(viewer, [duty for duty in duties if duty.subject in fever], fever, Reason.UNWELL)
    _follow(viewer, hot, fever)


def _follow(viewer: Viewer, hot: Mapping[UUID, str], fever: Mapping[UUID, float]) -> None:
    """Let the fevers behind each door be an urgent matter as those that are told otherwise."""
    outbreak = last_outbreak()
    if outbreak is None:
        return
    doors: dict[str, list[Hot]] = {}
    for who, door in hot.items():
        one = Hot(who, door, fever[who], Grade.REPORTED, outbreak.id, clock.now())
        doors.setdefault(door, []).append(one)
    for door, some in doors.items():
        follow_fevers(viewer, door, some)


def report_readings(
    viewer: Viewer, door: str, normal: Mapping[UUID, float], fever: Mapping[UUID, float]
) -> None:
    """Settle what the people of one door read off themselves; a fever stays open as unwell."""
    duties = _open(What.TEMPERATURE, {*normal, *fever}, [door])
    well = [duty for duty in duties if duty.subject in normal]
    _settle(viewer, well, normal, None)
    _settle(viewer, [duty for duty in duties if duty.subject in fever], fever, Reason.UNWELL)


def report_contacts(viewer: Viewer, doors: Sequence[Door]) -> None:
    """Settle what asks that a household or its people be reached today, as they reported themselves."""
    subjects = {one.resident for door in doors for one in door.present}
    subjects |= {door.household for door in doors}
    duties = _open(What.CONTACT, subjects, [door.path for door in doors])
    _settle(viewer, duties, {}, None)


def _open(what: What, subjects: set[UUID], paths: Sequence[str]) -> list[Duty]:
    """Of each subject the open duty of the window that opened last, locked in one order."""
    if not subjects:
        return []
    today, until = clock.today(), clock.now() + EARLY
    rows = Duty.objects.filter(
        day=today,
        what=what,
        subject__in=subjects,
        area__in=paths,
        state__in=PENDING,
        opens_at__lte=until,
    )
    for place in sorted(set(rows.values_list("subdistrict", flat=True))):
        planning.lock_for_settling(today, place)
    last: dict[UUID, Duty] = {}
    for duty in rows.select_for_update().order_by("subject", "win"):
        held = last.get(duty.subject)
        if held is None or duty.opens_at > held.opens_at:
            last[duty.subject] = duty
    rules = facts.outbreaks()
    return [
        duty
        for duty in last.values()
        if Grade.REPORTED in grades_of(duty, rules) and asked_of(duty, rules) is Asked.NONE
    ]


def _settle(
    viewer: Viewer, duties: Sequence[Duty], values: Mapping[UUID, float], reason: str | None
) -> None:
    """One event a building and outbreak, its readings sealed; set by set like a floor of a round."""
    sets: dict[tuple[str, str, str], list[Duty]] = {}
    for duty in duties:
        key = (counted_at(duty.area), duty.basis["outbreak"], duty.win)
        sets.setdefault(key, []).append(duty)
    for (place, outbreak, win), some in sorted(sets.items(), key=lambda one: one[0]):
        day, what = some[0].day, some[0].what
        content = {
            "reported": {str(one.subject): values.get(one.subject) for one in some},
            "why": reason,
        }
        text = msgspec.json.encode(content).decode()
        event = log(
            viewer,
            "relay.reported",
            place,
            day=day,
            what=what,
            win=win,
            duties=len(some),
            sealed=sealing.seal_evidence(UUID(outbreak), day, text),
        )
        for state in sorted({duty.state for duty in some}):
            settling.settle(
                Settlement(
                    day,
                    what,
                    win,
                    [duty.subject for duty in some if duty.state == state],
                    DutyState.DONE if reason is None else state,
                    Grade.REPORTED if reason is None else None,
                    reason,
                    str(event),
                )
            )
