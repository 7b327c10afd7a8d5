"""What sheets are filled from: the order, the register, rosters, posts, and other orders over a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.contacts import Contacts
from wumen.queries.doors import Doors
from wumen.queries.organisations import CONTACT
from wumen.queries.playbooks import playbook
from wumen.queries.posts import acting
from wumen.queries.sheets.people import (
    Chosen,
    Person,
    Stood,
    order_of,
    stood,
    whose_turn,
    within_span,
)
from wumen.records import clock, sealing
from wumen.records.models import FormerResident, Order, RosterEntry
from wumen.records.orders import binding, freed_by
from wumen.rules.areas import Span, ancestors
from wumen.rules.explanation import Contact
from wumen.rules.playbooks import Named, Notice
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sheets import (
    KINDS,
    MOST_SHEETS,
    Helper,
    Restriction,
    SheetFacts,
    SheetKind,
    check_kind,
    fill,
)
from wumen.rules.sheets import Sheet as Filled


@dataclass(frozen=True)
class SheetFor:
    """A filled sheet, whose it is, and the door at which she lives or lived."""

    resident: UUID
    area: str
    sheet: Filled


class _Filler:
    """What all sheets of a print share: the order, names, contacts, employers, other orders."""

    def __init__(self, viewer: Viewer, order: Order, people: Sequence[Stood], held: Span) -> None:
        self.now = clock.now()
        self.doors = Doors.within(held)
        self.contacts = Contacts(list({one.person.area for one in people}))
        self.work = _work([one.person.id for one in people])
        rules = playbook(order.outbreak.playbook, tuple(order.outbreak.overlays))
        self.notices: Sequence[Notice] = rules.notices
        self.others = _others(order, self.now)
        ways = {(one.ends, one.personal) for one in people}
        self.restrictions = {way: _restriction(order, *way) for way in ways}

    def facts(self, stood: Stood, number: str, kind: SheetKind) -> SheetFacts:
        """What a sheet for one person is filled from."""
        one = stood.person
        answering = self.contacts.answering(one.area)
        work = self.work.get(one.id)
        wants_number = KINDS[kind].whole_numbers or kind is SheetKind.CERTIFICATE
        identity = sealing.unseal("identity", one.id, one.identity_sealed) if wants_number else ""
        phones = (
            sealing.unseal_list("telephones", one.id, one.telephones_sealed)
            if KINDS[kind].whole_numbers
            else []
        )
        return SheetFacts(
            number=number,
            printed_at=self.now,
            restriction=self.restrictions[stood.ends, stood.personal],
            place=self.doors.place(one.area),
            community=self.doors.place("/".join(one.area.split("/")[:3]) + "/"),
            name=one.name,
            sex=one.sex,
            identity_number=identity or "",
            telephone=phones[0] if phones else "",
            organisation=work[0] if work else "",
            organisation_contact=work[1] if work else None,
            person=_helper(answering[0] if answering else None),
            cadre=_helper(self.contacts.cadre(one.area)),
            grid_worker=_helper(self.contacts.grid_worker(one.area)),
            others=self._still_over(one),
        )

    def _still_over(self, one: Person) -> tuple[tuple[str, Named], ...]:
        """The other orders that bind her now; nobody who moved away is bound by her former door."""
        if isinstance(one, FormerResident):
            return ()
        chain = {*ancestors(one.area), one.area}
        return tuple(
            (order.document, regime)
            for order, regime, scopes in self.others
            if any(
                resident == one.id or (resident is None and area in chain)
                for area, resident in scopes
            )
        )


def _helper(contact: Contact | None) -> Helper | None:
    return Helper(contact.name, contact.telephone) if contact else None


def _restriction(order: Order, ends: datetime, personal: bool) -> Restriction:
    """An order as it binds or bound somebody; the document that set her free before its day, if one did."""
    rules = playbook(order.outbreak.playbook, tuple(order.outbreak.overlays))
    regime = rules.regimes[order.regime]
    ended = freed_by(order, ends)
    return Restriction(
        Named(zh=regime.name_zh, en=regime.name_en),
        Named(zh=regime.movement_zh, en=regime.movement_en),
        order.authority,
        order.document,
        order.ground,
        order.from_at,
        ends,
        personal,
        (ended.authority, ended.document) if ended else None,
    )


def _work(people: Sequence[UUID]) -> dict[UUID, tuple[str, Helper | None]]:
    """Where residents work, as far as a roster says, with whom to speak there."""
    rows = RosterEntry.objects.select_related("organisation").filter(
        resident__in=people, left_at__isnull=True, organisation__closed_at__isnull=True
    )
    found: dict[UUID, tuple[str, Helper | None]] = {}
    for row in rows.order_by("since"):
        said = sealing.unseal_list(CONTACT, row.organisation_id, row.organisation.contact_sealed)
        helper = Helper(said[0], " ".join(said[1:])) if said else None
        if row.resident:
            found[row.resident] = (row.organisation.name, helper)
    return found


# An order, its regime, and the places or residents that it binds.
_Other = tuple[Order, Named, list[tuple[str, UUID | None]]]


def _others(order: Order, now: datetime) -> list[_Other]:
    """The other orders in force that the viewer may see, with regime and scopes."""
    scopes: dict[Order, list[tuple[str, UUID | None]]] = {}
    bound = binding(now).exclude(order=order).select_related("order__outbreak")
    for one in bound:
        scopes.setdefault(one.order, []).append((one.area, one.resident))
    found: list[_Other] = []
    for row, held in scopes.items():
        rules = playbook(row.outbreak.playbook, tuple(row.outbreak.overlays))
        regime = rules.regimes[row.regime]
        found.append((row, Named(zh=regime.name_zh, en=regime.name_en), held))
    return found


def sheets_of(
    viewer: Viewer, number: str, kind: SheetKind, chosen: Chosen, run: int
) -> list[SheetFor]:
    """The sheets of a kind for those chosen, filled, in the order of the way; the print is the caller's to log.

    Problems: `order_unknown`, `sheet_before_end`, `sheet_after_end`, `sheet_for_nobody`, `sheets_too_many`.
    """
    with acting(viewer):
        order, line = order_of(viewer, number)
        now = clock.now()
        under = stood(order, chosen, now)
        check_kind(kind, line.state, free=any(one.ends <= now for one in under))
        people = whose_turn(under, kind, now)
        if not people:
            raise Problem("sheet_for_nobody")
        if len(people) > MOST_SHEETS:
            raise Problem("sheets_too_many", many=len(people), most=MOST_SHEETS)
        filler = _Filler(viewer, order, people, within_span(viewer, order, chosen))
        return [
            SheetFor(
                one.person.id,
                one.person.area,
                fill(kind, filler.facts(one, f"{run}-{at}", kind), filler.notices),
            )
            for at, one in enumerate(people, start=1)
        ]
