"""What phones raise: a need becomes a request with an owner and an hour, a fever an urgent matter, once."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.api.conftest import BUILDING, SEVEN, NewPhone
from tests.api.test_events import again, key, measured, temperature, whole
from tests.cast import Cast
from tests.phone import Phone
from tests.street import Street
from tests.whole_words import in_full
from wumen.actions.duties import settle
from wumen.actions.field import deciding, enrolling
from wumen.actions.field.replaying import replay
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.field import items as items_module
from wumen.queries.field.items import field_items_of
from wumen.queries.instructions import InstructionLine, instructions
from wumen.records.models import Instruction
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key

pytestmark = pytest.mark.usefixtures("planned")
AUNT = f"{BUILDING}1/202/"


def asked(cast: Cast) -> list[InstructionLine]:
    """What stands on the clerk's list, the most urgent first."""
    return in_full(cast.clerk, instructions(cast.clerk))


def test_a_need_is_a_request_with_an_owner_and_an_hour_however_often_it_comes(
    cast: Cast, phone: Phone
) -> None:
    phone.make("field.need", {"door": AUNT, "text": "想要两斤挂面", "items": ["盐"]})
    first = phone.post_events()
    assert phone.post_events()["results"] == first["results"]
    (line,) = asked(cast)
    assert (line.said.text, line.urgency) == ("想要两斤挂面：盐", "normal")
    assert (line.said.asked_by, line.said.passed_on_by) == (
        "锦绣城 1号楼 1单元 202",
        "李楼长（楼长）",
    )
    assert (line.area, line.subject_kind, line.state) == (AUNT, "household", "open")
    # What the captain raises herself goes to the community behind her.
    assert line.owner is not None
    assert (line.owner.role, line.owner.name) == ("secretary", "周书记")
    assert audit(cast.operator).clean
    assert replay(cast.operator).differences == []
    whole()


def test_what_saves_a_life_stands_first_and_has_half_an_hour(cast: Cast, phone: Phone) -> None:
    phone.make("field.need", {"door": f"{BUILDING}1/101/", "text": "大米一袋"})
    phone.make("field.need", {"door": AUNT, "text": "胸口疼得厉害"}, ago=timedelta(minutes=50))
    phone.post_events()
    life, rice = asked(cast)
    assert (life.urgency, life.area, rice.urgency) == ("life", AUNT, "normal")
    # Told fifty minutes ago without a network: the half hour runs since somebody can know of it.
    assert abs(life.opens_at - (SEVEN - timedelta(minutes=50))) < timedelta(seconds=5)
    assert timedelta(minutes=29) < life.due_at - SEVEN <= timedelta(minutes=30)
    (first, _) = board(cast.clerk).asked
    assert (first.number, first.urgency) == (life.number, "life")


def test_a_gate_keeper_passes_on_what_she_is_asked_though_she_may_see_nothing(
    cast: Cast, new_phone: NewPhone
) -> None:
    gate = new_phone(hand="volunteer")
    gate.make("field.need", {"door": AUNT, "text": "喘不上气", "resident": None})
    assert gate.post_events()["results"][0]["problem"] is None
    (line,) = asked(cast)
    assert (line.urgency, line.said.passed_on_by) == ("life", "陈志愿者（门岗值守）")
    assert line.owner is not None
    assert line.owner.role == "captain"


def test_a_need_from_a_door_that_nobody_registered_is_not_lost(cast: Cast, phone: Phone) -> None:
    phone.make("field.need", {"door": f"{BUILDING}1/909/", "text": "要透析"})
    assert phone.post_events()["results"][0]["problem"] is None
    (line,) = asked(cast)
    assert (line.area, line.subject_kind) == (f"{BUILDING}1/", "place")
    assert line.said.text == "（909，登记里没有这个房号）要透析"


