"""Keeps photos made at work, sealed, with time, place, matter and hand; one that should not be is emptied."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from wumen.actions.attachments import Record, keep
from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries import facts, photos
from wumen.queries.duties import duty_of_key
from wumen.queries.group_text import barred_doors
from wumen.queries.instructions import facts_of
from wumen.records import clock, sealing
from wumen.records.models import Attachment, Duty, Household, Instruction, Knock, Photo
from wumen.rules.areas import common_part, counted_at, is_common_part, span
from wumen.rules.attachments import MOST_BYTES, File, Purpose
from wumen.rules.duties import DutyKey, DutyState
from wumen.rules.instructions import GIVEN, number_of, win_of
from wumen.rules.photos import (
    Asked,
    Matter,
    Moment,
    OfDuty,
    OfGiven,
    OfRound,
    check_another,
    check_hour,
    check_taking_down,
    read_moment,
    read_photo,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import floor_of
from wumen.rules.time import business_day


@dataclass(frozen=True)
class _Of:
    """What a photo shows, as its row keeps it; `subject`: of whom or of what, for the log."""

    area: str
    outbreak: UUID
    day: date
    what: str = ""
    owed_by: UUID | None = None
    win: str = ""
    knock: UUID | None = None
    subject: UUID | None = None

    def same(self) -> dict[str, object]:
        """By what the photos of the same thing are found."""
        if number_of(self.win) is not None and self.what in GIVEN:
            return {"what": self.what, "win": self.win}
        named = {"day": self.day, "what": self.what, "owed_by": self.owed_by, "win": self.win}
        return {**named, "knock": self.knock, "area": self.area}


def photo_file(file: Path) -> bytes:
    """The bytes of a photo on disk, one more than is taken at most; Problem `file_missing`."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise Problem("file_missing") from error


def take_photo(
    viewer: Viewer, matter: Matter, content: bytes, moment: str = "", by: Viewer | None = None
) -> Photo:
    """Keep a photo of an owed thing, a round, a knock or what somebody asked for.

    Kept without what the camera wrote beside it. `by` is whose hand it was when the viewer enters it for
    her. The same picture of the same thing stands once. Problems: those of `read_photo`,
    `photo_isolated_door`, `photo_used`, `photo_enough`, `photo_too_early`, `photo_too_late`,
    `photo_knock_first`, `photo_round_unknown`, `duty_unknown`, `duty_withdrawn`,
    `instruction_unknown`, rights.
    """
    viewer.must(Right.SETTLE)
    file = read_photo(content)
    with changing(viewer):
        if isinstance(matter, OfDuty):
            duty = duty_of_key(matter.key)
            return _of_duty(viewer, duty, file, _asked(duty), by, moment)
        if isinstance(matter, OfGiven):
            row = _instruction(matter.number)
            asked = Asked.BOTH if row.photos else Asked.NONE
            return _keep(viewer, _of_given(row), file, read_moment(moment, asked), by)
        of = _of_round(matter) if isinstance(matter, OfRound) else _of_knock(matter.household)
        return _keep(viewer, of, file, Moment.SHOWN, by)


def photo_of_duty(
    viewer: Viewer,
    duty: Duty,
    content: bytes,
    asked: Asked,
    by: Viewer | None = None,
    at: datetime | None = None,
) -> Photo:
    """Keep a photo of a duty that the caller holds, inside an open transaction; Problems as `take_photo`.

    `at`: when it was taken, where that was told; else now.
    """
    return _of_duty(viewer, duty, read_photo(content), asked, by, at=at)


def _of_duty(
    viewer: Viewer,
    duty: Duty,
    file: File,
    asked: Asked,
    by: Viewer | None,
    moment: str = "",
    at: datetime | None = None,
) -> Photo:
    if duty.state == DutyState.WITHDRAWN:
        raise Problem("duty_withdrawn", key=_key(duty))
    if duty.what not in GIVEN:
        check_hour(duty.opens_at, duty.due_at, at or clock.now())
    of = _Of(
        *(duty.area, UUID(duty.basis["outbreak"]), duty.day, duty.what, duty.subject, duty.win),
        subject=None if is_common_part(duty.area) else duty.subject,
    )
    return _keep(viewer, of, file, read_moment(moment, asked), by, at)


def _keep(
    viewer: Viewer,
    of: _Of,
    file: File,
    moment: Moment,
    by: Viewer | None = None,
    at: datetime | None = None,
) -> Photo:
    """Keep a photo of what was found, its picture sealed, and tell the log."""
    (by or viewer).must(Right.SETTLE, of.area)
    viewer.must(Right.SETTLE, of.area)
    if not is_common_part(of.area) and barred_doors(span(of.area)):
        raise Problem("photo_isolated_door")
    others = Photo.objects.filter(**of.same(), taken_down_at=None)
    known = _known(file, [one.id for one in others])
    if known is not None:
        return known
    check_another(others.count())
    row = Photo.objects.create(
        id=uuid4(),
        area=of.area,
        outbreak_id=of.outbreak,
        day=of.day,
        what=of.what,
        owed_by=of.owed_by,
        win=of.win,
        knock=of.knock,
        moment=moment.value,
        taken_at=at or clock.now(),
        by_id=(by or viewer).person,
        post=(by or viewer).post,
    )
    told = counted_at(of.area)
    personal = not is_common_part(of.area)
    record = Record(Purpose.PHOTO, row.id, row.area, of.outbreak, told, personal)
    keep(viewer, record, file, row.by_id)
    _log(viewer, "photo.taken", row, of.subject, row.by_id)
    return row


