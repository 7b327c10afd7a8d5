"""Notices as they are copied for groups and hang in a stairwell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.doors import Doors
from wumen.queries.group_text import GroupBox, GroupMessage, Sent, ticks
from wumen.queries.posts import acting
from wumen.records.models import (
    Area,
    StairwellNotice,
)
from wumen.rules.areas import ancestors
from wumen.rules.homes import in_words
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import whole

_SHOWN = 50


def signed_by(viewer: Viewer) -> str:
    """Who signs a notice of this post: its place, as people say it, and no person's name."""
    chain = [*ancestors(viewer.area), viewer.area]
    rows = Area.objects.filter(area__in=chain).order_by("area").values_list("kind", "name")
    return in_words(list(rows)[2:] or list(rows)[-1:]) or ROLES[viewer.role].zh


@dataclass(frozen=True)
class NoticeLine:
    """A notice with its place and what is copied of it."""

    id: UUID
    place: str
    heading: str
    text: str
    signed: str
    made_by: str
    made_at: datetime
    box: GroupBox


def stairwell_notices(viewer: Viewer) -> list[NoticeLine]:
    """The notices of the viewer's area, the latest first. Problem `right_missing`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        rows = list(StairwellNotice.objects.select_related("made_by").order_by("-made_at")[:_SHOWN])
        words = Doors.of(row.area for row in rows)
        sent = ticks([matter_of(row.id) for row in rows])
        return [_notice(row, words, sent) for row in rows]


def stairwell_notice(viewer: Viewer, ident: UUID) -> NoticeLine:
    """One notice; Problems `right_missing`, `notice_text_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row = StairwellNotice.objects.select_related("made_by").filter(id=ident).first()
        if row is None:
            raise Problem("notice_text_unknown")
        return _notice(row, Doors.of([row.area]), ticks([matter_of(row.id)]))


def matter_of(ident: UUID) -> str:
    """Under which matter the ticks of a notice are found."""
    return f"notice:{ident}"


def _notice(
    row: StairwellNotice, words: Doors, ticked: Mapping[tuple[str, str], Mapping[int, Sent]]
) -> NoticeLine:
    matter = matter_of(row.id)
    sent = ticked.get((row.area, matter), {})
    said = whole(row.heading, row.text, row.signed)
    messages = tuple(
        GroupMessage(group, said, sent.get(group)) for group in range(1, row.groups + 1)
    )
    return NoticeLine(
        row.id,
        words.short(row.area),
        row.heading,
        row.text,
        row.signed,
        row.made_by.name,
        row.made_at,
        GroupBox(row.area, matter, messages, 0),
    )
