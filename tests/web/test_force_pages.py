"""Pages of the force: sign-up behind a code, captains and their printed cards, who is free, a member's own homes."""

import re

import pytest
from django.test import Client

from tests.actions.test_teams import isolates, serves
from tests.cast import COMPOUND, Cast
from tests.street import Street
from tests.web.conftest import SignedIn
from wumen.actions import captains, force, sign_up, teams
from wumen.actions.crew import add_crew, end_post, grant_post
from wumen.queries.force import members
from wumen.queries.posts import viewers_of
from wumen.rules.sign_up import SignUp

PATH = "410102/410102003/410102003008/jxc/"


def text(reply: object) -> str:
    return reply.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_pages_of_the_force_open_and_say_what_to_do_when_nobody_is_there(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    pages = ("", "sign-up/", "captains/", "free/", "teams/", "structure/", "board/")
    assert [client.get(f"/force/{one}").status_code for one in pages] == [200] * 7
    assert "请从“报名”开始" in text(client.get("/force/"))
    assert signed_in(cast.captain).get("/force/").status_code == 403


def test_who_signs_up_behind_a_code_waits_and_is_confirmed_on_the_page(
    cast: Cast, signed_in: SignedIn
) -> None:
    made = sign_up.call_up(cast.clerk, COMPOUND, "党员先锋队报名")
    stranger, form = (
        Client(),
        {"name": "陈志愿者", "telephone": "13900000001", "lives": f"{PATH}2/"},
    )
    assert "党员先锋队报名" in text(stranger.get(f"/join/{made.code}/"))
    refused = stranger.post(f"/join/{made.code}/", form | {"telephone": "139"})
    assert refused.status_code == 400
    assert 'value="陈志愿者"' in text(refused)
    assert "收到了" in text(stranger.post(f"/join/{made.code}/", form))
    assert stranger.get("/join/nothing/").status_code == 404
    client = signed_in(cast.clerk)
    (line,) = members(cast.clerk)
    assert "等您确认" in text(client.get("/force/"))
    assert client.post("/force/", {"member": str(line.member)}).status_code == 302
    assert "等您确认" not in text(client.get("/force/"))


def test_the_office_makes_a_code_and_shows_it_once(cast: Cast, signed_in: SignedIn) -> None:
    client, sent = signed_in(cast.clerk), {"call_up": "1", "area": PATH, "title": "报名"}
    page = text(client.post("/force/sign-up/", sent))
    assert "<svg" in page
    assert "13700000009" not in page
    member = add_crew(cast.operator, "赵书记", "community_worker", telephone="13700000009")
    grant_post(cast.operator, member.number, "secretary", COMPOUND.rpartition("/")[0])
    assert "13700000009" in text(client.post("/force/sign-up/", sent))
    made = sign_up.call_up(cast.clerk, COMPOUND, "报名")
    form = {"name": "陈志愿者", "telephone": "13900000001"}
    assert 'href="tel:13700000009"' in text(Client().post(f"/join/{made.code}/", form))
    assert "正在用的报名码" in text(client.get("/force/sign-up/"))


def test_a_crew_without_names_is_entered_and_its_phone_gets_a_code(
    cast: Cast, signed_in: SignedIn
) -> None:
    given = {
        "crew": "1",
        "area": PATH,
        "name": "刘联系人",
        "telephone": "13900000031",
        "people": "6",
        "profession": "medic",
        "role": "sampler",
    }
    page = text(signed_in(cast.clerk).post("/force/sign-up/", given, follow=True))
    assert "已登记一队 6 人" in page
    assert "绑定码" in page


@pytest.fixture
def two(cast: Cast) -> None:
    """Two who live in building 1, one of whom wants no telephone printed."""
    end_post(cast.clerk, cast.captain.crew_no, "captain", f"{COMPOUND}/1")
    for name, last in (("尹云", "11"), ("贾伟", "12")):
        said = SignUp(name, f"139000000{last}", "party_member", lives=f"{PATH}1/")
        row = force.enlist(cast.clerk, COMPOUND, said, "relay")
        force.print_telephones(cast.clerk, [row.id], name == "尹云")


def test_captains_are_assigned_told_with_reasons_and_printed(
    cast: Cast, two: None, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = text(client.post("/force/captains/", {"area": PATH}, follow=True))
    assert "已安排 2 处" in page
    assert "住本楼" in page
    assert "还缺 4 位" in page
    cards = text(client.post("/force/captains/cards/", {"area": PATH}))
    assert "13900000011" in cards
    assert "13900000012" not in cards
    copied = re.findall(r"<textarea[^>]*>(.*?)</textarea>", cards)
    assert copied
    assert not any(re.search(r"\d{7,}", one) for one in copied)


def test_the_address_of_the_cards_leads_to_where_the_compound_is_chosen(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    for reply in (client.get("/force/captains/cards/"), client.post("/force/captains/cards/")):
        assert (reply.status_code, reply["Location"]) == (302, "/force/captains/?area=")
    assert client.get(reply["Location"]).status_code == 200


def test_a_captain_is_chosen_by_hand_on_the_page(
    cast: Cast, two: None, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    captains.assign_captains(cast.clerk, COMPOUND)
    third = force.enlist(cast.clerk, COMPOUND, SignUp("曾轩", "13900000013"), "office")
    given = {"area": PATH, "role": "captain", "seat": f"{PATH}1/", "member": str(third.id)}
    page = text(client.post("/force/captains/choose/", given, follow=True))
    assert "人工指定" in page
    refused = client.post("/force/captains/choose/", given | {"member": "nobody"})
    assert refused.status_code == 404


def test_who_is_free_is_taken_with_a_tick_and_printed_with_telephones(
    cast: Cast, signed_in: SignedIn
) -> None:
    row = serves(cast, "volunteer", 1, skills=("drives",))
    client, asked = signed_in(cast.clerk), {"skill": "drives", "n": "8", "half": "pm"}
    page = text(client.get("/force/free/", asked))
    assert "缺 7 人" in page
    assert "13900000001" not in page
    assert "13900000001" in text(client.post("/force/free/", asked | {"telephones": "1"}))
    given = asked | {"member": str(row.id), "what": "送药", "take": "1"}
    assert "已安排 1 人" in text(client.post("/force/free/", given, follow=True))
    assert "这个时段已有安排 1" in text(client.get("/force/free/", asked))


def test_a_member_of_a_team_opens_her_own_homes_and_no_other(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    isolates(cast, street, "1/1/101")
    row = serves(cast, "police", 3)
    teams.form_teams(cast.clerk)
    client = signed_in(viewers_of(row.person.number)[0])
    # Her day begins with them.
    assert client.get("/")["Location"] == "/my-homes/"
    home = street.households["1/1/101"].id
    page = text(client.get(f"/my-homes/{home}/"))
    assert "证件号" in page
    assert "健康情况" not in page
    assert "要帮什么" not in page
    other = street.households["1/1/102"].id
    assert client.get(f"/my-homes/{other}/").status_code in (403, 404)
    assert client.get(f"/homes/{home}/").status_code in (403, 404)
