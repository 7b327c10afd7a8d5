"""A notice before any outbreak is open: who has a telephone is rung, whose door waits for a captain stays left."""

from uuid import UUID

import pytest

from tests.cast import COMPOUND, PATH, Cast
from wumen.actions.notice_reach import ask_to_tell
from wumen.actions.register import NewResident, register_household
from wumen.actions.stairwell_notices import compose_notice
from wumen.queries.notice_reach import reach_page
from wumen.queries.posts import acting
from wumen.records.models import CallEntry, Instruction
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import NoticeText


@pytest.fixture
def notice(cast: Cast) -> UUID:
    """A notice over a home that can be rung and one that cannot, with no outbreak anywhere."""
    register_household(
        cast.clerk, f"{COMPOUND}/1/1/301", [NewResident("钱先生", telephones=("13800000002",))]
    )
    register_household(cast.clerk, f"{COMPOUND}/1/1/302", [NewResident("孙女士")])
    return compose_notice(cast.clerk, NoticeText(PATH, "停水", "明早 7:00 起停水。", "2"))


def test_who_can_be_rung_is_rung_and_the_others_are_named(cast: Cast, notice: UUID) -> None:
    given = ask_to_tell(cast.clerk, notice, PATH)
    assert (given.rung, given.doors, given.more, given.alone) == (1, 0, 0, 1)
    with acting(cast.clerk):
        assert CallEntry.objects.filter(call_list=given.calls).count() == 1
        assert not Instruction.objects.exists()
    # The other home is left still, and who taps again for her alone is told why nobody can be asked.
    assert reach_page(cast.clerk, notice).whole.left == 2
    with pytest.raises(Problem, match="outbreak_not_open"):
        ask_to_tell(cast.clerk, notice, PATH)
