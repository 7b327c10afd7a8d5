"""May somebody come in at a gate: the orders over the place that is gone to, for the rule; nothing is stored."""

from wumen.queries import facts
from wumen.queries.explain import grounds_over, must_see_doors, whom_to_ask
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.rules.areas import read_path
from wumen.rules.entries import Coming, GateFacts, may_come_in
from wumen.rules.movement import Answer
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem


def may_enter(viewer: Viewer, path: str, who: Coming) -> Answer:
    """May somebody come in to a place of the viewer's; any post may ask, a gate has no other right.

    Problems: `path_unreadable`, `area_not_yours`, those of `must_see_doors`.
    """
    area = read_path(path)
    if not viewer.span.holds(area):
        raise Problem("area_not_yours", path=area)
    with acting(viewer):
        must_see_doors(viewer, area)
        now = clock.now()
        orders = [one.order for one in grounds_over(area, now, None)]
        ask = whom_to_ask(area)
        return may_come_in(who, GateFacts(now, orders, ask), facts.outbreaks())
