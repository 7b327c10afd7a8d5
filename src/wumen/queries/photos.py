"""Photos made at work as people look at them: those of one thing, of a home, of a day; never the picture itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wumen.queries import facts
from wumen.queries.doors import Doors
from wumen.queries.duties import Grounded, within
from wumen.queries.posts import acting
from wumen.records.models import Attachment, Duty, Facility, Photo, Post
from wumen.rules.areas import Span, code, is_common_part, parent
from wumen.rules.attachments import Purpose
from wumen.rules.duties import DutyKey
from wumen.rules.instructions import GIVEN, number_of, win_of
from wumen.rules.photos import Asked, Moment, asked_by
from wumen.rules.playbooks import Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey, floor_of

# More photos of one day are looked at building by building.
SHOWN = 300


@dataclass(frozen=True)
class Where:
    """Where something is: its place in words, the floor of a common part, and which facility, by its name."""

    place: str
    floor: int | None
    thing: str


@dataclass(frozen=True)
class PhotoLine:
    """A photo in a list: of what, where, when, by whom in which post; `file` is its picture, to be opened.

    `key` names the duty that it shows, `round` the round, `number` what was asked for; a knock has none.
    `thing`: which facility it shows. `at_door`: it was taken at a door, so each look at it is logged.
    """

    id: UUID
    file: UUID
    moment: Moment
    day: date
    taken_at: datetime
    by: str
    role: str
    area: str
    place: str
    what: str
    win: str
    key: str
    round: str
    number: int | None
    floor: int | None
    thing: str
    at_door: bool
    bytes: int
    mine: bool


def asked_of(duty: Grounded, rules: Mapping[str, Playbook]) -> Asked:
    """Which photos stand before a duty counts as done: by the rules that made it, or by who asked for it."""
    try:
        given = "instruction" in duty.basis
        book = None if given else rules[facts.book_of(duty.basis)]
        return asked_by(duty.basis, book.clause(duty.basis["clause"]) if book else None)
    except Problem:
        return Asked.NONE


def standing(duty: Duty) -> QuerySet[Photo]:
    """The photos of a duty; what somebody asked for keeps its photos on whatever day it is done."""
    number = number_of(duty.win) if duty.what in GIVEN else None
    if number is not None:
        return of_number(number)
    rows = Photo.objects.filter(day=duty.day, what=duty.what, owed_by=duty.subject, win=duty.win)
    return rows.filter(taken_down_at=None)


def of_number(number: int) -> QuerySet[Photo]:
    """The photos of what was asked for under a number."""
    return Photo.objects.filter(win=win_of(number), what__in=GIVEN, taken_down_at=None)


def moments(rows: QuerySet[Photo]) -> list[Moment]:
    """What some photos show, inside a running scope."""
    return [Moment(one) for one in rows.values_list("moment", flat=True)]


def of_duty(viewer: Viewer, key: DutyKey) -> list[PhotoLine]:
    """The photos of one duty, the first first; Problems `right_missing`, `duty_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        duty = Duty.objects.filter(
            day=key.day, what=key.what, subject=UUID(key.subject), win=key.win
        ).first()
        if duty is None:
            raise Problem("duty_unknown", key=key)
        return _lines(viewer, standing(duty))


def one_photo(viewer: Viewer, ident: UUID) -> PhotoLine:
    """One photo; Problems `right_missing`, `photo_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        found = _lines(viewer, Photo.objects.filter(id=ident, taken_down_at=None))
    if not found:
        raise Problem("photo_unknown")
    return found[0]


def of_given(viewer: Viewer, numbers: Iterable[int]) -> dict[int, list[PhotoLine]]:
    """The photos of what was asked for, by number, the first first."""
    viewer.must(Right.SEE_REGISTER)
    wanted = [win_of(one) for one in numbers]
    if not wanted:
        return {}
    with acting(viewer):
        rows = Photo.objects.filter(win__in=wanted, what__in=GIVEN, taken_down_at=None)
        found: dict[int, list[PhotoLine]] = {}
        for one in _lines(viewer, rows):
            if one.number is not None:
                found.setdefault(one.number, []).append(one)
        return found


