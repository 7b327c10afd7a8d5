"""People in special care (重点关爱): what each asks for today and this week; why, for the register alone."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

import msgspec
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Area, Household, Resident, SpecialNeed
from wumen.rules.areas import Span, called_by, code, counted_at, in_order, read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import (
    KINDS,
    Ask,
    AskKind,
    Category,
    Detail,
    Kind,
    Need,
    Wanted,
    asks,
    categories,
    fits,
    kinds_in,
    missing,
    needs_of_words,
    neutral,
    urgency,
)

SEALED_AS = "special_need"
PAGE = 100
# So many people's needs are opened to be put in order; a larger place is looked at building by building.
OPENED_AT_MOST = 5000


@dataclass(frozen=True)
class NeedLine:
    """One need as the viewer may see it: `need` (why, and all details) for the register's posts alone."""

    ref: UUID
    asks: tuple[Ask, ...]
    lacking: tuple[Detail, ...]
    fields: tuple[Detail, ...]
    from_ledger: bool
    need: Need | None


@dataclass(frozen=True)
class CareLine:
    """Somebody in special care; `unread` are words of the ledger that mean no kind we know.

    `unclear` says that there are such words, also to who may not read them.
    """

    resident: UUID
    household: UUID
    area: str
    door: str
    name: str
    needs: tuple[NeedLine, ...]
    unread: tuple[str, ...]
    unclear: bool

    @property
    def asks(self) -> tuple[Ask, ...]:
        """All that is asked for this person, each said once, the most urgent first."""
        return neutral(ask for need in self.needs for ask in need.asks)

    @property
    def building(self) -> str:
        """The place at which this person is counted."""
        return counted_at(self.area)


@dataclass(frozen=True)
class BuildingCount:
    """How many people of a building are in special care."""

    area: str
    name: str
    people: int


@dataclass(frozen=True)
class CarePage:
    """A page of the list; `too_many` when the place is too large to be put in order at once."""

    lines: Sequence[CareLine]
    total: int
    page: int
    pages: int
    buildings: Sequence[BuildingCount]
    homes: Sequence[tuple[Category, int]]
    too_many: bool


@dataclass(frozen=True)
class Home:
    """A household with everybody who lives there; categories for the register's posts alone."""

    id: UUID
    area: str
    door: str
    people: Sequence[CareLine]
    categories: tuple[Category, ...]


def open_need(row: SpecialNeed) -> Need:
    """A need as it was sealed; Problem `seal_broken`."""
    text = sealing.unseal(SEALED_AS, row.id, row.need_sealed)
    return msgspec.json.decode(text or "", type=Need)


def word_ref(resident: UUID, kind: Kind) -> UUID:
    """The reference of a need that only a word of the ledger tells of; it says nothing of the kind."""
    return uuid5(resident, kind)


def words_of(row: Resident) -> list[str]:
    """What the ledger says of somebody's needs; Problem `seal_broken`."""
    return sealing.unseal_list("needs", row.id, row.needs_sealed)


def needs_by_word(
    resident: UUID, words: Sequence[str], answered: Collection[Kind]
) -> dict[UUID, Need]:
    """The needs that only the ledger's words tell of, by reference; what a person noted goes before."""
    return {
        word_ref(resident, kind): need
        for kind, need in needs_of_words(tuple(words)).items()
        if kind not in answered
    }


def _need_line(ref: UUID, need: Need, day: date, from_ledger: bool, all_of_it: bool) -> NeedLine:
    return NeedLine(
        ref=ref,
        asks=asks(need, day),
        lacking=missing(need),
        fields=KINDS[need.kind].details,
        from_ledger=from_ledger,
        need=need if all_of_it else None,
    )


def _line(
    row: Resident, kept: Sequence[SpecialNeed], doors: dict[str, str], day: date, all_of_it: bool
) -> CareLine:
    opened = [(one, open_need(one)) for one in kept]
    lines = [
        _need_line(one.id, need, day, False, all_of_it)
        for one, need in opened
        if one.ended_at is None
    ]
    words = words_of(row)
    by_word = needs_by_word(row.id, words, {need.kind for _one, need in opened})
    lines += [_need_line(ref, need, day, True, all_of_it) for ref, need in by_word.items()]
    unread = tuple(word for word in words if not kinds_in(word))
    return CareLine(
        resident=row.id,
        household=row.household_id,
        area=row.area,
        door=doors[row.area],
        name=row.name,
        needs=tuple(sorted(lines, key=lambda line: urgency(line.asks))),
        unread=unread if all_of_it else (),
        unclear=bool(unread),
    )


def _names(buildings: Iterable[str]) -> dict[str, str]:
    """How buildings are called, with what stands between them and their community: 锦绣城 1号楼, 朱屯村 1组 1巷."""
    chains = {one: called_by(one) for one in set(buildings)}
    parts = {part for chain in chains.values() for part in chain}
    names = dict(Area.objects.filter(area__in=parts).values_list("area", "name"))
    return {
        one: " ".join(names.get(part, code(part)) for part in chain)
        for one, chain in chains.items()
    }


def doors_of(areas: Iterable[str]) -> dict[str, str]:
    """How doors are called: 锦绣城 1号楼 1-202, by the codes below the building."""
    held = {one: counted_at(one) for one in areas}
    names = _names(held.values())
    return {
        one: f"{names[building]} {one.removeprefix(building).strip('/').replace('/', '-')}"
        for one, building in held.items()
    }


