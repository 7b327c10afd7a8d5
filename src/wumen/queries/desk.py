"""What needs somebody now, for the board: who is not reached, what was asked for, ends of orders, looks at numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from wumen.queries.duties import Owner
from wumen.queries.escalation import Answers, Late
from wumen.records.models import Attested, Order, OrderScope
from wumen.records.orders import in_force
from wumen.rules.areas import code, counted_at
from wumen.rules.duties import PENDING
from wumen.rules.instructions import GIVEN, Urgency, number_of
from wumen.rules.playbooks import Fact, Playbook
from wumen.rules.release import Attestation, ConditionState, ReleaseFacts, conditions
from wumen.rules.time import Interval

# How many homes that are not reached a board names; its number opens all of them.
NAMED = 40
# Rows of the board's sums that are no sums: homes not reached, and how often numbers were looked at.
NOT_REACHED, LOOKED, OBJECTED = "not_reached", "looked", "objected"
EMPTY = "empty"
_URGENT_FIRST = {"life": 0, "urgent": 1, "normal": 2}

# Homes in special care whose daily contact is still owed, those that were tried in vain first: by visits
# that their clause counts, or by anything that stood in the way today.
TRIED = "greatest(cardinality(tried), (reason IS NOT NULL)::int)"
CONTACTS = f"""
    SELECT * FROM (
        SELECT area, what, win, '{NOT_REACHED}' AS state, {TRIED}::text AS grade, due_at,
            owner_post, 1::bigint AS many
        FROM duty WHERE day = %s AND what = 'contact' AND state IN ('open', 'taken')
            AND area >= %s AND area < %s
        ORDER BY {TRIED} DESC, due_at, area LIMIT {NAMED}
    ) AS asked_for
"""
# Objections that nobody has answered; what they say and whose they are stays sealed.
OBJECTIONS = f"""
    SELECT area, 'objection' AS what, number::text AS win, '{OBJECTED}' AS state, '' AS grade, due_at,
        NULL::uuid AS owner_post, 1::bigint AS many
    FROM objection WHERE outcome = '' AND area >= %s AND area < %s
"""
# Looks at complete numbers, and lists that went out with them. The index event_looked holds just these kinds.
LOOKING = """
    kind IN ('resident.telephones_shown', 'call.number_shown', 'tenancy.landlord_shown',
        'organisation.contact_shown', 'list.exported', 'register.exported')
    AND (kind <> 'list.exported' OR convert_from(body, 'UTF8')::jsonb -> 'body' -> 'complete' = 'true')
"""
LOOKS = f"""
    SELECT '' AS area, kind AS what, '' AS win, '{LOOKED}' AS state, '' AS grade, max(arrived_at) AS due_at,
        NULL::uuid AS owner_post, count(*) AS many
    FROM event WHERE arrived_on = %s AND area >= %s AND area < %s AND {LOOKING} GROUP BY kind
"""
# Stations that ring: of all who should be there now nobody is, for longer than the station waits. What
# `rules/stations.empty_since` says of one, for all of them at once; a test compares the two.
EMPTY_STATIONS = f"""
    SELECT s.area, 'station' AS what, s.name AS win, '{EMPTY}' AS state,
        coalesce(string_agg(DISTINCT c.name, '、' ORDER BY c.name), '') AS grade,
        greatest(min(x.begins_at), max(x.went_at)) AS due_at, NULL::uuid AS owner_post, 1::bigint AS many
    FROM station s JOIN shift x ON x.station_id = s.id
    JOIN roster r ON r.id = x.roster_id AND r.published_at IS NOT NULL AND r.dropped_at IS NULL
    LEFT JOIN crew c ON c.id = x.person_id
    WHERE s.ended_at IS NULL AND x.begins_at <= %s AND x.ends_at > %s AND s.area >= %s AND s.area < %s
    GROUP BY s.id HAVING bool_and(x.came_at IS NULL OR x.went_at <= %s)
        AND greatest(min(x.begins_at), max(x.went_at)) + make_interval(mins => s.rings_after) <= %s
