"""Sampling points by rule: a day's state, old words, heads that only grow, tubes and where they come from."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.areas import ancestors
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.checklist import CHECKLIST, check_ready, read_item
from wumen.rules.sampling_points.saying import call_zh, found_at, hourly_zh
from wumen.rules.sampling_points.standing import (
    POINT_STATES,
    QUEUES,
    PointAct,
    PointNow,
    PointState,
    Queue,
    acts,
    after,
    as_of,
    by_hour,
    check_sampled,
    check_sending,
    is_old,
    read_act,
    read_count,
    read_hours,
    read_queue,
    said_queue,
    sources,
    totals,
)
from wumen.rules.time import BUSINESS_ZONE

TODAY = date(2022, 1, 10)
NOW = datetime(2022, 1, 10, 10, 6, tzinfo=BUSINESS_ZONE)
STREET = "410102/410102009/"


def point(number: int, place: str = "410102009001/dh/", **said: object) -> PointNow:
    """A point that is open since seven."""
    given_ = {"day": TODAY, "state": PointState.OPEN, **said}
    return PointNow(UUID(int=number), number, f"{number}号点", STREET + place, **given_)  # type: ignore[arg-type]


def test_a_point_goes_through_its_day_in_this_order_and_in_no_other() -> None:
    assert after(PointState.SET_UP, PointAct.OPEN) is PointState.OPEN
    assert after(PointState.OPEN, PointAct.PAUSE) is PointState.PAUSED
    assert after(PointState.PAUSED, PointAct.OPEN) is PointState.OPEN
    assert after(PointState.OPEN, PointAct.CLOSE) is PointState.CLOSED
    assert after(PointState.CLOSED, PointAct.AGAIN) is PointState.SET_UP
    for state in PointState:
        for act in set(PointAct) - set(acts(state)):
            with pytest.raises(Problem, match="point_act_not_now"):
                after(state, act)


def test_every_state_queue_and_item_has_its_words_in_both_languages() -> None:
    assert set(POINT_STATES) == set(PointState)
    assert set(QUEUES) == set(Queue)
    assert all(zh and en for zh, en in CHECKLIST.values())


def test_what_was_said_yesterday_holds_no_more_but_what_is_on_its_way_is() -> None:
    yesterday = point(3, queue=Queue.ABOUT_20, sampled=900, tubes=40, coming=150, alarm=80)
    today = as_of(yesterday, TODAY + timedelta(days=1))
    assert (today.state, today.queue, today.sampled, today.tubes) == (
        PointState.SET_UP,
        None,
        None,
        None,
    )
    assert (today.coming, today.alarm, today.ready) == (150, 80, frozenset())
    assert as_of(yesterday, TODAY) is yesterday


def test_a_word_about_a_queue_is_old_after_twenty_minutes_and_its_age_is_told() -> None:
    assert not is_old(NOW - timedelta(minutes=19, seconds=59), NOW)
    assert is_old(NOW - timedelta(minutes=20), NOW)


def test_the_same_queue_again_goes_on_since_it_began() -> None:
    first = said_queue(point(1), Queue.ABOUT_100, NOW)
    again = said_queue(first, Queue.ABOUT_100, NOW + timedelta(minutes=15))
    less = said_queue(again, Queue.ABOUT_50, NOW + timedelta(minutes=30))
    assert (again.queue_since, again.queue_at) == (NOW, NOW + timedelta(minutes=15))
    assert less.queue_since == NOW + timedelta(minutes=30)


def test_a_queue_is_one_of_four_and_is_typed_as_it_stands_on_the_buttons() -> None:
    assert [read_queue(text) for text in ("20", "50", " 100 ", "100+")] == list(Queue)
    for text in ("", "30", "1000", "²", "-20"):
        with pytest.raises(Problem, match="point_queue_unknown"):
            read_queue(text)


def test_a_count_is_a_whole_number() -> None:
    assert (read_count("0"), read_count(" 1,230 ")) == (0, 1230)
    for text in ("", "-1", "3.5", "九百", "999999", "²"):
        with pytest.raises(Problem, match="point_count_unreadable"):
            read_count(text)


def test_hours_end_after_they_begin() -> None:
    assert read_hours("07:00", "16:00") == (time(7), time(16))
    for opens, closes in (("16:00", "07:00"), ("07:00", "07:00"), ("seven", "16:00"), ("", "")):
        with pytest.raises(Problem, match="point_hours_unreadable"):
            read_hours(opens, closes)


def test_what_nobody_knows_is_refused() -> None:
    with pytest.raises(Problem, match="point_item_unknown"):
        read_item("coffee")
    with pytest.raises(Problem, match="point_act_unknown"):
        read_act("burn")
    assert (read_item("metre"), read_act("pause")) == ("metre", PointAct.PAUSE)


def test_a_point_opens_with_its_whole_checklist_or_with_a_reason() -> None:
    check_ready([], "")
    check_ready(["box"], "转运箱在路上，先登记")
    with pytest.raises(Problem, match="point_not_ready") as refused:
        check_ready(["box", "waste"], "  ")
    assert "样本转运箱" in refused.value.text("zh")
    assert refused.value.details["n"] == 2


@given(st.none() | st.integers(0, 50_000), st.integers(0, 50_000), st.booleans())
def test_heads_since_morning_never_fall_unless_somebody_says_that_it_is_a_correction(
    last: int | None, said: int, correcting: bool
) -> None:
    if last is not None and said < last and not correcting:
        with pytest.raises(Problem, match="point_count_falls"):
            check_sampled(last, said, correcting)
    else:
        check_sampled(last, said, correcting)


def test_a_point_that_has_not_counted_is_unknown_and_not_short() -> None:
    assert not point(14).short
    assert point(14, tubes=0).short
    assert not point(14, tubes=0, state=PointState.CLOSED).short
    assert point(14, tubes=49, alarm=50).short
    assert not point(14, tubes=50, alarm=50).short
    assert point(14, tubes=0, coming=50, alarm=50).helped
    assert not point(14, tubes=0, coming=49, alarm=50).helped


def test_tubes_leave_only_a_point_that_has_counted_so_many() -> None:
    full, empty = point(3, tubes=400), point(14, tubes=0)
    check_sending(full, empty, 400)
    for source, target, tubes, code in (
        (full, full, 1, "point_same"),
        (full, empty, 0, "point_tubes_none"),
        (point(5), empty, 1, "point_tubes_unknown"),
        (full, empty, 401, "point_tubes_fewer"),
    ):
        with pytest.raises(Problem, match=code):
            check_sending(source, target, tubes)


def test_point_14_has_none_point_3_has_400_and_its_neighbour_a_few() -> None:
    needy = point(14, "410102009005/a/", tubes=0)
    fullest = point(3, "410102009001/b/", tubes=400)
    near = point(15, "410102009005/c/", tubes=80)
    found = sources(needy, [needy, fullest, near, point(9, tubes=None), point(8, tubes=20)])
    assert found.fullest is not None
    assert found.nearest is not None
    assert (found.fullest.point.number, found.fullest.proposed) == (3, 100)
    assert (found.nearest.point.number, found.nearest.proposed) == (15, 30)
    assert sources(needy, [needy]).nearest is None


POINTS = st.lists(
    st.builds(
        point,
        st.integers(1, 99),
        st.sampled_from(["410102009001/a/", "410102009001/b/", "410102009005/a/", "410102009201/"]),
        tubes=st.none() | st.integers(0, 900),
        alarm=st.integers(0, 200),
        coming=st.integers(0, 300),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(POINTS, st.integers(0, 49))
def test_nobody_is_asked_to_give_what_takes_her_below_her_own_alarm_and_none_is_nearer_or_fuller(
    points: list[PointNow], left: int
) -> None:
    needy = replace(point(100, "410102009001/a/", tubes=left), id=uuid4())
    found = sources(needy, [needy, *points])
    givers = [one for one in points if one.spare > 0]
    assert (found.nearest is None) == (found.fullest is None) == (not givers)
    if found.nearest is None or found.fullest is None:
        return
    for one in (found.nearest, found.fullest):
        assert one.point in givers
        assert 1 <= one.proposed <= one.point.spare
        assert (one.point.tubes or 0) - one.proposed >= one.point.alarm
    assert found.fullest.point.spare == max(one.spare for one in givers)

    def shared(other: PointNow) -> int:
        mine = {*ancestors(needy.area), needy.area}
        return len(mine & {*ancestors(other.area), other.area})

    assert found.nearest.shared == max(map(shared, givers))


def test_the_totals_count_each_point_once_and_name_who_needs_somebody() -> None:
    seen = totals(
        [
            point(14, tubes=0, sampled=310),
            point(3, tubes=400, queue=Queue.OVER_100, queue_at=NOW, sampled=620),
            point(8, state=PointState.PAUSED),
            point(27, state=PointState.SET_UP),
        ],
        NOW,
    )
    assert (seen.points, seen.sampled) == (4, 930)
    assert seen.by_state[PointState.OPEN] == 2
    assert [one.number for one in seen.not_told] == [8]
    assert [one.number for one in seen.crowded] == [3]
    assert [one.number for one in seen.short] == [14]
    assert [one.number for one in seen.silent] == [14]


def test_a_queue_that_was_said_long_ago_alarms_nobody() -> None:
    old = point(5, queue=Queue.OVER_100, queue_at=NOW - timedelta(hours=12), sampled=600)
    seen = totals([old], NOW)
    assert seen.crowded == ()
    assert [one.number for one in seen.silent] == [5]
    assert "排队100人以上" not in hourly_zh("航海西路街道", NOW, [old], [])


def test_an_hour_in_which_nobody_said_anything_is_not_nought() -> None:
    one = point(3, sampled=100)
    lines = by_hour([(one.id, NOW.replace(hour=7, minute=30), 100)], NOW)
    assert [(line.at.hour, line.said) for line in lines] == [(8, 1), (9, 0), (10, 0), (10, 0)]
    assert "09:00—10:00没有点报数。" in hourly_zh("航海西路街道", NOW, [one], lines)


def test_a_point_is_told_by_its_name_and_what_is_beside_it() -> None:
    assert found_at("帝湖花园东院", "地下车库入口旁") == "帝湖花园东院 地下车库入口旁"
    assert found_at("东院", "东院篮球场") == "东院篮球场"


SAID = st.lists(
    st.tuples(
        st.sampled_from([UUID(int=number) for number in range(1, 5)]),
        st.integers(0, 600).map(lambda minute: NOW - timedelta(minutes=minute)),
        st.integers(0, 3_000),
    ),
    max_size=30,
    unique_by=lambda one: (one[0], one[1]),
)


@given(SAID)
def test_the_hours_end_with_what_every_point_said_last_and_their_rises_add_up(
    said: list[tuple[UUID, datetime, int]],
) -> None:
    lines = by_hour(said, NOW)
    last = {one: heads for one, _, heads in sorted(said, key=lambda word: word[1])}
    if not said:
        assert lines == []
        return
    assert (lines[-1].at, lines[-1].sampled) == (NOW, sum(last.values()))
    assert lines[-1].points == len(last)
    assert sum(one.more for one in lines) == lines[-1].sampled
    assert sum(one.said for one in lines) == len(said)
    assert all(one.at.minute == 0 for one in lines[:-1])
    assert [one.at for one in lines] == sorted(one.at for one in lines)


def test_the_report_on_the_hour_names_no_one_and_hides_no_gap() -> None:
    points = [
        point(3, tubes=400, queue=Queue.OVER_100, queue_at=NOW, sampled=620),
        point(14, tubes=0, coming=150, sampled=310),
        point(8),
    ]
    eight, ten = (NOW.replace(hour=hour, minute=0) for hour in (8, 10))
    words = [(points[0].id, eight, 100), (points[0].id, ten, 620), (points[1].id, ten, 310)]
    text = hourly_zh("航海西路街道", NOW, points, by_hour(words, NOW))
    assert text.splitlines() == [
        "航海西路街道核酸采样 1月10日 10:06",
        "采样点3个：开放3个，暂停0个，未开0个，已收0个。",
        "今天累计采样930人（2个点的点长报数）。",
        "09:00—10:00采样830人。",
        "还没有报人数：8号。",
        "排队100人以上：3号。",
        "采样管不足：14号剩0支，路上150支。",
    ]


def test_a_building_is_asked_down_kindly_and_an_old_queue_is_not_said() -> None:
    fresh = said_queue(point(3), Queue.ABOUT_20, NOW)
    text = call_zh(fresh, "小区东门广场", "2号楼", NOW)
    assert "请2号楼的居民现在下来采样。现在排队约20人。" in text
    assert "居家隔离的请在家等" in text
    assert "排队" not in call_zh(fresh, "小区东门广场", "2号楼", NOW + timedelta(minutes=20))
    assert "排队" not in call_zh(point(3), "小区东门广场", "2号楼", NOW)


def test_the_app_is_down_is_told_once_for_all_points_of_one_hour_and_reason() -> None:
    down = {"app_down_at": NOW, "app_down_why": "登录不上"}
    some = [point(1, **down), point(2), point(3, **down)]
    (told,) = totals(some, NOW).app_down
    assert (told.why, told.numbers, told.all_of_them) == ("登录不上", (1, 3), False)
    (whole,) = totals([some[0], some[2]], NOW).app_down
    assert whole.all_of_them
    assert totals([some[1]], NOW).app_down == ()
