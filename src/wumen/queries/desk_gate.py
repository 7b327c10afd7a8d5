"""The gates on the board: who went in and out today, what a gate decided otherwise, sheets that wait to be keyed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from wumen.queries.desk import TODAY_BEGINS, Row, Told
from wumen.rules.field.told import PASSAGE

# One row for all gates of a place, by machine, paper and phones; a sheet waits once somebody else may have it by now.
GATE = f"""
    SELECT '{Told.GATE}', '', '', '', '', json_build_object(
            'went_in', coalesce(sum(n) FILTER (WHERE decision = 'passed' AND direction = 'in'), 0),
            'went_out', coalesce(sum(n) FILTER (WHERE decision = 'passed' AND direction = 'out'), 0),
            'stopped', coalesce(sum(n) FILTER (WHERE decision <> 'passed' AND direction <> ''), 0),
            'otherwise', coalesce(sum(o), 0), 'sheets', coalesce(sum(s), 0))::text,
        NULL, NULL::uuid, count(*)::bigint
    FROM (
        SELECT direction, decision, count(*) AS n,
            count(*) FILTER (WHERE verdict <> '' AND (verdict = 'not_now') = (decision = 'passed')) AS o, 0 AS s
        FROM passage WHERE area >= %(lo)s AND area < %(hi)s AND at >= {TODAY_BEGINS}
            AND at < %(now)s + interval '1 minute'
        GROUP BY 1, 2
        UNION ALL SELECT direction, decision, count(*), 0, 0 FROM field_record
        WHERE kind = '{PASSAGE}' AND area >= %(lo)s AND area < %(hi)s AND happened_at >= {TODAY_BEGINS}
        GROUP BY 1, 2
        UNION ALL SELECT '', '', 0, 0, count(*) FROM gate_sheet
        WHERE keyed_at IS NULL AND area >= %(lo)s AND area < %(hi)s
            AND day < %(today)s AND day >= %(today)s - 2 HAVING count(*) > 0
    ) AS gates HAVING count(*) > 0
"""


@dataclass(frozen=True)
class GateTold:
    """The gates of a place today; `sheets` of former days wait to be keyed, empty or not."""

    went_in: int
    went_out: int
    stopped: int
    otherwise: int
    sheets: int


def gate_told(rows: Iterable[Row]) -> GateTold | None:
    """The gates among the rows of the board; None where nobody passed and no sheet waits."""
    for one in rows:
        if one.told == Told.GATE:
            return GateTold(**json.loads(one.grade))
    return None
