"""Signing up for the force: by a relay that was confirmed, behind a printed code, by ledger, or as a whole crew."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from wumen.actions import limits
from wumen.actions.changing import changing
from wumen.actions.crew import grant_post
from wumen.actions.force import enlist, is_idle, write, write_all
from wumen.actions.log import log, person_key
from wumen.channels.spreadsheets import read_workbook
from wumen.queries.homes import place_of
from wumen.queries.posts import acting
from wumen.queries.sign_up import (
    CallUp,
    buildings,
    by_label,
    call_up_by,
    places_meant,
    whom_to_ring_at,
)
from wumen.records import clock, sealing
from wumen.records.models import CrewMember, ForceCallUp, ForceMember
from wumen.rules.areas import read_path, subdistrict, subject_of_place
from wumen.rules.door_codes import CODE_BYTES
from wumen.rules.force import read_free
from wumen.rules.limits import Counted
from wumen.rules.posts import BY_SIGN_UP, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import Door, Entry
from wumen.rules.sign_up import (
    CALL_UP_LASTS,
    LedgerReading,
    Said,
    SignUp,
    Unread,
    check,
    limits_said,
    profession_said,
    read_ledger,
    skills_said,
    wishes_said,
)

_LIMIT_BYTES = 5 * 1024 * 1024
_LONGEST = 40
# What people enter behind a code stands in this name; it has no account and no post.
PARTY = "党员"


@dataclass(frozen=True)
class NewCallUp:
    """A code as it is printed once; nothing that is kept leads back to it."""

    call_up: CallUp
    code: str


@dataclass(frozen=True)
class LedgerOutcome:
    """What became of a ledger: how many are new, how many were known, and which rows could not be taken."""

    new: int
    known: int
    unread: tuple[Unread, ...]


def call_up(viewer: Viewer, path: str, title: str) -> NewCallUp:
    """Make the code behind which people of a place sign up; it holds for two weeks.

    Problems: `right_missing`, `area_not_yours`, `area_unknown`, `name_empty`.
    """
    full = read_path(path)
    viewer.must(Right.KEEP_CREW, full)
    place = place_of(viewer, full)
    if not title.strip():
        raise Problem("name_empty")
    code, now = secrets.token_urlsafe(CODE_BYTES), clock.now()
    with changing(viewer):
        row = ForceCallUp.objects.create(
            area=full,
            code_key=_call_up_key(code),
            title=title.strip()[:_LONGEST],
            made_at=now,
            made_by_id=viewer.person,
            until_at=now + CALL_UP_LASTS,
        )
        log(viewer, "force.called_up", full)
        ring = whom_to_ring_at(full)
    made = CallUp(row.id, full, place.full_name, row.title, row.made_at, row.until_at, ring=ring)
    return NewCallUp(made, code)


def end_call_up(viewer: Viewer, ident: UUID) -> None:
    """End a code at once; Problem `force_code_unknown`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = ForceCallUp.objects.filter(id=ident, ended_at__isnull=True).first()
        if row is None or not viewer.span.holds(row.area):
            raise Problem("force_code_unknown")
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        log(viewer, "force.call_up_ended", row.area)


def _call_up_key(code: str) -> bytes:
    return sealing.keyed("force_call_up", code)


def opened(code: str, address: str) -> tuple[CallUp, Sequence[tuple[str, str]]]:
    """What stands behind a code: the call-up, and the buildings to choose from.

    Problems: `force_code_unknown`, which counts against the address, and `door_locked` after too many.
    """
    found = _found(code, address)
    with acting(_signed_up(found)):
        return found, buildings(found.area)


def _found(code: str, address: str) -> CallUp:
    limits.must_be_open(Counted.CODE, address)
    try:
        return call_up_by(_call_up_key(code))
    except Problem:
        limits.count(Counted.CODE, address)
        raise


def _signed_up(found: CallUp) -> Viewer:
    """Whoever holds the code, who may do nothing but sign up there."""
    number, name = BY_SIGN_UP
    row, _ = CrewMember.objects.get_or_create(
        number=number, defaults={"name": name, "profession": "operator"}
    )
    post = subject_of_place(f"sign-up:{subdistrict(found.area)}")
    return Viewer(row.id, "sign_up", "", post, "resident", found.area)


