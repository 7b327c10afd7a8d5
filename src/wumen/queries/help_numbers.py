"""Whom to ring: the numbers of help over a place, and the card with address and open gate for an ambulance."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.records.exchange import asked_of, in_one_go
from wumen.records.models import Area, HelpNumber, Household
from wumen.rules.areas import AreaKind, ancestors, called_by, code, floor, span
from wumen.rules.help_numbers import HelpKind, HelpLine, card_text, lines_for
from wumen.rules.homes import in_words
from wumen.rules.posts import Right, Viewer

# So many cards stand on a page; the next leads on, and a room that is typed has its own at once.
PAGE = 12


@dataclass(frozen=True)
class KeptNumber:
    """A number in the office's list, with its place in words."""

    id: UUID
    line: HelpLine
    place: str


@dataclass(frozen=True)
class RescueCard:
    """What an ambulance needs: the address, the gates that are open for it, and all that is read out."""

    area: str
    place: str
    address: str
    gates: tuple[HelpLine, ...]
    text: str
    household: UUID | None = None


def help_lines(area: str) -> tuple[HelpLine, ...]:
    """Whom to ring at a place, inside the running scope: the nearest number of each kind, the country's else."""
    return help_lines_over([area])[area]


def help_lines_over(areas: Iterable[str]) -> dict[str, tuple[HelpLine, ...]]:
    """Whom to ring at each of some places, in one statement, inside the running scope."""
    chains = {area: {*ancestors(area), area} for area in areas}
    wanted = {one for chain in chains.values() for one in chain}
    kept = _ordered(HelpNumber.objects.filter(area__in=wanted, ended_at__isnull=True))
    return {
        area: tuple(filter(_for_people, lines_for(_line(row) for row in kept if row.area in chain)))
        for area, chain in chains.items()
    }


def desks_over(areas: Iterable[str]) -> dict[str, str]:
    """The telephone of the desk nearest over each of some places, in one statement, inside the running scope."""
    with in_one_go():
        found = asked_desks(areas)
    return found()


def asked_desks(areas: Iterable[str]) -> Callable[[], dict[str, str]]:
    """`desks_over`, to be asked inside `in_one_go`."""
    chains = {area: [area, *reversed(ancestors(area))] for area in areas}
    wanted = {one for chain in chains.values() for one in chain}
    desks = HelpNumber.objects.filter(area__in=wanted, kind=HelpKind.DESK, ended_at__isnull=True)
    rows = asked_of(desks.order_by("kept_at", "telephone").values_list("area", "telephone"))

    def found() -> dict[str, str]:
        known: dict[str, str] = dict(rows())
        return {
            area: next(known[one] for one in chain if one in known)
            for area, chain in chains.items()
            if known.keys() & set(chain)
        }

    return found


def numbers_at(viewer: Viewer, area: str) -> tuple[HelpLine, ...]:
    """Whom to ring at a place of the viewer's, or at her own area for nothing."""
    with acting(viewer):
        return help_lines(area if area and viewer.span.holds(area) else viewer.area)


def numbers_by_place(viewer: Viewer) -> list[tuple[str, tuple[HelpLine, ...]]]:
    """Whom people ring at each place that keeps numbers of its own below the viewer's; her area's alone for none."""
    held = viewer.span
    with acting(viewer):
        here = [*ancestors(viewer.area), viewer.area]
        rows = HelpNumber.objects.filter(
            Q(area__in=here) | Q(area__gte=held.lo, area__lt=held.hi), ended_at__isnull=True
        )
        kept = _ordered(rows)
        own = sorted({row.area for row in kept if held.holds(row.area) and _for_people(_line(row))})
        places = own or [viewer.area]
        words = Doors.of(places)
        return [
            (
                words.place(place),
                tuple(
                    one
                    for one in lines_for(_line(row) for row in kept if place.startswith(row.area))
                    if _for_people(one)
                ),
            )
            for place in places
        ]


