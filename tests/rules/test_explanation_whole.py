"""The whole answer: what, why, who decided, since, until, what ends it, whom to ring, how to object."""

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.explanation import Contact, Explanation, Reason, Whole, explain_whole
from wumen.rules.playbooks import Named
from wumen.rules.release import ConditionState
from wumen.rules.time import at

FROM, UNTIL = at(date(2022, 1, 8), time()), at(date(2022, 1, 22), time())
MET = ConditionState("a", "近14天无新增", "no case in 14 days", True, (), "s")
NOT_YET = ConditionState(
    "b", "末次暴露满14天", "14 days", False, (("还差 3 天", "3 days to go"),), "s"
)
UNKNOWN = ConditionState(
    "c", "全员核酸阴性", "all negative", None, (("还没有登记", "not recorded yet"),), "s"
)
LOCKDOWN = Reason(
    order="1",
    regime=Named(zh="封控区", en="lockdown zone"),
    movement=Named(zh="足不出户", en="stay at home"),
    strictness=30,
    authority="中原区指挥部",
    document="通告第1号",
    ground="1号楼发现阳性感染者",
    edition=Named(zh="社区防控方案", en="community plan"),
    begins=FROM,
    ends=UNTIL,
    personal=False,
    conditions=(MET, NOT_YET, UNKNOWN),
)
CONTROL = replace(
    LOCKDOWN,
    order="2",
    document="通告第2号",
    strictness=20,
    regime=Named(zh="管控区", en="control zone"),
    movement=Named(zh="人不出区", en="stay in the zone"),
)
CALL = (Contact(Named(zh="楼长", en="captain"), "李楼长", "13900000002"),)
LINE = Explanation("一行", "a line", "lockdown", ("1",), FROM, UNTIL)


def said(whole: Whole) -> str:
    """All parts in Chinese."""
    return "\n".join(
        "\n".join([part.question.zh, *(one.zh for one in part.lines)]) for part in whole.parts
    )


def test_every_question_of_a_resident_is_answered() -> None:
    text = said(explain_whole(LINE, [LOCKDOWN], CALL))
    for part in (
        *("封控区：足不出户", "1号楼发现阳性感染者", "中原区指挥部《通告第1号》", "社区防控方案"),
        *("自 1月8日 00:00 起", "至 1月22日 00:00 止，到期自行结束", "怎样可以提前结束"),
        *("李楼长，13900000002", "行政复议", "拨 120", "看病、急救随时可以出门"),
    ):
        assert part in text


def test_a_condition_that_nobody_recorded_is_never_told_as_met() -> None:
    text = said(explain_whole(LINE, [LOCKDOWN], CALL))
    assert "✓ 近14天无新增：已满足" in text
    assert "✕ 末次暴露满14天：还没有（还差 3 天）" in text
    assert "? 全员核酸阴性：还不知道（还没有登记）" in text
    assert text.count("已满足") == 1


def test_of_several_orders_each_is_told_and_the_strictest_movement_applies() -> None:
    for some in ([LOCKDOWN, CONTROL], [CONTROL, LOCKDOWN]):
        whole = explain_whole(LINE, some, CALL)
        assert whole.movement == LOCKDOWN.movement
        assert [one.order for one in whole.reasons] == ["1", "2"]
        text = said(whole)
        assert "同时有 2 份通告/决定，出入按最严的一份" in text
        assert "为什么（通告第2号）" in text


def test_nothing_in_force_is_an_answer_too() -> None:
    whole = explain_whole(LINE, [], ())
    assert whole.movement is None
    text = said(whole)
    assert "目前没有任何管控要求" in text
    assert "社区值班室" in text
    assert "不同意怎么办" in text


def test_a_missing_number_is_told_as_missing() -> None:
    text = said(explain_whole(LINE, [LOCKDOWN], (replace(CALL[0], telephone=""),)))
    assert "李楼长，电话还没有登记" in text


def test_what_binds_one_person_is_told_as_hers() -> None:
    assert "对您本人" in said(explain_whole(LINE, [replace(LOCKDOWN, personal=True)], CALL))


@given(
    st.permutations([LOCKDOWN, CONTROL, replace(CONTROL, order="3", strictness=10)]),
    st.lists(st.sampled_from([MET, NOT_YET, UNKNOWN]), max_size=5),
)
def test_the_order_in_which_orders_are_given_is_nothing_and_care_is_never_held_up(
    some: list[Reason], conditions: list[ConditionState]
) -> None:
    reasons = [replace(one, conditions=tuple(conditions)) for one in some]
    whole = explain_whole(LINE, reasons, CALL)
    assert [one.order for one in whole.reasons] == ["1", "2", "3"]
    text = said(whole)
    assert text.count("：已满足") == 3 * conditions.count(MET)
    assert "随时可以出门" in text
    assert not any(word in text for word in ("违规", "严查", "一律"))
