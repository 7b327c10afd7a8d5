"""An outbreak ends: read-only after thirty days, erased after sixty or by two people, and it is proven."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings

from tests.cast import Cast
from tests.filled import fill
from tests.street import OUTBREAK, Street, at, draft, ordered
from tests.street_rules import KEY
from wumen.actions import closing
from wumen.actions.closing import ask_to_erase, carry_out, close_outbreak, confirm_erasing, keep_terms
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import confirm_order, enter_order, open_outbreak
from wumen.queries.audit import audit
from wumen.queries.closing import closing_line
from wumen.records import clock, personal, sealing
from wumen.records.installation import erased
from wumen.records.models import (
    Attachment,
    DataKey,
    Duty,
    Instruction,
    Order,
    OrderScope,
    Outbreak,
    OutbreakClosing,
    Resident,
)
from wumen.records.scope import WHOLE, scoped
from wumen.rules.closing import Certificate, Stage
from wumen.rules.problems import Problem

# The orders of the street end on 22 January; the demands of the law are counted from there.
ENDED = at(1, 22)
THIRTY, SIXTY = ENDED + timedelta(days=30), ENDED + timedelta(days=60)
WHY = "疫情已结束"


def refused(code: str, do: Callable[[], object]) -> None:
    with pytest.raises(Problem) as caught:
        do()
    assert caught.value.code == code


@pytest.fixture
def over(cast: Cast, street: Street) -> Street:
    """张阿姨 was kept at home until 22 January; every table knows something of her."""
    fill(cast, street, street.aunt_zhang)
    with scoped(WHOLE):
        # What the street of the tests leaves waiting or unanswered is answered by now.
        from wumen.records.models import Objection, OrderChange

        OrderChange.objects.filter(confirmed_at=None).update(dropped_at=at(1, 10))
        Objection.objects.update(
            outcome="upheld", answer_sealed=b"x", decided_at=at(1, 12),
            decided_by_id=cast.secretary.person,
        )  # fmt: skip
    plan_day(cast.clerk, clock.today())
    return street


def erased_by_two(cast: Cast, street: Street) -> Certificate:
    """The clerk asks, the secretary confirms, and it is carried out."""
    ask_to_erase(cast.clerk, OUTBREAK, WHY)
    return carry_out(confirm_erasing(cast.secretary, OUTBREAK))


def test_nothing_is_left_of_what_an_outbreak_knew_of_persons(cast: Cast, over: Street) -> None:
    with clock.fixed(THIRTY):
        done = erased_by_two(cast, over)
        with scoped(WHOLE):
            left = personal.counts(personal.ERASED, over.outbreak.id, done.before)
            assert set(left.values()) == {0}
            assert Resident.objects.count() == 30
            assert not OrderScope.objects.filter(resident__isnull=False).exists()
    print([one.table for one in done.rows if not one.before])
    assert [one.table for one in done.rows if not one.before] == []
    assert [one.table for one in done.rows if one.after] == []
