"""Waste that is handed on, weighed and noted."""

from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.records import clock
from wumen.records.models import (
    Area,
    WasteLoad,
)
from wumen.rules.areas import counted_in, read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.waste_loads import WasteDraft, check_waste


def hand_on_waste(viewer: Viewer, draft: WasteDraft) -> UUID:
    """Note a collection that was handed on; Problems: what `check_waste` says, `area_unknown`, rights."""
    path = read_path(draft.path)
    viewer.must(Right.SETTLE, path)
    load = check_waste(draft)
    with changing(viewer):
        if not Area.objects.filter(area=path).exists():
            raise Problem("area_unknown", path=path)
        row = WasteLoad.objects.create(
            id=uuid4(),
            area=path,
            day=clock.today(),
            kind=load.kind.value,
            bags=load.bags,
            kg=load.kg,
            handed_to=draft.handed_to.strip(),
            at=clock.now(),
            by_id=viewer.person,
        )
        log(viewer, "waste.handed_on", counted_in(path), bags=load.bags, kg=str(load.kg))
    return row.id
