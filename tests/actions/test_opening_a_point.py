"""Before a point opens: items ticked, shown on a photo, or missing with whose it is; who is ready, on one page."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest

from tests.actions.test_sampling_points import led
from tests.actions.test_sampling_rounds import held
from tests.cast import COMPOUND, Cast
from tests.files import JPEG
from tests.street import at
from wumen.actions.sampling_points.day import change_state, say_gap, show_item, tick
from wumen.queries.attachments import opened
from wumen.queries.sampling_points import point_page
from wumen.queries.sampling_rounds.standing import round_page
from wumen.records import clock
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.checklist import CHECKLIST, SHOWN
from wumen.rules.sampling_points.standing import PointAct, PointNow

pytestmark = pytest.mark.usefixtures("street")


@pytest.fixture(autouse=True)
def half_past_six() -> Iterator[datetime]:
    """An hour in which points are set up."""
    with clock.fixed(at(1, 10, 6)) as now:
        yield now


def test_what_is_missing_stands_with_its_owner_until_it_is_there(cast: Cast) -> None:
    point, lead = led(cast, 1)
    tick(lead, point.id, "warmth", True)
    now = say_gap(lead, point.id, "warmth", "取暖器没电", "物资组 周强")
    assert "warmth" in now.missing
    (lacking,) = [one for one in now.lacking if one.check.said]
    assert (lacking.item, lacking.check.said, lacking.check.owner) == (
        *("warmth", "取暖器没电"),
        "物资组 周强",
    )
    assert say_gap(lead, point.id, "tubes", "少一箱").check("tubes").owner == "1号点长"
    now = tick(lead, point.id, "warmth", True)
    assert not now.check("warmth").said
    with pytest.raises(Problem, match="point_gap_said"):
        say_gap(lead, point.id, "warmth", " ")


def test_a_photo_ticks_its_item_and_is_asked_for_where_it_can_be_seen(cast: Cast) -> None:
    point, lead = led(cast, 1)
    for item in CHECKLIST:
        tick(lead, point.id, item, True)
    assert standing(lead, point.id).unshown == list(SHOWN)
    now = show_item(lead, point.id, "waste", JPEG)
    assert now.unshown == [one for one in SHOWN if one != "waste"]
    tick(lead, point.id, "waste", False)
    again = show_item(lead, point.id, "waste", JPEG)
    assert "waste" in again.ready
    photo = opened(cast.clerk, UUID(again.check("waste").photo))
    assert not photo.personal
    with pytest.raises(Problem, match="photo_needed"):
        show_item(lead, point.id, "waste", b"no picture")


def standing(lead: Viewer, ident: UUID) -> PointNow:
    """How a point stands for its lead."""
    return point_page(lead, ident).line.now


def test_another_day_begins_with_an_empty_checklist(cast: Cast) -> None:
    point, lead = led(cast, 1)
    say_gap(lead, point.id, "tubes", "少一箱")
    with clock.fixed(at(1, 11, 6)):
        assert not standing(lead, point.id).checks


def test_who_leads_another_point_says_nothing_of_it(cast: Cast) -> None:
    point, _lead = led(cast, 1)
    _other, another = led(cast, 2)
    with pytest.raises(Problem, match="point_not_yours"):
        say_gap(another, point.id, "tubes", "少一箱")
    with pytest.raises(Problem, match="point_not_yours"):
        show_item(another, point.id, "waste", JPEG)


def test_a_closed_point_takes_no_gap(cast: Cast) -> None:
    point, lead = led(cast, 1)
    change_state(lead, point.id, PointAct.OPEN, "都在路上")
    change_state(lead, point.id, PointAct.CLOSE)
    with pytest.raises(Problem, match="point_act_not_now"):
        say_gap(lead, point.id, "tubes", "少一箱")


def test_the_round_says_which_points_are_ready(cast: Cast) -> None:
    first, lead = led(cast, 1, serves=(f"{COMPOUND}/1",), desks=1)
    second, other = led(cast, 2, serves=(f"{COMPOUND}/2",), desks=1)
    row = held(cast)
    for item in CHECKLIST:
        tick(lead, first.id, item, True)
    say_gap(other, second.id, "crew", "差一名医护", "医疗组")
    page = round_page(cast.clerk, row.id)
    one, two = (shown.point.now for shown in page.points)
    assert one is not None
    assert two is not None
    assert (one.number, one.missing) == (1, [])
    assert [lacking.check.owner for lacking in two.lacking if lacking.check.said] == ["医疗组"]
