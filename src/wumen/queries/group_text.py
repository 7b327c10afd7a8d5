"""What may be copied for a group: rooms in texts by group, which of them were sent, by whom and when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from wumen.queries.consent import consenting
from wumen.queries.doors import Doors
from wumen.queries.doors_apart import Happened, happened_asked, set_apart
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.kept import Asked, Kept, together
from wumen.records.models import CrewMember, GroupSent, Household
from wumen.records.orders import OVER_AT
from wumen.rules.areas import Span, span
from wumen.rules.group_text import texts_for_groups
from wumen.rules.posts import Right, Viewer
from wumen.rules.time import whole_day


@dataclass(frozen=True)
class Sent:
    """That a text was ticked as sent, or taken back: by whom and when."""

    by: str
    at: datetime

    @classmethod
    def of(cls, who: CrewMember | None, at: datetime | None) -> "Sent | None":
        """What two columns say that are empty together; None where they are."""
        return cls(who.name, at) if who is not None and at is not None else None


@dataclass(frozen=True)
class GroupMessage:
    """The text of one group, by its number; `sent` is None as long as nobody ticked it."""

    group: int
    text: str
    sent: Sent | None


@dataclass(frozen=True)
class GroupBox:
    """All texts of one list of a place; `left_out` homes are to be rung and stand in none of them."""

    area: str
    matter: str
    messages: tuple[GroupMessage, ...]
    left_out: int

    @property
    def sent(self) -> list[int]:
        """The groups to which it was sent."""
        return [one.group for one in self.messages if one.sent]


def group_box(
    viewer: Viewer,
    area: str,
    matter: str,
    doors: Iterable[str],
    heading: str,
    telling: bool = False,
) -> GroupBox:
    """The texts for the groups of a place with the rooms of some doors, under a heading in Chinese.

    `matter` names the list, without anything personal: under it ticks are found again. A list that is
    `telling` says something of the homes on it: there stand only those that consented. Problems:
    `right_missing`, `area_not_yours`, and those of `check_group_text`.
    """
    viewer.must(Right.SEE_REGISTER, area)
    paths, held = list(doors), span(area)
    with acting(viewer):
        words = Doors.within(held)
        told = paths
        if telling:
            may = consenting(Household.objects.filter(area__in=paths))
            told = [path for path in paths if path in may]
        barred = barred_doors(held)
        found = texts_for_groups(
            [(path, words.door(path)) for path in told],
            heading,
            barred,
            homes=[(path, words.door(path)) for path in (homes_of(held) if barred else ())],
        )
        ticks = ticks_of(area, matter)
    messages = tuple(
        GroupMessage(group, text, ticks.get(group))
        for group, text in enumerate(found.messages, start=1)
    )
    left_out = found.left_out + len(paths) - len(told)
    return GroupBox(area, matter, messages, left_out)


# What an order binds today, by the same rule as `records.orders.owing`; they are found by their door
# first, for orders on people are many in a city and few at a place.
_BOUND = f"""
    FROM order_scope s JOIN orders o ON o.id = s.order_id
    JOIN outbreak b ON b.id = o.outbreak_id
    WHERE s.area >= %(lo)s AND s.area < %(hi)s
        AND b.closed_at IS NULL AND o.confirmed_at IS NOT NULL
        AND o.from_at < {OVER_AT}
        AND ({OVER_AT} >= %(begins)s AND o.from_at < %(ends)s
            OR s.exception_known_at >= %(begins)s AND s.exception_known_at < %(ends)s OR EXISTS (
            SELECT FROM order_change c WHERE c.order_id = o.id AND c.kind IN ('lifted', 'stepped_down')
                AND c.confirmed_at >= %(begins)s AND c.confirmed_at < %(ends)s))
"""
# Whom an order of her own binds, and the homes that an order names by their door.
_BARRED = Kept(
    f"""
    SELECT area FROM resident WHERE area >= %(lo)s AND area < %(hi)s
        AND id = ANY(ARRAY(SELECT s.resident {_BOUND} AND s.resident IS NOT NULL))
    UNION SELECT area FROM household WHERE area = ANY(ARRAY(SELECT s.area {_BOUND} AND s.resident IS NULL))
    """,
    "lo text, hi text, begins timestamptz, ends timestamptz",
)


def barred_doors(held: Span) -> set[str]:
    """The doors of which nothing is said in a group: an order binds somebody there, or that door alone, today; or a
    positive was found there lately, whether an order holds or not.
    """
    return barred_of(*together(*barred_asked(held)))


def barred_asked(held: Span) -> tuple[Asked, Asked]:
    """The statements of `barred_doors`, to be asked together with others."""
    day = whole_day(clock.today())
    bound = _BARRED.asked(lo=held.lo, hi=held.hi, begins=day.begins, ends=day.ends)
    return bound, happened_asked(held, clock.now())


def barred_of(bound: Iterable[tuple[str]], happened: Iterable[Happened]) -> set[str]:
    """The doors that these statements found."""
    return {*(area for (area,) in bound), *set_apart(happened, clock.now())}


def homes_of(held: Span) -> list[str]:
    """The doors of all homes of a place."""
    rows = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
    return list(rows.values_list("area", flat=True))


def ticks_of(area: str, matter: str) -> dict[int, Sent]:
    """Which groups were sent a text, by whom and when, inside the running scope."""
    return ticks([matter]).get((area, matter), {})


def ticks(matters: Collection[str]) -> dict[tuple[str, str], dict[int, Sent]]:
    """The same for many texts at once, by place and matter; two statements."""
    rows = list(GroupSent.objects.filter(matter__in=matters))
    people = CrewMember.objects.filter(id__in={row.by for row in rows})
    names = dict(people.values_list("id", "name"))
    found: dict[tuple[str, str], dict[int, Sent]] = {}
    for row in rows:
        sent = Sent(names.get(row.by, ""), row.sent_at)
        found.setdefault((row.area, row.matter), {})[row.group] = sent
    return found
