"""The teams of a day by heads, off published rosters, points and half-days: the same as those who eat there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from wumen.queries.meals.day import Day, days_of
from wumen.records.models import StockMove
from wumen.rules.areas import Span, in_order
from wumen.rules.meals.eating import Kind as Said
from wumen.rules.posts import Viewer
from wumen.rules.stock.lasting import HALF_DAY, Given, Kind, Team
from wumen.rules.time import whole_day


def teams_of(viewer: Viewer, held: Span, days: Sequence[date]) -> dict[date, list[Team]]:
    """Who begins somewhere on each of some days, place by place in the order of the tree; in the present scope.

    A point whose lead said how many she has counts by that, as it does for meals.
    """
    known = days_of(viewer, held, days, diets=False)
    return {day: _teams(one) for day, one in known.items()}


def _teams(known: Day) -> list[Team]:
    heads = _heads(known)
    places = {one.key: one for one in known.places.values() if heads[one.key]}
    # Who helps for half a day stands at no station.
    found = [
        Team(key, one.name, one.area, one.kind or HALF_DAY, heads[key])
        for key, one in places.items()
    ]
    return sorted(found, key=lambda one: (places[one.key].number, in_order(one.area), one.name))


def _heads(known: Day) -> Counter[str]:
    hours = whole_day(known.day)
    heads: Counter[str] = Counter()
    for one in known.eaters:
        if hours.holds(one.begins):
            heads[one.place] += one.heads
    for key, words in known.words.items():
        crews = [one.count.heads for one in words if one.kind is Said.CREW]
        if crews:
            heads[key] = crews[-1]
    return heads


def given_on(
    days: Iterable[date], stock: Iterable[UUID]
) -> Mapping[tuple[date | None, str, UUID], Given]:
    """What teams got of things on some days, by day, team and thing; in the present scope."""
    rows = StockMove.objects.filter(day__in=list(days), stock__in=list(stock), kind=Kind.ISSUED)
    found: dict[tuple[date | None, str, UUID], Given] = {}
    for day, team, thing, n, said in rows.values_list("day", "team", "stock_id", "n", "said"):
        key = (day, team, thing)
        before = found.get(key, Given())
        found[key] = Given(before.many - n, before.said or said)
    return found
