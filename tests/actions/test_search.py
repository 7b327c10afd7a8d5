"""Finding people while typing: what finds whom, who finds nobody, what is noted."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from wumen.actions.changes.homes import move_household
from wumen.actions.register import NewResident, add_area, register_household
from wumen.actions.search import compare, look
from wumen.queries import search as queries
from wumen.queries.duplicates import Twin, groups, twins
from wumen.queries.posts import acting
from wumen.queries.search import Found, find
from wumen.records import sealing, search
from wumen.records.event_log import LoggedEvent, unread
from wumen.records.models import Resident
from wumen.rules.identity_numbers import make_check_digit
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.search import name_tokens

NUMBER = "410198199001010015"
FAR_AWAY = "410102013001/yghy"


def names(found: Found) -> list[str]:
    """Who was found."""
    return [line.name for line in found.lines]


def live(cast: Cast, door: str, *people: NewResident, by: Viewer | None = None) -> Any:
    """A household with these people behind a door."""
    path = door if door.startswith("4") else f"{COMPOUND}/{door}"
    return register_household(by or cast.clerk, path, people)


@pytest.fixture(params=["from the area", "from the words"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small place is read whole, a large one by ranges of words: both must answer alike."""
    if request.param == "from the words":
        monkeypatch.setattr(queries, "_READ_WHOLE", -1)


@pytest.mark.parametrize(
    "typed",
    ["张", "阿姨", "张阿姨", "姨", "zhang", "zhangayi", "zay", "ayi", "zh", "ZHANG", "13800000001",
     "138 0000 0001", "1-1-202", "1-202", "1号楼202", "1号楼1单元202室", "１－１－２０２", "张 1号楼",
     "1-1 张", "zhang 202", "202 阿姨 1号楼", "张202"],
)  # fmt: skip
@pytest.mark.usefixtures("either_way")
def test_aunt_zhang_is_found(cast: Cast, street: Street, typed: str) -> None:
    for viewer in (cast.captain, cast.clerk, cast.sampler, cast.duty_officer):
        lines = [line for line in find(viewer, typed).lines if line.name == "张阿姨"]
        assert [line.resident for line in lines] == [street.aunt_zhang.id]


@pytest.mark.parametrize(
    "typed", ["张三", "李", "wang", "1-1-201", "2号楼202", "张 2号楼", "zzz", "龘"]
)
@pytest.mark.usefixtures("either_way")
def test_who_does_not_fit_all_that_was_typed_is_not_found(
    cast: Cast, street: Street, typed: str
) -> None:
    assert "张阿姨" not in names(find(cast.clerk, typed))


@pytest.mark.usefixtures("either_way")
def test_a_captain_never_finds_the_people_of_another_building(cast: Cast, street: Street) -> None:
    live(cast, "2/1/301", NewResident("张阿婆", NUMBER, ("13800000002",)))
    for typed in ("张", "zhang", "zap", "301", "2-1-301", "2号楼", NUMBER, "13800000002"):
        lines = find(cast.captain, typed).lines
        assert all(line.area.startswith(f"{PATH}1/") for line in lines), typed
        assert "张阿婆" not in [line.name for line in lines]
        assert "张阿婆" not in names(find(cast.outsider, typed))
    assert names(find(cast.clerk, NUMBER)) == ["张阿婆"]


def test_who_may_not_see_the_register_finds_nobody(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem) as refused:
        find(cast.volunteer, "张")
    assert refused.value.code == "right_missing"


@pytest.mark.parametrize("typed", ["1380000000", "138000", "4101981990010100", "13800000"])
def test_an_incomplete_number_finds_nobody_and_is_said_to_be_so(
    cast: Cast, street: Street, typed: str
) -> None:
    live(cast, "1/1/301", NewResident("钱先生", NUMBER, ("13800000002",)))
    with pytest.raises(Problem) as refused:
        find(cast.clerk, typed)
    assert refused.value.code == "number_incomplete"


def test_a_complete_number_finds_all_who_share_it(cast: Cast, street: Street) -> None:
    home = live(cast, "1/1/301", NewResident("钱先生", NUMBER), NewResident("钱太太"))
    with acting(cast.clerk):
        first = home.residents.get(name="钱先生")
        Resident.objects.filter(name="钱太太").update(
            identity_sealed=first.identity_sealed,
            identity_key=first.identity_key,
            identity_shared=True,
        )
    found = find(cast.clerk, NUMBER)
    assert found.kind == "identity"
    assert set(names(found)) == {"钱太太", "钱先生"}


@pytest.mark.usefixtures("either_way")
def test_what_is_found_is_shown_as_people_say_it_and_masked(cast: Cast, street: Street) -> None:
    (line,) = find(cast.clerk, "张阿姨").lines
    assert (line.place, line.door) == ("锦绣城", "1号楼1单元202")
    assert line.telephone == "138******01"
    assert line.in_care
    assert line.household == street.households["1/1/202"].id
    (near,) = find(cast.captain, "张阿姨").lines
    assert near.place == ""


