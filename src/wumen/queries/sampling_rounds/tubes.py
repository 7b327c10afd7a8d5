"""Everyone of one tube by what phones noted; and the looks that were asked for, as an office sees them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wumen.queries.app_outages import people_of as people_registered
from wumen.queries.doors import Doors
from wumen.queries.field.evidence import opened_all
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.box_lines import words_of
from wumen.records import clock, field_told, sealing
from wumen.records.models import (
    AppRegistered,
    FieldRecord,
    Household,
    Resident,
    SamplingBoxTube,
    TubeLook,
)
from wumen.rules.app_outages.registering import Person
from wumen.rules.areas import counted_at
from wumen.rules.duties import read_key
from wumen.rules.field.bodies import SampleBody
from wumen.rules.field.told import SAMPLE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.tubes import OPEN_FOR, Look

_SHOWN = 40


@dataclass(frozen=True)
class LookLine:
    """A look as it was asked for; `mine`: the viewer asked or agreed; `open`: it may be looked at now."""

    id: UUID
    purpose: str
    samples: int
    asked_by: str
    asked_at: datetime
    agreed_by: str
    agreed_at: datetime | None
    mine: bool
    asked_by_me: bool
    open: bool
    over: bool


def look_of(row: TubeLook) -> Look:
    """A look as the rules see it."""
    return Look(row.asked_by_id, row.agreed_by_id, row.agreed_at)


def looks(viewer: Viewer) -> list[LookLine]:
    """The looks at tubes in the viewer's area, the newest first; Problem `right_missing`.

    Those that wait for a second person or may be looked at stand all, however many were asked for since.
    """
    viewer.must(Right.PLAN)
    now = clock.now()
    with acting(viewer):
        rows = TubeLook.objects.select_related("asked_by", "agreed_by").order_by("-asked_at")
        open_now = Q(agreed_at=None) | Q(agreed_at__gt=now - OPEN_FOR)
        shown = [*rows.filter(open_now), *rows.exclude(open_now)[:_SHOWN]]
        return [
            LookLine(
                *(row.id, row.purpose, row.samples, row.asked_by.name, row.asked_at),
                row.agreed_by.name if row.agreed_by else "",
                row.agreed_at,
                viewer.person in (row.asked_by_id, row.agreed_by_id),
                row.asked_by_id == viewer.person,
                (open_ := look_of(row).is_open(now)),
                row.agreed_at is not None and not open_,
            )
            for row in sorted(shown, key=lambda one: one.asked_at, reverse=True)
        ]


def samples_of(tube_key: bytes) -> QuerySet[FieldRecord]:
    """What phones noted of a tube, as far as the scope sees."""
    rows = FieldRecord.objects.filter(kind=SAMPLE, tube_key=tube_key)
    return rows.order_by("happened_at", "writer", "seq")


@dataclass(frozen=True)
class TubePerson:
    """Somebody of a tube: who, behind which door, when it was noted; without a home where she has left it since."""

    resident: UUID
    name: str
    door: str
    area: str
    household: UUID | None
    sampled_at: datetime


@dataclass(frozen=True)
class TubeRegistered:
    """Somebody of a tube who was registered while the city's app was down: as she was typed, where and when.

    `number`: of her identity card or other document; `resident`: who that card is in the register, None for nobody.
    """

    id: UUID
    name: str
    number: str
    resident: UUID | None
    telephone: str
    place: int
    point: int
    sampled_at: datetime
    area: str


@dataclass(frozen=True)
class TubePeople:
    """Everyone of a tube, and for what it was asked.

    `registered`: those who were typed while the city's app was down. `unread`: samples whose events no key opens here,
    `gone`: people who are in no register; `boxes`: in which boxes it was scanned, in words.
    """

    purpose: str
    people: tuple[TubePerson, ...]
    unread: int
    gone: int
    boxes: tuple[str, ...] = ()
    registered: tuple[TubeRegistered, ...] = ()

    @property
    def many(self) -> int:
        """How many are named."""
        return len(self.people) + len(self.registered)


def registered_of(tube_key: bytes) -> QuerySet[AppRegistered]:
    """Who was registered in a tube while the city's app was down, as far as the scope sees."""
    rows = AppRegistered.objects.filter(tube_key=tube_key, withdrawn_at=None)
    return rows.select_related("round", "point").order_by("sampled_at", "place", "id")


