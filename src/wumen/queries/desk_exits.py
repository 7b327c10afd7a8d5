"""On the board: the exits that are blocked, until the street has confirmed that each is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wumen.queries.desk import Beside, Row, Told
from wumen.queries.duties import Owner
from wumen.rules.exits import KIND_NAMES, STANDS_NAMES, ExitKind
from wumen.rules.openings import Opening
from wumen.rules.playbooks import Named

# Read off the requests themselves: what is blocked waits for no plan of the day. How it stands is its last step, for
# a word that it is blocked still takes back what was said before.
EXITS = f"""
    SELECT '{Told.EXIT}', area, exit, number::text,
        coalesce((SELECT s.step FROM opening_step s WHERE s.area = i.area AND s.win = 'r' || i.number
            ORDER BY s.number DESC LIMIT 1), '{Opening.WAITING}'),
        '', due_at,
        (SELECT d.owner_post FROM duty d WHERE d.day = %(today)s AND d.win = 'r' || i.number
            AND d.what = 'request' LIMIT 1), 1::bigint
    FROM instruction i WHERE exit <> '' AND closed_as = '' AND area >= %(lo)s AND area < %(hi)s
"""


@dataclass(frozen=True)
class BlockedLine:
    """A blocked exit on the board: which, where, how it stands, by when it is to be open, whose it is."""

    number: int
    kind: Named
    names: tuple[str, ...]
    state: Named
    due_at: datetime
    overdue: bool
    owner: Owner | None


def blocked(rows: Iterable[Row], beside: Beside, now: datetime) -> tuple[BlockedLine, ...]:
    """The exits that nobody has confirmed as open, the longest due first."""
    found = [
        BlockedLine(
            number=int(one.win),
            kind=KIND_NAMES[ExitKind(one.what)],
            names=beside.names.get(one.area, ()),
            state=STANDS_NAMES[Opening(one.state)],
            due_at=one.due_at,
            overdue=one.due_at <= now,
            owner=beside.owner(one),
        )
        for one in rows
        if one.told == Told.EXIT
    ]
    return tuple(sorted(found, key=lambda one: (one.due_at, one.number)))
