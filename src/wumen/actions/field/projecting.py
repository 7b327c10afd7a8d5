"""Lets field events count: each is judged on what stands, in order, and what follows is written set by set."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from wumen.actions.duties.given import closed_by_duty
from wumen.actions.duties.plan import hold_plans
from wumen.actions.field import walks
from wumen.actions.field.effects import Spoken, Terms, apply, ends, is_pending, spoken
from wumen.actions.field.photos import put_to_duties
from wumen.actions.field.raising import asks, words_of
from wumen.actions.field.said import Phone, Said, photo_of
from wumen.actions.field.told import record_of
from wumen.actions.parcels import hand_over_told
from wumen.queries import facts, openings
from wumen.queries.field.evidence import said_before
from wumen.queries.field.who import FieldPost, field_post, may_use, posts
from wumen.queries.posts import looking_around
from wumen.records import field_duties, field_records, settling
from wumen.records.event_log import EventRef
from wumen.records.exchange import in_one_go
from wumen.records.field_duties import HeldDuty, hold_duties, holding, take_turn
from wumen.records.field_records import Told
from wumen.records.models import Duty, FieldPhotoOf, Post
from wumen.records.scope import Scope, narrowed
from wumen.records.settling import Settled
from wumen.rules.duties import DutyKey, DutyState
from wumen.rules.field.bodies import DoorBody, RoundBody
from wumen.rules.field.envelope import Came, office_instant
from wumen.rules.field.judging import Before, contradicts
from wumen.rules.field.refusals import keep
from wumen.rules.field.told import PARCELS
from wumen.rules.instructions import GIVEN
from wumen.rules.playbooks import Playbook, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# The rules of an outbreak, and each local notice once it is confirmed, never change: they are read once.
_books: dict[str, Playbook] = {}
# What is said of a floor or a door as a whole.
_WALKED = (RoundBody, DoorBody)
# What closes or asks for more than its own row when it is done.
_FAR_REACHING = frozenset({*GIVEN, What.OPENING})


@dataclass
class Projection:
    """What runs of events of some phones do, inside an open transaction in a scope that holds them all.

    `decided`: a named person lets an event count although something speaks against it: what was settled
    otherwise is opened again first. `evidence`: what the duties remember instead of the event itself, whose
    number may stand for another.
    """

    scope: Scope
    decided: Viewer | None = None
    evidence: EventRef | None = None
    _duties: dict[DutyKey, HeldDuty] = field(default_factory=dict)
    _moved: dict[DutyKey, DutyKey] = field(default_factory=dict)
    _read: dict[str, float | None] = field(default_factory=dict)
    _terms: dict[int, Terms] = field(default_factory=dict)
    _settled: dict[DutyKey, Settled] = field(default_factory=dict)
    _told: list[Told] = field(default_factory=list)
    _brought: list[tuple[Viewer, Told]] = field(default_factory=list)
    _photos: list[FieldPhotoOf] = field(default_factory=list)

    def _read_rules(self) -> None:
        """Have at hand the rules that made the duties which are held."""
        wanted = {
            name
            for duty in self._duties.values()
            for name in (facts.book_of(duty.basis), str(duty.basis["outbreak"]))
        }
        if not wanted <= _books.keys():
            _books.update(facts.books())

    def run(self, runs: Sequence[tuple[Phone, Sequence[Came]]]) -> list[list[str]]:
        """Judge events in their order, and write what follows; of each run the problems as the log keeps them."""
        problems = self.judge(runs)
        self.write()
        return problems

    def judge(self, runs: Sequence[tuple[Phone, Sequence[Came]]]) -> list[list[str]]:
        """The same with the settling still to come: of each run the problems, empty for what counts.

        `write` settles what is left, or `settle_in_one_go` with others.
        """
        said = [[self._open(phone, one) for one in events] for phone, events in runs]
        some = [one for events in said for one in events]
        self._hold(some)
        for one in some:
            if one.problem is None:
                try:
                    self._count(one)
                except Problem as problem:
                    one.problem = problem
        if self._photos or any(not phone.raising.nothing for phone, _ in runs):
            # A photo is put to the duty as it stands, and what is raised follows what was settled.
            self.write()
        self._keep()
        if self._brought:
            hand_over_told(self._brought)
            self._brought = []
        self._hand_on([phone for phone, _ in runs], some)
        return [[keep(one.problem) if one.problem else "" for one in events] for events in said]

    def _open(self, phone: Phone, came: Came) -> Said:
        own = self.evidence or EventRef(phone.day, phone.held.writer, came.linked.seq)
        said = Said(phone, came, own)
        try:
            if phone.held.closed:
                raise Problem("field_outbreak_closed")
            said.body = phone.opener.body(came)
            said.of = spoken(said.body)
        except Problem as problem:
            said.problem = problem
        return said

    def _hold(self, some: Sequence[Said]) -> None:
        """Wait for their turn, find out whose word each is, and hold the duties that are spoken of: in one go."""
        readable = [one for one in some if one.problem is None]
        keys = {one.of.key for one in readable if one.of is not None}
        asking = {one.phone.held.area for one in readable if asks(one.body)}
        with in_one_go():
            self._take_turn(some)
            rows = posts(one.envelope.post for one in readable)
            held = holding(() if asking else keys)
        if asking:
            # Before a duty is held: something may be owed after it that no plan has made.
            hold_plans(sorted(asking))
            self._duties |= hold_duties(keys)
        self._duties |= held()
        self._who(readable, rows())
        # People made one since are found under their present entry.
        missing = [key for key in keys if key not in self._duties]
        if missing:
            self._follow(missing)
        self._read_rules()

    def _take_turn(self, some: Sequence[Said]) -> None:
        said = {one.came.clear for one in some}
        days = {(one.of.key.day, one.phone.subdistrict) for one in some if one.of}
        take_turn({clear.area for clear in said if clear}, days)

    def _who(self, some: Sequence[Said], rows: Sequence[Post]) -> None:
        """Whose word each is, and of which hour by the office's clock."""
        by_id = {row.id: row for row in rows}
        for one in some:
            clear, held, known = one.envelope.clear, one.phone.held, one.phone.posts
            if clear not in known:
                row = by_id.get(clear.post)
                usable = row is not None and may_use(row, held.area, held.post)
                known[clear] = field_post(row, held.area) if row and usable else None
            try:
                self._whose(one, known[clear])
            except Problem as problem:
                one.problem = problem

    def _whose(self, one: Said, post: FieldPost | None) -> None:
        said, held, brought = one.envelope, one.phone.held, one.phone.brought
        one.when = office_instant(said.made_at, brought.sent_at, brought.office_at)
        if self.decided is not None:
            one.viewer = post.viewer if post else self.decided
            return
        if post is None:
            raise Problem("field_person_foreign")
        one.viewer = post.viewer
        post.check(said.person, one.when)
        if held.ended_at is not None:
            made = office_instant(said.made_at, brought.sent_at, brought.received_at)
            if made > held.ended_at:
                raise Problem("field_device_revoked")

    def _follow(self, missing: Sequence[DutyKey]) -> None:
        into = field_duties.followed(UUID(key.subject) for key in missing)
        there = {
            key: DutyKey(key.day, key.what, str(into[UUID(key.subject)]), key.win)
            for key in missing
            if UUID(key.subject) in into
        }
        self._duties |= hold_duties(now for now in there.values() if now not in self._duties)
        self._moved |= there

    def _count(self, one: Said) -> None:
        """Let one event count; a Problem says why it cannot."""
        assert one.viewer is not None and one.when is not None and one.body is not None
        # What is told stands or falls as a whole: a place that is not the phone's leaves no duty settled.
        told = record_of(one.body, one.envelope, one.ref, one.phone.held, one.when)
        if isinstance(one.body, _WALKED):
            self._walk(one)
        elif one.of is not None:
            self._settle(one, one.of)
        if told is not None and words_of(one.body):
            one.phone.raising.need(one.viewer, told, one.body)
        elif told is not None:
            self._told.append(told)
            if told.decision == PARCELS:
                self._brought.append((one.viewer, told))

    def _hand_on(self, phones: Sequence[Phone], some: Sequence[Said]) -> None:
        """What was raised is handed on behind all that was settled; a need that nobody can be given counts not."""
        for phone in phones:
            raising = phone.raising
            if raising.nothing:
                continue
            with self._as(phone):
                kept, problems = raising.hand_on()
                field_records.keep(kept)
            for one in some:
                one.problem = one.problem or problems.get((one.ref.writer, one.ref.seq))

    def _settle(self, one: Said, of: Spoken) -> None:
        assert one.viewer is not None and one.when is not None
        key = self._moved.get(of.key, of.key)
        duty = self._duties.get(key)
        if duty is None or not one.phone.scope.holds(duty.area):
            raise Problem("field_duty_unknown")
        one.viewer.must(Right.SETTLE, duty.area)
        if not is_pending(duty):
            found = contradicts(duty.state, of.said, self._before(duty))
            if not found:
                return
            if not self.decided or duty.state == DutyState.WITHDRAWN:
                raise Problem(found)
            self._open_again(duty)
        end = ends(duty, of.said, self._terms_of(duty), self._evidence(one), one.when)
        far = duty.what in _FAR_REACHING and end.state == DutyState.DONE
        if far or key in self._settled:
            # Spoken of twice, settled twice, in order.
            self.write()
        if far:
            with self._as(one.phone):
                self._reach_far(one.viewer, key, end)
        else:
            self._settled[key] = end
        apply(duty, end)
        self._read[end.evidence] = of.said.reading
        one.phone.raising.reading(one.viewer, duty, of.said, end, one.ref, one.when)
        if of.said.photos:
            self._photos += [photo_of(one, duty, name) for name in of.said.photos]

    def _evidence(self, one: Said) -> str:
        """As `EventRef` writes it, for the event itself or what stands for it."""
        return str(self.evidence or f"{one.phone.evidence_front}{one.ref.seq}")

    def _before(self, duty: HeldDuty) -> Before:
        """What was said of a settled duty before, if only a moment ago."""
        if duty.evidence in self._read:
            return Before(self._read[duty.evidence])
        return said_before(
            duty.evidence, duty.day, UUID(duty.basis["outbreak"]), UUID(duty.subject)
        )

    def _terms_of(self, duty: HeldDuty) -> Terms:
        """By what a duty is judged: duties of one clause share their grounds."""
        shared = id(duty.basis)
        if shared not in self._terms:
            self._terms[shared] = Terms(duty, _books)
        return self._terms[shared]

    def _as(self, phone: Phone) -> AbstractContextManager[None]:
        """What reaches beyond the duties that are held is seen by the phone that speaks alone."""
        return nullcontext() if phone.scope == self.scope else narrowed(phone.scope)

    def _open_again(self, duty: HeldDuty) -> None:
        settling.reopen(duty.day, duty.what, duty.win, UUID(duty.subject))
        duty.state, duty.grade, duty.reason, duty.evidence = "open", None, None, None

    def _reach_far(self, viewer: Viewer, key: DutyKey, end: Settled) -> None:
        """What closes an instruction or opens a door is written at once, for more than its row hangs on it."""
        row = Duty.objects.get(day=key.day, what=key.what, subject=key.subject, win=key.win)
        openings.must_be_open(row)
        self._settled[key] = end
        self.write()
        closed_by_duty(row, DutyState.DONE, viewer)

    def _walk(self, one: Said) -> None:
        """A floor or a door: written at once, and the duties that were held are read anew behind it."""
        assert one.viewer is not None and one.when is not None
        self.write()
        with self._as(one.phone), transaction.atomic():
            before = walks.walk(one.body, one.viewer, one.ref, one.when)
        self._duties |= hold_duties(self._duties)
        if before:
            raise Problem("field_doors_before", many=before)

    def write(self) -> None:
        """Write what was settled so far."""
        if self._settled:
            with in_one_go():
                settled = self.settle_in_one_go()
            settled()
        self._keep()

    def settle_in_one_go(self) -> Callable[[], None]:
        """Settle what is left inside `in_one_go`; what is called behind it makes sure.

        A duty that is held and not found again would be lost, and its phone told otherwise.
        """
        ended, self._settled = self._settled, {}
        by_day = {
            day: [end for key, end in ended.items() if key.day == day]
            for day in sorted({key.day for key in ended})
        }
        many = [(settling.settle_each(day, some), len(some)) for day, some in by_day.items()]

        def settled() -> None:
            if any(found() != asked for found, asked in many):
                raise RuntimeError("a duty that is held was not settled")

        return settled

    def _keep(self) -> None:
        """Keep beside the log what was told, and which photos show which duties."""
        field_records.keep(self._told)
        if self._photos:
            FieldPhotoOf.objects.bulk_create(self._photos, ignore_conflicts=True)
            with looking_around():
                put_to_duties(bytes(one.digest).hex() for one in self._photos)
        self._told, self._photos = [], []
