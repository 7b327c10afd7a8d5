"""Scans and photos are kept sealed with their record; opening one that speaks of persons is logged."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.orders.entering import told_at
from wumen.actions.orders.outbreaks import must_be_open
from wumen.queries.attachments import Opened, opened, records_of
from wumen.records import clock, sealing
from wumen.records.models import Attachment, Order
from wumen.rules.areas import parent
from wumen.rules.attachments import File, Purpose, read_file
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class Record:
    """What a file belongs to: which record, where it stands, of which outbreak, and where it is told."""

    purpose: Purpose
    about: UUID
    area: str
    outbreak: UUID
    told: str
    personal: bool = False


def keep(viewer: Viewer, record: Record, file: File, by: UUID | None = None) -> Attachment:
    """Keep a file with its record, inside an open transaction; the same one twice stands once."""
    digest = sealing.keyed_content(file.content)
    known = Attachment.objects.filter(
        purpose=record.purpose, about=record.about, hash=digest, withdrawn_at=None
    ).first()
    if known:
        return known
    ident, day = uuid4(), clock.today()
    row = Attachment.objects.create(
        id=ident,
        area=record.area,
        outbreak_id=record.outbreak,
        purpose=record.purpose.value,
        about=record.about,
        kind=file.kind.value,
        size=len(file.content),
        hash=digest,
        personal=record.personal,
        sealed=sealing.seal_file(record.outbreak, day, ident, file.content),
        day=day,
        made_at=clock.now(),
        by_id=by or viewer.person,
    )
    said: dict[str, Any] = {"file": ident, "purpose": record.purpose, "content": digest.hex()}
    log(viewer, "attachment.kept", record.told, by=by, type=file.kind, size=row.size, **said)
    return row


def attach(viewer: Viewer, number: str, content: bytes, about: UUID | None = None) -> Attachment:
    """Add the scan of an authority's document to an order, or to a change or fact of it (`about`).

    Problems: `file_empty`, `file_too_heavy`, `file_not_a_scan`, `order_unknown`, rights.
    """
    viewer.must(Right.ENTER_ORDER)
    file = read_file(content)
    with changing(viewer):
        order = _order(viewer, number)
        return keep(viewer, _record(order, about or order.id), file)


def withdraw_file(viewer: Viewer, number: str, ident: UUID) -> None:
    """Withdraw a scan that belongs to another order; it stays sealed. Problem `attachment_unknown`."""
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        order = _order(viewer, number)
        rows = Attachment.objects.filter(id=ident, withdrawn_at=None, about__in=records_of(order))
        if not rows.update(withdrawn_at=clock.now()):
            raise Problem("attachment_unknown")
        log(viewer, "attachment.withdrawn", _told(order), file=ident, number=number)


def look_at(viewer: Viewer, ident: UUID) -> Opened:
    """Open a file; one that speaks of persons only once the look stands in the log.

    Problems: `attachment_unknown`, `attachment_names_others`, `right_missing`.
    """
    with changing(viewer):
        found = opened(viewer, ident)
        if found.personal:
            where = parent(found.area)
            log(viewer, "attachment.looked_at", where, file=ident, purpose=found.purpose)
    return found


def _order(viewer: Viewer, number: str) -> Order:
    order = Order.objects.filter(number=number).first()
    if order is None:
        raise Problem("order_unknown", number=number)
    viewer.must(Right.ENTER_ORDER, order.area)
    must_be_open(order.outbreak_id)
    return order


def _told(order: Order) -> str:
    return told_at(order, list(order.scopes.all()))


def _record(order: Order, about: UUID) -> Record:
    if about not in records_of(order):
        raise Problem("attachment_unknown")
    purpose = Purpose.ORDER
    if about != order.id:
        is_change = order.changes.filter(id=about).exists()
        purpose = Purpose.ORDER_CHANGE if is_change else Purpose.ATTESTED
    personal = order.scopes.filter(resident__isnull=False).exists()
    return Record(purpose, about, order.area, order.outbreak_id, _told(order), personal)
