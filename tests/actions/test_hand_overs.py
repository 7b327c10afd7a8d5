"""The change of a guard: noted once, its note whole for who takes over and for nobody after her."""

from datetime import timedelta

from tests.cast import COMPOUND, Cast
from tests.street import Street, at
from wumen.actions.hand_overs import hand_over
from wumen.queries.hand_overs import at_door
from wumen.records import clock
from wumen.rules.hand_overs import HandOverDraft
from wumen.rules.health_words import MASK_ON_PAPER

NOW = at(1, 10, 8)
BUILDING = f"{COMPOUND}/1"
NIGHT = HandOverDraft(BUILDING, "陈志愿者", "3", note="202的胰岛素在冰箱，九点送上去")


def notes(cast: Cast) -> list[str]:
    return [one.note for one in at_door(cast.captain, BUILDING).before]


def test_the_same_tap_twice_is_one_change_of_guard(cast: Cast, street: Street) -> None:
    with clock.fixed(NOW):
        assert hand_over(cast.captain, NIGHT) == hand_over(cast.captain, NIGHT)
    with clock.fixed(NOW + timedelta(hours=8)):
        hand_over(cast.captain, NIGHT)
    assert len(notes(cast)) == 2


def test_which_medicine_it_is_is_for_who_takes_over_and_masked_after_her(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(NOW):
        hand_over(cast.captain, NIGHT)
        assert notes(cast) == [NIGHT.note]
    with clock.fixed(NOW + timedelta(hours=8)):
        hand_over(cast.captain, HandOverDraft(BUILDING, "王强", "3"))
        assert notes(cast) == ["", f"{MASK_ON_PAPER}，九点送上去"]