def _typed(row: AppRegistered, person: Person, known: Mapping[str, UUID]) -> TubeRegistered:
    return TubeRegistered(
        id=row.id,
        name=person.name,
        number=person.identity_number or person.document,
        resident=known.get(person.identity_number),
        telephone=person.telephone,
        place=row.place,
        point=row.point.number,
        sampled_at=row.sampled_at,
        area=row.area,
    )


def _by_card(people: Iterable[Person]) -> dict[str, UUID]:
    """Who the numbers of identity cards are in the register; a number that two people share is nobody's."""
    keys = {
        sealing.keyed("identity", one.identity_number): one.identity_number
        for one in people
        if one.identity_number
    }
    rows = Resident.objects.filter(identity_key__in=list(keys), identity_shared=False)
    return {keys[bytes(row.identity_key or b"")]: row.id for row in rows} if keys else {}


def boxes_with(tube_key: bytes) -> tuple[str, ...]:
    """In which boxes a tube was scanned, by point or place, box and seal; as far as the running scope sees."""
    found = SamplingBoxTube.objects.filter(tube_key=tube_key).select_related(
        "box__point", "box__round"
    )
    rows = [one.box for one in found.order_by("box__noted_at")]
    words = Doors.of(one.area for one in rows if one.point is None)
    return tuple(
        f"{words_of(one.point, one.area, words)}，{one.number}箱，封签{one.seal}，第{one.round.number}轮核酸"
        for one in rows
    )


def people_of(row: TubeLook) -> TubePeople:
    """Everyone of a tube by the events of phones; inside the running scope, once the look is logged."""
    found = list(samples_of(bytes(row.tube_key)))
    events = field_told.events((one.arrived_on, one.writer, one.seq) for one in found)
    subjects: dict[UUID, datetime] = {}
    unread = 0
    places = [(one.arrived_on, one.writer, one.seq) for one in found]
    some = [(events[place].body, events[place].device) for place in places if place in events]
    said = dict(zip((one for one in places if one in events), opened_all(some), strict=True))
    for one, place in zip(found, places, strict=True):
        body = said.get(place)
        subject = _subject(body.duty) if isinstance(body, SampleBody) else None
        if subject is None:
            unread += 1
        else:
            subjects.setdefault(subject, one.happened_at)
    people = _people(subjects)
    gone, boxes = len(subjects) - len(people), boxes_with(bytes(row.tube_key))
    rows = list(registered_of(bytes(row.tube_key)))
    who = people_registered(rows)
    known = _by_card(who.values())
    typed = tuple(_typed(one, who[one.id], known) for one in rows)
    return TubePeople(row.purpose, people, unread, gone, boxes, typed)


def _subject(duty: str) -> UUID | None:
    try:
        return UUID(read_key(duty).subject)
    except (Problem, ValueError):
        return None


def _people(subjects: Mapping[UUID, datetime]) -> tuple[TubePerson, ...]:
    rows = list(Resident.objects.filter(id__in=list(subjects)).order_by("area", "place", "id"))
    words = Doors.of(row.area for row in rows)
    homes = set(
        Household.objects.filter(id__in=[row.household_id for row in rows]).values_list(
            "id", flat=True
        )
    )
    return tuple(
        TubePerson(
            *(row.id, row.name, words.short(row.area), counted_at(row.area)),
            row.household_id if row.household_id in homes else None,
            subjects[row.id],
        )
        for row in rows
    )
