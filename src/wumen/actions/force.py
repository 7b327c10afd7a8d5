"""The people of the force: taken in once whatever way they come, corrected, relieved, merged, taken for half a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.crew import new_crews
from wumen.actions.log import log, person_key
from wumen.queries.contacts import telephone_of
from wumen.queries.force import LIMITS_SEALED_AS, force_row, must_be_confirmed, servings
from wumen.queries.force import telephones as telephones_of
from wumen.queries.organisations import residents_by_person
from wumen.queries.posts import works_elsewhere
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    CrewMember,
    Deployment,
    ForceCare,
    ForceMember,
    ForceWish,
    Post,
    Shift,
)
from wumen.records.one_at_a_time import one_at_a_time
from wumen.rules.areas import read_path
from wumen.rules.force import ALWAYS, Half, Limit, Skill, Wish, Work, must_serve, read_words
from wumen.rules.organisations import RosterPerson
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sign_up import SignUp, check

_MOST_MINUTES = 720
_LONGEST = 60


def enlist(viewer: Viewer, path: str, said: SignUp, came: str) -> ForceMember:
    """Take somebody into the force of a place, confirmed; who is in it already is corrected and not doubled.

    Known again by her telephone. Problems: those of `check`, `area_unknown`, `area_not_yours`,
    `right_missing`, `force_word_unknown`.
    """
    full = read_path(path)
    viewer.must(Right.KEEP_CREW, full)
    with changing(viewer):
        row = write(full, said, came)
        confirm_row(viewer, row)
        log(viewer, "force.enlisted", full, subject=person_key(row.person_id), came=came)
    return row


def enlist_staff(viewer: Viewer, path: str, crew_no: str) -> ForceMember:
    """Let somebody who works here already be of the force as well; twice is once.

    Problems: `crew_unknown`, `area_unknown`, `area_not_yours`, `right_missing`.
    """
    full = read_path(path)
    viewer.must(Right.KEEP_CREW, full)
    with changing(viewer):
        person = CrewMember.objects.filter(number=crew_no).first()
        if person is None:
            raise Problem("crew_unknown", crew_no=crew_no)
        if not Area.objects.filter(area=full).exists():
            raise Problem("area_unknown", path=full)
        row = ForceMember.objects.filter(person=person).first()
        if row is None:
            row = ForceMember(
                area=full, person=person, came="office", signed_up_at=clock.now(), free=ALWAYS
            )
            number = telephone_of(person)
            row.telephone_key = sealing.keyed("force_phone", number) if number else None
            row.save()
            confirm_row(viewer, row)
            log(viewer, "force.enlisted", full, subject=person_key(person.id), came="office")
    return row


def write(full: str, said: SignUp, came: str) -> ForceMember:
    """The row of somebody who signs up, new or known again, inside an open transaction; not confirmed by this."""
    return write_all(full, [said], came)[0]


def write_all(
    full: str, said: Sequence[SignUp], came: str, confirming: Viewer | None = None
) -> list[ForceMember]:
    """The rows of people who sign up, each once, inside an open transaction; of two words of one the later counts.

    As many statements for hundreds as for one; only who is known and says something new is written by herself.
    Problems: those of `check`, `area_unknown`.
    """
    if not Area.objects.filter(area=full).exists():
        raise Problem("area_unknown", path=full)
    sound = {sealing.keyed("force_phone", one.telephone): one for one in map(check, said)}
    known = _known(full, list(sound))
    residents = _residents(list(sound.values()))
    fresh = [one for key, one in sound.items() if key not in known]
    crew = iter(new_crews([(one.name, one.profession, one.telephone) for one in fresh]))
    rows = []
    for (key, one), resident in zip(sound.items(), residents, strict=True):
        row = known.get(key)
        if row is None:
            row = ForceMember(area=full, person=next(crew), came=came, signed_up_at=clock.now())
            row.telephone_key = key
        before = _told(row)
        _say(row, one, resident)
        if confirming is not None and row.confirmed_at is None:
            row.confirmed_at, row.confirmed_by = clock.now(), confirming.person
        if key in known and before != _told(row):
            row.save()
        rows.append(row)
    created = [row for row in rows if bytes(row.telephone_key or b"") not in known]
    ForceMember.objects.bulk_create(created)
    _wish_all({row: one.wished for row, one in zip(rows, sound.values(), strict=True)})
    return rows


def _known(full: str, keys: Sequence[bytes]) -> dict[bytes, ForceMember]:
    """Who stands in the force of a place already, by the keyed hash of her telephone; nobody else writes there now."""
    # Who signs up twice at the same moment stands once.
    one_at_a_time("force", full)
    rows = ForceMember.objects.select_related("person").filter(
        area=full, telephone_key__in=keys, left_at__isnull=True
    )
    return {bytes(row.telephone_key or b""): row for row in rows}


def _told(row: ForceMember) -> tuple[object, ...]:
    """All that a sign-up says of a row, to see whether it says anything new."""
    return (
        *(row.people, row.comes_from, row.lives, row.skills, row.wishes, row.limits_sealed),
        *(row.born, row.free, row.resident, row.confirmed_at),
    )


def _say(row: ForceMember, said: SignUp, resident: UUID | None) -> None:
    """Let a row say what somebody says of herself."""
    row.people = said.people
    row.comes_from = said.comes_from
    row.lives = said.lives
    row.skills = read_words(said.skills, Skill)
    row.wishes = read_words(said.wishes, Wish)
    limits = read_words(said.limits, Limit)
    if sealing.unseal_list(LIMITS_SEALED_AS, row.id, row.limits_sealed) != limits:
        row.limits_sealed = sealing.seal_list(LIMITS_SEALED_AS, row.id, limits)
    row.born = said.born
    row.free = said.free
    row.resident = resident
    if _called_otherwise(row.person, said) and not works_elsewhere(row.person.number, row.area):
        row.person.name, row.person.profession = said.name, said.profession
        row.person.save(update_fields=["name", "profession"])


def _called_otherwise(person: CrewMember, said: SignUp) -> bool:
    return person.name != said.name or person.profession != said.profession


def _residents(said: Sequence[SignUp]) -> list[UUID | None]:
    """Their entries in the register, by name and telephone; None where there is none, or two, and for crews."""
    people = [RosterPerson(n, one.name, None, (one.telephone,)) for n, one in enumerate(said)]
    found = residents_by_person(people) if people else []
    return [None if one.people > 1 else resident for one, resident in zip(said, found, strict=True)]


def _wish(row: ForceMember, wished: Collection[str]) -> None:
    """The buildings that she asks for, in the place of the former ones."""
    _wish_all({row: wished})


def _wish_all(wished: Mapping[ForceMember, Collection[str]]) -> None:
    """The buildings that people ask for, in the place of the former ones."""
    ForceWish.objects.filter(member__in=[row.id for row in wished]).delete()
    ForceWish.objects.bulk_create(
        ForceWish(area=path, member=row, place=place)
        for row, paths in wished.items()
        for place, path in enumerate(dict.fromkeys(paths))
    )


def confirm_row(viewer: Viewer, row: ForceMember) -> None:
    """Note that the office knows her."""
    if row.confirmed_at is None:
        row.confirmed_at, row.confirmed_by = clock.now(), viewer.person
        row.save(update_fields=["confirmed_at", "confirmed_by"])


def confirm(viewer: Viewer, idents: Collection[UUID]) -> int:
    """Confirm who signed up on the page; how many. Problems `right_missing`, `force_unknown`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        for ident in idents:
            confirm_row(viewer, force_row(viewer, ident))
        log(viewer, "force.confirmed", viewer.area, people=len(idents))
    return len(idents)


