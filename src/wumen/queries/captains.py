"""Captains of a place as they stand: a seat each, who sits there and why, what is empty, whom one could ask."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wumen.queries.contacts import Contacts, telephone_of
from wumen.queries.force import MemberLine, lines_of
from wumen.queries.group_text import barred_doors
from wumen.queries.homes import place_of
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Area, Duty, ForceMember, Household, Post
from wumen.rules.areas import AreaKind, ancestors, code, counted_at, in_order, span
from wumen.rules.captains.assignment import Building, Candidate, Place, Seat, seats
from wumen.rules.captains.reasons import Why, reasons, to_ask
from wumen.rules.duties import PENDING
from wumen.rules.explanation import Contact
from wumen.rules.force import NEVER, Bar, Work, bars
from wumen.rules.homes import HomeState
from wumen.rules.posts import Right, Viewer

# The post that each seat is.
ROLE_OF: Mapping[Place, str] = {
    Place.CAPTAIN: "captain",
    Place.DEPUTY: "deputy_captain",
    Place.UNIT_LEAD: "unit_lead",
}
SEATED = tuple(ROLE_OF.values())
_NO_HOME = (HomeState.EMPTY, HomeState.SHOP)


@dataclass(frozen=True)
class Standing:
    """All that an assignment of a place looks at: its buildings, who could serve, who sits where and by whose hand.

    Ids of people are those of the crew as texts; `lines` are the members of the force among them.
    """

    area: str
    buildings: tuple[Building, ...]
    candidates: tuple[Candidate, ...]
    sits: Mapping[Seat, str]
    fixed: Mapping[Seat, str]
    lines: Mapping[str, MemberLine]
    posts: Mapping[Seat, Post]
    barred: Mapping[str, Bar]


def seat_area(seat: Seat) -> str:
    """The place of a seat's post."""
    return seat.unit or seat.building


def standing(viewer: Viewer, path: str) -> Standing:
    """What an assignment of a place looks at, inside the present scope."""
    buildings = _buildings(path)
    wanted = seats(buildings)
    by_area = {(ROLE_OF[seat.place], seat_area(seat)): seat for seat in wanted}
    posts = _posts(by_area)
    isolated = {counted_at(door) for door in barred_doors(span(path))}
    lines = _lines(viewer, path)
    elsewhere = _elsewhere(viewer, {line.serving.member: who for who, line in lines.items()})
    barred = {}
    candidates = []
    for who, line in lines.items():
        bar = _barred(line)
        if bar is not None:
            barred[who] = bar
            continue
        never = isolated if _isolated_bar(line) else set()
        candidates.append(_candidate(who, line, elsewhere[who], frozenset(never)))
    return Standing(
        area=path,
        buildings=buildings,
        candidates=tuple(candidates),
        sits={seat: str(post.person_id) for seat, post in posts.items()},
        fixed={seat: str(post.person_id) for seat, post in posts.items() if post.by_hand},
        lines=lines,
        posts=posts,
        barred=barred,
    )


def _buildings(path: str) -> tuple[Building, ...]:
    """The buildings of a place with their homes and units, in the order in which people count them."""
    held = span(path)
    rows = dict(
        Area.objects.filter(
            area__gte=held.lo, area__lt=held.hi, kind__in=[AreaKind.BUILDING, AreaKind.UNIT]
        ).values_list("area", "kind")
    )
    homes = Household.objects.filter(area__gte=held.lo, area__lt=held.hi).exclude(
        state__in=_NO_HOME
    )
    count = Counter(
        above for door in homes.values_list("area", flat=True) for above in ancestors(door)
    )
    units: dict[str, list[str]] = {}
    for one, kind in rows.items():
        if kind == AreaKind.UNIT:
            units.setdefault(ancestors(one)[-1], []).append(one)
    return tuple(
        Building(one, count[one], tuple(sorted(units.get(one, ()), key=in_order)))
        for one in sorted(rows, key=in_order)
        if rows[one] == AreaKind.BUILDING
    )


def _posts(by_area: Mapping[tuple[str, str], Seat]) -> dict[Seat, Post]:
    """Who sits where; of two by an older hand the one that was first."""
    rows = Post.objects.select_related("person").filter(
        until_at__isnull=True,
        role__in=SEATED,
        area__in={area for _, area in by_area},
    )
    found: dict[Seat, Post] = {}
    for row in rows.order_by("-from_at", "-id"):
        seat = by_area.get((row.role, row.area))
        if seat is not None:
            found[seat] = row
    return found


