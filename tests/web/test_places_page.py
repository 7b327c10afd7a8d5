"""Adding places in the browser: an empty installation is built up from nothing, refusals keep the form."""

import pytest
from django.test import Client

from tests import cast as the_cast
from tests.cast import COMPOUND, PATH, Cast
from tests.clients import PASSWORD
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions import accounts
from wumen.actions.register import add_area
from wumen.queries.crew import places
from wumen.queries.register import places_with_doors
from wumen.rules.posts import Viewer
from wumen.web.places import short_path

NEW = "/register/place/new/"


@pytest.fixture
def operator(db: None) -> Viewer:
    """The operator of an installation in which nothing stands yet."""
    return the_cast.operator()


@pytest.fixture
def browser(operator: Viewer) -> Client:
    """Her browser."""
    client = Client()
    token = accounts.make_link(operator, operator.crew_no).token
    client.post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD})
    return client


def test_an_empty_register_says_what_to_do_first(browser: Client) -> None:
    page = browser.get("/register/").content.decode()
    assert "请先添加地方" in page
    assert f'href="{NEW}"' in page
    assert "已有的地方" not in browser.get(NEW).content.decode()


def test_an_empty_installation_is_built_up_in_the_browser(
    browser: Client, operator: Viewer
) -> None:
    for path, kind, name in (
        ("410102003008", "community", "锦绣城社区"),
        ("410102003008/jxc/", "compound", "锦绣城"),
        ("410102003008/jxc/1", "building", "1号楼"),
        ("410102003008/jxc/1/1", "unit", "1单元"),
    ):
        reply = browser.post(NEW, {"path": path, "kind": kind, "name": name}, follow=True)
        page = reply.content.decode()
        assert "已添加" in page
        assert f'value="{path.rstrip("/")}/"' in page
    assert [one.full_name for one in places(operator)][-1] == "锦绣城社区 锦绣城 1号楼 1单元"
    household = {"building": f"{PATH}1/", "unit": "1", "room": "101", "name": ["住户"]}
    assert browser.post("/register/household/new/", household).status_code == 302
    assert [(one.name, one.residents) for one in places_with_doors(operator)] == [("1号楼", 1)]
    assert '">410102003008/jxc</a>' in browser.get(NEW).content.decode()


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"path": "jxc/9"}, "path_unreadable", 400),
        ({"path": "410102013001/yg"}, "area_not_yours", 403),
        ({"kind": "household"}, "area_kind_unknown", 404),
        ({"kind": ""}, "area_kind_unknown", 404),
        ({"name": "  "}, "name_empty", 400),
        ({"path": f"{COMPOUND}/1", "kind": "compound"}, "area_kind_differs", 400),
    ],
)
def test_a_refusal_adds_nothing_and_keeps_what_was_typed(
    cast: Cast, signed_in: SignedIn, change: dict[str, str], code: str, status: int
) -> None:
    before = places(cast.operator)
    sent = {"path": f"{COMPOUND}/9", "kind": "building", "name": "9号楼"} | change
    reply = signed_in(cast.clerk).post(NEW, sent)
    page = reply.content.decode()
    assert reply.status_code == status
    assert code in page
    assert f'value="{sent["path"]}"' in page
    assert f'value="{sent["name"].strip()}"' in page
    assert sent["kind"] not in ("building", "compound") or f'"{sent["kind"]}" selected' in page
    assert places(cast.operator) == before


def test_who_does_not_keep_the_register_adds_no_place(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    assert NEW not in client.get("/register/").content.decode()
    assert client.get(NEW).status_code == 403


def test_a_path_is_shown_as_it_is_typed() -> None:
    assert short_path(PATH) == COMPOUND
    assert short_path("410102/410102003/") == "410102003"
    assert short_path("410102/") == "410102"


def test_the_english_page_holds_chinese_as_data_only(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    assert chinese_outside(client.get(NEW).content.decode()) == []
    assert chinese_outside(client.post(NEW, {"path": "x"}).content.decode()) == []


TREE = "/register/places/"


def test_a_place_is_added_by_its_name_and_stands_in_the_tree(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sent = {"above": PATH.removesuffix("jxc/"), "kind": "lane", "name": "张家巷"}
    page = client.post(TREE, sent, follow=True).content.decode()
    assert "已添加“张家巷”" in page
    assert f'value="{sent["above"]}" lang="zh" selected' in page
    assert "410102003008/zjx" in page
    inside = {"above": f"{sent['above']}zjx/", "kind": "building", "name": "3号楼"}
    client.post(TREE, inside)
    page = client.get(TREE).content.decode()
    assert page.index("张家巷</span>") < page.index("410102003008/zjx/3<")


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"name": "1栋"}, "place_known", 400),
        ({"name": " "}, "name_empty", 400),
        ({"kind": "group"}, "area_misplaced", 400),
        ({"kind": "household"}, "area_kind_unknown", 404),
        ({"above": "410102013001"}, "area_not_yours", 403),
        ({"above": ""}, "path_unreadable", 400),
    ],
)
def test_a_name_that_is_refused_stays_in_the_form(
    cast: Cast, signed_in: SignedIn, change: dict[str, str], code: str, status: int
) -> None:
    sent = {"above": PATH, "kind": "building", "name": "9号楼"} | change
    reply = signed_in(cast.clerk).post(TREE, sent)
    page = reply.content.decode()
    assert reply.status_code == status
    assert code in page
    assert f'id="name" name="name" value="{sent["name"].strip()}"' in page


def test_a_place_is_renamed_and_a_refused_name_stays_in_its_form(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    rename = f"{TREE}rename/"
    page = client.post(rename, {"area": f"{PATH}2/", "new_name": "友谊楼"}, follow=True)
    assert "已改名为“友谊楼”" in page.content.decode()
    assert f"{COMPOUND}/2" in page.content.decode()
    refused = client.post(rename, {"area": f"{PATH}3/", "new_name": "1号楼"})
    assert refused.status_code == 400
    assert "place_known" in refused.content.decode()
    assert 'value="1号楼" lang="zh" required' in refused.content.decode()
    assert client.post(rename, {"area": "x", "new_name": "y"}).status_code == 400


def test_a_wrong_kind_for_a_code_of_the_state_is_refused_with_the_reason(
    cast: Cast, signed_in: SignedIn
) -> None:
    sent = {"path": "410102010204", "kind": "community", "name": "冉屯社区"}
    page = signed_in(cast.operator).post(NEW, sent).content.decode()
    assert "410102010204 是村的统计代码" in page
    assert 'value="冉屯社区"' in page


def test_the_tree_of_a_large_area_folds_at_its_communities(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk)
    assert "<summary" not in signed_in(cast.captain).get(TREE).content.decode()
    for number in range(4, 70):
        add_area(cast.clerk, f"{COMPOUND}/{number}", "building", f"{number}号楼")
    assert "里面 1 处" in client.get(TREE).content.decode()


def test_who_only_looks_sees_the_tree_without_forms(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.sampler)
    page = client.get(TREE).content.decode()
    assert "锦绣城" in page
    assert "<form method" not in page.split("<main")[1]
    refused = client.post(TREE, {"above": PATH, "kind": "building", "name": "9号楼"})
    assert refused.status_code == 403
    assert client.post(f"{TREE}rename/", {}).status_code == 403


def test_the_english_tree_holds_chinese_as_data_only(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    assert chinese_outside(client.get(TREE).content.decode()) == []
    refused = client.post(TREE, {"above": PATH, "kind": "building", "name": "1号楼"})
    assert chinese_outside(refused.content.decode()) == []
