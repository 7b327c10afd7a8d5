"""A round on one sheet, and what its buildings are told: points with desks, slots, crews, tubes and meals; notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.contacts import telephone_of
from wumen.queries.group_text import Sent, ticks
from wumen.queries.meals.page import meals_page
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.lines import BuildingLine, PointShown
from wumen.queries.sampling_rounds.organisations import OrganisationRow
from wumen.queries.sampling_rounds.standing import RoundPage, round_page
from wumen.records.models import SamplingPoint, Stock
from wumen.records.rosters import published
from wumen.rules.guarded_text import check_group_text
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.saying import found_at
from wumen.rules.sampling_rounds.saying import (
    door_notice_zh,
    notice_zh,
    organisation_notice_zh,
    team_notice_zh,
)
from wumen.rules.stations import StationKind


@dataclass(frozen=True)
class CrewAt:
    """The places of published rosters at a point in the round's hours, and how many of them nobody has."""

    places: int
    empty: int


@dataclass(frozen=True)
class PointRow:
    """A point on the sheet: lead, what it does, its crew by the rosters, and its buildings in their order."""

    shown: PointShown
    lead: str
    telephone: str
    crew: CrewAt | None
    buildings: tuple[BuildingLine, ...]


@dataclass(frozen=True)
class MealLine:
    """A meal of the round's day in one line: how many in all, and at the points."""

    named: Named
    heads: int
    at_points: int


@dataclass(frozen=True)
class GoodsLine:
    """A thing that is kept for teams: how many are there, and how many the crews of the points need.

    None where nobody said what a head at a point needs of it.
    """

    name: str
    unit: str
    held: int
    needed: int | None

    @property
    def short(self) -> bool:
        """Whether there is less than the points need."""
        return self.needed is not None and self.held < self.needed


@dataclass(frozen=True)
class RoundSheetPage:
    """A round as it is printed."""

    page: RoundPage
    points: tuple[PointRow, ...]
    meals: tuple[MealLine, ...]
    goods: tuple[GoodsLine, ...]

    @property
    def tubes(self) -> int:
        """The tubes for all points."""
        return sum(one.shown.tubes for one in self.points)

    @property
    def tubes_told(self) -> int:
        """The tubes that points said they have."""
        return sum(one.shown.point.tubes or 0 for one in self.points)

    @property
    def tubes_untold(self) -> list[int]:
        """The numbers of the points that said nothing of their tubes."""
        return [one.shown.point.number for one in self.points if one.shown.point.tubes is None]

    @property
    def empty(self) -> int:
        """The places that nobody has."""
        return sum(one.crew.empty for one in self.points if one.crew)

    @property
    def desks(self) -> int:
        """The desks of all points."""
        return sum(one.shown.point.desks for one in self.points)


def round_on_paper(viewer: Viewer, ident: UUID) -> RoundSheetPage:
    """A round with all that is ordered for it; Problems as `round_page`."""
    viewer.must(Right.PLAN)
    page = round_page(viewer, ident)
    with acting(viewer):
        rows = {
            row.id: row
            for row in SamplingPoint.objects.filter(
                id__in=[one.point.id for one in page.points]
            ).select_related("lead")
        }
        crews = _crews(page.line.begins, page.line.ends)
    made = []
    for shown in page.points:
        row = rows.get(shown.point.id)
        lead = row.lead if row else None
        crew = crews.get((row.area, row.name)) if row else None
        mine = [one for one in page.buildings if one.comes and one.comes.point == shown.point.id]
        mine.sort(key=_begins)
        name = lead.name if lead else ""
        made.append(PointRow(shown, name, telephone_of(lead) if lead else "", crew, tuple(mine)))
    meals = tuple(_meals(viewer, page))
    with acting(viewer):
        goods = _goods(viewer, max((one.at_points for one in meals), default=0))
    return RoundSheetPage(page, tuple(made), meals, tuple(goods))


def _begins(one: BuildingLine) -> datetime:
    assert one.comes is not None
    return one.comes.begins


