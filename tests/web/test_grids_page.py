"""Grids in the browser: made, filled, given a worker; what belongs to none is shown."""

import pytest

from tests.cast import COMMUNITY, PATH, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.crew import add_crew
from wumen.actions.grids import make_grid, put_in_grid
from wumen.queries.grids import grid, grid_lines
from wumen.records.models import Grid
from wumen.web import grids as pages

LIST = "/register/grids/"
IN_FULL = "410102/410102003/410102003008/"


@pytest.fixture
def first(cast: Cast, street: Street) -> Grid:
    """A grid of building 1."""
    row = make_grid(cast.clerk, COMMUNITY, "第一网格")
    put_in_grid(cast.clerk, row.id, [f"{PATH}1/"])
    return row


def test_a_grid_is_made_and_filled_and_given_a_worker(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    reply = client.post(LIST, {"community": IN_FULL, "name": "第一网格"}, follow=True)
    assert "第一网格" in reply.content.decode()
    ident = grid_lines(cast.clerk)[0].id
    client.post(f"{LIST}{ident}/put/", {"place": [f"{PATH}1/", f"{PATH}2/"]})
    member = add_crew(cast.operator, "何网格员", "community_worker", "13900000011")
    page = client.post(f"{LIST}{ident}/worker/", {"crew_no": member.number}, follow=True)
    text = page.content.decode()
    assert "何网格员" in text
    assert 'href="tel:13900000011"' in text
    assert "8 户 20 人" in text
    client.post(f"{LIST}{ident}/take/", {"place": f"{PATH}2/"})
    assert [one.area for one in grid(cast.clerk, ident).places] == [f"{PATH}1/"]


def test_buildings_without_a_grid_stand_on_the_page(
    cast: Cast, first: Grid, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get(LIST).content.decode()
    assert "还不属于任何网格" in page
    free = page.split("还不属于任何网格")[1]
    assert "锦绣城 2号楼" in free
    assert "锦绣城 1号楼" not in free
    assert "还没有网格员" in page


def test_a_grid_over_the_guideline_is_marked(
    cast: Cast, first: Grid, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.clerk)
    assert "超过" not in client.get(LIST).content.decode()
    monkeypatch.setattr("wumen.queries.grids.is_too_large", lambda households: households >= 4)
    assert "超过 500 户" in client.get(LIST).content.decode()
    assert "可以分成两个网格" in client.get(f"{LIST}{first.id}/").content.decode()
    assert pages.GUIDELINE.start == 300


@pytest.mark.parametrize(
    ("page", "sent", "code", "status"),
    [
        ("put/", {"place": f"{PATH}99/"}, "grid_place_unfit", 400),
        ("put/", {}, "grid_nothing_ticked", 400),
        ("take/", {"place": f"{PATH}3/"}, "grid_nothing_ticked", 400),
        ("worker/", {"crew_no": "99999"}, "crew_unknown", 404),
        ("name/", {"name": " "}, "name_empty", 400),
    ],
)
def test_a_refusal_is_shown_at_the_grid(
    cast: Cast,
    first: Grid,
    signed_in: SignedIn,
    page: str,
    sent: dict[str, str],
    code: str,
    status: int,
) -> None:
    reply = signed_in(cast.clerk).post(f"{LIST}{first.id}/{page}", sent)
    assert reply.status_code == status
    assert code in reply.content.decode()
    if "crew_no" in sent:
        assert 'value="99999"' in reply.content.decode()


def test_a_refused_name_stays_in_the_form(cast: Cast, first: Grid, signed_in: SignedIn) -> None:
    reply = signed_in(cast.clerk).post(LIST, {"community": IN_FULL, "name": "第一网格"})
    assert reply.status_code == 400
    assert "grid_known" in reply.content.decode()
    assert 'value="第一网格"' in reply.content.decode()


def test_who_only_looks_sees_no_form(cast: Cast, first: Grid, signed_in: SignedIn) -> None:
    sampler = signed_in(cast.sampler)
    for path in (LIST, f"{LIST}{first.id}/"):
        assert "还没有网格员" in sampler.get(path).content.decode()
    assert "新建网格" not in sampler.get(LIST).content.decode()
    assert sampler.post(f"{LIST}{first.id}/name/", {"name": "某"}).status_code == 403
    assert signed_in(cast.outsider).get(f"{LIST}{first.id}/").status_code == 404


def test_english_pages_hold_chinese_as_data_only(
    cast: Cast, first: Grid, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    for path in (LIST, f"{LIST}{first.id}/"):
        assert chinese_outside(client.get(path).content.decode()) == []
