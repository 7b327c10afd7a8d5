"""Notes who comes back: announced, come, six questions asked at the door, the home's kit handed over."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from django.db.models import QuerySet

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries.arrivals import SEALED_AS, Said, read_said
from wumen.records import clock, sealing
from wumen.records.models import Area, Arrival, Household
from wumen.rules.areas import counted_in, read_path
from wumen.rules.arrivals import (
    ArrivalDraft,
    check_arrival,
    check_came,
    day_near,
    hour_said,
    own_words,
    read_answers,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import Door, Entry
from wumen.rules.retention import kept_from

# Announced again for a day so near it is the same coming home.
_SAME = timedelta(days=3)
# Of what somebody writes so much is kept in each field.
_WORDS = 60


def _must(viewer: Viewer, path: str) -> None:
    """The office, a captain and a gate note who comes back; Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.CORRECT_HOMES if viewer.may(Right.CORRECT_HOMES) else Right.KEEP_GATE, path)


def announce(viewer: Viewer, draft: ArrivalDraft, ident: UUID | None = None) -> UUID:
    """Note that somebody comes back; the same person once more corrects, `ident` corrects that one.

    Problems: what `check_arrival` says, `area_unknown`, `arrival_unknown`, rights.
    """
    path = read_path(draft.path)
    _must(viewer, path)
    sound = check_arrival(draft, clock.now())
    with changing(viewer):
        home = Household.objects.filter(area=path).first()
        if home is None and not Area.objects.filter(area=path).exists():
            raise Problem("area_unknown", path=path)
        row = _held(viewer, ident) if ident else None
        return _write(viewer, path, home.id if home else None, sound, row)


def _who_key(path: str, draft: ArrivalDraft) -> bytes:
    return sealing.keyed("arrival", draft.telephone or f"{path}:{draft.name}")


def _write(
    viewer: Viewer, path: str, household: UUID | None, draft: ArrivalDraft, row: Arrival | None
) -> UUID:
    key = _who_key(path, draft)
    row = row or _known(key, draft.expected_on)
    fresh = row is None
    if row is None:
        row = Arrival(id=uuid4(), noted_by_id=viewer.person, noted_at=clock.now())
    was = Said() if fresh else read_said(row)
    row.area, row.household, row.who_key = path, household or row.household, key
    if row.came_at is None:
        row.expected_on = draft.expected_on
    said = Said(
        draft.name or was.name,
        draft.telephone or was.telephone,
        draft.origin or was.origin,
        draft.left_on or was.left_on,
        draft.hour or was.hour,
        draft.transport or was.transport,
        was.answers,
    )
    _seal(row, said)
    row.save(force_insert=fresh)
    _log(viewer, "arrival.announced" if fresh else "arrival.corrected", row)
    return row.id


def _known(key: bytes, expected_on: date) -> Arrival | None:
    """The same coming home, announced before: not come yet, or come about that day."""
    rows = Arrival.objects.select_for_update().filter(
        who_key=key, dropped_at__isnull=True, expected_on__gte=kept_from(clock.today())
    )
    for row in rows.order_by("-expected_on"):
        if row.came_at is None or abs(row.expected_on - expected_on) <= _SAME:
            return row
    return None


def take_arrivals(viewer: Viewer, area: str, entries: Iterable[tuple[Entry, Door | None]]) -> int:
    """Let confirmed entries of a relay stand on the list; how many. Inside an open transaction.

    Who says only when she comes back left on that day: it is the reading that overlooks nobody. Who says no day
    is expected today; who cancels comes off the list.
    """
    today = clock.today()
    taken = 0
    for entry, door in entries:
        day = day_near(entry.when, today)
        path = door.path if door else area
        # Without a door to be found at, her own words stand for the name that she left out.
        name = entry.name or ("" if door or entry.phone else own_words(entry.text))
        draft = ArrivalDraft(
            path,
            name,
            entry.phone or "",
            (entry.origin or "")[:_WORDS],
            max(day or today, kept_from(today)),
            day,
            hour_said(entry.when),
            (entry.transport or "")[:_WORDS],
        )
        if entry.cancelled:
            _cancel(viewer, _who_key(path, draft))
            continue
        _write(viewer, path, door.household if door else None, draft, None)
        taken += 1
    return taken


def _cancel(viewer: Viewer, key: bytes) -> None:
    rows = Arrival.objects.filter(who_key=key, dropped_at__isnull=True, came_at__isnull=True)
    for row in rows:
        row.dropped_at = clock.now()
        row.save(update_fields=["dropped_at"])
        _log(viewer, "arrival.dropped", row)


def came(viewer: Viewer, ident: UUID, at: datetime | None = None) -> None:
    """Note that somebody is home, from gate or door; Problems `arrival_unknown`, what `check_came` says."""
    with changing(viewer):
        row = _held(viewer, ident)
        hour = at or clock.now()
        check_came(row.expected_on, hour, clock.now(), row.came_at is not None)
        row.came_at, row.came_by_id = hour, viewer.person
        row.save(update_fields=["came_at", "came_by"])
        _log(viewer, "arrival.came", row)


def answer(viewer: Viewer, ident: UUID, sent: Mapping[str, str]) -> None:
    """Note the six answers of a home, as they were given at the door; they decide nothing.

    Problems: `arrival_no_home`, `arrival_answer_unknown`, `arrival_unknown`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    answers = read_answers(sent)
    with changing(viewer):
        row = _held(viewer, ident)
        if row.household is None:
            raise Problem("arrival_no_home")
        _seal(row, msgspec.structs.replace(read_said(row), answers=answers))
        row.asked_at, row.asked_by_id = clock.now(), viewer.person
        row.save(update_fields=["said_sealed", "asked_at", "asked_by"])
        _log(viewer, "arrival.asked", row)


def hand_kit(viewer: Viewer, ident: UUID) -> None:
    """Note that a home got its kit, once a home; Problems `arrival_no_home`, `arrival_kit_given`."""
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _held(viewer, ident)
        if row.household is None:
            raise Problem("arrival_no_home")
        if row.kit_at is not None:
            raise Problem("arrival_kit_given")
        for one in _of_home(row.household):
            one.kit_at, one.kit_by_id = clock.now(), viewer.person
            one.save(update_fields=["kit_at", "kit_by"])
        _log(viewer, "arrival.kit", row)


def _of_home(household: UUID) -> QuerySet[Arrival]:
    return Arrival.objects.select_for_update().filter(
        household=household, kit_at__isnull=True, dropped_at__isnull=True
    )


def drop(viewer: Viewer, ident: UUID) -> None:
    """Take somebody off the list: she does not come, or it was a mistake. Problem `arrival_came_already`."""
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _held(viewer, ident)
        if row.came_at is not None:
            raise Problem("arrival_came_already")
        row.dropped_at = clock.now()
        row.save(update_fields=["dropped_at"])
        _log(viewer, "arrival.dropped", row)


def _held(viewer: Viewer, ident: UUID) -> Arrival:
    row = Arrival.objects.select_for_update().filter(id=ident, dropped_at__isnull=True).first()
    if row is None:
        raise Problem("arrival_unknown")
    _must(viewer, row.area)
    return row


def _seal(row: Arrival, said: Said) -> None:
    row.said_sealed = sealing.seal(SEALED_AS, row.id, msgspec.json.encode(said).decode())


def _log(viewer: Viewer, kind: str, row: Arrival) -> None:
    """The event: that something was noted of somebody, never from where she comes."""
    log(viewer, kind, counted_in(row.area), subject=subject_key(row.household or row.id))
