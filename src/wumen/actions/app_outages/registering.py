"""Somebody is registered here while the city's app is down, at the table or from paper; a wrong line is taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from wumen.actions.app_outages.declaring import gone_on
from wumen.actions.changing import changing
from wumen.actions.duties.settle import settle_alike
from wumen.actions.field.told import tube_key
from wumen.actions.log import log, subject_key
from wumen.actions.orders.outbreaks import must_be_open
from wumen.actions.sampling_points.rows import held_working
from wumen.queries.app_outages import (
    latest_outage,
    people_of,
    round_of_sheet,
    round_of_tube,
    rounds_on_paper,
)
from wumen.queries.sampling_points import must_lead
from wumen.records import clock, planning, scope, sealing, settling
from wumen.records.event_log import EventRef
from wumen.records.models import (
    AppOutage,
    AppRegistered,
    Duty,
    RosterEntry,
    RosterSample,
    SamplingPoint,
    SamplingRound,
)
from wumen.records.register import bearers
from wumen.rules.app_outages.registering import (
    Person,
    as_text,
    gaps_of,
    read_desk,
    read_line,
    read_person,
    read_place,
)
from wumen.rules.areas import office_over
from wumen.rules.duties import PENDING, DutyState
from wumen.rules.numbers import whole
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.boxes import earliest_swab, read_hour
from wumen.rules.time import local

# More than any sub-district will ever number.
_MOST_ROUNDS = 99_999


@dataclass(frozen=True)
class Typed:
    """Somebody as she is typed; sheet, line and hour where she stands on paper, the number of its round if asked."""

    name: str
    number: str = ""
    telephone: str = ""
    tube: str = ""
    place: str = ""
    desk: str = ""
    sheet: str = ""
    line: str = ""
    hour: str = ""
    round: str = ""


def register_person(viewer: Viewer, ident: UUID, typed: Typed) -> AppRegistered:
    """Register somebody at a point: once a round, wherever; what she owed that day is done with it.

    Nothing is told of whether she stands in the register: who is known by her number is found by it alone. Problems:
    those of what is read, `app_not_down`, `app_person_twice`, `app_place_taken`, `app_line_taken`, `app_hour`,
    `app_sheet_which`, `app_sheet_begun`, rights.
    """
    person = read_person(typed.name, typed.number, typed.telephone, typed.tube)
    desk = read_desk(typed.desk)
    with changing(viewer):
        row, _now = held_working(viewer, ident)
        line = read_line(typed.sheet, typed.line, row.app_sheets)
        outage = _outage(viewer, row, line, typed.round, tube_key(person.tube))
        held = outage.round
        planning.lock_for_settling(held.day, held.subdistrict)
        later = line is not None or row.app_down_at is None
        when = _when(outage, typed.hour, later=later)
        with scope.narrowed(scope.of_place(office_over(row.area))):
            made = _made(held, row, person, typed.place, line)
        made.desk, made.sampled_at, made.noted_at = desk, when, clock.now()
        made.by_id = viewer.person
        made.said_sealed = sealing.seal_registered(
            held.outbreak_id, held.day, made.id, as_text(person)
        )
        event = _told(viewer, made)
        made.event = str(event)
        _kept(made)
        with scope.narrowed(scope.of_place(office_over(row.area))):
            _settle(viewer, made, person, event)
    return made


def _outage(
    viewer: Viewer, row: SamplingPoint, line: tuple[int, int] | None, said: str, tube: bytes
) -> AppOutage:
    """The outage in which people are registered at a point now, or were last; Problem `app_not_down`.

    A sheet stays in the round in which its first line was keyed; of the first line it is asked where there are several.
    A tube stays in the round in which it was begun: whoever comes after midnight is one of its ten.
    """
    found = latest_outage(row.id)
    if found is None:
        raise Problem("app_not_down")
    chosen = _round_of(row, found, line[0], said) if line else round_of_tube(row.id, tube)
    before = latest_outage(row.id, chosen) if chosen else None
    found = before or gone_on(viewer, row, found)
    must_be_open(found.round.outbreak_id)
    return found


def _round_of(row: SamplingPoint, outage: AppOutage, sheet: int, said: str) -> UUID | None:
    """The round of a sheet, None for the one that is on; Problems `app_sheet_which`, `app_sheet_begun`."""
    rounds = rounds_on_paper(row, outage)
    number = whole(said, _MOST_ROUNDS) if said.strip() else None
    meant = next((one for one in rounds if one.number == number), None)
    begun = round_of_sheet(row.id, sheet)
    if begun is not None:
        if meant and meant.id != begun:
            raise Problem("app_sheet_begun", sheet=sheet)
        return begun
    if meant is None and len(rounds) > 1:
        raise Problem("app_sheet_which", sheet=sheet)
    return meant.id if meant else None


def _when(outage: AppOutage, hour: str, *, later: bool) -> datetime:
    """When she was sampled; at the table it is now, `later` it is asked for. Problem `app_hour`."""
    if not hour.strip() and later:
        raise Problem("app_hour")
    return read_hour(hour, earliest_swab(outage.round.begins_at), clock.now())


def _made(
    held: SamplingRound,
    row: SamplingPoint,
    person: Person,
    place: str,
    line: tuple[int, int] | None,
) -> AppRegistered:
    """The new row, once it is sure that nobody stands where it goes, as far as the sub-district sees."""
    standing = AppRegistered.objects.filter(round=held, withdrawn_at=None)
    known = sealing.keyed("registered", person.known_by) if person.known_by else None
    if known:
        _check_fresh(standing.filter(person_key=known).select_related("point"))
    if line and standing.filter(point=row, sheet=line[0], line=line[1]).exists():
        raise Problem("app_line_taken", sheet=line[0], line=line[1])
    key = tube_key(person.tube)
    taken = set(standing.filter(tube_key=key).values_list("place", flat=True))
    number = read_place(place, taken)
    return AppRegistered(
        area=row.area,
        round=held,
        point=row,
        tube_key=key,
        place=number,
        sheet=line[0] if line else None,
        line=line[1] if line else None,
        person_key=known,
        gaps=[str(one) for one in gaps_of(person, number, held.size)],
    )


def _check_fresh(before: Iterable[AppRegistered]) -> None:
    for one in before:
        at = f"{local(one.sampled_at):%H:%M}"
        raise Problem(
            "app_person_twice",
            where_zh=f"：{one.point.number}号点，{at}",
            where_en=f": point {one.point.number}, {at}",
        )


def _kept(made: AppRegistered) -> None:
    """Keep it; what two tables type at the same moment the database decides."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        said = str(error.__cause__)
        if "app_registered_person_once" in said:
            raise Problem("app_person_twice", where_zh="", where_en="") from None
        if "app_registered_place_once" in said:
            raise Problem("app_place_taken", place=made.place) from None
        if "app_registered_line_once" in said:
            raise Problem("app_line_taken", sheet=made.sheet, line=made.line) from None
        raise


