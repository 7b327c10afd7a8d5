"""What passes to the next guard at a door, with what stands open there."""

from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.hand_overs import open_at
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    HandOver,
)
from wumen.rules.areas import counted_in, read_path, span
from wumen.rules.hand_overs import HandOverDraft, check_hand_over
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def hand_over(viewer: Viewer, draft: HandOverDraft) -> UUID:
    """Note what passes to the next guard at a place, with what stands open there at that moment.

    Problems: what `check_hand_over` says, `area_unknown`, rights.
    """
    path = read_path(draft.path)
    viewer.must(Right.CORRECT_HOMES, path)
    counted = check_hand_over(draft)
    with changing(viewer):
        if not Area.objects.filter(area=path).exists():
            raise Problem("area_unknown", path=path)
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
