"""Later documents about an order: it is extended, steps down, is lifted, or lets some out while it goes on."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction

from wumen.actions.changing import changing
from wumen.actions.orders.applying import apply, bound_by, log_change
from wumen.actions.orders.entering import check_words
from wumen.actions.orders.outbreaks import must_be_open
from wumen.actions.rosters.freeing import free_of_order, lock_rosters
from wumen.actions.second_person import second_beside
from wumen.queries.playbooks import playbook
from wumen.queries.posts import viewer_by
from wumen.records import clock
from wumen.records.models import Order, OrderChange, OrderScope, Resident
from wumen.records.orders import ChangeKind
from wumen.rules.areas import read_path
from wumen.rules.orders import (
    Changed,
    ChangeDraft,
    check_change,
    check_exception,
    named_by,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.second_person import check_two_people
from wumen.rules.time import Interval

_KINDS = {
    Changed.EXTEND: ChangeKind.EXTENDED,
    Changed.STEP_DOWN: ChangeKind.STEPPED_DOWN,
    Changed.LIFT: ChangeKind.LIFTED,
    Changed.EXCEPT: ChangeKind.EXCEPTED,
}
_DRAFTS = {kind: draft for draft, kind in _KINDS.items()}


def enter_change(
    viewer: Viewer, number: str, draft: ChangeDraft, by: UUID | None = None
) -> OrderChange:
    """Enter what a later document says of an order; it changes nothing until a second person confirms.

    Problems: `order_unknown`, `order_waits`, `order_change_waits`, `outbreak_closed`,
    those of `check_words`, what `check_change` says, and of an exception what `named_by` and `check_exception` say.
    """
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        order = _order(viewer, number, Right.ENTER_ORDER)
        if order.confirmed_at is None:
            raise Problem("order_waits", number=number)
        waiting = order.changes.filter(confirmed_at__isnull=True, dropped_at__isnull=True)
        if waiting.exists():
            raise Problem("order_change_waits", number=number)
        must_be_open(order.outbreak_id)
        after = _checked(order, draft)
        places = order.scopes.filter(resident=None).values_list("area", flat=True)
        check_words(list(places), draft.ground, draft.document)
        out = _taken_out(order, draft) if draft.kind is Changed.EXCEPT else []
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
            scopes=[one.id for one in out],
            entered_by_id=by or viewer.person,
            entered_at=clock.now(),
        )
        change.save()
        log_change(viewer, "order.change_entered", change, by)
    return change


def confirm_change(viewer: Viewer, change_id: UUID, by: UUID | None = None) -> Order:
    """Confirm a change as the second person; the order as it holds from now on: a new one after a step down.

    What was true when it was entered must still be: an order that ended meanwhile stays ended.
    Problems: `order_change_unknown`, and what `check_two_people`, `check_change` and `check_exception` say.
    """
    viewer.must(Right.CONFIRM_ORDER)
    with changing(viewer):
        change = _waiting(change_id)
        order = _order(viewer, change.order.number, Right.CONFIRM_ORDER)
        second = second_beside(change.entered_by_id, viewer, by)
        must_be_open(order.outbreak_id)
        _checked(order, _draft(change))
        _check_out(order, change)
        change.confirmed_by_id = second
        change.confirmed_at = clock.now()
        change.save(update_fields=["confirmed_by", "confirmed_at"])
        lock_rosters()
        log_change(viewer, f"order.{change.kind}", change, by)
        holds = apply(viewer, order, change, by)
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
        log_change(viewer, "order.change_dropped", change, None)


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
        None if kind in (Changed.LIFT, Changed.EXCEPT) else change.until_at,
        change.regime,
    )


def _taken_out(order: Order, draft: ChangeDraft) -> Sequence[OrderScope]:
    """Those of an order whom a draft names, where they may be taken out."""
    scopes = list(order.scopes.order_by("area", "id"))
    bound = [bound_by(one) for one in scopes]
    paths = [read_path(path) for path in draft.paths]
    named = named_by(bound, paths, _doors(draft.residents))
    check_exception(order.number, bound, named)
    return [scopes[one] for one in named]


def _doors(residents: Sequence[str]) -> dict[str, str]:
    """Where those live whom a document names; Problem `resident_unknown`."""
    try:
        wanted = {UUID(one) for one in residents}
    except ValueError:
        raise Problem("resident_unknown") from None
    rows = Resident.objects.filter(id__in=wanted).values_list("id", "area")
    doors = {str(ident): area for ident, area in rows}
    if len(doors) != len(wanted):
        raise Problem("resident_unknown")
    return doors


def _check_out(order: Order, change: OrderChange) -> None:
    """Whether those whom a change takes out may still be; nothing of a change that takes nobody out."""
    if change.kind != ChangeKind.EXCEPTED:
        return
    scopes = list(order.scopes.all())
    out = [n for n, one in enumerate(scopes) if one.id in change.scopes]
    check_exception(order.number, [bound_by(one) for one in scopes], out)