def of_home(viewer: Viewer, area: str, since: date) -> list[PhotoLine]:
    """The photos at one door since a day, the first first, knocks among them."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        rows = Photo.objects.filter(area=area, day__gte=since, taken_down_at=None)
        return _lines(viewer, rows)


def where_of(viewer: Viewer, area: str, subject: UUID) -> Where:
    """Where a duty stands, in words; Problem `right_missing`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        return _where(area, Doors.of([area]), _things([subject]).get(subject, ""))


def _things(subjects: Iterable[UUID | None]) -> dict[UUID, str]:
    """The facilities among some subjects, by name."""
    wanted = {one for one in subjects if one}
    return dict(Facility.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


def _where(area: str, doors: Doors, thing: str) -> Where:
    if not is_common_part(area):
        return Where(doors.short(area), None, thing)
    floor = floor_of(area) if code(area) != "0-p" else None
    # Corridors are named by their floor: 9层楼道.
    return Where(doors.short(parent(area)), None if f"{floor}层" in thing else floor, thing)


def of_day(
    viewer: Viewer, day: date, area: str | None = None, what: str = ""
) -> tuple[list[PhotoLine], int]:
    """The photos of a day in a place, door by door, and how many more there are than are shown.

    Problems: `right_missing`, `area_not_yours`, `path_unreadable`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer):
        rows = on_day(day, held)
        if what:
            rows = rows.filter(what=what)
        count = rows.count()
        return _lines(viewer, rows.order_by("area", "taken_at", "-moment", "id")[:SHOWN]), max(
            0, count - SHOWN
        )


def on_day(day: date, held: Span) -> QuerySet[Photo]:
    """The photos of a day in a span, inside a running scope."""
    return Photo.objects.filter(day=day, area__gte=held.lo, area__lt=held.hi, taken_down_at=None)


def lines_on_day(viewer: Viewer, day: date, held: Span) -> list[PhotoLine]:
    """All photos of a day in a span as lines, those of what was asked for earlier with them, inside a scope."""
    given = Q(day__lt=day, what__in=GIVEN, win__in=_wins_of_day(day, held))
    rows = Photo.objects.filter(Q(day=day) | given, area__gte=held.lo, area__lt=held.hi)
    return _lines(
        viewer, rows.filter(taken_down_at=None).order_by("area", "taken_at", "-moment", "id")
    )


def _wins_of_day(day: date, held: Span) -> Sequence[str]:
    rows = Duty.objects.filter(day=day, what__in=GIVEN, area__gte=held.lo, area__lt=held.hi)
    return list(rows.exclude(state="withdrawn").values_list("win", flat=True).distinct())


def _lines(viewer: Viewer, rows: QuerySet[Photo]) -> list[PhotoLine]:
    """Photos as lines in their order, inside a running scope; five statements however many there are."""
    ordered = rows if rows.query.order_by else rows.order_by("taken_at", "-moment", "id")
    some = list(ordered.select_related("by"))
    if not some:
        return []
    files = {
        about: (ident, size)
        for about, ident, size in Attachment.objects.filter(
            purpose=Purpose.PHOTO, about__in=[one.id for one in some], withdrawn_at=None
        ).values_list("about", "id", "size")
    }
    roles = dict(Post.objects.filter(id__in={one.post for one in some}).values_list("id", "role"))
    doors = Doors.of(one.area for one in some)
    things = _things(one.owed_by for one in some if is_common_part(one.area))
    where = {
        one.id: _where(one.area, doors, things.get(one.owed_by, "") if one.owed_by else "")
        for one in some
    }
    return [
        _line(viewer, one, files[one.id], roles.get(one.post, ""), where[one.id])
        for one in some
        if one.id in files
    ]


def _line(viewer: Viewer, row: Photo, file: tuple[UUID, int], role: str, where: Where) -> PhotoLine:
    common = is_common_part(row.area)
    number = number_of(row.win) if row.what in GIVEN else None
    clause = bool(row.what) and number is None
    return PhotoLine(
        id=row.id,
        file=file[0],
        moment=Moment(row.moment),
        day=row.day,
        taken_at=row.taken_at,
        by=row.by.name,
        role=role,
        area=row.area,
        place=where.place,
        what=row.what,
        win=row.win,
        key=str(DutyKey(row.day, row.what, str(row.owed_by), row.win)) if clause else "",
        round="" if row.what or row.knock else str(RoundKey(row.day, row.win, parent(row.area))),
        number=number,
        floor=where.floor,
        thing=where.thing,
        at_door=not common,
        bytes=file[1],
        mine=row.by_id == viewer.person,
    )
