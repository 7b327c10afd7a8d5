"""What a confirmed change does: to its order, to those that follow it, and to whom it binds."""

from uuid import UUID, uuid4

from wumen.actions.log import log, subject_key
from wumen.actions.orders.entering import log_order, order_number, told_at
from wumen.records import clock
from wumen.records.models import Order, OrderChange, OrderScope
from wumen.records.orders import ChangeKind
from wumen.rules.orders import Bound, check_exception
from wumen.rules.posts import Viewer


def bound_by(scope: OrderScope) -> Bound:
    """A place or resident under an order as the rules look at it."""
    resident = str(scope.resident) if scope.resident else ""
    return Bound(scope.area, resident, scope.excepted_at is not None)


def apply(viewer: Viewer, order: Order, change: OrderChange, by: UUID | None) -> Order:
    """Let a confirmed change take effect; the order as it holds from then on: a new one after a step down."""
    if change.kind == ChangeKind.EXTENDED:
        order.until_at = change.until_at
        order.save(update_fields=["until_at"])
        return order
    if change.kind == ChangeKind.EXCEPTED:
        _except(viewer, order, change, by)
        return order
    order.ended_at = change.effective_at
    order.save(update_fields=["ended_at"])
    if change.kind == ChangeKind.STEPPED_DOWN:
        return _follow(viewer, order, change, by)
    _lift_coming(viewer, order, change, by)
    return order


def _except(viewer: Viewer, order: Order, change: OrderChange, by: UUID | None) -> None:
    """Take out whom a change names, and out of what the order is to step down to later, too.

    Problem `order_nobody_left` where that would bind nobody any more.
    """
    out = list(order.scopes.filter(id__in=change.scopes))
    order.scopes.filter(id__in=change.scopes).update(
        excepted_at=change.effective_at, exception_known_at=change.confirmed_at
    )
    named = {(one.area, one.resident) for one in out}
    for milder in _coming(order, change):
        scopes = list(milder.scopes.all())
        same = [n for n, one in enumerate(scopes) if (one.area, one.resident) in named]
        left = [n for n in same if scopes[n].excepted_at is None]
        if not left:
            continue
        check_exception(milder.number, [bound_by(one) for one in scopes], left)
        again = _as_to(milder, change)
        again.scopes = [scopes[n].id for n in left]
        again.save()
        log_change(viewer, f"order.{again.kind}", again, by)
        _except(viewer, milder, again, by)


def _coming(order: Order, change: OrderChange) -> list[Order]:
    """What an order is to step down to after a change has taken effect."""
    return list(Order.objects.filter(follows=order, from_at__gte=change.effective_at))


def _as_to(milder: Order, change: OrderChange) -> OrderChange:
    """The same document about an order that has not begun: for it, from its beginning on."""
    return OrderChange(
        id=uuid4(),
        order=milder,
        area=milder.area,
        kind=change.kind,
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


def _lift_coming(viewer: Viewer, order: Order, change: OrderChange, by: UUID | None) -> None:
    """What the order was to step down to later does not begin any more: what was lifted binds nobody anew."""
    for milder in _coming(order, change):
        milder.changes.filter(confirmed_at=None, dropped_at=None).update(dropped_at=clock.now())
        lifted = _as_to(milder, change)
        lifted.save()
        milder.ended_at = milder.from_at
        milder.save(update_fields=["ended_at"])
        log_change(viewer, f"order.{lifted.kind}", lifted, by)
        _lift_coming(viewer, milder, lifted, by)


def _follow(viewer: Viewer, order: Order, change: OrderChange, by: UUID | None) -> Order:
    """The order to which another steps down: those still under it, and as long, under the milder regime."""
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
        one.again(milder.id, one.area)
        for one in order.scopes.all()
        if one.excepted_at is None or one.excepted_at > change.effective_at
    ]
    OrderScope.objects.bulk_create(scopes)
    log_order(viewer, "order.confirmed", milder, scopes, by)
    return milder


def log_change(viewer: Viewer, kind: str, change: OrderChange, by: UUID | None) -> None:
    """The event of a change; whom it takes out it names by keyed hashes alone, places by their paths."""
    scopes = list(change.order.scopes.all())
    out = [one for one in scopes if one.id in change.scopes]
    persons = [subject_key(one.resident) for one in out if one.resident]
    named = {"places": [one.area for one in out if not one.resident], "residents": persons}
    log(
        viewer,
        kind,
        told_at(change.order, scopes),
        subject=persons[0] if persons else "",
        by=by,
        number=change.order.number,
        document=change.document,
        effective=change.effective_at,
        until=change.until_at,
        regime=change.regime,
        **(named if out else {}),
    )
