"""How a sampling round stands: due, sampled, missing with reasons, by building and point; read off the duties."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Prefetch

from wumen.queries.doors import Doors
from wumen.queries.playbooks import playbook
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.ahead import asked_nobody_known
from wumen.queries.sampling_rounds.box_lines import RoundBoxes, box_rows, seen_boxes
from wumen.queries.sampling_rounds.lines import (
    BuildingLine,
    PointShown,
    RoundLine,
    points_shown,
    worked,
)
from wumen.queries.sampling_rounds.organisations import (
    OrganisationRow,
    Sums,
    asked_sums,
    at_work,
    organisation_rows,
    organisations_seen,
)
from wumen.queries.sampling_rounds.places import asked_points, clauses_at_home
from wumen.records import scope
from wumen.records.exchange import asked, asked_of, in_one_go, seeing
from wumen.records.models import SamplingRound, SamplingRoundScope, SamplingSlot
from wumen.rules.areas import ancestors, in_order, office_over, span
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import ROUND_CLAUSE, win_of
from wumen.rules.sampling_rounds.slotting import PointAt, Slot, at_once
from wumen.rules.sampling_rounds.standing import (
    NOBODY_AT_WORK,
    AtWork,
    Counted,
    Tally,
    tallies,
    together,
)
from wumen.rules.time import Interval

# Of each who owes a sample that day for the round or by a rule one duty: sampled once is sampled. Of a rule that
# binds nobody to her home the place decides, as for the round itself; who cannot come down is sampled at her door.
_STAYS_UP = (
    "SELECT a.resident FROM sampling_at_door a WHERE a.round_id = %(ident)s::uuid AND a.door"
)
_OWED = f"""
    SELECT DISTINCT ON (d.subject) d.subject, d.area, d.state, d.reason, d.win,
        coalesce((d.basis ->> 'door')::boolean, d.basis ->> 'clause' = ANY(%(kept)s::text[]))
            OR d.subject IN ({_STAYS_UP}) AS door,
        coalesce((d.basis ->> 'single')::boolean, d.basis ->> 'clause' = ANY(%(kept)s::text[]))
            OR d.subject IN ({_STAYS_UP}) AS single
    FROM unnest(%(lo)s::text[], %(hi)s::text[]) AS s (lo, hi) JOIN duty d
        ON d.area COLLATE "C" >= s.lo COLLATE "C" AND d.area COLLATE "C" < s.hi COLLATE "C"
    WHERE d.day = %(day)s AND d.what = 'sampling' AND d.state <> 'withdrawn'
        AND (d.win = %(win)s OR d.basis ->> 'clause' <> %(round)s)
    ORDER BY d.subject, d.state = 'done' DESC, d.state = 'waived' DESC, d.win = %(win)s DESC, d.win
"""
_COUNTED = f"""
    SELECT counted_at(o.area), o.door, o.single, o.state, coalesce(o.reason, ''), count(*)
    FROM ({_OWED}) o GROUP BY 1, 2, 3, 4, 5
"""
_MISSING = f"""
    SELECT o.subject, o.area, o.door, coalesce(o.reason, ''), o.win
    FROM ({_OWED}) o WHERE o.state IN ('open', 'taken') ORDER BY o.area, o.subject
"""


_AT_DOOR = f"""
    SELECT o.subject, o.area, o.state FROM ({_OWED}) o
    WHERE o.door AND NOT counted_at(o.area) = ANY(%(without)s::text[]) ORDER BY o.area, o.subject
