"""What passes to the next guard at a door, with what stands open there."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.hand_overs import note_of, open_at
from wumen.queries.posts import viewer_by
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    HandOver,
)
from wumen.rules.areas import counted_in, read_path, span
from wumen.rules.hand_overs import Counted, HandOverDraft, check_hand_over
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import read_done_at
from wumen.rules.time import TAPPED_TWICE


def hand_over(viewer: Viewer, draft: HandOverDraft) -> UUID:
    """Note what passes to the next guard at a place, with what stands open there at that moment.

    The same tap twice is one change of guard, and so is the same paper keyed twice.
    Problems: what `check_hand_over` says, `sheet_hour_*`, `area_unknown`, `crew_unknown`, rights.
    """
    path = read_path(draft.path)
    viewer.must(Right.CORRECT_HOMES, path)
    counted = check_hand_over(draft)
    went = viewer_by(draft.by, Right.CORRECT_HOMES, [path]) if draft.by else viewer
    with changing(viewer):
        # Two taps that come at once stand in a row here.
        if not Area.objects.select_for_update().filter(area=path).exists():
            raise Problem("area_unknown", path=path)
        when = read_done_at(draft.done_at, clock.now())
        if known := _tapped(went, path, draft, counted, when):
            return known
        stands = open_at(span(path), when)
        row = HandOver(
            id=uuid4(),
            area=path,
            at=when,
            by_id=went.person,
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
        told: dict[str, Any] = {"open": row.open, "overdue": row.overdue, "done_at": when}
        log(viewer, "hand_over.noted", counted_in(path), by=went.person, **told)
    return row.id


def _tapped(
    went: Viewer, path: str, draft: HandOverDraft, counted: Counted, when: datetime
) -> UUID | None:
    """What she handed over there a moment before in the same words."""
    same = HandOver.objects.filter(
        area=path,
        by=went.person,
        at__gt=when - TAPPED_TWICE,
        at__lte=when,
        to_name=draft.to_name.strip(),
        keys=counted.keys,
        thermometers=counted.thermometers,
        lists=draft.lists,
    )
    return next((row.id for row in same if note_of(row) == draft.note.strip()), None)
