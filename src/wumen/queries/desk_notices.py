"""On the board: notices of the last day that were not sent to all of their groups, and where they hang meanwhile."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.desk import Beside, Row, Told
from wumen.rules.stairwell_notices import MATTER, UNSENT_SHOWN_FOR

_MOST = 8
_SHOWN_FOR = int(UNSENT_SHOWN_FOR.total_seconds())
# A group has it when somebody ticked it as sent. Captains tick it for their own buildings, below its place.
NOTICES = f"""
    SELECT * FROM (
        SELECT '{Told.NOTICE}', n.area, '', n.id::text, '', json_build_object('heading', n.heading,
            'groups', n.groups,
            'sent', ticked.here, 'buildings', ticked.below,
            'hung', (SELECT count(*) FROM notice_sheet s WHERE s.notice_id = n.id))::text,
            n.made_at, NULL::uuid, 1::bigint
        FROM stairwell_notice n CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE s.area = n.area) AS here,
                count(DISTINCT s.area) FILTER (WHERE s.area <> n.area) AS below
            FROM group_sent s WHERE s.matter = '{MATTER}' || n.id
                AND s.area >= n.area AND s.area < left(n.area, -1) || '0') AS ticked
        WHERE n.withdrawn_at IS NULL AND n.made_at > %(now)s - interval '{_SHOWN_FOR} seconds' AND n.made_at <= %(now)s
            AND n.area >= %(lo)s AND n.area < %(hi)s AND ticked.here < n.groups
        ORDER BY n.made_at DESC LIMIT {_MOST}
    ) AS unsent
"""


@dataclass(frozen=True)
class NoticeTold:
    """A notice that not all of its `groups` have: to how many it was `sent`.

    `buildings`: how many sent it in groups of their own; `hung`: at how many places it hangs.
    """

    id: UUID
    heading: str
    names: tuple[str, ...]
    made_at: datetime
    groups: int
    sent: int
    buildings: int
    hung: int


def notices_told(rows: Iterable[Row], beside: Beside) -> tuple[NoticeTold, ...]:
    """The notices among the rows of the board, the latest first."""
    return tuple(
        NoticeTold(
            id=UUID(one.win),
            names=beside.names.get(one.area, ()),
            made_at=one.due_at,
            **json.loads(one.grade),
        )
        for one in rows
        if one.told == Told.NOTICE
    )