def care_lines(rows: Sequence[Resident], all_of_it: bool) -> list[CareLine]:
    """People with their needs: three statements, however many they are."""
    kept: dict[UUID, list[SpecialNeed]] = {}
    for need in SpecialNeed.objects.filter(resident__in=[row.id for row in rows]).order_by(
        "noted_at", "id"
    ):
        kept.setdefault(need.resident, []).append(need)
    doors, day = doors_of(row.area for row in rows), clock.today()
    return [_line(row, kept.get(row.id, []), doors, day, all_of_it) for row in rows]


def kinds_of(lines: Iterable[CareLine]) -> frozenset[Kind]:
    """The kinds of need among some people whose needs were opened."""
    return frozenset(one.need.kind for line in lines for one in line.needs if one.need)


def _in_care(lo: str, hi: str) -> QuerySet[Resident]:
    """Who is in care: somebody noted a need that stands, or the ledger has a word."""
    noted = SpecialNeed.objects.filter(resident=OuterRef("id"), ended_at__isnull=True)
    return Resident.objects.filter(area__gte=lo, area__lt=hi).filter(
        Q(needs_sealed__isnull=False) | Exists(noted)
    )


def goods_asked(held: Span, homes: Iterable[UUID]) -> dict[UUID, list[Ask]]:
    """What whoever brings goods to some homes of a place has to know, in sentences that tell of no illness."""
    rows = list(_in_care(held.lo, held.hi).filter(household__in=list(homes)))
    found: dict[UUID, list[Ask]] = {}
    for line in care_lines(rows, all_of_it=False):
        asked = [one for one in line.asks if one.kind in (AskKind.SUPPLIES, AskKind.ADVICE)]
        if asked:
            found.setdefault(line.household, []).extend(asked)
    return found


def _by_building(viewer: Viewer) -> list[BuildingCount]:
    """Counted without opening a single need."""
    rows = _in_care(viewer.span.lo, viewer.span.hi).values("area").annotate(n=Count("id"))
    people: Counter[str] = Counter()
    for row in rows:
        people[counted_at(row["area"])] += row["n"]
    names = _names(people)
    return [BuildingCount(one, names[one], people[one]) for one in sorted(people, key=in_order)]


def _homes(lines: Sequence[CareLine]) -> dict[UUID, tuple[Category, ...]]:
    """The categories of the households of these people, by who else lives there."""
    kinds: dict[UUID, list[list[Kind]]] = {}
    for line in lines:
        found = [one.need.kind for one in line.needs if one.need]
        kinds.setdefault(line.household, []).append(found)
    sizes = Resident.objects.filter(household__in=list(kinds)).values("household")
    for row in sizes.annotate(n=Count("id")):
        people = kinds[row["household"]]
        people += [[] for _other in range(row["n"] - len(people))]
    return {household: categories(people) for household, people in kinds.items()}


def _by_category(homes: Iterable[tuple[Category, ...]]) -> list[tuple[Category, int]]:
    """How many households there are of each category that occurs."""
    counts = Counter(one for of_home in homes for one in of_home)
    return [(one, counts[one]) for one in Category if counts[one]]


def _kept_by(line: CareLine, wanted: Wanted | None, day: date) -> bool:
    return wanted is None or any(fits(ask, wanted, day) for ask in line.asks)


def care(
    viewer: Viewer,
    area: str | None = None,
    wanted: Wanted | None = None,
    category: Category | None = None,
    page: int | None = 1,
) -> CarePage:
    """The people in special care of a place, the most urgent first; `page` None is all of them, for print.

    Problems: `right_missing`, `area_not_yours`, `path_unreadable`.
    """
    viewer.must(Right.CORRECT_HOMES)
    held, office = within(viewer, area), viewer.may(Right.KEEP_REGISTER)
    with acting(viewer):
        buildings = _by_building(viewer)
        rows = _in_care(held.lo, held.hi).order_by("area", "place", "id")
        opened = list(rows[: OPENED_AT_MOST + 1])
        if len(opened) > OPENED_AT_MOST:
            return CarePage([], 0, 1, 1, buildings, [], too_many=True)
        lines = care_lines(opened, office)
        homes = _homes(lines) if office else {}
    day = clock.today()
    found = [
        line
        for line in lines
        if _kept_by(line, wanted, day)
        and (category is None or category in homes.get(line.household, ()))
    ]
    found.sort(key=lambda line: urgency(line.asks))
    pages = max(1, -(-len(found) // PAGE))
    at = min(max(page or 1, 1), pages)
    return CarePage(
        lines=found if page is None else found[(at - 1) * PAGE : at * PAGE],
        total=len(found),
        page=at,
        pages=pages,
        buildings=buildings,
        homes=_by_category(homes.values()),
        too_many=False,
    )


def home(viewer: Viewer, household_id: UUID) -> Home:
    """A household and what everybody there needs; Problems `right_missing`, `household_unknown`."""
    viewer.must(Right.CORRECT_HOMES)
    office = viewer.may(Right.KEEP_REGISTER)
    with acting(viewer):
        row = Household.objects.filter(id=household_id).first()
        if row is None:
            raise Problem("household_unknown")
        viewer.must(Right.CORRECT_HOMES, row.area)
        lines = care_lines(list(row.residents.order_by("place", "id")), office)
        of_home = _homes(lines).get(row.id, (Category.PLAIN,)) if office else ()
        return Home(row.id, row.area, doors_of([row.area])[row.area], lines, of_home)


def home_at(viewer: Viewer, path: str) -> UUID:
    """The household behind a door; Problems `right_missing`, `area_not_yours`, `household_unknown`."""
    door = read_path(path)
    viewer.must(Right.CORRECT_HOMES, door)
    with acting(viewer):
        found = Household.objects.filter(area=door).values_list("id", flat=True).first()
    if found is None:
        raise Problem("household_unknown")
    return found
