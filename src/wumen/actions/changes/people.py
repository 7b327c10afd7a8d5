"""Two entries made one person, and people who leave the register."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from wumen.actions.changes.record import Change, days_to_come, hold, hold_more, record
from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.actions.orders import bind_as_one, follow_to
from wumen.queries.changes import person_of
from wumen.records import clock, following, repointing, scope, sealing
from wumen.records.models import FormerResident, Household, Resident, RosterEntry
from wumen.records.naming import Of
from wumen.records.register import Gone, HouseholdState
from wumen.records.register import bearers as bearing
from wumen.rules.areas import parent
from wumen.rules.changes import ChangeKind, Person, Touched, is_further, merged, read_leaving
from wumen.rules.duties import DutyState
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# Every column, also one that is added later: what is known of her goes along.
_FACTS = [field.name for field in FormerResident._meta.fields]  # noqa: SLF001
_OF_HER_OWN = [name for name in _FACTS if name not in {"household", "gone_at", "why", "into"}]


def _locked(idents: Sequence[UUID]) -> list[Resident]:
    """The residents as they stand, locked in one order; Problems `resident_unknown`, `resident_gone`."""
    wanted = set(idents)
    rows = list(Resident.objects.select_for_update().filter(id__in=wanted).order_by("id"))
    if len(rows) < len(wanted):
        gone = FormerResident.objects.filter(id__in=wanted).exists()
        raise Problem("resident_gone" if gone else "resident_unknown")
    return rows


def held_people(
    viewer: Viewer, right: Right, idents: Sequence[UUID], doors: Sequence[str] = ()
) -> list[Resident]:
    """People of the viewer's area, with plans and other changes held off their doors and some more.

    Problems: `resident_unknown`, `resident_gone`, `area_not_yours`, `right_missing`.
    """
    held = [*doors, *Resident.objects.filter(id__in=idents).values_list("area", flat=True)]
    hold(held)
    people = _locked(idents)
    hold_more(held, [one.area for one in people])
    for one in people:
        viewer.must(right, one.area)
    return people


def bearers(people: Sequence[Resident]) -> set[UUID]:
    """Whoever bears one of these people's numbers, they themselves included."""
    keys = [one.identity_key for one in people if one.identity_key]
    with scope.scoped(scope.WHOLE):
        rows = bearing(keys)
        return {one.id for one in people} | set(rows.values_list("id", flat=True))


def _one_bearer_each(keys: Iterable[bytes | memoryview | None]) -> None:
    """Of all who bear a number one counts as its bearer: who was known first."""
    for key in {bytes(one) for one in keys if one}:
        rows = bearing([key])
        if rows.exists() and not rows.filter(identity_shared=False).exists():
            first = rows.order_by("since", "id").values_list("id", flat=True)[0]
            rows.filter(id=first).update(identity_shared=False)


def take_out(people: Sequence[Resident], why: Gone, into: UUID | None = None) -> None:
    """Put residents among the former ones, under the same ids and with all that is known of them."""
    now = clock.now()
    FormerResident.objects.bulk_create(
        FormerResident(
            **{name: getattr(one, name) for name in _OF_HER_OWN},
            household=one.household_id,
            gone_at=now,
            why=why,
            into=into,
        )
        for one in people
    )
    Resident.objects.filter(id__in=[one.id for one in people]).delete()
    _one_bearer_each(one.identity_key for one in people)


def empty_out(households: Iterable[UUID]) -> None:
    """Homes in which nobody lives any more are empty."""
    Household.objects.filter(id__in=set(households), residents__isnull=True).exclude(
        state=HouseholdState.SHOP
    ).update(state=HouseholdState.EMPTY)


def _complete(keep: Resident, person: Person) -> None:
    """Write what the merged person has; what is as it was keeps its seal, byte for byte."""
    before = person_of(keep)
    keep.name, keep.relation, keep.sex = person.name, person.relation, person.sex
    keep.away_since, keep.away_until = person.away
    if person.number != before.number and person.number:
        keep.identity_sealed = sealing.seal("identity", keep.id, person.number)
        keep.identity_key = sealing.keyed("identity", person.number)
    if person.telephones != before.telephones:
        keep.telephones_sealed = sealing.seal_list("telephones", keep.id, person.telephones)
    if person.needs != before.needs:
        keep.needs_sealed = sealing.seal_list("needs", keep.id, person.needs)
    others = Resident.objects.filter(identity_key=keep.identity_key).exclude(id=keep.id)
    keep.identity_shared = bool(keep.identity_key) and others.filter(identity_shared=False).exists()
    keep.save()


