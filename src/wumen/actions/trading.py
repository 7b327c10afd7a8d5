"""Shops under a zone: whose decision lets one deliver is noted, each is told and looked in at, and told of the end."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.duties import settle
from wumen.actions.duties.giving import hand_on
from wumen.actions.duties.plan import hold_plans
from wumen.actions.log import log
from wumen.actions.openings import confirm_shop
from wumen.actions.photos import take_photo
from wumen.queries.trading import open_items, standing_now
from wumen.records import clock
from wumen.records.models import Duty, Order, Shop, ShopLook, ShopSupply
from wumen.rules.areas import counted_in
from wumen.rules.duties import PENDING, DutyKey, DutyState
from wumen.rules.photos import OfDuty, OfGiven
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.trading import (
    Found,
    Standing,
    check_look,
    check_reopened,
    check_supply,
    item_draft,
)

# The window of what is owed at the beginning of an order: telling the shop.
_BEGIN = "begin"


def _shop(viewer: Viewer, shop: UUID, right: Right) -> Shop:
    """A shop of the viewer's own place, held until the end; Problems `shop_unknown`, `right_missing`."""
    viewer.must(right)
    hold_plans(Shop.objects.filter(id=shop).values_list("area", flat=True))
    row = Shop.objects.select_for_update(of=("self",)).filter(id=shop, ended_at=None).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("shop_unknown")
    return row


def _door(row: Shop) -> UUID:
    """The facility that is the door of a shop on the list."""
    if row.facility_id is None:
        raise Problem("shop_unknown")
    return row.facility_id


def _last(now: Standing) -> Order:
    """Of the orders that suspend a shop the one that ends last: until then its decision holds."""
    return Order.objects.get(number=now.by[-1].order.number)


def name_supply(viewer: Viewer, shop: UUID, authority: str, document: str) -> ShopSupply:
    """Note by whose decision a shop delivers while it is suspended; it ends with the order.

    Problems: `shop_unknown`, `supply_stands`, those of `check_supply`, rights.
    """
    with changing(viewer):
        row = _shop(viewer, shop, Right.KEEP_CREW)
        now = standing_now(row)
        whose, which = check_supply(authority, document, now)
        order = _last(now)
        said = {"shop": row, "order": order, "authority": whose, "document": which}
        known = ShopSupply.objects.filter(shop=row, order=order, ended_at=None).first()
        if known is not None:
            # The same words again are a tap that came twice.
            if (known.authority, known.document) == (whose, which):
                return known
            raise Problem("supply_stands")
        made = ShopSupply.objects.create(
            area=row.area, noted_at=clock.now(), by_id=viewer.person, **said
        )
        log(viewer, "shop.supplies", counted_in(row.area), shop=row.id, document=which)
    return made


def end_supply(viewer: Viewer, supply: UUID) -> None:
    """Note that the authority's decision holds no more; Problems `supply_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = ShopSupply.objects.select_for_update().filter(id=supply, ended_at=None).first()
        if row is None or not viewer.span.holds(row.area):
            raise Problem("supply_unknown")
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        log(viewer, "shop.supplies_no_more", counted_in(row.area), shop=row.shop_id)


def look_at_shop(
    viewer: Viewer, shop: UUID, found: Found, photo: bytes = b"", note: str = ""
) -> ShopLook:
    """Note that a shop was told, or what its door showed; what is owed of that now is done with it.

    Found open it is a request of the community's secretary at once, one for as long as one stands open; without a
    photo too: then the look of the day is owed still.
    Problems: `shop_unknown`, `shop_not_suspended`, `shop_note_long`, `photo_missing` where the rules ask for one,
    those of `read_photo`, rights.
    """
    with changing(viewer):
        row = _shop(viewer, shop, Right.SETTLE)
        now = standing_now(row)
        said = check_look(now, note)
        owed = [] if found is Found.OPEN and not photo else _owed(row, found)
        for key in owed:
            settle.do(viewer, key, Grade.MEASURED, {"found": found.value}, photo=photo)
        item = _item(viewer, row, now, said) if found is Found.OPEN else None
        if photo and not owed:
            _keep_photo(viewer, row, item, photo)
        return _look(viewer, row, found, _last(now), said, item)


def _look(
    viewer: Viewer,
    row: Shop,
    found: Found,
    order: Order | None,
    note: str = "",
    item: int | None = None,
) -> ShopLook:
    look = ShopLook.objects.create(
        area=row.area,
        shop=row,
        order=order,
        day=clock.today(),
        found=found.value,
        note=note,
        at=clock.now(),
        by_id=viewer.person,
        item=item,
    )
    log(viewer, "shop.looked_at", counted_in(row.area), shop=row.id, found=found.value)
    return look


def _keep_photo(viewer: Viewer, row: Shop, item: int | None, photo: bytes) -> None:
    """A photo of a look that nothing is owed for stands with its request, else with the look of the day."""
    if item is not None:
        take_photo(viewer, OfGiven(item), photo)
        return
    day = Duty.objects.filter(day=clock.today(), what=What.TRADE, subject=_door(row))
    one = day.exclude(state=DutyState.WITHDRAWN).order_by("-due_at").first()
    if one is None:
        raise Problem("shop_photo_of_nothing")
    take_photo(viewer, OfDuty(DutyKey(one.day, one.what, str(one.subject), one.win)), photo)


def _owed(row: Shop, found: Found) -> list[DutyKey]:
    """What is owed at the shop's door by now and is done by this look: being told, or the look of the window."""
    duties = Duty.objects.filter(
        day=clock.today(),
        what=What.TRADE,
        subject=_door(row),
        state__in=PENDING,
        opens_at__lte=clock.now(),
    )
    told = found is Found.TOLD
    return [
        DutyKey(one.day, one.what, str(one.subject), one.win)
        for one in duties
        if (one.win == _BEGIN) is told
    ]


def _item(viewer: Viewer, row: Shop, now: Standing, note: str) -> int:
    """The number of the request that follows: the one that stands open already, or a new one."""
    known = open_items([row]).get(row.id)
    if known is not None:
        return known
    draft = item_draft(row.name, str(_door(row)), viewer.name, note, clock.now())
    outbreak = _last(now).outbreak
    return hand_on(viewer, draft, outbreak).number


def tell_reopened(viewer: Viewer, shop: UUID, key: DutyKey, by: str = "") -> ShopLook:
    """Note that a shop was told that it may trade again, and says that nothing keeps it closed.

    Problems: `shop_unknown`, `shop_still_suspended`, `opening_not_opened` before the photo of its free door, rights.
    """
    with changing(viewer):
        row = _shop(viewer, shop, Right.SETTLE)
        check_reopened(standing_now(row))
        if key.subject != str(_door(row)):
            raise Problem("duty_unknown", key=key)
        confirm_shop(viewer, key, by)
        return _look(viewer, row, Found.REOPENED, None)
