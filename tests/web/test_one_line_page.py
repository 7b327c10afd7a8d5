"""The page of one line a building: read out with all of it, copied for a group without health."""

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.register import NewResident, register_household

PAGE = "/register/line/"


def texts(page: str) -> list[str]:
    """The lines for groups."""
    return [one.split("</textarea>")[0].split(">", 1)[1] for one in page.split("<textarea")[1:]]


def test_the_clerk_sees_every_building_and_the_captain_hers(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get(PAGE).content.decode()
    for building in (1, 2, 3):
        assert f"锦绣城 {building}号楼：1个单元，2层，4户，10人；在家10人，外出0人" in page
    own = signed_in(cast.captain).get(PAGE).content.decode()
    assert "楼长李楼长" in own
    assert "2号楼" not in own


def test_one_building_is_named_by_its_path_or_chosen(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    for reply in (client.get(f"{PAGE}{PATH}2/"), client.get(PAGE, {"area": f"{COMPOUND}/2"})):
        page = reply.content.decode()
        assert "2号楼：" in page
        assert "3号楼：" not in page


def test_what_may_go_to_a_group_tells_of_no_health(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    register_household(cast.clerk, f"{COMPOUND}/2/1/301", [NewResident("甲", needs=("透析",))])
    page = signed_in(cast.clerk).get(f"{PAGE}{PATH}2/").content.decode()
    assert "透析1人" in page
    assert texts(page) == ["锦绣城 2号楼：1个单元，3层，5户，11人"]
    assert "readonly" in page


@pytest.mark.parametrize(
    ("path", "code", "status"),
    [
        (f"{PAGE}410102/410102013/", "area_not_yours", 403),
        (f"{PAGE}??/", "path_unreadable", 400),
    ],
)
def test_a_place_that_is_not_hers_is_refused_with_the_choice_at_hand(
    cast: Cast, street: Street, signed_in: SignedIn, path: str, code: str, status: int
) -> None:
    reply = signed_in(cast.clerk).get(path.replace("?", "%3F"))
    page = reply.content.decode()
    assert reply.status_code == status
    assert code in page
    assert f'<option value="{PATH}2/"' in page


def test_too_wide_a_place_offers_smaller_ones(
    cast: Cast, street: Street, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wumen.queries.one_line.MOST_RESIDENTS", 10)
    page = signed_in(cast.clerk).get(PAGE).content.decode()
    assert "line_too_wide" in page
    assert f'<option value="{PATH}2/"' in page


def test_who_may_not_see_the_register_sees_no_line(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    assert signed_in(cast.volunteer).get(PAGE).status_code == 403


def test_the_english_page_holds_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    for path in (PAGE, f"{PAGE}{PATH}2/", f"{PAGE}410102/"):
        page = client.get(path).content.decode()
        assert chinese_outside(page) == []
    assert "households" in client.get(PAGE).content.decode()
