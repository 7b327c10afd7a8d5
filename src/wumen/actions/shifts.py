"""Who came to a shift and when, on her phone, the station's, or from paper; what she handed over at its end."""

from datetime import datetime
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.actions.rosters.changing import give_up
from wumen.actions.rosters.freeing import FELL, give_to
from wumen.queries.posts import looking_around
from wumen.queries.rosters.manning import beside, manning_of, placed_of, stays
from wumen.records import clock, sealing
from wumen.records.models import ForceMember, Roster, Shift
from wumen.records.rosters import published
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.asking import must_stand
from wumen.rules.shifts import How, must_be_now, must_hand_over_now, read_note
from wumen.rules.time import Interval

NOTE_SEALED_AS = "shift_note"


def _how(viewer: Viewer, row: Shift) -> How:
    """On whose word somebody is there: her own, that of the station's phone, or an office's from paper.

    Problem `shift_unknown` for whoever has nothing to do with it.
    """
    if row.person_id == viewer.person:
        return How.PHONE
    here = viewer.span.holds(row.area) or row.area.startswith(viewer.area)
    if viewer.may(Right.KEEP_CREW) and viewer.span.holds(row.area):
        return How.PAPER
    if viewer.role == "gate" and here and row.station.area == viewer.area:
        return How.DEVICE
    raise Problem("shift_unknown")


def _published(ident: UUID, *, whole: bool = False) -> Shift:
    """A shift of a published roster, locked; its roster before it where a `whole` crew or others' places change too.

    Problem `shift_unknown`.
    """
    if whole:
        list(Roster.objects.select_for_update(of=("self",)).filter(shifts=ident))
    row = (
        published()
        .select_for_update(of=("self",))
        .select_related("station", "roster")
        .filter(id=ident)
        .first()
    )
    if row is None:
        raise Problem("shift_unknown")
    return row


def check_in(viewer: Viewer, shift: UUID) -> Shift:
    """Whoever is named for a shift is there, from now on; once is enough.

    Her own shift may lie outside her post's area: it is hers all the same. Problems: `shift_unknown`,
    `shift_nobodys`, `shift_not_now`.
    """
    with looking_around():
        row = _published(shift)
        how = _how(viewer, row)
        if row.person_id is None:
            raise Problem("shift_nobodys")
        if row.block:
            raise Problem("shift_count_unreadable", least=1, most=len(_of_crew(row)))
        must_be_now(Interval(row.begins_at, row.ends_at), clock.now())
        if row.came_at is None:
            _came(viewer, row, clock.now(), how)
    return row


def check_in_crew(viewer: Viewer, shift: UUID, many: int, came_at: datetime | None = None) -> Shift:
    """So many of a crew without names are there: its contact, the station's phone or the office says so.

    More may come later, nobody is counted away; the office may key in an hour from paper. Problems: those of
    `check_in`, `shift_count_unreadable`.
    """
    with looking_around():
        row = _published(shift, whole=True)
        how = _how(viewer, row)
        if not row.block:
            raise Problem("shift_unknown")
        said = came_at if came_at is not None and how is How.PAPER else clock.now()
        if said > clock.now():
            raise Problem("shift_not_now")
        must_be_now(Interval(row.begins_at, row.ends_at), said)
        places = _of_crew(row)
        there = [one for one in places if one.came_at is not None]
        if not max(1, len(there)) <= many <= len(places):
            raise Problem("shift_count_unreadable", least=max(1, len(there)), most=len(places))
        fresh = [one for one in places if one.came_at is None][: many - len(there)]
        for one in fresh:
            one.came_at, one.came_how, one.came_noted_by = said, how.value, viewer.person
        Shift.objects.bulk_update(fresh, ["came_at", "came_how", "came_noted_by"])
        if fresh and row.person_id is not None:
            subject = person_key(row.person_id)
            log(viewer, "shift.came", row.area, subject=subject, how=how.value, people=many)
    return row


def _of_crew(row: Shift) -> list[Shift]:
    """The places that a crew fills in the hours of one of them, locked."""
    rows = Shift.objects.select_for_update().filter(
        roster=row.roster_id, hours=row.hours_id, day=row.day, person=row.person_id, block=True
    )
    return list(rows.order_by("seat"))


def _came(viewer: Viewer, row: Shift, came_at: datetime, how: How) -> None:
    row.came_at, row.came_how, row.came_noted_by = came_at, how.value, viewer.person
    row.save(update_fields=["came_at", "came_how", "came_noted_by", *FELL])
    assert row.person_id is not None
    subject = person_key(row.person_id)
    log(viewer, "shift.came", row.area, subject=subject, how=how.value)


def key_in(viewer: Viewer, shift: UUID, person: UUID, came_at: datetime) -> Shift:
    """Key in from paper who came to a shift and when: whoever was named, or somebody who took her place.

    Problems: `shift_unknown`, `shift_not_now` before the shift or for what lies ahead, `roster_person_not_in`,
    `roster_place_breaks` for whom a guard keeps away, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = _published(shift, whole=True)
        if not viewer.span.holds(row.area) or row.block:
            raise Problem("shift_unknown")
        if came_at > clock.now():
            raise Problem("shift_not_now")
        must_be_now(Interval(row.begins_at, row.ends_at), came_at)
        if person != row.person_id:
            _take_place(viewer, row, person)
        _came(viewer, row, came_at, How.PAPER)
    return row


def _take_place(viewer: Viewer, row: Shift, person: UUID) -> None:
    member = ForceMember.objects.filter(person=person, id__in=row.roster.people).first()
    if member is None:
        raise Problem("roster_person_not_in")
    task = manning_of(row.roster)
    manned = next(one for one in task.manned if one.id == str(row.hours_id))
    others = beside(row, placed_of(row.roster), str(person), stays(row))
    must_stand(task, others, str(person), manned, row.day)
    give_up(row, person)
    give_to(row, person, by_hand=True)


def hand_over(viewer: Viewer, shift: UUID, note: str) -> Shift:
    """Whoever was there goes, and says what the next should know; written again it replaces what was said.

    Problems: `shift_unknown`, `shift_not_there`, `shift_not_now`, `shift_note_long`.
    """
    said = read_note(note)
    with looking_around():
        row = _published(shift, whole=True)
        _how(viewer, row)
        if row.came_at is None:
            raise Problem("shift_not_there")
        must_hand_over_now(Interval(row.begins_at, row.ends_at), clock.now())
        row.went_at = min(clock.now(), row.ends_at)
        row.handed_over_sealed = sealing.seal(NOTE_SEALED_AS, row.id, said) if said else None
        row.save(update_fields=["went_at", "handed_over_sealed"])
        if row.block:
            _crew_goes(row)
        log(viewer, "shift.handed_over", row.area, note=bool(said))
    return row


def _crew_goes(row: Shift) -> None:
    """Who came of a crew goes together."""
    others = Shift.objects.filter(id__in=[one.id for one in _of_crew(row)], came_at__isnull=False)
    others.exclude(id=row.id).update(went_at=row.went_at)
