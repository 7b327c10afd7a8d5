"""Who is free now: twelve callers, eight drivers; who can be taken, who cannot and why, how many are missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wumen.queries.duties import within
from wumen.queries.force import MemberLine, members
from wumen.queries.posts import acting
from wumen.records.models import Deployment
from wumen.rules.force import Bar, Work, bars
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class FreeNow:
    """Who can be taken for a piece of work, least used first; how many people that is; why others cannot."""

    lines: tuple[MemberLine, ...]
    people: int
    missing: int
    barred: Mapping[Bar, int]


def free_now(viewer: Viewer, area: str, work: Work, wanted: int, profession: str = "") -> FreeNow:
    """Who of a place is free for a piece of work. Problems `right_missing`, `area_not_yours`.

    Who carried least in the last seven days stands first; a crew counts by its heads.
    """
    free: list[MemberLine] = []
    barred: Counter[Bar] = Counter()
    for line in members(viewer, area):
        if line.waits or profession not in ("", line.serving.profession):
            continue
        found = bars(line.serving, work)
        if found:
            barred[found[0]] += line.serving.people
        else:
            free.append(line)
    free.sort(key=lambda one: (one.serving.minutes, len(one.posts) + one.homes, one.name))
    people = sum(one.serving.people for one in free)
    return FreeNow(tuple(free), people, max(wanted - people, 0), dict(barred))


@dataclass(frozen=True)
class Deployed:
    """Somebody who was taken: for what and on which half of the day."""

    id: UUID
    member: UUID
    name: str
    half: str
    what: str
    minutes: int
    outdoor_minutes: int


def deployed(viewer: Viewer, area: str, day: date) -> list[Deployed]:
    """Who was taken on a day, by half-day and work. Problem `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    held = within(viewer, area or None)
    with acting(viewer):
        rows = Deployment.objects.filter(
            day=day, cancelled_at__isnull=True, area__gte=held.lo, area__lt=held.hi
        ).select_related("member__person")
        return [
            Deployed(
                *(one.id, one.member_id, one.member.person.name, one.half, one.what),
                *(one.minutes, one.outdoor_minutes),
            )
            for one in rows.order_by("half", "what", "taken_at")
        ]
