"""The menu: of the doors and the pages behind them those that a post may open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from wumen.rules.posts import Right, Viewer
from wumen.web.menu.declared import BOARD, COMMAND, DOORS, Door

__all__ = ["BOARD", "DOORS", "Link", "door_of", "menu", "ways"]

# A path of at most two codes is a district or a sub-district: its office is the 指挥部.
_COMMAND_LEVELS = 2


@dataclass(frozen=True)
class Link:
    """An entry of the menu, or a page behind one, as this viewer sees it."""

    href: str
    label: object
    here: bool
    hint: object = ""


def _href(name: str, *args: str) -> str:
    """The address of a page, or nothing as long as it is not built."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def ways(viewer: Viewer, door: Door) -> list[Link]:
    """The pages behind a door that this post may open."""
    return [
        Link(href, way.label, False, way.hint)
        for way in door.ways
        if (way.right is None or viewer.may(way.right)) and (href := _href(way.url))
    ]


def _holds(door: Door, name: str) -> int:
    """How well a page's name fits a door: exactly, by the longest beginning of whole words, or not at all."""
    known = [one for way in door.ways if not way.guest for one in (way.url, *way.also)]
    fits = (one for one in known if name == one or name.startswith(f"{one}_"))
    return max((len(one) for one in fits), default=0)


def door_of(name: str) -> Door | None:
    """The door under which a page stands; a page named `orders_new` stands under `orders`."""
    best = max(DOORS, key=lambda door: _holds(door, name))
    return best if _holds(best, name) else None


def _label(door: Door, viewer: Viewer) -> object:
    command = door.key == BOARD and viewer.area.count("/") <= _COMMAND_LEVELS
    return COMMAND if command else door.label


def _entries(viewer: Viewer) -> Iterator[tuple[Door, str]]:
    """The doors that a post may open, each with where it leads: with one page behind it, to that page."""
    for door in DOORS:
        behind = ways(viewer, door)
        if door.key == BOARD and not viewer.may(Right.SEE_BOARD):
            continue
        if door.key == BOARD or len(behind) == 1:
            yield door, behind[0].href
        elif behind:
            yield door, _href("doors", door.key)


def menu(viewer: Viewer, here: str, key: str = "") -> list[Link]:
    """The doors that this post may open; `here` is the page's name, `key` the door whose first page it is."""
    standing = door_of(here)
    now = key or (standing.key if standing else "")
    return [
        Link(href, _label(door, viewer), door.key == now) for door, href in _entries(viewer) if href
    ]
