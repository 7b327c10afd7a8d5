"""Teams of homes in isolation, who is free now, and the structure of the command."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import COMMUNITY, COMPOUND, Cast
from tests.street import Street, ordered
from wumen.actions import force, structure, teams
from wumen.actions.crew import grant_post
from wumen.actions.force import NewDeployment
from wumen.queries.free_now import free_now
from wumen.queries.posts import acting, viewers_of
from wumen.queries.structure import bodies, chain, role_sets
from wumen.queries.teams import my_homes
from wumen.queries.teams import teams as teams_of
from wumen.records import clock
from wumen.records.models import ForceMember, Resident
from wumen.rules.force import Bar, Half, Skill, Work
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.sign_up import SignUp

PATH = "410102/410102003/410102003008/jxc/"


def serves(cast: Cast, profession: str, last: int, **said: object) -> ForceMember:
    offer = SignUp(f"{profession}{last}", f"139000000{last:02d}", profession)
    return force.enlist(cast.clerk, COMMUNITY, replace(offer, **said), "office")  # type: ignore[arg-type]


def isolates(cast: Cast, street: Street, *doors: str) -> None:
    """Everybody of some homes isolates."""
    with acting(cast.clerk):
        people = Resident.objects.filter(household__in=[street.households[one] for one in doors])
        idents = tuple(str(one.id) for one in people)
    ordered(cast, regime="home_isolation", paths=(), residents=idents, document="告知书第1号")


@pytest.fixture
def three(cast: Cast, street: Street) -> dict[str, ForceMember]:
    isolates(cast, street, "1/1/101", "2/1/102", "3/1/201")
    return {
        "worker": serves(cast, "community_worker", 1),
        "medic": serves(cast, "medic", 2),
        "police": serves(cast, "police", 3),
    }


def as_member(row: ForceMember) -> Viewer:
    return next(one for one in viewers_of(row.person.number) if one.role == "team_member")


def test_every_isolated_home_has_a_team_of_three(cast: Cast, three: dict[str, ForceMember]) -> None:
    before = teams_of(cast.clerk)
    assert (len(before.homes), before.incomplete) == (3, 3)
    assert teams.form_teams(cast.clerk) == 9
    page = teams_of(cast.clerk)
    assert page.incomplete == 0
    assert {n for _, n in page.carriers} == {3}
    assert teams.form_teams(cast.clerk) == 0


def test_a_home_that_an_order_names_by_its_door_has_its_team_too(
    cast: Cast, three: dict[str, ForceMember], street: Street
) -> None:
    ordered(cast, "1/1/202", regime="home_isolation", document="告知书第2号")
    ordered(cast, "2")
    found = {line.household for line in teams_of(cast.clerk).homes}
    assert len(found) == 4
    assert street.households["1/1/202"].id in found


def test_what_is_missing_is_shown(cast: Cast, street: Street) -> None:
    isolates(cast, street, "1/1/101")
    serves(cast, "medic", 2)
    teams.form_teams(cast.clerk)
    (home,) = teams_of(cast.clerk).homes
    assert [one.key for one in home.missing] == ["worker", "police"]


def test_each_member_sees_what_she_needs_and_nothing_else(
    cast: Cast, street: Street, three: dict[str, ForceMember]
) -> None:
    teams.form_teams(cast.clerk)
    home = street.households["1/1/101"].id
    seen = {key: teams.look_at_home(as_member(row), home).people[0] for key, row in three.items()}
    police, medic, worker = seen["police"], seen["medic"], seen["worker"]
    assert police.away is False
    assert police.until is not None
    assert (police.health, police.needs, police.telephones) == (None, None, None)
    assert medic.health == ()
    assert medic.identity_number is None
    assert worker.needs == ()
    assert (worker.health, worker.today, worker.away) == (None, None, None)


def test_no_other_home_is_shown_and_nobody_who_is_on_no_team(
    cast: Cast, street: Street, three: dict[str, ForceMember]
) -> None:
    teams.form_teams(cast.clerk)
    medic = as_member(three["medic"])
    assert len(my_homes(medic)) == 3
    with pytest.raises(Problem, match="team_not_yours"):
        teams.look_at_home(medic, street.households["1/1/202"].id)
    with pytest.raises(Problem, match="team_not_yours"):
        teams.look_at_home(cast.clerk, street.households["1/1/101"].id)
    with pytest.raises(Problem, match="right_missing"):
        teams.look_at_home(cast.volunteer, street.households["1/1/101"].id)


def test_by_hand_only_who_may_and_who_fits(
    cast: Cast, street: Street, three: dict[str, ForceMember]
) -> None:
    teams.form_teams(cast.clerk)
    home = street.households["1/1/101"].id
    old = serves(cast, "volunteer", 9, born=1955)
    with pytest.raises(Problem, match="force_old_isolated"):
        teams.put(cast.clerk, home, "five-for-one-a", "volunteer", old.id)
    with pytest.raises(Problem, match="team_wrong_source"):
        teams.put(cast.clerk, home, "", "police", three["medic"].id)
    second = serves(cast, "medic", 8)
    teams.put(cast.clerk, home, "", "medic", second.id)
    teams.form_teams(cast.clerk)
    lines = {one.household: one for one in teams_of(cast.clerk).homes}
    assert [one.name for one in lines[home].slots] == ["community_worker1", "police3", "medic8"]


def test_who_is_held_makes_room_for_another(
    cast: Cast, street: Street, three: dict[str, ForceMember]
) -> None:
    teams.form_teams(cast.clerk)
    force.note_state(cast.clerk, three["medic"].id, rest_until=clock.today())
    serves(cast, "medic", 7)
    teams.form_teams(cast.clerk)
    page = teams_of(cast.clerk)
    assert {home.slots[2].name for home in page.homes} == {"medic7"}


def test_twelve_callers_who_is_free_who_is_missing(cast: Cast) -> None:
    for last in range(1, 6):
        serves(cast, "volunteer", last, skills=("calls",))
    serves(cast, "volunteer", 6)
    serves(cast, "volunteer", 7, skills=("calls",), wishes=("no_nights",))
    work = Work(clock.today(), Half.NIGHT, skill=Skill.CALLS)
    found = free_now(cast.clerk, "", work, 12)
    assert (len(found.lines), found.missing) == (5, 7)
    assert found.barred == {Bar.LACKS_SKILL: 1, Bar.WISHED_NOT: 1}


def test_who_was_taken_is_taken_once_and_the_least_used_come_first(cast: Cast) -> None:
    people = [serves(cast, "volunteer", last) for last in (1, 2)]
    new = NewDeployment("打电话", clock.today(), "am")
    assert force.deploy(cast.clerk, [people[0].id], new) == 1
    with pytest.raises(Problem, match="force_taken"):
        force.deploy(cast.clerk, [people[0].id], new)
    afternoon = Work(clock.today(), Half.AFTERNOON)
    assert [one.name for one in free_now(cast.clerk, "", afternoon, 2).lines] == [
        *("volunteer2", "volunteer1")
    ]


def test_four_hours_outdoors_are_counted_over_the_whole_day(cast: Cast) -> None:
    old = serves(cast, "volunteer", 1, born=1955)
    new = NewDeployment("守卡口", clock.today(), "am", 200, 200)
    force.deploy(cast.clerk, [old.id], new)
    with pytest.raises(Problem, match="force_old_outdoors"):
        force.deploy(cast.clerk, [old.id], replace(new, half="pm", minutes=60, outdoor_minutes=60))
    tomorrow = clock.today() + timedelta(days=1)
    assert force.deploy(cast.clerk, [old.id], replace(new, day=tomorrow)) == 1


def test_the_structure_is_set_up_once_with_leaders_and_the_way_escalation_goes(
    cast: Cast, street: Street
) -> None:
    made = structure.set_up(cast.secretary)
    assert made == 11
    assert structure.set_up(cast.secretary) == 0
    kinds = [one.kind for one in bodies(cast.secretary)]
    assert (kinds.count("office"), kinds.count("department"), kinds.count("task_force")) == (
        1,
        2,
        3,
    )
    tracing = next(one for one in bodies(cast.secretary) if one.name == "流调溯源专班")
    structure.lead(cast.secretary, tracing.id, cast.clerk.crew_no)
    assert next(one for one in bodies(cast.clerk) if one.id == tracing.id).head == "孙内勤"
    with pytest.raises(Problem, match="body_unknown"):
        structure.lead(cast.outsider, tracing.id, cast.outsider.crew_no)
    steps = [some[0].role for some in chain(cast.secretary)]
    assert steps == ["captain", "secretary", "duty_officer"]


def test_the_page_lists_no_duties_for_five_roles_and_the_office_writes_its_own(
    cast: Cast, street: Street
) -> None:
    first, lines = role_sets(cast.clerk)[0]
    assert (first.set_zh, len(lines)) == ("五员", 5)
    assert not any(one.duties for one in lines)
    structure.write_duties(cast.clerk, "screener", "每天问一遍外来人员")
    assert role_sets(cast.clerk)[0][1][0].duties == "每天问一遍外来人员"
    with pytest.raises(Problem, match="force_word_unknown"):
        structure.write_duties(cast.clerk, "general", "x")
    row = serves(cast, "volunteer", 1)
    said = SignUp("volunteer1", "13900000001")
    force.correct(cast.clerk, row.id, said, ["screener"])
    assert role_sets(cast.clerk)[0][1][0].people == 1


def test_staff_who_work_here_already_are_of_the_force_once(cast: Cast) -> None:
    row = force.enlist_staff(cast.clerk, COMPOUND, cast.sampler.crew_no)
    assert force.enlist_staff(cast.clerk, COMPOUND, cast.sampler.crew_no).id == row.id
    with pytest.raises(Problem, match="crew_unknown"):
        force.enlist_staff(cast.clerk, COMPOUND, "999999")


def test_how_somebody_who_works_elsewhere_too_is_called_and_reached_is_not_changed_here(
    cast: Cast,
) -> None:
    row = force.enlist_staff(cast.clerk, COMPOUND, cast.duty_officer.crew_no)
    for said in (
        SignUp("假名", "13900000001", "seconded"),
        SignUp("郑值班长", "13900000001", "seconded"),
    ):
        with pytest.raises(Problem, match="force_works_elsewhere"):
            force.correct(cast.clerk, row.id, said)
    # A relay or ledger of the place finds her by her telephone, and leaves her name alone too.
    own = force.enlist_staff(cast.clerk, COMPOUND, cast.captain.crew_no)
    force.correct(cast.clerk, own.id, SignUp("李新名", "13900000002", "volunteer"))
    grant_post(cast.operator, cast.captain.crew_no, "captain", "410102013001")
    with acting(cast.clerk):
        force.write_all(own.area, [SignUp("王五", "13900000002", "medic")], "relay", cast.clerk)
    assert viewers_of(cast.captain.crew_no)[0].name == "李新名"
