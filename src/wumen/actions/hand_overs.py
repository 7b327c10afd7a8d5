"""What passes to the next guard at a door, with what stands open there."""

from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.hand_overs import note_of, open_at
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    HandOver,
)
from wumen.rules.areas import counted_in, read_path, span
from wumen.rules.hand_overs import Counted, HandOverDraft, check_hand_over
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import TAPPED_TWICE


def hand_over(viewer: Viewer, draft: HandOverDraft) -> UUID:
    """Note what passes to the next guard at a place, with what stands open there at that moment.

    The same tap twice is one change of guard.
    Problems: what `check_hand_over` says, `area_unknown`, rights.
    """
    path = read_path(draft.path)
    viewer.must(Right.CORRECT_HOMES, path)
    counted = check_hand_over(draft)
    with changing(viewer):
        if not Area.objects.filter(area=path).exists():
            raise Problem("area_unknown", path=path)
        if known := _tapped(viewer, path, draft, counted):
            return known
        stands = open_at(span(path))
        row = HandOver(
            id=uuid4(),
            area=path,
            at=clock.now(),
            by_id=viewer.person,
            to_name=draft.to_name.strip(),
            keys=counted.keys,
            thermometers=counted.thermometers,
            lists=draft.lists,
            open=sum(one.open for one in stands),
            overdue=sum(one.overdue for one in stands),
        )
        note = draft.note.strip()
        row.note_sealed = sealing.seal("hand_over", row.id, note) if note else None
        row.save(force_insert=True)
        log(viewer, "hand_over.noted", counted_in(path), open=row.open, overdue=row.overdue)
    return row.id


def _tapped(viewer: Viewer, path: str, draft: HandOverDraft, counted: Counted) -> UUID | None:
    """What she noted there a moment ago in the same words."""
    same = HandOver.objects.filter(
        area=path,
        by=viewer.person,
        at__gt=clock.now() - TAPPED_TWICE,
        to_name=draft.to_name.strip(),
        keys=counted.keys,
        thermometers=counted.thermometers,
        lists=draft.lists,
    )
    return next((row.id for row in same if note_of(row) == draft.note.strip()), None)
