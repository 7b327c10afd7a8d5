"""The rows behind two numbers of the board: homes not reached today, and looks at complete numbers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from wumen.queries.desk import LOOKING, NotReached
from wumen.queries.duties import owners, within
from wumen.queries.group_text import GroupBox, group_box
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Duty, Household
from wumen.rules.duties import PENDING
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import whole_day

_MOST = 500
# Nobody can tell from it why somebody is asked.
_CALL_BACK = "请下列房号看到后给楼长回个电话，报声平安"
_LOOKS = f"""
    SELECT e.made_at, e.kind, e.area, post.role, crew.name FROM event e
    LEFT JOIN (post JOIN crew ON crew.id = post.person_id) ON post.id = e.post
    WHERE e.arrived_on IN (%s, %s) AND e.made_at >= %s AND e.area >= %s AND e.area < %s AND {LOOKING}
    ORDER BY e.made_at DESC LIMIT {_MOST}
"""


@dataclass(frozen=True)
class NotReachedHome:
    """A home that nobody has spoken to today, and its page."""

    line: NotReached
    household: UUID | None


@dataclass(frozen=True)
class NotReachedList:
    """All of them in a place, tried in vain first, and the texts for the groups; None where none may be said."""

    homes: tuple[NotReachedHome, ...]
    group: GroupBox | None


def not_reached_list(viewer: Viewer, area: str = "") -> NotReachedList:
    """The homes in special care that nobody has spoken to today; Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area or None)
    now, today = clock.now(), clock.today()
    with acting(viewer):
        rows = Duty.objects.filter(
            day=today,
            what=What.CONTACT,
            state__in=PENDING,
            area__gte=held.lo,
            area__lt=held.hi,
        )
        some = sorted(
            rows.order_by("area")[:_MOST], key=lambda one: (-_tried(one), one.due_at, one.area)
        )
        people = owners({one.owner_post for one in some if one.owner_post})
        doors = [one.area for one in some]
        homes = dict(Household.objects.filter(area__in=doors).values_list("area", "id"))
    lines = tuple(
        NotReachedHome(
            NotReached(
                *(one.area, one.win, _tried(one), one.due_at, one.due_at <= now),
                people.get(one.owner_post) if one.owner_post else None,
            ),
            homes.get(one.area),
        )
        for one in some
    )
    return NotReachedList(lines, _group(viewer, area, doors))


def _tried(duty: Duty) -> int:
    """How often somebody was there or rang in vain today, as the board counts it."""
    return max(len(duty.tried), int(bool(duty.reason)))


def _group(viewer: Viewer, area: str, doors: list[str]) -> GroupBox | None:
    place = area or viewer.area
    if not doors or not place:
        return None
    try:
        matter = f"not-reached:{clock.today()}"
        return group_box(viewer, place, matter, doors, _CALL_BACK, telling=True)
    except Problem:
        return None


@dataclass(frozen=True)
class LookRow:
    """One look at complete numbers: when, of what kind, where it is counted, by whom in which post."""

    at: datetime
    kind: str
    area: str
    role: str | None
    name: str | None


def look_rows(viewer: Viewer) -> list[LookRow]:
    """Today's looks at complete numbers, the latest first; Problem `right_missing`."""
    viewer.must(Right.SEE_BOARD)
    held = viewer.span
    with acting(viewer), connection.cursor() as cursor:
        # The log goes by the day on which things really arrived, in a drill too.
        begins = whole_day(clock.today()).begins
        cursor.execute(_LOOKS, [*clock.arrived_today(), begins, held.lo, held.hi])
        return [LookRow(*row) for row in cursor.fetchall()]
