"""The pages of buildings and facilities: overview, a building floor by floor, confirming on the spot."""

import re
from typing import Any

import pytest

from tests.cast import COMPOUND, PATH, Cast, person
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.facilities import describe_building
from wumen.queries.facilities import building_facilities

ALL = "/register/facilities/"
ONE = f"{ALL}{PATH}1/"


def facility(cast: Cast, name: str) -> str:
    """The id of a facility of building 1."""
    units = building_facilities(cast.clerk, f"{PATH}1/").units
    return next(str(one.id) for unit in units for one in unit.facilities if one.name == name)


def test_the_office_assumes_all_buildings_in_one_go(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    before = client.get(ALL).content.decode()
    assert "还有 3 栋没写明类型和层数" in before
    after = client.post(ALL, {"act": "assume"}, follow=True).content.decode()
    assert "已推定 3 栋楼。" in after
    assert after.count("多层（步梯）") == 3
    assert "小区公共部位" in after
    assert f"{ALL}{PATH}?own=1" in after
    own = client.get(f"{ALL}{PATH}?own=1").content.decode()
    assert "长椅" in own
    assert "层楼道" not in own


def test_a_building_is_described_and_shown_by_unit_and_floor(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = client.post(
        ONE, {"act": "describe", "type": "high_rise", "floors": "9"}, follow=True
    ).content.decode()
    assert "新列出 15 处公共设施" in page
    assert page.index("快递柜") < page.index("1 单元".replace("1", '<span lang="zh">1</span>'))
    assert page.index("9层楼道") < page.index("8层楼道")
    assert "电梯按钮" in page
    assert page.count("推定</span>") == 16


def test_a_captain_confirms_one_then_all(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    describe_building(cast.clerk, f"{PATH}1/", "high_rise", "9")
    client = signed_in(cast.captain)
    # Who has one building is led to it at once.
    assert "都看过了" in client.get(ALL).content.decode()
    one = client.post(
        ONE, {"act": "confirm", "facility": facility(cast, "电梯")}, follow=True
    ).content.decode()
    assert "15 处公共设施，14 处待核实" in one
    every = client.post(ONE, {"act": "confirm_all"}, follow=True).content.decode()
    assert "已核实 14 处" in every
    assert "推定</span>" not in every
    assert "都看过了" not in every


def test_a_captain_renames_and_closes(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    describe_building(cast.clerk, f"{PATH}1/", "high_rise", "9")
    client = signed_in(cast.captain)
    lift = facility(cast, "电梯")
    page = client.post(
        ONE, {"act": "rename", "facility": lift, "name": "东电梯"}, follow=True
    ).content.decode()
    assert "东电梯" in page
    gone = client.post(ONE, {"act": "close", "facility": lift}, follow=True).content.decode()
    assert "东电梯" not in gone


def test_the_office_adds_one_by_hand(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    describe_building(cast.clerk, f"{PATH}1/", "high_rise", "9")
    sent = {"act": "add", "area": f"{PATH}1/1/", "kind": "lift", "name": "货梯", "floor": ""}
    page = signed_in(cast.clerk).post(ONE, sent, follow=True).content.decode()
    assert "货梯" in page


@pytest.mark.parametrize(
    ("sent", "code", "kept"),
    [
        ({"act": "describe", "type": "walk_up", "floors": "99"}, "floors_impossible", 'value="99"'),
        ({"act": "describe", "type": "x", "floors": "6"}, "building_type_unknown", 'value="6"'),
        (
            {"act": "add", "area": f"{PATH}1/", "kind": "bin", "name": "长" * 41, "floor": "2"},
            "facility_name_long",
            'value="' + "长" * 41,
        ),
        (
            {"act": "add", "area": f"{PATH}1/", "kind": "x", "name": "桶"},
            "facility_kind_unknown",
            'value="桶"',
        ),
        ({"act": "confirm", "facility": "x"}, "facility_unknown", ""),
        ({"act": "x"}, "page_unknown", ""),
    ],
)
def test_a_refusal_is_shown_at_the_form_and_keeps_what_was_typed(
    cast: Cast, street: Street, signed_in: SignedIn, sent: dict[str, Any], code: str, kept: str
) -> None:
    describe_building(cast.clerk, f"{PATH}1/", "high_rise", "9")
    reply = signed_in(cast.clerk).post(ONE, sent)
    page = reply.content.decode()
    assert reply.status_code in (400, 404)
    assert code in page
    assert kept in page


def test_a_name_that_is_taken_stays_in_its_own_form(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    describe_building(cast.clerk, f"{PATH}1/", "high_rise", "9")
    corridor = facility(cast, "8层楼道")
    reply = signed_in(cast.captain).post(
        ONE, {"act": "rename", "facility": corridor, "name": "9层楼道"}
    )
    page = reply.content.decode()
    assert "facility_named_already" in page
    assert re.search(rf'id="name-{corridor}"[^>]*value="9层楼道"', page)


def test_who_only_looks_is_offered_nothing_and_refused(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    describe_building(cast.clerk, f"{PATH}1/", "high_rise", "9")
    client = signed_in(cast.sampler)
    page = client.get(ONE).content.decode()
    assert "电梯" in page
    assert 'name="act"' not in page
    reply = client.post(ONE, {"act": "confirm_all"})
    assert reply.status_code == 403
    captain = signed_in(cast.captain)
    assert 'value="describe"' not in captain.get(ONE).content.decode()
    assert captain.post(ONE, {"act": "assume"}).status_code == 403
    assert signed_in(cast.volunteer).get(ALL).status_code == 403


def test_another_area_and_an_unknown_place_are_refused(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    assert signed_in(cast.captain).get(f"{ALL}{PATH}2/").status_code == 403
    assert signed_in(cast.clerk).get(f"{ALL}{PATH}77/").status_code == 404
    assert signed_in(cast.clerk).get(f"{ALL}x y/").status_code == 400


def test_the_whole_installation_has_an_overview_too(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.operator).get(ALL).content.decode()
    assert "3号楼" in page


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    assert chinese_outside(client.get(ALL).content.decode()) == []
    describe_building(cast.clerk, COMPOUND + "/1", "high_rise", "9")
    for path in (ALL, ONE):
        assert chinese_outside(client.get(path).content.decode()) == []
    refused = client.post(ONE, {"act": "describe", "type": "walk_up", "floors": "99"})
    assert chinese_outside(refused.content.decode()) == []


def test_a_unit_lead_confirms_her_unit_and_no_other(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    describe_building(cast.clerk, f"{PATH}1/", "high_rise", "9")
    lead = person(cast.operator, "赵单元长", "volunteer", "unit_lead", f"{COMPOUND}/1/1")
    client = signed_in(lead)
    page = client.get(ALL).content.decode()
    assert "电梯" in page
    assert "快递柜" not in page
    done = client.post(ALL, {"act": "confirm_all"}, follow=True).content.decode()
    assert "已核实 12 处" in done
    assert client.get(ONE).status_code == 403
    line = building_facilities(cast.clerk, f"{PATH}1/").line
    assert (line.facilities_assumed, line.assumed) == (3, True)
