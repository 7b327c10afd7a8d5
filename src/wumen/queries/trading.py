"""Shops under a zone: what each may do now and why, what was done at its door, what opening it again lacks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wumen.queries import facts
from wumen.queries.contacts import Contacts
from wumen.queries.doors import Doors
from wumen.queries.openings import REMEMBERED
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import (
    Duty,
    Household,
    Instruction,
    Order,
    Shop,
    ShopLook,
    ShopSupply,
)
from wumen.records.orders import binding
from wumen.rules.areas import Span, ancestors, in_order
from wumen.rules.duties import PENDING
from wumen.rules.explanation import Contact
from wumen.rules.homes import HomeState
from wumen.rules.orders import OrderInForce
from wumen.rules.playbooks import Named, Playbook, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import Interval
from wumen.rules.trading import (
    FOUND_NAMES,
    Bound,
    Found,
    Seen,
    Standing,
    Supply,
    Trade,
    lacks,
    line_zh,
    standing_of,
)

# So many looks of a shop are shown, the last first.
_LOOKS = 20


@dataclass(frozen=True)
class ShopTrading:
    """A shop with what it may do, the line to copy, what is not done yet, and the request that stands open.

    `reopening`: until when it is to be told that it may trade again, where that is not confirmed yet.
    """

    id: UUID
    area: str
    place: str
    name: str
    now: Standing
    seen: Seen
    lacks: tuple[Named, ...]
    line: str
    reopening: datetime | None
    mine: bool


@dataclass(frozen=True)
class LookLine:
    """What was done or seen at a shop, when, by whom, with the request that followed."""

    named: Named
    at: datetime
    by: str
    note: str
    item: int | None


@dataclass(frozen=True)
class ShopPage:
    """A shop whole: how it stands, what was done at its door, whose decision lets it deliver, whom to ring."""

    shop: ShopTrading
    supply: UUID | None
    looks: Sequence[LookLine]
    ring: Sequence[Contact]


def standings(shops: Collection[Shop], at: datetime) -> dict[UUID, Standing]:
    """What some shops may do at an instant, in three statements; inside a running scope."""
    chains = {one.id: {*ancestors(one.area), one.area} for one in shops}
    wanted = set().union(*chains.values()) if chains else set()
    found_rows = binding(at).filter(area__in=wanted, resident=None).select_related("order")
    rows = [(one.area, one.order, one.over_at) for one in (found_rows if wanted else ())]
    supplies: dict[UUID, list[Supply]] = {}
    held = ShopSupply.objects.filter(shop__in=chains.keys(), ended_at=None).select_related("order")
    for one in held.order_by("noted_at") if rows else ():
        said = Supply(one.order.number, one.authority, one.document)
        supplies.setdefault(one.shop_id, []).append(said)
    books = facts.books() if rows else {}
    found = {}
    for ident, chain in chains.items():
        bound = _bound([(one, ends) for area, one, ends in rows if area in chain], books, at)
        found[ident] = standing_of(bound, supplies.get(ident, []), books)
    return found


def _bound(
    rows: Iterable[tuple[Order, datetime]], books: Mapping[str, Playbook], at: datetime
) -> Iterable[Bound]:
    """The orders over one place with when it is free of each, each once and to the last of its ends."""
    found: dict[str, Bound] = {}
    for one, over_at in rows:
        known = found.get(one.number)
        ends = max(over_at, known.ends) if known else over_at
        order = OrderInForce(
            *(one.number, str(one.outbreak_id), one.regime, Interval(one.from_at, ends), at)
        )
        named = _named(books.get(order.outbreak), one.regime)
        found[one.number] = Bound(order, one.authority, one.document, named)
    return found.values()


def _named(book: Playbook | None, key: str) -> Named:
    """What a regime is called; its key where the rules of the outbreak know it no more."""
    regime = book.regimes.get(key) if book else None
    return Named(zh=regime.name_zh, en=regime.name_en) if regime else Named(zh=key, en=key)


def standing_now(shop: Shop) -> Standing:
    """What one shop may do now; inside a running scope."""
    return standings([shop], clock.now())[shop.id]


def seen_of(shops: Sequence[Shop], now: Mapping[UUID, Standing]) -> dict[UUID, Seen]:
    """The last of what was done at some shops under their orders, in two statements; inside a running scope."""
    found = {one.id: Seen() for one in shops}
    if not shops:
        return found
    numbers = {ident: {one.order.number for one in now[ident].by} for ident in found}
    looks = ShopLook.objects.filter(
        shop__in=found.keys(), order__number__in=set().union(*numbers.values())
    ).select_related("order")
    for look in looks.order_by("at", "id"):
        if look.order is None or look.order.number not in numbers[look.shop_id]:
            continue
        so_far = found[look.shop_id]
        if look.found == Found.TOLD:
            so_far = replace(so_far, told_at=look.at)
        elif look.day == clock.today():
            so_far = replace(so_far, today=Found(look.found), looked_at=look.at)
        found[look.shop_id] = so_far
    items = open_items(shops)
    return {ident: replace(one, item=items.get(ident)) for ident, one in found.items()}


def open_items(shops: Iterable[Shop]) -> dict[UUID, int]:
    """The request that stands open because a shop was found open, by shop; inside a running scope."""
    by_door = {one.facility_id: one.id for one in shops}
    raised = ShopLook.objects.filter(shop__in=by_door.values(), item__isnull=False)
    rows = Instruction.objects.filter(number__in=raised.values("item"), closed_as="")
    return {by_door[one.facility]: one.number for one in rows if one.facility in by_door}


def shops_trading(viewer: Viewer, rows: Sequence[Shop], doors: Doors) -> dict[UUID, ShopTrading]:
    """Some shops with what each may do, by id; inside the viewer's scope."""
    now = standings(rows, clock.now())
    seen = seen_of([one for one in rows if now[one.id].trade is not Trade.FREE], now)
    contacts = Contacts([one.area for one in rows]) if rows else None
    opening = _reopenings(rows) if rows else {}
    found = {}
    for one in rows:
        place, stands = doors.short(one.area), now[one.id]
        ask = asked_zh(contacts.answering(one.area) if contacts else ())
        told = seen.get(one.id, Seen())
        found[one.id] = ShopTrading(
            *(one.id, one.area, place, one.name, stands, told, lacks(stands, told)),
            line_zh(one.name, place, stands, ask),
            opening.get(one.facility_id) if one.facility_id else None,
            viewer.span.holds(one.area),
        )
    return found


