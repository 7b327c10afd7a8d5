"""Instructions and requests: as facts for planner and audit, and as lists with what they say for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from wumen.queries.duties import DutyLine, Owner, line_of, owners, within
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    CrewMember,
    Duty,
    Facility,
    Household,
    Instruction,
    Outbreak,
    Post,
    Resident,
)
from wumen.rules.areas import (
    Span,
    ancestors,
    code,
    common_part,
    is_common_part,
    parent,
    read_path,
    subject_of_place,
    words_in_order,
)
from wumen.rules.health_words import MASK, MASK_ON_PAPER, masked_health
from wumen.rules.instructions import (
    GIVEN,
    Given,
    day_due,
    for_many,
    stands_on,
    what_of,
    win_of,
)
from wumen.rules.needs import GRAVEST_FIRST
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem


class Said(msgspec.Struct, frozen=True):
    """What lies sealed in an instruction: what is to be done, who asked, who passed it on, whom of a home it names."""

    text: str
    asked_by: str
    passed_on_by: str = ""
    people: tuple[str, ...] = ()


def said_of(row: Instruction) -> Said:
    """What an instruction says; Problem `seal_broken`."""
    text = sealing.unseal_given(row.outbreak_id, row.id, bytes(row.said_sealed))
    return msgspec.json.decode(text, type=Said)


def _floors(rows: Iterable[Instruction]) -> Mapping[UUID, int | None]:
    things = [row.facility for row in rows if row.facility]
    known = Facility.objects.filter(id__in=things) if things else Facility.objects.none()
    return dict(known.values_list("id", "floor"))


def _posts(rows: Iterable[Instruction]) -> frozenset[UUID]:
    """Those of the named posts that still stand."""
    named = [row.post for row in rows if row.post]
    if not named:
        return frozenset()
    now = clock.now()
    held = Post.objects.filter(Q(until_at__isnull=True) | Q(until_at__gt=now), id__in=named)
    return frozenset(held.values_list("id", flat=True))


def _fact(row: Instruction, floors: Mapping[UUID, int | None], posts: frozenset[UUID]) -> Given:
    subject = row.resident or row.household or row.facility or subject_of_place(row.area)
    at_door = bool(row.resident or row.household)
    floor = floors.get(row.facility) if row.facility else None
    return Given(
        number=row.number,
        what=what_of(row.origin),
        subject=subject,
        area=row.area,
        stands=row.area if at_door else common_part(row.area, floor),
        role=row.role,
        post=row.post if row.post in posts else None,
        grade=row.grade,
        urgency=row.urgency,
        outbreak=str(row.outbreak_id),
        opens_at=row.opens_at,
        due_at=row.due_at,
        closed_as=row.closed_as,
        closed_day=row.closed_day,
        photos=row.photos,
        exit=row.exit,
    )


def facts_of(rows: Iterable[Instruction]) -> list[Given]:
    """Instructions as the rules look at them."""
    some = list(rows)
    floors, posts = _floors(some), _posts(some)
    return [_fact(row, floors, posts) for row in some]


def _may_stand(day: date, within: Span) -> QuerySet[Instruction]:
    """All that may be owed in a span on a day: not closed before it, in an open outbreak."""
    rows = Instruction.objects.filter(
        Q(closed_day__isnull=True) | Q(closed_day__gte=day),
        area__gte=within.lo,
        area__lt=within.hi,
        outbreak__closed_at__isnull=True,
    )
    return rows.order_by("number")


def given(day: date, within: Span) -> list[Given]:
    """What is owed in a span on a day because somebody asked for it, by their numbers."""
    today = clock.today()
    return [one for one in facts_of(_may_stand(day, within)) if stands_on(one, day, today)]


@dataclass(frozen=True)
class InstructionLine:
    """An instruction in a list: what it says, where, whose, and how it stands.

    `state`: `ahead` (its day is not planned yet), `open`, `taken`, `overdue`, or how it was closed. `duty` is
    that of today, or of the day on which it was or will be settled; None where none stands. `masked`: names of
    medicines or illnesses in it are masked; the whole is opened one by one, and each opening logged.
    """

    number: int
    what: str
    origin: str
    said: Said
    document: str
    area: str
    place: str
    subject_kind: str
    subject: str
    role: str
    post: UUID | None
    owner: Owner | None
    grade: str
    urgency: str
    opens_at: datetime
    due_at: datetime
    entered_by: str
    entered_at: datetime
    state: str
    duty: DutyLine | None
    closed_by: str
    closed_at: datetime | None
    closed_why: str
    photos: bool = False
    exit: str = ""
    masked: bool = False


@dataclass(frozen=True)
class _Around:
    """What the lines of a list need beside their rows: names, posts and duties, a statement each."""

    names: Mapping[str, str]
    subjects: Mapping[UUID, str]
    people: Mapping[UUID, str]
    duties: Mapping[str, Duty]
    posts: Mapping[UUID, Owner]


def _around(rows: list[Instruction]) -> _Around:
    paths = {path for row in rows for path in (*ancestors(row.area), row.area)}
    residents = [row.resident for row in rows if row.resident]
    things = [row.facility for row in rows if row.facility]
    subjects = dict(Resident.objects.filter(id__in=residents).values_list("id", "name"))
    subjects |= dict(Facility.objects.filter(id__in=things).values_list("id", "name"))
    duties = _duties(rows)
    posts = [post for one in duties.values() for post in (one.owner_post, one.taken_by) if post]
    posts += [row.post for row in rows if row.post]
    people = [row.entered_by_id for row in rows]
    people += [row.closed_by_id for row in rows if row.closed_by_id]
    return _Around(
        names=dict(Area.objects.filter(area__in=paths).values_list("area", "name")),
        subjects=subjects,
        people=dict(CrewMember.objects.filter(id__in=people).values_list("id", "name")),
        duties=duties,
        posts=owners(set(posts)),
    )


def _duties(rows: list[Instruction]) -> dict[str, Duty]:
    """The duty of each instruction that says most now: today's, else the settled, else the one to come."""
    today = clock.today()
    found: dict[str, Duty] = {}
    wanted = {win_of(row.number): row.closed_day or max(today, day_due(row.due_at)) for row in rows}
    for one in Duty.objects.filter(
        day__in=set(wanted.values()), what__in=GIVEN, win__in=list(wanted)
    ).exclude(state="withdrawn"):
        if wanted[one.win] == one.day:
            found[one.win] = one
    return found


