"""Later documents about an order: it is extended, steps down to a milder regime, or is lifted."""

from uuid import UUID, uuid4

from django.db import transaction

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.orders.entering import log_order, order_number, told_at
from wumen.actions.rosters.freeing import free_of_order, lock_rosters
from wumen.queries.playbooks import playbook
from wumen.queries.posts import viewer_by
from wumen.records import clock
from wumen.records.models import Order, OrderChange, OrderScope
from wumen.records.orders import ChangeKind
from wumen.rules.orders import Changed, ChangeDraft, check_change, check_two_people
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import Interval

_KINDS = {
    Changed.EXTEND: ChangeKind.EXTENDED,
    Changed.STEP_DOWN: ChangeKind.STEPPED_DOWN,
    Changed.LIFT: ChangeKind.LIFTED,
}
_DRAFTS = {kind: draft for draft, kind in _KINDS.items()}


def enter_change(
    viewer: Viewer, number: str, draft: ChangeDraft, by: UUID | None = None
) -> OrderChange:
    """Enter what a later document says of an order; it changes nothing until a second person confirms.

    Problems: `order_unknown`, `order_waits`, `order_change_waits`, and what `check_change` says.
    """
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        order = _order(viewer, number, Right.ENTER_ORDER)
        if order.confirmed_at is None:
            raise Problem("order_waits", number=number)
        waiting = order.changes.filter(confirmed_at__isnull=True, dropped_at__isnull=True)
        if waiting.exists():
            raise Problem("order_change_waits", number=number)
        after = _checked(order, draft)
        change = OrderChange(
            id=uuid4(),
            order=order,
            area=order.area,
            kind=_KINDS[draft.kind],
            authority=draft.authority.strip(),
            document=draft.document.strip(),
            ground=draft.ground.strip(),
            regime=draft.regime if draft.kind is Changed.STEP_DOWN else "",
            effective_at=after.begins,
            until_at=after.ends,
            former_until=order.until_at,
            entered_by_id=by or viewer.person,
            entered_at=clock.now(),
        )
        change.save()
        _log_change(viewer, "order.change_entered", change, by)
    return change


def confirm_change(viewer: Viewer, change_id: UUID, by: UUID | None = None) -> Order:
    """Confirm a change as the second person; the order as it holds from now on: a new one after a step down.

    What was true when it was entered must still be: an order that ended meanwhile stays ended.
    Problems: `order_change_unknown`, `second_person_needed`, and what `check_change` says.
    """
    viewer.must(Right.CONFIRM_ORDER)
    with changing(viewer):
        change = _waiting(change_id)
        order = _order(viewer, change.order.number, Right.CONFIRM_ORDER)
        check_two_people(change.entered_by_id, by or viewer.person)
        _checked(order, _draft(change))
        change.confirmed_by_id = by or viewer.person
        change.confirmed_at = clock.now()
        change.save(update_fields=["confirmed_by", "confirmed_at"])
        lock_rosters()
        _log_change(viewer, f"order.{change.kind}", change, by)
        holds = _apply(viewer, order, change, by)
        free_of_order(viewer, holds)
        return holds


def drop_change(viewer: Viewer, change_id: UUID) -> None:
    """Drop a change that was entered wrongly and never confirmed; Problem `order_change_unknown`."""
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        change = _waiting(change_id)
        viewer.must(Right.ENTER_ORDER, change.area)
        change.dropped_at = clock.now()
        change.save(update_fields=["dropped_at"])
        _log_change(viewer, "order.change_dropped", change, None)


def change_order(operator: Viewer, number: str, draft: ChangeDraft, by: str, second: str) -> Order:
    """Enter and confirm a change from paper: the operator types it, two crew members stand for it.

    Problems: `second_person_needed`, `crew_unknown`, `post_missing`, and all of entering and confirming.
    """
    check_two_people(by.strip(), second.strip())
    with transaction.atomic():
        with changing(operator):
            area = _order(operator, number, Right.ENTER_ORDER).area
        enters = viewer_by(by, Right.ENTER_ORDER, [area])
        confirms = viewer_by(second, Right.CONFIRM_ORDER, [area])
        change = enter_change(operator, number, draft, by=enters.person)
        return confirm_change(operator, change.id, by=confirms.person)


