"""Organisations and their rosters: registered, closed, and who works there, each person once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.channels.spreadsheets import read_workbook
from wumen.queries.organisations import CONTACT, IDENTITY, TELEPHONES, residents_by_person
from wumen.records import clock, sealing
from wumen.records.models import Area, Organisation, RosterEntry
from wumen.rules.areas import AreaKind, read_path
from wumen.rules.organisations import (
    OrganisationKind,
    RosterPerson,
    RosterReading,
    pasted_rows,
    read_roster,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.telephones import read_telephone

_LIMIT_BYTES = 8 * 1024 * 1024
_ONE_ROW = ("姓名", "身份证号", "电话")


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation as somebody describes it; telephones as they are typed."""

    name: str
    kind: OrganisationKind
    contact: str = ""
    telephones: str = ""


@dataclass(frozen=True)
class RosterOutcome:
    """What became of a list: every person is new, changed or as she stood; and what was not taken."""

    reading: RosterReading
    new: int
    changed: int
    unchanged: int
    living_here: int


def register_organisation(viewer: Viewer, path: str, new: NewOrganisation) -> Organisation:
    """Register an organisation at a place.

    Problems: `area_unknown`, `area_not_yours`, `name_empty`, `organisation_known`,
    `contact_name_missing`, and what is wrong with a telephone.
    """
    area = read_path(path)
    viewer.must(Right.KEEP_REGISTER, area)
    contact = _contact(new)
    with changing(viewer):
        if not Area.objects.filter(area=area).exclude(kind=AreaKind.HOUSEHOLD).exists():
            raise Problem("area_unknown", path=area)
        row = Organisation(area=area, name=new.name.strip(), kind=new.kind)
        _check_name(row)
        row.contact_sealed = sealing.seal_list(CONTACT, row.id, contact)
        row.registered_at = clock.now()
        row.save(force_insert=True)
        _log(viewer, "organisation.registered", row, place=row.kind)
    return row


def change_organisation(viewer: Viewer, ident: UUID, new: NewOrganisation) -> Organisation:
    """Correct name, kind and contact; without telephones the same contact keeps those that stand.

    Problems as `register_organisation`, `organisation_unknown`.
    """
    contact = _contact(new)
    with changing(viewer):
        row = _held(viewer, ident)
        former = sealing.unseal_list(CONTACT, row.id, row.contact_sealed)
        contact = former if former[:1] == contact else contact
        row.name, row.kind = new.name.strip(), new.kind
        _check_name(row)
        row.contact_sealed = sealing.seal_list(CONTACT, row.id, contact)
        row.save(update_fields=["name", "kind", "contact_sealed"])
        _log(viewer, "organisation.changed", row)
    return row


def close_organisation(viewer: Viewer, ident: UUID) -> None:
    """Note that it works no longer: its people count no more, its roster stays; `organisation_unknown`."""
    with changing(viewer):
        row = _held(viewer, ident)
        if row.closed_at is None:
            row.closed_at = clock.now()
            row.save(update_fields=["closed_at"])
            _log(viewer, "organisation.closed", row)


def reopen_organisation(viewer: Viewer, ident: UUID) -> None:
    """Note that it works again, with the roster that it had; `organisation_unknown`, `organisation_known`."""
    with changing(viewer):
        row = _held(viewer, ident)
        if row.closed_at is not None:
            _check_name(row)
            row.closed_at = None
            row.save(update_fields=["closed_at"])
            _log(viewer, "organisation.reopened", row)


def read_list(text: str) -> RosterReading:
    """A pasted list as people and problems; `roster_empty`, `roster_too_long`."""
    return read_roster(pasted_rows(text))