def _reopenings(rows: Sequence[Shop]) -> dict[UUID, datetime]:
    """By when shops are to be told that they may trade again, by their doors, where nobody confirmed it yet."""
    today = clock.today()
    duties = Duty.objects.filter(
        day__gt=today - REMEMBERED,
        day__lte=today,
        what=What.OPENING,
        subject__in=[one.facility_id for one in rows if one.facility_id],
        opens_at__lte=clock.now(),
        state__in=PENDING,
    )
    return dict(duties.order_by("-day").values_list("subject", "due_at"))


def asked_zh(contacts: Sequence[Contact]) -> str:
    """Whom a shop asks, by name and telephone where there is one."""
    if not contacts:
        return "有问题请联系社区值班室"
    first = contacts[0]
    return f"有问题请找{first.role.zh}{first.name} {first.telephone}".rstrip()


def shop_of(viewer: Viewer, door: UUID) -> UUID:
    """The shop on the list whose door that is; Problem `shop_unknown`."""
    with acting(viewer):
        found = (
            Shop.objects.filter(facility=door, ended_at=None).values_list("id", flat=True).first()
        )
    if found is None:
        raise Problem("shop_unknown")
    return found


def shop_row(shop: UUID) -> Shop:
    """A shop on the list; Problem `shop_unknown`. Inside a running scope."""
    row = Shop.objects.filter(id=shop, ended_at=None).first()
    if row is None:
        raise Problem("shop_unknown")
    return row


def shop_page(viewer: Viewer, shop: UUID) -> ShopPage:
    """A shop whole, for who works there. Problems `right_missing`, `shop_unknown`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        row = shop_row(shop)
        if not viewer.span.holds(row.area):
            raise Problem("shop_unknown")
        found = shops_trading(viewer, [row], Doors.of([row.area]))[row.id]
        looks = ShopLook.objects.filter(shop=row).select_related("by").order_by("-at", "-id")
        held = ShopSupply.objects.filter(shop=row, ended_at=None)
        supply = held.filter(order__number__in=[one.order.number for one in found.now.by]).first()
        ring = Contacts([row.area]).answering(row.area)[:2]
        lines = [
            LookLine(FOUND_NAMES[Found(one.found)], one.at, one.by.name, one.note, one.item)
            for one in looks[:_LOOKS]
        ]
    return ShopPage(found, supply.id if supply else None, lines, ring)


def unlisted(held: Span, known: Iterable[Shop]) -> list[str]:
    """The homes of a span that are shops in the register and stand on no list yet; inside a running scope."""
    doors = {one.door for one in known if one.door}
    rows = Household.objects.filter(state=HomeState.SHOP, area__gte=held.lo, area__lt=held.hi)
    paths = rows.exclude(area__in=doors).values_list("area", flat=True)
    return sorted(paths, key=in_order)
