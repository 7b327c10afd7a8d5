"""Organisations in the browser: registered, a list pasted, numbers masked, refusals with nothing lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import COMMUNITY, PATH, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.workbooks import number
from wumen.actions.organisations import (
    NewOrganisation,
    add_people,
    read_list,
    register_organisation,
)
from wumen.queries.organisations import organisation, organisation_lines
from wumen.records.models import Organisation
from wumen.rules.organisations import OrganisationKind

LIST = "/register/organisations/"


@pytest.fixture
def site(cast: Cast, street: Street) -> Organisation:
    """A building site with three on its roster, one of them 张阿姨."""
    new = NewOrganisation("一标段项目部", OrganisationKind.BUILDING_SITE, "刘工", "13900000001")
    row = register_organisation(cast.clerk, COMMUNITY, new)
    text = f"张阿姨 13800000001\n周师傅 {number(8)} 13811111111\n吴师傅"
    add_people(cast.clerk, row.id, read_list(text))
    return row


def form(**changes: str) -> dict[str, str]:
    """An organisation as the form sends it."""
    given = {
        "area": f"{PATH}1/",
        "name": "惠民超市",
        "kind": "supermarket",
        "contact": "马经理",
        "telephones": "13900000002",
    }
    return given | changes


def test_the_way_to_the_organisations_leads_from_the_register(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get("/register/").content.decode()
    for path in (LIST, "/register/let/", "/register/grids/", "/register/places/"):
        assert f'href="{path}"' in page


def test_an_organisation_is_registered_and_opened(cast: Cast, signed_in: SignedIn) -> None:
    reply = signed_in(cast.clerk).post(LIST, form(), follow=True)
    page = reply.content.decode()
    assert "惠民超市" in page
    assert "已登记" in page
    assert "139******02" in page
    assert "13900000002" not in page


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"area": ""}, "path_unreadable", 400),
        ({"area": f"{PATH}99/"}, "area_unknown", 404),
        ({"kind": "palace"}, "organisation_kind_unknown", 404),
        ({"name": ""}, "name_empty", 400),
        ({"telephones": "139"}, "phone_length", 400),
        ({"contact": ""}, "contact_name_missing", 400),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    cast: Cast, signed_in: SignedIn, change: dict[str, str], code: str, status: int
) -> None:
    sent = form(**change)
    reply = signed_in(cast.clerk).post(LIST, sent)
    page = reply.content.decode()
    assert reply.status_code == status
    assert code in page
    for name in ("name", "contact", "telephones"):
        assert not sent[name] or f'value="{sent[name]}"' in page
    assert organisation_lines(cast.clerk) == []


def test_the_list_counts_each_person_once_and_says_who_lives_here(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get(LIST).content.decode()
    assert '<strong class="big">32</strong>' in page
    assert '<td class="n">3</td><td class="n">1</td>' in page
    assert "可能在两份名册上各算了一次" in page


def test_a_roster_shows_masked_numbers_and_where_its_people_live(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get(f"{LIST}{site.id}/").content.decode()
    assert "周师傅" in page
    assert number(8) not in page
    assert "13811111111" not in page
    assert "138******11" in page
    assert "锦绣城 1号楼 1单元 202" in page


def test_a_roster_stands_in_no_form_for_forms_are_not_printed(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get(f"{LIST}{site.id}/").content.decode()
    before = page[: page.index("周师傅")]
    assert before.count("<form") == before.count("</form>")
    assert 'id="leave"' in page


def test_a_pasted_list_tells_what_was_not_taken_with_its_numbers_masked(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    text = f"郑师傅 410198199001010010\n周师傅 {number(8)}\n13800001234"
    reply = signed_in(cast.clerk).post(f"{LIST}{site.id}/list/", {"list": text})
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "新加 1 人" in page
    assert "郑师傅" in page
    assert "410198199001010010" not in page
    assert "13800001234" not in page
    assert "410*************10" in page


def test_a_list_comes_as_a_file_too(cast: Cast, site: Organisation, signed_in: SignedIn) -> None:
    file = SimpleUploadedFile("名单.csv", f"郑师傅,{number(9)}".encode("gb18030"))
    reply = signed_in(cast.clerk).post(f"{LIST}{site.id}/list/", {"file": file})
    assert "郑师傅" in reply.content.decode()
    assert organisation_lines(cast.clerk)[0].people == 4


def test_a_list_without_anybody_stays_in_its_form(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.clerk).post(f"{LIST}{site.id}/list/", {"list": "合计 3人"})
    assert reply.status_code == 400
    assert "roster_empty" in reply.content.decode()
    assert ">合计 3人</textarea>" in reply.content.decode()


def test_one_person_is_added_or_refused_with_nothing_lost(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sent = {
        "person_name": "郑师傅",
        "identity_number": "41019819900101001",
        "person_telephones": "",
    }
    reply = client.post(f"{LIST}{site.id}/person/", sent)
    assert reply.status_code == 400
    assert 'value="41019819900101001"' in reply.content.decode()
    client.post(f"{LIST}{site.id}/person/", sent | {"identity_number": number(9)})
    assert organisation_lines(cast.clerk)[0].people == 4


def test_who_is_ticked_leaves_and_is_shown_below(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    _, roster = organisation(cast.clerk, site.id)
    leaving = next(one for one in roster if one.name == "周师傅")
    page = client.post(f"{LIST}{site.id}/leave/", {"entry": str(leaving.id)}, follow=True)
    assert "已离开 1 人" in page.content.decode()
    for entry, code in (("", "roster_person_unknown"), (str(leaving.id), "roster_person_unknown")):
        refused = client.post(f"{LIST}{site.id}/leave/", {"entry": entry})
        assert refused.status_code == 404
        assert code in refused.content.decode()
    assert "nobody_ticked" in client.post(f"{LIST}{site.id}/leave/").content.decode()


def test_an_organisation_is_corrected_closed_and_opened_again(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    changed = {"name": "二标段", "kind": "building_site", "contact": "刘工", "telephones": ""}
    assert (
        "二标段" in client.post(f"{LIST}{site.id}/change/", changed, follow=True).content.decode()
    )
    assert organisation_lines(cast.clerk)[0].telephones == ("139******01",)
    page = client.post(f"{LIST}{site.id}/state/", {"state": "closed"}, follow=True).content.decode()
    assert "已停用" in page
    assert "粘贴名单" not in page
    page = client.post(f"{LIST}{site.id}/state/", {"state": "open"}, follow=True).content.decode()
    assert "粘贴名单" in page


def test_the_complete_telephone_is_shown_on_request(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert "13900000001" not in client.get(f"{LIST}{site.id}/").content.decode()
    assert "13900000001" in client.post(f"{LIST}{site.id}/contact/").content.decode()


def test_the_captain_sees_no_form_and_the_gate_sees_nothing(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    page = signed_in(cast.captain).get(LIST).content.decode()
    assert "<form method" not in page.split("<main")[1]
    assert signed_in(cast.captain).get(f"{LIST}{site.id}/").status_code == 404
    assert signed_in(cast.volunteer).get(LIST).status_code == 403
    assert signed_in(cast.outsider).get(f"{LIST}{site.id}/").status_code == 404


def test_english_pages_hold_chinese_as_data_only(
    cast: Cast, site: Organisation, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    assert chinese_outside(client.get(LIST).content.decode()) == []
    assert chinese_outside(client.get(f"{LIST}{site.id}/").content.decode()) == []
    reply = client.post(f"{LIST}{site.id}/list/", {"list": "郑师傅 41019819900101001 电工"})
    assert chinese_outside(reply.content.decode()) == []