def correct(viewer: Viewer, ident: UUID, said: SignUp, roles: Collection[str] = ()) -> None:
    """Correct what is known of somebody; how whoever works elsewhere too is called and reached is not ours to change.

    Problems `force_unknown`, `force_same`, `force_works_elsewhere` and those of `check`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = force_row(viewer, ident)
        sound = check(said)
        key = sealing.keyed("force_phone", sound.telephone)
        others = ForceMember.objects.filter(
            area=row.area, telephone_key=key, left_at__isnull=True
        ).exclude(id=row.id)
        if others.exists():
            raise Problem("force_same")
        other = _called_otherwise(row.person, sound) or telephone_of(row.person) != sound.telephone
        if other and works_elsewhere(row.person.number, viewer.area):
            raise Problem("force_works_elsewhere")
        row.telephone_key = key
        row.person.telephone_sealed = sealing.seal("telephone", row.person_id, sound.telephone)
        row.person.save(update_fields=["telephone_sealed"])
        row.roles = sorted(set(roles))
        _say(row, sound, _residents([sound])[0])
        row.save()
        _wish(row, sound.wished)
        log(viewer, "force.corrected", row.area, subject=person_key(row.person_id))


def note_state(
    viewer: Viewer,
    ident: UUID,
    *,
    rest_until: date | None = None,
    relieved_by: UUID | None = None,
    sampled_on: date | None = None,
) -> None:
    """Note until when somebody rests and who relieves her meanwhile, and her own last sampling."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = force_row(viewer, ident)
        row.rest_until = rest_until
        row.relieved_by = force_row(viewer, relieved_by) if relieved_by and rest_until else None
        row.sampled_on = sampled_on
        row.save(update_fields=["rest_until", "relieved_by", "sampled_on"])
        subject = person_key(row.person_id)
        log(viewer, "force.relieved", row.area, subject=subject, until=rest_until)


