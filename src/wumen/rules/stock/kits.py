"""Which things of a home's kit (物品包) come out of the stock of which point, as far as it is kept there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wumen.rules.areas import span
from wumen.rules.arrivals import KitItem

# By the thing as it stands on the list of a kit: under which names a store keeps it, the likelier first, and counted in
# what. What is counted in boxes is no single mask; masks of the crews (N95) are no home's.
KEPT_AS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "体温计": (("体温计", "水银体温计", "电子体温计"), ("支", "个", "只")),
    "口罩": (("医用口罩", "口罩", "一次性口罩", "医用外科口罩"), ("只", "个", "片")),
    "84消毒液（写好配比）": (("84消毒液", "消毒液"), ("瓶",)),
    "带内衬的垃圾袋": (("带内衬的垃圾袋", "医疗垃圾袋", "垃圾袋"), ("个", "只")),
}


def names_kept(items: Collection[KitItem]) -> list[str]:
    """Under which names a store may keep what is in a kit."""
    return [name for one in items for name in KEPT_AS.get(one.zh, ((), ()))[0]]


@dataclass(frozen=True)
class Kept:
    """A thing at a deposit point: where, what, in what unit, how many are there."""

    thing: UUID
    area: str
    name: str
    unit: str
    held: int


@dataclass(frozen=True)
class Drawn:
    """A thing of a kit: how many are taken out of stock, and how many more the kit holds than were there."""

    kept: Kept
    many: int
    lacking: int = 0


def drawn(items: Sequence[KitItem], door: str, kept: Sequence[Kept]) -> tuple[Drawn, ...]:
    """What the kit of a home takes out of stock: of the nearest point above its door that keeps the thing.

    A thing that nobody keeps there, or keeps in another unit, is not taken. Of what is not there for all of it as many
    are taken as are there: the kit was given, and what is lacking is said.
    """
    here = [one for one in kept if span(one.area).holds(door)]
    found = []
    for item in items:
        names, units = KEPT_AS.get(item.zh, ((), ()))
        fitting = [one for one in here if one.name in names and one.unit in units]
        if fitting:
            # The deepest point; of two names there the likelier, of two points in one place the fuller.
            best = min(fitting, key=lambda one: (-len(one.area), names.index(one.name), -one.held))
            many = min(item.many, best.held)
            found.append(Drawn(best, many, item.many - many))
    return tuple(found)
