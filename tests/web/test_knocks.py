"""Knocking on the phone: one tap a result, from the list and from the door; who left; slips on paper."""

from uuid import UUID

from django.test import Client

from tests.cast import PATH, Cast
from tests.street import Street, at, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.records import clock

LIST = f"/register/knocks/{PATH}1/"
THREE = (at(1, 10, 9), at(1, 10, 13), at(1, 10, 18))


def aunts(street: Street) -> UUID:
    """张阿姨's household."""
    return street.households["1/1/202"].id


def nobody_three_times(client: Client, household: UUID) -> None:
    """Three visits at three hours that found nobody."""
    for instant in THREE:
        with clock.fixed(instant):
            assert client.post(LIST, {"nobody_home": str(household)}).status_code == 302


def test_one_tap_in_the_list_notes_a_result_and_the_door_moves_on(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    page = client.get(LIST).content.decode()
    assert "4 户，已有结果 0 户" in page
    assert page.index("1-201") < page.index("1-202") < page.index("1-101")
    with clock.fixed(
        at(
            1,
            10,
            9,
        )
    ):
        page = client.post(LIST, {"nobody_home": str(aunts(street))}, follow=True).content.decode()
    assert "1单元 202</span>：已记“家里没人”。" in page
    assert "没人 1 次，今天 12:00 以后再来一次" in page
    page = client.post(LIST, {"spoken": str(street.households["1/1/101"].id)}, follow=True)
    assert "4 户，已有结果 1 户" in page.content.decode()


def test_the_door_says_what_is_next_and_who_came(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client, door = signed_in(cast.captain), f"/register/home/{aunts(street)}/"
    with clock.fixed(at(1, 10, 20)):
        client.post(door + "knock/", {"result": "nobody_home"})
        page = client.get(door).content.decode()
    assert "明天 8:00 以后再来一次" in page
    assert "李楼长" in page
    assert "打印留条" in page


def test_moved_asks_who_before_anything_is_noted(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client, household = signed_in(cast.captain), street.households["1/1/102"].id
    asked = client.post(LIST, {"moved": str(household)}).content.decode()
    assert "已搬走：是哪几位？" in asked
    assert asked.count('name="resident"') == asked.count(" checked") == 2
    door = f"/register/home/{household}/knock/"
    sent = {"result": "moved", "asked": "1", "area": f"{PATH}1/"}
    refused = client.post(door, sent)
    assert refused.status_code == 400
    assert "nobody_ticked" in refused.content.decode()
    resident = asked.split('name="resident" value="')[1].split('"')[0]
    done = client.post(door, sent | {"resident": resident}, follow=True)
    assert done.redirect_chain == [(LIST, 302)]
    assert "登记 1 人" in client.get(f"/register/home/{household}/").content.decode()


def test_not_living_here_ticks_nobody_where_several_live(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    several, alone = street.households["1/1/101"].id, aunts(street)
    page = client.post(LIST, {"not_living_here": str(several)}).content.decode()
    assert " checked" not in page
    page = client.post(LIST, {"not_living_here": str(alone)}).content.decode()
    assert page.count(" checked") == 1


def test_needs_lead_to_the_needs_of_the_home(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    reply = client.post(
        f"/register/home/{aunts(street)}/knock/", {"result": "needs", "said": "要买药"}
    )
    assert reply["Location"] == f"/register/home/{aunts(street)}/needs/"
    page = client.get(f"/register/home/{aunts(street)}/").content.decode()
    assert "要买药" in page


def test_a_tap_that_names_no_door_or_no_result_is_refused(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    for sent, code in (
        ({"spoken": "202"}, "household_unknown"),
        ({"angry": str(aunts(street))}, "knock_result_unknown"),
        ({"spoken": str(street.households["2/1/202"].id)}, "household_unknown"),
    ):
        assert code in client.post(LIST, sent).content.decode()
    assert "已有结果 0 户" in client.get(LIST).content.decode()


def test_who_may_only_look_sees_the_list_without_a_button(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.sampler)
    page = client.get(LIST).content.decode()
    assert "1-202" in page
    assert 'name="spoken"' not in page
    assert client.post(LIST, {"spoken": str(aunts(street))}).status_code == 403


def test_a_list_of_another_building_is_refused(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    for rest in ("", "slips/"):
        assert client.get(f"/register/knocks/{PATH}2/{rest}").status_code == 403


def test_slips_are_printed_noted_and_gone_from_the_list(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    nobody_three_times(client, aunts(street))
    with clock.fixed(at(1, 10, 19)):
        assert "三次没人：留条，并打电话" in client.get(LIST).content.decode()
        page = client.get(LIST + "slips/").content.decode()
        assert page.count('class="slip"') == 1
        assert "锦绣城 1号楼 1-202" in page
        assert "前后来过3次" in page
        assert "张阿姨" not in page
        done = client.post(LIST + "slips/", {"household": str(aunts(street))}, follow=True)
        assert "已记 1 户留条" in done.content.decode()
        assert "现在没有要留条的住户" in client.get(LIST + "slips/").content.decode()


def test_one_door_may_have_its_slip_after_the_first_visit(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    client.post(LIST, {"nobody_home": str(aunts(street))})
    page = client.get(f"{LIST}slips/?home={aunts(street)}").content.decode()
    assert page.count('class="slip"') == 1
    refused = client.get(f"{LIST}slips/?home={street.households['1/1/101'].id}")
    assert "no_slip_due" in refused.content.decode()


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain, accept_language="en")
    nobody_three_times(client, aunts(street))
    client.post(LIST, {"nobody_home": str(street.households["1/1/101"].id)})
    client.post(LIST, {"refused": str(street.households["1/1/102"].id)})
    with clock.fixed(at(1, 10, 19)):
        asked = client.post(LIST, {"moved": str(street.households["1/1/101"].id)})
        pages = [client.get(LIST), client.get(LIST + "slips/"), asked]
    for page in pages:
        assert chinese_outside(page.content.decode()) == []


def test_the_rooms_of_those_not_met_are_copied_for_the_group_and_ticked_as_sent(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    assert "发到群里" not in client.get(LIST).content.decode()
    with clock.fixed(at(1, 10, 9)):
        for door in ("1/1/202", "1/1/101"):
            client.post(LIST, {"nobody_home": str(street.households[door].id)})
        assert "没碰上的 2 户，发到群里" in client.get(LIST).content.decode()
        page = client.get(f"{LIST}group/").content.decode()
        assert "1号楼请下列房号方便时给楼长回个电话：" in page
        assert "101、202</textarea>" in page
        assert "没人" not in page[page.index("<textarea") : page.index("</textarea>")]
        sent = {"area": f"{PATH}1/", "matter": f"knock:2022-01-10/{PATH}1", "group": "1"}
        client.post("/group-sent/", sent)
        assert "✓ 已发 09:00" in client.get(f"{LIST}group/").content.decode()


def test_a_home_in_isolation_stands_in_no_text_and_is_told_by_none(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, regime="home_isolation", paths=(), residents=(str(street.aunt_zhang.id),))
    client = signed_in(cast.captain)
    with clock.fixed(at(1, 10, 9)):
        for door in ("1/1/202", "1/1/101", "1/1/102"):
            client.post(LIST, {"nobody_home": str(street.households[door].id)})
        page = client.get(f"{LIST}group/").content.decode()
        assert "101、102</textarea>" in page
        assert "有 1 户没有写进来" in page
        # With 201 as well all but hers would stand there, and everybody would know.
        client.post(LIST, {"nobody_home": str(street.households["1/1/201"].id)})
        reply = client.get(f"{LIST}group/")
    assert reply.status_code == 400
    assert "group_text_tells" in reply.content.decode()
    assert "<textarea" not in reply.content.decode()
