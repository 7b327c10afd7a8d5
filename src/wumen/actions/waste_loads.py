"""Waste that is handed on, weighed and noted."""

from uuid import UUID, uuid4

from wumen.actions.care_bins import empty, held_bin
from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.care_bins import bins_around
from wumen.records import clock
from wumen.records.models import (
    Area,
    WasteLoad,
)
from wumen.rules.areas import counted_in, read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import read_done_at
from wumen.rules.time import TAPPED_TWICE, business_day
from wumen.rules.waste_loads import NO_BIN, WasteClass, WasteDraft, check_waste


def hand_on_waste(viewer: Viewer, draft: WasteDraft) -> UUID:
    """Note a collection that was handed on; a tap that came twice weighs it once.

    Out of a bin for isolated homes it empties that, where it stands, and what is owed of it today is done; where such
    bins stand it is to be said which. Problems: what `check_waste` says, `waste_bin_unsaid`, `sheet_hour_*`,
    `area_unknown`, `bin_unknown`, rights.
    """
    load = check_waste(draft)
    with changing(viewer):
        held = held_bin(viewer, draft.bin) if draft.bin not in ("", NO_BIN) else None
        path = held.area if held else read_path(draft.path)
        viewer.must(Right.SETTLE, path)
        # Two taps that come at once stand in a row here.
        if not Area.objects.select_for_update().filter(area=path).exists():
            raise Problem("area_unknown", path=path)
        if load.kind is WasteClass.MEDICAL and not draft.bin and bins_around(path):
            raise Problem("waste_bin_unsaid")
        said = {
            "area": path,
            "kind": load.kind.value,
            "bags": load.bags,
            "kg": load.kg,
            "handed_to": draft.handed_to.strip(),
            "by_id": viewer.person,
            "bin": held,
        }
        when = read_done_at(draft.done_at, clock.now())
        known = WasteLoad.objects.filter(**said, at__gt=when - TAPPED_TWICE, at__lte=when).first()
        if known is not None:
            return known.id
        row = WasteLoad.objects.create(id=uuid4(), day=business_day(when), at=when, **said)
        if held:
            empty(viewer, held, load, when)
        log(viewer, "waste.handed_on", counted_in(path), bags=load.bags, kg=str(load.kg))
    return row.id
