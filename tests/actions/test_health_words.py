"""Names of medicines and illnesses are for who carries a request out: lists mask them, an opening stands in the log."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.cast import COMPOUND, Cast
from tests.street import Street, at
from wumen.actions.instructions import end, give, open_words
from wumen.actions.relay import open_words as open_list
from wumen.actions.relay import take_relay
from wumen.queries.instructions import instruction_line, instructions
from wumen.queries.posts import acting
from wumen.queries.relay import RelayPage, relay_page
from wumen.queries.relay_asked import asked_at_home
from wumen.records.event_log import unread
from wumen.rules.health_words import MASK, tells_health
from wumen.rules.instructions import InstructionDraft
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind

SAID = "要奥氮平两盒，还有白菜3斤"
SHOWN = f"{MASK}，还有白菜3斤"
ASKED = InstructionDraft(
    "resident", SAID, "张阿姨", at(1, 10, 6), at(1, 10, 18), "captain", urgency="urgent"
)
LIST = "#接龙\n1号楼\n\n1. 1-1-201 抗病毒药一瓶\n2. 1-1-202 白菜3斤\n3. 张大爷要胰岛素，急\n谁有奥氮平\n"


def asked(cast: Cast, street: Street, **changes: str) -> int:
    """The number of what a home asked for."""
    home = str(street.households["1/1/202"].id)
    draft = replace(ASKED, household=home, **changes)  # type: ignore[arg-type]
    return int(give(cast.operator, draft).number)


def logged(kind: str, cast: Cast) -> int:
    """How often an opening stands in the log."""
    with acting(cast.operator):
        return sum(one.kind == kind for one in unread("test", 10_000))


def test_the_list_of_requests_names_no_medicine(cast: Cast, under_lockdown: Street) -> None:
    number = asked(cast, under_lockdown)
    (line,) = instructions(cast.secretary)
    assert (line.said.text, line.masked) == (SHOWN, True)
    assert instruction_line(cast.secretary, number).said.text == SHOWN
    door = under_lockdown.households["1/1/202"].area
    assert [one.said for one in asked_at_home(cast.captain, door)] == [SHOWN]
    assert line.urgency == "urgent"


def test_who_carries_it_opens_the_words_and_that_look_is_logged(
    cast: Cast, under_lockdown: Street
) -> None:
    number = asked(cast, under_lockdown)
    assert logged("instruction.looked_at", cast) == 0
    whole = open_words(cast.captain, number)
    assert (whole.said.text, whole.masked) == (SAID, False)
    assert logged("instruction.looked_at", cast) == 1
    open_words(cast.captain, number)
    assert logged("instruction.looked_at", cast) == 2


def test_who_neither_settles_nor_hands_on_opens_nothing(cast: Cast, under_lockdown: Street) -> None:
    number = asked(cast, under_lockdown)
    for viewer, code in ((cast.volunteer, "right_missing"), (cast.outsider, "instruction_unknown")):
        with pytest.raises(Problem) as refused:
            open_words(viewer, number)
        assert refused.value.code == code
    assert logged("instruction.looked_at", cast) == 0


def test_danger_to_life_stands_in_its_own_words(cast: Cast, under_lockdown: Street) -> None:
    asked(cast, under_lockdown, said="糖尿病，人叫不醒", urgency="life")
    (line,) = instructions(cast.secretary)
    assert (line.said.text, line.masked) == ("糖尿病，人叫不醒", False)


def test_what_a_superior_says_of_a_place_is_nobodys_illness(
    cast: Cast, under_lockdown: Street
) -> None:
    said = replace(ASKED, origin="superior", document="第3号", said="给透析的人备车", path=COMPOUND)
    give(cast.operator, said)
    (line,) = instructions(cast.secretary)
    assert (line.said.text, line.masked) == ("给透析的人备车", False)


def test_ordinary_requests_need_no_opening(cast: Cast, under_lockdown: Street) -> None:
    asked(cast, under_lockdown, said="白菜3斤，药店几点开门")
    (line,) = instructions(cast.secretary)
    assert (line.said.text, line.masked) == ("白菜3斤，药店几点开门", False)


def test_why_it_was_closed_is_masked_like_what_was_asked(
    cast: Cast, under_lockdown: Street
) -> None:
    number = asked(cast, under_lockdown, said="白菜3斤")
    end(cast.operator, number, "cancelled", "住院透析去了")
    (line,) = instructions(cast.secretary, closed=True)
    assert (line.closed_why, line.masked) == (MASK, True)
    assert open_words(cast.secretary, number).closed_why == "住院透析去了"


@pytest.fixture
def pasted(cast: Cast, under_lockdown: Street) -> UUID:
    """A list that 李楼长 pasted."""
    return take_relay(cast.captain, LIST, Kind.NEEDS, f"{COMPOUND}/1").relay


def words(page: RelayPage) -> str:
    """All that a page of a list shows of what was written."""
    told = [(one.entry.text, *one.entry.items, one.entry.why or "") for one in page.entries]
    lines = [one.text for one in (*page.unread, *page.reading.aside)]
    return "\n".join((*(said for one in told for said in one), *lines))


def test_who_pasted_a_list_reads_it_and_others_read_it_masked(cast: Cast, pasted: UUID) -> None:
    mine, theirs = relay_page(cast.captain, pasted), relay_page(cast.secretary, pasted)
    assert not mine.masked
    for name in ("抗病毒药", "胰岛素", "奥氮平"):
        assert name in words(mine)
    assert theirs.masked
    assert not tells_health(words(theirs))
    assert "白菜" in words(theirs)
    assert [one.look for one in theirs.to_look] == [one.look for one in mine.to_look]


def test_a_list_that_was_opened_stays_open_for_the_day_and_for_her_alone(
    cast: Cast, pasted: UUID
) -> None:
    open_list(cast.secretary, pasted)
    assert logged("relay.words_looked_at", cast) == 1
    assert not relay_page(cast.secretary, pasted).masked
    assert words(relay_page(cast.secretary, pasted)) == words(relay_page(cast.captain, pasted))
    assert relay_page(cast.duty_officer, pasted).masked


def test_a_list_outside_ones_area_is_not_opened(cast: Cast, pasted: UUID) -> None:
    def refused(viewer: Viewer) -> str:
        with pytest.raises(Problem) as problem:
            open_list(viewer, pasted)
        return problem.value.code

    assert refused(cast.outsider) == "relay_unknown"
    assert refused(cast.volunteer) == "right_missing"


def test_a_list_that_names_nothing_of_health_needs_no_opening(
    cast: Cast, under_lockdown: Street
) -> None:
    plain = take_relay(
        cast.captain, "#接龙\n1号楼\n\n1. 1-1-202 白菜3斤\n", Kind.NEEDS, f"{COMPOUND}/1"
    )
    assert not relay_page(cast.secretary, plain.relay).masked
