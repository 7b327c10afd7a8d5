"""A post ends when somebody who may says so; what it owned passes on, and the post is kept."""

from datetime import date, timedelta

import pytest

from tests.cast import COMPOUND, Cast
from tests.street import Street, at
from wumen.actions.crew import end_post
from wumen.actions.duties.plan import plan_day
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.records import clock
from wumen.rules.problems import Problem

DAY = date(2022, 1, 10)
BUILDING = f"{COMPOUND}/1"


def owners(cast: Cast) -> set[str]:
    """Who owns the temperatures of the day."""
    lines = [one for one in duty_lines(cast.operator, DAY) if one.what == "temperature"]
    return {one.owner.name for one in lines if one.owner}


def test_what_a_captain_owned_passes_to_the_next_in_the_chain(
    cast: Cast, under_lockdown: Street
) -> None:
    assert owners(cast) == {"李楼长"}
    with clock.fixed(at(1, 10, 6) + timedelta(minutes=5)):
        end_post(cast.clerk, cast.captain.crew_no, "captain", BUILDING)
        plan_day(cast.clerk, DAY)
        assert owners(cast) == {"周书记"}
        assert audit(cast.operator).clean
        with pytest.raises(Problem, match="post_missing"):
            end_post(cast.clerk, cast.captain.crew_no, "captain", BUILDING)


def test_nobody_ends_a_post_that_she_could_not_give(cast: Cast, street: Street) -> None:
    number = cast.secretary.crew_no
    with pytest.raises(Problem, match="right_not_yours"):
        end_post(cast.clerk, number, "secretary", "410102003008")
    with pytest.raises(Problem, match="right_missing"):
        end_post(cast.captain, cast.captain.crew_no, "captain", BUILDING)
    with pytest.raises(Problem, match="area_not_yours"):
        end_post(cast.outsider, cast.captain.crew_no, "captain", BUILDING)
