"""Orders are entered by one person and confirmed by another; only then do they bind."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.actions.orders.outbreaks import chosen_outbreak, must_be_open
from wumen.actions.rosters.freeing import free_of_order, lock_rosters
from wumen.actions.second_person import second_beside
from wumen.queries.named import called_around, doors_named_in, named_in
from wumen.queries.playbooks import playbook
from wumen.queries.posts import viewer_by
from wumen.records import clock, scope
from wumen.records.models import Area, Order, OrderScope, Resident
from wumen.records.release import stand_at
from wumen.rules.areas import common, parent, read_path
from wumen.rules.orders import OrderDraft, check_draft, check_public_words
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.second_person import check_two_people


def _scopes(viewer: Viewer, draft: OrderDraft) -> list[OrderScope]:
    """The places and residents of an order; each must be known and in the viewer's area."""
    paths = sorted({read_path(path) for path in draft.paths})
    for path in paths:
        viewer.must(Right.ENTER_ORDER, path)
    known = set(Area.objects.filter(area__in=paths).values_list("area", flat=True))
    for path in paths:
        if path not in known:
            raise Problem("area_unknown", path=path)
    scopes = [OrderScope(area=path) for path in paths]
    for ident in draft.residents:
        try:
            resident = Resident.objects.filter(id=UUID(ident)).first()
        except ValueError:
            resident = None
        if resident is None:
            raise Problem("resident_unknown")
        scopes.append(OrderScope(area=resident.area, resident=resident.id))
    return scopes


def check_words(places: Sequence[str], ground: str, document: str) -> None:
    """Whether the words of an order on places may hang there; one on people is read by them alone.

    Problems of `check_public_words`.
    """
    if places:
        said = ground + document
        named, called, doors = (
            named_in(said, places),
            called_around(places),
            doors_named_in(said, places),
        )
        check_public_words(ground, document, named, called, doors)


