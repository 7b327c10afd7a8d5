"""Notices (通知) for a stairwell and its groups: composed by the office, looked over before anybody copies them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from wumen.rules.guarded_text import check_group_text
from wumen.rules.lists import MESSAGE_LENGTH
from wumen.rules.problems import Problem

_HEADING = 30
# Before its id: under which matter the ticks of a notice are found.
MATTER = "notice:"
# So long a notice that not all of its groups have stands on the board.
UNSENT_SHOWN_FOR = timedelta(days=1)
# So long who printed or copied a notice is shown that it was taken back.
TAKEN_BACK_SHOWN_FOR = timedelta(days=3)


@dataclass(frozen=True)
class NoticeText:
    """A notice: where it hangs, its heading, what it says, and to how many groups it goes."""

    path: str
    heading: str
    text: str
    groups: str = "2"


def whole(heading: str, text: str, signed: str) -> str:
    """The notice as it is copied: heading, text, who signs."""
    return f"【{heading.strip()}】\n{text.strip()}\n{signed}"


def taken_back(heading: str, signed: str) -> str:
    """What is said in a group to which a notice was sent that is taken back."""
    return f"【更正】\n前面发的通知“{heading.strip()}”撤回了，请以后来的通知为准。\n{signed}"


def check_notice(
    draft: NoticeText,
    signed: str,
    names: Iterable[str] = (),
    places: Iterable[str] = (),
    doors: Iterable[str] = (),
) -> tuple[str, int]:
    """The text as it is copied and its number of groups, if it may go to a group.

    Problems: `notice_text_empty`, `notice_text_long`, `notice_text_groups`, and those of `check_group_text`:
    no long number, no result, no diagnosis, no isolated home, no one or two of them, no name beside a room.
    """
    if not draft.heading.strip() or not draft.text.strip():
        raise Problem("notice_text_empty")
    if not draft.groups.isdecimal() or not 1 <= int(draft.groups) <= 9:
        raise Problem("notice_text_groups")
    said = whole(draft.heading, draft.text, signed)
    if len(said) > MESSAGE_LENGTH or len(draft.heading.strip()) > _HEADING:
        raise Problem("notice_text_long", most=MESSAGE_LENGTH, heading=_HEADING)
    check_group_text(said, names, places, doors)
    return said, int(draft.groups)
