"""The queue of few tests: none is lost, and every worker begins with its share of the long ones."""

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import dealt

FEW = st.integers(0, 40)


@given(long=FEW, rest=FEW, workers=st.integers(1, 4))
def test_none_is_lost_and_none_runs_twice(long: int, rest: int, workers: int) -> None:
    queue = dealt(range(long), range(long, long + rest), workers)
    assert sorted(queue) == list(range(long + rest))


def test_each_worker_begins_with_its_share_of_the_long_ones() -> None:
    assert dealt("ABCDE", "uvwxyz", 1) == list("ABCDEuvwxyz")
    # Eleven tests among three: the parts are three, four and four.
    assert dealt("ABCDE", "uvwxyz", 3) == [*"ADu", *"BEvw", *"Cxyz"]
