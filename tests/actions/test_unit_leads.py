"""Above 150 homes one captain cannot know each door: every unit has its lead, from assignment to what is overdue."""

from datetime import timedelta

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.street import OUTBREAK
from tests.street_rules import KEY
from wumen.actions import captains, force
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import open_outbreak
from wumen.queries.captains import captain_cards
from wumen.queries.captains import captains as captains_of
from wumen.queries.duties import duty_lines
from wumen.queries.escalation import answers_for
from wumen.queries.instructions import instructions
from wumen.queries.posts import viewers_of
from wumen.records import clock
from wumen.records.models import Area, CrewMember, Household
from wumen.records.scope import WHOLE, scoped
from wumen.rules.captains.assignment import HOMES_OF_ONE_CAPTAIN
from wumen.rules.problems import Problem
from wumen.rules.sign_up import SignUp

TWO = f"{PATH}2/"
UNITS = (f"{TWO}1/", f"{TWO}2/")


@pytest.fixture
def tower(cast: Cast) -> Cast:
    """Building 2 with two units and one home more than one captain can know."""
    doors = [
        f"{UNITS[n % 2]}{1 + n // 8}0{1 + n // 2 % 4}/" for n in range(HOMES_OF_ONE_CAPTAIN + 1)
    ]
    with scoped(WHOLE):
        Area.objects.bulk_create(
            [Area(area=path, kind="unit", name=f"{path[-2]}单元") for path in UNITS]
            + [Area(area=path, kind="household", name=path.split("/")[-2]) for path in doors]
        )
        Household.objects.bulk_create(
            [Household(area=path, registered_at=clock.now()) for path in doors]
        )
    for n, other in enumerate(("1", "3", "3")):
        offer(cast, f"邻楼{n}", 90 + n, f"{PATH}{other}/", f"{PATH}{other}/")
    return cast


def offer(cast: Cast, name: str, last: int, lives: str, wished: str = TWO) -> object:
    """Somebody who lives there and offers to serve."""
    said = SignUp(name, f"139000001{last:02d}", "party_member", lives=lives, wished=(wished,))
    return force.enlist(cast.clerk, COMPOUND, said, "office")


def leads(cast: Cast) -> dict[str, str]:
    """Who leads which unit."""
    page = captains_of(cast.clerk, COMPOUND)
    return {
        one.area: one.sitting.name
        for one in page.seats
        if one.role == "unit_lead" and one.sitting is not None
    }


def test_each_unit_gets_the_lead_who_lives_in_it_after_captain_and_deputy(tower: Cast) -> None:
    offer(tower, "甲", 1, UNITS[0])
    offer(tower, "乙", 2, UNITS[1])
    captains.assign_captains(tower.clerk, COMPOUND)
    assert leads(tower) == {}, "captain and deputy come first"
    offer(tower, "丙", 3, UNITS[1])
    offer(tower, "丁", 4, UNITS[0])
    captains.assign_captains(tower.clerk, COMPOUND)
    found = leads(tower)
    assert set(found) == set(UNITS)
    assert found[UNITS[0]] in "甲丁"
    assert found[UNITS[1]] in "乙丙"


def test_they_stand_on_the_card_and_in_the_line_for_the_group(tower: Cast) -> None:
    for n, unit in enumerate((UNITS[0], UNITS[1], UNITS[0], UNITS[1])):
        offer(tower, "甲乙丙丁"[n], n + 1, unit)
    captains.assign_captains(tower.clerk, COMPOUND)
    (card,) = [one for one in captain_cards(tower.clerk, COMPOUND) if one.area == TWO]
    assert [one.words for one in card.people] == ["楼长", "副楼长", "1单元长", "2单元长"]
    assert f"1单元长是{card.people[2].name}" in card.text
    assert card.homes == HOMES_OF_ONE_CAPTAIN + 1


def test_a_lead_who_leaves_hands_her_unit_over_and_what_is_late_rises_to_the_captain(
    tower: Cast,
) -> None:
    open_outbreak(tower.duty_officer, OUTBREAK, KEY, [])
    rows = {name: offer(tower, name, n + 1, UNITS[n % 2]) for n, name in enumerate("甲乙丙丁戊")}
    captains.assign_captains(tower.clerk, COMPOUND)
    page = captains_of(tower.clerk, COMPOUND)
    captain = next(one for one in page.seats if one.area == TWO and one.role == "captain")
    goes = leads(tower)[UNITS[1]]
    captains.withdraw(tower.clerk, rows[goes].id, COMPOUND)  # type: ignore[attr-defined]
    comes = leads(tower)[UNITS[1]]
    assert comes != goes
    (handed,) = instructions(tower.clerk)
    assert handed.said.text.startswith(f"单元长交接：{goes} 交给 {comes}")
    assert "75 户" in handed.said.text
    plan_day(tower.duty_officer, clock.today())
    with clock.fixed(handed.due_at + timedelta(hours=2, minutes=1)):
        late = [one for one in duty_lines(tower.clerk, clock.today(), None, None) if one.overdue]
        (one,) = [line for line in late if line.owner and line.owner.name == comes]
        (answers,) = answers_for(tower.clerk, [one]).values()
        assert captain.sitting is not None
        assert (answers.who.role, answers.who.name) == ("captain", captain.sitting.name)


def test_her_own_page_is_her_unit_and_no_other_door(tower: Cast) -> None:
    for n, unit in enumerate((UNITS[0], UNITS[1], UNITS[0], UNITS[1])):
        offer(tower, "甲乙丙丁"[n], n + 1, unit)
    captains.assign_captains(tower.clerk, COMPOUND)
    name = leads(tower)[UNITS[1]]
    number = CrewMember.objects.get(name=name).number
    (lead,) = viewers_of(number)
    assert lead.area == UNITS[1]
    assert not lead.span.holds(f"{UNITS[0]}101/")
    with pytest.raises(Problem, match="captain_two_seats"):
        page = captains_of(tower.clerk, COMPOUND)
        sits = next(one.sitting for one in page.seats if one.area == UNITS[1])
        assert sits is not None
        assert sits.member is not None
        captains.choose(tower.clerk, "unit_lead", UNITS[0], sits.member)