def read_list_file(viewer: Viewer, name: str, content: bytes) -> RosterReading:
    """An uploaded list: the first sheet of a workbook that holds anything, or lines of text.

    Problems: `roster_empty`, `roster_too_long`, `file_too_large`, and those of `read_workbook`.
    """
    viewer.must(Right.KEEP_REGISTER)
    if len(content) > _LIMIT_BYTES:
        raise Problem("file_too_large", limit_mb=_LIMIT_BYTES // (1024 * 1024))
    if Path(name).suffix.lower() in {".txt", ".csv"}:
        return read_list(_as_text(content))
    with TemporaryDirectory(prefix="wumen-") as folder:
        file = Path(folder) / "list"
        file.write_bytes(content)
        sheets = read_workbook(file)
    return read_roster(next((sheet.rows for sheet in sheets if sheet.rows), ()))


def _as_text(content: bytes) -> str:
    """Text as offices save it: UTF-8 with or without its mark, else the Chinese standard."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    # The one sign that the database does not keep, and that no list means.
    return text.replace("\x00", "")


def add_people(viewer: Viewer, ident: UUID, reading: RosterReading) -> RosterOutcome:
    """Put the people of a list on the roster, each once; who is on it already is completed.

    Somebody is known again by her number, else by her name and a telephone, else by her name alone
    where neither side has a number. Nobody is taken off. Problems: `organisation_unknown`,
    `organisation_closed`.
    """
    with changing(viewer):
        row = _held_open(viewer, ident)
        roster = _Roster(row)
        kept = [roster.take(person) for person in reading.people]
        linked = roster.link()
        roster.save()
        outcome = RosterOutcome(
            reading,
            kept.count("new"),
            kept.count("changed"),
            kept.count("unchanged"),
            linked,
        )
        _log(viewer, "roster.added", row, new=outcome.new, changed=outcome.changed)
    return outcome


def add_person(
    viewer: Viewer, ident: UUID, name: str, identity_number: str, telephones: str
) -> RosterOutcome:
    """Put one person on the roster; a damaged number is refused. Problems as `add_people`, `name_empty`."""
    if not name.strip():
        raise Problem("name_empty")
    reading = read_roster([_ONE_ROW, (name, identity_number, telephones)])
    for wrong in reading.problems:
        raise Problem(wrong.code)
    return add_people(viewer, ident, reading)


def remove_people(viewer: Viewer, ident: UUID, entries: Iterable[UUID]) -> int:
    """Note that people left the organisation; their entries stay, ended. How many left.

    Problems: `nobody_ticked`, `roster_person_unknown`, `organisation_unknown`.
    """
    wanted = set(entries)
    if not wanted:
        raise Problem("nobody_ticked")
    with changing(viewer):
        row = _held(viewer, ident)
        rows = row.roster_entries.filter(id__in=wanted, left_at__isnull=True)
        if rows.count() < len(wanted):
            raise Problem("roster_person_unknown")
        left = rows.update(left_at=clock.now())
        _log(viewer, "roster.left", row, people=left)
    return left


def show_contact(viewer: Viewer, ident: UUID) -> list[str]:
    """The contact's complete telephones, once it is written down who looked; `organisation_unknown`."""
    with changing(viewer):
        row = _held(viewer, ident)
        _log(viewer, "organisation.contact_shown", row)
        return sealing.unseal_list(CONTACT, row.id, row.contact_sealed)[1:]


class _Roster:
    """Who is on a roster, and what a list changes of it."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._new: dict[UUID, RosterEntry] = {}
        self._changed: dict[UUID, RosterEntry] = {}
        self._listed: dict[UUID, tuple[RosterEntry, RosterPerson]] = {}
        self._by_key: dict[bytes, RosterEntry] = {}
        self._by_told: dict[tuple[str, str], dict[UUID, RosterEntry]] = {}
        self._bare: dict[str, RosterEntry] = {}
        for entry in organisation.roster_entries.filter(left_at__isnull=True):
            self._remember(entry, _person(entry))

    def take(self, person: RosterPerson) -> str:
        """Find her or put her down: `new`, `changed` or `unchanged`."""
        entry = self._find(person)
        if entry is None:
            entry = RosterEntry(
                organisation=self._organisation, area=self._organisation.area, since=clock.now()
            )
            self._new[entry.id] = entry
            self._write(entry, person)
            return "new"
        known = _person(entry)
        full = replace(
            person,
            identity_number=person.identity_number or known.identity_number,
            telephones=tuple(dict.fromkeys([*known.telephones, *person.telephones])),
        )
        self._listed[entry.id] = (entry, full)
        if replace(known, line=full.line) == full:
            return "unchanged"
        self._write(entry, full)
        return "changed"

    def link(self) -> int:
        """Link those of the list who live in the viewer's area; how many of the list do."""
        residents = residents_by_person([person for _, person in self._listed.values()])
        for (entry, _), resident in zip(self._listed.values(), residents, strict=True):
            if resident is not None and entry.resident != resident:
                entry.resident = resident
                self._changed[entry.id] = entry
        return sum(resident is not None for resident in residents)

    def save(self) -> None:
        """Write what is new and what changed."""
        RosterEntry.objects.bulk_create(self._new.values())
        kept = [entry for ident, entry in self._changed.items() if ident not in self._new]
        fields = ["name", "identity_sealed", "identity_key", "telephones_sealed", "resident"]
        RosterEntry.objects.bulk_update(kept, fields, batch_size=500)

    def _find(self, person: RosterPerson) -> RosterEntry | None:
        key = roster_key(person)
        if key in self._by_key:
            return self._by_key[key]
        for telephone in person.telephones:
            for entry in self._by_told.get((person.name, telephone), {}).values():
                if not (entry.identity_sealed and person.identity_number):
                    return entry
        nothing = not (person.telephones or person.identity_number)
        return self._bare.get(person.name) if nothing else None

    def _write(self, entry: RosterEntry, person: RosterPerson) -> None:
        number = person.identity_number
        entry.name = person.name
        entry.identity_sealed = sealing.seal(IDENTITY, entry.id, number) if number else None
        entry.identity_key = roster_key(person)
        entry.telephones_sealed = sealing.seal_list(TELEPHONES, entry.id, person.telephones)
        self._changed[entry.id] = entry
        self._listed[entry.id] = (entry, person)
        self._remember(entry, person)

    def _remember(self, entry: RosterEntry, person: RosterPerson) -> None:
        if entry.identity_key is not None:
            self._by_key[bytes(entry.identity_key)] = entry
        else:
            self._bare[person.name] = entry
        for telephone in person.telephones:
            self._by_told.setdefault((person.name, telephone), {})[entry.id] = entry


def _person(entry: RosterEntry) -> RosterPerson:
    """Somebody as she stands on a roster."""
    number = sealing.unseal(IDENTITY, entry.id, entry.identity_sealed)
    telephones = sealing.unseal_list(TELEPHONES, entry.id, entry.telephones_sealed)
    return RosterPerson(0, entry.name, number, tuple(telephones))


def roster_key(person: RosterPerson) -> bytes | None:
    """By what somebody is one person on all rosters: her number, else her name with a telephone."""
    if person.identity_number:
        return sealing.keyed("identity", person.identity_number)
    if person.telephones:
        return sealing.keyed("roster person", f"{person.name} {min(person.telephones)}")
    return None


def _contact(new: NewOrganisation) -> list[str]:
    """Name and telephones of the contact; Problems `name_empty`, `contact_name_missing`, of a telephone."""
    if not new.name.strip():
        raise Problem("name_empty")
    reading = read_telephone(new.telephones)
    if reading.code:
        raise Problem(reading.code)
    name = new.contact.strip()
    if reading.value and not name:
        raise Problem("contact_name_missing")
    return [name, *reading.value] if name else []


def _check_name(row: Organisation) -> None:
    """Problem `organisation_known` where another of that name works at the same place."""
    others = Organisation.objects.filter(area=row.area, name=row.name, closed_at__isnull=True)
    if others.exclude(id=row.id).exists():
        raise Problem("organisation_known")


def _held(viewer: Viewer, ident: UUID) -> Organisation:
    viewer.must(Right.KEEP_REGISTER)
    row = Organisation.objects.select_for_update().filter(id=ident).first()
    if row is None:
        raise Problem("organisation_unknown")
    viewer.must(Right.KEEP_REGISTER, row.area)
    return row


def _held_open(viewer: Viewer, ident: UUID) -> Organisation:
    row = _held(viewer, ident)
    if row.closed_at is not None:
        raise Problem("organisation_closed")
    return row


def _log(viewer: Viewer, kind: str, row: Organisation, **body: Any) -> None:
    log(viewer, kind, row.area, subject=subject_key(row.id), **body)