def _state(row: Instruction, duty: Duty | None, now: datetime) -> str:
    if row.closed_as:
        return row.closed_as
    if row.due_at <= now:
        return "overdue"
    if duty is not None:
        return duty.state
    return "ahead"


def shown_to_many(row: Instruction, said: Said, mask: str = MASK) -> Said:
    """What an instruction says where more people read it than who carries it out."""
    of_home = bool(row.resident or row.household)
    text = for_many(said.text, row.origin, row.urgency, of_home, mask)
    return msgspec.structs.replace(said, text=text)


def _line(
    row: Instruction, around: _Around, now: datetime, whole: bool = False, mask: str = MASK
) -> InstructionLine:
    duty = around.duties.get(win_of(row.number))
    chain = [*ancestors(row.area), row.area][2:]
    owner = around.posts.get(duty.owner_post) if duty and duty.owner_post else None
    kinds = (("resident", row.resident), ("household", row.household), ("facility", row.facility))
    kind, ident = next(((kind, one) for kind, one in kinds if one), ("place", None))
    own = said_of(row)
    shown, why = shown_to_many(row, own, mask), masked_health(row.closed_why, mask)
    return InstructionLine(
        number=row.number,
        what=what_of(row.origin).value,
        origin=row.origin,
        said=own if whole else shown,
        document=row.document,
        area=row.area,
        place=" ".join(around.names.get(one, code(one)) for one in chain)
        or around.names.get(row.area, code(row.area)),
        subject_kind=kind,
        subject=around.subjects.get(ident, "") if ident else "",
        role=row.role,
        post=row.post,
        owner=owner or (around.posts.get(row.post) if row.post else None),
        grade=row.grade,
        urgency=row.urgency,
        opens_at=row.opens_at,
        due_at=row.due_at,
        entered_by=around.people.get(row.entered_by_id, ""),
        entered_at=row.entered_at,
        state=_state(row, duty, now),
        duty=line_of(duty, around.posts, now) if duty else None,
        closed_by=around.people.get(row.closed_by_id, "") if row.closed_by_id else "",
        closed_at=row.closed_at,
        closed_why=row.closed_why if whole else why,
        photos=row.photos,
        exit=row.exit,
        masked=not whole and (shown != own or why != row.closed_why),
    )


