"""A local notice changes what is owed when two people stood for it, where and while it holds, and says so."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests.actions.test_audit_mutations import behind_its_back
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, notice, noticed, ordered
from wumen.actions.changes import split_compound, undo
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.local_notices import (
    ask_to_end,
    confirm_notice,
    drop_notice,
    end_notice,
    enter_notice,
    issue_notice,
)
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.local_notices import notice_lines
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import LocalNotice
from wumen.rules.duties import read_key
from wumen.rules.problems import Problem

DAY = date(2022, 1, 10)
NOON_KEY = "1200-1330"
MILDER = {"changes": [{"clause": "lockdown-temperature", "windows": ["am"], "less": True}]}
LIFTS = {
    "clauses": [
        {
            "regime": "lockdown",
            "what": "disinfection",
            "subject": "household",
            "windows": ["pm"],
            "role": "captain",
            "grades": ["measured", "declared"],
            "does_zh": "门把手擦拭",
            "does_en": "wipe the door handle",
        }
    ]
}


def owing(cast: Cast, day: date = DAY, **is_: object) -> list[DutyLine]:
    """What stands on a day, after planning it, wherever it is; narrowed to what has these values."""
    plan_day(cast.operator, day)
    lines = duty_lines(cast.operator, day)
    return [
        line
        for line in lines
        if line.state != "withdrawn"
        and all(getattr(line, name) == value for name, value in is_.items())
    ]


def clean(cast: Cast) -> bool:
    """Whether the audit finds nothing that differs, but for owners who were never named."""
    return {one.kind for one in audit(cast.operator).differences} <= {"no_owner"}


def test_a_notice_that_waits_for_its_second_person_changes_nothing(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    entered = enter_notice(cast.clerk, notice("1"))
    assert not owing(cast, win=NOON_KEY)
    confirm_notice(cast.secretary, entered.number)
    assert len(owing(cast, win=NOON_KEY)) == 10
    assert clean(cast)


def test_who_entered_a_notice_cannot_confirm_it(cast: Cast, street: Street) -> None:
    entered = enter_notice(cast.secretary, notice("1"))
    with pytest.raises(Problem, match="second_person_needed"):
        confirm_notice(cast.secretary, entered.number)
    with pytest.raises(Problem, match="right_missing"):
        confirm_notice(cast.clerk, entered.number)


@pytest.mark.parametrize(
    "changes",
    [
        "confirmed_by_id = entered_by_id, confirmed_at = now()",
        "until_at = from_at",
        "until_at = from_at + interval '8 days'",
        "ground = ''",
        "confirmed_at = now()",
        "ended_at = until_at, ended_by_id = entered_by_id",
    ],
)
def test_the_database_keeps_what_a_notice_must_be(cast: Cast, street: Street, changes: str) -> None:
    enter_notice(cast.clerk, notice("1"))
    with (
        acting(cast.clerk),
        pytest.raises(IntegrityError, match="local_notice_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE local_notice SET {changes}")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paths": (f"{COMPOUND}/9",)}, "area_unknown"),
        ({"paths": ("410102013001",)}, "area_not_yours"),
        ({"paths": ()}, "notice_needs_scope"),
        ({"ends": at(1, 18)}, "stricter_too_long"),
        ({"rules": MILDER, "authority": "棉纺路街道办事处"}, "notice_asks_less"),
    ],
)
def test_what_a_notice_may_not_be_is_refused(
    cast: Cast, street: Street, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        enter_notice(cast.clerk, notice("1", **changes))
    assert refused.value.code == code
    assert not notice_lines(cast.operator)


def test_a_captain_enters_no_notice(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="right_missing"):
        enter_notice(cast.captain, notice("1"))


def test_a_dropped_notice_never_holds(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    entered = enter_notice(cast.clerk, notice("1"))
    drop_notice(cast.clerk, entered.number)
    with pytest.raises(Problem, match="notice_dropped"):
        confirm_notice(cast.secretary, entered.number)
    assert not owing(cast, win=NOON_KEY)
    held = noticed(cast, "1")
    for again in (
        lambda: confirm_notice(cast.duty_officer, held.number),
        lambda: drop_notice(cast.clerk, held.number),
    ):
        with pytest.raises(Problem, match="notice_confirmed"):
            again()


def test_a_notice_over_a_part_of_a_compound_asks_there_alone(cast: Cast, street: Street) -> None:
    ordered(cast, "")
    held = noticed(cast, "1", "2/1/201")
    noon = owing(cast, win=NOON_KEY)
    assert {line.area.removeprefix(PATH)[:2] for line in noon} == {"1/", "2/"}
    assert len(noon) == 10 + 4
    assert {line.basis["notice"] for line in noon} == {held.number}
    pm = owing(cast, what="temperature", win="pm")
    # Where the notice holds its version of the measure decides; elsewhere the playbook's own.
    assert sum("notice" in line.basis for line in pm) == 14
    assert len(pm) == 30
    assert clean(cast)


def test_a_person_under_her_own_order_stands_under_the_notice_of_her_place(
    cast: Cast, street: Street
) -> None:
    ordered(*(cast,), regime="home_isolation", residents=(str(street.aunt_zhang.id),), paths=())
    rules = {
        "changes": [
            {"clause": "home-isolation-temperature", "windows": ["am", "pm", "12:00-13:30"]}
        ]
    }
    noticed(cast, "", rules=rules)
    (line,) = owing(cast, win=NOON_KEY)
    assert line.subject == street.aunt_zhang.id
    assert clean(cast)


def test_the_next_day_after_its_end_the_playbook_holds_alone(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    noticed(cast, "1")
    assert len(owing(cast, win=NOON_KEY)) == 10
    assert len(owing(cast, date(2022, 1, 14), win=NOON_KEY)) == 10
    assert not owing(cast, date(2022, 1, 15), win=NOON_KEY)
    assert clean(cast)


def test_what_begins_at_noon_changes_the_afternoon_alone(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    rules = {"changes": [{"clause": "lockdown-temperature", "role": "grid_worker"}]}
    noticed(cast, "1", rules=rules, begins=at(1, 10, 12))
    lines = owing(cast, what="temperature")
    assert {line.win for line in lines if "notice" in line.basis} == {"pm"}
    assert clean(cast)


def test_a_measure_of_other_subjects_is_planned_and_audited(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    noticed(cast, "", rules=LIFTS)
    assert len(owing(cast, what="disinfection")) == 4
    assert clean(cast)


def test_what_an_authority_takes_away_is_withdrawn(cast: Cast, street: Street) -> None:
    ordered(cast, "1", "2")
    assert len(owing(cast, what="temperature", win="pm")) == 20
    noticed(cast, "2", rules=MILDER)
    assert len(owing(cast, what="temperature", win="pm")) == 10
    assert clean(cast)


def test_of_two_notices_the_narrower_decides_whichever_came_first(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1", "2")
    narrow = noticed(cast, "1", document="通告第9号")
    wide = noticed(cast, "", document="通告第10号")
    noon = owing(cast, win=NOON_KEY)
    assert len(noon) == 20
    for line in noon:
        inside = line.area.startswith(f"{PATH}1/")
        assert line.basis["notice"] == (narrow.number if inside else wide.number)
    assert clean(cast)


def test_the_grades_of_evidence_are_those_of_the_notice(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    rules = {"changes": [{"clause": "lockdown-temperature", "grades": ["measured"], "less": False}]}
    noticed(cast, "1", rules=rules)
    line = owing(cast, what="temperature")[0]
    with pytest.raises(Problem, match="grade_not_accepted"):
        settle.do(cast.operator, read_key(line.key), "declared")
    settle.do(cast.operator, read_key(line.key), "measured")
    assert clean(cast)


def test_the_audit_finds_a_duty_whose_basis_does_not_name_its_notice(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    noticed(cast, "1")
    assert owing(cast, win=NOON_KEY)
    assert clean(cast)
    behind_its_back(
        "UPDATE duty SET basis = basis - 'notice' WHERE (what, subject, win) IN"
        f" (SELECT what, subject, win FROM duty WHERE win = '{NOON_KEY}' LIMIT 1)"
    )
    found = [one for one in audit(cast.operator).differences if one.kind == "wrong_grounds"]
    assert len(found) == 1
    assert not clean(cast)


def test_the_audit_finds_what_a_plan_without_the_notice_leaves_out(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    owing(cast)
    noticed(cast, "1")
    kinds = {one.kind for one in audit(cast.operator).differences}
    assert {"missing", "wrong_grounds"} <= kinds
    assert owing(cast, win=NOON_KEY)
    assert clean(cast)


# --- its end -----------------------------------------------------------------------------------------


def test_two_people_end_a_notice_early_and_the_rest_of_the_day_is_the_playbooks(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    held = noticed(cast, "1")
    owing(cast)
    with pytest.raises(Problem, match="reason_needed"):
        ask_to_end(cast.clerk, held.number, " ")
    with pytest.raises(Problem, match="notice_no_end_asked"):
        end_notice(cast.secretary, held.number)
    ask_to_end(cast.secretary, held.number, "风险已排除")
    with pytest.raises(Problem, match="second_person_needed"):
        end_notice(cast.secretary, held.number)
    with clock.fixed(at(1, 10, 11)):
        end_notice(cast.duty_officer, held.number)
        assert not owing(cast, win=NOON_KEY)
        assert clean(cast)
        assert notice_lines(cast.clerk, held.number)[0].state == "ended"
        with pytest.raises(Problem, match="notice_not_in_force"):
            ask_to_end(cast.clerk, held.number, "又一次")


def test_what_was_ended_before_it_began_never_holds(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    held = noticed(cast, "1", begins=at(1, 12), ends=at(1, 14))
    ask_to_end(cast.clerk, held.number, "不再需要")
    end_notice(cast.secretary, held.number)
    assert not owing(cast, win=NOON_KEY)
    assert not owing(cast, date(2022, 1, 12), win=NOON_KEY)
    assert clean(cast)


def test_one_after_the_other_is_refused_past_seven_days_and_again_when_confirmed(
    cast: Cast, street: Street
) -> None:
    first = enter_notice(cast.clerk, notice("1"))
    second = enter_notice(
        cast.clerk, notice("1", document="通告第9号", begins=at(1, 15), ends=at(1, 18))
    )
    confirm_notice(cast.secretary, first.number)
    with pytest.raises(Problem, match="stricter_again"):
        confirm_notice(cast.secretary, second.number)
    with pytest.raises(Problem, match="stricter_again"):
        enter_notice(cast.clerk, notice("", begins=at(1, 15), ends=at(1, 18)))
    assert noticed(cast, "2", begins=at(1, 15), ends=at(1, 18))
    assert noticed(
        *(cast, "1"), authority="国务院联防联控机制综合组", begins=at(1, 15), ends=at(1, 30)
    )


def test_an_early_end_counts_and_leaves_room_for_the_rest(cast: Cast, street: Street) -> None:
    held = noticed(cast, "1")
    ask_to_end(cast.clerk, held.number, "风险已排除")
    with clock.fixed(at(1, 10, 12)):
        end_notice(cast.secretary, held.number)
    assert noticed(cast, "1", begins=at(1, 12), ends=at(1, 19))


# --- who sees it, from paper, and a compound that is split ----------------------------------------------


def test_who_works_elsewhere_sees_no_notice_and_confirms_none(cast: Cast, street: Street) -> None:
    entered = enter_notice(cast.clerk, notice("1"))
    assert [one.number for one in notice_lines(cast.captain)] == [entered.number]
    assert not notice_lines(cast.outsider)
    with pytest.raises(Problem, match="notice_unknown"):
        confirm_notice(cast.outsider, entered.number)
    with pytest.raises(Problem, match="area_not_yours"):
        drop_notice(
            cast.clerk, enter_notice(cast.duty_officer, notice(paths=("410102003",))).number
        )


def test_the_operator_types_a_notice_for_two_people(cast: Cast, street: Street) -> None:
    people = (cast.clerk.crew_no, cast.secretary.crew_no)
    made = issue_notice(cast.operator, notice("1"), *people)
    (line,) = notice_lines(cast.clerk)
    assert (line.number, line.entered_by, line.confirmed_by) == (made.number, "孙内勤", "周书记")
    with pytest.raises(Problem, match="second_person_needed"):
        issue_notice(cast.operator, notice("1"), people[0], people[0])


def test_a_notice_over_a_split_compound_holds_in_both_and_comes_back(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "")
    noticed(cast, "", document="通告第9号")
    noticed(cast, "1", "3", document="通告第10号")
    assert len(owing(cast, win=NOON_KEY)) == 30
    split = split_compound(cast.clerk, COMPOUND, [f"{COMPOUND}/3"], f"{COMPOUND}b", "锦绣城东院")
    assert len(owing(cast, win=NOON_KEY)) == 30
    assert clean(cast)
    undo(cast.clerk, split.id)
    assert len(owing(cast, win=NOON_KEY)) == 30
    assert clean(cast)
    with acting(cast.operator):
        assert {one.area for one in LocalNotice.objects.all()} == {PATH}


def test_the_words_of_a_notice_name_nobody_and_no_home(cast: Cast, street: Street) -> None:
    for words in (
        {"ground": "1-1-202发现阳性感染者"},
        {"ground": "张阿姨核酸阳性"},
        {"ground": "有事找 13800000001"},
        {"document": "关于张 阿姨的通告"},
    ):
        with pytest.raises(Problem, match="order_words_tell"):
            enter_notice(cast.clerk, notice("1", **words))
    assert enter_notice(cast.clerk, notice("1", document="通告第148号")).document == "通告第148号"
    one = noticed(cast, "1")
    with pytest.raises(Problem, match="order_words_tell"):
        ask_to_end(cast.clerk, one.number, "1-1-202已转运")