def sign_up(code: str, address: str, said: SignUp) -> CallUp:
    """Sign up behind a code: it waits until the office has looked at it.

    Whoever is known already stays as the office knows her: nobody else's entry is changed from outside.
    Problems: `force_code_unknown`, `door_locked`, and those of `check`.
    """
    found = _found(code, address)
    limits.count_page(address, Counted.SENT)
    viewer = _signed_up(found)
    with changing(viewer):
        known = {path for path, _ in buildings(found.area)}
        if not {said.lives, *said.wished} - {""} <= known:
            raise Problem("area_unknown", path="")
        sound = check(said)
        key = sealing.keyed("force_phone", sound.telephone)
        row = ForceMember.objects.filter(
            area=found.area, telephone_key=key, left_at__isnull=True
        ).first()
        if row is None or row.confirmed_at is None:
            row = write(found.area, sound, "page")
            log(viewer, "force.signed_up", found.area, subject=person_key(row.person_id))
    return found


def take_volunteers(
    viewer: Viewer, area: str, entries: Iterable[tuple[Entry, Door | None]], title: str = ""
) -> int:
    """Let the entries of a relay that were confirmed be people of the force; how many were taken.

    Inside an open transaction. Who cancels leaves; without a telephone nobody can be reached, and a person
    of the office has to ask. A Party group's relay (by its title) makes Party members.
    """
    known = by_label(area)
    saids: dict[str, SignUp] = {}
    for entry, door in entries:
        if not entry.name or not entry.phone:
            continue
        if entry.cancelled:
            saids.pop(entry.phone, None)
            _leave(viewer, area, entry.phone)
            continue
        lives = door.path if door else next(iter(places_meant([entry.building], known)), "")
        text = entry.text
        saids[entry.phone] = SignUp(
            name=entry.name,
            telephone=entry.phone,
            profession="party_member" if PARTY in title else profession_said(text),
            lives=lives,
            wished=places_meant(entry.buildings, known),
            skills=skills_said(text),
            wishes=wishes_said(text),
            limits=limits_said(text),
            free=read_free(entry.shifts),
        )
    if saids:
        write_all(area, list(saids.values()), "relay", viewer)
        log(viewer, "force.enlisted", area, came="relay", people=len(saids))
    return len(saids)


def _leave(viewer: Viewer, area: str, telephone: str) -> None:
    """Note that somebody took her word back, where nothing hangs on it yet."""
    key = sealing.keyed("force_phone", telephone)
    rows = ForceMember.objects.filter(area=area, telephone_key=key, left_at__isnull=True)
    for row in rows:
        if not is_idle(row):
            # Who has a seat, a home or a place is let go by the office, where all of it is handed on.
            continue
        row.left_at, row.diet_sealed = clock.now(), None
        row.save(update_fields=["left_at", "diet_sealed"])
        log(viewer, "force.left", area, subject=person_key(row.person_id))


def read_file(viewer: Viewer, content: bytes) -> LedgerReading:
    """An uploaded ledger of the force; Problems `file_too_large`, `force_ledger_empty`, those of `read_workbook`."""
    viewer.must(Right.KEEP_CREW)
    if len(content) > _LIMIT_BYTES:
        raise Problem("file_too_large", limit_mb=_LIMIT_BYTES // (1024 * 1024))
    with TemporaryDirectory(prefix="wumen-") as folder:
        file = Path(folder) / "ledger.xlsx"
        file.write_bytes(content)
        sheets = read_workbook(file)
    rows = next((sheet.rows for sheet in sheets if sheet.rows), ())
    return read_ledger(rows, clock.today())


def take_ledger(viewer: Viewer, path: str, reading: LedgerReading) -> LedgerOutcome:
    """Take the people of a ledger into the force of a place, each once; Problems as `enlist`."""
    full = read_path(path)
    viewer.must(Right.KEEP_CREW, full)
    with changing(viewer):
        place_of(viewer, full)
        known = by_label(full)
        before = ForceMember.objects.filter(area=full).count()
        write_all(full, [_of_row(one, known) for one in reading.people], "ledger", viewer)
        new = ForceMember.objects.filter(area=full).count() - before
        log(viewer, "force.enlisted", full, came="ledger", people=len(reading.people))
    return LedgerOutcome(new, len(reading.people) - new, reading.unread)


def _of_row(one: Said, known: Mapping[int | str, str]) -> SignUp:
    return SignUp(
        name=one.name,
        telephone=one.telephone,
        profession=one.profession,
        comes_from=one.comes_from,
        lives=next(iter(places_meant([one.lives], known)), ""),
        wished=places_meant(one.wished, known),
        skills=one.skills,
        wishes=one.wishes,
        limits=one.limits,
        born=one.born,
        free=one.free,
        people=one.people,
    )


def enlist_crew(viewer: Viewer, path: str, said: SignUp, role: str) -> ForceMember:
    """Take a crew from outside whose names nobody knows: one contact, one post, so many people.

    Her phone is bound by the code of that post, as anybody's. Problems as `enlist` and `grant_post`.
    """
    with changing(viewer):
        row = enlist(viewer, path, said, "crew")
        grant_post(viewer, row.person.number, role, path)
    return row