def _on_one_roster_once(drop: UUID, keep: UUID) -> None:
    """A person counts on a roster once: the second entry of an organisation ends."""
    present = RosterEntry.objects.filter(left_at__isnull=True)
    same = present.filter(resident=keep).values("organisation")
    present.filter(resident=drop, organisation__in=same).update(left_at=clock.now())


def _hand_on_duties(drop: UUID, keep: UUID) -> None:
    """What `drop` owes from today on is owed by `keep`; of the same thing owed twice the further stands."""
    standing = following.images(days_to_come(), [drop, keep])
    said = []
    for (day, what, subject, win), image in sorted(standing.items()):
        if subject != str(drop):
            continue
        other = standing.get((day, what, str(keep), win))
        if other is None:
            said.append((subject, {**image, "subject": str(keep)}))
            continue
        ended = {"grade": None, "reason": None, "evidence": None}
        if is_further(image["state"], other["state"]):
            further = {name: image[name] for name in ("state", *ended)}
            said.append((str(keep), {**other, **further}))
        said.append((subject, {**image, **ended, "state": DutyState.WITHDRAWN}))
    following.rewrite(said)


def _make_one(stays: Resident, goes: Resident, person: Person) -> list[str]:
    """Let one entry have all that both have; no place is added to the tree."""
    kept_key = stays.identity_key
    take_out([goes], Gone.MERGED, stays.id)
    _complete(stays, person)
    _one_bearer_each([kept_key, goes.identity_key])
    _on_one_roster_once(goes.id, stays.id)
    bind_as_one(goes.id, stays.id)
    repointing.repoint(Of.RESIDENT, goes.id, stays.id)
    repointing.follow([stays.id], [])
    follow_to(stays.area, [stays.id])
    _hand_on_duties(goes.id, stays.id)
    empty_out([goes.household_id])
    return []


def merge_residents(
    viewer: Viewer,
    keep: UUID,
    drop: UUID,
    name_of: UUID | None = None,
    number_of: UUID | None = None,
) -> Change:
    """Make two entries of one person one: `keep` stays and has all that both have, `drop` leads to her.

    `name_of`, `number_of`: which of the two is right where they differ. Problems: `merge_with_self`,
    `merge_numbers_differ`, `resident_unknown`, `resident_gone`, `area_not_yours`.
    """
    viewer.must(Right.KEEP_REGISTER)
    if keep == drop:
        raise Problem("merge_with_self")
    with changing(viewer):
        rows = {one.id: one for one in held_people(viewer, Right.KEEP_REGISTER, [keep, drop])}
        stays, goes = rows[keep], rows[drop]
        person = merged(person_of(stays), person_of(goes), name_of, number_of)
        touched = Touched(
            frozenset(bearers([stays, goes])),
            frozenset({stays.household_id, goes.household_id}),
            frozenset({stays.area, goes.area}),
        )
        change = record(
            viewer,
            ChangeKind.RESIDENTS_MERGED,
            touched,
            [stays, goes],
            [goes.area, stays.area],
            lambda: _make_one(stays, goes, person),
        )
        log(
            viewer,
            ChangeKind.RESIDENTS_MERGED,
            parent(stays.area),
            subject=subject_key(keep),
            merged=subject_key(drop),
        )
    return change


def leave(viewer: Viewer, residents: Sequence[UUID], why: str) -> Change:
    """Let people leave the register: moved away, not living here, died; a home left by all is empty.

    A captain may, for her own building. Problems: `leaving_unknown`, `nobody_chosen`, `resident_unknown`,
    `resident_gone`, `area_not_yours`.
    """
    viewer.must(Right.CORRECT_HOMES)
    reason = Gone(read_leaving(why).value)
    if not residents:
        raise Problem("nobody_chosen")
    with changing(viewer):
        people = held_people(viewer, Right.CORRECT_HOMES, residents)
        homes = {one.household_id for one in people}
        doors = [one.area for one in people]

        def work() -> list[str]:
            take_out(people, reason)
            empty_out(homes)
            return []

        touched = Touched(
            frozenset(bearers(people)),
            frozenset(homes),
            frozenset(doors),
        )
        change = record(viewer, ChangeKind.RESIDENTS_LEFT, touched, people, doors, work)
        log(
            viewer,
            ChangeKind.RESIDENTS_LEFT,
            parent(people[0].area),
            subject=subject_key(people[0].id),
            residents=[subject_key(one.id) for one in people],
            why=reason,
        )
    return change
