"""Photos made at work: what one shows, which are asked for before a thing counts as done, and who may take one down."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from wumen.rules.attachments import File, read_picture
from wumen.rules.duties import DutyKey
from wumen.rules.photo_metadata import without_metadata
from wumen.rules.playbooks import Clause, Named
from wumen.rules.problems import Problem
from wumen.rules.rounds import EARLY, RoundKey

# More than these show nothing new of one thing.
MOST = 9
# So long after its hour a photo of it may still be handed in; later it shows another day.
_LATEST = timedelta(hours=24)
# In the page a picture is scaled down to this many pixels on its longer side before it is sent.
LONGER_SIDE = 1600


class Moment(StrEnum):
    """What a photo shows: the thing itself, or a flaw before and after it was put right."""

    SHOWN = "shown"
    BEFORE = "before"
    AFTER = "after"


class Asked(StrEnum):
    """Which photos stand before a thing counts as done: none, one, or one before and one after."""

    NONE = "none"
    ONE = "one"
    BOTH = "both"


MOMENT_NAMES: Mapping[Moment, Named] = {
    Moment.SHOWN: Named(zh="现场", en="on site"),
    Moment.BEFORE: Named(zh="整改前", en="before"),
    Moment.AFTER: Named(zh="整改后", en="after"),
}


@dataclass(frozen=True)
class OfDuty:
    """A photo of one owed thing."""

    key: DutyKey


@dataclass(frozen=True)
class OfGiven:
    """A photo of what somebody asked for, by its number: it stands for it on whatever day that is done."""

    number: int


@dataclass(frozen=True)
class OfRound:
    """A photo of the common parts of one floor on a round."""

    key: RoundKey
    floor: int


@dataclass(frozen=True)
class OfKnock:
    """A photo at a knock: a slip that hangs at a door."""

    household: UUID


Matter = OfDuty | OfGiven | OfRound | OfKnock


def read_photo(content: bytes) -> File:
    """A picture without what the camera wrote beside it.

    Problems: `file_empty`, `file_too_heavy`, `photo_needed`, `photo_unreadable`.
    """
    return without_metadata(read_picture(content))


def read_moment(text: str, asked: Asked) -> Moment:
    """What a photo shows, as a form says it; after is what is meant where a pair is asked for.

    Problem `photo_moment_unknown`.
    """
    if not text:
        return Moment.AFTER if asked is Asked.BOTH else Moment.SHOWN
    if text not in set(Moment):
        raise Problem("photo_moment_unknown", known=" ".join(Moment))
    return Moment(text)


def check_hour(opens: datetime, due: datetime, now: datetime) -> None:
    """Whether a photo of a thing can be of it at this hour; Problems `photo_too_early`, `photo_too_late`."""
    if now < opens - EARLY:
        raise Problem("photo_too_early")
    if now > due + _LATEST:
        raise Problem("photo_too_late", hours=int(_LATEST.total_seconds() // 3600))


def check_another(so_far: int) -> None:
    """Problem `photo_enough` where there are as many of one thing as show anything new."""
    if so_far >= MOST:
        raise Problem("photo_enough", most=MOST)


def asked_by(basis: Mapping[str, object], clause: Clause | None) -> Asked:
    """Which photos the grounds of a duty ask for: its clause, or whoever gave the instruction."""
    if "instruction" in basis:
        return Asked.BOTH if basis.get("photos") else Asked.NONE
    return Asked.ONE if clause is not None and clause.photo else Asked.NONE


def check_shown(asked: Asked, moments: Collection[Moment]) -> None:
    """Whether the photos that are asked for stand; Problems `photo_missing`, `photo_after_missing`."""
    if asked is Asked.ONE and not moments:
        raise Problem("photo_missing")
    if asked is Asked.BOTH and Moment.AFTER not in moments:
        raise Problem("photo_after_missing")


def check_taking_down(asked: Asked, moments: Collection[Moment], done: bool) -> None:
    """Whether a thing still shows what is asked of it without a photo; Problem `photo_holds`.

    `moments` are those of the photos that stay.
    """
    held = done and asked is not Asked.NONE
    if held and (not moments or (asked is Asked.BOTH and Moment.AFTER not in moments)):
        raise Problem("photo_holds")
    if asked is Asked.BOTH and Moment.BEFORE not in moments:
        raise Problem("photo_holds")
