"""Supply shops are named, said to take orders or not, and taken off the list."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.records import clock
from wumen.records.models import Area, Shop
from wumen.rules.areas import counted_in, read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.shops import State, read_said


def say_shop(
    viewer: Viewer, path: str, name: str, state: State, hours: str = "", limits: str = ""
) -> Shop:
    """Say whether a shop of a place takes orders; the one of that name there, else it is new on the list.

    Said in the same words again it is no news. Problems: those of `read_said`, `area_unknown`, rights.
    """
    area = read_path(path)
    viewer.must(Right.KEEP_CREW, area)
    said = read_said(name, state, hours, limits)
    words = {"state": str(said.state), "hours": said.hours, "limits": said.limits}
    with changing(viewer):
        # Held, so that two who name a new shop at once stand in a row.
        if Area.objects.select_for_update().filter(area=area).first() is None:
            raise Problem("area_unknown", path=area)
        row = (
            Shop.objects.select_for_update()
            .filter(area=area, name=said.name, ended_at=None)
            .first()
        )
        if row is not None and all(getattr(row, key) == value for key, value in words.items()):
            return row
        if row is None:
            row = Shop(area=area, name=said.name)
        row.state, row.hours, row.limits = words["state"], words["hours"], words["limits"]
        row.said_at, row.by_id = clock.now(), viewer.person
        row.save()
        log(viewer, "shop.said", counted_in(area), shop=row.id, state=row.state)
    return row


def take_shop_off(viewer: Viewer, shop: UUID) -> None:
    """Take a shop off the list; Problems `shop_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = Shop.objects.select_for_update().filter(id=shop, ended_at=None).first()
        if row is None or not viewer.span.holds(row.area):
            raise Problem("shop_unknown")
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        log(viewer, "shop.taken_off", counted_in(row.area), shop=row.id)
