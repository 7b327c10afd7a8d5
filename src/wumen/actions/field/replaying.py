"""Makes the field part anew from register, plan and events, and proves that it is what stands."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wumen.actions.field.effects import Terms, apply, done, ends, is_pending, spoken, stays
from wumen.actions.field.raising import reads_fever
from wumen.actions.field.told import FEVER_KIND, record_of
from wumen.actions.rounds import sort_floor
from wumen.queries import facts
from wumen.queries.doors_apart import isolated_doors
from wumen.queries.field.opening import Opener, sessions
from wumen.queries.posts import looking_around
from wumen.records import clock, field_log, field_replay
from wumen.records.event_log import EventRef
from wumen.records.field_duties import HeldDuty
from wumen.records.field_records import Told
from wumen.records.field_replay import Brought
from wumen.records.models import Duty
from wumen.records.retention import passages_cut
from wumen.records.settling import Settled
from wumen.rules.areas import read_path, span
from wumen.rules.duties import DutyKey, DutyState
from wumen.rules.field.bodies import Body, DoorBody, RoundBody, blocked_of
from wumen.rules.field.envelope import office_instant, read_event
from wumen.rules.field.refusals import code_of
from wumen.rules.field.told import PARCELS, PASSAGE
from wumen.rules.instructions import GIVEN
from wumen.rules.needs import Urgency
from wumen.rules.parcels import handing_told
from wumen.rules.playbooks import Grade, Playbook, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import urgency_in, words_of
from wumen.rules.retention import cut_before
from wumen.rules.rounds import floor_of, read_round_key, speaks_of, unit_of
from wumen.rules.time import business_day, whole_day

# What of an event that was refused counted all the same.
_COUNTED_IN_PART = "field_doors_before"
# What a page may open again by itself.
_NOT_BY_PHONES_ALONE = frozenset({*GIVEN, What.OPENING})


@dataclass
class Replayed:
    """What the replay found; `closed`: events that no key opens any more, so nothing is said of them."""

    events: int = 0
    duties: int = 0
    records: int = 0
    closed: int = 0
    differences: list[dict[str, str]] = field(default_factory=list)

    def differs(self, of: str, stands: object, replayed: object) -> None:
        """Note a difference."""
        self.differences.append({"of": of, "stands": str(stands), "replayed": str(replayed)})

    def as_dict(self) -> dict[str, Any]:
        """The form that `wumen replay --json` prints."""
        return {**vars(self), "equal": not self.differences}


def replay(viewer: Viewer) -> Replayed:
    """Compare what stands by the word of phones with what their events say. Problems `right_missing`, and
    `outbreak_erased` where no key opens anything any more."""
    viewer.must(Right.AUDIT)
    with looking_around():
        if field_replay.all_erased():
            raise Problem("outbreak_erased")
        return _Replay(facts.books()).run()


@dataclass
class _Replay:
    """One replay: the duties as the events leave them, from open on."""

    rules: Mapping[str, Playbook]
    found: Replayed = field(default_factory=Replayed)
    duties: dict[DutyKey, HeldDuty] = field(default_factory=dict)
    evidence: dict[str, set[DutyKey]] = field(default_factory=dict)
    told: dict[tuple[UUID, int], tuple[Any, ...]] = field(default_factory=dict)
    asked: dict[tuple[UUID, int], str] = field(default_factory=dict)
    hot: dict[tuple[UUID, int], tuple[UUID, date]] = field(default_factory=dict)
    brought: list[Told] = field(default_factory=list)
    unread: set[tuple[UUID, int]] = field(default_factory=set)
    writers: set[UUID] = field(default_factory=set)

    def run(self) -> Replayed:
        """Go through all events in the order in which they took effect, then compare."""
        for one in field_replay.brought():
            self.writers.add(one.writer)
            self.found.events += not one.decided
            if not one.problem or code_of(one.problem) == _COUNTED_IN_PART:
                self._event(one)
        self._compare_duties()
        self._compare_records()
        self._compare_asked()
        self._compare_parcels()
        return self.found

    def _event(self, one: Brought) -> None:
        came = read_event(one.body)
        if came.envelope is None:
            return
        try:
            opener = Opener(one.device, sessions([came.envelope.session]))
            body = opener.body(came)
        except Problem:
            self.found.closed += 1
            _, writer, seq = one.evidence.split("/")
            self.unread |= {(one.writer, one.seq), (UUID(writer), int(seq))}
            return
        # What a person decided counts by the hour that she saw, which the decision keeps.
        made_at = came.envelope.made_at
        when = one.office_at if one.decided else office_instant(made_at, one.sent_at, one.office_at)
        try:
            self._effect(one, body, when)
        except Problem as problem:
            self.found.differs(one.evidence, "counted", problem.code)
        held = field_log.HeldWriter(
            *(one.device, one.area, one.outbreak, False, None, None, one.writer, one.writer),
            *(0, b"", False),
        )
        _, writer, seq = one.evidence.split("/")
        ref = EventRef(one.arrived_on, UUID(writer), int(seq))
        told = record_of(body, came.envelope, ref, held, when)
        if told is not None and words_of(body):
            self.asked[told.writer, told.seq] = urgency_in(body)
        if (
            told is not None
            and told.kind == FEVER_KIND
            and (of := spoken(body))
            and reads_fever(body)
        ):
            self.hot[told.writer, told.seq] = UUID(of.key.subject), business_day(when)
        if told is not None and told.decision == PARCELS:
            self.brought.append(told)
        if told is not None and not blocked_of(body):
            self.told[told.writer, told.seq] = told.row()[5:7] + told.row()[8:]

    def _effect(self, one: Brought, body: Body, when: Any) -> None:
        if isinstance(body, RoundBody):
            return self._floor(one, body, when)
        if isinstance(body, DoorBody):
            return self._door(one, body, when)
        of = spoken(body)
        duty = self._duty(of.key) if of else None
        if of is None or duty is None:
            return None
        if not is_pending(duty):
            if not one.decided:
                return None
            duty.state, duty.grade, duty.reason, duty.evidence = "open", None, None, None
        return self._ends(duty, ends(duty, of.said, Terms(duty, self.rules), one.evidence, when))

    def _ends(self, duty: HeldDuty, end: Settled) -> None:
        apply(duty, end)
        key = DutyKey(duty.day, duty.what, duty.subject, duty.win)
        self.evidence.setdefault(end.evidence, set()).add(key)

    def _duty(self, key: DutyKey) -> HeldDuty | None:
        if key not in self.duties:
            rows = Duty.objects.filter(day=key.day, what=key.what, win=key.win, subject=key.subject)
            row = rows.first()
            if row is None:
                return None
            self.duties[key] = _at_first(row)
        return self.duties[key]

    def _among(self, rows: Any) -> list[HeldDuty]:
        """The duties of some rows as the events so far leave them, those that are to be done."""
        some = []
        for row in rows.exclude(what__in=GIVEN).order_by("what", "subject"):
            key = DutyKey(row.day, row.what, str(row.subject), row.win)
            some.append(self.duties.setdefault(key, _at_first(row)))
        return [duty for duty in some if is_pending(duty)]

    def _floor(self, one: Brought, body: RoundBody, when: Any) -> None:
        key = read_round_key(body.round)
        unit = read_path(key.unit)
        held = span(unit)
        rows = Duty.objects.filter(day=key.day, win=key.win, area__gte=held.lo, area__lt=held.hi)
        here = [
            duty
            for duty in self._among(rows)
            if unit_of(duty.area) == unit and floor_of(duty.area) == body.floor
        ]
        floor = sort_floor(here, body.except_, self.rules, when, isolated_doors(unit, when))
        for duty in floor.normal:
            self._ends(duty, done(duty, Grade.DECLARED, one.evidence))
        for reason, some in floor.apart.items():
            for duty in some:
                self._ends(duty, stays(duty, reason, self.rules, one.evidence, when))

    def _door(self, one: Brought, body: DoorBody, when: Any) -> None:
        rows = Duty.objects.filter(day=body.day, win=body.win, area=read_path(body.door))
        reason = body.outcome.strip()
        for duty in self._among(rows):
            if speaks_of(reason, duty.what):
                self._ends(duty, stays(duty, reason, self.rules, one.evidence, when))

    def _compare_duties(self) -> None:
        for row in field_replay.by_phones(self.writers):
            self.found.duties += 1
            key = DutyKey(row.day, row.what, str(row.subject), row.win)
            made = self.duties.get(key)
            stands = (row.state, row.grade, row.reason, row.evidence)
            again = (made.state, made.grade, made.reason, made.evidence) if made else None
            if row.state != DutyState.WITHDRAWN and stands != again:
                self.found.differs(str(key), stands, again)
        for keys in self.evidence.values():
            for key in keys:
                self._is_there(key)

    def _is_there(self, key: DutyKey) -> None:
        """What an event settled stands settled, by it or by somebody before it."""
        made = self.duties[key]
        row = Duty.objects.filter(
            day=key.day, what=key.what, win=key.win, subject=key.subject
        ).first()
        lost = row is not None and row.evidence is None and made.state == DutyState.DONE
        if lost and row is not None and row.what not in _NOT_BY_PHONES_ALONE:
            self.found.differs(str(key), row.state, made.state)

    def _compare_records(self) -> None:
        stand = {}
        for row in field_replay.records():
            self.found.records += 1
            tube = bytes(row.tube_key) if row.tube_key is not None else None
            stand[row.writer, row.seq] = (
                *(row.kind, row.happened_at, row.direction, row.decision, row.count, tube),
            )
        cut: Counter[date] = Counter()
        for key in sorted(stand.keys() | self.told.keys()):
            if key not in stand and _may_be_cut(*self.told[key][:2]):
                cut[business_day(self.told[key][1])] += 1
            elif stand.get(key) != self.told.get(key):
                self.found.differs("/".join(map(str, key)), stand.get(key), self.told.get(key))
        self._compare_cut(cut)

    def _compare_cut(self, cut: Counter[date]) -> None:
        """What was cut after its days is not made again, and every one of it stands in the counts."""
        counts = passages_cut()
        unread = self.found.closed or field_replay.any_erased()
        for day in sorted(counts.keys() | cut):
            # Of events that no key opens any more only the counts are left to tell.
            if counts.get(day, 0) < cut[day] or (counts[day] > cut[day] and not unread):
                self.found.differs(f"{PASSAGE}/{day}", counts.get(day, 0), cut[day])

    def _compare_asked(self) -> None:
        """Every need stands as one request, as urgent as its words say, every fever as a matter of who has it; and
        no request stands on an event that asks for nothing.
        """
        stand = field_replay.asked_by_phones()
        for key in sorted(self.asked.keys()):
            if stand.get(key) != self.asked[key]:
                self.found.differs("/".join(map(str, key)), stand.get(key), self.asked[key])
        for key in sorted(stand.keys() - self.asked.keys() - self.hot.keys() - self.unread):
            self.found.differs("/".join(map(str, key)), stand[key], None)
        hot = {who for who, _ in self.hot.values()}
        here, last = field_replay.still_here(hot), field_replay.asked_last(hot)
        for key, (who, day) in sorted(self.hot.items()):
            # One matter may stand for several readings; who has moved away is nobody's here to ring.
            followed = key in stand or (who in last and last[who] >= whole_day(day).begins)
            if who in here and not followed:
                self.found.differs("/".join(map(str, key)), None, Urgency.URGENT.value)

    def _compare_parcels(self) -> None:
        """What left a deposit point by a phone's word has its event, and of what an event says all is gone."""
        told = {handing_told(one.writer, one.seq): one for one in self.brought}
        unread = {handing_told(*one) for one in self.unread}
        for handing, pieces, at in field_replay.handed_by_phones():
            one = told.get(handing)
            if one is None and handing not in unread:
                self.found.differs(f"parcel/{handing}", pieces, None)
            elif one and (at != one.happened_at or pieces > (one.count or pieces)):
                self.found.differs(f"parcel/{handing}", (pieces, at), (one.count, one.happened_at))
        # How much was left of a counted delivery hangs on what else was handed over before.
        whole = [one for one in self.brought if not one.count]
        lie_still = field_replay.lie_still({one.area for one in whole})
        for one in whole:
            if left := lie_still(one.area, one.happened_at):
                self.found.differs(f"parcel/{one.writer}/{one.seq}", left, 0)


def _at_first(row: Duty) -> HeldDuty:
    """A duty as the plan made it, before anybody said anything of it."""
    return HeldDuty(
        *(row.day, row.what, str(row.subject), row.win, row.area, "open", row.opens_at, row.due_at),
        *(row.basis, None, None, None, []),
    )


def _may_be_cut(kind: str, when: datetime) -> bool:
    return kind == PASSAGE and when < cut_before(clock.today())