def print_telephones(viewer: Viewer, idents: Collection[UUID], shown: bool) -> None:
    """Note that people agree that their telephone is printed for residents, or no longer do."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        for ident in idents:
            row = force_row(viewer, ident)
            row.telephone_shown = shown
            row.save(update_fields=["telephone_shown"])
        log(viewer, "force.telephone_consent", viewer.area, people=len(idents), shown=shown)


def merge(viewer: Viewer, keep: UUID, drop: UUID) -> None:
    """Let two entries of one person be one: what the dropped one wished is kept, and nothing hangs on it.

    Problems: `force_unknown`, `force_merge_self`, `force_busy` where the dropped one holds posts or homes.
    """
    viewer.must(Right.KEEP_CREW)
    if keep == drop:
        raise Problem("force_merge_self")
    with changing(viewer):
        stays, goes = force_row(viewer, keep), force_row(viewer, drop)
        _must_be_idle(goes)
        wished = [*_paths(stays), *_paths(goes)]
        stays.skills = sorted({*stays.skills, *goes.skills})
        stays.wishes = sorted({*stays.wishes, *goes.wishes})
        stays.lives = stays.lives or goes.lives
        stays.born = stays.born or goes.born
        stays.resident = stays.resident or goes.resident
        stays.save()
        _wish(stays, wished)
        goes.left_at, goes.diet_sealed = clock.now(), None
        goes.save(update_fields=["left_at", "diet_sealed"])
        gone = person_key(goes.person_id)
        log(viewer, "force.merged", stays.area, subject=person_key(stays.person_id), dropped=gone)


def _paths(row: ForceMember) -> list[str]:
    return list(row.wished.order_by("place").values_list("area", flat=True))


def is_idle(row: ForceMember) -> bool:
    """Whether nothing hangs on somebody: no post, no home of a team, no place that she is taken for."""
    today = clock.today()
    return not (
        Post.objects.filter(person=row.person_id, until_at__isnull=True).exists()
        or ForceCare.objects.filter(member=row, until__isnull=True).exists()
        or Deployment.objects.filter(member=row, day__gte=today, cancelled_at__isnull=True).exists()
        or Shift.objects.filter(
            person=row.person_id, ends_at__gt=clock.now(), roster__dropped_at__isnull=True
        ).exists()
    )


def _must_be_idle(row: ForceMember) -> None:
    if not is_idle(row):
        raise Problem("force_busy")


@dataclass(frozen=True)
class NewDeployment:
    """For what, when and how long somebody is taken; minutes, of which so many outdoors."""

    what: str
    day: date
    half: str
    minutes: int = 240
    outdoor_minutes: int = 0
    skill: str = ""


def deploy(viewer: Viewer, idents: Collection[UUID], new: NewDeployment) -> int:
    """Take people for half a day; how many. All of them or nobody.

    Problems: `force_unknown`, those of `must_serve`, `force_word_unknown`, `force_what_needed`.
    """
    viewer.must(Right.KEEP_CREW)
    (half,) = read_words([new.half], Half) or [""]
    what = new.what.strip()[:_LONGEST]
    if not what or not half or not 0 <= new.outdoor_minutes <= new.minutes <= _MOST_MINUTES:
        raise Problem("force_what_needed")
    with changing(viewer):
        rows = [force_row(viewer, ident) for ident in dict.fromkeys(idents)]
        known = servings(rows)
        work = Work(new.day, Half(half), new.outdoor_minutes)
        for row in rows:
            must_be_confirmed(row)
            must_serve(known[row.id], work)
            Deployment.objects.create(
                area=row.area,
                member=row,
                day=new.day,
                half=half,
                what=what,
                minutes=new.minutes,
                outdoor_minutes=new.outdoor_minutes,
                taken_at=clock.now(),
                taken_by=viewer.person,
            )
        log(viewer, "force.deployed", viewer.area, people=len(rows), day=new.day, half=half)
    return len(rows)


def call_off(viewer: Viewer, ident: UUID) -> None:
    """Let somebody go from what she was taken for; Problem `force_unknown`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = Deployment.objects.filter(id=ident, cancelled_at__isnull=True).first()
        if row is None or not viewer.span.holds(row.area):
            raise Problem("force_unknown")
        row.cancelled_at = clock.now()
        row.save(update_fields=["cancelled_at"])
        log(viewer, "force.called_off", row.area, day=row.day, half=row.half)


def show_telephones(viewer: Viewer, idents: Collection[UUID]) -> Mapping[UUID, str]:
    """Complete telephones of people of the force, once it is written down who looked at how many."""
    with changing(viewer):
        found = telephones_of(viewer, idents)
        log(viewer, "force.telephones_shown", viewer.area, people=len(found))
    return found
