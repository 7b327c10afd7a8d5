"""Who comes back: what is noted, six questions, what a home's kit holds, until when names are kept."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from wumen.rules.arrivals import (
    QUESTIONS,
    ArrivalDraft,
    Staying,
    check_arrival,
    check_came,
    day_near,
    hour_said,
    kit,
    own_words,
    packed,
    read_answers,
    same_at_a_door,
    suited,
)
from wumen.rules.problems import Problem
from wumen.rules.retention import kept_from
from wumen.rules.special_needs import Kind
from wumen.rules.time import BUSINESS_ZONE

NOW = datetime(2022, 1, 10, 9, tzinfo=BUSINESS_ZONE)
TODAY = date(2022, 1, 10)
DAY = timedelta(days=1)
DRAFT = ArrivalDraft("x", "赵六", "138 0000 0004", "许昌禹州", TODAY, TODAY)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " ", "telephone": ""}, "arrival_nobody"),
        ({"origin": "许" * 61}, "arrival_words_long"),
        ({"telephone": "1380000"}, "arrival_telephone"),
        ({"expected_on": TODAY - 15 * DAY}, "arrival_day_wrong"),
        ({"expected_on": TODAY + 61 * DAY}, "arrival_day_wrong"),
        ({"left_on": TODAY + DAY}, "arrival_left_wrong"),
        ({"left_on": TODAY - 61 * DAY}, "arrival_left_wrong"),
    ],
)
def test_who_comes_back_is_named_and_her_days_can_be(changes: dict[str, object], code: str) -> None:
    assert check_arrival(DRAFT, NOW).telephone == "13800000004"
    assert check_arrival(replace(DRAFT, left_on=None, telephone=""), NOW).left_on is None
    with pytest.raises(Problem, match=code):
        check_arrival(replace(DRAFT, **changes), NOW)  # type: ignore[arg-type]


def test_nobody_comes_home_twice_nor_ahead() -> None:
    check_came(TODAY + 3 * DAY, NOW, NOW, came_already=False)
    for at, already, code in (
        (NOW, True, "arrival_came_already"),
        (NOW + timedelta(minutes=1), False, "arrival_came_wrong"),
    ):
        with pytest.raises(Problem, match=code):
            check_came(TODAY, at, NOW, already)


def test_the_home_is_not_known_to_be_fit_until_all_six_are_answered() -> None:
    assert len(QUESTIONS) == 6
    assert suited({}).fit is None
    five = dict.fromkeys(list(QUESTIONS)[:5], True)
    assert suited(five).fit is None
    assert suited(dict.fromkeys(QUESTIONS, True)).fit is True
    assert suited({"toilet": False}).fit is False
    assert read_answers({"room": "yes", "air": "no", "table": ""}) == {"room": True, "air": False}
    for sent in ({"pet": "yes"}, {"room": "perhaps"}):
        with pytest.raises(Problem, match="arrival_answer_unknown"):
            read_answers(sent)


def test_a_kit_goes_by_heads_and_needs_and_names_no_medicine_and_no_illness() -> None:
    kinds = {Kind.INFANT, Kind.VERY_OLD, Kind.LIVING_ALONE}
    two = {one.zh: one.many for one in kit(2, kinds, Staying(14))}
    assert (two["体温计"], two["口罩"], two["带内衬的垃圾袋"]) == (2, 28, 28)
    assert two["大字联系卡"] == 1
    assert any("尿布" in zh for zh in two)
    every = " ".join(one.zh + one.en for one in kit(1, set(Kind), Staying(14)))
    for never in ("透析", "药", "精神", "重病", "medicine", "dialysis"):
        assert never not in every
    # An empty home in the register is still a home to which somebody came.
    assert kit(0, ())[0].many == 1


def test_only_where_an_authority_decides_something_is_signed_and_days_are_the_playbooks() -> None:
    plain = {one.zh: one.many for one in kit(2, ())}
    assert plain == {"体温计": 2, "口罩": 2, "家书和服务电话": 1}
    seven = {one.zh: one.many for one in kit(2, (), Staying(7))}
    assert (seven["口罩"], seven["带内衬的垃圾袋"], seven["告知书、承诺书（要签字）"]) == (
        14,
        14,
        2,
    )


def test_at_one_door_a_name_tells_people_apart_and_a_telephone_does_not() -> None:
    assert same_at_a_door("周九", "1", "周九", "2")
    assert not same_at_a_door("周九", "1", "吴十", "1")
    assert same_at_a_door("", "1", "周九", "1")
    assert not same_at_a_door("", "", "", "")


def test_what_has_to_be_fetched_is_the_sum_of_all_kits() -> None:
    total = {
        one.zh: one.many
        for one in packed([kit(1, (), Staying(14)), kit(3, {Kind.INFANT}, Staying())])
    }
    assert (total["体温计"], total["84消毒液（写好配比）"]) == (4, 2)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("1月8号", date(2022, 1, 8)),
        ("1.7", date(2022, 1, 7)),
        ("12.30", date(2021, 12, 30)),
        ("昨晚", date(2022, 1, 9)),
        ("后天下午", date(2022, 1, 12)),
        ("9号", date(2022, 1, 9)),
        ("大前天", date(2022, 1, 7)),
        ("大后天", date(2022, 1, 13)),
        # 10 January 2022 is a Monday.
        ("下周一", date(2022, 1, 17)),
        ("上周五晚上", date(2022, 1, 7)),
        ("本周日", date(2022, 1, 16)),
        # A day of the week alone is the one behind or the one ahead.
        ("周五", None),
        ("星期天", None),
        ("2月30日", None),
        ("随时", None),
        (None, None),
    ],
)
def test_a_day_is_the_nearest_that_is_meant(said: str | None, day: date | None) -> None:
    assert day_near(said, TODAY) == day


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("1月8号晚上10点", "晚上10点"),
        ("1.7", ""),
        ("明天下午", "下午"),
        ("下周一晚上", "晚上"),
        ("22:30", "22:30"),
        (None, ""),
    ],
)
def test_the_hour_is_what_is_said_beside_the_day(said: str | None, hour: str) -> None:
    assert hour_said(said) == hour


def test_the_number_of_a_line_is_no_part_of_what_she_wrote() -> None:
    assert own_words("2. 9-3-403 洛阳 1.7") == "9-3-403 洛阳 1.7"
    assert own_words("9-3-403 洛阳") == "9-3-403 洛阳"


def test_movements_are_kept_by_name_for_fourteen_days() -> None:
    assert kept_from(TODAY) == date(2021, 12, 27)
