"""What happens at once: plans, taps and moves neither double nor lose a duty."""

from collections.abc import Callable
from contextvars import copy_context
from datetime import date
from threading import Barrier, Thread

from django.db import connection

from tests import cast as the_cast
from tests import street as the_street
from tests.cast import COMPOUND
from wumen.actions.calls import NewList, make_list, note_call
from wumen.actions.changes import move_household
from wumen.actions.devices import bind, make_code
from wumen.actions.duties.plan import plan_day
from wumen.actions.force import NewDeployment, deploy, enlist
from wumen.actions.homes import add_person
from wumen.actions.knocks import knock
from wumen.actions.reach import Reached
from wumen.actions.register import NewResident, register_household
from wumen.actions.round_sheets import KeyedIn, key_sheet, print_sheet
from wumen.actions.rounds import floor_done
from wumen.queries import facts
from wumen.queries.audit import audit
from wumen.queries.calls import call_list
from wumen.queries.devices import device_lines
from wumen.queries.duties import duty_lines
from wumen.queries.force import members
from wumen.queries.free_now import deployed
from wumen.queries.instructions import instructions
from wumen.queries.posts import acting
from wumen.queries.rounds_of_a_day import rounds
from wumen.records import clock
from wumen.records.models import Knock
from wumen.rules.calls import CallResult, Source
from wumen.rules.devices import Lasts
from wumen.rules.knocks import Result
from wumen.rules.rounds import read_round_key
from wumen.rules.sign_up import SignUp

