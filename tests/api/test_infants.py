"""An infant said on a phone: of samples alone, whatever an app of before sends; the replay makes the same of it."""

import pytest

from tests.api.conftest import BUILDING
from tests.api.test_events import again, key, whole
from tests.cast import Cast
from tests.phone import Phone
from wumen.actions.field.replaying import replay
from wumen.records.models import Duty
from wumen.records.scope import WHOLE, scoped

pytestmark = pytest.mark.usefixtures("planned")
DOOR = f"{BUILDING}1/201/"


def duties(what: str) -> list[Duty]:
    """The morning's duties of one kind behind the door."""
    with scoped(WHOLE):
        return list(Duty.objects.filter(what=what, win="am", area=DOOR).order_by("subject"))


def test_one_child_is_an_infant_and_the_others_are_sampled(cast: Cast, phone: Phone) -> None:
    child, *_ = duties("sampling")
    phone.make("field.duty", {"duty": key(child), "outcome": "cannot", "reason": "infant"})
    assert phone.post_events()["results"][0]["problem"] is None
    assert (again(child).state, again(child).reason) == ("open", "infant")
    assert replay(cast.operator).differences == []
    whole()


def test_of_a_whole_door_it_speaks_of_the_samples(cast: Cast, phone: Phone) -> None:
    said = {"door": DOOR, "day": "2022-01-10", "win": "am", "outcome": "infant"}
    phone.make("field.door", said)
    assert phone.post_events()["results"][0]["problem"] is None
    assert {one.reason for one in duties("sampling")} == {"infant"}
    assert {one.reason for one in duties("temperature")} == {None}
    assert replay(cast.operator).differences == []


def test_of_a_temperature_it_is_no_reason(phone: Phone) -> None:
    temperature, *_ = duties("temperature")
    phone.make("field.duty", {"duty": key(temperature), "outcome": "cannot", "reason": "infant"})
    problem = phone.post_events()["results"][0]["problem"]
    assert problem is not None
    assert problem["code"] == "reason_of_sampling"
    assert again(temperature).reason is None
