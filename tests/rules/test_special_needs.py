"""Special needs: words of ledgers, strict reading, and what each need asks for without saying why."""

import re
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.problems import Problem
from wumen.rules.special_needs import (
    KINDS,
    Ask,
    AskKind,
    Category,
    Detail,
    Details,
    Due,
    Kind,
    Need,
    Wanted,
    asks,
    categories,
    changed,
    fits,
    kinds_in,
    kinds_of,
    missing,
    need_of_word,
    neutral,
    read_need,
    urgency,
)

MONDAY = date(2022, 1, 10)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
ILLNESSES = re.compile(
    "透析|放疗|化疗|肿瘤|癌|病|孕|产|残|失能|精神|dialysis|chemo|radio|pregnan|ill|disab|mental|cancer",
    re.I,
)


def details(day: date) -> st.SearchStrategy[Details]:
    """Anything that reading could have let in on some day near this one."""
    near = st.none() | st.integers(-40, 300).map(lambda ahead: day + timedelta(days=ahead))
    return st.builds(
        Details,
        weekdays=st.sets(st.integers(1, 7)).map(lambda found: tuple(sorted(found))),
        hour=st.none() | st.times().map(lambda one: one.replace(second=0, microsecond=0)),
        hospital=st.sampled_from(["", "市医院"]),
        next_on=near,
        due_on=near,
        medicine=st.sampled_from(["", "药甲"]),
        days_left=st.none() | st.integers(0, 366),
        as_of=near,
        carer=st.sampled_from(["", "邻居"]),
        language=st.sampled_from(["", "法语"]),
        advice=st.sampled_from(["", "请发文字"]),
    )


@st.composite
def needs(draw: st.DrawFn) -> tuple[Need, date]:
    """A need, and a day on which somebody looks at it: before or after it was noted."""
    day = draw(DAYS)
    return Need(draw(st.sampled_from(Kind)), draw(details(day))), day


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("透析", [Kind.DIALYSIS]),
        ("独居", [Kind.LIVING_ALONE]),
        ("独居老人", [Kind.LIVING_ALONE]),
        ("孕妇", [Kind.PREGNANT]),
        ("怀孕", [Kind.PREGNANT]),
        ("孕晚期", [Kind.PREGNANT]),
        ("残疾", [Kind.DISABLED]),
        ("聋哑", [Kind.DISABLED]),
        ("卧床", [Kind.CARE_DEPENDENT]),
        ("骨折卧床", [Kind.CARE_DEPENDENT, Kind.HOMEBOUND]),
        ("高龄老人", [Kind.VERY_OLD]),
        ("85岁老人", [Kind.VERY_OLD]),
        ("75岁老人", []),
        ("坐轮椅", [Kind.HOMEBOUND]),
        ("肿瘤放化疗", [Kind.CHEMOTHERAPY]),
        ("肿瘤", [Kind.SERIOUSLY_ILL]),
        ("重病", [Kind.SERIOUSLY_ILL]),
        ("糖尿病,打胰岛素", [Kind.LASTING_MEDICINE]),
        ("没有智能手机", [Kind.NO_SMARTPHONE]),
        ("无智能手机", [Kind.NO_SMARTPHONE]),
        ("留守儿童", [Kind.CHILD_WITHOUT_PARENT]),
        ("外籍", [Kind.INTERPRETER]),
        ("精神障碍", [Kind.MENTAL_ILLNESS]),
        ("婴幼儿", [Kind.INFANT]),
        ("空巢", [Kind.EMPTY_NEST]),
    ],
)
def test_the_words_of_ledgers_are_understood(word: str, kinds: list[Kind]) -> None:
    assert list(kinds_in(word)) == kinds


@pytest.mark.parametrize(
    "word", ["无残疾", "未怀孕", "非残疾", "备孕", "色盲", "党员", "幼儿园老师"]
)
def test_a_word_that_says_the_contrary_or_something_else_means_no_kind(word: str) -> None:
    assert kinds_in(word) == ()


def test_every_kind_has_a_word_by_its_own_name() -> None:
    assert [kind for kind in Kind if kind not in kinds_in(KINDS[kind].zh)] == []


def test_several_words_of_one_kind_are_one_need() -> None:
    assert kinds_of(["透析", "血透", "独居"]) == (Kind.LIVING_ALONE, Kind.DIALYSIS)


