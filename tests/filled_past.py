"""Rows of what is over by the end of an outbreak, which the filled street does not hold yet."""

from datetime import timedelta
from uuid import uuid4

from tests.cast import PATH, Cast
from tests.filled import fill
from tests.street import Street, at
from wumen.actions.occurrences import note
from wumen.records import clock
from wumen.records.models import (
    IncomingFile,
    LedgerJob,
    Lot,
    Objection,
    OrderChange,
    Shift,
    SpecialNeed,
)
from wumen.records.scope import WHOLE, scoped
from wumen.rules.occurrences import OccurrenceDraft


def fill_past(cast: Cast, street: Street) -> None:
    """Let every table that knows something of an outbreak's persons hold a row, and nothing wait for anybody."""
    person, by = street.aunt_zhang, cast.clerk.person
    note(cast.clerk, OccurrenceDraft("transfer", person.area, clock.now(), "区疾控电话"))
    fill(cast, street, person)
    with scoped(WHOLE):
        OrderChange.objects.filter(confirmed_at=None).update(dropped_at=at(1, 10))
        Objection.objects.update(
            outcome="upheld", answer_sealed=b"x", decided_at=at(1, 12), decided_by_id=by
        )
        SpecialNeed.objects.update(ended_at=at(1, 12))
        Shift.objects.update(handed_over_sealed=b"x")
        Lot.objects.update(
            served=person.area, ended_at=at(1, 11), ended_why="王强家多拿一份", ended_by_id=by
        )
        IncomingFile.objects.create(area=PATH, name="台账", sealed=b"x", arrived_at=at(1, 9))
        LedgerJob.objects.create(
            area=PATH, file=uuid4(), post=cast.clerk.post, queued_at=at(1, 9),
            ended_at=at(1, 9) + timedelta(minutes=1), outcome_sealed=b"x",
        )  # fmt: skip
