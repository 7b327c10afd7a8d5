"""The day's list of risk areas as it is pasted, and who comes from where × left when."""

from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.cities import _NAMES
from wumen.rules.problems import Problem
from wumen.rules.risk_areas import Level, RiskArea, parts, read_risk_list
from wumen.rules.risk_fit import Against, Fit, fits

TODAY = date(2022, 1, 10)
WITHIN = {"high": 14, "medium": 14, "cases": 14}
PASTED = """全国高中风险地区名单（截至2022年1月10日8时）
高风险地区（1个）
1. 河南省许昌市禹州市夏都街道
中风险地区（3个）：
河南省安阳市汤阴县、滑县
（3）河南省郑州市二七区建中街街道
有本土病例的地区：
周口市郸城县（1月4日以来）
信阳固始
低风险地区
其他地区
陕西省西安市雁塔区（高风险地区）
"""
AREAS = read_risk_list(PASTED, TODAY).areas


def level(origin: str, left_on: date | None, came_on: date = TODAY) -> tuple[str, bool]:
    """What the list says of somebody, and whether it is certain."""
    found = Against(AREAS, WITHIN).judged(origin, left_on, came_on)
    return found.level, found.sure


def test_a_list_is_read_with_headings_several_places_a_line_and_days() -> None:
    assert [(one.level.value, one.name) for one in AREAS] == [
        ("high", "河南省许昌市禹州市夏都街道"),
        ("high", "陕西省西安市雁塔区"),
        ("medium", "河南省安阳市汤阴县"),
        ("medium", "河南省安阳市滑县"),
        ("medium", "河南省郑州市二七区建中街街道"),
        ("cases", "周口市郸城县"),
        ("cases", "信阳固始"),
    ]
    assert [one.since for one in AREAS if one.since] == [date(2022, 1, 4)]


def test_what_has_no_level_is_left_to_a_person_and_a_place_of_low_risk_is_none() -> None:
    found = read_risk_list("许昌市禹州市\n中风险\n安阳市\n低风险\n洛阳市", TODAY)
    assert found.unread == ("许昌市禹州市",)
    assert [one.name for one in found.areas] == ["安阳市"]
    for text in ("", "今天没有", "低风险地区\n洛阳市"):
        with pytest.raises(Problem, match="risk_list_empty"):
            read_risk_list(text, TODAY)


def test_the_same_place_twice_stands_once_under_the_graver_level() -> None:
    found = read_risk_list("中风险\n安阳市汤阴县\n高风险\n安阳市汤阴县", TODAY)
    assert found.areas == (RiskArea("安阳市汤阴县", Level.HIGH),)


def test_a_day_that_lies_ahead_is_of_last_year() -> None:
    (one,) = read_risk_list("有本土疫情：\n许昌市禹州市 12月25日以来", TODAY).areas
    assert one.since == date(2021, 12, 25)


@pytest.mark.parametrize(
    ("origin", "name", "fit"),
    [
        ("许昌禹州", "河南省许昌市禹州市", Fit.YES),
        ("禹州", "许昌市禹州市", Fit.YES),
        ("河南许昌禹州夏都街道", "许昌市禹州市", Fit.YES),
        ("安阳滑县", "河南省安阳市滑县", Fit.YES),
        ("许昌", "许昌市禹州市", Fit.PERHAPS),
        ("郑州二七", "郑州市二七区建中街街道", Fit.PERHAPS),
        ("天津", "天津市津南区辛庄镇", Fit.PERHAPS),
        ("", "许昌市禹州市", Fit.PERHAPS),
        ("许昌长葛", "许昌市禹州市", Fit.NO),
        ("洛阳", "许昌市禹州市", Fit.NO),
        # All of a city is the city.
        ("西安雁塔", "西安市全域", Fit.YES),
        ("西安市雁塔区", "西安市全域", Fit.YES),
        ("安阳汤阴县", "汤阴县全域", Fit.YES),
        ("洛阳", "西安市全域", Fit.NO),
        # A district or county alone does not say of which city.
        ("雁塔区", "西安市", Fit.PERHAPS),
        ("雁塔", "西安市", Fit.PERHAPS),
        ("滑县", "安阳市", Fit.PERHAPS),
        ("滑县", "安阳市汤阴县", Fit.NO),
        ("道口镇", "安阳市滑县", Fit.PERHAPS),
        # A province alone may be any of its places, and is none of another's.
        ("河南", "安阳市滑县", Fit.PERHAPS),
        ("河南省", "河南省安阳市滑县", Fit.PERHAPS),
        ("河南", "陕西省西安市雁塔区", Fit.NO),
        # What names no place says nothing.
        ("外地", "安阳市滑县", Fit.PERHAPS),
        ("老家", "安阳市滑县", Fit.PERHAPS),
        ("出差", "安阳市滑县", Fit.PERHAPS),
        ("西安出差", "西安市雁塔区", Fit.PERHAPS),
        ("西安火车站", "西安市雁塔区", Fit.PERHAPS),
        ("洛阳和西安", "西安市雁塔区", Fit.PERHAPS),
        ("西安碑林", "西安市雁塔区", Fit.NO),
        ("安阳", "汤阴县", Fit.PERHAPS),
        ("洛阳涧西", "西安市", Fit.NO),
        # Leagues, and what stands under its province alone, are places above counties too.
        ("内蒙古阿拉善盟", "西安市", Fit.NO),
        ("石河子", "西安市", Fit.NO),
        # A street that is called after a city may lie in any.
        ("南阳路", "郑州市二七区建中街街道", Fit.PERHAPS),
        ("中山北街", "郑州市二七区建中街街道", Fit.PERHAPS),
        ("南阳", "郑州市二七区建中街街道", Fit.NO),
        # A word in common is no place in common.
        ("中原油田", "郑州市中原区", Fit.PERHAPS),
    ],
)
def test_who_names_only_the_city_above_perhaps_was_there(origin: str, name: str, fit: Fit) -> None:
    assert fits(origin, RiskArea(name, Level.HIGH)) is fit