"""


# What a slot is made of, for `slot_from`.
SLOT = (
    *("area", "point_id", "point__number", "heads", "begins_at", "ends_at"),
    *("waves", "late", "by_hand", "set_at", "organisation_id"),
)
# Each is counted duty by duty, and by a statement of its own, for a day is a partition: what lies further back stands
# in the reports of its day.
_SHOWN = 12
# How deep the path of a community lies.
_COMMUNITY = 3


@dataclass(frozen=True)
class RoundPage:
    """A round as an office looks at it; `inside`: all of it lies in the viewer's area.

    `unknown`: the places of it in which the ledger knows nobody. `at_once`: the keys of those whose times meet
    another's at one point.
    """

    line: RoundLine
    per_desk: int
    cap: int
    opened_by: str
    opened_at: datetime
    buildings: tuple[BuildingLine, ...]
    points: tuple[PointShown, ...]
    unserved: tuple[BuildingLine, ...]
    organisations: tuple[OrganisationRow, ...]
    scopes: tuple[str, ...]
    refusals_erased: bool
    inside: bool
    all_points: tuple[PointAt, ...]
    at_once: frozenset[str]
    boxes: RoundBoxes
    unknown: tuple[str, ...] = ()

    @property
    def by_hand(self) -> int:
        """How many buildings' and organisations' times somebody set by hand."""
        homes = sum(one.comes.by_hand for one in self.buildings if one.comes)
        return homes + sum(one.slot.by_hand for one in self.organisations if one.slot)

    @property
    def whole(self) -> Tally:
        """Its homes as far as the viewer sees them; organisations stand in `line.everybody`."""
        return self.line.whole

    @property
    def nowhere(self) -> list[OrganisationRow]:
        """The organisations with people to sample that no point serves."""
        return [one for one in self.organisations if one.nowhere]

    @property
    def teams(self) -> list[OrganisationRow]:
        """The organisations to which a team comes, by its hour."""
        found = [(one.team_at, one.name, one) for one in self.organisations if one.team_at]
        return [one for _, _, one in sorted(found, key=lambda each: each[:2])]

    @property
    def at_doors(self) -> list[BuildingLine]:
        """The buildings in which somebody is sampled at the door."""
        return [one for one in self.buildings if one.tally.door]

    @property
    def short(self) -> list[PointShown]:
        """The points with slots that do not fit."""
        return [one for one in self.points if one.desks_short]

    @property
    def waiting(self) -> list[BuildingLine]:
        """The buildings in which somebody is missing, most first."""
        left = [one for one in self.buildings if one.tally.missing]
        return sorted(left, key=lambda one: -one.tally.missing)


def rows_seen() -> list[SamplingRound]:
    """The rounds of open outbreaks with their places, the newest first."""
    rows = SamplingRound.objects.filter(outbreak__closed_at__isnull=True)
    ordered = rows.select_related("outbreak").prefetch_related("scopes")
    ordered = ordered.order_by("-begins_at", "-number")
    return list(ordered[:_SHOWN])


def next_number(viewer: Viewer) -> int:
    """The number after the last round that the viewer sees in the open outbreaks."""
    with acting(viewer):
        rows = SamplingRound.objects.filter(outbreak__closed_at__isnull=True)
        last = rows.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def round_row(viewer: Viewer, ident: UUID) -> SamplingRound:
    """One round, inside the viewer's scope; Problem `round_unknown`."""
    scopes = Prefetch("scopes", SamplingRoundScope.objects.select_related("organisation"))
    rows = SamplingRound.objects.select_related("outbreak", "opened_by").prefetch_related(scopes)
    row = rows.filter(id=ident).first()
    if row is None:
        raise Problem("round_unknown")
    return row


def asked_about(row: SamplingRound, paths: Sequence[str] | None = None) -> dict[str, Any]:
    """What the statements about a round's duties are asked: all of its places, or some."""
    some = places_held(row) if paths is None else paths
    spans = [span(path) for path in some]
    return {
        "lo": [one.lo for one in spans],
        "hi": [one.hi for one in spans],
        "day": row.day,
        "win": win_of(row.number),
        "round": ROUND_CLAUSE,
        "kept": clauses_at_home(),
        "ident": row.id,
    }


def places_held(row: SamplingRound) -> list[str]:
    """The places in which a round is held, none of them inside another."""
    scopes = [one.area for one in row.scopes.all() if one.organisation_id is None]
    paths = sorted(scopes, key=lambda one: (one.count("/"), one))
    kept: list[str] = []
    for path in paths:
        if not any(above in kept for above in ancestors(path)):
            kept.append(path)
    return sorted(kept, key=in_order)


def held_below(row: SamplingRound, path: str) -> list[str]:
    """What of a place a round is held in: all of it, or those places below it that are."""
    held = places_held(row)
    if any(span(one).holds(path) for one in held):
        return [path]
    return [one for one in held if span(path).holds(one)]


def counted(row: SamplingRound, paths: Sequence[str] | None = None) -> Mapping[str, Tally]:
    """How a round, or some of its places, stands by building, lane or site, as far as the scope sees."""
    about = asked_about(row, paths)
    with in_one_go():
        rows = asked(_COUNTED, about)
    return tallies(Counted(*found) for found in rows())


@dataclass(frozen=True)
class Missing:
    """Somebody who is not sampled: her door, whether she is sampled there, and what was said so far."""

    resident: UUID
    area: str
    door: bool
    why: str
    win: str


def missing(row: SamplingRound, paths: Sequence[str]) -> list[Missing]:
    """Who of some places is not sampled, in the order of doors, inside the running scope."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, asked_about(row, paths))
        return [Missing(*found) for found in cursor.fetchall()]


@dataclass(frozen=True)
class AtDoor:
    """Somebody who is sampled at her door, and how that stands."""

    subject: UUID
    area: str
    state: str


def owed_at_door(row: SamplingRound, without: Sequence[str] = ()) -> list[AtDoor]:
    """Who is sampled at the door in a round, but for some buildings, inside the running scope."""
    with connection.cursor() as cursor:
        cursor.execute(_AT_DOOR, {**asked_about(row), "without": list(without)})
        return [AtDoor(*found) for found in cursor.fetchall()]


def pool_name(row: SamplingRound) -> Named:
    """How many share a tube, in the words of the rules; the number where they are changed since."""
    for pool in playbook(row.outbreak.playbook, tuple(row.outbreak.overlays)).pools:
        if pool.key == row.pool:
            return Named(zh=pool.name_zh, en=pool.name_en)
    return Named(zh=f"{row.size}混1" if row.size > 1 else "单采单检", en=f"{row.size} in one")


def line_of(
    row: SamplingRound, whole: Tally, words: Doors, work: AtWork = NOBODY_AT_WORK
) -> RoundLine:
    """A round with how it stands in some place."""
    return RoundLine(
        *(row.id, row.number, row.day, row.begins_at, row.ends_at, pool_name(row), row.size),
        *(words.place(row.area), row.ordered_by, row.document, row.closed_at, whole, work),
    )


def rounds_seen(viewer: Viewer) -> list[RoundLine]:
    """The rounds of the viewer's area, the newest first; Problem `right_missing`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        rows = rows_seen()
        words = Doors.of(row.area for row in rows)
        work = at_work(viewer.span, rows)
        return [
            line_of(row, together(counted(row).values()), words, work.get(row.id, NOBODY_AT_WORK))
            for row in rows
        ]


