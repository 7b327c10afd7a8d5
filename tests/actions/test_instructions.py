"""Instructions and requests stand as one duty each, day after day until somebody closes them in her name."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests import cast as the_cast
from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street, at
from tests.whole_words import in_full
from wumen.actions.changes import move_household
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import cannot, do, give_back, take, waive
from wumen.actions.instructions import end, give
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.instructions import InstructionLine, instruction_line, instructions
from wumen.records import clock
from wumen.records.models import Facility
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.instructions import GIVEN, InstructionDraft
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

DAY = date(2022, 1, 10)
NEXT = DAY + timedelta(days=1)
TOLD = InstructionDraft(
    "superior",
    "把消毒片送到各单元门口",
    "区指挥部",
    at(1, 10, 6),
    at(1, 10, 18),
    "captain",
    document="交办单第3号",
    passed_on_by="郑值班长",
)
ASKED = replace(TOLD, origin="resident", said="帮忙买降压药", asked_by="张阿姨", document="")


def given_duties(viewer: Viewer, day: date = DAY) -> list[DutyLine]:
    """The duties that instructions made and that were not withdrawn."""
    return [
        one for one in duty_lines(viewer, day) if one.what in GIVEN and one.state != "withdrawn"
    ]


def kinds(cast: Cast) -> set[str]:
    """The kinds of all differences."""
    return {one.kind for one in audit(cast.operator).differences}


@pytest.fixture
def planned(cast: Cast, under_lockdown: Street) -> Cast:
    """An order in force and its day planned."""
    return cast


def lift(cast: Cast) -> UUID:
    """A lift of building 1."""
    with scoped(WHOLE):
        return Facility.objects.create(area=f"{PATH}1/", kind="lift", name="电梯").id


SUBJECTS = ["resident", "household", "facility", "building", "compound", "community", "subdistrict"]
DOOR = f"{PATH}1/1/202/"


def about(cast: Cast, street: Street, what: str) -> tuple[dict[str, Any], str]:
    """What a draft says of its subject, and where the duty then stands."""
    home = street.households["1/1/202"]
    return {
        "resident": ({"resident": str(street.aunt_zhang.id)}, DOOR),
        "household": ({"household": str(home.id)}, DOOR),
        "facility": ({"facility": str(lift(cast))}, f"{PATH}1/0-p/"),
        "building": ({"path": f"{COMPOUND}/1"}, f"{PATH}1/0-p/"),
        "compound": ({"path": COMPOUND}, f"{PATH}0-p/"),
        "community": ({"path": COMMUNITY}, f"410102/410102003/{COMMUNITY}/0-p/"),
        "subdistrict": ({"path": "410102003"}, "410102/410102003/0-p/"),
    }[what]


@pytest.mark.parametrize("what", SUBJECTS)
def test_each_makes_exactly_one_duty_whatever_it_is_about(
    planned: Cast, street: Street, what: str
) -> None:
    subject, stands = about(planned, street, what)
    give(planned.operator, replace(TOLD, **subject))
    duties = given_duties(planned.operator)
    assert [(one.area, one.what, one.state) for one in duties] == [(stands, "instruction", "open")]
    before = plan_day(planned.operator, DAY).changes
    assert (before.made, before.moved, before.withdrawn, before.revived) == (0, 0, 0, 0)
    assert audit(planned.operator).differences == ()


@pytest.mark.parametrize("what", SUBJECTS)
def test_the_planner_makes_it_where_the_day_was_not_planned_yet(
    cast: Cast, street: Street, what: str
) -> None:
    subject, stands = about(cast, street, what)
    give(cast.operator, replace(TOLD, **subject))
    assert given_duties(cast.operator) == []
    plan_day(cast.operator, DAY)
    assert [one.area for one in given_duties(cast.operator)] == [stands]
    assert audit(cast.operator).clean


def test_two_on_one_subject_and_day_stay_apart_by_their_numbers(
    planned: Cast, street: Street
) -> None:
    numbers = {
        give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id))).number
        for _ in range(2)
    }
    assert {one.win for one in given_duties(planned.clerk)} == {f"r{n}" for n in numbers}


@pytest.mark.parametrize("what", ["resident", "community"])
def test_it_is_settled_like_any_duty_and_closed_with_it(
    planned: Cast, street: Street, what: str
) -> None:
    subject, _ = about(planned, street, what)
    row = give(planned.operator, replace(TOLD, grade="reported", **subject))
    key = read_key(given_duties(planned.operator)[0].key)
    with pytest.raises(Problem, match="grade_not_accepted"):
        do(planned.operator, key, "declared")
    cannot(planned.operator, key, "仓库还没到货")
    standing = instruction_line(planned.operator, row.number).duty
    assert standing is not None
    assert standing.reason == "仓库还没到货"
    do(planned.operator, key, "measured", {"number": 40}, by=planned.duty_officer)
    line = instruction_line(planned.operator, row.number)
    assert (line.state, line.closed_by) == ("done", "郑值班长")
    assert audit(planned.operator).differences == ()
    with clock.fixed(at(1, 11, 6)):
        plan_day(planned.operator, NEXT)
        assert given_duties(planned.operator, NEXT) == []
        assert audit(planned.operator).differences == ()


def test_what_is_not_done_stands_again_on_the_next_day_and_is_overdue_at_once(
    planned: Cast, street: Street
) -> None:
    row = give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id)))
    with clock.fixed(at(1, 10, 20)):
        # In the evening, when tomorrow is planned, it may still be done today.
        plan_day(planned.operator, NEXT)
        assert given_duties(planned.clerk, NEXT) == []
        assert audit(planned.operator).differences == ()
    with clock.fixed(at(1, 11, 0)):
        assert kinds(planned) == {"missing"}
        plan_day(planned.operator, NEXT)
        (again,) = given_duties(planned.clerk, NEXT)
        assert (again.due_at, again.overdue) == (at(1, 10, 18), True)
        assert instruction_line(planned.clerk, row.number).state == "overdue"
        assert audit(planned.operator).differences == ()
        do(planned.captain, read_key(again.key))
        assert audit(planned.operator).differences == ()
    with clock.fixed(at(1, 12, 6)):
        plan_day(planned.operator, NEXT + timedelta(days=1))
        assert given_duties(planned.clerk, NEXT + timedelta(days=1)) == []


def test_settled_under_the_former_days_key_it_is_not_owed_today_either(
    planned: Cast, street: Street
) -> None:
    give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id)))
    key = read_key(given_duties(planned.clerk)[0].key)
    with clock.fixed(at(1, 11, 6)):
        plan_day(planned.operator, NEXT)
        do(planned.captain, key)
        assert given_duties(planned.clerk, NEXT) == []
        plan_day(planned.operator, NEXT)
        assert given_duties(planned.clerk, NEXT) == []
        assert audit(planned.operator).differences == ()


def test_it_may_be_done_before_its_day_once_it_has_begun(planned: Cast, street: Street) -> None:
    plan_day(planned.operator, NEXT)
    draft = replace(ASKED, due=at(1, 11, 18), resident=str(street.aunt_zhang.id))
    give(planned.clerk, draft)
    (ahead,) = given_duties(planned.clerk, NEXT)
    do(planned.captain, read_key(ahead.key))
    give(planned.clerk, replace(draft, opens=at(1, 11, 8)))
    later = next(one for one in given_duties(planned.clerk, NEXT) if one.state == "open")
    with pytest.raises(Problem, match="duty_not_yet"):
        do(planned.captain, read_key(later.key))
    assert audit(planned.operator).differences == ()


@pytest.mark.parametrize("how", ["cancelled", "withdrawn"])
@pytest.mark.parametrize("hour", [9, 20])
def test_it_is_cancelled_or_withdrawn_with_a_reason_and_a_name(
    planned: Cast, street: Street, how: str, hour: int
) -> None:
    row = give(planned.clerk, replace(TOLD, path=COMMUNITY, role="secretary"))
    with clock.fixed(at(1, 10, hour)):
        with pytest.raises(Problem, match="reason_needed"):
            end(planned.clerk, row.number, how, " ")
        end(planned.clerk, row.number, how, "区里通知不办了")
        line = instruction_line(planned.clerk, row.number)
        assert (line.state, line.closed_by, line.closed_why) == (how, "孙内勤", "区里通知不办了")
        plan_day(planned.operator, DAY)
        assert given_duties(planned.clerk) == []
        assert audit(planned.operator).differences == ()
        with pytest.raises(Problem, match="instruction_closed"):
            end(planned.clerk, row.number, how, "再取消")


def test_waived_it_is_closed_in_the_name_of_who_may_waive(planned: Cast, street: Street) -> None:
    row = give(planned.clerk, replace(TOLD, path=COMMUNITY, role="secretary"))
    key = read_key(given_duties(planned.clerk)[0].key)
    with pytest.raises(Problem, match="right_missing"):
        waive(planned.clerk, key, "已另有人办")
    waive(planned.secretary, key, "已另有人办")
    line = instruction_line(planned.clerk, row.number)
    assert (line.state, line.closed_by, line.closed_why) == ("waived", "周书记", "已另有人办")
    assert audit(planned.operator).differences == ()


def test_it_goes_with_its_subject_to_another_door(planned: Cast, street: Street) -> None:
    home = street.households["1/1/202"]
    give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id)))
    give(planned.clerk, replace(ASKED, household=str(home.id)))
    move_household(planned.clerk, home.id, f"{COMPOUND}/3/1/302")
    assert {one.area for one in given_duties(planned.clerk)} == {f"{PATH}3/1/302/"}
    assert audit(planned.operator).differences == ()
    assert plan_day(planned.operator, DAY).changes.moved == 0


def test_the_named_post_owes_it_else_the_nearest_of_the_role(planned: Cast, street: Street) -> None:
    other = the_cast.person(
        planned.operator, "吴网格员", "community_worker", "grid_worker", COMMUNITY
    )
    plan_day(planned.operator, DAY)
    give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id)))
    give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id), post=str(other.post)))
    owners = [one.owner.name for one in given_duties(planned.clerk) if one.owner]
    assert sorted(owners) == ["吴网格员", "李楼长"]
    with pytest.raises(Problem, match="post_not_there"):
        give(planned.clerk, replace(TOLD, path=f"{COMPOUND}/2", post=str(planned.captain.post)))


def test_who_may_not_see_a_place_neither_gives_nor_sees_there(
    planned: Cast, street: Street
) -> None:
    row = give(planned.clerk, replace(TOLD, path=COMMUNITY, role="secretary"))
    with pytest.raises(Problem, match="area_not_yours"):
        give(planned.outsider, replace(TOLD, path=COMMUNITY))
    with pytest.raises(Problem, match="resident_unknown"):
        give(planned.outsider, replace(ASKED, resident=str(street.aunt_zhang.id)))
    with pytest.raises(Problem, match="right_missing"):
        give(planned.sampler, replace(TOLD, path=COMMUNITY))
    assert instructions(planned.outsider) == []
    with pytest.raises(Problem, match="instruction_unknown"):
        instruction_line(planned.outsider, row.number)
    with pytest.raises(Problem, match="instruction_place_too_wide"):
        give(planned.operator, replace(TOLD, path="410102"))


def test_what_it_says_lies_sealed(planned: Cast, street: Street) -> None:
    give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id)))
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(i)::text FROM instruction i")
        assert "降压药" not in cursor.fetchall()[0][0]
        cursor.execute(
            "SELECT convert_from(body, 'UTF8') FROM event WHERE kind LIKE 'instruction%'"
        )
        assert "张阿姨" not in str(cursor.fetchall())
    (line,) = in_full(planned.captain, instructions(planned.captain))
    assert isinstance(line, InstructionLine)
    assert (line.said.text, line.said.asked_by, line.subject) == (
        "帮忙买降压药",
        "张阿姨",
        "张阿姨",
    )


GIVEN_DUTY = "what IN ('instruction', 'request')"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (f"UPDATE duty SET win = 'r99' WHERE {GIVEN_DUTY}", {"missing", "unwanted"}),
        (f"UPDATE duty SET state = 'withdrawn' WHERE {GIVEN_DUTY}", {"missing"}),
        (
            f"UPDATE duty SET due_at = due_at + interval '1 hour' WHERE {GIVEN_DUTY}",
            {"wrong_window"},
        ),
        (f"UPDATE duty SET area = area || '9/' WHERE {GIVEN_DUTY}", {"wrong_place"}),
        (f"UPDATE duty SET owner_post = NULL WHERE {GIVEN_DUTY}", {"wrong_owner"}),
        (
            f'UPDATE duty SET basis = basis || \'{{"grade": "measured"}}\' WHERE {GIVEN_DUTY}',
            {"wrong_grounds"},
        ),
        (
            "UPDATE instruction SET due_at = due_at + interval '1 hour'",
            {"wrong_window"},
        ),
        (
            "UPDATE instruction SET closed_as = 'done', closed_day = '2022-01-10', closed_at ="
            " entered_at, closed_by_id = entered_by_id",
            {"closed_differs"},
        ),
        (
            "UPDATE instruction SET closed_as = 'cancelled', closed_day = '2022-01-10', closed_at ="
            " entered_at, closed_by_id = entered_by_id",
            {"unwanted"},
        ),
    ],
)
def test_a_change_behind_the_audits_back_is_found(
    planned: Cast, street: Street, statement: str, found: set[str]
) -> None:
    give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id)))
    assert kinds(planned) == set()
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 1
    assert kinds(planned) - {"count_differs", "nobody"} == found


def test_on_the_days_after_too_its_hours_and_grounds_are_checked(
    planned: Cast, street: Street
) -> None:
    give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id)))
    with clock.fixed(at(1, 11, 6)):
        plan_day(planned.operator, NEXT)
        assert kinds(planned) == set()
        with scoped(WHOLE), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE duty SET due_at = due_at - interval '1 hour', basis = '{}'"
                f" WHERE {GIVEN_DUTY} AND day = '2022-01-11'"
            )
        assert {"wrong_window", "wrong_grounds"} <= kinds(planned)


def test_a_duty_is_taken_by_one_shown_and_given_back(planned: Cast, street: Street) -> None:
    give(planned.clerk, replace(ASKED, resident=str(street.aunt_zhang.id)))
    key = read_key(given_duties(planned.clerk)[0].key)
    take(planned.captain, key)
    take(planned.captain, key)
    (line,) = given_duties(planned.clerk)
    assert (line.state, line.taken_by.name if line.taken_by else "") == ("taken", "李楼长")
    with pytest.raises(Problem, match="duty_taken"):
        take(planned.clerk, key)
    with pytest.raises(Problem, match="duty_taken"):
        give_back(planned.clerk, key)
    plan_day(planned.operator, DAY)
    assert given_duties(planned.clerk)[0].state == "taken"
    assert audit(planned.operator).differences == ()
    give_back(planned.secretary, key)
    with pytest.raises(Problem, match="duty_not_taken"):
        give_back(planned.captain, key)
    assert (given_duties(planned.clerk)[0].state, kinds(planned)) == ("open", set())
    take(planned.clerk, key)
    do(planned.captain, key)
    assert (given_duties(planned.clerk)[0].state, kinds(planned)) == ("done", set())


def test_taking_keeps_what_was_said_before(planned: Cast, street: Street) -> None:
    line = next(one for one in duty_lines(planned.clerk, DAY) if one.what == "temperature")
    cannot(planned.captain, read_key(line.key), "refused")
    take(planned.captain, read_key(line.key))
    found = next(one for one in duty_lines(planned.clerk, DAY) if one.key == line.key)
    assert (found.state, found.reason) == ("taken", "refused")
    with pytest.raises(Problem, match="right_missing"):
        take(planned.volunteer, read_key(line.key))


def test_a_tap_that_came_twice_asks_once(planned: Cast) -> None:
    draft = replace(TOLD, path=f"{COMPOUND}/1")
    first = give(planned.clerk, draft)
    assert give(planned.clerk, draft).number == first.number
    others = [
        give(planned.clerk, replace(draft, said="把消毒片送到大门口")),
        give(planned.clerk, replace(draft, due=at(1, 10, 20))),
        give(planned.secretary, draft),
    ]
    with clock.fixed(clock.now() + timedelta(minutes=3)):
        others.append(give(planned.clerk, draft))
    end(planned.clerk, others[-1].number, "cancelled", "写错了")
    others.append(give(planned.clerk, draft))
    numbers = {one.number for one in others} - {first.number}
    assert len(numbers) == 4, "only the last is the first once more"
