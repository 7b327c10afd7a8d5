"""The end of an order: facts are attested by named persons, and the application takes its steps."""

from datetime import date
from typing import Any
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.orders.entering import told_at
from wumen.actions.orders.outbreaks import must_be_open
from wumen.queries.posts import viewer_by
from wumen.queries.release import judged, last_step
from wumen.records import clock
from wumen.records.models import Attested, Order, ReleaseStep
from wumen.rules.playbooks import Fact
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.release import FACT_NAMES, Step, check_step


def attest(
    viewer: Viewer,
    number: str,
    fact: str,
    on: date,
    holds: bool = True,
    document: str = "",
    by: str = "",
) -> Attested:
    """Record a fact for the release of an order: a named crew member stands for it with a document.

    `by` is her crew number, the viewer's own if left out. Problems: `order_unknown`, `fact_unknown`,
    `fact_in_future`, `order_needs_document`, `crew_unknown`, `post_missing`.
    """
    viewer.must(Right.ENTER_ORDER)
    if fact not in FACT_NAMES:
        raise Problem("fact_unknown", fact=fact)
    if on > clock.today():
        raise Problem("fact_in_future", day=on)
    if not document.strip():
        raise Problem("order_needs_document")
    with changing(viewer):
        order = _order(viewer, number)
        person = viewer_by(by, Right.ENTER_ORDER, [order.area]).person if by else viewer.person
        row = Attested.objects.create(
            order=order,
            area=order.area,
            fact=Fact(fact).value,
            on=on,
            holds=holds,
            document=document.strip(),
            by_id=person,
            noted_at=clock.now(),
        )
        _log(viewer, "release.attested", order, person, fact=fact, on=on, holds=holds)
    return row


def withdraw(viewer: Viewer, ident: UUID) -> None:
    """Withdraw an attested fact that was a slip; it stays on record. Problem `fact_unknown`."""
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        row = Attested.objects.select_related("order").filter(id=ident, withdrawn_at=None).first()
        if row is None:
            raise Problem("fact_unknown", fact="")
        viewer.must(Right.ENTER_ORDER, row.area)
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        _log(viewer, "release.withdrawn", row.order, viewer.person, fact=row.fact)


def take_step(viewer: Viewer, number: str, step: str, said: str = "") -> ReleaseStep:
    """Take the next step of the application, or send it back with a reason.

    Problems: `order_unknown`, `release_step_out_of_turn`, `release_not_met`, `reason_needed`.
    """
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        order = _order(viewer, number)
        last = last_step(order)
        wanted = Step(step) if step in set(Step) else Step.ANNOUNCED
        check_step(last, wanted, judged(order), said)
        row = ReleaseStep.objects.create(
            order=order,
            area=order.area,
            number=ReleaseStep.objects.filter(order=order).count() + 1,
            step=wanted.value,
            said=said.strip(),
            by_id=viewer.person,
            taken_at=clock.now(),
        )
        _log(viewer, "release.step", order, viewer.person, step=wanted)
    return row


def _order(viewer: Viewer, number: str) -> Order:
    order = Order.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise Problem("order_unknown", number=number)
    viewer.must(Right.ENTER_ORDER, order.area)
    if order.confirmed_at is None:
        raise Problem("order_waits", number=number)
    must_be_open(order.outbreak_id)
    return order


def _log(viewer: Viewer, kind: str, order: Order, by: UUID, **said: Any) -> None:
    place = told_at(order, list(order.scopes.all()))
    log(viewer, kind, place, by=by, number=order.number, **said)
