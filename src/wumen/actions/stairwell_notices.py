"""Notices of a stairwell: looked over before they are kept, each once a day, and taken back when they were wrong."""

from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.log import log
from wumen.actions.loudspeaker import drop_play
from wumen.actions.notice_reach import ask_to_take_down, forget_asked
from wumen.queries.named import doors_named_in
from wumen.queries.notice_reach import seen_notice
from wumen.queries.stairwell_notices import signed_by
from wumen.records import clock
from wumen.records.models import (
    Area,
    LoudspeakerPlay,
    Resident,
    StairwellNotice,
)
from wumen.rules.areas import read_path, span
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import NoticeText, check_notice
from wumen.rules.time import whole_day


def compose_notice(viewer: Viewer, draft: NoticeText) -> UUID:
    """Keep a notice that may be copied for groups and hung in the stairwell; the notice.

    The same words for the same place once more on a day are the notice that stands there: somebody went back to
    the form. Problems: what `check_notice` says of it, names of people who live there beside rooms included;
    `area_unknown`, rights.
    """
    path = read_path(draft.path)
    viewer.must(Right.KEEP_REGISTER, path)
    with changing(viewer):
        # Two taps that come at once stand in a row here.
        if not Area.objects.select_for_update().filter(area=path).exists():
            raise Problem("area_unknown", path=path)
        held, signed = span(path), signed_by(viewer)
        inside = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi)
        names = inside.values_list("name", flat=True).distinct()
        places = Area.objects.filter(area__gte=held.lo, area__lt=held.hi).exclude(kind="household")
        _, groups = check_notice(
            draft,
            signed,
            names,
            [*places.values_list("name", flat=True), signed],
            doors_named_in(draft.heading + draft.text, [path]),
        )
        row = StairwellNotice(id=uuid4(), area=path, signed=signed, groups=groups)
        row.heading, row.text = draft.heading.strip(), draft.text.strip()
        if known := _stands(row):
            return known
        row.made_by_id, row.made_at = viewer.person, clock.now()
        row.save(force_insert=True)
        log(viewer, "notice.composed", path, groups=groups)
    return row.id


def _stands(row: StairwellNotice) -> UUID | None:
    """The notice of today that says the same there."""
    same = {name: getattr(row, name) for name in ("area", "heading", "text", "signed", "groups")}
    today = whole_day(clock.today())
    rows = StairwellNotice.objects.filter(**same, made_at__gte=today.begins, withdrawn_at=None)
    return rows.values_list("id", flat=True).first()


def take_back_notice(viewer: Viewer, ident: UUID) -> None:
    """Take back a notice that was wrong: nobody is told of it any more, and it stands as taken back.

    Where its sheet hangs the captain is asked to take it down; what was asked of captains and callers for it ends,
    and it is not played. Problems: `notice_text_unknown`, `notice_text_withdrawn` where it was, rights.
    """
    with changing(viewer):
        row, _ = seen_notice(viewer, ident)
        viewer.must(Right.KEEP_REGISTER, row.area)
        hold_plans([row.area])
        # Of two at one instant the other waits here, and finds it taken back.
        standing = StairwellNotice.objects.filter(id=row.id, withdrawn_at=None)
        if not standing.update(withdrawn_at=clock.now(), withdrawn_by_id=viewer.person):
            raise Problem("notice_text_withdrawn")
        log(viewer, "notice.withdrawn", row.area, notice=row.id)
        forget_asked(viewer, row)
        ask_to_take_down(viewer, row)
        for play in LoudspeakerPlay.objects.filter(notice=row, played_at=None):
            drop_play(viewer, play.id)