def test_who_cannot_hear_or_see_is_told_of_in_words_to_whoever_comes() -> None:
    deaf = asks(need_of_word(Kind.DISABLED, ["聋哑"]), MONDAY)
    assert any("听不见" in ask.said for ask in deaf)
    blind = need_of_word(Kind.DISABLED, ["盲人"])
    assert "看不见" in blind.details.advice
    assert need_of_word(Kind.DISABLED, ["残疾"]).details.advice == ""


def read(kind: str, **typed: str) -> Need:
    """A need as somebody types it on that Monday."""
    return read_need(kind, typed, MONDAY)


def test_dialysis_asks_for_a_car_on_its_weekdays() -> None:
    need = read("dialysis", weekdays="二、四、六", hour="7:00", hospital="市医院")
    (car,) = asks(need, MONDAY)
    assert (car.zh, car.en) == ("周二、四、六 7:00 用车", "car Tue, Thu, Sat 7:00")
    assert car.days == (date(2022, 1, 11), date(2022, 1, 13), date(2022, 1, 15))
    assert (car.kind, car.due, car.at) == (AskKind.TRANSPORT, Due.SOON, time(7))
    assert asks(need, date(2022, 1, 11))[0].due is Due.TODAY


def test_medicine_is_counted_down_by_date() -> None:
    need = read("lasting_medicine", medicine="药甲", days_left="3", as_of="2022-01-10")
    said = {left: asks(need, MONDAY + timedelta(days=left))[0] for left in (0, 2, 3, 5)}
    assert said[0].zh == "药还够 3 天，1月13日前要送到"
    assert said[2].zh == "药还够 1 天，1月13日前要送到"
    assert (said[3].zh, said[3].due) == ("药到今天就没有了，今天要送到", Due.TODAY)
    assert (said[5].zh, said[5].due) == ("药已断 2 天，请马上送到", Due.OVERDUE)


def test_medicine_counted_on_no_day_was_counted_today() -> None:
    assert read("lasting_medicine", days_left="5").details.as_of == MONDAY


def test_within_four_weeks_of_the_due_date_a_car_is_ready_at_any_hour() -> None:
    far = asks(read("pregnant", due_on="2022-02-08"), MONDAY)
    assert [(ask.zh, ask.due) for ask in far] == [("1月11日起随时备车", Due.SOON)]
    near = asks(read("pregnant", due_on="2022-02-07"), MONDAY)
    assert [(ask.kind, ask.due) for ask in near] == [(AskKind.TRANSPORT, Due.TODAY)]
    past = asks(read("pregnant", due_on="2022-01-05"), MONDAY)
    assert [(ask.kind, ask.due) for ask in past] == [
        (AskKind.CALL, Due.OVERDUE),
        (AskKind.TRANSPORT, Due.TODAY),
    ]


def test_a_treatment_that_is_past_asks_for_the_next_date() -> None:
    need = read("chemotherapy", next_on="2022-01-12", hospital="市医院")
    assert asks(need, MONDAY)[0].zh == "1月12日 用车"
    later = asks(need, date(2022, 1, 13))[0]
    assert (later.kind, later.due) == (AskKind.CALL, Due.OVERDUE)


def test_an_infant_asks_for_supplies_and_who_cannot_walk_for_sampling_at_home() -> None:
    assert [ask.kind for ask in asks(Need(Kind.INFANT), MONDAY)] == [AskKind.SUPPLIES]
    assert [ask.kind for ask in asks(Need(Kind.HOMEBOUND), MONDAY)] == [AskKind.HOME_SAMPLING]


@given(needs())
def test_a_need_always_asks_for_something(given_need: tuple[Need, date]) -> None:
    assert asks(*given_need)


@given(needs())
def test_what_is_missing_is_unknown_and_never_not_needed(given_need: tuple[Need, date]) -> None:
    need, day = given_need
    lacking = [one for ask in asks(need, day) for one in ask.lacking if ask.due is Due.UNKNOWN]
    assert tuple(lacking) == missing(need)


@given(needs())
def test_no_sentence_tells_of_an_illness_nor_names_hospital_or_medicine(
    given_need: tuple[Need, date],
) -> None:
    need, day = given_need
    for ask in asks(need, day):
        text = f"{ask.zh} {ask.en} {ask.said}"
        assert not ILLNESSES.search(text.replace("Till", "").replace("until", "")), text
        assert "市医院" not in text
        assert "药甲" not in text


