"""Puts people on the list of those sampled at their doors in a round, or takes them off; their duties follow."""

from collections.abc import Collection, Sequence
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans, plan_places
from wumen.actions.log import log
from wumen.actions.sampling_rounds.slots import held_open
from wumen.queries.sampling_rounds.at_door import Proposed, to_propose
from wumen.queries.sampling_rounds.standing import counted, held_below, places_held, round_row
from wumen.records import clock
from wumen.records.models import Household, Resident, SamplingAtDoor, SamplingRound, SamplingSlot
from wumen.rules.areas import counted_at, read_path, span
from wumen.rules.homes import is_away
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.at_door import Ground


def accept_proposed(viewer: Viewer, ident: UUID, residents: Collection[UUID] = ()) -> int:
    """Put whom register, knocks and requests propose on the list, or some of them; how many more stand there.

    Problems: `round_door_nobody`, `round_unknown`, `round_closed`, `right_missing`, `area_not_yours`.
    """
    with changing(viewer):
        row = _held(viewer, ident)
        listed = SamplingAtDoor.objects.filter(round=row).values_list("resident", flat=True)
        found = to_propose(row, set(listed))
        some = [one for one in found if not residents or one.resident in residents]
        if not some:
            raise Problem("round_door_nobody")
        put(viewer, row, some)
        _follow(row, [one.area for one in some])
        log(viewer, "sampling_round.at_door", row.area, number=row.number, put=len(some))
    return len(some)


def put(viewer: Viewer, row: SamplingRound, some: Sequence[Proposed]) -> None:
    """Write people on a round's list; inside a transaction that holds the plans of its places."""
    SamplingAtDoor.objects.bulk_create(
        SamplingAtDoor(
            round=row,
            area=one.area,
            resident=one.resident,
            ground=one.ground,
            put_by_id=viewer.person,
            put_at=clock.now(),
        )
        for one in some
    )


def add_home(viewer: Viewer, ident: UUID, door: str) -> int:
    """Put everybody who is there behind a door on the list by hand; how many.

    Who comes down is taken off again one by one. Problems: `round_door_nobody`, `path_unreadable`, those of
    `accept_proposed`.
    """
    path = read_path(door)
    with changing(viewer):
        row = _held(viewer, ident)
        home = Household.objects.filter(area=path).first()
        if home is None or not any(span(one).holds(path) for one in places_held(row)):
            raise Problem("round_door_nobody")
        people = home.residents.order_by("place", "id")
        there = [one for one in people if not is_away(one.away_since, one.away_until, row.day)]
        many = sum(_by_hand(viewer, row, one, door=True) for one in there)
        if not many:
            raise Problem("round_door_nobody")
        _follow(row, [path])
        log(viewer, "sampling_round.at_door", row.area, number=row.number, put=many)
    return many


def put_on(viewer: Viewer, ident: UUID, resident: UUID) -> None:
    """Put one person on the list, or back on it. Problems as `accept_proposed`."""
    _one(viewer, ident, resident, door=True)


def take_off(viewer: Viewer, ident: UUID, resident: UUID) -> None:
    """Take one person off the list: she comes to the point, and nobody proposes her again. Problems as `put_on`."""
    _one(viewer, ident, resident, door=False)


def _one(viewer: Viewer, ident: UUID, resident: UUID, *, door: bool) -> None:
    with changing(viewer):
        row = _held(viewer, ident)
        who = Resident.objects.filter(id=resident).first()
        if who is None or not any(span(one).holds(who.area) for one in places_held(row)):
            raise Problem("round_door_nobody")
        if not _by_hand(viewer, row, who, door=door):
            return
        _follow(row, [who.area])
        kind = "sampling_round.at_door" if door else "sampling_round.off_door"
        log(viewer, kind, row.area, number=row.number, put=1)


def _held(viewer: Viewer, ident: UUID) -> SamplingRound:
    """The round, open and locked, after the plans of its places: a plan takes its lock first and logs last."""
    hold_plans(places_held(round_row(viewer, ident)))
    return held_open(viewer, ident)


def _by_hand(viewer: Viewer, row: SamplingRound, who: Resident, *, door: bool) -> bool:
    """Write what the office says of one person; False where it stands so already."""
    known = SamplingAtDoor.objects.filter(round=row, resident=who.id).first()
    if known is not None and known.door is door:
        return False
    one = known or SamplingAtDoor(round=row, resident=who.id, ground=Ground.HAND)
    one.area, one.door = who.area, door
    one.put_by_id, one.put_at = viewer.person, clock.now()
    one.save()
    return True


def _follow(row: SamplingRound, doors: Sequence[str]) -> None:
    """Let duties and the heads of slots follow; the hours at which buildings come stay as they were told."""
    plan_places(sorted(set(doors)), row.day)
    for area in {counted_at(one) for one in doors}:
        sums = counted(row, held_below(row, area)).get(area)
        heads = sums.due - sums.door if sums else 0
        slots = SamplingSlot.objects.filter(round=row, area=area)
        if heads:
            slots.update(heads=heads)
        else:
            slots.delete()
