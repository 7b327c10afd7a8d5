"""Bins for waste of isolated homes are placed, said to be full or damaged, emptied each day, and taken away."""

from datetime import date, datetime
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.duties import settle
from wumen.actions.duties.plan import hold_plans
from wumen.actions.facilities import stand_bin, take_away
from wumen.actions.log import log
from wumen.records import clock
from wumen.records.models import Area, CareBin, Duty
from wumen.rules.areas import counted_in, read_path
from wumen.rules.care_bins import BinState, read_place
from wumen.rules.duties import PENDING, DutyKey
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import business_day
from wumen.rules.waste_loads import Load


def place_bin(viewer: Viewer, path: str, stands_at: str) -> CareBin:
    """Place a bin at a building, unit or compound: the one that was assumed there, or one more.

    Where the rules ask for its emptying that is owed from today on. Problems: those of `read_place`, `area_unknown`,
    rights.
    """
    area = read_path(path)
    viewer.must(Right.CORRECT_HOMES, area)
    place = read_place(stands_at)
    with changing(viewer):
        hold_plans([area])
        if not Area.objects.select_for_update().filter(area=area).exists():
            raise Problem("area_unknown", path=area)
        # The same place named again is a tap that came twice.
        known = CareBin.objects.filter(area=area, stands_at=place, removed_at=None).first()
        if known is not None:
            return known
        now = clock.now()
        row = CareBin.objects.create(
            id=uuid4(),
            facility=stand_bin(viewer, area),
            area=area,
            stands_at=place,
            state=BinState.IN_USE,
            placed_at=now,
            said_at=now,
            by_id=viewer.person,
        )
        log(viewer, "bin.placed", counted_in(area), bin=row.id)
    return row


def say_bin(viewer: Viewer, bin_id: str, state: BinState, stands_at: str) -> None:
    """Say how a bin is and where it stands now; Problems: `bin_unknown`, those of `read_place`, rights."""
    place = read_place(stands_at)
    with changing(viewer):
        row = held_bin(viewer, bin_id)
        row.state, row.stands_at = state, place
        row.said_at, row.by_id = clock.now(), viewer.person
        row.save(update_fields=["state", "stands_at", "said_at", "by"])
        log(viewer, "bin.said", counted_in(row.area), bin=row.id, state=state.value)


def remove_bin(viewer: Viewer, bin_id: str) -> None:
    """Note that a bin was taken away, empty; Problems: `bin_unknown`, `bin_still_needed`, rights."""
    with changing(viewer):
        row = held_bin(viewer, bin_id)
        if _owed(row, clock.today()):
            raise Problem("bin_still_needed")
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        take_away(viewer, row.facility_id)
        log(viewer, "bin.removed", counted_in(row.area), bin=row.id)


def held_bin(viewer: Viewer, bin_id: str) -> CareBin:
    """A bin of the viewer's place that stands, held with its plans; Problems `bin_unknown`, `right_missing`."""
    viewer.must(Right.SETTLE)
    try:
        ident = UUID(bin_id)
    except ValueError:
        raise Problem("bin_unknown") from None
    hold_plans(CareBin.objects.filter(id=ident).values_list("area", flat=True))
    row = CareBin.objects.select_for_update().filter(id=ident, removed_at=None).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("bin_unknown")
    return row


def empty(viewer: Viewer, row: CareBin, load: Load, when: datetime) -> None:
    """Let a bin that the caller holds be emptied by a collection; what that day owed of it is done, as measured."""
    for key in _owed(row, business_day(when)):
        told = {"bags": load.bags, "kg": str(load.kg), "done_at": when}
        settle.do(viewer, key, Grade.MEASURED, told)
    row.emptied_at = max(when, row.emptied_at or when)
    # A full bin is full no longer; a damaged one is damaged still.
    if row.state == BinState.FULL:
        row.state = BinState.IN_USE
    row.save(update_fields=["emptied_at", "state"])


def _owed(row: CareBin, day: date) -> list[DutyKey]:
    """What a day owed of a bin by now."""
    duties = Duty.objects.filter(
        day=day,
        what=What.WASTE,
        subject=row.facility_id,
        state__in=PENDING,
        opens_at__lte=clock.now(),
    )
    return [DutyKey(one.day, one.what, str(one.subject), one.win) for one in duties]
