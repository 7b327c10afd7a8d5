"""Scans and photos as people come upon them: which belong to an order, and one to be opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.posts import acting
from wumen.queries.release import sees
from wumen.records import sealing
from wumen.records.models import Attachment, Attested, Order, OrderChange
from wumen.rules.attachments import FOR_EVERYBODY, OF_ORDERS, File, FileKind, Purpose
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class AttachmentLine:
    """A file in a list: of which record, what kind, how large in KB, since when and by whom."""

    id: UUID
    purpose: Purpose
    about: UUID
    kind: FileKind
    kilobytes: int
    made_at: datetime
    by: str


@dataclass(frozen=True)
class Opened:
    """A file unsealed; `personal` that it speaks of persons, `area` where its record stands."""

    id: UUID
    file: File
    purpose: Purpose
    personal: bool
    area: str


def lines(abouts: Sequence[UUID]) -> list[AttachmentLine]:
    """The files of some records, the first first, inside a running scope."""
    rows = Attachment.objects.filter(about__in=abouts, withdrawn_at=None).defer("sealed")
    return [
        AttachmentLine(
            *(one.id, Purpose(one.purpose), one.about, FileKind(one.kind)),
            *(max(1, one.size // 1024), one.made_at, one.by.name),
        )
        for one in rows.select_related("by").order_by("made_at", "id")
    ]


def order_files(viewer: Viewer, number: str) -> dict[UUID, list[AttachmentLine]]:
    """The files of an order, its changes and its attested facts, by record; Problem `order_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        order = Order.objects.filter(number=number).first()
        if order is None or not sees(viewer, order):
            raise Problem("order_unknown", number=number)
        found: dict[UUID, list[AttachmentLine]] = {}
        for one in lines(records_of(order)):
            # The order's own stand under the purpose's empty record: its id is nobody's to know.
            key = UUID(int=0) if one.about == order.id else one.about
            found.setdefault(key, []).append(one)
        return found


def records_of(order: Order) -> list[UUID]:
    """The records of an order that a file may belong to: itself, its changes, its facts."""
    changes = OrderChange.objects.filter(order=order).values_list("id", flat=True)
    facts = Attested.objects.filter(order=order).values_list("id", flat=True)
    return [order.id, *changes, *facts]


def opened(viewer: Viewer, ident: UUID) -> Opened:
    """A file, unsealed; the look is the caller's to have logged.

    A document about residents opens only for who sees all of them: it may name each of them.
    Problems: `right_missing`, `attachment_unknown`, `attachment_names_others`.
    """
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row = Attachment.objects.filter(id=ident, withdrawn_at=None).first()
        if row is None:
            raise Problem("attachment_unknown")
        if row.purpose in OF_ORDERS:
            _check_order(viewer, row)
        elif row.purpose not in FOR_EVERYBODY and not viewer.span.holds(row.area):
            # What binds from above is seen from below; a photo binds nobody.
            raise Problem("attachment_unknown")
        content = sealing.unseal_file(row.outbreak_id, row.day, row.id, row.sealed)
        file = File(content, FileKind(row.kind))
        return Opened(row.id, file, Purpose(row.purpose), row.personal, row.area)


def _check_order(viewer: Viewer, row: Attachment) -> None:
    """Problems `attachment_unknown`, `attachment_names_others` for the document of an order."""
    order = (
        Order.objects.filter(id=row.about).first()
        or Order.objects.filter(changes__id=row.about).first()
        or Order.objects.filter(attested__id=row.about).first()
    )
    if order is None or not sees(viewer, order):
        raise Problem("attachment_unknown")
    bound = [one for one in order.scopes.all() if one.resident]
    seen = [one for one in bound if viewer.span.holds(one.area)]
    # Rows of scopes outside the area are not even seen here: those that are must be all.
    if row.personal and (not bound or len(seen) < len(bound) or not viewer.span.holds(order.area)):
        raise Problem("attachment_names_others")
