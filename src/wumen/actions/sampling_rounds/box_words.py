"""What is said of a round's boxes and tubes: in what counts differ, how many were made, what is taken back, limits."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.orders.outbreaks import must_be_open
from wumen.actions.sampling_rounds.box_handing import held_round, must_hold
from wumen.actions.sampling_rounds.boxes import Place, place_of
from wumen.queries.sampling_rounds.box_lines import box_of
from wumen.queries.sampling_rounds.standing import round_row
from wumen.records import clock
from wumen.records.models import SamplingBox, SamplingRound, SamplingTubes
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import read_count
from wumen.rules.sampling_rounds.boxes import Limits, limits_of, read_limits, read_why


def _held(viewer: Viewer, held: SamplingRound, box: UUID) -> SamplingBox:
    """A box of the round, locked, that the viewer answers for; Problem `box_unknown`."""
    rows = SamplingBox.objects.filter(round=held, id=box, withdrawn_at=None)
    row = rows.select_for_update(of=("self",)).select_related("point").first()
    if row is None:
        raise Problem("box_unknown")
    must_hold(viewer, row)
    return row


def explain_box(viewer: Viewer, ident: UUID, box: UUID, words: str) -> None:
    """Say in what the counts of a box differ; it holds until one of them changes.

    Problems: `box_agrees`, `box_unknown`, those of `read_why`, `round_unknown`, `outbreak_closed`, rights.
    """
    said = read_why(words)
    with changing(viewer):
        held = held_round(viewer, ident)
        row = _held(viewer, held, box)
        if not box_of(row).differs:
            raise Problem("box_agrees")
        if row.why == said:
            return
        row.why, row.why_by_id = said, viewer.person
        row.save(update_fields=["why", "why_by"])
        log(viewer, "box.explained", row.area, round=held.number, day=held.day, box=row.number)


def withdraw_box(viewer: Viewer, ident: UUID, box: UUID, words: str) -> None:
    """Take back a box that was noted by mistake: it counts no more, its tubes may stand in another.

    Problems: as `explain_box`, but for `box_agrees`.
    """
    said = read_why(words)
    with changing(viewer):
        held = held_round(viewer, ident)
        row = _held(viewer, held, box)
        row.scanned.all().delete()
        row.withdrawn_at, row.withdrawn_why = clock.now(), said
        row.save(update_fields=["withdrawn_at", "withdrawn_why"])
        log(
            *(viewer, "box.withdrawn", row.area),
            round=held.number,
            day=held.day,
            box=f"{row.number} {row.seal}",
            tubes=row.tubes,
        )


def _tubes(held: SamplingRound, place: Place) -> SamplingTubes | None:
    rows = SamplingTubes.objects.select_for_update().filter(round=held, point=place.point)
    return (rows if place.point else rows.filter(area=place.area)).first()


def say_made(viewer: Viewer, ident: UUID, where: str, many: str) -> int:
    """Say how many tubes were filled in the round at a place since its beginning; the last word stands.

    Problems: `point_count_unreadable`, those of `place_of`, `round_unknown`, `outbreak_closed`, rights.
    """
    made = read_count(many)
    with changing(viewer):
        held = held_round(viewer, ident)
        place = place_of(viewer, held, where)
        row = _tubes(held, place)
        if row is not None and row.tubes == made:
            return made
        if row is None:
            row = SamplingTubes(round=held, point=place.point, area=place.area)
        row.tubes, row.said_at, row.by_id = made, clock.now(), viewer.person
        row.why, row.why_boxed, row.why_by = "", None, None
        row.save()
        log(viewer, "tubes.made", place.area, round=held.number, day=held.day, tubes=made)
    return made


def explain_made(viewer: Viewer, ident: UUID, where: str, words: str) -> None:
    """Say in what the tubes that were made differ from those in boxes; it holds until either changes.

    Problems: `box_agrees`, those of `read_why` and `place_of`, `round_unknown`, `outbreak_closed`, rights.
    """
    said = read_why(words)
    with changing(viewer):
        held = held_round(viewer, ident)
        place = place_of(viewer, held, where)
        row = _tubes(held, place)
        boxed = _boxed(held, place)
        if row is None or row.tubes == boxed:
            raise Problem("box_agrees")
        row.why, row.why_boxed, row.why_by_id = said, boxed, viewer.person
        row.save(update_fields=["why", "why_boxed", "why_by"])
        log(viewer, "tubes.explained", place.area, round=held.number, day=held.day, boxed=boxed)


def _boxed(held: SamplingRound, place: Place) -> int:
    """How many tubes of a place stand in boxes."""
    rows = SamplingBox.objects.filter(round=held, point=place.point, withdrawn_at=None)
    some = rows if place.point else rows.filter(area=place.area)
    return sum(some.values_list("tubes", flat=True))


def set_limits(viewer: Viewer, ident: UUID, hand: str, lab: str) -> Limits:
    """Set the office's own minutes from the first swab of a box, until hand-over and until receipt; empty is none.

    Problems: `box_limits`, `round_unknown`, `outbreak_closed`, `right_missing`, `area_not_yours`.
    """
    first, last = read_limits(hand, lab)
    viewer.must(Right.PLAN)
    with changing(viewer):
        row = round_row(viewer, ident)
        viewer.must(Right.PLAN, row.area)
        must_be_open(row.outbreak_id)
        row.hand_minutes, row.lab_minutes = first, last
        row.save(update_fields=["hand_minutes", "lab_minutes"])
        log(viewer, "sampling_round.limits", row.area, number=row.number, hand=first, lab=last)
    return limits_of(first, last)
