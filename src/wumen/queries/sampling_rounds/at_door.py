"""Who is sampled at her door because she cannot come down: proposed, on the list, and in the order of the route."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries import facts
from wumen.queries.doors import Doors
from wumen.queries.doors_apart import isolated_doors
from wumen.queries.instructions import said_of
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.lines import RoundLine
from wumen.queries.sampling_rounds.standing import (
    AtDoor,
    counted,
    line_of,
    owed_at_door,
    places_held,
    round_row,
)
from wumen.records import clock, sealing
from wumen.records.models import Duty, Instruction, Knock, Resident, SamplingAtDoor, SamplingRound
from wumen.rules.areas import Span, common, in_order, span
from wumen.rules.duties import DutyState
from wumen.rules.homes import is_away
from wumen.rules.instructions import Origin
from wumen.rules.knocks import RECENT, Result
from wumen.rules.masks import mask_name
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.rounds import Reason
from wumen.rules.sampling_rounds.at_door import (
    GROUND_NAMES,
    Ground,
    grounds_of,
    in_route,
    says_stays_up,
    stays_up,
)
from wumen.rules.sampling_rounds.standing import together

_DAY = timedelta(days=1)
# Who could not come down a fortnight ago is asked about anew.
_LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Proposed:
    """Somebody who should be sampled at her door, by which ground."""

    resident: UUID
    area: str
    name: str
    place: int
    ground: Ground


def proposed(paths: Sequence[str], day: date) -> list[Proposed]:
    """Who of some places should be sampled at the door on a day, in the order of doors, inside the running scope.

    What was said of a home is about whom the register knows there; where it knows nobody it holds for all who are
    there, and the office takes off who comes down. Needs are opened for the rule alone. Problem `seal_broken`.
    """
    spans = [span(path) for path in paths]
    if not spans:
        return []
    within = span(common(list(paths)))
    found = [*_by_register(spans, day), *_by_word(within), *_before(within, day)]
    homes = grounds_of((who, ground) for who, ground, of_home in found if of_home)
    people = [(who, ground) for who, ground, of_home in found if not of_home]
    rows = Resident.objects.filter(
        Q(household__in=list(homes)) | Q(id__in=[who for who, _ in people])
    )
    there = [
        one
        for one in rows
        if any(held.holds(one.area) for held in spans)
        and not is_away(one.away_since, one.away_until, day)
    ]
    best = grounds_of(people)
    told = {one.household_id for one in there if one.id in best}
    best |= {
        one.id: homes[one.household_id] for one in there if one.household_id in homes.keys() - told
    }
    made = [
        Proposed(one.id, one.area, one.name, one.place, best[one.id])
        for one in there
        if one.id in best
    ]
    return sorted(made, key=lambda one: (in_order(one.area), one.place))


_Told = Iterator[tuple[UUID, Ground, bool]]


def _by_register(spans: Sequence[Span], day: date) -> _Told:
    for who, needs in facts.needs(spans).items():
        if stays_up(needs, day):
            yield who, Ground.REGISTER, False


def _by_word(within: Span) -> _Told:
    """Who or whose home said at a knock of the last days, or asked in words that still wait, that somebody stays up."""
    place = {"area__gte": within.lo, "area__lt": within.hi}
    since = clock.now() - RECENT
    knocks = Knock.objects.filter(knocked_at__gt=since, result=Result.NEEDS, **place)
    for one in knocks.filter(said_sealed__isnull=False):
        if says_stays_up(sealing.unseal("said", one.id, one.said_sealed) or ""):
            yield one.household, Ground.KNOCK, True
    asked = Instruction.objects.filter(closed_as="", origin=Origin.RESIDENT, **place)
    for row in asked.exclude(resident=None, household=None):
        whose = row.resident or row.household
        if whose and says_stays_up(said_of(row).text):
            yield whose, Ground.ASKED, row.resident is None


def _before(within: Span, day: date) -> _Told:
    """Whom the office itself put on the list of the round before, wherever it was held here."""
    rows = SamplingAtDoor.objects.filter(
        area__gte=within.lo, area__lt=within.hi, door=True, round__day__lte=day
    )
    added = rows.filter(ground__in=[Ground.HAND, Ground.BEFORE], round__day__gte=day - _LATELY)
    told = list(added.values_list("round__begins_at", "resident"))
    last = max((begins for begins, _ in told), default=None)
    for begins, who in told:
        if begins == last:
            yield who, Ground.BEFORE, False


def to_propose(row: SamplingRound, known: Collection[UUID] = ()) -> list[Proposed]:
    """Whom a round should have on its list and nobody decided about yet, inside the running scope."""
    return [one for one in proposed(places_held(row), row.day) if one.resident not in known]


@dataclass(frozen=True)
class DoorPerson:
    """Somebody on the route: `ground` None where an order keeps her at home."""

    resident: UUID
    name: str
    masked: str
    ground: Named | None
    done: bool
    settled: bool


@dataclass(frozen=True)
class DoorStop:
    """A door of the route by its number; `alone`: gone to last and by itself."""

    number: int
    area: str
    words: str
    household: UUID
    alone: bool
    people: tuple[DoorPerson, ...]


@dataclass(frozen=True)
class OnList:
    """Somebody who is proposed or was taken off, with her door in words."""

    resident: UUID
    words: str
    name: str
    ground: Named


@dataclass(frozen=True)
class DoorList:
    """The list of a round: its route, who is proposed and not decided about, who was taken off.

    `whole`: the buildings where everybody is sampled at the door: they are walked floor by floor, on their own sheets.
    """

    line: RoundLine
    stops: tuple[DoorStop, ...]
    proposed: tuple[OnList, ...]
    off: tuple[OnList, ...]
    whole: tuple[str, ...]
    inside: bool

    @property
    def people(self) -> int:
        """How many are on the route."""
        return sum(len(one.people) for one in self.stops)

    @property
    def done(self) -> int:
        """How many of them are sampled."""
        return sum(who.done for one in self.stops for who in one.people)

    @property
    def first_alone(self) -> int:
        """The number of the first door that is gone to last; 0 where there is none."""
        return next((one.number for one in self.stops if one.alone), 0)


def door_list(viewer: Viewer, ident: UUID) -> DoorList:
    """The list of a round with its route; Problems `right_missing`, `round_unknown`."""
    viewer.must(Right.PLAN)
    with acting(viewer):
        row = round_row(viewer, ident)
        sums = counted(row)
        whole = [area for area, one in sums.items() if one.due and one.door == one.due]
        owed = owed_at_door(row, whole)
        listed = list(SamplingAtDoor.objects.filter(round=row))
        known = {one.resident for one in listed}
        ahead = to_propose(row, known) if row.closed_at is None else []
        people = _people([*(one.subject for one in owed), *(one.resident for one in listed)])
        words = Doors.of(
            [row.area, *whole, *(one.area for one in owed), *(one.area for one in ahead)]
            + [one.area for one in people.values()]
        )
        apart = _apart(row, {one.area for one in owed})
        stops = _stops(
            owed, people, {one.resident: Ground(one.ground) for one in listed}, apart, words
        )
        off = [people[one.resident] for one in listed if not one.door and one.resident in people]
        return DoorList(
            *(line_of(row, together(sums.values()), words), tuple(stops)),
            tuple(
                OnList(one.resident, words.short(one.area), one.name, GROUND_NAMES[one.ground])
                for one in ahead
            ),
            tuple(
                OnList(one.id, words.short(one.area), one.name, GROUND_NAMES[Ground.HAND])
                for one in off
            ),
            tuple(words.short(one) for one in sorted(whole, key=in_order)),
            viewer.span.holds(row.area),
        )


def _people(idents: Iterable[UUID]) -> dict[UUID, Resident]:
    return {one.id: one for one in Resident.objects.filter(id__in=list(idents))}


def _apart(row: SamplingRound, doors: set[str]) -> set[str]:
    """The doors among some that are gone to last and alone: isolated, positive lately, or unwell since yesterday."""
    if not doors:
        return set()
    unwell = Duty.objects.filter(
        day__in=[row.day - _DAY, row.day], reason=Reason.UNWELL, area__in=doors
    ).exclude(state=DutyState.WITHDRAWN)
    bound = isolated_doors(common(sorted(doors)), clock.now())
    return doors & {*bound, *unwell.values_list("area", flat=True)}


def _stops(
    owed: Sequence[AtDoor],
    people: Mapping[UUID, Resident],
    grounds: Mapping[UUID, Ground],
    apart: set[str],
    words: Doors,
) -> list[DoorStop]:
    """The doors of a route with who is sampled there, each once, numbered as they are walked."""
    behind: dict[str, list[AtDoor]] = {}
    for one in owed:
        if one.subject in people:
            behind.setdefault(one.area, []).append(one)
    walked = in_route(behind, apart)
    made = []
    for number, area in enumerate(walked, 1):
        some = sorted(behind[area], key=lambda one: people[one.subject].place)
        household = people[some[0].subject].household_id
        told = tuple(_person(one, people[one.subject], grounds) for one in some)
        made.append(DoorStop(number, area, words.short(area), household, area in apart, told))
    return made


def _person(one: AtDoor, who: Resident, grounds: Mapping[UUID, Ground]) -> DoorPerson:
    ground = grounds.get(one.subject)
    return DoorPerson(
        *(one.subject, who.name, mask_name(who.name)),
        GROUND_NAMES[ground] if ground else None,
        one.state == DutyState.DONE,
        one.state in (DutyState.DONE, DutyState.WAIVED),
    )