def test_a_note_is_for_the_next_shift_unless_a_life_hangs_on_it(cast: Cast, phone: Phone) -> None:
    phone.make("field.note", {"text": "楼道灯坏了"})
    phone.make("field.note", {"text": "3单元电梯困人，有两位老人"})
    phone.post_events()
    (line,) = asked(cast)
    assert (line.urgency, line.area, line.subject_kind) == ("life", BUILDING, "place")
    assert replay(cast.operator).differences == []


def test_a_need_of_another_building_is_refused_and_waits_for_the_desk(
    cast: Cast, phone: Phone
) -> None:
    phone.make("field.need", {"door": BUILDING.replace("/1/", "/2/") + "1/101/", "text": "晕倒了"})
    assert phone.post_events()["results"][0]["problem"]["code"] == "area_not_yours"
    assert asked(cast) == []
    (item,) = field_items_of(cast.clerk).items
    assert item.danger


def test_what_is_ticked_beside_a_need_and_a_note_may_be_danger_to_life_too(
    cast: Cast, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = BUILDING.replace("/1/", "/2/") + "1/101/"
    phone.make("field.need", {"door": elsewhere, "text": "要帮忙", "items": ["喘不上气"]})
    phone.post_events()
    (item,) = field_items_of(cast.clerk).items
    assert item.danger
    # A note that reached nobody stands before all that waits longer and is nobody's danger.
    enrolling.end(cast.clerk, UUID(phone.device))
    phone.make("field.note", {"text": "电梯困人"})
    for _ in range(2):
        phone.make("field.delivery", {"door": AUNT, "what": "蔬菜包"})
    phone.post_events()
    monkeypatch.setattr(items_module, "PAGE", 2)
    first = field_items_of(cast.clerk)
    assert [one.danger for one in first.items] == [True, True]
    second = field_items_of(cast.clerk, first.more)
    assert [one.danger for one in second.items] == [False, False]
    # Beyond the last it is still told how much waits.
    behind = f"1~2000-01-01T00:00:00+00:00~{UUID(int=0)}~0~00"
    beyond = field_items_of(cast.clerk, behind)
    assert (beyond.items, beyond.waiting) == ((), 4)


def test_a_fever_measured_by_phone_is_done_and_somebodys_urgent_matter(
    cast: Cast, phone: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", measured(duty, 38.2))
    phone.post_events()
    phone.post_events()
    assert (again(duty).state, again(duty).grade) == ("done", "measured")
    (line,) = asked(cast)
    assert line.said.text == "量得体温 38.2℃，请马上打电话问清楚，需要就医的帮助就医"
    assert (line.urgency, line.subject_kind, line.area) == ("urgent", "resident", duty.area)
    assert line.due_at - SEVEN > timedelta(minutes=119)
    assert replay(cast.operator).differences == []
    assert audit(cast.operator).clean


def test_a_fever_that_the_household_reports_settles_nothing(
    cast: Cast, phone: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", measured(duty, 37.3) | {"grade": "reported"})
    phone.post_events()
    assert (again(duty).state, again(duty).reason) == ("open", "unwell")
    (line,) = asked(cast)
    assert line.said.text.startswith("自报体温 37.3℃")
    # Seen to and measured by somebody, she is normal.
    phone.make("field.duty", measured(duty, 36.8))
    phone.post_events()
    assert again(duty).state == "done"
    assert replay(cast.operator).differences == []


def test_the_page_and_the_phone_say_the_same_fever_once(
    cast: Cast, phone: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    settle.do(cast.captain, read_key(key(duty)), "measured", {"celsius": 38.2})
    assert len(asked(cast)) == 1
    phone.make("field.duty", measured(duty, 38.2))
    phone.post_events()
    (line,) = asked(cast)
    assert (line.subject_kind, line.urgency) == ("resident", "urgent")
    assert line.said.passed_on_by == "李楼长（楼长）"


def test_replay_finds_a_fever_that_nobody_has_any_more_and_a_request_of_no_event(
    cast: Cast, phone: Phone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", measured(duty, 38.2))
    phone.make("field.note", {"text": "楼道灯坏了"})
    phone.post_events()
    with scoped(WHOLE):
        Instruction.objects.update(told_seq=2)
    found = replay(cast.operator).differences
    assert len(found) == 1, found
    (lone,) = found
    assert (lone["stands"], lone["replayed"]) == ("urgent", "None")
    with scoped(WHOLE):
        Instruction.objects.update(told_writer=None, told_seq=None, urgency="normal")
    (lost,) = replay(cast.operator).differences
    assert (lost["stands"], lost["replayed"]) == ("None", "urgent")


def test_normal_temperatures_raise_nothing(cast: Cast, phone: Phone, street: Street) -> None:
    phone.make("field.duty", measured(temperature(street, area__startswith=BUILDING), 37.2))
    phone.post_events()
    assert asked(cast) == []


def test_a_fever_that_contradicts_is_raised_once_somebody_decided_for_it(
    cast: Cast, phone: Phone, new_phone: NewPhone, street: Street
) -> None:
    duty = temperature(street, area__startswith=BUILDING)
    phone.make("field.duty", measured(duty, 36.5))
    phone.post_events()
    other = new_phone()
    other.make("field.duty", measured(duty, 38.4))
    other.post_events()
    assert asked(cast) == []
    (item,) = field_items_of(cast.clerk).items
    deciding.decide(cast.clerk, item.writer, item.seq, bytes.fromhex(item.hash), True, "重量过")
    (line,) = asked(cast)
    assert line.urgency == "urgent"
    assert replay(cast.operator).differences == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE instruction SET urgency = 'normal'",
        "UPDATE instruction SET told_writer = NULL, told_seq = NULL",
    ],
)
def test_replay_finds_a_request_that_was_changed_or_lost(
    cast: Cast, phone: Phone, damage: str
) -> None:
    phone.make("field.need", {"door": AUNT, "text": "胰岛素没有了"})
    phone.post_events()
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(damage)
        assert cursor.rowcount
    assert replay(cast.operator).differences != []


def test_somebody_unwell_at_a_door_is_an_urgent_matter_however_the_phone_says_it(
    cast: Cast, phone: Phone, street: Street
) -> None:
    hers = key(temperature(street, area=AUNT))
    phone.make("field.duty", {"duty": hers, "outcome": "cannot", "reason": "unwell"})
    unit = BUILDING.strip("/") + "/1"
    phone.make(
        "field.round", {"round": f"2022-01-10/am/{unit}", "floor": 2, "except": {"201": "unwell"}}
    )
    door = {"door": f"{BUILDING}1/102/", "day": "2022-01-10", "win": "am", "outcome": "unwell"}
    phone.make("field.door", door)
    phone.make("field.door", door)
    phone.post_events()
    lines = {one.area: one for one in asked(cast)}
    assert set(lines) == {f"{BUILDING}1/{room}/" for room in ("102", "201", "202")}
    assert len(asked(cast)) == 3
    assert {one.urgency for one in lines.values()} == {"urgent"}
    assert {one.said.passed_on_by for one in lines.values()} == {"李楼长（楼长）"}
    assert audit(cast.operator).clean
    assert replay(cast.operator).differences == []
    whole()


def test_danger_to_life_in_a_note_beside_what_was_done_waits_for_nobody(
    cast: Cast, phone: Phone, street: Street
) -> None:
    hers, others = temperature(street, area=AUNT), temperature(street, area=f"{BUILDING}1/101/")
    phone.make("field.duty", measured(hers) | {"note": "她说胸口疼"})
    phone.make("field.duty", measured(others) | {"note": "药按时吃"})
    phone.post_events()
    (line,) = asked(cast)
    assert (line.urgency, line.said.text, line.area) == ("life", "她说胸口疼", AUNT)
    assert replay(cast.operator).differences == []
