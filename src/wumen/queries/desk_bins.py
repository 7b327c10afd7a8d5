"""On the board: the bins for waste of isolated homes that were not emptied in their time, are full or damaged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wumen.queries.desk import Beside, Row, Told
from wumen.rules.care_bins import BinAt, BinState, emptied

# Read off the bins themselves: one that stands where no zone is has no duty, and is not forgotten. Late is at eight in
# the evening what was not emptied since midnight: nothing of the last twenty hours can be.
BINS = f"""
    SELECT '{Told.BIN}', area, stands_at, id::text, state, coalesce(emptied_at::text, ''), placed_at,
        NULL::uuid, 1::bigint
    FROM care_bin WHERE removed_at IS NULL AND area >= %(lo)s AND area < %(hi)s
        AND (emptied_at IS NULL OR emptied_at < %(now)s - interval '20 hours' OR state <> 'in_use')
"""


@dataclass(frozen=True)
class BinTold:
    """A bin on the board to which somebody has to go: its place, how it stands, when it was emptied last."""

    names: tuple[str, ...]
    bin: BinAt
    since: datetime


def bins_told(rows: Iterable[Row], beside: Beside, now: datetime) -> tuple[BinTold, ...]:
    """The bins that are late, full or damaged, the longest waiting first."""
    found = []
    for one in rows:
        if one.told != Told.BIN:
            continue
        last = datetime.fromisoformat(one.grade) if one.grade else None
        names = beside.names.get(one.area, ())
        told = BinAt("", one.what, BinState(one.state), emptied(one.due_at, last, now))
        if told.wrong:
            found.append(BinTold(names, told, last or one.due_at))
    return tuple(sorted(found, key=lambda one: one.since))