DAY = date(2022, 1, 10)


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Run each work in a thread of its own, begun together; what went wrong in any of them."""
    start, wrong = Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [Thread(target=copy_context().run, args=(run, work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return wrong


def test_four_plans_at_once_make_each_duty_once(committed: Reached) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    the_street.ordered(cast, "1", "2", "3")
    assert at_once(*[lambda: plan_day(cast.operator, DAY)] * 4) == []
    assert len(list(duty_lines(cast.operator, DAY))) == 90
    assert audit(cast.operator).clean


def test_taps_on_one_floor_while_the_day_is_planned_and_a_household_moves(
    committed: Reached,
) -> None:
    cast = the_cast.make()
    street = the_street.make(cast)
    the_street.ordered(cast, "1", "2")
    plan_day(cast.operator, DAY)
    key = read_round_key(rounds(cast.captain, DAY)[0].key)
    household = street.households["1/1/202"].id
    wrong = at_once(
        lambda: floor_done(cast.captain, key, 2),
        lambda: floor_done(cast.captain, key, 2),
        lambda: plan_day(cast.operator, DAY),
        lambda: move_household(cast.clerk, household, f"{COMPOUND}/2/1/909"),
    )
    assert wrong == []
    done = [line for line in duty_lines(cast.operator, DAY) if line.state == "done"]
    assert {line.grade for line in done} == {"declared"}
    assert len(done) in (4, 5)
    assert audit(cast.operator).differences == ()


def test_the_audit_looks_at_one_moment(committed: Reached) -> None:
    cast = the_cast.make()
    with facts.whole_look(cast.operator), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


def test_one_post_registers_and_plans_at_once_without_standing_in_its_own_way(
    committed: Reached,
) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    the_street.ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    for room in range(301, 306):
        wrong = at_once(
            lambda door=room: register_household(
                cast.clerk, f"{COMPOUND}/1/1/{door}", [NewResident(f"第{door}室")]
            ),
            lambda: plan_day(cast.clerk, DAY),
        )
        assert wrong == []
    assert audit(cast.operator).differences == ()


def test_a_sheet_keyed_by_two_while_the_phone_tells_the_same_counts_once(
    committed: Reached,
) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    the_street.ordered(cast, "1")
    plan_day(cast.operator, DAY)
    key = read_round_key(f"2022-01-10/am/{COMPOUND}/1/1")
    with clock.fixed(the_street.at(1, 10, 9)):
        number = print_sheet(cast.clerk, key)
        said = KeyedIn(cast.captain.crew_no, "8:50", "2 没人")
        wrong = at_once(
            lambda: key_sheet(cast.clerk, number, said),
            lambda: key_sheet(cast.secretary, number, said),
            lambda: floor_done(cast.captain, key, 2, {"202": "nobody_home"}),
            lambda: plan_day(cast.operator, DAY),
        )
        assert wrong == []
        with acting(cast.operator):
            assert Knock.objects.count() == 1
        lines = [one for one in duty_lines(cast.operator, DAY) if one.win == "am"]
        assert sum(one.grade == "declared" for one in lines) == 9
        assert audit(cast.operator).clean


def test_last_calls_at_once_ask_for_one_knock_a_home_while_the_captain_is_at_the_door(
    committed: Reached,
) -> None:
    cast = the_cast.make()
    street = the_street.make(cast)
    the_street.ordered(cast, "1")
    plan_day(cast.operator, DAY)
    home = street.aunt_zhang.household_id
    daughter = NewResident("张女儿", telephones=("13800000002",))
    add_person(cast.clerk, home, daughter)
    pasted = "13800000001\n13800000002"
    new = NewList("核对返郑人员", COMPOUND, Source.PASTED, pasted=pasted)
    whole = call_list(cast.clerk, make_list(cast.clerk, new).id)
    wrong = at_once(
        *[
            lambda entry=entry: note_call(cast.clerk, entry.id, CallResult.WRONG_NUMBER)
            for entry in whole.entries
        ],
        lambda: knock(cast.captain, home, Result.NOBODY_HOME),
        lambda: plan_day(cast.operator, DAY),
    )
    assert wrong == []
    assert len([one for one in instructions(cast.captain) if one.duty]) == 1
    assert audit(cast.operator).clean
    knock(cast.captain, home, Result.SPOKEN)
    assert [one for one in instructions(cast.captain) if one.duty] == []


def test_of_phones_that_send_one_code_at_once_one_is_bound(committed: Reached) -> None:
    cast = the_cast.make()
    code = make_code(cast.clerk, cast.captain.post, Lasts.DAY).code
    wrong = at_once(*[lambda: bind(code, "192.168.1.30", "")] * 4)
    assert [str(one) for one in wrong] == ["device_code_wrong"] * 3
    assert [line.bound for line in device_lines(cast.clerk)] == [True]


def test_of_codes_made_at_once_for_one_post_one_waits(committed: Reached) -> None:
    cast = the_cast.make()
    wrong = at_once(*[lambda: make_code(cast.clerk, cast.captain.post, Lasts.DAY)] * 3)
    assert {str(one) for one in wrong} <= {"changed_at_once"}
    assert [line.bound for line in device_lines(cast.clerk)] == [False]


def test_whoever_signs_up_from_four_sides_at_once_stands_once(committed: Reached) -> None:
    cast = the_cast.make()
    offers = [SignUp(f"报名人{n}", f"1380000{n:04d}", "volunteer") for n in range(5)]

    def sign_up() -> None:
        for offer in offers:
            enlist(cast.clerk, COMPOUND, offer, "ledger")

    assert at_once(*[sign_up] * 4) == []
    assert sorted(line.name for line in members(cast.clerk)) == [one.name for one in offers]


def test_whoever_is_taken_for_the_same_half_day_from_four_sides_is_taken_once(
    committed: Reached,
) -> None:
    cast = the_cast.make()
    row = enlist(cast.clerk, COMPOUND, SignUp("报名人", "13800000001", "volunteer"), "ledger")
    work = NewDeployment("搬菜", DAY, "am")
    wrong = at_once(*[lambda: deploy(cast.clerk, [row.id], work)] * 4)
    assert len(wrong) == 3
    assert len(deployed(cast.clerk, COMPOUND, DAY)) == 1
