"""Phones bound by a code: which post a phone acts in, and whose phones stand bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from wumen.queries.accounts import HeldPost, posts_in
from wumen.queries.crew import full_name
from wumen.queries.posts import acting, viewers_of
from wumen.records import clock, sealing
from wumen.records.crew import posts_held
from wumen.records.models import Area, CrewMember, Device, Outbreak, Post
from wumen.rules.areas import ancestors, read_path
from wumen.rules.devices import SEEN_EVERY, Lasts
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class Phone:
    """The phone of a request with the post it acts in; `seen_due` when its look should be written down."""

    id: UUID
    post: HeldPost
    until: datetime
    lasts: str
    seen_due: bool


@dataclass(frozen=True)
class DeviceLine:
    """A phone, or a code that waits for one, of somebody in the viewer's area.

    How long ago it was seen is told, not when: a drill's clock is another than the one it was seen by.
    """

    id: UUID
    crew_no: str
    name: str
    role: str
    place: str
    post: UUID
    kind: str
    lasts: str
    bound: bool
    seen_ago: timedelta | None


def token_key(token: str) -> bytes:
    """Under what the cookie of a phone is kept."""
    return sealing.keyed("device", token)


def code_key(code: str) -> bytes:
    """Under what a code is kept by which a phone is bound or enrolled."""
    return sealing.keyed("device_code", code)


def outbreak_open() -> bool:
    """Whether there is an outbreak until whose end a phone may stay bound."""
    return Outbreak.objects.filter(closed_at__isnull=True).exists()


def _standing() -> QuerySet[Device]:
    """Bound phones that hold now: nobody ended them, nor time, nor the end of the outbreak."""
    going_on = Exists(Outbreak.objects.filter(closed_at__isnull=True))
    rows = Device.objects.filter(ended_at__isnull=True, until_at__gt=clock.real_now())
    return rows.filter(Q(lasts=Lasts.DAY) | Q(going_on), bound_at__isnull=False)


def phone_of(token: str) -> Phone | None:
    """The phone that bears a token, where all posts are seen; None once it or its post holds no more."""
    rows = _standing().filter(token_key=token_key(token)).select_related("post__person")
    row = rows.annotate(held=posts_held("post__person", clock.now())).first()
    if row is None or row.seen_at is None:
        return None
    posts = [one for one in posts_in(row.post.person, row.held) if one.viewer.post == row.post_id]
    if not posts:
        return None
    due = clock.real_now() - row.seen_at > SEEN_EVERY
    return Phone(row.id, posts[0], row.until_at, row.lasts, due)


def device_lines(viewer: Viewer, crew_no: str = "") -> Sequence[DeviceLine]:
    """The phones that stand bound in the viewer's area and codes that wait, of one person or all.

    Problem `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    now, span = clock.real_now(), viewer.span
    with acting(viewer):
        waiting = Q(bound_at__isnull=True, ended_at__isnull=True, code_until__gt=now)
        rows = Device.objects.filter(waiting | Q(id__in=_standing().values("id")))
        rows = rows.filter(area__gte=span.lo, area__lt=span.hi)
        if crew_no:
            rows = rows.filter(post__person__number=crew_no)
        found = list(rows.select_related("post__person").order_by("area", "made_at"))
        paths = {one for row in found for one in [*ancestors(row.area), row.area]}
        names = dict(Area.objects.filter(area__in=paths).values_list("area", "name"))
    return [_line(row, names) for row in found if held_now(row.post)]


def held_now(post: Post) -> bool:
    """Whether a post has not ended."""
    return post.until_at is None or post.until_at > clock.now()


def _line(row: Device, names: dict[str, str]) -> DeviceLine:
    person = row.post.person
    return DeviceLine(
        id=row.id,
        crew_no=person.number,
        name=person.name,
        role=row.post.role,
        place=full_name(row.area, names),
        post=row.post_id,
        kind=row.kind,
        lasts=row.lasts,
        bound=row.bound_at is not None,
        seen_ago=clock.real_now() - row.seen_at if row.seen_at else None,
    )


def post_meant(crew_no: str, role: str = "", path: str = "") -> Viewer:
    """Which of a person's posts is meant; role and place may be left out where she holds but one.

    Problems `crew_unknown`, `path_unreadable`, `post_missing`, `posts_many`.
    """
    area = read_path(path) if path else ""
    posts = viewers_of(crew_no)
    if not posts and not CrewMember.objects.filter(number=crew_no).exists():
        raise Problem("crew_unknown", crew_no=crew_no)
    fit = [one for one in posts if role in ("", one.role) and area in ("", one.area)]
    if not fit:
        raise Problem("post_missing", crew_no=crew_no)
    if len(fit) > 1:
        raise Problem("posts_many", crew_no=crew_no)
    return fit[0]
