"""A notice as it is read out: its script, where and when it is played, and the recording that somebody made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.attachments import AttachmentLine, lines
from wumen.queries.doors import Doors
from wumen.queries.help_numbers import desks_over
from wumen.queries.named import doors_named_in, named_in
from wumen.queries.notice_reach import seen_notice
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Area, LoudspeakerPlay, StairwellNotice
from wumen.rules.areas import AreaKind, in_order, span
from wumen.rules.guarded_text import plain_of
from wumen.rules.loudspeaker import Script, check_script, script
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# Over what a loudspeaker is heard.
HEARD_AT = (
    *(AreaKind.COMMUNITY, AreaKind.VILLAGE, AreaKind.COMPOUND, AreaKind.GROUP, AreaKind.LANE),
    AreaKind.BUILDING,
)


@dataclass(frozen=True)
class PlayLine:
    """One playing: where people hear it, the speaker or the way in words, when; `mine`: the viewer may tick it."""

    id: UUID
    place: str
    where: str
    planned_at: datetime
    played_at: datetime | None
    by: str
    late: bool
    mine: bool


@dataclass(frozen=True)
class LoudspeakerPage:
    """The script of a notice, or why it may not be read out; its playings, those to come first; its recordings."""

    notice: UUID
    heading: str
    place: str
    script: Script | None
    refused: Problem | None
    plays: Sequence[PlayLine]
    places: Sequence[tuple[str, str]]
    sounds: Sequence[AttachmentLine]


def loudspeaker_page(viewer: Viewer, ident: UUID) -> LoudspeakerPage:
    """What is read out of a notice, where and when. Problems: `right_missing`, `notice_text_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row, _ = seen_notice(viewer, ident)
        text, refused = _script(row)
        plays = list(LoudspeakerPlay.objects.filter(notice=row).select_related("by"))
        places = _places(viewer, row)
        words = Doors.of([row.area, *places, *(one.area for one in plays)])
        sounds = lines([row.id])
    shown = sorted(plays, key=lambda one: (one.played_at is not None, one.planned_at, one.where))
    return LoudspeakerPage(
        *(row.id, row.heading, words.short(row.area), text, refused),
        [_play(viewer, one, words) for one in shown],
        [(one, words.short(one)) for one in places],
        sounds,
    )


def _script(row: StairwellNotice) -> tuple[Script | None, Problem | None]:
    """The script, or the Problem for which it is not read out; inside the running scope."""
    try:
        must_be_spoken(row)
    except Problem as refused:
        return None, refused
    ring = desks_over([row.area]).get(row.area, "")
    return script(row.heading, row.text, row.signed, ring), None


def must_be_spoken(row: StairwellNotice) -> None:
    """Problems of `check_script` for a notice that a whole place may not hear; inside the running scope."""
    names = named_in(plain_of(f"{row.heading}\n{row.text}"), [row.area])
    doors = doors_named_in(row.heading + row.text, [row.area])
    check_script(row.heading, row.text, names, doors)


def _places(viewer: Viewer, row: StairwellNotice) -> list[str]:
    """The viewer's places inside a notice's over which a loudspeaker is heard."""
    inner = row.area if viewer.span.holds(row.area) else viewer.area
    held = span(inner)
    rows = Area.objects.filter(kind__in=HEARD_AT, area__gte=held.lo, area__lt=held.hi)
    return sorted(rows.values_list("area", flat=True), key=in_order)


def _play(viewer: Viewer, row: LoudspeakerPlay, words: Doors) -> PlayLine:
    return PlayLine(
        *(row.id, words.short(row.area), row.where, row.planned_at, row.played_at, row.by.name),
        late=row.played_at is None and row.planned_at < clock.now(),
        mine=row.played_at is None and viewer.span.holds(row.area),
    )
