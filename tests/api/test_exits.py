"""A phone tells of a blocked exit: the street has it, once, and no page of the community says whose phone it was."""

import pytest

from tests.api.conftest import BUILDING, NewPhone
from tests.cast import Cast
from tests.phone import Phone
from wumen.actions import exits
from wumen.actions.field.replaying import replay
from wumen.queries.audit import audit
from wumen.queries.exits import exit_lines
from wumen.queries.instructions import instructions
from wumen.records.models import ExitTold, FieldRecord
from wumen.records.scope import WHOLE, scoped
from wumen.rules.exits import ExitKind

pytestmark = pytest.mark.usefixtures("planned")
AUNT = f"{BUILDING}1/202/"


def blocked(phone: Phone, kind: str = "unit_door", door: str = AUNT) -> dict[str, object]:
    """What the office answers to a phone that says so."""
    phone.make("field.need", {"door": door, "text": "铁丝绑着", "exit": kind})
    return phone.post_events()["results"][0]  # type: ignore[no-any-return]


def test_a_phone_tells_the_street_once_and_is_not_named(cast: Cast, phone: Phone) -> None:
    assert blocked(phone)["problem"] is None
    phone.post_events()
    (line,) = exit_lines(cast.duty_officer)
    assert (line.area, len(line.tellings)) == (f"{BUILDING}1/", 1)
    told = line.tellings[0]
    assert (told.came.zh, told.by, told.said) == ("入户手机", "李楼长", "铁丝绑着")
    assert line.owner is not None
    assert line.owner.role == "duty_officer"
    (given,) = instructions(cast.clerk)
    assert "李楼长" not in str(given)
    assert "铁丝" not in str(given)
    with scoped(WHOLE):
        assert not FieldRecord.objects.exists()
    assert audit(cast.operator).clean
    assert replay(cast.operator).differences == []


def test_two_phones_tell_one_matter_and_the_replay_knows_both(
    cast: Cast, phone: Phone, new_phone: NewPhone
) -> None:
    blocked(phone)
    gate = new_phone(hand="volunteer")
    assert blocked(gate)["problem"] is None
    (line,) = exit_lines(cast.duty_officer)
    assert {one.by for one in line.tellings} == {"李楼长", "陈志愿者"}
    assert replay(cast.operator).differences == []
    with scoped(WHOLE):
        ExitTold.objects.filter(by__name="陈志愿者").update(told_writer=None, told_seq=None)
    assert len(replay(cast.operator).differences) == 1


def test_a_door_that_nobody_registered_is_told_at_its_building(cast: Cast, phone: Phone) -> None:
    assert blocked(phone, "lane", f"{BUILDING}1/909/")["problem"] is None
    (line,) = exit_lines(cast.duty_officer)
    assert line.area == BUILDING


def test_what_kind_it_is_must_be_known_and_no_phone_ends_it(cast: Cast, phone: Phone) -> None:
    result = blocked(phone, "window")
    assert result["problem"]["code"] == "exit_kind_missing"  # type: ignore[index]
    number = exits.tell(cast.captain, f"{BUILDING}1", exits.ExitSaid(ExitKind.UNIT_DOOR))
    (given,) = (one for one in instructions(cast.clerk) if one.number == number)
    assert given.duty is not None
    phone.make("field.duty", {"duty": given.duty.key, "outcome": "done", "grade": "measured"})
    reply = phone.post_events()["results"][-1]
    assert reply["problem"]["code"] == "exit_unconfirmed"
