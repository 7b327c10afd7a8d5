"""Parcels that a phone says were brought leave their point by its word: once, of what lay then, proven by replay."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.api.conftest import BUILDING, SEVEN, NewPhone
from tests.api.test_events import whole
from tests.cast import COMPOUND, Cast
from tests.phone import Phone
from tests.street import Street
from wumen.actions.changes import move_household
from wumen.actions.field.replaying import replay
from wumen.actions.parcels import hand_over_parcels, register_parcels, set_point
from wumen.queries.audit import audit
from wumen.queries.field.carry import carried
from wumen.queries.parcels import HandedLine, parcels_page
from wumen.records import clock
from wumen.records.models import DepositPoint, Parcel
from wumen.records.scope import WHOLE, scoped
from wumen.rules.parcels import How

pytestmark = pytest.mark.usefixtures("planned")
AUNT = f"{BUILDING}1/202/"
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def shelf(cast: Cast, street: Street) -> DepositPoint:
    """A shelf at the compound with three for 张阿姨 and one for her neighbour, since a quarter past six."""
    with clock.fixed(SEVEN - timedelta(minutes=45)):
        made = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
        register_parcels(cast.clerk, made.id, "1-1-202 1件\n1-1-101")
    with clock.fixed(SEVEN - timedelta(minutes=30)):
        register_parcels(cast.clerk, made.id, "1-1-202 2件")
    return made


def brought(phone: Phone, what: str = "到件", ago: timedelta = timedelta(), **more: object) -> None:
    """The phone says what was brought to 张阿姨."""
    phone.make("field.delivery", {"door": AUNT, "what": what, **more}, ago=ago)
    (said,) = phone.post_events()["results"][-1:]
    assert said["problem"] is None


def lying(cast: Cast) -> dict[str, int]:
    """How many pieces lie, by door."""
    return {one.area: one.pieces for one in parcels_page(cast.clerk).homes}


def handed(cast: Cast) -> list[HandedLine]:
    """What was handed over today."""
    return list(parcels_page(cast.clerk).handed)


def proven(cast: Cast) -> bool:
    """Whether replay and audit find nothing."""
    return replay(cast.operator).differences == [] and audit(cast.operator).clean


def test_all_that_lay_for_a_home_is_given_out_once_however_often_it_comes(
    cast: Cast, phone: Phone, shelf: DepositPoint
) -> None:
    brought(phone)
    phone.post_events()
    assert lying(cast) == {f"{BUILDING}1/101/": 1}
    (line,) = handed(cast)
    assert (line.pieces, line.how, line.carried_by, line.phone) == (3, How.BROUGHT, "李楼长", True)
    # The same said again finds nothing that lies.
    brought(phone)
    assert len(handed(cast)) == 1
    assert proven(cast)
    whole()


def test_what_came_to_the_point_later_lies_still(
    cast: Cast, phone: Phone, shelf: DepositPoint
) -> None:
    brought(phone, ago=timedelta(minutes=40))
    assert lying(cast)[AUNT] == 2
    assert [one.pieces for one in handed(cast)] == [1]
    assert proven(cast)


def test_a_counted_delivery_gives_out_no_more_than_it_counts(
    cast: Cast, phone: Phone, shelf: DepositPoint
) -> None:
    brought(phone, "快递两件")
    assert lying(cast)[AUNT] == 2
    brought(phone, "快递", count=2)
    assert AUNT not in lying(cast)
    assert proven(cast)


def test_vegetables_and_medicine_give_no_parcel_out(
    cast: Cast, phone: Phone, shelf: DepositPoint
) -> None:
    brought(phone, "蔬菜包")
    brought(phone, "二甲双胍", count=3)
    assert lying(cast)[AUNT] == 3
    assert proven(cast)


def test_what_a_page_handed_over_meanwhile_stays_as_it_was_noted(
    cast: Cast, phone: Phone, shelf: DepositPoint, street: Street
) -> None:
    aunt = street.households["1/1/202"].id
    hand_over_parcels(cast.clerk, shelf.id, [aunt], How.BROUGHT, "宋师傅")
    brought(phone, ago=timedelta(minutes=5))
    (line,) = handed(cast)
    assert (line.carried_by, line.phone) == ("宋师傅", False)
    assert proven(cast)


def test_who_brings_them_needs_no_look_at_the_register_and_no_other_building(
    cast: Cast, new_phone: NewPhone, shelf: DepositPoint
) -> None:
    gate = new_phone(hand="volunteer")
    brought(gate)
    assert handed(cast)[0].carried_by == "陈志愿者"
    # A door of another building is not this phone's to speak of.
    with clock.fixed(SEVEN - AN_HOUR / 2):
        register_parcels(cast.clerk, shelf.id, "2-1-102")
    elsewhere = BUILDING.replace("/1/", "/2/") + "1/102/"
    gate.make("field.delivery", {"door": elsewhere, "what": "到件"})
    assert gate.post_events()["results"][-1]["problem"]["code"] == "area_not_yours"
    assert lying(cast) == {f"{BUILDING}1/101/": 1, elsewhere: 1}


def test_a_phone_carries_how_many_lie_for_each_door(
    cast: Cast, phone: Phone, shelf: DepositPoint
) -> None:
    def told() -> dict[str, int]:
        floors = [one for round_ in carried(phone.token)["rounds"] for one in round_["floors"]]
        return {door["area"]: door["parcels"] for one in floors for door in one["doors"]}

    assert told()[AUNT] == 3
    brought(phone)
    assert told()[AUNT] == 0


def test_replay_finds_what_lies_although_it_was_brought_and_what_no_event_says(
    cast: Cast, phone: Phone, shelf: DepositPoint
) -> None:
    brought(phone)
    with scoped(WHOLE):
        given = Parcel.objects.filter(area=AUNT)
        handing = UUID(str(given[0].handing))
        given.update(handing=UUID(int=handing.int ^ 1))
    assert len(replay(cast.operator).differences) == 1
    with scoped(WHOLE):
        given.update(handed_at=None, handed_by=None, handing=None, how="", carried_by="")
    (lost,) = replay(cast.operator).differences
    assert (lost["stands"], lost["replayed"]) == ("3", "0")


def test_a_home_that_came_to_the_door_since_keeps_what_lies_for_it(
    cast: Cast, phone: Phone, shelf: DepositPoint, street: Street
) -> None:
    brought(phone)
    with clock.fixed(SEVEN + AN_HOUR):
        move_household(cast.clerk, street.households["1/1/202"].id, f"{COMPOUND}/1/1/303")
        move_household(cast.clerk, street.households["1/1/101"].id, f"{COMPOUND}/1/1/202")
        assert lying(cast) == {AUNT: 1}
        assert replay(cast.operator).differences == []
