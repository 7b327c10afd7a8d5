"""The orders in force on the board: where and on whom they lie, until when, and what their end still lacks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wumen.queries.desk import Row, Told
from wumen.records.orders import BINDING, IN_FORCE
from wumen.rules.playbooks import Fact, Playbook
from wumen.rules.release import Attestation, ConditionState, ReleaseFacts, conditions
from wumen.rules.time import Interval

# An order that names more places than these is told by its first.
PLACES_SAID = 3
# The confirmed orders that the viewer may see, each with its places, and the facts attested for its end. What is
# bound is counted from the viewer's side: an order on people binds many in a city and few at a place.
ORDERS = f"""
    SELECT '{Told.ORDER}', o.area, o.regime, o.number, '', jsonb_build_object(
        'outbreak', o.outbreak_id, 'document', o.document, 'from_at', o.from_at, 'follows', o.follows_id,
        'places', coalesce(bound.places, '[]'), 'people', bound.people,
        'told', (SELECT coalesce(jsonb_agg(jsonb_build_object('fact', a.fact, 'on', a.on, 'holds', a.holds,
            'by', c.name, 'document', a.document)), '[]')
            FROM attested a JOIN crew c ON c.id = a.by_id WHERE a.order_id = o.id AND a.withdrawn_at IS NULL)
        )::text, coalesce(o.ended_at, o.until_at), NULL::uuid, 1::bigint
    FROM orders o CROSS JOIN LATERAL (
        SELECT count(s.resident) AS people,
            jsonb_agg(s.area ORDER BY s.area) FILTER (WHERE s.resident IS NULL) AS places
        FROM order_scope s WHERE s.order_id = o.id AND {BINDING}) AS bound
    WHERE {IN_FORCE}
"""


@dataclass(frozen=True)
class OrderLine:
    """An order that is in force now; `missing`: of an area's, the conditions of its end as they stand.

    `name`: the places that it names, or of an order on `people` where they live.
    """

    number: str
    regime: str
    area: str
    name: str
    document: str
    until: datetime
    people: int = 0
    missing: tuple[ConditionState, ...] = ()

    @property
    def met(self) -> int:
        """How many conditions of its end are met."""
        return sum(one.met is True for one in self.missing)

    @property
    def unmet(self) -> list[ConditionState]:
        """The conditions that are not met, or of which nobody has told."""
        return [one for one in self.missing if one.met is not True]


class StandingOrder:
    """A row of `ORDERS`, read."""

    def __init__(self, row: Row) -> None:
        """The row and what it says of the order."""
        self.row, self._said = row, json.loads(row.grade)
        self.places: list[str] = self._said["places"]

    def named(self) -> set[str]:
        """The places by which it is told."""
        return {*self.places[:PLACES_SAID], *([self.row.area] if self.row.area else ())}

    def line(
        self, names: Mapping[str, tuple[str, ...]], books: Mapping[str, Playbook], now: datetime
    ) -> OrderLine:
        """The order as a line of the board."""
        return OrderLine(
            *(self.row.win, self.row.what, self.row.area, self._name(names)),
            *(self._said["document"], self.row.due_at, self._said["people"]),
            self._missing(books, now),
        )

    def _name(self, names: Mapping[str, tuple[str, ...]]) -> str:
        """The places that it names, the first of many; of an order on people where they live."""
        few = [names[one] for one in self.places[:PLACES_SAID] if one in names]
        if not few:
            return " ".join(names.get(self.row.area, ()))
        # What stands above is said once.
        said = "、".join([" ".join(few[0]), *(one[-1] for one in few[1:])])
        return f"{said}…" if len(self.places) > len(few) else said

    def _missing(self, books: Mapping[str, Playbook], now: datetime) -> tuple[ConditionState, ...]:
        """What an area's order lacks before it may end, without what other orders it waits for; of a person's: nothing.

        What waits for other orders of the district is unknown here; the order's own page looks at them.
        """
        book = books.get(self._said["outbreak"])
        releases = [one for one in book.releases if one.regime == self.row.what] if book else []
        if not self.row.area or not releases:
            return ()
        told = tuple(_attestation(one) for one in self._said["told"])
        held = Interval(datetime.fromisoformat(self._said["from_at"]), self.row.due_at)
        stepped = self._said["follows"] is not None
        return conditions(releases[0], ReleaseFacts(now, held, told, None, stepped))


def standing_orders(rows: Iterable[Row]) -> list[StandingOrder]:
    """The orders among the rows of the board, what ends first first."""
    some = [one for one in rows if one.told == Told.ORDER]
    return [StandingOrder(one) for one in sorted(some, key=lambda one: (one.due_at, one.win))]


def _attestation(told: Mapping[str, Any]) -> Attestation:
    day = date.fromisoformat(told["on"])
    return Attestation(Fact(told["fact"]), day, told["holds"], told["by"], told["document"])
