"""Nobody stands for both people of an act for two, not by a sign-in that she made for another."""

import pytest

from tests.cast import COMMUNITY, COMPOUND, Cast, person
from tests.street import AUTHORITY, Street, draft, notice, ordered
from wumen.actions import accounts
from wumen.actions.local_notices import ask_to_end, confirm_notice, end_notice, enter_notice
from wumen.actions.objections import decide, receive
from wumen.actions.orders import (
    confirm_change,
    confirm_order,
    enter_change,
    enter_order,
    issue_order,
)
from wumen.actions.supervision import receive_report, verify
from wumen.queries.objections import Said, objection
from wumen.records import clock
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

PASSWORD = "liulan-heping-77"
HOME = f"{COMPOUND}/1/1/202"


def signs_in(whose: Viewer, by: Viewer) -> None:
    """Somebody sets her password with a card that another printed."""
    accounts.use_link(accounts.make_link(by, whose.crew_no).token, PASSWORD)


@pytest.fixture
def made_up(cast: Cast) -> Viewer:
    """Somebody whom the secretary added with her own rights, and whose card she kept."""
    other = person(cast.secretary, "王副书记", "community_worker", "secretary", COMMUNITY)
    signs_in(other, cast.secretary)
    return other


def one_hand() -> object:
    """The block is refused because one person could be both."""
    return pytest.raises(Problem, match=r"^second_person_one_hand$")


def lifting() -> ChangeDraft:
    """The authority's document that lifts an order."""
    return ChangeDraft(Changed.LIFT, AUTHORITY, "第9号", "专家评估", clock.now(), None)


def test_nobody_confirms_her_own_order_as_somebody_whom_she_added(
    cast: Cast, street: Street, made_up: Viewer
) -> None:
    order = enter_order(cast.secretary, draft("1"))
    with one_hand():
        confirm_order(made_up, order.number)
    with one_hand():
        confirm_order(cast.secretary, enter_order(made_up, draft("2")).number)
    assert confirm_order(cast.duty_officer, order.number).confirmed_at


def test_nor_as_a_colleague_whose_password_she_set_anew(cast: Cast, street: Street) -> None:
    order = enter_order(cast.secretary, draft("1"))
    other = person(cast.operator, "钱书记", "community_worker", "secretary", COMMUNITY)
    signs_in(other, cast.operator)
    signs_in(other, cast.secretary)
    with one_hand():
        confirm_order(other, order.number)
    signs_in(other, cast.operator)
    assert confirm_order(other, order.number).confirmed_at


def test_nor_by_somebody_between_nor_as_two_others(
    cast: Cast, street: Street, made_up: Viewer
) -> None:
    further = person(made_up, "李副书记", "community_worker", "secretary", COMMUNITY)
    signs_in(further, made_up)
    beside = person(cast.secretary, "何副书记", "community_worker", "secretary", COMMUNITY)
    signs_in(beside, cast.secretary)
    for first, second in ((cast.secretary, further), (made_up, beside), (beside, further)):
        with one_hand():
            confirm_order(second, enter_order(first, draft("1")).number)


def test_nor_after_she_printed_a_card_for_herself_or_two_of_hers_one_for_each_other(
    cast: Cast, street: Street, made_up: Viewer
) -> None:
    other = person(cast.secretary, "何副书记", "community_worker", "secretary", COMMUNITY)
    signs_in(other, cast.secretary)
    order = enter_order(cast.secretary, draft("1"))
    for whose, by in ((made_up, made_up), (other, made_up), (made_up, other), (other, other)):
        signs_in(whose, by)
        with one_hand():
            confirm_order(whose, order.number)
    # Who printed a card while it was hers alone has no hand in what becomes of it later.
    signs_in(cast.clerk, cast.duty_officer)
    signs_in(cast.duty_officer, cast.operator)
    assert confirm_order(cast.duty_officer, order.number).confirmed_at


def test_a_card_that_nobody_used_lets_nobody_in(cast: Cast, street: Street) -> None:
    accounts.make_link(cast.secretary, cast.clerk.crew_no)
    order = enter_order(cast.clerk, draft("1"))
    assert confirm_order(cast.secretary, order.number).confirmed_at


def test_a_small_office_lets_the_operator_or_somebody_above_print_the_cards(
    cast: Cast, street: Street
) -> None:
    signs_in(cast.secretary, cast.operator)
    signs_in(cast.clerk, cast.duty_officer)
    order = enter_order(cast.clerk, draft("1"))
    assert confirm_order(cast.secretary, order.number).confirmed_at


def test_the_operator_enters_from_paper_whoever_made_whose_card(
    cast: Cast, street: Street, made_up: Viewer
) -> None:
    order = issue_order(cast.operator, draft("1"), cast.secretary.crew_no, made_up.crew_no)
    assert order.confirmed_at


def test_nor_a_later_document(cast: Cast, street: Street, made_up: Viewer) -> None:
    change = enter_change(cast.secretary, ordered(cast, "1").number, lifting())
    with one_hand():
        confirm_change(made_up, change.id)
    assert confirm_change(cast.duty_officer, change.id).ended_at


def test_nor_a_local_notice_and_its_early_end(cast: Cast, street: Street, made_up: Viewer) -> None:
    ordered(cast, "1")
    one = enter_notice(cast.secretary, notice("1"))
    with one_hand():
        confirm_notice(made_up, one.number)
    confirm_notice(cast.duty_officer, one.number)
    ask_to_end(cast.secretary, one.number, "已经不用")
    with one_hand():
        end_notice(made_up, one.number)
    assert end_notice(cast.duty_officer, one.number).ended_at


def test_nor_does_she_answer_what_is_said_against_it(
    cast: Cast, street: Street, made_up: Viewer
) -> None:
    ordered(cast, "1")
    number = receive(cast.captain, HOME, Said("我十一月就回来了", "张阿姨")).number
    assert not objection(made_up, number).may_decide
    assert "王副书记" not in [one.name for one in objection(made_up, number).others]
    with pytest.raises(Problem, match="objection_other_person"):
        decide(made_up, number, "not_upheld", "按文件")
    decide(cast.duty_officer, number, "not_upheld", "按文件")


def test_nor_is_what_she_found_found_by_two(cast: Cast, street: Street, made_up: Viewer) -> None:
    number = receive_report(cast.clerk, HOME, "夜里有人出去")
    verify(cast.secretary, number, "so", "看见了")
    with one_hand():
        verify(made_up, number, "so", "看见了")
    # Captains have their cards from the clerk, who wrote it down: they look all the same.
    signs_in(cast.captain, cast.clerk)
    verify(cast.captain, number, "so", "看见了")
