"""The pages of changes: looked at before they are done, side by side before they are one, and taken back."""

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.kept import differing, dump, someone
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.changes import leave, merge_residents, move_household
from wumen.actions.duties.plan import plan_day
from wumen.actions.register import NewResident, register_household
from wumen.records import clock
from wumen.records.models import Area, FormerResident, Household, RegisterChange, Resident
from wumen.records.scope import WHOLE, scoped

CHANGES = "/register/changes/"
SPLIT = "/register/split/"
ONE, OTHER = "410198195503071231", "410198199001010015"


def page_of(street: Street, door: str) -> str:
    """The page on which a household of the street is moved."""
    return f"/register/home/{street.households[door].id}/changes/"


def to(way: str, building: str = "3", room: str = "301室", **more: object) -> dict[str, object]:
    """A door as the form sends it."""
    return {"way": way, "building": f"{PATH}{building}/", "unit": "1单元", "room": room, **more}


def test_a_way_leads_from_the_register_and_the_home_to_the_changes(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert f'href="{CHANGES}"' in client.get("/register/").content.decode()
    home = f"/register/home/{street.households['1/1/101'].id}/"
    assert f'href="{home}changes/"' in client.get(home).content.decode()
    assert f'href="{SPLIT}"' in client.get(CHANGES).content.decode()
    assert "还没有搬动" in client.get(CHANGES).content.decode()


def test_a_move_is_looked_at_before_it_is_done(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    ordered(cast, "3", regime="control")
    plan_day(cast.clerk, clock.today())
    client, page = signed_in(cast.clerk), page_of(street, "1/1/101")
    before = dump()
    seen = client.post(page, to("home")).content.decode()
    assert "请看一遍" in seen
    assert "锦绣城 3号楼 1单元 301室" in seen
    assert "1" + "1/101第0人" in seen
    assert "管控区" in seen
    assert differing(before, dump()) == {}
    done = client.post(page, to("home", confirm="yes"), follow=True).content.decode()
    assert "已办好" in done
    assert "整户搬迁" in done
    way = '锦绣城 1号楼 1单元 101</span> → <span lang="zh">锦绣城 3号楼 1单元 301'
    assert way in done
    with scoped(WHOLE):
        moved = Household.objects.get(id=street.households["1/1/101"].id)
    assert moved.area == f"{PATH}3/1/301/"


@pytest.mark.parametrize(
    ("sent", "code", "status"),
    [
        (to("home", "2", "101"), "door_taken", 400),
        (to("home", "1", "101"), "door_same", 400),
        (to("people"), "nobody_chosen", 400),
        (to("people", resident=["x"]), "resident_unknown", 404),
        (to("join", "2", "909"), "household_unknown", 404),
        ({"way": "leave", "resident": [], "why": "died"}, "nobody_chosen", 400),
        ({"way": "leave", "why": "gone"}, "leaving_unknown", 404),
        ({"way": "home"}, "path_unreadable", 400),
    ],
)
def test_a_refusal_changes_nothing_and_keeps_what_was_typed(
    cast: Cast,
    street: Street,
    signed_in: SignedIn,
    sent: dict[str, object],
    code: str,
    status: int,
) -> None:
    before, client = dump(), signed_in(cast.clerk)
    for confirm in ({}, {"confirm": "yes"}):
        reply = client.post(page_of(street, "1/1/101"), {**sent, **confirm})
        page = reply.content.decode()
        assert (reply.status_code, code in page) == (status, True)
        if "room" in sent and "resident" not in sent:
            assert f'value="{sent["room"]}"' in page
            assert f'value="{sent["building"]}" lang="zh" selected' in page
    assert differing(before, dump()) == {}


def test_some_people_move_and_a_household_joins_another(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    one = someone(street, "1/1/101", 1)
    client.post(page_of(street, "1/1/101"), to("people", resident=[str(one.id)], confirm="yes"))
    client.post(page_of(street, "2/1/101"), to("join", "1", "101", confirm="yes"))
    with scoped(WHOLE):
        assert Resident.objects.get(id=one.id).area == f"{PATH}3/1/301/"
        assert not Household.objects.filter(area=f"{PATH}2/1/101/").exists()
        assert Resident.objects.filter(area=f"{PATH}1/1/101/").count() == 5


def test_a_captain_sees_who_leaves_and_takes_it_back_but_moves_nobody(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client, page = signed_in(cast.captain), page_of(street, "1/1/202")
    shown = client.get(page).content.decode()
    assert "有人不在这里住了" in shown
    assert "并到另一户" not in shown
    aunt = {"way": "leave", "resident": [str(street.aunt_zhang.id)], "why": "moved_away"}
    seen = client.post(page, aunt).content.decode()
    assert "已搬走" in seen
    done = client.post(page, {**aunt, "confirm": "yes"}, follow=True).content.decode()
    assert "张阿姨" in done
    with scoped(WHOLE):
        change = RegisterChange.objects.get()
        assert FormerResident.objects.count() == 1
    assert "已撤回" in client.post(f"{CHANGES}{change.id}/undo/", follow=True).content.decode()
    with scoped(WHOLE):
        assert Resident.objects.filter(id=street.aunt_zhang.id).exists()
    refused = client.post(page, to("home", "1", "301", confirm="yes"))
    assert refused.status_code == 403
    assert client.get(page_of(street, "2/1/101")).status_code == 404
    assert client.get(SPLIT).status_code == 403


def test_two_entries_stand_side_by_side_until_somebody_says_which_is_right(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    one, other = (
        NewResident("王小明", ONE, ("13800000002",)),
        NewResident("王晓明", OTHER, ("13800000003",)),
    )
    register_household(cast.clerk, f"{COMPOUND}/1/1/301", [one])
    register_household(cast.clerk, f"{COMPOUND}/2/1/301", [other])
    client = signed_in(cast.clerk)
    page = f"/register/merge/{one.id}/{other.id}/"
    shown = client.get(page).content.decode()
    assert "410*************31" in shown
    assert ONE not in shown
    assert f"/register/merge/{other.id}/{one.id}/" in shown
    assert "138******02 138******03" in shown
    assert "请选" in shown
    refused = client.post(page, {"name": str(other.id)})
    assert (refused.status_code, "merge_numbers_differ" in refused.content.decode()) == (400, True)
    client.post(page, {"name": str(other.id), "number": str(one.id)})
    with scoped(WHOLE):
        assert Resident.objects.get(id=one.id).name == "王晓明"
    gone = client.post(page, {"number": str(one.id)})
    assert gone.status_code == 404
    assert client.get(f"/register/merge/{one.id}/{one.id}/").status_code == 400


def test_namesakes_of_the_community_lead_to_the_comparison(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    twin = NewResident("张阿姨")
    register_household(cast.clerk, f"{COMPOUND}/2/1/301", [twin])
    shown = signed_in(cast.clerk).get(page_of(street, "1/1/202")).content.decode()
    assert f"/register/merge/{street.aunt_zhang.id}/{twin.id}/" in shown


def test_a_compound_is_split_by_ticking_its_buildings(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert "3号楼" in client.get(SPLIT, {"compound": PATH}).content.decode()
    sent = {"compound": PATH, "place": [f"{PATH}1/"], "name": "锦绣城北区"}
    kept = client.post(SPLIT, {**sent, "name": ""})
    assert kept.status_code == 400
    assert f'value="{PATH}1/" checked' in kept.content.decode()
    assert "split_nothing" in client.post(SPLIT, {**sent, "place": []}).content.decode()
    done = client.post(SPLIT, sent, follow=True).content.decode()
    assert "小区拆分" in done
    with scoped(WHOLE):
        assert Area.objects.get(name="锦绣城北区").area == PATH.replace("/jxc/", "/jxc-2/")
    assert client.get(SPLIT, {"compound": "410102013001/x"}).status_code == 403


def test_an_overtaken_change_says_so_above_the_list(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    first = move_household(cast.clerk, street.households["1/1/101"].id, f"{COMPOUND}/3/1/301")
    leave(cast.clerk, [someone(street, "1/1/101").id], "moved_away")
    reply = signed_in(cast.clerk).post(f"{CHANGES}{first.id}/undo/")
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "change_overtaken" in page
    assert "不再登记在这里" in page


def test_who_may_not_correct_homes_sees_no_change(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    leave(cast.clerk, [street.aunt_zhang.id], "moved_away")
    for viewer in (cast.sampler, cast.volunteer):
        assert signed_in(viewer).get(CHANGES).status_code == 403
    assert "张阿姨" not in signed_in(cast.outsider).get(CHANGES).content.decode()


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "3")
    keep, drop = someone(street, "1/1/101"), someone(street, "2/1/101")
    client = signed_in(cast.clerk, accept_language="en")
    compare = f"/register/merge/{keep.id}/{drop.id}/"
    pages = [client.get(compare), client.get(SPLIT, {"compound": PATH})]
    page = page_of(street, "1/1/101")
    pages += [client.get(page), client.post(page, to("home")), client.post(page, to("home", "2"))]
    away = {"way": "leave", "resident": [str(keep.id)], "why": "died"}
    pages += [client.post(page, away), client.post(page, {**away, "why": ""})]
    first = merge_residents(cast.clerk, keep.id, drop.id)
    client.post(f"{CHANGES}{first.id}/undo/")
    pages += [client.get(CHANGES), client.post(f"{CHANGES}{first.id}/undo/")]
    for reply in pages:
        assert chinese_outside(reply.content.decode()) == []