def slots_of(row: SamplingRound) -> dict[str, Slot]:
    """The slots of a round by key, by the sub-district's sight: they hang outside and tell of nobody."""
    with scope.scoped(scope.of_place(office_over(row.area))), in_one_go():
        found = asked_slots(row)
    return found()


def asked_slots(row: SamplingRound) -> Callable[[], dict[str, Slot]]:
    """`slots_of`, to be asked inside `in_one_go`."""
    with seeing(scope.of_place(office_over(row.area))):
        rows = asked_of(SamplingSlot.objects.filter(round=row).values_list(*SLOT))
    return lambda: {one.key: one for one in map(slot_from, rows())}


def slot_from(found: Sequence[Any]) -> Slot:
    """A slot as the rules have it, from what is `asked_of` the columns of `SLOT`."""
    area, point, number, heads, begins_at, ends_at, waves, *rest = found
    return _slot(area, point, number, heads, begins_at, ends_at, json.loads(waves), *rest)


def _slot(
    area: str,
    point: UUID,
    number: int,
    heads: int,
    begins_at: datetime,
    ends_at: datetime,
    waves: Sequence[str],
    late: bool,
    by_hand: bool,
    set_at: datetime | None,
    organisation: UUID | None,
) -> Slot:
    times = tuple(datetime.fromisoformat(one) for one in waves) or (begins_at,)
    hours = (begins_at, ends_at, times)
    return Slot(area, point, number, heads, *hours, late, by_hand, set_at, organisation)


def slot_of(row: SamplingSlot) -> Slot:
    """A slot as the rules have it."""
    return _slot(
        *(row.area, row.point_id, row.point.number, row.heads, row.begins_at, row.ends_at),
        *(row.waves, row.late, row.by_hand, row.set_at, row.organisation_id),
    )


_Whole = tuple[Mapping[str, Tally], dict[str, Slot], list[PointAt], Mapping[UUID, Sums], list[str]]


def _asked_whole(row: SamplingRound, seen: Sequence[SamplingRoundScope]) -> _Whole:
    """How a round stands, its slots and points, its organisations, where nobody is known: in one exchange."""
    about, hours = asked_about(row), Interval(row.begins_at, row.ends_at)
    with in_one_go():
        rows = asked(_COUNTED, about)
        slots = asked_slots(row)
        points = asked_points(row.area, hours, row.day)
        sums = asked_sums([row.id]) if seen else None
        unknown = asked_nobody_known(places_held(row))
    tally = tallies(Counted(*one) for one in rows())
    return tally, slots(), points(), sums().get(row.id, {}) if sums else {}, unknown()


def round_page(viewer: Viewer, ident: UUID) -> RoundPage:
    """One round with its buildings, points and organisations; Problems `right_missing`, `round_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row = round_row(viewer, ident)
        scopes, seen = places_held(row), organisations_seen(viewer, row)
        found, slots, points, sums, unknown = _asked_whole(row, seen)
        boxes = box_rows(viewer, row)
        places = {*(one.area for one in slots.values()), *(one.area for one in seen)}
        words = Doors.of([*found, *scopes, row.area, *boxes.doors, *places])
        # Nine communities of a sub-district have an 东院 1号楼.
        named = words.place if row.area.count("/") < _COMMUNITY else words.short
        buildings = tuple(
            BuildingLine(area, named(area), tally, slots.get(area))
            for area, tally in sorted(found.items(), key=lambda one: in_order(one[0]))
        )
        organisations = organisation_rows(seen, sums, words, points, slots)
        return RoundPage(
            line_of(row, together(found.values()), words, worked(organisations)),
            *(row.per_desk, row.cap, row.opened_by.name, row.opened_at, buildings),
            tuple(points_shown(row, points, buildings, organisations)),
            tuple(one for one in buildings if _has_no_time(one)),
            organisations,
            tuple(words.short(path) for path in scopes),
            row.refusals_erased_at is not None,
            viewer.span.holds(row.area),
            tuple(one for one in points if one.hours.begins < one.hours.ends),
            at_once(
                [one.comes for one in buildings if one.comes]
                + [one.slot for one in organisations if one.slot]
            ),
            seen_boxes(boxes, words),
            unknown=tuple(unknown),
        )


def _has_no_time(one: BuildingLine) -> bool:
    """Whether somebody of a building should come to a point and was given none."""
    return one.comes is None and one.tally.due > one.tally.door and bool(one.tally.missing)
