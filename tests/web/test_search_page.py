"""The pages that find people: while typing, beside a form before it is saved, and who stands twice."""

import re

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.register import NewResident, register_household

NUMBER = "410198199001010015"
TYPING = {"HX-Request": "true"}


def test_who_may_see_the_register_finds_the_page_in_the_menu(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    captain = signed_in(cast.captain)
    assert 'href="/search/"' in captain.get("/doors/home/").content.decode()
    page = captain.get("/search/").content.decode()
    assert '<a href="/doors/home/" aria-current="page">自家门</a>' in page
    assert re.search(
        r'<input id="q" [^>]*autofocus[^>]*hx-trigger="input changed delay:200ms', page
    )
    client = signed_in(cast.volunteer)
    assert client.get("/search/").status_code == 403
    assert 'href="/search/"' not in client.get("/explain/").content.decode()


def test_a_person_is_found_without_a_script_and_leads_to_her_home(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.captain).post("/search/", {"q": "zay"}).content.decode()
    home = street.households["1/1/202"].id
    assert f'href="/register/home/{home}/"' in page
    for shown in ("张阿姨", "1号楼1单元202", "138******01", 'value="zay"'):
        assert shown in page
    assert "13800000001" not in page
    assert "独居老人" not in page


def test_while_typing_only_the_list_comes_back(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.captain).post("/search/", {"q": "张"}, headers=TYPING)
    page = reply.content.decode()
    assert "张阿姨" in page
    assert "<html" not in page and "<input" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1380000", "号码还没有写完整"),
        ("410198199001010016", "校验"),
        ("13800000009", "没有人登记这个号码"),
        ("龘", "没有找到"),
        ("第", "还有更多"),
    ],
)
def test_what_is_not_found_is_said_kindly(
    cast: Cast, street: Street, signed_in: SignedIn, typed: str, said: str
) -> None:
    for headers in (TYPING, {}):
        reply = signed_in(cast.clerk).post("/search/", {"q": typed}, headers=headers)
        assert reply.status_code == 200
        assert said in reply.content.decode()


def test_nobody_outside_the_area_is_found(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    for typed in ("张阿姨", "13800000001", "1-1-202"):
        page = signed_in(cast.outsider).post("/search/", {"q": typed}).content.decode()
        assert "138******01" not in page
        assert "1号楼1单元202" not in page


def test_the_list_of_buildings_has_the_search_on_it(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    assert 'action="/search/"' in signed_in(cast.captain).get("/register/").content.decode()


def test_a_form_watches_each_person_that_is_typed_in(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get("/register/household/new/").content.decode()
    for number in range(1, 6):
        assert f'id="person-{number}"' in page
        assert f'hx-include="#person-{number} input, #building,' in page


def test_possible_duplicates_are_shown_beside_the_form(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    typed = {"name": "章阿姨", "building": f"{PATH}1/"}
    page = client.post("/search/duplicates/", typed).content.decode()
    home = street.households["1/1/202"].id
    for shown in ("张阿姨", "姓名读音相同，住同一栋楼", "是同一个人", f"/register/home/{home}/"):
        assert shown in page
    page = client.post("/search/duplicates/", {"telephone": "13800000001"}).content.decode()
    assert "电话相同" in page and "13800000001" not in page
    for nobody in ({}, {"name": "没有这人", "telephone": "1380"}):
        assert client.post("/search/duplicates/", nobody).content.decode().strip() == ""


def test_of_somebody_outside_the_area_only_the_office_is_told(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    far = NewResident("远方人", NUMBER, ("13800000002",))
    register_household(cast.outsider, "410102013001/yghy/1/1/101", [far])
    page = signed_in(cast.clerk).post("/search/duplicates/", {"identity_number": NUMBER})
    text = page.content.decode()
    assert "登记在本岗位范围以外" in text and "阳光花苑社区" in text
    assert not re.search("远方人|yghy|101|138|/register/home/", text)


def test_who_may_not_correct_homes_is_told_of_no_duplicate(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.sampler).post("/search/duplicates/", {"telephone": "13800000001"})
    assert reply.status_code == 403
    assert "张阿姨" not in reply.content.decode()


def test_those_who_stand_twice_are_listed_with_a_way_to_merge(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    twice = [NewResident("孙大爷", place=place) for place in range(2)]
    home = register_household(cast.clerk, f"{COMPOUND}/3/1/301", twice)
    page = signed_in(cast.clerk).get("/register/duplicates/").content.decode()
    assert "同一户里姓名相同" in page
    assert page.count(f'href="/register/home/{home.id}/"') == 2
    (merge,) = re.findall(r'href="(/register/merge/[0-9a-f-]{36}/[0-9a-f-]{36}/)"', page)
    assert signed_in(cast.clerk).get(merge).status_code == 200
    seen = signed_in(cast.captain).get("/register/duplicates/").content.decode()
    assert "没有发现可能重复的人" in seen


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "99999999999", "²"])
def test_a_page_of_duplicates_that_is_not_there_is_empty(
    cast: Cast, street: Street, signed_in: SignedIn, page: str
) -> None:
    assert signed_in(cast.clerk).get("/register/duplicates/", {"page": page}).status_code == 200


def test_duplicates_come_a_page_at_a_time(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    for room in range(301, 322):
        twice = [NewResident("孙大爷"), NewResident("孙大爷")]
        register_household(cast.clerk, f"{COMPOUND}/3/1/{room}", twice)
    client = signed_in(cast.clerk)
    first = client.get("/register/duplicates/").content.decode()
    assert first.count("同一户里姓名相同</h2>") == 20
    assert 'href="?page=2"' in first
    second = client.get("/register/duplicates/?page=2").content.decode()
    assert second.count("同一户里姓名相同</h2>") == 1
    assert 'href="?page=1"' in second and 'href="?page=3"' not in second


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    register_household(
        cast.clerk, f"{COMPOUND}/3/1/301", [NewResident("孙大爷"), NewResident("孙大爷")]
    )
    far = NewResident("远方人", NUMBER)
    register_household(cast.outsider, "410102013001/yghy/1/1/101", [far])
    client = signed_in(cast.clerk, accept_language="en")
    for path in ("/search/", "/register/duplicates/"):
        assert chinese_outside(client.get(path).content.decode()) == [], path
    for typed in ("zhang", "人", "1380000", "13800000009", "zzz"):
        page = client.post("/search/", {"q": typed}).content.decode()
        assert chinese_outside(page) == [], typed
    person = {"name": "张阿姨", "building": f"{PATH}1/", "identity_number": NUMBER}
    page = client.post("/search/duplicates/", person).content.decode()
    assert chinese_outside(page) == []


def test_what_is_typed_stands_in_no_address(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = client.get("/search/").content.decode()
    assert '<form method="post" action="/search/"' in page
    assert "hx-get" not in page
    assert client.get("/search/duplicates/", {"name": "张阿姨"}).status_code == 405
