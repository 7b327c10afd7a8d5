"""Asked at the desk whether she may go just after it noted her: that note is this going, hers alone."""

from datetime import timedelta

from tests.actions.test_passages import NOW, resident
from tests.cast import Cast
from tests.street import Street, ordered
from wumen.actions.outings import go_out
from wumen.queries.movement import may_go
from wumen.records import clock
from wumen.rules.movement import Asked, Purpose, Verdict
from wumen.rules.outings import OutingDraft


def test_what_the_desk_has_just_noted_of_her_is_the_going_that_is_asked_about(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "", regime="control", ground="管控")
    who, other = resident(street, "2/1/101"), resident(street, "2/1/101", 1)
    with clock.fixed(NOW):
        go_out(cast.clerk, OutingDraft(who, NOW, NOW + timedelta(hours=1), "买菜"))
    asked = Asked(Purpose.GOODS)
    with clock.fixed(NOW + timedelta(minutes=10)):
        assert may_go(cast.clerk, who, asked).verdict is not Verdict.NOT_NOW
        assert may_go(cast.clerk, other, asked).verdict is Verdict.NOT_NOW
    with clock.fixed(NOW + timedelta(minutes=31)):
        assert may_go(cast.clerk, who, asked).verdict is Verdict.NOT_NOW