def _order(viewer: Viewer, number: str, right: Right) -> Order:
    order = Order.objects.select_for_update().filter(number=number).first()
    if order is None:
        raise Problem("order_unknown", number=number)
    viewer.must(right, order.area)
    return order


def _waiting(change_id: UUID) -> OrderChange:
    change = (
        OrderChange.objects.select_for_update(of=("self",))
        .select_related("order")
        .filter(id=change_id, confirmed_at__isnull=True, dropped_at__isnull=True)
        .first()
    )
    if change is None:
        raise Problem("order_change_unknown")
    return change


def _checked(order: Order, draft: ChangeDraft) -> Interval:
    rules = playbook(order.outbreak.playbook, tuple(order.outbreak.overlays))
    held = Interval(order.from_at, order.ended_at or order.until_at)
    decided = order.ended_at is not None
    return check_change(draft, order.regime, held, rules, clock.now(), decided)


def _draft(change: OrderChange) -> ChangeDraft:
    kind = _DRAFTS[ChangeKind(change.kind)]
    return ChangeDraft(
        kind,
        change.authority,
        change.document,
        change.ground,
        change.effective_at,
        None if kind is Changed.LIFT else change.until_at,
        change.regime,
    )


def _apply(viewer: Viewer, order: Order, change: OrderChange, by: UUID | None) -> Order:
    """What a confirmed change does to its order."""
    if change.kind == ChangeKind.EXTENDED:
        order.until_at = change.until_at
        order.save(update_fields=["until_at"])
        return order
    order.ended_at = change.effective_at
    order.save(update_fields=["ended_at"])
    if change.kind == ChangeKind.STEPPED_DOWN:
        return _follow(viewer, order, change, by)
    _lift_coming(viewer, order, change, by)
    return order


def _lift_coming(viewer: Viewer, order: Order, change: OrderChange, by: UUID | None) -> None:
    """What the order was to step down to later does not begin any more: what was lifted binds nobody anew."""
    for milder in Order.objects.filter(follows=order, from_at__gte=change.effective_at):
        milder.changes.filter(confirmed_at=None, dropped_at=None).update(dropped_at=clock.now())
        lifted = OrderChange(
            id=uuid4(),
            order=milder,
            area=milder.area,
            kind=ChangeKind.LIFTED,
            authority=change.authority,
            document=change.document,
            ground=change.ground,
            effective_at=milder.from_at,
            until_at=milder.until_at,
            former_until=milder.until_at,
            entered_by_id=change.entered_by_id,
            entered_at=change.entered_at,
            confirmed_by_id=change.confirmed_by_id,
            confirmed_at=change.confirmed_at,
        )
        lifted.save()
        milder.ended_at = milder.from_at
        milder.save(update_fields=["ended_at"])
        _log_change(viewer, f"order.{lifted.kind}", lifted, by)
        _lift_coming(viewer, milder, lifted, by)


def _follow(viewer: Viewer, order: Order, change: OrderChange, by: UUID | None) -> Order:
    """The order to which another steps down: the same places and people under the milder regime."""
    milder = Order(
        id=uuid4(),
        number=order_number(),
        outbreak=order.outbreak,
        area=order.area,
        regime=change.regime,
        authority=change.authority,
        document=change.document,
        ground=change.ground,
        from_at=change.effective_at,
        until_at=change.until_at,
        entered_by_id=change.entered_by_id,
        entered_at=change.entered_at,
        confirmed_by_id=change.confirmed_by_id,
        confirmed_at=change.confirmed_at,
        follows=order,
    )
    milder.save()
    scopes = [
        OrderScope(order=milder, area=one.area, resident=one.resident) for one in order.scopes.all()
    ]
    OrderScope.objects.bulk_create(scopes)
    log_order(viewer, "order.confirmed", milder, scopes, by)
    return milder


def _log_change(viewer: Viewer, kind: str, change: OrderChange, by: UUID | None) -> None:
    log(
        viewer,
        kind,
        told_at(change.order, list(change.order.scopes.all())),
        by=by,
        number=change.order.number,
        document=change.document,
        effective=change.effective_at,
        until=change.until_at,
        regime=change.regime,
    )
