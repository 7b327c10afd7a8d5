"""What the kit of a home holds comes out of the stock of its point, where stock of it is kept."""

from uuid import UUID, uuid4

from wumen.actions.log import log
from wumen.queries.kits import kit_of
from wumen.records import clock
from wumen.records.models import Stock
from wumen.records.scope import WHOLE, narrowed
from wumen.records.stock import Move, move
from wumen.rules.areas import ancestors, counted_in
from wumen.rules.posts import Viewer
from wumen.rules.stock.kits import Drawn, Kept, drawn, names_kept
from wumen.rules.stock.lasting import Kind


def draw_kit(viewer: Viewer, home: UUID, door: str) -> tuple[Drawn, ...]:
    """Take what the kit of a home holds out of stock, in the transaction in which it is given; what was taken.

    Whoever gives it may stand below the point: these things alone are found past her scope, by their exact names at the
    places above the door. No movement and no event names the home.
    """
    _people, items = kit_of(viewer, home)
    with narrowed(WHOLE):
        rows = Stock.objects.select_for_update().filter(
            area__in=[*ancestors(door), door], name__in=names_kept(items), ended_at=None
        )
        kept = [Kept(one.id, one.area, one.name, one.unit, one.held) for one in rows.order_by("id")]
        found = drawn(items, door, kept)
        taken = [one for one in found if one.many]
        now = clock.now()
        move(
            [
                Move(uuid4(), one.kept.thing, Kind.KIT, -one.many, now, viewer.person)
                for one in taken
            ]
        )
        for one in taken:
            area = counted_in(one.kept.area)
            log(viewer, "stock.kit", area, stock=one.kept.thing, n=one.many)
    return found
