"""Reports upward: what they say, what they compare, what they never hold, and how long they may be."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.rules.figures import Value, Values, declared
from wumen.rules.lists import MESSAGE_LENGTH
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.reports import (
    Changed,
    Head,
    Kind,
    Told,
    check_report_text,
    corrections,
    daily,
    hour_zh,
    hourly,
    read_to,
    read_why,
    recounted,
    said,
    seal_of,
    since,
)

REGIMES = {
    "lockdown": Named(zh="封控区", en="lockdown zone"),
    "control": Named(zh="管控区", en="control zone"),
    "home_isolation": Named(zh="居家隔离", en="home isolation"),
}
KNOWN = declared(REGIMES)
KEYS = [one.key for one in KNOWN]
EVENING = at(1, 10, 20)


def drawn(seed: int) -> dict[str, Value]:
    """Some figures: many of them 0 or unknown, some as large as a city's."""
    chance = random.Random(seed)
    sizes = (None, 0, 0, 2, 301, 1400, 9_999_999)
    return {key: chance.choice(sizes) for key in KEYS}


all_values = st.integers(0, 2**32).map(drawn)


def told(before: Values | None = None, **values: Value) -> Told:
    """A report of the community in which everything is 0 but what is given, dots written as _."""
    given_values: dict[str, Value] = dict.fromkeys(KEYS, 0)
    given_values |= {key.replace("__", "."): value for key, value in values.items()}
    return Told("锦绣城社区", EVENING, EVENING, given_values, KNOWN, before=before)


def test_a_daily_report_has_title_day_instant_and_numbered_paragraphs() -> None:
    lines = daily(told(households=12, residents=30)).zh.split("\n")
    assert lines[:3] == ["锦绣城社区疫情防控日报", "1月10日（星期一）", "截至1月10日20:00："]
    assert lines[3] == "一、底数。住户12户，居民30人，外出0人。"
    assert [one[:2] for one in lines[3:11]] == [f"{n}、" for n in "一二三四五六七八"]
    assert daily(told(households=12)).en.startswith("锦绣城社区: daily report\nMon 10 Jan 2022\n")


def test_grades_of_evidence_are_told_apart_and_late_work_by_its_name() -> None:
    report = daily(
        told(
            duties__owed=100, duties__done=60, duties__measured=30, duties__reported=20,
            duties__declared=10, duties__waived=2, duties__open=38, duties__overdue=5,
        )
    ).zh  # fmt: skip
    assert "应办100件，已办60件，其中实测30，自报20，代报10，免办2，未办38件，超时5。" in report


def test_sampling_tells_why_people_are_not_sampled_yet() -> None:
    report = daily(
        told(
            sampling__owed=30, sampling__done=20, sampling__measured=20, sampling__open=10,
            sampling__why__nobody_home=4, sampling__why__refused=1, sampling__why__unsaid=5,
        )
    ).zh  # fmt: skip
    assert "应检30人次，已检20人次" in report
    assert "未检10人次；未检原因：家里没人4，不愿意1，没说原因5。" in report
    assert "今天没有核酸采样" in daily(told()).zh


def test_whoever_is_sampled_at_work_is_told_beside_the_homes() -> None:
    both = told(
        sampling__owed=495, sampling__done=95, sampling__open=400, sampling__why__unsaid=400,
        sampling__work__owed=2250, sampling__work__done=401, sampling__work__open=1849,
    )  # fmt: skip
    said = "另有单位名册应检2250人次，已检401人次，未检1849人次"
    assert f"没说原因400；{said}。" in daily(both).zh
    assert said in hourly(both).zh
    alone = told(sampling__work__owed=90, sampling__work__open=90)
    assert "核酸采样。另有单位名册应检90人次，已检0人次，未检90人次。" in daily(alone).zh


def test_what_grew_since_yesterday_is_said_behind_its_figure() -> None:
    before = told().values | {"households": 11, "residents": 33}
    report = daily(told(before, households=12, residents=30)).zh
    assert "住户12户（比昨天+1），居民30人（比昨天−3），外出0人。" in report
    assert "没有标出的没有变化。" in report


def test_without_yesterday_nothing_is_compared_and_it_is_said() -> None:
    report = daily(told(None, households=12)).zh
    assert "（比昨天" not in report
    assert "昨天同一时间的数没有留下，不作比较。" in report


def test_what_yesterday_did_not_keep_is_not_taken_for_nothing() -> None:
    before = told().values | {"away": None}
    report = daily(told(before, away=7)).zh
    assert "外出7人，" in report or "外出7人。" in report
    assert "比昨天+7" not in report


def test_an_unknown_figure_is_named_and_never_0() -> None:
    report = daily(told(households=12, residents=30, away=None))
    assert "外出" not in report.zh.split("\n")[3]
    assert "当时没有留下的数：外出人数。" in report.zh
    assert "Not kept for that hour: Away." in report.en


@given(all_values, st.none() | all_values)
def test_an_hourly_report_is_one_paragraph_that_a_group_message_bears(
    values: Values, before: Values | None
) -> None:
    report = hourly(Told("很长" * 60, EVENING, EVENING, values, KNOWN, before=before, drill=True))
    for text in (report.zh, report.en):
        assert len(text) <= MESSAGE_LENGTH
        assert "\n" not in text
    assert report.zh.startswith("【演练】")


