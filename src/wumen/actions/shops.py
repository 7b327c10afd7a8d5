"""Shops are put on the list, said to take orders or not, and taken off it."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.facilities import open_shop_door, take_away
from wumen.actions.log import log
from wumen.records import clock
from wumen.records.models import Area, Household, Shop
from wumen.rules.areas import counted_in, read_path, span
from wumen.rules.homes import HomeState
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.shops import State, read_said


def say_shop(
    viewer: Viewer,
    path: str,
    name: str,
    state: State,
    hours: str = "",
    limits: str = "",
    door: str = "",
) -> Shop:
    """Say whether a shop of a place takes orders; the one of that name there, else it is new on the list.

    A new one has a door that is looked in at while an order suspends trade; `door`: the home of the register that it
    is. Said in the same words again it is no news. Problems: those of `read_said`, `area_unknown`,
    `facility_named_already`, `shop_door_unknown`, rights.
    """
    area = read_path(path)
    viewer.must(Right.KEEP_CREW, area)
    said = read_said(name, state, hours, limits)
    words = {"state": str(said.state), "hours": said.hours, "limits": said.limits}
    with changing(viewer):
        # A plan takes its lock first, and a new shop is planned.
        hold_plans([area])
        row = _known(area, said.name)
        if door:
            words["door"] = _door(area, door)
        if row is not None and all(getattr(row, key) == value for key, value in words.items()):
            return row
        if row is None:
            row = Shop(area=area, name=said.name)
            row.facility = open_shop_door(viewer, area, said.name)
        row.door = words.get("door", row.door)
        row.state, row.hours, row.limits = words["state"], words["hours"], words["limits"]
        row.said_at, row.by_id = clock.now(), viewer.person
        row.save()
        log(viewer, "shop.said", counted_in(area), shop=row.id, state=row.state)
    return row


def _known(area: str, name: str) -> Shop | None:
    """The shop of that name on the list of a place, which is held so that two who name a new one stand in a row."""
    if Area.objects.select_for_update().filter(area=area).first() is None:
        raise Problem("area_unknown", path=area)
    return Shop.objects.select_for_update().filter(area=area, name=name, ended_at=None).first()


def _door(area: str, door: str) -> str:
    """The home of the register that a shop is; Problem `shop_door_unknown`."""
    path = read_path(door)
    homes = Household.objects.filter(area=path, state=HomeState.SHOP)
    if not span(area).holds(path) or not homes.exists():
        raise Problem("shop_door_unknown")
    return path


def take_shop_off(viewer: Viewer, shop: UUID) -> None:
    """Take a shop off the list, and its door with it; Problems `shop_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        hold_plans(Shop.objects.filter(id=shop).values_list("area", flat=True))
        row = Shop.objects.select_for_update().filter(id=shop, ended_at=None).first()
        if row is None or not viewer.span.holds(row.area):
            raise Problem("shop_unknown")
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        if row.facility_id:
            take_away(viewer, row.facility_id)
        log(viewer, "shop.taken_off", counted_in(row.area), shop=row.id)