@given(needs())
def test_what_lies_in_the_past_is_overdue_and_nothing_else_is(
    given_need: tuple[Need, date],
) -> None:
    need, day = given_need
    for ask in asks(need, day):
        past = bool(ask.days) and ask.days[0] < day
        assert past == (ask.due is Due.OVERDUE)


@given(st.integers(0, 366), DAYS, st.integers(-400, 400))
def test_days_left_are_never_below_zero_without_being_overdue(
    left: int, as_of: date, later: int
) -> None:
    day = as_of + timedelta(days=later)
    need = Need(Kind.LASTING_MEDICINE, Details(medicine="x", days_left=left, as_of=as_of))
    (ask,) = asks(need, day)
    assert "-" not in ask.zh + ask.en
    assert (ask.due is Due.OVERDUE) == (left < later)
    assert (ask.due is Due.TODAY) == (left == later)


@given(st.sets(st.integers(1, 7), min_size=1), DAYS)
def test_a_weekday_comes_round_within_the_week(weekdays: set[int], day: date) -> None:
    (car, *_rest) = [
        ask
        for ask in asks(Need(Kind.DIALYSIS, Details(weekdays=tuple(sorted(weekdays)))), day)
        if ask.due is not Due.UNKNOWN
    ]
    assert {one.isoweekday() for one in car.days} == weekdays
    assert all(day <= one <= day + timedelta(days=7) for one in car.days)
    assert (car.due is Due.TODAY) == (day.isoweekday() in weekdays)


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("flu", {}, "need_kind_unknown"),
        ("dialysis", {"weekdays": "8"}, "need_weekday_impossible"),
        ("dialysis", {"weekdays": "周一至周五"}, "need_weekday_impossible"),
        ("dialysis", {"weekdays": "0"}, "need_weekday_impossible"),
        ("dialysis", {"weekdays": "每周"}, "need_weekday_impossible"),
        ("dialysis", {"hour": "25:00"}, "need_hour_impossible"),
        ("dialysis", {"hour": "7:60"}, "need_hour_impossible"),
        ("dialysis", {"hour": "早"}, "need_hour_impossible"),
        ("dialysis", {"hospital": "院" * 81}, "need_words_long"),
        ("pregnant", {"due_on": "2025-01-01"}, "need_date_impossible"),
        ("pregnant", {"due_on": "2021-06-01"}, "need_date_impossible"),
        ("pregnant", {"due_on": "0001-01-01"}, "day_unreadable"),
        ("pregnant", {"due_on": "9999-12-31"}, "day_unreadable"),
        ("pregnant", {"due_on": "2022-02-30"}, "day_unreadable"),
        ("chemotherapy", {"next_on": "2024-01-01"}, "need_date_impossible"),
        ("lasting_medicine", {"days_left": "-1"}, "need_days_impossible"),
        ("lasting_medicine", {"days_left": "3.5"}, "need_days_impossible"),
        ("lasting_medicine", {"days_left": "1000"}, "need_days_impossible"),
        ("lasting_medicine", {"days_left": "3", "as_of": "2022-01-11"}, "need_date_impossible"),
    ],
)
def test_what_cannot_be_is_refused(kind: str, typed: dict[str, str], code: str) -> None:
    with pytest.raises(Problem, match=code):
        read_need(kind, typed, MONDAY)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("二、四、六", (2, 4, 6)),
        ("周二 周四 周六", (2, 4, 6)),
        ("246", (2, 4, 6)),
        ("2 4 6", (2, 4, 6)),
        ("星期日", (7,)),
        ("每周1和周天", (1, 7)),
        ("４，２", (2, 4)),
    ],
)
def test_weekdays_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert read("dialysis", weekdays=text).details.weekdays == days


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("7:00", time(7)),
        ("7点半", time(7, 30)),
        ("下午2点", time(14)),
        ("07:05", time(7, 5)),
        ("9", time(9)),
    ],
)
def test_an_hour_is_read_as_people_write_it(text: str, hour: time) -> None:
    assert read("dialysis", hour=text).details.hour == hour