def order_number() -> str:
    """The number of the next order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('order_number')")
        return str(cursor.fetchone()[0])


def enter_order(
    viewer: Viewer, draft: OrderDraft, outbreak_name: str = "", by: UUID | None = None
) -> Order:
    """Enter an authority's order; it binds nobody until a second person has confirmed it.

    `by` is who entered it when the operator types it for her from paper. Problems: what `check_draft`
    says, `area_unknown`, `area_not_yours`, `resident_unknown`, `order_words_tell`, `order_words_few`, `outbreak_*`.
    """
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        outbreak = chosen_outbreak(outbreak_name)
        rules = playbook(outbreak.playbook, tuple(outbreak.overlays))
        interval = check_draft(draft, rules)
        scopes = _scopes(viewer, draft)
        check_words([one.area for one in scopes if not one.resident], draft.ground, draft.document)
        area = common([one.area for one in scopes])
        if not area:
            raise Problem("order_spans_districts")
        order = Order(
            id=uuid4(),
            number=order_number(),
            outbreak=outbreak,
            area=area,
            regime=draft.regime,
            authority=draft.authority.strip(),
            document=draft.document.strip(),
            ground=draft.ground.strip(),
            from_at=interval.begins,
            until_at=interval.ends,
            entered_by_id=by or viewer.person,
            entered_at=clock.now(),
        )
        order.save()
        for one in scopes:
            one.order = order
        OrderScope.objects.bulk_create(scopes)
        log_order(viewer, "order.entered", order, scopes, by)
    return order


def told_at(order: Order, scopes: Sequence[OrderScope]) -> str:
    """Where an event about an order lies: of an order on people of one door, above it and never at it.

    People of several doors have a place in common that is none, and may be all that the viewer stands over.
    """
    on_places = any(one.resident is None for one in scopes)
    at_a_door = not on_places and len({one.area for one in scopes}) == 1
    return parent(order.area) if at_a_door else order.area


def log_order(
    viewer: Viewer, kind: str, order: Order, scopes: Sequence[OrderScope], by: UUID | None
) -> None:
    """The event of an order; an order on a person names her building and her keyed hash alone."""
    persons = [subject_key(one.resident) for one in scopes if one.resident]
    places = [one.area for one in scopes if not one.resident]
    log(
        viewer,
        kind,
        told_at(order, scopes),
        subject=persons[0] if persons else "",
        by=by,
        number=order.number,
        regime=order.regime,
        document=order.document,
        begins=order.from_at,
        ends=order.until_at,
        places=places,
        residents=persons,
    )


def confirm_order(viewer: Viewer, number: str, by: UUID | None = None) -> Order:
    """Confirm an order as the second person; from now on it binds.

    Problems: `order_unknown`, `order_confirmed`, `order_dropped`, those of `check_two_people`,
    `outbreak_closed`, rights.
    """
    viewer.must(Right.CONFIRM_ORDER)
    with changing(viewer):
        order = Order.objects.select_for_update().filter(number=number).first()
        if order is None:
            raise Problem("order_unknown", number=number)
        # An order whose scopes lie side by side stands at the place above them: all of it must be hers.
        viewer.must(Right.CONFIRM_ORDER, order.area)
        scopes = list(order.scopes.all())
        if order.confirmed_at is not None:
            raise Problem("order_confirmed", number=number)
        if order.dropped_at is not None:
            raise Problem("order_dropped", number=number)
        must_be_open(order.outbreak_id)
        order.confirmed_by_id = second_beside(order.entered_by_id, viewer, by)
        order.confirmed_at = clock.now()
        order.save(update_fields=["confirmed_by", "confirmed_at"])
        lock_rosters()
        log_order(viewer, "order.confirmed", order, scopes, by)
        free_of_order(viewer, order)
    return order


def follow_to(door: str, residents: Sequence[UUID]) -> None:
    """Let orders on residents follow them to another door, inside an open transaction.

    An order on a person binds her wherever she lives, so it is moved whoever may see it.
    """
    with scope.scoped(scope.WHOLE):
        moved = OrderScope.objects.filter(resident__in=residents)
        numbers = list(moved.values_list("order_id", flat=True))
        moved.update(area=door)
        for order in Order.objects.filter(id__in=numbers).prefetch_related("scopes"):
            stand_at(order, common([one.area for one in order.scopes.all()]) or door)


def bind_as_one(goes: UUID, stays: UUID) -> None:
    """Let two entries of one resident be bound as one: where a document took out either, she is out.

    Inside an open transaction, before what names the one names the other; whoever may see the orders.
    """
    with scope.scoped(scope.WHOLE):
        for one in OrderScope.objects.filter(resident=goes, excepted_at__isnull=False):
            same = OrderScope.objects.filter(order=one.order_id, resident=stays)
            same.filter(Q(excepted_at=None) | Q(excepted_at__gt=one.excepted_at)).update(
                excepted_at=one.excepted_at, exception_known_at=one.exception_known_at
            )


def drop_order(viewer: Viewer, number: str) -> None:
    """Drop an order that was entered wrongly and never confirmed; Problem `order_confirmed`."""
    viewer.must(Right.ENTER_ORDER)
    with changing(viewer):
        order = Order.objects.select_for_update().filter(number=number).first()
        if order is None:
            raise Problem("order_unknown", number=number)
        viewer.must(Right.ENTER_ORDER, order.area)
        if order.confirmed_at is not None:
            raise Problem("order_confirmed", number=number)
        order.dropped_at = clock.now()
        order.save(update_fields=["dropped_at"])
        log(viewer, "order.dropped", order.area, number=number)


def issue_order(
    operator: Viewer, draft: OrderDraft, by: str, second: str, outbreak_name: str = ""
) -> Order:
    """Enter and confirm an order from paper: the operator types it, two crew members stand for it.

    Both must hold the right over every place of the order. Problems: `second_person_needed`,
    `crew_unknown`, `post_missing`, and all of entering and confirming.
    """
    with transaction.atomic():
        with changing(operator):
            outbreak = chosen_outbreak(outbreak_name)
            check_draft(draft, playbook(outbreak.playbook, tuple(outbreak.overlays)))
            paths = [one.area for one in _scopes(operator, draft)]
        check_two_people(by.strip(), second.strip())
        enters = viewer_by(by, Right.ENTER_ORDER, paths)
        confirms = viewer_by(second, Right.CONFIRM_ORDER, paths)
        order = enter_order(operator, draft, outbreak.name, by=enters.person)
        return confirm_order(operator, order.number, by=confirms.person)
