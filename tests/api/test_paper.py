"""One person, one tap: a round on paper and the same round by phone are noted once, whichever comes first."""

import pytest
from django.db import connection

from tests.api.conftest import BUILDING
from tests.api.test_events import measured
from tests.cast import Cast
from tests.phone import Phone
from tests.street import Street, at
from wumen.actions.round_sheets import KeyedIn, key_sheet, print_sheet
from wumen.queries.audit import audit
from wumen.records import clock
from wumen.records.models import Duty
from wumen.records.scope import WHOLE, scoped
from wumen.rules.rounds import RoundKey

pytestmark = pytest.mark.usefixtures("planned")
MORNING = RoundKey(at(1, 10).date(), "am", f"{BUILDING}1/")


def stand() -> list[tuple[object, ...]]:
    """The duties of the morning as they stand, and the kept counts."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT what, state, grade, due_at, sum(n)::int FROM tally GROUP BY 1, 2, 3, 4"
            " HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4"
        )
        counts = cursor.fetchall()
        rows = Duty.objects.filter(win="am").order_by("what", "subject")
        return [*rows.values_list("subject", "what", "state", "grade", "reason"), *counts]


def by_paper(cast: Cast, number: int) -> None:
    """The clerk keys what 李楼长 wrote: nobody home at 102, the first of 201 with 36.6."""
    said = KeyedIn(cast.captain.crew_no, "9:00", "4 没人；1a 36.6")
    key_sheet(cast.clerk, number, said)


def by_phone(phone: Phone, street: Street) -> list[str | None]:
    """The same by her phone; which problems came of it."""
    with scoped(WHOLE):
        first = Duty.objects.get(
            what="temperature",
            win="am",
            subject__in=street.households["1/1/201"].residents.filter(place=0).values("id"),
        )
    phone.make("field.duty", measured(first, 36.6) | {"grade": "reported"})
    for floor, apart in ((2, {}), (1, {"102": "nobody_home"})):
        said = {"round": str(MORNING), "floor": floor, "except": apart}
        phone.make("field.round", said)
    with clock.fixed(at(1, 10, 9)):
        return [one["problem"] and one["problem"]["code"] for one in phone.post_events()["results"]]


@pytest.mark.parametrize("paper_first", [True, False])
def test_paper_and_phone_of_one_round_are_noted_once(
    cast: Cast, phone: Phone, street: Street, paper_first: bool
) -> None:
    with clock.fixed(at(1, 10, 8)):
        number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 11)):
        if paper_first:
            by_paper(cast, number)
        else:
            assert by_phone(phone, street) == [None, None, None]
        once = stand()
        if paper_first:
            assert by_phone(phone, street) == [None, None, None]
        else:
            by_paper(cast, number)
        twice = stand()
        found = audit(cast.clerk)
    assert once == twice
    assert sum(1 for row in twice if row[2:4] == ("done", "declared")) == 8 - 1
    assert [str(one) for one in found.differences] == []
