"""What the form of a round has to warn of before it is opened: organisations no point can take, places nobody is in."""

from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from wumen.queries.doors import Doors
from wumen.queries.organisations import organisation_lines
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.places import Proposal
from wumen.records.exchange import asked, in_one_go
from wumen.rules.areas import AreaKind, ancestors, in_order, span
from wumen.rules.posts import Viewer
from wumen.rules.sampling_rounds.slotting import PointAt, desks_wanted

# The places of some stretches down to buildings and lanes, each with whether the ledger knows anybody there.
_PEOPLED = """
    SELECT a.area, EXISTS (SELECT FROM resident r
        WHERE r.area COLLATE "C" >= a.area COLLATE "C" AND r.area COLLATE "C" < (left(a.area, -1) || '0') COLLATE "C")
    FROM area a WHERE NOT a.kind = ANY(%(small)s::text[]) AND EXISTS (
        SELECT FROM unnest(%(lo)s::text[], %(hi)s::text[]) AS s (lo, hi)
        WHERE a.area COLLATE "C" >= s.lo COLLATE "C" AND a.area COLLATE "C" < s.hi COLLATE "C")
"""


def nobody_known(paths: Sequence[str]) -> list[str]:
    """The places in which the ledger knows nobody, so that nobody there is asked to come; inside the running scope.

    A community without anybody is named, and not each of its buildings.
    """
    with in_one_go():
        found = asked_nobody_known(paths)
    return found()


def asked_nobody_known(paths: Sequence[str]) -> Callable[[], list[str]]:
    """`nobody_known`, to be asked inside `in_one_go`."""
    scopes = [span(path) for path in paths]
    given = {
        "small": [AreaKind.UNIT.value, AreaKind.HOUSEHOLD.value],
        "lo": [one.lo for one in scopes],
        "hi": [one.hi for one in scopes],
    }
    rows = asked(_PEOPLED, given)
    return lambda: _in_words({area for area, peopled in rows() if not peopled})


def _in_words(empty: Set[str]) -> list[str]:
    top = sorted((one for one in empty if not empty & {*ancestors(one)}), key=in_order)
    words = Doors.of(top) if top else Doors([])
    return [words.place(one) for one in top]


@dataclass(frozen=True)
class WouldCome:
    """An organisation that was chosen: how many are on its roster, and the number of the point that serves it."""

    name: str
    people: int
    point: int | None


@dataclass(frozen=True)
class Ahead:
    """What a round would mean beyond the times of its buildings."""

    organisations: tuple[WouldCome, ...]
    short: tuple[tuple[PointAt, int], ...]
    unknown: tuple[str, ...]

    @property
    def at_work(self) -> int:
        """How many stand on the rosters of the organisations."""
        return sum(one.people for one in self.organisations)

    @property
    def nowhere(self) -> list[str]:
        """The organisations that no point serves."""
        return [one.name for one in self.organisations if one.point is None]


def ahead(
    viewer: Viewer,
    shown: Proposal,
    points: Sequence[PointAt],
    paths: Sequence[str],
    organisations: Collection[UUID],
    per_desk: int,
) -> Ahead:
    """What is to be known before a round is opened; `short` are the points that cannot do all that come to them."""
    chosen = [one for one in organisation_lines(viewer) if one.id in organisations]
    at = {one.id: next((p for p in points if one.id in p.organisations), None) for one in chosen}
    heads = {point.id: 0 for point in points}
    for slot in shown.proposed.slots:
        heads[slot.point] += slot.heads
    for one in chosen:
        if (point := at[one.id]) is not None:
            heads[point.id] += one.people
    late = {slot.point for slot in shown.proposed.late}
    short = [
        (point, heads[point.id])
        for point in points
        if point.id in late or desks_wanted(heads[point.id], point, per_desk)
    ]
    with acting(viewer):
        unknown = nobody_known(paths)
    return Ahead(
        tuple(
            WouldCome(one.name, one.people, point.number if (point := at[one.id]) else None)
            for one in chosen
        ),
        tuple(short),
        tuple(unknown),
    )
