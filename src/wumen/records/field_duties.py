"""Duties as a batch holds them: read and locked in one statement, so that all of it is judged on what stands."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec

from wumen.records.exchange import in_one_go, sent
from wumen.records.planning import LOCK_FOR_SETTLING
from wumen.records.sets import array, binding, of_day
from wumen.rules.duties import DutyKey

# A look by the primary key for each; the day is a constant of the text, so that one partition is planned for.
_HOLD = """
    SELECT s.n, d.* FROM unnest(%b::text[], %b::uuid[], %b::text[]) WITH ORDINALITY
        AS s (what, subject, win, n), LATERAL (
        SELECT area, state, opens_at, due_at, basis::text, grade, reason, evidence, tried,
            ctid::text, owner_post
        FROM duty WHERE day = $day AND what = s.what AND subject = s.subject AND win = s.win
        OFFSET 0 FOR UPDATE) AS d
"""
# Row by row in the order of the lists: who waits for a building holds none that comes after it. And what is asked
# a hundred times a second in the same way, always by whole keys, is planned once, whatever the role does otherwise:
# for a handful of rows the database would think each time that planning anew is worth it.
_TURN = f"""
    SELECT set_config('plan_cache_mode', 'force_generic_plan', true) UNION ALL
    SELECT pg_advisory_xact_lock(hashtextextended('field ' || area, 0))::text
    FROM unnest(%b::text[]) AS area UNION ALL
    SELECT {LOCK_FOR_SETTLING}::text
    FROM unnest(%b::text[], %b::int[]) AS settled (place, day)
"""
_FOLLOW = """
    SELECT id, "into" FROM former_resident WHERE id = ANY(%b) AND "into" IS NOT NULL
"""


class HeldDuty(msgspec.Struct, gc=False):
    """A duty whose row the transaction holds; its state is written over as a batch goes on.

    `lay`: where the row was when it was held. Nobody else can move it; the transaction itself does.
    """

    day: date
    what: str
    subject: str
    win: str
    area: str
    state: str
    opens_at: datetime
    due_at: datetime
    basis: Any
    grade: str | None
    reason: str | None
    evidence: str | None
    tried: list[datetime]
    lay: str | None = None
    owner_post: UUID | None = None


@lru_cache(maxsize=1024)
def _grounds(text: str) -> Any:
    """The grounds of a duty: thousands of a day share one."""
    return msgspec.json.decode(text)


def take_turn(areas: Iterable[str], settled: Iterable[tuple[date, str]]) -> None:
    """Wait until no other batch of some buildings is being judged, until the transaction ends; inside `in_one_go`.

    A floor that is told as a whole holds more duties than a batch names: two phones of one building would wait
    for each other. `settled`: the days and sub-districts whose duties are spoken of, which no plan may
    reconcile meanwhile, as `planning.lock_for_settling` says.
    """
    days = sorted(set(settled))
    given: list[Sequence[object]] = [
        sorted(set(areas)),
        [place for _, place in days],
        [day.toordinal() for day, _ in days],
    ]
    sent(_TURN, [array(one) for one in given])


Duties = dict[DutyKey, HeldDuty]


def hold_duties(keys: Iterable[DutyKey]) -> Duties:
    """Hold the duties of some keys, always in one order; what is not there is left out."""
    with in_one_go():
        held = holding(keys)
    return held()


def holding(keys: Iterable[DutyKey]) -> Callable[[], Duties]:
    """The same inside `in_one_go`: the duties are given behind it."""
    asked = [[*some] for _, some in groupby(sorted(set(keys)), key=lambda one: one.day)]
    found = [
        (some, sent(of_day(_HOLD, some[0].day), _columns(some), binary=True)) for some in asked
    ]

    def held() -> Duties:
        return {some[n - 1]: _held(some[n - 1], row) for some, rows in found for n, *row in rows()}

    return held


def _columns(keys: Sequence[DutyKey]) -> list[str]:
    """The columns of `_HOLD`."""
    _, *columns = zip(*keys, strict=True)
    return [*map(array, columns)]


def _held(key: DutyKey, row: Sequence[Any]) -> HeldDuty:
    duty = HeldDuty(*key, *row)
    duty.basis = _grounds(duty.basis)
    return duty


def followed(subjects: Iterable[UUID]) -> dict[UUID, UUID]:
    """Under which entry people stand now whose own was made one with another since."""
    with binding() as cursor:
        return dict(cursor.execute(_FOLLOW, [list(subjects)]).fetchall())
