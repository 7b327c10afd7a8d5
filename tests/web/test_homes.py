"""The page of a household: what a captain sees and puts right, and that nothing typed is lost."""

from typing import Any
from uuid import UUID

import pytest

from tests.cast import PATH, Cast
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.register import NewResident, add_area, register_household
from wumen.queries.homes import home
from wumen.rules.homes import HomeState


def aunts(street: Street) -> tuple[UUID, UUID]:
    """The household of 张阿姨, and herself."""
    return street.households["1/1/202"].id, street.aunt_zhang.id


def at(street: Street, rest: str = "") -> str:
    """The address of 张阿姨's home, or of something done there."""
    household, aunt = aunts(street)
    return f"/register/home/{household}/{rest.format(aunt=aunt)}"


def test_a_home_shows_door_state_people_and_masked_numbers(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    page = signed_in(cast.captain).get(at(street)).content.decode()
    for text in ("锦绣城 1号楼 1单元 202", "自住", "张阿姨", "138******01", "重点关爱"):
        assert text in page
    assert "13800000001" not in page
    assert 'href="/register/building/' + PATH + '1/"' in page
    assert 'aria-current="page">自家门' in page


def test_the_whole_number_is_shown_on_asking_and_can_be_dialled(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    page = client.post(at(street, "people/{aunt}/numbers/")).content.decode()
    assert 'href="tel:13800000001"' in page
    assert "13800000001" not in client.get(at(street)).content.decode()


def test_who_may_only_look_finds_nothing_to_press(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.sampler)
    page = client.get(at(street)).content.decode()
    assert "张阿姨" in page
    assert "<main" in page
    assert 'method="post"' not in page[page.index("<main") :]
    reply = client.post(at(street, "state/"), {"state": "let"})
    assert reply.status_code == 403
    assert "right_missing" in reply.content.decode()


def test_a_home_of_another_building_is_unknown(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    other = f"/register/home/{street.households['2/1/202'].id}/"
    assert client.get(other).status_code == 404
    assert client.post(other + "state/", {"state": "let"}).status_code == 404
    assert client.post(other + "knock/", {"result": "spoken"}).status_code == 404
    assert home(cast.clerk, street.households["2/1/202"].id).state is HomeState.OWNED


CHANGES: list[tuple[str, dict[str, Any], str]] = [
    ("state/", {"state": "let"}, "出租"),
    ("away/", {"resident": "{aunt}", "since": "", "until": "2022-01-15"}, "全家外出，1月15日回来"),
    ("away/", {"resident": "{aunt}", "since": "2022-01-12", "until": ""}, "1月12日起外出"),
    ("people/{aunt}/", {"name": "张桂兰", "relation": "户主", "needs": "独居老人"}, "张桂兰"),
    ("people/new/", {"name": "新来的人", "telephone": "13800000002"}, "138******02"),
    ("leave/", {"resident": "{aunt}", "why": "moved_away"}, "没有登记住在这里的人"),
]


@pytest.mark.parametrize(("where", "sent", "shown"), CHANGES)
def test_a_change_is_said_and_stands_on_the_page(
    cast: Cast, street: Street, signed_in: SignedIn, where: str, sent: dict[str, Any], shown: str
) -> None:
    said = {key: value.format(aunt=aunts(street)[1]) for key, value in sent.items()}
    reply = signed_in(cast.captain).post(at(street, where), said, follow=True)
    page = reply.content.decode()
    assert reply.status_code == 200
    assert shown in page
    assert 'class="said"' in page


def test_who_is_back_is_there_again(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    client, aunt = signed_in(cast.captain), str(aunts(street)[1])
    page = client.post(at(street, "away/"), {"resident": aunt}, follow=True).content.decode()
    assert "全家外出，不知道什么时候回来" in page
    page = client.post(at(street, "back/"), {"resident": aunt}, follow=True).content.decode()
    assert "登记 1 人，在家 1 人" in page


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("state/", {"state": "empty"}, "home_not_empty", "<details"),
    ("state/", {"state": "castle"}, "home_state_unknown", "<details"),
    ("away/", {"since": "2022-01-12", "until": ""}, "nobody_ticked", 'value="2022-01-12"'),
    (
        "away/",
        {"resident": "{aunt}", "since": "2022-01-12", "until": "2022-01-11"},
        "away_backwards",
        'value="2022-01-11"',
    ),
    ("away/", {"resident": "nobody"}, "resident_unknown", "<details"),
    (
        "people/{aunt}/",
        {"name": "张桂兰", "telephones": "1380000", "relation": "母亲"},
        "phone_form",
        'value="1380000"',
    ),
    ("people/{aunt}/", {"name": "", "relation": "母亲"}, "name_empty", 'value="母亲"'),
    (
        "people/new/",
        {"name": "新来的人", "identity_number": "410198199001010010"},
        "check_digit",
        'value="410198199001010010"',
    ),
    ("leave/", {"why": "died"}, "nobody_ticked", "<details"),
    ("knock/", {"result": "angry"}, "knock_result_unknown", "敲门"),
]


@pytest.mark.parametrize(("where", "sent", "code", "kept"), REFUSED)
def test_a_refusal_stands_on_the_page_with_its_form_open_and_all_that_was_typed(
    cast: Cast,
    street: Street,
    signed_in: SignedIn,
    where: str,
    sent: dict[str, Any],
    code: str,
    kept: str,
) -> None:
    said = {key: value.format(aunt=aunts(street)[1]) for key, value in sent.items()}
    reply = signed_in(cast.captain).post(at(street, where), said)
    page = reply.content.decode()
    assert reply.status_code in {400, 404}
    assert code in page
    assert kept in page
    assert "张阿姨" in page
    assert page.count(code) == 1
    opened = page.partition(" open>")[2]
    assert (code in opened) is (where != "knock/")


def test_possible_duplicates_are_looked_for_while_a_person_is_typed(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.captain).get(at(street)).content.decode()
    assert 'hx-post="/search/duplicates/"' in page
    assert 'id="person-new"' in page


def test_the_building_shows_every_home_and_the_way_to_it(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    client.post(at(street, "leave/"), {"resident": str(aunts(street)[1]), "why": "died"})
    let = street.households["1/1/201"].id
    client.post(f"/register/home/{let}/state/", {"state": "let"})
    page = client.get(f"/register/building/{PATH}1/").content.decode()
    for household in street.households.values():
        assert (f'href="/register/home/{household.id}/"' in page) is household.area.startswith(
            f"{PATH}1/"
        )
    window = page[page.index(at(street)) : page.index("</a>", page.index(at(street)))]
    assert ">空</span>" in window
    assert ">租</span>" in page[page.index(str(let)) : page.index("</a>", page.index(str(let)))]
    assert "4 户，登记 9 人" in page
    assert "空置 1 户" in page


def test_a_lane_shows_its_homes_as_courtyards_and_has_a_way_to_it(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    lane = "410102/410102003/410102003008/dx/"
    add_area(cast.operator, "410102003008/dx", "lane", "东巷")
    for door in ("5", "12"):
        register_household(cast.clerk, f"410102003008/dx/{door}", [NewResident(f"{door}号住户")])
    client = signed_in(cast.clerk)
    page = client.get("/register/").content.decode()
    assert f'href="/register/building/{lane}"' in page
    assert "街巷、胡同" in page
    page = client.get(f"/register/building/{lane}").content.decode()
    assert "2 户，登记 2 人" in page
    assert page.index("5号住户") < page.index("12号住户")
    assert 'class="yard' in page
    assert "<table" not in page


def test_the_building_counts_who_is_there_and_who_is_away(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    client.post(at(street, "away/"), {"resident": str(aunts(street)[1])})
    page = client.get(f"/register/building/{PATH}1/").content.decode()
    assert "在家 9 人" in page
    assert "外出 1 人" in page
    assert "（外出）" in page


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain, accept_language="en")
    client.post(at(street, "away/"), {"resident": str(aunts(street)[1]), "until": "2022-01-15"})
    client.post(at(street, "knock/"), {"result": "needs", "said": "要买药"})
    for path in (at(street), f"/register/building/{PATH}1/"):
        assert chinese_outside(client.get(path).content.decode()) == []
    refused = client.post(at(street, "state/"), {"state": "empty"})
    assert chinese_outside(refused.content.decode()) == []