def _lines(viewer: Viewer, path: str) -> dict[str, MemberLine]:
    """Confirmed people of the force whom this place may take, of its own and of the places above."""
    held = span(path)
    rows = ForceMember.objects.select_related("person").filter(
        Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=ancestors(path)),
        confirmed_at__isnull=False,
        left_at__isnull=True,
        people=1,
    )
    given = list(rows)
    people = {row.id: str(row.person_id) for row in given}
    return {people[line.member]: line for line in lines_of(given)}


def _elsewhere(viewer: Viewer, who: Mapping[UUID, str]) -> Counter[str]:
    """How many posts people hold beside a captain's."""
    rows = Post.objects.filter(
        until_at__isnull=True, person__in=[UUID(one) for one in who.values()]
    )
    return Counter(
        str(one) for one in rows.exclude(role__in=SEATED).values_list("person", flat=True)
    )


def _barred(line: MemberLine) -> Bar | None:
    """Why somebody can be no captain anywhere now; None where she can."""
    today = clock.today()
    found = bars(line.serving, Work(today))
    return next((bar for bar in found if bar in NEVER or bar is Bar.RESTING), None)


def _isolated_bar(line: MemberLine) -> bool:
    """Whether she must not serve where a home is isolated."""
    return bool(set(bars(line.serving, Work(clock.today(), isolated=True))) & NEVER)


def _candidate(who: str, line: MemberLine, load: int, not_in: frozenset[str]) -> Candidate:
    lives = [*ancestors(line.lives), line.lives] if line.lives else []
    return Candidate(
        id=who,
        lives_in=counted_at(line.lives) if len(lives) > _BUILDING_LEVEL else line.lives,
        unit=lives[_BUILDING_LEVEL] if len(lives) > _BUILDING_LEVEL else "",
        wishes=tuple(path for path, _ in line.wished),
        load=load + line.homes,
        not_in=not_in,
    )


# District, sub-district, community, compound, building: what lies below is a unit or a door.
_BUILDING_LEVEL = 5


@dataclass(frozen=True)
class Sitting:
    """Somebody on a seat; `crew_no`, and of the force her telephone, masked, and whether it may be printed."""

    crew_no: str
    name: str
    by_hand: bool
    why: tuple[Why, ...]
    telephone: str
    telephone_shown: bool
    member: UUID | None
    bar: Bar | None


@dataclass(frozen=True)
class SeatLine:
    """A seat of a building: its place, who sits there, and whom one could ask."""

    seat: Seat
    role: str
    area: str
    words: str
    sitting: Sitting | None
    ask: tuple[MemberLine, ...]


@dataclass(frozen=True)
class BuildingLine:
    """A building with its seats."""

    area: str
    name: str
    homes: int
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True)
class CaptainsPage:
    """The captains of a place: building by building, how many could still be taken, who cannot and why."""

    area: str
    place: str
    buildings: tuple[BuildingLine, ...]
    spare: tuple[MemberLine, ...]
    barred: tuple[tuple[MemberLine, Bar], ...]

    @property
    def seats(self) -> list[SeatLine]:
        """Every seat of the place."""
        return [seat for one in self.buildings for seat in one.seats]

    @property
    def vacant(self) -> int:
        """How many seats are empty."""
        return sum(seat.sitting is None for seat in self.seats)

    @property
    def unprinted(self) -> list[UUID]:
        """Captains and deputies whose telephone may not be printed yet."""
        sitting = [seat.sitting for seat in self.seats if seat.sitting]
        return [one.member for one in sitting if one.member and not one.telephone_shown]


def captains(viewer: Viewer, path: str) -> CaptainsPage:
    """The captains of a place. Problems `right_missing`, `area_not_yours`, `area_unknown`."""
    viewer.must(Right.KEEP_CREW)
    place = place_of(viewer, path)
    with acting(viewer):
        now = standing(viewer, place.area)
        seated = frozenset(now.sits.values())
        said = spoken_places({seat_area(seat) for seat in seats(now.buildings)})
        buildings = tuple(_building(one, now, seated, said) for one in now.buildings)
    spare = [now.lines[one.id] for one in now.candidates if one.id not in seated]
    barred = tuple((now.lines[who], bar) for who, bar in now.barred.items())
    return CaptainsPage(place.area, place.full_name, buildings, tuple(spare), barred)