def _crews(begins: datetime, ends: datetime) -> Mapping[tuple[str, str], CrewAt]:
    """Of each station that is a sampling point how many places its published roster has, by place and name."""
    rows = (
        published()
        .filter(
            station__kind=StationKind.POINT,
            begins_at__lt=ends,
            ends_at__gt=begins,
        )
        .values_list("station__area", "station__name", "person")
    )
    found: dict[tuple[str, str], CrewAt] = {}
    for area, name, person in rows:
        one = found.get((area, name), CrewAt(0, 0))
        found[area, name] = CrewAt(one.places + 1, one.empty + (person is None))
    return found


def _meals(viewer: Viewer, page: RoundPage) -> Sequence[MealLine]:
    """The meals of the round's day, as far as it is near enough to know them."""
    try:
        found = meals_page(viewer, page.line.day)
    except Problem:
        return []
    return [
        MealLine(
            card.served.named,
            card.whole.heads,
            sum(one.told.heads for one in card.lines if one.place.number),
        )
        for card in found.cards
        if card.whole
    ]


def _goods(viewer: Viewer, heads: int) -> list[GoodsLine]:
    """What is kept in the viewer's area for teams, suits among it, for so many heads at the points."""
    held = viewer.span
    rows = Stock.objects.filter(area__gte=held.lo, area__lt=held.hi, ended_at=None)
    found: dict[tuple[str, str], GoodsLine] = {}
    for row in rows.order_by("made_at", "name"):
        norm = row.norms.get(StationKind.POINT)
        known = found.get((row.name, row.unit))
        needed = norm * heads if norm else known.needed if known else None
        many = row.held + (known.held if known else 0)
        found[row.name, row.unit] = GoodsLine(row.name, row.unit, many, needed)
    return list(found.values())


@dataclass(frozen=True)
class NoticeLine:
    """What a building's group is told, and whether somebody ticked it as sent.

    `changed`: its time is another since; `next`: under which number it is ticked as sent then.
    """

    area: str
    words: str
    text: str
    sent: Sent | None
    changed: bool = False
    next: int = 1

    @property
    def left(self) -> bool:
        """Whether it is to be sent, for the first time or again."""
        return self.sent is None or self.changed


def matter_of(ident: UUID) -> str:
    """Under what the ticks of a round's notices are found again."""
    return f"sampling:notice/{ident}"


def notices(viewer: Viewer, ident: UUID) -> tuple[RoundPage, list[NoticeLine]]:
    """What each building of a round in which somebody is missing is told, in the order of doors.

    A building whose people are partly at home gets the notice of its slot: who waits at home is told by the team.
    Problems as `round_page`.
    """
    page = round_page(viewer, ident)
    line, points = page.line, {one.point.id: one.point for one in page.points}
    with acting(viewer):
        ticked = ticks([matter_of(ident)])
    found = []
    for one in page.buildings:
        if not one.tally.missing:
            continue
        if one.comes is not None:
            at = points.get(one.comes.point)
            where = found_at(at.name, at.where) if at else ""
            text = notice_zh(line.number, line.day, one.words, where, one.comes)
        elif one.at_door:
            text = door_notice_zh(line.number, line.day, one.words, line.begins, line.ends)
        else:
            continue
        check_group_text(text, places=(one.words,))
        told = ticked.get((one.area, matter_of(ident)), {})
        sent = told[max(told)] if told else None
        changed = _changed(one, sent)
        found.append(NoticeLine(one.area, one.words, text, sent, changed, len(told) + 1))
    return page, found


def organisation_notices(page: RoundPage) -> list[tuple[UUID, str, str]]:
    """What each organisation with people to sample is told, by its name; none that has no hour and no team."""
    found = []
    for one in page.organisations:
        text = _told_organisation(page, one) if one.missing else ""
        if text:
            check_group_text(text, places=(one.name, one.team))
            found.append((one.id, one.name, text))
    return found


def _told_organisation(page: RoundPage, one: OrganisationRow) -> str:
    line = page.line
    if one.team_at is not None:
        told = (one.name, one.others, one.team, one.team_at, line.day)
        return team_notice_zh(line.number, *told)
    at = next((p for p in page.all_points if one.slot and p.id == one.slot.point), None)
    if one.slot is None or at is None:
        return ""
    where = found_at(at.name, at.where)
    return organisation_notice_zh(line.number, line.day, one.name, where, one.slot)


def _changed(one: BuildingLine, sent: Sent | None) -> bool:
    """Whether the time of a building was set anew after its group was told."""
    since = one.comes.set_at if one.comes else None
    return sent is not None and since is not None and since > sent.at