def instructions(viewer: Viewer, area: str = "", closed: bool = False) -> list[InstructionLine]:
    """The instructions in a viewer's area: what stands, the most urgent and longest due first; or what was closed.

    Problems: `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer):
        rows = Instruction.objects.filter(area__gte=held.lo, area__lt=held.hi)
        rows = rows.exclude(closed_as="") if closed else rows.filter(closed_as="")
        some = list(rows.order_by("-closed_at", "due_at", "number")[:500])
        around, now = _around(some), clock.now()
        lines = [_line(row, around, now) for row in some]
    if closed:
        return lines
    return sorted(lines, key=lambda one: (GRAVEST_FIRST[one.urgency], one.due_at, one.number))


def lines_by_id(viewer: Viewer, idents: Iterable[UUID]) -> dict[UUID, InstructionLine]:
    """Some instructions by their ids, as paper shows them; closed ones too, those that the viewer does not see not."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        rows = list(Instruction.objects.filter(id__in=list(idents)))
        around, now = _around(rows), clock.now()
        return {row.id: _line(row, around, now, mask=MASK_ON_PAPER) for row in rows}


def instruction_line(viewer: Viewer, number: int, whole: bool = False) -> InstructionLine:
    """One instruction, `whole` where its opening is logged; Problem `instruction_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row = Instruction.objects.filter(number=number).first()
        if row is None:
            raise Problem("instruction_unknown", number=number)
        return _line(row, _around([row]), clock.now(), whole)


@dataclass(frozen=True)
class OwingPost:
    """A post that may be named as the one that owes it."""

    id: UUID
    role: str
    name: str
    area: str


@dataclass(frozen=True)
class About:
    """What an instruction may be about at a place: the place, its people, its facilities, who may owe it.

    `outbreaks`: the open ones by name, of which one must be chosen where there are several.
    """

    path: str
    place: str
    at_door: bool
    household: UUID | None
    residents: tuple[tuple[UUID, str], ...]
    facilities: tuple[tuple[UUID, str], ...]
    posts: tuple[OwingPost, ...]
    outbreaks: tuple[str, ...]


def about(viewer: Viewer, area: str) -> About:
    """What can be asked for at a place; Problems `path_unreadable`, `area_not_yours`, `area_unknown`."""
    path = read_path(area) if area else viewer.area
    viewer.must(Right.SEE_REGISTER, path)
    if is_common_part(path):
        path = parent(path)
    with acting(viewer):
        chain = [*ancestors(path), path]
        names = dict(Area.objects.filter(area__in=chain).values_list("area", "name"))
        home = Household.objects.filter(area=path).first()
        if path and path not in names and home is None:
            raise Problem("area_unknown", path=path)
        people = home.residents.order_by("place", "id") if home else Resident.objects.none()
        things = Facility.objects.filter(area=path, closed_at__isnull=True)
        now = clock.now()
        posts = Post.objects.filter(
            Q(until_at__isnull=True) | Q(until_at__gt=now), area__in=[*chain, ""], from_at__lte=now
        ).select_related("person")
        return About(
            path=path,
            place=" ".join(names.get(one, code(one)) for one in chain[2:] or chain[-1:]),
            at_door=home is not None,
            household=home.id if home else None,
            residents=tuple(people.values_list("id", "name")),
            facilities=tuple(
                sorted(things.values_list("id", "name"), key=lambda one: words_in_order(one[1]))
            ),
            posts=tuple(
                OwingPost(one.id, one.role, one.person.name, names.get(one.area, ""))
                for one in sorted(posts, key=lambda one: (-len(one.area), one.role))
                if Right.SETTLE in ROLES[one.role].rights and one.role != "operator"
            ),
            outbreaks=tuple(
                Outbreak.objects.filter(closed_at__isnull=True)
                .order_by("-opened_at")
                .values_list("name", flat=True)
            ),
        )
