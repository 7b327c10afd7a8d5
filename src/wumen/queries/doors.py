"""Doors in words, for many at once: building, unit and room by the names of their places."""

from wumen.records.models import Area
from wumen.rules.areas import AreaKind, Span, ancestors, code
from wumen.rules.homes import in_words
from wumen.rules.lists import Door

# District, sub-district and community stand above every door of a list and are not said again.
_UNSAID = frozenset({AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.COMMUNITY})


class Doors:
    """The names of all places of a span and of those above it, read once, inside the running scope."""

    def __init__(self, held: Span) -> None:
        """Read the names."""
        inside = Area.objects.filter(area__gte=held.lo, area__lt=held.hi)
        above = Area.objects.filter(area__in=ancestors(held.lo) if held.lo else [])
        self._known = {
            area: (kind, name)
            for rows in (above, inside)
            for area, kind, name in rows.values_list("area", "kind", "name")
        }
        self._above: dict[str, tuple[str, str]] = {}

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
        return in_words([one for one in chain if one[0] not in _UNSAID] or chain[-1:])

    def _named(self, path: str) -> tuple[str, str]:
        return self._known.get(path, ("", code(path)))

    def _stretch(self, path: str) -> tuple[str, str]:
        """What stands above a door: everything down to the building, and the unit."""
        levels = [self._named(one) for one in [*ancestors(path), path]]
        said = [one for one in levels if one[0] not in _UNSAID]
        unit = in_words([said.pop()]) if said and said[-1][0] == AreaKind.UNIT else ""
        return in_words(said), unit
