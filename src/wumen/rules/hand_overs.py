"""Hand-overs (换班交接): what passes from one guard to the next at a door: keys, thermometers, list, a note."""

from dataclasses import dataclass

from wumen.rules.numbers import whole
from wumen.rules.problems import Problem

_MOST = 999
_LONGEST = 300


@dataclass(frozen=True)
class HandOverDraft:
    """What is handed over at a place, to whom.

    `done_at`: the hour as on paper, nothing for now; `by`: the crew number of who handed over, nothing for who notes
    it.
    """

    path: str
    to_name: str
    keys: str = ""
    thermometers: str = ""
    lists: bool = False
    note: str = ""
    done_at: str = ""
    by: str = ""


@dataclass(frozen=True)
class Counted:
    """What was counted at the door; None is not counted, which is not none."""

    keys: int | None
    thermometers: int | None


def read_count(text: str) -> int | None:
    """How many of a thing; nothing is not counted. Problem `hand_over_count`."""
    if not text.strip():
        return None
    many = whole(text, _MOST)
    if many is None:
        raise Problem("hand_over_count", most=_MOST)
    return many


def check_hand_over(draft: HandOverDraft) -> Counted:
    """The counts of a hand-over; Problems `hand_over_to_nobody`, `hand_over_words_long`, `hand_over_count`."""
    if not draft.to_name.strip():
        raise Problem("hand_over_to_nobody")
    if max(len(draft.to_name), len(draft.note)) > _LONGEST:
        raise Problem("hand_over_words_long", most=_LONGEST)
    return Counted(read_count(draft.keys), read_count(draft.thermometers))


def missing(before: Counted | None, now: Counted) -> Counted:
    """How many fewer than at the last hand-over; None where nothing is missing or one was not counted."""

    def fewer(was: int | None, are: int | None) -> int | None:
        return was - are if was is not None and are is not None and are < was else None

    if before is None:
        return Counted(None, None)
    return Counted(fewer(before.keys, now.keys), fewer(before.thermometers, now.thermometers))
