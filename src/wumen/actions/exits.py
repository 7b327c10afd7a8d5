"""A blocked exit: told by whoever meets it, opened with a photo, confirmed by the street and by nobody below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from wumen.actions import limits
from wumen.actions.attachments import Record, keep
from wumen.actions.changing import changing
from wumen.actions.door_codes import stand_in
from wumen.actions.duties import settle
from wumen.actions.duties.given import close
from wumen.actions.duties.giving import hand_on
from wumen.actions.duties.plan import hold_plans
from wumen.actions.log import log, subject_key
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.actions.second_person import second_beside
from wumen.queries.exits import exit_row, locked_by, standing_of, steps_by_number
from wumen.queries.explain import over
from wumen.queries.instructions import facts_of
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    Duty,
    ExitTold,
    Household,
    Instruction,
    OpeningStep,
    Outbreak,
    Resident,
)
from wumen.rules.areas import (
    ancestors,
    counted_of,
    office_over,
    parent,
    read_path,
    span,
)
from wumen.rules.attachments import Purpose
from wumen.rules.duties import PENDING, DutyKey
from wumen.rules.exits import (
    Came,
    ExitKind,
    LockedBy,
    check_street,
    exit_draft,
    joins,
    needs_second,
    place_of,
    read_words,
)
from wumen.rules.instructions import Closed, Told, win_of
from wumen.rules.limits import Counted
from wumen.rules.openings import Opening, check_step
from wumen.rules.openings import OpeningStep as Step
from wumen.rules.photos import read_photo
from wumen.rules.playbooks import Grade
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class ExitSaid:
    """What somebody says of a blocked exit: which, in which words, who she thinks locked it."""

    kind: ExitKind
    words: str = ""
    locked_by: LockedBy = LockedBy.UNKNOWN


def tell_at_door(viewer: Viewer, said: ExitSaid) -> int:
    """Receive it from whoever holds a code of a door, without a name; its number.

    Behind an outer code nobody is known, behind an inner one no home is named but where its own door is sealed.
    So often of one door and kind and no more. Problems: `door_locked`, `door_says_much`, `outbreak_not_open`.
    """
    limits.count_page(f"{viewer.area}:{said.kind}", Counted.EXIT)
    came = Came.INNER if viewer.rights else Came.OUTER
    return _receive(viewer.area, said, came)


def tell(viewer: Viewer, path: str, said: ExitSaid) -> int:
    """Enter it for whoever rang or came, or because one met it: any post of the place may; its number.

    Problems: `area_not_yours`, `area_unknown`, `door_says_much`, `outbreak_not_open`.
    """
    full = read_path(path)
    if not viewer.span.holds(full):
        raise Problem("area_not_yours", path=full)
    return _receive(full, said, Came.CREW, viewer)


def tell_by_phone(
    viewer: Viewer, door: str, said: ExitSaid, told: Told | None, at: datetime
) -> Instruction:
    """The same as a phone noted it at a door, or at the nearest place that the register knows above it.

    The same event tells it once. Inside an open transaction that holds the plans of the place.
    """
    chain = [door, *reversed(ancestors(door))]
    with changing(stand_in(office_over(door))):
        known = set(Area.objects.filter(area__in=chain).values_list("area", flat=True))
        homes = set(Household.objects.filter(area=door).values_list("area", flat=True))
        place = next((one for one in chain if one in known or one in homes), door)
        return _told(place, said, Came.PHONE, viewer, told, at)


def _receive(path: str, said: ExitSaid, came: Came, by: Viewer | None = None) -> int:
    """In nobody's name, and in the scope of the street: what the words say is not the community's to see."""
    with changing(stand_in(office_over(path))):
        return _told(path, said, came, by).number


def _told(
    path: str,
    said: ExitSaid,
    came: Came,
    by: Viewer | None = None,
    told: Told | None = None,
    at: datetime | None = None,
) -> Instruction:
    """One request for one exit: told again it is the same one, and what was said to be open is blocked still."""
    hold_plans([path])
    now, words = clock.now(), read_words(said.words)
    if told and (known := _told_before(told)):
        return known
    home = Household.objects.filter(area=path).first()
    place = place_of(said.kind, parent(path) if home else path, path if home else "")
    row = _standing(said.kind, place, home is not None)
    if row is None:
        at_door = home is not None and said.kind is ExitKind.HOME
        household = str(home.id) if home and at_door else ""
        draft = exit_draft(said.kind, place, household, at or now, now)
        row = hand_on(stand_in(office_over(place)), draft, _outbreak(path))
    elif standing_of(before := _steps(row)) is Opening.OPENED:
        _step(stand_in(row.area), row, before, Step.STILL_CLOSED, said="又有人说还堵着")
    one = ExitTold(id=uuid4(), instruction=row, area=office_over(place), told_at=at or now)
    one.came, one.locked_by = came.value, said.locked_by.value
    one.by_id = by.person if by else None
    if told:
        one.told_writer, one.told_seq = told.writer, told.seq
    if words:
        one.said_sealed = sealing.seal_given(row.outbreak_id, clock.today(), one.id, words)
    one.save(force_insert=True)
    log(stand_in(row.area), "exit.told", _counted(row), number=row.number, came=came)
    return row


def _told_before(told: Told) -> Instruction | None:
    """The exit that the same event of a phone told already."""
    rows = ExitTold.objects.select_related("instruction")
    one = rows.filter(told_writer=told.writer, told_seq=told.seq).first()
    return one.instruction if one else None


def _standing(kind: ExitKind, place: str, at_door: bool) -> Instruction | None:
    if not joins(kind, at_door):
        return None
    return Instruction.objects.filter(exit=kind.value, area=place, closed_as="").first()


def _outbreak(path: str) -> Outbreak:
    """That of what binds the place, else the one that was opened last; Problem `outbreak_not_open`."""
    bound = next(iter(over(path, clock.now(), None)), None)
    found = bound.order.outbreak if bound else last_outbreak()
    if found is None:
        raise Problem("outbreak_not_open")
    return found


def opened(viewer: Viewer, number: int, photo: bytes) -> OpeningStep:
    """Note that it was opened, with the photo that shows the free way out; whoever works there may.

    Problems: `exit_unknown`, `instruction_closed`, `opening_confirmed`, `photo_*`, rights.
    """
    file = read_photo(photo)
    with changing(viewer):
        row = _held(viewer, number)
        before = _steps(row)
        check_step(Step.OPENED, standing_of(before))
        step = _step(viewer, row, before, Step.OPENED)
        told = _counted(row)
        keep(viewer, Record(Purpose.OPENING, step.id, step.area, row.outbreak_id, told), file)
    return step


def still_blocked(viewer: Viewer, number: int, said: str) -> OpeningStep:
    """Note that it is blocked still: what was said to be open is to be opened again.

    Problems: `exit_unknown`, `instruction_closed`, `reason_needed`, rights.
    """
    with changing(viewer):
        row = _held(viewer, number)
        before = _steps(row)
        check_step(Step.STILL_CLOSED, standing_of(before), said)
        return _step(viewer, row, before, Step.STILL_CLOSED, said=said.strip())


def confirm(viewer: Viewer, number: int, resident: UUID | None = None) -> None:
    """Let it be over: the street has the word of who lives there, or a second person of its own saw it open.

    Problems: `exit_street_closes`, `exit_unknown`, `opening_not_opened`, `opening_resident_unknown`,
    `exit_resident_needed`, `second_person_needed`, `second_person_one_hand`, rights.
    """
    check_street(viewer.area)
    with changing(viewer):
        row = _held(viewer, number)
        steps = _steps(row)
        check_step(Step.CONFIRMED, standing_of(steps))
        last = [one for one in steps if one.step == Step.OPENED][-1]
        if needs_second(locked_by(row), resident):
            second_beside(last.by_id, viewer)
        held = span(row.area)
        here = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi)
        if resident and not here.filter(id=resident).exists():
            raise Problem("opening_resident_unknown")
        step = _step(viewer, row, steps, Step.CONFIRMED, resident=resident, seen=resident is None)
        _end(viewer, row, {"step": str(step.id)})


def _held(viewer: Viewer, number: int) -> Instruction:
    """The exit, held with the plans of its place, still blocked; Problems `exit_unknown`, `instruction_closed`."""
    place = exit_row(number).area
    viewer.must(Right.SETTLE, place)
    hold_plans([place])
    row = Instruction.objects.select_for_update().get(number=number)
    if row.closed_as:
        raise Problem("instruction_closed", number=number)
    return row


def _counted(row: Instruction) -> str:
    return counted_of(row.area, door=bool(row.household))


def _steps(row: Instruction) -> list[OpeningStep]:
    return steps_by_number([row.number]).get(row.number, [])


def _step(
    viewer: Viewer,
    row: Instruction,
    before: Sequence[OpeningStep],
    step: Step,
    resident: UUID | None = None,
    seen: bool = False,
    said: str = "",
) -> OpeningStep:
    (fact,) = facts_of([row])
    made = OpeningStep.objects.create(
        area=row.area,
        day=fact.day,
        owed_by=fact.subject,
        win=win_of(row.number),
        number=len(before) + 1,
        step=step.value,
        happened_at=clock.now(),
        by_id=viewer.person,
        resident=resident,
        seen=seen,
        said=said,
    )
    subject = subject_key(resident) if resident else ""
    log(viewer, f"exit.{step}", _counted(row), subject=subject, number=row.number)
    return made


def _end(viewer: Viewer, row: Instruction, said: Mapping[str, str]) -> None:
    """Its duty is done with that, as measured; on a day that nobody planned yet the request alone is closed."""
    duties = Duty.objects.filter(win=win_of(row.number), state__in=PENDING, day__lte=clock.today())
    owed = duties.order_by("-day").first()
    if owed is None:
        close(row, Closed.DONE, clock.today(), viewer, "")
        return
    key = DutyKey(owed.day, owed.what, str(owed.subject), owed.win)
    settle.do(viewer, key, Grade.MEASURED, dict(said))
