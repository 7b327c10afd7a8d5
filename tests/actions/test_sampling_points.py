"""Sampling points: kept by the office, led by one person each, said of in words that are kept, tubes moved."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast, person
from tests.street import Street, ordered
from wumen.actions.crew import add_crew
from wumen.actions.organisations import NewOrganisation, register_organisation
from wumen.actions.sampling_points.day import (
    call_forward,
    change_state,
    say_queue,
    say_sampled,
    say_tubes,
    tick,
)
from wumen.actions.sampling_points.keeping import (
    NewPoint,
    add_point,
    change_point,
    restore_point,
    withdraw_point,
)
from wumen.actions.sampling_points.tubes import receive_tubes, send_tubes
from wumen.queries.posts import acting, viewers_of
from wumen.queries.public_points import public_points
from wumen.queries.sampling_points import (
    hours,
    needs,
    point_lines,
    point_page,
    unserved,
)
from wumen.records import clock
from wumen.records.models import PointWord, SamplingPoint
from wumen.rules.organisations import OrganisationKind
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.checklist import CHECKLIST
from wumen.rules.sampling_points.standing import PointAct, PointState, Queue
from wumen.rules.time import BUSINESS_ZONE

SEVEN, FOUR = time(7), time(16)


def described(number: int, place: str = COMPOUND, **said: Any) -> NewPoint:
    """A point as an office describes it."""
    given = {"name": f"{number}号点", "directions": "东门广场", **said}
    return NewPoint(number, given.pop("name"), place, SEVEN, FOUR, **given)


def led(
    cast: Cast, number: int, place: str = COMPOUND, **said: Any
) -> tuple[SamplingPoint, Viewer]:
    """A point with a lead of its own, and her acting there."""
    member = add_crew(cast.operator, f"{number}号点长", "volunteer", "13900000007")
    point = add_point(cast.clerk, described(number, place, lead=member.number, **said))
    return point, viewers_of(member.number)[0]


def opened(cast: Cast, number: int, place: str = COMPOUND, **said: Any) -> tuple[UUID, Viewer]:
    """A point that its lead has opened with a whole checklist."""
    point, lead = led(cast, number, place, **said)
    for item in CHECKLIST:
        tick(lead, point.id, item, True)
    change_state(lead, point.id, PointAct.OPEN)
    return point.id, lead


@pytest.fixture
def ten_past_ten(street: Street) -> Iterator[datetime]:
    """The hour at which point 14 has no tubes."""
    instant = datetime(2022, 1, 10, 10, 6, tzinfo=BUSINESS_ZONE)
    with clock.fixed(instant):
        yield instant


def events(kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of a kind with their places and what they say."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT area, convert_from(body, 'UTF8')::jsonb -> 'body' FROM event"
            " WHERE kind = %s ORDER BY arrived_at, seq",
            [kind],
        )
        return [(area, _read(body)) for area, body in cursor.fetchall()]


def _read(body: Any) -> dict[str, Any]:
    import msgspec

    return body if isinstance(body, dict) else msgspec.json.decode(body)


def test_a_point_stands_at_a_place_with_its_number_lead_and_whom_it_serves(
    cast: Cast, street: Street
) -> None:
    point, _ = led(cast, 3, serves=(f"{COMPOUND}/1", f"{COMPOUND}/2"))
    (line,) = point_lines(cast.clerk)
    assert (line.now.number, line.now.state, line.lead) == (3, PointState.SET_UP, "3号点长")
    assert line.telephone == "13900000007"
    assert [one.words for one in line.serves] == ["锦绣城 1号楼", "锦绣城 2号楼"]
    assert unserved(cast.clerk) == ["锦绣城社区 锦绣城 3号楼"]
    with acting(cast.clerk):
        assert [area for area, _ in events("point.added")] == [point.area]


def test_an_organisation_is_served_where_it_stands_or_by_name(cast: Cast, street: Street) -> None:
    site = register_organisation(
        cast.clerk, COMMUNITY, NewOrganisation("城西工地", OrganisationKind.BUILDING_SITE)
    )
    assert "城西工地" in unserved(cast.clerk)
    add_point(cast.clerk, described(1, organisations=(site.id,)))
    assert "城西工地" not in unserved(cast.clerk)
    with pytest.raises(Problem, match="point_serves_unknown"):
        add_point(cast.clerk, described(2, organisations=(uuid4(),)))


def test_what_a_point_cannot_be_is_refused(cast: Cast, street: Street) -> None:
    add_point(cast.clerk, described(3))
    for wrong, code in (
        (described(3), "point_number_taken"),
        (described(0), "point_number_wrong"),
        (described(4, desks=0), "point_number_wrong"),
        (described(4, name="  "), "name_empty"),
        (described(4, f"{COMPOUND}/9"), "area_unknown"),
        (described(4, f"{COMPOUND}/1/1/101"), "point_not_here"),
        (described(4, "410102013001"), "area_not_yours"),
        (described(4, serves=("410102013001",)), "point_serves_unknown"),
        (described(4, lead="99999"), "crew_unknown"),
    ):
        with pytest.raises(Problem, match=code):
            add_point(cast.clerk, wrong)
    assert [one.now.number for one in point_lines(cast.clerk)] == [3]


def test_two_points_of_two_sub_districts_may_bear_one_number(cast: Cast, street: Street) -> None:
    add_point(cast.clerk, described(3))
    add_point(cast.outsider, described(3, "410102013001"))
    assert [one.now.number for one in point_lines(cast.operator)] == [3, 3]
    assert [one.now.number for one in point_lines(cast.outsider)] == [3]


def posts(crew_no: str) -> list[tuple[str, str]]:
    """The posts that somebody holds a minute later."""
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        return [(one.role, one.area) for one in viewers_of(crew_no)]


def test_leading_is_a_post_that_comes_and_goes_with_the_point(cast: Cast, street: Street) -> None:
    point, lead = led(cast, 3)
    assert posts(lead.crew_no) == [("point_lead", PATH)]
    other = add_crew(cast.operator, "接班点长", "seconded").number
    change_point(cast.clerk, point.id, described(3, lead=other))
    assert posts(lead.crew_no) == []
    assert posts(other) == [("point_lead", PATH)]
    change_point(cast.clerk, point.id, described(3, f"{COMPOUND}/2", lead=other))
    assert posts(other) == [("point_lead", f"{PATH}2/")]
    withdraw_point(cast.clerk, point.id)
    assert posts(other) == []
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        restore_point(cast.clerk, point.id)
    assert posts(other) == [("point_lead", f"{PATH}2/")]


def test_who_leads_two_points_of_one_place_keeps_her_post_when_one_goes(
    cast: Cast, street: Street
) -> None:
    point, lead = led(cast, 3)
    add_point(cast.clerk, described(4, lead=lead.crew_no))
    withdraw_point(cast.clerk, point.id)
    assert posts(lead.crew_no) == [("point_lead", PATH)]
    assert [one.now.number for one in point_lines(lead)] == [4]


def test_a_lead_says_of_her_own_point_and_of_no_other_and_sees_no_home(
    cast: Cast, street: Street
) -> None:
    mine, lead = led(cast, 3)
    other, _ = led(cast, 4)
    assert [one.now.number for one in point_lines(lead)] == [3]
    say_queue(lead, mine.id, Queue.ABOUT_50)
    for act in (
        lambda: say_queue(lead, other.id, Queue.ABOUT_20),
        lambda: say_tubes(lead, other.id, 1),
        lambda: point_page(lead, other.id),
    ):
        with pytest.raises(Problem, match="point_not_yours"):
            act()
    for act in (
        lambda: add_point(lead, described(9)),
        lambda: send_tubes(lead, mine.id, other.id, 1),
        lambda: withdraw_point(lead, mine.id),
    ):
        with pytest.raises(Problem, match="right_missing"):
            act()
    assert not lead.rights - {"lead_point"}


def test_nobody_else_says_anything_of_a_point(cast: Cast, street: Street) -> None:
    point, _ = led(cast, 3)
    for viewer in (cast.captain, cast.sampler, cast.volunteer):
        with pytest.raises(Problem, match="right_missing"):
            say_queue(viewer, point.id, Queue.ABOUT_20)
    with pytest.raises(Problem, match="point_unknown"):
        say_queue(cast.outsider, point.id, Queue.ABOUT_20)


def test_a_point_opens_when_its_checklist_is_ticked_or_with_the_reason_kept(
    cast: Cast, street: Street
) -> None:
    point, lead = led(cast, 3)
    with pytest.raises(Problem, match="point_not_ready"):
        change_state(lead, point.id, PointAct.OPEN)
    for item in list(CHECKLIST)[:-1]:
        tick(lead, point.id, item, True)
    now = change_state(lead, point.id, PointAct.OPEN, "点位牌还在打印")
    assert (now.state, now.missing, now.state_why) == (PointState.OPEN, ["signs"], "点位牌还在打印")
    with acting(cast.clerk):
        ((_, body),) = events("point.opened")
    assert (body["missing"], body["why"]) == (["signs"], "点位牌还在打印")
    change_state(lead, point.id, PointAct.PAUSE, "换班消毒")
    assert change_state(lead, point.id, PointAct.OPEN).missing == ["signs"]


def test_a_pause_has_a_reason_and_closing_ends_the_queue(cast: Cast, street: Street) -> None:
    ident, lead = opened(cast, 3)
    say_queue(lead, ident, Queue.OVER_100)
    with pytest.raises(Problem, match="point_why_missing"):
        change_state(lead, ident, PointAct.PAUSE)
    assert change_state(lead, ident, PointAct.PAUSE, "等采样管").queue is Queue.OVER_100
    change_state(lead, ident, PointAct.OPEN)
    closed = change_state(lead, ident, PointAct.CLOSE)
    assert (closed.state, closed.queue) == (PointState.CLOSED, None)
    with pytest.raises(Problem, match="point_queue_closed"):
        say_queue(lead, ident, Queue.ABOUT_20)
    assert say_sampled(lead, ident, 900).sampled == 900
    again = change_state(lead, ident, PointAct.AGAIN)
    assert (again.state, len(again.missing)) == (PointState.SET_UP, len(CHECKLIST))


def test_the_next_morning_begins_with_an_empty_checklist_and_nothing_said(
    cast: Cast, street: Street
) -> None:
    ident, lead = opened(cast, 3)
    say_sampled(lead, ident, 900)
    with clock.fixed(clock.now() + timedelta(days=1)):
        (line,) = point_lines(lead)
        assert (line.now.state, line.now.sampled) == (PointState.SET_UP, None)
        assert len(line.now.missing) == len(CHECKLIST)
        assert tick(lead, ident, "metre", True).ready == {"metre"}
        assert say_sampled(lead, ident, 12).sampled == 12


def test_heads_are_declared_by_a_named_person_and_fall_only_by_correction(
    cast: Cast, street: Street
) -> None:
    ident, lead = opened(cast, 3)
    say_sampled(lead, ident, 320)
    with pytest.raises(Problem, match="point_count_falls"):
        say_sampled(lead, ident, 230)
    assert say_sampled(lead, ident, 230, correcting=True).sampled == 230
    with acting(cast.clerk):
        said = list(PointWord.objects.filter(kind="sampled").values_list("value", "grade"))
        bodies = [body for _, body in events("point.sampled_said")]
    assert said == [(320, "declared"), (230, "declared")]
    assert [(one["was"], one["sampled"], one["grade"]) for one in bodies] == [
        (None, 320, "declared"),
        (320, 230, "declared"),
    ]


def test_the_hours_of_a_day_are_what_the_leads_said(cast: Cast, street: Street) -> None:
    ident, lead = opened(cast, 3)
    for hour, heads in ((8, 100), (9, 320), (10, 610)):
        with clock.fixed(datetime(2022, 1, 10, hour - 1, 58, tzinfo=BUSINESS_ZONE)):
            say_sampled(lead, ident, heads)
    with clock.fixed(datetime(2022, 1, 10, 10, 6, tzinfo=BUSINESS_ZONE)):
        found = [(one.at.hour, one.sampled, one.more) for one in hours(cast.clerk)]
    assert found == [(8, 100, 100), (9, 320, 220), (10, 610, 290), (10, 610, 0)]


def test_point_14_without_tubes_gets_some_from_point_3_with_an_event_at_both(
    cast: Cast, ten_past_ten: datetime
) -> None:
    full, _ = opened(cast, 3, f"{COMPOUND}/1")
    empty, lead = opened(cast, 14, f"{COMPOUND}/2")
    say_tubes(cast.clerk, full, 400)
    say_tubes(lead, empty, 0)
    (need,) = needs(point_lines(cast.clerk))
    assert need.line.now.number == 14
    assert need.sources.fullest is not None
    assert (need.sources.fullest.point.number, need.sources.fullest.proposed) == (3, 100)
    sent = send_tubes(cast.clerk, full, empty, 150)
    left = {one.now.number: (one.now.tubes, one.now.coming) for one in point_lines(cast.clerk)}
    assert left == {3: (250, 0), 14: (0, 150)}
    with acting(cast.clerk):
        assert [area for area, _ in events("point.tubes_sent")] == [f"{PATH}1/"]
        assert [area for area, _ in events("point.tubes_coming")] == [f"{PATH}2/"]
    (coming,) = point_page(lead, empty).coming
    assert (coming.id, coming.tubes, coming.source) == (sent.id, 150, 3)
    now = receive_tubes(lead, empty, sent.id, 148)
    assert (now.tubes, now.coming, now.short) == (148, 0, False)
    with pytest.raises(Problem, match="point_tubes_here"):
        receive_tubes(lead, empty, sent.id, 148)
    with acting(cast.clerk):
        ((_, body),) = events("point.tubes_received")
    assert (body["sent"], body["tubes"], body["source"]) == (150, 148, 3)


def test_tubes_that_nobody_counted_or_that_are_not_there_stay(
    cast: Cast, ten_past_ten: datetime
) -> None:
    one, _ = opened(cast, 3)
    other, _ = opened(cast, 14)
    with pytest.raises(Problem, match="point_tubes_unknown"):
        send_tubes(cast.clerk, one, other, 10)
    say_tubes(cast.clerk, one, 40)
    with pytest.raises(Problem, match="point_tubes_fewer"):
        send_tubes(cast.clerk, one, other, 50)
    withdraw_point(cast.clerk, other)
    with pytest.raises(Problem, match="point_withdrawn"):
        send_tubes(cast.clerk, one, other, 10)
    assert point_lines(cast.clerk)[0].now.tubes == 40


def test_a_building_is_asked_down_while_the_point_is_open(cast: Cast, street: Street) -> None:
    point, lead = led(cast, 3, serves=(f"{COMPOUND}/1",))
    (served,) = point_page(lead, point.id).line.serves
    with pytest.raises(Problem, match="point_act_not_now"):
        call_forward(lead, point.id, served.id)
    change_state(lead, point.id, PointAct.OPEN, "先开")
    text = call_forward(lead, point.id, served.id)
    assert "请锦绣城 1号楼的居民现在下来采样" in text
    assert point_page(lead, point.id).line.serves[0].called_at == clock.now()
    with pytest.raises(Problem, match="point_serves_unknown"):
        call_forward(lead, point.id, uuid4())


def test_a_building_where_nobody_leaves_home_is_not_called_down(cast: Cast, street: Street) -> None:
    ident, lead = opened(
        cast, 3, f"{COMPOUND}/3", serves=(f"{COMPOUND}/1", f"{COMPOUND}/2", f"{COMPOUND}/3")
    )
    ordered(cast, "1")
    ordered(cast, "2", regime="precaution", document="通告第2号")
    one, two, three = point_page(lead, ident).line.serves
    with pytest.raises(Problem, match="point_serves_kept_in") as refused:
        call_forward(lead, ident, one.id)
    assert refused.value.details["document"] == "通告第1号"
    for served in (two, three):
        assert served.words in call_forward(lead, ident, served.id)
    called = [served.called_at is not None for served in point_page(lead, ident).line.serves]
    assert called == [False, True, True]
    # Nor is a compound as a whole, as long as one of its buildings stays at home.
    ident, lead = opened(cast, 4, f"{COMPOUND}/3", serves=(COMPOUND,))
    with pytest.raises(Problem, match="point_serves_kept_in"):
        call_forward(lead, ident, point_page(lead, ident).line.serves[0].id)


def test_anybody_reads_how_busy_it_is_and_nobodys_name(cast: Cast, street: Street) -> None:
    busy, lead = opened(cast, 3, serves=(f"{COMPOUND}/1",))
    quiet, other = opened(cast, 4)
    say_queue(lead, busy, Queue.OVER_100)
    say_queue(other, quiet, Queue.ABOUT_20)
    found = public_points("410102003")
    assert [one.now.number for one in found.points] == [3, 4]
    assert [one.now.number for one in found.easy] == [4]
    assert found.points[0].serves == ("锦绣城社区 锦绣城 1号楼",)
    assert "点长" not in str(found)
    change_state(lead, busy, PointAct.PAUSE, "李医生不舒服")
    assert "李医生" not in str(public_points("410102003"))
    change_state(lead, busy, PointAct.OPEN)
    with clock.fixed(clock.now() + timedelta(minutes=20)):
        assert public_points(COMMUNITY).easy == []
    withdraw_point(cast.clerk, quiet)
    assert [one.now.number for one in public_points("410102003").points] == [3]


def test_a_place_without_points_or_a_building_of_its_own_has_no_public_page(
    cast: Cast, street: Street
) -> None:
    opened(cast, 3, f"{COMPOUND}/1")
    for code in ("410102013", "410102", "x", f"{COMPOUND}/1", f"{COMPOUND}"):
        with pytest.raises(Problem, match="points_none_here"):
            public_points(code)


def test_a_post_sees_the_points_of_its_own_area(cast: Cast, street: Street) -> None:
    led(cast, 3)
    assert point_lines(cast.outsider) == []
    with pytest.raises(Problem, match="area_not_yours"):
        point_lines(cast.outsider, COMMUNITY)
    with pytest.raises(Problem, match="right_missing"):
        point_lines(person(cast.operator, "门岗", "property", "gate", COMMUNITY))
