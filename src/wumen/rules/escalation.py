"""Escalation: who answers for what is overdue, level by level up the chain, read off the clock alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wumen.rules.areas import ancestors
from wumen.rules.needs import Urgency
from wumen.rules.playbooks import Clause
from wumen.rules.posts import CHAIN

# How long something may be overdue before the next level hears of it, where no clause says otherwise.
# Danger to life waits for nobody: it is with the top of the chain at once.
AFTER: Mapping[str, timedelta] = {
    Urgency.LIFE: timedelta(),
    Urgency.URGENT: timedelta(minutes=30),
    Urgency.NORMAL: timedelta(minutes=120),
}


@dataclass(frozen=True)
class Escalated:
    """Who answers now beside the owner, since when, and at which level above the owner (1 is the next)."""

    post: UUID
    since: datetime
    level: int


def after_of(clauses: Iterable[Clause]) -> timedelta:
    """How long the clauses behind a duty let it be overdue; of several the shortest."""
    said = [one.escalates_after_minutes for one in clauses if one.escalates_after_minutes]
    return timedelta(minutes=min(said)) if said else AFTER[Urgency.NORMAL]


def chain_above(
    path: str, owner_role: str | None, owner: UUID | None, posts: Mapping[tuple[str, str], UUID]
) -> tuple[UUID, ...]:
    """The posts that answer for a place above its owner, the next first: of each role of the chain the nearest.

    `posts` maps (role, area) to the post that stands there. A role outside the chain begins at its foot,
    and so does what nobody owns.
    """
    begin = CHAIN.index(owner_role) + 1 if owner_role in CHAIN else 0
    upward = [path, *reversed(ancestors(path)), ""]
    found: list[UUID] = []
    for role in CHAIN[begin:]:
        nearest = next((posts[role, place] for place in upward if (role, place) in posts), None)
        if nearest is not None and nearest != owner and nearest not in found:
            found.append(nearest)
    return tuple(found)


def escalation(
    due_at: datetime, now: datetime, after: timedelta, above: Sequence[UUID]
) -> Escalated | None:
    """Who answers now for what was due and is still open; None while it is the owner's alone.

    Each level has as long as the one before; at the top it stays.
    """
    late = now - due_at
    if not above or late < after or late < timedelta():
        return None
    passed = late // after if after else len(above)
    level = min(passed, len(above))
    return Escalated(above[level - 1], due_at + level * after, level)