def test_from_where_and_left_when_decide_together() -> None:
    assert level("安阳滑县", TODAY) == ("medium", True)
    assert level("西安雁塔", TODAY - timedelta(days=14)) == ("high", True)
    # 15 days after she left it asks nothing any more; before the list's own day it never did.
    assert level("西安雁塔", TODAY - timedelta(days=15)) == ("elsewhere", True)
    assert level("郸城", date(2022, 1, 4)) == ("cases", True)
    assert level("郸城", date(2022, 1, 3)) == ("elsewhere", True)
    assert level("洛阳", None) == ("elsewhere", True)


def test_days_are_counted_to_the_day_she_came_not_to_today() -> None:
    left = TODAY - timedelta(days=20)
    assert level("西安雁塔", left, came_on=left + timedelta(days=2)) == ("high", True)


def test_what_is_not_said_is_asked_and_never_taken_for_met() -> None:
    assert level("安阳滑县", None) == ("elsewhere", False)
    assert level("", TODAY) == ("elsewhere", False)
    found = Against(AREAS, WITHIN).judged("许昌", TODAY, TODAY)
    assert (found.level, found.sure) == (Level.ELSEWHERE, False)
    assert found.question
    assert "许昌市禹州市夏都街道" in found.question[0]


def test_a_certain_level_stands_while_a_graver_one_is_asked_after() -> None:
    areas = (RiskArea("信阳市固始县某镇", Level.HIGH), RiskArea("信阳市固始县", Level.CASES))
    found = Against(areas, WITHIN).judged("信阳固始", TODAY, TODAY)
    assert (found.level, found.sure) == (Level.CASES, False)


def test_a_level_that_the_rules_leave_out_is_asked_about() -> None:
    found = Against(AREAS, {"high": 7}).judged("安阳滑县", TODAY, TODAY)
    assert (found.level, found.sure) == (Level.ELSEWHERE, False)
    assert Against(AREAS, {"high": 7}).judged("洛阳", TODAY, TODAY).sure


def test_without_todays_list_or_without_rules_nobody_is_sure() -> None:
    old = Against(AREAS, WITHIN, of_today=False)
    for origin, held in (("安阳滑县", Level.MEDIUM), ("洛阳", Level.ELSEWHERE)):
        found = old.judged(origin, TODAY, TODAY)
        assert (found.level, found.sure) == (held, False)
        assert found.question
    assert not Against(AREAS, {}).judged("洛阳", TODAY, TODAY).sure
    assert not Against((), WITHIN, of_today=False).judged("洛阳", TODAY, TODAY).sure


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("安阳市滑县（1月9日公布）", {"安阳市滑县": "medium"}),
        ("截至1月9日新增：安阳市汤阴县", {"安阳市汤阴县": "medium"}),
        ("有本土疫情的地区：西安市全域、安阳市", {"西安市": "cases", "安阳市": "cases"}),
        ("高风险地区：许昌市禹州市", {"许昌市禹州市": "high"}),
        ("高风险地区：许昌市禹州市；中风险地区：安阳市滑县", None),
        ("郑州市二七区（高风险）、管城区（中风险）", None),
        ("郑州市二七区由中风险调整为高风险", None),
        ("郑州市二七区调整为低风险", None),
        ("郑州市卫健委公布", None),
    ],
)
def test_no_line_that_names_a_place_is_dropped(line: str, places: dict[str, str] | None) -> None:
    found = read_risk_list(f"中风险地区\n信阳市固始县\n{line}", TODAY)
    read = {one.name: one.level.value for one in found.areas if one.name != "信阳市固始县"}
    if places is None:
        assert (read, found.unread) == ({}, (line,))
    else:
        assert (read, found.unread) == (places, ())


def test_a_level_before_a_colon_stands_for_the_lines_below_it() -> None:
    found = read_risk_list("高风险地区：许昌市禹州市\n安阳市滑县\n洛阳市（中风险）\n信阳市", TODAY)
    assert [one.level.value for one in found.areas] == ["high", "high", "high", "medium"]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        found = read_risk_list(text, TODAY)
    except Problem as problem:
        assert problem.code == "risk_list_empty"
    else:
        assert all(parts(one.name) for one in found.areas)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_word_breaks_the_comparing(origin: str, name: str) -> None:
    if parts(name):
        assert fits(origin, RiskArea(name, Level.HIGH)) in set(Fit)


def test_every_city_and_prefecture_of_the_country_is_known_once() -> None:
    """4 cities under the state, 293 cities, 40 prefectures, leagues and regions; 海南藏族 is 海南州 once more."""
    names = [one for one in _NAMES.split() if one not in {"香港", "澳门", "海南藏族"}]
    under_a_province_alone = 1 + 4 + 15 + 11
    assert len(names) == len(set(names))
    assert len(names) - under_a_province_alone == 4 + 293 + 40


def test_a_line_without_end_waits_for_a_person_and_keeps_nobody_waiting() -> None:
    begun = perf_counter()
    found = read_risk_list("高风险地区\n西安市雁塔区\n" + "东" * 30_000, date(2022, 1, 10))
    assert perf_counter() - begun < 2
    assert ([one.name for one in found.areas], len(found.unread)) == (["西安市雁塔区"], 1)
