"""Tubes that go from one point to another: sent by the office, received and counted where they arrive."""

from dataclasses import replace
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.sampling_points.rows import held, held_working, keep, noted, word
from wumen.queries.sampling_points import must_lead, standing
from wumen.records import clock
from wumen.records.models import PointWord
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import PointNow, Word, check_sending


def send_tubes(viewer: Viewer, source: UUID, target: UUID, tubes: int) -> PointWord:
    """Send tubes from one point to another: gone there at once, on their way here, an event at both.

    Problems: `right_missing`, `point_unknown`, `area_not_yours`, `point_withdrawn`, and those of `check_sending`.
    """
    viewer.must(Right.KEEP_REGISTER)
    with changing(viewer):
        # In one order whoever sends where: two that send to each other do not wait for each other.
        rows = {ident: held(ident) for ident in sorted({source, target})}
        giving, getting = rows[source], rows[target]
        for row in rows.values():
            must_lead(viewer, row)
        if getting.withdrawn_at is not None:
            raise Problem("point_withdrawn")
        there, here = standing(giving), standing(getting)
        check_sending(there, here, tubes)
        keep(giving, replace(there, tubes=(there.tubes or 0) - tubes, tubes_at=clock.now()))
        keep(getting, replace(here, coming=here.coming + tubes))
        word(viewer, giving, Word.TUBES_OUT, tubes, other=getting.number)
        sent = word(viewer, getting, Word.TUBES_COMING, tubes, other=giving.number)
        noted(viewer, "point.tubes_sent", giving, tubes=tubes, to=getting.number)
        noted(viewer, "point.tubes_coming", getting, tubes=tubes, source=giving.number)
    return sent


def receive_tubes(viewer: Viewer, ident: UUID, sending: UUID, tubes: int) -> PointNow:
    """Note that tubes arrived, as many as were counted, nought where none came; they count here from now on.

    Where nobody counted today, what lies there stays unknown: those that came are no count of all.
    Problems: those of `held_working`, `point_tubes_here` for what is not on its way to this point.
    """
    with changing(viewer):
        row, now = held_working(viewer, ident)
        sent = PointWord.objects.filter(id=sending, point=row, kind=Word.TUBES_COMING).first()
        if sent is None or PointWord.objects.filter(follows=sent).exists():
            raise Problem("point_tubes_here")
        here = replace(now, coming=now.coming - sent.value)
        if now.tubes is not None:
            here = replace(here, tubes=now.tubes + tubes, tubes_at=clock.now())
        keep(row, here)
        word(viewer, row, Word.TUBES_IN, tubes, other=sent.other, follows=sent)
        noted(viewer, "point.tubes_received", row, tubes=tubes, sent=sent.value, source=sent.other)
        return standing(row)
