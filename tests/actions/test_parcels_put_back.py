"""Parcels that were ticked for the wrong home lie at their point again, the same day, for a reason that is logged."""

from datetime import timedelta

import pytest

from tests.actions.test_parcels import events, lying, lying_for
from tests.cast import COMPOUND, Cast
from tests.files import phone_photo
from tests.street import Street
from wumen.actions.attachments import look_at
from wumen.actions.parcels import (
    close_point,
    hand_over_parcels,
    put_back,
    register_parcels,
    set_point,
)
from wumen.queries.parcels import parcels_page
from wumen.records import clock
from wumen.records.models import DepositPoint
from wumen.rules.parcels import How
from wumen.rules.problems import Problem


@pytest.fixture
def shelf(cast: Cast, street: Street) -> DepositPoint:
    """The deposit point of the compound."""
    return set_point(cast.clerk, COMPOUND, "东门货架", "王强")


def test_a_wrong_tick_is_put_back_the_same_day_with_a_reason_and_lies_again(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, "1-1-101 2件\n1-1-202")
    home = street.households["1/1/101"].id
    since = lying_for(cast.clerk)
    hand_over_parcels(cast.clerk, shelf.id, [home], How.BROUGHT, "王强", phone_photo())
    (line,) = parcels_page(cast.clerk, shelf.id).handed
    assert line.photo
    for why, code in ((" ", "parcel_why_needed"), ("101的王小明没在", "group_text_name")):
        with pytest.raises(Problem, match=code):
            put_back(cast.clerk, line.handing, why)
    with pytest.raises(Problem, match="parcel_unknown"):
        put_back(cast.outsider, line.handing, "点错了一户")
    with (
        clock.fixed(clock.now() + timedelta(days=1)),
        pytest.raises(Problem, match="parcel_day_over"),
    ):
        put_back(cast.clerk, line.handing, "点错了一户")
    put_back(cast.clerk, line.handing, "点错了一户")
    page = parcels_page(cast.clerk, shelf.id)
    assert (lying(cast, shelf), page.handed) == (
        [("1/1/101/", 2, False), ("1/1/202/", 1, False)],
        [],
    )
    assert lying_for(cast.clerk) == since
    # The photo was of another door than it said.
    with pytest.raises(Problem, match="attachment_unknown"):
        look_at(cast.clerk, line.photo)
    (told,) = events("parcel.put_back")
    assert "点错了一户" in told.decode()
    with pytest.raises(Problem, match="parcel_unknown"):
        put_back(cast.clerk, line.handing, "点错了一户")
    hand_over_parcels(cast.clerk, shelf.id, [home], How.FETCHED)


def test_what_was_taken_down_by_mistake_is_put_back_too_but_to_no_point_that_is_closed(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    register_parcels(cast.clerk, shelf.id, "1-1-101 2件")
    home = street.households["1/1/101"].id
    hand_over_parcels(cast.clerk, shelf.id, [home], How.MISTAKE)
    (line,) = parcels_page(cast.clerk, shelf.id).taken_down
    put_back(cast.clerk, line.handing, "是有这一件")
    assert lying(cast, shelf) == [("1/1/101/", 2, False)]
    hand_over_parcels(cast.clerk, shelf.id, [home], How.FETCHED)
    (line,) = parcels_page(cast.clerk, shelf.id).handed
    close_point(cast.clerk, shelf.id)
    with pytest.raises(Problem, match="deposit_point_unknown"):
        put_back(cast.clerk, line.handing, "没取走")
