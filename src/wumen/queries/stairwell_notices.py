"""Notices as they are copied for groups and hang in a stairwell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wumen.queries.doors import Doors
from wumen.queries.group_text import GroupBox, GroupMessage, Sent, ticks
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import (
    Area,
    StairwellNotice,
)
from wumen.rules.areas import ancestors
from wumen.rules.homes import in_words
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import MATTER, TAKEN_BACK_SHOWN_FOR, taken_back, whole

_SHOWN = 50


def signed_by(viewer: Viewer) -> str:
    """Who signs a notice of this post: its place, as people say it, and no person's name."""
    chain = [*ancestors(viewer.area), viewer.area]
    rows = Area.objects.filter(area__in=chain).order_by("area").values_list("kind", "name")
    return in_words(list(rows)[2:] or list(rows)[-1:]) or ROLES[viewer.role].zh


@dataclass(frozen=True)
class NoticeLine:
    """A notice with its place and what is copied of it.

    `withdrawn`: by whom and when it was taken back; then the text for the groups says that alone, for those to
    which it was sent.
    """

    id: UUID
    place: str
    heading: str
    text: str
    signed: str
    made_by: str
    made_at: datetime
    box: GroupBox
    withdrawn: Sent | None


def stairwell_notices(viewer: Viewer) -> list[NoticeLine]:
    """The notices of the viewer's area, the latest first. Problem `right_missing`.

    Who composes none sees one that was taken back for some days, to take down and send no more what she printed.
    """
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        found = _notices()
        if not viewer.may(Right.KEEP_REGISTER):
            found = found.filter(
                Q(withdrawn_at=None) | Q(withdrawn_at__gt=clock.now() - TAKEN_BACK_SHOWN_FOR)
            )
        rows = list(found.order_by("-made_at")[:_SHOWN])
        words = Doors.of(row.area for row in rows)
        sent = ticks([of(row.id) for row in rows for of in (matter_of, _back_of)])
        return [_notice(viewer, row, words, sent) for row in rows]


def stairwell_notice(viewer: Viewer, ident: UUID) -> NoticeLine:
    """One notice; Problems `right_missing`, `notice_text_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row = _notices().filter(id=ident).first()
        if row is None:
            raise Problem("notice_text_unknown")
        return _notice(
            viewer, row, Doors.of([row.area]), ticks([matter_of(row.id), _back_of(row.id)])
        )


def _notices() -> QuerySet[StairwellNotice]:
    return StairwellNotice.objects.select_related("made_by", "withdrawn_by")


def matter_of(ident: UUID) -> str:
    """Under which matter the ticks of a notice are found."""
    return f"{MATTER}{ident}"


def _back_of(ident: UUID) -> str:
    """The same for the word that it was taken back."""
    return f"noticeback:{ident}"


def _notice(
    viewer: Viewer,
    row: StairwellNotice,
    words: Doors,
    ticked: Mapping[tuple[str, str], Mapping[int, Sent]],
) -> NoticeLine:
    back = Sent.of(row.withdrawn_by, row.withdrawn_at)
    # Who went to the group of her own building, inside the notice's place, has to say it there.
    area = viewer.area if back and not viewer.span.holds(row.area) else row.area
    sent = ticked.get((area, matter_of(row.id)), {})
    if back:
        told = ticked.get((area, _back_of(row.id)), {})
        box = _box(area, _back_of(row.id), taken_back(row.heading, row.signed), sorted(sent), told)
    else:
        said = whole(row.heading, row.text, row.signed)
        box = _box(area, matter_of(row.id), said, range(1, row.groups + 1), sent)
    return NoticeLine(
        row.id,
        words.short(row.area),
        row.heading,
        row.text,
        row.signed,
        row.made_by.name,
        row.made_at,
        box,
        back,
    )


def _box(
    area: str, matter: str, said: str, groups: Iterable[int], sent: Mapping[int, Sent]
) -> GroupBox:
    return GroupBox(
        area, matter, tuple(GroupMessage(one, said, sent.get(one)) for one in groups), 0
    )
