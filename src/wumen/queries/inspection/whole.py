"""The inspection file whole: what will be in it, seen before anybody takes it, and all of its pages."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wumen.queries import facts
from wumen.queries.doors import Doors
from wumen.queries.dossier import Dossier, dossier
from wumen.queries.duties import within
from wumen.queries.inspection.day import DoneRows, flaws, flaws_page, orders_table
from wumen.queries.inspection.homes import home_page
from wumen.queries.inspection.words import Windows, pictures
from wumen.queries.photos import PhotoLine, lines_on_day
from wumen.queries.posts import acting
from wumen.records.models import Household, Resident
from wumen.rules.areas import Span, read_path
from wumen.rules.inspection import (
    Choice,
    InspectionFile,
    Page,
    Table,
    check_day,
    check_weight,
    chosen_homes,
)
from wumen.rules.lists import Row
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import day_zh, instant_zh


@dataclass(frozen=True)
class Ahead:
    """What a file would hold: of how many homes how many dossiers, photos, flaws of which how many open.

    `problem` says why it cannot be taken so.
    """

    place: str
    homes: int
    dossiers: int
    photos: int
    flaws: int
    flaws_open: int
    problem: Problem | None = None


@dataclass(frozen=True)
class _Chosen:
    """The homes of a place and those whose dossiers go along."""

    all: int
    homes: tuple[UUID, ...]
    doors: frozenset[str]


def _choose(day: date, held: Span, choice: Choice) -> _Chosen:
    rows = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
    doors = dict(rows.values_list("id", "area"))
    bound = facts.order_facts(day, held).residents
    isolated = Resident.objects.filter(id__in=list(bound)).values_list("household_id", flat=True)
    homes = chosen_homes(doors, {one for one in isolated if one in doors}, choice)
    return _Chosen(len(doors), tuple(homes), frozenset(doors[one] for one in homes))


def _carried(photos: list[PhotoLine], doors: frozenset[str]) -> list[PhotoLine]:
    """Photos of common parts, and those at a door only beside its dossier."""
    return [one for one in photos if not one.at_door or one.area in doors]


def inspection_ahead(viewer: Viewer, day: date, area: str | None, choice: Choice) -> Ahead:
    """What the file of a day and place would hold; Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.EXPORT)
    held = within(viewer, area)
    with acting(viewer):
        place = Doors.within(held).place(read_path(area) if area else viewer.area)
        found = flaws(day, held)
        problem, chosen = None, _Chosen(0, (), frozenset())
        photos: list[PhotoLine] = []
        try:
            check_day(day, facts.today())
            chosen = _choose(day, held, choice)
            photos = _carried(lines_on_day(viewer, day, held), chosen.doors)
            check_weight([one.bytes for one in photos])
        except Problem as refused:
            problem = refused
    return Ahead(
        *(place, chosen.all, len(chosen.homes), len(photos), len(found)),
        sum(not one.closed_as for one in found),
        problem,
    )


def inspection_file(
    viewer: Viewer, day: date, area: str | None, choice: Choice
) -> tuple[InspectionFile, list[Row]]:
    """All pages of the file, and the rows of its workbook; the look at each home is the caller's to log.

    Problems: `right_missing`, `area_not_yours`, `inspection_ahead`, `inspection_too_wide`,
    `inspection_too_heavy`.
    """
    viewer.must(Right.EXPORT)
    held, path = within(viewer, area), read_path(area) if area else viewer.area
    check_day(day, facts.today())
    with acting(viewer):
        chosen = _choose(day, held, choice)
        photos = _carried(lines_on_day(viewer, day, held), chosen.doors)
        check_weight([one.bytes for one in photos])
        doors, windows = Doors.within(held), Windows()
        done, found = DoneRows(day, held, facts.now()), flaws(day, held)
        dossiers = [dossier(viewer, one) for one in chosen.homes]
        pages = (
            Page("duties.html", "事项和凭据", (), (done.by_thing(windows),)),
            flaws_page(found, doors, windows, photos),
            _photos_page(photos, windows),
            *_home_pages(dossiers, photos, windows),
        )
        place = doors.place(path)
        first = _first(place, day, orders_table(day, held, doors), pages, chosen.all)
    names = frozenset(one.name for some in dossiers for one in (*some.people, *some.former))
    file = InspectionFile(place, day, path, first, pages, chosen.homes, names)
    return file, done.for_workbook(doors, windows)


def _home_pages(dossiers: list[Dossier], photos: list[PhotoLine], windows: Windows) -> list[Page]:
    hour = instant_zh(facts.now())
    return [
        home_page(
            number, one, windows, [a for a in photos if a.at_door and a.area == one.area], hour
        )
        for number, one in enumerate(dossiers, start=1)
    ]


def _photos_page(photos: list[PhotoLine], windows: Windows) -> Page:
    """The photos of common parts; those at doors stand in the dossiers, those of flaws with the flaws."""
    shown = [one for one in photos if not one.at_door and one.number is None]
    lines = (f"共 {len(shown)} 张，按地点排列；每张写明时间、地点、事项和拍照人。",)
    return Page("photos.html", "现场照片", lines, (), pictures(shown, windows))


def _first(place: str, day: date, orders: Table, pages: tuple[Page, ...], homes: int) -> Page:
    dossiers = sum(one.name.startswith("homes/") for one in pages)
    lines = (
        f"{place}　{day_zh(day)}",
        f"共 {homes} 户，本包附 {dossiers} 户的档案。号码只显示头尾；需要照顾的情况和体温、采样读数不外带。",
        "凭据分三等：实测（工作人员当场量到、看到）、自报（住户自己报）、代报（写明姓名的人代为说明）。",
    )
    return Page("index.html", f"{place}迎检包", lines, (orders,))
