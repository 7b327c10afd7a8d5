"""Letters from home (家书): one for each home that isolates or waits for its kit, and which were given."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wumen.queries.doors import Doors
from wumen.queries.duties import within
from wumen.queries.help_numbers import help_lines_over
from wumen.queries.kits import waiting_homes
from wumen.queries.posts import acting
from wumen.queries.teams import isolated
from wumen.records import clock, sealing
from wumen.records.models import Area, HomeLetter, HomeLetterWords, Resident
from wumen.rules.areas import AreaKind, Span, ancestors, in_order
from wumen.rules.help_numbers import HelpKind
from wumen.rules.home_letters import WORDS, Addressee, Letter, letter, numbers_of
from wumen.rules.identity_numbers import birth_date, sex_of
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# So many are printed in one go; whoever has more prints building by building.
PAGE = 100
_SIGNS = (AreaKind.COMMUNITY, AreaKind.VILLAGE)


class Whose(StrEnum):
    """For which homes letters are printed."""

    ISOLATED = "isolated"
    KITS = "kits"


@dataclass(frozen=True)
class HomeLetterLine:
    """The letter of a home, and when it was last given."""

    household: UUID
    door: str
    letter: Letter
    given_at: datetime | None


@dataclass(frozen=True)
class LettersPage:
    """Letters of a place, those not given first; `words` are those of `area`, `own` that it wrote them itself.

    `desk_missing`: over some home nobody wrote down the number of the community's desk.
    """

    whose: Whose
    area: str
    words: str
    own: bool
    letters: Sequence[HomeLetterLine]
    more: int
    given: int
    desk_missing: bool


def read_whose(text: str) -> Whose:
    """The homes of that key, those in isolation for nothing; Problem `home_letter_whose`."""
    if text and text not in set(Whose):
        raise Problem("home_letter_whose")
    return Whose(text or Whose.ISOLATED)


def home_letters(viewer: Viewer, whose: Whose = Whose.ISOLATED, area: str = "") -> LettersPage:
    """The letters of a place. Problems: `right_missing`, `area_not_yours`."""
    viewer.must(Right.CORRECT_HOMES)
    held, place = within(viewer, area or None), area or viewer.area
    with acting(viewer):
        apart = {one: home.area for one, (home, *_) in isolated(held).items()}
        homes = apart if whose is Whose.ISOLATED else waiting_homes(held)
        given = _given(list(homes))
        ordered = sorted(homes, key=lambda one: (one in given, in_order(homes[one])))
        shown = {one: homes[one] for one in ordered[:PAGE]}
        words = _words(held, place)
        found, missing = _letters(shown, words, frozenset(apart), given)
    own = words.get(place, "")
    return LettersPage(
        *(whose, place, own or _nearest(words, place) or WORDS, bool(own), found),
        *(len(ordered) - len(shown), len(given), missing),
    )


def _given(homes: Sequence[UUID]) -> dict[UUID, datetime]:
    rows = HomeLetter.objects.filter(household__in=homes).order_by("given_at")
    return dict(rows.values_list("household", "given_at"))


def _words(held: Span, place: str) -> dict[str, str]:
    """The words of the places over and in a span."""
    over = HomeLetterWords.objects.filter(area__in=[*ancestors(place), place])
    inside = HomeLetterWords.objects.filter(area__gte=held.lo, area__lt=held.hi)
    return dict((over | inside).values_list("area", "text"))


def _nearest(words: Mapping[str, str], path: str) -> str:
    return next((words[one] for one in [path, *reversed(ancestors(path))] if one in words), "")


def _letters(
    homes: Mapping[UUID, str],
    words: Mapping[str, str],
    apart: frozenset[UUID],
    given: Mapping[UUID, datetime],
) -> tuple[tuple[HomeLetterLine, ...], bool]:
    areas = set(homes.values())
    doors, people = Doors.of(areas), _people(list(homes))
    signed, lines = _signed(areas), help_lines_over(areas)
    found, today = [], clock.today()
    for home, area in homes.items():
        door = doors.short(area)
        text = letter(
            (door, people.get(home, ())),
            _nearest(words, area),
            numbers_of(lines[area]),
            signed[area],
            today,
            apart=home in apart,
        )
        found.append(HomeLetterLine(home, door, text, given.get(home)))
    kinds = [{one.kind for one in lines[area]} for area in homes.values()]
    return tuple(found), any(HelpKind.DESK not in some for some in kinds)


def _people(homes: Sequence[UUID]) -> dict[UUID, list[Addressee]]:
    """Who lives in some homes, as far as a greeting goes: of a number only sex and day of birth leave this file."""
    found: dict[UUID, list[Addressee]] = {}
    for row in Resident.objects.filter(household_id__in=homes).order_by("place", "id"):
        number = sealing.unseal("identity", row.id, row.identity_sealed)
        sex, born = row.sex or sex_of(number or ""), birth_date(number) if number else None
        found.setdefault(row.household_id, []).append(Addressee(row.name, sex, born))
    return found


def _signed(areas: Collection[str]) -> dict[str, str]:
    """Which community or village writes to each of some homes."""
    above = {one for area in areas for one in ancestors(area)}
    rows = Area.objects.filter(area__in=above, kind__in=_SIGNS).values_list("area", "name")
    names = dict(rows)
    return {
        area: next((names[one] for one in reversed(ancestors(area)) if one in names), "社区")
        for area in areas
    }
