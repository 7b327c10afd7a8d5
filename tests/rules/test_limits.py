"""Rules of what may be tried without a sign-in: so often, and no more."""

import pytest

from wumen.rules.limits import LIMITS, Counted, check_limit
from wumen.rules.problems import Problem


@pytest.mark.parametrize("counted", Counted)
def test_all_that_is_counted_has_a_limit_that_refuses_the_next_one(counted: Counted) -> None:
    check_limit(counted, LIMITS[counted].most)
    with pytest.raises(Problem) as refused:
        check_limit(counted, LIMITS[counted].most + 1)
    assert str(refused.value.details["minutes"]) in refused.value.text()


def test_crew_are_sent_to_the_clerk_and_residents_to_the_telephone() -> None:
    with pytest.raises(Problem, match="tries_many"):
        check_limit(Counted.DEVICE, 1000)
    with pytest.raises(Problem, match="door_locked"):
        check_limit(Counted.CODE, 1000)
