"""Boxes on their way: handed to a courier and received by a laboratory, one by one or several at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.orders.outbreaks import must_be_open
from wumen.queries.sampling_points import must_lead
from wumen.queries.sampling_rounds.box_lines import box_of
from wumen.queries.sampling_rounds.boxes import must_note
from wumen.queries.sampling_rounds.standing import round_row
from wumen.records import clock
from wumen.records.models import SamplingBox, SamplingRound
from wumen.rules.areas import common
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.boxes import (
    Handed,
    Received,
    Step,
    check_order,
    check_said,
    read_courier,
    read_hour,
    read_lab,
    read_tubes,
)

_WRITTEN = (
    *("handed_to", "handed_at", "handed_tubes", "handed_by"),
    *("lab", "received_at", "received_tubes", "received_by", "why", "why_by"),
)


@dataclass(frozen=True)
class Told:
    """To whom, when and how many, as it is typed of a box; no count is as many as before."""

    to: str
    at: str
    tubes: str = ""

    @property
    def said(self) -> bool:
        """Whether anything is typed but a count."""
        return bool((self.to + self.at).strip())


def held_round(viewer: Viewer, ident: UUID) -> SamplingRound:
    """The round, whether closed or not, for boxes come back at night; Problems `round_unknown`, `outbreak_closed`."""
    must_note(viewer)
    row = round_row(viewer, ident)
    must_be_open(row.outbreak_id)
    return row


def must_hold(viewer: Viewer, row: SamplingBox) -> None:
    """Who packed a box's tubes answers for it; problems of `must_lead` and of `Viewer.must`."""
    if row.point is not None:
        must_lead(viewer, row.point)
    else:
        viewer.must(Right.SETTLE, row.area)


def tell(viewer: Viewer, step: Step, rows: Sequence[SamplingBox]) -> None:
    """The event of one act: which boxes of which round, how many tubes; never who carried them."""
    counts = {
        Step.PACKED: lambda one: one.tubes,
        Step.HANDED: lambda one: one.handed_tubes,
        Step.RECEIVED: lambda one: one.received_tubes,
    }
    log(
        *(viewer, f"box.{step}", common([one.area for one in rows])),
        round=rows[0].round.number,
        day=rows[0].round.day,
        boxes=[f"{one.number} {one.seal}" for one in rows],
        tubes=[counts[step](one) for one in rows],
    )


def keep(rows: Sequence[SamplingBox]) -> None:
    """Keep what was written on some boxes, in one statement."""
    SamplingBox.objects.bulk_update(rows, _WRITTEN)


def write(viewer: Viewer, row: SamplingBox, step: Step, told: Told, correcting: bool) -> bool:
    """Write on a row what became of its box; whether that is new. What is typed once and not again stands.

    Problems: `box_courier_missing`, `box_lab_missing`, those of `read_hour` and `read_tubes`, `box_said_otherwise`,
    `box_hours_order`.
    """
    new = (_handed if step is Step.HANDED else _received)(row, told, correcting)
    if new:
        setattr(row, "handed_by_id" if step is Step.HANDED else "received_by_id", viewer.person)
        # In what counts differed was said of other counts.
        row.why, row.why_by = "", None
    return new


def _handed(row: SamplingBox, told: Told, correcting: bool) -> bool:
    box = box_of(row)
    known = box.handed
    to = known.to if known and not told.to.strip() else read_courier(told.to)
    at = known.at if known and not told.at.strip() else read_hour(told.at, box.first, clock.now())
    unsaid = known.tubes if known else box.tubes
    said = Handed(to, at, read_tubes(told.tubes, 0) if told.tubes.strip() else unsaid)
    if not check_said(Step.HANDED, known, said, correcting):
        return False
    check_order(replace(box, handed=said))
    row.handed_to, row.handed_at, row.handed_tubes = said.to, said.at, said.tubes
    return True


def _received(row: SamplingBox, told: Told, correcting: bool) -> bool:
    box = box_of(row)
    known, begins = box.received, box.handed.at if box.handed else box.first
    lab = known.lab if known and not told.to.strip() else read_lab(told.to)
    at = known.at if known and not told.at.strip() else read_hour(told.at, begins, clock.now())
    unsaid = known.tubes if known else box.handed.tubes if box.handed else box.tubes
    said = Received(lab, at, read_tubes(told.tubes, 0) if told.tubes.strip() else unsaid)
    if not check_said(Step.RECEIVED, known, said, correcting):
        return False
    check_order(replace(box, received=said))
    row.lab, row.received_at, row.received_tubes = said.lab, said.at, said.tubes
    return True


def move_on(
    viewer: Viewer,
    ident: UUID,
    step: Step,
    told: Told,
    counts: Mapping[UUID, str],
    correcting: bool = False,
) -> int:
    """Hand some boxes to one courier, or note that one laboratory has them, each with its count; how many are new.

    `counts`: as they were counted, by box; none is as many as before. Problems: `box_none_ticked`, `box_unknown`,
    those of `write`, `round_unknown`, `outbreak_closed`, rights.
    """
    if not counts:
        raise Problem("box_none_ticked")
    with changing(viewer):
        held = held_round(viewer, ident)
        rows = SamplingBox.objects.filter(round=held, id__in=list(counts), withdrawn_at=None)
        found = list(
            rows.select_for_update(of=("self",)).select_related("point", "round").order_by("id")
        )
        if len(found) < len(counts):
            raise Problem("box_unknown")
        fresh = []
        for row in found:
            must_hold(viewer, row)
            if write(viewer, row, step, replace(told, tubes=counts[row.id]), correcting):
                fresh.append(row)
        if fresh:
            keep(fresh)
            tell(viewer, step, fresh)
    return len(fresh)
