"""Points as a day of many goes: opened by telephone, late to open, and told so that nobody elsewhere feels called."""

from datetime import datetime

import pytest

from tests.actions.test_sampling_points import led, opened, ten_past_ten
from tests.actions.test_sampling_rounds import DAY, held, seven
from tests.actions.test_sampling_rounds_people import two_rosters
from tests.cast import COMPOUND, Cast
from tests.street import Street
from wumen.actions.sampling_points.day import call_forward, change_state, open_as_told, say_tubes
from wumen.actions.sampling_points.tubes import receive_tubes, send_tubes
from wumen.queries.public_points import on_the_wall, public_points
from wumen.queries.sampling_points import point_lines, point_page
from wumen.queries.sampling_rounds.beside import rounds_beside
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.checklist import CHECKLIST
from wumen.rules.sampling_points.standing import PointAct

__all__ = ["seven", "ten_past_ten"]


def test_the_office_opens_for_a_lead_who_rings_and_it_stands_there(
    cast: Cast, street: Street
) -> None:
    point, lead = led(cast, 14)
    with pytest.raises(Problem, match="right_missing"):
        open_as_told(lead, point.id)
    now = open_as_told(cast.clerk, point.id)
    assert now.state == "open"
    assert now.ready == frozenset(CHECKLIST)
    assert point_page(cast.clerk, point.id).line.now.state_why == "检查表是点长电话说的"
    with pytest.raises(Problem, match="point_act_not_now"):
        open_as_told(cast.clerk, point.id)


def test_a_building_is_told_with_its_community_where_several_have_one_of_its_name(
    cast: Cast, street: Street
) -> None:
    point, lead = led(cast, 3, serves=(f"{COMPOUND}/1", f"{COMPOUND}/2"))
    open_as_told(cast.clerk, point.id)
    call_forward(lead, point.id, point_page(lead, point.id).line.serves[1].id)
    (whole,) = public_points("410102003").points
    # The compound's name once, the community's before it.
    assert whole.serves == ("锦绣城社区 锦绣城 1号楼", "2号楼")
    assert whole.called == ("锦绣城社区 锦绣城 2号楼",)
    ((_, serves),) = on_the_wall(cast.clerk)
    assert serves == whole.serves


def test_a_point_that_is_shut_at_its_hour_is_named(cast: Cast, seven: datetime) -> None:
    site, _ = two_rosters(cast)
    first, lead = led(cast, 1, serves=(f"{COMPOUND}/2",), organisations=(site,))
    assert rounds_beside(cast.clerk, DAY).shut == ()
    held(cast, "2", organisations=(site,))
    assert rounds_beside(cast.clerk, DAY).shut == (1,)
    change_state(lead, first.id, PointAct.OPEN, "人都到了")
    assert rounds_beside(cast.clerk, DAY).shut == ()


def test_tubes_that_came_to_a_point_that_nobody_counted_are_no_count_of_all(
    cast: Cast, street: Street, ten_past_ten: datetime
) -> None:
    full, _ = opened(cast, 3, f"{COMPOUND}/1")
    other, lead = opened(cast, 14, f"{COMPOUND}/2")
    say_tubes(cast.clerk, full, 400)
    sent = send_tubes(cast.clerk, full, other, 20)
    now = receive_tubes(lead, other, sent.id, 20)
    assert (now.tubes, now.coming, now.short) == (None, 0, False)
    with pytest.raises(Problem, match="point_tubes_unknown"):
        send_tubes(cast.clerk, other, full, 10)
    say_tubes(lead, other, 180)
    assert {one.now.number: one.now.tubes for one in point_lines(cast.clerk)}[14] == 180
