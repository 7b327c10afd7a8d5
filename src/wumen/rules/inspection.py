"""The inspection file (迎检包) of a day: which homes it shows, how much it holds, and the pages it is made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from wumen.rules.areas import counted_at, in_order
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem

# Inspectors open some dossiers; a hundred is a building, more is the register on its way out.
MOST_HOMES = 100
MOST_MEGABYTES = 80
# Of each building as many homes besides the isolated ones, spread evenly over its doors.
A_BUILDING = 2


class Choice(StrEnum):
    """Which dossiers go along."""

    SAMPLE = "sample"
    ALL = "all"


CHOICE_NAMES: Mapping[Choice, Named] = {
    Choice.SAMPLE: Named(
        zh=f"抽查：居家隔离的户，再加每栋 {A_BUILDING} 户",
        en=f"a sample: homes in isolation, and {A_BUILDING} a building",
    ),
    Choice.ALL: Named(zh=f"全部住户（{MOST_HOMES} 户以内）", en=f"all homes (up to {MOST_HOMES})"),
}


@dataclass(frozen=True)
class Table:
    """A table of a page: its head and rows as texts."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = ""


@dataclass(frozen=True)
class Picture:
    """A photo on a page: its attachment, and when, where, of what, by whom."""

    file: UUID
    caption: str


@dataclass(frozen=True)
class Page:
    """A page of the file: a title, lines, tables and photos, the last in rows that belong together."""

    name: str
    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    photos: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class InspectionFile:
    """The whole of it: the first page, the pages behind it, and how many homes and photos it shows."""

    place: str
    day: date
    area: str
    first: Page
    pages: tuple[Page, ...]
    homes: tuple[UUID, ...]
    names: frozenset[str] = field(default=frozenset())

    @property
    def photos(self) -> dict[UUID, Picture]:
        """Every photo of any page, each once."""
        return {one.file: one for page in self.pages for one in page.photos}


def read_choice(text: str) -> Choice:
    """Which dossiers, as a form or command says it; Problem `inspection_choice_unknown`."""
    if not text:
        return Choice.SAMPLE
    if text not in set(Choice):
        raise Problem("inspection_choice_unknown", known=" ".join(Choice))
    return Choice(text)


def check_day(day: date, today: date) -> None:
    """Problem `inspection_ahead` for a day that has not come."""
    if day > today:
        raise Problem("inspection_ahead")


def chosen_homes(
    doors: Mapping[UUID, str], isolated: Collection[UUID], choice: Choice
) -> list[UUID]:
    """The homes whose dossiers go along, door by door; `doors` are all homes of the place by their paths.

    The same homes for the same register: nobody picks the tidy ones. Problem `inspection_too_wide`.
    """
    ordered = sorted(doors, key=lambda one: in_order(doors[one]))
    if choice is Choice.ALL:
        found = ordered
    else:
        wanted = {*isolated} | {one for some in _buildings(doors, ordered) for one in _spread(some)}
        found = [one for one in ordered if one in wanted]
    if len(found) > MOST_HOMES:
        raise Problem("inspection_too_wide", homes=len(found), most=MOST_HOMES)
    return found


def _buildings(doors: Mapping[UUID, str], ordered: Sequence[UUID]) -> list[list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for one in ordered:
        found.setdefault(counted_at(doors[one]), []).append(one)
    return list(found.values())


def _spread(homes: Sequence[UUID]) -> list[UUID]:
    """So many homes, as far from each other as the building lets them be."""
    step = len(homes) / A_BUILDING
    return [homes[int(step * (place + 0.5))] for place in range(min(A_BUILDING, len(homes)))]


def check_weight(sizes: Collection[int]) -> None:
    """Problem `inspection_too_heavy` for more photos than one file can carry."""
    megabytes = sum(sizes) / 2**20
    if megabytes > MOST_MEGABYTES:
        raise Problem("inspection_too_heavy", megabytes=int(megabytes), most=MOST_MEGABYTES)
