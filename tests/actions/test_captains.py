"""Captains: the best assignment of who signed up, kept by hand, repaired with few changes, handed over as a duty."""

from dataclasses import replace

import pytest

from tests.cast import COMPOUND, Cast
from tests.street import Street, ordered
from wumen.actions import captains, force
from wumen.actions.crew import end_post, grant_post
from wumen.queries.captains import captain_cards
from wumen.queries.captains import captains as captains_of
from wumen.queries.instructions import instructions
from wumen.rules.captains.reasons import Why
from wumen.rules.problems import Problem
from wumen.rules.sign_up import SignUp

PATH = "410102/410102003/410102003008/jxc/"
ONE, TWO, THREE = (f"{PATH}{number}/" for number in (1, 2, 3))
OFFER = SignUp("谁", "", "party_member")


def offers(cast: Cast, name: str, last: int, lives: str = "", *wished: str) -> object:
    """Somebody who offers to serve in the compound."""
    said = replace(
        OFFER, name=name, telephone=f"139000000{last:02d}", lives=lives, wished=tuple(wished)
    )
    return force.enlist(cast.clerk, PATH, said, "office")


def seated(cast: Cast) -> dict[tuple[str, str], str]:
    """Who sits where."""
    page = captains_of(cast.clerk, COMPOUND)
    return {(one.area, one.role): one.sitting.name for one in page.seats if one.sitting}


@pytest.fixture
def six(cast: Cast) -> dict[str, object]:
    """Two people a building, and one more; 李楼长 no longer holds building 1."""
    end_post(cast.clerk, cast.captain.crew_no, "captain", f"{COMPOUND}/1")
    return {
        "甲": offers(cast, "甲", 1, ONE, ONE),
        "乙": offers(cast, "乙", 2, ONE, ONE, TWO),
        "丙": offers(cast, "丙", 3, TWO, TWO),
        "丁": offers(cast, "丁", 4, TWO, TWO),
        "戊": offers(cast, "戊", 5, THREE, THREE),
        "己": offers(cast, "己", 6, THREE, THREE),
        "庚": offers(cast, "庚", 7, "", ONE),
    }


def test_every_building_gets_one_captain_and_one_deputy_who_live_there(
    cast: Cast, six: dict[str, object]
) -> None:
    captains.assign_captains(cast.clerk, COMPOUND)
    found = seated(cast)
    assert len(found) == 6
    for path, own in ((ONE, "甲乙"), (TWO, "丙丁"), (THREE, "戊己")):
        assert {found[path, "captain"], found[path, "deputy_captain"]} == set(own)
    page = captains_of(cast.clerk, COMPOUND)
    assert page.vacant == 0
    assert all(Why.LIVES_THERE in one.sitting.why for one in page.seats if one.sitting)
    assert [one.name for one in page.spare] == ["庚"]


def test_a_choice_by_hand_stands_when_it_is_assigned_again(
    cast: Cast, six: dict[str, object]
) -> None:
    captains.choose(cast.clerk, "captain", ONE, six["庚"].id)  # type: ignore[attr-defined]
    captains.assign_captains(cast.clerk, COMPOUND)
    assert seated(cast)[ONE, "captain"] == "庚"
    before = seated(cast)
    assert captains.assign_captains(cast.clerk, COMPOUND) == ()
    assert seated(cast) == before


def test_a_withdrawal_changes_one_seat_and_hands_over_as_a_duty(
    cast: Cast, street: Street, six: dict[str, object]
) -> None:
    captains.assign_captains(cast.clerk, COMPOUND)
    before = seated(cast)
    goes = before[ONE, "captain"]
    changes = captains.withdraw(cast.clerk, six[goes].id, COMPOUND)  # type: ignore[attr-defined]
    after = seated(cast)
    assert len(changes) == 1
    assert {seat for seat in after if after[seat] != before[seat]} == {(ONE, "captain")}
    assert after[ONE, "captain"] == "庚"
    (handed,) = instructions(cast.clerk)
    assert handed.said.text.startswith(f"楼长交接：{goes} 交给 庚")
    assert "4 户，其中居家隔离 0 户" in handed.said.text


def test_a_building_has_one_captain_whoever_grants_the_post(
    cast: Cast, six: dict[str, object]
) -> None:
    captains.assign_captains(cast.clerk, COMPOUND)
    with pytest.raises(Problem, match="captain_seated"):
        grant_post(cast.clerk, cast.captain.crew_no, "captain", f"{COMPOUND}/1")
    seat = seated(cast)
    member = six[seat[TWO, "captain"]]
    with pytest.raises(Problem, match="captain_two_seats"):
        captains.choose(cast.clerk, "captain", ONE, member.id)  # type: ignore[attr-defined]
    with pytest.raises(Problem, match="captain_no_seat"):
        captains.choose(cast.clerk, "unit_lead", ONE, six["庚"].id)  # type: ignore[attr-defined]


def test_a_telephone_is_printed_only_with_its_owner_s_consent(
    cast: Cast, six: dict[str, object]
) -> None:
    captains.assign_captains(cast.clerk, COMPOUND)
    assert not any(
        one.telephone for card in captain_cards(cast.clerk, COMPOUND) for one in card.people
    )
    jia = six["甲"]
    force.print_telephones(cast.clerk, [jia.id], True)  # type: ignore[attr-defined]
    printed = [
        (one.name, one.telephone)
        for card in captains.print_cards(cast.clerk, COMPOUND)
        for one in card.people
        if one.telephone
    ]
    assert printed == [("甲", "13900000001")]
    text = captain_cards(cast.clerk, COMPOUND)[0].text
    assert "1390000" not in text
    assert "甲" in text


def test_whoever_an_order_holds_is_no_captain(
    cast: Cast, street: Street, six: dict[str, object]
) -> None:
    captains.assign_captains(cast.clerk, COMPOUND)
    ordered(cast, "3")
    page = captains_of(cast.clerk, COMPOUND)
    assert {line.name for line, _ in page.barred} == {"戊", "己"}
    captains.assign_captains(cast.clerk, COMPOUND)
    assert seated(cast).get((THREE, "captain")) not in ("戊", "己")
