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
from wumen.records.orders import ENDING
from wumen.rules.areas import ancestors, code, counted_in, words_in_order
from wumen.rules.orders import stands
from wumen.rules.playbooks import Playbook
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class NamedLine:
    """A place or resident that an order names, in words; `excepted_at`: from when a document takes it out.

    `key`: the place's path, or of a resident her id.
    """

    key: str
    words: str
    person: bool
    excepted_at: datetime | None


@dataclass(frozen=True)
class ChangeLine:
    """A later document about an order; `state` is waiting, dropped or confirmed.

    `out`: in words those whom it takes out, as far as the viewer may see them; `hidden_out`: how many others.
    """

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
    out: tuple[str, ...]
    hidden_out: int


@dataclass(frozen=True)
class OrderLine:
    """An order with everything that it must name.

    `state` is waiting, dropped, coming, in_force, lifted, stepped_down or over; `ends` is when it ends
    or ended; `follows` is the number of the order that stepped down to it, `milder` are the regimes it
    could step down to. `named`: the places and residents that the viewer may see.
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
    named: tuple[NamedLine, ...]
    hidden_residents: int
    entered_by: str
    confirmed_by: str | None
    state: str
    follows: str | None
    changes: tuple[ChangeLine, ...]
    milder: tuple[tuple[str, str, str], ...]

    @property
    def places(self) -> tuple[str, ...]:
        """The places that it names, in words."""
        return tuple(one.words for one in self.named if not one.person)

    @property
    def residents(self) -> tuple[str, ...]:
        """Door and name of the residents whom it names and the viewer may see."""
        return tuple(one.words for one in self.named if one.person)

    @property
    def of_buildings(self) -> bool:
        """Whether it names whole buildings or more alone: neither a person nor a home."""
        return not self.hidden_residents and all(
            not one.person and counted_in(one.key) == one.key for one in self.named
        )

    @property
    def may_except(self) -> tuple[NamedLine, ...]:
        """Those whom a later document may take out: not all, for that is lifting it."""
        still = tuple(one for one in self.named if one.excepted_at is None)
        return still if len(still) + self.hidden_residents > 1 else ()


@dataclass(frozen=True)
class OutbreakLine:
    """An outbreak with its rules; `stricter` are the clauses that its overlays made so."""

    id: UUID
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
                row.id,
                row.name,
                row.opened_at,
                row.closed_at is None,
                playbook(row.playbook, tuple(row.overlays)),
                stricter(row.playbook, tuple(row.overlays)),
            )
            for row in Outbreak.objects.order_by("-opened_at")
        ]


def _state(order: Order, now: datetime) -> str:
    over = order.ended_at or order.until_at
    state = stands(order.dropped_at, order.confirmed_at, order.from_at, over, now)
    if state != "over":
        return state
    ended = [one for one in order.changes.all() if one.confirmed_at and one.kind in ENDING]
    return str(ended[-1].kind) if order.ended_at and ended else "over"


def _change(change: OrderChange, rules: Playbook, named: Mapping[UUID, NamedLine]) -> ChangeLine:
    out = [named[one].words for one in change.scopes if one in named]
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
        out=tuple(sorted(out, key=words_in_order)),
        hidden_out=len(change.scopes) - len(out),
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
    return [one for one in lines if one.named]


def _persons(orders: Sequence[Order], names: Mapping[str, str]) -> dict[UUID, str]:
    """Door and name of the residents under orders, as far as the viewer may see them."""
    wanted = {scope.resident for order in orders for scope in order.scopes.all() if scope.resident}
    rows = Resident.objects.filter(id__in=wanted).values_list("id", "area", "name")
    return {ident: f"{_place(area, names)} {name}" for ident, area, name in rows}


def _place(path: str, names: Mapping[str, str]) -> str:
    """A place by the names from its community down."""
    return " ".join(names.get(one, code(one)) for one in [*ancestors(path), path][2:])


def _named(
    order: Order, names: Mapping[str, str], persons: Mapping[UUID, str]
) -> dict[UUID, NamedLine]:
    """By their scopes the places and residents that an order names and the viewer may see."""
    found: dict[UUID, NamedLine] = {}
    for one in order.scopes.all():
        if one.resident is None:
            words = _place(one.area, names)
            found[one.id] = NamedLine(one.area, words, person=False, excepted_at=one.excepted_at)
        elif one.resident in persons:
            found[one.id] = NamedLine(
                str(one.resident), persons[one.resident], person=True, excepted_at=one.excepted_at
            )
    return found


def _line(
    order: Order, names: Mapping[str, str], persons: Mapping[UUID, str], now: datetime
) -> OrderLine:
    rules = playbook(order.outbreak.playbook, tuple(order.outbreak.overlays))
    regime = rules.regimes[order.regime]
    named = _named(order, names, persons)
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
        named=tuple(
            sorted(named.values(), key=lambda one: (one.person, words_in_order(one.words)))
        ),
        hidden_residents=len(order.scopes.all()) - len(named),
        entered_by=order.entered_by.name,
        confirmed_by=order.confirmed_by.name if order.confirmed_by else None,
        state=_state(order, now),
        follows=order.follows.number if order.follows else None,
        changes=tuple(_change(one, rules, named) for one in order.changes.all()),
        milder=_milder(order.regime, rules),
    )
