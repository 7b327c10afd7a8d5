"""What a sampling round asks of whom, and who comes when to which point; by rules alone."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.queries.playbooks import playbook
from wumen.rules.duties import HOUSEHOLD, RESIDENT, owed
from wumen.rules.guarded_text import check_group_text
from wumen.rules.orders import OrderInForce
from wumen.rules.playbooks import Grade, What
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import (
    RoundAsked,
    RoundDraft,
    RoundOwed,
    check_draft,
    check_pool,
    round_of,
    win_of,
    with_rounds,
)
from wumen.rules.sampling_rounds.rosters import read_lines
from wumen.rules.sampling_rounds.saying import (
    door_notice_zh,
    hourly_zh,
    missing_heading_zh,
    notice_zh,
    organisation_notice_zh,
    round_notice_zh,
    team_notice_zh,
)
from wumen.rules.sampling_rounds.slotting import (
    Heads,
    PointAt,
    at_once,
    desks_short,
    desks_wanted,
    hours_at,
    moved,
    point_of,
    proposed,
    slot_at,
    tubes_needed,
)
from wumen.rules.sampling_rounds.standing import (
    AtWork,
    Counted,
    Tally,
    Why,
    check_why,
    tallies,
    together,
)
from wumen.rules.time import Interval

DAY = date(2022, 1, 10)
BOOK = "community-2021-09"
OUTBREAK = "o"
BEGAN, ENDS = at(1, 9), at(1, 20)
SEVEN, FOUR = at(1, 10, 7), at(1, 10, 16)
RULES = {OUTBREAK: playbook(BOOK)}
MORNING = {OUTBREAK: playbook(BOOK, ("morning-sampling",))}


def asked(number: int = 5, size: int = 10) -> RoundAsked:
    return RoundAsked(uuid4(), number, OUTBREAK, SEVEN, FOUR, size)


def order(regime: str, begins: datetime = BEGAN, ends: datetime = ENDS) -> OrderInForce:
    return OrderInForce("1", OUTBREAK, regime, Interval(begins, ends), begins)


def owes(*orders: OrderInForce, rules=RULES, rounds=None, subject=RESIDENT, now=None):
    made = owed(orders, rules, DAY, subject, now)
    some = with_rounds(made, rounds or [asked()], orders, rules, subject, now)
    return [one for one in some if one.what is What.SAMPLING]


def test_everybody_under_no_order_owes_one_sample_at_a_point() -> None:
    (one,) = owes()
    assert isinstance(one, RoundOwed)
    assert (one.win, one.opens_at, one.due_at, one.role) == ("s5", SEVEN, FOUR, "sampler")
    assert (one.door, one.single) == (False, False)
    assert set(one.basis()) == {"outbreak", "clause", "orders", "round"}


def test_a_home_owes_none() -> None:
    assert owes(subject=HOUSEHOLD) == []


def test_who_owes_a_sample_by_a_rule_owes_none_to_the_round() -> None:
    (one,) = owes(order("lockdown"), rules=MORNING)
    assert (one.win, one.clause) == ("am", "lockdown-sampling")


def test_who_may_not_leave_home_is_sampled_at_the_door_in_a_tube_of_her_own() -> None:
    # The second day of a lockdown by the playbook alone: no sample by a rule.
    (one,) = owes(order("lockdown"))
    assert isinstance(one, RoundOwed)
    assert (one.win, one.door, one.single) == ("s5", True, True)
    (isolated,) = owes(order("home_isolation", begins=at(1, 7)))
    assert (isolated.door, isolated.single) == (True, True)


def test_who_may_leave_by_turns_comes_to_the_point() -> None:
    (one,) = owes(order("control"))
    assert (one.door, one.single) == (False, False)


def test_an_order_that_is_over_keeps_nobody_at_home() -> None:
    lifted = order("lockdown", ends=at(1, 10, 9))
    (before,) = owes(lifted, now=at(1, 10, 8))
    (after,) = owes(lifted, now=at(1, 10, 9))
    assert (before.door, after.door) == (True, False)
    (ahead,) = owes(order("lockdown", begins=at(1, 10, 17)))
    assert ahead.door is False


def test_a_round_one_by_one_needs_a_tube_for_each() -> None:
    (one,) = owes(rounds=[asked(size=1)])
    assert one.single is True


def test_a_window_bears_the_number_of_its_round() -> None:
    assert round_of(win_of(5)) == 5
    assert [round_of(one) for one in ("am", "r5", "s", "s12345", "e5")] == [None] * 5


def draft(**changes: object) -> RoundDraft:
    given = {
        "number": 5,
        "begins": SEVEN,
        "ends": FOUR,
        "pool": "ten",
        "paths": ("x",),
        "ordered_by": "区防控指挥部",
    }
    return RoundDraft(**(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": 0}, "round_number_wrong"),
        ({"ends": SEVEN}, "round_hours"),
        ({"ends": at(1, 11, 8)}, "round_hours"),
        ({"begins": at(1, 9, 7), "ends": at(1, 9, 16)}, "round_hours"),
        ({"begins": at(1, 20, 7), "ends": at(1, 20, 16)}, "round_hours"),
        ({"per_desk": 0}, "round_figures"),
        ({"cap": 0}, "round_figures"),
        ({"paths": ()}, "round_needs_place"),
        ({"ordered_by": " "}, "round_needs_word"),
    ],
)
def test_a_round_that_nobody_could_hold_is_refused(changes: dict[str, object], code: str) -> None:
    check_draft(draft(), at(1, 10, 6))
    with pytest.raises(Problem, match=code):
        check_draft(draft(**changes), at(1, 10, 6))


def test_only_the_poolings_of_the_rules_may_be_had() -> None:
    assert check_pool("ten", RULES[OUTBREAK]).size == 10
    assert check_pool("single", RULES[OUTBREAK]).size == 1
    for wrong in ("thirty", "household", ""):
        with pytest.raises(Problem, match="round_pool_unknown"):
            check_pool(wrong, RULES[OUTBREAK])
    with pytest.raises(Problem, match="round_pool_unknown"):
        check_pool("ten", playbook("norovirus"))


def point(number: int, *serves: str, desks: int = 2, hours: Interval | None = None) -> PointAt:
    held = hours or Interval(SEVEN, FOUR)
    return PointAt(uuid4(), number, f"{number}号", "东门", desks, held, frozenset(serves))


def test_a_building_goes_to_the_point_of_its_narrowest_word() -> None:
    wide, narrow, other = point(1, "a/b/"), point(2, "a/b/3/"), point(3, "a/b/3/")
    assert point_of("a/b/3/", [other, wide, narrow]) == narrow
    assert point_of("a/b/4/", [other, wide, narrow]) == wide
    assert point_of("a/c/", [wide, narrow]) is None


def test_buildings_follow_each_other_by_heads_and_desks() -> None:
    one = point(1, "a/")
    # Two desks, 60 an hour each: 120 an hour.
    found = proposed([Heads("a/10/", 30), Heads("a/2/", 120)], [one], 60, 500)
    assert [(s.area, s.begins, s.ends) for s in found.slots] == [
        ("a/2/", SEVEN, at(1, 10, 8)),
        ("a/10/", at(1, 10, 8), at(1, 10, 8).replace(minute=15)),
    ]


def test_no_wave_is_larger_than_the_cap() -> None:
    (slot,) = proposed([Heads("a/1/", 250)], [point(1, "a/")], 60, 100).slots
    assert len(slot.waves) == 3
    assert slot.waves[0] == slot.begins
    assert slot.waves == tuple(sorted(slot.waves))
    # Eighty-four heads a wave take 45 minutes at 120 an hour.
    assert slot.waves[1] == SEVEN.replace(minute=45)
    assert slot.ends == SEVEN.replace(hour=9, minute=15)


def test_who_stays_at_home_stands_in_no_slot_and_who_has_no_point_is_named() -> None:
    found = proposed([Heads("a/1/", 0, 40), Heads("b/1/", 3)], [point(1, "a/")], 60, 100)
    assert found.slots == ()
    assert found.unserved == ("b/1/",)


def test_what_does_not_fit_is_said_with_the_desks_that_are_wanting() -> None:
    short = point(1, "a/", desks=1, hours=Interval(SEVEN, at(1, 10, 8)))
    found = proposed([Heads("a/1/", 60), Heads("a/2/", 60)], [short], 60, 100)
    assert [one.late for one in found.slots] == [False, True]
    assert desks_short(found.slots, short, 60) == 1
    assert desks_short(found.slots[:1], short, 60) == 0


def test_a_point_works_in_its_own_hours_as_far_as_the_round_goes() -> None:
    assert hours_at(Interval(at(1, 10, 6), at(1, 10, 20)), Interval(SEVEN, FOUR)) == Interval(
        SEVEN, FOUR
    )
    late = hours_at(Interval(at(1, 10, 17), at(1, 10, 20)), Interval(SEVEN, FOUR))
    assert late.begins == late.ends
    closed = replace(point(1, "a/"), hours=late)
    (slot,) = proposed([Heads("a/1/", 5)], [closed], 60, 100).slots
    assert slot.late
    assert desks_short((slot,), closed, 60) == 0


def test_tubes_are_counted_by_ten_and_one_each_for_those_apart() -> None:
    assert tubes_needed(21, 10, 4) == 3 + 4
    assert tubes_needed(0, 10, 0) == 0


def test_missing_are_counted_by_reason_and_never_a_hundred_while_one_is() -> None:
    rows = [
        Counted("a/", False, False, "done", "", 398),
        Counted("a/", True, True, "done", "", 1),
        Counted("a/", True, True, "open", "refused", 1),
        Counted("a/", False, False, "waived", "", 1),
        Counted("b/", False, False, "taken", "", 2),
        Counted("b/", False, False, "open", "去医院了", 1),
    ]
    found = tallies(rows)
    a, whole = found["a/"], together(found.values())
    assert (a.due, a.done, a.waived, a.missing, a.door, a.door_done) == (401, 399, 1, 1, 2, 1)
    assert a.percent == 99
    assert [(named.zh, many) for named, many in whole.said] == [
        ("别的原因", 1),
        ("不愿意", 1),
        ("没说原因", 2),
    ]


def test_a_refusal_bears_no_words_and_others_say_where_or_who() -> None:
    assert check_why("refused", "他说不想去") == (Why.REFUSED, "")
    assert check_why("away", "") == (Why.AWAY, "")
    assert check_why("sampled_elsewhere", " 单位 8:30 ") == (Why.ELSEWHERE, "单位 8:30")
    for why, words in (("sampled_elsewhere", " "), ("unfit", ""), ("away", "x" * 81)):
        with pytest.raises(Problem, match="round_why_words"):
            check_why(why, words)
    with pytest.raises(Problem, match="round_why_unknown"):
        check_why("later", "")


def test_lines_of_a_roster_are_read_or_refused() -> None:
    assert read_lines("1-3、5", 9) == {1, 2, 3, 5}
    assert read_lines("2至4 9", 9) == {2, 3, 4, 9}
    for wrong in ("", "0", "10", "3-2", "1-10", "a", "1-2-3"):
        with pytest.raises(Problem, match="round_lines_wrong"):
            read_lines(wrong, 9)


def test_texts_are_fit_for_a_group_and_short() -> None:
    (slot,) = proposed([Heads("a/1/", 250)], [point(3, "a/")], 60, 100).slots
    site = slot_at(point(19, "a/"), Heads("a/", 2000, organisation=uuid4()), SEVEN, 600, 1000)
    texts = [
        notice_zh(5, DAY, "锦绣城 1号楼", "东门里边的小广场", slot),
        door_notice_zh(5, DAY, "锦绣城 1号楼", SEVEN, FOUR),
        missing_heading_zh(5, FOUR, DAY, slot) + "：101、201",
        missing_heading_zh(5, FOUR, DAY, None) + "：101、201",
        hourly_zh("锦绣城社区", 5, at(1, 10, 8), together([]), 3, AtWork(), SEVEN),
        round_notice_zh(5, DAY, SEVEN, FOUR),
        organisation_notice_zh(5, DAY, "城西工地", "小学操场", site),
        team_notice_zh(5, "城西工地", 2000, "采样三队", SEVEN, DAY),
    ]
    for text in texts:
        check_group_text(text)
        assert len(text) <= 500
    assert "分3批叫：07:00、07:45、08:30" in texts[0]
    assert "上门采样" in texts[1]
    assert f"07:00—{site.ends:%H:%M}，请到19号采样点（小学操场）。名册上2000人在这里采" in texts[6]
    assert "分2批到：07:00、" in texts[6]
    assert "07:00，采样三队到您单位采，名册上2000人" in texts[7]
    assert "请等本楼的通知" in texts[5]
    assert "16:00前到3号采样点" in texts[2]


def test_the_line_on_the_hour_sums_homes_and_organisations() -> None:
    homes = Tally(due=495, done=95, whys={"": 398, "away": 2})
    text = hourly_zh("航海西路街道", 5, at(1, 10, 8), homes, 4, AtWork(2250, 401), SEVEN)
    assert "应检2745人，已检496人，未检2249人（18%）" in text
    assert "其中住户应检495人、已检95人；单位名册应检2250人、已检401人。" in text
    assert "未检原因：外出不在本地2人，没说原因398人。" in text
    # Before it begins nobody is missing for a reason.
    early = hourly_zh("航海西路街道", 5, at(1, 10, 6), homes, 4, AtWork(), SEVEN)
    assert "还没开始，1月10日07:00开始采" in early
    assert "未检原因" not in early
    assert "单位" not in early
    # Where nobody is to be sampled, nothing is done by a hundred percent.
    none = hourly_zh("航海西路街道", 5, at(1, 10, 8), together([]), 0, AtWork(), SEVEN)
    assert "应检0人，已检0人，未检0人。" in none


def test_a_point_needs_desks_for_whoever_sends_people() -> None:
    one = point(19, "a/")
    # Two desks at 75 an hour do 1,350 in nine hours.
    assert desks_wanted(1350, one, 75) == 0
    assert desks_wanted(2000, one, 75) == 1
    shut = point(20, "a/", hours=Interval(SEVEN, SEVEN))
    assert desks_wanted(2000, shut, 75) == 0


def test_a_sample_is_never_declared_for_somebody() -> None:
    from wumen.queries.duties import grades_of

    (one,) = owes()

    class Standing:
        basis = one.basis()

    assert grades_of(Standing(), RULES) == (Grade.MEASURED,)


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 100), st.integers(1, 300)), max_size=3),
)
def test_times_set_by_hand_stand_and_the_others_go_around_them(
    many: list[int], by_hand: list[tuple[int, int]]
) -> None:
    one = point(1, "a/")
    kept = [
        slot_at(one, Heads(f"a/{90 + n}/", people), SEVEN + step * timedelta(minutes=5), 75, 200)
        for n, (step, people) in enumerate(by_hand)
    ]
    heads = [Heads(f"a/{n}/", people) for n, people in enumerate(many)]
    found = proposed(heads, [one], 75, 200, kept)
    assert set(kept) <= set(found.slots)
    others = [slot for slot in found.slots if slot not in kept]
    assert [slot.area for slot in others] == [one.area for one in heads]
    for place, slot in enumerate(others):
        assert not any(slot.hours.meets(other.hours) for other in [*kept, *others[:place]])


def test_a_moved_time_lies_within_the_hours_of_its_point() -> None:
    late = point(1, "a/", hours=Interval(at(1, 10, 9), FOUR))
    slot = moved(late, Heads("a/1/", 100), "15点50", SEVEN, 75, 40)
    assert (slot.begins, len(slot.waves), slot.late) == (
        at(1, 10, 15) + timedelta(minutes=50),
        3,
        True,
    )
    for text, code in (("8:59", "slot_hours"), ("16:00", "slot_hours"), ("x", "hour_unreadable")):
        with pytest.raises(Problem, match=code):
            moved(late, Heads("a/1/", 100), text, SEVEN, 75, 40)


def test_buildings_at_one_point_at_the_same_time_are_named() -> None:
    one, two = point(1, "a/"), point(2, "b/")
    slots = [
        slot_at(one, Heads("a/1/", 10), SEVEN, 75, 200),
        slot_at(one, Heads("a/2/", 10), SEVEN + timedelta(minutes=5), 75, 200),
        slot_at(one, Heads("a/3/", 10), SEVEN, 75, 200),
        slot_at(two, Heads("b/1/", 10), SEVEN, 75, 200),
    ]
    assert at_once(slots) == {"a/1/", "a/3/"}
