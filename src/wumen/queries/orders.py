"""Orders as people look at them: what waits for a second person, what is in force, what is over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from wumen.queries.playbooks import playbook, stricter
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Area, Order, OrderChange, Outbreak, Resident
from wumen.rules.areas import ancestors, code, in_order, words_in_order
from wumen.rules.playbooks import Playbook
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class ChangeLine:
    """A later document about an order; `state` is waiting, dropped or confirmed."""

    id: UUID
    kind: str
    authority: str
    document: str
    ground: str
    regime: tuple[str, str]
    effective: datetime
    until: datetime
    former_until: datetime
    entered_by: str
    confirmed_by: str | None
    state: str


@dataclass(frozen=True)
class OrderLine:
    """An order with everything that it must name.

    `state` is waiting, dropped, coming, in_force, lifted, stepped_down or over; `ends` is when it ends
    or ended; `follows` is the number of the order that stepped down to it, `milder` are the regimes it
    could step down to.
    """

    number: str
    outbreak: str
    regime: str
    regime_zh: str
    regime_en: str
    authority: str
    document: str
    ground: str
    begins: datetime
    ends: datetime
    places: tuple[str, ...]
    residents: tuple[str, ...]
    hidden_residents: int
    entered_by: str
    confirmed_by: str | None
    state: str
    follows: str | None
    changes: tuple[ChangeLine, ...]
    milder: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class OutbreakLine:
    """An outbreak with its rules; `stricter` are the clauses that its overlays made so."""

    name: str
    opened_at: datetime
    open: bool
    rules: Playbook
    stricter: frozenset[str]


def outbreak_lines(viewer: Viewer) -> Sequence[OutbreakLine]:
    """All outbreaks, the newest first."""
    with acting(viewer):
        return [
            OutbreakLine(
                row.name,
                row.opened_at,
                row.closed_at is None,
                playbook(row.playbook, tuple(row.overlays)),
                stricter(row.playbook, tuple(row.overlays)),
            )
            for row in Outbreak.objects.order_by("-opened_at")
        ]


def _state(order: Order, now: datetime) -> str:
    if order.dropped_at is not None:
        return "dropped"
    if order.confirmed_at is None:
        return "waiting"
    over = order.ended_at or order.until_at
    # What was ended before it began never comes.
    if now < order.from_at < over:
        return "coming"
    if order.from_at <= now < over:
        return "in_force"
    ended = [one for one in order.changes.all() if one.confirmed_at and one.kind != "extended"]
    return str(ended[-1].kind) if order.ended_at and ended else "over"


def _change(change: OrderChange, rules: Playbook) -> ChangeLine:
    regime = rules.regimes.get(change.regime)
    state = "dropped" if change.dropped_at else "confirmed" if change.confirmed_at else "waiting"
    return ChangeLine(
        id=change.id,
        kind=change.kind,
        authority=change.authority,
        document=change.document,
        ground=change.ground,
        regime=(regime.name_zh, regime.name_en) if regime else ("", ""),
        effective=change.effective_at,
        until=change.until_at,
        former_until=change.former_until,
        entered_by=change.entered_by.name,
        confirmed_by=change.confirmed_by.name if change.confirmed_by else None,
        state=state,
    )


def _milder(regime: str, rules: Playbook) -> tuple[tuple[str, str, str], ...]:
    held = rules.regimes[regime].strictness
    found = [(key, one) for key, one in rules.regimes.items() if one.strictness < held]
    found.sort(key=lambda item: -item[1].strictness)
    return tuple((key, one.name_zh, one.name_en) for key, one in found)


def order_lines(viewer: Viewer, number: str | None = None) -> Sequence[OrderLine]:
    """The orders over the viewer's area and above it, the newest first; one alone by its number."""
    viewer.must(Right.SEE_REGISTER)
    now = clock.now()
    changes = OrderChange.objects.select_related("entered_by", "confirmed_by").order_by(
        "entered_at"
    )
    with acting(viewer):
        rows = (
            Order.objects.select_related("outbreak", "entered_by", "confirmed_by", "follows")
            .prefetch_related("scopes", Prefetch("changes", changes))
            .order_by("-entered_at", "-number")
        )
        orders = list(rows.filter(number=number) if number else rows)
        paths = {scope.area for order in orders for scope in order.scopes.all()}
        chain = {one for path in paths for one in [*ancestors(path), path]}
        names = dict(Area.objects.filter(area__in=chain).values_list("area", "name"))
        persons = _persons(orders, names)
        lines = [_line(order, names, persons, now) for order in orders]
    # Of an order on residents alone, whoever sees none of them sees nothing.
    return [one for one in lines if one.places or one.residents]


def _persons(orders: Sequence[Order], names: Mapping[str, str]) -> dict[UUID, str]:
    """Door and name of the residents under orders, as far as the viewer may see them."""
    wanted = {scope.resident for order in orders for scope in order.scopes.all() if scope.resident}
    rows = Resident.objects.filter(id__in=wanted).values_list("id", "area", "name")
    return {ident: f"{_place(area, names)} {name}" for ident, area, name in rows}


def _place(path: str, names: Mapping[str, str]) -> str:
    """A place by the names from its community down."""
    return " ".join(names.get(one, code(one)) for one in [*ancestors(path), path][2:])


def _line(
    order: Order, names: Mapping[str, str], persons: Mapping[UUID, str], now: datetime
) -> OrderLine:
    rules = playbook(order.outbreak.playbook, tuple(order.outbreak.overlays))
    regime = rules.regimes[order.regime]
    scopes = list(order.scopes.all())
    places = [scope.area for scope in scopes if scope.resident is None]
    bound = [scope.resident for scope in scopes if scope.resident is not None]
    seen = sorted((persons[one] for one in bound if one in persons), key=words_in_order)
    return OrderLine(
        number=order.number,
        outbreak=order.outbreak.name,
        regime=order.regime,
        regime_zh=regime.name_zh,
        regime_en=regime.name_en,
        authority=order.authority,
        document=order.document,
        ground=order.ground,
        begins=order.from_at,
        ends=order.ended_at or order.until_at,
        places=tuple(_place(path, names) for path in sorted(places, key=in_order)),
        residents=tuple(seen),
        hidden_residents=len(bound) - len(seen),
        entered_by=order.entered_by.name,
        confirmed_by=order.confirmed_by.name if order.confirmed_by else None,
        state=_state(order, now),
        follows=order.follows.number if order.follows else None,
        changes=tuple(_change(one, rules) for one in order.changes.all()),
        milder=_milder(order.regime, rules),
    )
