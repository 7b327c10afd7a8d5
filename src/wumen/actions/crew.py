"""The people who work: crew members with their numbers, and the posts they act in."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection

from wumen.actions.accounts import void_links
from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.records import clock, sealing
from wumen.records.models import Area, CrewMember, Post
from wumen.rules.areas import AreaKind, read_path
from wumen.rules.posts import PROFESSIONS, Right, Viewer, role
from wumen.rules.problems import Problem
from wumen.rules.telephones import read_telephone


def _next_numbers(sequence: str, many: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, many])
        return [str(number) for (number,) in cursor.fetchall()]


def add_crew(viewer: Viewer, name: str, profession: str, telephone: str = "") -> CrewMember:
    """Add a person who works; she is known by the number that this returns with her.

    Problems: `name_empty`, `profession_unknown`, `phone_length`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        member = new_crew(name, profession, telephone)
        log(viewer, "crew.added", viewer.area, subject=person_key(member.id), crew_no=member.number)
    return member


def new_crew(name: str, profession: str, telephone: str = "") -> CrewMember:
    """A person with the next number, inside an open transaction of an action that logs it.

    Problems: `name_empty`, `profession_unknown`, `phone_length`.
    """
    return new_crews([(name, profession, telephone)])[0]


def new_crews(people: Sequence[tuple[str, str, str]]) -> list[CrewMember]:
    """People by name, profession and telephone with the next numbers, in two statements. Problems as `new_crew`."""
    numbers = _next_numbers("crew_number", len(people)) if people else []
    rows = [_crew(number, *one) for number, one in zip(numbers, people, strict=True)]
    return CrewMember.objects.bulk_create(rows)


def _crew(number: str, name: str, profession: str, telephone: str) -> CrewMember:
    if not name.strip():
        raise Problem("name_empty")
    if profession not in PROFESSIONS:
        raise Problem("profession_unknown", profession=profession, known=" ".join(PROFESSIONS))
    reading = read_telephone(telephone) if telephone.strip() else None
    if reading and reading.code:
        raise Problem(reading.code)
    member = CrewMember(number=number, name=name.strip(), profession=profession)
    if reading:
        member.telephone_sealed = sealing.seal("telephone", member.id, telephone.strip())
    return member


def _must_hold(viewer: Viewer, role_key: str) -> None:
    """Nobody hands out more than she holds, nor takes away what she could not have given."""
    wanted = role(role_key)
    if not wanted.rights <= viewer.rights:
        raise Problem("right_not_yours", role_zh=wanted.zh, role_en=wanted.en)


def _member(crew_no: str) -> CrewMember:
    """The person of a number; Problem `crew_unknown`."""
    person = CrewMember.objects.filter(number=crew_no).first()
    if person is None:
        raise Problem("crew_unknown", crew_no=crew_no)
    return person


def grant_post(viewer: Viewer, crew_no: str, role_key: str, path: str) -> Post:
    """Let a person act in a role over an area; the same post twice is one post.

    A sign-in link that was printed before a new post opens nothing any more. Problems: `crew_unknown`,
    `role_unknown`, `area_unknown`, `area_not_yours`, `right_not_yours`, `captain_seated`.
    """
    area = read_path(path)
    viewer.must(Right.KEEP_CREW, area)
    _must_hold(viewer, role_key)
    with changing(viewer):
        person = _member(crew_no)
        if not Area.objects.filter(area=area).exists():
            raise Problem("area_unknown", path=area)
        _must_be_free(person, role_key, area)
        post, made = Post.objects.get_or_create(
            person=person,
            role=role_key,
            area=area,
            until_at__isnull=True,
            defaults={"from_at": clock.now()},
        )
        if made:
            # Whoever made one before may not stand over the new post.
            void_links(person.id)
            log(viewer, "post.granted", area, subject=person_key(person.id), role=role_key)
    return post


# A building has one captain and one deputy, a unit one lead.
_ONE_EACH = frozenset({"captain", "deputy_captain", "unit_lead"})


def _must_be_free(person: CrewMember, role_key: str, area: str) -> None:
    """Problem `captain_seated` where a building or unit has its one captain, deputy or lead already."""
    if role_key not in _ONE_EACH:
        return
    place = Area.objects.get(area=area)
    if place.kind not in (AreaKind.BUILDING, AreaKind.UNIT):
        return
    held = Post.objects.filter(role=role_key, area=area, until_at__isnull=True)
    if held.exclude(person=person).exists():
        wanted = role(role_key)
        raise Problem("captain_seated", place=place.name, role_zh=wanted.zh, role_en=wanted.en)


def end_post(viewer: Viewer, crew_no: str, role_key: str, path: str) -> None:
    """Let a person's post end now: what it owned passes to the next in the chain. The post is kept.

    Problems: `crew_unknown`, `role_unknown`, `post_missing`, `area_not_yours`, `right_not_yours`.
    """
    area = read_path(path)
    viewer.must(Right.KEEP_CREW, area)
    _must_hold(viewer, role_key)
    with changing(viewer):
        person = _member(crew_no)
        held = Post.objects.select_for_update().filter(
            person=person, role=role_key, area=area, until_at__isnull=True
        )
        post = held.first()
        if post is None:
            raise Problem("post_missing", crew_no=crew_no)
        end_standing(viewer, post)


def end_standing(viewer: Viewer, post: Post) -> None:
    """Let a standing post end now, inside an open transaction; what it owned passes to the next in the chain."""
    post.until_at = max(clock.now(), post.from_at + timedelta(microseconds=1))
    post.save(update_fields=["until_at"])
    log(viewer, "post.ended", post.area, subject=person_key(post.person_id), role=post.role)
