"""Which buildings have said nothing in a list of who came back: neither somebody, nor that there is nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from wumen.queries.posts import acting
from wumen.queries.relay import RelayPage
from wumen.records import clock
from wumen.records.models import Area, Post
from wumen.rules.areas import AreaKind, code, counted_in, in_order, span
from wumen.rules.posts import Viewer
from wumen.rules.relay import Kind
from wumen.rules.relay.buildings import building_of_captain, nobody_came
from wumen.rules.relay.places import labelled


@dataclass(frozen=True)
class SilentBuildings:
    """The buildings of which nothing was said, with their captains; `by_captains`: the list is one of captains."""

    buildings: Sequence[tuple[str, str]]
    by_captains: bool

    @property
    def text(self) -> str:
        """What the captains' group reads: buildings and no name."""
        named = "、".join(name for name, _ in self.buildings)
        return f"还没报返回人员的：{named}。请楼长报一下，没有的写“几号楼 没有”。" if named else ""


def silent_buildings(viewer: Viewer, relay: RelayPage) -> SilentBuildings | None:
    """The buildings of a list's place that said nothing; None for other lists and for a single building."""
    if relay.kind is not Kind.ARRIVALS or relay.cut:
        return None
    stands = [one for one in relay.entries if one.state != "withdrawn"]
    named = {building_of_captain(one.entry.text) for one in stands}
    homes = {counted_in(one.door.path) for one in stands if one.door}
    held = span(relay.place.area)
    with acting(viewer):
        rows = Area.objects.filter(
            kind=AreaKind.BUILDING, area__gte=held.lo, area__lt=held.hi
        ).values_list("area", "name")
        areas = dict(rows)
        silent = [
            area
            for area in sorted(areas, key=in_order)
            if area not in homes and labelled(code(area).upper()) not in named
        ]
        posts = Post.objects.filter(role="captain", area__in=silent, from_at__lte=clock.now())
        captains = {
            area: name
            for area, name, until in posts.values_list("area", "person__name", "until_at")
            if until is None or until > clock.now()
        }
    if len(areas) < 2:
        return None
    found = [(areas[area] or f"{code(area)}号楼", captains.get(area, "")) for area in silent]
    return SilentBuildings(found, any(nobody_came(one.entry.text) for one in stands))
