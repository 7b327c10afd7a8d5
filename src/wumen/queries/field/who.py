"""Who may act on a phone: the posts of crews in its place and above it, or the one post that it was bound to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wumen.queries.posts import viewer_in
from wumen.records import crew, sealing
from wumen.records.models import Post
from wumen.rules.devices import by_code
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class FieldPost:
    """A post on a phone: its viewer, kept to the phone's own place, its hours, and the ref of its person."""

    viewer: Viewer
    ref: str
    from_at: datetime
    until_at: datetime | None

    def check(self, ref: str, when: datetime) -> None:
        """Whether that person held the post then; Problems `field_person_foreign`, `field_post_ended`."""
        if ref != self.ref:
            raise Problem("field_person_foreign")
        if when < self.from_at or (self.until_at is not None and when >= self.until_at):
            raise Problem("field_post_ended")


def may_use(row: Post, area: str, only: UUID | None) -> bool:
    """Whether a post may act on a phone of a place: it lies there or over it, and needs no password."""
    if only is not None:
        return row.id == only
    return by_code(row.role) and (row.area.startswith(area) or area.startswith(row.area))


def posts(idents: Iterable[UUID]) -> Callable[[], list[Post]]:
    """Some posts with their people, of those that the scope shows; asked in one go with others, given behind it."""
    return crew.with_people(sorted(set(idents)))


def field_post(row: Post, area: str) -> FieldPost:
    """A post as it acts on a phone: never beyond the phone's own place."""
    viewer = viewer_in(row)
    if not viewer.area.startswith(area):
        viewer = replace(viewer, area=area)
    return FieldPost(viewer, sealing.person_key(row.person_id), row.from_at, row.until_at)
