"""What must be so at the end of each day of January; each check says in words what is not."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.january.town import Town
from wumen.queries import facts
from wumen.queries.audit import audit
from wumen.queries.explain import explain_place
from wumen.queries.movement import may_go
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Area, Duty, Order, Resident
from wumen.rules.areas import span
from wumen.rules.duties import PENDING
from wumen.rules.movement import Asked, Purpose, Verdict
from wumen.rules.orders import OrderInForce, strictness
from wumen.rules.playbooks import Playbook
from wumen.rules.time import Interval, business_day

if TYPE_CHECKING:
    from uuid import UUID


def wrong(town: Town, chance: Random) -> list[str]:
    """All that is wrong in the town now."""
    found = [str(one.as_dict()) for one in audit(town.operator).differences]
    with acting(town.operator):
        held = _orders()
        found += _owed_after_the_end(held)
        found += _without_an_end(held)
        found += _not_opened(held, facts.outbreaks())
    return [*found, *_still_said(town, held), *_still_held(town, chance)]


def _orders() -> dict[str, tuple[Order, OrderInForce]]:
    """Every confirmed order as it holds, by number, places and residents with it."""
    rows = Order.objects.filter(confirmed_at__isnull=False).prefetch_related("scopes", "changes")
    return {row.number: (row, _in_force(row)) for row in rows}


def _in_force(row: Order) -> OrderInForce:
    ended = [
        one.confirmed_at for one in row.changes.all() if one.confirmed_at and one.kind != "extended"
    ]
    held = Interval(row.from_at, row.ended_at or row.until_at)
    known = row.confirmed_at or row.entered_at
    return OrderInForce(
        row.number, str(row.outbreak_id), row.regime, held, known, max(ended, default=None)
    )


def _owed_after_the_end(held: Mapping[str, tuple[Order, OrderInForce]]) -> Iterator[str]:
    """Nobody owes anything in a window in which none of its orders holds; opening doors is owed after."""
    now = clock.now()
    rows = Duty.objects.filter(day__gte=clock.today(), state__in=PENDING, due_at__gt=now)
    for row in rows.exclude(win="end").iterator(chunk_size=5000):
        window = Interval(row.opens_at, row.due_at)
        asking = [held[one][1].interval for one in row.basis["orders"] if one in held]
        if not any(window.meets(one) for one in asking):
            yield f"owed after the end: {row.day}/{row.what}/{row.win} of orders {row.basis['orders']}"


def _without_an_end(held: Mapping[str, tuple[Order, OrderInForce]]) -> Iterator[str]:
    """No restriction without authority, document, ground, an end, and two people."""
    for number, (row, order) in held.items():
        whole = all((row.authority, row.document, row.ground, row.until_at))
        if not whole or row.entered_by_id == row.confirmed_by_id:
            yield f"order {number} lacks something"
        if order.interval.ends > row.until_at:
            yield f"order {number} holds beyond its end"


def _not_opened(
    held: Mapping[str, tuple[Order, OrderInForce]], books: Mapping[str, Playbook]
) -> Iterator[str]:
    """What an order's end asks for stands, confirmed or open with an owner, unless another still holds there."""
    today, now = clock.today(), clock.now()
    rows = list(Duty.objects.filter(day=today, win="end").exclude(state="withdrawn"))
    standing = {number for row in rows for number in row.basis["orders"]}
    gates = list(Area.objects.filter(kind="compound").values_list("area", flat=True))
    yield from (f"nobody opens {row.subject}" for row in rows if not row.owner_post)
    for number, (row, order) in held.items():
        ended = max(order.interval.ends, order.end_known_at or order.interval.ends)
        asks = any(
            one.regime == order.regime and one.days == "end"
            for one in books[order.outbreak].clauses
        )
        never = order.interval.ends <= order.interval.begins
        # What the shipped clause opens is a gate, and gates stand at compounds; a village has none.
        places = [
            one.area
            for one in row.scopes.all()
            if one.resident is None and any(gate.startswith(one.area) for gate in gates)
        ]
        if not asks or never or not places or business_day(ended) != today or ended > now:
            continue
        if number not in standing and not _others_hold(number, places, held, books, ended):
            yield f"order {number} ended and nothing is opened at {places}"


def _others_hold(
    number: str,
    places: list[str],
    held: Mapping[str, tuple[Order, OrderInForce]],
    books: Mapping[str, Playbook],
    ended: object,
) -> bool:
    """Whether another order at least as strict touches the same places at that instant."""
    own = strictness(held[number][1], books)
    for other, (row, order) in held.items():
        if other == number or not order.interval.holds(ended) or strictness(order, books) < own:  # type: ignore[arg-type]
            continue
        over = [one.area for one in row.scopes.all() if one.resident is None]
        if any(a.startswith(b) or b.startswith(a) for a in places for b in over):
            return True
    return False


def _still_said(town: Town, held: Mapping[str, tuple[Order, OrderInForce]]) -> Iterator[str]:
    """No explanation names an order that ended today or yesterday."""
    now = clock.now()
    for number, (row, order) in held.items():
        if not now - timedelta(days=1) < order.interval.ends <= now:
            continue
        for scope in row.scopes.all():
            if scope.resident is None and number in explain_place(town.operator, scope.area).orders:
                yield f"order {number} is over and still explains {scope.area}"


def _still_held(town: Town, chance: Random) -> Iterator[str]:
    """Some people of the town: who is under no order may go out; whoever it is goes in an emergency."""
    with acting(town.operator):
        some = list(Resident.objects.order_by("area", "place", "name"))
        bound: dict[UUID, bool] = {one.id: False for one in some}
        now = clock.now()
        for row, order in _orders().values():
            if order.interval.holds(now):
                for scope in row.scopes.all():
                    if scope.resident:
                        bound[scope.resident] = True
                        continue
                    for one in some:
                        bound[one.id] |= span(scope.area).holds(one.area)
    for one in chance.sample(some, min(len(some), 8)):
        may = may_go(town.operator, str(one.id), Asked(Purpose.AIR, beyond=True)).verdict
        if not bound[one.id] and may is not Verdict.LET_THROUGH:
            yield f"{one.area} is held without an order"
        if (
            may_go(town.operator, str(one.id), Asked(Purpose.ILLNESS)).verdict
            is not Verdict.LET_THROUGH
        ):
            yield f"an emergency is refused at {one.area}"
