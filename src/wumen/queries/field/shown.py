"""What a phone said of one duty, for the office beside it: its words, who said it, whether it is signed."""

from dataclasses import dataclass
from datetime import datetime

from wumen.queries.duties import DutyLine
from wumen.queries.field.evidence import Logged, logged_all
from wumen.queries.field.told import ToldLine, delivered
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Post
from wumen.rules.field.bodies import DutyBody
from wumen.rules.field.envelope import read_event
from wumen.rules.field.words import Line, lines_of
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class ShownByPhone:
    """What stands beside a duty: the lines of the event that settled it, and what was brought to its door that day."""

    lines: tuple[Line, ...]
    who: str
    role: str
    made_at: datetime | None
    signed: bool
    deliveries: tuple[ToldLine, ...]


def shown_by_phone(viewer: Viewer, line: DutyLine) -> ShownByPhone | None:
    """The same for who plans the place; None for everybody else, and where no phone said anything."""
    if not viewer.may(Right.PLAN):
        return None
    with acting(viewer):
        found = logged_all([line.evidence] if line.evidence else []).get(line.evidence or "")
        brought = tuple(delivered(line.area, line.day)) if line.what == What.SUPPLY else ()
        if found is None or found.said is None:
            return ShownByPhone((), "", "", None, False, brought) if brought else None
        return _shown(found, brought)


def _shown(found: Logged, brought: tuple[ToldLine, ...]) -> ShownByPhone | None:
    envelope = read_event(found.exact).envelope
    if envelope is None or found.said is None:
        return None
    post = Post.objects.select_related("person").filter(id=envelope.post).first()
    return ShownByPhone(
        lines=tuple(lines_of(found.said)),
        who=post.person.name if post else "",
        role=post.role if post else "",
        made_at=envelope.made_at + clock.ahead(),
        signed=signature_of(found) is not None,
        deliveries=brought,
    )


def signature_of(found: Logged | None) -> bytes | None:
    """By which digest the signature under an event is found; None without one."""
    said = found.said if found else None
    return bytes.fromhex(said.signature) if isinstance(said, DutyBody) and said.signature else None
