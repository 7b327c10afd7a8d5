"""Objections end to end: received, decided by another, corrected by the authority's document, and free of harm."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.cast import COMMUNITY, COMPOUND, Cast, person
from tests.street import AUTHORITY, Street, at, ordered
from wumen.actions.door_codes import open_door, print_cards
from wumen.actions.duties.plan import plan_day
from wumen.actions.objections import Receipt, decide, forward, object_at_door, receive
from wumen.actions.orders import confirm_change, enter_change
from wumen.queries.board import board
from wumen.queries.objections import Said, objection, objections
from wumen.queries.posts import acting
from wumen.queries.resident_page import inner_page
from wumen.records import clock
from wumen.records.event_log import unread
from wumen.records.models import Duty, Objection
from wumen.records.scope import WHOLE, scoped
from wumen.rules.door_codes import DoorKind
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

HOME = f"{COMPOUND}/1/1/202"
NOVEMBER = Said("我十一月就回来了", "张阿姨", "13800000001")


def at_home(cast: Cast, street: Street) -> Viewer:
    """张阿姨 behind the code of her own door."""
    home = street.households["1/1/202"].id
    card = print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.INNER, [home])[0]
    return open_door(card.code, "10.0.0.7")


def personal(cast: Cast, resident: UUID) -> str:
    """An order on one person alone."""
    return ordered(
        cast, regime="home_isolation", residents=(str(resident),), document="告知书第7号"
    ).number


def lift(cast: Cast, number: str) -> None:
    """The authority's document lifts the order, entered and confirmed by two."""
    draft = ChangeDraft(Changed.LIFT, AUTHORITY, "解除第7号", "返回日期有误", clock.now(), None)
    change = enter_change(cast.clerk, number, draft)
    confirm_change(cast.secretary, change.id)


def take_out(cast: Cast, number: str, resident: UUID) -> None:
    """The authority's document takes one resident out of the order, entered and confirmed by two."""
    said = (AUTHORITY, "解除第7号", "返回日期有误", clock.now(), None)
    draft = ChangeDraft(Changed.EXCEPT, *said, residents=(str(resident),))
    confirm_change(cast.secretary, enter_change(cast.clerk, number, draft).id)


def refused(viewer: Viewer, receipt: Receipt, outcome: str, why: str = "按登记更正") -> str:
    """The code with which a decision is refused."""
    with pytest.raises(Problem) as problem:
        decide(viewer, receipt.number, outcome, why)
    return problem.value.code


def test_i_came_back_in_november(cast: Cast, street: Street) -> None:
    number = personal(cast, street.aunt_zhang.id)
    plan_day(cast.clerk, clock.today())
    aunt = at_home(cast, street)
    with clock.fixed(at(1, 10, 16)):
        receipt = object_at_door(aunt, NOVEMBER, number)
        line = inner_page(aunt).objections[0]
        assert (line.number, line.document, line.outcome) == (receipt.number, "告知书第7号", None)
        assert line.due_at == at(1, 13, 16)
        # The office cannot lift what the authority decided: it forwards, and says so.
        assert refused(cast.duty_officer, receipt, "upheld") == "objection_needs_document"
        forward(cast.duty_officer, receipt.number)
        assert inner_page(aunt).objections[0].forwarded_at == at(1, 10, 16)
    with clock.fixed(at(1, 11, 9)):
        lift(cast, number)
        decide(cast.duty_officer, receipt.number, "upheld", "您十一月已经返回，隔离已解除")
        plan_day(cast.clerk, clock.today())
        answered = inner_page(aunt).objections[0]
        assert answered.outcome is not None
        assert answered.answer == "您十一月已经返回，隔离已解除"
        assert (answered.corrected, answered.decided_by) == ("解除第7号", "郑值班长")
        assert inner_page(aunt).members[0].alone is None
        with acting(cast.clerk):
            later = Duty.objects.filter(
                day=clock.today(), subject=street.aunt_zhang.id, opens_at__gt=at(1, 11, 12)
            )
            assert not later.exclude(state="withdrawn").filter(what="temperature").exists()
        assert objections(cast.duty_officer) == []
        assert len(objections(cast.duty_officer, decided=True)) == 1


def test_one_of_many_is_corrected_everywhere_and_the_others_stay(
    cast: Cast, street: Street
) -> None:
    aunt = street.aunt_zhang
    with acting(cast.clerk):
        others = list(street.households["2/1/201"].residents.all())
    people = tuple(str(one.id) for one in (aunt, *others))
    number = ordered(cast, regime="home_isolation", residents=people, document="告知书第7号").number
    plan_day(cast.clerk, clock.today())
    home = at_home(cast, street)
    with clock.fixed(at(1, 10, 16)):
        receipt = object_at_door(home, NOVEMBER, number)
        assert objection(cast.clerk, receipt.number).may_except == (str(aunt.id),)
        # Somebody else is taken out: nothing of it is a correction for her.
        take_out(cast, number, others[0].id)
        assert refused(cast.duty_officer, receipt, "upheld") == "objection_needs_document"
        assert objection(cast.clerk, receipt.number).corrected == ""
    with clock.fixed(at(1, 11, 9)):
        take_out(cast, number, aunt.id)
        assert objection(cast.clerk, receipt.number).may_except == ()
        decide(cast.duty_officer, receipt.number, "upheld", "您十一月已经返回，隔离已解除")
        plan_day(cast.clerk, clock.today())
        answered = inner_page(home)
        assert answered.objections[0].corrected == "解除第7号"
        assert (answered.members[0].alone, answered.orders) == (None, ())
        with acting(cast.clerk):
            today = Duty.objects.filter(day=clock.today(), opens_at__gt=clock.now())
            still = today.exclude(state="withdrawn").exclude(what="opening")
            assert not still.filter(subject__in=(aunt.id, aunt.household_id)).exists()
            assert still.filter(subject=others[1].id).exists()