"""
EXPORTS = frozenset({"list.exported", "register.exported"})


@dataclass(frozen=True)
class NotReached:
    """A home in special care that nobody has spoken to today; `tried`: visits and calls in vain."""

    area: str
    win: str
    tried: int
    due_at: datetime
    overdue: bool
    owner: Owner | None


@dataclass(frozen=True)
class EmptyStation:
    """A station where nobody is: its place, since when, who was named for it, who answers beside her."""

    name: str
    names: tuple[str, ...]
    since: datetime
    named: str
    answers: Answers | None


@dataclass(frozen=True)
class ObjectedLine:
    """An objection that waits for its answer, at the building or place where it is counted."""

    number: int
    names: tuple[str, ...]
    due_at: datetime
    overdue: bool


@dataclass(frozen=True)
class AskedLine:
    """An instruction or request that is still to be done, at the building or place where it is counted."""

    number: int
    what: str
    names: tuple[str, ...]
    urgency: str
    due_at: datetime
    overdue: bool
    owner: Owner | None


@dataclass(frozen=True)
class Looks:
    """How often complete numbers were looked at today, and how many lists went out with them."""

    shown: int = 0
    exported: int = 0


Row = tuple[Any, ...]


def _owner(post: object, who: Sequence[Any]) -> Owner | None:
    # A post that the viewer may not see has no name here.
    return Owner(post, *who) if who[0] is not None else None  # type: ignore[arg-type]


def not_reached(rows: Iterable[Row], now: datetime) -> tuple[NotReached, ...]:
    """The homes that nobody has spoken to, tried in vain first."""
    found = [
        NotReached(area, win, int(tried), due_at, due_at <= now, _owner(post, who))
        for area, _, win, state, tried, due_at, post, _, *who, _ in rows
        if state == NOT_REACHED
    ]
    return tuple(sorted(found, key=lambda one: (-one.tried, one.due_at, one.area)))


def looks(rows: Iterable[Row]) -> Looks:
    """What was looked at today."""
    by_kind = {row[1]: row[7] for row in rows if row[3] == LOOKED}
    exported = sum(by_kind.get(kind, 0) for kind in EXPORTS)
    return Looks(sum(by_kind.values()) - exported, exported)


def asked(
    rows: Iterable[Row], names: Mapping[str, tuple[str, ...]], now: datetime
) -> tuple[AskedLine, ...]:
    """What was asked for beyond the rules and is not done: life first, then urgent, then the longest due."""
    found = [
        AskedLine(
            *(number, what, names.get(area, ()), urgency or "normal"),
            *(due_at, due_at <= now, _owner(post, who)),
        )
        for area, what, win, state, _, due_at, post, _, *who, urgency in rows
        if what in GIVEN and state in PENDING and (number := number_of(win)) is not None
    ]
    return tuple(
        sorted(found, key=lambda one: (_URGENT_FIRST[one.urgency], one.due_at, one.number))
    )


def objected(
    rows: Iterable[Row], names: Mapping[str, tuple[str, ...]], now: datetime
) -> tuple[ObjectedLine, ...]:
    """The objections that wait for an answer, what is due first."""
    found = [
        ObjectedLine(int(number), names.get(counted_at(area), ()), due_at, due_at <= now)
        for area, _, number, state, _, due_at, *_ in rows
        if state == OBJECTED
    ]
    return tuple(sorted(found, key=lambda one: (one.due_at, one.number)))


def late_stations(rows: Iterable[Row]) -> dict[Late, str]:
    """The stations where nobody is, as late things, with who was named for them."""
    return {
        Late(area, what, name, since, None, Urgency.URGENT): named
        for area, what, name, state, named, since, *_ in rows
        if state == EMPTY
    }


def empty_stations(
    empty: Mapping[Late, str],
    names: Mapping[str, tuple[str, ...]],
    answering: Mapping[Late, Answers],
) -> tuple[EmptyStation, ...]:
    """The stations where nobody is, the longest empty first."""
    lines = [
        EmptyStation(
            one.win, _above(names.get(one.area, ()), one.win), one.due_at, named, answering.get(one)
        )
        for one, named in empty.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.since, line.name)))


def _above(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The names of the places above, without the last where a station's own name begins with it."""
    return names[:-1] if names and name.startswith(names[-1]) else names


def told_places(rows: Iterable[Row]) -> set[str]:
    """The places that are named: where something asked for is not done, somebody is not reached or objected."""
    told = list(rows)
    return {
        row[0] if row[1] in GIVEN else counted_at(row[0])
        for row in told
        if (row[1] in GIVEN and row[3] in PENDING) or row[3] in (NOT_REACHED, OBJECTED)
    } | {row[0] for row in told if row[3] == EMPTY}


def by_place(
    homes: Iterable[NotReached], names: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, int], ...]:
    """How many homes are not reached at each building, by the building's own name."""
    many = Counter(counted_at(one.area) for one in homes)
    return tuple((names.get(at, (code(at),))[-1], many[at]) for at in sorted(many))


def standing_orders(now: datetime) -> list[Order]:
    """The confirmed orders in force now that the viewer may see, each with the facts attested for its end."""
    told = Attested.objects.filter(order=OuterRef("pk"), withdrawn_at=None).values(
        fields=JSONObject(
            fact="fact", on="on", holds="holds", by=F("by__name"), document="document"
        )
    )
    bound = OrderScope.objects.filter(order=OuterRef("pk"))
    people = bound.filter(resident__isnull=False).order_by().values("order")
    return list(
        in_force(now).annotate(
            told=ArraySubquery(told),
            places=ArraySubquery(bound.filter(resident=None).order_by("area").values("area")),
            people=Subquery(people.annotate(n=Count("*")).values("n")),
        )
    )


def missing(
    order: Order, books: Mapping[str, Playbook], now: datetime
) -> tuple[ConditionState, ...]:
    """What an area's order lacks before it may end, without what other orders it waits for; of a person's: nothing.

    What waits for other orders of the district is unknown here; the order's own page looks at them.
    """
    book = books.get(str(order.outbreak_id))
    releases = [one for one in book.releases if one.regime == order.regime] if book else []
    if not order.area or not releases:
        return ()
    told = tuple(_attestation(one) for one in order.told)  # type: ignore[attr-defined]
    held = Interval(order.from_at, order.ended_at or order.until_at)
    stepped = order.follows_id is not None
    return conditions(releases[0], ReleaseFacts(now, held, told, None, stepped))


def _attestation(told: Mapping[str, Any]) -> Attestation:
    day = date.fromisoformat(told["on"])
    return Attestation(Fact(told["fact"]), day, told["holds"], told["by"], told["document"])
