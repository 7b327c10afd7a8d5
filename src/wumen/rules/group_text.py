"""Texts for a group chat from any list of rooms: cut by building, looked over, isolated homes left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from wumen.rules.guarded_text import check_group_text
from wumen.rules.lists import Door, rooms_for_group, unbarred
from wumen.rules.problems import Problem

# The groups of a place are numbered as the office counts them; nobody has more.
MOST_GROUPS = 99


@dataclass(frozen=True)
class GroupTexts:
    """The messages of a list, one a group, and how many homes were left out to be rung instead."""

    messages: tuple[str, ...]
    left_out: int


def texts_for_groups(
    doors: Iterable[tuple[str, Door]],
    heading: str,
    barred: Iterable[str] = (),
    names: Iterable[str] = (),
    homes: Iterable[tuple[str, Door]] = (),
) -> GroupTexts:
    """The messages with the rooms of some doors, each a path and its words, at most 500 characters each.

    A door that is `barred`, isolated or positive, stands in none of them; `homes` are all of the place.
    Problems as `unbarred`, and as `check_group_text` for a heading that says too much.
    """
    shut, known = frozenset(barred), tuple(names)
    given, whole = list(doors), list(homes)
    closed = {door for path, door in (*given, *whole) if path in shut}
    shown = unbarred([door for _, door in given], closed, [door for _, door in whole])
    messages = rooms_for_group(shown, heading)
    places = {door.building for door in shown}
    for message in messages:
        check_group_text(message, known, places)
    return GroupTexts(messages, sum(path in shut for path, _ in given))


def read_group(text: str) -> int:
    """The number of a group that was ticked; Problem `group_unknown`."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_GROUPS):
        raise Problem("group_unknown")
    return int(text)
