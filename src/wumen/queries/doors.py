"""Doors in words: many at once by the names of their places; and the one place that somebody typed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from wumen.queries.posts import acting
from wumen.records.exchange import asked
from wumen.records.kept import Asked, Kept, together
from wumen.records.models import Area
from wumen.rules.areas import (
    SHARED_LEVELS,
    AreaKind,
    Span,
    ancestors,
    code,
    in_order,
    is_common_part,
    read_path,
)
from wumen.rules.homes import in_words
from wumen.rules.lists import Door
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.search import DoorWord, codes_below_compound, read_typed

# District, sub-district and community stand above every door of a list and are not said again.
_UNSAID = frozenset({AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.COMMUNITY})


_WITHIN = Kept(
    """
    SELECT area, kind, name FROM area WHERE area >= %(lo)s AND area < %(hi)s
    UNION ALL SELECT area, kind, name FROM area WHERE area = ANY(%(above)s)
    """,
    "lo text, hi text, above text[]",
)

_OF = "SELECT area, kind, name FROM area WHERE area = ANY(%(paths)s::text[])"


class Doors:
    """The names of places and of those above them, read once in one statement, inside the running scope."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Area, kind and name of the places."""
        self._known = {area: (kind, name) for area, kind, name in rows}
        self._above: dict[str, tuple[str, str]] = {}

    @classmethod
    def within(cls, held: Span) -> "Doors":
        """All places of a span: for lists that name most of its doors."""
        (found,) = together(cls.asked(held))
        return cls(found)

    @classmethod
    def asked(cls, held: Span) -> Asked:
        """The statement of `within`, to be asked together with others."""
        above = ancestors(held.lo) if held.lo else []
        return _WITHIN.asked(lo=held.lo, hi=held.hi, above=list(above))

    @classmethod
    def of(cls, paths: Iterable[str]) -> "Doors":
        """Some places: for a few rows of a large area."""
        wanted = {one for path in paths for one in [*ancestors(path), path]}
        return cls(Area.objects.filter(area__in=wanted).values_list("area", "kind", "name"))

    @classmethod
    def asked_of(cls, paths: Iterable[str]) -> Callable[[], "Doors"]:
        """The statement of `of`, to be asked inside `in_one_go`."""
        wanted = {one for path in paths for one in [*ancestors(path), path]}
        rows = asked(_OF, {"paths": sorted(wanted)})
        return lambda: cls((area, kind, name) for area, kind, name in rows())

    def door(self, path: str) -> Door:
        """A door in words; of a place that nobody named the code is said."""
        above = path[: path.rstrip("/").rfind("/") + 1]
        if above not in self._above:
            self._above[above] = self._stretch(above)
        building, unit = self._above[above]
        return Door(building, unit, self._named(path)[1])

    def place(self, path: str) -> str:
        """A place by the names from its community down; empty for everywhere."""
        if not path:
            return ""
        chain = [*ancestors(path), path]
        return in_words(self._named(one) for one in chain[2:] or chain[-1:])

    def short(self, path: str) -> str:
        """A place by the names below its community, as people there say it."""
        chain = [self._named(one) for one in [*ancestors(path), path]]
        if is_common_part(path):
            chain[-1] = ("", "公共部位")
        return in_words([one for one in chain if one[0] not in _UNSAID] or chain[-1:])

    def _named(self, path: str) -> tuple[str, str]:
        return self._known.get(path, ("", code(path)))

    def _stretch(self, path: str) -> tuple[str, str]:
        """What stands above a door: everything down to the building, and the unit."""
        levels = [self._named(one) for one in [*ancestors(path), path]]
        said = [one for one in levels if one[0] not in _UNSAID]
        unit = in_words([said.pop()]) if said and said[-1][0] == AreaKind.UNIT else ""
        return in_words(said), unit


def compounds_of(paths: Iterable[str]) -> dict[str, str]:
    """In which compound or village each of some doors is, with its community; nothing where all are in one.

    Inside a running scope. A door is said without it (1-1-102), and each compound has such a door.
    """
    above = {path: "/".join(path.split("/")[:SHARED_LEVELS]) + "/" for path in paths}
    if len(set(above.values())) < 2:
        return {}
    words = Doors.of(above.values())
    return {path: words.place(place) for path, place in above.items()}


def places_below(viewer: Viewer, *kinds: AreaKind) -> list[tuple[str, str]]:
    """Places of some kinds in the viewer's area with their words, to choose from: building 2 before building 10."""
    held = viewer.span
    with acting(viewer):
        rows = Area.objects.filter(kind__in=kinds, area__gte=held.lo, area__lt=held.hi)
        paths = sorted(rows.values_list("area", flat=True), key=in_order)
        words = Doors.of(paths)
    return [(path, words.short(path)) for path in paths]


def place_meant(viewer: Viewer, typed: str) -> str:
    """The path of the place that somebody typed: a path as it stands, else `1-2-301`, `2号楼3单元501`, `2号楼`.

    Words as pages show them (锦绣城 2号楼 3单元 501) are read back too. Looked for in the viewer's own area.
    Problems: `place_unclear`, `place_not_found`, `place_several`.
    """
    text = typed.strip()
    if "/" in text or not text or (text.isdecimal() and len(text) > _LONGEST_ROOM):
        return text
    said = read_typed(text)
    one = not (said.names or said.identity or said.telephone) and len(said.doors) == 1
    found = _at(viewer, said.doors[0]) if one else _shown_as(viewer, text)
    if not found:
        raise Problem("place_not_found" if one else "place_unclear")
    if len(found) > 1:
        raise Problem("place_several", n=len(found))
    return found[0]


def place_words(viewer: Viewer, given: str) -> str:
    """What stands in a field whose place was given as a path: its words, to be read back; else what was given."""
    if "/" not in given:
        return given
    try:
        path = read_path(given)
    except Problem:
        return given
    with acting(viewer):
        known = viewer.span.holds(path) and Area.objects.filter(area=path).exists()
        return Doors.of([path]).short(path) if known else given


def _at(viewer: Viewer, word: DoorWord) -> list[str]:
    """The places of the viewer's area that have these codes."""
    last = word.tail[-1] if word.tail else word.unit or word.building
    held = viewer.span
    with acting(viewer):
        rows = Area.objects.filter(
            area__gte=held.lo, area__lt=held.hi, area__endswith=f"/{last}/"
        ).values_list("area", flat=True)
        return [path for path in rows if _is_meant(path, word)]


def _shown_as(viewer: Viewer, text: str) -> list[str]:
    """The places of the viewer's area that pages show in just these words."""
    last = text.split()[-1]
    names = {last, *re.findall("[0-9]+", last)[:1]}
    held = viewer.span
    with acting(viewer):
        rows = Area.objects.filter(area__gte=held.lo, area__lt=held.hi, name__in=names)
        paths = list(rows.values_list("area", flat=True))
        words = Doors.of(paths)
    return [path for path in paths if words.short(path) == " ".join(text.split())]


# What is longer than the number of a room is the code of a community.
_LONGEST_ROOM = 5


def _is_meant(path: str, word: DoorWord) -> bool:
    codes = codes_below_compound(path)
    if word.tail:
        return replace(word, complete=True).holds(path)
    return codes == [part for part in (word.building, word.unit) if part]
