"""The force: whom nobody may take, when somebody is free, what a sign-up says, and teams that are shared sensibly."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.queries.playbooks import playbook
from wumen.rules.force import (
    ALWAYS,
    NEVER,
    Bar,
    Half,
    Limit,
    Serving,
    Skill,
    Wish,
    Work,
    bars,
    bit,
    free_mask,
    free_times,
    must_serve,
    read_born,
    read_free,
)
from wumen.rules.playbooks import Sees
from wumen.rules.problems import Problem
from wumen.rules.sign_up import SignUp, check, read_ledger
from wumen.rules.teams import Carer, Home, apart, must_fill, share

MONDAY = date(2022, 1, 10)
DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))
HALVES = st.sampled_from(list(Half))
THREE = next(one for one in playbook("community-2021-09").teams if one.key == "team-of-three")


def serving(profession: str = "volunteer", **said: object) -> Serving:
    return Serving(uuid4(), profession, **said)  # type: ignore[arg-type]


@given(born=st.integers(1930, 1962), minutes=st.integers(1, 700), before=st.integers(0, 700))
def test_a_volunteer_over_60_never_stands_outdoors_for_more_than_four_hours_a_day(
    born: int, minutes: int, before: int
) -> None:
    old = serving(born=born, outdoors={MONDAY: before})
    refused = Bar.OLD_OUTDOORS in bars(old, Work(MONDAY, Half.MORNING, minutes))
    assert refused == (before + minutes > 240)


@given(born=st.integers(1930, 1962), source=st.sampled_from(["volunteer", "party_member"]))
def test_a_volunteer_over_60_never_serves_at_isolated_homes(born: int, source: str) -> None:
    with pytest.raises(Problem, match="force_old_isolated"):
        must_serve(serving(source, born=born), Work(MONDAY, isolated=True))
    assert not bars(serving(source, born=1990), Work(MONDAY, isolated=True))
    # Who is paid for it is under another guard than this.
    assert not bars(serving("medic", born=born), Work(MONDAY, isolated=True))


def test_nobody_serves_while_an_order_holds_her() -> None:
    held = serving(held="home_isolation")
    assert bars(held, Work(MONDAY)) == (Bar.HELD,)
    with pytest.raises(Problem, match="force_held"):
        must_serve(held, Work(MONDAY, Half.MORNING))


@given(day=DAYS, half=HALVES)
def test_nobody_stands_in_two_places_at_a_time(day: date, half: Half) -> None:
    there = serving(taken=frozenset({(day, str(half))}))
    with pytest.raises(Problem, match="force_taken"):
        must_serve(there, Work(day, half))
    must_serve(there, Work(day + timedelta(days=1), half))


@given(day=DAYS)
def test_wishes_are_seen_and_health_refuses(day: date) -> None:
    wishes = serving(wishes=frozenset({Wish.NO_NIGHTS, Wish.NO_WEEKENDS}))
    assert (Bar.WISHED_NOT in bars(wishes, Work(day, Half.NIGHT))) is True
    weekend = day.isoweekday() > 5
    assert (Bar.WISHED_NOT in bars(wishes, Work(day, Half.MORNING))) == weekend
    weak = serving(limits=frozenset({Limit.NO_LIFTING, Limit.NO_ISOLATED}), skills=frozenset(Skill))
    assert bars(weak, Work(day, skill=Skill.LIFTS)) == (Bar.LIMITED,)
    assert bars(weak, Work(day, isolated=True)) == (Bar.LIMITED,)


def test_who_rests_is_not_taken_and_comes_back() -> None:
    tired = serving(rest_until=MONDAY)
    assert bars(tired, Work(MONDAY)) == (Bar.RESTING,)
    assert bars(tired, Work(MONDAY + timedelta(days=1))) == ()
    assert Bar.RESTING not in NEVER


@given(times=st.frozensets(st.tuples(st.integers(1, 7), HALVES)))
def test_half_days_are_kept_and_found_again(times: frozenset[tuple[int, Half]]) -> None:
    assert free_times(free_mask(times)) == times


@pytest.mark.parametrize(
    ("words", "free", "not_free"),
    [
        ([], (1, Half.NIGHT), None),
        (["上午"], (3, Half.MORNING), (3, Half.AFTERNOON)),
        (["晚班"], (5, Half.NIGHT), (5, Half.MORNING)),
        (["周末全天"], (6, Half.AFTERNOON), (2, Half.MORNING)),
        (["早晚都行"], (4, Half.AFTERNOON), None),
    ],
)
def test_when_somebody_can_is_read_as_it_is_written(
    words: list[str], free: tuple[int, Half], not_free: tuple[int, Half] | None
) -> None:
    mask = read_free(words)
    assert mask & bit(*free)
    assert not_free is None or not mask & bit(*not_free)


def test_a_year_or_an_age_is_read() -> None:
    assert read_born("1985", MONDAY) == 1985
    assert read_born("37岁", MONDAY) == 1985
    assert read_born("", MONDAY) is None
    for wrong in ("x", "3", "1890"):
        with pytest.raises(Problem, match="force_age_unreadable"):
            read_born(wrong, MONDAY)


def test_a_sign_up_has_a_name_and_a_telephone() -> None:
    assert check(SignUp(" 陈志愿者 ", "139-0000-0001")).telephone == "13900000001"
    for wrong, code in (
        (SignUp("", "13900000001"), "name_empty"),
        (SignUp("陈", ""), "force_phone_needed"),
        (SignUp("陈", "1390000"), "phone"),
        (SignUp("陈", "13900000001", "operator"), "profession_unknown"),
        (SignUp("陈", "13900000001", people=0), "force_people"),
    ):
        with pytest.raises(Problem, match=code):
            check(wrong)


def test_a_ledger_is_read_by_its_header_and_says_which_rows_it_could_not_take() -> None:
    rows = [
        ["阳光花苑防控力量登记"],
        ["序号", "姓名", "联系电话", "身份", "楼栋", "意向楼栋", "时间", "特长", "年龄", "备注"],
        [1, "甲", 13900000001.0, "党员", "3号楼", "3、5", "周末", "会开车", 61, "不值夜班"],
        [2, "乙", "1390000", "物业", "", "", "", "", "", ""],
        [],
        [3, "丙", "13900000003", "下沉干部", "", "", "", "", "", "腿脚不便"],
    ]
    found = read_ledger(rows, MONDAY)
    one, three = found.people
    assert (one.name, one.telephone, one.profession, one.born) == (
        *("甲", "13900000001", "party_member", 1961),
    )
    assert (one.lives, one.wished, one.skills, one.wishes) == (
        *(3, (3, 5), ("drives",), ("no_nights",)),
    )
    assert not one.free & bit(2, Half.MORNING)
    assert (three.profession, three.limits, three.free) == ("seconded", ("no_stairs",), ALWAYS)
    assert [(bad.row, bad.name) for bad in found.unread] == [(4, "乙")]
    with pytest.raises(Problem, match="force_ledger_empty"):
        read_ledger([["房号", "电话"]], MONDAY)


STREET = "410102/410102010/"


def carer(profession: str, where: str, homes: int = 0, **said: object) -> Carer:
    return Carer(serving(profession, **said), where, homes)


def test_places_are_apart_by_the_levels_up_to_what_holds_both() -> None:
    assert apart("a/b/c/", "a/b/c/") == 0
    assert apart("a/b/c/", "a/b/d/") == 1
    assert apart("a/b/c/", "a/") == 2


@given(
    homes=st.lists(st.sampled_from(["1/", "2/", "3/"]), min_size=1, max_size=20),
    medics=st.integers(1, 4),
    police=st.integers(1, 3),
)
def test_every_home_gets_a_whole_team_and_the_load_is_shared(
    homes: list[str], medics: int, police: int
) -> None:
    given_homes = [Home(uuid4(), f"{STREET}{one}{at}/") for at, one in enumerate(homes)]
    people = [carer("medic", STREET) for _ in range(medics)]
    people += [carer("police", STREET) for _ in range(police)]
    people += [carer("community_worker", f"{STREET}{one}") for one in ("1/", "2/", "3/")]
    made = share(THREE, given_homes, people, {}, Work(MONDAY, isolated=True))
    assert len(made) == 3 * len(given_homes)
    for source, many in (("medic", medics), ("police", police)):
        loads = [
            sum(who == one.member for who in made.values())
            for one in people
            if one.serving.profession == source
        ]
        assert len(loads) == many
        assert max(loads) - min(loads) <= 1
    for home in given_homes:
        team = {who for (household, _), who in made.items() if household == home.household}
        assert len(team) == 3


def test_what_is_filled_stays_and_what_nobody_can_fill_stays_empty() -> None:
    home = Home(uuid4(), f"{STREET}1/1/")
    kept: dict[tuple[UUID, str], UUID] = {(home.household, "medic"): uuid4()}
    people = [carer("medic", STREET), carer("community_worker", STREET, held="lockdown")]
    made = share(THREE, [home], people, kept, Work(MONDAY, isolated=True))
    assert made == {}


def test_the_nearer_of_two_who_carry_alike_is_taken() -> None:
    home = Home(uuid4(), f"{STREET}1/9/")
    near, far = carer("community_worker", f"{STREET}1/"), carer("community_worker", f"{STREET}2/3/")
    made = share(THREE, [home], [far, near], {}, Work(MONDAY, isolated=True))
    assert made[home.household, "worker"] == near.member


def test_each_of_three_sees_what_her_place_needs() -> None:
    sees = {one.key: set(one.sees) for one in THREE.places}
    assert sees["police"] == {Sees.IDENTITY, Sees.ADDRESS, Sees.DATES, Sees.PRESENCE}
    assert Sees.HEALTH in sees["medic"]
    assert Sees.IDENTITY not in sees["medic"]
    assert Sees.NEEDS in sees["worker"]
    assert not sees["worker"] & {Sees.HEALTH, Sees.IDENTITY}
    with pytest.raises(Problem, match="team_wrong_source"):
        must_fill(serving("volunteer"), THREE.place("police"))
