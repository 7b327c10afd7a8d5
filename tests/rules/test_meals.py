"""Meals: who eats which by her hours, what counts for whom, and that no text tells whose diet it is."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.force import Half
from wumen.rules.lists import MESSAGE_LENGTH, check_group_text
from wumen.rules.meals.eating import (
    OF_HALF,
    SERVED,
    THREE,
    Count,
    Diet,
    Eater,
    Kind,
    Meal,
    Word,
    counted,
    eaten,
    hands_out,
    instant,
    is_late,
    is_over,
    meals_of,
    more,
    ordered,
    plates,
    standing,
    together,
    told,
    told_whole,
)
from wumen.rules.meals.saying import (
    LONGEST_WHY,
    MOST_HEADS,
    Portion,
    canteen_zh,
    group_zh,
    must_be_ahead,
    must_be_near,
    read_diets,
    read_heads,
    read_meal,
    read_who,
    read_why,
)
from wumen.rules.problems import Problem
from wumen.rules.stations import PATTERNS, Hours
from wumen.rules.time import BUSINESS_ZONE

DAY = date(2022, 1, 11)
B, L, S, N = Meal


def eats(start: int, end: int, *, samples: bool = False, day: date = DAY) -> str:
    """The first letters of what somebody eats on the day, by the hours of her shift on `day`."""
    hours = Hours(start * 60, (end - start) * 60).interval(day)
    return "".join(meal.value[0] for meal in Meal if meal in meals_of(hours, DAY, samples))


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (0, 8, "b"),
        (8, 16, "l"),
        (16, 24, "s"),
        (8, 20, "ls"),
        (20, 32, "n"),
        (22, 30, "n"),
        (7, 13, "bl"),
        (13, 19, "s"),
        (8, 12, ""),
        (12, 16, "l"),
        (14, 17, ""),
        (6, 7, "b"),
    ],
)
def test_whoever_stands_somewhere_eats_what_falls_into_her_hours(
    start: int, end: int, found: str
) -> None:
    assert eats(start, end) == found


def test_the_watch_after_midnight_eats_the_night_meal_of_the_evening_before() -> None:
    tomorrow = DAY + timedelta(days=1)
    assert eats(0, 8, day=tomorrow) == "n"
    assert eats(20, 32, day=DAY - timedelta(days=1)) == "b"
    assert eaten(N, DAY).begins == datetime(2022, 1, 12, 0, 0, tzinfo=BUSINESS_ZONE)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(6, 11, "bls"), (8, 12, "bls"), (11, 16, "bls"), (13, 17, "s"), (20, 24, "")],
)
def test_who_samples_eats_three_a_day_and_after_noon_what_is_left(
    start: int, end: int, found: str
) -> None:
    assert eats(start, end, samples=True) == found


def test_each_watch_of_a_day_is_fed_and_nobody_of_one_place_eats_twice() -> None:
    for _, hours in PATTERNS.values():
        of_day = [meals_of(one.interval(DAY), DAY, False) for one in hours]
        assert sum(L in one for one in of_day) == 1
        assert sum(S in one for one in of_day) == 1


def test_every_half_day_ends_with_one_meal() -> None:
    assert set(OF_HALF) == set(Half)


def test_meals_are_ordered_before_they_are_handed_out_and_handed_out_before_they_are_over() -> None:
    for served in SERVED.values():
        assert served.order_by < served.hands_out < served.ends
        assert served.begins < served.ends
    assert f"{instant(DAY, SERVED[B].hands_out):%H:%M}" == "05:30"
    assert f"{instant(DAY, SERVED[B].order_by):%d %H:%M}" == "10 22:30"


def eater(place: str, person: str, hour: int = 6, **said: object) -> Eater:
    """Somebody who eats breakfast and lunch at a place."""
    begins = datetime(2022, 1, 11, hour, tzinfo=BUSINESS_ZONE)
    return Eater(place, person, frozenset({B, L}), begins, **said)  # type: ignore[arg-type]


def test_somebody_at_two_places_eats_once_where_she_stood_first() -> None:
    found = plates([eater("门", "甲", 10), eater("点", "甲", 6), eater("门", "乙")])
    assert found[B] == {"点": Count(1), "门": Count(1)}
    assert found[S] == {}


def test_a_crew_is_counted_by_its_heads_and_no_place_gets_too_few_of_a_diet() -> None:
    halal = (Diet.HALAL, Diet.HALAL)
    crew = [eater(place, "队", crew=True, diets=halal) for place in ("东", "东", "东", "西")]
    assert plates(crew)[L] == {
        "东": Count(3, {Diet.HALAL: 2}),
        "西": Count(1, {Diet.HALAL: 1}),
    }
    half = eater("小区", "队", crew=True, heads=6, diets=halal)
    assert plates([half])[L] == {"小区": Count(6, {Diet.HALAL: 2})}


@given(st.integers(-9, 9), st.dictionaries(st.sampled_from(Diet), st.integers(-9, 9)))
def test_a_count_always_holds_together(heads: int, diets: dict[Diet, int]) -> None:
    count = counted(heads, diets)
    assert count.heads == max(heads, 0)
    assert count.plain >= 0
    assert all(many > 0 for many in count.diets.values())


def test_where_fewer_than_three_eat_no_diet_is_told() -> None:
    for heads, shown in ((1, {}), (2, {}), (3, {Diet.HALAL: 1})):
        count = Count(heads, {Diet.HALAL: 1})
        assert told(count, count) == Count(heads, shown)
    # Nor what became more or fewer there.
    assert told(Count(0, {Diet.HALAL: 1}), Count(2)) == Count(0)


def test_nobody_reads_from_a_sum_what_is_kept_where_somebody_eats_alone() -> None:
    crew, alone = Count(6), Count(1, {Diet.HALAL: 1})
    assert told_whole([crew, alone]) == Count(7)
    # Among three who eat apart it is nobody's.
    assert told_whole([crew, alone, Count(2)]) == Count(9, {Diet.HALAL: 1})
    assert told_whole([Count(6, {Diet.MILD: 2}), alone]) == Count(7, {Diet.MILD: 2})


def word(kind: Kind, heads: int = 0, meal: Meal | None = None, **more_: object) -> Word:
    """A word as somebody said it."""
    diets = more_.pop("diets", {})
    said_at = datetime(2022, 1, 10, 20, tzinfo=BUSINESS_ZONE)
    return Word(kind, meal, Count(heads, diets), said_at, "孙内勤", **more_)  # type: ignore[arg-type]


def test_a_crew_that_is_said_whole_stands_for_the_roster_and_corrections_come_on_top() -> None:
    said = [
        word(Kind.CREW, 6),
        word(Kind.CREW, 8, diets={Diet.HALAL: 1}),
        word(Kind.EXTRA, 2, B, diets={Diet.HALAL: 1}),
        word(Kind.EXTRA, -1, L),
    ]
    base = Count(3)
    assert standing(base, B, said) == Count(10, {Diet.HALAL: 2})
    assert standing(base, L, said) == Count(7, {Diet.HALAL: 1})
    assert standing(base, S, said) == Count(8, {Diet.HALAL: 1})
    assert standing(base, N, said) == base
    assert standing(base, N, [word(Kind.EXTRA, -9, N)]) == Count(0)


def test_what_was_ordered_last_stands_and_the_difference_is_said() -> None:
    said = [word(Kind.ORDERED, 5, B), word(Kind.ORDERED, 6, B), word(Kind.ORDERED, 9, L)]
    order = ordered(B, said)
    assert order is not None
    assert order.count.heads == 6
    assert ordered(S, said) is None
    now = Count(7, {Diet.HALAL: 1})
    assert more(now, order.count) == Count(1, {Diet.HALAL: 1})
    assert more(order.count, now) == Count(-1, {Diet.HALAL: -1})
    assert not more(now, now)


def test_who_was_named_last_hands_out_else_who_stands_there() -> None:
    assert hands_out([], "张三点长") == "张三点长"
    said = [word(Kind.HANDS, who="马司机"), word(Kind.HANDS, who="牛司机")]
    assert hands_out(said, "张三点长") == "牛司机"


def test_a_meal_is_late_from_its_hour_on_and_over_when_it_is_eaten() -> None:
    late = datetime(2022, 1, 10, 22, 30, tzinfo=BUSINESS_ZONE)
    assert is_late(B, DAY, late)
    assert not is_late(B, DAY, late - timedelta(minutes=1))
    eight = datetime(2022, 1, 11, 8, 0, tzinfo=BUSINESS_ZONE)
    assert not is_over(B, DAY, eight - timedelta(minutes=1))
    must_be_ahead(L, DAY, eight)
    with pytest.raises(Problem, match="meal_over"):
        must_be_ahead(B, DAY, eight)


def test_days_without_a_sure_roster_are_not_asked_for() -> None:
    for days in (-1, 0, 1, 2):
        must_be_near(DAY + timedelta(days=days), DAY)
    for days in (-2, 3):
        with pytest.raises(Problem, match="meal_day_far"):
            must_be_near(DAY + timedelta(days=days), DAY)


def test_what_is_typed_is_read_or_refused() -> None:
    assert read_heads(" 12 ") == read_heads("１２") == 12
    assert read_heads("－3", fewer=True) == -3
    assert read_heads("+3", fewer=True) == 3
    assert read_meal("lunch") is L
    for text in ("", "-1", "三", "1.5", str(MOST_HEADS + 1), "²"):
        with pytest.raises(Problem, match="meal_count_unreadable"):
            read_heads(text)
    for text in ("0", "-", "+", "--2", f"-{MOST_HEADS + 1}"):
        with pytest.raises(Problem, match="meal_count_unreadable"):
            read_heads(text, fewer=True)
    with pytest.raises(Problem, match="meal_unknown"):
        read_meal("tea")
    assert read_diets({"halal": "2", "mild": ""}, 3) == {Diet.HALAL: 2}
    assert read_diets({"halal": "2"}, -3) == {Diet.HALAL: -2}
    with pytest.raises(Problem, match="meal_diets_more"):
        read_diets({"halal": "2", "mild": "2"}, 3)


def test_a_reason_says_nothing_of_anybodys_health_and_bears_no_number() -> None:
    assert read_why(" 临时  支援 ") == "临时 支援"
    for text, code in (
        ("", "meal_why_needed"),
        ("很" * (LONGEST_WHY + 1), "meal_why_needed"),
        ("他阳性了", "group_text_result"),
        ("找 13800000000", "group_text_number"),
    ):
        with pytest.raises(Problem, match=code):
            read_why(text)
    assert read_who(" 马司机 ") == "马司机"
    for text in ("", "马" * 21, "13800000000"):
        with pytest.raises(Problem, match="meal_hands_missing"):
            read_who(text)


PORTIONS = [
    Portion("1号楼值守", Count(2)),
    Portion("3号采样点 东院", Count(6, {Diet.HALAL: 1, Diet.VEGETARIAN: 1})),
]


def test_the_kitchen_reads_how_many_of_what_for_which_place() -> None:
    assert canteen_zh(B, DAY, PORTIONS) == (
        "1月11日（星期二）早餐，5:30发，共8份：普通6、清真1、素食1。特殊餐请单独装、贴餐名。\n"
        "1号楼值守：2份\n3号采样点 东院：6份（其中清真1、素食1）"
    )
    assert (
        canteen_zh(L, DAY, PORTIONS[:1])
        == "1月11日（星期二）午餐，12:00发，共2份。\n1号楼值守：2份"
    )


def test_a_group_reads_counts_and_places_and_the_same_whoever_keeps_what() -> None:
    (text,) = group_zh(B, DAY, PORTIONS)
    assert text.splitlines()[1:] == ["1号楼值守 2份", "3号采样点 东院 6份"]
    plain = [Portion(one.place, Count(one.count.heads)) for one in PORTIONS]
    assert group_zh(B, DAY, plain) == [text]
    check_group_text(text)


def test_a_place_whose_name_may_not_stand_in_a_group_is_left_out_with_all_places() -> None:
    (text,) = group_zh(B, DAY, [Portion("301室隔离户门口", Count(1)), *PORTIONS])
    assert "共9份" in text
    assert "门口" not in text
    assert "\n" not in text


def test_many_places_are_cut_into_messages_that_are_read_to_their_end() -> None:
    many = [Portion(f"{n}号采样点 某某花园东院南门", Count(6)) for n in range(1, 61)]
    messages = group_zh(B, DAY, many)
    assert len(messages) > 1
    assert all(len(one) <= MESSAGE_LENGTH for one in messages)
    assert sum(one.count("\n") for one in messages) == 60
    assert together(one.count for one in many).heads == 360
    assert set(THREE) == {B, L, S}