def test_of_two_behind_one_door_hers_is_corrected_whose_name_it_gives(
    cast: Cast, street: Street
) -> None:
    home = street.households["1/1/102"]
    with acting(cast.clerk):
        first, second = home.residents.order_by("place")
        other = street.aunt_zhang
    people = tuple(str(one.id) for one in (first, second, other))
    number = ordered(cast, regime="home_isolation", residents=people).number
    hers = receive(cast.clerk, f"{COMPOUND}/1/1/102", Said("我没去过", first.name), number)
    theirs = receive(cast.clerk, f"{COMPOUND}/1/1/102", Said("我们没去过"), number)
    take_out(cast, number, second.id)
    assert refused(cast.duty_officer, hers, "upheld") == "objection_needs_document"
    decide(cast.duty_officer, theirs.number, "upheld", "已经更正")


def test_a_document_about_another_building_corrects_nothing_for_hers(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1", "2").number
    receipt = receive(cast.clerk, HOME, NOVEMBER, number)
    said = (AUTHORITY, "解除第8号", "连续无新增", clock.now(), None)
    other = ChangeDraft(Changed.EXCEPT, *said, paths=(f"{COMPOUND}/2",))
    confirm_change(cast.secretary, enter_change(cast.clerk, number, other).id)
    assert objection(cast.clerk, receipt.number).may_except == ()
    assert refused(cast.duty_officer, receipt, "upheld") == "objection_needs_document"


def test_who_may_not_decide_is_told_who_may(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    receipt = receive(cast.clerk, HOME, NOVEMBER)
    with pytest.raises(Problem) as problem:
        decide(cast.secretary, receipt.number, "not_upheld", "请再等三天")
    assert "值班长郑值班长" in problem.value.next_step("zh")
    assert "郑值班长, duty officer" in problem.value.next_step("en")
    assert "周书记" not in problem.value.next_step("zh")
    third = person(cast.operator, "吴主任", "community_worker", "director", COMMUNITY)
    with pytest.raises(Problem) as problem:
        decide(cast.secretary, receipt.number, "not_upheld", "请再等三天")
    assert "主任吴主任、值班长郑值班长" in problem.value.next_step("zh")
    assert objection(third, receipt.number).others[0].words.zh == "主任吴主任"


def test_nobody_decides_about_what_she_entered_or_confirmed(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    receipt = receive(cast.duty_officer, HOME, NOVEMBER)
    assert refused(cast.clerk, receipt, "not_upheld") == "right_missing"
    for hand in (cast.secretary, cast.duty_officer):
        assert refused(hand, receipt, "not_upheld") == "objection_other_person"
    with pytest.raises(Problem, match="objection_other_person"):
        forward(cast.secretary, receipt.number)
    other = person(cast.operator, "吴主任", "community_worker", "director", COMMUNITY)
    assert refused(other, receipt, "not_upheld", " ") == "reason_needed"
    decide(other, receipt.number, "not_upheld", "您家在封控范围内，请您再等三天")
    assert refused(other, receipt, "not_upheld") == "objection_decided"
    line = objection(cast.clerk, receipt.number)
    assert (line.decided_by, line.corrected) == ("吴主任", "")


def test_a_document_from_before_the_objection_does_not_uphold_it(
    cast: Cast, street: Street
) -> None:
    number = personal(cast, street.aunt_zhang.id)
    ordered(cast, "1")
    aunt = at_home(cast, street)
    with clock.fixed(at(1, 10, 8)):
        receipt = object_at_door(aunt, NOVEMBER, number)
    with clock.fixed(at(1, 10, 9)):
        lift(cast, number)
        second = object_at_door(aunt, NOVEMBER)
        assert objection(cast.clerk, second.number).document == "通告第1号"
        assert refused(cast.duty_officer, second, "upheld") == "objection_needs_document"
        decide(cast.duty_officer, receipt.number, "upheld", "已经更正")


def test_nobody_is_worse_off_for_objecting(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    before = board(cast.secretary)
    object_at_door(at_home(cast, street), NOVEMBER)
    after = board(cast.secretary)
    assert len(after.objected) == 1
    assert replace(after, objected=()) == before


def test_the_words_of_an_objection_stand_in_no_event_and_no_column(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    object_at_door(at_home(cast, street), NOVEMBER)
    with scoped(WHOLE):
        said = "".join(
            str(one.body) + one.area for one in unread("a test") if "objection" in one.kind
        )
        row = Objection.objects.get()
    assert "number" in said
    for personal_word in ("十一月", "张阿姨", "13800000001", "1/1/202"):
        assert personal_word not in said
        assert personal_word.encode() not in bytes(row.said_sealed)


def test_there_is_nothing_to_object_to_where_nothing_is_in_force(
    cast: Cast, street: Street
) -> None:
    with pytest.raises(Problem, match="objection_no_order"):
        object_at_door(at_home(cast, street), NOVEMBER)
    ordered(cast, "1")
    for text, code in ((" ", "door_says_nothing"), ("长" * 501, "door_says_much")):
        with pytest.raises(Problem, match=code):
            object_at_door(at_home(cast, street), Said(text))


def test_an_objection_is_seen_in_its_own_area_alone(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    number = object_at_door(at_home(cast, street), NOVEMBER).number
    with pytest.raises(Problem, match="objection_unknown"):
        objection(cast.outsider, number)
    with pytest.raises(Problem, match="right_missing"):
        objection(cast.captain, number)
