"""Writers of phones that a restored office no longer knows: taken over by the enrolment under which they come again."""

from collections.abc import Sequence
from uuid import UUID

from wumen.records.sets import binding
from wumen.rules.chain import GENESIS

# Nothing stands under one that was taken over by an enrolment whose answer was lost: it may be taken over again. A
# phone's own present writer never is, nor one with anything in the log or aside.
_TAKE_OVER = """
    INSERT INTO writer AS w (writer, kind, subdistrict, head, device)
    SELECT asked, 'device', %b, %b, %b FROM unnest(%b::uuid[]) AS u (asked)
    ON CONFLICT (writer) DO UPDATE SET device = excluded.device, subdistrict = excluded.subdistrict
        WHERE w.kind = 'device' AND w.next_seq = 1 AND NOT w.holding
            AND NOT EXISTS (SELECT FROM field_device d WHERE d.writer = w.writer)
    RETURNING w.writer
"""


def take_over(asked: Sequence[UUID], device: UUID, subdistrict: str) -> list[UUID]:
    """Let writers that nobody knows go on as a phone's; which of those that it asks for."""
    if not asked:
        return []
    with binding() as cursor:
        given = [subdistrict, GENESIS, device, sorted(set(asked))]
        return [row[0] for row in cursor.execute(_TAKE_OVER, given).fetchall()]
