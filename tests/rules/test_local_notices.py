"""Local notices: what they must name, what they may ask, and which of them decides in a window of a day."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from tests.rules.test_playbooks import BASE, shipped
from wumen.rules.local_notices import (
    LocalRules,
    NoticeDraft,
    Standing,
    check_notice,
    read_notice,
    read_rules,
    stricter,
)
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, at

DAY = date(2022, 1, 10)
NOROVIRUS = shipped("norovirus")
HEADQUARTERS = "中原区新冠肺炎疫情防控指挥部"
OFFICE = "棉纺路街道办事处"
PLACE = "410102/410102003/410102003008/jxc/"
EVERY_DAY = {"changes": [{"clause": "lockdown-sampling", "days": "every"}]}
EVENING = {"changes": [{"clause": "control-temperature", "windows": ["am", "pm"]}]}
FEWER = {"changes": [{"clause": "lockdown-temperature", "windows": ["am"], "less": True}]}
GONE = {"changes": [{"clause": "control-temperature", "without": True, "less": True}]}
NOON = {
    "changes": [
        {"clause": "lockdown-temperature", "windows": ["am", "12:00-13:30", "pm"]},
    ]
}
LIFTS = {
    "clauses": [
        {
            "regime": "lockdown",
            "what": "disinfection",
            "subject": "facility",
            "facilities": ["lift"],
            "windows": ["am"],
            "role": "captain",
            "grades": ["declared"],
            "does_zh": "擦拭按钮、扶手",
            "does_en": "wipe buttons and rails",
        }
    ]
}


def draft(rules: dict[str, object] = EVERY_DAY, **changes: object) -> NoticeDraft:
    """A complete notice of three days over one compound."""
    given_ = {
        "authority": HEADQUARTERS,
        "document": "通告第8号",
        "ground": "楼内又发现感染者",
        "begins": at(DAY, time()),
        "ends": at(DAY + timedelta(days=3), time()),
        "paths": (PLACE,),
        "rules": read_rules(rules),
        **changes,
    }
    return NoticeDraft(**given_)  # type: ignore[arg-type]


# --- what a notice must name ---------------------------------------------------------------------


def test_a_complete_notice_holds_from_its_begin_to_its_end() -> None:
    assert check_notice(draft(), BASE) == Interval(
        at(DAY, time()), at(DAY + timedelta(days=3), time())
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"authority": " "}, "notice_needs_authority"),
        ({"document": ""}, "order_needs_document"),
        ({"begins": None}, "order_needs_start"),
        ({"ends": None}, "order_needs_end"),
        ({"ends": at(DAY, time())}, "order_ends_before_start"),
        ({"paths": ()}, "notice_needs_scope"),
        ({"rules": LocalRules()}, "notice_changes_nothing"),
        ({"ground": " "}, "notice_needs_ground_stricter"),
        ({"rules": read_rules(FEWER), "ground": ""}, "order_needs_ground"),
    ],
)
def test_what_a_notice_leaves_out_is_refused_one_by_one(
    changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        check_notice(draft(**changes), BASE)  # type: ignore[arg-type]
    assert refused.value.code == code
    for language in ("zh", "en"):
        assert refused.value.text(language) and refused.value.next_step(language)


# --- in words of the playbook ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"clause": "curfew"}, "没有措施“curfew”"),
        ({"clause": "lockdown-sampling", "windows": ["midnight"]}, "没有声明的词：midnight"),
        ({"clause": "lockdown-sampling", "windows": ["25:00-26:00"]}, "没有声明的词"),
        ({"clause": "lockdown-sampling", "windows": ["14:00-12:00"]}, "结束不晚于开始"),
        ({"clause": "lockdown-sampling", "windows": []}, "没有写时段"),
        ({"clause": "lockdown-sampling", "windows": ["am", "am"], "days": []}, "没有写哪天"),
        ({"clause": "lockdown-sampling", "days": [3, 3]}, "同一天写了两次"),
        ({"clause": "lockdown-sampling", "days": [1, 2], "step": 2}, "只有“每天”"),
        ({"clause": "lockdown-sampling", "role": "police"}, "没有人能办"),
        ({"clause": "lockdown-sampling", "grades": ["declared"]}, "采样不能接受代报"),
        ({"clause": "lockdown-sampling", "grades": ["guessed"]}, "“grades”这一栏看不懂"),
        ({"clause": "lockdown-sampling", "days": "sometimes"}, "“days”这一栏看不懂"),
        ({"clause": "lockdown-sampling", "leave": "nobody"}, "不能写“leave”"),
    ],
)
def test_an_unknown_word_is_refused_with_entry_and_reason(
    entry: dict[str, object], reason: str
) -> None:
    rules = {"changes": [{"clause": "control-temperature", "windows": ["am", "pm"]}, entry]}
    with pytest.raises(Problem, match="notice_wrong") as refused:
        check_notice(draft(rules), BASE)
    assert "第 2 项" in refused.value.text()
    assert reason in refused.value.text()


@pytest.mark.parametrize("word", ["regimes", "releases", "windows"])
def test_a_notice_draws_no_regime_of_its_own(word: str) -> None:
    with pytest.raises(Problem, match="notice_wrong") as refused:
        read_rules({**EVERY_DAY, word: {}})
    assert f"“{word}”" in refused.value.text()


@pytest.mark.parametrize("said", ["给门贴封条", "单元门上锁", "焊死后门", "硬隔离"])
def test_no_notice_seals_a_door(said: str) -> None:
    rules = {"clauses": [{**LIFTS["clauses"][0], "does_zh": said}]}
    with pytest.raises(Problem, match="notice_wrong") as refused:
        check_notice(draft(rules), BASE)
    assert "封门" in refused.value.text()


def test_what_the_playbook_has_is_changed_and_not_brought_again() -> None:
    again = {**LIFTS["clauses"][0], "what": "sampling", "subject": "resident", "facilities": []}
    with pytest.raises(Problem, match="notice_wrong") as refused:
        check_notice(draft({"clauses": [{**again, "grades": ["measured"]}]}), BASE)
    assert "请选它来改" in refused.value.text()


@pytest.mark.parametrize("rows", ["changes", "clauses"])
def test_a_measure_stands_once_in_a_notice(rows: str) -> None:
    entry = (EVERY_DAY if rows == "changes" else LIFTS)[rows][0]
    with pytest.raises(Problem, match="notice_wrong"):
        check_notice(draft({rows: [entry, entry]}), BASE)


def test_what_says_what_the_rules_say_changes_nothing() -> None:
    same = {"changes": [{"clause": "lockdown-sampling", "days": [14, 10, 7, 4, 1]}]}
    with pytest.raises(Problem, match="notice_changes_nothing_of"):
        check_notice(draft(same), BASE)


# --- 比上级更严 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "keys"),
    [
        (EVERY_DAY, {"lockdown-sampling"}),
        (EVENING, {"control-temperature"}),
        (NOON, {"lockdown-temperature"}),
        (LIFTS, {"local-lockdown-disinfection-facility-lift"}),
        (FEWER, set()),
        (GONE, set()),
        (
            {"changes": [{"clause": "control-temperature", "grades": ["measured"]}]},
            {"control-temperature"},
        ),
    ],
)
def test_a_day_a_window_a_measure_more_or_better_evidence_is_stricter(
    rules: dict[str, object], keys: set[str]
) -> None:
    assert stricter(BASE, read_rules(rules)) == keys


@pytest.mark.parametrize("authority", [HEADQUARTERS, OFFICE])
def test_what_is_stricter_lasts_seven_days_and_no_minute_longer(authority: str) -> None:
    week = at(DAY + timedelta(days=7), time())
    assert check_notice(draft(authority=authority, ends=week), BASE).ends == week
    with pytest.raises(Problem, match="stricter_too_long"):
        check_notice(draft(authority=authority, ends=week + timedelta(minutes=1)), BASE)


def test_what_is_milder_may_last_longer() -> None:
    assert check_notice(draft(FEWER, ends=at(DAY + timedelta(days=30), time())), BASE)


def before(days: int, gap: timedelta = timedelta(), **changes: object) -> Standing:
    """A stricter notice that ended `gap` before the draft begins."""
    ends = at(DAY, time()) - gap
    given_ = {
        "document": "通告第7号",
        "interval": Interval(ends - timedelta(days=days), ends),
        "paths": (PLACE,),
        "stricter": frozenset({"lockdown-sampling"}),
        **changes,
    }
    return Standing(**given_)  # type: ignore[arg-type]


def test_one_after_the_other_is_refused_past_seven_days_in_all() -> None:
    assert check_notice(draft(), BASE, [before(4)])
    with pytest.raises(Problem, match="stricter_again") as refused:
        check_notice(draft(), BASE, [before(5)])
    assert "通告第7号" in refused.value.text()


def test_a_pause_of_some_hours_is_no_pause_and_a_chain_counts_as_one() -> None:
    hours = timedelta(hours=20)
    with pytest.raises(Problem, match="stricter_again"):
        check_notice(draft(), BASE, [before(4, hours)])
    earlier = before(2, timedelta(days=3))
    assert check_notice(draft(), BASE, [earlier])
    with pytest.raises(Problem, match="stricter_again"):
        check_notice(draft(), BASE, [earlier, before(3)])


@pytest.mark.parametrize(
    "other",
    [
        before(7, timedelta(days=1)),
        before(7, paths=("410102/410102003/410102003009/",)),
        before(7, stricter=frozenset({"control-temperature"})),
    ],
)
def test_after_a_day_without_or_elsewhere_or_for_something_else_it_is_no_extension(
    other: Standing,
) -> None:
    assert check_notice(draft(), BASE, [other])


@pytest.mark.parametrize("path", ["410102/410102003/", f"{PLACE}1/"])
def test_a_wider_or_narrower_place_is_the_same_place(path: str) -> None:
    with pytest.raises(Problem, match="stricter_again"):
        check_notice(draft(), BASE, [before(5, paths=(path,))])


def test_the_level_that_issued_the_rules_may_decide_for_longer() -> None:
    issuer = BASE.playbook.issuer
    month = at(DAY + timedelta(days=30), time())
    assert check_notice(draft(authority=issuer, ends=month), BASE, [before(7)])


# --- less than the rules ---------------------------------------------------------------------------


@pytest.mark.parametrize("rules", [FEWER, GONE])
def test_only_an_authority_lets_less_be_asked(rules: dict[str, object]) -> None:
    assert check_notice(draft(rules), BASE)
    for low in (OFFICE, "锦绣城社区居委会"):
        with pytest.raises(Problem, match="notice_asks_less"):
            check_notice(draft(rules, authority=low), BASE)


@pytest.mark.parametrize(
    "entry",
    [
        {"clause": "lockdown-temperature", "windows": ["am"]},
        {"clause": "lockdown-temperature", "windows": ["am", "12:00-13:00"]},
        {"clause": "lockdown-sampling", "days": [1, 2, 3]},
        {"clause": "lockdown-temperature", "days": "every", "step": 2},
        {"clause": "home-isolation-temperature", "grades": ["measured", "reported", "declared"]},
        {"clause": "control-temperature", "without": True},
    ],
)
def test_less_is_never_asked_unless_the_document_says_so(entry: dict[str, object]) -> None:
    with pytest.raises(Problem, match="notice_less_unsaid"):
        check_notice(draft({"changes": [entry]}), BASE)
    assert check_notice(draft({"changes": [{**entry, "less": True}]}), BASE)


def test_an_office_may_add_but_never_say_that_it_replaces() -> None:
    assert check_notice(draft(authority=OFFICE), BASE)
    said = {"changes": [{**EVERY_DAY["changes"][0], "less": True}]}
    with pytest.raises(Problem, match="notice_asks_less"):
        check_notice(draft(said, authority=OFFICE), BASE)


def test_begin_and_end_stay_what_the_playbook_says() -> None:
    once = next((one.key for one in NOROVIRUS.clauses if one.once), "")
    assert once
    with pytest.raises(Problem, match="notice_wrong") as refused:
        check_notice(draft({"changes": [{"clause": once, "role": "captain"}]}), NOROVIRUS)
    assert "通告不改" in refused.value.text()


FILE = """
document = "通告第8号"
authority = "中原区新冠肺炎疫情防控指挥部"
ground = "楼内又发现感染者"
from = "2022-01-10T00:00"
until = "2022-01-12T24:00"
scope = ["410102003008/jxc"]

[[changes]]
clause = "lockdown-sampling"
days = "every"
"""


def test_a_notice_is_read_from_a_file_as_its_document_has_it() -> None:
    read = read_notice(FILE.encode(), "notice.toml")
    assert replace(read, paths=(PLACE,)) == draft()
    assert read.paths == ("410102003008/jxc",)


@pytest.mark.parametrize(
    ("was", "now", "code", "said"),
    [
        ("[[changes]]", "[[changes]", "playbook_unreadable", "notice.toml"),
        ("[[changes]]", "[regimes.curfew]", "notice_wrong", "“regimes”"),
        ("days =", "hours =", "notice_wrong", "“hours”"),
        ('"every"', '"often"', "notice_wrong", "“days”"),
        ("2022-01-12T24:00", "soon", "time_unreadable", "soon"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_with_its_place(
    was: str, now: str, code: str, said: str
) -> None:
    with pytest.raises(Problem, match=code) as refused:
        read_notice(FILE.replace(was, now).encode(), "notice.toml")
    assert said in refused.value.text()
