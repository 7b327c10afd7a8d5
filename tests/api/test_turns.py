"""Whose turn it is to go out knows what phones noted at the gates: the home by its number, what for by its words."""

from datetime import timedelta

import pytest

from tests.api.conftest import NewPhone
from tests.cast import COMMUNITY, COMPOUND, Cast
from tests.street import Street, ordered
from wumen.actions.passages import AtGate, note
from wumen.queries.movement import may_go
from wumen.rules.movement import Answer, Asked, Purpose, Verdict
from wumen.rules.passages import Decision


@pytest.fixture
def controlled(cast: Cast, street: Street) -> None:
    """The buildings of the compound go out by turns."""
    ordered(cast, "1", regime="control")


def goods(cast: Cast, street: Street) -> Answer:
    """May somebody of 1-1-202 fetch goods, as the clerk is told."""
    return may_go(cast.clerk, str(street.aunt_zhang.id), Asked(Purpose.GOODS))


def out(who: str, gate: str = COMPOUND, **said: str) -> dict[str, str]:
    """An entry of a gate: somebody went out."""
    return {"gate": gate, "who": who, "direction": "out", "decision": "passed", **said}


@pytest.mark.usefixtures("controlled")
def test_who_was_let_out_at_the_gate_to_buy_goods_has_had_her_turn(
    cast: Cast, street: Street, new_phone: NewPhone
) -> None:
    assert "没有出入登记" in goods(cast, street).steps[0][0]
    gate = new_phone(COMPOUND, "volunteer")
    # In the middle of a minute: the phone's clock and the office's differ by what it takes to say so.
    ago = timedelta(minutes=19, seconds=30)
    gate.make("field.passage", out("1-1-202 张", reason="买菜"), ago=ago)
    gate.post_events()
    answer = goods(cast, street)
    assert answer.verdict is Verdict.NOT_NOW
    assert "1月10日 06:40（门岗登记）" in answer.reason[0]
    assert "张" not in answer.reason[0]


@pytest.mark.usefixtures("controlled")
def test_what_is_noted_on_the_phone_and_at_the_machine_is_one_going(
    cast: Cast, street: Street, new_phone: NewPhone
) -> None:
    gate = new_phone(COMPOUND, "volunteer")
    gate.make("field.passage", out("1-1-202 张", reason="买菜"), ago=timedelta(minutes=3))
    gate.post_events()
    typed = AtGate(COMPOUND, "out", "1-1-202 买菜")
    assert note(cast.volunteer, typed).decision is Decision.PASSED
    # Another of her home at the machine just after: the turn is taken.
    assert note(cast.volunteer, typed).decision is Decision.ADVISED
    answer = goods(cast, street)
    assert answer.verdict is Verdict.NOT_NOW
    assert answer.reason[0].count("（门岗登记）") == 1


@pytest.mark.usefixtures("controlled")
@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        (out("1-1-202 张", reason="去医院"), Verdict.LET_THROUGH),
        (out("1-1-202 张"), Verdict.WITH_CONDITIONS),
        (out("1-1-201 买菜"), Verdict.LET_THROUGH),
        (out("202 买菜"), Verdict.LET_THROUGH),
        (out("1-1-202 买菜") | {"direction": "in"}, Verdict.WITH_CONDITIONS),
        (out("1-1-202 买菜") | {"decision": "advised"}, Verdict.WITH_CONDITIONS),
    ],
)
def test_only_an_errand_of_this_home_that_went_out_takes_its_turn(
    cast: Cast, street: Street, new_phone: NewPhone, entry: dict[str, str], verdict: Verdict
) -> None:
    gate = new_phone(COMPOUND, "volunteer")
    gate.make("field.passage", entry, ago=timedelta(minutes=20))
    gate.post_events()
    assert goods(cast, street).verdict is verdict


@pytest.mark.usefixtures("controlled")
def test_a_gate_of_several_compounds_names_no_home_for_certain(
    cast: Cast, street: Street, new_phone: NewPhone
) -> None:
    gate = new_phone(COMMUNITY, "volunteer")
    gate.make("field.passage", out("1-1-202 买菜", COMMUNITY), ago=timedelta(minutes=20))
    gate.post_events()
    answer = goods(cast, street)
    assert answer.verdict is Verdict.WITH_CONDITIONS
    assert "没写清" in answer.steps[0][0]
