"""Let homes in the browser: the landlord noted, lodgers registered, the list of an area."""

from uuid import UUID

import pytest

from tests.cast import Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.queries.tenancies import home_tenancy
from wumen.rules.homes import HomeState


@pytest.fixture
def flat(street: Street) -> UUID:
    """1-102, where two people live."""
    return street.households["1/1/102"].id


def form(**changes: str) -> dict[str, str]:
    """A tenancy as the form sends it."""
    given = {
        "landlord": "马房东",
        "telephones": "13900000021",
        "identity_number": "",
        "state": "shared",
        "begins": "2021-09-01",
        "ends": "",
    }
    return given | changes


def at(flat: UUID, page: str = "") -> str:
    """A page of the home's tenancy."""
    return f"/register/home/{flat}/tenancy/{page}"


def test_the_way_leads_from_the_home(cast: Cast, flat: UUID, signed_in: SignedIn) -> None:
    page = signed_in(cast.clerk).get(f"/register/home/{flat}/").content.decode()
    assert f'href="{at(flat)}"' in page


def test_the_landlord_is_noted_shown_masked_and_whole_on_request(
    cast: Cast, flat: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = client.post(at(flat, "note/"), form(), follow=True).content.decode()
    assert "马房东" in page
    assert "139******21" in page
    assert "13900000021" not in page
    assert "合租" in page
    assert 'href="tel:13900000021"' in client.post(at(flat, "numbers/")).content.decode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"landlord": " "}, "landlord_unnamed"),
        ({"telephones": "139"}, "phone_length"),
        ({"identity_number": "41019819900101001"}, "identity_number_form"),
        ({"state": "owned"}, "tenancy_state_unfit"),
        ({"state": "castle"}, "home_state_unknown"),
        ({"begins": "元旦"}, "day_unreadable"),
        ({"ends": "2021-08-31"}, "tenancy_backwards"),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    cast: Cast, flat: UUID, signed_in: SignedIn, change: dict[str, str], code: str
) -> None:
    sent = form(**change)
    reply = signed_in(cast.clerk).post(at(flat, "note/"), sent)
    page = reply.content.decode()
    assert reply.status_code in (400, 404)
    assert code in page
    for name in ("telephones", "identity_number", "begins", "ends"):
        assert not sent[name] or f'value="{sent[name]}"' in page
    assert home_tenancy(cast.clerk, flat).standing is None


def test_lodgers_are_registered_from_the_landlord_s_list(
    cast: Cast, flat: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    reply = client.post(at(flat, "lodgers/"), {"list": "租户甲 13811111111\n租户乙 1381"})
    page = reply.content.decode()
    assert "已登记租户 2 人" in page
    assert "第 2 行" in page
    assert home_tenancy(cast.clerk, flat).tenants == 2
    refused = client.post(at(flat, "lodgers/"), {"list": "共2人"})
    assert "roster_empty" in refused.content.decode()
    assert ">共2人</textarea>" in refused.content.decode()


def test_a_tenancy_ends_and_stays_to_be_looked_up(
    cast: Cast, flat: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    client.post(at(flat, "note/"), form())
    refused = client.post(at(flat, "end/"), {"last": "2022-02-01"})
    assert "tenancy_ends_later" in refused.content.decode()
    assert 'value="2022-02-01"' in refused.content.decode()
    page = client.post(at(flat, "end/"), {"last": "2022-01-10"}, follow=True).content.decode()
    assert "以前的租住" in page
    assert "马房东" in page
    assert home_tenancy(cast.clerk, flat).state is HomeState.OWNED


def test_the_list_names_door_landlord_and_lodgers(
    cast: Cast, flat: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert "还没有登记出租房" in client.get("/register/let/").content.decode()
    client.post(at(flat, "note/"), form(state="let"))
    lodgers = "\n".join(f"租户{one}" for one in "甲乙丙丁戊己庚辛壬")
    client.post(at(flat, "lodgers/"), {"list": lodgers})
    page = client.get("/register/let/").content.decode()
    assert "锦绣城 1号楼 1单元 102" in page
    assert "139******21" in page
    assert "人多" in page.split("<table")[1].split("</table>")[0]
    assert ">11<" in page


def test_who_only_looks_changes_nothing(cast: Cast, flat: UUID, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    page = client.get(at(flat)).content.decode()
    assert "还没有登记房东" in page
    assert "<form method" not in page.split("<main")[1]
    assert client.post(at(flat, "note/"), form()).status_code == 403
    assert signed_in(cast.outsider).get(at(flat)).status_code == 404
    assert signed_in(cast.volunteer).get("/register/let/").status_code == 403


def test_english_pages_hold_chinese_as_data_only(
    cast: Cast, flat: UUID, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    client.post(at(flat, "note/"), form())
    for path in (at(flat), "/register/let/"):
        assert chinese_outside(client.get(path).content.decode()) == []
    reply = client.post(at(flat, "lodgers/"), {"list": "租户甲 1381"})
    assert chinese_outside(reply.content.decode()) == []
