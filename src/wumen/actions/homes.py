"""What a captain corrects at a home: its state, who is away, who lives there and how she is reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from wumen.actions.changes import leave
from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans, plan_household
from wumen.actions.log import log, subject_key
from wumen.actions.register import NewResident, resident_row
from wumen.records import clock, sealing, search
from wumen.records.models import Household, Resident
from wumen.rules.areas import counted_at
from wumen.rules.homes import Away, HomeState, check_state, state_with_people
from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.telephones import read_telephone


@dataclass(frozen=True)
class Corrected:
    """A person as she is corrected; telephones as they are typed, None leaves those that stand."""

    name: str
    relation: str = ""
    telephones: str | None = None
    needs: tuple[str, ...] = ()


def seen_home(viewer: Viewer, household: UUID, lock: bool = False) -> Household:
    """A household that the viewer may correct, inside the transaction of an action.

    Problems: `right_missing`, `household_unknown` also for one outside the area.
    """
    viewer.must(Right.CORRECT_HOMES)
    rows = Household.objects.select_for_update() if lock else Household.objects
    row = rows.filter(id=household).first()
    if row is None:
        raise Problem("household_unknown")
    viewer.must(Right.CORRECT_HOMES, row.area)
    return row


def held_home(viewer: Viewer, household: UUID) -> Household:
    """The same, locked. Who plans or lets people leave holds the plans first and locks then."""
    return seen_home(viewer, household, lock=True)


def people_of(home: Household, residents: Iterable[UUID]) -> list[Resident]:
    """The people of a household by their ids, locked; Problems `nobody_ticked`, `resident_unknown`."""
    wanted = set(residents)
    if not wanted:
        raise Problem("nobody_ticked")
    rows = list(home.residents.select_for_update().filter(id__in=wanted).order_by("place", "id"))
    if len(rows) < len(wanted):
        raise Problem("resident_unknown")
    return rows


def set_state(viewer: Viewer, household: UUID, state: HomeState) -> None:
    """Say what a home is: lived in by its owner, let, shared, a dormitory, empty, a shop.

    Problems: `home_not_empty` while people are registered there, `household_unknown`, `right_missing`.
    """
    with changing(viewer):
        hold_plans([seen_home(viewer, household).area])
        home = held_home(viewer, household)
        check_state(state, home.residents.count())
        home.state = state
        home.save(update_fields=["state"])
        plan_household(viewer, home)
        _log(viewer, "household.state_set", home, state=state)


def note_away(viewer: Viewer, household: UUID, residents: Iterable[UUID], away: Away) -> None:
    """Note that people of a home are away, who then owe nothing at her door.

    Problems `nobody_ticked`, `resident_unknown`.
    """
    with changing(viewer):
        hold_plans([seen_home(viewer, household).area])
        home = held_home(viewer, household)
        rows = people_of(home, residents)
        for row in rows:
            row.away_since, row.away_until = away.since, away.until
        Resident.objects.bulk_update(rows, ["away_since", "away_until"])
        plan_household(viewer, home)
        _log(viewer, "household.away_noted", home, residents=len(rows))


def note_back(viewer: Viewer, household: UUID, residents: Iterable[UUID]) -> None:
    """Note that people of a home are back, or stay after all; Problems as `note_away`."""
    with changing(viewer):
        hold_plans([seen_home(viewer, household).area])
        home = held_home(viewer, household)
        rows = people_of(home, residents)
        home.residents.filter(id__in=[row.id for row in rows]).update(
            away_since=None, away_until=None
        )
        plan_household(viewer, home)
        _log(viewer, "household.back_noted", home, residents=len(rows))


def correct_resident(viewer: Viewer, household: UUID, resident: UUID, said: Corrected) -> None:
    """Correct name, relation, telephones and the words of needs of one person.

    Who does not keep the register was not shown the words that stand: what she writes is added to them.
    Problems: `name_empty`, `phone_length`, `phone_form`, `resident_unknown`, `household_unknown`.
    """
    if not said.name.strip():
        raise Problem("name_empty")
    numbers = None if said.telephones is None else _numbers(said.telephones)
    with changing(viewer):
        hold_plans([seen_home(viewer, household).area])
        home = held_home(viewer, household)
        row = people_of(home, [resident])[0]
        former = sealing.unseal_list("telephones", row.id, row.telephones_sealed)
        kept = former if numbers is None else numbers
        search.remove_residents([(row.id, row.area, row.name, former)])
        row.name, row.relation = said.name.strip(), said.relation.strip()
        if numbers is not None:
            row.telephones_sealed = sealing.seal_list("telephones", row.id, numbers)
        row.needs_sealed = sealing.seal_list("needs", row.id, _needs(viewer, row, said.needs))
        row.save(update_fields=["name", "relation", "telephones_sealed", "needs_sealed"])
        search.add_residents([(row.id, row.area, row.name, kept)])
        plan_household(viewer, home)
        _log(viewer, "resident.corrected", home, subject=row.id)


def add_person(viewer: Viewer, household: UUID, new: NewResident) -> Resident:
    """Register one more person behind a door; an empty home is lived in from then on.

    What stands already for the door is planned for her. Problems: `name_empty`,
    `duplicate_identity`, what is wrong with a number, `household_unknown`.
    """
    joins = _checked(new)
    with changing(viewer):
        hold_plans([seen_home(viewer, household).area])
        home = held_home(viewer, household)
        joins = replace(joins, place=_next_place(home))
        row = resident_row(joins, home.id, home.area, clock.now())
        try:
            row.save(force_insert=True)
        except IntegrityError:
            # Somebody outside the captain's area bears the number: she does not see her, the database does.
            raise Problem("duplicate_identity") from None
        search.add_residents([(row.id, row.area, row.name, joins.telephones)])
        state = state_with_people(HomeState(home.state))
        if state != home.state:
            home.state = state
            home.save(update_fields=["state"])
        plan_household(viewer, home)
        _log(viewer, "resident.added", home, subject=row.id)
    return row


def gone_from(viewer: Viewer, household: UUID, residents: Iterable[UUID], why: str) -> None:
    """Let people of one home leave the register; it can be taken back with the changes of the home.

    Problems: `nobody_ticked`, `resident_unknown` for one of another home, and those of `leave`.
    """
    with changing(viewer):
        home, gone = seen_home(viewer, household), set(residents)
        if not gone:
            raise Problem("nobody_ticked")
        if home.residents.filter(id__in=gone).count() < len(gone):
            raise Problem("resident_unknown")
        leave(viewer, sorted(gone), why)


def show_telephones(viewer: Viewer, household: UUID, resident: UUID) -> tuple[str, ...]:
    """The complete telephones of somebody, once it is written down who looked.

    Problems: `resident_unknown`, `household_unknown`, `right_missing`.
    """
    with changing(viewer):
        home = held_home(viewer, household)
        row = people_of(home, [resident])[0]
        _log(viewer, "resident.telephones_shown", home, subject=row.id)
        return tuple(sealing.unseal_list("telephones", row.id, row.telephones_sealed))


def _log(
    viewer: Viewer, kind: str, home: Household, subject: UUID | None = None, **body: Any
) -> None:
    """One event at the building of the door; its subject is keyed, its body holds nothing personal."""
    log(viewer, kind, counted_at(home.area), subject=subject_key(subject or home.id), **body)


def _numbers(typed: str) -> Sequence[str]:
    """The telephones of a field; Problems `phone_length`, `phone_form`."""
    reading = read_telephone(typed)
    if reading.code:
        raise Problem(reading.code)
    return reading.value


def _checked(new: NewResident) -> NewResident:
    """A person with sound numbers, as they are kept."""
    if not new.name.strip():
        raise Problem("name_empty")
    number = None
    if new.identity_number:
        reading = read_identity_number(new.identity_number)
        if reading.code:
            raise Problem(reading.code)
        number = reading.value
    numbers = tuple(_numbers("、".join(new.telephones)))
    return replace(new, name=new.name.strip(), identity_number=number, telephones=numbers)


def _needs(viewer: Viewer, row: Resident, said: Sequence[str]) -> Sequence[str]:
    if viewer.may(Right.KEEP_REGISTER):
        return said
    return list(dict.fromkeys([*sealing.unseal_list("needs", row.id, row.needs_sealed), *said]))


def _next_place(home: Household) -> int:
    last = home.residents.order_by("-place").values_list("place", flat=True).first()
    return 0 if last is None else last + 1