@given(st.sampled_from(Kind), st.dictionaries(st.sampled_from(Detail), st.text(max_size=90)))
def test_whatever_is_typed_is_read_or_refused_with_a_problem(
    kind: Kind, typed: dict[str, str]
) -> None:
    try:
        need = read_need(kind, typed, MONDAY)
    except Problem:
        return
    known = {one for one in Detail if need.details.has(one)}
    assert known <= set(KINDS[kind].details)
    assert asks(need, MONDAY)


def test_who_was_not_shown_the_details_changes_only_what_she_fills_in() -> None:
    need = read("dialysis", weekdays="246", hour="7:00", hospital="市医院")
    blind = changed(need, {"hour": "8:00"}, MONDAY, keep_unsaid=True)
    assert blind.details == Details(weekdays=(2, 4, 6), hour=time(8), hospital="市医院")
    seen = changed(need, {"hour": "8:00"}, MONDAY, keep_unsaid=False)
    assert seen.details == Details(hour=time(8))


def test_medicine_brought_is_counted_anew_from_today_also_by_who_was_not_shown_it() -> None:
    need = Need(Kind.LASTING_MEDICINE, Details(medicine="x", days_left=1, as_of=date(2022, 1, 3)))
    after = changed(need, {"days_left": "30"}, MONDAY, keep_unsaid=True)
    assert after.details == Details(medicine="x", days_left=30, as_of=MONDAY)


def test_a_list_begins_with_what_is_overdue_and_says_each_thing_once() -> None:
    out = Need(Kind.LASTING_MEDICINE, Details(medicine="x", days_left=1, as_of=date(2022, 1, 3)))
    old, alone = Need(Kind.VERY_OLD), Need(Kind.LIVING_ALONE)
    together = neutral(ask for need in (old, alone, out) for ask in asks(need, MONDAY))
    assert together[0].due is Due.OVERDUE
    assert len({ask.zh for ask in together}) == len(together) == 3
    assert urgency(asks(out, MONDAY)) < urgency(asks(Need(Kind.DIALYSIS), MONDAY))
    assert urgency(asks(Need(Kind.DIALYSIS), MONDAY)) < urgency(asks(old, MONDAY)) < urgency([])


def test_cars_of_today_and_medicine_within_three_days_are_found() -> None:
    def found(need: Need, wanted: Wanted) -> bool:
        return any(fits(ask, wanted, MONDAY) for ask in asks(need, MONDAY))

    assert found(read("dialysis", weekdays="1"), Wanted.CARS_TODAY)
    assert not found(read("dialysis", weekdays="2"), Wanted.CARS_TODAY)
    assert found(read("lasting_medicine", days_left="3"), Wanted.MEDICINE_SOON)
    assert not found(read("lasting_medicine", medicine="x", days_left="4"), Wanted.MEDICINE_SOON)
    assert found(Need(Kind.LASTING_MEDICINE), Wanted.MEDICINE_SOON)
    assert found(Need(Kind.DIALYSIS), Wanted.UNKNOWN)
    assert found(Need(Kind.HOMEBOUND), Wanted.HOME_SAMPLING)
    assert found(
        Need(Kind.LASTING_MEDICINE, Details("", days_left=0, as_of=date(2022, 1, 9))),
        Wanted.OVERDUE,
    )


@pytest.mark.parametrize(
    ("people", "found"),
    [
        ([[Kind.LIVING_ALONE]], {Category.ELDERLY_ALONE}),
        ([[Kind.VERY_OLD]], {Category.ELDERLY_ALONE}),
        ([[Kind.VERY_OLD], []], {Category.OTHER_CARE}),
        ([[Kind.INFANT], [], []], {Category.INFANT}),
        ([[Kind.PREGNANT], [Kind.LASTING_MEDICINE]], {Category.PREGNANT, Category.MEDICINE}),
        (
            [[Kind.DIALYSIS, Kind.LIVING_ALONE]],
            {Category.TREATMENT, Category.ELDERLY_ALONE, Category.OTHER_CARE},
        ),
        ([[], []], {Category.PLAIN}),
        ([], {Category.PLAIN}),
    ],
)
def test_a_household_is_of_the_categories_of_those_who_live_there(
    people: list[list[Kind]], found: set[Category]
) -> None:
    assert set(categories(people)) == found


def test_an_ask_names_the_days_it_falls_on() -> None:
    ask = Ask(AskKind.TRANSPORT, Due.SOON, "用车", "car", (MONDAY,))
    assert fits(ask, Wanted.CARS_TODAY, MONDAY) is False
