"""A home that was told of a notice in person is rung no more: it leaves whom to ring, and its knock ends."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.actions.test_notice_reach import ONE, composed, reader
from tests.cast import COMPOUND, Cast
from tests.street import Street, ordered
from wumen.actions.calls import deal_list, note_call
from wumen.actions.changes import move_residents
from wumen.actions.notice_reach import ask_to_tell, note_told, take_back_told
from wumen.queries.calls import WholeList, call_list, callers
from wumen.queries.notice_reach import reach_page
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import CallEntry, Instruction
from wumen.rules.calls import CallResult, Step
from wumen.rules.notice_reach import Means

__all__ = ["reader"]


@pytest.fixture
def given(cast: Cast, street: Street) -> tuple[UUID, UUID]:
    """A notice for 1号楼, and the list on which 张阿姨 and 钱先生 are rung for it."""
    notice = composed(cast, ONE)
    ordered(cast, "1")
    made = ask_to_tell(cast.clerk, notice, ONE)
    assert made.calls
    assert made.rung == 2
    return notice, made.calls


def steps(whole: WholeList) -> dict[str, Step]:
    return {one.name: one.next.step for one in whole.entries}


def test_a_home_that_was_told_at_its_door_is_rung_no_more(
    cast: Cast, street: Street, given: tuple[UUID, UUID]
) -> None:
    notice, calls = given
    home = street.households["1/1/202"].id
    note_told(cast.captain, notice, home, Means.VISIT)
    whole = call_list(cast.clerk, calls)
    assert steps(whole) == {"张阿姨": Step.DONE, "钱先生": Step.CALL}
    (aunt,) = [one for one in whole.entries if one.name == "张阿姨"]
    assert aunt.told is not None
    assert aunt.told.by == "李楼长"
    assert (whole.line.reached, whole.line.entries) == (1, 2)
    # Nobody gets her in a share.
    assert deal_list(cast.clerk, calls, [cast.clerk.person]) == 1
    assert {one.left for one in callers(cast.clerk, calls) if one.id == cast.clerk.person} == {1}
    take_back_told(cast.captain, notice, home)
    assert steps(call_list(cast.clerk, calls))["张阿姨"] is Step.CALL


def test_who_has_moved_out_of_the_home_that_was_told_is_rung_all_the_same(
    cast: Cast, street: Street, given: tuple[UUID, UUID]
) -> None:
    notice, calls = given
    note_told(cast.captain, notice, street.households["1/1/202"].id, Means.VISIT)
    move_residents(cast.clerk, [street.aunt_zhang.id], path=f"{COMPOUND}/2/1/301")
    whole = call_list(cast.clerk, calls)
    assert steps(whole)["张阿姨"] is Step.CALL
    assert whole.line.reached == 0


def rung_in_vain(cast: Cast, entry: UUID, times: int = 3) -> None:
    for hour in range(times):
        with clock.fixed(clock.now() + timedelta(hours=hour + 1)):
            note_call(cast.clerk, entry, CallResult.NO_ANSWER)


def entry_of(cast: Cast, street: Street) -> CallEntry:
    with acting(cast.clerk):
        return CallEntry.objects.get(resident=street.aunt_zhang.id)


def test_the_knock_that_was_asked_for_ends_with_it_and_is_asked_anew_after_a_mistake(
    cast: Cast, street: Street, given: tuple[UUID, UUID]
) -> None:
    notice, _ = given
    rung_in_vain(cast, entry_of(cast, street).id)
    knock = entry_of(cast, street).knock
    assert knock
    home = street.households["1/1/202"].id
    note_told(cast.captain, notice, home, Means.VISIT)
    with acting(cast.clerk):
        assert Instruction.objects.get(number=knock).closed_as == "cancelled"
    take_back_told(cast.captain, notice, home)
    assert reach_page(cast.clerk, notice, ONE).waiting == 1


def test_a_call_in_vain_after_it_asks_nobody_to_knock(
    cast: Cast, street: Street, given: tuple[UUID, UUID]
) -> None:
    notice, _ = given
    entry = entry_of(cast, street).id
    note_told(cast.captain, notice, street.households["1/1/202"].id, Means.VISIT)
    rung_in_vain(cast, entry)
    assert entry_of(cast, street).knock is None


def test_what_the_captain_did_stays_done_when_a_tick_is_taken_back(
    cast: Cast, street: Street, given: tuple[UUID, UUID]
) -> None:
    notice, _ = given
    entry = entry_of(cast, street).id
    note_call(cast.clerk, entry, CallResult.REACHED)
    home = street.households["1/1/202"].id
    note_told(cast.captain, notice, home, Means.VISIT)
    take_back_told(cast.captain, notice, home)
    assert reach_page(cast.clerk, notice).whole.told[Means.TELEPHONE] == 1
