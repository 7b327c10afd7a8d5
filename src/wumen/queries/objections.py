"""Objections as the desk and the resident see them: who said what, by when it is answered, and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from wumen.queries.door_codes import door_words
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Objection, OrderChange
from wumen.records.orders import ChangeKind
from wumen.rules.objections import CAME_NAMES, OUTCOME_NAMES, Came, Outcome, Standing
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


class Said(msgspec.Struct, frozen=True):
    """What an objection says, and who is to be answered how; sealed as a whole."""

    text: str
    name: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class ObjectionLine:
    """An objection whole; `state` is open, forwarded, late, or decided."""

    number: int
    door: str
    area: str
    came: Named
    said: Said
    received_at: datetime
    due_at: datetime
    order: str
    document: str
    authority: str
    entered_by: str
    forwarded_at: datetime | None
    outcome: Named | None
    answer: str
    decided_at: datetime | None
    decided_by: str
    corrected: str
    correction: datetime | None
    late: bool
    may_decide: bool


def standing_of(row: Objection) -> Standing:
    """An objection as the rules look at it."""
    order = row.order
    people = {one for one in (order.entered_by_id, order.confirmed_by_id) if one}
    return Standing(
        row.number,
        row.received_at,
        row.entered_by_id,
        people,
        row.forwarded_at is not None,
        row.outcome,
    )


def corrected(order: UUID) -> OrderChange | None:
    """The latest confirmed document that lifted an order or let it step down."""
    kinds = (ChangeKind.LIFTED, ChangeKind.STEPPED_DOWN)
    rows = OrderChange.objects.filter(order=order, kind__in=kinds, confirmed_at__isnull=False)
    return rows.order_by("-confirmed_at").first()


def objections(viewer: Viewer, decided: bool = False) -> Sequence[ObjectionLine]:
    """The objections of the viewer's area that wait, what is due first; or those that are answered."""
    _must_read(viewer)
    with acting(viewer):
        rows = (
            Objection.objects.exclude(outcome="")
            if decided
            else Objection.objects.filter(outcome="")
        )
        ordered = rows.order_by("-decided_at" if decided else "due_at", "number")
        return [_line(one, viewer) for one in _whole(ordered[:200])]


def objection(viewer: Viewer, number: int) -> ObjectionLine:
    """One objection; Problems `right_missing`, `objection_unknown`."""
    _must_read(viewer)
    with acting(viewer):
        row = _whole(Objection.objects.filter(number=number)).first()
        if row is None:
            raise Problem("objection_unknown")
        return _line(row, viewer)


def of_household(household: UUID, viewer: Viewer) -> Sequence[ObjectionLine]:
    """The objections of one household, the latest first, inside its door's scope."""
    rows = Objection.objects.filter(household=household).order_by("-received_at")
    return [_line(one, viewer) for one in _whole(rows[:20])]


def _must_read(viewer: Viewer) -> None:
    """Who enters or confirms orders reads what is said against them."""
    if not viewer.may(Right.CONFIRM_ORDER):
        viewer.must(Right.ENTER_ORDER)


def _whole(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    return rows.select_related("order", "entered_by", "decided_by", "corrected_by")


def _line(row: Objection, viewer: Viewer) -> ObjectionLine:
    known = standing_of(row)
    hands = {*known.order_people, known.entered_by}
    change = row.corrected_by or corrected(row.order_id)
    since = (
        change
        if change and change.confirmed_at and change.confirmed_at >= row.received_at
        else None
    )
    text = sealing.unseal("objection", row.id, row.said_sealed) or "{}"
    return ObjectionLine(
        number=row.number,
        door=door_words(row.area),
        area=row.area,
        came=CAME_NAMES[Came(row.came)],
        said=msgspec.json.decode(text, type=Said),
        received_at=row.received_at,
        due_at=row.due_at,
        order=row.order.number,
        document=row.order.document,
        authority=row.order.authority,
        entered_by=row.entered_by.name if row.entered_by else "",
        forwarded_at=row.forwarded_at,
        outcome=OUTCOME_NAMES[Outcome(row.outcome)] if row.outcome else None,
        answer=sealing.unseal("answer", row.id, row.answer_sealed) or "",
        decided_at=row.decided_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        corrected=since.document if since else "",
        correction=since.confirmed_at if since else None,
        late=not row.outcome and row.due_at < clock.now(),
        may_decide=viewer.may(Right.CONFIRM_ORDER) and viewer.person not in hands,
    )
