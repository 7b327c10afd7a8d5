"""Lots of goods for homes: one comes and is dealt out, floors are handed over, what is over or short is ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.parcels import hand_over_parcels, held_point, shares_of
from wumen.actions.rounds import Walk, settle_walk
from wumen.queries.lots.dealing import Dealt, everybody, those_that_asked
from wumen.queries.lots.page import lines_of
from wumen.queries.parcels import read_lines
from wumen.records import clock, planning
from wumen.records.models import DepositPoint, Duty, Lot, Parcel
from wumen.rules.areas import counted_in, read_path, span, subdistrict
from wumen.rules.duties import PENDING
from wumen.rules.lots import Mode, NewLot, check_lot, read_end
from wumen.rules.parcels import How, read_parcels
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey, floor_of, unit_of
from wumen.rules.time import TAPPED_TWICE


@dataclass(frozen=True)
class FloorHanded:
    """What one tap at a floor noted: how many pieces for how many homes, and how many of today's duties with it."""

    homes: int
    pieces: int
    duties: int


def register_lot(viewer: Viewer, point: UUID, new: NewLot) -> UUID:
    """Enter a lot that came to a point and deal it out to its homes; the lot. The same tap twice is one lot.

    Problems: those of `check_lot`, of `read_parcels` for a list, `lot_place_other`, `lot_homes_many`,
    `lot_words_needed`, `lot_relay_unknown`, `lot_nobody`, `deposit_point_unknown`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    source, what, unit = check_lot(new)
    with changing(viewer):
        place = held_point(viewer, point)
        served = _served(place, new)
        row = Lot(point=place, area=place.area, served=served, source=source, what=what, unit=unit)
        row.pieces, row.mode, row.each = new.pieces, str(new.mode), new.each
        row.arrived_at, row.by_id = clock.now(), viewer.person
        shares = _dealt(viewer, place, row, new)
        known = _tapped(row, shares)
        if known:
            return known
        row.dealt = sum(one.pieces for one in shares)
        row.save(force_insert=True)
        Parcel.objects.bulk_create(shares, batch_size=500)
        homes = len({one.household for one in shares})
        area, mode = counted_in(place.area), str(new.mode)
        log(viewer, "lot.registered", area, lot=row.id, homes=homes, dealt=row.dealt, mode=mode)
    return row.id


def _served(place: DepositPoint, new: NewLot) -> str:
    """The place whose homes get it: what was chosen, else all that the point serves; Problem `lot_place_other`."""
    if new.mode not in (Mode.HOMES, Mode.PEOPLE):
        return str(place.area)
    path = read_path(new.served)
    if not span(place.area).holds(path):
        raise Problem("lot_place_other")
    return path


def _tapped(row: Lot, shares: Sequence[Parcel]) -> UUID | None:
    """The lot that she entered a moment ago in the same words for the same homes."""
    same = Lot.objects.filter(
        **{name: getattr(row, name) for name in ("point", "source", "what", "pieces")},
        by=row.by_id,
        arrived_at__gt=clock.now() - TAPPED_TWICE,
    )
    wanted = Counter((one.household, one.pieces) for one in shares)
    for ident in same.values_list("id", flat=True):
        known = Parcel.objects.filter(lot=ident).values_list("household", "pieces")
        if Counter(known) == wanted:
            return ident
    return None


def _dealt(viewer: Viewer, place: DepositPoint, row: Lot, new: NewLot) -> list[Parcel]:
    """What each home gets, as parcels of the lot; Problem `lot_nobody` where no home gets any."""
    if new.mode is Mode.LIST:
        read = read_lines(read_parcels(new.text), place.area)
        shares = shares_of(place, read, row.id, viewer.person)
    else:
        shares = [_share(row, one) for one in _homes(place, row, new)]
    if not shares:
        raise Problem("lot_nobody")
    for one in shares:
        one.lot = row
    return shares


def _homes(place: DepositPoint, row: Lot, new: NewLot) -> Sequence[Dealt]:
    if new.mode is not Mode.ORDERED:
        return everybody(span(row.served), new)
    try:
        relay = UUID(new.relay)
    except ValueError:
        raise Problem("lot_relay_unknown") from None
    return those_that_asked(span(place.area), relay, new.words, row.unit)


def _share(row: Lot, dealt: Dealt) -> Parcel:
    household, area, pieces = dealt
    return Parcel(
        id=uuid4(),
        area=area,
        household=household,
        point=row.point,
        batch=row.id,
        pieces=pieces,
        arrived_at=row.arrived_at,
        noted_at=row.arrived_at,
        by_id=row.by_id,
    )


def hand_floor(
    viewer: Viewer,
    lot: UUID,
    unit: str,
    floor: int,
    how: How,
    *,
    excepted: Sequence[UUID] = (),
    carried_by: str = "",
    photo: bytes | None = None,
    with_duty: bool = False,
    done_at: str = "",
) -> FloorHanded:
    """Note that the homes of a floor, but for those excepted, have their share of a lot, all at once.

    `with_duty`: today's duty to bring goods to these doors is declared with it, as a round of doors declares it.
    `done_at`: the hour as it stands on the packing list.
    Problems: those of `hand_over_parcels`, `lot_floor_done`, `lot_unknown`, rights.
    """
    path = read_path(unit)
    viewer.must(Right.CORRECT_HOMES, path)
    declares = with_duty and how is not How.MISTAKE
    with changing(viewer):
        if declares:
            planning.lock_for_settling(clock.today(), subdistrict(path))
        row = _lot(lot)
        here = [one for one in _on_floor(row, path, floor) if one.household not in excepted]
        if not here:
            raise Problem("lot_floor_done")
        homes = list({one.household: None for one in here if one.household})
        pieces = hand_over_parcels(
            viewer, row.point_id, homes, how, carried_by, photo, row.id, done_at
        )
        done = _declare(viewer, path, floor, [one.area for one in here], row) if declares else 0
    return FloorHanded(len(homes), pieces, done)


def _on_floor(row: Lot, unit: str, floor: int) -> list[Parcel]:
    """The shares of a lot that lie for the homes of a floor."""
    held = span(unit)
    rows = Parcel.objects.filter(lot=row, handed_at=None, household__isnull=False)
    here = rows.filter(area__gte=held.lo, area__lt=held.hi)
    return [one for one in here if unit_of(one.area) == unit and floor_of(one.area) == floor]


def _declare(viewer: Viewer, unit: str, floor: int, doors: Sequence[str], row: Lot) -> int:
    """Declare today's open duties to bring goods at some doors of a floor; how many. What must be measured stays."""
    viewer.must(Right.SETTLE, unit)
    now, today = clock.now(), clock.today()
    open_now = Duty.objects.filter(
        day=today, what=What.SUPPLY, area__in=doors, state__in=PENDING, opens_at__lte=now
    )
    by_window: dict[str, list[Duty]] = {}
    for duty in open_now.select_for_update().order_by("what", "subject"):
        by_window.setdefault(duty.win, []).append(duty)
    done = 0
    for win, duties in by_window.items():
        walk = Walk(viewer, None, RoundKey(today, win, unit), now)
        done += settle_walk(walk, duties, {}, {"floor": floor, "lot": str(row.id)})[0]
    return done


def end_lot(viewer: Viewer, lot: UUID, why: str) -> None:
    """Say what became of what is over or short of a lot, once all that came is with its homes.

    Homes whose share never came keep it: it lies for them until it is brought, or taken down.
    Problems: those of `read_end`, `lot_lies`, `lot_unknown`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    said = read_end(why)
    with changing(viewer):
        row = _lot(lot)
        (line,) = lines_of(viewer, Lot.objects.filter(id=row.id))
        if not line.mine:
            raise Problem("lot_unknown")
        if line.sums.there:
            raise Problem("lot_lies", n=line.sums.there, unit=line.unit)
        if row.ended_at is not None:
            return
        row.ended_at, row.ended_why, row.ended_by_id = clock.now(), said, viewer.person
        row.save(update_fields=["ended_at", "ended_why", "ended_by"])
        log(viewer, "lot.ended", counted_in(row.area), lot=row.id, over=line.sums.over)


def _lot(lot: UUID) -> Lot:
    """A lot that the viewer sees, held: what two do with it stands in a row; Problem `lot_unknown`."""
    row = Lot.objects.select_for_update().filter(id=lot).first()
    if row is None:
        raise Problem("lot_unknown")
    return row
