"""Lets a notice be played over a loudspeaker: planned with place and hour, ticked when it was, with its recording."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from wumen.actions.attachments import Record, keep
from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries.loudspeaker import HEARD_AT, must_be_spoken
from wumen.queries.notice_reach import seen_notice
from wumen.records import clock
from wumen.records.models import Area, Attachment, LoudspeakerPlay
from wumen.rules.areas import read_path, span
from wumen.rules.attachments import Purpose, read_sound
from wumen.rules.loudspeaker import check_where
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# What is planned for later is planned when it is near; what is entered from paper was of today.
_BEFORE, _AHEAD = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class NewPlay:
    """A playing as it is entered: where it is heard, by which speaker or on which way, when; `played`: it was."""

    path: str
    where: str
    at: datetime
    played: bool = False


def plan_play(viewer: Viewer, ident: UUID, new: NewPlay) -> UUID:
    """Plan a playing of a notice, or note one that was; the same again is the same one.

    Problems: `notice_text_unknown`, `loudspeaker_where`, `loudspeaker_hour`, `notice_home_elsewhere`, those of
    `check_script`, rights.
    """
    area, where, now = read_path(new.path), check_where(new.where), clock.now()
    viewer.must(Right.SETTLE, area)
    if not now - _BEFORE <= new.at <= (now if new.played else now + _AHEAD):
        raise Problem("loudspeaker_hour")
    with changing(viewer):
        notice, _ = seen_notice(viewer, ident)
        heard = Area.objects.filter(area=area, kind__in=HEARD_AT).exists()
        if not heard or not span(notice.area).holds(area):
            raise Problem("notice_home_elsewhere")
        must_be_spoken(notice)
        row, made = LoudspeakerPlay.objects.get_or_create(
            notice=notice,
            area=area,
            where=where,
            planned_at=new.at,
            defaults={
                "id": uuid4(),
                "by_id": viewer.person,
                "played_at": new.at if new.played else None,
            },
        )
        if made:
            log(viewer, "notice.play_planned", area, notice=notice.id, played=new.played)
    return row.id


def note_played(viewer: Viewer, ident: UUID) -> None:
    """Note that a planned playing was made now. Problems: `loudspeaker_play_unknown`, rights."""
    viewer.must(Right.SETTLE)
    with changing(viewer):
        row = _planned(viewer, ident)
        row.played_at, row.by_id = clock.now(), viewer.person
        row.save(update_fields=["played_at", "by"])
        log(viewer, "notice.played", row.area, notice=row.notice_id)


def drop_play(viewer: Viewer, ident: UUID) -> None:
    """Take away a playing that was planned and not made. Problems as `note_played`."""
    viewer.must(Right.SETTLE)
    with changing(viewer):
        row = _planned(viewer, ident)
        log(viewer, "notice.play_dropped", row.area, notice=row.notice_id)
        row.delete()


def keep_sound(viewer: Viewer, ident: UUID, content: bytes) -> None:
    """Keep a recording of the script, sealed with its outbreak; the last one is the one that is played.

    Problems: `notice_text_unknown`, `outbreak_not_open`, those of `read_sound` and `check_script`, rights.
    """
    viewer.must(Right.KEEP_REGISTER)
    file = read_sound(content)
    with changing(viewer):
        notice, _ = seen_notice(viewer, ident)
        viewer.must(Right.KEEP_REGISTER, notice.area)
        must_be_spoken(notice)
        outbreak = last_outbreak()
        if outbreak is None:
            raise Problem("outbreak_not_open")
        kept = keep(
            viewer,
            Record(Purpose.NOTICE_SOUND, notice.id, notice.area, outbreak.id, notice.area),
            file,
        )
        before = Attachment.objects.filter(
            purpose=Purpose.NOTICE_SOUND, about=notice.id, withdrawn_at=None
        )
        before.exclude(id=kept.id).update(withdrawn_at=clock.now())


def _planned(viewer: Viewer, ident: UUID) -> LoudspeakerPlay:
    rows = LoudspeakerPlay.objects.select_for_update().filter(id=ident, played_at=None)
    row = rows.first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("loudspeaker_play_unknown")
    return row
