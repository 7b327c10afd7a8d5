"""What a phone notes at a table of a sampling round settles the round's duty as measured."""

from tests.actions.test_sampling_rounds import drafted
from tests.api.conftest import SEVEN
from tests.cast import Cast
from tests.phone import Phone
from wumen.actions.field.replaying import replay
from wumen.actions.sampling_rounds.opening import open_round
from wumen.actions.sampling_rounds.tubes import ask_tube
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.sampling_rounds.standing import round_page


def test_a_sample_that_a_phone_notes_settles_the_duty_of_a_round(cast: Cast, phone: Phone) -> None:
    row = open_round(cast.clerk, drafted("1"))
    lines = [one for one in duty_lines(cast.captain, SEVEN.date()) if one.win == "s5"]
    phone.make("field.sample", {"duty": lines[0].key, "tube": "C0001", "count": 1})
    assert not phone.post_events()["results"][0].get("problem")
    whole = round_page(cast.clerk, row.id).whole
    assert (whole.due, whole.done) == (10, 1)
    (line,) = duty_lines(cast.captain, SEVEN.date(), "done")
    assert (line.win, line.grade) == ("s5", "measured")
    assert ask_tube(cast.clerk, "C0001", "实验室来电，逐人复采").samples == 1
    assert audit(cast.operator).clean
    assert replay(cast.operator).differences == []


def test_what_a_phone_carries_names_the_round(cast: Cast, phone: Phone) -> None:
    open_round(cast.clerk, drafted("1"))
    carried = str(phone.carry())
    assert "第5轮核酸" in carried
