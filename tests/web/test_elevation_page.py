"""The elevation: who may see it, how homes stand, what the stairwell print keeps to itself, small ones."""

import re

from tests.cast import PATH, Cast, person
from tests.street import Street, at, draft, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.homes import set_state
from wumen.actions.register import NewResident, add_area, register_household
from wumen.queries.duties import duty_lines
from wumen.records import clock
from wumen.rules.duties import read_key

BUILDING = f"/elevation/{PATH}1/"


def panes(page: str) -> dict[str, str]:
    """The room of each window with its classes."""
    return {
        room: how for how, room in re.findall(r'class="pane ([^"]+)"[^>]*><b[^>]*>(\w+)</b>', page)
    }


def test_a_home_is_done_when_all_of_today_is_done_there(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    home = list(duty_lines(cast.clerk, clock.today(), area=f"{PATH}1/1/202"))
    assert home
    for one in home:
        settle.do(cast.clerk, read_key(one.key), "measured")
    set_state_of_a_shop(cast, street)
    page = signed_in(cast.captain).get(BUILDING).content.decode()
    found = panes(page)
    assert found["202"] == "is-done"
    assert found["101"].startswith("is-open")
    assert "通告第1号" in page


def set_state_of_a_shop(cast: Cast, street: Street) -> None:
    from wumen.rules.homes import HomeState

    set_state(cast.captain, street.households["1/1/102"].id, HomeState.SHOP)


def test_what_is_late_is_told_by_a_sign_and_a_number(
    cast: Cast, under_lockdown: Street, signed_in: SignedIn
) -> None:
    with clock.fixed(at(1, 10, 11)):
        late = signed_in(cast.captain).get(BUILDING).content.decode()
    assert "有超时" in late
    assert panes(late)["101"].startswith("is-overdue")


def test_a_captain_sees_her_building_and_no_other(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    assert client.get(BUILDING).status_code == 200
    other = client.get(f"/elevation/{PATH}2/")
    assert other.status_code == 403
    assert "area_not_yours" in other.content.decode()


def test_the_stairwell_print_bears_rooms_and_no_mark_of_anybody(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    from wumen.actions.orders import confirm_order, enter_order

    alone = draft(regime="home_isolation", paths=(), residents=(str(street.aunt_zhang.id),))
    confirm_order(cast.secretary, enter_order(cast.clerk, alone).number)
    client = signed_in(cast.captain)
    inside = client.get(f"{BUILDING}wall/").content.decode()
    assert "隔" in inside
    assert "请勿张贴在楼道" in inside
    outside = client.get(f"{BUILDING}wall/?for=stairwell").content.decode()
    sheet = outside[outside.index("<section") : outside.index("</section>")]
    assert "202" in sheet
    assert not re.search("隔|重|外|空|租|张阿姨", sheet)


def test_the_panel_of_a_home_shows_what_is_due_and_no_number_of_anybody(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    home = street.aunt_zhang.household_id
    panel = signed_in(cast.captain).get(f"/elevation/home/{home}/").content.decode()
    assert "量体温" in panel
    assert "0/1" in panel
    assert "13800000001" not in panel


def test_small_elevations_stand_on_the_overview_and_ask_again_only_for_what_changed(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    client = signed_in(cast.secretary)
    assert 'hx-get="/elevations/"' in client.get("/board/").content.decode()
    first = client.get("/elevations/")
    page = first.content.decode()
    assert page.count("<svg") == 3
    assert f'href="{BUILDING}"' in page
    assert "封控区" in page
    again = client.get("/elevations/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_a_village_is_drawn_small_lane_by_lane(cast: Cast, signed_in: SignedIn) -> None:
    village = "410102013201"
    add_area(cast.operator, village, "village", "朱屯村")
    for lane in ("x1", "x2"):
        add_area(cast.operator, f"{village}/z1/{lane}", "lane", f"{lane[1]}巷")
    head = person(cast.operator, "曹书记", "community_worker", "secretary", village)
    for number in range(1, 8):
        register_household(head, f"{village}/z1/x1/{number}", [NewResident(f"村民{number}")])
    register_household(head, f"{village}/z1/x2/1", [NewResident("另一巷")])
    page = signed_in(head).get("/elevations/").content.decode()
    assert page.count("<svg") == 2
    assert "1巷" in page
    assert "2 处" in page
    # Seven houses stand in two rows of a lane, not one above the other.
    assert "M0 5h4v4h-4z" in page


def test_the_first_group_of_each_village_is_headed_by_its_village(
    cast: Cast, signed_in: SignedIn
) -> None:
    for village, name in (("410102013201", "朱屯村"), ("410102013202", "周新庄村")):
        add_area(cast.operator, village, "village", name)
        add_area(cast.operator, f"{village}/z1/x1", "lane", "1巷")
        head = person(cast.operator, f"{name}书记", "community_worker", "secretary", village)
        register_household(head, f"{village}/z1/x1/1", [NewResident("村民")])
    officer = person(cast.operator, "值班员", "seconded", "duty_officer", "410102013")
    page = signed_in(officer).get("/elevations/").content.decode()
    heads = re.findall(r'<h2>(?:<span lang="zh">)?([^<]*)', page)
    assert [one.split(" ")[0] for one in heads] == ["朱屯村", "周新庄村"]


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, under_lockdown: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    home = street.aunt_zhang.household_id
    for path in (BUILDING, f"{BUILDING}wall/", "/elevations/", f"/elevation/home/{home}/"):
        assert chinese_outside(client.get(path).content.decode()) == []