@pytest.mark.usefixtures("either_way")
def test_an_empty_home_is_found_by_its_door(cast: Cast, street: Street) -> None:
    add_area(cast.clerk, f"{COMPOUND}/1/1/305", "household", "305")
    (line,) = find(cast.captain, "1-1-305").lines
    assert (line.resident, line.name, line.door) == (None, "", "1号楼1单元305")
    assert find(cast.captain, "张 305").lines == ()


@pytest.mark.usefixtures("either_way")
def test_no_more_than_asked_for_is_shown_and_more_is_said(cast: Cast, street: Street) -> None:
    found = find(cast.captain, "人", limit=3)
    assert len(found.lines) == 3 and found.more
    whole = find(cast.captain, "人", limit=9)
    assert len(whole.lines) == 9 and not whole.more
    assert len({line.resident for line in whole.lines}) == 9


@pytest.mark.usefixtures("either_way")
def test_whose_name_begins_with_what_was_typed_comes_first(cast: Cast, street: Street) -> None:
    live(cast, "1/1/103", NewResident("钱长"), NewResident("李小长"))
    live(cast, "1/1/301", NewResident("章鱼"))
    found = names(find(cast.captain, "zhang"))
    assert set(found[:2]) == {"张阿姨", "章鱼"}
    assert set(found[2:]) == {"钱长", "李小长"}


def test_nothing_typed_finds_nothing(cast: Cast, street: Street) -> None:
    assert find(cast.clerk, "  ") == Found("")


@pytest.mark.usefixtures("either_way")
def test_words_of_a_name_may_be_parted_by_a_blank(cast: Cast, street: Street) -> None:
    live(cast, "1/1/301", NewResident("钱小明"), NewResident("John Smith"), NewResident("钱小红"))
    assert names(find(cast.captain, "qian xiaoming")) == ["钱小明"]
    assert names(find(cast.captain, "钱 明")) == ["钱小明"]
    assert names(find(cast.captain, "smith john")) == ["John Smith"]