def _told(viewer: Viewer, made: AppRegistered) -> EventRef:
    """Its event: that somebody was registered at a point, who by her keyed hash alone."""
    return log(
        *(viewer, "app.registered", made.area),
        subject=subject_key(made.id),
        number=made.point.number,
        round=made.round.number,
        gaps=len(made.gaps),
    )


def _settle(viewer: Viewer, made: AppRegistered, person: Person, event: EventRef) -> None:
    """Let who owes a sample that day, at home or where she works, have given it; who is in no register owes none."""
    if not person.identity_number:
        return
    key = sealing.keyed("identity", person.identity_number)
    residents = list(bearers([key]).values_list("id", flat=True))
    duties = Duty.objects.select_for_update().filter(
        day=made.round.day, what=What.SAMPLING, subject__in=residents, state__in=PENDING
    )
    owed = list(duties.order_by("what", "subject"))
    settle_alike(owed, DutyState.DONE, Grade.MEASURED, None, event)
    if owed:
        return
    entries = RosterEntry.objects.filter(identity_key=key, left_at=None)
    at_work = made.round.scopes.exclude(organisation=None)
    for entry in entries.filter(organisation__in=at_work.values("organisation")):
        RosterSample.objects.get_or_create(
            round=made.round,
            entry=entry,
            defaults={
                "area": entry.area,
                "sampled_at": made.sampled_at,
                "by_id": viewer.person,
            },
        )


def take_back(viewer: Viewer, ident: UUID) -> None:
    """Take back a registration that is wrong; what it settled is owed again.

    Problems: `app_registered_unknown`, `app_registered_in_list`, those of `must_lead`.
    """
    viewer.must(Right.LEAD_POINT)
    with changing(viewer):
        rows = AppRegistered.objects.select_for_update(of=("self",)).select_related(
            "point", "round"
        )
        row = rows.filter(id=ident, withdrawn_at=None).first()
        if row is None:
            raise Problem("app_registered_unknown")
        must_lead(viewer, row.point)
        if row.list_id is not None:
            raise Problem("app_registered_in_list")
        must_be_open(row.round.outbreak_id)
        planning.lock_for_settling(row.round.day, row.round.subdistrict)
        row.withdrawn_at, row.withdrawn_by_id = clock.now(), viewer.person
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        log(viewer, "app.taken_back", row.area, subject=subject_key(row.id))
        with scope.narrowed(scope.of_place(office_over(row.area))):
            _owe_again(row)


def _owe_again(row: AppRegistered) -> None:
    """What this registration and no other settled is owed again, at home or at work."""
    settled = Duty.objects.filter(
        day=row.round.day, what=What.SAMPLING, evidence=row.event, state=DutyState.DONE
    )
    for duty in settled:
        settling.reopen(duty.day, duty.what, duty.win, duty.subject)
    person = people_of([row])[row.id]
    if person.identity_number:
        key = sealing.keyed("identity", person.identity_number)
        at_work = RosterSample.objects.filter(round=row.round, sampled_at=row.sampled_at)
        at_work.filter(entry__identity_key=key).delete()
