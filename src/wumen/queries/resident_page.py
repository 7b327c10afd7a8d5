"""The resident's page: what applies at a door, to a home and each of its people, and what they asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Count

from wumen.queries.door_codes import at_door, door_words
from wumen.queries.exits import AtDoor, exits_at
from wumen.queries.explain import over, whole_at
from wumen.queries.help_numbers import help_lines
from wumen.queries.homes import Home, Person
from wumen.queries.homes import home as home_of
from wumen.queries.instructions import Said
from wumen.queries.objections import ObjectionLine, of_household
from wumen.queries.parcels.lines import AtPoint, at_points
from wumen.queries.sampling_rounds.at_home import RoundAtHome, rounds_at_home
from wumen.records import clock, sealing
from wumen.records.models import Duty, Household, Instruction
from wumen.rules.duties import DutyState
from wumen.rules.explanation import Contact, Whole
from wumen.rules.help_numbers import HelpLine
from wumen.rules.instructions import CLOSED_NAMES, URGENCY_NAMES, Closed
from wumen.rules.needs import Urgency
from wumen.rules.playbooks import Named, What
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

_SHOWN = 20


@dataclass(frozen=True)
class Outer:
    """What hangs at a door: what applies here, without a name of anybody who lives here."""

    words: str
    whole: Whole
    orders: tuple[str, ...]
    ring: tuple[HelpLine, ...]
    exits: Sequence[AtDoor] = ()


@dataclass(frozen=True)
class Member:
    """One of the household: what binds her alone, and her temperature of today: none, owed or reported."""

    person: Person
    alone: Whole | None
    temperature: str


@dataclass(frozen=True)
class AskedLine:
    """What the household asked: its number, how urgent, by when, and how it ended."""

    number: int
    said: str
    urgency: Named
    asked_at: datetime
    due_at: datetime
    closed: Named | None


@dataclass(frozen=True)
class Inner:
    """The page of one household."""

    home: Home
    whole: Whole
    members: tuple[Member, ...]
    asked: tuple[AskedLine, ...]
    objections: Sequence[ObjectionLine]
    orders: tuple[tuple[str, str], ...]
    ring: tuple[HelpLine, ...]
    parcels: Sequence[AtPoint] = ()
    sampling: Sequence[RoundAtHome] = ()
    exits: Sequence[AtDoor] = ()

    @property
    def whom(self) -> Contact | None:
        """Whom to ring first."""
        return next(iter(self.whole.call), None)


def outer_page(viewer: Viewer) -> Outer:
    """What an outer code shows; looked at from the stairwell itself and nothing below it."""
    with at_door(viewer):
        whole = whole_at(viewer.area, clock.now(), None)
        ring, blocked = help_lines(viewer.area), exits_at(viewer.area)
        return Outer(door_words(viewer.area), whole, whole.orders, ring, blocked)


def inner_page(viewer: Viewer) -> Inner:
    """What code and PIN show: this home and nobody else's. Problem `door_closed` where nobody lives now."""
    now = clock.now()
    with at_door(viewer):
        row = Household.objects.filter(area=viewer.area).first()
        if row is None:
            raise Problem("door_closed")
        home = home_of(viewer, row.id)
        said = _temperatures([one.id for one in home.people])
        members = tuple(
            Member(one, _alone(viewer.area, now, one.id), said.get(one.id, ""))
            for one in home.people
        )
        orders = {
            one.order.number: one.order.document
            for who in [None, *(one.id for one in home.people)]
            for one in over(viewer.area, now, who)
        }
        return Inner(
            home,
            whole_at(viewer.area, now, None),
            members,
            _asked(viewer, row.id),
            of_household(row.id),
            tuple(orders.items()),
            help_lines(viewer.area),
            at_points(row.id, viewer.area),
            rounds_at_home([one.id for one in home.people], viewer.area),
            exits_at(viewer.area),
        )


def _alone(door: str, now: datetime, resident: UUID) -> Whole | None:
    """The whole answer for one of them, where an order binds her and not the home."""
    whole = whole_at(door, now, resident)
    return whole if any(one.personal for one in whole.reasons) else None


def _temperatures(residents: Sequence[UUID]) -> dict[UUID, str]:
    """Of each what today's temperatures are: owed while one is open, reported once all are done."""
    rows = Duty.objects.filter(
        day=clock.today(), what=What.TEMPERATURE, subject__in=residents, opens_at__lte=clock.now()
    ).exclude(state=DutyState.WITHDRAWN)
    found: dict[UUID, str] = {}
    for subject, state, _many in rows.values_list("subject", "state").annotate(n=Count("*")):
        done = state in (DutyState.DONE, DutyState.WAIVED)
        found[subject] = "owed" if not done or found.get(subject) == "owed" else "reported"
    return found


def _asked(viewer: Viewer, household: UUID) -> tuple[AskedLine, ...]:
    """What was asked on this page itself; what colleagues wrote of the home is not shown."""
    rows = Instruction.objects.filter(area=viewer.area, entered_by=viewer.person)
    return tuple(
        AskedLine(
            one.number,
            _said(one),
            URGENCY_NAMES[Urgency(one.urgency)],
            one.entered_at,
            one.due_at,
            CLOSED_NAMES[Closed(one.closed_as)] if one.closed_as else None,
        )
        for one in rows.filter(household=household).order_by("-entered_at")[:_SHOWN]
    )


def _said(row: Instruction) -> str:
    text = sealing.unseal_given(row.outbreak_id, row.id, bytes(row.said_sealed))
    return msgspec.json.decode(text, type=Said).text