def take_down(viewer: Viewer, ident: UUID) -> Photo:
    """Take a wrong photo down: its picture is emptied for good, that there was one stays.

    By who took it or a post that may waive. Problems: `photo_unknown`, `photo_not_yours`, `photo_holds`.
    """
    viewer.must(Right.SETTLE)
    with changing(viewer):
        row = Photo.objects.select_for_update().filter(id=ident, taken_down_at=None).first()
        if row is None or not viewer.span.holds(row.area):
            raise Problem("photo_unknown")
        if row.by_id != viewer.person and not viewer.may(Right.WAIVE):
            raise Problem("photo_not_yours")
        if row.what:
            _check_held(row)
        now = clock.now()
        Photo.objects.filter(id=row.id).update(taken_down_at=now)
        pictures = Attachment.objects.filter(purpose=Purpose.PHOTO, about=row.id)
        pictures.update(withdrawn_at=now, sealed=b"", hash=b"")
        _log(viewer, "photo.taken_down", row, None, viewer.person)
    return row


def _check_held(row: Photo) -> None:
    """Problem `photo_holds` where a duty or what was asked for stands on this photo."""
    number = number_of(row.win) if row.what in GIVEN else None
    if number is not None:
        given = _instruction(number)
        asked, done = Asked.BOTH if given.photos else Asked.NONE, bool(given.closed_as)
        others = photos.of_number(number)
    else:
        duty = duty_of_key(DutyKey(row.day, row.what, str(row.owed_by), row.win))
        asked, done = _asked(duty), duty.state == DutyState.DONE
        others = photos.standing(duty)
    check_taking_down(asked, photos.moments(others.exclude(id=row.id)), done)


def _known(file: File, same: list[UUID]) -> Photo | None:
    """The photo of the same thing with the same picture; Problem `photo_used` for one of something else."""
    digest = sealing.keyed_content(file.content)
    twins = Attachment.objects.filter(purpose=Purpose.PHOTO, hash=digest, withdrawn_at=None)
    about = twins.values_list("about", flat=True).first()
    if about is None:
        return None
    if about not in same:
        raise Problem("photo_used")
    return Photo.objects.get(id=about)


def _key(duty: Duty) -> DutyKey:
    return DutyKey(duty.day, duty.what, str(duty.subject), duty.win)


def _asked(duty: Duty) -> Asked:
    return photos.asked_of(duty, facts.books())


def _instruction(number: int) -> Instruction:
    row = Instruction.objects.filter(number=number).first()
    if row is None:
        raise Problem("instruction_unknown", number=number)
    return row


def _of_given(row: Instruction) -> _Of:
    """What an instruction's photo shows: it, on whatever day it will be done."""
    (given,) = facts_of([row])
    subject = row.resident or row.household
    return _Of(
        *(given.stands, row.outbreak_id, clock.today(), given.what, given.subject),
        win=win_of(row.number),
        subject=subject,
    )


def _of_round(matter: OfRound) -> _Of:
    """The common parts of one floor of a round, where something is owed on that floor."""
    key = matter.key
    held = span(key.unit)
    rows = Duty.objects.filter(day=key.day, win=key.win, area__gte=held.lo, area__lt=held.hi)
    rows = rows.exclude(state=DutyState.WITHDRAWN)
    duty = next((one for one in rows if floor_of(one.area) == matter.floor), None)
    if duty is None:
        raise Problem("photo_round_unknown")
    check_hour(duty.opens_at, duty.due_at, clock.now())
    area = common_part(key.unit, matter.floor)
    return _Of(area, UUID(duty.basis["outbreak"]), key.day, win=key.win)


def _of_knock(household: UUID) -> _Of:
    """The last knock of today at a home's door."""
    home = Household.objects.filter(id=household).first()
    if home is None:
        raise Problem("household_unknown")
    today = clock.today()
    last = Knock.objects.filter(household=household).order_by("-knocked_at").first()
    if last is None or business_day(last.knocked_at) != today:
        raise Problem("photo_knock_first")
    outbreak = last_outbreak()
    if outbreak is None:
        raise Problem("outbreak_not_open")
    return _Of(home.area, outbreak.id, today, knock=last.id, subject=household)


def _log(viewer: Viewer, kind: str, row: Photo, subject: UUID | None, by: UUID) -> None:
    """The event of a photo: of which thing, never of whom in the clear, never the picture."""
    said = {"photo": row.id, "day": row.day, "moment": row.moment}
    named = {name: value for name, value in (("what", row.what), ("win", row.win)) if value}
    who = subject_key(subject) if subject else ""
    log(viewer, kind, counted_at(row.area), subject=who, by=by, **said, **named)