def kept_numbers(viewer: Viewer) -> list[KeptNumber]:
    """The numbers that are kept in the viewer's area. Problem `right_missing`."""
    viewer.must(Right.KEEP_REGISTER)
    held = viewer.span
    with acting(viewer):
        rows = HelpNumber.objects.filter(ended_at__isnull=True, area__gte=held.lo, area__lt=held.hi)
        words, order = Doors.of(row.area for row in rows), list(HelpKind)
        some = sorted(rows, key=lambda row: (row.area, order.index(HelpKind(row.kind))))
        return [KeptNumber(row.id, _line(row), words.place(row.area)) for row in some]


def places_for_numbers(viewer: Viewer) -> list[tuple[str, str]]:
    """The places that a number may be kept for: communities and compounds of the viewer's area."""
    viewer.must(Right.KEEP_REGISTER)
    kinds = (AreaKind.COMMUNITY, AreaKind.VILLAGE, AreaKind.COMPOUND)
    held = viewer.span
    with acting(viewer):
        words = Doors.within(held)
        rows = Area.objects.filter(kind__in=kinds, area__gte=held.lo, area__lt=held.hi)
        return [(area, words.place(area)) for area in rows.order_by("area").values_list("area", flat=True)]  # fmt: skip


@dataclass(frozen=True)
class RescuePage:
    """A page of cards of how many there are; `after` is the place behind which the next page begins."""

    cards: Sequence[RescueCard]
    total: int
    after: str


def rescue_cards(viewer: Viewer, area: str = "", after: str = "") -> RescuePage:
    """The card of a place, or of each compound of the viewer's: any post has it, no right is asked for."""
    with acting(viewer):
        if area and viewer.span.holds(area):
            return RescuePage(_cards([area]), 1, "")
        held = span(viewer.area)
        kinds = (AreaKind.COMPOUND, AreaKind.VILLAGE)
        rows = Area.objects.filter(kind__in=kinds, area__gte=held.lo, area__lt=held.hi)
        paths = list(rows.order_by("area").values_list("area", flat=True)) or [viewer.area]
        some = [one for one in paths if one > after] or paths
        return RescuePage(
            _cards(some[:PAGE]), len(paths), some[PAGE - 1] if len(some) > PAGE else ""
        )


def _cards(areas: Sequence[str]) -> list[RescueCard]:
    """The cards of places, in three statements: nobody waits for one."""
    paths = {one for area in areas for one in [*ancestors(area), area]}
    places = Area.objects.filter(area__in=paths).values_list("area", "kind", "name")
    known = {path: (kind, name) for path, kind, name in places}
    homes = dict(Household.objects.filter(area__in=areas).values_list("area", "id"))
    gates = list(
        HelpNumber.objects.filter(
            area__in=paths, kind=HelpKind.AMBULANCE_GATE, ended_at__isnull=True
        )
    )
    return [_card(area, known, gates, homes.get(area)) for area in areas]


def _card(
    area: str,
    known: Mapping[str, tuple[str, str]],
    kept: Iterable[HelpNumber],
    home: UUID | None,
) -> RescueCard:
    chain = [*ancestors(area), area]
    levels = [known.get(path, ("", code(path))) for path in chain]
    address = in_words(levels)
    if home and floor(code(area)):
        address += f"（{floor(code(area))} 楼）"
    rows = [row for row in kept if row.area in chain]
    gates = tuple(one for one in lines_for(map(_line, _ordered(rows))) if one.own)
    short = in_words(known.get(path, ("", code(path))) for path in called_by(area))
    return RescueCard(area, short, address, gates, card_text(address, gates), home)


def _ordered(rows: Iterable[HelpNumber]) -> list[HelpNumber]:
    return sorted(rows, key=lambda row: (row.kept_at, row.telephone))


def _for_people(one: HelpLine) -> bool:
    return one.kind is not HelpKind.AMBULANCE_GATE


def _line(row: HelpNumber) -> HelpLine:
    return HelpLine(HelpKind(row.kind), row.name, row.telephone, row.note, row.area, True)