def test_whose_words_were_removed_is_found_no_more(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_READ_WHOLE", -1)
    aunt = street.aunt_zhang
    with acting(cast.clerk):
        search.remove_residents([(aunt.id, aunt.area, aunt.name, ["13800000001"])])
    for typed in ("张", "zay", "13800000001"):
        assert "张阿姨" not in names(find(cast.captain, typed))


def test_a_word_that_was_left_behind_finds_nobody(
    cast: Cast, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_READ_WHOLE", -1)
    aunt = street.aunt_zhang
    with acting(cast.clerk):
        search.add_residents([(aunt.id, aunt.area, "旧名字", ["13800000009"])])
    for typed in ("旧名", "jiumz", "jmz", "13800000009"):
        assert find(cast.captain, typed).lines == ()


@pytest.mark.usefixtures("either_way")
def test_a_household_that_moved_is_found_at_its_new_door_only(cast: Cast, street: Street) -> None:
    move_household(cast.clerk, street.households["1/1/202"].id, f"{COMPOUND}/1/1/402")
    assert names(find(cast.captain, "1-1-402")) == ["张阿姨"]
    assert find(cast.captain, "1-1-202").lines == ()
    assert [line.door for line in find(cast.captain, "13800000001").lines] == ["1号楼1单元402"]


@given(name=st.text("王李张单曾解小明红伟芳娜绿吕欧阳龘", min_size=1, max_size=5), data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("either_way")
def test_every_word_of_a_registered_name_finds_its_person(
    cast: Cast, street: Street, name: str, data: st.DataObject
) -> None:
    room = f"1/1/{data.draw(st.integers(1000, 9999))}"
    live(cast, room, NewResident(name))
    token = data.draw(st.sampled_from(name_tokens(name)))
    typed = token[: data.draw(st.integers(1, len(token)))]
    assert name in names(find(cast.captain, typed, limit=500))
    assert name in names(find(cast.captain, f"{typed} {room.replace('/', '-')}"))


def noted(viewer: Viewer) -> list[LoggedEvent]:
    """The looks by number that stand in the log."""
    with acting(viewer):
        return [one for one in unread("test") if one.kind == "search.by_number"]


def test_a_look_by_a_complete_number_is_noted_without_the_number_or_the_name(
    cast: Cast, street: Street
) -> None:
    assert names(look(cast.captain, "138 0000 0001")) == ["张阿姨"]
    (event,) = noted(cast.clerk)
    assert event.area == f"{PATH}1/"
    assert event.body == {"by_what": "telephone", "n": 1}
    assert "13800000001" not in str(event) and "张阿姨" not in str(event)
    with acting(cast.clerk), connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM event WHERE kind = 'search.by_number'")
        assert cursor.fetchall() == [(sealing.keyed("telephone", "13800000001").hex(),)]


def test_a_look_that_finds_nobody_is_noted_too(cast: Cast, street: Street) -> None:
    assert look(cast.captain, NUMBER).lines == ()
    assert [event.body["n"] for event in noted(cast.clerk)] == [0]


def test_a_search_by_name_or_door_is_not_noted(cast: Cast, street: Street) -> None:
    for typed in ("张", "zay", "1-1-202", ""):
        look(cast.captain, typed)
    assert noted(cast.clerk) == []


def whys(found: list[Twin]) -> list[tuple[str, str]]:
    """Who may be meant, and why."""
    return [(one.why, one.line.name if one.line else one.ask) for one in found]


def test_the_bearer_of_a_number_is_shown_before_it_is_registered_again(
    cast: Cast, street: Street
) -> None:
    live(cast, "3/1/301", NewResident("钱先生", NUMBER, ("13800000002",)))
    assert whys(twins(cast.clerk, "别的名字", NUMBER)) == [("identity", "钱先生")]
    assert whys(twins(cast.clerk, telephone="138-0000-0002")) == [("telephone", "钱先生")]
    assert twins(cast.clerk, identity_number=NUMBER[:-1], telephone="1380000000") == []


def test_of_somebody_outside_only_the_office_is_named(cast: Cast, street: Street) -> None:
    live(
        cast,
        f"{FAR_AWAY}/1/1/101",
        NewResident("远方人", NUMBER, ("13800000002",)),
        by=cast.outsider,
    )
    assert twins(cast.clerk, "远方人", NUMBER, "13800000002") == [
        Twin("identity", None, ask="阳光花苑社区")
    ]
    with acting(cast.clerk):
        assert not Resident.objects.filter(name="远方人").exists()


def test_a_name_that_sounds_alike_counts_in_the_same_building(cast: Cast, street: Street) -> None:
    door = f"{COMPOUND}/1/1/301"
    assert whys(twins(cast.captain, "章阿姨", door=door)) == [("name", "张阿姨")]
    assert whys(twins(cast.captain, "章阿姨", door=f"{PATH}1/")) == [("name", "张阿姨")]
    assert twins(cast.clerk, "章阿姨", door=f"{PATH}2/") == []
    assert twins(cast.clerk, "章阿姨", door="410102013001/x/1/1/1") == []
    assert twins(cast.clerk, "章阿姨", door="???") == []


def test_a_name_that_sounds_alike_counts_with_the_same_birthday(cast: Cast, street: Street) -> None:
    live(cast, "3/1/301", NewResident("钱伟", NUMBER))
    same_day, other_day = "410198199001010023", "410198199102010018"
    same_day, other_day = (one[:17] + make_check_digit(one[:17]) for one in (same_day, other_day))
    assert whys(twins(cast.clerk, "前卫", same_day)) == [("birthday", "钱伟")]
    assert twins(cast.clerk, "前卫", other_day) == []


def test_who_may_not_correct_homes_compares_nobody(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem) as refused:
        twins(cast.sampler, "张阿姨")
    assert refused.value.code == "right_missing"


def test_a_number_that_somebody_bears_is_noted_when_it_is_compared(
    cast: Cast, street: Street
) -> None:
    live(cast, f"{FAR_AWAY}/1/1/101", NewResident("远方人", NUMBER), by=cast.outsider)
    compare(cast.clerk, "张阿姨", "410198199001010023", "13800000077")
    assert noted(cast.clerk) == []
    compare(cast.clerk, "张阿姨", NUMBER)
    assert [event.body for event in noted(cast.clerk)] == [{"by_what": "identity", "n": 1}]


def test_those_who_stand_twice_are_shown_in_groups(cast: Cast, street: Street) -> None:
    live(
        cast,
        "1/1/301",
        NewResident("钱先生", telephones=("13800000002",)),
        NewResident("钱太太", telephones=("13800000002",)),
    )
    live(cast, "2/1/301", NewResident("钱先生", telephones=("13800000002",)))
    live(cast, "3/1/301", NewResident("孙大爷"), NewResident("孙大爷"))
    live(cast, "3/1/302", NewResident("孙大爷"))
    seen = [
        (one.whys, [line.name for line in one.lines], one.outside) for one in groups(cast.clerk)
    ]
    assert seen == [
        (("telephone",), ["钱先生", "钱先生"], False),
        (("door",), ["孙大爷", "孙大爷"], False),
    ]
    assert [one.whys for one in groups(cast.clerk, skip=1, most=1)] == [("door",)]
    assert groups(cast.captain) == []
    assert groups(cast.outsider) == []


def test_of_a_shared_number_whoever_lives_here_is_shown(cast: Cast, street: Street) -> None:
    live(cast, "1/1/301", NewResident("钱先生", NUMBER))
    live(cast, "2/1/301", NewResident("钱先森"))
    with acting(cast.clerk):
        first = Resident.objects.get(name="钱先生")
        Resident.objects.filter(name="钱先森").update(
            identity_sealed=first.identity_sealed,
            identity_key=first.identity_key,
            identity_shared=True,
        )
    (group,) = groups(cast.clerk)
    assert [line.name for line in group.lines] == ["钱先生", "钱先森"]
    assert (group.whys, group.outside) == (("identity",), False)