@given(all_values, st.none() | all_values, st.sampled_from([Kind.DAILY, Kind.HOURLY]))
def test_no_report_of_figures_alone_is_refused_by_its_guard(
    values: Values, before: Values | None, kind: Kind
) -> None:
    text = said(kind, Told("锦绣城社区", EVENING, EVENING, values, KNOWN, before=before)).zh
    assert check_report_text(text, text, ["李楼长", "王医生"]) == text.strip()
    more = f"{text}\n另有志愿者12人到岗，居家隔离的3户已送菜。"
    assert check_report_text(more, text, ["李楼长", "王医生"]) == more


@given(all_values, all_values)
def test_a_difference_is_that_of_two_known_figures_and_nothing_else(
    now: dict[str, Value], before: dict[str, Value]
) -> None:
    for key, grown in since(now, before).items():
        value, then = now[key], before[key]
        assert grown == (None if value is None or then is None else value - then)
    assert set(since(now, None).values()) == {None}


@given(all_values, all_values)
def test_a_correction_names_exactly_what_it_changes(
    sent: dict[str, Value], again: dict[str, Value]
) -> None:
    values = recounted(sent, again, same_day=True)
    changed = corrections(sent, values)
    assert {one.key for one in changed} == {key for key in sent if sent[key] != values[key]}
    assert all(value is not None for key, value in values.items() if sent[key] is not None)
    assert {one.key: one.after for one in changed}.items() <= values.items()


@given(all_values, all_values)
def test_of_a_day_that_is_over_only_its_duties_are_counted_anew(
    sent: dict[str, Value], again: dict[str, Value]
) -> None:
    values = recounted(sent, again, same_day=False)
    for key in ("residents", "away", "regime.lockdown.homes", "crew.people", "knocks.visits"):
        assert values[key] == sent[key]


def test_a_correction_says_its_version_its_reason_and_what_changed() -> None:
    fixed = replace(
        told(duties__done=118),
        version=2, why="纸质登记补录", changed=(Changed("duties.done", 120, 118),),
    )  # fmt: skip
    text = daily(fixed).zh
    assert "更正第2版。原因：纸质登记补录。改动：今日事项已办 120→118。" in text
    assert "更正第2版" in hourly(fixed).zh


def test_figures_counted_at_another_minute_say_when() -> None:
    early = replace(told(), counted_at=at(1, 10, 19) + timedelta(minutes=31))
    assert "截至1月10日20:00（数据统计到1月10日19:31）：" in daily(early).zh
    late = replace(told(), counted_at=at(1, 10, 21))
    assert "（含1月10日21:00前补录的）" in daily(late).zh


@pytest.mark.parametrize(
    ("instant", "words"),
    [(at(1, 11), "1月10日24:00"), (at(1, 10, 8), "1月10日08:00"), (at(1, 10, 20), "1月10日20:00")],
)
def test_midnight_is_the_end_of_its_day(instant: datetime, words: str) -> None:
    assert hour_zh(instant) == words


def test_a_message_for_a_group_hides_fewer_than_three_homes() -> None:
    few = told(regime__home_isolation__homes=2, regime__home_isolation__people=5)
    assert "居家隔离不足3户" in hourly(few).zh
    assert "2户" not in hourly(few).zh
    assert "居家隔离2户、5人" in daily(few).zh


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1号楼 301 居家隔离", "group_text_isolated"),
        ("李楼长 1-301 没有办", "group_text_name"),
        ("联系 13800000001", "group_text_number"),
        ("1-2-301 复核结果阳性", "group_text_result"),
        ("", "report_text_empty"),
        ("字" * 7000, "report_text_long"),
    ],
)
def test_words_typed_into_a_report_are_looked_over(text: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        check_report_text(text, "截至1月10日20:00：", ["李楼长"])
    assert refused.value.code == code


def test_a_report_is_sent_to_somebody_and_corrected_for_a_reason() -> None:
    assert read_to(" 街道 指挥部 ") == "街道 指挥部"
    assert read_why("数字录错。") == "数字录错"
    for reading, text, code in (
        (read_to, " ", "report_needs_to"),
        (read_to, "长" * 61, "report_to_long"),
        (read_why, "", "report_needs_why"),
        (read_why, "长" * 201, "report_why_long"),
    ):
        with pytest.raises(Problem) as refused:
            reading(text)
        assert refused.value.code == code


def test_one_changed_entry_changes_the_seal_of_all_heads() -> None:
    heads = [Head(f"w{n}", n, f"{n:064x}", "clerk", "锦绣城社区") for n in range(1, 4)]
    assert seal_of(heads) == seal_of(reversed(heads))
    assert seal_of(heads) != seal_of([*heads[:2], replace(heads[2], hash="f" * 64)])
    assert seal_of([]) == ""
    text = daily(replace(told(), seal=seal_of(heads), entries=6, writers=3)).zh
    assert f"记录校验：3个岗位6条记录，校验码 {seal_of(heads)}" in text
