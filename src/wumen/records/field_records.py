"""What phones told beside duties, kept in one statement for a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wumen.records.exchange import ask
from wumen.records.sets import array

_KEEP = """
    INSERT INTO field_record (writer, seq, arrived_on, area, outbreak, kind, happened_at, post,
        direction, decision, count, tube_key)
    SELECT * FROM unnest(%b::uuid[], %b::bigint[], %b::date[], %b::text[], %b::uuid[], %b::text[],
        %b::timestamptz[], %b::uuid[], %b::text[], %b::text[], %b::int[], %b::bytea[])
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Told:
    """One thing that was told, by its place in the log; words and names stay sealed there."""

    writer: UUID
    seq: int
    arrived_on: date
    area: str
    outbreak: UUID
    kind: str
    happened_at: datetime
    post: UUID
    direction: str = ""
    decision: str = ""
    count: int | None = None
    tube_key: bytes | None = None

    def row(self) -> tuple[object, ...]:
        """Its columns in order."""
        return (
            *(self.writer, self.seq, self.arrived_on, self.area, self.outbreak, self.kind),
            *(self.happened_at, self.post, self.direction, self.decision, self.count),
            self.tube_key,
        )


def keep(some: Sequence[Told]) -> None:
    """Keep what was told; the same event once more changes nothing."""
    if some:
        ask(_KEEP, [array(one) for one in zip(*(told.row() for told in some), strict=True)])
