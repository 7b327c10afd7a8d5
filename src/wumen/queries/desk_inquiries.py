"""On the board: lists of other offices that wait for their answer, and contacts that wait for a second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wumen.queries.desk import Row, Told

# Read off the lists themselves; whose it is, is a person and no post. Of contacts only how many wait, and since when.
INQUIRIES = f"""
    SELECT '{Told.INQUIRY}', '', i.theirs, i.number::text, c.name, i.sender, i.due_at, NULL::uuid,
        (SELECT count(*) FROM inquiry_row r WHERE r.inquiry_id = i.id)::bigint
    FROM inquiry i JOIN crew c ON c.id = i.owner_id
    WHERE i.answered_at IS NULL AND i.area >= %(lo)s AND i.area < %(hi)s
    UNION ALL SELECT '{Told.CONTACT}', '', '', '', '', '', min(proposed_at), NULL::uuid, count(*)::bigint
    FROM case_contact WHERE dropped_at IS NULL AND area >= %(lo)s AND area < %(hi)s
        AND (confirmed_at IS NULL OR contested_at > coalesce(kept_at, '-infinity'))
        AND (until IS NULL OR until >= %(today)s)
    HAVING count(*) > 0
"""


@dataclass(frozen=True)
class AskedFor:
    """A list on the board: its number here and there, who sent it, who answers for it, by when, of how many people."""

    number: int
    theirs: str
    sender: str
    owner: str
    due_at: datetime
    overdue: bool
    people: int


def asked_for(rows: Iterable[Row], now: datetime) -> tuple[AskedFor, ...]:
    """The lists that wait for their answer, the first due first."""
    found = [
        AskedFor(
            *(int(one.win), one.what, one.grade, one.state),
            *(one.due_at, one.due_at <= now, one.many),
        )
        for one in rows
        if one.told == Told.INQUIRY
    ]
    return tuple(sorted(found, key=lambda one: (one.due_at, one.number)))


def contacts_waiting(rows: Iterable[Row]) -> int:
    """How many contacts wait for somebody's word: to be confirmed, or because she says that it is wrong."""
    return sum(one.many for one in rows if one.told == Told.CONTACT)