def _building(
    one: Building, now: Standing, seated: frozenset[str], said: Mapping[str, str]
) -> BuildingLine:
    known = {candidate.id: candidate for candidate in now.candidates}
    lines = []
    for seat in seats([one]):
        sitting = _sitting(seat, now, known)
        ask = to_ask(seat, now.candidates, seated) if sitting is None or sitting.bar else []
        area = seat_area(seat)
        lines.append(
            SeatLine(
                seat,
                ROLE_OF[seat.place],
                area,
                said.get(area, code(area)),
                sitting,
                tuple(now.lines[who] for who in ask),
            )
        )
    return BuildingLine(one.code, said.get(one.code, code(one.code)), one.homes, tuple(lines))


def _sitting(seat: Seat, now: Standing, known: Mapping[str, Candidate]) -> Sitting | None:
    post = now.posts.get(seat)
    if post is None:
        return None
    who = str(post.person_id)
    line, candidate = now.lines.get(who), known.get(who)
    why = reasons(seat, candidate or Candidate(who), post.by_hand) if candidate else ()
    return Sitting(
        crew_no=post.person.number,
        name=post.person.name,
        by_hand=post.by_hand,
        why=why or ((Why.BY_HAND,) if post.by_hand else ()),
        telephone=line.telephone if line else "",
        telephone_shown=bool(line and line.telephone_shown),
        member=line.member if line else None,
        bar=now.barred.get(who),
    )


@dataclass(frozen=True)
class OnCard:
    """Somebody on a printed card: her telephone only where she agreed that it is printed."""

    role: str
    words: str
    name: str
    telephone: str


@dataclass(frozen=True)
class CaptainCard:
    """A building's card for its stairwell: who answers, how many homes, and the number that always answers."""

    area: str
    name: str
    homes: int
    people: tuple[OnCard, ...]
    hotline: Contact | None

    @property
    def text(self) -> str:
        """What may be copied for the building's group: names and the building, no number and no room."""
        told = "，".join(f"{one.words}是{one.name}" for one in self.people)
        return f"{self.name}的邻居，您好。{told}。有事请先找他们，电话在楼道的卡上。"


_WORDS = {"captain": "楼长", "deputy_captain": "副楼长", "unit_lead": "单元长"}


def captain_cards(viewer: Viewer, path: str) -> list[CaptainCard]:
    """The cards of a place, a building each; that telephones are printed is the caller's to log."""
    viewer.must(Right.KEEP_CREW)
    place = place_of(viewer, path)
    with acting(viewer):
        now = standing(viewer, place.area)
        said = spoken_places({seat_area(seat) for seat in seats(now.buildings)})
        contacts = Contacts([one.code for one in now.buildings])
        return [
            CaptainCard(
                one.code,
                said.get(one.code, code(one.code)),
                one.homes,
                tuple(_on_cards(seats([one]), now, said)),
                next(
                    (who for who in contacts.answering(ancestors(one.code)[-1]) if who.telephone),
                    None,
                ),
            )
            for one in now.buildings
        ]


def _on_cards(wanted: Sequence[Seat], now: Standing, said: Mapping[str, str]) -> Iterable[OnCard]:
    for seat in wanted:
        post = now.posts.get(seat)
        if post is None:
            continue
        line = now.lines.get(str(post.person_id))
        shown = telephone_of(post.person) if line and line.telephone_shown else ""
        role = ROLE_OF[seat.place]
        words = _WORDS[role]
        if seat.unit:
            # 1单元 with its 单元长 is 1单元长.
            words = f"{said.get(seat.unit, '').split(' ')[-1].removesuffix('单元')}{words}"
        yield OnCard(role, words, post.person.name, shown)


@dataclass(frozen=True)
class StandsOpen:
    """What a captain hands over: what is due today and overdue, homes, and how many of them isolate."""

    open: int
    overdue: int
    homes: int
    isolated: int


def stands_open(area: str) -> StandsOpen:
    """What stands open at a building or unit now, inside the present scope."""
    held, now = span(area), clock.now()
    rows = Duty.objects.filter(
        day=clock.today(), area__gte=held.lo, area__lt=held.hi, state__in=PENDING
    )
    homes = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
    return StandsOpen(
        rows.count(),
        rows.filter(due_at__lte=now).count(),
        homes.exclude(state__in=_NO_HOME).count(),
        len(barred_doors(held)),
    )
