"""Doors and gates after a lifting: what is to be opened, how each stands, whose it is, who confirmed it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wumen.queries.doors import Doors
from wumen.queries.duties import Owner, owners, within
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import (
    Attachment,
    Duty,
    Facility,
    FormerResident,
    OpeningStep,
    Resident,
)
from wumen.rules.areas import Span, parent, span
from wumen.rules.attachments import Purpose
from wumen.rules.duties import PENDING, DutyKey, DutyState
from wumen.rules.facilities import FacilityKind
from wumen.rules.openings import Opening, check_done, stands
from wumen.rules.openings import OpeningStep as Step
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# So long a door is remembered as not open, and one that is confirmed is shown.
REMEMBERED = timedelta(days=60)
_SHOWN = timedelta(days=3)


@dataclass(frozen=True)
class StepLine:
    """What happened at a door: when, who stands for it, who lives there and said so, the photo."""

    step: Step
    at: datetime
    by: str
    said: str
    resident: str
    photo: UUID | None


@dataclass(frozen=True)
class OpeningLine:
    """A door or gate to be opened; `area` is the stairwell or compound, `orders` asked for it.

    `shop`: the name of the shop whose door it is, empty for every other.
    """

    key: DutyKey
    area: str
    place: str
    since: datetime
    due_at: datetime
    overdue: bool
    orders: tuple[str, ...]
    owner: Owner | None
    stands: Opening
    steps: tuple[StepLine, ...]
    shop: str = ""


def place_of(duty: Duty) -> str:
    """The stairwell or compound whose door or gate it is: its duties stand in a common part behind it."""
    return parent(duty.area)


def steps_of(duty: Duty) -> list[Step]:
    """What happened at the door of a duty, the first first, inside a running scope.

    A blocked exit is owed again day after day, and keeps its steps.
    """
    rows = OpeningStep.objects.filter(owed_by=duty.subject, win=duty.win)
    if not duty.basis.get("exit"):
        rows = rows.filter(day=duty.day)
    return [Step(one.step) for one in rows.order_by("number")]


def must_be_open(duty: Duty) -> None:
    """Problem `opening_unconfirmed`, `exit_unconfirmed` for an opening or a blocked exit that nobody confirmed.

    Whichever way a duty is to be done, page, phone or command line: it goes by here.
    """
    if duty.what == What.OPENING:
        check_done(steps_of(duty))
    elif duty.basis.get("exit") and stands(steps_of(duty)) is not Opening.CONFIRMED:
        raise Problem("exit_unconfirmed")


def _duties(held: Span) -> list[Duty]:
    """The openings of a span that are not confirmed, and those that were a short time ago."""
    now, today = clock.now(), clock.today()
    rows = Duty.objects.filter(
        day__gt=today - REMEMBERED,
        day__lte=today,
        what=What.OPENING,
        area__gte=held.lo,
        area__lt=held.hi,
        opens_at__lte=now,
        state__in=(*PENDING, DutyState.DONE),
    )
    recent = today - _SHOWN
    return [one for one in rows.order_by("day", "area") if one.state in PENDING or one.day > recent]


def not_open(viewer: Viewer, area: str | None = None) -> Sequence[OpeningLine]:
    """The doors and gates that are not confirmed as open though lifted, the longest waiting first."""
    return [one for one in opening_lines(viewer, area) if one.stands is not Opening.CONFIRMED]


def opening_lines(viewer: Viewer, area: str | None = None) -> Sequence[OpeningLine]:
    """The doors and gates to be opened after a lifting, with what happened at each.

    Problems: `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer):
        duties = _duties(held)
        if not duties:
            return []
        people = owners({one.owner_post for one in duties if one.owner_post})
        doors = Doors.within(held)
        steps = _steps(duties, doors)
        shops = shop_doors([one.subject for one in duties])
        now = clock.now()
        return [
            OpeningLine(
                key=DutyKey(one.day, one.what, str(one.subject), one.win),
                area=place_of(one),
                place=f"{doors.short(place_of(one))} {shops.get(one.subject, '')}".rstrip(),
                since=one.opens_at,
                due_at=one.due_at,
                overdue=one.state in PENDING and one.due_at <= now,
                orders=tuple(one.basis["orders"]),
                owner=people.get(one.owner_post) if one.owner_post else None,
                stands=stands([step.step for step in steps.get((one.day, one.subject), ())]),
                steps=tuple(steps.get((one.day, one.subject), ())),
                shop=shops.get(one.subject, ""),
            )
            for one in duties
        ]


def shop_doors(subjects: Sequence[UUID]) -> dict[UUID, str]:
    """Which of some subjects of openings are doors of shops, with their names; inside a running scope."""
    rows = Facility.objects.filter(id__in=subjects, kind=FacilityKind.SHOP)
    return dict(rows.values_list("id", "name"))


def _steps(duties: Iterable[Duty], doors: Doors) -> dict[tuple[object, UUID], list[StepLine]]:
    """What happened at the doors of some duties, the first first."""
    wanted = {(one.day, one.subject) for one in duties}
    rows = list(
        OpeningStep.objects.select_related("by")
        .filter(day__in={day for day, _ in wanted}, owed_by__in={subject for _, subject in wanted})
        .order_by("number")
    )
    lines = step_lines(rows, doors)
    found: dict[tuple[object, UUID], list[StepLine]] = {}
    for one in rows:
        found.setdefault((one.day, one.owed_by), []).append(lines[one.id])
    return found


def step_lines(rows: Sequence[OpeningStep], doors: Doors) -> dict[UUID, StepLine]:
    """Steps with their photos and who said so, by their ids; inside a running scope."""
    photos = dict(
        Attachment.objects.filter(
            purpose=Purpose.OPENING, about__in=[one.id for one in rows], withdrawn_at=None
        ).values_list("about", "id")
    )
    said_by = {one.resident for one in rows if one.resident}
    names: dict[UUID | None, str] = {
        one.id: f"{doors.short(one.area)} {one.name}"
        for table in (FormerResident, Resident)
        for one in (table.objects.filter(id__in=said_by) if said_by else ())
    }
    return {
        one.id: StepLine(
            *(Step(one.step), one.happened_at, one.by.name, one.said),
            *(names.get(one.resident, ""), photos.get(one.id)),
        )
        for one in rows
    }


def resident_at(viewer: Viewer, area: str, door: str, name: str) -> UUID:
    """Who lives at a door of a place under that name; the door may be its room alone.

    Problems: `right_missing`, `opening_resident_unknown` for nobody and for more than one.
    """
    viewer.must(Right.SEE_REGISTER)
    typed = re.findall(r"[0-9a-z]+", door.lower())
    held = span(area)
    with acting(viewer):
        rows = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi, name=name.strip())
        found = [
            ident
            for ident, path in rows.values_list("id", "area")
            if typed and path.split("/")[:-1][-len(typed) :] == typed
        ]
    if len(found) != 1:
        raise Problem("opening_resident_unknown")
    return found[0]
